"""Finds the place names in a report, by the gazetteer and by what stands around them, not by the tagger's types.

"in Rafah", "Achin district", "the town of Kupiansk", "Jabalia, Gaza Strip": a name is a place if enough speaks for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from ..records import Span
from .gazetteer import Entry, Gazetteer, weigh_entry
from .placewords import PlaceWord, load_words
from .segment import Segments

#: "Autonomous Republic of Crimea", "Al-Shati refugee camp": no place name has more tokens, hyphens counted.
LONGEST_NAME = 7
INNER = {
    "de", "la", "le", "del", "of", "el", "al", "bin", "ez", "os", "us", "e", "and", "es", "an", "ar", "as", "ash", "at",
    "ad", "az", "du", "des", "da", "do", "dos", "the", "-", "'", ".", "'s", "i", "y", "sur", "den",
}  # fmt: skip
ARTICLES = {"al", "el", "ar", "as", "ash", "at", "ad", "an", "az", "ez", "es", "esh", "et", "ed"}
#: what speaks for and against a name's being a place; chosen on the visible geo sets, the sum must reach ENOUGH.
LOCATIVE, KIND, COMMA, TAGGED, WELL_KNOWN, FAMOUS, NAMED_SO, BESIDE, TELLING, FREE = (
    2.0,
    3.0,
    2.0,
    2.0,
    1.5,
    3.0,
    1.5,
    1.0,
    1.0,
    0.5,
)
PERSON, TITLE, MEDIA, GUARD, PART, SURNAME = -4.0, -4.0, -6.0, -4.0, -2.0, -3.0
ENOUGH = 2.0
#: capitals up to this length are an acronym ("PKK") rather than a town.
SHORT = 5
CIVIC = 1.5
#: after these a name is a place though the tagger thinks it a person.
ALWAYS_WHERE = {"in", "near", "outside", "inside", "into", "enter", "entered", "entering", "throughout", "across"}
#: tags that no unknown place name bears.
UNLIKE = {"PERSON", "DATE", "TIME"}
#: weight (powers of ten of people) from which a bare name is likely the place: a city of a hundred thousand.
KNOWN_WEIGHT, FAMOUS_WEIGHT, SMALL_WEIGHT = 5.0, 6.3, 3.6


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name in the text that is taken for a place. ``kinds``: what it can be, if a word beside it says so."""

    span: Span
    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    score: float = 0.0
    rule: str = "place.known"
    kinds: tuple[str, ...] = ()
    vague: bool = False
    within: int | None = None


def find_toponyms(segments: Segments, gazetteer: Gazetteer) -> list[Toponym]:
    """All names taken for places, in order, none over another.

    Those of the rule "place.respelt" are places only if the gazetteer has them in another spelling.
    """
    doc = segments.doc
    persons, names = _persons(doc), _entities(doc)
    found = [_weigh(doc, one, persons, names) for one in _candidates(doc, gazetteer)]
    found += _unknown(doc, found, gazetteer)
    found.sort(key=lambda one: one.span)
    found = _comma_parts(doc, found)
    sure = {one.name for one in found if one.score >= ENOUGH}
    again = [replace(o, score=o.score + NAMED_SO) if o.name in sure and o.score < ENOUGH else o for o in found]
    return [one for one in again if one.score >= ENOUGH]


def _persons(doc: Doc) -> set[str]:
    """Names that people of the report bear: after "Amina Houston said", "Houston" is most likely she."""
    found: set[str] = set()
    for entity in doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1:
            found.update(token.text for token in entity if token.text[:1].isupper())
    return found


def _entities(doc: Doc) -> dict[int, Tokens]:
    return {token.i: entity for entity in doc.ents for token in entity}


def _candidates(doc: Doc, gazetteer: Gazetteer) -> Iterator[Toponym]:
    at = 0
    while at < len(doc):
        best = _longest(doc, at, gazetteer) if _can_begin(doc, at) else None
        if best is None:
            at += 1
        else:
            yield best
            at = best.last + 1


def _can_begin(doc: Doc, at: int) -> bool:
    token = doc[at]
    if token.text in load_words("never") and not (at + 1 < len(doc) and doc[at + 1].text[:1].isupper()):
        return False
    if token.text[:1].isupper():
        return not token.whitespace_ or token.text not in ("An", "A", "I", "As", "At", "Ed", "Er", "Ad")
    following = doc[at + 2] if at + 2 < len(doc) else None
    return (
        token.text in ARTICLES and following is not None and doc[at + 1].text == "-" and following.text[:1].isupper()
        and not token.whitespace_
    )  # fmt: skip


def _longest(doc: Doc, at: int, gazetteer: Gazetteer) -> Toponym | None:
    ends = []
    for last in range(at, min(at + LONGEST_NAME, len(doc))):
        token = doc[last]
        if last > at and (token.is_sent_start or token.is_space):
            break
        if last > at and token.is_stop and token.lower_ not in INNER and token.text not in ("US", "Us"):
            break  # "Than A" is not Thana
        if token.text[:1].isupper() and (token.text != "A" or last == at):
            ends.append(last)
        elif (
            last > at and token.text.lower() not in INNER and not (token.text == "." and not doc[last - 1].whitespace_)
        ):
            break
    for last in reversed(ends):
        name = doc[at : last + 1].text
        if len(name) < 2 or name.removeprefix("The ") in load_words("never"):
            continue
        if last == at and name in load_words("guard") and not _is_backed(doc, at):
            continue
        entries = gazetteer.find(name)
        if entries:
            return _with_kind(doc, Toponym(_span(doc, at, last), at, last, name, entries), gazetteer)
    return None


def _span(doc: Doc, first: int, last: int) -> Span:
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _with_kind(doc: Doc, one: Toponym, gazetteer: Gazetteer) -> Toponym:
    """Takes note of "province" in "Idlib province", and takes it into the name where it is written large."""
    following = doc[one.last + 1] if one.last + 1 < len(doc) else None
    if following is None or following.is_sent_start:
        return one
    row = load_words("kind").get(following.lower_)
    if row is None or (one.entries[0].kind == "country" and row.id != "place.kind.town"):
        return one
    if not row.kinds:
        return replace(one, rule=row.id, score=BESIDE)
    last = one.last
    if following.text[:1].isupper() and row.id != "place.kind.town":
        last += 1
    name = doc[one.first : last + 1].text
    fitting = tuple(e for e in one.entries if e.kind in row.kinds)
    longer = gazetteer.find(name) if last > one.last else ()
    entries = tuple(e for e in longer if e.kind in row.kinds) or longer or fitting or one.entries
    span = _span(doc, one.first, last)
    return replace(one, span=span, last=last, name=name, entries=entries, kinds=row.kinds, rule=row.id, score=KIND)


def _is_backed(doc: Doc, at: int) -> bool:
    """True if an ordinary word stands as only a place would: "in Mobile", "Douglas County"."""
    after = doc[at + 1] if at + 1 < len(doc) else None
    if after is not None and after.text[:1].isupper() and after.lower_ in load_words("kind"):
        return True
    before = doc[at - 1].lower_ if at else ""
    return before in load_words("locative") or (
        at > 0 and doc[at].ent_type_ == "GPE" and before in load_words("before")
    )


def _two_before(doc: Doc, at: int) -> tuple[str, str]:
    """The word before a name, and the two before it: ("of", "town of"); an article in front does not count."""
    start = at - 1 if at and doc[at - 1].lower_ == "the" else at
    one = doc[start - 1].lower_ if start else ""
    return one, f"{doc[start - 2].lower_} {one}" if start > 1 else one


def _is_kind_of(two: str) -> bool:
    """True for "town of", "siege of", after which nothing but a place can stand."""
    first = two.split()[0] if two.endswith(" of") else ""
    return first in load_words("kind") or first in ("siege", "fall", "battle", "outskirts")


def _is_vague(doc: Doc, at: int) -> bool:
    one, two = _two_before(doc, at)
    words = load_words("vague")
    return one in words or two in words


def _weigh(doc: Doc, one: Toponym, persons: set[str], entities: dict[int, Tokens]) -> Toponym:
    score, rule = one.score, one.rule
    weight = max(weigh_entry(entry) for entry in one.entries)
    word, two = _two_before(doc, one.first)
    if word in load_words("locative") or (doc[one.first - 1].dep_ == "prep" and word != "of" and one.first):
        score, rule = score + LOCATIVE, rule if score else "place.locative"
    elif word in load_words("before") or two in load_words("before"):
        score, rule = score + (KIND if _is_kind_of(two) else LOCATIVE), rule if score else "place.of"
    if weight >= KNOWN_WEIGHT:
        score += FAMOUS if weight >= FAMOUS_WEIGHT else WELL_KNOWN
    if one.last > one.first and weight >= SMALL_WEIGHT:
        score += WELL_KNOWN  # names of several words are seldom anything else
    score += _weigh_tag(doc, one, entities, weight) + _weigh_neighbours(doc, one, weight)
    if one.name.isupper() and "." not in one.name and len(one.name) <= SHORT and weight < FAMOUS_WEIGHT:
        score += GUARD
    if one.first == one.last and one.name in persons:
        score += SURNAME
    if one.first == one.last and one.name in load_words("guard") and not _is_backed(doc, one.first):
        score += GUARD
    return replace(one, score=score, rule=rule, vague=_is_vague(doc, one.first))


def _weigh_tag(doc: Doc, one: Toponym, entities: dict[int, Tokens], weight: float) -> float:
    """The tagger's word counts, but never alone."""
    entity = entities.get(one.first)
    if entity is None:
        return FREE if doc[one.first].pos_ == "PROPN" else -FREE
    longer = entity.end - 1 > one.last or entity.start < one.first - (doc[one.first - 1].lower_ == "the")
    if entity.label_ in ("GPE", "LOC", "FAC"):
        return TAGGED if not longer or weight >= KNOWN_WEIGHT else FREE
    if entity.label_ == "PERSON":
        if not longer and _two_before(doc, one.first)[0] in ALWAYS_WHERE:
            return 0.0  # nobody is entered
        return PERSON if longer else PERSON / 2 if weight < KNOWN_WEIGHT else -FREE
    if entity.label_ in ("NORP", "LANGUAGE"):
        return -FREE
    if entity.label_ in ("DATE", "TIME", "ORDINAL", "CARDINAL", "MONEY", "PERCENT"):
        return GUARD
    if longer and entity.label_ in ("ORG", "WORK_OF_ART", "EVENT", "LAW", "PRODUCT"):
        return FREE if entity.start == one.first else -FREE
    return 0.0


def _weigh_neighbours(doc: Doc, one: Toponym, weight: float) -> float:
    before = doc[one.first - 1] if one.first and not doc[one.first].is_sent_start else None
    after = doc[one.last + 1] if one.last + 1 < len(doc) and not doc[one.last + 1].is_sent_start else None
    score = 0.0
    if before is not None and before.lower_ in load_words("title"):
        score += TITLE
    elif before is not None and _is_name_part(before) and before.text not in ("US", "U.S."):
        score += PART
    if after is not None and after.text in load_words("media"):
        score += MEDIA
    elif after is not None and after.text in load_words("civic"):
        score += CIVIC
    elif after is not None and _is_name_part(after) and after.lower_ not in load_words("kind"):
        score += PART / 2 if one.last > one.first or weight >= KNOWN_WEIGHT else PART
    return score


def _is_name_part(token: Token) -> bool:
    """A capital word that can belong to the same name: no quarter of the sky, no kind of place."""
    lower = token.lower_
    known = lower in load_words("before") or lower in load_words("kind") or lower in load_words("locative")
    return token.text[:1].isupper() and token.pos_ == "PROPN" and not known


def _unknown(doc: Doc, found: list[Toponym], gazetteer: Gazetteer) -> list[Toponym]:
    """Names that the gazetteer lacks where the text is clear: "in Xyzabad district", "the village of Xyz"."""
    taken = {i for one in found for i in range(one.first, one.last + 1)}
    extra = []
    for chunk in _proper_runs(doc):
        first, last = chunk[0].i, chunk[-1].i
        if any(i in taken for i in range(first, last + 1)):
            continue
        kind = _kind_of(doc, first, last)
        word, two = _two_before(doc, first)
        entity = chunk[0].ent_type_
        score = 0.0 if kind is None else KIND if kind.id == "place.kind.town" else KIND + TELLING
        if two in load_words("before"):
            score += KIND + TELLING if _is_kind_of(two) else LOCATIVE
        score += LOCATIVE if word in load_words("locative") else 0.0
        score += KIND + TELLING - PERSON if chunk[0].text in load_words("prefix") and last > first else 0.0
        score += (
            TAGGED
            if entity in ("GPE", "LOC", "FAC")
            else PERSON
            if entity in UNLIKE or (entity == "NORP" and not kind)
            else 0.0
        )
        score += GUARD if word in load_words("title") or chunk[0].text in load_words("guard") else 0.0
        if score < LOCATIVE:
            continue
        name = doc[first : last + 1].text
        if chunk[-1].lower_ in load_words("kind") and first == last:
            continue
        kinds, rule = (kind.kinds, kind.id) if kind else ((), "place.unknown")
        if score < LOCATIVE + TAGGED:
            rule = "place.respelt"
        extra.append(Toponym(_span(doc, first, last), first, last, name, (), score, rule, kinds, _is_vague(doc, first)))
    return extra


def _kind_of(doc: Doc, first: int, last: int) -> PlaceWord | None:
    """The kind that the last word of a name ("Sarbagh District") or the next ("Sarbagh district") gives it."""
    words = load_words("kind")
    row = words.get(doc[last].lower_) if last > first else None
    if row is None and last + 1 < len(doc):
        row = words.get(doc[last + 1].lower_)
    return row if row is not None and row.kinds else None


def _proper_runs(doc: Doc) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in doc:
        inner = bool(run) and token.text in ("-", "'") and not doc[token.i - 1].whitespace_ and not token.whitespace_
        if (token.text[:1].isupper() and token.pos_ == "PROPN") or inner:
            run.append(token)
            continue
        if run and run[-1].text[:1].isupper():
            yield run
        run = []
    if run and run[-1].text[:1].isupper():
        yield run


def _comma_parts(doc: Doc, found: list[Toponym]) -> list[Toponym]:
    """ "Jabalia, Gaza Strip", "Alexandria, La.": the one lies within the other, and each speaks for the other."""
    parts = list(found)
    for number, (left, right) in enumerate(itertools.pairwise(found)):
        between = doc.text[left.span.end : right.span.start].strip()
        if between not in (",", ", in", "(", ", the", "in", "in the", "of"):
            continue
        if not _can_hold(left, right) or between == "of":
            continue
        parts[number] = replace(parts[number], score=parts[number].score + COMMA, within=right.span.start)
        if between == ",":
            parts[number + 1] = replace(parts[number + 1], score=parts[number + 1].score + COMMA)
    return parts


def _can_hold(left: Toponym, right: Toponym) -> bool:
    """True if some place of the left name can lie in some place of the right one."""
    return any(holds(outer, inner) for outer in right.entries for inner in left.entries)


def holds(outer: Entry, inner: Entry) -> bool:
    """True if the one place lies in the other, as far as the gazetteer knows."""
    if outer.country != inner.country or outer.kind in ("town",) or outer is inner:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind in ("state", "province"):
        same = inner.admin1 is not None and inner.admin1.split()[0] == (outer.admin1 or outer.name).split()[0]
        return same and inner.kind in ("town", "district")
    if inner.lat is None or outer.lat is None or inner.lon is None or outer.lon is None:
        return False
    return (
        abs(inner.lat - outer.lat) < 1 and abs(inner.lon - outer.lon) < 1 and inner.kind in ("town", "quarter", "camp")
    )

"""Finds the place names in a report, by the gazetteer and by what stands around them, not by the tagger's types.

"in Rafah", "Achin district", "the town of Kupiansk", "Jabalia, Gaza Strip": a name is a place if enough speaks for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from ..records import Span
from .gazetteer import Entry, Gazetteer, weigh_entry
from .known_actors import find_known
from .namekeys import fold_name
from .parse import load_parser
from .placephrases import (
    BESIDE,
    COMMA,
    ENOUGH,
    FAMOUS,
    FREE,
    GUARD,
    KIND,
    LISTING,
    LOCATIVE,
    MEDIA,
    NAMED_SO,
    PART,
    PERSON,
    SURELY,
    SURNAME,
    TAGGED,
    TITLE,
    UNITS,
    WELL_KNOWN,
    is_bodily,
    is_dateline,
    is_goal,
    is_kind_of,
    is_name_part,
    is_street,
    is_vague,
    kind_after,
    opens_article,
    span_between,
    two_before,
    unit_before,
)
from .placephrases import Toponym as Toponym
from .placewords import load_words
from .segment import Segments
from .strangers import find_strangers
from .truecase import load_ordinary

#: "Autonomous Republic of Crimea", "Al-Shati refugee camp": no place name has more tokens, hyphens counted.
LONGEST_NAME = 7
INNER = {
    "de", "la", "le", "del", "of", "el", "al", "bin", "ez", "os", "us", "e", "and", "es", "an", "ar", "as", "ash", "at",
    "ad", "az", "du", "des", "da", "do", "dos", "the", "-", "'", ".", "'s", "i", "y", "sur", "den",
}  # fmt: skip
#: airports have so many letters.
LETTERS = 4
#: capitals up to this length are an acronym ("PKK") rather than a town.
SHORT = 5
CIVIC = 1.5
#: after these a name is a place though the tagger thinks it a person.
ALWAYS_WHERE = {"in", "near", "outside", "inside", "into", "enter", "entered", "entering", "throughout", "across"}
BODIES = {"armed group", "media", "party", "ethnic or religious group", "company"}
#: weight (powers of ten of people) from which a bare name is likely the place: a city of a hundred thousand.
KNOWN_WEIGHT, FAMOUS_WEIGHT, SMALL_WEIGHT = 5.0, 6.3, 3.6
#: what a name of a unit inside another name must reach to tell of the places of the report.
WITNESS, WITNESSES = -1.0, ("country", "state", "province", "region")


def find_toponyms(segments: Segments, gazetteer: Gazetteer) -> tuple[list[Toponym], list[Toponym]]:
    """All names taken for places, in order, none over another; then the names of countries and states inside others.

    Names of the rule "place.respelt" are places only if the gazetteer has them in another spelling. "Texas" in "Texas
    Rangers" is no place of the report, but tells where its places lie.
    """
    doc = segments.doc
    persons, names = _persons(doc), _entities(doc)
    bodies = _bodies(segments)
    found = [_weigh(doc, one, persons, names) for one in _candidates(doc, gazetteer) if not _is_body(doc, one, bodies)]
    strangers = [one for one in find_strangers(doc, found, gazetteer) if not _is_body(doc, one, bodies)]
    held = {i for one in strangers for i in range(one.first, one.last + 1)}
    found = sorted([*strangers, *(one for one in found if one.first not in held)], key=lambda one: one.span)
    found = _comma_parts(doc, found)
    again = _heard_again(found)
    witnesses = [o for o in again if WITNESS <= o.score < ENOUGH and o.entries and o.entries[0].kind in WITNESSES]
    return [one for one in again if one.score >= ENOUGH], witnesses


def _heard_again(found: list[Toponym]) -> list[Toponym]:
    """A name that is a place elsewhere in the report is one here too; the surer there, the more it counts."""
    best: dict[str, float] = {}
    for one in found:
        best[one.name] = max(one.score, best.get(one.name, one.score))
    more = {name: NAMED_SO if score >= SURELY else NAMED_SO / 2 for name, score in best.items() if score >= ENOUGH}
    return [replace(o, score=o.score + more.get(o.name, 0.0)) if o.score < ENOUGH else o for o in found]


def _bodies(segments: Segments) -> list[Span]:
    """Names of groups, parties, peoples and papers: "Iraq" in "Islamic State of Iraq" is no place of the report."""
    known = find_known(segments.report.text, segments.text)
    return [one.span for one in known if one.known.kind in BODIES]


def _is_body(doc: Doc, one: Toponym, bodies: list[Span]) -> bool:
    """True for a name in that of a body, and for one that a body shares unless "in" or the like stands before it."""
    for body in bodies:
        if body.covers(one.span):
            return body != one.span or two_before(doc, one.first)[0] not in ALWAYS_WHERE
    return False


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
    if opens_article(doc, at):
        return True
    if token.text in load_words("never") and not (at + 1 < len(doc) and doc[at + 1].text[:1].isupper()):
        return False
    if token.text[:1].isupper():
        return not token.whitespace_ or token.text not in ("An", "A", "I", "As", "At", "Ed", "Er", "Ad")
    return False


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
        entries = _of_acronym(name, gazetteer.find(name))
        if entries and last == at and doc[at].lower_ in gazetteer.demonyms and entries[0].kind != "country":
            continue  # "the German town of Mainz"
        if entries:
            return _with_kind(doc, Toponym(span_between(doc, at, last), at, last, name, entries), gazetteer)
    return None


def _of_acronym(name: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without towns that are known by such letters to airlines only: "KNU" is no name of Kanpur."""
    if not name.isupper() or len(name) > LETTERS:
        return entries
    return tuple(e for e in entries if e.kind != "town" or fold_name(e.name) == fold_name(name))


def _with_kind(doc: Doc, one: Toponym, gazetteer: Gazetteer) -> Toponym:
    """Takes note of "province" in "Idlib province", and takes it into the name where it is written large."""
    following = doc[one.last + 1] if one.last + 1 < len(doc) else None
    known = following is not None and not following.is_sent_start
    row = kind_after(doc, one.last) if known else None
    before = unit_before(doc, one.first)
    if row is None and before is not None:
        fitting = tuple(e for e in one.entries if e.kind in before.kinds)
        return replace(one, entries=fitting or one.entries, kinds=before.kinds, rule=before.id, score=BESIDE)
    if following is None or row is None or (one.entries[0].kind == "country" and row.id != "place.kind.town"):
        return one
    if not row.kinds:
        return replace(one, rule=row.id, score=BESIDE)
    last = one.last
    if following.text[:1].isupper() and following.lower_ in load_words("kind") and row.id != "place.kind.town":
        last += 1
    name = doc[one.first : last + 1].text
    fitting = tuple(e for e in one.entries if e.kind in row.kinds)
    longer = gazetteer.find(name) if last > one.last else ()
    entries = tuple(e for e in longer if e.kind in row.kinds) or longer or fitting or one.entries
    span = span_between(doc, one.first, last)
    return replace(one, span=span, last=last, name=name, entries=entries, kinds=row.kinds, rule=row.id, score=KIND)


def _is_backed(doc: Doc, at: int) -> bool:
    """True if an ordinary word stands as only a place would: "in Mobile", "Douglas County"."""
    after = doc[at + 1] if at + 1 < len(doc) else None
    if after is not None and after.text[:1].isupper() and after.lower_ in load_words("kind"):
        return True
    before = doc[at - 1].lower_ if at else ""
    if after is not None and after.text in LISTING and kind_after(doc, at) is not None:
        return True
    return before in load_words("locative") or (
        at > 0 and doc[at].ent_type_ == "GPE" and before in load_words("before")
    )


def _weigh(doc: Doc, one: Toponym, persons: set[str], entities: dict[int, Tokens]) -> Toponym:
    score, rule = one.score, one.rule
    weight = max(weigh_entry(entry) for entry in one.entries)
    word, two = two_before(doc, one.first)
    if word in load_words("locative") or (doc[one.first - 1].dep_ == "prep" and word != "of" and one.first):
        score, rule = score + LOCATIVE, rule if score else "place.locative"
    elif word in load_words("before") or two in load_words("before") or is_kind_of(two):
        score, rule = score + (KIND if is_kind_of(two) else LOCATIVE), rule if score else "place.of"
    if weight >= KNOWN_WEIGHT:
        score += FAMOUS if weight >= FAMOUS_WEIGHT else WELL_KNOWN
    if one.last > one.first and weight >= SMALL_WEIGHT:
        score += WELL_KNOWN  # names of several words are seldom anything else
    score += _weigh_build(doc, one) + _weigh_tag(doc, one, entities, weight) + _weigh_neighbours(doc, one, weight)
    if one.name.isupper() and "." not in one.name and len(one.name) <= SHORT and weight < FAMOUS_WEIGHT:
        score += GUARD
    if is_bodily(doc, one.first, one.last) and one.entries[0].kind != "country":
        score += GUARD
    if one.first == one.last and one.name in persons:
        score += SURNAME
    if one.first == one.last and _is_guarded(one, weight) and not _is_backed(doc, one.first):
        score += GUARD
    return replace(one, score=score, rule=rule, vague=is_vague(doc, one.first))


def _is_guarded(one: Toponym, weight: float) -> bool:
    """True for a name that is likelier a word: one of the list, or any word that only a hamlet or a nickname has."""
    if one.name in load_words("guard"):
        return True
    if weight >= KNOWN_WEIGHT or not load_ordinary(load_parser())(one.name.lower()):
        return False
    return weight < SMALL_WEIGHT or all(fold_name(e.name) != fold_name(one.name) for e in one.entries)


def _weigh_build(doc: Doc, one: Toponym) -> float:
    """What a name's own last word, a dateline's dash or a street behind it tell."""
    score = 0.0
    if one.last > one.first and one.score < KIND:
        row = load_words("kind").get(doc[one.last].lower_)
        score += KIND if row is not None and row.id in UNITS else 0.0  # "Rapides Parish School Board"
    if is_dateline(doc, one.first, one.last):
        score += LOCATIVE
    return score + (MEDIA if is_street(doc, one.last) else 0.0)


def _weigh_tag(doc: Doc, one: Toponym, entities: dict[int, Tokens], weight: float) -> float:
    """The tagger's word counts, but never alone."""
    entity = entities.get(one.first)
    if entity is None:
        return FREE if doc[one.first].pos_ == "PROPN" else -FREE
    longer = entity.end - 1 > one.last or entity.start < one.first - (doc[one.first - 1].lower_ == "the")
    if entity.label_ in ("GPE", "LOC", "FAC"):
        return TAGGED if not longer or weight >= KNOWN_WEIGHT else FREE
    if entity.label_ == "PERSON":
        if not longer and is_goal(doc, one.first):
            return 0.0
        if not longer and two_before(doc, one.first)[0] in ALWAYS_WHERE:
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
    elif before is not None and is_name_part(before) and before.text not in ("US", "U.S."):
        score += PART
    if after is not None and after.text in load_words("media"):
        score += MEDIA
    elif after is not None and (after.text in load_words("civic") or after.lower_ in load_words("citizen")):
        score += CIVIC
    elif after is not None and is_name_part(after) and after.lower_ not in load_words("kind"):
        score += PART / 2 if one.last > one.first or weight >= KNOWN_WEIGHT else PART
    return score


def _comma_parts(doc: Doc, found: list[Toponym]) -> list[Toponym]:
    """ "Jabalia, Gaza Strip", "Alexandria, La.": the one lies within the other, and each speaks for the other."""
    parts, text = list(found), doc.text
    for number, (left, right) in enumerate(itertools.pairwise(found)):
        between = text[left.span.end : right.span.start].strip()
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

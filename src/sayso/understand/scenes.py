"""The place of an event: the way through the grammar from what was done to where, never the nearest name as such.

"The army shelled rebels at Maarat Misrin, killing five": the killing reaches the place through the shelling.
"""

from __future__ import annotations

import functools
import heapq
import re
from collections.abc import Iterator

from spacy.tokens import Token

from ..records import Span
from .atlas import Atlas
from .marks import EventMark
from .placewords import load_words
from .segment import Segments

#: what a step through the grammar costs, going down; a relation that is not here is no way from an event to its place.
DOWN = {
    "prep": 0.5, "pobj": 0.1, "pcomp": 0.5, "dobj": 1.0, "nsubjpass": 1.0, "npadvmod": 1.0, "appos": 0.6,
    "compound": 0.5, "nmod": 0.5, "poss": 0.7, "amod": 0.8, "advmod": 0.6, "nsubj": 1.6, "relcl": 2.0, "acl": 1.6,
    "conj": 1.5, "xcomp": 1.2, "attr": 0.8, "oprd": 1.0, "agent": 1.6, "dep": 1.0, "advcl": 2.6,
}  # fmt: skip
#: what a step up costs; out of a reported clause there is none: where somebody speaks is not where it happened.
UP, UP_CLOSED = 1.3, {"ccomp", "parataxis", "csubj"}
UP_COSTS = {"conj": 1.0, "xcomp": 0.8, "advcl": 1.4, "relcl": 1.0, "acl": 0.8, "pobj": 0.4, "prep": 0.6, "dobj": 0.8}
#: "in" says where; "of", "on", "to", "from", "against" may; other prepositions do not.
MAYBE = {"on": 0.8, "of": 0.6, "to": 0.9, "from": 1.6, "against": 1.0, "for": 1.4, "by": 1.6, "with": 2.0, "after": 3.0}
#: verbs by which one leaves a place or reaches it: there "from" and "to" say where.
LEAVING = {
    "withdraw",
    "retreat",
    "flee",
    "evacuate",
    "pull",
    "leave",
    "expel",
    "drive",
    "displace",
    "abduct",
    "kidnap",
    "withdrawal",
    "evacuation",
    "pullout",
    "departure",
    "expulsion",
    "exodus",
}
REACHING = {
    "send",
    "deploy",
    "move",
    "advance",
    "spread",
    "return",
    "go",
    "travel",
    "arrive",
    "fly",
    "come",
    "dispatch",
    "deployment",
    "visit",
}
MOVED = 0.3
DIRECTIONS = {"close", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "above"}
#: "killed 43 people and wounded 74 in Orgun": a verb this near shares its place with the one before.
NEXT_VERB = 9
#: whose strike it is says little of where; of "Thailand's province of Narathiwat" the latter is the place.
OWNED, NAMED_LATER = 1.0, 0.5
#: events whose direct object can be the place itself: "captured Kidal", "shelled Sumy".
BODILY = {"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST", "CONTROL"}
#: a clause with "when" costs so much, and by these its "when" hangs on it.
SCENE, MARKING = 1.8, ("advmod", "mark")
#: a way longer than this ties nothing.
FARTHEST = 6.5


def find_event_place(segments: Segments, atlas: Atlas, event: EventMark, tied: tuple[Span, ...] = ()) -> str | None:
    """The place of this event; else None.

    Where the reader takes it to have happened (``tied``), else its own words, else a phrase in its clause or in one
    that governs it.
    """
    bodily = event.type in BODILY
    seen = find_tied_place(segments, atlas, tied)
    if seen:
        found = find_place_at(segments, atlas, segments.doc[event.root], bodily=bodily)
        return found if found and _lies_in(atlas, found, seen) else seen
    said = None
    if event.place is not None:
        said = _place_in(segments, atlas, event.place) or find_meant_place(segments, atlas, event.place)
        if said and _width(atlas, said) < WIDTHS["country"] - 1:
            return said
    found = find_place_at(segments, atlas, segments.doc[event.root], bodily=bodily)
    if said and (found is None or not _lies_in(atlas, found, said)):
        return said
    return found


def find_tied_place(segments: Segments, atlas: Atlas, tied: tuple[Span, ...]) -> str | None:
    """The first place that the reader's words for where name, or a later one in it; None if they name none."""
    named = [place for span in tied if (place := _place_in(segments, atlas, span))]
    return functools.reduce(lambda one, other: other if _lies_in(atlas, other, one) else one, named) if named else None


def find_place_at(segments: Segments, atlas: Atlas, root: Token, *, bodily: bool) -> str | None:
    """The place to which the grammar leads from a word; ``bodily``: what is hit or taken can be the place itself."""
    first: str | None = None
    for token, located in _ways(root, bodily):
        if token.lower_ in ("here", "home"):
            continue
        found = _named_at(segments, atlas, token)
        told = located or (atlas.kinds.get(found or "") not in ("country", "continent"))
        if found is None and located and first is None:
            first = find_meant_place(segments, atlas, segments.span_of(token, token))
        elif found and told and first is None:
            first = found
        elif found and located and first and _lies_in(atlas, found, first):
            return found  # "In Dagestan police shot two gunmen in the town of Buinaksk"
        if first and _width(atlas, first) < WIDTHS["district"]:
            break
    return first


def _lies_in(atlas: Atlas, inner: str, outer: str) -> bool:
    """True if the one is known to be a narrower place in the other."""
    narrow, wide = atlas.place(inner), atlas.place(outer)
    if atlas.kinds.get(inner) == "unknown" and atlas.kinds.get(outer) in WIDE:
        return True  # "In Homs province troops shelled the settlement of Jabab", which no gazetteer knows
    if _width(atlas, inner) >= _width(atlas, outer) or narrow.country is None or narrow.country != wide.country:
        return False
    kind = atlas.kinds.get(outer)
    return kind in ("country", "region") or (kind in ("province", "state") and narrow.admin1 == wide.admin1)


def _ways(root: Token, bodily: bool) -> Iterator[tuple[Token, bool]]:
    """Words in the order in which they can be the place, each with whether a locative word leads to it."""
    queue: list[tuple[float, int, int, bool, bool]] = [(0.0, 0, root.i, False, True)]
    seen: set[int] = set()
    doc, number = root.doc, 0
    while queue:
        cost, _, at, located, rising = heapq.heappop(queue)
        if at in seen or cost > FARTHEST:
            continue
        seen.add(at)
        token = doc[at]
        if at != root.i and not (rising and not located):
            yield token, located
        for child in token.children:
            step = _down(token, child, root, located)
            if step is not None and child.i not in seen:
                number += 1
                heapq.heappush(
                    queue, (cost + step[0], number, child.i, step[1] or (bodily and _is_hit(root, child)), False)
                )
        if rising and token.head.i != at and token.dep_ not in UP_CLOSED:
            number += 1
            heapq.heappush(queue, (cost + UP_COSTS.get(token.dep_, UP), number, token.head.i, False, True))


def _is_hit(root: Token, child: Token) -> bool:
    return child.head.i == root.i and child.dep_ in ("dobj", "nsubjpass")


def _down(token: Token, child: Token, root: Token, located: bool) -> tuple[float, bool] | None:
    """Cost of the step and whether the way is then a locative one; None if there is no way."""
    cost = DOWN.get(child.dep_)
    if cost is None:
        return None
    if child.dep_ in ("prep", "agent"):
        return _by_preposition(token, child, root, located)
    if child.dep_ == "advmod":
        return (
            (cost, True)
            if child.lower_ == "there" or child.lower_ in DIRECTIONS | set(load_words("locative"))
            else None
        )
    if child.dep_ == "advcl" and _is_same_scene(token, child):
        return SCENE, False
    if child.dep_ in ("relcl", "acl", "conj", "advcl"):
        return (cost, located and child.dep_ == "conj") if _same_doer(child) else None
    if child.dep_ == "nsubj" and not list(child.children):
        return None  # who does it is not where: "Israel bombed", "Moscow said"
    if child.dep_ in ("poss", "compound", "amod", "nmod"):
        later = (
            OWNED if token.i == root.i else NAMED_LATER if token.lower_ in load_words("kind") and _has_of(token) else 0
        )
        return cost + later, False  # "U.S. helicopter", "Thailand's province of Narathiwat"
    return cost, located


def _same_doer(child: Token) -> bool:
    """False for a clause with a subject of its own and for one about a person: what is done there is done elsewhere."""
    if child.pos_ not in ("VERB", "AUX"):
        return True
    if child.dep_ == "conj" and abs(child.i - child.head.i) > NEXT_VERB:
        return False
    subjects = [c.lower_ for c in child.children if c.dep_ in ("nsubj", "nsubjpass")]
    return not subjects or (child.dep_ == "relcl" and subjects[0] in ("that", "which"))


def _is_same_scene(token: Token, child: Token) -> bool:
    """ "killed when a bomb went off in Jolo": what is done when something happens is done where it happens."""
    later = child.i > token.i and child.pos_ in ("VERB", "AUX")
    return later and any(c.i < child.i and c.lower_ in ("when", "as") and c.dep_ in MARKING for c in child.children)


@functools.cache
def _load_parts() -> frozenset[str]:
    """Nouns after which "of" names the place: "outskirts", "province", "part"."""
    return frozenset(load_words("kind")) | {two.split()[0] for two in load_words("before") if two.endswith(" of")}


def _has_of(token: Token) -> bool:
    return any(child.lower_ == "of" for child in token.children)


def _by_preposition(token: Token, child: Token, root: Token, located: bool) -> tuple[float, bool] | None:
    word = child.lower_
    moving = {"from": LEAVING, "to": REACHING}.get(word, set())
    if token.lemma_ in moving or (root.lemma_ in moving and root.pos_ == "NOUN"):
        return MOVED, True  # "the withdrawal of its forces from Homs"
    if word in ("to", "from", "by", "with", "for", "after", "against", "on", "of"):
        telling = word in ("on", "against") or (
            word == "of" and (token.i == root.i or (token.lower_ in _load_parts() and token.pos_ != "PROPN"))
        )
        return MAYBE[word], located or telling
    if word in ("during", "amid"):
        return MAYBE["of"], located
    if (
        word in load_words("locative")
        or word in load_words("vague")
        or word in ("close", "north", "south", "east", "west")
    ):
        return DOWN["prep"], True
    return None


def find_meant_place(segments: Segments, atlas: Atlas, span: Span) -> str | None:
    """The place that "the valley", "the city", "there" stands for: the last of its kind that was named."""
    for token in segments.tokens_in(span):
        row = load_words("anaphor").get(token.lower_)
        if row is None or not (token.lower_ == "there" or any(c.lower_ in POINTING for c in token.children)):
            continue
        if any(c.lower_ == "of" or c.pos_ == "PROPN" for c in token.children):
            continue  # "the city of Homs" is named
        for mark in reversed([m for m in atlas.marks if m.span.start < token.idx]):
            named = segments.report.text[mark.span.start : mark.span.end].lower()
            if atlas.kinds[mark.place] in row.kinds or named.split()[-1] == token.lower_:
                return mark.place
    return None


#: what makes "valley" a valley spoken of before.
POINTING = {"the", "this", "that", "same", "its", "their"}


def _named_at(segments: Segments, atlas: Atlas, token: Token) -> str | None:
    for number, mark in enumerate(atlas.marks):
        if mark.span.start <= token.idx < mark.span.end:
            return _finest(segments, atlas, number)
    return None


def _place_in(segments: Segments, atlas: Atlas, span: Span) -> str | None:
    """The place that a phrase names: the first, or what that owns; others say in what or how far from what it lies."""
    inside = [number for number, mark in enumerate(atlas.marks) if span.covers(mark.span)]
    if not inside:
        return atlas.at(span)
    at = inside[0]
    while at + 1 in inside:
        left, right = atlas.marks[at], atlas.marks[at + 1]
        between = segments.text[left.span.end : right.span.start]
        owned = OWNING.fullmatch(between) or (atlas.kinds.get(left.place) == "country" and LYING_IN.fullmatch(between))
        if not owned or _width(atlas, right.place) > _width(atlas, left.place):
            break
        at += 1
    return _finest(segments, atlas, at)


def _finest(segments: Segments, atlas: Atlas, number: int) -> str:
    """The place, or the narrower one that is said just before to lie in it: "Abasan, in the southern Gaza Strip"."""
    for before in range(number - 1, -1, -1):
        inner, outer = atlas.marks[before], atlas.marks[number]
        between = segments.text[inner.span.end : outer.span.start]
        narrow, wide = _width(atlas, inner.place), _width(atlas, outer.place)
        finer = narrow < wide or (narrow == wide and (" of " in between or " in " in between))
        if not finer or not LYING.fullmatch(between):
            break
        number = before
    return atlas.marks[number].place


def _width(atlas: Atlas, place: str) -> int:
    kind = atlas.kinds.get(place, "unknown")
    return WIDTHS.get(kind, 2)


#: words between a place and the wider one in which it lies.
LYING = re.compile(
    r"(?: (?:city|town|village|(?:refugee )?camp|area|zone|district|county|province|quarter|neighbou?rhood|suburb"
    r"|governorate|municipality))?"
    r",? (?:located )?(?:in |of |at )?(?:the )?"
    r"(?:(?:north|south|east|west)[a-z-]* |cent(?:er|re) |central |rural |upper |lower )?(?:of (?:the )?)?"
    r"(?:(?:countryside|province|district|region|part|suburbs?|city|town) of )?"
)
#: words between a place and one in it: "Thailand's province of Narathiwat", "the Colombo suburb of Nugegoda".
OWNING = re.compile(
    r"(?:'s)?(?: [a-z-]+){0,2}(?: (?:city|town|village|camp|district|province|suburb|neighbou?rhood|quarter|region|port"
    r"|area|county|state|territory|municipality|governorate) of)?(?: the)? ?"
)
#: after a country that tells whose a thing is: "a US base in the northern city of Tikrit".
LYING_IN = re.compile(r" (?!and|near|or|to)[^,;()]* (?:in|at|outside|near) (?:the )?(?:[a-z-]+ ){0,3}(?:of )?(?:the )?")
#: kinds of place in which one that no gazetteer knows most likely lies, if both are said to be where it happened.
WIDE = {"province", "state", "region", "district"}
#: kinds of place from narrow to wide; others (provinces, valleys, regions) are of middle width.
WIDTHS = {"town": 0, "quarter": 0, "camp": 0, "site": 0, "crossing": 0, "unknown": 0, "district": 1, "country": 3}

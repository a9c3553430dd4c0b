"""Which events are spoken of again: "the strike" after a strike on a market in Nyala is that strike, there and then."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from .marks import EventMark
from .scenes import POINTING
from .segment import Segments

#: nouns by which any deed of violence is spoken of again.
GENERIC = frozenset({"attack", "assault", "incident", "operation", "violence", "raid"})
#: "killed in the strike", "wounded by the blast": through these a deed is part of another.
THROUGH = {"in", "by", "from", "during"}
TOLD = ("actual", "ongoing", "possible", "denied")


def find_sequels(
    segments: Segments, events: tuple[EventMark, ...], places: Sequence[str | None]
) -> tuple[int | None, ...]:
    """For each event the earlier one, with a place, that its words point back to; None for nearly all."""
    return tuple(_antecedent(segments, events, places, number) for number in range(len(events)))


def _antecedent(
    segments: Segments, events: tuple[EventMark, ...], places: Sequence[str | None], number: int
) -> int | None:
    event = events[number]
    if event.kind != "event" or event.type != "ASSAULT" or event.status not in TOLD:
        return None
    noun = _pointing(segments.doc[event.root], _deeds(segments, events, event.type))
    if noun is None:
        return None
    before = [
        n
        for n, other in enumerate(events)
        if places[n] and other.type == event.type and other.status in TOLD and other.root < noun.i
    ]
    alike = [n for n in before if segments.doc[events[n].root].lemma_.lower() == noun.lemma_.lower()]
    if alike:
        return alike[-1]
    if noun.lemma_.lower() in GENERIC and before:
        return before[-1]
    return before[-1] if len({places[n] for n in before}) == 1 else None


def _deeds(segments: Segments, events: tuple[EventMark, ...], type_: str) -> frozenset[str]:
    """The nouns that name such deeds, in this report and in any."""
    roots = (segments.doc[e.root] for e in events if e.type == type_)
    return frozenset(root.lemma_.lower() for root in roots if root.pos_ == "NOUN") | GENERIC


def _pointing(root: Token, deeds: frozenset[str]) -> Token | None:
    """The noun with "the" that names the deed or what it is part of: "killed in the strike"."""
    nouns = [root, *(c for c in root.children if c.dep_ in ("nsubj", "dobj"))]
    nouns += [g for c in root.children if c.lower_ in THROUGH for g in c.children if g.dep_ == "pobj"]
    named = (noun for noun in nouns if noun.lemma_.lower() in deeds)
    return next((noun for noun in named if noun.pos_ == "NOUN" and _is_definite(noun)), None)


def _is_definite(noun: Token) -> bool:
    """True for "the strike" alone: one told apart ("the strike on Homs", "the 2019 strike") may be another."""
    children = list(noun.children)
    told = any(c.dep_ in ("relcl", "acl", "nummod", "poss") or c.lower_ in ("on", "at", "of", "in") for c in children)
    return not told and any(c.lower_ in POINTING for c in children)

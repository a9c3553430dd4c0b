"""Two claims beside each other, earlier one left, with the words that a reason needs."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from ..lexicon import load_table
from ..records import DisputeKind, Figure, Relation
from .counts import render_figure
from .days import render_day, render_window
from .facts import Fact
from .names import Party, apart, shared


@dataclass(frozen=True, slots=True)
class ComparisonEntry:
    """One rule of `data/comparisons.toml`: what a difference amounts to, and what the reader is told.

    ``words``: a pattern that the words of the later claim must hold.
    """

    id: str
    topic: str
    relation: Relation
    field: str
    reason: str
    matches: tuple[dict[str, Any], dict[str, Any]]
    misses: tuple[dict[str, Any], dict[str, Any]]
    dispute: DisputeKind | None = None
    words: str | None = None

    def speaks(self, fact: Fact) -> bool:
        """True if the fact's words hold what the rule asks for, or it asks for none."""
        return self.words is None or re.search(self.words, fact.words, re.IGNORECASE) is not None


@functools.cache
def load_comparisons(topic: str) -> tuple[ComparisonEntry, ...]:
    """The rules on one topic, in the order in which they decide."""
    return tuple(entry for entry in load_table("comparisons.toml", ComparisonEntry) if entry.topic == topic)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two facts, and for rules on figures one figure of each with the party counted."""

    left: Fact
    right: Fact
    one: Figure | None = None
    two: Figure | None = None
    one_of: Party | None = None
    two_of: Party | None = None

    @property
    def same_source(self) -> bool:
        """True if one voice makes both claims; a narration is its outlet's."""
        return same_source(self.left, self.right)

    def statuses(self) -> tuple[str, str]:
        """How each presents it, with a denial counted as such."""
        return tuple("denied" if fact.denied else fact.status or "actual" for fact in (self.left, self.right))  # type: ignore[return-value]


def same_source(left: Fact, right: Fact) -> bool:
    """True if one voice makes both claims: the same named source, or narrations of one outlet or report."""
    if left.source is None and right.source is None:
        return left.report == right.report or (bool(left.outlet) and left.outlet == right.outlet)
    if left.source is None or right.source is None:
        return False
    # "a spokesman" in two reports may be two men: words alone identify a source within one report only.
    if not (left.source.id and right.source.id) and left.report != right.report and not _office(left, right):
        return False
    return left.source.same_as(right.source)


def _office(left: Fact, right: Fact) -> bool:
    """True if both sources are called by the same two words or more: "health ministry" is one, "witness" is not."""
    assert left.source and right.source
    return any(len(key.split()) > 1 for key in left.source.keys & right.source.keys)


def find_wording(pair: Pairing) -> str | None:
    """What a paraphrase and a quotation differ in: "who", "whom" or "how many"."""
    if _swapped(pair.left.doers, pair.right.doers):
        return "who"
    if _swapped(pair.left.sufferers, pair.right.sufferers):
        return "whom"
    if _swapped(pair.left.parties, pair.right.parties):
        return "who"
    for one in pair.left.figures:
        for two in pair.right.figures:
            if one.kind == two.kind and None not in (one.low, two.low) and (one.low, one.high) != (two.low, two.high):
                return "how many"
    return None


def _swapped(left: tuple[Party, ...], right: tuple[Party, ...]) -> bool:
    """True if, beside those named in both, each names somebody whom the other does not."""
    extra_left = tuple(one for one in left if one.known() and not shared((one,), right))
    extra_right = tuple(one for one in right if one.known() and not shared((one,), left))
    return bool(extra_left and extra_right) and apart(extra_left, extra_right)


def render_reason(entry: ComparisonEntry, pair: Pairing) -> str:
    """The entry's reason with both sides named: "3–5 killed (a ministry) and 7–9 killed (an elder) do not overlap"."""
    return entry.reason.format_map(_Words(pair))


def render_field(entry: ComparisonEntry, pair: Pairing) -> str:
    """The field that the link rests on, e.g. "killed"."""
    return entry.field.format_map(_Words(pair))


class _Words(dict[str, str]):
    """The words of a pair by name, made when asked for."""

    def __init__(self, pair: Pairing) -> None:
        super().__init__()
        self.pair = pair

    def __missing__(self, key: str) -> str:
        pair = self.pair
        if key == "kind":
            return (pair.one or pair.two or Figure("figure", None, None, True, None, "")).kind
        if key == "wording":
            return {"who": "who", "whom": "whom"}.get(find_wording(pair) or "", "how many")
        if key in {"denier", "teller", "failer"}:
            return _role(pair, key)
        side, _, what = key.partition("_")
        fact = pair.left if side == "left" else pair.right
        figure, party = (pair.one, pair.one_of) if side == "left" else (pair.two, pair.two_of)
        return _side_word(what, fact, figure, party, pair)


def _role(pair: Pairing, key: str) -> str:
    negative = "denied" if key == "denier" or "denied" in pair.statuses() else "failed"
    first = pair.statuses()[0] == negative
    told = pair.right if first else pair.left
    other = pair.left if first else pair.right
    return told.speaker if key == "teller" else other.speaker


def _side_word(what: str, fact: Fact, figure: Figure | None, party: Party | None, pair: Pairing) -> str:
    match what:
        case "figure":
            return render_figure(figure) if figure else "no figure"
        case "of":
            return party.name if party else "all"
        case "says":
            return fact.speaker
        case "outlet":
            return fact.outlet or "one report"
        case "said":
            return render_day(fact.said) if fact.said else "an unknown day"
        case "day":
            return render_window(fact.window)
        case "place":
            return fact.place_name()
        case "status" | "stage":
            return "denied" if fact.denied else fact.status or "actual"
        case "wording":
            return _worded(fact, pair)
    return _names(fact.doers)


def _worded(fact: Fact, pair: Pairing) -> str:
    if find_wording(pair) == "how many":
        return ", ".join(render_figure(figure) for figure in fact.figures)
    return _names(fact.sufferers if find_wording(pair) == "whom" else fact.doers or fact.parties)


def _names(parties: tuple[Party, ...]) -> str:
    return " and ".join(party.name for party in parties) or "nobody named"

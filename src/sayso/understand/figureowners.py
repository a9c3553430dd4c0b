"""Gives each figure to the event that it belongs to: "a clash that left 3 dead" owns the three."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from .figureheads import head_rules
from .marks import EventMark, FigureMark
from .segment import Segments

#: rules of figures that one person makes, told by name or by an article.
OF_ONE = frozenset({"figure.named", "figure.single"})
#: events that a figure without a tie of its own may fall to when they are alone in the sentence.
TAKERS = frozenset({"ASSAULT", "TOLL"})
#: no figure is so many steps of grammar from its event.
FAR = 7


def assign_figures(
    segments: Segments, figures: tuple[FigureMark, ...], events: tuple[EventMark, ...]
) -> tuple[tuple[int, ...], ...]:
    """For each event the indexes of its figures; a figure belongs to one event at most."""
    owned: list[list[int]] = [[] for _ in events]
    for number, figure in enumerate(figures):
        owner = _owner(segments, figure, events)
        if owner is not None:
            owned[owner].append(number)
    return tuple(tuple(some) for some in owned)


@functools.cache
def _fits() -> dict[str, frozenset[str]]:
    kinds: dict[str, frozenset[str]] = {}
    for rule in head_rules():
        kinds[rule.kind] = kinds.get(rule.kind, frozenset()) | frozenset(rule.fits)
    return kinds


def _owner(segments: Segments, figure: FigureMark, events: tuple[EventMark, ...]) -> int | None:
    if figure.head is None:
        return None
    head = segments.doc[figure.head]
    near = [n for n, e in enumerate(events) if segments.doc[e.root].sent == head.sent]
    same = [n for n in near if _holds(events[n], head)]
    fitting = [n for n in near if events[n].type in _fits().get(figure.kind, frozenset())]
    if same:
        return min(same, key=lambda n: n not in fitting)
    ranked = sorted((steps, n) for n in fitting if (steps := _steps(head, segments.doc[events[n].root])) is not None)
    if ranked:
        return ranked[0][1]
    takers = [n for n in fitting if events[n].type in TAKERS]
    return takers[0] if len(takers) == 1 else None


def _holds(event: EventMark, head: Token) -> bool:
    return event.root == head.i or (event.trigger.start <= head.idx < event.trigger.end)


def _steps(head: Token, root: Token) -> int | None:
    """Steps of grammar between the two where one governs the other or both share a governor nearby."""
    over_head, over_root = [head, *head.ancestors], [root, *root.ancestors]
    for up, token in enumerate(over_head):
        if token in over_root:
            total = up + over_root.index(token)
            return total if total <= FAR else None
    return None


#: place and days of an event, each None where the text does not say.
Scene = tuple[str | None, tuple[str | None, str | None] | None]


def leave_retold(
    figures: tuple[FigureMark, ...], owned: tuple[tuple[int, ...], ...], scenes: Sequence[Scene]
) -> tuple[tuple[FigureMark, ...], tuple[tuple[int, ...], ...]]:
    """The figures without those of one person whom the report has counted: "relatives mourned Omar, one of nine dead".

    ``scenes``: place and days of each event. A death told of another place or day than the count is one of its own.
    """
    owner = {n: event for event, some in enumerate(owned) for n in some}
    home = [scenes[owner[n]] if n in owner else (None, None) for n in range(len(figures))]
    totals = [n for n, mark in enumerate(figures) if mark.rule not in OF_ONE and mark.part_of is None]

    def is_retold(n: int) -> bool:
        mark = figures[n]
        return mark.rule in OF_ONE and any(
            figures[t].kind == mark.kind
            and (figures[t].low or figures[t].high or 0) > (mark.low or 0)
            and all(None in (mine, theirs) or mine == theirs for mine, theirs in zip(home[n], home[t], strict=True))
            for t in totals
        )

    kept = [n for n in range(len(figures)) if not is_retold(n)]
    place = {old: new for new, old in enumerate(kept)}
    marks = (replace(figures[n], part_of=place.get(figures[n].part_of)) for n in kept)  # type: ignore[arg-type]
    return tuple(marks), tuple(tuple(place[n] for n in some if n in place) for some in owned)

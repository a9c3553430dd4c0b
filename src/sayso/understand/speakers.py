"""In whose mouth a word of the report stands: the narrowest attribution that holds it, and those around that."""

from __future__ import annotations

from ..records import Span
from .marks import AttributionMark, EventMark, FigureMark


def home_of(attributions: tuple[AttributionMark, ...], trigger: Span) -> int | None:
    """The narrowest attribution whose content holds the trigger."""
    found = [
        (sum(s.end - s.start for s in mark.content), -len(_chain_of(attributions, n)), n)
        for n, mark in enumerate(attributions)
        if any(span.covers(trigger) for span in mark.content)
    ]
    return min(found)[2] if found else None


def own_figures(
    attributions: tuple[AttributionMark, ...],
    figures: tuple[FigureMark, ...],
    events: tuple[EventMark, ...],
    owned: tuple[tuple[int, ...], ...],
) -> tuple[tuple[int, ...], ...]:
    """The figures of each event without those in another's mouth: "police said 12 were hurt; the hospital said 15"."""
    chains = [_chain_of(attributions, home_of(attributions, figure.span)) for figure in figures]
    spoken = [_chain_of(attributions, home_of(attributions, event.trigger)) for event in events]
    return tuple(
        tuple(n for n in some if not (chains[n] and chain) or chains[n] <= chain or chain <= chains[n])
        for chain, some in zip(spoken, owned, strict=True)
    )


def _chain_of(attributions: tuple[AttributionMark, ...], number: int | None) -> set[int]:
    """An attribution and all that enclose it; empty for narration."""
    chain: set[int] = set()
    while number is not None and number not in chain:
        chain.add(number)
        number = attributions[number].parent
    return chain

"""What the trained reader takes a number for: of the killed, of the arrested, of the displaced, or of nothing counted.

`figures` lays what it sees beside what the tables say.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Span
from .looks import Look, best_of
from .sightings import Label


@dataclass(frozen=True, slots=True)
class NumberLook:
    """What a number counts ("" for nothing that is counted), and how sure the reader is of it (0 to 1)."""

    kind: str
    sure: float


@functools.cache
def load_figure_kinds() -> tuple[str, ...]:
    """The kinds in the order of the graph's scores, "" among them."""
    return tuple(label.name for label in load_table("model/labels.toml", Label) if label.kind == "figure")


def judge_numbers(looks: Sequence[Look], numbers: Sequence[tuple[Span, Span]]) -> list[NumberLook | None]:
    """For each number (its words, and those for the counted) what it counts; None where no window holds it."""
    judged: list[NumberLook | None] = [None] * len(numbers)
    for look in looks:
        here = [n for n, (words, _) in enumerate(numbers) if judged[n] is None and look.holds(words)]
        if here:
            for n, row in zip(here, look.count([numbers[n] for n in here]), strict=True):
                best, sure = best_of(row)
                judged[n] = NumberLook(load_figure_kinds()[best], sure)
    return judged

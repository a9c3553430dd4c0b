"""Parts of a day in the words of a time: two deeds of one town and day may lie hours apart. Data: `hours.toml`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """Words for a part of a day, and its hours from the day's midnight on."""

    id: str
    words: str
    first: int
    last: int
    matches: str
    misses: str

    def holds(self, text: str) -> bool:
        """True if a time is told with one of the words."""
        return re.search(rf"\b(?:{self.words})\b", text, re.IGNORECASE) is not None


@functools.lru_cache(maxsize=4096)
def find_hours(text: str) -> tuple[int, int] | None:
    """The first and last hour that a time's words leave open; None where they name no part of the day."""
    parts = load_table("hours.toml", PartOfDay)
    return next(((part.first, part.last) for part in parts if part.holds(text)), None)


def hours_apart(left: str, right: str) -> bool:
    """True if both name a part of the day and the parts do not meet: "Tuesday morning", "late on Tuesday"."""
    one, two = find_hours(left), find_hours(right)
    return one is not None and two is not None and (one[1] <= two[0] or two[1] <= one[0])

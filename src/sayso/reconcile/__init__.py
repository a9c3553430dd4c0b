"""Claims laid side by side: cases with their links and disputes, and talks. Pure: no clock, network or memory.

- `names`, `spots`, `days`, `counts`: who, where, when and how many, as things that can be compared
- `facts`: a claim made ready for that
- `blocks`: the keys under which claims meet, and their order; `desk`: where they lie; `groups`: each placed with those
  before it; `compare`: whether two claims can be of one thing; `cases`: which case a claim joins
- `links` asks the rules of `data/comparisons.toml` (`figures`, `positions`, over a `pairing`) what a difference is
- `disputes`, `origins`, `talks`: what follows for a case; `decided`: what people ruled; `outcome` puts it all together
- `estimates`: what each counting rule of the field (`counting`) makes of a case's figures, made ready by `counted`
"""

from __future__ import annotations

from .decided import Decided, find_decided
from .outcome import Desks, Outcome, find_facts, reconcile_more, reconcile_reading, reconcile_readings

__all__ = [
    "Decided",
    "Desks",
    "Outcome",
    "find_decided",
    "find_facts",
    "reconcile_more",
    "reconcile_reading",
    "reconcile_readings",
]

"""Claims laid side by side: cases with their links and disputes, and talks. Pure: no clock, network or memory.

- `names`, `spots`, `days`, `counts`: who, where, when and how many, as things that can be compared
- `facts`: a claim made ready for that
- `pairs`: candidates by blocking keys; `compare`: whether two claims can be of one thing; `cases`: the groups
- `links` asks the rules of `data/comparisons.toml` (`figures`, `positions`, over a `pairing`) what a difference is
- `disputes`, `origins`, `talks`: what follows for a case; `outcome` puts it all together
"""

from __future__ import annotations

from .outcome import reconcile_reading, reconcile_readings

__all__ = ["reconcile_reading", "reconcile_readings"]

"""Times that stand side by side and share what only one of them says: "between April and June 1992"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from .calendar import Range
from .timegrammar import Phrase
from .timevalues import month_number

#: what stands between times of one list.
LISTED = re.compile(r"\s*(?:,|,? (?:and|or)(?: again| from)?|to|until|till|through|-)?\s*(?:the )?", re.IGNORECASE)
AND = re.compile(r" and(?: on)? ?", re.IGNORECASE)
#: times with an hour are two times, not one range: "at 6 p.m. on Monday and at 9 a.m. on Tuesday".
HOUR = re.compile(r"\d ?[ap]\.?m\b|\d[:.]\d\d|midnight|noon|dawn|dusk|today|yesterday|tomorrow", re.IGNORECASE)
DATED = frozenset({"date", "month", "days", "season", "feast"})


def borrow_years(plain: str, phrases: list[Phrase]) -> list[Phrase]:
    """Dates without a year that stand before one with it: "30 June and 17 December 2015" are both of 2015."""
    out = list(phrases)
    for n in range(len(out) - 2, -1, -1):
        first, second = out[n], out[n + 1]
        if not {first.rule.value, second.rule.value} <= DATED or {"year", "turn", "turn2"} & first.parts.keys():
            continue
        between = plain[first.span.end : second.span.start]
        if "year" in second.parts and between.strip() and LISTED.fullmatch(between):
            out[n] = replace(first, parts={**first.parts, "year": str(_year(first, second))})
    return out


def _year(first: Phrase, second: Phrase) -> int:
    """The year of the second, or the one before: "from November to February 1944"."""
    year = int(second.parts["year"])
    if "month" not in first.parts or "month" not in second.parts:
        return year
    days = [(month_number(p.parts["month"]), int(p.parts.get("day", 0))) for p in (first, second)]
    return year - (days[0] > days[1])


def follows(words: str, between: str, before: Range, range_: Range) -> bool:
    """True for two times of one kind that follow on each other: "August and September", "Monday and Tuesday".

    ``words``: both times with what stands between them.
    """
    if HOUR.search(words):
        return False
    if (
        before.last is None
        or range_.precision not in ("day", "month", "year")
        or before.precision not in (range_.precision, "range")
    ):
        return False
    return bool(AND.fullmatch(between)) and range_.first == before.last + timedelta(days=1)

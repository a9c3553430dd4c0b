"""Finds the day a report carries in its own head: "SAN SALVADOR, 3 JAN 90 --", or a date alone on a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..records import Report, Span
from .calendar import make_day
from .timegrammar import time_words
from .timevalues import full_year, month_number

#: a dateline opens the text: within so many characters of its start or of the start of its first paragraphs.
HEAD_CHARS = 400
WORD = re.compile(r"[^\W\d_]+")
#: words that names of places and agencies write small.
SMALL = frozenset({"de", "del", "la", "las", "el", "los", "al", "of", "the", "and", "in", "near", "by", "for", "s"})


@dataclass(frozen=True, slots=True)
class Dateline:
    """The day (None where the year is not given), its month and day of the month, and where it stands."""

    day: date | None
    span: Span
    month: tuple[int, int] | None = None


def find_datelines(report: Report) -> tuple[Dateline, ...]:
    """Dates that say when the report was written, and tell of no event."""
    found: list[Dateline] = []
    head = report.text[:HEAD_CHARS]
    for pattern in _patterns():
        for match in pattern.finditer(head):
            span = Span(match.start("when"), match.end("when"))
            told = head[match.start() : span.start]
            if _is_place(told) and not any(span.meets(other.span) for other in found):
                found.append(Dateline(_day(match), span, _month(match)))
    return tuple(sorted(found, key=lambda d: (d.day is None, d.span)))


def _is_place(words: str) -> bool:
    """True for what stands before a dateline's day: "PORT VALE", "San Pedro (Agency)"; not "He fled on"."""
    return all(word[0].isupper() or word in SMALL for word in WORD.findall(words))


def find_anchor(report: Report) -> date | None:
    """The day of publication, from the report's own field or else from its dateline; None if neither says."""
    if report.published:
        try:
            return date.fromisoformat(report.published[:10])
        except ValueError:
            pass
    return next((line.day for line in find_datelines(report) if line.day), None)


def _month(match: re.Match[str]) -> tuple[int, int] | None:
    parts = _parts(match)
    return (month_number(parts["month"]), int(parts["day"])) if "month" in parts else None


def _parts(match: re.Match[str]) -> dict[str, str]:
    return {name.rstrip("ab"): text for name, text in match.groupdict().items() if text}


def _day(match: re.Match[str]) -> date | None:
    parts = _parts(match)
    if "iso" in parts:
        try:
            return date.fromisoformat(parts["iso"])
        except ValueError:
            return None
    if "year" not in parts:
        return None
    year = int(parts["year"])
    found = make_day(year if year > 99 else full_year(year, None), month_number(parts["month"]), int(parts["day"]))
    return found.first if found else None


def _patterns() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted((*time_words("month"), *time_words("month_short")), key=len, reverse=True))
    days = "|".join(time_words("weekday"))
    one = rf"(?P<daya>\d{{1,2}})(?:st|nd|rd|th)? (?P<montha>{months})\.?(?:,? '?(?P<yeara>\d{{4}}|\d\d))?"
    two = rf"(?P<monthb>{months})\.? (?P<dayb>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<yearb>\d{{4}}))?"
    when = rf"(?P<when>(?:(?:{days}),? )?(?:{one}|{two}|(?P<iso>\d{{4}}-\d\d-\d\d)))"
    place = r"^[ \t]*[^\W\d][\w .,'’()/-]{1,60}?[,(]? ?"
    opening = rf"{place}\(?{when}\)?,?(?: ?[(\[][^)\]\n]{{1,40}}[)\]])*:? ?(?:--|—|–|-(?!\d)|\[)"
    line = (
        rf"^[ \t]*(?:[\w ]{{1,20}}[:,] ?)?{when}(?:,? \d{{1,2}}[:.]\d\d(?: ?[apAP]\.?[mM]\.?)?(?: \w{{2,4}})?)?[ \t.]*$"
    )
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in (line, opening))

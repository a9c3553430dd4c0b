"""Feasts and seasons as days: Christmas Eve, Easter Monday 2020, last winter, the first day of the year, the 23rd."""

from __future__ import annotations

from datetime import date, timedelta

from .calendar import Range, day_range, easter_day, make_day, month_range, move, season_range, year_range
from .numbers import parse_number
from .timegrammar import time_words
from .timevalues import (
    UNANCHORED,
    Answer,
    Parts,
    Setting,
    choose_day,
    found,
    full_year,
    month_number,
    resolves,
    turn_of,
)

#: as many years on both sides of publication are looked at for a feast or season without a year.
YEARS = 2


@resolves("feast")
def _feast(parts: Parts, setting: Setting) -> Answer:
    """Feasts of a fixed date and those counted from Easter; others are not told by a calendar alone."""
    name, anchor = parts["feast"].lower(), setting.anchor
    if "year" in parts:
        return found(day_range(_feast_day(name, int(parts["year"]))))
    if anchor is None:
        return found(day_range(_feast_day(name, setting.year))) if setting.year else UNANCHORED
    days = [_feast_day(name, year) for year in range(anchor.year - YEARS, anchor.year + YEARS + 1)]
    shift = turn_of(parts.get("turn", "this"))
    if shift:
        beyond = [day for day in days if (day > anchor if shift > 0 else day < anchor)]
        return found(day_range(min(beyond) if shift > 0 else max(beyond)))
    return choose_day(days, setting)


def _feast_day(name: str, year: int) -> date:
    after = {**time_words("easter"), **time_words("easter_short")}
    if name in after:
        return easter_day(year) + timedelta(days=after[name])
    fixed = {**time_words("feast"), **time_words("feast_short")}[name]
    return date(year, fixed // 100, fixed % 100)


@resolves("season")
def _season(parts: Parts, setting: Setting) -> Answer:
    """Seasons of the north, as whole months."""
    month, anchor = time_words("season")[parts["season"].lower()], setting.anchor
    if "year" in parts or "yy" in parts:
        year = int(parts["year"]) if "year" in parts else full_year(int(parts["yy"]), anchor)
        return found(season_range(year, month))
    if anchor is None:
        return UNANCHORED
    if "of" in parts:
        return found(season_range(anchor.year + turn_of(parts["of"]), month))
    all_ = [season_range(year, month) for year in range(anchor.year - YEARS, anchor.year + YEARS + 1)]
    turn = parts.get("turn", "").lower()
    if turn == "last":
        return found(max((s for s in all_ if s.last and s.last < anchor), key=_start))
    if turn == "next" or "coming" in turn:
        return found(min((s for s in all_ if s.first and s.first > anchor), key=_start))
    if setting.tense == "future":
        return found(min((s for s in all_ if s.last and s.last >= anchor), key=_start))
    return found(max((s for s in all_ if s.first and s.first <= anchor), key=_start))


def _start(season: Range) -> date:
    return season.first or date.min


@resolves("day-alone")
def _day_alone(parts: Parts, setting: Setting) -> Answer:
    """ "since the 23rd": of the month last named, else the one that the tense means."""
    day, last = int(parts["day"]), setting.last_day or (setting.last.first if setting.last else None)
    if last is not None:
        of_month = make_day(last.year, last.month, day)
        late = of_month and of_month.first and setting.anchor and of_month.first > setting.anchor
        if late and setting.tense == "past":
            before = month_range(last.year, last.month - 1).first
            of_month = make_day(before.year, before.month, day) if before else None
        return found(of_month)
    if setting.anchor is None:
        return UNANCHORED
    months = [month_range(setting.anchor.year, setting.anchor.month + n).first for n in (-2, -1, 0, 1, 2)]
    ranges = [make_day(first.year, first.month, day) for first in months if first]
    return choose_day([one.first for one in ranges if one and one.first], setting)


@resolves("day-of-month")
def _day_of_month(parts: Parts, setting: Setting) -> Answer:
    """ "the 5th of last month"."""
    if setting.anchor is None:
        return UNANCHORED
    month = month_range(setting.anchor.year, setting.anchor.month + turn_of(parts["turn"])).first
    return found(make_day(month.year, month.month, int(parts["day"])) if month else None)


def _whole(parts: Parts, setting: Setting) -> Range | None:
    """The month or year of which a part is told: "of May 2020", "of the year"."""
    if "month" in parts:
        year = int(parts["year"]) if "year" in parts else None
        if year is None:
            if setting.anchor is None:
                return None
            now = setting.anchor
            year = now.year - (month_number(parts["month"]) > now.month and setting.tense != "future")
        return month_range(year, month_number(parts["month"]))
    if "year" in parts:
        return year_range(int(parts["year"]))
    if setting.anchor is None:
        return None
    shift = turn_of(parts.get("turn", "this"))
    if parts.get("unit", "year").lower() == "month":
        return month_range(setting.anchor.year, setting.anchor.month + shift)
    return year_range(setting.anchor.year + shift)


@resolves("end-day")
def _end_day(parts: Parts, setting: Setting) -> Answer:
    """ "the first day of 2000"."""
    whole = _whole(parts, setting)
    if whole is None or whole.first is None or whole.last is None:
        return UNANCHORED
    return found(day_range(whole.first if parts["end"].lower() == "first" else whole.last))


@resolves("end-units")
def _end_units(parts: Parts, setting: Setting) -> Answer:
    """ "the first three months of 2019"."""
    count, unit = parse_number(parts["n"]), parts["unit"].lower().rstrip("s")
    whole = _whole({k: v for k, v in parts.items() if k != "unit"}, setting)
    if whole is None or whole.first is None or whole.last is None:
        return UNANCHORED
    if not count:
        return None, "impossible"
    one = timedelta(days=1)
    if parts["end"].lower() == "first":
        after = move(whole.first, count, unit)
        last = after.first - one if after and after.first else None
        return found(Range(whole.first, last, "range") if last and last <= whole.last else None)
    before = move(whole.last + one, -count, unit)
    start = before.first if before else None
    return found(Range(start, whole.last, "range") if start and start >= whole.first else None)

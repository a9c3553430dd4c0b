"""Days, weeks, months, quarters, years: ranges of the calendar, both ends included. Knows no text."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

#: years outside of these are no news and no dates.
FIRST_YEAR, LAST_YEAR = 1000, 2999
#: units that are so many days, whatever the day.
DAYS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Range:
    """Days from first to last, both included; an open end is None."""

    first: date | None
    last: date | None
    precision: str


def make_day(year: int, month: int, day: int) -> Range | None:
    """A day, or None for the 31st of June."""
    try:
        one = date(year, month, day)
    except ValueError:
        return None
    return Range(one, one, "day")


def day_range(day: date) -> Range:
    """One day."""
    return Range(day, day, "day")


def span_of_days(first: date, last: date, precision: str = "range") -> Range:
    """Several days."""
    return Range(first, last, precision)


def month_range(year: int, month: int) -> Range:
    """The days of a month; month 13 is January of the next year, month 0 December of the last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Range(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def year_range(year: int) -> Range | None:
    """The days of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Range(date(year, 1, 1), date(year, 12, 31), "year")


def week_range(day: date) -> Range:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Range(monday, monday + timedelta(days=6), "week")


def quarter_range(year: int, quarter: int) -> Range:
    """The days of a quarter of a year; quarter 0 is the last of the year before."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    first, last = month_range(year, quarter * 3 - 2), month_range(year, quarter * 3)
    return Range(first.first, last.last, "quarter")


def decade_range(year: int) -> Range:
    """The ten years that a year lies in."""
    start = year - year % 10
    return Range(date(start, 1, 1), date(start + 9, 12, 31), "decade")


def move(day: date, count: int, unit: str) -> Range | None:
    """The day, week, month or year that lies so many units from a day: move(2 September 2021, -20, "year") -> 2001."""
    try:
        if unit in DAYS:
            return day_range(day + timedelta(days=count * DAYS[unit]))
        if unit == "month":
            return month_range(day.year, day.month + count)
        return year_range(day.year + count * (10 if unit == "decade" else 1))
    except (ValueError, OverflowError):
        return None


def same_day(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short: 31 August, -6 -> 28 February."""
    month = month_range(day.year, day.month + months)
    assert month.first and month.last
    return min(month.last, month.first + timedelta(days=day.day - 1))


def season_range(year: int, month: int) -> Range:
    """Three whole months from the month on: the winter of 1946 is December 1946 to February 1947."""
    return Range(month_range(year, month).first, month_range(year, month + 2).last, "season")


def easter_day(year: int) -> date:
    """Easter Sunday of the western churches, by Gauss's rule as Butcher has it: 1999 -> 4 April."""
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nearest_weekday(day: date, weekday: int, *, ahead: bool) -> date:
    """The last such weekday up to a day, or the first from it on; the day itself counts."""
    if ahead:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def join(first: Range, second: Range) -> Range | None:
    """From the start of one to the end of the other."""
    if first.first is None or second.last is None or first.first > second.last:
        return None
    return Range(first.first, second.last, "range")


def part_of_year(whole: Range, part: int, parts: int) -> Range | None:
    """The first half of a year is January to June."""
    if whole.first is None or whole.precision != "year":
        return None
    months = 12 // parts
    first = month_range(whole.first.year, (part - 1) * months + 1)
    last = month_range(whole.first.year, part * months)
    return Range(first.first, last.last, "range")

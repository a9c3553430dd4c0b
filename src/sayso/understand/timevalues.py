"""Turns a time phrase into days, against the day of publication and the days named before it. Never a default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .calendar import (
    Range,
    day_range,
    decade_range,
    join,
    make_day,
    month_range,
    nearest_weekday,
    part_of_year,
    quarter_range,
    span_of_days,
    week_range,
    year_range,
)
from .timegrammar import time_words

#: present: neither is said ("markets reopen Tuesday", "a June 3 hearing"), and the nearest day is meant.
Tense = Literal["past", "present", "future"]
#: vague: the words stand for no days that anybody could name ("in recent weeks").
Trouble = Literal["unanchored", "ambiguous", "impossible", "vague", "none"]
Parts = dict[str, str]

#: old wire copy writes 90 for 1990: two digits up to this many years past the anchor (or 2068 without one) are of this
#: century, the others of the last.
YEARS_AHEAD = 10
#: a date of the past without a year may lie this many days after publication: the dateline of an evening is the next
#: day elsewhere.
SLACK_DAYS = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase is read against: publication, the last day and range named, tense, the day of its own sentence.

    ``year`` is a year given in full elsewhere, for reports without a date; ``day_first`` how 3/4/2021 is read.
    """

    anchor: date | None
    last_day: date | None
    last: Range | None
    tense: Tense
    same_sentence: date | None = None
    year: int | None = None
    day_first: bool | None = None


Answer = tuple[Range | None, Trouble]
Resolver = Callable[[Parts, Setting], Answer]
RESOLVERS: dict[str, Resolver] = {}


def resolves(name: str) -> Callable[[Resolver], Resolver]:
    """Names a resolver as the tables do."""

    def register(function: Resolver) -> Resolver:
        RESOLVERS[name] = function
        return function

    return register


def found(range_: Range | None) -> Answer:
    """A range as an answer; none at all means that the calendar has no such day."""
    return (range_, "none") if range_ is not None else (None, "impossible")


UNANCHORED: Answer = (None, "unanchored")
VAGUE: Answer = (None, "vague")


def month_number(name: str) -> int:
    """ "Sept" -> 9."""
    word = name.lower().rstrip(".")
    return time_words("month").get(word) or time_words("month_short")[word]


def full_year(two: int, anchor: date | None) -> int:
    """ "90" -> 1990, "21" -> 2021."""
    limit = anchor.year + YEARS_AHEAD if anchor else 2068
    return 2000 + two if 2000 + two <= limit else 1900 + two


@resolves("iso")
def _iso(parts: Parts, setting: Setting) -> Answer:
    return found(make_day(int(parts["y4"]), int(parts["m2"]), int(parts["d2"])))


@resolves("named")
def _named(parts: Parts, setting: Setting) -> Answer:
    """A day of history: "the Sept. 11 attacks"; before it came the words are only a date."""
    day = date.fromisoformat(parts["named"])
    if setting.anchor is not None and setting.anchor < day:
        return _yearless(day.month, day.day, setting)
    return found(day_range(day))


@resolves("date")
def _date(parts: Parts, setting: Setting) -> Answer:
    day = int(parts["day"])
    month = month_number(parts["month"])
    if "year" in parts:
        return found(make_day(int(parts["year"]), month, day))
    if "turn" in parts:
        return (
            found(make_day(setting.anchor.year + turn_of(parts["turn"]), month, day)) if setting.anchor else UNANCHORED
        )
    if "yy" in parts:
        return found(make_day(full_year(int(parts["yy"]), setting.anchor), month, day))
    return _yearless(month, day, setting)


def _yearless(month: int, day: int, setting: Setting) -> Answer:
    """A date without a year: the last such day for what happened, the next for what is to come."""
    if setting.anchor is None:
        return found(make_day(setting.year, month, day)) if setting.year else UNANCHORED
    years = range(setting.anchor.year - 4, setting.anchor.year + 5)  # 29 February comes every fourth year
    return choose_day([one.first for year in years if (one := make_day(year, month, day)) and one.first], setting)


def choose_day(days: list[date], setting: Setting) -> Answer:
    """The one of the days that the tense of the clause means, from publication."""
    if setting.anchor is None:
        return UNANCHORED
    latest = setting.anchor + timedelta(days=SLACK_DAYS)
    if setting.tense == "future":
        ahead = [one for one in days if one >= setting.anchor]
        return found(day_range(min(ahead)) if ahead else None)
    if setting.tense == "present":
        anchor = setting.anchor
        return found(day_range(min(days, key=lambda one: abs(one - anchor))) if days else None)
    behind = [one for one in days if one <= latest]
    return found(day_range(max(behind)) if behind else None)


@resolves("days")
def _days(parts: Parts, setting: Setting) -> Answer:
    second, trouble = _date({**{k: v for k, v in parts.items() if k != "day"}, "day": parts["day_b"]}, setting)
    if second is None or second.first is None:
        return None, trouble
    first = make_day(second.first.year, second.first.month, int(parts["day"]))
    if first is None or first.first is None or first.first > second.first:
        return None, "impossible"
    return found(span_of_days(first.first, second.first))


@resolves("slash")
def _slash(parts: Parts, setting: Setting) -> Answer:
    one, two, year = int(parts["s1"]), int(parts["s2"]), parts["s3"]
    full = int(year) if len(year) == 4 else full_year(int(year), setting.anchor)
    day_first, month_first = make_day(full, two, one), make_day(full, one, two)
    if day_first is None or month_first is None or day_first == month_first:
        return found(day_first or month_first)
    if parts["sep"] == ".":
        return found(day_first)  # nobody writes the month first with full stops
    if setting.day_first is not None:
        return found(day_first if setting.day_first else month_first)
    if setting.anchor and setting.tense == "past":
        fitting = [r for r in (day_first, month_first) if r.first and r.first <= setting.anchor]
        if len(fitting) == 1:
            return found(fitting[0])
    return None, "ambiguous"


@resolves("month")
def _month(parts: Parts, setting: Setting) -> Answer:
    month = month_number(parts["month"])
    if "year" in parts:
        return found(month_range(int(parts["year"]), month))
    if setting.anchor is None:
        return found(month_range(setting.year, month)) if setting.year else UNANCHORED
    year, now = setting.anchor.year, setting.anchor.month
    if setting.tense == "present":
        return found(
            month_range(min((year - 1, year, year + 1), key=lambda y: abs(12 * (y - year) + month - now)), month)
        )
    if setting.tense == "future":
        return found(month_range(year if month >= setting.anchor.month else year + 1, month))
    return found(month_range(year if month <= setting.anchor.month else year - 1, month))


@resolves("month-turn")
def _month_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    month = month_number(parts["month"])
    year = setting.anchor.year
    if "turn2" in parts:
        return found(month_range(year + turn_of(parts["turn2"]), month))
    shift = turn_of(parts["turn"])
    if shift < 0:
        return found(month_range(year if month < setting.anchor.month else year - 1, month))
    if shift > 0:
        return found(month_range(year if month > setting.anchor.month else year + 1, month))
    return found(month_range(year, month))


def turn_of(turn: str) -> int:
    """-1 for last, 0 for this, 1 for next."""
    words = turn.lower().split()
    if "next" in words or "coming" in words or "following" in words:
        return 1
    return -1 if words[-1] in ("last", "previous") or words == ["the", "past"] else 0


def weekday_number(name: str) -> int:
    """ "Wed" -> 2."""
    word = name.lower().rstrip(".")
    found = time_words("weekday").get(word)
    return time_words("weekday_short")[word] if found is None else found


@resolves("weekday")
def _weekday(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = weekday_number(parts["weekday"])
    before, after = (nearest_weekday(setting.anchor, number, ahead=ahead) for ahead in (False, True))
    if setting.tense == "present":
        return found(day_range(before if setting.anchor - before <= after - setting.anchor else after))
    return found(day_range(after if setting.tense == "future" else before))


@resolves("weekday-turn")
def _weekday_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = weekday_number(parts["weekday"])
    if "way" in parts or parts.get("turn", "").lower() in ("the previous", "the following"):
        return _weekday_beside(parts.get("way") or parts["turn"], number, setting)
    if "turn2" in parts:
        monday = setting.anchor - timedelta(days=setting.anchor.weekday())
        return found(day_range(monday + timedelta(days=number + 7 * turn_of(parts["turn2"]))))
    shift, one = turn_of(parts["turn"]), timedelta(days=1)
    past = shift < 0 or "past" in parts["turn"].lower()
    if past:
        return found(day_range(nearest_weekday(setting.anchor - one, number, ahead=False)))
    if shift > 0:
        return found(day_range(nearest_weekday(setting.anchor + one, number, ahead=True)))
    return _weekday({"weekday": parts["weekday"]}, setting)


def _weekday_beside(way: str, number: int, setting: Setting) -> Answer:
    """ "the following Monday", "the Friday before": counted from the day last named, else from publication."""
    day, one = setting.last_day or setting.anchor, timedelta(days=1)
    if day is None:
        return UNANCHORED
    ahead = way.lower() in ("after", "the following")
    return found(day_range(nearest_weekday(day + (one if ahead else -one), number, ahead=ahead)))


@resolves("weekday-week")
def _weekday_week(parts: Parts, setting: Setting) -> Answer:
    """ "Tuesday week", "a week on Tuesday": seven days after the next one."""
    if setting.anchor is None:
        return UNANCHORED
    one = timedelta(days=1)
    return found(
        day_range(nearest_weekday(setting.anchor + one, weekday_number(parts["weekday"]), ahead=True) + 7 * one)
    )


@resolves("weekday-of-month")
def _weekday_of_month(parts: Parts, setting: Setting) -> Answer:
    """ "the last Sunday in May"."""
    month, trouble = _month({k: v for k, v in parts.items() if k in ("month", "year")}, setting)
    if month is None or month.first is None or month.last is None:
        return None, trouble
    which, number = parts["which"].lower(), weekday_number(parts["weekday"])
    if which == "last":
        return found(day_range(nearest_weekday(month.last, number, ahead=False)))
    first = nearest_weekday(month.first, number, ahead=True)
    return found(day_range(first + timedelta(days=7 * (time_words("nth")[which] - 1))))


@resolves("weekday-ago")
def _weekday_ago(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = weekday_number(parts["weekday"])
    words = parts.get("ago", "").lower()
    weeks = 1 if not words or "a week" in words or ("two " in words[:4] and "weeks" not in words) else 2
    last = nearest_weekday(setting.anchor, number, ahead=False)
    return found(day_range(last - timedelta(days=7 * weeks)))


@resolves("year")
@resolves("year-alone")
def _year(parts: Parts, setting: Setting) -> Answer:
    return found(year_range(int(parts["year"])))


@resolves("year-short")
def _year_short(parts: Parts, setting: Setting) -> Answer:
    """ "back in '92"."""
    return found(year_range(full_year(int(parts["yy"]), setting.anchor)))


@resolves("years")
def _years(parts: Parts, setting: Setting) -> Answer:
    """ "1998-99", "2010-2012"."""
    first, last = parts["year"], parts["year2"]
    if len(last) not in (2, 4):
        return None, "impossible"
    start, end = year_range(int(first)), year_range(int(first[: 4 - len(last)] + last))
    return found(join(start, end) if start and end else None)


@resolves("decade")
def _decade(parts: Parts, setting: Setting) -> Answer:
    word = parts["tens"].lower()
    tens = (time_words("tens").get(word) or int(word)) * 10
    if "century" in parts:
        return found(decade_range(int(parts["century"]) * 100 + tens))
    return found(decade_range((2000 if tens in (0, 10, 20) else 1900) + tens))


@resolves("quarter")
def _quarter(parts: Parts, setting: Setting) -> Answer:
    number = time_words("nth")[parts["nth"].lower()]
    if "year" in parts:
        return found(quarter_range(int(parts["year"]), number))
    if setting.anchor is None:
        return UNANCHORED
    year, month = setting.anchor.year, setting.anchor.month
    if "turn" in parts:
        return found(quarter_range(year + turn_of(parts["turn"]), number))
    if setting.tense == "present":
        years = (year - 1, year, year + 1)
        return found(quarter_range(min(years, key=lambda y: abs(12 * (y - year) + number * 3 - 1 - month)), number))
    ahead = setting.tense == "future"
    begun = number * 3 - 2 <= month
    return found(quarter_range(year if begun or ahead else year - 1, number))


@resolves("quarter-turn")
def _quarter_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    current = (setting.anchor.month + 2) // 3
    return found(quarter_range(setting.anchor.year, current + turn_of(parts["turn"])))


@resolves("half")
def _half(parts: Parts, setting: Setting) -> Answer:
    if "tens" in parts:
        whole, _ = _decade(parts, setting)
        if whole is None or whole.first is None:
            return UNANCHORED
        start = date(whole.first.year + (5 if parts["half"].lower() == "second" else 0), 1, 1)
        return found(span_of_days(start, date(start.year + 4, 12, 31)))
    if "year" in parts:
        year = int(parts["year"])
    elif setting.anchor is None:
        return UNANCHORED
    else:
        year = setting.anchor.year + turn_of(parts["turn"])
    whole = year_range(year)
    return found(part_of_year(whole, 1 if parts["half"].lower() == "first" else 2, 2) if whole else None)


@resolves("week-of-month")
def _week_of_month(parts: Parts, setting: Setting) -> Answer:
    """The weeks of a month are those that begin in it; the last one ends in it."""
    month, trouble = _month({k: v for k, v in parts.items() if k in ("month", "year")}, setting)
    if month is None or month.first is None or month.last is None:
        return None, trouble
    if parts["week"].lower() == "last":
        sunday = nearest_weekday(month.last, 6, ahead=False)
        return found(week_range(sunday))
    first = nearest_weekday(month.first, 0, ahead=True)
    return found(week_range(first + timedelta(days=7 * (time_words("nth")[parts["week"].lower()] - 1))))

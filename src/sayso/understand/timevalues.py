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
    make_day,
    month_range,
    move,
    nearest_weekday,
    part_of_year,
    quarter_range,
    span_of_days,
    week_range,
    year_range,
)
from .numbers import parse_number
from .timegrammar import time_words

#: present: neither is said ("markets reopen Tuesday", "a June 3 hearing"), and the nearest day is meant.
Tense = Literal["past", "present", "future"]
Trouble = Literal["unanchored", "ambiguous", "impossible", "none"]
Parts = dict[str, str]

#: old wire copy writes 90 for 1990: two digits up to this many years past the anchor (or 2068 without one) are of this
#: century, the others of the last.
YEARS_AHEAD = 10
#: a date of the past without a year may lie this many days after publication: the dateline of an evening is the next
#: day elsewhere.
SLACK_DAYS = 1
#: "recent days" are a week, "recent weeks" eight of them, "recent months" a year, "recent years" ten of them, and so
#: many days lie in "the coming days", "the coming weeks".
RECENT = {"day": 7, "week": 56, "month": 365, "year": 3652, "decade": 18262}
COMING = {"day": 7, "week": 56, "month": 365, "year": 3652, "decade": 18262}


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


def parse_time(value: str, parts: Parts, setting: Setting) -> Answer:
    """The days of a phrase: ("weekday", "on Thursday") in a report of Friday, past -> the day before."""
    try:
        return RESOLVERS[value](parts, setting)
    except (ValueError, OverflowError):
        return None, "impossible"


def _found(range_: Range | None) -> Answer:
    return (range_, "none") if range_ is not None else (None, "impossible")


UNANCHORED: Answer = (None, "unanchored")


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
    return _found(make_day(int(parts["y4"]), int(parts["m2"]), int(parts["d2"])))


@resolves("date")
def _date(parts: Parts, setting: Setting) -> Answer:
    day = int(parts["day"])
    month = month_number(parts["month"])
    if "year" in parts:
        return _found(make_day(int(parts["year"]), month, day))
    if "yy" in parts:
        return _found(make_day(full_year(int(parts["yy"]), setting.anchor), month, day))
    return _yearless(month, day, setting)


def _yearless(month: int, day: int, setting: Setting) -> Answer:
    """A date without a year: the last such day for what happened, the next for what is to come."""
    if setting.anchor is None:
        return _found(make_day(setting.year, month, day)) if setting.year else UNANCHORED
    years = range(setting.anchor.year - 4, setting.anchor.year + 5)  # 29 February comes every fourth year
    days = [found.first for year in years if (found := make_day(year, month, day)) and found.first]
    latest = setting.anchor + timedelta(days=SLACK_DAYS)
    if setting.tense == "future":
        ahead = [one for one in days if one >= setting.anchor]
        return _found(day_range(min(ahead)) if ahead else None)
    if setting.tense == "present":
        anchor = setting.anchor
        return _found(day_range(min(days, key=lambda one: abs(one - anchor))) if days else None)
    behind = [one for one in days if one <= latest]
    return _found(day_range(max(behind)) if behind else None)


@resolves("days")
def _days(parts: Parts, setting: Setting) -> Answer:
    second, trouble = _date({**{k: v for k, v in parts.items() if k != "day"}, "day": parts["day_b"]}, setting)
    if second is None or second.first is None:
        return None, trouble
    first = make_day(second.first.year, second.first.month, int(parts["day"]))
    if first is None or first.first is None or first.first > second.first:
        return None, "impossible"
    return _found(span_of_days(first.first, second.first))


@resolves("slash")
def _slash(parts: Parts, setting: Setting) -> Answer:
    one, two, year = int(parts["s1"]), int(parts["s2"]), parts["s3"]
    full = int(year) if len(year) == 4 else full_year(int(year), setting.anchor)
    day_first, month_first = make_day(full, two, one), make_day(full, one, two)
    if day_first is None or month_first is None or day_first == month_first:
        return _found(day_first or month_first)
    if setting.day_first is not None:
        return _found(day_first if setting.day_first else month_first)
    if setting.anchor and setting.tense == "past":
        fitting = [r for r in (day_first, month_first) if r.first and r.first <= setting.anchor]
        if len(fitting) == 1:
            return _found(fitting[0])
    return None, "ambiguous"


@resolves("month")
def _month(parts: Parts, setting: Setting) -> Answer:
    month = month_number(parts["month"])
    if "year" in parts:
        return _found(month_range(int(parts["year"]), month))
    if setting.anchor is None:
        return _found(month_range(setting.year, month)) if setting.year else UNANCHORED
    year = setting.anchor.year
    if setting.tense == "future":
        return _found(month_range(year if month >= setting.anchor.month else year + 1, month))
    return _found(month_range(year if month <= setting.anchor.month else year - 1, month))


@resolves("month-turn")
def _month_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    month = month_number(parts["month"])
    year = setting.anchor.year
    if "turn2" in parts:
        return _found(month_range(year + _shift(parts["turn2"]), month))
    shift = _shift(parts["turn"])
    if shift < 0:
        return _found(month_range(year if month < setting.anchor.month else year - 1, month))
    if shift > 0:
        return _found(month_range(year if month > setting.anchor.month else year + 1, month))
    return _found(month_range(year, month))


def _shift(turn: str) -> int:
    """-1 for last, 0 for this, 1 for next."""
    words = turn.lower().split()
    if "next" in words or "coming" in words or "following" in words:
        return 1
    return -1 if words[-1] in ("last", "previous") or words == ["the", "past"] else 0


@resolves("weekday")
def _weekday(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = time_words("weekday")[parts["weekday"].lower()]
    before, after = (nearest_weekday(setting.anchor, number, ahead=ahead) for ahead in (False, True))
    if setting.tense == "present":
        return _found(day_range(before if setting.anchor - before <= after - setting.anchor else after))
    return _found(day_range(after if setting.tense == "future" else before))


@resolves("weekday-turn")
def _weekday_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = time_words("weekday")[parts["weekday"].lower()]
    if "turn2" in parts:
        monday = setting.anchor - timedelta(days=setting.anchor.weekday())
        return _found(day_range(monday + timedelta(days=number + 7 * _shift(parts["turn2"]))))
    shift, one = _shift(parts["turn"]), timedelta(days=1)
    past = shift < 0 or "past" in parts["turn"].lower()
    if past:
        return _found(day_range(nearest_weekday(setting.anchor - one, number, ahead=False)))
    if shift > 0:
        return _found(day_range(nearest_weekday(setting.anchor + one, number, ahead=True)))
    return _weekday({"weekday": parts["weekday"]}, setting)


@resolves("weekday-ago")
def _weekday_ago(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    number = time_words("weekday")[parts["weekday"].lower()]
    weeks = 2 if "two" in parts.get("ago", "") else 1
    last = nearest_weekday(setting.anchor, number, ahead=False)
    return _found(day_range(last - timedelta(days=7 * weeks)))


def _days_from(count: int) -> Resolver:
    def resolver(parts: Parts, setting: Setting) -> Answer:
        if setting.anchor is None:
            return UNANCHORED
        return _found(day_range(setting.anchor + timedelta(days=count)))

    return resolver


RESOLVERS["today"] = _days_from(0)
RESOLVERS["yesterday"] = _days_from(-1)
RESOLVERS["before-yesterday"] = _days_from(-2)
RESOLVERS["tomorrow"] = _days_from(1)


@resolves("overnight")
def _overnight(parts: Parts, setting: Setting) -> Answer:
    """The night before publication, or the night after it for what is to come."""
    if setting.same_sentence is not None:
        return _found(day_range(setting.same_sentence))
    if setting.anchor is None:
        return UNANCHORED
    day, one = setting.anchor, timedelta(days=1)
    return _found(span_of_days(day, day + one) if setting.tense == "future" else span_of_days(day - one, day))


@resolves("same-day")
def _same_day(parts: Parts, setting: Setting) -> Answer:
    return _found(day_range(setting.last_day)) if setting.last_day else UNANCHORED


@resolves("clock")
def _clock(parts: Parts, setting: Setting) -> Answer:
    """An hour counts as its day: that of its sentence, else the day last named."""
    day = setting.same_sentence or setting.last_day
    return _found(day_range(day)) if day else UNANCHORED


@resolves("shift")
def _shifted(parts: Parts, setting: Setting) -> Answer:
    """ "two days later", counted from the day last named."""
    count, unit = _count(parts["n"]), parts["unit"].lower()
    if setting.last_day is None or count is None:
        return UNANCHORED
    sign = -1 if parts["way"].lower() in ("earlier", "before", "previously") else 1
    if unit in ("hour", "minute"):
        return UNANCHORED
    return _found(move(setting.last_day, sign * count, unit))


@resolves("shift-one")
def _shifted_one(parts: Parts, setting: Setting) -> Answer:
    ahead = parts["way"].lower() in ("next", "following")
    start = setting.last_day or (setting.last.first if setting.last else None)
    if start is None:
        return UNANCHORED
    return _found(_unit_range(start, 1 if ahead else -1, parts["unit"].lower()))


def _count(words: str) -> int | None:
    return 1 if words.lower() in ("a", "an") else parse_number(words)


def _unit_range(day: date, shift: int, unit: str) -> Range | None:
    """The calendar unit around a day, moved: the week of a day, one on."""
    if unit == "week":
        return week_range(day + timedelta(days=7 * shift))
    if unit == "decade":
        return decade_range(day.year + 10 * shift)
    return move(day, shift, unit)


@resolves("ago")
def _ago(parts: Parts, setting: Setting) -> Answer:
    count, unit = _count(parts["n"]), parts["unit"].lower()
    if setting.anchor is None:
        return UNANCHORED
    if count is None:
        return None, "impossible"
    return _found(day_range(setting.anchor) if unit in ("hour", "minute") else move(setting.anchor, -count, unit))


@resolves("after")
def _after(parts: Parts, setting: Setting) -> Answer:
    """ "20 years after they fled": the flight lies 20 years before the day of the clause above it."""
    count = _count(parts["n"])
    day = setting.anchor if setting.tense == "present" else setting.same_sentence
    if count is None or day is None:
        return UNANCHORED
    return _found(move(day, -count, parts["unit"].lower()))


@resolves("year-before")
def _year_before(parts: Parts, setting: Setting) -> Answer:
    last = setting.last
    if last is None or last.first is None or last.last is None:
        return UNANCHORED
    if last.precision == "month":
        return _found(month_range(last.first.year - 1, last.first.month))
    if last.precision == "quarter":
        return _found(quarter_range(last.first.year - 1, (last.first.month + 2) // 3))
    return UNANCHORED


@resolves("turn")
def _turn(parts: Parts, setting: Setting) -> Answer:
    """ "last week", "this year", "earlier this week" (from its start up to publication)."""
    if setting.anchor is None:
        return UNANCHORED
    unit, shift = parts["unit"].lower(), _shift(parts.get("turn", "this"))
    if unit == "day" and parts.get("turn", "").lower() != "this":
        return None, "impossible"
    whole = _unit_range(setting.anchor, shift, unit)
    if whole and whole.first and whole.last and shift == 0 and "within" in parts:
        if parts["within"].lower() == "earlier":
            return _found(span_of_days(whole.first, setting.anchor))
        return _found(span_of_days(setting.anchor, whole.last))
    return _found(whole)


@resolves("same-unit")
def _same_unit(parts: Parts, setting: Setting) -> Answer:
    start = setting.last.first if setting.last else None
    if start is None:
        return UNANCHORED
    return _found(_unit_range(start, -1 if "way" in parts else 0, parts["unit"].lower()))


@resolves("weekend")
def _weekend(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    turn, one = parts["turn"].lower(), timedelta(days=1)
    monday = setting.anchor - timedelta(days=setting.anchor.weekday())
    saturday = monday + timedelta(days=5)
    if turn == "next":
        saturday += timedelta(days=7)
    elif turn in ("last", "the past") or (saturday > setting.anchor and (turn != "this" or setting.tense == "past")):
        saturday -= timedelta(days=7)
    return _found(Range(saturday, saturday + one, "weekend"))


@resolves("past-units")
def _past_units(parts: Parts, setting: Setting) -> Answer:
    count, unit = _count(parts.get("n", "a")), parts["unit"].lower()
    if setting.anchor is None:
        return UNANCHORED
    days = time_words("unit")[unit] * (count or 0)
    return _found(span_of_days(setting.anchor - timedelta(days=days), setting.anchor) if days else None)


@resolves("recent")
def _recent(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    return _found(span_of_days(setting.anchor - timedelta(days=RECENT[parts["unit"].lower()]), setting.anchor))


@resolves("coming")
def _coming(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    return _found(span_of_days(setting.anchor, setting.anchor + timedelta(days=COMING[parts["unit"].lower()])))


@resolves("year")
@resolves("year-alone")
def _year(parts: Parts, setting: Setting) -> Answer:
    return _found(year_range(int(parts["year"])))


@resolves("decade")
def _decade(parts: Parts, setting: Setting) -> Answer:
    tens = int(parts["tens"]) * 10
    if "century" in parts:
        return _found(decade_range(int(parts["century"]) * 100 + tens))
    return _found(decade_range((2000 if tens in (0, 10, 20) else 1900) + tens))


@resolves("quarter")
def _quarter(parts: Parts, setting: Setting) -> Answer:
    number = time_words("nth")[parts["nth"].lower()]
    if "year" in parts:
        return _found(quarter_range(int(parts["year"]), number))
    if setting.anchor is None:
        return UNANCHORED
    year, month = setting.anchor.year, setting.anchor.month
    if "turn" in parts:
        return _found(quarter_range(year + _shift(parts["turn"]), number))
    ahead = setting.tense == "future"
    begun = number * 3 - 2 <= month
    return _found(quarter_range(year if begun or ahead else year - 1, number))


@resolves("quarter-turn")
def _quarter_turn(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    current = (setting.anchor.month + 2) // 3
    return _found(quarter_range(setting.anchor.year, current + _shift(parts["turn"])))


@resolves("half")
def _half(parts: Parts, setting: Setting) -> Answer:
    if "year" in parts:
        year = int(parts["year"])
    elif setting.anchor is None:
        return UNANCHORED
    else:
        year = setting.anchor.year + _shift(parts["turn"])
    whole = year_range(year)
    return _found(part_of_year(whole, 1 if parts["half"].lower() == "first" else 2, 2) if whole else None)


@resolves("week-of-month")
def _week_of_month(parts: Parts, setting: Setting) -> Answer:
    """The weeks of a month are those that begin in it; the last one ends in it."""
    month, trouble = _month({k: v for k, v in parts.items() if k in ("month", "year")}, setting)
    if month is None or month.first is None or month.last is None:
        return None, trouble
    if parts["week"].lower() == "last":
        sunday = nearest_weekday(month.last, 6, ahead=False)
        return _found(week_range(sunday))
    first = nearest_weekday(month.first, 0, ahead=True)
    return _found(week_range(first + timedelta(days=7 * (time_words("nth")[parts["week"].lower()] - 1))))

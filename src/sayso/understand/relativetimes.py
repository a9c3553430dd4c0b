"""Times told from another day: yesterday, two days later, last week, three weeks ago, "20 years after they fled"."""

from __future__ import annotations

from datetime import date, timedelta

from . import timefeasts as timefeasts
from .calendar import (
    DAYS,
    Range,
    day_range,
    decade_range,
    month_range,
    move,
    quarter_range,
    same_day,
    span_of_days,
    week_range,
)
from .numbers import parse_number
from .timevalues import RESOLVERS, UNANCHORED, VAGUE, Answer, Parts, Resolver, Setting, found, resolves, turn_of

#: "overnight" is the night of a day told of in its sentence if that day is so near; else it is last night.
NIGHT_DAYS = 6


def parse_time(value: str, parts: Parts, setting: Setting) -> Answer:
    """The days of a phrase: ("weekday", "on Thursday") in a report of Friday, past -> the day before."""
    try:
        return RESOLVERS[value](parts, setting)
    except (ValueError, OverflowError):
        return None, "impossible"


def _days_from(count: int) -> Resolver:
    def resolver(parts: Parts, setting: Setting) -> Answer:
        if setting.anchor is None:
            return UNANCHORED
        return found(day_range(setting.anchor + timedelta(days=count)))

    return resolver


RESOLVERS["today"] = _days_from(0)
RESOLVERS["yesterday"] = _days_from(-1)
RESOLVERS["before-yesterday"] = _days_from(-2)
RESOLVERS["tomorrow"] = _days_from(1)
RESOLVERS["after-tomorrow"] = _days_from(2)


@resolves("overnight")
def _overnight(parts: Parts, setting: Setting) -> Answer:
    """The night before publication, or the night after it for what is to come."""
    day = setting.same_sentence
    if day is not None and (setting.anchor is None or abs(setting.anchor - day) <= timedelta(days=NIGHT_DAYS)):
        # "the hospital said on Thursday, after two died overnight"
        return found(span_of_days(day - timedelta(days=1), day))
    if setting.anchor is None:
        return UNANCHORED
    day, one = setting.anchor, timedelta(days=1)
    return found(span_of_days(day, day + one) if setting.tense == "future" else span_of_days(day - one, day))


@resolves("night-into")
def _night_into(parts: Parts, setting: Setting) -> Answer:
    """ "Overnight into Wednesday", "in the night from Tuesday to Wednesday": the two days that the night joins."""
    morning, trouble = RESOLVERS["weekday"](parts, setting)
    if morning is None or morning.first is None:
        return None, trouble
    return found(span_of_days(morning.first - timedelta(days=1), morning.first))


@resolves("same-day")
def _same_day(parts: Parts, setting: Setting) -> Answer:
    return found(day_range(setting.last_day)) if setting.last_day else UNANCHORED


@resolves("clock")
def _clock(parts: Parts, setting: Setting) -> Answer:
    """An hour counts as its day: that of its sentence, else the day last named."""
    day = setting.same_sentence or setting.last_day
    return found(day_range(day)) if day else UNANCHORED


@resolves("shift")
def _shifted(parts: Parts, setting: Setting) -> Answer:
    """ "two days later", counted from the day last named."""
    count, unit = _count(parts["n"]), parts["unit"].lower()
    start = _start_for(unit, setting)
    if start is None or count is None:
        return UNANCHORED
    sign = -1 if parts["way"].lower() in ("earlier", "before", "previously") else 1
    if unit == "hour" and count % 24 == 0:
        count, unit = count // 24, "day"
    if unit in ("hour", "minute"):
        return UNANCHORED
    return found(move(start, sign * count, unit))


def _start_for(unit: str, setting: Setting) -> date | None:
    """The day from which "two years later", "the following month" count: of what was named last, if fine enough."""
    last = setting.last
    coarse = {"year": ("year", "month", "quarter", "season"), "decade": ("year",), "month": ("month",)}.get(unit, ())
    return last.first if last and last.precision in coarse else setting.last_day


@resolves("shift-one")
def _shifted_one(parts: Parts, setting: Setting) -> Answer:
    ahead = parts["way"].lower() in ("next", "following")
    start = _start_for(parts["unit"].lower(), setting) or (setting.last.first if setting.last else None)
    if start is None:
        return UNANCHORED
    return found(_unit_range(start, 1 if ahead else -1, parts["unit"].lower()))


@resolves("next-night")
def _next_night(parts: Parts, setting: Setting) -> Answer:
    """ "the previous night", "the morning after": the day before or after the day last named."""
    if setting.last_day is None:
        return UNANCHORED
    ahead = parts["way2" if "way2" in parts else "way"].lower() in ("next", "following", "after")
    return found(move(setting.last_day, 1 if ahead else -1, "day"))


@resolves("in-units")
def _in_units(parts: Parts, setting: Setting) -> Answer:
    """ "in three days' time"."""
    count, unit = _count(parts["n"]), parts["unit"].lower()
    if setting.anchor is None:
        return UNANCHORED
    if count is None or unit in ("hour", "minute"):
        return None, "impossible"
    return found(move(setting.anchor, count, unit))


@resolves("week-from")
def _week_from(parts: Parts, setting: Setting) -> Answer:
    """ "a week tomorrow"."""
    return _days_from(8 if "morrow" in parts else 7)(parts, setting)


@resolves("before-last")
def _before_last(parts: Parts, setting: Setting) -> Answer:
    """ "the week before last", "the year after next"."""
    if setting.anchor is None:
        return UNANCHORED
    return found(_unit_range(setting.anchor, 2 if "next" in parts["beyond"].lower() else -2, parts["unit"].lower()))


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
    if unit == "hour" and count >= 24:
        return found(move(setting.anchor, -count // 24, "day")) if count % 24 == 0 else (None, "vague")
    return found(day_range(setting.anchor) if unit in ("hour", "minute") else move(setting.anchor, -count, unit))


@resolves("ago-today")
def _ago_today(parts: Parts, setting: Setting) -> Answer:
    """ "ten years ago today"."""
    count = _count(parts["n"])
    if setting.anchor is None or not count:
        return UNANCHORED
    return found(day_range(same_day(setting.anchor, -count * (12 if parts["unit"].lower() == "year" else 1))))


@resolves("after")
def _after(parts: Parts, setting: Setting) -> Answer:
    """ "20 years after they fled": the flight lies 20 years before the day of the clause above it."""
    count = _count(parts["n"])
    day = setting.anchor if setting.tense == "present" else setting.same_sentence
    if count is None or day is None:
        return UNANCHORED
    return found(move(day, -count, parts["unit"].lower()))


@resolves("year-before")
def _year_before(parts: Parts, setting: Setting) -> Answer:
    last = setting.last
    if last is None or last.first is None or last.last is None:
        return UNANCHORED
    if last.precision == "month":
        return found(month_range(last.first.year - 1, last.first.month))
    if last.precision == "quarter":
        return found(quarter_range(last.first.year - 1, (last.first.month + 2) // 3))
    return UNANCHORED


@resolves("turn")
def _turn(parts: Parts, setting: Setting) -> Answer:
    """ "last week", "this year", "earlier this week" (from its start up to publication)."""
    if setting.anchor is None:
        return UNANCHORED
    unit, shift = parts["unit"].lower(), turn_of(parts.get("turn", "this"))
    if unit == "day" and parts.get("turn", "").lower() != "this":
        return None, "impossible"
    whole = _unit_range(setting.anchor, shift, unit)
    if whole and whole.first and whole.last and shift == 0 and "within" in parts:
        if parts["within"].lower() == "earlier":
            return found(span_of_days(whole.first, setting.anchor))
        return found(span_of_days(setting.anchor, whole.last))
    return found(whole)


@resolves("same-unit")
def _same_unit(parts: Parts, setting: Setting) -> Answer:
    start = setting.last.first if setting.last else None
    if start is None:
        return UNANCHORED
    return found(_unit_range(start, -1 if "way" in parts else 0, parts["unit"].lower()))


@resolves("the-unit")
def _the_unit(parts: Parts, setting: Setting) -> Answer:
    """ "the end of the year": this one, or the one just told of if that is over."""
    if setting.anchor is None:
        return UNANCHORED
    told, unit = setting.last, parts["unit"].lower()
    past = told is not None and told.last is not None and told.last.year < setting.anchor.year
    return _same_unit(parts, setting) if past and unit == "year" else found(_unit_range(setting.anchor, 0, unit))


@resolves("weekend")
def _weekend(parts: Parts, setting: Setting) -> Answer:
    if setting.anchor is None:
        return UNANCHORED
    turn, one = parts["turn"].lower(), timedelta(days=1)
    monday = setting.anchor - timedelta(days=setting.anchor.weekday())
    saturday = monday + timedelta(days=5)
    if turn == "next":
        saturday += timedelta(days=7)
    elif turn in ("last", "the past") or (saturday > setting.anchor and setting.tense == "past"):
        saturday -= timedelta(days=7)
    return found(Range(saturday, saturday + one, "weekend"))


@resolves("past-units")
def _past_units(parts: Parts, setting: Setting) -> Answer:
    """ "the past seven days" end with the day of publication; "the past six months" began on that day of the month."""
    count, unit = _count(parts.get("n", "a")), parts["unit"].lower()
    if setting.anchor is None:
        return UNANCHORED
    if not count:
        return None, "impossible"
    if unit in ("hour", "minute"):
        days = -(-count // 24) if unit == "hour" else 0
        return found(span_of_days(setting.anchor - timedelta(days=days), setting.anchor) if days else None)
    if unit in DAYS:
        return found(span_of_days(setting.anchor - timedelta(days=DAYS[unit] * count - 1), setting.anchor))
    months = {"month": 1, "year": 12, "decade": 120}[unit] * count
    return found(span_of_days(same_day(setting.anchor, -months), setting.anchor))


@resolves("vague")
def _vague(parts: Parts, setting: Setting) -> Answer:
    """ "in recent weeks": which days these are nobody says."""
    return VAGUE

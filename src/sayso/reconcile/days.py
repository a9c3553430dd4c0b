"""When: days as numbers, and windows in which something can have happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..records import Time

#: an event told without a day in a report of 3 May is taken to fit 1 to 4 May: news is of the last days, and the
#: dateline of an evening is the next day elsewhere.
DAYS_BEFORE = 2
DAYS_AFTER = 1
#: the dead of an attack are counted on for a week or two ("raised the toll to 11").
TOLL_DAYS = 10
#: reports of one night differ by a day.
SLACK = 1
#: what is planned lies ahead; beyond a month nothing ties two mentions of it together.
DAYS_AHEAD = 30
EVER = 10_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day possible, as ordinals. ``stated`` if the text gives them, else bounded by publication."""

    first: int
    last: int
    stated: bool

    def days(self) -> int:
        """How many days it is open."""
        return self.last - self.first + 1

    def meets(self, other: Window, slack: int = 0) -> bool:
        """True if a day, give or take the slack, lies in both."""
        return self.first <= other.last + slack and other.first <= self.last + slack


def day_of(text: str | None) -> int | None:
    """ "2021-09-02T10:00Z" -> its ordinal; None for no day or no ISO day."""
    try:
        return date.fromisoformat(text[:10]).toordinal() if text else None
    except ValueError:
        return None


def render_day(ordinal: int) -> str:
    """ "2 May 2024"."""
    day = date.fromordinal(ordinal)
    return f"{day.day} {day:%B %Y}"


def render_window(window: Window) -> str:
    """ "2 May 2024", "2–4 May 2024", or "an unknown day"."""
    if window.first <= 1 or window.last >= EVER:
        return "an unknown day"
    first, last = date.fromordinal(window.first), date.fromordinal(window.last)
    if first == last:
        return render_day(window.first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{render_day(window.last)}"
    return f"{render_day(window.first)} – {render_day(window.last)}"


def window_of(time: Time | None, published: int | None, *, ahead: bool, before: int = DAYS_BEFORE) -> Window:
    """The days that a claim's words leave open; ``ahead`` for what is planned, ``before``: days that may lie back."""
    first = day_of(time.from_) if time else None
    last = day_of(time.to) if time else None
    if first is None and last is None:
        if published is None:
            return Window(1, EVER, False)
        return Window(published - before, published + (DAYS_AHEAD if ahead else DAYS_AFTER), False)
    if last is None:
        end = EVER if published is None or ahead else published + DAYS_AFTER
        return Window(first or 1, max(end, first or 1), True)
    return Window(min(first if first is not None else 1, last), last, True)

"""Expressions of quantity and their ranges: "at least five", "dozens", "5-7". Rules: `data/quantities.toml`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Span
from .numbers import number_pattern, parse_number

MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
MONTHS += "|nov(?:ember)?|dec(?:ember)?"
#: words that heighten a vague number without changing its rule ("many hundreds").
MANY = "(?:many|literally|possibly|probably|at least|perhaps|up to|about|some)"
BOUND = re.compile(r"([nm])(?:([+*-])([\d.]+))?|(\d+)")


@dataclass(frozen=True, slots=True)
class QuantityRule:
    """One kind of expression; an end that is absent stays open."""

    id: str
    pattern: str
    matches: str
    misses: str
    low: str | None = None
    high: str | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class NotFigureRule:
    """Numbers that count nobody: ages, money, measures."""

    id: str
    pattern: str
    matches: str
    misses: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in the text with its range."""

    span: Span
    low: int | None
    high: int | None
    vague: bool
    rule: str


def find_quantities(plain: str) -> list[Quantity]:
    """All quantities that may count somebody, longest first where they overlap, in reading order."""
    barred = [Span(*match.span()) for _, pattern in _excluded() for match in pattern.finditer(plain)]
    found: list[Quantity] = []
    for rule, pattern in _rules():
        for match in pattern.finditer(plain):
            quantity = _quantity(rule, match)
            if quantity is not None and not any(quantity.span.meets(span) for span in barred):
                found.append(quantity)
    found.sort(key=lambda q: (q.span.start - q.span.end, q.span.start))
    kept: list[Quantity] = []
    for quantity in found:
        if not any(quantity.span.meets(other.span) for other in kept):
            kept.append(quantity)
    return sorted(kept, key=lambda q: q.span)


def find_excluded(plain: str) -> list[tuple[Span, str]]:
    """Spans of numbers that count nobody, with the rule that says so."""
    return [(Span(*match.span()), name) for name, pattern in _excluded() for match in pattern.finditer(plain)]


def _quantity(rule: QuantityRule, match: re.Match[str]) -> Quantity | None:
    numbers = {name[0]: parse_number(text) for name, text in match.groupdict().items() if text}
    if None in numbers.values():
        return None
    low, high = _bound(rule.low, numbers), _bound(rule.high, numbers)
    if low is not None and high is not None and low > high:
        return None
    if low is None and high == 0:
        return None
    return Quantity(Span(*match.span()), low, high, rule.vague, rule.id)


def _bound(bound: str | None, numbers: dict[str, int | None]) -> int | None:
    """ "n*0.9" with n = 50 -> 45; a tenth of less than ten is one."""
    parts = BOUND.fullmatch(bound) if bound else None
    if parts is None:
        return None
    if parts[4]:
        return int(parts[4])
    number = numbers.get(parts[1])
    if number is None:
        return None
    if parts[2] == "*":
        moved = round(number * float(parts[3]))
        return moved if moved != number else number + (1 if float(parts[3]) > 1 else -1)
    return number + int(parts[2] + parts[3]) if parts[2] else number


@functools.cache
def _rules() -> tuple[tuple[QuantityRule, re.Pattern[str]], ...]:
    return tuple((rule, _compiled(rule.pattern)) for rule in load_table("quantities.toml", QuantityRule))


@functools.cache
def _excluded() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule.id, _compiled(rule.pattern)) for rule in load_table("not_figures.toml", NotFigureRule))


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with numbers put in; each named group gets a number of its own where it stands twice."""
    count = 0

    def group(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"(?P<{match[1]}{count}>{number_pattern(after_hyphen=match[1] == 'm')})"

    filled = pattern.replace("{months}", MONTHS).replace("{many}", MANY)
    filled = re.sub(r"\{([nm])\}", group, filled)
    return re.compile(rf"(?:(?<!\w)|(?=,))(?:{filled})(?!\w)", re.IGNORECASE)

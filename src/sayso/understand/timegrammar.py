"""The grammar of news time: which words are a time, as patterns of `data/times.toml` over the plain text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from ..lexicon import load_table
from ..records import Span
from .numbers import number_pattern

Effect = Literal["since", "until", "before", "after", "none"]

#: months that are words of another kind too; they need a preposition, a day or a year.
DOUBTFUL = frozenset({"march", "may"})
#: how far back words that open a time are sought ("in the early hours of the morning of").
BEFORE = 45


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One pattern and the resolver of `timevalues.py` that gives it its days. ``given``: what the example means.

    ``day``: the one day that a name of history stands for.
    """

    id: str
    pattern: str
    value: str
    matches: str
    given: str
    misses: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRule:
    """Words before a time that open or extend it: "since"."""

    id: str
    pattern: str
    effect: Effect
    matches: str
    misses: str


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A word of the grammar and its number: "march" is month 3."""

    kind: str
    word: str
    value: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time in the text: its parts by name, before it is resolved. ``effect``: what the words before it do to it."""

    span: Span
    rule: TimeRule
    parts: dict[str, str]
    effect: Effect = "none"


@functools.cache
def time_words(kind: str) -> dict[str, int]:
    """The words of a kind with their numbers: time_words("weekday")["friday"] == 4."""
    return {word.word: word.value for word in load_table("time_words.tsv", TimeWord) if word.kind == kind}


def find_phrases(plain: str, original: str, paragraphs: tuple[Span, ...]) -> list[Phrase]:
    """All time phrases in reading order, the longest where they overlap; with the words that open them."""
    found = []
    starts = [paragraph.start for paragraph in paragraphs]
    for rank, (rule, pattern) in enumerate(_rules()):
        for match in pattern.finditer(plain):
            if _is_named(match, original) and not any(match.start() < at < match.end() for at in starts):
                found.append((rank, Phrase(_trimmed(match), rule, _parts(match, rule))))
    found.sort(key=lambda one: (one[1].span.start - one[1].span.end, one[0]))
    kept: list[Phrase] = []
    for _, phrase in found:
        if not any(phrase.span.meets(other.span) for other in kept):
            kept.append(phrase)
    kept.sort(key=lambda phrase: phrase.span)
    return [_with_turn(plain, phrase, kept[n - 1].span.end if n else 0) for n, phrase in enumerate(kept)]


def _trimmed(match: re.Match[str]) -> Span:
    """The span without a full stop that ends the sentence: "on 5 August." but "last Nov."."""
    words = match.group().lower()
    last = words.rstrip(".").split()[-1]
    stops = words.endswith(".") and last not in time_words("month_short") and not last.endswith("m")
    return Span(match.start(), match.end() - 1 if stops else match.end())


def _parts(match: re.Match[str], rule: TimeRule) -> dict[str, str]:
    """The named parts; "month_b" stands in for "month" where only the second form of a pattern has matched."""
    parts = {name: text for name, text in match.groupdict().items() if text}
    if rule.day:
        parts["named"] = rule.day
    for name, text in list(parts.items()):
        parts.setdefault(name.partition("_")[0], text)
    return parts


def _is_named(match: re.Match[str], original: str) -> bool:
    """True if months and weekdays in it stand with a capital in the report itself."""
    for name in match.re.groupindex:
        if name.startswith(("month", "weekday")) and match[name] and not original[match.start(name)].isupper():
            return False
    return True


def _with_turn(plain: str, phrase: Phrase, floor: int) -> Phrase:
    before = plain[max(floor, phrase.span.start - BEFORE) : phrase.span.start]
    for turn, pattern in _turns():
        match = pattern.search(before)
        if match:
            start = phrase.span.start - len(before) + match.start()
            effect: Effect = turn.effect
            if effect in ("before", "after") and _describes(plain, phrase.span.end):
                effect = "none"
            return Phrase(Span(start, phrase.span.end), phrase.rule, phrase.parts, effect)
    return phrase


def _describes(plain: str, end: int) -> bool:
    """True if a noun follows: "after Friday's attack" is not after Friday."""
    return bool(re.match(r"'s\b| [a-z]+", plain[end:])) and not re.match(
        r" (?:and|but|when|as|in|at|on)\b", plain[end:]
    )


@functools.cache
def _rules() -> tuple[tuple[TimeRule, re.Pattern[str]], ...]:
    rules = load_table("times.toml", TimeRule)
    return tuple((r, re.compile(rf"(?<![\w$€£])(?:{_filled(r.pattern)})(?!\w)", re.IGNORECASE)) for r in rules)


@functools.cache
def _turns() -> tuple[tuple[TurnRule, re.Pattern[str]], ...]:
    rules = load_table("time_turns.toml", TurnRule)
    return tuple((r, re.compile(rf"(?<!\w)(?:{r.pattern})(?:\s+|-)$", re.IGNORECASE)) for r in rules)


def _filled(pattern: str) -> str:
    for name, piece in _pieces().items():
        pattern = pattern.replace("{" + name + "}", piece)
    return pattern


@functools.cache
def _pieces() -> dict[str, str]:
    def either(*words: str) -> str:
        return "|".join(sorted(words, key=len, reverse=True))

    months = either(*time_words("month"), *time_words("month_short"))
    full = either(*(m for m in time_words("month") if m not in DOUBTFUL))
    days, units = either(*time_words("weekday")), list(time_words("unit"))
    long_units = either(*(u for u in units if u not in ("hour", "minute")))
    return {
        "day": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
        "day_b": r"(?P<day_b>[0-3]?\d)(?:st|nd|rd|th)?",
        "month": rf"(?P<month>{months})(?!\w)",
        "month_b": rf"(?P<month_b>{months})(?!\w)\.?",
        "month_any": rf"(?P<month>{months})(?!\w)\.?",
        "month_c": rf"(?P<month_c>{months})(?!\w)\.?",
        "month_long": rf"(?P<month>{full})",
        "weekday": rf"(?P<weekday>{days})",
        "weekday_b": rf"(?P<weekday_b>{days})",
        "year": r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
        "yy": r"(?P<yy>\d\d)",
        "nth": rf"(?P<nth>{either(*time_words('nth'))})",
        "n": rf"(?P<n>an?|{number_pattern()})",
        "n_b": rf"(?P<n_b>{number_pattern()})",
        "unit_span": rf"(?P<unit>{either(*(u for u in units if u not in ('hour', 'minute', 'day')))})",
        "unit": rf"(?P<unit>{either(*units)})",
        "unit_any": rf"(?P<unit_c>{either(*units)})",
        "unit_b": rf"(?P<unit_b>{long_units})",
        "unit_long": rf"(?P<unit>{long_units})",
    }

"""The grammar of news time: which words are a time, as patterns of `data/times.toml` over the plain text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from ..lexicon import load_table
from ..records import Span
from .numbers import number_pattern

Effect = Literal["since", "until", "before", "after", "from", "none"]

#: months that are words of another kind too; they need a preposition, a day or a year.
DOUBTFUL = frozenset({"march", "may"})
#: an hour of the day before its day: "until midnight on Friday", "from 9 a.m. on Friday".
HOURS = (
    r"(?: (?:shortly |just |soon )?(?:midnight|noon|midday|dawn|dusk|sunset|sunrise|nightfall|daybreak|first light"
    r"|[0-2]?\d(?:[.:][0-5]\d)? ?(?:am|pm|a\.m\.|p\.m\.)|[0-2]?\d[:.][0-5]\d(?: gmt| utc)?)(?: on| of)?(?: the)?)"
)
#: a part of the time: "by the end of March", "since the night of 8 September".
PARTS = (
    r"(?: (?:the )?(?:very )?(?:start|beginning|early hours|small hours|early|late|mid|middle|end|close|night|evening"
    r"|morning|afternoon)(?: of| in| on)?(?: the)?)?(?: on| in)?(?: the)?"
)
#: rules that name one day, before which its hour may stand.
DAY_RULES = frozenset({"date", "weekday", "weekday-turn", "today", "yesterday", "tomorrow", "iso", "feast"})
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
    turned = [_with_turn(plain, phrase, kept[n - 1].span.end if n else 0) for n, phrase in enumerate(kept)]
    return _with_hours(plain, turned)


def _with_hours(plain: str, phrases: list[Phrase]) -> list[Phrase]:
    """Phrases with the hour before a day made part of it: "until 9 a.m. on Friday"."""
    out: list[Phrase] = []
    for phrase in phrases:
        last = out[-1] if out else None
        hour = last is not None and last.rule.value == "clock"
        day = phrase.rule.value in DAY_RULES and phrase.effect == "none"
        if last and hour and day and plain[last.span.end : phrase.span.start] in (" ", ", "):
            effect = "none" if last.effect in ("before", "after") else last.effect
            out[-1] = Phrase(Span(last.span.start, phrase.span.end), phrase.rule, phrase.parts, effect)
        else:
            out.append(phrase)
    return out


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
    """True if months and weekdays in it stand with a capital in the report; in "THIS MAY HAVE BEEN" no month does."""
    for name in match.re.groupindex:
        if name.startswith(("month", "weekday")) and match[name]:
            doubtful = match[name].lower() in DOUBTFUL and match.string[match.start(name)].islower()
            if doubtful or not original[match.start(name)].isupper():
                return False
    return True


def _with_turn(plain: str, phrase: Phrase, floor: int) -> Phrase:
    before = plain[max(floor, phrase.span.start - BEFORE) : phrase.span.start]
    for turn, pattern in _turns():
        match = pattern.search(before)
        if match:
            start = phrase.span.start - len(before) + match.start()
            return Phrase(Span(start, phrase.span.end), phrase.rule, phrase.parts, turn.effect)
    return phrase


@functools.cache
def _rules() -> tuple[tuple[TimeRule, re.Pattern[str]], ...]:
    rules = load_table("times.toml", TimeRule)
    return tuple((r, re.compile(rf"(?<![\w$€£])(?:{_filled(r.pattern)})(?!\w)", re.IGNORECASE)) for r in rules)


@functools.cache
def _turns() -> tuple[tuple[TurnRule, re.Pattern[str]], ...]:
    rules = load_table("time_turns.toml", TurnRule)
    return tuple((r, re.compile(rf"(?<!\w)(?:{_filled(r.pattern)})(?:\s+|-)$", re.IGNORECASE)) for r in rules)


def _filled(pattern: str) -> str:
    for name, piece in _pieces().items():
        pattern = pattern.replace("{" + name + "}", piece)
    return pattern


@functools.cache
def _pieces() -> dict[str, str]:
    return {**_calendar_pieces(), **_counted_pieces(), "hour": f"{HOURS}?", "hour_set": HOURS, "part": PARTS}


def _calendar_pieces() -> dict[str, str]:
    months = _either(*time_words("month"), *time_words("month_short"))
    full = _either(*(m for m in time_words("month") if m not in DOUBTFUL))
    days, short_days = _either(*time_words("weekday")), _either(*time_words("weekday_short"))
    return {
        "day": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
        "day_b": r"(?P<day_b>[0-3]?\d)(?:st|nd|rd|th)?",
        "month": rf"(?P<month>{months})(?!\w)",
        "month_b": rf"(?P<month_b>{months})(?!\w)\.?",
        "month_any": rf"(?P<month>{months})(?!\w)\.?",
        "month_c": rf"(?P<month_c>{months})(?!\w)\.?",
        "month_long": rf"(?P<month>{full})",
        "weekday": rf"(?P<weekday>{days})",
        **{f"weekday_{letter}": rf"(?P<weekday_{letter}>{days})" for letter in "bcd"},
        "weekday_short": rf"(?P<weekday>{short_days})(?!\w)\.?",
        "weekday_any": rf"(?P<weekday>{days}|(?:{short_days})(?!\w)\.?)",
        "season": rf"(?P<season>{_either(*time_words('season'))})(?!\w)",
        "feast": rf"(?P<feast>{_either(*time_words('feast'), *time_words('easter'))})(?!\w)",
        "feast_short": rf"(?P<feast>{_either(*time_words('feast_short'), *time_words('easter_short'))})(?!\w)",
        "year_b": r"(?P<year_b>(?:1[5-9]|20)\d\d)(?!\d)",
        "year": r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
        "yy": r"(?P<yy>\d\d)",
    }


def _counted_pieces() -> dict[str, str]:
    units = list(time_words("unit"))
    long_units = _either(*(u for u in units if u not in ("hour", "minute")))
    return {
        "tens": rf"(?P<tens_b>{_either(*time_words('tens'))})(?!\w)",
        "nth": rf"(?P<nth>{_either(*time_words('nth'))})",
        "n": rf"(?P<n>an?|{number_pattern()})",
        "n_b": rf"(?P<n_b>an?|{number_pattern()})",
        "unit_span": rf"(?P<unit>{_either(*(u for u in units if u not in ('hour', 'minute', 'day', 'fortnight')))})",
        "unit": rf"(?P<unit>{_either(*units)})",
        "unit_any": rf"(?P<unit_c>{_either(*units)})",
        "unit_b": rf"(?P<unit_b>{long_units})",
        "unit_long": rf"(?P<unit>{long_units})",
    }


def _either(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))

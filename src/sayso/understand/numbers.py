"""Numbers in words and digits: "1.5m", "twenty-five", "a hundred and ten", "two dozen". Values: `data/numbers.tsv`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word and what it is worth. ``role``: unit, teen, ten, scale, or short (a scale only after digits)."""

    word: str
    value: int
    role: str


@functools.cache
def number_words() -> dict[str, NumberWord]:
    """All number words by their spelling."""
    return {entry.word: entry for entry in load_table("numbers.tsv", NumberWord)}


def _either(*roles: str) -> str:
    words = [w.word for w in number_words().values() if w.role in roles]
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


@functools.cache
def number_pattern(*, after_hyphen: bool = False) -> str:
    """A regular expression, without groups, for one number in digits or words. Needs IGNORECASE."""
    scale, small = _either("scale"), rf"(?:{_either('ten')}(?:[ -]{_either('unit')})?|{_either('teen', 'unit')})"
    after = "(?:(?<=hundred)|(?<=thousand)|(?<=million))"
    words = (
        rf"(?:(?:an? )?{scale}|{small})\b(?:[ -]{scale}\b)*"
        rf"(?:{after}(?:,? and | )(?:an? )?{small}\b(?:[ -]{scale}\b)*)*"
    )
    digits = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?:[ -]{scale}\b|{_either('short')}\b)?(?![\w]|[.,:/]\d)"
    before = r"(?<![\w.,:/$€£])" if after_hyphen else r"(?<![\w.,:/$€£-])"
    return rf"(?:{before}(?:{digits})|\b(?:{words}))"


def parse_number(text: str) -> int | None:
    """ "2.3 million" -> 2300000; None for what is no number."""
    total = current = 0.0
    found = False
    for word in re.findall(r"\d+(?:,\d{3})+|\d+(?:\.\d+)?|[a-z]+", text.lower()):
        if word[0].isdigit():
            current, found = current + float(word.replace(",", "")), True
            continue
        entry = number_words().get(word)
        if entry is None:
            if word not in ("a", "an", "and"):
                return None
        elif entry.role in ("scale", "short"):
            found = True
            current = (current or 1) * entry.value
            if entry.value >= 1000:
                total, current = total + current, 0.0
        else:
            current, found = current + entry.value, True
    return round(total + current) if found else None

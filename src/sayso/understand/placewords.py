"""The words that tell what is a place and what is not: `data/place_words.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..lexicon import load_table


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """An entry of `data/place_words.toml`."""

    id: str
    role: str
    words: tuple[str, ...]
    matches: str
    misses: str
    kinds: tuple[str, ...] = ()


@functools.cache
def load_words(role: str) -> dict[str, PlaceWord]:
    """Words of a role -> their entry."""
    rows = load_table("place_words.toml", PlaceWord)
    return {word: row for row in rows if row.role == role for word in row.words}

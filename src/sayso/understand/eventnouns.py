"""The nouns that tell of something that happens: "crash", "delivery". Data: `event_nouns.tsv`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..lexicon import load_table


@dataclass(frozen=True, slots=True)
class EventNounEntry:
    """A row of `event_nouns.tsv`."""

    noun: str


@functools.cache
def load_event_nouns() -> frozenset[str]:
    """All of them."""
    return frozenset(entry.noun for entry in load_table("event_nouns.tsv", EventNounEntry))

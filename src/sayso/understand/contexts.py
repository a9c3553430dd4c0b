"""The PLOVER contexts of an event: what the words of its sentence say it has to do with, beside those of the deed.

A loss of life in a disaster or an accident is told apart here too: nobody has done it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from .marks import EventMark
from .segment import Segments

DISASTERS = "disasters"
#: ways of killing that no accident has.
ARMED_MODES = frozenset(
    {"abduct", "aerial", "beat", "crowd-control", "drone", "firearms", "heavy-weapons", "primitive", "sexual"}
    | {"suicide-attack", "targeted", "torture"}
)


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """An entry of `contexts.toml`: a pattern and the context that it gives."""

    id: str
    context: str
    words: str
    matches: str
    misses: str


@functools.cache
def _load() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = load_table("contexts.toml", ContextEntry)
    return tuple((entry.context, re.compile(entry.words, re.IGNORECASE)) for entry in entries)


def find_contexts(words: str) -> tuple[str, ...]:
    """The contexts that a sentence gives to what it tells, in the order of the table."""
    return tuple(dict.fromkeys(context for context, pattern in _load() if pattern.search(words)))


def is_misfortune(segments: Segments, mark: EventMark) -> bool:
    """True for deaths that a disaster brings: "an earthquake killed 555 people" is no assault."""
    if mark.type != "ASSAULT" or mark.mode in ARMED_MODES:
        return False
    if DISASTERS not in find_contexts(segments.report.words(segments.sentence_of(mark.trigger))):
        return False
    return not mark.actors or DISASTERS in find_contexts(segments.report.words(*mark.actors))

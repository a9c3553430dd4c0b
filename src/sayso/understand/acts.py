"""What a source does by speaking: deny, refuse, offer, threaten ... from the cue and the words of the content."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Act

#: acts of a cue that its content may sharpen; "denied", "urged" and the like say enough by themselves.
OPEN_ACTS = ("assert", "promise", "admit")


@dataclass(frozen=True, slots=True)
class ActEntry:
    """One entry of `acts.toml`: a pattern over the content that turns a plain statement into an act."""

    id: str
    act: Act
    pattern: str
    matches: str
    misses: str


@dataclass(frozen=True, slots=True)
class NegatedEntry:
    """One entry of `negated_acts.toml`: what a cue does when it is negated ("did not accept")."""

    id: str
    act: Act
    becomes: Act
    matches: str
    misses: str


@functools.cache
def _patterns() -> tuple[tuple[ActEntry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(e.pattern, re.IGNORECASE)) for e in load_table("acts.toml", ActEntry))


def negate_act(cue_act: Act) -> tuple[Act, str | None]:
    """The act of a negated cue ("did not accept"), and the rule that says so."""
    entry = next((e for e in load_table("negated_acts.toml", NegatedEntry) if e.act == cue_act), None)
    return (entry.becomes, entry.id) if entry else (cue_act, None)


def find_act(cue_act: Act, words: str) -> tuple[Act, str | None]:
    """What the content makes of a cue's act, and the id of the rule that decided it where that was not the cue alone.

    >>> find_act("assert", "his country has no plans to mediate")
    ('refuse', 'act.no-plans')
    """
    if cue_act in OPEN_ACTS:
        plain = words.replace("’", "'")
        for entry, pattern in _patterns():
            if pattern.search(plain):
                return entry.act, entry.id
    return cue_act, None

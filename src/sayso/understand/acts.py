"""What a source does by speaking: deny, refuse, offer, threaten ... from the cue and the words of the content."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Act, Span
from .marks import ActRead

#: acts of a cue that its content may sharpen; "denied", "urged" and the like say enough by themselves.
OPEN_ACTS = ("assert", "promise", "admit")
#: below this the reader's act gives way to the cue's, and below that to a pattern's over the content, where these are
#: more than a plain statement. Of our 440 act sentences the reader gets 11 of 28 right where it is less sure than .4,
#: and more than half above; a pattern ("has no plans to") is held against it to .9, for reports of our own.
UNSURE_OF_CUE, UNSURE_OF_CONTENT = 0.4, 0.9
#: a plain statement by the rules stays one unless the reader is this sure. The act sentences alone would say .3, but
#: one in ten of them is a plain statement, and in running news most are.
SURE_OF_ACT = 0.4
#: "will" and "would" are promises, threats and forecasts alike: this pattern speaks only where the reader has not.
WEAK = ("act.promise.content",)


@dataclass(frozen=True, slots=True)
class ActEntry:
    """One entry of `acts.toml`: a pattern over the content that turns a plain statement into an act.

    ``cues``: the only cues (ids of `cues.toml`) after which it speaks; none for any.
    """

    id: str
    act: Act
    pattern: str
    matches: str
    misses: str
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NegatedEntry:
    """One entry of `negated_acts.toml`: what a cue does when it is negated ("did not accept").

    ``by``: the words of negation that it is of ("never", "could not"); none for those that no other entry names.
    """

    id: str
    act: Act
    becomes: Act
    matches: str
    misses: str
    by: tuple[str, ...] = ()


@functools.cache
def _patterns() -> tuple[tuple[ActEntry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(e.pattern, re.IGNORECASE)) for e in load_table("acts.toml", ActEntry))


def negate_act(cue_act: Act, by: str = "not") -> tuple[Act, str | None]:
    """The act of a cue that some word negates ("did not accept"), and the rule that says so."""
    entries = [e for e in load_table("negated_acts.toml", NegatedEntry) if e.act == cue_act]
    entry = next((e for e in entries if by in e.by), None) or next((e for e in entries if not e.by), None)
    return (entry.becomes, entry.id) if entry else (cue_act, None)


def settle_act(
    ruled: Act, content: tuple[Span, ...], words: str, read: tuple[ActRead, ...], *, rules: tuple[str, ...] = ()
) -> tuple[Act, str | None]:
    """What is done by saying a content: as the reader takes its sentence, unless it is unsure and a rule is not.

    ``rules``: those of the attribution, the entry of its cue among them.
    """
    here = next((one for one in read if any(one.span.meets(span) for span in content)), None)
    act, rule = find_act(ruled, words, rules)
    if here is None:
        return act, rule
    limit = UNSURE_OF_CONTENT if rule else UNSURE_OF_CUE
    limit = SURE_OF_ACT if act == "assert" or rule in WEAK else limit
    return (here.act, None) if here.sure >= limit else (act, rule)


def find_act(cue_act: Act, words: str, rules: tuple[str, ...] = ()) -> tuple[Act, str | None]:
    """What the content makes of a cue's act, and the id of the rule that decided it where that was not the cue alone.

    >>> find_act("assert", "his country has no plans to mediate")
    ('refuse', 'act.no-plans')
    """
    if cue_act in OPEN_ACTS:
        plain = words.replace("’", "'")
        for entry, pattern in _patterns():
            if (not entry.cues or any(cue in rules for cue in entry.cues)) and pattern.search(plain):
                return entry.act, entry.id
    return cue_act, None

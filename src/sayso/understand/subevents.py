"""Names the ACLED sub-event of an event, by ACLED's definitions, from its type, its mode and who is on either side."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table

STATE_FORCES = frozenset({"MIL", "GOV", "COP", "SPY", "PRM"})
ARMED = STATE_FORCES | {"REB", "UAF", "CRM"}
#: sectors of people who carry no arms for anybody.
UNARMED = frozenset({"CVL", "REF", "JRN", "EDU", "MED", "LAB", "REL", "BUS", "NGO", "SOC", "AGR", "LEG", "PTY", "OPP"})


@dataclass(frozen=True, slots=True)
class SubeventRule:
    """One row of ``data/subevents.toml``; the first that fits names the sub-event.

    ``does``/``suffers``: ``state``, ``state or none``, ``rebel``, ``armed``, ``unarmed``, ``no people``, ``none`` or
    ``two`` (two armed sides). ``words``: a pattern in the sentence. Empty fields fit anything.
    """

    id: str
    sub_event: str
    types: tuple[str, ...]
    matches: str
    misses: str
    modes: tuple[str, ...] = ()
    not_modes: tuple[str, ...] = ()
    does: str = ""
    suffers: str = ""
    words: str = ""
    without: str = ""


def code_subevent(
    about_type: str, mode: str | None, does: frozenset[str], suffers: frozenset[str], words: str
) -> str | None:
    """The sub_event_type, e.g. "Air/drone strike"; None for what ACLED does not record (an accusation, a visit)."""
    rules: tuple[SubeventRule, ...] = load_table("subevents.toml", SubeventRule)
    for rule in rules:
        if about_type not in rule.types or (rule.modes and (mode or "") not in rule.modes):
            continue
        if rule.not_modes and (mode or "") in rule.not_modes:
            continue
        if not _side_fits(rule.does, does, suffers) or not _side_fits(rule.suffers, suffers, does):
            continue
        if rule.words and not _pattern(rule.words).search(words):
            continue
        if rule.without and _pattern(rule.without).search(words):
            continue
        return rule.sub_event
    return None


@functools.cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def _side_fits(wanted: str, side: frozenset[str], other: frozenset[str]) -> bool:
    if wanted == "state":
        return bool(side & STATE_FORCES)
    if wanted == "state or none":
        return not side or bool(side & STATE_FORCES)
    if wanted == "no people":
        return not side & UNARMED
    if wanted == "armed":
        return bool(side & ARMED)
    if wanted == "rebel":
        return bool(side & (ARMED - STATE_FORCES)) and not side & STATE_FORCES
    if wanted == "unarmed":
        return bool(side & UNARMED) and not side & ARMED
    if wanted == "none":
        return not side
    if wanted == "two":
        return len(side & ARMED) > 1 or (bool(side & ARMED) and bool(other & ARMED))
    return True

"""The nouns by which those who did or suffered something are called after it: "seized two nurses … the captives"."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..lexicon import load_table

#: what the doer and the sufferer of a verb are in its clause.
DOER = frozenset({"nsubj", "agent"})
SUFFERER = frozenset({"dobj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class DeedEntry:
    """An entry of `deeds.toml`."""

    id: str
    verbs: tuple[str, ...]
    doers: tuple[str, ...]
    sufferers: tuple[str, ...]
    matches: str
    misses: str


@functools.cache
def load_deeds() -> dict[str, tuple[DeedEntry, ...]]:
    """The entries of each verb."""
    found: dict[str, tuple[DeedEntry, ...]] = {}
    for entry in load_table("deeds.toml", DeedEntry):
        for verb in entry.verbs:
            found[verb] = (*found.get(verb, ()), entry)
    return found


def is_named_after(words: tuple[str, ...], verb: str, place: str) -> bool:
    """True if who stands at this place of the verb may be called so after it: "captive", "seize", "dobj"."""
    for entry in load_deeds().get(verb, ()):
        names = entry.doers if place in DOER else entry.sufferers if place in SUFFERER else ()
        if any(word in names for word in words):
            return True
    return False

"""Who is who across reports: actors become sets of keys, since ids hold within one report only."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Actor

#: sectors whose actors act for their state: government, armed forces, police, courts, parliament, intelligence.
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
STATE_KINDS = frozenset({"government", "armed force", "state"})

_BRACKETED = re.compile(r"[(\[]([^)\]]+)[)\]]")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class CommonEntry:
    """Words that name a kind of people, e.g. "unidentified gunmen", and so fit every name."""

    id: str
    words: tuple[str, ...]
    matches: str
    misses: str


@functools.cache
def load_common_words() -> frozenset[str]:
    """All words that do not tell one actor from another."""
    return frozenset(word for entry in load_table("common_actors.toml", CommonEntry) for word in entry.words)


def fold(text: str) -> str:
    """Case, accents and typographic marks taken off: "Massoud’s" -> "massoud's"."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


@functools.lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The telling words of a name, "" if it has none: "the Taliban militants" -> "taliban"."""
    words = (word.removesuffix("'s") for word in _WORD.findall(_BRACKETED.sub(" ", fold(name))))
    return " ".join(word for word in words if word not in load_common_words())


@dataclass(frozen=True, slots=True)
class Party:
    """One actor as compared: what it is called, by which keys it is known, the state it acts for. Ids are "03#A2"."""

    id: str
    name: str
    keys: frozenset[str]
    state: str | None

    def known(self) -> bool:
        """False for "unidentified gunmen": nothing tells them from others."""
        return bool(self.keys)

    def same_as(self, other: Party) -> bool:
        """True if a name or alias is shared, or both act for one state and one is that state itself or shortens a name.

        "The health ministry" of a report on South Sudan is "South Sudan's health ministry".
        """
        if self.keys & other.keys - {"*"} or (self.id and self.id == other.id):
            return True
        if self.state is None or self.state != other.state:
            return False
        if "*" in self.keys or "*" in other.keys:
            return True
        ends = ((one, two) for one in self.keys for two in other.keys)
        return any(one.endswith(f" {two}") or two.endswith(f" {one}") for one, two in ends)


def party_of(actor: Actor, report: str) -> Party:
    """The actor with its keys: name, aliases, acronyms in brackets; "*" marks a government as the state itself."""
    keys = {name_key(name) for name in (actor.name, *actor.aliases)}
    for name in (actor.name, *actor.aliases):
        keys.update(fold(short) for short in _BRACKETED.findall(name) if short.isupper())
    keys.discard("")
    state = actor.country if actor.sector in STATE_SECTORS or actor.kind in STATE_KINDS else None
    if state and actor.kind in {"government", "state"}:
        keys.add("*")
    if fold(actor.name).startswith(("unknown", "unidentified")):
        keys.clear()
    return Party(f"{report}#{actor.id}", actor.name, frozenset(keys), state)


def shared(left: tuple[Party, ...], right: tuple[Party, ...]) -> bool:
    """True if some party of one side is the same as some party of the other."""
    for one in left:
        for two in right:
            if one.same_as(two):
                return True
    return False


def apart(left: tuple[Party, ...], right: tuple[Party, ...]) -> bool:
    """True if both sides are named throughout and nobody stands on both."""
    if not left or not right or not all(p.known() for p in (*left, *right)):
        return False
    return not shared(left, right)


def alike(left: tuple[Party, ...], right: tuple[Party, ...]) -> bool:
    """True if a party is shared, or called by the same kind of thing: "two convoys", "the committee's convoy"."""
    heads = [{_singular(key.split()[-1]) for party in side for key in party.keys - {"*"}} for side in (left, right)]
    return shared(left, right) or bool(heads[0] & heads[1]) or not all(p.known() for p in (*left, *right))


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word

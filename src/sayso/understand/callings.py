"""The words by which one and the same is called in turn: a bishop is "the prelate", a ship "the vessel"."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from ..lexicon import load_table
from .role_words import RoleEntry, singular

#: entries whose words tell something new of a person known already: "the widow".
TRAIT = "trait."
#: those of them that say what a person does for a living, which he whose work is known does not do too.
TRADES = frozenset({"trait.trade", "trait.learned", "trait.service"})


@dataclass(frozen=True, slots=True)
class CallingEntry:
    """An entry of `callings.toml`; ``of_kind``: any named actor of this kind may be called so.

    ``apart``: groups of its words, parted by "|" within one, of which no two are one person's: a mayor is no governor.
    """

    id: str
    kind: Literal["person", "body", "craft"]
    words: tuple[str, ...]
    matches: str
    misses: str
    of_kind: str | None = None
    apart: tuple[str, ...] = ()


@functools.cache
def load_callings() -> dict[str, frozenset[CallingEntry]]:
    """The entries that each word belongs to."""
    found: dict[str, set[CallingEntry]] = {}
    for entry in load_table("callings.toml", CallingEntry):
        for word in entry.words:
            found.setdefault(word, set()).add(entry)
    return {word: frozenset(entries) for word, entries in found.items()}


def callings_of(words: tuple[str, ...]) -> frozenset[CallingEntry]:
    """The entries of the longest of a noun's words that has any: "field commander" before "commander"."""
    table = load_callings()
    return next((table[word] for word in words if word in table), frozenset())


def words_of(noun: Token) -> tuple[str, ...]:
    """What a noun calls somebody, the longest first: "field commanders" -> "field commander", "commander".

    Where the longer words are another calling than the last, they alone: "the top diplomat" is no "diplomat".
    """
    last = singular(noun).removesuffix(".")
    before = noun.nbor(-1).text if noun.i > noun.sent.start else ""
    if before == "-" and noun.i - 2 >= noun.sent.start:
        return (f"{noun.nbor(-2).lower_}-{last}", last)
    beside = [c for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod") and c.is_alpha]
    longer = tuple(f"{child.lower_} {last}" for child in reversed(beside))
    if len(beside) > 1:
        longer = (" ".join([*(child.lower_ for child in beside[-2:]), last]), *longer)
    table = load_callings()
    own = tuple(word for word in longer if word in table)
    if any(table[word] & table.get(last, frozenset()) for word in own):
        return (*own, last)
    return own or (*longer, last)


def is_person_word(words: tuple[str, ...], role: RoleEntry | None) -> bool:
    """True for a noun that in the singular means one human being."""
    if role is not None:
        return role.is_person or (role.kind in ("civilians", "armed force", "armed group") and "many" in role.flags)
    return any(entry.kind == "person" for entry in callings_of(words))


def share_a_calling(ours: tuple[str, ...], theirs: set[str]) -> bool:
    """True if one may be called what the other is called, "prelate" and "bishop", and holds no other office."""
    if any(_are_apart(word, theirs) for word in ours):
        return False
    named = {entry for entry in callings_of(ours) if not entry.id.startswith(TRAIT)}
    return any(named & load_callings().get(word, frozenset()) for word in theirs)


def _are_apart(word: str, others: set[str]) -> bool:
    """True for "governor" beside a "mayor" who is called no governor too."""
    return any(others & rivals and not others & group for group, rivals in _load_apart().get(word, ()))


@functools.cache
def _load_apart() -> dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]:
    """For each word of an office, in each entry that has it: the words for that office and those for others."""
    found: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {}
    for entry in load_table("callings.toml", CallingEntry):
        groups = [frozenset(group.split("|")) for group in entry.apart]
        for group in groups:
            rivals = frozenset(word for other in groups if other is not group for word in other)
            for word in group:
                found[word] = (*found.get(word, ()), (group, rivals))
    return found


def is_craft_or_body(words: tuple[str, ...]) -> bool:
    """True for a ship and for what only has the name of a house: "vessel", "chamber"."""
    return any(entry.kind != "person" for entry in callings_of(words))


def is_craft(words: set[str]) -> bool:
    """True for what sailors call "she": "tanker"."""
    entries = {entry for word in words for entry in load_callings().get(word, ())}
    return any(entry.kind == "craft" for entry in entries) and all(entry.kind == "craft" for entry in entries)


def is_trait(words: tuple[str, ...]) -> bool:
    """True for a word that tells something new of a person: "widow", "laureate", "year-old"."""
    return any(entry.id.startswith(TRAIT) for entry in callings_of(words))


def is_trade(words: tuple[str, ...]) -> bool:
    """True for a trait that is a person's work: "carpenter"."""
    return {entry.id for entry in callings_of(words) if entry.id.startswith(TRAIT)} <= TRADES

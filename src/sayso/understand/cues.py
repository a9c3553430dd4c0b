"""Cue words: which tokens of a parse may tie a source to its content, and what each kind takes. Data: `cues.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from ..lexicon import load_table
from ..records import Act


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One entry of `cues.toml`; ``takes`` says what the content may be.

    ``objects``: the only nouns that it takes as an object; ``not_objects``: those that make it another verb
    ("denied entry", "according to size"). ``finite``: not as an infinitive ("interested to see" is nobody's word).
    ``alone``: believed in narration where the trained reader sees nothing; those that are not were wrong there nine
    times in ten on PolNeAR's dev part.
    """

    id: str
    pos: Literal["verb", "noun", "adjective", "phrase", "mark"]
    lemmas: tuple[str, ...]
    act: Act
    takes: tuple[str, ...]
    matches: str
    misses: str
    objects: tuple[str, ...] = ()
    not_objects: tuple[str, ...] = ()
    finite: bool = False
    alone: bool = True

    def allows(self, noun: str) -> bool:
        """True if the noun (a lemma) may be what this cue is about."""
        return noun not in self.not_objects and (not self.objects or noun in self.objects)


@dataclass(frozen=True, slots=True)
class CueHit:
    """A token that is a cue, with the entries that its lemma has, in the order of the file."""

    token: Token
    entries: tuple[CueEntry, ...]


@functools.cache
def _entries(pos: str) -> dict[str, tuple[CueEntry, ...]]:
    found: dict[str, tuple[CueEntry, ...]] = {}
    for entry in load_table("cues.toml", CueEntry):
        if entry.pos == pos:
            for lemma in entry.lemmas:
                found[lemma] = (*found.get(lemma, ()), entry)
    return found


def mark_entry(mark: str) -> CueEntry:
    """The entry of a punctuation mark that is a cue: the colon of "Army: rebels have fled"."""
    return _entries("mark")[mark][0]


def find_cues(doc: Doc) -> list[CueHit]:
    """Verbs, nouns and adjectives of the parse that stand in the lexicon, in reading order."""
    hits = []
    for token in doc:
        entries = _entries(_lexical_kind(token)).get(cue_lemma(token), ())
        if entries:
            hits.append(CueHit(token, entries))
    return hits


def find_cue_in(words: list[Token]) -> CueHit | None:
    """The last word of a few that stands in the lexicon, whatever it takes: "pleas", "had thanked"."""
    hits = (CueHit(t, _entries(_lexical_kind(t)).get(cue_lemma(t), ())) for t in reversed(words))
    return next((hit for hit in hits if hit.entries), None)


def is_cue(token: Token) -> bool:
    """True if the token's lemma stands in the lexicon for its part of speech."""
    return cue_lemma(token) in _entries(_lexical_kind(token))


def find_phrases(plain: str) -> list[tuple[int, int, CueEntry]]:
    """Cues of several words ("according to") and adverbs ("reportedly") as offsets, in reading order."""
    lower, found = plain.lower(), []
    for phrase, entries in _entries("phrase").items():
        at = lower.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            bounded = (at == 0 or not lower[at - 1].isalnum()) and not lower[end : end + 1].isalnum()
            if bounded:
                found.append((at, end, entries[0]))
            at = lower.find(phrase, end)
    return sorted(found, key=lambda hit: hit[:2])


def cue_lemma(token: Token) -> str:
    """The lemma with its particle: "rule out", "turn down"."""
    particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), "")
    lemma: str = token.lemma_.lower()
    joined = f"{lemma} {particle}".strip()
    return joined if joined in _entries("verb") else lemma


def _lexical_kind(token: Token) -> str:
    if token.pos_ in ("VERB", "AUX"):
        return "verb"
    if token.pos_ == "NOUN":
        return "noun"
    return "adjective" if token.pos_ == "ADJ" else ""

"""Takes a noun phrase apart: what it is coordinated of, its head, whose it is, whether it points back."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from ..lexicon import load_table
from ..records import Span
from .names import Name
from .role_words import RoleEntry, is_plural, role_of
from .segment import Segments

OWNER_DEPS = ("amod", "compound", "nmod", "poss", "npadvmod", "nummod")
OWNER_PREPS = ("of", "for", "from", "with", "at")
POINTING = frozenset(["the", "this", "that", "these", "those", "both", "each", "either"])
COUNTING = frozenset(
    ["a", "an", "another", "several", "some", "many", "one", "few", "numerous", "multiple", "other", "more", "various"]
)


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """An entry of `reference.toml`."""

    id: str
    words: tuple[str, ...]
    means: str
    matches: str
    misses: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the things that a phrase coordinates: "Russian officials" of "Russian officials and two envoys"."""

    head: Token
    tokens: tuple[Token, ...]
    span: Span
    pointing: bool
    counted: bool
    plural: bool
    role: RoleEntry | None
    role_words: str


@functools.cache
def load_references() -> dict[str, frozenset[str]]:
    """What each word that points back may mean: "they" -> many."""
    found: dict[str, set[str]] = {}
    for entry in load_table("reference.toml", ReferenceEntry):
        for word in entry.words:
            found.setdefault(word, set()).add(entry.means)
    return {word: frozenset(means) for word, means in found.items()}


def means(token: Token) -> frozenset[str]:
    """What the token may mean as a word that points back; nothing for most words."""
    table = load_references()
    return table.get(token.lower_) or table.get(token.lemma_.lower()) or frozenset()


def is_pronoun(token: Token) -> bool:
    """True for "they", "whose"; "that" only where it is a relative pronoun."""
    if token.lower_ == "us" and token.text.isupper():
        return False
    found = means(token)
    pronouns = {"man", "woman", "body", "many", "speakers", "speaker"}
    relative = "relative" in found and token.tag_ in ("WP", "WDT", "WP$")
    return (bool(found & pronouns) and token.tag_ in ("PRP", "PRP$", "NNP", "NN")) or relative


def head_of(tokens: list[Token]) -> Token | None:
    """The token that the others hang on, "spokesman" in "a spokesman for the ministry"."""
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    nominal = [t for t in roots if t.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET") or is_pronoun(t)]
    if nominal:
        return nominal[0]
    return next((t for t in tokens if t.pos_ in ("NOUN", "PROPN", "PRON")), roots[0] if roots else None)


def find_pieces(segments: Segments, span: Span, names: dict[int, Name]) -> list[Piece]:
    """What the phrase coordinates, in order: "the Taliban and other leaders" -> two."""
    tokens = [t for t in segments.tokens_in(span) if not t.is_punct or t.text in "-'"]
    head = head_of(tokens)
    if head is None:
        return []
    inside = {t.i for t in tokens}
    heads = [head, *(c for c in _joined(head) if c.i in inside and c.i not in _name_range(names, head))]
    pieces = []
    for one in heads:
        others = {
            t.i for other in heads if other is not one for t in other.subtree if other.i in {x.i for x in one.subtree}
        }
        own = [t for t in one.subtree if t.i in inside and t.i not in others and t.dep_ not in ("cc", "preconj")]
        pieces.append(make_piece(segments, counted_noun(one, inside), own or [one]))
    return pieces


def _name_range(names: dict[int, Name], token: Token) -> range:
    name = names.get(token.i)
    return range(name.first, name.last + 1) if name else range(0)


def _joined(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ not in ("VERB", "AUX"):
            yield child
            yield from _joined(child)


def counted_noun(head: Token, inside: set[int]) -> Token:
    """What is counted by a counting noun: "villagers" in "dozens of villagers", "a group of villagers"."""
    if "count" not in means(head):
        return head
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            for one in child.children:
                if one.dep_ == "pobj" and one.i in inside:
                    return counted_noun(one, inside)
    return head


def make_piece(segments: Segments, head: Token, tokens: list[Token]) -> Piece:
    """A piece with its head's role, and whether it points back ("the ...") or counts ("two ...")."""
    near = list(head.lefts)
    counted = any(t.lower_ in COUNTING or (t.dep_ == "nummod" and t.lower_ != "both") for t in near)
    counted = counted or (tokens[0].i < head.i and any("count" in means(t) and t.i < head.i for t in tokens[:3]))
    pointing = any(t.lower_ in POINTING for t in near) and not counted
    role, words = role_of(head)
    core = [t for t in tokens if t.i <= head.i] or [head]
    return Piece(
        head, tuple(core), segments.span_of(core[0], head), pointing, counted, is_plural(head), role, words
    )  # fmt: skip


def owner_tokens(head: Token) -> Iterator[Token]:
    """The words that may say whose the head is: "Taliban" in "Taliban forces", "Kurds" in "leader of the Kurds"."""
    lefts = sorted((c for c in head.lefts if c.dep_ in OWNER_DEPS), key=lambda t: (t.dep_ != "poss", -t.i))
    for child in lefts:
        yield child
        for deeper in child.subtree:
            if deeper.i != child.i and deeper.dep_ in (*OWNER_DEPS, "conj"):
                yield deeper
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in OWNER_PREPS:
            for one in child.children:
                if one.dep_ == "pobj":
                    yield one
                    yield from (c for c in one.lefts if c.dep_ in OWNER_DEPS)


def plain_words(piece: Piece) -> str:
    """The words of a description without article and number: "three local officials" -> "local officials"."""
    kept: list[Token] = []
    for token in piece.tokens:
        skip = token.tag_ in ("DT", "CD", "PRP$", "PDT", "``", "''", "HYPH") and token.tag_ != "HYPH"
        if not kept and (skip or token.lower_ in COUNTING or token.is_punct or token.dep_ in ("advmod", "quantmod")):
            continue
        if not kept and "count" in means(token) and token.i < piece.head.i:
            continue
        if not kept and token.tag_ in ("IN", "CC"):
            continue
        kept.append(token)
    kept = kept or [piece.head]
    gaps = [left.whitespace_ or " " * (right.i > left.i + 1) for left, right in pairwise(kept)]
    return " ".join("".join(t.text + gap for t, gap in zip(kept, [*gaps, ""], strict=True)).split())

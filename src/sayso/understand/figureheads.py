"""What makes a number a loss, an arrest, a force: the word that it hangs on. Data: `figure_heads.toml`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from ..lexicon import load_table

Way = Literal["object", "subject", "state", "noun", "of", "toll"]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: how many words may stand between the two where the parse does not tie them.
REACH = 5


@dataclass(frozen=True, slots=True)
class HeadRule:
    """One entry of `figure_heads.toml`. ``counted``: the only nouns counted so; ``under``: verbs over an "of" noun."""

    id: str
    kind: str
    fits: tuple[str, ...]
    matches: str
    misses: str
    objects: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    tolls: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    with_object: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()

    def counts(self, noun: Token | None) -> bool:
        """True if such a noun is counted so; a bare number ("five were freed") counts people."""
        if not self.counted:
            return True
        people = "@people" in self.counted
        if noun is None or noun.pos_ == "PRON":
            return people
        lemma = noun.lemma_.lower()
        if people and (lemma in person_nouns() or (noun.pos_ == "PROPN" and noun.tag_ == "NNPS")):
            return True  # "14 Venezuelans"
        return lemma in self.counted or noun.lower_ in self.counted


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun for people; one of a group noun ("a family") is not one person."""

    word: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The word found and the rule that it stands in."""

    token: Token
    rule: HeadRule
    way: Way


@functools.cache
def person_nouns() -> dict[str, bool]:
    """Lemma -> whether one of it is one person."""
    return {entry.word: entry.group is None for entry in load_table("people.tsv", PersonNoun)}


@dataclass(frozen=True, slots=True)
class FigureWord:
    """A word that bears on figures without making one."""

    kind: str
    word: str


@functools.cache
def figure_words(kind: str) -> frozenset[str]:
    """The words of a kind in `figure_words.tsv`: figure_words("heavy") holds "severe"."""
    return frozenset(entry.word for entry in load_table("figure_words.tsv", FigureWord) if entry.kind == kind)


@functools.cache
def head_rules() -> tuple[HeadRule, ...]:
    """All entries in the order of the file."""
    return load_table("figure_heads.toml", HeadRule)


@functools.cache
def _index(way: Way) -> dict[str, tuple[HeadRule, ...]]:
    field = {
        "object": "objects",
        "subject": "subjects",
        "state": "states",
        "noun": "nouns",
        "toll": "tolls",
        "of": "of",
    }
    found: dict[str, tuple[HeadRule, ...]] = {}
    for rule in head_rules():
        for word in getattr(rule, field[way]):
            found[word] = (*found.get(word, ()), rule)
    return found


def find_head(core: Token, noun: Token | None, last: Token) -> Head | None:
    """The head of a counted phrase: ``core`` its head word, ``noun`` what is counted, ``last`` its last token."""
    for way, token in (*_links(core), *_beside(core, last)):
        head = match_head(way, token, noun)
        if head is not None:
            return head
    own = noun if noun is not None else core
    return match_head("noun", own, noun)


def match_head(way: Way, token: Token, noun: Token | None) -> Head | None:
    """The rule for a word in a given way: ("object", "killed") -> figure.killed."""
    for form in _forms(token, way):
        for rule in _index(way).get(form, ()):
            if (way == "noun" or rule.counts(noun)) and _fits_around(rule, token):
                return Head(token, rule, way)
    return None


def _fits_around(rule: HeadRule, token: Token) -> bool:
    if rule.with_object and not any(c.dep_ == "dobj" and c.lemma_.lower() in rule.with_object for c in token.children):
        return False
    return not rule.under or token.pos_ == "VERB" or token.head.lemma_.lower() in rule.under


def _forms(token: Token, way: Way) -> list[str]:
    """The forms under which a word may stand in the tables: "shoot down", "take hostage", "death toll"."""
    lemma = token.lemma_.lower()
    if way in ("object", "subject"):
        if token.pos_ not in ("VERB", "AUX", "ADJ", "NOUN") or (token.pos_ == "NOUN" and token.tag_ != "VBN"):
            return []
        return [*(f"{lemma} {c.lower_}" for c in token.children), lemma]
    if way == "toll":
        parts = [f"{c.lower_} {lemma}" for c in token.children if c.dep_ in ("compound", "amod")]
        of = [g.lower_ for c in token.children if c.lower_ == "of" for g in c.children]
        return [*parts, *(f"{lemma} of {word}" for word in of), lemma]
    return [token.lower_] if way == "state" else [lemma, token.lower_]


def _links(core: Token) -> Iterator[tuple[Way, Token]]:
    """What the grammar ties a counted phrase to, nearest first; parts of a list share the tie of its first."""
    seen: set[int] = set()
    token = core
    while token.i not in seen:
        seen.add(token.i)
        yield from _below(token)
        yield from _above(token)
        if token.dep_ not in ("conj", "appos") or token.head.pos_ not in NOMINAL:
            break
        token = token.head


def _below(token: Token) -> Iterator[tuple[Way, Token]]:
    for child in token.children:
        if child.dep_ in ("acl", "amod", "relcl", "advcl", "appos"):
            yield "state", child
            relative = next((c for c in child.children if c.dep_ in SUBJECTS), None)
            if child.dep_ == "relcl" and relative is not None and relative.dep_ == "nsubj":
                yield "subject", child
            elif child.tag_ == "VBN" or child.dep_ == "relcl":
                yield "object", child


def _above(token: Token) -> Iterator[tuple[Way, Token]]:
    head = token.head
    if head.i == token.i:
        return
    if token.dep_ == "nsubjpass" or (token.dep_ == "nsubj" and head.tag_ == "VBN" and not _has_auxiliary(head)):
        yield from (("state", child) for child in head.children if child.dep_ in ("acomp", "advmod", "oprd"))
        yield "object", head
    elif token.dep_ == "nsubj":
        yield "state", head
        yield "subject", head
        for child in head.children:
            if child.dep_ in ("acomp", "attr", "oprd", "xcomp") and child.i > token.i:
                yield "state", child
    elif token.dep_ in ("dobj", "oprd", "attr", "ccomp", "dative"):
        for child in head.children:
            if child.dep_ in ("oprd", "acomp", "xcomp") and child.i > token.i:
                yield "state", child
        if token.dep_ == "dobj":
            yield "object", head
        yield from _tolls(head)
    elif token.dep_ == "pobj":
        over = head.head
        if head.lower_ == "of":
            yield "of", over
            yield "toll", over
        elif head.lower_ in ("to", "at", "by", "as", "above", "beyond", "past"):
            yield from _tolls(over)
        elif head.lower_ in ("including", "among", "with") and over.pos_ in NOMINAL:
            yield from _links(over)


def _tolls(verb: Token) -> Iterator[tuple[Way, Token]]:
    for child in verb.children:
        if child.dep_ in SUBJECTS or (child.dep_ == "dobj" and verb.lemma_ in ("put", "bring", "take", "raise")):
            yield "toll", child
            if child.lemma_ == "number":  # "the number of people killed has risen to 6"
                for token in child.subtree:
                    if token.tag_ in ("VBN", "JJ", "NNS", "NN") and token.i > child.i:
                        yield "object", token
                        yield "state", token


def _beside(core: Token, last: Token) -> Iterator[tuple[Way, Token]]:
    """Words next to the phrase, for where the parse goes wrong: "with 15 others injured"."""
    doc = core.doc
    for token in doc[last.i + 1 : last.i + 1 + REACH]:
        if token.is_sent_start:
            break
        if token.tag_ in ("VBN", "VBD", "JJ"):
            yield "state", token
            if token.tag_ == "VBN":
                yield "object", token
        if token.lower_ not in figure_words("between") and token.pos_ != "ADV":
            break
    first = min((t.i for t in core.subtree if t.i <= core.i), default=core.i)
    before = doc[first - 1] if first else None
    if before is not None and before.pos_ == "VERB" and not _is_passive(before):
        yield "object", before


def _has_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)

"""Finds the actors that `data/` knows by name: states, their demonyms, capitals and seats, groups, organisations."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from ..lexicon import load_table
from ..records import Span

Form = Literal["name", "adjective", "people", "capital", "seat"]
WORD = re.compile(r"[^\W_]+")
#: what may stand between two words of one name: "al-Qaeda", "U.S.", "Sana'a", a blank or a line break with its indent.
GAP = re.compile(r"[ .'’‘\-–/,(]{0,2}|\.?\s+|\s\(")
#: a name with one of these before its hyphen, or after, tells of somebody else: "anti-Taliban", "US-backed".
PREFIXES = frozenset(["anti", "pro", "non", "ex", "intra", "inter", "trans", "post"])
SUFFIXES = frozenset(
    [
        "backed",
        "led",
        "held",
        "controlled",
        "occupied",
        "administered",
        "based",
        "born",
        "made",
        "run",
        "allied",
        "aligned",
        "supported",
        "owned",
        "funded",
        "style",
        "brokered",
        "mediated",
        "speaking",
        "trained",
        "dominated",
        "majority",
        "installed",
        "sponsored",
        "imposed",
        "annexed",
    ]
)
ACRONYM_LETTERS = 5
#: a single word in a text of capitals is taken for a name without its case if it is at least so long ("FRANCE").
PLAIN_NAME_LETTERS = 6
#: a misspelt country is told by a word so long and so like: "Ethopia" is 93, while "Austria" is 87 to "Australia".
LONG_WORD, SAME_WORD = 7, 92


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """A row of `countries.tsv`."""

    country: str
    name: str
    names: str = ""
    adjectives: str = ""
    people: str = ""
    capital: str = ""
    seats: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """A row of `actors.tsv`."""

    name: str
    kind: str
    aliases: str = ""
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class LeaderEntry:
    """A row of `leaders.tsv`."""

    name: str
    aliases: str = ""
    country: str | None = None
    sector: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class GivenNameEntry:
    """A row of `given_names.tsv`."""

    name: str
    gender: str


@dataclass(frozen=True, slots=True)
class Known:
    """An actor that `data/` knows, and the form in which it was met: "Russian" is the adjective of Russia."""

    name: str
    kind: str
    country: str | None
    sector: str | None
    form: Form = "name"
    adjective: str | None = None

    @property
    def is_country(self) -> bool:
        """True for a state or a territory, in whatever form it was met."""
        return self.adjective is not None


@dataclass(frozen=True, slots=True)
class KnownMention:
    """A known actor in the text; ``loose`` if it only colours another word ("US-backed", "anti-Taliban")."""

    span: Span
    known: Known
    loose: str | None = None


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    cased: tuple[bool, ...]
    exact: bool
    known: Known


@functools.cache
def fold(word: str) -> str:
    """ "Médecins" -> "medecins"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()


@functools.cache
def load_aliases() -> dict[str, tuple[_Alias, ...]]:
    """All aliases by their first word, the longest first."""
    found: dict[str, dict[tuple[str, ...], list[_Alias]]] = {}
    for text, known in [*_country_names(), *_actor_names()]:
        words = tuple(m.group() for m in WORD.finditer(text))
        letters = "".join(words)
        exact = letters.isupper() and len(letters) <= ACRONYM_LETTERS
        folded = tuple(fold(w) for w in words)
        alias = _Alias(folded, tuple(w[0].isupper() for w in words), exact, known)
        found.setdefault(folded[0], {}).setdefault(folded, []).append(alias)
    return {
        first: tuple(a for words in sorted(by_words, key=len, reverse=True) for a in by_words[words])
        for first, by_words in found.items()
    }


def _country_names() -> list[tuple[str, Known]]:
    found = []
    for row in load_table("countries.tsv", CountryEntry):
        adjective = row.adjectives.split("|")[0] or row.name
        forms: tuple[tuple[Form, str], ...] = (
            ("name", f"{row.name}|{row.names}"), ("adjective", row.adjectives), ("people", row.people),
            ("capital", row.capital), ("seat", row.seats),
        )  # fmt: skip
        taken: set[str] = set()
        for form, names in forms:
            known = Known(row.name, "government", row.country, "GOV", form, adjective)
            for name in names.split("|"):
                if name and name not in taken:
                    taken.add(name)
                    found.append((name.removeprefix("the "), known))
    return found


def _actor_names() -> list[tuple[str, Known]]:
    found = []
    for row in load_table("actors.tsv", ActorEntry):
        known = Known(row.name, row.kind, row.country, row.sector)
        found += [(name.removeprefix("the "), known) for name in [row.name, *row.aliases.split("|")] if name]
    return found


def find_known(text: str, plain: str, *, in_capitals: bool = False) -> list[KnownMention]:
    """Mentions of known actors, none overlapping another; ``plain`` is the text in the case that the parser reads."""
    aliases = load_aliases()
    words = [Span(*m.span()) for m in WORD.finditer(text)]
    folded = [fold(text[start:end]) for start, end in words]
    cased = plain if in_capitals else text
    found: list[KnownMention] = []
    at = 0
    while at < len(words):
        fitting = (a for a in aliases.get(folded[at], ()) if folded[at : at + len(a.words)] == list(a.words))
        alias = next((a for a in fitting if _fits(a, cased, words[at : at + len(a.words)], in_capitals)), None)
        if alias is None:
            at += 1
            continue
        start, end = words[at].start, words[at + len(alias.words) - 1].end
        if text[end : end + 1] == "." and text[max(start, end - 2) : end - 1] == ".":
            end += 1
        found.append(KnownMention(Span(start, end), alias.known, _loose(text, start, end)))
        at += len(alias.words)
    return found


def _fits(alias: _Alias, text: str, words: list[Span], in_capitals: bool) -> bool:
    """True if the words stand together and are written as names are."""
    if any(not GAP.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(words)):
        return False
    if in_capitals:
        first = text[words[0].start]
        return len(words) > 1 or first.isupper() or len(alias.words[0]) >= PLAIN_NAME_LETTERS
    if alias.exact:
        return all(text[w.start : w.end] == text[w.start : w.end].upper() for w in words)
    return all(text[w.start].isupper() or not cased for w, cased in zip(words, alias.cased, strict=True))


def _loose(text: str, start: int, end: int) -> str | None:
    """The word that makes the mention a mere colour: "backed" for "US-backed", "anti" for "anti-Taliban"."""
    before = re.search(r"([^\W_]+)[-–]$", text[max(0, start - 12) : start])
    if before and before.group(1).casefold() in PREFIXES:
        return before.group(1).casefold()
    after = re.match(r"[-–]([^\W_]+)", text[end : end + 24])
    if after and after.group(1).casefold() in SUFFIXES:
        return after.group(1).casefold()
    return None


@functools.cache
def load_given_names() -> dict[str, str]:
    """ "m" or "f" by given name."""
    return {row.name: row.gender for row in load_table("given_names.tsv", GivenNameEntry)}


@functools.cache
def load_leaders() -> dict[str, LeaderEntry]:
    """Well-known persons by full name, and by last name where only one of them bears it."""
    found: dict[str, LeaderEntry] = {}
    last: dict[str, set[str]] = {}
    rows = load_table("leaders.tsv", LeaderEntry)
    for row in rows:
        for name in [row.name, *filter(None, row.aliases.split("|"))]:
            found[_name_key(name)] = row
            last.setdefault(_name_key(name.split()[-1]), set()).add(row.name)
    by_name = {row.name: row for row in rows}
    for word, bearers in last.items():
        countries = {by_name[name].country for name in bearers}
        if len(countries) == 1:
            found.setdefault(word, by_name[min(bearers)])
    return found


def find_leader(name: str) -> LeaderEntry | None:
    """The well-known person of that name: "Yasser Arafat", "Arafat"."""
    return load_leaders().get(_name_key(name))


def _name_key(name: str) -> str:
    return " ".join(fold(word) for word in WORD.findall(name))


@functools.cache
def find_misspelt(word: str) -> Known | None:
    """The country or capital that a long word nearly spells: "Ethopia"."""
    if len(word) < LONG_WORD:
        return None
    best: tuple[float, Known] | None = None
    for aliases in load_aliases().values():
        for alias in aliases:
            if len(alias.words) == 1 and alias.known.is_country and alias.known.form in ("name", "capital"):
                ratio = fuzz.ratio(alias.words[0], fold(word))
                if ratio >= SAME_WORD and (best is None or ratio > best[0]):
                    best = (ratio, alias.known)
    return best[1] if best else None


@functools.cache
def country_of_code(code: str) -> Known | None:
    """The state of an ISO code, the first in the table: "GBR" -> United Kingdom."""
    names = (known for _, known in _country_names() if known.form == "name" and known.country == code)
    return next(names, None)

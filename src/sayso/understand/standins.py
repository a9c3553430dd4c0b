"""Names that stand in for a report's own while it is parsed and read, so that it is read alike whoever it is about.

A parser and a reader that know "Russia" from "Ukraine" may cut one's words otherwise than the other's. Neither is shown
such a name: the first country named reads "France", the second "Germany", the first unknown name "Johnson", whoever
they are (`data/standins.toml`). With the two sides of a report exchanged, the text that is read is the same. What is
found is told in the characters of the report itself, and who is meant is asked of those alone.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..lexicon import load_table
from ..records import Span
from .known_actors import Known, find_known, find_leader, load_given_names
from .placewords import load_words
from .role_words import singular_of
from .truecase import DAYS_AND_MONTHS, PLACE_WEIGHT, WORD_PLACE_WEIGHT, Ordinary, weigh_entry_of

Form = Literal[
    "name",
    "adjective",
    "people",
    "people as adjective",
    "capital",
    "town",
    "agency",
    "given name",
    "other name",
    "side",
]
NAME = re.compile(r"\b[^\W\d_]{2,}\b")
BEFORE = re.compile(r"\b(?:([Aa])(n?)|[Tt]he) $")
#: the names that persons have.
OF_PERSONS: frozenset[Form] = frozenset({"given name", "other name"})
#: names that stay as they are throughout where one has "the" before it: "the Taliban".
OF_STATES: frozenset[Form] = frozenset({"name", "capital"})
#: before a side's word in the plural that has no "the": it begins a sentence, or follows one of these.
OPENS = r"(?<=^)|(?<=[.!?:;,\n\"] )|(?<=[\"\n])|(?<=\b(?:by|of|on|to|as) )|(?<=\band )|(?<=\b(?:with|from|that) )"
#: what follows "a rebel" where it is a person and no side: "a rebel said", "the rebel who fell".
NO_NOUN = r"(?:\w+ed|sa\w+|tol[dl]|is|was|ha[sd]|who\w*|that|of|to|and|or|in|at|on|by|from|with|as|for|wh\w+)\b"
STARTS = re.compile(r"(?:^|[.!?:;\n\"] ?)$")
#: how far before a name its article stands.
ARTICLE = 4
MONTHS_AND_DAYS = DAYS_AND_MONTHS | {"march", "may"}
#: shorter names of places are too often abbreviations, or parts of names with a hyphen.
SHORTEST_PLACE = 4
#: of a compound ("gunmen").
SHORTEST_PART = 3
AFTER = re.compile(r" ([a-z]+)\b")
WHERE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|(?:city|town|village|district|province|camp|outskirts) of) $"
)
#: how far before a name the words stand that set it as a place.
REACH = 14
#: "the Chinese said", "the French": one word for the people and for what is theirs.
SAME = ("ese", "nch", "iss", "itish", "utch")


@dataclass(frozen=True, slots=True)
class StandinEntry:
    """An entry of `standins.toml`."""

    id: str
    form: Form
    words: tuple[str, ...]
    matches: str
    misses: str
    without: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standin:
    """A word that is read in place of a stretch of the text; ``parsed``: the parser is shown it too.

    "The rebels" reads "the army" to the reader alone: to a parser one is many and the other one.
    """

    span: Span
    word: str
    parsed: bool = True


@functools.cache
def load_standins() -> dict[Form, StandinEntry]:
    """The stand-ins of each form."""
    return {entry.form: entry for entry in load_table("standins.toml", StandinEntry)}


def find_standins(plain: str, ordinary: Ordinary) -> tuple[Standin, ...]:
    """What is read in place of names, and of "a" or "an" before them, in reading order; none overlaps another."""
    words: dict[str, str] = {}
    used: Counter[Form] = Counter()
    found = []
    for span, form in _paired(plain, list(_named(plain, ordinary))):
        name = plain[span.start : span.end]
        key = name.lower().removesuffix("s") if form == "side" else name
        if key not in words:
            stock = load_standins()[form].words
            words[key] = stock[used[form]] if used[form] < len(stock) else name
            used[form] += 1
        word = words[key].capitalize() if form == "side" and _has_capital(plain, span) else words[key]
        before = BEFORE.search(plain, max(0, span.start - ARTICLE), span.start)
        if before and before.group(1):
            article = before.group(1) + ("n" if word[0] in "AEIOUa" else "")
            found.append(Standin(Span(before.start(), span.start - 1), article, form != "side"))
        found.append(Standin(span, word, form != "side"))
        if form == "side" and name[-1] == "s" and plain[span.end : span.end + 2] == "' ":
            found.append(Standin(Span(span.end, span.end + 1), "'s", parsed=False))
    return tuple(found)


@functools.cache
def _load_sides() -> re.Pattern[str]:
    """The sides of a war that have no name: "the army", "the rebels", "rebel fire", but not "two rebels"."""
    entry = load_standins()["side"]
    bodies, members = (
        "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in words) for words in (entry.bodies, entry.members)
    )
    alone = rf"(?<=[Tt]he )(?:{bodies}|(?:{members})s)|(?:{OPENS})(?:{members})s"
    return re.compile(rf"(?:{alone})\b(?!-)|\b(?:{bodies}|(?:{members})(?! {NO_NOUN}))(?= [a-z])")


def _has_capital(plain: str, span: Span) -> bool:
    """Whether a side's word is to have one: it has, or is an abbreviation that begins a sentence."""
    name = plain[span.start : span.end]
    return STARTS.search(plain, max(0, span.start - 2), span.start) is not None if name.isupper() else name[0].isupper()


def _paired(plain: str, named: list[tuple[Span, Form]]) -> Iterator[tuple[Span, Form]]:
    """A name before another is read as a given name: whether ours is one that the table knows says nothing of it."""
    for (span, form), (following, next_form) in itertools.pairwise([*named, (Span(len(plain), len(plain)), "capital")]):
        beside = plain[span.end : following.start] == " " and {form, next_form} <= OF_PERSONS
        yield span, "given name" if beside else form


def _named(plain: str, ordinary: Ordinary) -> Iterator[tuple[Span, Form]]:
    """The names that are read as others, in reading order."""
    at, mentions = 0, find_known(plain, plain)
    stay = {plain[m.span.start : m.span.end] for m in mentions if _has_the(plain, m.span)}
    for mention in [*mentions, None]:
        end = mention.span.start if mention else len(plain)
        sides = {match.start() for match in _load_sides().finditer(plain, at, end)}
        for match in NAME.finditer(plain, at, end):
            form = "side" if match.start() in sides else _form_of_word(match.group(), ordinary)
            if form is not None:
                yield Span(*match.span()), "town" if form == "other name" and _is_set_as_place(plain, match) else form
        if mention is not None:
            at = mention.span.end
            known = _form_of_known(plain, mention.span, mention.known)
            if known is not None and not (known in OF_STATES and plain[mention.span.start : at] in stay):
                yield mention.span, known


def _form_of_known(plain: str, span: Span, known: Known) -> Form | None:
    """How a country, a group or an agency is named; None for those that stay as they are."""
    name = plain[span.start : span.end]
    if known.kind == "media":
        return "agency" if NAME.fullmatch(name) and name not in load_standins()["agency"].without else None
    if known.kind == "armed group":
        if name.isupper() and (_has_the(plain, span) or AFTER.match(plain, span.end)):
            return "side"
        return "adjective" if _is_before_people(plain, span) else "name"
    if not known.is_country or (known.form == "name" and name == name.upper()):  # "US troops", "the UK"
        return None
    if known.form == "adjective" and name.endswith(SAME):
        return "people as adjective"
    return "capital" if known.form == "seat" else known.form


def _is_before_people(plain: str, span: Span) -> bool:
    """ "Hamas fighters": a name that says whose people they are, as an adjective does."""
    following = AFTER.match(plain, span.end)
    return following is not None and singular_of(following.group(1)) is not None


def _has_the(plain: str, span: Span) -> bool:
    """ "the United States", "the RSF", but neither "the Taliban fighters" nor "the Israel-Gaza border"."""
    before = BEFORE.search(plain, max(0, span.start - ARTICLE), span.start)
    bare = before is not None and not before.group(1)
    return bare and plain[span.end : span.end + 1] != "-" and not _is_before_people(plain, span)


def _is_set_as_place(plain: str, match: re.Match[str]) -> bool:
    """ "near Qarabzul", "the village of Qarabzul", "the Qarabzul river"."""
    following = AFTER.match(plain, match.end())
    if following and following.group(1) in load_words("kind"):
        return True
    return WHERE.search(plain, max(0, match.start() - REACH), match.start()) is not None


@functools.lru_cache(maxsize=1 << 16)
def _form_of_word(word: str, ordinary: Ordinary) -> Form | None:
    """A word with a capital that is a given name, a town or the name of a leader, or that no word list has."""
    lower = word.lower()
    if (
        not word[0].isupper()
        or word.isupper()
        or lower in MONTHS_AND_DAYS
        or word in load_standins()["other name"].without
    ):
        return None
    if word in load_given_names():
        return "given name"
    if find_leader(word) is not None:
        return "other name"
    if len(word) >= SHORTEST_PLACE and weigh_entry_of(word) >= (WORD_PLACE_WEIGHT if ordinary(lower) else PLACE_WEIGHT):
        return "town"
    return None if ordinary(lower) or _is_compound(lower, ordinary) else "other name"


def _is_compound(lower: str, ordinary: Ordinary) -> bool:
    """ "Airstrikes", "Gunmen": two words of the word lists in one."""
    cuts = range(SHORTEST_PART, len(lower) - SHORTEST_PART + 1)
    return any(ordinary(lower[:cut]) and ordinary(lower[cut:]) for cut in cuts)


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of the text with its stand-ins; character by character, where what it stands for begins and ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def span_of(self, start: int, end: int) -> Span:
        """The place in the whole text of a stretch of what is shown."""
        return Span(self.starts[start], self.ends[end - 1])


def show(plain: str, stretch: Span, standins: tuple[Standin, ...]) -> Shown:
    """A stretch of the text as it is read; ``standins`` are those of the whole text."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = stretch.start
    low = bisect_left(standins, stretch.start, key=lambda one: one.span.start)
    high = bisect_left(standins, stretch.end, key=lambda one: one.span.start)
    inside = [(one.span, one.word) for one in standins[low:high] if stretch.covers(one.span)]
    for span, word in [*inside, (Span(stretch.end, stretch.end), "")]:
        parts += [plain[at : span.start], word]
        starts += [*range(at, span.start), *[span.start] * len(word)]
        ends += [*range(at + 1, span.start + 1), *[span.end] * len(word)]
        at = span.end
    return Shown("".join(parts), starts, ends)

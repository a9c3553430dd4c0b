"""Puts text written in capitals (old wire copy, headlines) into the case that the parser was trained on.

Letter for letter, so offsets stay right: "SAN SALVADOR, 2 MAR -- FMLN REBELS" -> "San Salvador, 2 Mar -- FMLN rebels".
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language

from .gazetteer import load_gazetteer, weigh_entry
from .placewords import load_words

Ordinary = Callable[[str], bool]

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
BRACKETED = re.compile(r"[\[(]([A-Z]{2,6})[\])]")
#: "FARC [REVOLUTIONARY ARMED FORCES OF COLOMBIA]"
EXPLAINED = re.compile(r"\b([A-Z]{2,6}) [\[(][A-Z]+ [A-Z]+ [A-Z]+")
#: "U.S.", the F. of "JOHN F. KENNEDY"
INITIAL = re.compile(r"\b[A-Z]\.")
SENTENCE_START = re.compile(r"(?:^\s*|[.!?]['\")\]]*\s+|\[TEXT\]\s*)['\"]?$")
DAYS_AND_MONTHS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april",
    "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec",
}  # fmt: skip
#: "march" and "may" are months beside a number only.
DAY_BESIDE = re.compile(r"\d\s*$"), re.compile(r"^\s*\d")
#: of one name of a place, an ordinary word must be greater than this to be taken for the place: a million people.
PLACE_WEIGHT, WORD_PLACE_WEIGHT, PAIR_WEIGHT, COMMON_PAIR_WEIGHT = 3.5, 5.6, 3.6, 5.5
LINKS = frozenset({"of", "the", "and", "de", "del", "la", "los", "las", "y", "e", "da", "do", "bin", "ibn", "al", "el"})
#: the shape of a word that can be said aloud; what has it not is an acronym.
VOWELS = re.compile(r"[AEIOUY]")


@functools.cache
def load_ordinary(parser: Language) -> Ordinary:
    """Tells whether a small-letter word is in the parser's own word lists, as it stands or inflected."""
    lookups = parser.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    words: set[str] = set(STOP_WORDS)
    for kind in lookups.get_table("lemma_index").values():
        words.update(kind)
    for kind in lookups.get_table("lemma_exc").values():
        words.update(kind)

    def is_ordinary(word: str) -> bool:
        return word in words or any(word.endswith(a) and word[: -len(a)] + b in words for a, b in ENDINGS)

    return is_ordinary


ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("er", ""),
    ("er", "e"), ("est", ""), ("ers", ""), ("ers", "e"), ("ly", ""), ("ily", "y"), ("'s", ""), ("n't", ""), ("ist", ""),
    ("ists", ""), ("ness", ""), ("tted", "t"), ("pped", "p"), ("lled", "l"), ("nned", "n"), ("tting", "t"),
    ("pping", "p"), ("lling", "l"), ("nning", "n"), ("rred", "r"), ("gged", "g"), ("gging", "g"), ("bbed", "b"),
)  # fmt: skip


def recase_text(text: str, ordinary: Ordinary) -> str:
    """The text with names capital, acronyms in capitals and all else small."""
    words = list(WORD.finditer(text))
    acronyms = _acronyms(text, words, ordinary)
    names = set(_place_words(text, words, ordinary))
    out = list(text)
    for number, word in enumerate(words):
        lower = word.group().lower()
        if len(lower) != len(word.group()):
            continue
        if word.group() in acronyms or INITIAL.match(text, word.start()):
            continue
        if number in names or _is_name(text, word, ordinary) or _is_title(words, number, names, ordinary):
            lower = "-".join(part[:1].upper() + part[1:] for part in lower.split("-"))
        elif SENTENCE_START.search(text, max(0, word.start() - 8), word.start()):
            lower = lower[:1].upper() + lower[1:]
        if len(lower) == len(word.group()):
            out[word.start() : word.end()] = lower
    return "".join(out)


def _acronyms(text: str, words: list[re.Match[str]], ordinary: Ordinary) -> set[str]:
    found = {m.group(1) for m in BRACKETED.finditer(text) if len(m.group(1)) < 4 or not ordinary(m.group(1).lower())}
    found |= {m.group(1) for m in EXPLAINED.finditer(text)}
    found = {one for one in found if one.lower() not in STOP_WORDS}
    for word in words:
        plain = word.group()
        if 1 < len(plain) <= 6 and not VOWELS.search(plain) and not ordinary(plain.lower()):
            found.add(plain)
    return found | {"US", "UN", "EU", "UK", "USA", "USSR", "NATO", "CIA", "FBI"} & {
        w.group() for w in words if _spelt(w)
    }


def _spelt(word: re.Match[str]) -> bool:
    """False for "us" the pronoun, which is told from the country by the article before it."""
    return word.group() != "US" or bool(re.search(r"\b(?:THE|A|BY|OF)\s$", word.string[: word.start()]))


def _place_words(text: str, words: list[re.Match[str]], ordinary: Ordinary) -> Iterator[int]:
    """Numbers of the words that make up names of places and peoples: "SANTA ANA", "COLOMBIAN"."""
    gazetteer = load_gazetteer()
    number = 0
    while number < len(words):
        for size in (4, 3, 2):
            run = words[number : number + size]
            if (
                len(run) < size
                or not _joined(text, run)
                or run[0].group().lower() in LINKS - {"el", "la", "los", "las"}
            ):
                continue
            if run[-1].group().lower() in LINKS | STOP_WORDS:
                continue
            entries = gazetteer.find(" ".join(w.group() for w in run))
            if entries and weigh_entry(entries[0]) >= PAIR_WEIGHT and not _all_common(run, ordinary):
                yield from (number + at for at, w in enumerate(run) if w.group().lower() not in LINKS or not at)
                number += size - 1
                break
        else:
            if _is_place(words[number].group(), ordinary):
                yield number
        number += 1


def _joined(text: str, run: list[re.Match[str]]) -> bool:
    return all(text[a.end() : b.start()] in (" ", "-") for a, b in itertools.pairwise(run))


def _all_common(run: list[re.Match[str]], ordinary: Ordinary) -> bool:
    """True for words that only happen to make up a name, as "THAT ON" does of Thaton."""
    name = " ".join(w.group() for w in run)
    return all(ordinary(w.group().lower()) for w in run) and weigh_entry_of(name) < COMMON_PAIR_WEIGHT


def weigh_entry_of(name: str) -> float:
    """The weight of the greatest place of the name; nought if there is none."""
    entries = load_gazetteer().find(name)
    return weigh_entry(entries[0]) if entries else 0.0


def _is_place(word: str, ordinary: Ordinary) -> bool:
    lower, title = word.lower().removesuffix("'s"), word.capitalize().removesuffix("'s")
    gazetteer = load_gazetteer()
    if lower in gazetteer.demonyms and lower != "us":
        return True
    if len(lower) < 4 or title in load_words("guard") or title in load_words("never"):
        return False
    return weigh_entry_of(title) >= (WORD_PLACE_WEIGHT if ordinary(lower) else PLACE_WEIGHT)


def _is_name(text: str, word: re.Match[str], ordinary: Ordinary) -> bool:
    lower = word.group().lower()
    if lower in DAYS_AND_MONTHS or lower in ("i", "i'm", "i'll", "i've", "i'd"):
        return True
    if lower in ("march", "may"):
        before, after = DAY_BESIDE
        near = text[max(0, word.start() - 4) : word.start()], text[word.end() : word.end() + 4]
        return bool(
            before.search(near[0]) or after.search(near[1]) or re.search(r"\b(?:IN|OF|LAST)\s$", text[: word.start()])
        )
    return len(lower) > 1 and not ordinary(lower)


def _is_title(words: list[re.Match[str]], number: int, names: set[int], ordinary: Ordinary) -> bool:
    """ "GENERAL PONCE", "PRESIDENT ALFREDO CRISTIANI": a title stands large before a name."""
    if words[number].group().lower() not in load_words("title") or number + 1 >= len(words):
        return False
    following = words[number + 1]
    gap = following.string[words[number].end() : following.start()]
    return gap in (" ", ". ") and number + 1 not in names and not ordinary(following.group().lower())

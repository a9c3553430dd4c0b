"""What a noun says of an actor: "soldiers" are of an armed force, a "spokesman" is a person who speaks for another."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from spacy.tokens import Token

from ..lexicon import load_table
from ..records import Span


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """An entry of `roles.toml`; what its flags mean stands at the head of that file."""

    id: str
    words: tuple[str, ...]
    kind: str
    matches: str
    misses: str
    sector: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool:
        """True for a noun that names one human being: "minister"."""
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """An entry of `body_names.toml`: the last word of a proper name says what bears it ("... Liberation Front")."""

    id: str
    words: tuple[str, ...]
    kind: str
    matches: str
    misses: str
    sector: str | None = None


#: how plurals end, and what they are plurals of.
#: what parts a dateline from its report.
DASHES = frozenset({"—", "–", "-", "--"})
ENDINGS = (("", ""), ("men", "man"), ("women", "woman"), ("people", "person"), ("ies", "y"), ("s", ""), ("es", ""))


@functools.cache
def load_roles() -> dict[str, RoleEntry]:
    """Every role by each of its words, singular and in lower case."""
    return {word: entry for entry in load_table("roles.toml", RoleEntry) for word in entry.words}


def role_of(token: Token) -> tuple[RoleEntry | None, str]:
    """The role of a noun with the words that make it: "minister" in "the foreign minister", "foreign minister"."""
    roles = load_roles()
    lemma = singular(token)
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") and token.lower_ not in roles:
        return None, lemma
    before = token.nbor(-1).lower_ if token.i > token.sent.start else ""
    if before == "-" and token.i - 2 >= token.sent.start:
        before = f"{token.nbor(-2).lower_}-"
        joined = f"{before}{lemma}"
    else:
        joined = f"{before} {lemma}"
    if joined in roles:
        return roles[joined], joined
    return roles.get(lemma) or roles.get(token.lower_), lemma


def singular(token: Token) -> str:
    """The lemma of a noun in lower case, also where the parser takes it for a name: "Ministers" -> "minister"."""
    word = token.lower_
    roles = load_roles()
    if word in roles:
        return word
    lemma = str(token.lemma_).lower()
    if lemma in roles:
        return lemma
    return singular_of(word) or lemma


def singular_of(word: str) -> str | None:
    """The role word that a word in small letters is, or is the plural of: "gunmen" -> "gunman"; else None."""
    roles = load_roles()
    bases = (word.removesuffix(ending) + instead for ending, instead in ENDINGS if word.endswith(ending))
    return next((base for base in bases if base in roles), None)


def is_opening(token: Token) -> bool:
    """True for "Students" right after a dateline, which the parser takes for a name."""
    opens = token.i > 0 and token.nbor(-1).text in DASHES and token.pos_ == "PROPN"
    return opens and singular_of(token.lower_) not in (None, token.lower_)


def is_plural(token: Token) -> bool:
    """True for a noun in the plural, and for "people" and "police" which take one."""
    if is_opening(token) and token.tag_ == "NNP":
        return True
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police") or token.lower_.endswith("men")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A proper name made after a pattern, and what it says: "Ruritanian Liberation Front", an armed group."""

    span: Span
    entry: BodyEntry


#: a word with a capital; a full stop belongs to it only in an abbreviation, else it ends a sentence.
_CAP = r"(?:(?:St|Gen|Col|Maj|Lt|Dr|Gov|[A-Z])\.|[A-ZÀ-ÞŠŽ][\w’'&-]*|al-[A-Z][\w’'-]+)"
_JOIN = r"(?:of|for|in|and|&|on|to|the|against|de|del|y|al)"


#: "the Front in Cerkno on Wednesday": a day ends a name.
_NO_DAY = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
#: missions and offices are named by where or on what they work ("Committee on Lakes"); these only by "of" and "for".
_BARE_KINDS = frozenset({"armed group", "armed force", "party", "media", "company"})
_WHERE = re.compile(r"\s(?:on|in|against|to)\s")


@functools.cache
def _body_pattern() -> tuple[re.Pattern[str], dict[str, BodyEntry]]:
    entries = {word: entry for entry in load_table("body_names.toml", BodyEntry) for word in entry.words}
    heads = "|".join(sorted(map(re.escape, entries), key=len, reverse=True))
    tail = rf"(?:\s(?:of|for|on|in|against|to)\s(?:the\s)?{_CAP}(?:[\s-](?:(?:{_JOIN}\s){{1,2}})?{_NO_DAY}{_CAP})*)"
    before = rf"(?:{_CAP}[\s-](?:(?:and|&|de)\s|(?:of|for)\s(?:the\s)?)?){{1,6}}"
    return re.compile(rf"(?<![\w-])(?:{before}(?P<head>{heads})\b{tail}?|(?P<first>{heads}){tail})(?!\w)"), entries


def find_body_names(text: str) -> list[BodyName]:
    """Names of bodies by their pattern: "Ministry of Defence", "Ruritanian Liberation Front"."""
    pattern, entries = _body_pattern()
    found = []
    for match in pattern.finditer(text):
        head = match.group("head") or match.group("first")
        words = text[match.start() : match.end("head")].split() if match.group("head") else [head]
        longer = (" ".join(words[at:]) for at in range(len(words)))
        entry = next((entries[h] for h in longer if h in entries), entries[head])
        end = match.end("head") if match.group("head") else match.end("first")
        where = _WHERE.search(text, end, match.end()) if entry.kind in _BARE_KINDS else None
        if where is None or match.group("head"):
            found.append(BodyName(Span(match.start(), where.start() if where else match.end()), entry))
    return found

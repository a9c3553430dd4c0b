"""Finds what the text names: known actors, bodies by the pattern of their name, acronyms, and persons."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from spacy.tokens import Token

from ..lexicon import load_table
from ..records import Span
from .known_actors import Known, find_known, find_leader, fold, load_given_names
from .marks import PlaceMark
from .role_words import BodyEntry, find_body_names, role_of
from .segment import ALL_CAPS, Segments

#: two full names at least this alike are one person in two spellings: "Ahmad Massoud", "Ahmad Masoud".
SAME_NAME = 90
#: a name of fewer letters is too short to be told from another by likeness.
LONG_NAME = 9
#: letters of the small second half of a given name: "Kim Yong-su".
MIN_SYLLABLE, MAX_SYLLABLE = 2, 5
ACRONYM_AFTER = re.compile(r"\s?[(\[]\s?([A-Z][A-Za-z.\-/]{1,11})\s?[)\]]")
# fmt: off
PARTICLES = frozenset(
    [
        "al", "el", "bin", "ibn", "ben", "abu", "abd", "ul", "ur", "de", "del", "da", "dos", "la",
        "los", "van", "von", "der", "den", "di", "du", "le", "bint", "ould", "y", "e", "ag",
    ]
)
# fmt: on
NOT_NAME_TAGS = frozenset(
    ["DT", "IN", "CC", "RB", "PRP", "PRP$", "WDT", "WP", "WRB", "TO", "MD", "VBD", "VBZ", "VBP", "UH", "EX", ",", "."]
)
NOT_PEOPLE = frozenset(
    [
        "GPE",
        "LOC",
        "FAC",
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
        "EVENT",
        "LAW",
        "LANGUAGE",
        "WORK_OF_ART",
        "NORP",
        "PRODUCT",
    ]
)


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """An entry of `titles.toml`."""

    id: str
    words: tuple[str, ...]
    matches: str
    misses: str
    gender: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, tokens ``first`` to ``last``, both in it. ``who`` is the same for all names of one actor."""

    first: int
    last: int
    span: Span
    who: str
    known: Known | None = None
    body: BodyEntry | None = None
    owner: Known | None = None
    person: bool = False
    gender: str | None = None
    loose: str | None = None


@functools.cache
def load_titles() -> dict[str, TitleEntry]:
    """Every form of address: "gen." -> the entry of officers."""
    return {word: entry for entry in load_table("titles.toml", TitleEntry) for word in entry.words}


def find_names(segments: Segments, places: tuple[PlaceMark, ...]) -> dict[int, Name]:
    """The name that each token is part of. Names of persons are those told apart from places and bodies."""
    text = segments.report.text
    letters = [c for c in text if c.isalpha()]
    in_capitals = sum(c.isupper() for c in letters) >= ALL_CAPS * len(letters) > 0
    by_token: dict[int, Name] = {}
    for name in _body_names(segments, in_capitals):
        _place(by_token, name)
    _place_all(by_token, _acronyms(segments, by_token.values()))
    _place_all(by_token, _short_forms(segments, by_token))
    _place_all(by_token, people_of(segments, places, by_token))
    return by_token


def _place(by_token: dict[int, Name], name: Name) -> None:
    if not any(i in by_token for i in range(name.first, name.last + 1)):
        by_token.update(dict.fromkeys(range(name.first, name.last + 1), name))


def _place_all(by_token: dict[int, Name], names: Iterable[Name]) -> None:
    for name in list(names):
        _place(by_token, name)


def _body_names(segments: Segments, in_capitals: bool) -> list[Name]:
    """Known actors and names by pattern; the longer wins where they overlap."""
    known = find_known(segments.report.text, segments.text, in_capitals=in_capitals)
    names = []
    for body in find_body_names(segments.text):
        name = _body_name(segments, body.span, body.entry)
        if name is None:
            continue
        inner = [k for k in known if name.span.meets(k.span)]
        if any(k.span.covers(name.span) or not name.span.covers(k.span) for k in inner):
            continue
        owner = next((k.known for k in inner if k.known.country or k.known.sector), None)
        if not _is_plain_body(segments, name, [k.span for k in inner]):
            names.append(replace(name, owner=owner))
    taken = [name.span for name in names]
    for one in known:
        tokens = segments.tokens_in(one.span)
        if tokens and not any(span.meets(one.span) for span in taken):
            span = one.span
            names.append(Name(tokens[0].i, tokens[-1].i, span, one.known.name, known=one.known, loose=one.loose))
    return [_with_short_form(segments, name, names) for name in names]


def _with_short_form(segments: Segments, name: Name, names: list[Name]) -> Name:
    """A name as the well-known one whose short form follows in brackets: "Northern Army (NA)"."""
    given = ACRONYM_AFTER.match(segments.report.text, name.span.end) if name.body and not name.known else None
    short = next((n for n in names if given and n.known and n.span == Span(*given.span(1))), None)
    return replace(name, who=short.who, known=short.known, body=None) if short else name


def _body_name(segments: Segments, span: Span, entry: BodyEntry) -> Name | None:
    """The name without what only stands before it: "But the Strelsau Herald" -> "Strelsau Herald"."""
    tokens = segments.tokens_in(span)
    while tokens and (tokens[0].tag_ in NOT_NAME_TAGS or tokens[0].lower_ in ("the", "a", "an", "former", "late")):
        tokens = tokens[1:]
    if len(tokens) < 2:
        return None
    span = segments.span_of(tokens[0], tokens[-1])
    name = " ".join(segments.report.text[span.start : span.end].split())
    return Name(tokens[0].i, tokens[-1].i, span, name, body=entry)


def _is_plain_body(segments: Segments, name: Name, known: list[Span]) -> bool:
    """True for "Ruritanian Army": nothing but an owner and a common noun, which is read as a description."""
    rest = [t for t in segments.tokens_in(name.span) if not any(s.meets(Span(t.idx, t.idx + len(t))) for s in known)]
    kinds = ("armed force", "government", "party")
    return bool(known) and name.body is not None and name.body.kind in kinds and len(rest) <= 1


def _short_forms(segments: Segments, by_token: dict[int, Name]) -> Iterator[Name]:
    """ "the Front", "Front men" for "the Free Peaks Front", if one body of the report alone ends in that word."""
    full: dict[str, set[Name]] = {}
    for name in set(by_token.values()):
        if name.body is not None and name.last > name.first:
            full.setdefault(segments.doc[name.last].text, set()).add(replace(name, first=0, last=0, span=Span(0, 0)))
    for token in segments.doc[1:]:
        meant = full.get(token.text, set())
        if len(meant) != 1 or token.i in by_token or (token.nbor(-1).lower_ != "the" and token.is_sent_start):
            continue
        follows = token.i + 1 < len(segments.doc) and segments.doc[token.i + 1]
        if follows and follows.text[:1].isupper() and not follows.is_sent_start:
            continue
        yield replace(next(iter(meant)), first=token.i, last=token.i, span=segments.span_of(token, token))


def _acronyms(segments: Segments, names: Iterable[Name]) -> Iterator[Name]:
    """Short forms given in brackets after a name, or made of its initials, wherever they stand."""
    text = segments.report.text
    short: dict[str, Name] = {}
    for name in dict.fromkeys(names):
        given = ACRONYM_AFTER.match(text, name.span.end)
        words = [w for w in re.findall(r"[A-Za-z]+", name.who) if w[0].isupper()]
        initials = "".join(w[0] for w in words)
        if given and given.group(1)[0].upper() == name.who.removeprefix("the ")[:1].upper() and name.known is None:
            short[given.group(1)] = name
        elif name.body and len(initials) >= 3:
            short.setdefault(initials, name)
    for token in segments.doc:
        named = short.get(text[token.idx : token.idx + len(token)])
        if named:
            yield replace(named, first=token.i, last=token.i, span=segments.span_of(token, token))


def people_of(segments: Segments, places: tuple[PlaceMark, ...], taken: dict[int, Name]) -> list[Name]:
    """Names of persons, each under the fullest form in the text: "Lavrov" under "Sergei Lavrov"."""
    runs = [_without_headline(run) for run in _name_runs(segments, taken)]
    at_place = [mark.span for mark in places]
    full: list[list[Token]] = []
    short: list[list[Token]] = []
    for run in runs:
        span = segments.span_of(run[0], run[-1])
        titled = _title_before(run[0]) or _named_after_office(run[-1])
        ner = {t.ent_type_ for t in run}
        if any(place.covers(span) for place in at_place) and not titled:
            continue
        if len(run) > 1 and (titled or ("PERSON" in ner) or (not ner & NOT_PEOPLE and _speaks(run[-1]))):
            full.append(run)
        elif len(run) == 1:
            short.append(run)
    canon = _canonical(full)
    found = [_person(segments, run, canon[_text(run)]) for run in full]
    known_last: dict[str, list[Name]] = {}
    for name in found:
        words = name.who.split()
        for word in {fold(words[-1]), fold(words[0]) if _title_before(segments.doc[name.first]) else fold(words[-1])}:
            known_last.setdefault(word, []).append(name)
        for word in words[1:-1]:
            if len(word) > 3:
                known_last.setdefault(fold(word), []).append(name)
    for run in short:
        same = known_last.get(fold(run[0].text)) or [
            n for n in found if n.who.split()[0] == run[0].text and " " in n.who
        ]
        title = load_titles().get(run[0].nbor(-1).lower_) if run[0].i else None
        if title and title.gender:  # "Mrs Brandl" is not Otto Brandl
            same = [name for name in same if name.gender in (None, title.gender)]
        if same:
            found.append(_person(segments, run, _best(segments, same, run[0].i).who))
        elif _title_before(run[0]) or (run[0].ent_type_ == "PERSON" and _speaks(run[0])):
            found.append(_person(segments, run, run[0].text))
            known_last.setdefault(fold(run[0].text), []).append(found[-1])
    return found


def _without_headline(run: list[Token]) -> list[Token]:
    """A well-known last name without a capitalised word of the headline before it: "Beyond Thatcher" """
    known = len(run) == 2 and find_leader(run[1].text) and not find_leader(_text(run))
    return run[1:] if known and run[0].text not in load_given_names() else run


def named_alone(segments: Segments, names: dict[int, Name], token: Token) -> Name | None:
    """The person that a capitalised word means which the parser did not take for a name: a headline's "Brandl"."""
    if not token.text[0].isupper() or token.i in names or len(token) < 3:
        return None
    same = next((n for n in names.values() if n.person and fold(n.who.split()[-1]) == fold(token.text)), None)
    if same is None and (token.pos_ != "PROPN" or not find_leader(token.text)):
        return None
    who = same.who if same else token.text
    return Name(token.i, token.i, segments.span_of(token, token), who, person=True)


def _best(segments: Segments, same: list[Name], at: int) -> Name:
    """Of persons with one last name the one met before who is alive and a subject, then the one named most, last."""
    before = [name for name in same if name.first < at] or same
    counts = {name.who: sum(other.who == name.who for other in same) for name in before}

    def rank(name: Name) -> tuple[bool, bool, int, int]:
        doc = segments.doc
        late = any(t.lower_ == "late" for t in doc[max(0, name.first - 6) : name.first])
        return not late, doc[name.last].dep_ in ("nsubj", "nsubjpass"), counts[name.who], name.first

    return max(before, key=rank)


def _canonical(runs: list[list[Token]]) -> dict[str, str]:
    """Each full name under its longest form of the same spelling, or under the first spelling met."""
    canon: dict[str, str] = {}
    heads: list[str] = []
    texts = dict.fromkeys(_text(run) for run in runs)
    for text in texts:
        bare = text.partition(" ")[2]
        if " " in bare and bare in texts:  # "Democrat Ada Rau" beside "Ada Rau"
            canon[text] = canon.get(bare, bare)
            continue
        like = (h for h in heads if len(h) >= LONG_NAME and fuzz.ratio(fold(h), fold(text)) >= SAME_NAME)
        inner = (h for h in heads if set(fold(text).split()) < set(fold(h).split()) and h.split()[0] == text.split()[0])
        found = next(like, None) or next(inner, None)
        canon[text] = found or text
        if found is None:
            heads.append(text)
    return canon


def _text(run: list[Token]) -> str:
    return "".join(t.text_with_ws for t in run).strip()


def _person(segments: Segments, run: list[Token], who: str) -> Name:
    title = load_titles().get(run[0].nbor(-1).lower_) if run[0].i else None
    gender = title.gender if title and title.gender else load_given_names().get(who.split()[0]) if " " in who else None
    return Name(run[0].i, run[-1].i, segments.span_of(run[0], run[-1]), who, person=True, gender=gender)


def _title_before(token: Token) -> bool:
    if token.i == 0 or token.is_sent_start:
        return False
    before = token.nbor(-1)
    role, _ = role_of(before)
    if before.lower_ in load_titles():
        return True
    member = role is not None and "many" in role.flags and before.dep_ in ("compound", "nmod", "amod")
    return role is not None and (role.is_person or member) and before.dep_ != "poss" and "place" not in role.flags


def _named_after_office(token: Token) -> bool:
    """True for "the Herald's editor, Ada Rau": an apposition of somebody's office."""
    role, _ = role_of(token.head) if token.dep_ == "appos" else (None, "")
    return role is not None and role.is_person and token.head.tag_ == "NN" and token.nbor(-1).tag_ != "DT"


def _speaks(token: Token) -> bool:
    """True for the subject of a verb, an agent, or one with an apposition that tells what he is."""
    if token.dep_ in ("nsubj", "appos") or any(child.dep_ == "appos" for child in token.children):
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "to" and token.head.head.lower_ == "according"


def _name_runs(segments: Segments, taken: dict[int, Name]) -> Iterator[list[Token]]:
    """Runs of capitalised words outside other names, titles cut off: "President Rudolf Elphberg" -> the last two."""
    run: list[Token] = []
    for token in segments.doc:
        if _is_name_token(token, taken, bool(run)):
            run.append(token)
            continue
        yield from _cut(run)
        run = []
    yield from _cut(run)


def _is_name_token(token: Token, taken: dict[int, Name], inside: bool) -> bool:
    if token.i in taken or token.ent_type_ in ("DATE", "TIME"):
        return False
    if inside and (token.lower_ in PARTICLES or token.text in "-'"):
        ahead = token.doc[token.i + 1 : token.i + 4]
        close = next((t for t in ahead if t.lower_ not in PARTICLES and t.text not in "-'"), None)
        capital = close is not None and close.text[0].isupper() and close.i not in taken
        return capital or (token.text == "-" and token.i + 1 < len(token.doc) and _is_syllable(token.nbor(1), taken))
    if inside and _is_syllable(token, taken):
        return True
    if not token.text[0].isupper() or (len(token) < 2 and not token.is_alpha):
        return token.lower_ in ("al", "el", "bin", "abu") and token.i + 2 < len(token.doc) and token.tag_ != "DT"
    if token.is_sent_start and token.tag_ not in ("NNP", "NNPS") and token.ent_type_ != "PERSON":
        return False
    return token.tag_ in ("NNP", "NNPS") or token.ent_type_ == "PERSON"


def _is_syllable(token: Token, taken: dict[int, Name]) -> bool:
    """True for "su" in "Kim Yong-su": the small end of a given name, not the "led" of "the Zapt-led alliance"."""
    if token.i < 3 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return False
    if not (token.is_alpha and token.is_lower) or not MIN_SYLLABLE <= len(token) <= MAX_SYLLABLE or token.i in taken:
        return False
    first, family = token.nbor(-2), token.nbor(-3)
    named = all(t.text[0].isupper() and t.tag_ in ("NNP", "NNPS") for t in (first, family))
    ahead = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return named and (ahead is None or ahead.pos_ not in ("NOUN", "ADJ")) and token.tag_ not in ("VBN", "VBD", "JJ")


def _cut(run: list[Token]) -> Iterator[list[Token]]:
    """A run parted where a title or a role stands in it; a lone particle or hyphen at an edge is dropped."""
    part: list[Token] = []
    for token in run:
        role, _ = role_of(token)
        last = token is run[-1]
        # "Ahmad Shah", "Zabihullah King": inside and at the end of a name the parser's PERSON beats our title
        named = bool(part) and (token.lower_ in load_titles() or (token.ent_type_ == "PERSON" and last))
        if (role is None and token.lower_ not in load_titles()) or (named and not token.text.endswith(".")):
            part.append(token)
            continue
        yield from () if last else _trim(part)
        part = []
    yield from _trim(part)


def _trim(part: list[Token]) -> Iterator[list[Token]]:
    while part and (part[-1].lower_ in PARTICLES or (not part[-1].is_alpha and part[-1].text in "-'.")):
        part = part[:-1]
    while part and part[0].text in "-'":
        part = part[1:]
    if part and any(t.text[0].isupper() for t in part):
        yield part

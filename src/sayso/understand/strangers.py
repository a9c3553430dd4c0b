"""Names that the gazetteer lacks, where the text is clear: "in Xyzabad district", "the town of Xyz"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from .gazetteer import Gazetteer
from .placephrases import (
    COMMA,
    GUARD,
    KIND,
    LOCATIVE,
    PERSON,
    TAGGED,
    TELLING,
    Toponym,
    is_bodily,
    is_kind_of,
    is_vague,
    opens_article,
    span_between,
    two_before,
)
from .placewords import PlaceWord, load_words

#: tags that no unknown place name bears.
UNLIKE = {"PERSON", "DATE", "TIME"}
#: after these a stranger that a known place follows ("in Xyz, northern Mali") lies in it.
INSIDE = {"in", "at", "near", "nearby", "outside", "inside"}
#: nouns that follow the name of a place and hardly a person's ("the Smith camp").
SETTLED = {"neighbourhood", "neighborhood", "village", "town", "hamlet", "suburb", "district", "province"}
#: articles inside a name, "Abasan al Kabira", but for those that are English words.
INNER_ARTICLES = {"al", "el", "ar", "ash", "ad", "az", "ez", "es"}
#: words between such a stranger and what it lies in: "Xyz, in the northern Gaza Strip".
LINKING = {"in", "the", "near", "of"}


def find_strangers(doc: Doc, found: list[Toponym], gazetteer: Gazetteer) -> list[Toponym]:
    """Names that the gazetteer lacks where the text is clear: "in Xyzabad district", "the village of Xyz"."""
    taken = {i for one in found for i in range(one.first, one.last + 1) if one.score > 0}
    known = {one.first for one in found if one.score >= LOCATIVE}
    extra = []
    for chunk in _proper_runs(doc):
        first, last = chunk[0].i, chunk[-1].i
        if any(i in taken for i in range(first, last + 1)):
            continue
        if is_bodily(doc, first, last) or (first == last and chunk[0].lower_ in gazetteer.demonyms):
            continue
        kind = _kind_of(doc, first, last)
        score = _weigh(doc, chunk, kind, known)
        if score < LOCATIVE or (chunk[-1].lower_ in load_words("kind") and first == last):
            continue
        name = doc[first : last + 1].text
        kinds, rule = (kind.kinds, kind.id) if kind else ((), "place.unknown")
        if score < LOCATIVE + TAGGED:
            rule = "place.respelt"
        span = span_between(doc, first, last)
        extra.append(Toponym(span, first, last, name, (), score, rule, kinds, is_vague(doc, first)))
    return extra


def _weigh(doc: Doc, chunk: list[Token], kind: PlaceWord | None, known: set[int]) -> float:
    first, last = chunk[0].i, chunk[-1].i
    word, two = two_before(doc, first)
    entity = chunk[0].ent_type_
    sure = is_kind_of(two) or (kind is not None and kind.id != "place.kind.town" and last > first)
    sure |= word in ("nearby", "neighbouring", "neighboring")
    sure |= last + 1 < len(doc) and doc[last + 1].lower_ in SETTLED
    score = 0.0 if kind is None else KIND if kind.id == "place.kind.town" else KIND + TELLING
    if is_kind_of(two) or two in load_words("before") or word in load_words("before"):
        score += KIND + TELLING if is_kind_of(two) else LOCATIVE
    score += LOCATIVE if word in load_words("locative") else 0.0
    score += KIND + TELLING - PERSON if chunk[0].text in load_words("prefix") and last > first else 0.0
    if word in INSIDE and _is_followed(doc, last, known):
        score += COMMA + TAGGED - (PERSON if entity in UNLIKE else 0.0)
    if entity in ("GPE", "LOC", "FAC"):
        score += TAGGED
    elif (entity in UNLIKE and not sure) or (entity == "NORP" and not kind):
        score += PERSON
    guarded = chunk[0].text in load_words("guard") and not opens_article(doc, first)
    if word in load_words("title") or guarded:
        score += GUARD
    return score


def _is_followed(doc: Doc, last: int, known: set[int]) -> bool:
    """True if a known place follows after a comma: "Xyz, in the northern Gaza Strip"."""
    if last + 1 >= len(doc) or doc[last + 1].text != ",":
        return False
    at = last + 2
    while at < len(doc) and (doc[at].lower_ in LINKING or doc[at].lower_ in load_words("before")):
        at += 1
    return at in known


def _kind_of(doc: Doc, first: int, last: int) -> PlaceWord | None:
    """The kind that the last word of a name ("Sarbagh District") or the next ("Sarbagh district") gives it."""
    words = load_words("kind")
    row = words.get(doc[last].lower_) if last > first else None
    if row is None and last + 1 < len(doc):
        row = words.get(doc[last + 1].lower_)
    return row if row is not None and row.kinds else None


def _proper_runs(doc: Doc) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in doc:
        inner = bool(run) and token.text in ("-", "'") and not doc[token.i - 1].whitespace_ and not token.whitespace_
        article = token.text.islower() and opens_article(doc, token.i)
        article |= bool(run) and token.text in INNER_ARTICLES and doc[token.i + 1 : token.i + 2].text[:1].isupper()
        if (token.text[:1].isupper() and token.pos_ == "PROPN") or inner or article:
            run.append(token)
            continue
        if run and run[-1].text[:1].isupper():
            yield run
        run = []
    if run and run[-1].text[:1].isupper():
        yield run

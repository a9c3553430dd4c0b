"""Finds how many: killed, arrested, displaced, armed; each number with its range, its words and whom it counts.

A number is a figure only if the text makes it one: it must hang on a word of `figure_heads.toml` ("killed", "toll",
"-strong"). Ages, dates, money and measures are left out first (`not_figures.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ..records import Problem, Span
from .arguments import phrase_tokens
from .figureheads import NOMINAL, Head, figure_words, find_head, match_head, person_nouns
from .figureowners import assign_figures as assign_figures
from .figureparts import find_parts
from .marks import FigureMark
from .quantities import Quantity, find_quantities
from .segment import Segments

#: kinds that a lone "a man" or a name counts for.
SINGLE = frozenset({"killed", "wounded", "arrested", "captured", "abducted", "missing"})
#: a number of these before a noun in the singular is a year.
YEARS = range(1900, 2100)
LOSSES = frozenset({"killed", "wounded", "casualties"})


@dataclass(frozen=True, slots=True)
class _Counted:
    """A quantity with the head of its phrase, the noun counted, and the last token of the phrase."""

    quantity: Quantity
    core: Token
    noun: Token | None
    last: Token


def find_figures(segments: Segments) -> tuple[tuple[FigureMark, ...], tuple[Problem, ...]]:
    """All figures in reading order: "at least five civilians" killed is low 5, high unknown."""
    found: list[FigureMark] = []
    for quantity in find_quantities(segments.text):
        counted = _counted(segments, quantity)
        head = find_head(counted.core, counted.noun, counted.last) if counted else None
        if counted is not None and not _is_other(counted):
            found.append(_mark(segments, counted, head))
    found += [
        mark for mark in (*_singles(segments), *_names(segments), *_unnumbered(segments)) if _is_free(mark, found)
    ]
    found.sort(key=lambda mark: mark.span)
    return find_parts(segments, found), ()


def _is_free(mark: FigureMark, found: list[FigureMark]) -> bool:
    return not any(mark.span.meets(other.span) for other in found)


def _counted(segments: Segments, quantity: Quantity) -> _Counted | None:
    tokens = segments.tokens_in(quantity.span)
    if not tokens:
        return None
    doc = segments.doc
    root = doc[tokens[0].i : tokens[-1].i + 1].root
    inside = {token.i for token in tokens}
    nouns = [g for t in tokens for c in t.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    nouns = [noun for noun in nouns if noun.i not in inside and noun.i > root.i]
    core, noun = root, nouns[0] if nouns else None
    if noun is None and root.dep_ in ("nummod", "quantmod", "amod", "det", "compound", "nmod", "predet", "advmod"):
        head = root.head
        while head.dep_ == "nummod" and head.head.pos_ in NOMINAL:
            head = head.head
        if head.pos_ in NOMINAL and head.i > tokens[-1].i:
            core = noun = head
    if noun is None:  # "between 21 and 22 others": the number hangs on its noun, the preposition on the verb
        over = [t.head for t in tokens if t.dep_ == "nummod" and t.head.i > tokens[-1].i and t.head.pos_ in NOMINAL]
        core, noun = (over[0], over[0]) if over else (root, None)
    after = doc[tokens[-1].i + 1 : tokens[-1].i + 3]
    if [t.lower_ for t in after] == ["-", "strong"]:
        core = noun = after[1]
    last = max((noun or core, tokens[-1]), key=lambda t: t.i)
    return _Counted(quantity, core, noun, last)


def _is_other(counted: _Counted) -> bool:
    """True for "7,000 victims' names" and "the 1999 shooting": names are counted, and a year is given."""
    noun, low = counted.noun, counted.quantity.low
    if noun is None:
        return False
    year = counted.quantity.rule == "quantity.plain" and low in YEARS and noun.tag_ in ("NN", "NNP")
    return noun.dep_ == "poss" or year


def _mark(segments: Segments, counted: _Counted, head: Head | None) -> FigureMark:
    quantity, noun = counted.quantity, counted.noun
    of = _counted_words(quantity.span, noun)
    end = of.end if of else noun.idx + len(noun) if noun is not None else 0
    span = Span(quantity.span.start, max(quantity.span.end, end))
    return FigureMark(
        kind=_kind(head) if head else "",
        low=quantity.low,
        high=quantity.high,
        vague=quantity.vague,
        of=of,
        text=segments.report.words(span),
        span=span,
        head=head.token.i if head else None,
        rule=quantity.rule,
    )


def _counted_words(quantity: Span, noun: Token | None) -> Span | None:
    """The noun phrase of those counted, without the number: "Taliban militants"."""
    if noun is None or noun.pos_ not in ("NOUN", "PROPN", "ADJ") or noun.lower_ in figure_words("unsaid"):
        return None
    tokens = [t for t in phrase_tokens(noun) if t.idx >= quantity.end and t.lower_ not in ("of", "other", "more")]
    comma = next((n for n, t in enumerate(tokens) if t.is_punct and t.text in ",;(" and t.i > noun.i), len(tokens))
    tokens = tokens[:comma]
    if not tokens:
        return None
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def _kind(head: Head) -> str:
    """The kind; "killed or wounded" and "dead and wounded" together are casualties."""
    if head.rule.kind not in LOSSES or head.way not in ("object", "state"):
        return head.rule.kind
    token = head.token
    partners = [c for c in token.children if c.dep_ == "conj"]
    if token.dep_ == "conj" and not _has_own(token.head):
        partners.append(token.head)
    for other in partners:
        found = match_head(head.way, other, None)
        if found and found.rule.kind in LOSSES and found.rule.kind != head.rule.kind and not _has_number(other, token):
            return "casualties"
    return head.rule.kind


def _has_own(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "nsubjpass") for c in verb.children)


def _has_number(other: Token, token: Token) -> bool:
    """True if the other verb counts for itself: "five were killed and 12 wounded"."""
    if other.i < token.i:
        return False
    between = token.doc[token.i + 1 : other.i + 1]
    after = [t for t in other.subtree if t.i > other.i]
    return any(t.like_num or t.dep_ in ("nsubj", "nsubjpass") for t in between) or any(t.dep_ == "dobj" for t in after)


def _singles(segments: Segments) -> list[FigureMark]:
    """One person told by an article: "a man was killed"."""
    found = []
    for token in segments.doc:
        article = _article(token)
        if article is None:
            continue
        head = find_head(token, token, token)
        if head is None or head.rule.kind not in SINGLE or head.way == "noun":
            continue
        quantity = Quantity(Span(article.idx, article.idx + len(article)), 1, 1, False, "figure.single")
        found.append(_mark(segments, _Counted(quantity, token, token, token), head))
    return found


def _article(token: Token) -> Token | None:
    """The word that makes a noun for a person one of them; "another" stands for itself."""
    if token.lower_ == "another" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "conj"):
        return token
    if token.pos_ != "NOUN" or token.dep_ == "appos" or token.tag_ == "NNS":
        return None
    if not person_nouns().get(token.lemma_.lower()):
        return None
    return next((c for c in token.children if c.dep_ == "det" and c.lower_ in figure_words("single")), None)


def _names(segments: Segments) -> list[FigureMark]:
    """Persons lost by name: at least as many as are named."""
    found = []
    for entity in segments.doc.ents:
        core = entity.root
        if entity.label_ != "PERSON" or core.dep_ not in ("dobj", "nsubjpass", "nsubj", "pobj"):
            continue
        head = find_head(core, None, entity[-1])
        if head is None or head.rule.kind not in SINGLE or head.way not in ("object", "subject", "of"):
            continue
        if head.token.lemma_.lower() in figure_words("remains"):
            continue
        if head.way == "object" and head.token not in (core.head, *core.head.children):
            continue
        named = [core, *(c for c in core.conjuncts if c.pos_ == "PROPN" and c.ent_type_ == "PERSON")]
        span = Span(entity.start_char, entity.end_char)
        quantity = Quantity(span, len(named), None, False, "figure.named")
        found.append(_mark(segments, _Counted(quantity, core, None, entity[-1]), head))
    return found


def _unnumbered(segments: Segments) -> list[FigureMark]:
    """Losses without a number keep their words: "heavy casualties"."""
    found = []
    for token in segments.doc:
        if token.lemma_.lower() not in figure_words("loss") or token.tag_ not in ("NNS", "NN"):
            continue
        weight = next(
            (c for c in token.children if c.dep_ in ("amod", "compound") and c.lower_ in figure_words("heavy")), None
        )
        verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
        told = verb is not None and verb.lemma_.lower() in figure_words("suffer") and token.tag_ == "NNS"
        if weight is None and not told:
            continue
        first = weight or token
        span = Span(first.idx, token.idx + len(token))
        text = segments.report.words(span)
        found.append(FigureMark("casualties", None, None, True, None, text, span, token.i, "figure.unnumbered"))
    return found

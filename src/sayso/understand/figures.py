"""Finds how many: killed, arrested, displaced, armed; each number with its range, its words and whom it counts.

A number is a figure only if the text makes it one: it hangs on a word of `figure_heads.toml` ("killed", "toll",
"-strong"), or the trained reader is sure what it counts ("nine were led away in handcuffs"), and where both tell, the
reader is believed if it is very sure. Ages, dates, money and
measures are left out first (`not_figures.toml`).
"""

from __future__ import annotations

from spacy.tokens import Token

from ..records import Problem, Span
from .figureheads import Head, figure_words, find_head, match_head, person_nouns
from .figurekinds import NumberLook, judge_numbers
from .figurenumbers import ONE, Number, find_counted, find_numbers
from .figureowners import assign_figures as assign_figures
from .figureowners import leave_retold as leave_retold
from .figureparts import find_parts
from .looks import Look
from .marks import FigureMark
from .quantities import Quantity
from .segment import Segments

#: kinds that a lone "a man" or a name counts for.
SINGLE = frozenset({"killed", "wounded", "arrested", "captured", "abducted", "missing"})
LOSSES = frozenset({"killed", "wounded", "casualties"})
#: how sure the reader must be of a number that hangs on no such word, of somebody told by an article alone, and to
#: be believed against the word of the tables (own figures, visible half: F1 .56 without the last, .59 with it).
SURE, SURE_OF_ONE, SURER = 0.45, 0.8, 0.8


def find_figures(
    segments: Segments, looks: tuple[Look, ...] = ()
) -> tuple[tuple[FigureMark, ...], tuple[Problem, ...]]:
    """All figures in reading order: "at least five civilians" killed is low 5, high unknown."""
    numbers = find_numbers(segments)
    seen = judge_numbers(looks, [(number.quantity.span, number.counted) for number in numbers])
    found = [_mark(segments, number, head_of(number), view) for number, view in zip(numbers, seen, strict=True)]
    found = [mark for mark in found if mark.rule != ONE or mark.kind in SINGLE]
    found += [mark for mark in (*_names(segments), *_unnumbered(segments)) if _is_free(mark, found)]
    found.sort(key=lambda mark: mark.span)
    return find_parts(segments, found), ()


def head_of(number: Number) -> Head | None:
    """The word of the tables that makes it a figure; one by an article must be a person, killed, hurt, held or gone."""
    head = find_head(number.core, number.noun, number.last)
    if number.quantity.rule != ONE or head is None:
        return head
    person = number.core.lower_ == "another" or bool(person_nouns().get(number.core.lemma_.lower()))
    return head if person and head.rule.kind in SINGLE and head.way != "noun" else None


def _is_free(mark: FigureMark, found: list[FigureMark]) -> bool:
    return not any(mark.kind and mark.span.meets(other.span) for other in found)


def _mark(segments: Segments, number: Number, head: Head | None, seen: NumberLook | None = None) -> FigureMark:
    quantity, noun = number.quantity, number.noun
    of = find_counted(segments, number)
    end = of.end if of and of.start >= quantity.span.start else noun.idx + len(noun) if noun is not None else 0
    span = Span(quantity.span.start, max(quantity.span.end, end))
    kind, at = (_kind(head), head.token.i) if head else ("", None)
    needed = SURER if head else SURE_OF_ONE if quantity.rule == ONE else SURE
    if seen is not None and seen.kind not in ("", kind) and seen.sure >= needed:
        kind, at = seen.kind, head.token.i if head else number.core.i
    return FigureMark(
        kind=kind,
        low=quantity.low,
        high=quantity.high,
        vague=quantity.vague,
        of=of,
        text=segments.report.words(span),
        span=span,
        head=at,
        rule=quantity.rule,
    )


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
        found.append(_mark(segments, Number(quantity, core, None, entity[-1]), head))
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

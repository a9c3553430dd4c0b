"""Finds how many: killed, arrested, displaced, armed; each number with its range, its words and whom it counts.

A number is a figure only if the text makes it one: it must hang on a word of `figure_heads.toml` ("killed", "toll",
"-strong"). Ages, dates, money and measures are left out first (`not_figures.toml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from ..records import Problem, Span
from .figureheads import NOMINAL, Head, find_head, match_head, person_nouns
from .figureowners import assign_figures as assign_figures
from .marks import FigureMark
from .arguments import phrase_tokens
from .quantities import Quantity, find_quantities
from .segment import Segments

PART_BEFORE = re.compile(
    r"(?:including|among (?:them|whom|the dead|those killed)(?: were| was)?|of (?:them|whom|these|those),?|counting)"
    r"\s+(?:at least |the )?$",
    re.IGNORECASE,
)
PART_AFTER = re.compile(r"\s*(?:of (?:them|whom|these)|among them)\b", re.IGNORECASE)
#: kinds that a lone "a man" or a name counts for.
SINGLE = frozenset({"killed", "wounded", "arrested", "captured", "abducted", "missing"})
LOSSES = frozenset({"killed", "wounded", "casualties"})
#: losses told without a number: "heavy losses", "inflicted casualties".
LOSS_NOUNS = frozenset({"loss", "casualty"})
LOSS_VERBS = frozenset({"inflict", "suffer", "sustain", "cause", "take", "incur"})
LOSS_WORDS = frozenset(
    "heavy severe serious significant considerable massive major mass large huge substantial".split()
)
#: words after a number that name nobody: "12 others", "30 dead", "several-thousand-strong".
UNSAID = frozenset("others other more dead wounded injured missing strong deaths casualties losses injuries".split())
DETERMINERS = frozenset({"a", "an", "another"})


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
    for quantity in find_quantities(segments.doc.text):
        counted = _counted(segments, quantity)
        head = find_head(counted.core, counted.noun, counted.last) if counted else None
        if counted is not None:
            found.append(_mark(segments, counted, head))
    found += [
        mark for mark in (*_singles(segments), *_names(segments), *_unnumbered(segments)) if _is_free(mark, found)
    ]
    found.sort(key=lambda mark: mark.span)
    return tuple(_with_parts(segments, found)), ()


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
    after = doc[tokens[-1].i + 1 : tokens[-1].i + 3]
    if [t.lower_ for t in after] == ["-", "strong"]:
        core = noun = after[1]
    last = max((noun or core, tokens[-1]), key=lambda t: t.i)
    return _Counted(quantity, core, noun, last)


def _mark(segments: Segments, counted: _Counted, head: Head | None) -> FigureMark:
    quantity, noun = counted.quantity, counted.noun
    of = _counted_words(quantity.span, noun)
    span = Span(quantity.span.start, max(quantity.span.end, of.end)) if of else quantity.span
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
    if noun is None or noun.pos_ not in ("NOUN", "PROPN", "ADJ") or noun.lower_ in UNSAID:
        return None
    tokens = [t for t in phrase_tokens(noun) if t.idx >= quantity.end and t.lower_ not in ("of", "other", "more")]
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
        if token.pos_ != "NOUN" or not person_nouns().get(token.lemma_.lower()) or token.tag_ == "NNS":
            continue
        article = next((c for c in token.children if c.dep_ == "det" and c.lower_ in DETERMINERS), None)
        if article is None:
            continue
        head = find_head(token, token, token)
        if head is None or head.rule.kind not in SINGLE or head.way == "noun":
            continue
        quantity = Quantity(Span(article.idx, article.idx + len(article)), 1, 1, False, "figure.single")
        found.append(_mark(segments, _Counted(quantity, token, token, token), head))
    return found


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
        if token.lemma_.lower() not in LOSS_NOUNS or token.tag_ not in ("NNS", "NN"):
            continue
        weight = next((c for c in token.children if c.dep_ in ("amod", "compound") and c.lower_ in LOSS_WORDS), None)
        verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
        told = verb is not None and verb.lemma_.lower() in LOSS_VERBS and token.tag_ == "NNS"
        if weight is None and not told:
            continue
        first = weight or token
        span = Span(first.idx, token.idx + len(token))
        text = segments.report.words(span)
        found.append(FigureMark("casualties", None, None, True, None, text, span, token.i, "figure.unnumbered"))
    return found


def _with_parts(segments: Segments, marks: list[FigureMark]) -> list[FigureMark]:
    """Parts tied to their wholes; a part without a whole in its sentence and without a kind is dropped."""
    text = segments.doc.text
    tied: list[FigureMark] = []
    for mark in marks:
        sentence = segments.sentence_of(mark.span)
        before = text[max(sentence.start, mark.span.start - 40) : mark.span.start]
        joined = (
            bool(tied)
            and tied[-1].part_of is not None
            and mark.kind in ("", tied[-1].kind)
            and re.fullmatch(r"\s*(?:,|and|, and|as well as)\s*", text[tied[-1].span.end : mark.span.start])
        )
        part = PART_BEFORE.search(before) or joined
        number_end = mark.of.start if mark.of else mark.span.end
        part = (
            part
            or PART_AFTER.match(text, number_end)
            or re.search(r"\bof (?:them|whom)\b", text[mark.span.start : mark.span.end])
        )
        whole = _whole(tied, sentence) if part else None
        if whole is not None:
            base = tied[whole]
            mark = replace(mark, part_of=whole, kind=base.kind if not mark.kind or joined else mark.kind)
            mark = replace(mark, head=base.head if mark.kind == base.kind else mark.head)
        tied.append(mark)
    return _renumbered(tied)


def _whole(tied: list[FigureMark], sentence: Span) -> int | None:
    for number in range(len(tied) - 1, -1, -1):
        if tied[number].span.start < sentence.start:
            return None
        if tied[number].part_of is None and tied[number].kind:
            return number
    return None


def _renumbered(marks: list[FigureMark]) -> list[FigureMark]:
    kept = [n for n, mark in enumerate(marks) if mark.kind]
    place = {old: new for new, old in enumerate(kept)}
    return [replace(marks[n], part_of=place[part] if (part := marks[n].part_of) is not None else None) for n in kept]

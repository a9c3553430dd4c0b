"""Tells times from names that hold a day, a month or a year: "the 3 October Monument", "Sunday Okoro", "Route 1985"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from .eventnouns import load_event_nouns
from .figureheads import person_nouns
from .segment import Segments
from .timegrammar import Phrase, time_words

#: values that a name may hold; "two days later" is never one.
NAMED = frozenset({"weekday", "month", "date", "days", "feast", "season"})
#: kinds of names that stand before a time with nothing between: "told Reuters Tuesday", "in Kabul Friday".
BESIDE = frozenset({"GPE", "ORG", "NORP", "DATE", "TIME", "CARDINAL", "ORDINAL"})
IN_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "WORK_OF_ART", "PRODUCT"})
DESCRIBING = frozenset({"poss", "compound", "nmod", "nummod", "amod"})
PARTS_OF_NAMES = frozenset({"compound", "nmod", "amod"})
#: how far before "since" a comparison is sought.
COMPARED = 60
#: one day of many: "every Friday", "a Sunday in May".
ANY = re.compile(r"\b(?:every|each|any|alternate|other|most) (?:\w+ )?$", re.IGNORECASE)
SOME = re.compile(r"\b(?:a|one) (?:\w+ )?$", re.IGNORECASE)


def is_time(segments: Segments, phrase: Phrase, root: Token | None) -> bool:
    """False for a name ("April Jones"), a number that only looks like a year, and a day that is one of many."""
    if root is None:
        return False
    if phrase.rule.id == "time.month-alone" and root.ent_type_ in ("PERSON", "ORG", "GPE", "FAC"):
        return False
    if phrase.rule.value in ("today", "yesterday", "tomorrow") and root.text[0].isupper() and not root.is_sent_start:
        return root.nbor(-1).pos_ != "PROPN"  # the name of a paper
    tokens = segments.tokens_in(phrase.span)
    if phrase.rule.value in NAMED:
        named = _opens_name(tokens, root) or _ends_name(tokens)
        opened = tokens[0].pos_ in ("ADP", "SCONJ") or tokens[0].lower_ in ("early", "late")  # "a bus early on Monday"
        one = describes(phrase, tokens) or opened
        return not named and not _is_any(segments, phrase, one)
    if phrase.rule.value in ("year", "year-alone") and _numbers(tokens[-1]):
        return False
    if phrase.rule.value == "year" and tokens[-1].dep_ == "nummod" and tokens[-1].head.tag_ == "NNS":
        return tokens[-1].head.lemma_.lower() in load_event_nouns() or tokens[-1].ent_type_ == "DATE"
    if phrase.rule.value == "year-alone":
        year = tokens[-1]
        if year.dep_ == "nummod" and year.head.tag_ in ("NNS", "NNPS"):
            return year.head.lemma_.lower() in load_event_nouns()  # "the 2019 riots", but not "the 2019 cars"
        return year.ent_type_ in ("DATE", "EVENT") or (year.dep_ in ("nummod", "compound") and year.head.tag_ == "NN")
    return phrase.rule.value != "same-day" or root.dep_ != "dobj"  # "to end the day at 79"


def describes(phrase: Phrase, tokens: list[Token]) -> bool:
    """True if the phrase stands before a noun that it belongs to: "Friday's attack", "the May 3 hearing"."""
    if phrase.rule.value in ("today", "yesterday", "tomorrow"):
        return any(token.dep_ == "poss" for token in tokens)
    return any(
        token.head.idx >= phrase.span.end and token.head.pos_ in ("NOUN", "PROPN") and token.dep_ in DESCRIBING
        for token in tokens
    )


def compares(phrase: Phrase, head: Token, effect: str) -> bool:
    """True for "the worst fall since 1987", "up from last year": it tells of another day than that of what it hangs on.

    ``effect``: what the words before the phrase have been found to do to it.
    """
    if phrase.effect == "from" and effect == "none":
        return head.lemma_.lower() in time_words("measured")
    if effect != "since" or phrase.effect == "from":
        return False
    before = [t for t in head.sent if phrase.span.start - COMPARED <= t.idx < phrase.span.start]
    return any(
        (t.tag_ in ("JJS", "RBS") and t.lower_ != "least") or t.lower_ in ("first", "such", "unseen") for t in before
    )


def is_nowadays(phrase: Phrase, tokens: list[Token]) -> bool:
    """True for "today's economy", "the cars of tomorrow", which tell of no day; "today's attack" does."""
    last = tokens[-1]
    if phrase.rule.value not in ("today", "tomorrow"):
        return False
    over = last.head if last.dep_ == "poss" else last.head.head if last.head.lower_ == "of" else None
    return over is not None and over.pos_ in ("NOUN", "PROPN") and over.lemma_.lower() not in load_event_nouns()


def _opens_name(tokens: list[Token], root: Token) -> bool:
    """ "the Friday Night Raffle": a name goes on behind the words, and they belong to it."""
    last = tokens[-1]
    if last.i + 1 >= len(last.doc):
        return False
    after = last.nbor(1)
    if tokens[0].lower_ == "the" and after.lower_ in time_words("body") and last.head.i >= after.i:
        return True  # "the 17 November group"
    if not (after.pos_ == "PROPN" and after.text[0].isupper() and after.idx == last.idx + len(last) + 1):
        return False
    if after.text.isupper() and len(after) > 1:
        return False  # "the April UN report"
    over = last if last.head.i > last.i else root
    return over.head.i > last.i and over.dep_ in (*PARTS_OF_NAMES, "nummod", "poss") and over.head.idx >= after.idx


def _ends_name(tokens: list[Token]) -> bool:
    """ "Sister Mary Sunday", "Bloody Sunday", "his brother Sunday"."""
    first = tokens[0]
    if first.i == 0 or first.is_sent_start or first.pos_ in ("ADP", "DET", "SCONJ"):
        return False
    before = first.nbor(-1)
    if before.idx + len(before) + 1 != first.idx:
        return False
    if first.dep_ == "appos" and first.head.i == before.i and before.lemma_.lower() in person_nouns():
        return True
    opens = before.is_sent_start and before.pos_ != "PROPN"  # "Black September claimed", "Early Sunday"
    if not before.text[0].isupper() or opens or (before.ent_type_ in BESIDE and not _is_inside(first)):
        return False
    if before.dep_ not in PARTS_OF_NAMES or before.head.i not in [t.i for t in tokens]:
        return False
    return before.pos_ in ("PROPN", "ADJ") and before.lower_ not in ("early", "late", "last", "next", "this", "mid")


def _is_inside(token: Token) -> bool:
    """True for a word that goes on a name of a person or a place."""
    return token.ent_type_ in IN_NAMES and token.ent_iob_ == "I"


def _is_any(segments: Segments, phrase: Phrase, one: bool) -> bool:
    before = segments.text[max(0, phrase.span.start - 20) : phrase.span.start]
    if ANY.search(before):
        return True
    return phrase.rule.value in ("weekday", "month") and not one and SOME.search(before) is not None


def _numbers(year: Token) -> bool:
    """ "Route 1985", "ticket 2006", "at 2001 Century Plaza": a number, no year."""
    before = year.nbor(-1) if year.i else None
    if before is not None and before.lemma_.lower() in time_words("numbered"):
        return True
    if year.i + 1 >= len(year.doc) or before is None:
        return False
    after = year.nbor(1)
    address = after.pos_ == "PROPN" and year.head.i > year.i and year.dep_ in ("nummod", "compound")
    return address and before.lower_ in ("of", "at", "along", "to", "from", "near")

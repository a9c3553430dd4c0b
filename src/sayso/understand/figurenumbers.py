"""The numbers of a report that may count somebody, each with the noun counted and the words for who is counted."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ..records import Span
from .arguments import children, phrase_tokens
from .figureheads import NOMINAL, figure_words
from .quantities import Quantity, find_quantities
from .segment import Segments

#: the rule of one person told by an article.
ONE = "figure.single"
#: a number of these before a noun in the singular is a year.
YEARS = range(1900, 2100)
#: "nine of them", "of whom nine": those who are counted stand behind.
SOME_OF = frozenset({"them", "whom", "these", "those"})


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity with the head of its phrase, the noun counted, and the last token of the phrase."""

    quantity: Quantity
    core: Token
    noun: Token | None
    last: Token

    @property
    def counted(self) -> Span:
        """The noun counted, or else the number."""
        return self.quantity.span if self.noun is None else Span(self.noun.idx, self.noun.idx + len(self.noun))


def find_numbers(segments: Segments) -> list[Number]:
    """All that may count somebody or something: quantities, then persons told by an article."""
    found = [number for q in find_quantities(segments.text) if (number := _number(segments, q)) is not None]
    found = [number for number in found if not _is_other(number)]
    for token in segments.doc:
        article = _article(token)
        if article is not None:
            span = Span(article.idx, article.idx + len(article))
            if not any(number.quantity.span.meets(span) for number in found):
                found.append(Number(Quantity(span, 1, 1, False, ONE), token, token, token))
    return found


def _number(segments: Segments, quantity: Quantity) -> Number | None:
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
    return Number(quantity, core, noun, last)


def _is_other(number: Number) -> bool:
    """True for "7,000 victims' names" and "the 1999 shooting": names are counted, and a year is given."""
    noun, low = number.noun, number.quantity.low
    if noun is None:
        return False
    year = number.quantity.rule == "quantity.plain" and low in YEARS and noun.tag_ in ("NN", "NNP")
    return noun.dep_ == "poss" or year


def find_counted(segments: Segments, number: Number) -> Span | None:
    """The words for those counted: "Taliban militants", "the column" of "a column of 40", "boys" of "two were boys"."""
    quantity, noun = number.quantity.span, number.noun
    if noun is not None and noun.lower_ == "strong":
        over = noun.head
        return _span_of([over]) if over.pos_ in ("NOUN", "PROPN") and over.i > noun.i else None
    own = _counted_words(quantity, noun)
    if number.quantity.rule == "quantity.family":
        return _span_of([number.core]) if number.core.pos_ == "NOUN" else own
    if own is not None or number.quantity.rule == ONE or (noun is not None and noun.pos_ != "PRON"):
        return own
    beside = _group_of(number.core) or _what_some_are(segments, number)
    return _span_of(phrase_tokens(beside)) if beside is not None else None


def _group_of(core: Token) -> Token | None:
    """ "A crew of nine": the crew."""
    over = core.head.head if core.dep_ == "pobj" and core.head.lower_ == "of" else None
    return over if over is not None and over.lemma_.lower() in figure_words("group") else None


def _what_some_are(segments: Segments, number: Number) -> Token | None:
    """ "Three of them aviators", "of whom six were women": those that some of the counted are."""
    verb = number.core.head
    told = children(verb, "attr") if number.core.dep_ == "nsubj" and verb.lemma_ == "be" else []
    if told:
        return told[0] if told[0].pos_ == "NOUN" else None
    after = [token for token in number.core.sent if token.idx >= number.quantity.span.end][:5]
    if len(after) < 3 or after[0].lower_ != "of" or after[1].lower_ not in SOME_OF:
        return None
    behind = [token for token in after[2:] if token.dep_ not in ("det", "amod", "compound", "aux")]
    return behind[0] if behind and behind[0].pos_ == "NOUN" and behind[0].tag_ in ("NNS", "NN") else None


def _span_of(tokens: list[Token]) -> Span:
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


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


def _article(token: Token) -> Token | None:
    """The word that makes a noun one of them; "another" stands for itself."""
    if token.lower_ == "another" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "conj"):
        return token
    group = token.lemma_.lower() in figure_words("group")
    if group or token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "appos" or token.tag_ in ("NNS", "NNPS"):
        return None
    return next((c for c in token.children if c.dep_ == "det" and c.lower_ in figure_words("single")), None)

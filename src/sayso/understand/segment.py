"""Cuts a report into paragraphs, sentences and quotations, and parses it: all as spans of the frozen text.

The parser reads a *plain* copy of the text, changed character for character so that offsets stay right: curly quotes
become straight, line breaks and odd blanks become spaces, and text all in capitals is put in lower case but for names.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ..records import Problem, Report, Span
from .parse import load_parser, parse
from .quotes import Quote, find_quotes
from .standins import Standin, find_standins
from .truecase import load_ordinary, recase_text

BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n\s*")
ANY_BREAK = re.compile(r"[\r\n]\s*")
#: hard-wrapped text: no line longer than this, and half of those that are followed by another longer than WRAP_SHORT.
WRAP_COLUMNS, WRAP_SHORT = 90, 50
BLANKS = {ord(c): " " for c in "\n\r\t\f\v\u00a0\u2002\u2003\u2009\u200a\u202f\u3000\u2028\u2029\u0085"}
STRAIGHT = str.maketrans("“”„«»‟‘’‚‛–—‑", '"' * 6 + "'" * 4 + "-" * 3)
#: "TOLMIN, 10 May 2025 (Example Wire) - " before a report's first sentence: a place in capitals, or an agency in
#: brackets, then a dash. It is no part of what the sentence says.
DATELINE = re.compile(
    r"(?=[^\n]{0,20}?(?:[A-Z]{3}|\())"
    r"(?:[A-Z][\w.'’/ -]{1,40}(?:, ?[^\n()\[\]]{2,40}?)?)? ?(?:\([^)\n]{2,40}\))? ?(?:--|[-—–]) +(?=[\"“'‘\[]?[A-Z])"
)
#: paragraphs at the head of a report in which a dateline may stand.
HEAD_PARAGRAPHS = 3
#: share of capital letters from which a text counts as written in capitals (old wire copy, MUC).
ALL_CAPS = 0.8
#: a paragraph in capitals of fewer words ("WASHINGTON (AP)") is a name rather than a headline.
HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Segments:
    """A report cut up and parsed: ``doc[i].idx`` is an offset into ``report.text``.

    ``text``: the plain copy, of the same length; ``standins``: what is parsed and read in place of its names.
    """

    report: Report
    text: str
    standins: tuple[Standin, ...]
    doc: Doc
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]

    def span_of(self, first: Token, last: Token) -> Span:
        """The span from one token to another, both included."""
        return Span(first.idx, last.idx + len(last))

    def tokens_in(self, span: Span) -> list[Token]:
        """All tokens that lie wholly or partly in the span."""
        found = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return [t for t in found if not t.is_space] if found is not None else []

    def sentence_of(self, span: Span) -> Span:
        """The sentence that holds the start of the span."""
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        return self.sentences[at] if at >= 0 and span.start < self.sentences[at].end else span

    def quote_of(self, span: Span) -> Quote | None:
        """The quotation that the span lies in, marks not counted, or None."""
        for quote in self.quotes:
            if quote.inner.covers(span):
                return quote
        return None


def find_segments(report: Report) -> tuple[Segments, tuple[Problem, ...]]:
    """Paragraphs, sentences, quotations and the parse of one report."""
    paragraphs = find_paragraphs(report.text)
    text = make_plain(report.text)
    standins = stand_in(text)
    doc = parse(text, standins, {p.start for p in paragraphs} | _after_datelines(report.text, paragraphs))
    sentences = tuple(_trimmed(report.text, s.start_char, s.end_char) for s in doc.sents if s.text.strip())
    quotes, problems = find_quotes(report.text, paragraphs)
    return Segments(report, text, standins, doc, paragraphs, sentences, quotes), problems


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Paragraph spans. A blank line always parts; a single break parts unless the text is hard-wrapped."""
    pattern = BLANK_LINE if is_hard_wrapped(text) else ANY_BREAK
    breaks = [m.span() for m in pattern.finditer(text)]
    edges = [0, *(edge for pair in breaks for edge in pair), len(text)]
    spans = (_trimmed(text, s, e) for s, e in zip(edges[::2], edges[1::2], strict=True))
    return tuple(span for span in spans if span.start < span.end)


def _after_datelines(text: str, paragraphs: tuple[Span, ...]) -> set[int]:
    """Where the first sentence begins after "TOLMIN, 10 May 2025 - "."""
    heads = (DATELINE.match(text, p.start, p.end) for p in paragraphs[:HEAD_PARAGRAPHS])
    return {match.end() for match in heads if match}


def make_plain(text: str) -> str:
    """The copy that the parser reads: as long as the text, offset for offset."""
    plain = text.translate(BLANKS).translate(STRAIGHT)
    if is_capital(plain):
        return recase_text(plain, load_ordinary(load_parser()))
    for span in find_paragraphs(text):
        piece = plain[span.start : span.end]
        if len(piece.split()) >= HEADLINE_WORDS and is_capital(piece):
            plain = plain[: span.start] + recase_text(piece, load_ordinary(load_parser())) + plain[span.end :]
    return plain


def stand_in(plain: str) -> tuple[Standin, ...]:
    """What is parsed and read in place of the names of a plain copy."""
    return find_standins(plain, load_ordinary(load_parser()))


def is_capital(text: str) -> bool:
    """True for text written in capitals throughout: "REBELS TAKE KEY TOWN, ARMY SAYS"."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= ALL_CAPS * len(letters)


def is_hard_wrapped(text: str) -> bool:
    """True for text whose lines were broken at a column: "...with the local\\narmed group..."."""
    lines = [line.rstrip() for line in text.splitlines()]
    inner = [line for line, following in itertools.pairwise(lines) if line and following]
    if len(inner) < 2 or max(map(len, lines)) > WRAP_COLUMNS:
        return False
    return sum(len(line) > WRAP_SHORT for line in inner) > len(inner) / 2


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

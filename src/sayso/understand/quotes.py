"""Finds quotations: double and single, straight and curly, running over paragraphs, with or without closing marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..records import Problem, Span

DOUBLE_OPEN, DOUBLE_CLOSE = "“„«‟", "”»"
#: a straight or curly single mark opens only after a blank or bracket and before a letter that starts a word;
#: "'90s", "'em", "'tis" are no quotations.
SINGLE_OPEN = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–-]))['‘](?!\d\ds\b|(?:em|tis|twas|til|cause|n)\b)(?=[\w\"“(])")
SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…;)\"”])['’](?!\w)")
SPEECH_END = re.compile(r"(?<=[.,!?…])['’](?!\w)")
#: a quotation of at most this many words without a verb of its own mark at its end is a term held at a distance.
SCARE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation. ``span`` with its marks, ``inner`` without; ``follows``: index of the one it carries on, if any."""

    span: Span
    inner: Span
    closed: bool = True
    follows: int | None = None

    def core(self, text: str) -> Span:
        """The quoted words without the punctuation that closes them."""
        start, end = self.inner
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".,!?;:…-–—"):
            end -= 1
        return Span(start, end)

    def is_short(self, text: str) -> bool:
        """True for a word or two in marks ("consensus"), which hold a term at a distance rather than report speech."""
        words = text[self.inner.start : self.inner.end]
        return len(words.split()) <= SCARE_WORDS and not words.rstrip().endswith((".", "!", "?"))


def find_quotes(text: str, paragraphs: tuple[Span, ...]) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    """All quotations in reading order; one left open in the last paragraph of its speech is a problem."""
    quotes: list[Quote] = []
    problems: list[Problem] = []
    for number, paragraph in enumerate(paragraphs):
        found = _double_quotes(text, paragraph) or _single_quotes(text, paragraph)
        if found and quotes and not quotes[-1].closed and found[0].span.start == paragraph.start:
            found[0] = replace(found[0], follows=len(quotes) - 1)
        quotes += found
        if found and not found[-1].closed and not _goes_on(text, paragraphs[number + 1 : number + 2]):
            message = "a quotation is opened and not closed; it is read to the end of its paragraph"
            problems.append(Problem("quote.unclosed", message, span=found[-1].span))
    return tuple(quotes), tuple(problems)


def _goes_on(text: str, following: tuple[Span, ...]) -> bool:
    return bool(following) and text[following[0].start] in "\"“„«‘'"


def _double_quotes(text: str, paragraph: Span) -> list[Quote]:
    found: list[Quote] = []
    start: int | None = None
    for at in range(paragraph.start, paragraph.end):
        mark = text[at]
        if mark not in '"' + DOUBLE_OPEN + DOUBLE_CLOSE:
            continue
        opens = mark in DOUBLE_OPEN or (mark == '"' and _stands_open(text, at, paragraph, start is not None))
        if opens and start is None:
            start = at
        elif not opens and start is not None:
            found.append(Quote(Span(start, at + 1), Span(start + 1, at)))
            start = None
    if start is not None:
        found.append(Quote(Span(start, paragraph.end), Span(start + 1, paragraph.end), closed=False))
    return [quote for quote in found if text[quote.inner.start : quote.inner.end].strip()]


def _stands_open(text: str, at: int, paragraph: Span, inside: bool) -> bool:
    """A straight mark opens after a blank and before a word; inside a quotation it closes unless clearly opening."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if inside:
        return False
    return before.isspace() or before in "([—–-:" or (not after.isspace() and not before.isalnum())


def _single_quotes(text: str, paragraph: Span) -> list[Quote]:
    found: list[Quote] = []
    at = paragraph.start
    while opening := SINGLE_OPEN.search(text, at, paragraph.end):
        limit = paragraph.end
        ending = SPEECH_END.search(text, opening.end(), limit) or SINGLE_CLOSE.search(text, opening.end(), limit)
        first = SINGLE_CLOSE.search(text, opening.end(), limit)
        if ending is None or first is None:
            break
        # "the 'special operation' that began..., he said 'again.'": the nearest close wins if it is near
        if len(text[opening.end() : first.start()].split()) <= SCARE_WORDS:
            ending = first
        found.append(Quote(Span(opening.start(), ending.end()), Span(opening.end(), ending.start())))
        at = ending.end()
    return found

"""A report as the attribution reader takes it: word pieces with case and quotation, in windows of whole paragraphs.

The same code cuts the training corpus, so that the model meets in use what it learned on. Quotation marks of every
style become straight double ones here, wherever `quotes` found a quotation, and names the names that stand in for them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from ..lexicon import load_model_file
from ..records import Span
from .quotes import Quote
from .standins import Shown, Standin, show

#: pieces in a window, marks of its ends included. Of the training corpus's attributions 99 in 100 are under 440
#: characters wide, so windows of whole paragraphs of this size rarely lose a part of one.
WINDOW = 256
CLS, SEP, QUOTE = 101, 102, 1000
#: case of the word that a piece belongs to.
SMALL, TITLE, CAPITALS, DIGITS, MIXED = range(5)


@dataclass(slots=True)
class Window:
    """Some paragraphs as word pieces; ``spans[i]`` is None for the marks between paragraphs.

    ``shapes``: case of the word; ``quoted``: 1 within quotation marks; ``paragraphs``: number of the paragraph;
    ``heads``: the pieces that begin a word or are a mark.
    """

    ids: list[int] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)

    def add(self, piece: int, shape: int, quoted: int, span: Span | None, *, head: bool = True) -> None:
        """One more piece in the paragraph that the window is at; ``head``: it begins a word."""
        if head:
            self.heads.append(len(self.ids))
        self.ids.append(piece)
        self.shapes.append(shape)
        self.quoted.append(quoted)
        self.paragraphs.append(self.paragraphs[-1] + (self.ids[-2] == SEP) if self.paragraphs else 0)
        self.spans.append(span)


Piece = tuple[int, int, int, Span, bool]


@functools.cache
def load_tokenizer() -> Tokenizer:
    """The word pieces of the encoder (30,522, small letters)."""
    tokenizer = Tokenizer.from_str(load_model_file("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut_windows(
    plain: str,
    paragraphs: tuple[Span, ...],
    quotes: tuple[Quote, ...],
    standins: tuple[Standin, ...],
    *,
    size: int = WINDOW,
) -> list[Window]:
    """The report in windows; a paragraph too long for one is cut at the end of a sentence."""
    text = _double_marks(plain, quotes)
    windows: list[Window] = []
    for paragraph in paragraphs:
        for block in _blocks(_pieces(show(text, paragraph, standins), quotes), size - 2):
            if not windows or len(windows[-1].ids) + len(block) + 1 > size:
                windows.append(Window())
                windows[-1].add(CLS, SMALL, 0, None)
            for piece, shape, quoted, span, head in block:
                windows[-1].add(piece, shape, quoted, span, head=head)
            windows[-1].add(SEP, SMALL, 0, None)
    return windows


def _double_marks(plain: str, quotes: tuple[Quote, ...]) -> str:
    """The text with the marks of single-quoted speech as double ones."""
    marks = [q.span.start for q in quotes] + [q.span.end - 1 for q in quotes if q.closed]
    marks = [at for at in marks if plain[at] == "'"]
    if not marks:
        return plain
    letters = list(plain)
    for at in marks:
        letters[at] = '"'
    return "".join(letters)


def _pieces(shown: Shown, quotes: tuple[Quote, ...]) -> list[Piece]:
    encoding = load_tokenizer().encode(shown.text, add_special_tokens=False)
    words: dict[int, tuple[int, int]] = {}
    numbers = [word or 0 for word in encoding.word_ids]
    for (start, end), word in zip(encoding.offsets, numbers, strict=True):
        words[word] = (words.get(word, (start, end))[0], end)
    shapes = {word: _shape(shown.text[start:end]) for word, (start, end) in words.items()}
    spans = [shown.span_of(*offsets) for offsets in encoding.offsets]
    inside = [q.inner for q in quotes if spans and q.inner.meets(Span(spans[0].start, spans[-1].end))]
    out: list[Piece] = []
    for piece, (start, _), span, word in zip(encoding.ids, encoding.offsets, spans, numbers, strict=True):
        quoted = int(any(q.covers(span) for q in inside))
        out.append((piece, shapes[word], quoted, span, words[word][0] == start))
    return out


def _shape(word: str) -> int:
    if any(c.isdigit() for c in word):
        return DIGITS
    if word.islower() or not word[:1].isalpha():
        return SMALL
    if word[1:].islower() or len(word) == 1:
        return TITLE
    return CAPITALS if word.isupper() else MIXED


def _blocks(pieces: list[Piece], size: int) -> Iterator[list[Piece]]:
    """The pieces in runs of at most ``size``, cut after the last full stop that fits."""
    stops = set(load_tokenizer().encode(". ! ?", add_special_tokens=False).ids)
    while len(pieces) > size:
        cut = next((n + 1 for n in range(size - 2, size // 2, -1) if pieces[n][0] in stops), size)
        if pieces[cut][0] == QUOTE and cut < size:
            cut += 1
        yield pieces[:cut]
        pieces = pieces[cut:]
    if pieces:
        yield pieces

"""The trained encoder over a report: once for all that is asked of it, window by window, on one core.

A small encoder reads the report in windows of word pieces; further graphs tie the parts of an attribution to its cue
and the parts of an event to its trigger, and say what each is (`training/` makes them, `docs/model-card.md` says from
what). One window at a time, so that a report's records do not hang on what else is read.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ..lexicon import load_model_file
from ..records import Span
from .pieces import Window, cut_windows
from .segment import Segments
from .tags import Run

Scores = NDArray[np.float32]
#: of what the parts are tied: a cue of an attribution, or a trigger of an event.
Kind = Literal["cue", "event"]
#: the maximum over no piece.
NOTHING = -100.0
#: where the tags of a piece begin in the encoder's output, three scores each: outside, begins, goes on.
CUE_TAGS, TRIGGER_TAGS = slice(0, 3), slice(9, 12)


@functools.cache
def load_graph(name: str) -> onnxruntime.InferenceSession:
    """The graph ``data/model/name``."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(load_model_file(name), options, providers=["CPUExecutionProvider"])


@dataclass(slots=True)
class Look:
    """One window as the encoder sees it: a vector (pieces, width) and tag scores (pieces, 12) for each piece."""

    window: Window
    vectors: Scores
    tags: Scores
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def tags_of(self, which: slice) -> Scores:
        """Scores (words, 3): a word is tagged as its first piece is."""
        return self.tags[self.window.heads, which]

    def highest(self, which: slice, span: Span) -> float | None:
        """How likely (0 to 1) the likeliest piece in a span is to begin or go on; None if the span lies elsewhere."""
        inside = (self.starts < span.end) & (span.start < self.ends)
        if not inside.any():
            return None
        raised = np.exp(self.tags[inside, which])
        return float((1 - raised[:, 0] / raised.sum(-1)).max())

    def tie(self, kind: Kind, runs: list[Run]) -> Scores:
        """Scores (runs, words, labels) of each word as a part of each cue or trigger."""
        first, last = self._ends_of(runs)
        inputs = {"vectors": self.vectors, "quoted": _whole(self.window.quoted), "first": first, "last": last}
        inputs["paragraphs"] = _whole(self.window.paragraphs)
        (scores,) = load_graph(f"{kind}_ties.onnx").run(None, inputs)
        tied: Scores = scores[:, self.window.heads]
        return tied

    def judge(self, kind: Kind, runs: list[Run], parts: list[list[Span]]) -> Scores:
        """Scores of what each cue or trigger is, by the parts of the text that tell it."""
        first, last = self._ends_of(runs)
        told = [self._told(one, two, part) for one, two, part in zip(first, last, parts, strict=True)]
        (scores,) = load_graph(f"{kind}_kinds.onnx").run(None, {"told": np.stack(told)})
        judged: Scores = scores
        return judged

    def count(self, numbers: list[tuple[Span, Span]]) -> Scores:
        """Scores of what each number counts, by its words and those for the counted, all in this window."""
        first, last, noun = (list(column) for column in zip(*(self.pieces_of(*one) for one in numbers), strict=True))
        inputs = {"vectors": self.vectors, "first": _whole(first), "last": _whole(last), "noun": _whole(noun)}
        (scores,) = load_graph("figure_kinds.onnx").run(None, inputs)
        counted_as: Scores = scores
        return counted_as

    def pieces_of(self, words: Span, counted: Span) -> tuple[int, int, int]:
        """The first and last piece of a number in the window, and the last of those for the counted, or its own."""
        own, other = self._pieces_in(words), self._pieces_in(counted)
        return int(own[0]), int(own[-1]), int((other if len(other) else own)[-1])

    def holds(self, span: Span) -> bool:
        """True if a piece of the span lies in the window."""
        return bool(len(self._pieces_in(span)))

    def _pieces_in(self, span: Span) -> NDArray[np.int64]:
        return np.flatnonzero((self.starts < span.end) & (span.start < self.ends))

    def run_at(self, span: Span) -> Run | None:
        """The words of the window in which the span lies; None if it lies elsewhere."""
        pieces = set(self._pieces_in(span).tolist())
        edges = [*self.window.heads, len(self.window.ids)]
        words = [n for n in range(len(edges) - 1) if not pieces.isdisjoint(range(edges[n], edges[n + 1]))]
        return Run(words[0], words[-1], 1.0) if words else None

    def span_of(self, run: Run) -> Span | None:
        """The run's place in the report."""
        pieces = range(self.window.heads[run.first], self._end_of(run))
        spans = [span for n in pieces if (span := self.window.spans[n]) is not None]
        return Span(spans[0].start, spans[-1].end) if spans else None

    def spans_of(self, runs: Iterable[Run]) -> tuple[Span, ...]:
        """The places of some runs."""
        return tuple(span for run in runs if (span := self.span_of(run)) is not None)

    def _ends_of(self, runs: list[Run]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        heads = self.window.heads
        return _whole([heads[run.first] for run in runs]), _whole([self._end_of(run) - 1 for run in runs])

    def _end_of(self, run: Run) -> int:
        """The piece after the last word of the run."""
        heads = self.window.heads
        return heads[run.last + 1] if run.last + 1 < len(heads) else len(self.window.ids)

    def _told(self, first: int, last: int, part: list[Span]) -> Scores:
        """What a kind is told by: the ends, and of the part the first piece, mean and maximum (5 widths)."""
        inside = self.vectors[self._covered(part)]
        mean = inside.sum(0) / np.float32(len(inside) + 1e-3)
        if len(inside):
            begins, most = inside[0], inside.max(0)
        else:  # as the model learned it
            begins, most = self.vectors[0], np.full_like(mean, NOTHING)
        told: Scores = np.concatenate([self.vectors[first], self.vectors[last], begins, mean, most])
        return told

    def _covered(self, spans: list[Span]) -> NDArray[np.bool_]:
        """Which pieces lie in the spans."""
        covered = np.zeros(len(self.starts), dtype=bool)
        for span in spans:
            covered |= (self.starts < span.end) & (span.start < self.ends)
        return covered


def look_at(segments: Segments) -> tuple[Look, ...]:
    """The whole report, window by window."""
    windows = cut_windows(segments.text, segments.paragraphs, segments.quotes, segments.standins)
    return tuple(_look(window) for window in windows)


def _look(window: Window) -> Look:
    inputs = {"ids": _whole(window.ids), "shapes": _whole(window.shapes), "quoted": _whole(window.quoted)}
    vectors, tags = load_graph("encoder.onnx").run(["vectors", "tags"], inputs)
    edges = [(span.start, span.end) if span is not None else (0, 0) for span in window.spans]
    starts, ends = np.array(edges, dtype=np.int64).T
    return Look(window, vectors, tags, starts, ends)


def _whole(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def best_of(scores: Scores) -> tuple[int, float]:
    """The best of some labels, and how sure the model is of it (0 to 1)."""
    shares = np.exp(scores - scores.max())
    return int(scores.argmax()), float(shares.max() / shares.sum())

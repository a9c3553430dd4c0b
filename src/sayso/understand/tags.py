"""Reads the scores of the attribution model: which words are cues, and for each cue its source and its content."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

#: tags of a word as cue: none, begins, goes on; and of a word as seen from a cue.
OUTSIDE, BEGINS, GOES_ON = range(3)
NONE, SOURCE_BEGINS, SOURCE_GOES_ON, CONTENT_BEGINS, CONTENT_GOES_ON = range(5)
#: which tag may follow which: a span goes on only where it began.
CUE_MOVES = np.array([[1, 1, 0], [1, 1, 1], [1, 1, 1]], dtype=bool)
TIE_MOVES = np.array([[1, 1, 0, 1, 0], [1, 1, 1, 1, 0], [1, 1, 1, 1, 0], [1, 1, 0, 1, 1], [1, 1, 0, 1, 1]], dtype=bool)
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` of a window, and how sure the model is of them (mean probability)."""

    first: int
    last: int
    sure: float


def find_cue_runs(scores: Scores, bias: float) -> list[Run]:
    """Cues of one window from scores (words, 3); ``bias`` is added to "begins": more cues, less sure."""
    lifted = scores.copy()
    lifted[:, BEGINS] += bias
    lifted[:, GOES_ON] += bias
    path = best_paths(lifted[None], CUE_MOVES)[0]
    return _runs(path, _shares(scores), BEGINS)


def find_tied_runs(scores: Scores, cues: list[Run], bias: float) -> list[tuple[Run | None, list[Run]]]:
    """For each cue its source (the surest) and its content, from scores (cues, words, 5); no cue lies in its own."""
    if not cues:
        return []
    lifted = scores.copy()
    lifted[:, :, NONE] -= bias
    for number, cue in enumerate(cues):
        lifted[number, cue.first : cue.last + 1, 1:] = FORBIDDEN
    paths = best_paths(lifted, TIE_MOVES)
    out = []
    for path, share in zip(paths, _shares(scores), strict=True):
        sources = _runs(path, share, SOURCE_BEGINS)
        out.append((max(sources, key=lambda r: r.sure, default=None), _runs(path, share, CONTENT_BEGINS)))
    return out


def best_paths(scores: Scores, moves: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The best sequence of tags for each row of scores (rows, words, tags), of those whose moves are allowed."""
    rows, words, tags = scores.shape
    barred = np.where(moves, np.float32(0), FORBIDDEN)
    starts = np.where(moves[0], np.float32(0), FORBIDDEN)
    best = scores[:, 0] + starts
    back = np.zeros((rows, words, tags), dtype=np.intp)
    for at in range(1, words):
        step = best[:, :, None] + barred
        back[:, at] = step.argmax(1)
        best = step.max(1) + scores[:, at]
    path = np.zeros((rows, words), dtype=np.intp)
    path[:, -1] = best.argmax(1)
    for at in range(words - 1, 0, -1):
        path[:, at - 1] = np.take_along_axis(back[:, at], path[:, at, None], 1)[:, 0]
    return path


def _shares(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Scores = raised / raised.sum(-1, keepdims=True)
    return shares


def _runs(path: NDArray[np.intp], shares: Scores, begins: int) -> list[Run]:
    """Runs of the tag ``begins`` and the one after it, which goes on."""
    runs: list[Run] = []
    first: int | None = None
    for at, tag in enumerate([*path, NONE]):
        if first is not None and tag != begins + 1:
            inside = shares[first:at, begins : begins + 2].sum(-1)
            runs.append(Run(first, at - 1, float(inside.mean())))
            first = None
        if tag == begins:
            first = at
    return runs

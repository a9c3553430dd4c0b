"""Reads the scores of the attribution model: which words are cues, and for each cue its source and its content."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

#: tags of a word as cue or trigger, and as a part tied to one: none, or a part begins or goes on, two by two.
NONE, BEGINS, GOES_ON = range(3)


@functools.cache
def make_moves(parts: int) -> NDArray[np.bool_]:
    """Which tag may follow which where there are so many parts: each goes on only where it began."""
    tags = np.arange(2 * parts + 1)
    goes_on = (tags > 0) & (tags % 2 == 0)
    same = (tags[:, None] == tags) | (tags[:, None] + 1 == tags)
    moves: NDArray[np.bool_] = ~goes_on[None] | same
    return moves


CUE_MOVES = make_moves(1)
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` of a window, and how sure the model is of them (mean probability)."""

    first: int
    last: int
    sure: float


def find_runs(scores: Scores, moves: NDArray[np.bool_], bias: float) -> list[Run]:
    """Cues or triggers of one window from scores (words, 3); ``bias`` is added to "begins": more of them, less sure."""
    lifted = scores.copy()
    lifted[:, BEGINS] += bias
    lifted[:, GOES_ON] += bias
    path = best_paths(lifted[None], moves)[0]
    return _runs(path, _shares(scores), BEGINS)


def find_tied_runs(scores: Scores, heads: list[Run], bias: float) -> list[list[list[Run]]]:
    """For each cue or trigger its parts, part by part, from scores (heads, words, 1 + 2 * parts).

    No cue lies in its own parts. ``bias`` is taken from the score of "none of its parts".
    """
    lifted = scores.copy()
    lifted[:, :, NONE] -= bias
    for number, head in enumerate(heads):
        lifted[number, head.first : head.last + 1, 1:] = FORBIDDEN
    parts = scores.shape[2] // 2
    paths = best_paths(lifted, make_moves(parts))
    return [
        [_runs(path, share, 2 * part + 1) for part in range(parts)]
        for path, share in zip(paths, _shares(scores), strict=True)
    ]


def best_paths(scores: Scores, moves: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The best sequence of tags for each row of scores (rows, words, tags), of those whose moves are allowed.

    Where the best tag of every word by itself makes an allowed sequence, no other can be better; only the rest is
    searched (Viterbi).
    """
    path: NDArray[np.intp] = scores.argmax(-1)
    fits = moves[0][path[:, 0]] & moves[path[:, :-1], path[:, 1:]].all(1)
    for row in np.flatnonzero(~fits):
        path[row] = _search(scores[row], moves)
    return path


def _search(scores: Scores, moves: NDArray[np.bool_]) -> list[int]:
    """The best allowed sequence for scores (words, tags)."""
    barred = [[0.0 if ok else float(FORBIDDEN) for ok in row] for row in moves.T.tolist()]
    starts = moves[0].tolist()
    best = [score + (0.0 if ok else float(FORBIDDEN)) for score, ok in zip(scores[0].tolist(), starts, strict=True)]
    back: list[list[int]] = []
    for row in scores[1:].tolist():
        sums = [[one + bar for one, bar in zip(best, bars, strict=True)] for bars in barred]
        tops = [max(some) for some in sums]
        back.append([some.index(top) for some, top in zip(sums, tops, strict=True)])
        best = [top + score for top, score in zip(tops, row, strict=True)]
    path = [best.index(max(best))]
    for row in reversed(back):
        path.append(row[path[-1]])
    return path[::-1]


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

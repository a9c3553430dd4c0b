"""The trained reader of attributions: cues, and for each its source, content, act and evidence, with how sure it is.

A small encoder reads the report in windows; a second graph ties source and content to every cue (`training/` makes
both, `docs/model-card.md` says from what). A word is tagged as its first piece is. Runs on one core, one window at a
time, so that a report's records do not hang on what else is read.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from dataclasses import dataclass
from typing import get_args

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ..lexicon import LexiconError, load_bytes, load_table
from ..records import Act, Evidence, Span
from .marks import ActRead, Finding
from .pieces import Window, cut_windows
from .segment import Segments
from .tags import Run, find_cue_runs, find_tied_runs

#: added to the score of "a cue begins": chosen on PolNeAR's dev part (`evaluation/attribution.md`, thresholds).
CUE_BIAS = -0.5
#: taken from the score of "no part of this attribution", chosen there too.
TIE_BIAS = 0.0
#: the order of the labels in the graphs' outputs.
ACTS: tuple[Act, ...] = get_args(Act)
EVIDENCE: tuple[Evidence, ...] = ("none", "offered", "withheld")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A graph of the package and the SHA-256 that it must have."""

    file: str
    sha256: str


@functools.cache
def load_graph(name: str) -> onnxruntime.InferenceSession:
    """The graph ``data/model/name``; one that is not the file named in `model.toml` is refused."""
    content = load_bytes(f"model/{name}")
    wanted = {one.file: one.sha256 for one in load_table("model/model.toml", ModelFile)}
    if hashlib.sha256(content).hexdigest() != wanted.get(name):
        raise LexiconError(f"data/model/{name}: not the file that model.toml names; install sayso anew")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def find_findings(segments: Segments) -> list[Finding]:
    """All attributions that the reader sees in a report, in reading order of their cues."""
    windows = cut_windows(segments.doc.text, segments.paragraphs, segments.quotes)
    return list(itertools.chain.from_iterable(_read(window, segments.sentences) for window in windows))


def _read(window: Window, sentences: tuple[Span, ...]) -> list[Finding]:
    inputs = {"ids": _whole(window.ids), "shapes": _whole(window.shapes), "quoted": _whole(window.quoted)}
    vectors, tags = load_graph("encoder.onnx").run(None, inputs)
    cues = find_cue_runs(tags[window.heads, :3], CUE_BIAS)
    if not cues:
        return []
    ends = {
        "vectors": vectors,
        "first": _whole([window.heads[cue.first] for cue in cues]),
        "last": _whole([_end(window, cue) - 1 for cue in cues]),
    }
    places = {"quoted": inputs["quoted"], "paragraphs": _whole(window.paragraphs)}
    (roles,) = load_graph("ties.onnx").run(None, {**ends, **places})
    found = []
    for number, (source, content) in enumerate(find_tied_runs(roles[:, window.heads], cues, TIE_BIAS)):
        cue = _span(window, cues[number])
        spans = [span for run in content if (span := _span(window, run)) is not None]
        if cue is not None and spans:
            first, last = ends["first"][number], ends["last"][number]
            acts, evidence = _acts(window, vectors, (first, last), _by_sentence(spans, sentences))
            sure = min(run.sure for run in (cues[number], *content, *filter(None, [source])))
            who = _span(window, source) if source else None
            found.append(Finding(who, cue, tuple(spans), acts, *evidence, sure))
    return found


def _acts(
    window: Window, vectors: NDArray[np.float32], cue: tuple[int, int], parts: list[list[Span]]
) -> tuple[tuple[ActRead, ...], tuple[Evidence, float]]:
    """The act of each part of a content, and the evidence of the whole."""
    whole = [span for part in parts for span in part]
    weight = np.array([_weights(window, part) for part in (*parts, whole)], dtype=np.float32)
    first, last = (np.full(len(weight), end, dtype=np.int64) for end in cue)
    (scores,) = load_graph("acts.onnx").run(None, {"vectors": vectors, "first": first, "last": last, "weight": weight})
    acts = []
    for part, row in zip(parts, scores, strict=False):
        best, sure = _best(row[: len(ACTS)])
        acts.append(ActRead(Span(part[0].start, part[-1].end), ACTS[best], sure))
    best, sure = _best(scores[-1, len(ACTS) :])
    return tuple(acts), (EVIDENCE[best], sure)


def _weights(window: Window, spans: list[Span]) -> list[float]:
    """1 for each piece of the window that lies in the spans."""
    return [float(piece is not None and any(span.meets(piece) for span in spans)) for piece in window.spans]


def _by_sentence(content: list[Span], sentences: tuple[Span, ...]) -> list[list[Span]]:
    """The content cut at sentence ends; pieces of one sentence stay together."""
    cut = [
        [Span(max(c.start, s.start), min(c.end, s.end)) for c in content if c.meets(s)]
        for s in sentences
        if any(c.meets(s) for c in content)
    ]
    return cut or [content]


def _whole(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)


def _end(window: Window, run: Run) -> int:
    """The piece after the last word of the run."""
    return window.heads[run.last + 1] if run.last + 1 < len(window.heads) else len(window.ids)


def _span(window: Window, run: Run) -> Span | None:
    spans = [span for span in window.spans[window.heads[run.first] : _end(window, run)] if span is not None]
    return Span(spans[0].start, spans[-1].end) if spans else None


def _best(scores: NDArray[np.float32]) -> tuple[int, float]:
    shares = np.exp(scores - scores.max())
    return int(scores.argmax()), float(shares.max() / shares.sum())

"""The trained reader of attributions: cues, and for each its source, content, act and evidence, with how sure it is."""

from __future__ import annotations

from typing import get_args

from ..records import Act, Evidence, Span
from .looks import CUE_TAGS, Look, best_of
from .marks import ActRead, Finding
from .tags import CUE_MOVES, Run, find_runs, find_tied_runs

#: added to the score of "a cue begins": chosen on PolNeAR's dev part (`evaluation/attribution.md`, "bias").
CUE_BIAS = -0.5
#: taken from the score of "no part of this attribution", chosen there too.
TIE_BIAS = 0.0
#: the order of the labels in the graphs' outputs.
ACTS: tuple[Act, ...] = get_args(Act)
EVIDENCE: tuple[Evidence, ...] = ("none", "offered", "withheld")


def find_findings(looks: tuple[Look, ...], sentences: tuple[Span, ...]) -> list[Finding]:
    """All attributions that the reader sees in a report, in reading order of their cues."""
    return [finding for look in looks for finding in _find(look, sentences)]


def _find(look: Look, sentences: tuple[Span, ...]) -> list[Finding]:
    cues = find_runs(look.tags_of(CUE_TAGS), CUE_MOVES, CUE_BIAS)
    if not cues:
        return []
    found: list[tuple[Run, Run | None, list[Run], tuple[Span, ...]]] = []
    for cue, (sources, content) in zip(cues, find_tied_runs(look.tie("cue", cues), cues, TIE_BIAS), strict=True):
        spans = look.spans_of(content)
        if spans and look.span_of(cue) is not None:
            source = max(sources, key=lambda run: run.sure, default=None)
            found.append((cue, source, content, spans))
    parts = [[*_by_sentence(list(spans), sentences), list(spans)] for *_, spans in found]
    runs = [cue for (cue, *_), some in zip(found, parts, strict=True) for _ in some]
    if not found:
        return []
    scores = iter(look.judge("cue", runs, [part for some in parts for part in some]))
    out = []
    for (cue, source, content, spans), (*single, _) in zip(found, parts, strict=True):
        acts = []
        for part in single:
            best, sure = best_of(next(scores)[: len(ACTS)])
            acts.append(ActRead(Span(part[0].start, part[-1].end), ACTS[best], sure))
        best, evident = best_of(next(scores)[len(ACTS) :])
        place = look.span_of(cue)
        assert place is not None
        who = look.span_of(source) if source else None
        least = min(run.sure for run in (cue, *content, *filter(None, [source])))
        out.append(Finding(who, place, spans, tuple(acts), EVIDENCE[best], evident, least))
    return out


def _by_sentence(content: list[Span], sentences: tuple[Span, ...]) -> list[list[Span]]:
    """The content cut at sentence ends; pieces of one sentence stay together."""
    cut = [
        [Span(max(c.start, s.start), min(c.end, s.end)) for c in content if c.meets(s)]
        for s in sentences
        if any(c.meets(s) for c in content)
    ]
    return cut or [content]

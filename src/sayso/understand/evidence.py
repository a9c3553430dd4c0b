"""Whether a report says that evidence was offered or withheld for a claim: "without offering evidence"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Evidence, Span
from .segment import Segments


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One entry of `evidence.toml`: a pattern over a sentence; ``scope``: of itself or of the one before."""

    id: str
    evidence: Evidence
    scope: str
    pattern: str
    matches: str
    misses: str


@functools.cache
def _patterns() -> tuple[tuple[EvidenceEntry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(e.pattern, re.IGNORECASE)) for e in load_table("evidence.toml", EvidenceEntry))


def match_evidence(words: str, *, scope: str = "sentence") -> tuple[Evidence, str | None]:
    """What the words of one sentence say of evidence, and the rule that saw it."""
    plain = words.replace("’", "'")
    for entry, pattern in _patterns():
        if entry.scope in (scope, "both") and pattern.search(plain):
            return entry.evidence, entry.id
    return "none", None


def find_evidence(segments: Segments, at: Span) -> tuple[Evidence, str | None]:
    """Evidence said to be offered or withheld in the sentence of a claim, or of it in the sentence that follows."""
    order = next((n for n, s in enumerate(segments.sentences) if s.start <= at.start < s.end), None)
    if order is None:
        return "none", None
    here = segments.sentences[order]
    evidence, rule = match_evidence(segments.report.words(here))
    if evidence != "none" or order + 1 >= len(segments.sentences):
        return evidence, rule
    return match_evidence(segments.report.words(segments.sentences[order + 1]), scope="following")

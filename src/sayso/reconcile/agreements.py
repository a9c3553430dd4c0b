"""What kind of agreement a claim tells of, by the stages of PA-X."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import AgreementStage, TalksStage

#: stages of talks at which something is agreed, or was.
REACHED: frozenset[TalksStage] = frozenset({"accepted", "agreement-reported", "signed", "violated"})


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """An entry of `agreements.toml`: the words by which one stage of PA-X is told."""

    id: str
    stage: AgreementStage
    words: tuple[str, ...]
    matches: str
    misses: str


def find_agreement(stage: TalksStage, words: str) -> AgreementStage | None:
    """The stage of PA-X of what is agreed in these words of a claim; None if nothing is, or they do not say what."""
    if stage not in REACHED:
        return None
    return next((entry.stage for entry, pattern in _load() if pattern.search(words)), None)


@functools.cache
def _load() -> tuple[tuple[AgreementEntry, re.Pattern[str]], ...]:
    """The entries in order, each with all of its words in one pattern."""
    entries = load_table("agreements.toml", AgreementEntry)
    return tuple((one, re.compile(rf"\b(?:{'|'.join(one.words)})", re.IGNORECASE)) for one in entries)

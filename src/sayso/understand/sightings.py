"""The trained reader of events and states: triggers, and for each its parts, type, mode and status, how sure of each.

It reads the same vectors as the reader of attributions; `happenings` lays what it sees beside what the rules find.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from ..lexicon import load_table
from ..records import Span, Status
from .looks import TRIGGER_TAGS, Look, best_of
from .marks import Sighting, SightingKind
from .tags import CUE_MOVES, find_runs, find_tied_runs

#: added to the score of "a trigger begins"; 0 takes the model at its word.
TRIGGER_BIAS = 0.0
TIE_BIAS = 0.0
#: which of the parts of an event are its places.
PLACES = 2
#: the order of the labels in the graphs' outputs.
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Label:
    """A type or a mode ("" for none), in the order of the graph's scores."""

    kind: str
    name: str


@functools.cache
def load_kinds() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The types, and the modes."""
    labels = load_table("model/labels.toml", Label)
    return tuple(one.name for one in labels if one.kind == "type"), tuple(o.name for o in labels if o.kind == "mode")


def find_sightings(looks: tuple[Look, ...]) -> list[Sighting]:
    """All events and states that the reader sees, in reading order of their triggers."""
    return [sighting for look in looks for sighting in _find(look)]


def find_tied_places(looks: tuple[Look, ...], triggers: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The words for where what each of these words tells happened, as the reader takes it; () where nowhere is said."""
    tied: list[tuple[Span, ...]] = [()] * len(triggers)
    for look in looks:
        runs = {n: run for n, trigger in enumerate(triggers) if (run := look.run_at(trigger))}
        if runs:
            some = list(runs.values())
            for n, parts in zip(runs, find_tied_runs(look.tie("event", some), some, TIE_BIAS), strict=True):
                tied[n] = tied[n] or look.spans_of(parts[PLACES])
    return tied


def trust_of(looks: tuple[Look, ...], span: Span) -> float:
    """How likely (0 to 1) the reader takes a word of the span for an event's."""
    return max((share for look in looks if (share := look.highest(TRIGGER_TAGS, span)) is not None), default=0.0)


def _find(look: Look) -> list[Sighting]:
    triggers = find_runs(look.tags_of(TRIGGER_TAGS), CUE_MOVES, TRIGGER_BIAS)
    triggers = [run for run in triggers if look.span_of(run) is not None]
    if not triggers:
        return []
    tied = [
        [look.spans_of(runs) for runs in parts]
        for parts in find_tied_runs(look.tie("event", triggers), triggers, TIE_BIAS)
    ]
    scores = look.judge("event", triggers, [[span for some in parts[:-1] for span in some] for parts in tied])
    types, modes = load_kinds()
    out = []
    for run, (actors, recipients, places, times, echoes), row in zip(triggers, tied, scores, strict=True):
        trigger = look.span_of(run)
        assert trigger is not None
        best, sure_type = best_of(row[: len(types)])
        mode, sure_mode = best_of(row[len(types) : len(types) + len(modes)])
        status, sure_status = best_of(row[len(types) + len(modes) :])
        kinds = SightingKind(types[best], modes[mode], STATUSES[status], sure_type, sure_mode, sure_status)
        out.append(Sighting(trigger, kinds, actors, recipients, places, times, echoes, run.sure))
    return out

"""Passages with their events marked in the text, as `training/passages/EVENTS.md` says.

    {a1:The army} {e1.ASSAULT.heavy-weapons.actual:shelled} {r1:the port} {t1:overnight}, {k1:killing} nine.

Run as `python training/events.py FILE…` it says how many of what a file holds, or which passage is not well made.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).parent.parent / "evaluation"))

from braces import parse_braces
from labels import EVENT_ROLES, TYPE_MODES
from sayso.records import Span, Status

OPENING = re.compile(r"\{([earkpt])(\d+)(?:\.([A-Z]+)\.([a-z-]+)\.([a-z-]+))?:")
ROLES = dict(zip("arptk", EVENT_ROLES, strict=True))


@dataclass(slots=True)
class MarkedEvent:
    """One event: its trigger, what it is, and the spans of its parts by role."""

    trigger: Span = field(default_factory=lambda: Span(0, 0))
    type: str = ""
    mode: str | None = None
    status: str = "actual"
    parts: dict[str, list[Span]] = field(default_factory=lambda: {name: [] for name in ROLES.values()})


@dataclass(slots=True)
class EventPassage:
    """A text and its events by number."""

    id: str
    text: str
    events: dict[int, MarkedEvent]


def load_event_passages(path: Path) -> list[EventPassage]:
    """All passages of a file; one that is not well made raises ValueError with its id."""
    lines = [row for row in path.read_text(encoding="utf-8").splitlines() if row.strip() and not row.startswith("#")]
    return [parse_events(name, marked.strip()) for name, _, marked in (line.partition("\t") for line in lines)]


def parse_events(name: str, marked: str) -> EventPassage:
    """One passage from its marked text."""
    try:
        text, marks = parse_braces(marked, OPENING)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    found = {int(opening[2]): MarkedEvent() for opening, _ in sorted(marks, key=lambda pair: pair[0].start())}
    for opening, span in marks:
        one = found[int(opening[2])]
        if opening[1] == "e":
            _describe(one, *opening.group(3, 4, 5), where=f"{name}: {opening.group()}")
            one.trigger = span
        else:
            one.parts[ROLES[opening[1]]].append(span)
    bare = [n for n, one in found.items() if not one.type]
    if bare:
        raise ValueError(f"{name}: event {bare[0]} has no trigger")
    return EventPassage(name, text, found)


def _describe(one: MarkedEvent, kind: str | None, mode: str | None, status: str | None, *, where: str) -> None:
    if one.type:
        raise ValueError(f"{where} a second trigger of one event; use k for further words")
    if kind not in TYPE_MODES or status not in get_args(Status) or mode not in ("-", *TYPE_MODES[kind].split()):
        raise ValueError(f"{where} no such type, mode or status")
    one.type, one.mode, one.status = kind, None if mode == "-" else mode, status or ""


def main() -> None:
    """Counts, or complains."""
    for path in map(Path, sys.argv[1:]):
        passages, complaints = [], []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, _, marked = line.partition("\t")
                try:
                    passages.append(parse_events(name, marked.strip()))
                except ValueError as error:
                    complaints.append(str(error))
        events = [e for p in passages for e in p.events.values()]
        print(f"{path}: {len(passages)} passages, {len(events)} events, {sum(not p.events for p in passages)} without")
        print(" ", dict(Counter(e.type for e in events).most_common()))
        print(" ", dict(Counter(e.status for e in events).most_common()))
        print("\n".join(complaints))


if __name__ == "__main__":
    main()

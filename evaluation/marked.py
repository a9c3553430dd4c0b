"""Passages with their attributions marked in the text: `{s1:The army} {q1.deny:denied} {c1:shelling the town}.`

One passage a line, `ID<TAB>marked text`; `¶` is a paragraph break, `#` opens a comment. `{sN:…}` is the source of
attribution N, `{qN.ACT/EVIDENCE:…}` its cue, `{cN:…}` a piece of its content; what lies inside another attribution's
content is written inside its braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from braces import parse_braces
from sayso.records import Act, Evidence, Span

OPENING = re.compile(r"\{([sqc])(\d+)(?:\.([a-z]+))?(?:/([a-z]+))?:")


@dataclass(slots=True)
class Marked:
    """One attribution as marked; ``parent``: number of the one in whose content its cue lies, or else its content."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    act: str | None = None
    evidence: str = "none"
    parent: int | None = None


@dataclass(slots=True)
class Passage:
    """A text and its attributions by number."""

    id: str
    text: str
    attributions: dict[int, Marked]


def load_passages(path: Path) -> list[Passage]:
    """All passages of a file; a line that is not as the head of this file says raises ValueError with its id."""
    passages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, marked = line.partition("\t")
            passages.append(parse_passage(name, marked.strip()))
    return passages


def parse_passage(name: str, marked: str) -> Passage:
    """One passage from its marked text."""
    try:
        text, marks = parse_braces(marked, OPENING)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    found = {int(opening[2]): Marked() for opening, _ in sorted(marks, key=lambda pair: pair[0].start())}
    for order, (opening, span) in enumerate(marks):
        role, number = opening[1], int(opening[2])
        one = found[number]
        {"s": one.source, "q": one.cue, "c": one.content}[role].append(span)
        # an outer mark comes after what it holds
        outer = (int(m[2]) for m, s in marks[order + 1 :] if m[1] == "c" and int(m[2]) != number and s.covers(span))
        around = next(outer, None)
        if role == "q" or (role == "c" and one.parent is None):
            one.parent = around if around is not None else one.parent
        if role == "q":
            one.act, one.evidence = opening[3] or "assert", opening[4] or "none"
            if one.act not in get_args(Act) or one.evidence not in get_args(Evidence):
                raise ValueError(f"{name}: no act or evidence of that name: {opening.group()}")
    if any(not one.cue for one in found.values()):
        raise ValueError(f"{name}: an attribution has no cue")
    return Passage(name, text, found)

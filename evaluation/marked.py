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

from sayso.records import Act, Evidence, Span

OPENING = re.compile(r"\{([sqc])(\d+)(?:\.([a-z]+))?(?:/([a-z]+))?:")
BREAK = "\n\n"


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
    out: list[str] = []
    length, at = 0, 0
    open_marks: list[tuple[str, int, int]] = []
    found: dict[int, Marked] = {}
    while at < len(marked):
        opening = OPENING.match(marked, at)
        if opening:
            role, number = opening.group(1), int(opening.group(2))
            one = found.setdefault(number, Marked())
            around = next((n for r, n, _ in reversed(open_marks) if r == "c" and n != number), None)
            if role == "q" or (role == "c" and one.parent is None):
                one.parent = around if around is not None else one.parent
            if role == "q":
                one.act, one.evidence = opening.group(3) or "assert", opening.group(4) or "none"
                if one.act not in get_args(Act) or one.evidence not in get_args(Evidence):
                    raise ValueError(f"{name}: no act or evidence of that name: {opening.group()}")
            open_marks.append((role, number, length))
            at = opening.end()
        elif marked[at] == "}" and open_marks:
            role, number, start = open_marks.pop()
            parts = {"s": found[number].source, "q": found[number].cue, "c": found[number].content}[role]
            parts.append(Span(start, length))
            at += 1
        else:
            piece = BREAK if marked[at] == "¶" else marked[at]
            out.append(piece)
            length += len(piece)
            at += 1
    if open_marks or any(not one.cue for one in found.values()):
        raise ValueError(f"{name}: a brace is left open, or an attribution has no cue")
    return Passage(name, "".join(out), found)

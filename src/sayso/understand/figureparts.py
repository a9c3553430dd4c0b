"""Ties figures that are parts of others to their wholes: "eleven people, three of them children"."""

from __future__ import annotations

import re
from dataclasses import replace

from ..records import Span
from .marks import FigureMark
from .segment import Segments

PART_BEFORE = re.compile(
    r"(?:including|among (?:them|whom|the dead|those killed)(?: were| was)?|of (?:them|whom|these|those),?|counting)"
    r"\s+(?:at least |the )?$",
    re.IGNORECASE,
)
PART_AFTER = re.compile(r"\s*(?:of (?:them|whom|these)|among them)\b", re.IGNORECASE)
PART_INSIDE = re.compile(r"\bof (?:them|whom|these)\b", re.IGNORECASE)
LISTED = re.compile(r"\s*(?:,|and|, and|as well as)\s*")
#: how far before a number the words stand that make it a part.
BEFORE = 40


def find_parts(segments: Segments, marks: list[FigureMark]) -> tuple[FigureMark, ...]:
    """All figures that have a kind, parts with the place of their whole; a part takes its kind from the whole."""
    tied: list[FigureMark] = []
    for mark in marks:
        sentence = segments.sentence_of(mark.span)
        last = tied[-1] if tied else None
        listed = last is not None and _is_listed(segments, last, mark)
        whole = _whole(tied, sentence) if listed or _is_part(segments, last, mark, sentence) else None
        if whole is not None:
            base = tied[whole]
            kind = base.kind if listed or not mark.kind else mark.kind
            mark = replace(mark, part_of=whole, kind=kind, head=base.head if kind == base.kind else mark.head)
        tied.append(mark)
    kept = [number for number, mark in enumerate(tied) if mark.kind]
    place = {old: new for new, old in enumerate(kept)}
    return tuple(replace(tied[n], part_of=_moved(tied[n].part_of, place)) for n in kept)


def _is_listed(segments: Segments, last: FigureMark, mark: FigureMark) -> bool:
    """True for "two women" in "including four children and two women"."""
    between = segments.doc.text[last.span.end : mark.span.start]
    return last.part_of is not None and mark.kind in ("", last.kind) and LISTED.fullmatch(between) is not None


def _is_part(segments: Segments, last: FigureMark | None, mark: FigureMark, sentence: Span) -> bool:
    text = segments.doc.text
    if last is not None and text[last.span.end : mark.span.start].strip() == "(":
        return True
    before = text[max(sentence.start, mark.span.start - BEFORE) : mark.span.start]
    after = mark.of.start if mark.of else mark.span.end
    own = text[mark.span.start : mark.span.end]
    return any((PART_BEFORE.search(before), PART_AFTER.match(text, after), PART_INSIDE.search(own)))


def _whole(tied: list[FigureMark], sentence: Span) -> int | None:
    for number in range(len(tied) - 1, -1, -1):
        if tied[number].span.start < sentence.start:
            return None
        if tied[number].part_of is None and tied[number].kind:
            return number
    return None


def _moved(part_of: int | None, place: dict[int, int]) -> int | None:
    return place[part_of] if part_of is not None else None

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
#: "among the dead were four", "two of them were": parts of the number told in the sentence before.
ANAPHOR_BEFORE = re.compile(r"\bamong (?:the dead|those killed|the victims|them) (?:were|was)\s+$", re.IGNORECASE)
#: "two more", "a further 20": with a total in the sentence, these are in it.
MORE_BEFORE = re.compile(r"\b(?:further|another|additional)\s+$", re.IGNORECASE)
MORE_INSIDE = re.compile(r"\b(?:more|another|further|additional)\b(?! than)", re.IGNORECASE)
TOTAL_BEFORE = re.compile(r"\b(?:toll|total|tally|count|number)\b[^.;]{0,40}$", re.IGNORECASE)
#: "one of them" alone counts somebody spoken of, not the dead.
ONE_OF_THEM = re.compile(r"one of (?:them|whom|these|those)", re.IGNORECASE)
#: a number is spoken of again ("two of them") in the next sentence at the latest.
SENTENCE_BEFORE = 200
#: how far before a number the words stand that make it a part.
BEFORE = 40


def find_parts(segments: Segments, marks: list[FigureMark]) -> tuple[FigureMark, ...]:
    """All figures that have a kind, parts with the place of their whole; a part takes its kind from the whole."""
    tied: list[FigureMark] = []
    for mark in marks:
        sentence = segments.sentence_of(mark.span)
        last = tied[-1] if tied else None
        listed = last is not None and _is_listed(segments, last, mark)
        whole = _whole(tied, sentence.start) if listed or _is_part(segments, last, mark, sentence) else None
        if whole is None and _is_anaphor(segments, mark):
            whole = _whole(tied, max(0, sentence.start - SENTENCE_BEFORE))
        if whole is not None:
            base = tied[whole]
            kind = base.kind if listed or not mark.kind else mark.kind
            mark = replace(mark, part_of=whole, kind=kind, head=base.head if kind == base.kind else mark.head)
        tied.append(mark)
    tied = [replace(mark, part_of=_total(segments, tied, number)) for number, mark in enumerate(tied)]
    kept = [number for number, mark in enumerate(tied) if mark.kind and not _is_nobody(segments, mark)]
    place = {old: new for new, old in enumerate(kept)}
    return tuple(replace(tied[n], part_of=_moved(tied[n].part_of, place)) for n in kept)


def _is_nobody(segments: Segments, mark: FigureMark) -> bool:
    words = segments.text[mark.span.start : mark.span.end]
    return mark.part_of is None and ONE_OF_THEM.match(words) is not None


def _total(segments: Segments, marks: list[FigureMark], number: int) -> int | None:
    """The total in the same sentence that two more have raised: "two more died, bringing the toll to nine"."""
    mark, text = marks[number], segments.text
    before = text[max(0, mark.span.start - BEFORE) : mark.span.start]
    words = text[mark.span.start : mark.span.end]
    if mark.part_of is not None or not (MORE_BEFORE.search(before) or MORE_INSIDE.search(words)):
        return mark.part_of
    sentence = segments.sentence_of(mark.span)
    for other, total in enumerate(marks):
        same = other != number and total.kind == mark.kind and total.part_of is None and sentence.covers(total.span)
        if same and TOTAL_BEFORE.search(text[sentence.start : total.span.start]):
            return other if (total.low or total.high or 0) > (mark.low or mark.high or 0) else None
    return None


def _is_listed(segments: Segments, last: FigureMark, mark: FigureMark) -> bool:
    """True for "two women" in "including four children and two women"."""
    between = segments.text[last.span.end : mark.span.start]
    return last.part_of is not None and mark.kind in ("", last.kind) and LISTED.fullmatch(between) is not None


def _is_part(segments: Segments, last: FigureMark | None, mark: FigureMark, sentence: Span) -> bool:
    text = segments.text
    if last is not None and text[last.span.end : mark.span.start].strip() == "(":
        return True
    before = text[max(sentence.start, mark.span.start - BEFORE) : mark.span.start]
    after = mark.of.start if mark.of else mark.span.end
    own = text[mark.span.start : mark.span.end]
    return any((PART_BEFORE.search(before), PART_AFTER.match(text, after), PART_INSIDE.search(own)))


def _is_anaphor(segments: Segments, mark: FigureMark) -> bool:
    text = segments.text
    before, own = text[max(0, mark.span.start - BEFORE) : mark.span.start], text[mark.span.start : mark.span.end]
    return bool(ANAPHOR_BEFORE.search(before) or PART_INSIDE.search(own))


def _whole(tied: list[FigureMark], start: int) -> int | None:
    """The last figure from there on that is no part itself."""
    for number in range(len(tied) - 1, -1, -1):
        if tied[number].span.start < start:
            return None
        if tied[number].part_of is None and tied[number].kind:
            return number
    return None


def _moved(part_of: int | None, place: dict[int, int]) -> int | None:
    return place[part_of] if part_of is not None else None

"""The report's text cut at every boundary of every mark, so that nested and overlapping spans can be shown."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..records import Claim, Reading, Span

Role = Literal["source", "cue", "content", "told", "trigger", "figure", "time"]

#: a sentence is shown no longer than this around a claim, in case the text has no full stops at all.
SENTENCE_REACH = 400
_ENDS = ".!?…\n"
_CLOSERS = "\"'”’»)] \t\r"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text that plays a role in a claim; ``voice`` numbers the source whose colour it wears."""

    span: Span
    role: Role
    claim: str
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same marks from end to end; the shortest mark, so the innermost, first."""

    start: int
    text: str
    marks: tuple[Mark, ...]


def find_pieces(text: str, marks: Iterable[Mark], within: Span | None = None) -> Iterator[Piece]:
    """Pieces that, joined, are the text (or the part within); each carries all marks over it."""
    low, high = within or Span(0, len(text))
    inside = [mark for mark in marks if mark.span.start < min(high, mark.span.end) and mark.span.end > low]
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in inside:
        opening.setdefault(max(low, mark.span.start), []).append(mark)
        closing.setdefault(min(high, mark.span.end), []).append(mark)
    cuts = sorted({low, high, *opening, *closing})
    active: dict[int, Mark] = {}
    for start, end in itertools.pairwise(cuts):
        for mark in closing.get(start, ()):
            active.pop(id(mark), None)
        for mark in opening.get(start, ()):
            active[id(mark)] = mark
        if start < end:
            over = sorted(active.values(), key=lambda mark: (mark.span.end - mark.span.start, mark.span.start))
            yield Piece(start, text[start:end], tuple(over))


def find_paragraphs(text: str) -> Iterator[Span]:
    """Lines with something in them."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def voices_of(reading: Reading) -> dict[tuple[str, str], int]:
    """Every source of the report, numbered in order of appearance: by actor where resolved, else by its words."""
    voices: dict[tuple[str, str], int] = {}
    for claim in reading.claims:
        for step in claim.attribution:
            voices.setdefault(voice_key(step.source.actor, step.source.text), len(voices))
    return voices


def voice_key(actor: str | None, text: str) -> tuple[str, str]:
    """One key for one source."""
    return ("actor", actor) if actor else ("text", " ".join(text.split()).casefold())


def attribution_marks(reading: Reading) -> tuple[Mark, ...]:
    """Sources, cues and contents of all claims. A chain's content wears the colour of its innermost source."""
    voices = voices_of(reading)
    marks: dict[Mark, None] = {}
    for claim in reading.claims:
        voice = None
        for step in claim.attribution:
            voice = voices[voice_key(step.source.actor, step.source.text)]
            if step.source.span:
                marks[Mark(step.source.span, "source", claim.id, voice)] = None
            if step.cue and step.cue.span:
                marks[Mark(step.cue.span, "cue", claim.id, voice)] = None
        for span in claim.content:
            marks[Mark(span, "content" if claim.attribution else "told", claim.id, voice)] = None
    return tuple(marks)


def about_marks(claim: Claim) -> tuple[Mark, ...]:
    """Trigger, figures and times of one claim."""
    about = claim.about
    found = [Mark(about.trigger, "trigger", claim.id)] if about.trigger else []
    found += [Mark(one.span, "figure", claim.id) for one in about.figures if one.span]
    if about.time and about.time.span:
        found.append(Mark(about.time.span, "time", claim.id))
    return tuple(found)


def find_sentence(text: str, span: Span) -> Span:
    """The sentence or sentences around a span, for showing only: "He said (it fell). Rain followed." """
    start, end = min(span.start, len(text)), min(span.end, len(text))
    stop = max(0, start - SENTENCE_REACH)
    while start > stop and not (text[start - 1] == "\n" or _breaks(text, start)):
        start -= 1
    stop = min(len(text), end + SENTENCE_REACH)
    while end < stop and text[end] != "\n" and not (end > span.end and _breaks(text, end)):
        end += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _breaks(text: str, at: int) -> bool:
    """True where one sentence ends before ``at``: a stop, perhaps closing quotes, then white space."""
    if at >= len(text) or not text[at - 1].isspace():
        return False
    before = text[max(0, at - 8) : at].rstrip(_CLOSERS)
    return bool(before) and before[-1] in _ENDS and not (len(before) > 1 and before[-2:-1].isupper())

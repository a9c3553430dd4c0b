"""Pieces of HTML shared by the page and the notebook. Reports are hostile input: every word of theirs is escaped."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ..records import Claim, Dispute, Problem, Reading, Span, Talks
from .slices import Mark, Piece, attribution_marks, find_paragraphs, find_pieces, voice_key, voices_of
from .views import ClaimRow, claim_rows
from .wording import NARRATION, actor_names, day_words, plain, quoted, source_words, stage_words

#: degrees between one source's hue and the next: the golden angle keeps any number of them apart.
HUE_STEP = 137.508
FIRST_HUE = 210


@dataclass(frozen=True, slots=True)
class Showing:
    """What every piece of markup needs of one reading. ``live``: the page, with anchors; else the notebook."""

    reading: Reading
    rows: Mapping[str, ClaimRow]
    names: Mapping[str, str]
    voices: Mapping[tuple[str, str], int]
    live: bool


def showing_of(reading: Reading, *, live: bool) -> Showing:
    """Prepares one reading for markup."""
    rows = {row.claim: row for row in claim_rows(reading)}
    return Showing(reading, rows, actor_names(reading), voices_of(reading), live)


def voice_styles(count: int) -> str:
    """One class a source with its hue: classes, not style attributes, so that the page can forbid the latter."""
    return "\n".join(f".sayso .v{n} {{ --h: {(FIRST_HUE + n * HUE_STEP) % 360:.0f}; }}" for n in range(count))


def text_markup(showing: Showing) -> str:
    """The report's text in paragraphs, every attribution marked."""
    text = showing.reading.report.text
    spans = list(find_paragraphs(text))
    linked: set[str] = set()
    paragraphs = []
    for paragraph, marks in zip(spans, _marks_by_paragraph(showing.reading, spans), strict=True):
        pieces = find_pieces(text, marks, paragraph)
        paragraphs.append(f"<p>{''.join(_piece(piece, showing, linked) for piece in pieces)}</p>")
    return "\n".join(paragraphs) or '<p class="dim">The report has no text.</p>'


def _marks_by_paragraph(reading: Reading, paragraphs: Sequence[Span]) -> list[list[Mark]]:
    """Sorted out beforehand: a long report has thousands of both, and most never meet."""
    found: list[list[Mark]] = [[] for _ in paragraphs]
    starts = [paragraph.start for paragraph in paragraphs]
    for mark in attribution_marks(reading):
        first = max(0, bisect_right(starts, mark.span.start) - 1)
        for n in range(first, bisect_left(starts, mark.span.end)):
            found[n].append(mark)
    return found


def _piece(piece: Piece, showing: Showing, linked: set[str]) -> str:
    words = escape(piece.text)
    if not piece.marks:
        return words
    number = _number(piece)
    classes = [*_piece_classes(piece), *(["n"] if number else [])]
    claims = list(dict.fromkeys(mark.claim for mark in piece.marks))
    attributes = f'class="{" ".join(classes)}"' + (f' data-n="{number}"' if number else "")
    if not showing.live:
        return f'<span {attributes} title="{escape(_tip(claims, showing))}">{words}</span>'
    voices = " ".join(dict.fromkeys(str(mark.voice) for mark in piece.marks if mark.voice is not None))
    attributes += f' data-c="{escape(" ".join(claims))}" data-v="{voices}"'
    fresh = [claim for claim in claims if claim not in linked]
    linked.update(fresh)
    if not fresh:
        return f"<span {attributes}>{words}</span>"
    tip = escape(_tip(fresh, showing))
    return f'<a href="#claim-{escape(fresh[0])}" {attributes} aria-description="{tip}">{words}</a>'


def _piece_classes(piece: Piece) -> list[str]:
    classes = ["piece"]
    spoken = next((mark for mark in piece.marks if mark.voice is not None), None)
    if spoken:
        classes.append(f"v{spoken.voice}")
    roles = [mark.role for mark in piece.marks]
    classes += [role for role in ("source", "cue", "content") if role in roles]
    contents = {mark.span for mark in piece.marks if mark.role == "content"}
    if len(contents) > 1:
        classes.append("deep")
    if "told" in roles and "content" not in roles:
        classes.append("told")
    return classes


def _number(piece: Piece) -> str:
    """The source's number where its name ends, so that colour is not the only sign."""
    end = piece.start + len(piece.text)
    ends = [mark for mark in piece.marks if mark.role == "source" and mark.span.end == end and mark.voice is not None]
    return str(1 + (ends[0].voice or 0)) if ends else ""


def _tip(claims: Sequence[str], showing: Showing) -> str:
    tips = []
    for claim in claims:
        row = showing.rows[claim]
        about = " ".join(part for part in (row.type or row.kind, row.mode) if part)
        parts = (row.source or NARRATION, row.act, about, row.place, row.when, row.figures)
        tips.append(f"{claim}: " + " · ".join(part for part in parts if part))
    return "\n".join(tips)


def legend_markup(showing: Showing) -> str:
    """One chip a source, numbered as in the text."""
    chips: dict[int, str] = {}
    for claim in showing.reading.claims:
        for step in claim.attribution:
            voice = showing.voices[voice_key(step.source.actor, step.source.text)]
            # a pronoun or an implied first mention is bettered by any later one that gives more words
            said = showing.names.get(step.source.actor or "") or source_words(step, showing.names)
            if len(said) > len(chips.get(voice, "")):
                chips[voice] = said
    tag = "button" if showing.live else "span"
    more = ' type="button" aria-pressed="false"' if showing.live else ""
    items = [
        f'<li><{tag} class="chip v{n}" data-v="{n}"{more}>{n + 1} {escape(chips[n])}</{tag}></li>'
        for n in sorted(chips)
    ]
    return f'<ul class="legend">{"".join(items)}</ul>' if items else '<p class="dim small">No source is quoted.</p>'


def card_markup(claim: Claim, showing: Showing) -> str:
    """One claim's record."""
    row = showing.rows[claim.id]
    inner = claim.attribution[-1] if claim.attribution else None
    voice = showing.voices[voice_key(inner.source.actor, inner.source.text)] if inner else None
    classes = "card plain" if voice is None else f"card v{voice}"
    anchor = f' id="claim-{escape(claim.id)}"' if showing.live else ""
    shown = "" if voice is None else str(voice)
    fields = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in _card_fields(row) if value)
    return (
        f'<li class="{classes}" data-v="{shown}"{anchor}><b>{escape(row.source or NARRATION)}</b> '
        f'<span class="dim">{escape(row.act)} · {escape(claim.id)}</span><br><i>{escape(quoted(row.words))}</i>'
        f"<dl>{fields}</dl></li>"
    )


def _card_fields(row: ClaimRow) -> tuple[tuple[str, str | None], ...]:
    kind = " ".join(part for part in (row.type or row.kind, row.mode) if part)
    codes = ", ".join(part for part in (row.cameo and f"CAMEO {row.cameo}", row.acled and f"ACLED {row.acled}") if part)
    return (
        ("about", f"{kind}, {row.status}" if row.status else kind),
        ("who", row.actors),
        ("to whom", row.recipients),
        ("where", row.place),
        ("when", row.when),
        ("figures", row.figures),
        ("evidence", "" if row.evidence == "none" else row.evidence),
        ("codes", codes),
        ("rules", row.rules),
    )


def dispute_markup(dispute: Dispute, showing: Showing) -> str:
    """One dispute, each side with who stands on it."""
    sides = []
    for n, side in enumerate(dispute.sides):
        letter = chr(ord("A") + n % 26)
        for name in side:
            sides.append(f'<div class="side"><b>{letter}</b> {_reference(name, showing)}</div>')
    pairs = {name for side in dispute.sides for name in side}
    reasons = [
        f'<div class="side dim">why: {escape(link.reason)}</div>'
        for link in showing.reading.links
        if link.relation == "contradicts" and {link.left, link.right} <= pairs
    ]
    head = f"<b>{escape(dispute.kind)}</b> {escape(plain(dispute.what))}"
    return f'<li class="card plain">{head}{"".join(sides)}{"".join(dict.fromkeys(reasons))}</li>'


def talks_markup(thread: Talks, showing: Showing) -> str:
    """One thread of talks, mediators and stages in order."""
    parties = " – ".join(showing.names.get(one, plain(one)) for one in thread.parties) or "parties unknown"
    steps: list[tuple[str, str | None, str]] = [
        (f"{showing.names.get(one.actor, plain(one.actor))}: mediation {one.stand}", None, one.claim)
        for one in thread.mediators
    ]
    steps += [(stage_words(one), one.on, one.claim) for one in thread.stages]
    lines = []
    for what, day, claim in steps:
        dated = f" · {day_words(day)}" if day else ""
        lines.append(f'<div class="side"><b>{escape(what + dated)}</b> {_reference(claim, showing)}</div>')
    issue = f" on {escape(plain(thread.issue))}" if thread.issue else ""
    return f'<li class="card plain"><b>{escape(parties)}</b>{issue}{"".join(lines)}</li>'


def problem_markup(problem: Problem) -> str:
    """One thing not understood."""
    return f'<li class="card plain"><b>{escape(problem.code)}</b> {escape(plain(problem.message))}</li>'


def _reference(name: str, showing: Showing) -> str:
    row = showing.rows.get(name)
    if row is None:
        return f'<span class="dim">{escape(name)}</span>'
    words = f"{escape(row.source or NARRATION)}: <i>{escape(quoted(row.words))}</i>"
    if not showing.live:
        return words
    return f'{words} <a href="#claim-{escape(name)}" class="dim">{escape(name)}</a>'

"""One claim explained: its sentence with the marked spans, its fields, the rules that fired, its links."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..records import Claim, Link, Problem, Reading, Span
from .slices import Mark, about_marks, find_pieces, find_sentence
from .views import ClaimRow, claim_rows, report_words
from .wording import NARRATION, actor_names, figure_words, plain, quoted, source_words, time_words

#: roles from the loudest down: where marks overlap, the first one found gives the style.
STYLES = (
    ("source", "bold cyan"),
    ("cue", "magenta"),
    ("figure", "bold yellow"),
    ("time", "green"),
    ("trigger", "bold underline"),
    ("content", "italic underline"),
    ("told", "underline"),
)
#: where there is no colour, letters stand before each marked stretch.
BRACKETS = {"source": "source", "cue": "cue", "content": "content", "told": "told"}


def render_record(reading: Reading, claim_id: str, console: Console) -> None:
    """Explains one claim of a reading; says so and lists what there is when the id is unknown."""
    name = claim_id.rpartition(":")[2]
    claim = next((one for one in reading.claims if one.id == name), None)
    if claim is None:
        known = ", ".join(one.id for one in reading.claims) or "none"
        console.print(Text(f"No claim {name} in {report_words(reading)}. Claims there: {known}."), soft_wrap=True)
        return
    row = next(one for one in claim_rows(reading) if one.claim == name)
    console.print(
        Text().append(f"{row.name}  ", style="dim").append(report_words(reading), style="bold"), soft_wrap=True
    )
    for sentence in claim_sentences(reading, claim):
        line = marked_sentence(reading, claim, sentence, colour=console.is_terminal and not console.no_color)
        console.print()
        indented = Padding(line, (0, 0, 0, 2), expand=False) if console.is_terminal else Text("  ").append(line)
        console.print(indented, highlight=False, soft_wrap=not console.is_terminal)
    console.print()
    console.print(_fields(reading, claim, row), highlight=False)
    _render_links(reading, claim, console)


def claim_sentences(reading: Reading, claim: Claim) -> tuple[Span, ...]:
    """The sentences that hold the claim's spans, merged where they touch, in the text's order."""
    spans = [*claim.content, *([claim.about.trigger] if claim.about.trigger else [])]
    spans += [step.source.span for step in claim.attribution if step.source.span]
    spans += [step.cue.span for step in claim.attribution if step.cue and step.cue.span]
    merged: list[Span] = []
    for one in sorted(find_sentence(reading.report.text, span) for span in spans):
        if merged and one.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return tuple(merged)


def marked_sentence(reading: Reading, claim: Claim, sentence: Span, *, colour: bool) -> Text:
    """The sentence with the claim's source, cue, content, trigger, figures and times set off."""
    line = Text()
    previous: frozenset[str] = frozenset()
    for piece in find_pieces(reading.report.text, _claim_marks(claim), sentence):
        roles = frozenset(mark.role for mark in piece.marks)
        style = next((style for role, style in STYLES if role in roles), "")
        if not colour:
            for role, word in BRACKETS.items():
                if role in previous and role not in roles:
                    line.append("]")
                if role in roles and role not in previous:
                    line.append(f"[{word}: ")
        text = "".join(plain(char) if not char.isspace() else " " for char in piece.text)
        line.append(text, style=style)
        previous = roles
    if not colour:
        line.append("]" * len(previous & set(BRACKETS)))
    return line


def _claim_marks(claim: Claim) -> list[Mark]:
    marks = list(about_marks(claim))
    for step in claim.attribution:
        if step.source.span:
            marks.append(Mark(step.source.span, "source", claim.id))
        if step.cue and step.cue.span:
            marks.append(Mark(step.cue.span, "cue", claim.id))
    marks += [Mark(span, "content" if claim.attribution else "told", claim.id) for span in claim.content]
    return marks


def _fields(reading: Reading, claim: Claim, row: ClaimRow) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in (*_speech_lines(reading, claim), *_about_lines(reading, claim, row)):
        if value:
            table.add_row(name, Text(value))
    table.add_row("words", Text(quoted(row.words), style="italic"))
    table.add_row("rules", Text(", ".join(claim.rules) or "none"))
    return table


def _speech_lines(reading: Reading, claim: Claim) -> Iterable[tuple[str, str]]:
    names = actor_names(reading)
    if not claim.attribution:
        yield "source", NARRATION
    for depth, step in enumerate(claim.attribution):
        said = time_words(step.said)
        parts = (
            source_words(step, names),
            step.cue and f"“{plain(step.cue.text)}”",
            step.mode,
            said and f"said {said}",
            step.sure is not None and f"read with {step.sure:.0%} certainty",
        )
        yield "source" if depth == 0 else "  who has it from", ", ".join(part for part in parts if part)
    yield "act", claim.act
    yield "evidence", {"none": "none mentioned", "offered": "offered", "withheld": "withheld"}[claim.evidence]


def _about_lines(reading: Reading, claim: Claim, row: ClaimRow) -> Iterable[tuple[str, str | None]]:
    about = claim.about
    names = actor_names(reading)
    codes = [f"CAMEO {about.cameo}" if about.cameo else "", f"ACLED {about.acled}" if about.acled else ""]
    kind = " ".join(part for part in (about.kind, about.type, about.mode) if part)
    yield "about", ", ".join(part for part in (kind, *codes) if part)
    yield "status", about.status
    yield "who", row.actors
    yield "to whom", row.recipients
    place = next((one for one in reading.places if one.id == about.place), None)
    if place:
        known = (place.name, place.admin1 if place.admin1 != place.name else None, place.country, place.precision)
        yield "where", ", ".join(plain(part) for part in known if part)
    if about.time:
        words = f" (“{plain(about.time.text)}”)" if about.time.text else ""
        yield "when", f"{time_words(about.time)}{words}" if about.time.from_ or about.time.to else row.when
    for figure in about.figures:
        whose = f" of {names.get(figure.of, figure.of)}" if figure.of else ""
        yield "figure", f"{figure_words(figure)}{whose}"
    yield "contexts", ", ".join(about.contexts)


def _render_links(reading: Reading, claim: Claim, console: Console) -> None:
    rows = {row.claim: row for row in claim_rows(reading)}
    for link in reading.links:
        if claim.id in (link.left, link.right):
            console.print(_link_line(link, claim.id, rows), highlight=False, soft_wrap=not console.is_terminal)
    problems = [one for one in reading.problems if one.span and any(one.span.meets(s) for s in claim.content)]
    for problem in problems:
        console.print(_problem_line(problem), highlight=False, soft_wrap=not console.is_terminal)


def _link_line(link: Link, claim: str, rows: dict[str, ClaimRow]) -> Text:
    other = link.right if link.left == claim else link.left
    row = rows.get(other)
    line = Text("  ").append(link.relation, style="bold yellow" if link.relation == "contradicts" else "bold")
    line.append(f" {other}", style="dim")
    if row:
        line.append(f" {row.source or NARRATION}", style="cyan").append(f" {quoted(row.words)}", style="italic")
    field = f"{link.field}: " if link.field else ""
    return line.append(f" ({field}{plain(link.reason)})")


def _problem_line(problem: Problem) -> Text:
    return Text().append("  not understood ", style="yellow").append(f"{problem.code}: {plain(problem.message)}")

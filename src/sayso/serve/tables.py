"""Readings, claims, cases and talks on a terminal: full width or narrow, coloured or piped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..records import Case, Dispute, Link, Mediator, Reading, Report, Talks
from .views import ClaimRow, claim_rows, report_words, rows_by_name
from .wording import (
    NARRATION,
    actor_names,
    case_words,
    count_words,
    day_words,
    days_words,
    plain,
    quoted,
    shorten,
    stage_words,
)

#: from here on a claim's fields stand in columns of their own; below, they would break after every other word.
COLUMNS_FROM = 150
#: words of a claim shown in columns and beside a side of a dispute; `show` prints them whole.
WORDS_SHOWN = 220
#: words shown beside a problem: enough to find the place.
PROBLEM_SHOWN = 60

SOURCE_STYLE, ACT_STYLE, DIM, BAD = "bold cyan", "magenta", "dim", "yellow"


def render_reading(reading: Reading, console: Console) -> None:
    """One report: its claims, a line each, then its disputes, its talks and what was not understood."""
    rows = claim_rows(reading)
    _print(console, Text(report_words(reading), style="bold"))
    told = sum(1 for row in rows if row.source is None)
    voices = len({row.source for row in rows if row.source})
    counts = f"{count_words(len(rows), 'claim')}, {count_words(voices, 'source')}, {told} told by the report itself"
    _print(console, Text(counts if rows else "No claims were found in this report.", style=DIM))
    render_claims(rows, console)
    by_id = {row.claim: row for row in rows}
    reasons = _reasons(reading.links)
    if reading.disputes:
        _heading(console, f"Disputes ({len(reading.disputes)})")
    for dispute in reading.disputes:
        _render_dispute(dispute, by_id, reasons, console)
    names = actor_names(reading)
    if reading.talks:
        _heading(console, f"Talks ({len(reading.talks)})")
    for thread in reading.talks:
        _render_thread(_named(thread, names), by_id, console)
    _render_problems(reading, console)


def render_claims(rows: Sequence[ClaimRow], console: Console, *, named: bool = False) -> None:
    """One line a claim, columns where the terminal is wide enough; ``named``: with its report though it is but one."""
    several = named or len({row.report for row in rows}) > 1
    if console.is_terminal and console.width >= COLUMNS_FROM and rows:
        _print(console, _claim_table(rows, several=several))
        return
    for row in rows:
        _print(console, _claim_line(row, several=several), hang=5)


def _claim_line(row: ClaimRow, *, several: bool) -> Text:
    line = Text()
    line.append(f"{row.name if several else row.claim:<4} ", style=DIM)
    line.append(row.source or NARRATION, style=SOURCE_STYLE if row.source else DIM)
    line.append(f" · {row.act}", style=ACT_STYLE)
    line.append(f" · {_what(row)}", style="bold")
    for part in (_parties(row), row.place, row.when, row.figures):
        if part:
            line.append(f" · {part}")
    if row.evidence != "none":
        line.append(f" · evidence {row.evidence}", style=BAD)
    if several:
        line.append(f" · {_where_from(row)}", style=DIM)
    line.append(f" · {quoted(row.words)}", style="italic")
    return line


def _claim_table(rows: Sequence[ClaimRow], *, several: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for title, share in (("claim", 0), ("source", 3), ("act", 0), ("about", 2), ("who → whom", 3)):
        table.add_column(title, ratio=share or None, no_wrap=not share)
    for title, share in (("where", 2), ("when", 2), ("figures", 2), ("words", 7)):
        table.add_column(title, ratio=share)
    for row in rows:
        act = Text(row.act, style=ACT_STYLE)
        if row.evidence != "none":
            act.append(f"\nevidence {row.evidence}", style=BAD)
        source = Text(row.source or NARRATION, style=SOURCE_STYLE if row.source else DIM)
        if several:
            source.append(f"\n{_where_from(row)}", style=DIM)
        about = [Text(part or "") for part in (_what(row), _parties(row), row.place, row.when, row.figures)]
        words = Text(shorten(row.words, WORDS_SHOWN), style="italic")
        table.add_row(Text(row.name if several else row.claim, style=DIM), source, act, *about, words)
    return table


def _what(row: ClaimRow) -> str:
    what = " ".join(part for part in (row.type or row.kind, row.mode) if part)
    return what if row.status in (None, "actual") else f"{what}, {row.status}"


def _parties(row: ClaimRow) -> str:
    return f"{row.actors} → {row.recipients}".strip() if row.recipients else row.actors


def _where_from(row: ClaimRow) -> str:
    return ", ".join(part for part in (row.outlet or row.report, day_words(row.published)) if part)


def render_cases(cases: Iterable[Case], readings_by_id: Mapping[str, Reading], console: Console) -> None:
    """Every case with a dispute, its sides and who stands on each; then how many cases have none."""
    cases = tuple(cases)
    rows = rows_by_name(readings_by_id.values())
    disputed = [case for case in cases if case.disputes]
    for case in disputed:
        head = Text().append(f"{case.case}  ", style=DIM).append(plain(case.what), style="bold")
        head.append(f"  {case_words(case)}, {count_words(len(case.claims), 'claim')}", style=DIM)
        _print(console, head)
        for dispute in case.disputes:
            _render_dispute(dispute, rows, _reasons(case.links), console)
    calm = len(cases) - len(disputed)
    if not disputed:
        _print(console, Text("No disputes.", style=DIM))
    if calm:
        _print(console, Text(f"{count_words(calm, 'case')} without a dispute.", style=DIM))


def _render_dispute(
    dispute: Dispute, rows: Mapping[str, ClaimRow], reasons: Mapping[frozenset[str], str], console: Console
) -> None:
    kind = f"{dispute.kind}: {dispute.field}" if dispute.field and dispute.field != dispute.kind else dispute.kind
    _print(console, Text("  ≠ ").append(kind, style=BAD).append(f"  {plain(dispute.what)}"))
    for letter, side in zip(_letters(len(dispute.sides)), dispute.sides, strict=True):
        for names in _same_words(side, rows):
            _print(console, _standing(letter, names, rows.get(names[0])), hang=8)
    pairs = {one for side in dispute.sides for one in side}
    for reason in dict.fromkeys(reason for pair, reason in reasons.items() if pair <= pairs):
        _print(console, Text(f"     why: {plain(reason)}", style=DIM), hang=10)


def _same_words(side: Sequence[str], rows: Mapping[str, ClaimRow]) -> list[list[str]]:
    """The side's claims, those that one source makes in one breath taken together."""
    groups: dict[object, list[str]] = {}
    for name in side:
        row = rows.get(name)
        groups.setdefault((row.report, row.source, row.act, row.figures, row.words) if row else name, []).append(name)
    return list(groups.values())


def _standing(letter: str, names: Sequence[str], row: ClaimRow | None) -> Text:
    shown = ", ".join((names[0], *(name.rpartition(":")[2] for name in names[1:])))
    line = Text().append(f"     {letter}  ", style="bold").append(f"{shown} ", style=DIM)
    if row is None:
        return line.append("(not among the readings given)", style=DIM)
    line.append(row.source or NARRATION, style=SOURCE_STYLE if row.source else DIM)
    line.append(f" · {row.act}", style=ACT_STYLE)
    if row.figures:
        line.append(f" · {row.figures}")
    if ":" in names[0]:
        line.append(f" · {_where_from(row)}", style=DIM)
    return line.append(f" · {quoted(shorten(row.words, WORDS_SHOWN))}", style="italic")


def _letters(count: int) -> list[str]:
    return [chr(ord("A") + n) if n < 26 else str(n + 1) for n in range(count)]


def _reasons(links: Iterable[Link]) -> dict[frozenset[str], str]:
    return {frozenset((link.left, link.right)): link.reason for link in links if link.relation == "contradicts"}


def render_talks(talks: Iterable[Talks], readings_by_id: Mapping[str, Reading], console: Console) -> None:
    """Each thread: who with whom on what, who would mediate, and its stages, each on someone's word."""
    rows = rows_by_name(readings_by_id.values())
    threads = tuple(talks)
    for thread in threads:
        _render_thread(thread, rows, console)
    if not threads:
        _print(console, Text("No talks.", style=DIM))


def _render_thread(thread: Talks, rows: Mapping[str, ClaimRow], console: Console) -> None:
    head = Text("  ").append(f"{thread.talks}  " if thread.talks else "", style=DIM)
    head.append(" – ".join(plain(one) for one in thread.parties) or "parties unknown", style="bold")
    if thread.issue:
        head.append(f"  on {plain(thread.issue)}")
    _print(console, head, hang=4)
    for one in thread.mediators:
        _print(console, _step(f"{plain(one.actor)} · mediation {one.stand}", None, one.claim, rows), hang=8)
    for stage in thread.stages:
        _print(console, _step(stage_words(stage), stage.on, stage.claim, rows), hang=8)


def _step(what: str, day: str | None, name: str, rows: Mapping[str, ClaimRow]) -> Text:
    line = Text("     ").append(what, style=ACT_STYLE)
    if day:
        line.append(f" · {day_words(day)}")
    row = rows.get(name)
    if row is None:
        return line.append(f" · {name}", style=DIM)
    line.append(" · ").append(row.source or NARRATION, style=SOURCE_STYLE if row.source else DIM)
    line.append(f" · {_where_from(row)} ({name})" if ":" in name else f" ({name})", style=DIM)
    return line.append(f" · {quoted(shorten(row.words, WORDS_SHOWN))}", style="italic")


def _named(thread: Talks, names: Mapping[str, str]) -> Talks:
    parties = tuple(names.get(one, one) for one in thread.parties)
    mediators = tuple(Mediator(names.get(one.actor, one.actor), one.stand, one.claim) for one in thread.mediators)
    return replace(thread, parties=parties, mediators=mediators)


def _render_problems(reading: Reading, console: Console) -> None:
    if reading.problems:
        _heading(console, f"Not understood ({len(reading.problems)})")
    for problem in reading.problems:
        line = Text("  ").append(problem.code, style=BAD).append(f"  {plain(problem.message)}")
        if problem.span:
            line.append(f"  {quoted(shorten(plain(reading.report.words(problem.span)), PROBLEM_SHOWN))}", style=DIM)
        _print(console, line, hang=4)


def render_actors(readings: Iterable[Reading], console: Console) -> None:
    """Everyone named, across readings, with kind, country, roles, how often named and how many claims are theirs."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("actor", "kind", "country", "sector", "roles"):
        table.add_column(title)
    for title in ("named", "claims", "reports"):
        table.add_column(title, justify="right")
    tally: dict[str, list[int]] = {}
    facts: dict[str, tuple[str, ...]] = {}
    for reading in readings:
        for actor in reading.actors:
            key = plain(actor.name)
            facts.setdefault(key, (actor.kind or "", actor.country or "", actor.sector or "", "; ".join(actor.roles)))
            said = sum(any(step.source.actor == actor.id for step in one.attribution) for one in reading.claims)
            counts = tally.setdefault(key, [0, 0, 0])
            for n, more in enumerate((len(actor.mentions), said, 1)):
                counts[n] += more
    for key, counts in sorted(tally.items(), key=lambda item: (-item[1][1], -item[1][0], item[0])):
        table.add_row(Text(key, style="bold"), *map(plain, facts[key]), *map(str, counts))
    _print(console, table if tally else Text("No actors.", style=DIM))


def render_reports(reports: Iterable[Report], console: Console) -> None:
    """The reports booked: id, outlet, day, title, length."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("report", "outlet", "published", "title", "words"):
        table.add_column(title, justify="right" if title == "words" else "left")
    reports = tuple(reports)
    for report in reports:
        known = (plain(report.outlet or ""), days_words(report.published, report.published), plain(report.title or ""))
        table.add_row(Text(report.id, style=DIM), *map(Text, known), str(len(report.text.split())))
    _print(console, table if reports else Text("No reports.", style=DIM))


def _heading(console: Console, text: str) -> None:
    _print(console, Text(f"\n{text}", style="bold"))


def _print(console: Console, what: Text | Table, *, hang: int = 0) -> None:
    """Wraps with a hanging indent on a terminal; a pipe gets one unbroken line, which `grep` can use."""
    if not console.is_terminal:
        console.print(what, soft_wrap=True, highlight=False)
        return
    if hang and isinstance(what, Text) and what.cell_len > console.width > 2 * hang:
        lines = what.wrap(console, console.width - hang)
        console.print(lines[0], highlight=False)
        rest = Text(" ").join(line for line in lines[1:])
        console.print(Padding(rest, (0, 0, 0, hang)), highlight=False)
        return
    console.print(what, highlight=False)

"""`sayso add`: reports into the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ..read import Loaded, count_reports, load_reports
from .options import ledger_option, meta_of, meta_options, now, today, workers_option
from .output import Progress, tell, tell_problems
from .work import Done, read_in_order

if TYPE_CHECKING:
    from ..book import Ledger


@dataclass
class Tally:
    """What happened to the inputs so far."""

    booked: int = 0
    known: int = 0
    failed: int = 0

    def words(self, path: str) -> str:
        """ "2 reports booked in sayso.sqlite, 1 was there already, 1 could not be read"."""
        parts = [f"{self.booked:,} {'report' if self.booked == 1 else 'reports'} booked in {path}"]
        if self.known:
            parts.append(f"{self.known:,} {'was' if self.known == 1 else 'were'} there already")
        if self.failed:
            parts.append(f"{self.failed:,} could not be read")
        return ", ".join(parts)


@click.command("add", short_help="Book reports in the ledger.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@meta_options
@click.option("--jsonl", "lines", metavar="IN", help="JSON Lines, as for `sayso read`.")
@ledger_option
@workers_option
def add_command(files: tuple[str, ...], **asked: Any) -> None:
    """Reads each FILE (text, HTML or JSON Lines; - is standard input) and books it.

    A report that is booked already changes nothing. Stopped at any moment, the ledger holds whole reports: the same
    command again goes on.
    """
    from ..book import open_ledger

    if not files and not asked["lines"]:
        raise click.UsageError("name at least one FILE, or --jsonl IN")
    tally = Tally()
    counts = [*map(count_reports, files), *([count_reports(asked["lines"], kind="jsonl")] if asked["lines"] else [])]
    total = None if None in counts else sum(count or 0 for count in counts)
    with open_ledger(asked["ledger"]) as ledger, Progress("reports", total) as progress:
        loaded = _not_booked(_load(files, asked), ledger, tally, progress)
        try:
            for done in read_in_order(loaded, asked["workers"]):
                _book(done, ledger, tally)
                progress.step()
        except KeyboardInterrupt:
            tell(f"stopped; {tally.words(asked['ledger'])}. The same command again goes on from there.")
            raise
        except BrokenProcessPool as error:
            raise click.ClickException("a process died while reading, perhaps for want of memory") from error
    click.echo(tally.words(asked["ledger"]))
    if tally.failed:
        raise click.exceptions.Exit(1)


def _load(files: tuple[str, ...], asked: dict[str, Any]) -> Iterator[Loaded]:
    meta, day = meta_of(asked), today()
    for file in files:
        yield from load_reports(file, meta=meta, today=day)
    if asked["lines"]:
        yield from load_reports(asked["lines"], meta=meta, today=day, kind="jsonl")


def _not_booked(loaded: Iterator[Loaded], ledger: Ledger, tally: Tally, progress: Progress) -> Iterator[Loaded]:
    """Leaves out what is in the ledger, before any work is spent on it."""
    for report, problems in loaded:
        if report is not None and ledger.book_capture(report, at=now()) is not None:
            tally.known += 1
            progress.step()
        else:
            yield report, problems


def _book(done: Done, ledger: Ledger, tally: Tally) -> None:
    if done.reading is None:
        tally.failed += 1
        tell_problems(done.problems)
    elif ledger.book(done.reading, at=now()):
        tally.booked += 1
        name = ledger.booked_as(done.reading.report)
        if name != done.name:
            tell(f"report.same-id: {done.name} is booked for another text; this one is booked as {name}")
    else:
        tally.known += 1

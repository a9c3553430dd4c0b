"""`sayso demo`: the invented reports that come along, read, booked, and shown as a ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..read import Loaded, Meta, load_reports
from .listing import settle
from .options import now, open_console, today
from .output import Progress, tell
from .work import read_in_order

if TYPE_CHECKING:
    from ..book import Ledger

#: what the plain-text report among them cannot say of itself.
KNOWN = {"courier-2.txt": Meta(published="2025-05-10", outlet="The Soča Courier (invented)")}


@click.command("demo", short_help="Show what sayso does on invented reports.")
@click.option("--ledger", metavar="PATH", help="Keep the ledger here; otherwise it is thrown away.")
def demo_command(ledger: str | None) -> None:
    """Reads the reports that come along (invented outlets, people and events), books them and prints the ledger."""
    from ..book import open_ledger

    with tempfile.TemporaryDirectory() as folder:
        path = Path(ledger) if ledger else Path(folder) / "demo.sqlite"
        with open_ledger(path) as opened:
            _book_all(opened)
            settle(opened, quiet=True)
            _print_ledger(opened)
    if ledger:
        tell(f"kept in {ledger}; try: sayso show ID --ledger {ledger}")


def load_demo() -> Iterator[Loaded]:
    """The invented reports, in their three formats."""
    with resources.as_file(resources.files("sayso").joinpath("demo")) as folder:
        for file in sorted(Path(folder).iterdir()):
            if file.suffix in (".jsonl", ".txt", ".html"):
                yield from load_reports(str(file), meta=KNOWN.get(file.name), today=today())


def _book_all(ledger: Ledger) -> None:
    with Progress("reports read") as progress:
        for done in read_in_order(load_demo(), 1):
            if done.reading is not None:
                ledger.book(done.reading, at=now())
            progress.step()


def _print_ledger(ledger: Ledger) -> None:
    from ..serve.tables import render_cases, render_claims, render_reports, render_talks
    from ..serve.views import claim_rows

    console = open_console()
    by_day = sorted(ledger.readings(), key=lambda reading: reading.report.published or "")
    readings = {reading.report.id: reading for reading in by_day}
    _heading("Reports, all of them invented")
    render_reports((reading.report for reading in readings.values()), console)
    _heading("Who claims what")
    render_claims([row for reading in readings.values() for row in claim_rows(reading)], console)
    _heading("Disputes: what cannot all be true, and who stands where")
    render_cases(ledger.cases(), readings, console)
    _heading("Talks, stage by stage")
    render_talks(ledger.talks(), readings, console)


def _heading(words: str) -> None:
    click.echo(f"\n{words}\n{'=' * len(words)}")

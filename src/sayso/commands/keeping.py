"""`sayso journal | replay | changes | reread`: the ledger as text and back, over time, and by a newer sayso."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from .listing import settle
from .options import day_option, ledger_option, now, open_console, workers_option
from .output import Progress, json_line, tell, tell_problems, write_lines
from .work import read_in_order


@click.command("journal", short_help="Write the whole ledger as lines of text.")
@click.option("--out", metavar="FILE", help="Where to write; otherwise to standard output.")
@ledger_option
def journal_command(out: str | None, ledger: str) -> None:
    """Writes every entry as a line of JSON, in the order of booking. A ledger that grew has the same journal, and lines
    behind it: keep it under version control, or copy it as a backup."""
    from ..book import open_ledger, write_journal

    with open_ledger(ledger, create=False) as opened, Progress("lines") as progress:
        if out is None:
            write_lines(write_journal(opened))
            return
        # Written beside it and then moved: a stop half-way leaves the journal that was there.
        part = Path(f"{out}.part")
        try:
            with part.open("wb") as file:
                for line in write_journal(opened):
                    file.write(line)
                    progress.step()
            os.replace(part, out)
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    tell(f"{progress.count:,} lines written to {out}")


@click.command("replay", short_help="Make a ledger from a journal.")
@click.argument("journal", metavar="JOURNAL")
@ledger_option
def replay_command(journal: str, ledger: str) -> None:
    """Books the entries of JOURNAL (- is standard input): the same ledger again, with the same journal.

    Stopped, the same command goes on."""
    from ..book import open_ledger, replay_journal

    try:
        with click.open_file(journal, "rb") as lines, open_ledger(ledger) as opened, Progress("entries") as progress:
            for done in replay_journal(lines, opened):
                progress.reach(done)
    except KeyboardInterrupt:
        tell("stopped; the same command again goes on from there")
        raise
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{progress.count:,} entries in {ledger}")


@click.command("changes", short_help="List what came about between two days.")
@day_option("--from", "from_", help="After the end of this day, or this moment.")
@day_option("--to", help="Up to the end of this day, or this moment; otherwise up to now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@ledger_option
def changes_command(from_: str | None, to: str | None, as_json: bool, ledger: str) -> None:
    """Lists reports booked and read anew, rulings, and cases, disputes and talks that began, changed or ended."""
    from ..book import find_changes, open_ledger
    from ..serve.history import render_changes

    with open_ledger(ledger, create=False) as opened:
        settle(opened)
        before = opened.as_of(from_) if from_ else opened.up_to(0)
        after = opened.as_of(to) if to else opened.up_to(opened.latest)
        found = find_changes(before, after)
    if as_json:
        write_lines(json_line(asdict(one)) for one in found)
    else:
        render_changes(found, open_console())


@click.command("reread", short_help="Read the reports of the ledger again, with this sayso.")
@click.argument("reports", nargs=-1)
@workers_option
@ledger_option
def reread_command(reports: tuple[str, ...], workers: int, ledger: str) -> None:
    """Reads REPORTS again (otherwise all that another version of sayso read). What is new supersedes what was read
    before, which stays; rulings are put in again."""
    from ..book import open_ledger
    from ..settling import find_outdated, reread

    count = changed = failed = 0
    with open_ledger(ledger, create=False) as opened:
        known = {report.id: report for report in opened.reports()} if reports else {}
        missing = [name for name in reports if name not in known]
        if missing:
            raise click.ClickException(f"no report is booked as {missing[0]}; `sayso reports` lists them")
        wanted = [known[name] for name in reports] if reports else list(find_outdated(opened))
        with Progress("reports read again", len(wanted)) as progress:
            for done in read_in_order(((report, ()) for report in wanted), workers):
                count += 1
                if done.reading is None:
                    failed += 1
                    tell_problems(done.problems)
                else:
                    changed += reread(opened, done.reading, at=now())
                progress.step()
    click.echo(f"{count:,} {'report' if count == 1 else 'reports'} read again, {changed:,} otherwise than before")
    if failed:
        raise click.exceptions.Exit(1)

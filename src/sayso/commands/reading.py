"""`sayso read`: claims for people, or the contract for programs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import click

from ..read import Loaded, count_reports, load_reports
from ..records import Reading
from .options import meta_of, meta_options, open_console, today, workers_option
from .output import LinesOut, Progress, reading_line, tell, tell_problems, unread_line, write_lines
from .work import Done, read_in_order

#: problems of an input as a whole; no line of OUT stands for them.
WHOLE_FILE = ("file.missing", "file.directory", "file.unreadable", "file.binary", "file.empty")


@click.command("read", short_help="Print the claims in reports.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@meta_options
@click.option("--json", "as_json", is_flag=True, help="The contract, one JSON object a report and line.")
@click.option("--html", "page", metavar="PAGE", help="Write the report as one self-contained page, every claim marked.")
@click.option("--jsonl", "lines", metavar="IN", help='Read JSON Lines {"id", "text", "published"?, "outlet"? …}.')
@click.option("--out", metavar="OUT", help="Write the contract here: one line out per line of IN, in its order.")
@click.option("--resume", is_flag=True, help="Go on with an OUT that was interrupted.")
@workers_option
def read_command(files: tuple[str, ...], **asked: Any) -> None:
    """Prints who claims what in each FILE (text, HTML or JSON Lines; - is standard input).

    With --jsonl it reads many reports for a program: `sayso read --jsonl IN.jsonl --out OUT.jsonl`.
    """
    _check_usage(files, asked)
    if asked["lines"]:
        failed = _read_lines(asked)
    else:
        failed = _read_files(files, asked)
    if failed:
        raise click.exceptions.Exit(1)


def _check_usage(files: tuple[str, ...], asked: dict[str, Any]) -> None:
    if bool(files) == bool(asked["lines"]):
        raise click.UsageError("name either FILEs or --jsonl IN")
    if asked["lines"] and asked["page"]:
        raise click.UsageError("--html goes with FILE, not with --jsonl")
    if not asked["lines"] and (asked["out"] or asked["resume"]):
        raise click.UsageError("--out and --resume go with --jsonl; for a FILE write: sayso read --json FILE > OUT")
    if asked["resume"] and not asked["out"]:
        raise click.UsageError("--resume needs --out, the file to go on with")
    if asked["out"] and asked["lines"] != "-" and Path(asked["out"]).resolve() == Path(asked["lines"]).resolve():
        raise click.UsageError("IN and OUT are the same file")


def _read_files(files: tuple[str, ...], asked: dict[str, Any]) -> int:
    """Prints each report; says how many inputs could not be read."""
    meta, day = meta_of(asked), today()
    loaded = (one for file in files for one in load_reports(file, meta=meta, today=day))
    failed = shown = 0
    for done in read_in_order(loaded, asked["workers"]):
        if done.reading is None:
            failed += 1
            tell_problems(done.problems)
            if asked["as_json"]:
                write_lines([unread_line(done.name, done.problems)])
            continue
        shown += 1
        if asked["page"]:
            _write_page(done.reading, asked["page"], shown)
        if asked["as_json"]:
            write_lines([reading_line(done.reading)])
        elif not asked["page"]:
            _print_reading(done.reading, shown)
    return failed


def _print_reading(reading: Reading, number: int) -> None:
    from ..serve.tables import render_reading

    if number > 1:
        click.echo()
    render_reading(reading, open_console())


def _write_page(reading: Reading, page: str, number: int) -> None:
    """The page; that of a second report goes beside it as ``page-2.html``, so that none is written over."""
    from ..serve.page import render_page

    path = Path(page)
    if number > 1:
        path = path.with_name(f"{path.stem}-{number}{path.suffix}")
    try:
        path.write_text(render_page(reading), encoding="utf-8", errors="replace")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
    tell(f"wrote {path}")


def _read_lines(asked: dict[str, Any]) -> int:
    """Contract lines to OUT or standard output; says how many lines could not be read."""
    source, target = asked["lines"], asked["out"]
    loaded: Iterator[Loaded] = load_reports(source, meta=meta_of(asked), today=today(), kind="jsonl")
    first = next(loaded)
    if first[0] is None and first[1][0].code in WHOLE_FILE:
        tell_problems(first[1])
        return 1
    loaded = itertools.chain([first], loaded)
    try:
        out = LinesOut(target, resume=asked["resume"])
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    failed = _pass_over(loaded, out, source, target)
    with Progress("reports read", count_reports(source, kind="jsonl")) as progress:
        for _ in range(out.done):
            progress.step()
        try:
            for done in read_in_order(loaded, asked["workers"]):
                failed += done.reading is None
                out.write(_line_of(done))
                progress.step()
        except (KeyboardInterrupt, BrokenProcessPool) as error:
            tell(_how_to_go_on(asked, progress.count))
            if isinstance(error, KeyboardInterrupt):
                raise
            raise click.ClickException("a process died while reading, perhaps for want of memory") from error
        finally:
            out.close()
    lines = "line" if progress.count == 1 else "lines"
    tell(f"{progress.count:,} {lines} read" + (f", {failed:,} of them could not be understood" if failed else ""))
    return failed


def _line_of(done: Done) -> bytes:
    if done.reading is None:
        tell_problems(done.problems)
        return unread_line(done.name, done.problems)
    return reading_line(done.reading)


def _pass_over(loaded: Iterator[Loaded], out: LinesOut, source: str, target: str | None) -> int:
    """Leaves out what an earlier run has done, once it is clear that it did it from this input; how many had failed."""
    failed, name = 0, None
    for report, problems in itertools.islice(loaded, out.done):
        failed += report is None
        name = report.id if report else problems[0].report
    if out.done and name != out.last:
        message = f"{target} does not continue {source}: its line {out.done} is of {out.last!r}, here it is {name!r}"
        raise click.ClickException(f"{message}; write to another file, or leave out --resume to begin anew")
    return failed


def _how_to_go_on(asked: dict[str, Any], count: int) -> str:
    if not asked["out"]:
        return f"stopped after {count:,} lines; with --out FILE such work can be resumed"
    command = f"sayso read --jsonl {asked['lines']} --out {asked['out']} --resume"
    return f"stopped; the first {count:,} lines are whole in {asked['out']}. Go on with: {command}"

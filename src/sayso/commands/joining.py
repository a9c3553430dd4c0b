"""`sayso reconcile`: claims of many reports side by side. `sayso schema`: the contract's JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import click

from ..contract import case_to_dict, parse_reading, reading_schema, talks_to_dict
from ..records import Reading
from .output import LinesOut, json_line, tell


@dataclass
class Skipped:
    """Lines that gave no reading."""

    bad: int = 0
    unread: int = 0


@click.command("reconcile", short_help="Lay claims of many reports side by side.")
@click.option("--jsonl", "lines", metavar="OUT.jsonl", required=True, help="Lines as `sayso read --jsonl` writes them.")
@click.option("--out", metavar="RECON.jsonl", help="Where to write; otherwise to standard output.")
def reconcile_command(lines: str, out: str | None) -> None:
    """Prints JSON Lines: one a case, then one a thread of talks, claims named report:claim."""
    from ..reconcile import reconcile_readings

    skipped = Skipped()
    try:
        readings = tuple(_load_readings(lines, skipped))
        cases, talks = reconcile_readings(readings)
        target = LinesOut(out)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    for plain in (*map(case_to_dict, cases), *map(talks_to_dict, talks)):
        target.write(json_line(plain))
    target.close()
    disputes = sum(len(case.disputes) for case in cases)
    tell(f"{len(readings):,} reports: {len(cases):,} cases, {disputes:,} disputes, {len(talks):,} talks")
    if skipped.unread:
        tell(f"{skipped.unread:,} lines were left out: reports that could not be read")
    if skipped.bad:
        raise click.exceptions.Exit(1)


@click.command("schema", short_help="Print the JSON Schema of the contract.")
def schema_command() -> None:
    """Prints the JSON Schema of what `sayso read --json` prints."""
    click.echo(json.dumps(reading_schema(), indent=2))


def _load_readings(path: str, skipped: Skipped) -> Iterator[Reading]:
    """The readings in a file of contract lines; bad lines are told and left out."""
    seen: set[str] = set()
    with click.open_file(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            if _is_unread(line):
                skipped.unread += 1
                continue
            reading, problems = parse_reading(line)
            if reading is not None and reading.report.id not in seen:
                seen.add(reading.report.id)
                yield reading
                continue
            skipped.bad += 1
            why = problems[0].message if reading is None else f"report {reading.report.id} came before; left out"
            tell(f"{path}:{number}: {why}")


def _is_unread(line: bytes) -> bool:
    """True for ``{"id", "problems"}``, the line of a report that could not be read."""
    try:
        plain = json.loads(line)
    except ValueError:
        return False
    return isinstance(plain, dict) and "report" not in plain and "problems" in plain

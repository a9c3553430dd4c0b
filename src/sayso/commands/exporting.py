"""`sayso export`: the ledger in the formats of the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..records import Reading
from .listing import open_asked, readings_of, settle
from .options import as_of_option, filter_of, filter_options, ledger_option
from .output import Progress, tell

if TYPE_CHECKING:
    from ..book import ClaimFilter, Ledger

#: named here as well, so that `--help` loads no format; a test holds the two together.
FORMAT_NAMES = (
    "csv", "parquet", "geojson", "ucdp", "acled", "polecat", "ngec", "plover", "maverick", "schemaorg", "annotations",
    "stix",
)  # fmt: skip


@click.command("export", short_help="Write the ledger in a format of the field.")
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@click.option("--out", metavar="PATH", required=True, help="Where to write: a file, for csv and parquet a folder.")
@click.option("--rule", metavar="NAME", help="Counting rule of ucdp and acled (`sayso figures` shows them all).")
@click.option("--force", is_flag=True, help="Write over what is there.")
@filter_options
@as_of_option
@ledger_option
def export_command(format_: str, out: str, rule: str | None, force: bool, **asked: Any) -> None:
    """Writes reports and cases in FORMAT, to load elsewhere unchanged; PATH.about.json says by which rule figures are
    counted, and what is empty and why.

    \b
    csv, parquet    all tables, a folder       plover, ngec   JSON Lines
    geojson         claims on the map          maverick       eventreport's rows
    ucdp            UCDP GED, 49 columns       schemaorg      Claim, JSON-LD
    acled           31 columns                 annotations    W3C Web Annotation
    polecat         40 columns, tabs           stix           STIX 2.1
    """
    path = Path(out)
    _check_rule(format_, rule)
    with _told_of_trouble(path):
        _check_path(format_, path, force=force)
    with open_asked(asked) as ledger, Progress("rows") as progress, _told_of_trouble(path):
        settle(ledger)
        count = _write(ledger, (format_, rule, path), progress, asked)
    tell(f"{count:,} rows in {path}; {path.name}.about.json says how they were made")


def _check_rule(format_: str, rule: str | None) -> None:
    from ..reconcile.estimates import RULES
    from ..serve.formats import FORMATS

    if rule and FORMATS[format_].rule is None:
        raise click.UsageError(f"{format_} has the figures of each claim; --rule is for ucdp and acled")
    if rule and rule not in RULES:
        raise click.UsageError(f"no rule is called {rule}; there are {', '.join(RULES)}")


def _check_path(format_: str, path: Path, *, force: bool) -> None:
    from ..serve.formats import find_obstacle

    obstacle = find_obstacle(format_, path, force=force)
    if obstacle:
        raise click.ClickException(obstacle)


def _write(ledger: Ledger, what: tuple[str, str | None, Path], progress: Progress, asked: Mapping[str, Any]) -> int:
    from ..book.entries import version_words
    from ..serve.formats import FORMATS, Material, write_export

    format_, rule, path = what
    wanted = filter_of(dict(asked))
    material = Material(
        readings=lambda: _readings(ledger, wanted),
        find=lambda names: readings_of(ledger, names),
        cases=ledger.cases(wanted),
        talks=ledger.talks(wanted),
        rule=rule or FORMATS[format_].rule or "",
        made_by=version_words(),
        asked={name.strip("_"): value for name, value in asked.items() if value and name != "ledger"},
    )
    return write_export(format_, material, path, progress.step)


@contextmanager
def _told_of_trouble(path: Path) -> Iterator[None]:
    """A full disk or a forbidden folder is named, under the path that was asked for."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror or error}") from error


def _readings(ledger: Ledger, wanted: ClaimFilter) -> Iterator[Reading]:
    """The readings, each with the claims that are wanted alone."""
    from ..serve.formats import narrow_reading

    if not wanted:
        yield from ledger.readings()
        return
    for reading, claims in ledger.find(wanted):
        yield narrow_reading(reading, claims)

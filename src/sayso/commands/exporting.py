"""`sayso export`: the ledger in the formats of the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .listing import open_asked, readings_of, settle
from .options import as_of_option, filter_of, filter_options, ledger_option
from .output import Progress, tell

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
    from ..book.entries import version_words
    from ..reconcile.estimates import RULES
    from ..serve.formats import FORMATS, Material, write_export

    path = Path(out)
    chosen = FORMATS[format_]
    if rule and chosen.rule is None:
        raise click.UsageError(f"{format_} has the figures of each claim; --rule is for ucdp and acled")
    if rule and rule not in RULES:
        raise click.UsageError(f"no rule is called {rule}; there are {', '.join(RULES)}")
    if path.exists() and not force:
        raise click.ClickException(f"{path} is there already; --force writes over it")
    with open_asked(asked) as ledger, Progress("rows") as progress:
        settle(ledger)
        wanted = filter_of(asked)
        material = Material(
            readings=lambda: ledger.readings(wanted),
            find=lambda names: readings_of(ledger, names),
            cases=ledger.cases(wanted),
            talks=ledger.talks(wanted),
            rule=rule or chosen.rule or "",
            made_by=version_words(),
        )
        try:
            count = write_export(format_, material, path, progress.step)
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    tell(f"{count:,} rows in {path}; {path.name}.about.json says how they were made")

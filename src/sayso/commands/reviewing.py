"""`sayso review`: what most deserves a person's look."""

from __future__ import annotations

import click

from .listing import readings_of, settle
from .options import filter_of, filter_options, ledger_option, open_console
from .output import json_line, row_dict, write_lines

SHOWN = 20


@click.command("review", short_help="List what most deserves a look.")
@filter_options
@click.option("--limit", metavar="N", type=click.IntRange(1), default=SHOWN, show_default=True, help="So many cases.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@ledger_option
def review_command(limit: int, as_json: bool, ledger: str, **asked: str | None) -> None:
    """Queues cases that nobody ruled on: figures furthest apart, carried by most outlets, the newest first."""
    from ..book import open_ledger
    from ..rulings import standing
    from ..serve.history import render_review, review_rows

    with open_ledger(ledger, create=False) as opened:
        settle(opened)
        cases = opened.cases(filter_of(asked))
        rulings = standing(opened.rulings())
        ruled = {f"{one.report}:{one.claim}" for ruling in rulings for one in ruling.on if ruling.kind != "note"}
        readings = readings_of(opened, (name for case in cases for name in case.claims))
    rows = review_rows(cases, readings, ruled)[:limit]
    if as_json:
        write_lines(json_line(row_dict(row)) for row in rows)
    else:
        render_review(rows, open_console())

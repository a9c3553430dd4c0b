"""`sayso figures`: what each counting rule of the field makes of the figures claimed, side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..records import Case
from .listing import open_asked, readings_of, settle
from .options import as_of_option, filter_of, filter_options, format_options, ledger_option, open_console
from .output import json_line, write_lines

if TYPE_CHECKING:
    from ..book import Ledger
    from ..reconcile.estimates import Estimate

#: named here as well, so that `--help` loads no rules; a test holds the two together.
RULE_NAMES = "lowest, highest, latest, most-conservative, ucdp, ibc, airwars and modal-origin"


@click.command("figures", short_help="Lay figures side by side, by named counting rules.")
@click.argument("id", metavar="[ID]", required=False)
@click.option(
    "--kind", metavar="KIND", default="killed", show_default=True, help="Which figures: killed, wounded, displaced …"
)
@click.option("--rule", "rules", metavar="NAME", multiple=True, help=f"Only this one of {RULE_NAMES}; may be repeated.")
@filter_options
@format_options
@as_of_option
@ledger_option
def figures_command(id: str | None, kind: str, rules: tuple[str, ...], **asked: Any) -> None:
    """Shows what each counting rule makes of what is claimed: lowest, highest, latest, ACLED's, UCDP's and others'.

    Every number is one that a claim gives; none is an average, and low to high is a range of claims. ID is a case
    or a claim (03:C2), whose case is shown; without it, all cases with such figures are.
    """
    _check_rules(rules)
    with open_asked(asked) as ledger:
        settle(ledger)
        if id is None:
            cases = ledger.cases(filter_of(asked))
        else:
            cases = ledger.cases_of(id) if ":" in id else ledger.cases_named(id)
            if not cases:
                raise click.ClickException(f"no case here is or holds {id}; `sayso figures` lists those with figures")
        _print(_estimate_all(ledger, cases, kind, rules), kind, asked)


def _check_rules(rules: Sequence[str]) -> None:
    from ..reconcile.estimates import RULES

    unknown = [rule for rule in rules if rule not in RULES]
    if unknown:
        raise click.UsageError(f"no rule is called {unknown[0]}; there are {', '.join(RULES)}")


def _estimate_all(
    ledger: Ledger, cases: Sequence[Case], kind: str, rules: Sequence[str]
) -> Iterator[tuple[Case, tuple[Estimate, ...]]]:
    """The cases that have such figures, each with what the rules make of it."""
    from ..reconcile.estimates import compare_counts, find_counts

    for case in cases:
        made = compare_counts(find_counts(case, readings_of(ledger, case.claims), kind), rules)
        if made:
            yield case, made


def _print(found: Iterator[tuple[Case, tuple[Estimate, ...]]], kind: str, asked: dict[str, Any]) -> None:
    from ..serve.estimates import EstimateRow, estimate_rows, estimates_to_dict, render_estimates

    if asked["as_json"]:
        write_lines(json_line(estimates_to_dict(case, made)) for case, made in found)
        return
    if asked["as_csv"]:
        from ..serve.exports import write_csv

        write_csv([row for case, made in found for row in estimate_rows(case, made)], sys.stdout, EstimateRow)
        return
    console = open_console()
    shown = 0
    for shown, (case, made) in enumerate(found, 1):
        if shown > 1:
            click.echo()
        render_estimates(case, made, console)
    if not shown:
        click.echo(f"No figures of this kind: {kind}.")

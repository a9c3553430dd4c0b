"""`sayso claims | disputes | talks | actors | reports`: what is booked, filtered."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..contract import case_to_dict, talks_to_dict
from ..records import Reading
from .options import (
    as_of_option,
    filter_of,
    filter_options,
    format_options,
    ledger_option,
    limit_option,
    now,
    open_console,
)
from .output import Progress, json_line, row_dict, tell, write_lines

if TYPE_CHECKING:
    from ..book import ClaimFilter, Ledger


@click.command("claims", short_help="List claims.")
@filter_options
@limit_option
@format_options
@as_of_option
@ledger_option
def claims_command(**asked: Any) -> None:
    """Lists claims, one line each: who says it, what it is about, when, where, how many, and the words."""
    from ..serve.views import ClaimRow, claim_rows

    with open_asked(asked) as ledger:
        found = ledger.find(filter_of(asked), asked["limit"])
        rows = (row for reading, claims in found for row in claim_rows(reading) if row.claim in {c.id for c in claims})
        if asked["as_json"]:
            write_lines(json_line(row_dict(row)) for row in rows)
        elif asked["as_csv"]:
            _print_csv(tuple(rows), ClaimRow)
        else:
            from ..serve.tables import render_claims

            listed = tuple(rows)
            render_claims(listed, open_console())
            if not listed:
                click.echo("No claims.")


@click.command("disputes", short_help="List what cannot all be true, and who says which.")
@filter_options
@format_options
@as_of_option
@ledger_option
def disputes_command(**asked: Any) -> None:
    """Lists cases in which claims contradict each other, with the sides and who stands on each."""
    from ..serve.views import DisputeRow, dispute_rows, rows_by_name

    with open_asked(asked) as ledger:
        settle(ledger)
        if asked["as_json"]:
            disputed = ledger.cases(filter_of(asked), disputed=True)
            write_lines(json_line(case_to_dict(case)) for case in disputed)
            return
        cases = ledger.cases(filter_of(asked))
        disputed = tuple(case for case in cases if case.disputes)
        readings = readings_of(ledger, (name for case in disputed for name in case.claims))
        if asked["as_csv"]:
            _print_csv(dispute_rows(disputed, rows_by_name(readings.values())), DisputeRow)
            return
        from ..serve.tables import render_cases

        render_cases(cases, readings, open_console())


@click.command("talks", short_help="List negotiations, stage by stage.")
@filter_options
@format_options
@as_of_option
@ledger_option
def talks_command(**asked: Any) -> None:
    """Lists negotiations: parties, mediators offered, accepted or refused, and stages, each on someone's word."""
    from ..serve.views import TalksRow, rows_by_name, talks_rows

    with open_asked(asked) as ledger:
        settle(ledger)
        threads = ledger.talks(filter_of(asked))
        if asked["as_json"]:
            write_lines(json_line(talks_to_dict(thread)) for thread in threads)
            return
        readings = readings_of(ledger, (name for thread in threads for name in thread.claims()))
        if asked["as_csv"]:
            _print_csv(talks_rows(threads, rows_by_name(readings.values())), TalksRow)
            return
        from ..serve.tables import render_talks

        render_talks(threads, readings, open_console())


@click.command("actors", short_help="List who speaks, acts or is acted on.")
@filter_options
@format_options
@as_of_option
@ledger_option
def actors_command(**asked: Any) -> None:
    """Lists the actors of all reports, or those in the claims asked for."""
    from ..serve.rosters import ActorRow, actor_rows

    with open_asked(asked) as ledger:
        wanted = filter_of(asked)
        readings = tuple(_with_cast(ledger, wanted)) if wanted else tuple(ledger.readings())
        if asked["as_json"]:
            write_lines(json_line(row_dict(row)) for row in actor_rows(readings))
        elif asked["as_csv"]:
            _print_csv(actor_rows(readings), ActorRow)
        else:
            from ..serve.tables import render_actors

            render_actors(readings, open_console())


@click.command("reports", short_help="List the reports booked.")
@filter_options
@format_options
@as_of_option
@ledger_option
def reports_command(**asked: Any) -> None:
    """Lists reports; --from and --to here mean the day of publication."""
    from ..serve.rosters import ReportRow, report_rows

    with open_asked(asked) as ledger:
        reports = tuple(ledger.reports(filter_of(asked)))
        if asked["as_json"]:
            write_lines(json_line(row_dict(row)) for row in report_rows(reports))
        elif asked["as_csv"]:
            _print_csv(report_rows(reports), ReportRow)
        else:
            from ..serve.tables import render_reports

            render_reports(reports, open_console())


def settle(ledger: Ledger, *, quiet: bool = False) -> None:
    """Lays what was booked since the last time beside the rest; a ledger as it once stood stays as it was."""
    if ledger.is_reconciled or ledger.is_past:
        return
    from ..settling import settle_ledger

    if not quiet:
        tell("reports were added: laying their claims beside the others …")
    with Progress("reports laid") as progress:
        settle_ledger(ledger, at=now(), told=progress.reach)


def readings_of(ledger: Ledger, names: Iterable[str]) -> dict[str, Reading]:
    """The readings, by report, that claims such as "03:C2" stand in."""
    reports = dict.fromkeys(name.rpartition(":")[0] for name in names)
    found = {reading.report.id: reading for reading in ledger.readings_of(list(reports))}
    return {report: found[report] for report in reports if report in found}


def open_asked(asked: dict[str, Any]) -> Ledger:
    """The ledger asked for, as it stands or as it stood."""
    from ..book import open_ledger

    if asked.get("as_json") and asked.get("as_csv"):
        raise click.UsageError("either --json or --csv")
    ledger = open_ledger(asked["ledger"], create=False)
    return ledger.as_of(asked["as_of"]) if asked["as_of"] else ledger


def _with_cast(ledger: Ledger, wanted: ClaimFilter) -> Iterator[Reading]:
    """Readings with the claims asked for and the actors that take part in these alone."""
    for reading, claims in ledger.find(wanted):
        cast = {actor for claim in claims for actor in claim.taking_part()}
        yield replace(reading, claims=claims, actors=tuple(one for one in reading.actors if one.id in cast))


def _print_csv(rows: Sequence[Any], kind: type[Any]) -> None:
    from ..serve.exports import write_csv

    write_csv(rows, sys.stdout, kind)

"""`sayso show`: one record explained, be it a claim, a case, talks, an actor or a report."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from ..contract import case_to_dict, reading_to_dict, talks_to_dict
from ..records import Actor, Case, Link, Reading, Talks
from ..rulings import place_anchor
from .listing import readings_of, settle
from .options import as_of_option, ledger_option, open_console

if TYPE_CHECKING:
    from rich.console import Console

    from ..book import Ledger

#: mentions of an actor shown in their sentences.
MENTIONS_SHOWN = 5
Shown = Callable[["Console"], None]


@click.command("show", short_help="Explain one record.")
@click.argument("id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="The record as JSON.")
@as_of_option
@ledger_option
def show_command(id: str, as_json: bool, as_of: str | None, ledger: str) -> None:
    """Explains a claim (03:C2): its sentence, the marked spans, the rules that fired, its links and their reasons.

    ID may also be a case or talks (or how their id begins, as far as it takes), an actor (03:A1) or a report (03).
    """
    from ..book import open_ledger

    with open_ledger(ledger, create=False) as newest:
        settle(newest)
        opened = newest.as_of(as_of) if as_of else newest
        found = _find_in_report(opened, id) or _find_derived(opened, id)
        if found is None:
            hint = "`sayso claims`, `sayso disputes`, `sayso talks` and `sayso reports` list what is there"
            raise click.ClickException(f"nothing in {ledger} is called {id}; {hint}")
        plain, show = found
        if as_json:
            click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        else:
            show(open_console())


def _find_in_report(ledger: Ledger, name: str) -> tuple[object, Shown] | None:
    """A report, or the claim or actor of one."""
    reading = ledger.reading(name)
    if reading is not None:
        return reading_to_dict(reading), lambda console: _show_report(ledger, reading, console)
    report, _, part = name.rpartition(":")
    reading = ledger.reading(report)
    if reading is None:
        return None
    plain = reading_to_dict(reading)
    if any(claim.id == part for claim in reading.claims):
        links = tuple(link for case in ledger.cases_of(name) for link in case.links if name in (link.left, link.right))
        record = next(one for one in plain["claims"] if one["id"] == part)
        row = {"report": report, **record, "links": [asdict(link) for link in links]}
        return row, lambda console: _show_claim(ledger, reading, (name, links), console)
    actor = next((one for one in reading.actors if one.id == part), None)
    if actor is None:
        return None
    record = next(one for one in plain["actors"] if one["id"] == part)
    return {"report": report, **record}, lambda console: _show_actor(reading, actor, console)


def _find_derived(ledger: Ledger, name: str) -> tuple[object, Shown] | None:
    """A case or a thread of talks."""
    cases = ledger.cases_named(name) if name.startswith("K") else ()
    if len(cases) > 1:
        ids = ", ".join(case.case for case in cases[:MENTIONS_SHOWN])
        raise click.ClickException(f"{len(cases)} cases begin with {name}: {ids} …; write more of the one you mean")
    if cases:
        case = cases[0]
        return case_to_dict(case), lambda console: _show_case(ledger, case, console)
    thread = next((one for one in ledger.talks() if str(one.talks).startswith(name)), None) if name[:1] == "T" else None
    if thread is not None:
        return talks_to_dict(thread), lambda console: _show_talks(ledger, thread, console)
    return None


def _show_report(ledger: Ledger, reading: Reading, console: Console) -> None:
    from ..serve.history import render_history
    from ..serve.tables import render_reading

    render_reading(reading, console)
    captures = ledger.captures(reading.report.id)
    if captures:
        console.print("\nMet again:", style="bold")
    for at, sha256, url in captures:
        console.print(f"  {at[:19]}  {' '.join(part for part in (url, sha256) if part)}", soft_wrap=True)
    render_history(ledger.history(reading.report.id), console)
    _show_rulings(ledger, reading.report.id, None, console)


def _show_rulings(ledger: Ledger, report: str, claim: str | None, console: Console) -> None:
    """What people ruled on a record, notes too."""
    from ..rulings import standing
    from ..serve.history import render_rulings

    reading = ledger.reading(report)
    found = []
    for one in standing(ledger.rulings()):
        for anchor in one.on:
            placed = place_anchor(reading, anchor) if reading and anchor.report == report else None
            if anchor.report == report and (placed.id if placed else None) == claim:
                found.append(one)
    if found:
        console.print("\nRuled:", style="bold")
        render_rulings(found, {one.ruling for one in found}, console)


def _show_claim(ledger: Ledger, reading: Reading, found: tuple[str, tuple[Link, ...]], console: Console) -> None:
    from ..serve.record import render_record

    name, links = found
    render_record(reading, name, console)
    report = reading.report.id
    beyond = tuple(link for link in links if not all(side.rpartition(":")[0] == report for side in _sides(link)))
    if beyond:
        console.print("\nIn other reports:")
        _show_links(ledger, beyond, console, seen_from=name)
    _show_rulings(ledger, report, name.rpartition(":")[2], console)


def _show_case(ledger: Ledger, case: Case, console: Console) -> None:
    from ..serve.tables import render_cases, render_claims
    from ..serve.views import rows_by_name

    readings = readings_of(ledger, case.claims)
    if case.disputes:
        render_cases((case,), readings, console)
    else:
        console.print(f"{case.case}  {case.what}", soft_wrap=True)
    rows = rows_by_name(readings.values())
    console.print("\nClaims:")
    render_claims([rows[name] for name in case.claims if name in rows], console, named=True)
    if case.links:
        console.print("\nLinks:")
        _show_links(ledger, case.links, console)


def _show_links(ledger: Ledger, links: tuple[Link, ...], console: Console, *, seen_from: str | None = None) -> None:
    from ..serve.views import rows_by_name
    from ..serve.wording import plain

    rows = rows_by_name(readings_of(ledger, (side for link in links for side in _sides(link))).values())
    for link in links:
        field = f"{link.field}: " if link.field else ""
        others = [side for side in _sides(link) if side != seen_from]
        who = f"{others[0]} {link.relation}" if len(others) == 1 else f"{link.left} {link.relation} {link.right}"
        words = f" “{rows[others[0]].words}”" if len(others) == 1 and others[0] in rows else ""
        console.print(f"  {who}{words} ({field}{plain(link.reason)})", soft_wrap=True)


def _show_talks(ledger: Ledger, thread: Talks, console: Console) -> None:
    from ..serve.tables import render_claims, render_talks
    from ..serve.views import rows_by_name

    readings = readings_of(ledger, thread.claims())
    render_talks((thread,), readings, console)
    rows = rows_by_name(readings.values())
    console.print("\nClaims:")
    render_claims([rows[name] for name in thread.claims() if name in rows], console, named=True)


def _show_actor(reading: Reading, actor: Actor, console: Console) -> None:
    from ..serve.slices import find_sentence
    from ..serve.tables import render_actors, render_claims
    from ..serve.views import claim_rows
    from ..serve.wording import plain

    render_actors((replace(reading, actors=(actor,)),), console)
    if actor.aliases:
        console.print(f"Also called: {plain('; '.join(actor.aliases))}", soft_wrap=True)
    sentences = dict.fromkeys(find_sentence(reading.report.text, span) for span in actor.mentions)
    for sentence in list(sentences)[:MENTIONS_SHOWN]:
        console.print(f"  “{plain(reading.report.words(sentence))}”", soft_wrap=True)
    if len(sentences) > MENTIONS_SHOWN:
        console.print(f"  and in {len(sentences) - MENTIONS_SHOWN} more sentences")
    taking = {claim.id for claim in reading.claims if actor.id in claim.taking_part()}
    console.print("\nClaims by or about it:" if taking else "\nNo claims by or about it.")
    render_claims([row for row in claim_rows(reading) if row.claim in taking], console)


def _sides(link: Link) -> tuple[str, str]:
    return link.left, link.right

"""`sayso rule …`: what a person decides, on the record. `sayso rulings`: all of it."""

from __future__ import annotations

import getpass
from typing import Any

import click

from ..contract import ruling_to_dict
from ..records import Anchor, Ruling, RulingKind
from .options import as_of_option, ledger_option, now, open_console
from .output import json_line, tell, write_lines


def _signed(command: Any) -> Any:
    """--by and --why, without which nothing is ruled."""
    for option in (
        ledger_option,
        click.option("--why", required=True, help="The reason, in words; it is kept."),
        click.option("--by", "who", default=getpass.getuser, show_default="you", help="Who decides."),
    ):
        command = option(command)
    return command


@click.group("rule", short_help="Correct a claim, merge or split cases, mark a link wrong, add a note.")
def rule_command() -> None:
    """Books what a person decides: who, when and why. Nothing is overwritten; a ruling can be withdrawn.

    Rulings hold through every later reading and reconciling, and win.
    """


@rule_command.command("correct", short_help="Correct one field of a claim.")
@click.argument("claim")
@click.argument("field")
@click.argument("value")
@_signed
def correct_command(claim: str, field: str, value: str, **signed: str) -> None:
    """Says that FIELD of CLAIM (03:C2) is VALUE: `act deny`, `about.status denied`, `about.time.from 2025-05-05`,
    `about.actors "Karo Front"`, `about.place Karo`, `about.figures.0.low 5`. null empties it; several actors are parted
    by semicolons."""
    _book("correct", (claim,), signed, field=field, value=value)


@rule_command.command("merge", short_help="Say that claims are on one thing.")
@click.argument("claims", nargs=-1, required=True)
@_signed
def merge_command(claims: tuple[str, ...], **signed: str) -> None:
    """Puts CLAIMS (03:C2 07:C5 …) into one case, whatever the comparison says."""
    _book("merge", claims, signed, least=2)


@rule_command.command("split", short_help="Say that a claim is on another thing than others.")
@click.argument("claims", nargs=-1, required=True)
@_signed
def split_command(claims: tuple[str, ...], **signed: str) -> None:
    """Keeps the first of CLAIMS out of every case that one of the others is in."""
    _book("split", claims, signed, least=2)


@rule_command.command("unlink", short_help="Mark the link of two claims as wrong.")
@click.argument("left")
@click.argument("right")
@click.option("--field", help="Only the link on this field (killed, control …); otherwise all.")
@_signed
def unlink_command(left: str, right: str, field: str | None, **signed: str) -> None:
    """Says that LEFT and RIGHT neither contradict nor bear each other out."""
    _book("unlink", (left, right), signed, field=field, least=2)


@rule_command.command("note", short_help="Add a note to a claim or a report.")
@click.argument("record")
@_signed
def note_command(record: str, **signed: str) -> None:
    """Keeps the words of --why beside RECORD (03:C2 or 03); `sayso show` prints them."""
    _book("note", (record,), signed)


@rule_command.command("withdraw", short_help="Take a ruling back.")
@click.argument("ruling")
@_signed
def withdraw_command(ruling: str, **signed: str) -> None:
    """Lets RULING (R12) hold no more. It stays on the record."""
    _book("withdraw", (ruling,), signed, field=ruling)


@click.command("rulings", short_help="List what people ruled.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@as_of_option
@ledger_option
def rulings_command(as_json: bool, as_of: str | None, ledger: str) -> None:
    """Lists every ruling: what, on which records, who, when, why; those withdrawn are marked."""
    from ..book import open_ledger
    from ..rulings import standing
    from ..serve.history import render_rulings

    with open_ledger(ledger, create=False) as newest:
        rulings = (newest.as_of(as_of) if as_of else newest).rulings()
    if as_json:
        write_lines(json_line(ruling_to_dict(one)) for one in rulings)
    else:
        render_rulings(rulings, {one.ruling for one in standing(rulings)}, open_console())


def _book(kind: RulingKind, names: tuple[str, ...], signed: dict[str, str], *, least: int = 1, **rest: Any) -> None:
    from ..book import open_ledger
    from ..rulings import RulingError
    from ..settling import anchor_of, rule

    if len(set(names)) < least:
        raise click.UsageError(f"name at least {least} claims, as in 03:C2 07:C5")
    with open_ledger(signed["ledger"], create=False) as ledger:
        try:
            on: tuple[Anchor, ...] = tuple(anchor_of(ledger, name) for name in names)
            if kind not in ("note", "withdraw") and any(anchor.claim is None for anchor in on):
                raise RulingError("a claim is needed here, called like 03:C2")
            asked = Ruling(kind, on, signed["who"], signed["why"], **rest)
            booked = rule(ledger, asked, at=now())
        except RulingError as error:
            raise click.ClickException(str(error)) from error
    click.echo(booked.ruling)
    tell(f"booked as {booked.ruling}; `sayso rule withdraw {booked.ruling} --why …` takes it back")

"""Options that several commands share, and what stands behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from ..read import Meta, parse_published
from ..settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from ..book import ClaimFilter

Command = Callable[..., Any]
#: a pipe has no edge: wide enough that no table breaks a title over lines.
PIPE_WIDTH = 400


class _Day(click.ParamType):  # type: ignore[type-arg]
    """An ISO day; with ``moment`` also a time of day."""

    name = "day"

    def __init__(self, *, moment: bool = False) -> None:
        self._moment = moment

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        day = parse_published(str(value))
        if day is None or (len(day) > len("2021-09-02") and not self._moment):
            also = " or 2021-09-02T10:00:00Z" if self._moment else ""
            self.fail(f"{value!r} is not a day; write 2021-09-02{also}", param, ctx)
        return day


def meta_options(command: Command) -> Command:
    """What the caller knows of the reports: --published, --outlet, --title, --url."""
    for option in (
        click.option("--url", help="Address of the report."),
        click.option("--title", help="Its headline."),
        click.option("--outlet", help="Who published it."),
        click.option(
            "--published",
            metavar="DAY",
            type=_Day(moment=True),
            help='When, as 2021-09-02 or 2021-09-02T10:00:00Z. Without it, "on Thursday" stays undated.',
        ),
    ):
        command = option(command)
    return command


def ledger_option(command: Command) -> Command:
    """--ledger PATH, by default in the working folder."""
    option = click.option(
        "--ledger",
        metavar="PATH",
        default=Settings().ledger,
        show_default=True,
        envvar="SAYSO_LEDGER",
        help="The ledger: an SQLite file, or postgresql://user@host/database.",
    )
    return option(command)


def as_of_option(command: Command) -> Command:
    """--as-of DAY: the ledger as it once stood."""
    return click.option(
        "--as-of",
        metavar="DAY",
        type=_Day(moment=True),
        help="The ledger as it stood at the end of a day, or at a moment.",
    )(command)


def day_option(*names: str, help: str) -> Callable[[Command], Command]:
    """An option that takes a day or a moment."""
    return click.option(*names, metavar="DAY", type=_Day(moment=True), help=help)


def limit_option(command: Command) -> Command:
    """--limit N."""
    return click.option("--limit", metavar="N", type=click.IntRange(1), help="At most so many.")(command)


def filter_options(command: Command) -> Command:
    """Which claims: --actor --place --type --from --to --outlet --source --words, all of which must hold."""
    for option in (
        click.option("--words", help='Words of the claim itself; a "phrase in quotes" must stand as it is.'),
        click.option("--source", help="Whoever says it, by any of its names."),
        click.option("--outlet", help="Who published the report."),
        click.option("--to", metavar="DAY", type=_Day(), help="About days up to this one."),
        click.option("--from", "from_", metavar="DAY", type=_Day(), help="About days from this one on."),
        click.option("--type", help="PLOVER type of event, or state: ASSAULT, REJECT, CONTROL …"),
        click.option("--place", help="Where, by the name of place, province or country (ISO-3)."),
        click.option("--actor", help="Who speaks, acts or is acted on; whole words, any case, aliases too."),
    ):
        command = option(command)
    return command


def format_options(command: Command) -> Command:
    """--json (one object a line) and --csv."""
    for option in (
        click.option("--csv", "as_csv", is_flag=True, help="CSV with a header."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    ):
        command = option(command)
    return command


def workers_option(command: Command) -> Command:
    """--workers N."""
    option = click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        help="Processes that read at once (about 300 MB each). The order is kept.",
    )
    return option(command)


def meta_of(asked: dict[str, Any]) -> Meta:
    """What was said of the reports on the command line."""
    return Meta(**{name: asked[name] for name in ("published", "outlet", "title", "url")})


def filter_of(asked: dict[str, Any]) -> ClaimFilter:
    """Which claims were asked for on the command line."""
    from ..book import ClaimFilter

    names = ("actor", "place", "type", "from_", "to", "outlet", "source", "words")
    return ClaimFilter(**{name: asked[name] for name in names})


def open_console() -> Console:
    """Where output for people goes. Words of a report are never taken for markup or emoji codes."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)


def today() -> date:
    """The day it is here; this and `now` are the only clocks on the way."""
    return date.today()


def now() -> str:
    """This moment, for the ledger."""
    return datetime.now(UTC).isoformat(timespec="seconds")

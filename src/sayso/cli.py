"""The command line: one command a stage. Commands live in `commands`; here they are put together."""

from __future__ import annotations

import sys
from typing import Any

import click

from .commands.booking import add_command
from .commands.counting import figures_command
from .commands.demo import demo_command
from .commands.exporting import export_command
from .commands.joining import reconcile_command, schema_command
from .commands.keeping import changes_command, journal_command, replay_command, reread_command
from .commands.listing import actors_command, claims_command, disputes_command, reports_command, talks_command
from .commands.reading import read_command
from .commands.reviewing import review_command
from .commands.ruling import rule_command, rulings_command
from .commands.showing import show_command

INTERRUPTED = 130

HELP = """Books every claim in the news to the account of whoever made it.

\b
  sayso read story.txt --published 2025-05-06     who claims what in a report
  sayso add *.html                                book reports in the ledger
  sayso disputes                                  who contradicts whom

sayso never rules on truth: it shows on whose word each claim stands.
"""
EPILOG = """\b
Exit codes:
  0    all fine
  1    some input had errors (each was named; the rest is done), or a file could not be used
  2    the command was not understood
  130  interrupted; what was written is kept, and the message says how to go on
"""


class _Commands(click.Group):
    """The commands in the order of the work, and what a failure means for the exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        from .lexicon import LexiconError

        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise click.exceptions.Exit(INTERRUPTED) from error
        except LexiconError as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            # Imported only now: most commands never open a ledger, and its engine takes a quarter of a second.
            from .book.checks import LedgerError

            if isinstance(error, LedgerError):
                raise click.ClickException(str(error)) from error
            raise


@click.group("sayso", cls=_Commands, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", message="%(prog)s %(version)s")
def main() -> None:
    """The group; its text is `HELP`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without the letters of a report shows "?" for them rather than failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


for _command in (
    read_command, add_command, claims_command, disputes_command, figures_command, talks_command, actors_command,
    reports_command, show_command, review_command, rule_command, rulings_command, changes_command, export_command,
    journal_command, replay_command, reread_command, reconcile_command, schema_command, demo_command,
):  # fmt: skip
    main.add_command(_command)

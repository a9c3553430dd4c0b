"""book: readings into the ledger, which is only ever added to. `open_ledger` opens it, `Ledger.book` books.

`schema`    the tables, and why each is there
`entries`   a reading or a case as rows; `tables` puts them in
`filters`   what a person asks for, and as of when, as SQL; `search` full text
`checks`    whether a file is a ledger at all
`engines`   SQLite and PostgreSQL behind one engine; `migrate` takes an older ledger to today (`migrations/`)
`settled`   cases and talks: what a settlement adds and ends
`desks`     where the claims lie that cases are made of, so that one more report is laid beside a million others
`store`     the ledger
`journal`   the whole ledger as lines of text, and back
`changes`   what came about between two moments
"""

from .changes import Change, find_changes
from .checks import LedgerError
from .filters import ClaimFilter
from .journal import replay_journal, write_journal
from .store import Ledger, open_ledger

__all__ = [
    "Change",
    "ClaimFilter",
    "Ledger",
    "LedgerError",
    "find_changes",
    "open_ledger",
    "replay_journal",
    "write_journal",
]

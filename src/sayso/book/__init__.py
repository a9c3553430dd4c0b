"""book: readings into the ledger, an append-only SQLite file. `open_ledger` opens it, `Ledger.book` books.

`schema`   the tables, and why each is there
`entries`  a reading or a case as rows
`filters`  what a person asks for, as SQL
`checks`   whether a file is a ledger at all
`store`    the ledger
"""

from .checks import LedgerError
from .filters import ClaimFilter
from .store import Ledger, open_ledger

__all__ = ["ClaimFilter", "Ledger", "LedgerError", "open_ledger"]

"""Whether a file is a ledger, before anything is written to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .schema import APPLICATION_ID, SCHEMA_VERSION

MAGIC = b"SQLite format 3\0"


class LedgerError(Exception):
    """A ledger that cannot be opened or written; says which, why, and what to do."""


def check_path(path: Path, *, create: bool) -> None:
    """Refuses what cannot be a ledger's place: a folder, or a file that is missing and must not be made."""
    if path.is_dir():
        raise LedgerError(f"{path} is a folder, not a ledger; name a file in it")
    if not path.exists() and not create:
        raise LedgerError(f"there is no ledger at {path}; `sayso add FILE…` begins one, --ledger names another")
    if not path.exists() and not path.absolute().parent.is_dir():
        raise LedgerError(f"the folder of {path} does not exist; make it first")
    # SQLite itself takes a file of a byte or two for an empty database and would write over it.
    if path.exists() and path.stat().st_size and not _begins_as_database(path):
        raise LedgerError(f"{path} is not a ledger (nor any SQLite file); it was left alone")


def _begins_as_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}") from error


def is_ready(connection: sqlite3.Connection, path: Path) -> bool:
    """True for a ledger, False for an empty file that may become one; anything else is an error."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark == 0 and not tables:
        return False
    if mark != APPLICATION_ID:
        raise LedgerError(f"{path} is an SQLite file but not a ledger of sayso; it was left alone")
    if version != SCHEMA_VERSION:
        message = f"{path} is a ledger of version {version}, and this sayso writes version {SCHEMA_VERSION}"
        raise LedgerError(f"{message}; read its reports into a new ledger, or use the sayso that made it")
    return True


def explain(error: Exception, path: Path) -> LedgerError:
    """The database's complaint in our words."""
    words = str(getattr(error, "orig", None) or error)
    if "not a database" in words:
        return LedgerError(f"{path} is not a ledger (nor any SQLite file); it was left alone")
    if "locked" in words or "busy" in words:
        return LedgerError(f"{path} is held by another process for too long; try again when that has ended")
    if "readonly" in words:
        return LedgerError(f"{path} cannot be written; check the rights of the file and its folder")
    if "malformed" in words:
        return LedgerError(f"{path} is damaged ({words}); restore it from a copy")
    return LedgerError(f"{path}: {words}")

"""Whether a file can be a ledger, before anything is written to it, and the database's complaints in our words."""

from __future__ import annotations

from pathlib import Path

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


def foreign_file(name: str) -> LedgerError:
    """An SQLite file that somebody else made."""
    return LedgerError(f"{name} is an SQLite file but not a ledger of sayso; it was left alone")


def explain(error: Exception, name: str) -> LedgerError:
    """The database's complaint in our words."""
    words = str(getattr(error, "orig", None) or error).strip()
    if "not a database" in words:
        return LedgerError(f"{name} is not a ledger (nor any SQLite file); it was left alone")
    if "locked" in words or "busy" in words:
        return LedgerError(f"{name} is held by another process for too long; try again when that has ended")
    if "readonly" in words:
        return LedgerError(f"{name} cannot be written; check the rights of the file and its folder")
    if "malformed" in words:
        return LedgerError(f"{name} is damaged ({words}); restore it from a copy, or replay its journal")
    if "disk is full" in words or "No space left" in words:
        return LedgerError(f"{name}: the disk is full; what was booked before stays, make room and go on")
    if "connection failed" in words or "could not connect" in words:
        return LedgerError(f"{name} does not answer; is the server running, and the address right? ({words})")
    return LedgerError(f"{name}: {words}")

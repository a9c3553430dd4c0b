"""An older ledger made one of today, by Alembic's steps in `migrations/versions`; the old file is kept beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from .checks import LedgerError


def migrate(connection: Connection, name: str, found: str) -> None:
    """Takes a ledger of version ``found`` to the last one, in the transaction that is open: wholly or not at all."""
    if connection.dialect.name == "sqlite":
        _keep_copy(Path(name), found)
    config = Config()
    config.set_main_option("script_location", "sayso.book:migrations")
    config.attributes["connection"] = connection
    if found == "0001":
        # Version 1 did not write its number where Alembic looks for it.
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    command.upgrade(config, "head")


def _keep_copy(path: Path, found: str) -> None:
    copy = path.with_name(f"{path.name}.version-{found}")
    if copy.exists():
        return
    try:
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(f"{path} is to be migrated, but no copy could be kept at {copy}: {error}") from error

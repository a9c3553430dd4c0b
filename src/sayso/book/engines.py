"""The two engines, SQLite and PostgreSQL, behind one `Engine`: opening, and taking turns at writing.

Nothing else in the room knows which of them it talks to.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from . import schema
from .checks import LedgerError, check_path, explain, foreign_file
from .search import make_search

#: seconds a process waits for another that is writing; one report is written in a few milliseconds.
BUSY_SECONDS = 60.0
#: the lock by which writers take turns in PostgreSQL; any number, the same everywhere ("says").
TURN = schema.APPLICATION_ID

STAY = "nothing booked is changed; add a row instead"


def find_url(address: str | Path) -> URL:
    """The database behind ``--ledger``: a PostgreSQL address, or else the path of an SQLite file."""
    words = str(address)
    if not words.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return URL.create("sqlite", database=words)
    try:
        return make_url(words).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"{words} is no address; write postgresql://user@host/database") from error


def open_engine(url: URL, *, create: bool) -> Engine:
    """An engine on a ledger that is there, whole and of this version; made or migrated if need be."""
    name = url.render_as_string(hide_password=True) if url.host or url.drivername != "sqlite" else str(url.database)
    if url.drivername == "sqlite":
        check_path(Path(str(url.database)), create=create)
    try:
        engine = _make_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerError("a ledger in PostgreSQL needs its driver: pip install 'sayso[postgres]'") from error
    try:
        _prepare(engine, name, create=create)
    except LedgerError:
        engine.dispose()
        raise
    except (DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        raise explain(error, name) from error
    return engine


@contextlib.contextmanager
def begin_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that alone may write: it takes its turn at the start, so that it never has to give up half-way."""
    if engine.dialect.name == "sqlite":
        options = {"sayso_begin": "BEGIN IMMEDIATE"}
    else:
        # Each statement sees what was committed before it: the first one may have waited for another writer.
        options = {"isolation_level": "READ COMMITTED"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
        yield connection


def _make_engine(url: URL) -> Engine:
    if url.drivername != "sqlite":
        # One view of the data for a whole transaction, as SQLite gives it.
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _: object) -> None:
        # Transactions are begun by us, or the driver would begin them too late to take a turn.
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sayso_begin", "BEGIN"))

    return engine


def _prepare(engine: Engine, name: str, *, create: bool) -> None:
    """Makes an empty database a ledger, an older ledger one of today. Two processes may do so at once."""
    with engine.connect() as connection, connection.begin():
        found = find_version(connection, name)
    if found == schema.SCHEMA_VERSION:
        return
    if found is None and not create:
        raise LedgerError(f"there is no ledger at {name}; `sayso add FILE…` begins one, --ledger names another")
    if engine.dialect.name == "sqlite":
        _use_log(engine)
    with begin_writing(engine) as connection:
        found = find_version(connection, name)
        if found is None:
            make_tables(connection)
        elif found != schema.SCHEMA_VERSION:
            from .migrate import migrate

            migrate(connection, name, found)


def find_version(connection: Connection, name: str) -> str | None:
    """The version of a ledger, None for an empty database; anything else is an error."""
    tables = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark == 0 and not tables:
            return None
        if mark != schema.APPLICATION_ID:
            raise foreign_file(name)
        if "alembic_version" not in tables:
            return "0001"
    elif not tables:
        return None
    if "alembic_version" not in tables or "entries" not in tables:
        raise LedgerError(f"{name} holds tables that are no ledger of sayso; it was left alone, name an empty database")
    found = str(connection.scalar(select(schema.version.c.version_num)))
    if found > schema.SCHEMA_VERSION:
        words = f"{name} is a ledger of version {found}, and this sayso knows version {schema.SCHEMA_VERSION}"
        raise LedgerError(f"{words}; use the sayso that made it, or a newer one")
    return found


def make_tables(connection: Connection) -> None:
    """All tables, what searches them, what keeps their rows as they are, and the version."""
    schema.TABLES.create_all(connection)
    connection.execute(insert(schema.version), {"version_num": schema.SCHEMA_VERSION})
    guard_tables(connection)
    make_search(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def guard_tables(connection: Connection) -> None:
    """Triggers that refuse to change or take out what is booked."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION sayso_stay() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{STAY}'; END $$"
        )
    for table in schema.STAYING:
        for change in ("UPDATE", "DELETE"):
            head = f"CREATE TRIGGER {table.name}_stay_{change.lower()} BEFORE {change} ON {table.name}"
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"{head} FOR EACH ROW EXECUTE FUNCTION sayso_stay()")
            else:
                connection.exec_driver_sql(f"{head} BEGIN SELECT RAISE(ABORT, '{STAY}'); END")


def _use_log(engine: Engine) -> None:
    """Write-ahead log, so that readers and a writer do not wait for each other. SQLite does not queue for this."""
    patience = time.monotonic() + BUSY_SECONDS
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        while True:
            try:
                driver.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > patience:
                    raise
                time.sleep(0.05)
    finally:
        raw.close()

"""The ledger: one SQLite file that any number of processes may read and add to at once."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, create_engine, delete, event, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.exc import DBAPIError

from ..contract import case_to_dict, parse_case, parse_reading, parse_talks, talks_to_dict
from ..records import Case, Claim, Reading, Report, Talks
from . import schema
from .checks import LedgerError, check_path, explain, is_ready
from .entries import (
    Row,
    actor_rows,
    claim_name_pairs,
    claim_row,
    hash_text,
    place_rows,
    problem_rows,
    reading_record,
    rename_reading,
    report_row,
)
from .filters import ClaimFilter, claim_names_wanted, report_conditions, select_claims

T = TypeVar("T")

#: seconds a process waits for another that is writing; one report is written in a few milliseconds.
BUSY_SECONDS = 60.0
#: readings fetched at once: whole reports, some 30 kB each.
PAGE = 100
#: values in one IN (…); SQLite's own limit is 32,766.
VALUES = 500


def open_ledger(path: str | Path, *, create: bool = True) -> Ledger:
    """The ledger at a path, made if need be; `LedgerError` when the file there is something else."""
    path = Path(path)
    check_path(path, create=create)
    engine = _make_engine(path)
    try:
        _prepare(engine, path)
    except LedgerError:
        engine.dispose()
        raise
    except (DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        raise explain(error, path) from error
    return Ledger(engine, path)


class Ledger:
    """Readings in, readings out; and the cases and talks derived from all of them."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self.path = path

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def book(self, reading: Reading, *, at: str) -> bool:
        """Adds one report in one transaction; False, and nothing changed, when its text is booked under its id.

        Another text under an id that is taken is booked as ``id~hash`` with a problem that says so.
        """
        given, text_hash = reading.report.id, hash_text(reading.report.text)
        with self._transaction(write=True) as connection:
            if _find_booked(connection, given, text_hash) is not None:
                return False
            taken = select(schema.reports.c.n).where(schema.reports.c.id == given)
            if connection.execute(taken).first():
                reading = rename_reading(reading, text_hash)
            booked = {"booked_at": at, "booked_by": version_words()}
            report_n = _add(connection, schema.reports, report_row(reading.report, given, text_hash) | booked)
            record = {"report_n": report_n, "record": reading_record(reading)}
            reading_n = _add(connection, schema.readings, record | booked)
            _add_parts(connection, reading, report_n, reading_n)
        return True

    def booked_as(self, report: Report) -> str | None:
        """The id under which this very text is booked, or None; cheap, so ask before reading a report again."""
        with self._transaction() as connection:
            return _find_booked(connection, report.id, hash_text(report.text))

    def readings(self, wanted: ClaimFilter | None = None) -> Iterator[Reading]:
        """All readings, or those with a claim that is wanted, in the order of booking."""
        if wanted:
            yield from (reading for reading, _ in self.find(wanted))
            return
        last = 0
        while page := self._load_readings(schema.readings.c.n > last):
            yield from (reading for _, reading in page)
            last = page[-1][0]

    def find(self, wanted: ClaimFilter) -> Iterator[tuple[Reading, tuple[Claim, ...]]]:
        """Each reading that has claims that are wanted, with these claims."""
        with self._transaction() as connection:
            hits = connection.execute(select_claims(wanted)).all()
        grouped = [(n, {row.id for row in rows}) for n, rows in itertools.groupby(hits, lambda row: row.reading_n)]
        for page in _batches(grouped, PAGE):
            loaded = dict(self._load_readings(schema.readings.c.n.in_([n for n, _ in page])))
            for n, ids in page:
                yield loaded[n], tuple(claim for claim in loaded[n].claims if claim.id in ids)

    def reading(self, report: str) -> Reading | None:
        """The reading of one report, by its id."""
        found = self._load_readings(schema.reports.c.id == report)
        return found[0][1] if found else None

    def reports(self, wanted: ClaimFilter | None = None) -> Iterator[Report]:
        """All reports, or those asked for; days then mean the day of publication."""
        columns = schema.reports.c
        last = 0
        conditions = tuple(report_conditions(wanted)) if wanted else ()
        while True:
            query = select(schema.reports).where(columns.n > last, *conditions).order_by(columns.n).limit(PAGE)
            with self._transaction() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from (_report(row) for row in rows)
            last = rows[-1].n

    @property
    def latest(self) -> int:
        """The number of the report booked last; take it before deriving cases and hand it to `replace_cases`."""
        with self._transaction() as connection:
            return _latest(connection)

    @property
    def is_reconciled(self) -> bool:
        """False when reports were booked since cases and talks were last derived."""
        with self._transaction() as connection:
            settled = connection.scalar(select(func.max(schema.settlements.c.upto)))
            return (settled or 0) >= _latest(connection)

    def replace_cases(self, cases: Sequence[Case], talks: Sequence[Talks], *, at: str, upto: int | None = None) -> None:
        """Puts what was derived in place of what was, as one set; ``upto`` is `latest` from before the deriving."""
        with self._transaction(write=True) as connection:
            for table in schema.DERIVED:
                connection.execute(delete(table))
            known = _latest(connection) if upto is None else upto
            row = {"upto": known, "booked_at": at, "booked_by": version_words()}
            settlement = _add(connection, schema.settlements, row)
            for case in cases:
                _add_case(connection, case, settlement)
            for thread in talks:
                _add_talks(connection, thread, settlement)

    def cases(self, wanted: ClaimFilter | None = None) -> tuple[Case, ...]:
        """All cases, or those with a claim that is wanted."""
        query = select(schema.cases.c.record).order_by(schema.cases.c.n)
        if wanted:
            hits = schema.case_claims.c.claim.in_(claim_names_wanted(wanted))
            query = query.where(schema.cases.c.n.in_(select(schema.case_claims.c.case_n).where(hits)))
        with self._transaction() as connection:
            return tuple(parse_case(record) for record in connection.scalars(query))

    def cases_of(self, claim: str) -> tuple[Case, ...]:
        """The cases that a claim ("03:C2") is in."""
        holding = select(schema.case_claims.c.case_n).where(schema.case_claims.c.claim == claim)
        query = select(schema.cases.c.record).where(schema.cases.c.n.in_(holding)).order_by(schema.cases.c.n)
        with self._transaction() as connection:
            return tuple(parse_case(record) for record in connection.scalars(query))

    def talks(self, wanted: ClaimFilter | None = None) -> tuple[Talks, ...]:
        """All threads of talks, or those that rest on a claim that is wanted."""
        query = select(schema.talks.c.record).order_by(schema.talks.c.n)
        if wanted:
            hits = schema.talks_claims.c.claim.in_(claim_names_wanted(wanted))
            query = query.where(schema.talks.c.n.in_(select(schema.talks_claims.c.talks_n).where(hits)))
        with self._transaction() as connection:
            return tuple(parse_talks(record) for record in connection.scalars(query))

    def _load_readings(self, condition: Any) -> list[tuple[int, Reading]]:
        joined = schema.readings.join(schema.reports, schema.readings.c.report_n == schema.reports.c.n)
        columns = (schema.readings.c.n, schema.readings.c.record, schema.reports.c.text)
        query = select(*columns).select_from(joined).where(condition).order_by(schema.readings.c.n).limit(PAGE)
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return [(row.n, _parse_record(row.record, row.text, self.path)) for row in rows]

    @contextlib.contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """One transaction; a writer takes its turn at the start, so that it never has to give up half-way."""
        begin = "BEGIN IMMEDIATE" if write else "BEGIN"
        try:
            with self._engine.connect().execution_options(sayso_begin=begin) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise explain(error, self.path) from error


@functools.cache
def version_words() -> str:
    """Which sayso books: "sayso 0.1.0"."""
    try:
        return f"sayso {metadata.version('sayso')}"
    except metadata.PackageNotFoundError:
        return "sayso (not installed)"


def _make_engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _: object) -> None:
        # Transactions are begun by us, or the driver would begin them too late to take a turn.
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sayso_begin", "BEGIN"))

    return engine


def _prepare(engine: Engine, path: Path) -> None:
    """Makes an empty file a ledger. Two processes may do so at once: the second finds it made."""
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        if is_ready(driver, path):
            return
        _use_log(driver)
    finally:
        raw.close()
    with engine.connect().execution_options(sayso_begin="BEGIN IMMEDIATE") as connection, connection.begin():
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        if not is_ready(driver, path):
            schema.TABLES.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")


def _use_log(driver: sqlite3.Connection) -> None:
    """Write-ahead log, so that readers and a writer do not wait for each other. SQLite does not queue for this."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            driver.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(0.05)


def _find_booked(connection: Connection, given_id: str, text_hash: str) -> str | None:
    columns = schema.reports.c
    found = select(columns.id).where(columns.given_id == given_id, columns.text_hash == text_hash)
    return connection.scalar(found)


def _latest(connection: Connection) -> int:
    return connection.scalar(select(func.max(schema.reports.c.n))) or 0


def _add(connection: Connection, table: Table, row: Row) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _add_parts(connection: Connection, reading: Reading, report_n: int, reading_n: int) -> None:
    pairs: dict[int, set[tuple[str, str]]] = {}
    for position, claim in enumerate(reading.claims):
        row = claim_row(reading, position) | {"reading_n": reading_n, "report_n": report_n}
        pairs[_add(connection, schema.claims, row)] = set(claim_name_pairs(reading, claim))
    known = _name_numbers(connection, sorted({name for some in pairs.values() for _, name in some}))
    named = [
        {"role": role, "name_n": known[name], "claim_n": claim_n}
        for claim_n, some in pairs.items()
        for role, name in sorted(some)
    ]
    parts = (
        (schema.claim_names, named),
        (schema.actors, [row | {"reading_n": reading_n} for row in actor_rows(reading)]),
        (schema.places, [row | {"reading_n": reading_n} for row in place_rows(reading)]),
        (schema.problems, [row | {"reading_n": reading_n} for row in problem_rows(reading)]),
    )
    for table, rows in parts:
        if rows:
            connection.execute(insert(table), rows)


def _name_numbers(connection: Connection, folded: list[str]) -> dict[str, int]:
    """The numbers of names, new ones added."""
    known: dict[str, int] = {}
    for some in _batches(folded, VALUES):
        connection.execute(insert_sqlite(schema.names).on_conflict_do_nothing(), [{"folded": name} for name in some])
        found = select(schema.names.c.folded, schema.names.c.n).where(schema.names.c.folded.in_(some))
        known.update((row.folded, row.n) for row in connection.execute(found))
    return known


def _add_case(connection: Connection, case: Case, settlement: int) -> None:
    row = {"id": case.case, "what": case.what, "outlets": case.outlets, "origins": case.origins}
    case_n = _add(
        connection, schema.cases, row | {"settlement_n": settlement, "record": json.dumps(case_to_dict(case))}
    )
    fields = ("left", "right", "relation", "field", "reason")
    parts = (
        (schema.case_claims, [{"claim": name} for name in case.claims]),
        (schema.links, [{field: getattr(link, field) for field in fields} for link in case.links]),
        (schema.disputes, [{"kind": one.kind, "field": one.field, "what": one.what} for one in case.disputes]),
    )
    for table, rows in parts:
        if rows:
            connection.execute(insert(table), [row | {"case_n": case_n} for row in rows])


def _add_talks(connection: Connection, thread: Talks, settlement: int) -> None:
    row = {"id": thread.talks, "issue": thread.issue, "record": json.dumps(talks_to_dict(thread))}
    talks_n = _add(connection, schema.talks, row | {"settlement_n": settlement})
    claims = [{"talks_n": talks_n, "claim": name} for name in thread.claims()]
    if claims:
        connection.execute(insert(schema.talks_claims), claims)


def _parse_record(record: str, text: str, path: Path) -> Reading:
    reading, problems = parse_reading(record)
    if reading is None:
        raise LedgerError(f"{path}: a booked reading cannot be read: {problems[0].message}")
    return replace(reading, report=replace(reading.report, text=text))


def _report(row: Any) -> Report:
    fields = ("id", "text", "outlet", "title", "url", "published", "language", "sha256")
    return Report(**{field: getattr(row, field) for field in fields})


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]

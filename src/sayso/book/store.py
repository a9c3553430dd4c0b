"""The ledger: readings in, readings out, and what is derived from all of them. SQLite or PostgreSQL, one behaviour."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select
from sqlalchemy.exc import DBAPIError

from ..contract import parse_reading, parse_ruling, ruling_to_dict
from ..records import Case, Claim, Reading, Report, Ruling, Talks
from . import schema, settled
from .checks import LedgerError, explain
from .engines import begin_writing, find_url, open_engine
from .entries import Row, hash_text, reading_record, rename_reading, report_row, version_words
from .filters import ClaimFilter, View, report_conditions, select_claims
from .tables import add_entry, add_parts, batches, latest_entry

#: readings fetched at once: whole reports, some 30 kB each.
PAGE = 100
REPORT_FIELDS = ("id", "text", "outlet", "title", "url", "published", "language", "sha256")


def open_ledger(address: str | Path, *, create: bool = True) -> Ledger:
    """The ledger at a path or PostgreSQL address, made if need be; `LedgerError` when something else is there."""
    url = find_url(address)
    name = url.render_as_string(hide_password=True) if url.host else str(address)
    return Ledger(open_engine(url, create=create), name)


class Ledger:
    """Everything booked, or (`as_of`) everything booked up to a moment."""

    def __init__(self, engine: Engine, name: str, upto: int | None = None) -> None:
        self._engine = engine
        self.name = name
        self._view = View(upto, engine.dialect.name)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def as_of(self, moment: str) -> Ledger:
        """The ledger as it stood at the end of a day ("2025-05-07") or at a moment (ISO 8601, UTC)."""
        entries = schema.entries.c
        # "2025-05-07" < "2025-05-07T…" < "2025-05-08": a whole day is all that begins with it.
        until = entries.booked_at < moment + "~" if len(moment) == len("2025-05-07") else entries.booked_at <= moment
        with self.begin_reading() as connection:
            last = connection.scalar(select(func.max(entries.n)).where(until)) or 0
        return Ledger(self._engine, self.name, last)

    def up_to(self, entry: int) -> Ledger:
        """The ledger as it stood right after an entry."""
        return Ledger(self._engine, self.name, entry)

    def book(self, reading: Reading, *, at: str) -> bool:
        """Adds one report in one transaction; False when its text is booked under its id already.

        Another text under an id that is taken is booked as ``id~hash`` with a problem that says so. A text that is
        known but came in other bytes or from another address is booked as a further capture of it.
        """
        given, text_hash = reading.report.id, hash_text(reading.report.text)
        booked = {"booked_at": at, "booked_by": version_words()}
        with self.begin_writing() as connection:
            known = _find_booked(connection, given, text_hash)
            if known is not None:
                _add_capture(connection, known, reading.report, booked)
                return False
            taken = select(schema.reports.c.n).where(schema.reports.c.id == given)
            if connection.execute(taken).first():
                reading = rename_reading(reading, text_hash)
            report_n = add_entry(connection, "report", booked)
            connection.execute(insert(schema.reports), {"n": report_n, **report_row(reading.report, given, text_hash)})
            _add_reading(connection, reading, report_n, booked)
        return True

    def book_capture(self, report: Report, *, at: str) -> str | None:
        """The id under which this very text is booked, or None; a capture not seen before is booked with it."""
        with self.begin_reading() as connection:
            known = _find_booked(connection, report.id, hash_text(report.text))
            if known is None or not _is_new_capture(connection, known[0], report):
                return known[1] if known else None
        with self.begin_writing() as connection:
            _add_capture(connection, known, report, {"booked_at": at, "booked_by": version_words()})
        return known[1]

    def supersede(self, fresh: Reading, ruled: Reading | None, *, at: str) -> bool:
        """Books a later reading of a report, and the same with rulings put in; False if it says what the last one said.

        One that says the same is booked only where another sayso made the last: this one then stands by it.
        """
        booked = {"booked_at": at, "booked_by": version_words()}
        with self.begin_writing() as connection:
            report_n = _report_number(connection, fresh.report.id)
            machine = (
                select(schema.readings.c.record, schema.entries.c.booked_by)
                .join(schema.entries, schema.entries.c.n == schema.readings.c.n)
                .where(schema.readings.c.report_n == report_n, schema.readings.c.ruled == 0)
                .order_by(schema.readings.c.n.desc())
            )
            last = connection.execute(machine.limit(1)).one()
            same = last.record == reading_record(fresh)
            if same and last.booked_by == version_words():
                return False
            _add_reading(connection, fresh, report_n, booked)
            if ruled is not None:
                _add_reading(connection, ruled, report_n, booked, ruled=1)
        return not same

    def rule(self, ruling: Ruling, follow: Callable[[Ruling], Reading] | None = None, *, at: str) -> Ruling:
        """Books a ruling, and with it the reading that it corrects; gives it back with its id.

        ``follow`` makes that reading of the ruling with its id, while nobody else can book; if it raises, nothing is.
        """
        booked = {"booked_at": at, "booked_by": ruling.who}
        with self.begin_writing() as connection:
            n = add_entry(connection, "ruling", booked)
            named = replace(ruling, ruling=f"R{n}", at=at)
            row = {"n": n, "kind": ruling.kind, "record": json.dumps(ruling_to_dict(named))}
            connection.execute(insert(schema.rulings), row)
            if follow is not None:
                ruled = follow(named)
                report_n = _report_number(connection, ruled.report.id)
                count = select(func.max(schema.readings.c.ruled)).where(schema.readings.c.report_n == report_n)
                before = connection.scalar(count) or 0
                _add_reading(connection, ruled, report_n, booked, ruled=before + 1)
        return named

    def booked_as(self, report: Report) -> str | None:
        """The id under which this very text is booked, or None; cheap, so ask before reading a report again."""
        with self.begin_reading() as connection:
            known = _find_booked(connection, report.id, hash_text(report.text))
        return known[1] if known else None

    def readings(self, wanted: ClaimFilter | None = None) -> Iterator[Reading]:
        """All readings, or those with a claim that is wanted, in the order of booking."""
        if wanted:
            yield from (reading for reading, _ in self.find(wanted))
            return
        last = 0
        while page := self._load_readings(schema.readings.c.report_n > last):
            yield from (reading for _, _, reading in page)
            last = page[-1][0]

    def find(self, wanted: ClaimFilter, limit: int | None = None) -> Iterator[tuple[Reading, tuple[Claim, ...]]]:
        """Each reading that has claims that are wanted, with these claims; ``limit`` claims at most."""
        with self.begin_reading() as connection:
            hits = connection.execute(select_claims(wanted, self._view).limit(limit)).all()
        grouped = [(n, {row.id for row in rows}) for n, rows in itertools.groupby(hits, lambda row: row.reading_n)]
        for page in batches(grouped, PAGE):
            found = self._load_readings(schema.readings.c.n.in_([n for n, _ in page]))
            loaded = {reading_n: reading for _, reading_n, reading in found}
            for n, ids in page:
                yield loaded[n], tuple(claim for claim in loaded[n].claims if claim.id in ids)

    def reading(self, report: str, *, machine: bool = False) -> Reading | None:
        """The reading of one report, by its id; ``machine``: the last one without rulings put in."""
        if not machine:
            found = self._load_readings(schema.reports.c.id == report)
            return found[0][2] if found else None
        return next((reading for _, _, ruled, reading in self.history(report) if not ruled), None)

    def readings_of(self, reports: Sequence[str]) -> Iterator[Reading]:
        """The readings of these reports, by their ids, in the order of booking."""
        for some in batches(reports, PAGE):
            yield from (reading for _, _, reading in self._load_readings(schema.reports.c.id.in_(some)))

    def history(self, report: str) -> tuple[tuple[str, str, int, Reading], ...]:
        """All readings of a report, the last first: when, by which sayso or person, rulings in it, what was read."""
        columns = (schema.readings.c.ruled, schema.entries.c.booked_at, schema.entries.c.booked_by)
        query = (
            select(*columns, schema.readings.c.record, schema.reports.c.text)
            .join(schema.entries, schema.entries.c.n == schema.readings.c.n)
            .join(schema.reports, schema.reports.c.n == schema.readings.c.report_n)
            .where(schema.reports.c.id == report, *self.until(schema.readings.c.n))
            .order_by(schema.readings.c.n.desc())
        )
        with self.begin_reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            (row.booked_at, row.booked_by, row.ruled, _parse_record(row.record, row.text, self.name)) for row in rows
        )

    def reports(self, wanted: ClaimFilter | None = None) -> Iterator[Report]:
        """All reports, or those asked for; days then mean the day of publication."""
        columns = schema.reports.c
        last = 0
        conditions = (*self._view.reports(), *(report_conditions(wanted, self._view) if wanted else ()))
        while True:
            query = select(schema.reports).where(columns.n > last, *conditions).order_by(columns.n).limit(PAGE)
            with self.begin_reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from (Report(**{field: getattr(row, field) for field in REPORT_FIELDS}) for row in rows)
            last = rows[-1].n

    def captures(self, report: str) -> tuple[tuple[str, str | None, str | None], ...]:
        """When, in which bytes (SHA-256) and at which address a text was met again after its booking."""
        columns = schema.captures.c
        query = (
            select(schema.entries.c.booked_at, columns.sha256, columns.url)
            .join(schema.entries, schema.entries.c.n == columns.n)
            .join(schema.reports, schema.reports.c.n == columns.report_n)
            .where(schema.reports.c.id == report, *self.until(columns.n))
            .order_by(columns.n)
        )
        with self.begin_reading() as connection:
            return tuple((row.booked_at, row.sha256, row.url) for row in connection.execute(query))

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings, withdrawn ones too, in the order of booking."""
        query = select(schema.rulings.c.record).where(*self.until(schema.rulings.c.n)).order_by(schema.rulings.c.n)
        with self.begin_reading() as connection:
            return tuple(parse_ruling(record) for record in connection.scalars(query))

    @property
    def latest(self) -> int:
        """The number of the entry booked last; take it before deriving cases and hand it to `settle`."""
        with self.begin_reading() as connection:
            return self._upto if self._upto is not None else latest_entry(connection)

    @property
    def is_reconciled(self) -> bool:
        """False when something was booked since cases and talks were last derived."""
        with self.begin_reading() as connection:
            return settled.is_settled(connection, self._view)

    def cases(self, wanted: ClaimFilter | None = None, *, disputed: bool = False) -> tuple[Case, ...]:
        """All cases, or those with a claim that is wanted, or those in dispute."""
        with self.begin_reading() as connection:
            return settled.load_cases(connection, wanted, self._view, disputed=disputed)

    def cases_of(self, claim: str) -> tuple[Case, ...]:
        """The cases that a claim ("03:C2") is in."""
        with self.begin_reading() as connection:
            return settled.load_cases_of(connection, claim, self._view)

    def cases_named(self, start: str) -> tuple[Case, ...]:
        """The cases whose id is this or begins so."""
        with self.begin_reading() as connection:
            return settled.load_case_named(connection, start, self._view)

    def talks(self, wanted: ClaimFilter | None = None) -> tuple[Talks, ...]:
        """All threads of talks, or those that rest on a claim that is wanted."""
        with self.begin_reading() as connection:
            return settled.load_talks(connection, wanted, self._view)

    @property
    def is_past(self) -> bool:
        """True for the ledger as it once stood."""
        return self._upto is not None

    @property
    def _upto(self) -> int | None:
        return self._view.upto

    def _load_readings(self, condition: Any) -> list[tuple[int, int, Reading]]:
        """Report number, reading number and reading, for a page of those that hold."""
        joined = schema.readings.join(schema.reports, schema.readings.c.report_n == schema.reports.c.n)
        columns = (schema.readings.c.report_n, schema.readings.c.n, schema.readings.c.record, schema.reports.c.text)
        query = select(*columns).select_from(joined).where(condition, *self._view.current(schema.readings.c.n))
        with self.begin_reading() as connection:
            rows = connection.execute(query.order_by(schema.readings.c.report_n).limit(PAGE)).all()
        return [(row.report_n, row.n, _parse_record(row.record, row.text, self.name)) for row in rows]

    @contextlib.contextmanager
    def begin_reading(self) -> Iterator[Connection]:
        """A transaction that reads: one view of the ledger, whoever writes meanwhile."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise explain(error, self.name) from error

    @contextlib.contextmanager
    def begin_writing(self) -> Iterator[Connection]:
        """A transaction that writes, alone."""
        if self._upto is not None:
            raise LedgerError(f"{self.name} as it once stood can be read, not written")
        try:
            with begin_writing(self._engine) as connection:
                yield connection
        except DBAPIError as error:
            raise explain(error, self.name) from error

    def until(self, number: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        """What holds of the number of an entry that this ledger knows."""
        if self._upto is not None:
            yield number <= self._upto


def _find_booked(connection: Connection, given_id: str, text_hash: str) -> tuple[int, str] | None:
    columns = schema.reports.c
    found = select(columns.n, columns.id).where(columns.given_id == given_id, columns.text_hash == text_hash)
    row = connection.execute(found).first()
    return (row.n, row.id) if row else None


def _report_number(connection: Connection, id_: str) -> int:
    n = connection.scalar(select(schema.reports.c.n).where(schema.reports.c.id == id_))
    if n is None:
        raise LedgerError(f"no report is booked as {id_}")
    return int(n)


def _is_new_capture(connection: Connection, report_n: int, report: Report) -> bool:
    """True for bytes or an address that the report was not met with before."""
    if report.sha256 is None and report.url is None:
        return False
    seen: set[tuple[str | None, str | None]] = set()
    for table, key in ((schema.reports, schema.reports.c.n), (schema.captures, schema.captures.c.report_n)):
        query = select(table.c.sha256, table.c.url).where(key == report_n)
        seen.update((row.sha256, row.url) for row in connection.execute(query))
    return (report.sha256, report.url) not in seen


def _add_capture(connection: Connection, known: tuple[int, str], report: Report, booked: Row) -> None:
    if _is_new_capture(connection, known[0], report):
        n = add_entry(connection, "capture", booked)
        row = {"n": n, "report_n": known[0], "sha256": report.sha256, "url": report.url}
        connection.execute(insert(schema.captures), row)


def _add_reading(connection: Connection, reading: Reading, report_n: int, booked: Row, ruled: int = 0) -> None:
    last = select(func.max(schema.readings.c.n)).where(schema.readings.c.report_n == report_n)
    before = connection.scalar(last)
    n = add_entry(connection, "reading", booked)
    row = {"n": n, "report_n": report_n, "ruled": ruled, "record": reading_record(reading)}
    connection.execute(insert(schema.readings), row)
    if before is not None:
        connection.execute(insert(schema.superseded), {"reading_n": before, "by_n": n})
    add_parts(connection, reading, report_n, n)


def _parse_record(record: str, text: str, name: str) -> Reading:
    reading, problems = parse_reading(record)
    if reading is None:
        raise LedgerError(f"{name}: a booked reading cannot be read: {problems[0].message}")
    return replace(reading, report=replace(reading.report, text=text))

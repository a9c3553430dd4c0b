"""The journal: the whole ledger as lines of JSON in the order of booking, and a ledger made from them again.

A ledger that grew has the journal it had, with lines behind it. The first line names the format; each further one is an
entry (`n`, when, by whom) or, behind a settlement, one case or thread that it opened or ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from ..contract import parse_case, parse_reading, parse_talks
from ..records import Report
from . import schema
from .checks import LedgerError
from .entries import hash_text, report_row
from .settled import Settlement, add_settlement
from .store import REPORT_FIELDS, Ledger
from .tables import add_parts

FORMAT = 1
#: entries written or replayed in one transaction.
PAGE = 200
Line = dict[str, Any]


def write_journal(ledger: Ledger) -> Iterator[bytes]:
    """The lines of the journal, each ending in a line feed."""
    yield _line({"journal": FORMAT, "ledger": schema.BOOKED_VERSION})
    last = 0
    while True:
        with ledger.begin_reading() as connection:
            query = select(schema.entries).where(schema.entries.c.n > last, *ledger.until(schema.entries.c.n))
            entries = connection.execute(query.order_by(schema.entries.c.n).limit(PAGE)).all()
            lines = [line for entry in entries for line in WRITERS[entry.kind](connection, _head(entry))]
        if not entries:
            return
        yield from map(_line, lines)
        last = entries[-1].n


def replay_journal(lines: Iterable[bytes], ledger: Ledger) -> Iterator[int]:
    """Books the entries of a journal, and yields how many are done after each page.

    A ledger that holds the beginning of this very journal goes on where it ends; one that holds anything else is
    refused. `LedgerError` names the line that cannot be read.
    """
    grouped = _grouped(_parsed(lines))
    have = _check_beginning(ledger)
    done, page = 0, []
    for entry in grouped:
        if entry[0]["n"] <= len(have):
            if have[entry[0]["n"] - 1] != _fingerprint(entry[0]):
                raise LedgerError(
                    f"{ledger.name} holds another entry {entry[0]['n']} than the journal; name an empty one"
                )
            done += 1
            continue
        page.append(entry)
        if len(page) == PAGE:
            done += _book(ledger, page)
            page = []
            yield done
    done += _book(ledger, page)
    yield done


def _head(entry: Row[Any]) -> Line:
    return {"n": entry.n, "at": entry.booked_at, "by": entry.booked_by}


def _write_report(connection: Connection, head: Line) -> Iterator[Line]:
    row = _one(connection, schema.reports, head)
    yield head | {"report": {name: getattr(row, name) for name in ("given_id", *REPORT_FIELDS)}}


def _write_capture(connection: Connection, head: Line) -> Iterator[Line]:
    row = _one(connection, schema.captures, head)
    yield head | {"capture": {"of": row.report_n, "sha256": row.sha256, "url": row.url}}


def _write_reading(connection: Connection, head: Line) -> Iterator[Line]:
    row = _one(connection, schema.readings, head)
    yield head | {"of": row.report_n, "ruled": row.ruled, "reading": json.loads(row.record)}


def _write_ruling(connection: Connection, head: Line) -> Iterator[Line]:
    row = _one(connection, schema.rulings, head)
    yield head | {"ruling": json.loads(row.record)}


def _write_settlement(connection: Connection, head: Line) -> Iterator[Line]:
    n = head["n"]
    yield head | {"settlement": {"upto": _one(connection, schema.settlements, head).upto}}
    for kind, table, ends in (
        ("case", schema.cases, schema.case_ends),
        ("talks", schema.talks, schema.talks_ends),
    ):
        ended = select(table.c.id).join(ends, ends.c[0] == table.c.n).where(ends.c.settlement_n == n)
        yield from ({"n": n, "ends": kind, "id": id_} for id_ in connection.scalars(ended.order_by(table.c.id)))
        begun = select(table.c.record).where(table.c.settlement_n == n).order_by(table.c.n)
        yield from ({"n": n, kind: json.loads(record)} for record in connection.scalars(begun))


WRITERS: dict[str, Callable[[Connection, Line], Iterator[Line]]] = {
    "report": _write_report,
    "capture": _write_capture,
    "reading": _write_reading,
    "ruling": _write_ruling,
    "settlement": _write_settlement,
}


def _one(connection: Connection, table: Table, head: Line) -> Row[Any]:
    return connection.execute(select(table).where(table.c.n == head["n"])).one()


def _line(plain: Line) -> bytes:
    try:
        return json.dumps(plain, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(plain).encode() + b"\n"


def _parsed(lines: Iterable[bytes]) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line)
            if number == 1 and (plain["journal"], plain["ledger"]) != (FORMAT, schema.BOOKED_VERSION):
                raise LedgerError(
                    f"the journal is of another version ({plain}); replay it with the sayso that wrote it"
                )
            if number > 1:
                plain["n"] += 0
        except (ValueError, KeyError, TypeError) as error:
            what = "not a journal: its first line" if number == 1 else f"line {number} of the journal"
            raise LedgerError(f"{what} cannot be read; what came before it is replayed") from error
        if number > 1:
            yield plain


def _grouped(parsed: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of one entry together."""
    group: list[Line] = []
    for plain in parsed:
        if group and plain["n"] != group[0]["n"]:
            yield group
            group = []
        group.append(plain)
    if group:
        yield group


def _check_beginning(ledger: Ledger) -> list[tuple[str, str, str]]:
    """What tells each entry that the ledger holds already."""
    with ledger.begin_reading() as connection:
        found = connection.execute(select(schema.entries).order_by(schema.entries.c.n)).all()
    return [(entry.kind, entry.booked_at, entry.booked_by) for entry in found]


def _fingerprint(head: Line) -> tuple[str, str, str]:
    return next(kind for kind in WRITERS if kind in head), head["at"], head["by"]


def _book(ledger: Ledger, page: list[list[Line]]) -> int:
    if not page:
        return 0
    with ledger.begin_writing() as connection:
        for group in page:
            _book_entry(connection, group, ledger.name)
    return len(page)


def _book_entry(connection: Connection, group: list[Line], name: str) -> None:
    head = group[0]
    kind, at, by = _fingerprint(head)
    booked = {"booked_at": at, "booked_by": by}
    if kind == "settlement":
        add_settlement(connection, _settlement(group), head["settlement"]["upto"], booked)
        return
    connection.execute(insert(schema.entries), {"n": head["n"], "kind": kind, **booked})
    if kind == "report":
        given = head["report"].pop("given_id")
        report = Report(**head["report"])
        row = {"n": head["n"], **report_row(report, given, hash_text(report.text))}
        connection.execute(insert(schema.reports), row)
    elif kind == "capture":
        capture = head["capture"]
        row = {"n": head["n"], "report_n": capture["of"], "sha256": capture["sha256"], "url": capture["url"]}
        connection.execute(insert(schema.captures), row)
    elif kind == "ruling":
        row = {"n": head["n"], "kind": head["ruling"]["kind"], "record": json.dumps(head["ruling"])}
        connection.execute(insert(schema.rulings), row)
    else:
        _book_reading(connection, head, name)


def _book_reading(connection: Connection, head: Line, name: str) -> None:
    before = select(schema.readings.c.n).where(schema.readings.c.report_n == head["of"])
    last = connection.scalar(before.order_by(schema.readings.c.n.desc()).limit(1))
    record = json.dumps(head["reading"])
    row = {"n": head["n"], "report_n": head["of"], "ruled": head["ruled"], "record": record}
    connection.execute(insert(schema.readings), row)
    if last is not None:
        connection.execute(insert(schema.superseded), {"reading_n": last, "by_n": head["n"]})
    text = connection.scalar(select(schema.reports.c.text).where(schema.reports.c.n == head["of"]))
    reading, problems = parse_reading(record)
    if reading is None:
        raise LedgerError(f"{name}: entry {head['n']} of the journal is no reading: {problems[0].message}")
    whole = replace(reading, report=replace(reading.report, text=text or ""))
    add_parts(connection, whole, head["of"], head["n"])


def _settlement(group: list[Line]) -> Settlement:
    return Settlement(
        cases=tuple(parse_case(json.dumps(line["case"])) for line in group if "case" in line),
        talks=tuple(parse_talks(json.dumps(line["talks"])) for line in group if "talks" in line),
        ended_cases=tuple(line["id"] for line in group if line.get("ends") == "case"),
        ended_talks=tuple(line["id"] for line in group if line.get("ends") == "talks"),
    )

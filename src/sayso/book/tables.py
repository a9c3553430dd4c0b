"""Rows into tables, the same way everywhere: an entry and its number, a row and its key, a reading with its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from ..records import Reading
from . import schema
from .entries import Row, actor_rows, claim_name_pairs, claim_row, place_rows, problem_rows
from .search import add_words, claim_words

T = TypeVar("T")
#: values in one IN (…); SQLite's own limit is 32,766.
VALUES = 500


def batches(items: Sequence[T], size: int = VALUES) -> Iterator[Sequence[T]]:
    """The items, some at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def latest_entry(connection: Connection) -> int:
    """The number of the last entry, 0 in an empty ledger."""
    return connection.scalar(select(func.max(schema.entries.c.n))) or 0


def add_entry(connection: Connection, kind: str, booked: Row) -> int:
    """The next number, for an entry of a kind; only one process writes at a time, so it is nobody else's."""
    n = latest_entry(connection) + 1
    connection.execute(insert(schema.entries), {"n": n, "kind": kind, **booked})
    return n


def add_row(connection: Connection, table: Table, row: Row) -> int:
    """Adds a row and gives its key."""
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_parts(connection: Connection, reading: Reading, report_n: int, reading_n: int) -> None:
    """A reading's claims, names, actors, places, problems and words as rows."""
    claims = [
        claim_row(reading, at) | {"reading_n": reading_n, "report_n": report_n} for at in range(len(reading.claims))
    ]
    numbers = _add_claims(connection, claims)
    pairs = [set(claim_name_pairs(reading, claim)) for claim in reading.claims]
    known = _name_numbers(connection, sorted({name for some in pairs for _, name in some}))
    named = [
        {"role": role, "name_n": known[name], "claim_n": n}
        for n, some in zip(numbers, pairs, strict=True)
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
    words = [claim_words(reading.report, claim) for claim in reading.claims]
    add_words(connection, list(zip(numbers, words, strict=True)))


def _add_claims(connection: Connection, rows: list[Row]) -> list[int]:
    """The keys of the claims, in their order."""
    if not rows:
        return []
    connection.execute(insert(schema.claims), rows)
    reading_n = rows[0]["reading_n"]
    found = select(schema.claims.c.n).where(schema.claims.c.reading_n == reading_n).order_by(schema.claims.c.position)
    return list(connection.scalars(found))


def _name_numbers(connection: Connection, folded: list[str]) -> dict[str, int]:
    """The numbers of names, new ones added."""
    known: dict[str, int] = {}
    add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for some in batches(folded):
        found = select(schema.names.c.folded, schema.names.c.n).where(schema.names.c.folded.in_(some))
        known.update((row.folded, row.n) for row in connection.execute(found))
        missing = [{"folded": name} for name in some if name not in known]
        if missing:
            connection.execute(add(schema.names).on_conflict_do_nothing(), missing)
            known.update((row.folded, row.n) for row in connection.execute(found))
    return known

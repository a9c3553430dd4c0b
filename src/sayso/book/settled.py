"""Cases and talks in the ledger: a settlement adds what it derives anew and ends what no longer holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from ..contract import parse_case, parse_talks
from ..records import Case, Talks
from . import schema
from .entries import Row, case_row, talks_row
from .filters import ClaimFilter, View, claim_names_wanted
from .tables import add_entry, add_row, batches

#: kinds of entry after which cases and talks are no longer up to date.
TELLING = ("report", "reading", "ruling")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one settlement changes: cases and talks that hold from now on, and the ids of those that hold no more."""

    cases: tuple[Case, ...] = ()
    talks: tuple[Talks, ...] = ()
    ended_cases: tuple[str, ...] = ()
    ended_talks: tuple[str, ...] = ()


def settle(
    connection: Connection,
    derived: tuple[Sequence[Case], Sequence[Talks]],
    *,
    upto: int,
    booked: Row,
    touched: Iterable[str] | None = None,
) -> Settlement:
    """Books what was derived from all entries ``upto`` one: what is new in it holds from now on, what is gone ends.

    ``touched``: only cases and talks of these ids may end; without it, all that are not among those derived.
    """
    found = _compare(connection, derived, None if touched is None else set(touched))
    add_settlement(connection, found, upto, booked)
    return found


def _compare(
    connection: Connection, derived: tuple[Sequence[Case], Sequence[Talks]], allowed: set[str] | None
) -> Settlement:
    cases, talks = derived
    new_cases = {case.case: case_row(case)["record"] for case in cases}
    new_talks = {str(thread.talks): talks_row(thread)["record"] for thread in talks}
    old_cases = _holding(connection, (schema.cases, schema.case_ends), allowed, new_cases)
    old_talks = _holding(connection, (schema.talks, schema.talks_ends), allowed, new_talks)
    return Settlement(
        tuple(case for case in cases if not _same(old_cases.get(case.case), new_cases[case.case])),
        tuple(one for one in talks if not _same(old_talks.get(str(one.talks)), new_talks[str(one.talks)])),
        _ended(old_cases, new_cases),
        _ended(old_talks, new_talks),
    )


def add_settlement(connection: Connection, found: Settlement, upto: int, booked: Row) -> None:
    """Books a settlement as one entry."""
    n = add_entry(connection, "settlement", booked)
    connection.execute(insert(schema.settlements), {"n": n, "upto": upto})
    _end(connection, schema.cases, schema.case_ends, found.ended_cases, n)
    _end(connection, schema.talks, schema.talks_ends, found.ended_talks, n)
    for case in found.cases:
        _add_case(connection, case, n)
    for thread in found.talks:
        talks_n = add_row(connection, schema.talks, talks_row(thread) | {"settlement_n": n})
        rows = [{"talks_n": talks_n, "claim": name} for name in thread.claims()]
        if rows:
            connection.execute(insert(schema.talks_claims), rows)


def load_cases(connection: Connection, wanted: ClaimFilter | None, view: View, *, disputed: bool) -> tuple[Case, ...]:
    """Cases that hold, in the order of their ids: all, those with a claim that is wanted, those in dispute."""
    query = select(schema.cases.c.record).where(*_holds(schema.cases, schema.case_ends, view.upto))
    if disputed:
        query = query.where(schema.cases.c.disputed > 0)
    if wanted:
        hits = schema.case_claims.c.claim.in_(claim_names_wanted(wanted, view))
        query = query.where(schema.cases.c.n.in_(select(schema.case_claims.c.case_n).where(hits)))
    return tuple(parse_case(record) for record in connection.scalars(query.order_by(schema.cases.c.n)))


def load_cases_of(connection: Connection, claim: str, view: View) -> tuple[Case, ...]:
    """The cases that a claim ("03:C2") is in."""
    holding = select(schema.case_claims.c.case_n).where(schema.case_claims.c.claim == claim)
    query = select(schema.cases.c.record).where(*_holds(schema.cases, schema.case_ends, view.upto))
    found = connection.scalars(query.where(schema.cases.c.n.in_(holding)).order_by(schema.cases.c.n))
    return tuple(parse_case(record) for record in found)


def load_case_named(connection: Connection, id_: str, view: View) -> tuple[Case, ...]:
    """The cases whose id begins so."""
    begins = schema.cases.c.id.between(id_, id_ + "~")
    query = select(schema.cases.c.record).where(begins, *_holds(schema.cases, schema.case_ends, view.upto))
    return tuple(parse_case(record) for record in connection.scalars(query.order_by(schema.cases.c.id)))


def load_talks(connection: Connection, wanted: ClaimFilter | None, view: View) -> tuple[Talks, ...]:
    """Threads that hold: all, or those that rest on a claim that is wanted."""
    query = select(schema.talks.c.record).where(*_holds(schema.talks, schema.talks_ends, view.upto))
    if wanted:
        hits = schema.talks_claims.c.claim.in_(claim_names_wanted(wanted, view))
        query = query.where(schema.talks.c.n.in_(select(schema.talks_claims.c.talks_n).where(hits)))
    return tuple(parse_talks(record) for record in connection.scalars(query.order_by(schema.talks.c.n)))


def is_settled(connection: Connection, view: View) -> bool:
    """False when something was booked that cases and talks do not know of."""
    settled = select(func.max(schema.settlements.c.upto))
    if view.upto is not None:
        settled = settled.where(schema.settlements.c.n <= view.upto)
    return (connection.scalar(settled) or 0) >= latest_telling(connection, view)


def latest_telling(connection: Connection, view: View) -> int:
    """The last entry that cases and talks depend on."""
    query = select(func.max(schema.entries.c.n)).where(schema.entries.c.kind.in_(TELLING))
    if view.upto is not None:
        query = query.where(schema.entries.c.n <= view.upto)
    return connection.scalar(query) or 0


def _holding(
    connection: Connection, where: tuple[Table, Table], allowed: set[str] | None, new: Iterable[str]
) -> dict[str, str]:
    """Id and record of what holds: all of it, or what may end and what comes anew."""
    table, ends = where
    query = select(table.c.id, table.c.record).where(*_holds(table, ends, None))
    if allowed is None:
        return {row.id: row.record for row in connection.execute(query)}
    found: dict[str, str] = {}
    for some in batches(sorted(allowed | set(new))):
        found.update({row.id: row.record for row in connection.execute(query.where(table.c.id.in_(some)))})
    return found


def _holds(table: Table, ends: Table, upto: int | None) -> list[Any]:
    key = ends.c[0]
    gone = select(key)
    if upto is None:
        return [table.c.n.not_in(gone)]
    return [table.c.settlement_n <= upto, table.c.n.not_in(gone.where(ends.c.settlement_n <= upto))]


def _same(old: str | None, new: str) -> bool:
    return old is not None and (old == new or json.loads(old) == json.loads(new))


def _ended(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    """Ids that are there no more, or that hold something else from now on."""
    return tuple(sorted(id_ for id_, record in old.items() if id_ not in new or not _same(record, new[id_])))


def _end(connection: Connection, table: Table, ends: Table, ids: Sequence[str], settlement: int) -> None:
    for some in batches(ids):
        found = select(table.c.n).where(table.c.id.in_(some), *_holds(table, ends, None))
        rows = [{ends.c[0].name: n, "settlement_n": settlement} for n in connection.scalars(found).all()]
        if rows:
            connection.execute(insert(ends), rows)


def _add_case(connection: Connection, case: Case, settlement: int) -> None:
    case_n = add_row(connection, schema.cases, case_row(case) | {"settlement_n": settlement})
    fields = ("left", "right", "relation", "field", "reason")
    parts = (
        (schema.case_claims, [{"claim": name} for name in case.claims]),
        (schema.links, [{field: getattr(link, field) for field in fields} for link in case.links]),
        (schema.disputes, [{"kind": one.kind, "field": one.field, "what": one.what} for one in case.disputes]),
    )
    for table, rows in parts:
        if rows:
            connection.execute(insert(table), [row | {"case_n": case_n} for row in rows])

"""What came about between two moments: reports booked, read anew, ruled on; cases and disputes begun and ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from ..contract import parse_case, parse_ruling, parse_talks
from ..records import Case, Talks
from . import schema
from .store import Ledger


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that came about. ``what``: "report booked", "case begun", "dispute ended" …; ``id``: of what."""

    at: str
    what: str
    id: str
    words: str


def find_changes(before: Ledger, after: Ledger) -> tuple[Change, ...]:
    """Everything booked after the one and up to the other, in that order, then how cases and talks differ."""
    first, last = before.latest, after.latest
    with after.begin_reading() as connection:
        return (*_entries(connection, first, last), *_derived(connection, first, last))


def _entries(connection: Connection, first: int, last: int) -> Iterator[Change]:
    query = select(schema.entries).where(schema.entries.c.n > first, schema.entries.c.n <= last)
    for entry in connection.execute(query.order_by(schema.entries.c.n)):
        if entry.kind == "report":
            row = connection.execute(select(schema.reports).where(schema.reports.c.n == entry.n)).one()
            about = ", ".join(part for part in (row.outlet, row.published, row.title) if part)
            yield Change(entry.booked_at, "report booked", row.id, about)
        elif entry.kind == "ruling":
            record = connection.scalar(select(schema.rulings.c.record).where(schema.rulings.c.n == entry.n))
            ruling = parse_ruling(record or "")
            yield Change(entry.booked_at, f"ruling: {ruling.kind}", str(ruling.ruling), f"{ruling.who}: {ruling.why}")
        elif entry.kind in ("reading", "capture"):
            yield from _of_report(connection, entry.kind, entry.n, (entry.booked_at, entry.booked_by))


def _of_report(connection: Connection, kind: str, n: int, booked: tuple[str, str]) -> Iterator[Change]:
    table = schema.readings if kind == "reading" else schema.captures
    joined = select(schema.reports.c.id, table).join(schema.reports, schema.reports.c.n == table.c.report_n)
    row = connection.execute(joined.where(table.c.n == n)).one()
    if kind == "capture":
        words = ", ".join(part for part in (row.url, row.sha256) if part)
        yield Change(booked[0], "report met again", row.id, words)
    elif connection.scalar(select(schema.superseded.c.by_n).where(schema.superseded.c.by_n == n)):
        yield Change(booked[0], "report read anew", row.id, f"by {booked[1]}")


def _derived(connection: Connection, first: int, last: int) -> Iterator[Change]:
    cases = _differing(connection, schema.cases, schema.case_ends, (first, last))
    for at, old, new in (cases[id_] for id_ in sorted(cases)):
        yield from _case_changes(at, parse_case(old) if old else None, parse_case(new) if new else None)
    talks = _differing(connection, schema.talks, schema.talks_ends, (first, last))
    for at, old, new in (talks[id_] for id_ in sorted(talks)):
        yield _talks_change(at, parse_talks(old) if old else None, parse_talks(new) if new else None)


def _differing(
    connection: Connection, table: Table, ends: Table, bounds: tuple[int, int]
) -> dict[str, tuple[str, str | None, str | None]]:
    """By id, where they differ: since when, the record that held at the first bound, the one that holds at the last."""
    first, last = bounds
    entries, key = schema.entries, ends.c[0]
    ended = (
        select(table.c.id, table.c.record, entries.c.booked_at)
        .join(ends, key == table.c.n)
        .join(entries, entries.c.n == ends.c.settlement_n)
        .where(table.c.settlement_n <= first, ends.c.settlement_n > first, ends.c.settlement_n <= last)
    )
    gone = select(key).where(ends.c.settlement_n <= last)
    begun = (
        select(table.c.id, table.c.record, entries.c.booked_at)
        .join(entries, entries.c.n == table.c.settlement_n)
        .where(table.c.settlement_n > first, table.c.settlement_n <= last, table.c.n.not_in(gone))
    )
    old = {id_: (record, at) for id_, record, at in connection.execute(ended)}
    new = {id_: (record, at) for id_, record, at in connection.execute(begun)}
    found: dict[str, tuple[str, str | None, str | None]] = {}
    for id_ in old.keys() | new.keys():
        left, right = old.get(id_, (None, "")), new.get(id_, (None, ""))
        if left[0] != right[0]:
            found[id_] = (right[1] or left[1], left[0], right[0])
    return found


def _case_changes(at: str, old: Case | None, new: Case | None) -> Iterator[Change]:
    case = new or old
    assert case is not None
    if old is None or new is None:
        yield Change(at, "case begun" if new else "case ended", case.case, f"{case.what}: {len(case.claims)} claims")
    else:
        gained, lost = set(new.claims) - set(old.claims), set(old.claims) - set(new.claims)
        told = [f"{sign}{name}" for sign, names in (("+", gained), ("-", lost)) for name in sorted(names)]
        yield Change(at, "case changed", case.case, f"{case.what}: {' '.join(told) or 'links'}")
    disputes: dict[tuple[str, str | None], list[bool]] = defaultdict(lambda: [False, False])
    for at_new, one in ((False, old), (True, new)):
        for dispute in one.disputes if one else ():
            disputes[dispute.kind, dispute.field][at_new] = True
    for (kind, field), (was, is_) in sorted(disputes.items(), key=str):
        if was != is_:
            yield Change(at, "dispute begun" if is_ else "dispute ended", case.case, f"{field or kind}: {case.what}")


def _talks_change(at: str, old: Talks | None, new: Talks | None) -> Change:
    thread = new or old
    assert thread is not None
    what = "talks changed" if old and new else "talks begun" if new else "talks ended"
    words = ", ".join(part for part in (thread.issue, " and ".join(thread.parties)) if part)
    last = f"; last stage {thread.stages[-1].stage}" if thread.stages else ""
    return Change(at, what, str(thread.talks), words + last)

"""Desks in the ledger's tables: claims in the order of their placing, under their keys, each in its group.

They are workings: derived, changed in place, and made anew when they are missing or another sayso made them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from . import schema
from .tables import batches

Rank = tuple[int, int]


class Keys(Protocol):
    """Under which keys a claim lies, and under which it looks for others."""

    @property
    def lies(self) -> tuple[str, ...]:
        """Where it lies."""

    @property
    def looks(self) -> tuple[str, ...]:
        """Where it looks."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A claim that lies there: its number and rank, where it lies and looks, its group."""

    n: int
    rank: Rank
    lies: tuple[int, ...]
    looks: tuple[int, ...]
    group: str | None


class LedgerDesk:
    """A desk of the ledger; it holds what it has seen in memory while one settlement is made."""

    def __init__(self, connection: Connection, tables: tuple[Table, Table], near: int) -> None:
        self._connection, self._near = connection, near
        self._lying, self._by_key = tables
        self._seen: dict[str, _Item] = {}
        self._names: dict[int, str] = {}
        #: the members of groups asked for, and the neighbours of claims, until something is laid or taken.
        self._members: dict[str, set[str]] = {}
        self._beside_known: dict[tuple[str, str], list[list[str]]] = {}
        self._count: int = connection.scalar(select(func.count()).select_from(self._lying)) or 0

    def __len__(self) -> int:
        return self._count

    def lay(self, name: str, rank: Rank, keys: Keys) -> None:
        """Puts a claim where it belongs, in no group yet."""
        row, lies, looks = _row(name, rank, keys)
        key = self._connection.execute(insert(self._lying), row).inserted_primary_key
        assert key is not None
        n = int(key[0])
        rows = [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": n} for one in lies]
        self._connection.execute(insert(self._by_key), rows)
        self._seen[name], self._names[n] = _Item(n, rank, lies, looks, None), name
        self._beside_known.clear()
        self._count += 1

    def fill(self, items: Iterable[tuple[str, Rank, Keys, str]]) -> None:
        """Claims with their groups onto an empty desk: name, rank, keys, group."""
        n = 0
        for page in batches(list(items), 5000):
            lying, by_key = [], []
            for name, rank, keys, group in page:
                n += 1
                row, lies, _ = _row(name, rank, keys)
                lying.append(row | {"n": n, "founder": group})
                by_key += [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": n} for one in lies]
            self._connection.execute(insert(self._lying), lying)
            self._connection.execute(insert(self._by_key), by_key)
            self._count += len(page)
        if self._connection.dialect.name == "postgresql" and n:
            # Rows that come with their numbers do not move the counter on.
            sequence = f"pg_get_serial_sequence('{self._lying.name}', 'n')"
            self._connection.exec_driver_sql(f"SELECT setval({sequence}, {n})")

    def take(self, name: str) -> None:
        """Takes a claim away, out of its group too."""
        item = self._load(name)
        table = self._by_key.c
        for key in item.lies:
            here = (table.key == key, table.rank == item.rank[0], table.tie == item.rank[1], table.item_n == item.n)
            self._connection.execute(delete(self._by_key).where(*here))
        self._connection.execute(delete(self._lying).where(self._lying.c.n == item.n))
        del self._seen[name], self._names[item.n]
        self._members.get(item.group or "", set()).discard(name)
        self._beside_known.clear()
        self._count -= 1

    def rank(self, name: str) -> Rank | None:
        """Its place in the order, None if it does not lie here."""
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name].rank if name in self._seen else None

    def before(self, name: str) -> set[str]:
        """The claims just before it under each key that it looks under."""
        return {one for some in self._beside(name, "<", "DESC") for one in some}

    def after(self, name: str) -> set[str]:
        """The claims just after it under each key that it looks under."""
        return {one for some in self._beside(name, ">", "ASC") for one in some}

    def crowded(self, name: str) -> set[str]:
        """Those after it that, because it lies there, no longer have another one before them."""
        sides = zip(self._beside(name, "<", "DESC"), self._beside(name, ">", "ASC"), strict=True)
        return {one for before, after in sides for one in after if len(before) + len(after) >= self._near}

    def group(self, name: str) -> str | None:
        """The group that it is in."""
        return self._load(name).group if self.rank(name) is not None else None

    def assign(self, name: str, group: str) -> None:
        """Puts it into a group."""
        item = self._load(name)
        self._connection.execute(update(self._lying).where(self._lying.c.n == item.n).values(founder=group))
        self._seen[name] = replace(item, group=group)
        self._members.get(item.group or "", set()).discard(name)
        if group in self._members:
            self._members[group].add(name)

    def members(self, group: str) -> list[str]:
        """The claims of a group, in their order."""
        if group not in self._members:
            self._members[group] = set(self._fetch(self._lying.c.founder == group))
        return [name for _, name in sorted((self._seen[name].rank, name) for name in self._members[group])]

    def of_report(self, report: str) -> list[str]:
        """The claims of a report that lie here."""
        return sorted(self._fetch(self._lying.c.report == report))

    def clear(self) -> None:
        """Takes everything away."""
        self._connection.execute(delete(self._by_key))
        self._connection.execute(delete(self._lying))
        self._seen, self._names, self._members, self._count = {}, {}, {}, 0
        self._beside_known.clear()

    def _load(self, name: str) -> _Item:
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name]

    def _fetch(self, condition: object) -> list[str]:
        """Names of the claims for which it holds, seen from now on."""
        rows = self._connection.execute(select(self._lying).where(condition)).all()  # type: ignore[arg-type]
        for row in rows:
            lies = tuple(map(int, row.lies.split()))
            looks = tuple(map(int, row.looks.split())) or lies
            self._seen[row.name] = _Item(row.n, (row.rank, row.tie), lies, looks, row.founder)
            self._names[row.n] = row.name
        return [row.name for row in rows]

    def _beside(self, name: str, sign: str, order: str) -> list[list[str]]:
        """For each key that it looks under, the claims nearest to it on one side."""
        if (name, sign) in self._beside_known:
            return self._beside_known[name, sign]
        # One question for all keys; every part of it is a whole number of ours.
        item, table = self._load(name), self._by_key.name
        here = f"({item.rank[0]}, {item.rank[1]}, {item.n})"
        beside = f"(rank, tie, item_n) {sign} {here} ORDER BY rank {order}, tie {order}, item_n {order}"
        parts = [
            f"SELECT {at} AS at, item_n FROM "
            f"(SELECT item_n FROM {table} WHERE key = {key} AND {beside} LIMIT {self._near}) AS part{at}"
            for at, key in enumerate(item.looks)
        ]
        rows = self._connection.exec_driver_sql(" UNION ALL ".join(parts)).all()
        for some in batches(sorted({row[1] for row in rows} - self._names.keys())):
            self._fetch(self._lying.c.n.in_(some))
        found: list[list[str]] = [[] for _ in item.looks]
        for at, n in rows:
            found[at].append(self._names[n])
        self._beside_known[name, sign] = found
        return found


def open_desks(connection: Connection, near: int) -> tuple[LedgerDesk, LedgerDesk]:
    """The desk of cases and the desk of talks."""
    cases = LedgerDesk(connection, (schema.case_desk, schema.case_desk_keys), near)
    return cases, LedgerDesk(connection, (schema.talks_desk, schema.talks_desk_keys), near)


def find_state(connection: Connection) -> tuple[int, str]:
    """Up to which entry the desks are laid, and by which sayso; 0 and "" for none."""
    row = connection.execute(select(schema.desk_state)).first()
    return (row.upto, row.made_by) if row else (0, "")


def put_state(connection: Connection, upto: int, made_by: str) -> None:
    """Writes that down."""
    connection.execute(delete(schema.desk_state))
    connection.execute(insert(schema.desk_state), {"n": 1, "upto": upto, "made_by": made_by})


def find_unlaid(connection: Connection, after: int, limit: int) -> tuple[list[str], int]:
    """Ids of reports with a reading booked after an entry, ``limit`` at most, and the entry that this reaches to."""
    readings, reports, entries = schema.readings.c, schema.reports.c, schema.entries.c
    query = (
        select(readings.n, reports.id)
        .join_from(schema.readings, schema.reports, readings.report_n == reports.n)
        .where(readings.n > after)
        .order_by(readings.n)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    last = connection.scalar(select(func.max(entries.n))) or 0
    upto = rows[-1].n if len(rows) == limit else last
    return list(dict.fromkeys(row.id for row in rows)), upto


def find_families(connection: Connection, reports: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For reports whose very text other reports of the same outlet hold too: ids of all of them, by id of each."""
    table = schema.reports.c
    by_text: dict[tuple[str, str], list[str]] = defaultdict(list)
    for some in batches(reports):
        hashes = select(table.text_hash).where(table.id.in_(some))
        for row in connection.execute(
            select(table.id, table.text_hash, table.outlet).where(table.text_hash.in_(hashes))
        ):
            by_text[row.text_hash, row.outlet or ""].append(row.id)
    families = (tuple(sorted(set(ids))) for ids in by_text.values())
    return {one: family for family in families if len(family) > 1 for one in family}


def _row(name: str, rank: Rank, keys: Keys) -> tuple[dict[str, object], tuple[int, ...], tuple[int, ...]]:
    """The row of a claim, and the keys that it lies and looks under as numbers."""
    lies, looks = (tuple(sorted({_hash(key) for key in some})) for some in (keys.lies, keys.looks))
    row = {"name": name, "report": name.rpartition(":")[0], "rank": rank[0], "tie": rank[1]}
    # Most claims look where they lie: that is written once.
    under = {"lies": " ".join(map(str, lies)), "looks": "" if looks == lies else " ".join(map(str, looks))}
    return row | under, lies, looks


def _hash(key: str) -> int:
    """A whole number of 63 bits for a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1

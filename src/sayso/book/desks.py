"""Desks in the ledger's tables: claims in the order of their placing, under their keys, each in its group.

They are workings: derived, changed in place, and made anew when they are missing or another sayso made them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from . import schema
from .tables import batches

Rank = tuple[int, int]


class LedgerDesk:
    """A desk of the ledger; it holds what it has seen in memory while one settlement is made."""

    def __init__(self, connection: Connection, tables: tuple[Table, Table], near: int) -> None:
        self._connection, self._near = connection, near
        self._lying, self._by_key = tables
        #: by name: number, rank, keys, group
        self._seen: dict[str, tuple[int, Rank, tuple[int, ...], str | None]] = {}
        self._names: dict[int, str] = {}
        #: the members of groups asked for, and the neighbours of claims, until something is laid or taken.
        self._members: dict[str, set[str]] = {}
        self._beside_known: dict[tuple[str, str], set[str]] = {}
        self._count: int = connection.scalar(select(func.count()).select_from(self._lying)) or 0

    def __len__(self) -> int:
        return self._count

    def lay(self, name: str, rank: Rank, keys: Sequence[str]) -> None:
        """Puts a claim where it belongs, in no group yet."""
        hashed = tuple(sorted({_hash(key) for key in keys}))
        row = {
            "name": name, "report": name.rpartition(":")[0], "rank": rank[0], "tie": rank[1],
            "under": " ".join(map(str, hashed)),
        }  # fmt: skip
        key = self._connection.execute(insert(self._lying), row).inserted_primary_key
        assert key is not None
        n = int(key[0])
        rows = [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": n} for one in hashed]
        self._connection.execute(insert(self._by_key), rows)
        self._seen[name], self._names[n] = (n, rank, hashed, None), name
        self._beside_known.clear()
        self._count += 1

    def fill(self, items: Iterable[tuple[str, Rank, Sequence[str], str]]) -> None:
        """Claims with their groups onto an empty desk: name, rank, keys, group."""
        n = 0
        for page in batches(list(items), 5000):
            lying, by_key = [], []
            for name, rank, keys, group in page:
                n += 1
                hashed = sorted({_hash(key) for key in keys})
                row = {"n": n, "name": name, "report": name.rpartition(":")[0], "rank": rank[0], "tie": rank[1]}
                lying.append(row | {"founder": group, "under": " ".join(map(str, hashed))})
                by_key += [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": n} for one in hashed]
            self._connection.execute(insert(self._lying), lying)
            self._connection.execute(insert(self._by_key), by_key)
            self._count += len(page)
        if self._connection.dialect.name == "postgresql" and n:
            # Rows that come with their numbers do not move the counter on.
            sequence = f"pg_get_serial_sequence('{self._lying.name}', 'n')"
            self._connection.exec_driver_sql(f"SELECT setval({sequence}, {n})")

    def take(self, name: str) -> None:
        """Takes a claim away, out of its group too."""
        n, rank, keys, group = self._load(name)
        table = self._by_key.c
        for key in keys:
            here = (table.key == key, table.rank == rank[0], table.tie == rank[1], table.item_n == n)
            self._connection.execute(delete(self._by_key).where(*here))
        self._connection.execute(delete(self._lying).where(self._lying.c.n == n))
        del self._seen[name], self._names[n]
        self._members.get(group or "", set()).discard(name)
        self._beside_known.clear()
        self._count -= 1

    def rank(self, name: str) -> Rank | None:
        """Its place in the order, None if it does not lie here."""
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name][1] if name in self._seen else None

    def before(self, name: str) -> set[str]:
        """The claims just before it under each of its keys."""
        return self._beside(name, "<", "DESC")

    def after(self, name: str) -> set[str]:
        """The claims just after it under each of its keys."""
        return self._beside(name, ">", "ASC")

    def group(self, name: str) -> str | None:
        """The group that it is in."""
        return self._load(name)[3] if self.rank(name) is not None else None

    def assign(self, name: str, group: str) -> None:
        """Puts it into a group."""
        n, rank, keys, old = self._load(name)
        self._connection.execute(update(self._lying).where(self._lying.c.n == n).values(founder=group))
        self._seen[name] = (n, rank, keys, group)
        self._members.get(old or "", set()).discard(name)
        if group in self._members:
            self._members[group].add(name)

    def members(self, group: str) -> list[str]:
        """The claims of a group, in their order."""
        if group not in self._members:
            self._members[group] = set(self._fetch(self._lying.c.founder == group))
        return [name for _, name in sorted((self._seen[name][1], name) for name in self._members[group])]

    def of_report(self, report: str) -> list[str]:
        """The claims of a report that lie here."""
        return sorted(self._fetch(self._lying.c.report == report))

    def clear(self) -> None:
        """Takes everything away."""
        self._connection.execute(delete(self._by_key))
        self._connection.execute(delete(self._lying))
        self._seen, self._names, self._members, self._count = {}, {}, {}, 0
        self._beside_known.clear()

    def _load(self, name: str) -> tuple[int, Rank, tuple[int, ...], str | None]:
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name]

    def _fetch(self, condition: object) -> list[str]:
        """Names of the claims for which it holds, seen from now on."""
        rows = self._connection.execute(select(self._lying).where(condition)).all()  # type: ignore[arg-type]
        for row in rows:
            keys = tuple(map(int, row.under.split()))
            self._seen[row.name] = (row.n, (row.rank, row.tie), keys, row.founder)
            self._names[row.n] = row.name
        return [row.name for row in rows]

    def _beside(self, name: str, sign: str, order: str) -> set[str]:
        if (name, sign) in self._beside_known:
            return self._beside_known[name, sign]
        # One question for all keys; every part of it is a whole number of ours.
        n, (rank, tie), keys, _ = self._load(name)
        table = self._by_key.name
        parts = [
            f"SELECT item_n FROM (SELECT item_n FROM {table} WHERE key = {key} AND (rank, tie, item_n) {sign} "
            f"({rank}, {tie}, {n}) ORDER BY rank {order}, tie {order}, item_n {order} LIMIT {self._near}) AS part{at}"
            for at, key in enumerate(keys)
        ]
        found = {row[0] for row in self._connection.exec_driver_sql(" UNION ".join(parts))}
        for some in batches(sorted(found - self._names.keys())):
            self._fetch(self._lying.c.n.in_(some))
        beside = self._beside_known[name, sign] = {self._names[one] for one in found}
        return beside


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


def _hash(key: str) -> int:
    """A whole number of 63 bits for a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1

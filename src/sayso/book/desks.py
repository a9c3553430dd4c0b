"""Desks in the ledger's tables: claims in the order of their placing, under their keys, each in its group.

They are workings: derived, changed in place, and made anew when they are missing or another sayso made them.
"""

from __future__ import annotations

import hashlib
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from . import schema
from .tables import batches

Rank = tuple[int, int]
#: what is to be kept of a claim, by its name.
Pack = Callable[[str], bytes]


#: under which key a claim lies, and under which lie the others that look there.
KeyPair = tuple[str, str]
FACTS = schema.case_desk_facts
#: larger than any rank.
LAST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class _Item:
    """A claim that lies there: its number and rank, its keys in pairs, its group."""

    n: int
    rank: Rank
    keys: tuple[tuple[int, int], ...]
    group: str | None

    @property
    def here(self) -> str:
        """Its place in a block."""
        return f"({self.rank[0]}, {self.rank[1]}, {self.n})"

    def lies(self) -> list[int]:
        """The keys that it lies under."""
        return sorted({key for key, _ in self.keys})

    def looks(self) -> list[int]:
        """The keys that it looks under."""
        return sorted({key for _, key in self.keys})


class LedgerDesk:
    """A desk of the ledger; it holds what it has seen in memory while one settlement is made."""

    def __init__(
        self, connection: Connection, tables: tuple[Table, Table], near: int, pack: Pack | None = None
    ) -> None:
        self._connection, self._near, self._pack = connection, near, pack
        self._lying, self._by_key = tables
        self._seen: dict[str, _Item] = {}
        #: what is kept of claims seen, where anything is.
        self._kept: dict[str, bytes] = {}
        self._query = select(tables[0])
        if pack:
            self._query = select(tables[0], FACTS.c.fact).join_from(tables[0], FACTS, tables[0].c.n == FACTS.c.n)
        self._names: dict[int, str] = {}
        #: the members of groups asked for, and the neighbours of claims, until something is laid or taken.
        self._members: dict[str, set[str]] = {}
        self._beside: dict[tuple[str, str], set[str]] = {}
        self._count: int = connection.scalar(select(func.count()).select_from(self._lying)) or 0

    def __len__(self) -> int:
        return self._count

    def lay(self, name: str, rank: Rank, keys: Sequence[KeyPair]) -> None:
        """Puts a claim where it belongs, in no group yet."""
        row, hashed = _row(name, rank, keys)
        key = self._connection.execute(insert(self._lying), row).inserted_primary_key
        assert key is not None
        item = _Item(int(key[0]), rank, hashed, None)
        rows = [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": item.n} for one in item.lies()]
        self._connection.execute(insert(self._by_key), rows)
        self._keep([(item.n, name)])
        self._seen[name], self._names[item.n] = item, name
        self._beside.clear()
        self._count += 1

    def fill(self, items: Iterable[tuple[str, Rank, Sequence[KeyPair], str]]) -> None:
        """Claims with their groups onto an empty desk: name, rank, keys, group."""
        n = 0
        for page in batches(list(items), 5000):
            lying, by_key, kept = [], [], []
            for name, rank, keys, group in page:
                n += 1
                row, hashed = _row(name, rank, keys)
                lying.append(row | {"n": n, "founder": group})
                kept.append((n, name))
                lies = _Item(n, rank, hashed, group).lies()
                by_key += [{"key": one, "rank": rank[0], "tie": rank[1], "item_n": n} for one in lies]
            self._connection.execute(insert(self._lying), lying)
            self._connection.execute(insert(self._by_key), by_key)
            self._keep(kept)
            self._count += len(page)
        if self._connection.dialect.name == "postgresql" and n:
            # Rows that come with their numbers do not move the counter on.
            sequence = f"pg_get_serial_sequence('{self._lying.name}', 'n')"
            self._connection.exec_driver_sql(f"SELECT setval({sequence}, {n})")

    def take(self, name: str) -> None:
        """Takes a claim away, out of its group too."""
        item = self._load(name)
        table = self._by_key.c
        for key in item.lies():
            here = (table.key == key, table.rank == item.rank[0], table.tie == item.rank[1], table.item_n == item.n)
            self._connection.execute(delete(self._by_key).where(*here))
        self._connection.execute(delete(self._lying).where(self._lying.c.n == item.n))
        if self._pack:
            self._connection.execute(delete(FACTS).where(FACTS.c.n == item.n))
        del self._seen[name], self._names[item.n]
        self._members.get(item.group or "", set()).discard(name)
        self._beside.clear()
        self._count -= 1

    def rank(self, name: str) -> Rank | None:
        """Its place in the order, None if it does not lie here."""
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name].rank if name in self._seen else None

    def before(self, name: str) -> set[str]:
        """The claims just before it under each key that it looks under."""
        item = self._load(name)
        return self._names_of("before", name, (self._before(item, at, key) for at, key in enumerate(item.looks())))

    def after(self, name: str) -> set[str]:
        """The claims that have it among those before them."""
        item = self._load(name)
        return self._names_of("after", name, (self._after(item, pair) for pair in item.keys))

    def crowded(self, name: str) -> set[str]:
        """Those of them that, because it lies there, may no longer have another one before them."""
        item, table = self._load(name), self._by_key.name
        lies = item.lies()
        some = f"SELECT 1 FROM {table} WHERE key = %d LIMIT {self._near + 1}"
        parts = (f"SELECT {at}, (SELECT count(*) FROM ({some % key}) AS part{at})" for at, key in enumerate(lies))
        sizes = self._connection.exec_driver_sql(" UNION ALL ".join(parts)).all()
        full = {lies[at] for at, size in sizes if size > self._near}
        return self._names_of("crowded", name, (self._after(item, pair) for pair in item.keys if pair[0] in full))

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

    def kept_of(self, names: Iterable[str]) -> dict[str, bytes]:
        """What was kept of these claims, of those that lie here."""
        names = set(names)
        for some in batches(sorted(names - self._seen.keys())):
            self._fetch(self._lying.c.name.in_(some))
        return {name: self._kept[name] for name in names if name in self._kept}

    def clear(self) -> None:
        """Takes everything away."""
        self._connection.execute(delete(self._by_key))
        self._connection.execute(delete(self._lying))
        if self._pack:
            self._connection.execute(delete(FACTS))
        self._seen, self._names, self._members, self._count = {}, {}, {}, 0
        self._beside.clear()

    def _keep(self, laid: Sequence[tuple[int, str]]) -> None:
        if self._pack:
            self._connection.execute(insert(FACTS), [{"n": n, "fact": self._pack(name)} for n, name in laid])

    def _load(self, name: str) -> _Item:
        if name not in self._seen:
            self._fetch(self._lying.c.name == name)
        return self._seen[name]

    def _fetch(self, condition: object) -> list[str]:
        """Names of the claims for which it holds, seen from now on."""
        rows = self._connection.execute(self._query.where(condition)).all()  # type: ignore[arg-type]
        for row in rows:
            self._seen[row.name] = _Item(row.n, (row.rank, row.tie), _unpack(row.keys_packed), row.founder)
            self._names[row.n] = row.name
        if self._pack:
            self._kept.update((row.name, row.fact) for row in rows)
        return [row.name for row in rows]

    def _before(self, item: _Item, at: int, key: int) -> str:
        """Those nearest before it under one key."""
        earlier = f"key = {key} AND (rank, tie, item_n) < {item.here} ORDER BY rank DESC, tie DESC, item_n DESC"
        nearest = f"SELECT item_n FROM {self._by_key.name} WHERE {earlier} LIMIT {self._near}"
        return f"SELECT {at} AS at, item_n FROM ({nearest}) AS part{at}"

    def _after(self, item: _Item, pair: tuple[int, int]) -> str:
        """Those that look where it lies, up to the one that has so many nearer ones before it."""
        table = self._by_key.name
        last = (
            f"SELECT rank FROM {table} WHERE key = {pair[0]} AND (rank, tie, item_n) > {item.here} "
            f"ORDER BY rank, tie, item_n LIMIT 1 OFFSET {self._near - 1}"
        )
        found = f"SELECT 0 AS at, item_n FROM {table} WHERE key = {pair[1]} AND (rank, tie, item_n) > {item.here}"
        return f"{found} AND rank <= COALESCE(({last}), {LAST})"

    def _names_of(self, kind: str, name: str, parts: Iterable[str]) -> set[str]:
        """The claims that a question finds; every part of it is made of whole numbers of ours."""
        if (kind, name) not in self._beside:
            question = " UNION ALL ".join(parts)
            numbers = {row[1] for row in self._connection.exec_driver_sql(question)} if question else set()
            for some in batches(sorted(numbers - self._names.keys())):
                self._fetch(self._lying.c.n.in_(some))
            self._beside[kind, name] = {self._names[n] for n in numbers}
        return self._beside[kind, name]


def open_desks(connection: Connection, near: int, pack: Pack) -> tuple[LedgerDesk, LedgerDesk]:
    """The desk of cases, which keeps what ``pack`` gives of each claim, and the desk of talks."""
    cases = LedgerDesk(connection, (schema.case_desk, schema.case_desk_keys), near, pack)
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


def _row(name: str, rank: Rank, keys: Sequence[KeyPair]) -> tuple[dict[str, object], tuple[tuple[int, int], ...]]:
    """The row of a claim, and its keys as numbers."""
    hashed = tuple(sorted({(_hash(lies), _hash(looks)) for lies, looks in keys}))
    row = {"name": name, "report": name.rpartition(":")[0], "rank": rank[0], "tie": rank[1]}
    return row | {"keys_packed": struct.pack(f"<{2 * len(hashed)}q", *(key for pair in hashed for key in pair))}, hashed


def _unpack(packed: bytes) -> tuple[tuple[int, int], ...]:
    numbers = struct.unpack(f"<{len(packed) // 8}q", packed)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _hash(key: str) -> int:
    """A whole number of 63 bits for a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1

"""The tables. Every row of them is only ever added; what no longer holds is ended by a further row.

`entries` numbers all that is ever booked, in the order of booking: reports, captures of them, readings, rulings,
settlements. The number is the key of the table that holds it, so "the ledger as it stood" is "entries up to n".

A report is booked in one transaction: its text, a reading of it, and the reading's claims, actors, places and problems
as columns to search by. The reading itself is kept whole as contract JSON (``readings.record``; its text stands once,
in ``reports.text``). A later reading of the same report supersedes the one before, which stays. What is derived, cases
and talks, belongs to the settlement that derived it and holds until a later settlement ends it.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.types import TypeDecorator

#: written into an SQLite file's header, so that a ledger is known from any other SQLite file ("says").
APPLICATION_ID = 0x73617973
#: goes up with every change of a table; the last revision in `migrations/versions`.
SCHEMA_VERSION = "0003"
#: the last version that changed how what is booked looks; journals carry it.
BOOKED_VERSION = "0002"

TABLES = MetaData()
#: SQLite counts rows up only for its own plain integers.
BIG = BigInteger().with_variant(Integer, "sqlite")


class Words(TypeDecorator[str]):
    """Text as it stands in a report. PostgreSQL takes no character 0, so there it is written as an escape."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The characters as the database can hold them."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\\", "\\\\").replace("\0", "\\0")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The characters as they were."""
        if value is None or dialect.name != "postgresql" or "\\" not in value:
            return value
        return re.sub(r"\\(.)", lambda found: "\0" if found[1] == "0" else found[1], value, flags=re.DOTALL)


def _key() -> Column[Any]:
    return Column("n", BIG, primary_key=True, autoincrement=True)


def _entry() -> Column[Any]:
    return Column("n", BIG, ForeignKey("entries.n"), primary_key=True, autoincrement=False)


def _of(table: str, *, index: bool = True) -> Column[Any]:
    return Column(f"{table.removesuffix('s')}_n", BIG, ForeignKey(f"{table}.n"), nullable=False, index=index)


def _ended(table: str) -> Table:
    """Which rows of a derived table hold no more, and since which settlement."""
    return Table(
        f"{table.removesuffix('s')}_ends",
        TABLES,
        Column(f"{table.removesuffix('s')}_n", BIG, ForeignKey(f"{table}.n"), primary_key=True, autoincrement=False),
        _of("settlements"),
    )


version = Table("alembic_version", TABLES, Column("version_num", String(32), primary_key=True))

entries = Table(
    "entries",
    TABLES,
    Column("n", BIG, primary_key=True, autoincrement=False),
    # report, capture, reading, ruling or settlement
    Column("kind", Text, nullable=False),
    Column("booked_at", Text, nullable=False, index=True),
    Column("booked_by", Text, nullable=False),
)

reports = Table(
    "reports",
    TABLES,
    _entry(),
    Column("id", Text, nullable=False, unique=True),
    # the id that it came with: another one only where that was taken by another text.
    Column("given_id", Words, nullable=False),
    Column("text_hash", Text, nullable=False, index=True),
    Column("outlet", Words),
    Column("outlet_folded", Text),
    Column("title", Words),
    Column("url", Words),
    Column("published", Text),
    Column("day", Text, index=True),
    Column("language", Text),
    Column("sha256", Text),
    Column("text", Words, nullable=False),
    Unique("given_id", "text_hash"),
)

# The same text met again in other bytes or at another address: no second report, but a second capture.
captures = Table("captures", TABLES, _entry(), _of("reports"), Column("sha256", Text), Column("url", Words))

readings = Table(
    "readings",
    TABLES,
    _entry(),
    _of("reports"),
    # how many rulings were put into it; 0 for what was read alone.
    Column("ruled", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

superseded = Table(
    "superseded",
    TABLES,
    Column("reading_n", BIG, ForeignKey("readings.n"), primary_key=True, autoincrement=False),
    Column("by_n", BIG, ForeignKey("readings.n"), nullable=False),
)

rulings = Table(
    "rulings", TABLES, _entry(), Column("kind", Text, nullable=False), Column("record", Text, nullable=False)
)

claims = Table(
    "claims",
    TABLES,
    _key(),
    _of("readings"),
    _of("reports"),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False),
    # "report:claim", as links and cases name it.
    Column("name", Text, nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("type", Text, index=True),
    Column("mode", Text),
    Column("cameo", Text),
    Column("status", Text),
    Column("day_from", Text),
    Column("day_to", Text),
    Index("claims_by_day", "day_from", "day_to"),
)

actors = Table(
    "actors",
    TABLES,
    _key(),
    _of("readings"),
    Column("id", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("kind", Text),
    Column("country", Text),
    Column("sector", Text),
)

places = Table(
    "places",
    TABLES,
    _key(),
    _of("readings"),
    Column("id", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("country", Text),
    Column("admin1", Words),
    Column("lat", Float),
    Column("lon", Float),
    Column("geonames", BIG),
    Column("precision", Text),
)

problems = Table(
    "problems",
    TABLES,
    _key(),
    _of("readings"),
    Column("code", Text, nullable=False, index=True),
    Column("message", Words, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
)

# Names that claims go by, each once: few enough to look through all of them for "% lavrov %".
names = Table("names", TABLES, _key(), Column("folded", Text, nullable=False, unique=True))

claim_names = Table(
    "claim_names",
    TABLES,
    # actor, place or source
    Column("role", Text, primary_key=True),
    Column("name_n", BIG, ForeignKey("names.n"), primary_key=True),
    Column("claim_n", BIG, ForeignKey("claims.n"), primary_key=True),
    sqlite_with_rowid=False,
)

# Each time that cases and talks were derived, and the last entry that was known then.
settlements = Table("settlements", TABLES, _entry(), Column("upto", BIG, nullable=False))

cases = Table(
    "cases",
    TABLES,
    _key(),
    _of("settlements"),
    Column("id", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    # how many disputes it has: what a list of disputes is found by.
    Column("disputed", Integer, nullable=False, index=True),
    Column("record", Text, nullable=False),
)
case_ends = _ended("cases")

case_claims = Table("case_claims", TABLES, _key(), _of("cases"), Column("claim", Text, nullable=False, index=True))

links = Table(
    "links",
    TABLES,
    _key(),
    _of("cases"),
    Column("left", Text, nullable=False, index=True),
    Column("right", Text, nullable=False, index=True),
    Column("relation", Text, nullable=False),
    Column("field", Text),
    Column("reason", Text, nullable=False),
)

disputes = Table(
    "disputes",
    TABLES,
    _key(),
    _of("cases"),
    Column("kind", Text, nullable=False, index=True),
    Column("field", Text),
    Column("what", Text, nullable=False),
)

talks = Table(
    "talks",
    TABLES,
    _key(),
    _of("settlements"),
    Column("id", Text, index=True),
    Column("issue", Text),
    Column("record", Text, nullable=False),
)
talks_ends = Table(
    "talks_ends",
    TABLES,
    Column("talks_n", BIG, ForeignKey("talks.n"), primary_key=True, autoincrement=False),
    _of("settlements"),
)

talks_claims = Table(
    "talks_claims",
    TABLES,
    _key(),
    Column("talks_n", BIG, ForeignKey("talks.n"), nullable=False, index=True),
    Column("claim", Text, nullable=False, index=True),
)

# Workings, not the ledger: where the claims lie that cases and talks are made of. Made anew whenever they are missing.
desk_state = Table(
    "desk_state", TABLES, Column("n", Integer, primary_key=True), Column("upto", BIG, nullable=False),
    Column("made_by", Text, nullable=False),
)  # fmt: skip


def _desk(name: str) -> tuple[Table, Table]:
    """Claims with their rank, keys and group, and the same by key."""
    lying = Table(
        name,
        TABLES,
        _key(),
        Column("name", Text, nullable=False, unique=True),
        Column("report", Text, nullable=False, index=True),
        Column("rank", BIG, nullable=False),
        Column("tie", BIG, nullable=False),
        Column("founder", Text, index=True),
        # pairs of 64-bit numbers: the keys that it lies under, and under which lie those that look there
        Column("keys_packed", LargeBinary, nullable=False),
    )
    keys = Table(
        f"{name}_keys",
        TABLES,
        Column("key", BIG, primary_key=True, autoincrement=False),
        Column("rank", BIG, primary_key=True, autoincrement=False),
        Column("tie", BIG, primary_key=True, autoincrement=False),
        Column("item_n", BIG, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    return lying, keys


case_desk, case_desk_keys = _desk("case_desk")
# Of each claim on the desk what it is compared by, so that a report need not be opened for every claim beside it.
case_desk_facts = Table(
    "case_desk_facts",
    TABLES,
    Column("n", BIG, primary_key=True, autoincrement=False),
    Column("fact", LargeBinary, nullable=False),
)
talks_desk, talks_desk_keys = _desk("talks_desk")

#: tables whose rows stay as they were booked; a trigger refuses any other change.
STAYING = (
    entries, reports, captures, readings, superseded, rulings, claims, actors, places, problems, names, claim_names,
    settlements, cases, case_ends, case_claims, links, disputes, talks, talks_ends, talks_claims,
)  # fmt: skip

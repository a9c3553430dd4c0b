"""The tables. What was read is only ever added; what is derived from it (cases, talks) is replaced as one set.

A report is booked in one transaction: its text, one reading of it, and the reading's claims, actors, places and
problems as columns to search by. The reading itself is kept whole as contract JSON (``readings.record``; its text
stands once, in ``reports.text``). When, and by which sayso, stands with the reading and with the settlement that the
other rows belong to.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import DDL, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint, event

#: written into the file's header, so that a ledger is known from any other SQLite file ("says").
APPLICATION_ID = 0x73617973
#: goes up with every change of a table.
SCHEMA_VERSION = 1

TABLES = MetaData()


def _key() -> Column[Any]:
    return Column("n", Integer, primary_key=True, autoincrement=True)


def _of(table: str, *, index: bool = True) -> Column[Any]:
    return Column(f"{table.removesuffix('s')}_n", Integer, ForeignKey(f"{table}.n"), nullable=False, index=index)


def _booked() -> tuple[Column[Any], Column[Any]]:
    return Column("booked_at", Text, nullable=False), Column("booked_by", Text, nullable=False)


reports = Table(
    "reports",
    TABLES,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    # the id that it came with: another one only where that was taken by another text.
    Column("given_id", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("outlet", Text),
    Column("outlet_folded", Text),
    Column("title", Text),
    Column("url", Text),
    Column("published", Text),
    Column("day", Text, index=True),
    Column("language", Text),
    Column("sha256", Text),
    Column("text", Text, nullable=False),
    *_booked(),
    UniqueConstraint("given_id", "text_hash"),
    # numbers are never used twice, so "settled up to" stays true.
    sqlite_autoincrement=True,
)

readings = Table(
    "readings", TABLES, _key(), _of("reports"), Column("record", Text, nullable=False), *_booked(),
)  # fmt: skip

claims = Table(
    "claims",
    TABLES,
    _key(),
    _of("readings"),
    _of("reports", index=False),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False),
    # "report:claim", as links and cases name it.
    Column("name", Text, nullable=False, unique=True),
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
    Column("name", Text, nullable=False),
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
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("geonames", Integer),
    Column("precision", Text),
)

problems = Table(
    "problems",
    TABLES,
    _key(),
    _of("readings"),
    Column("code", Text, nullable=False, index=True),
    Column("message", Text, nullable=False),
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
    Column("name_n", Integer, ForeignKey("names.n"), primary_key=True),
    Column("claim_n", Integer, ForeignKey("claims.n"), primary_key=True),
    sqlite_with_rowid=False,
)

# Each time that cases and talks were derived, and the last report that was known then.
settlements = Table(
    "settlements", TABLES, _key(), Column("upto", Integer, nullable=False), *_booked(), sqlite_autoincrement=True,
)  # fmt: skip

cases = Table(
    "cases",
    TABLES,
    _key(),
    _of("settlements"),
    Column("id", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

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

talks_claims = Table(
    "talks_claims",
    TABLES,
    _key(),
    Column("talks_n", Integer, ForeignKey("talks.n"), nullable=False, index=True),
    Column("claim", Text, nullable=False, index=True),
)

BOOKED = (reports, readings, claims, actors, places, problems, settlements)
#: children before parents, the order in which they can be taken out.
DERIVED = (links, disputes, case_claims, talks_claims, cases, talks)

for _table in BOOKED:
    for _change in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_stay_{_change.lower()} BEFORE {_change} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'nothing booked is changed; add a row instead'); END"
            ).execute_if(dialect="sqlite"),
        )

"""Version 2: every booking is a numbered entry, readings supersede each other, nothing derived is replaced.

Reports and readings come over with their days and versions. Cases and talks are derived anew at the next use: version 1
did not keep what they had been before.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Connection, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD = (
    "reports", "readings", "claims", "actors", "places", "problems", "names", "claim_names", "settlements", "cases",
    "case_claims", "links", "disputes", "talks", "talks_claims",
)  # fmt: skip
#: children before parents.
DROPPED = tuple(reversed(OLD))
REPORT = "id, given_id, text_hash, outlet, outlet_folded, title, url, published, day, language, sha256, text"
PARTS = {
    "actors": "id, name, kind, country, sector",
    "places": "id, name, country, admin1, lat, lon, geonames, precision",
    "problems": 'code, message, start, "end"',
}
CLAIM = "n, position, id, name, act, evidence, kind, type, mode, cameo, status, day_from, day_to"


def upgrade() -> None:
    """Old tables aside, new ones made, rows copied under their new numbers, old tables gone."""
    from sayso.book.engines import guard_tables
    from sayso.book.schema import TABLES
    from sayso.book.search import make_search

    connection = op.get_bind()
    for name in OLD:
        for trigger in _names(connection, "trigger", name):
            op.execute(f"DROP TRIGGER {trigger}")
        for index in _names(connection, "index", name):
            op.execute(f'DROP INDEX "{index}"')
        op.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    TABLES.create_all(connection)
    make_search(connection)
    _copy(connection)
    for name in DROPPED:
        op.execute(f"DROP TABLE old_{name}")
    guard_tables(connection)


def _names(connection: Connection, kind: str, table: str) -> list[str]:
    found = text("SELECT name FROM sqlite_master WHERE type = :kind AND tbl_name = :table AND sql IS NOT NULL")
    return list(connection.scalars(found, {"kind": kind, "table": table}))


def _copy(connection: Connection) -> None:
    from sayso.book.search import add_words

    # The k-th reading and its report become the entries 2k - 1 and 2k.
    op.execute(
        "CREATE TEMPORARY TABLE moved AS SELECT report_n AS old_report, n AS old_reading, "
        "2 * row_number() OVER (ORDER BY n) - 1 AS report_n, 2 * row_number() OVER (ORDER BY n) AS reading_n "
        "FROM old_readings"
    )
    moved = "FROM moved JOIN old_{0} AS old ON old.{1} = moved.{2}"
    for kind in ("report", "reading"):
        op.execute(
            f"INSERT INTO entries SELECT moved.{kind}_n, '{kind}', old.booked_at, old.booked_by "
            + moved.format(f"{kind}s", "n", f"old_{kind}")
        )
    columns = ", ".join(f"old.{part}" for part in REPORT.split(", "))
    op.execute(
        f"INSERT INTO reports (n, {REPORT}) SELECT moved.report_n, {columns} "
        + moved.format("reports", "n", "old_report")
    )
    op.execute(
        "INSERT INTO readings SELECT moved.reading_n, moved.report_n, 0, old.record "
        + moved.format("readings", "n", "old_reading")
    )
    columns = ", ".join(f"old.{part}" for part in CLAIM.split(", "))
    op.execute(
        f"INSERT INTO claims (reading_n, report_n, {CLAIM}) SELECT moved.reading_n, moved.report_n, {columns} "
        + moved.format("claims", "reading_n", "old_reading")
    )
    op.execute("INSERT INTO names SELECT * FROM old_names")
    op.execute("INSERT INTO claim_names SELECT * FROM old_claim_names")
    for table, names in PARTS.items():
        columns = ", ".join(f"old.{part}" for part in names.split(", "))
        op.execute(
            f"INSERT INTO {table} (reading_n, {names}) SELECT moved.reading_n, {columns} "
            + moved.format(table, "reading_n", "old_reading")
        )
    op.execute("DROP TABLE moved")
    add_words(connection, _words(connection))


def _words(connection: Connection) -> list[tuple[int, str]]:
    """The words of every claim, sliced from its report."""
    import json

    from sayso.book.search import fold_words

    readings = connection.execute(
        text("SELECT readings.n, record, text FROM readings JOIN reports ON reports.n = report_n")
    ).all()
    found = []
    for n, record, words in readings:
        numbers = connection.scalars(text("SELECT n FROM claims WHERE reading_n = :n ORDER BY position"), {"n": n})
        for number, claim in zip(numbers, json.loads(record)["claims"], strict=False):
            spans = claim["content"] or [span for span in (claim["about"]["trigger"],) if span]
            found.append((number, " ".join(fold_words(" … ".join(words[start:end] for start, end in spans)))))
    return found

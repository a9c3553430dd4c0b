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
#: the tables and indexes as version 2 had them in SQLite, where alone version 1 has been.
MADE = (
    "TABLE entries (n INTEGER NOT NULL, kind TEXT NOT NULL, booked_at TEXT NOT NULL, booked_by TEXT NOT NULL, "
    "PRIMARY KEY (n))",
    "INDEX ix_entries_booked_at ON entries (booked_at)",
    "TABLE names (n INTEGER NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (n), UNIQUE (folded))",
    "TABLE desk_state (n INTEGER NOT NULL, upto INTEGER NOT NULL, made_by TEXT NOT NULL, PRIMARY KEY (n))",
    "TABLE case_desk (n INTEGER NOT NULL, name TEXT NOT NULL, report TEXT NOT NULL, rank INTEGER NOT NULL, tie "
    "INTEGER NOT NULL, founder TEXT, keys_packed BLOB NOT NULL, PRIMARY KEY (n), UNIQUE (name))",
    "INDEX ix_case_desk_report ON case_desk (report)",
    "INDEX ix_case_desk_founder ON case_desk (founder)",
    'TABLE case_desk_keys ("key" INTEGER NOT NULL, rank INTEGER NOT NULL, tie INTEGER NOT NULL, item_n INTEGER '
    'NOT NULL, PRIMARY KEY ("key", rank, tie, item_n)) WITHOUT ROWID',
    "TABLE talks_desk (n INTEGER NOT NULL, name TEXT NOT NULL, report TEXT NOT NULL, rank INTEGER NOT NULL, tie "
    "INTEGER NOT NULL, founder TEXT, keys_packed BLOB NOT NULL, PRIMARY KEY (n), UNIQUE (name))",
    "INDEX ix_talks_desk_report ON talks_desk (report)",
    "INDEX ix_talks_desk_founder ON talks_desk (founder)",
    'TABLE talks_desk_keys ("key" INTEGER NOT NULL, rank INTEGER NOT NULL, tie INTEGER NOT NULL, item_n INTEGER '
    'NOT NULL, PRIMARY KEY ("key", rank, tie, item_n)) WITHOUT ROWID',
    "TABLE reports (n INTEGER NOT NULL, id TEXT NOT NULL, given_id TEXT NOT NULL, text_hash TEXT NOT NULL, outlet "
    "TEXT, outlet_folded TEXT, title TEXT, url TEXT, published TEXT, day TEXT, language TEXT, sha256 TEXT, text "
    "TEXT NOT NULL, PRIMARY KEY (n), UNIQUE (given_id, text_hash), FOREIGN KEY(n) REFERENCES entries (n), UNIQUE "
    "(id))",
    "INDEX ix_reports_day ON reports (day)",
    "INDEX ix_reports_text_hash ON reports (text_hash)",
    "TABLE rulings (n INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (n), FOREIGN KEY(n) "
    "REFERENCES entries (n))",
    "TABLE settlements (n INTEGER NOT NULL, upto INTEGER NOT NULL, PRIMARY KEY (n), FOREIGN KEY(n) REFERENCES "
    "entries (n))",
    "TABLE captures (n INTEGER NOT NULL, report_n INTEGER NOT NULL, sha256 TEXT, url TEXT, PRIMARY KEY (n), "
    "FOREIGN KEY(n) REFERENCES entries (n), FOREIGN KEY(report_n) REFERENCES reports (n))",
    "INDEX ix_captures_report_n ON captures (report_n)",
    "TABLE readings (n INTEGER NOT NULL, report_n INTEGER NOT NULL, ruled INTEGER NOT NULL, record TEXT NOT NULL, "
    "PRIMARY KEY (n), FOREIGN KEY(n) REFERENCES entries (n), FOREIGN KEY(report_n) REFERENCES reports (n))",
    "INDEX ix_readings_report_n ON readings (report_n)",
    "TABLE cases (n INTEGER NOT NULL, settlement_n INTEGER NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, "
    "outlets INTEGER NOT NULL, origins INTEGER NOT NULL, disputed INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY "
    "KEY (n), FOREIGN KEY(settlement_n) REFERENCES settlements (n))",
    "INDEX ix_cases_disputed ON cases (disputed)",
    "INDEX ix_cases_id ON cases (id)",
    "INDEX ix_cases_settlement_n ON cases (settlement_n)",
    "TABLE talks (n INTEGER NOT NULL, settlement_n INTEGER NOT NULL, id TEXT, issue TEXT, record TEXT NOT NULL, "
    "PRIMARY KEY (n), FOREIGN KEY(settlement_n) REFERENCES settlements (n))",
    "INDEX ix_talks_settlement_n ON talks (settlement_n)",
    "INDEX ix_talks_id ON talks (id)",
    "TABLE superseded (reading_n INTEGER NOT NULL, by_n INTEGER NOT NULL, PRIMARY KEY (reading_n), FOREIGN "
    "KEY(reading_n) REFERENCES readings (n), FOREIGN KEY(by_n) REFERENCES readings (n))",
    "TABLE claims (n INTEGER NOT NULL, reading_n INTEGER NOT NULL, report_n INTEGER NOT NULL, position INTEGER "
    "NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, act TEXT NOT NULL, evidence TEXT NOT NULL, kind TEXT NOT "
    "NULL, type TEXT, mode TEXT, cameo TEXT, status TEXT, day_from TEXT, day_to TEXT, PRIMARY KEY (n), FOREIGN "
    "KEY(reading_n) REFERENCES readings (n), FOREIGN KEY(report_n) REFERENCES reports (n))",
    "INDEX ix_claims_reading_n ON claims (reading_n)",
    "INDEX claims_by_day ON claims (day_from, day_to)",
    "INDEX ix_claims_report_n ON claims (report_n)",
    "INDEX ix_claims_name ON claims (name)",
    "INDEX ix_claims_type ON claims (type)",
    "TABLE actors (n INTEGER NOT NULL, reading_n INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, kind "
    "TEXT, country TEXT, sector TEXT, PRIMARY KEY (n), FOREIGN KEY(reading_n) REFERENCES readings (n))",
    "INDEX ix_actors_reading_n ON actors (reading_n)",
    "TABLE places (n INTEGER NOT NULL, reading_n INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, country "
    "TEXT, admin1 TEXT, lat FLOAT, lon FLOAT, geonames INTEGER, precision TEXT, PRIMARY KEY (n), FOREIGN "
    "KEY(reading_n) REFERENCES readings (n))",
    "INDEX ix_places_reading_n ON places (reading_n)",
    "TABLE problems (n INTEGER NOT NULL, reading_n INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, "
    'start INTEGER, "end" INTEGER, PRIMARY KEY (n), FOREIGN KEY(reading_n) REFERENCES readings (n))',
    "INDEX ix_problems_reading_n ON problems (reading_n)",
    "INDEX ix_problems_code ON problems (code)",
    "TABLE case_ends (case_n INTEGER NOT NULL, settlement_n INTEGER NOT NULL, PRIMARY KEY (case_n), FOREIGN "
    "KEY(case_n) REFERENCES cases (n), FOREIGN KEY(settlement_n) REFERENCES settlements (n))",
    "INDEX ix_case_ends_settlement_n ON case_ends (settlement_n)",
    "TABLE case_claims (n INTEGER NOT NULL, case_n INTEGER NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (n), "
    "FOREIGN KEY(case_n) REFERENCES cases (n))",
    "INDEX ix_case_claims_claim ON case_claims (claim)",
    "INDEX ix_case_claims_case_n ON case_claims (case_n)",
    'TABLE links (n INTEGER NOT NULL, case_n INTEGER NOT NULL, "left" TEXT NOT NULL, "right" TEXT NOT NULL, '
    "relation TEXT NOT NULL, field TEXT, reason TEXT NOT NULL, PRIMARY KEY (n), FOREIGN KEY(case_n) REFERENCES "
    "cases (n))",
    "INDEX ix_links_case_n ON links (case_n)",
    'INDEX ix_links_right ON links ("right")',
    'INDEX ix_links_left ON links ("left")',
    "TABLE disputes (n INTEGER NOT NULL, case_n INTEGER NOT NULL, kind TEXT NOT NULL, field TEXT, what TEXT NOT "
    "NULL, PRIMARY KEY (n), FOREIGN KEY(case_n) REFERENCES cases (n))",
    "INDEX ix_disputes_case_n ON disputes (case_n)",
    "INDEX ix_disputes_kind ON disputes (kind)",
    "TABLE talks_ends (talks_n INTEGER NOT NULL, settlement_n INTEGER NOT NULL, PRIMARY KEY (talks_n), FOREIGN "
    "KEY(talks_n) REFERENCES talks (n), FOREIGN KEY(settlement_n) REFERENCES settlements (n))",
    "INDEX ix_talks_ends_settlement_n ON talks_ends (settlement_n)",
    "TABLE talks_claims (n INTEGER NOT NULL, talks_n INTEGER NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (n), "
    "FOREIGN KEY(talks_n) REFERENCES talks (n))",
    "INDEX ix_talks_claims_talks_n ON talks_claims (talks_n)",
    "INDEX ix_talks_claims_claim ON talks_claims (claim)",
    "TABLE claim_names (role TEXT NOT NULL, name_n INTEGER NOT NULL, claim_n INTEGER NOT NULL, PRIMARY KEY (role, "
    "name_n, claim_n), FOREIGN KEY(name_n) REFERENCES names (n), FOREIGN KEY(claim_n) REFERENCES claims (n)) "
    "WITHOUT ROWID",
    "VIRTUAL TABLE claim_search USING fts5(words, content='')",
)
#: tables whose rows stay as they were booked.
STAYING = (
    "entries", "reports", "captures", "readings", "superseded", "rulings", "claims", "actors", "places", "problems",
    "names", "claim_names", "settlements", "cases", "case_ends", "case_claims", "links", "disputes", "talks",
    "talks_ends", "talks_claims",
)  # fmt: skip
CLAIM = "n, position, id, name, act, evidence, kind, type, mode, cameo, status, day_from, day_to"


def upgrade() -> None:
    """Old tables aside, new ones made, rows copied under their new numbers, old tables gone."""
    connection = op.get_bind()
    for name in OLD:
        for trigger in _names(connection, "trigger", name):
            op.execute(f"DROP TRIGGER {trigger}")
        for index in _names(connection, "index", name):
            op.execute(f'DROP INDEX "{index}"')
        op.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    for made in MADE:
        connection.exec_driver_sql(f"CREATE {made}")
    _copy(connection)
    for name in DROPPED:
        op.execute(f"DROP TABLE old_{name}")
    for name in STAYING:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_stay_{change.lower()} BEFORE {change} ON {name} "
                "BEGIN SELECT RAISE(ABORT, 'nothing booked is changed; add a row instead'); END"
            )


def _names(connection: Connection, kind: str, table: str) -> list[str]:
    found = text("SELECT name FROM sqlite_master WHERE type = :kind AND tbl_name = :table AND sql IS NOT NULL")
    return list(connection.scalars(found, {"kind": kind, "table": table}))


def _copy(connection: Connection) -> None:
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
    if words := _words(connection):
        connection.exec_driver_sql("INSERT INTO claim_search (rowid, words) VALUES (?, ?)", words)


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

"""Version 1: reports, one reading of each, and cases replaced as a set. Made by sayso before 27 November 2026."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BOOKED = ("reports", "readings", "claims", "actors", "places", "problems", "settlements")
TABLES = (
    "reports (n INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT NOT NULL UNIQUE, given_id TEXT NOT NULL, "
    "text_hash TEXT NOT NULL, outlet TEXT, outlet_folded TEXT, title TEXT, url TEXT, published TEXT, day TEXT, "
    "language TEXT, sha256 TEXT, text TEXT NOT NULL, booked_at TEXT NOT NULL, booked_by TEXT NOT NULL, "
    "UNIQUE (given_id, text_hash))",
    "readings (n INTEGER PRIMARY KEY NOT NULL, report_n INTEGER NOT NULL REFERENCES reports (n), record TEXT NOT NULL, "
    "booked_at TEXT NOT NULL, booked_by TEXT NOT NULL)",
    "claims (n INTEGER PRIMARY KEY NOT NULL, reading_n INTEGER NOT NULL REFERENCES readings (n), "
    "report_n INTEGER NOT NULL REFERENCES reports (n), position INTEGER NOT NULL, id TEXT NOT NULL, "
    "name TEXT NOT NULL UNIQUE, act TEXT NOT NULL, evidence TEXT NOT NULL, kind TEXT NOT NULL, type TEXT, mode TEXT, "
    "cameo TEXT, status TEXT, day_from TEXT, day_to TEXT)",
    "actors (n INTEGER PRIMARY KEY NOT NULL, reading_n INTEGER NOT NULL REFERENCES readings (n), id TEXT NOT NULL, "
    "name TEXT NOT NULL, kind TEXT, country TEXT, sector TEXT)",
    "places (n INTEGER PRIMARY KEY NOT NULL, reading_n INTEGER NOT NULL REFERENCES readings (n), id TEXT NOT NULL, "
    "name TEXT NOT NULL, country TEXT, admin1 TEXT, lat FLOAT, lon FLOAT, geonames INTEGER, precision TEXT)",
    "problems (n INTEGER PRIMARY KEY NOT NULL, reading_n INTEGER NOT NULL REFERENCES readings (n), code TEXT NOT NULL, "
    'message TEXT NOT NULL, start INTEGER, "end" INTEGER)',
    "names (n INTEGER PRIMARY KEY NOT NULL, folded TEXT NOT NULL UNIQUE)",
    "claim_names (role TEXT NOT NULL, name_n INTEGER NOT NULL REFERENCES names (n), "
    "claim_n INTEGER NOT NULL REFERENCES claims (n), PRIMARY KEY (role, name_n, claim_n)) WITHOUT ROWID",
    "settlements (n INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, upto INTEGER NOT NULL, booked_at TEXT NOT NULL, "
    "booked_by TEXT NOT NULL)",
    "cases (n INTEGER PRIMARY KEY NOT NULL, settlement_n INTEGER NOT NULL REFERENCES settlements (n), "
    "id TEXT NOT NULL, what TEXT NOT NULL, outlets INTEGER NOT NULL, origins INTEGER NOT NULL, record TEXT NOT NULL)",
    "case_claims (n INTEGER PRIMARY KEY NOT NULL, case_n INTEGER NOT NULL REFERENCES cases (n), claim TEXT NOT NULL)",
    "links (n INTEGER PRIMARY KEY NOT NULL, case_n INTEGER NOT NULL REFERENCES cases (n), "
    '"left" TEXT NOT NULL, "right" TEXT NOT NULL, relation TEXT NOT NULL, field TEXT, reason TEXT NOT NULL)',
    "disputes (n INTEGER PRIMARY KEY NOT NULL, case_n INTEGER NOT NULL REFERENCES cases (n), kind TEXT NOT NULL, "
    "field TEXT, what TEXT NOT NULL)",
    "talks (n INTEGER PRIMARY KEY NOT NULL, settlement_n INTEGER NOT NULL REFERENCES settlements (n), id TEXT, "
    "issue TEXT, record TEXT NOT NULL)",
    "talks_claims (n INTEGER PRIMARY KEY NOT NULL, talks_n INTEGER NOT NULL REFERENCES talks (n), claim TEXT NOT NULL)",
)


def upgrade() -> None:
    """The tables of version 1, as SQLite had them."""
    for table in TABLES:
        op.execute(f"CREATE TABLE {table}")
    for table in BOOKED:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_stay_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'nothing booked is changed; add a row instead'); END"
            )

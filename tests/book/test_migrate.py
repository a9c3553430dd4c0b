"""A ledger of every earlier version becomes one of today, with all that was booked in it."""

import json
import sqlite3

import pytest
from written import TEXT, reading

from sayso.book import ClaimFilter, LedgerError, open_ledger, write_journal
from sayso.book.engines import find_url
from sayso.book.entries import claim_name_pairs, claim_row, hash_text, reading_record
from sayso.book.migrations.versions.v0001 import TABLES
from sayso.book.schema import APPLICATION_ID, SCHEMA_VERSION
from sayso.pipeline import reconcile_readings
from sayso.settling import settle_ledger

AT = "2025-05-07T08:00:00+00:00"


@pytest.fixture
def old(tmp_path):
    """A ledger as version 1 wrote it: two reports, the second booked first by number of its reading."""
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as raw:
        for table in TABLES:
            raw.execute(f"CREATE TABLE {table}")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
        for n, told in ((1, reading()), (2, reading("04", text=TEXT + " More."))):
            add_old(raw, n, told)
        raw.execute("INSERT INTO settlements VALUES (1, 2, ?, 'sayso 0.1.0')", (AT,))
        raw.execute("INSERT INTO cases VALUES (1, 1, 'K1', 'who holds Karo', 1, 1, '{}')")
        raw.execute("CREATE INDEX ix_claims_type ON claims (type)")
    return path


def add_old(raw, n, told):
    report = told.report
    values = (n, report.id, report.id, hash_text(report.text), report.outlet, " karo post ", report.title, None)
    rest = (report.published, report.published[:10], None, report.sha256, report.text, AT, "sayso 0.1.0")
    raw.execute(f"INSERT INTO reports VALUES ({', '.join('?' * 15)})", (*values, *rest))
    raw.execute("INSERT INTO readings VALUES (?, ?, ?, ?, 'sayso 0.1.0')", (n, n, reading_record(told), AT))
    for position, claim in enumerate(told.claims):
        row = {"n": 10 * n + position, "reading_n": n, "report_n": n, **claim_row(told, position)}
        raw.execute(f"INSERT INTO claims ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        for role, name in set(claim_name_pairs(told, claim)):
            raw.execute("INSERT OR IGNORE INTO names (folded) VALUES (?)", (name,))
            found = raw.execute("SELECT n FROM names WHERE folded = ?", (name,)).fetchone()[0]
            raw.execute("INSERT INTO claim_names VALUES (?, ?, ?)", (role, found, row["n"]))


def test_a_ledger_of_version_1_keeps_its_reports_days_and_claims(old):
    with open_ledger(old) as ledger:
        assert list(ledger.readings()) == [reading(), reading("04", text=TEXT + " More.")]
        found = ledger.find(ClaimFilter(actor="army", words="holds Karo"))
        assert [claim.id for _, claims in found for claim in claims] == ["C1", "C1"]
        assert [by for _, by, _, _ in ledger.history("03")] == ["sayso 0.1.0"]
        assert not ledger.is_reconciled
        assert ledger.book(reading(), at=AT) is False
        assert ledger.book(reading("05", text=TEXT + " Last."), at=AT) is True
        entries = [json.loads(line) for line in write_journal(ledger)][1:]
        assert [(one["n"], one["at"]) for one in entries] == [(n, AT) for n in range(1, 7)]


def test_the_old_file_is_kept_beside_the_new(old):
    before = old.read_bytes()
    open_ledger(old).close()
    with sqlite3.connect(old.with_name("old.sqlite.version-0001")) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        assert raw.execute("SELECT count(*) FROM claims").fetchone() == (6,)
    assert old.read_bytes() != before


def test_a_ledger_that_was_migrated_has_the_tables_of_one_just_made(old, tmp_path):
    open_ledger(old).close()
    open_ledger(tmp_path / "new.sqlite").close()
    shapes = []
    for path in (old, tmp_path / "new.sqlite"):
        with sqlite3.connect(path) as raw:
            found = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
            assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA_VERSION,)]
        shapes.append([(kind, name, "".join((sql or "").split())) for kind, name, sql in found])
    migrated, made = shapes
    # SQLite never drops the table of its own counters, and Alembic made its one itself.
    own = ("sqlite_sequence", "alembic_version", "sqlite_autoindex_alembic_version_1")
    assert [one for one in migrated if one[1] not in own] == [one for one in made if one[1] not in own]


def test_a_ledger_of_version_2_keeps_all_and_its_journal_is_read(address):
    with open_ledger(address) as ledger:
        ledger.book(reading(), at=AT)
        settle_ledger(ledger, at=AT)
        before = list(write_journal(ledger))
        with ledger.begin_writing() as connection:
            connection.exec_driver_sql("DROP TABLE case_desk_facts")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    with open_ledger(address) as ledger:
        assert list(write_journal(ledger)) == before
        ledger.book(reading("04", text=TEXT + " More."), at=AT)
        settle_ledger(ledger, at=AT)
        cases, _ = reconcile_readings(ledger.readings())
        assert [one.claims for one in ledger.cases()] == [one.claims for one in cases] != []


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(old, monkeypatch):
    monkeypatch.setattr("sayso.book.search.fold_words", lambda words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_ledger(old)
    with sqlite3.connect(old) as raw:
        assert raw.execute("SELECT count(*) FROM claims").fetchone() == (6,)
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'entries'").fetchone() == (0,)


def test_addresses_are_told_apart_from_paths():
    assert find_url("a/b.sqlite").drivername == "sqlite"
    assert find_url("postgresql://ana:secret@host/desk").drivername == "postgresql+psycopg"
    with pytest.raises(LedgerError, match="postgresql://user@host/database"):
        find_url("postgresql://host:port/desk")

"""Processes that die while adding, laying or replaying, and several that use one ledger at once."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from written import reading

from sayso.book import open_ledger, replay_journal, write_journal
from sayso.pipeline import reconcile_readings
from sayso.settling import settle_ledger

WORKER = Path(__file__).with_name("worker.py")
CLAIMS = 3
AT = "2025-05-07T08:00:00+00:00"
#: kills in each of the three tests; `SAYSO_KILLS=67 pytest tests/book/test_processes.py` does 201.
KILLS = int(os.environ.get("SAYSO_KILLS", "4"))


def start(work, address, *rest):
    command = [sys.executable, str(WORKER), work, str(address), *map(str, rest)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_somewhere(process, chance, longest):
    """Kills it at a random moment after its first line, and gives the lines that it wrote."""
    first = process.stdout.readline()
    time.sleep(chance.uniform(0.0, longest))
    process.kill()
    rest = process.stdout.read().splitlines()
    process.wait()
    return [first, *rest] if first.strip() else rest


def assert_whole(address):
    if not str(address).startswith("postgresql"):
        with sqlite3.connect(address) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    with open_ledger(address) as ledger, ledger.begin_reading() as connection:
        count = {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("reports", "readings", "claims", "actors", "claim_search")
        }
        numbers = list(connection.scalars(text("SELECT n FROM entries ORDER BY n")))
    reports = count["reports"]
    expected = {"reports": reports, "readings": reports, "claims": CLAIMS * reports, "actors": 3 * reports}
    assert count == {**expected, "claim_search": CLAIMS * reports}
    assert numbers == list(range(1, len(numbers) + 1))
    return reports


def test_a_kill_at_any_moment_of_adding_leaves_whole_reports(address):
    chance = random.Random(7)
    told = 0
    for _ in range(KILLS):
        lines = kill_somewhere(start("add", address, "r", 4000), chance, 0.15)
        told = max(told, sum(1 for line in lines if line.strip()))
    booked = assert_whole(address)
    assert booked >= told - 1
    last = start("add", address, "r", booked + 5)
    assert last.wait(60) == 0
    assert assert_whole(address) == booked + 5


def test_a_kill_at_any_moment_of_laying_leaves_what_goes_on(address):
    chance = random.Random(8)
    assert start("add", address, "r", 60).wait(60) == 0
    for round_ in range(KILLS):
        kill_somewhere(start("lay", address, f"k{round_}-", 40), chance, 0.6)
    with open_ledger(address) as ledger:
        settle_ledger(ledger, at=AT)
        assert ledger.is_reconciled
        cases, threads = reconcile_readings(ledger.readings())
        assert {case.case: case for case in ledger.cases()} == {case.case: case for case in cases}
        assert {one.talks: one for one in ledger.talks()} == {one.talks: one for one in threads}


def test_a_kill_at_any_moment_of_replaying_leaves_what_goes_on(address, tmp_path):
    chance = random.Random(9)
    with open_ledger(tmp_path / "first.sqlite") as first:
        for number in range(250):
            first.book(reading(f"r{number}"), at=AT)
        settle_ledger(first, at=AT)
        journal = list(write_journal(first))
    file = tmp_path / "journal.jsonl"
    file.write_bytes(b"".join(journal))
    for _ in range(KILLS):
        kill_somewhere(start("replay", address, file), chance, 0.5)
    with open_ledger(address) as ledger:
        list(replay_journal(file.read_bytes().splitlines(keepends=True), ledger))
        assert list(write_journal(ledger)) == journal
    assert_whole(address)


def test_two_processes_add_and_one_reads_at_once(address):
    adders = [start("add", address, prefix, 60) for prefix in ("a", "b", "a")]
    readers = [start("read", address, 40)]
    for process in [*adders, *readers]:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    assert assert_whole(address) == 120
    with open_ledger(address) as ledger:
        assert {reading.report.id for reading in ledger.readings()} == {f"{p}{n}" for p in "ab" for n in range(60)}


def test_two_processes_lay_at_once(address):
    assert start("add", address, "r", 20).wait(60) == 0
    layers = [start("lay", address, prefix, 6) for prefix in ("a", "b")]
    for process in layers:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    with open_ledger(address) as ledger:
        settle_ledger(ledger, at=AT)
        cases, _ = reconcile_readings(ledger.readings())
        assert {case.case: case for case in ledger.cases()} == {case.case: case for case in cases}


@pytest.mark.parametrize("line", [b"{}", b"no json", b'{"journal": 99, "ledger": "0002"}'])
def test_what_is_no_journal_is_refused(tmp_path, line):
    from sayso.book import LedgerError

    with open_ledger(tmp_path / "book.sqlite") as ledger, pytest.raises(LedgerError, match="journal"):
        list(replay_journal([line], ledger))

"""A process that dies while adding, and two that add at once."""

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from sayso.book import open_ledger

ADDER = Path(__file__).with_name("adder.py")
CLAIMS = 3


def start(path, prefix, count):
    command = [sys.executable, str(ADDER), str(path), prefix, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_whole(path):
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        reports = raw.execute("SELECT count(*) FROM reports").fetchone()[0]
        assert raw.execute("SELECT count(*) FROM readings").fetchone()[0] == reports
        assert raw.execute("SELECT count(*) FROM claims").fetchone()[0] == CLAIMS * reports
        assert raw.execute("SELECT count(*) FROM actors").fetchone()[0] == 3 * reports
    return reports


def test_a_kill_at_any_moment_leaves_whole_reports(tmp_path):
    path = tmp_path / "book.sqlite"
    chance = random.Random(7)
    told = 0
    for _ in range(5):
        process = start(path, "r", 4000)
        # The first line says that the work has begun; the kill then falls anywhere in a report.
        lines = [process.stdout.readline()]
        time.sleep(chance.uniform(0.0, 0.15))
        process.kill()
        lines += process.stdout.read().splitlines()
        process.wait()
        told = max(told, sum(1 for line in lines if line.strip()))
    booked = assert_whole(path)
    assert booked >= told - 1
    last = start(path, "r", booked + 5)
    assert last.wait(60) == 0
    assert assert_whole(path) == booked + 5


def test_two_processes_add_to_a_new_ledger_at_once(tmp_path):
    path = tmp_path / "book.sqlite"
    processes = [start(path, prefix, 60) for prefix in ("a", "b", "a")]
    for process in processes:
        out, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
        assert len(out.splitlines()) == 60
    assert assert_whole(path) == 120
    with open_ledger(path) as ledger:
        assert {reading.report.id for reading in ledger.readings()} == {f"{p}{n}" for p in "ab" for n in range(60)}

"""Ctrl-C, kill -9 and many processes, with `sayso` as a process of its own."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

STANDIN = Path(__file__).with_name("standin.py")
COUNT = 40


def start(folder, *words, seconds=0.0):
    env = {**os.environ, "SAYSO_TEST_SECONDS": str(seconds)}
    command = [sys.executable, str(STANDIN), *words]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(folder, *words):
    process = start(folder, *words)
    out, error = process.communicate(timeout=60)
    return process.returncode, out, error


def write_input(folder):
    rows = ({"id": f"r{n}", "text": f"The army holds Karo. Day {n}.", "published": "2025-05-06"} for n in range(COUNT))
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def wait_for(condition, process):
    for _ in range(600):
        if condition() or process.poll() is not None:
            return
        time.sleep(0.02)


def test_ctrl_c_keeps_what_is_written_and_resume_goes_on(tmp_path):
    write_input(tmp_path)
    assert run(tmp_path, "read", "--jsonl", "in.jsonl", "--out", "whole.jsonl")[0] == 0
    out = tmp_path / "out.jsonl"
    process = start(tmp_path, "read", "--jsonl", "in.jsonl", "--out", "out.jsonl", seconds=0.05)
    wait_for(lambda: out.exists() and out.read_bytes().count(b"\n") >= 3, process)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "--resume" in error
    done = out.read_bytes().splitlines(keepends=True)
    assert 3 <= len(done) < COUNT
    assert all(line.endswith(b"\n") for line in done)
    assert run(tmp_path, "read", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--resume")[0] == 0
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_several_processes_keep_the_order(tmp_path):
    write_input(tmp_path)
    assert run(tmp_path, "read", "--jsonl", "in.jsonl", "--out", "one.jsonl")[0] == 0
    code, _, error = run(tmp_path, "read", "--jsonl", "in.jsonl", "--out", "two.jsonl", "--workers", "2")
    assert code == 0, error
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_ctrl_c_with_several_processes_ends_them_all(tmp_path):
    write_input(tmp_path)
    out = tmp_path / "out.jsonl"
    words = ("read", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--workers", "2")
    process = start(tmp_path, *words, seconds=0.1)
    wait_for(lambda: out.exists() and out.read_bytes().count(b"\n") >= 2, process)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130, error
    assert "Traceback" not in error
    assert out.read_bytes().endswith(b"\n")


def test_ctrl_c_while_adding_leaves_a_ledger_that_goes_on(tmp_path):
    write_input(tmp_path)
    process = start(tmp_path, "add", "in.jsonl", seconds=0.05)
    ledger = tmp_path / "sayso.sqlite"
    wait_for(lambda: ledger.exists() and count_reports(ledger) >= 2, process)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "same command again" in error
    assert 2 <= count_reports(ledger) < COUNT
    assert run(tmp_path, "add", "in.jsonl")[0] == 0
    assert count_reports(ledger) == COUNT


def test_kills_while_adding_lose_and_double_nothing(tmp_path):
    write_input(tmp_path)
    ledger = tmp_path / "sayso.sqlite"
    chance = random.Random(11)
    for _ in range(5):
        before = count_reports(ledger)
        process = start(tmp_path, "add", "in.jsonl", seconds=0.01)
        wait_for(lambda: count_reports(ledger) > before, process)  # noqa: B023
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.communicate()
        with sqlite3.connect(ledger) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            reports = raw.execute("SELECT count(*) FROM reports").fetchone()[0]
            assert raw.execute("SELECT count(*) FROM claims").fetchone()[0] == 2 * reports
    code, out, _ = run(tmp_path, "add", "in.jsonl")
    assert code == 0
    assert f"{COUNT - reports} reports booked" in out.replace("1 report booked", "1 reports booked")
    assert count_reports(ledger) == COUNT


def test_two_add_at_once(tmp_path):
    write_input(tmp_path)
    processes = [start(tmp_path, "add", "in.jsonl", seconds=0.005) for _ in range(2)]
    for process in processes:
        _, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
    assert count_reports(tmp_path / "sayso.sqlite") == COUNT


def count_reports(ledger):
    if not ledger.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as raw:
            return raw.execute("SELECT count(*) FROM reports").fetchone()[0]
    except sqlite3.OperationalError:
        return 0

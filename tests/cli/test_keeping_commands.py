"""`sayso rule`, `rulings`, `review`, `changes`, `journal`, `replay`, `reread`, and the ledger as it once stood."""

import json
import sqlite3

import pytest

STORY = "The army holds Karo. Rebels hold Karo."


def lines_of(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def at(monkeypatch):
    """Sets the clock."""

    def set_clock(moment):
        for module in ("booking", "listing", "ruling", "keeping"):
            monkeypatch.setattr(f"sayso.commands.{module}.now", lambda: moment)

    return set_clock


@pytest.fixture
def booked(sayso, tmp_path, at):
    """Two reports, the second booked a day after the first."""
    rows = (
        ("01", STORY, "Karo Post", "2025-05-06", "2025-05-07T08:00:00+00:00"),
        ("02", "The army holds Karo.", "Harbour Times", "2025-05-06", "2025-05-08T08:00:00+00:00"),
    )
    for name, text, outlet, published, moment in rows:
        at(moment)
        row = {"id": name, "text": text, "outlet": outlet, "published": published}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
        assert sayso("add", f"{name}.jsonl").exit_code == 0
        assert sayso("disputes").exit_code == 0
    at("2025-05-09T08:00:00+00:00")
    return sayso


def test_the_ledger_as_it_stood_on_a_day(booked):
    assert [row["id"] for row in lines_of(booked("claims", "--json", "--as-of", "2025-05-07"))] == ["01:C1", "01:C2"]
    assert len(lines_of(booked("reports", "--json", "--as-of", "2025-05-08"))) == 2
    assert lines_of(booked("reports", "--json", "--as-of", "2025-05-06")) == []
    assert booked("show", "02", "--as-of", "2025-05-07").exit_code == 1
    assert booked("show", "02", "--as-of", "2025-05-08T08:00:00Z").exit_code == 0


def test_claims_are_searched_by_their_words_and_limited(booked):
    assert [row["id"] for row in lines_of(booked("claims", "--json", "--words", "rebels"))] == ["01:C2"]
    assert len(lines_of(booked("claims", "--json", "--limit", "2"))) == 2


def test_a_correction_is_listed_shown_and_withdrawn(booked):
    made = booked("rule", "correct", "01:C1", "about.status", "planned", "--by", "Ana", "--why", "heard the tape")
    assert made.exit_code == 0, made.output
    ruling = made.stdout.strip()
    (claim,) = [row for row in lines_of(booked("claims", "--json")) if row["id"] == "01:C1"]
    assert claim["status"] == "planned"
    assert "heard the tape" in booked("show", "01:C1").stdout
    assert "ruled by Ana" in booked("show", "01").stdout
    assert f"{ruling}  2025-05-09  Ana: 01:C1 about.status = planned" in booked("rulings").stdout
    assert booked("rule", "withdraw", ruling, "--by", "Bo", "--why", "wrong tape").exit_code == 0
    assert lines_of(booked("claims", "--json"))[0]["status"] == "actual"
    assert "(withdrawn)" in booked("rulings").stdout
    assert [row["kind"] for row in lines_of(booked("rulings", "--json"))] == ["correct", "withdraw"]
    assert lines_of(booked("rulings", "--json", "--as-of", "2025-05-08")) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("correct", "01:C9", "act", "deny"), "nothing in sayso.sqlite is called 01:C9"),
        (("correct", "01:C1", "about.mood", "glad"), "there is no field about.mood"),
        (("correct", "01:C1", "about.status", "maybe"), "cannot be maybe"),
        (("correct", "01", "act", "deny"), "a claim is needed here"),
        (("withdraw", "R99"), "nothing in sayso.sqlite is called R99"),
    ],
)
def test_what_cannot_be_ruled_is_told(booked, words, told):
    result = booked("rule", *words, "--why", "so")
    assert result.exit_code == 1
    assert told in result.stderr
    assert lines_of(booked("rulings", "--json")) == []


def test_merging_needs_two_claims_and_every_ruling_a_reason(booked):
    assert booked("rule", "merge", "01:C1", "--why", "so").exit_code == 2
    assert booked("rule", "merge", "01:C1", "02:C1").exit_code == 2


def test_claims_are_merged_split_and_unlinked(booked):
    assert booked("rule", "merge", "01:C1", "02:C1", "--why", "one day").exit_code == 0
    assert booked("rule", "split", "01:C1", "01:C2", "--why", "two towns").exit_code == 0
    assert booked("rule", "unlink", "01:C1", "02:C1", "--field", "control", "--why", "no").exit_code == 0
    assert booked("rule", "note", "01", "--why", "seen by the desk").exit_code == 0
    assert "seen by the desk" in booked("show", "01").stdout
    shown = booked("rulings").stdout
    assert "merge 01:C1, 02:C1" in shown and "unlink 01:C1, 02:C1 on control" in shown


def test_what_came_about_between_two_days(booked):
    found = lines_of(booked("changes", "--json", "--from", "2025-05-07"))
    assert [(row["what"], row["id"]) for row in found if row["what"] == "report booked"] == [("report booked", "02")]
    everything = lines_of(booked("changes", "--json"))
    assert [row["id"] for row in everything if row["what"] == "report booked"] == ["01", "02"]
    assert "Nothing changed." in booked("changes", "--from", "2025-05-08", "--to", "2025-05-08").stdout
    assert "Karo Post" in booked("changes").stdout


def test_a_journal_written_and_replayed_is_the_same_ledger(booked, tmp_path):
    booked("rule", "note", "01", "--why", "seen")
    assert booked("journal", "--out", "one.jsonl").exit_code == 0
    assert "entries in two.sqlite" in booked("replay", "one.jsonl", "--ledger", "two.sqlite").stdout
    again = booked("journal", "--ledger", "two.sqlite")
    assert again.stdout.encode() == (tmp_path / "one.jsonl").read_bytes()
    assert booked("claims", "--json", "--ledger", "two.sqlite").stdout == booked("claims", "--json").stdout
    assert "entries in two.sqlite" in booked("replay", "one.jsonl", "--ledger", "two.sqlite").stdout
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes((tmp_path / "one.jsonl").read_bytes()[:-30])
    result = booked("replay", "broken.jsonl", "--ledger", "three.sqlite")
    assert result.exit_code == 1 and "of the journal cannot be read" in result.stderr
    assert booked("replay", "gone.jsonl", "--ledger", "four.sqlite").exit_code == 1


def test_reports_that_another_sayso_read_are_read_again(booked, tmp_path):
    assert "0 reports read again" in booked("reread").stdout
    with sqlite3.connect(tmp_path / "sayso.sqlite") as raw:
        raw.execute("DROP TRIGGER entries_stay_update")
        raw.execute("UPDATE entries SET booked_by = 'sayso 0.0.1, model 00000000' WHERE n <= 2")
    assert "1 report read again, 0 otherwise than before" in booked("reread").stdout
    assert "0 reports read again" in booked("reread").stdout
    assert "1 report read again" in booked("reread", "02").stdout
    assert booked("reread", "99").exit_code == 1


def test_the_review_queue_leaves_out_what_was_ruled_on(booked):
    queue = lines_of(booked("review", "--json"))
    assert len(queue) == 1 and queue[0]["outlets"] == 2
    assert queue[0]["case"] in booked("review").stdout
    booked("rule", "unlink", "01:C1", "02:C1", "--why", "looked at")
    assert lines_of(booked("review", "--json")) == []
    assert "Nothing waits" in booked("review").stdout


def test_an_export_is_written_once_and_again_only_when_forced(booked, tmp_path):
    assert booked("export", "plover", "--out", "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl.about.json").exists()
    refused = booked("export", "plover", "--out", "out.jsonl")
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert booked("export", "csv", "--out", "tables", "--actor", "army").exit_code == 0
    assert len((tmp_path / "tables" / "claims.csv").read_text().splitlines()) == 4
    assert booked("export", "plover", "--out", "out.jsonl", "--force", "--as-of", "2025-05-07").exit_code == 0
    assert booked("export", "csv", "--out", "t2", "--rule", "lowest").exit_code == 2
    assert booked("export", "ucdp", "--out", "t3", "--rule", "guess").exit_code == 2

"""`sayso add`, then `claims`, `disputes`, `talks`, `actors`, `reports` and `show`; and `reconcile` without a ledger."""

import csv
import io
import json

import pytest

STORY = "The army holds Karo. Rebels hold Karo."


def lines_of(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def booked(sayso, tmp_path):
    rows = [
        {"id": "01", "text": STORY, "published": "2025-05-06", "outlet": "Karo Post"},
        {"id": "02", "text": "The army left Karo.", "published": "2025-05-08", "outlet": "Harbour Times"},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = sayso("add", "in.jsonl")
    assert result.exit_code == 0, result.output
    assert "2 reports booked" in result.stdout
    return sayso


def test_adding_twice_changes_nothing(booked):
    before = lines_of(booked("claims", "--json"))
    assert "0 reports booked in sayso.sqlite, 2 were there already" in booked("add", "in.jsonl").stdout
    assert lines_of(booked("claims", "--json")) == before


def test_bad_input_is_named_and_the_rest_is_booked(booked, tmp_path):
    (tmp_path / "more.txt").write_text("The army is back in Karo.")
    result = booked("add", "gone.txt", "more.txt")
    assert result.exit_code == 1
    assert "gone.txt" in result.stderr
    assert "1 report booked" in result.stdout
    assert len(lines_of(booked("reports", "--json"))) == 3


def test_another_text_under_a_taken_id_is_told(booked, tmp_path):
    (tmp_path / "other.jsonl").write_text(json.dumps({"id": "01", "text": "Something else."}) + "\n")
    result = booked("add", "--jsonl", "other.jsonl")
    assert result.exit_code == 0
    assert "01 is booked for another text" in result.stderr
    assert "0 reports booked" in booked("add", "--jsonl", "other.jsonl").stdout


def test_claims_are_listed_and_filtered(booked):
    assert [row["id"] for row in lines_of(booked("claims", "--json"))] == ["01:C1", "01:C2", "02:C1"]
    assert [row["id"] for row in lines_of(booked("claims", "--json", "--from", "2025-05-07"))] == ["02:C1"]
    assert [row["id"] for row in lines_of(booked("claims", "--json", "--outlet", "harbour times"))] == ["02:C1"]
    assert lines_of(booked("claims", "--json", "--actor", "nobody")) == []
    shown = booked("claims", "--actor", "army", "--type", "control").stdout
    assert "Rebels hold Karo." in shown
    assert "No claims." in booked("claims", "--place", "Atlantis").stdout


def test_lists_come_as_csv_with_a_header_even_when_empty(booked):
    for command in ("claims", "disputes", "talks", "actors", "reports"):
        result = booked(command, "--csv", "--actor", "nobody")
        assert result.exit_code == 0, result.output
        header, *rows = csv.reader(io.StringIO(result.stdout))
        assert "report" in header
        assert rows == []
    assert len(list(csv.DictReader(io.StringIO(booked("claims", "--csv").stdout)))) == 3


def test_actors_and_reports_are_listed(booked):
    assert {row["name"] for row in lines_of(booked("actors", "--json"))} == {"Army of Tamar"}
    assert [row["report"] for row in lines_of(booked("reports", "--json", "--to", "2025-05-06"))] == ["01"]
    assert "Army of Tamar" in booked("actors").stdout
    assert "Harbour Times" in booked("reports", "--actor", "army").stdout


def test_disputes_and_talks_are_derived_when_asked_for(booked):
    assert booked("disputes").exit_code == 0
    assert booked("talks").exit_code == 0
    assert "laying their claims" not in booked("disputes").stderr


def test_a_claim_an_actor_and_a_report_are_explained(booked):
    shown = booked("show", "01:C2").stdout
    assert "Rebels hold Karo." in shown
    assert "cue.say" in shown
    assert "Army of Tamar" in booked("show", "01:A1").stdout
    assert "Karo Post" in booked("show", "01").stdout
    assert json.loads(booked("show", "01:C2", "--json").stdout)["id"] == "C2"
    missing = booked("show", "K99")
    assert missing.exit_code == 1
    assert "nothing in sayso.sqlite is called K99" in missing.stderr


def test_a_missing_or_foreign_ledger_is_told(booked, tmp_path):
    (tmp_path / "notes.txt").write_text("not a ledger")
    for path, words in (("gone.sqlite", "there is no ledger"), ("notes.txt", "is not a ledger"), (".", "is a folder")):
        result = booked("claims", "--ledger", path)
        assert result.exit_code == 1
        assert words in result.stderr
    assert booked("add", "in.jsonl", "--ledger", "notes.txt").exit_code == 1


def test_both_formats_at_once_are_a_usage_error(booked):
    assert booked("claims", "--json", "--csv").exit_code == 2
    assert booked("claims", "--from", "2025-05-06T10:00").exit_code == 2
    assert booked("add").exit_code == 2


def test_reconcile_takes_contract_lines_and_names_bad_ones(booked, tmp_path):
    assert booked("read", "--jsonl", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    with (tmp_path / "out.jsonl").open("a") as file:
        file.write('{"id": "x", "problems": []}\n{"report": 7}\nnot json\n')
    result = booked("reconcile", "--jsonl", "out.jsonl", "--out", "recon.jsonl")
    assert result.exit_code == 1
    assert "out.jsonl:4" in result.stderr
    assert "out.jsonl:5" in result.stderr
    assert "2 reports" in result.stderr
    for line in (tmp_path / "recon.jsonl").read_text().splitlines():
        assert {"case", "talks"} & set(json.loads(line))
    assert booked("reconcile", "--jsonl", "gone.jsonl").exit_code == 1


def test_the_demo_prints_reports_claims_disputes_and_talks(sayso, tmp_path):
    result = sayso("demo", "--ledger", "kept.sqlite")
    assert result.exit_code == 0, result.output
    for heading in ("Reports, all of them invented", "Who claims what", "Disputes:", "Talks,"):
        assert heading in result.stdout
    assert len(lines_of(sayso("reports", "--json", "--ledger", "kept.sqlite"))) >= 8


def test_a_report_that_sayso_fails_on_is_not_booked(sayso, tmp_path):
    (tmp_path / "story.txt").write_text("What no reader can read.")
    result = sayso("add", "story.txt")
    assert result.exit_code == 1
    assert "0 reports booked in sayso.sqlite, 1 could not be read" in result.stdout
    assert lines_of(sayso("reports", "--json")) == []

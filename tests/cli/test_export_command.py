"""`sayso export`: every format from a ledger, filtered, by a rule, and never over what is no export."""

import json

import pytest

from sayso.commands.exporting import FORMAT_NAMES


@pytest.fixture
def booked(sayso, tmp_path):
    """Two reports that tell of one place, by two outlets."""
    stories = (
        ("01", "The army holds Karo. Rebels hold Karo.", "Karo Post"),
        ("02", "The army holds Karo.", "Harbour Times"),
    )
    rows = [{"id": name, "text": text, "outlet": outlet, "published": "2025-05-06"} for name, text, outlet in stories]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert sayso("add", "in.jsonl").exit_code == 0
    return sayso


@pytest.mark.parametrize("format_", FORMAT_NAMES)
def test_every_format_is_written_with_a_page_about_it(booked, tmp_path, format_):
    result = booked("export", format_, "--out", "out")
    assert result.exit_code == 0, result.output
    about = json.loads((tmp_path / "out.about.json").read_text())
    assert about["format"] == format_ and about["made_by"].startswith("sayso") and about["reports"] >= 0
    assert f"{about['count']:,} rows in out" in result.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.jsonl", "out", "out.about.json", "sayso.sqlite"]


def test_an_export_is_refused_where_something_is_unless_forced(booked, tmp_path):
    assert booked("export", "ngec", "--out", "out").exit_code == 0
    refused = booked("export", "ngec", "--out", "out")
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert booked("export", "ngec", "--out", "out", "--force").exit_code == 0


@pytest.mark.parametrize(("format_", "out"), [("csv", "papers"), ("csv", "."), ("ucdp", "papers"), ("ucdp", "/")])
def test_force_never_touches_a_folder_that_holds_anything_else(booked, tmp_path, format_, out):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("years of work")
    result = booked("export", format_, "--out", out, "--force")
    assert result.exit_code == 1 and result.stderr.startswith("Error: ") and "name a" in result.stderr
    assert (tmp_path / "papers" / "thesis.txt").read_text() == "years of work"


def test_a_folder_that_is_not_there_is_named(booked):
    result = booked("export", "ucdp", "--out", "nowhere/ged.csv")
    assert result.exit_code == 1 and "there is no folder" in result.stderr and "nowhere" in result.stderr


def test_only_the_claims_asked_for_are_exported_and_the_page_says_so(booked, tmp_path):
    assert booked("export", "csv", "--out", "tables", "--outlet", "Karo Post", "--words", "rebels").exit_code == 0
    (claim,) = (tmp_path / "tables" / "claims.csv").read_text().splitlines()[1:]
    assert claim.startswith("01,C2,")
    about = json.loads((tmp_path / "tables.about.json").read_text())
    assert about["asked"] == {"outlet": "Karo Post", "words": "rebels"} and about["reports"] == 1
    assert booked("export", "stix", "--out", "some.json", "--outlet", "Harbour Times").exit_code == 0
    objects = json.loads((tmp_path / "some.json").read_text())["objects"]
    ids = {one["id"] for one in objects}
    assert all(set(one.get("object_refs", ())) <= ids for one in objects)
    assert sum(one["type"] == "note" for one in objects) == 1


def test_a_rule_is_for_formats_that_count(booked):
    unknown = booked("export", "acled", "--out", "out", "--rule", "guess")
    assert unknown.exit_code == 2 and "most-conservative" in unknown.stderr
    assert booked("export", "csv", "--out", "out", "--rule", "lowest").exit_code == 2
    assert booked("export", "ucdp", "--out", "out", "--rule", "ibc").exit_code == 0

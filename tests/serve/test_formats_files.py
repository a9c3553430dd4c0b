"""Exports are whole or not there, alike each time, and never in the place of anything else."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from exported import about, export, lines_of, material_of, rows_of, shelling

from sayso.commands.exporting import FORMAT_NAMES
from sayso.reconcile.estimates import RULES
from sayso.serve.exports import SCHEMAS
from sayso.serve.formats import FORMATS, find_obstacle, narrow_reading, write_export


def contents(path):
    return {one.name: one.read_bytes() for one in path.iterdir()} if path.is_dir() else path.read_bytes()


def test_every_format_that_the_command_names_is_there():
    assert tuple(FORMATS) == FORMAT_NAMES
    assert {one.rule for one in FORMATS.values() if one.rule} <= set(RULES)


@pytest.mark.parametrize("format_", FORMAT_NAMES)
def test_the_demo_is_the_same_in_every_format_each_time_and_leaves_nothing_behind(demo, tmp_path, format_):
    path, count = export(demo, format_, tmp_path)
    once = contents(path)
    assert about(path)["count"] == count > 0 and about(path)["reports"] == len(demo)
    again, _ = export(demo, format_, tmp_path)
    assert contents(again) == once
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name, f"{path.name}.about.json"]


@pytest.mark.parametrize("format_", FORMAT_NAMES)
def test_nothing_makes_an_export_of_nothing(tmp_path, format_):
    path, count = export([], format_, tmp_path)
    assert path.exists() and about(path)["reports"] == 0
    # the bundle has the tool in it
    assert count == (1 if format_ == "stix" else 0)


def test_all_tables_are_written_alike_as_csv_and_parquet(demo, tmp_path):
    folder, count = export(demo, "parquet", tmp_path)
    tables = {path.stem: pq.read_table(path) for path in folder.iterdir()}
    assert sum(table.num_rows for table in tables.values()) == count
    assert {*SCHEMAS, "cases", "case_claims", "case_links", "case_disputes", "talks"} == set(tables)
    sheets, _ = export(demo, "csv", tmp_path)
    for name, table in tables.items():
        rows = rows_of(sheets / f"{name}.csv")
        assert len(rows) == table.num_rows
        assert not rows or list(rows[0]) == table.schema.names
    claims = zip(tables["claims"]["report"].to_pylist(), tables["claims"]["claim"].to_pylist(), strict=True)
    names = {f"{report}:{claim}" for report, claim in claims}
    for table, column in (
        ("case_claims", "claim"),
        ("case_links", "left"),
        ("case_links", "right"),
        ("talks", "claim"),
    ):
        assert set(tables[table][column].to_pylist()) <= names


def test_an_export_that_fails_leaves_what_was_there(tmp_path):
    path, _ = export([shelling()], "acled", tmp_path)
    sheets, _ = export([shelling()], "csv", tmp_path)
    before = contents(path), contents(sheets)

    def interrupted():
        raise KeyboardInterrupt

    for format_, where in (("acled", path), ("csv", sheets)):
        with pytest.raises(KeyboardInterrupt):
            write_export(format_, material_of([shelling("02")], "lowest"), where, interrupted)
    assert (contents(path), contents(sheets)) == before
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_that_holds_anything_else_is_never_written_over(tmp_path):
    mine = tmp_path / "papers"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    assert "thesis.txt" in find_obstacle("csv", mine, force=True)
    assert "is a folder" in find_obstacle("ucdp", mine, force=True)
    assert "is a file" in find_obstacle("parquet", mine / "thesis.txt", force=True)
    assert "there is no folder" in find_obstacle("ucdp", tmp_path / "nowhere" / "out.csv", force=True)
    assert find_obstacle("csv", tmp_path, force=True)
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_an_export_is_written_over_only_when_forced(tmp_path):
    for format_ in ("csv", "plover"):
        path, _ = export([shelling()], format_, tmp_path)
        assert "--force" in find_obstacle(format_, path, force=False)
        assert find_obstacle(format_, path, force=True) is None
        assert find_obstacle(format_, tmp_path / "new", force=False) is None


def test_an_address_with_a_link_in_it_is_followed(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "there" / "out.jsonl")
    write_export("plover", material_of([shelling()]), tmp_path / "here", lambda: None)
    assert (tmp_path / "here").is_symlink() and (tmp_path / "there" / "out.jsonl").is_file()


def test_a_line_end_within_a_report_ends_no_line(tmp_path):
    told = shelling()
    text = told.report.text.replace("Belmar, killing", "Belmar,\u2028killing")
    path, _ = export([replace(told, report=replace(told.report, text=text))], "plover", tmp_path)
    (line,) = lines_of(path)
    assert "\u2028" in line["text"]


def test_a_reading_narrowed_to_some_claims_keeps_what_rests_on_them_alone(reading):
    both = narrow_reading(reading, tuple(claim for claim in reading.claims if claim.id in ("C1", "C3")))
    assert both.links == reading.links and both.disputes == reading.disputes and both.talks == ()
    one = narrow_reading(reading, reading.claims[:1])
    assert one.links == () and one.disputes == () and len(one.claims) == 1

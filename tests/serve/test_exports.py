"""CSV, Arrow and pandas."""

import csv
import datetime
import io
import sys
from dataclasses import replace

import pytest

from sayso import contract
from sayso.records import Reading, Report
from sayso.serve.exports import SCHEMAS, to_arrow, to_pandas, write_csv
from sayso.serve.notebook import NotebookReading
from sayso.serve.views import ClaimRow, claim_rows


def as_csv(rows, **more):
    file = io.StringIO()
    write_csv(rows, file, **more)
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_csv_has_one_row_a_claim_with_its_words_on_one_line(reading):
    rows = as_csv(claim_rows(reading))
    assert [row["claim"] for row in rows] == ["C1", "C2", "C3", "C4"]
    assert rows[0]["from"] == rows[0]["to"] == "2025-05-06"
    assert rows[0]["figures"] == "12 killed" and rows[3]["source"] == ""


def test_csv_of_nothing_still_has_its_header():
    file = io.StringIO()
    write_csv((), file, ClaimRow)
    assert file.getvalue().startswith("report,claim,outlet,published,source")


def test_words_that_a_spreadsheet_would_run_are_disarmed(reading):
    (row, *_) = claim_rows(reading)
    assert as_csv([replace(row, words="=HYPERLINK(1)")])[0]["words"] == "'=HYPERLINK(1)"


def test_arrow_tables_are_typed_and_full(reading):
    tables = to_arrow([reading])
    assert {name: table.num_rows for name, table in tables.items()} == {
        "reports": 1, "claims": 4, "attributions": 4, "figures": 3, "actors": 2, "places": 1, "links": 1,
        "disputes": 2, "problems": 1,
    }  # fmt: skip
    first = tables["claims"].to_pylist()[0]
    assert first["from"] == datetime.date(2025, 5, 6) and first["actors"] == ["A1"] and first["place_name"] == "Meghri"
    assert first["words"] == "that 12 fighters were killed near Meghri"
    figure = tables["figures"].to_pylist()[1]
    assert figure["low"] is None and figure["vague"] is True


@pytest.mark.parametrize("readings", [[], [Reading(Report("r", ""))]])
def test_empty_tables_keep_their_schema(readings):
    for name, table in to_arrow(readings).items():
        assert table.schema == SCHEMAS[name]


def test_pandas_frames_come_in_one_call(reading):
    frames = NotebookReading.from_reading(reading).to_pandas()
    assert list(frames["claims"]["claim"]) == ["C1", "C2", "C3", "C4"]
    assert to_pandas([])["claims"].empty


def test_without_pandas_the_error_says_what_to_install(reading, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'sayso\[pandas\]'"):
        to_pandas([reading])


def test_a_notebook_reading_writes_the_same_contract(reading):
    plain = contract.reading_to_dict(reading)
    assert contract.reading_to_dict(NotebookReading.from_reading(reading)) == plain
    again, problems = contract.parse_reading(plain)
    assert again == reading and not problems

"""The demo reports: shipped with the package, plainly invented, and good to read."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from sayso.read import Meta, load_reports

DEMO = resources.files("sayso").joinpath("demo")
COURIER = Meta(published="2025-05-10", outlet="The Soča Courier (invented)")
LAST_LINE = "[Invented for sayso: no such outlet, people or events.]"


def demo_reports():
    for name in ("reports.jsonl", "courier-2.txt", "meridian-2.html"):
        meta = COURIER if name.endswith(".txt") else None
        for report, problems in load_reports(str(DEMO.joinpath(name)), meta=meta):
            assert report is not None, problems
            yield pytest.param(report, problems, id=report.outlet + " " + (report.published or ""))


REPORTS = list(demo_reports())


def test_there_are_at_least_nine_reports_in_three_formats():
    assert len(REPORTS) >= 9
    assert {path.name.rpartition(".")[2] for path in DEMO.iterdir()} >= {"txt", "html", "jsonl"}


@pytest.mark.parametrize(("report", "problems"), REPORTS)
def test_each_report_is_marked_as_invented_and_known_by_outlet_and_day(report, problems):
    assert report.text.rstrip().endswith(LAST_LINE)
    assert report.outlet.endswith("(invented)")
    assert re.match(r"202[45]-\d\d-\d\d", report.published)
    assert not problems


@pytest.mark.parametrize(("report", "problems"), REPORTS)
def test_each_report_has_the_length_of_wire_copy(report, problems):
    assert 150 <= len(report.text.split()) <= 350


def test_two_outlets_relay_the_wire_nearly_word_for_word():
    first, *others = (one.values[0] for one in REPORTS)
    wire = set(re.split(r"(?<=[.!?”\"])\s+", first.text))
    relayed = [sum(s in wire for s in re.split(r"(?<=[.!?”\"])\s+", one.text)) for one in others]
    assert sum(shared >= 7 for shared in relayed) == 2

"""`sayso figures`: a case's figures by counting rule, from a ledger of hand-made readings."""

import csv
import io
import json

import pytest

from sayso.book import open_ledger
from sayso.commands.counting import RULE_NAMES
from sayso.reconcile.estimates import RULES
from sayso.records import About, Actor, Attribution, Claim, Figure, Place, Reading, Report, Source, Span, Time

DAY = Time("2024-05-02", "2024-05-02", "on Thursday", None)


def told(id, outlet, says, *figures):
    """A report in which somebody says how many were killed in a strike on Orvan."""
    text = f"{says} said that many were killed in Orvan on Thursday."
    people = Actor("A2", "civilians", "civilians")
    about = About("event", "ASSAULT", place="P1", time=DAY, figures=figures, status="actual")
    claim = Claim("C1", (Attribution(Source(says, None, "A1")),), (Span(0, len(text)),), about=about)
    place = Place("P1", "Orvan", "RUV", None, 10.0, 20.0, None, "exact")
    report = Report(id, text, outlet, published="2024-05-03")
    return Reading(report, (Actor("A1", says), people), (place,), (claim,))


def killed(low, high, of=None):
    return Figure("killed", low, high, False, of, f"{low} killed")


@pytest.fixture
def booked(sayso, tmp_path):
    with open_ledger(tmp_path / "sayso.sqlite") as ledger:
        for reading in (
            told("01", "Orvan Post", "village elder", killed(4, 4)),
            told("02", "Harbour Times", "hospital of Orvan", killed(6, 8)),
            told("03", "Daily B", "aid convoy", killed(3, 3, "A2")),
        ):
            ledger.book(reading, at="2024-05-03T10:00:00Z")
    return sayso


def lines_of(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_rule_stands_on_a_line_with_its_numbers_and_its_reason(booked):
    shown = booked("figures").stdout
    for rule in RULES:
        assert f"    {rule}" in shown
    lowest = next(line for line in shown.splitlines() if line.strip().startswith("lowest"))
    assert lowest.split()[1:6] == ["4", "4", "4", "1", "1"] and "village elder" in lowest
    assert "spread: 4 (lowest" in shown and "2.0 times; a range of what is claimed" in shown
    assert "confidence" not in shown


def test_people_counted_apart_have_tables_of_their_own(booked):
    shown = booked("figures").stdout
    assert shown.index("killed, everybody") < shown.index("killed, civilians")


def test_one_case_is_chosen_by_its_id_or_by_a_claim_of_it(booked):
    (case,) = lines_of(booked("figures", "02:C1", "--json"))
    assert case["reports"] == ["01", "02", "03"] and case["kind"] == "killed"
    assert lines_of(booked("figures", case["case"], "--json")) == [case]
    assert [one["of"] for one in case["spreads"]] == [None, "civilians"]
    missing = booked("figures", "K99")
    assert missing.exit_code == 1 and "no case here is or holds K99" in missing.stderr


def test_rules_and_kinds_are_chosen(booked):
    (case,) = lines_of(booked("figures", "--rule", "ucdp", "--rule", "ibc", "--json"))
    assert {one["rule"] for one in case["estimates"]} == {"ucdp", "ibc"}
    assert "No figures of this kind: wounded." in booked("figures", "--kind", "wounded").stdout
    assert lines_of(booked("figures", "--outlet", "nobody", "--json")) == []
    wrong = booked("figures", "--rule", "guess")
    assert wrong.exit_code == 2 and "no rule is called guess; there are lowest" in wrong.stderr


def test_a_spreadsheet_gets_one_row_a_rule_and_a_header_even_without_rows(booked):
    rows = list(csv.DictReader(io.StringIO(booked("figures", "--csv").stdout)))
    assert [row["rule"] for row in rows] == list(RULES) * 2
    assert rows[0]["on"] == "01:C1" and rows[0]["claims"] == "1"
    header, *none = booked("figures", "--csv", "--kind", "wounded").stdout.splitlines()
    assert header.startswith("case,what,kind,of,rule,low,best,high") and none == []
    assert booked("figures", "--csv", "--json").exit_code == 2


def test_help_names_the_rules_there_are():
    assert RULE_NAMES.replace(" and ", ", ").split(", ") == list(RULES)

"""What the terminal shows, wide, narrow and piped."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from sayso.records import Reading, Report, Talks
from sayso.serve.record import render_record
from sayso.serve.tables import (
    render_actors,
    render_cases,
    render_claims,
    render_reading,
    render_reports,
    render_talks,
)
from sayso.serve.views import case_rows, claim_rows, dispute_rows, rows_by_name, talks_rows


def shown(render, *arguments, width=100, terminal=False):
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    render(*arguments, console)
    return file.getvalue()


def test_a_piped_claim_is_one_line_without_colour(reading):
    out = shown(render_reading, reading)
    assert "\x1b" not in out
    line = next(line for line in out.splitlines() if line.startswith("C1"))
    for part in ("Ivan Petrescu", "assert", "ASSAULT firearms", "Ivan Petrescu → Valley Front", "Meghri", "6 May 2025"):
        assert part in line
    assert "12 killed" in line and "“that 12 fighters were killed near Meghri”" in line


def test_a_reading_shows_claims_then_disputes_then_talks_then_problems(reading):
    out = shown(render_reading, reading)
    places = [out.index(part) for part in ("C4", "Disputes (1)", "Talks (1)", "Not understood (1)")]
    assert places == sorted(places)


def test_both_sides_of_a_dispute_are_shown_with_who_stands_on_them_and_why(reading):
    out = shown(render_reading, reading)
    assert "A  C1 Ivan Petrescu" in out
    assert "B  C3 an official < residents" in out
    assert "why: 12 and 3 do not overlap" in out


def test_claims_made_in_one_breath_share_a_line_of_their_side(reading):
    twin = replace(reading.claims[0], id="C5")
    dispute = replace(reading.disputes[0], sides=(("C1", "C5"), ("C3",)))
    out = shown(render_reading, replace(reading, claims=(*reading.claims, twin), disputes=(dispute,)))
    assert "A  C1, C5 Ivan Petrescu" in out


def test_evidence_withheld_is_said(reading):
    assert "evidence withheld" in shown(render_claims, claim_rows(reading))


@pytest.mark.parametrize("width", [20, 40, 80, 120, 150, 220])
def test_every_width_fits_and_loses_no_claim(reading, width):
    out = shown(render_reading, reading, width=width, terminal=True)
    plain_lines = [_without_escapes(line) for line in out.splitlines()]
    assert max(len(line) for line in plain_lines) <= width
    assert all(f"C{n}" in out for n in (1, 2, 3, 4))


def test_colour_comes_only_to_a_terminal(reading):
    assert "\x1b[" in shown(render_reading, reading, terminal=True)


def test_markup_in_a_report_is_shown_and_not_obeyed(reading):
    bold = replace(reading, report=replace(reading.report, title="[bold]x[/bold] \x1b[31mred"))
    out = shown(render_reading, bold)
    assert "[bold]x[/bold]" in out and "\x1b" not in out


def test_a_reading_without_claims_says_so():
    out = shown(render_reading, Reading(Report("r", "Nothing.")))
    assert "No claims were found" in out
    assert shown(render_claims, ()) == ""


def test_cases_show_outlets_and_origins_side_by_side(reading, case):
    out = shown(render_cases, (case,), {"r1": reading})
    assert "1 outlet, 2 origins" in out
    assert "r1:C1 Ivan Petrescu" in out and "The Morning Lamp, 7 May 2025" in out
    assert "No disputes." in shown(render_cases, (), {})


def test_a_case_whose_report_is_missing_still_shows(case):
    assert "not among the readings given" in shown(render_cases, (case,), {})


def test_talks_show_mediators_and_stages_on_someones_word(reading):
    thread = Talks("a truce", ("Armenia", "Valley Front"), (), (reading.talks[0].stages[0],), "T1")
    thread = replace(thread, stages=(replace(thread.stages[0], claim="r1:C4"),))
    out = shown(render_talks, (thread,), {"r1": reading})
    assert "T1" in out and "Armenia – Valley Front" in out and "on a truce" in out
    assert "ongoing · 6 May 2025 · (the report itself)" in out
    assert "No talks." in shown(render_talks, (), {})


def test_actors_are_counted_by_what_they_claim(reading):
    out = shown(render_actors, [reading, reading])
    row = next(line for line in out.splitlines() if "Ivan Petrescu" in line)
    assert row.split()[-3:] == ["2", "4", "2"]
    assert "No actors." in shown(render_actors, [])


def test_reports_are_listed_with_their_length(reading):
    out = shown(render_reports, [reading.report])
    assert "The Morning Lamp" in out and "7 May 2025" in out
    assert "No reports." in shown(render_reports, [])


def test_a_record_shows_its_sentence_with_the_spans_set_off(reading):
    out = shown(render_record, reading, "C1")
    assert "[source: Colonel Ivan Petrescu] [cue: said] on Tuesday [content: that 12 fighters" in out
    assert "cue.say, event.kill" in out
    assert "CAMEO 190" in out
    assert "contradicts C3" in out and "12 and 3 do not overlap" in out


def test_a_record_of_a_chain_shows_each_step(reading):
    out = shown(render_record, reading, "r1:C3")
    assert "who has it from" in out and "an official" in out and "residents" in out


def test_a_record_that_is_not_there_names_those_that_are(reading):
    assert "Claims there: C1, C2, C3, C4" in shown(render_record, reading, "C9")


def test_flat_rows_have_a_line_for_every_side_and_stage(reading, case):
    rows = rows_by_name([reading])
    assert [(one.side, one.claim, one.source) for one in dispute_rows([case], rows)] == [
        (1, "C1", "Ivan Petrescu"),
        (2, "C3", "an official < residents <script>alert(1)</script>"),
    ]
    (one,) = case_rows([case])
    assert (one.claims, one.outlets, one.origins, one.contradicts, one.disputes) == (2, 1, 2, 1, "figure killed")
    by_claim = {row.claim: row for row in claim_rows(reading)}
    assert [(row.stage, row.claim, row.report) for row in talks_rows(reading.talks, by_claim)] == [
        ("mediation offered", "C1", "r1"),
        ("ongoing", "C4", "r1"),
    ]


def _without_escapes(line: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", line)

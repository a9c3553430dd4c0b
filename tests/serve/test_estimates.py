"""Figures by counting rule on the terminal, wide and narrow."""

import io
import re

import pytest
from rich.console import Console

from sayso.reconcile.estimates import Estimate
from sayso.records import Case
from sayso.serve.estimates import estimate_rows, estimates_to_dict, render_estimates

CASE = Case("K1", "violence, Orvan \x1b[31m", ("01", "02"), ("01:C1", "02:C1"), 2, 2)
WHY = "best 1,204, the lower figure of voices that nothing here tells apart in reliability"
MADE = (
    Estimate("ucdp", "killed", 1204, 1204, 2000, None, ("01:C1", "02:C1"), WHY, origins=2, open=True),
    Estimate("ibc", "killed", None, None, 10, "provisional", ("01:C1",), "“up to 10”", origins=1),
)
ALONE = (Estimate("lowest", "killed", 0, 0, 0, None, ("01:C1",), "nobody died", of="civilians", origins=1),)


def shown(estimates, width=160, terminal=False):
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system="standard" if terminal else None
    )
    render_estimates(CASE, estimates, console)
    return re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())


@pytest.mark.parametrize("width", [30, 60, 80, 109, 110, 200])
def test_every_width_fits_and_loses_no_rule(width):
    out = shown(MADE, width, terminal=True)
    assert max(len(line.rstrip()) for line in out.splitlines()) <= width
    assert "ucdp" in out and "ibc" in out and "provisional" in out


def test_numbers_are_open_or_missing_in_words_and_in_columns():
    wide, narrow = shown(MADE), shown(MADE, 80)
    assert "2,000+" in wide and "–" in wide and "10" in wide
    assert "1,204–2,000+, best 1,204" in narrow and "up to 10" in narrow
    assert "10 (ibc) to 2,000+ (ucdp), 200.0 times" in wide


def test_nobody_killed_is_a_spread_without_a_ratio():
    out = shown(ALONE)
    assert "killed, civilians" in out and "1 rule at 0" in out
    assert estimates_to_dict(CASE, ALONE)["spreads"][0]["ratio"] is None


def test_a_grade_without_numbers_says_that_none_is_claimed():
    weak = Estimate("airwars", "killed", None, None, None, "weak", ("01:C1",), "one origin tells of it", origins=1)
    assert "no number is claimed" in shown((weak,)) and "weak: one origin" in shown((weak,), 60)


def test_rows_are_flat_and_plain():
    row = estimate_rows(CASE, MADE)[0]
    assert (row.claims, row.origins, row.on, row.what) == (2, 2, "01:C1; 02:C1", "violence, Orvan [31m")

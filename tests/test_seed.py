"""The report that started the project: how many of its records are booked right may rise, not fall."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "evaluation"))


@pytest.mark.skipif(not (SHARED / "seed" / "check.py").exists(), reason="the seed report is not beside this checkout")
def test_the_seed_report_is_booked_at_least_as_well_as_its_floor():
    from seed import score_seed

    figures, _ = score_seed(SHARED)
    floor = json.loads((ROOT / "evaluation" / "floors.json").read_text(encoding="utf-8"))["seed"]
    assert float(figures["total"]) >= floor - 0.002
    assert figures["source"][0] >= 24
    assert figures["disputes"][0] >= 3
    assert figures["talks"][0] == 2

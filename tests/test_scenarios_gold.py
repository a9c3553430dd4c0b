"""The scenarios of written reports say what they mean: words that stand in them once, rules that there are."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path

import pytest

SCENARIOS = sorted((Path(__file__).parent.parent / "evaluation" / "scenarios").glob("*.json"))
RELATIONS = {"agrees", "refines", "updates", "relays", "contradicts"}


def rules():
    text = resources.files("sayso").joinpath("data/comparisons.toml").read_text(encoding="utf-8")
    return {entry["id"] for entry in tomllib.loads(text)["entry"]}


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_all_words_that_a_scenario_names_stand_in_its_reports_once(path):
    group = load(path)
    texts = {one["id"]: one["text"] for one in group["reports"]}
    named = [tie[side] for tie in group["ties"] for side in ("left", "right")]
    named += [place for dispute in group["disputes"] for side in dispute["sides"] for place in side]
    named += [place for pair in group.get("apart", ()) for place in pair]
    for report, words in named:
        assert texts[report].count(words) == 1, (report, words)
    assert {tie["relation"] for tie in group["ties"]} <= RELATIONS
    assert bool(group["disputes"]) != group["no_disputes"]


def test_nearly_every_rule_on_differences_has_a_scenario():
    shown = {rule for path in SCENARIOS for rule in load(path)["rules"]}
    assert shown <= rules()
    assert len(SCENARIOS) >= 40
    assert len(rules() - shown) <= 2, rules() - shown

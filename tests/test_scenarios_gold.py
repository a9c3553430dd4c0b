"""The groups of evaluation/scenarios: answers fit their texts, and every rule on differences has a group."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from sayso.records import DisputeKind, Relation

ROOT = Path(__file__).parent.parent
GROUPS = {path.stem: path for path in sorted((ROOT / "evaluation" / "scenarios").glob("*.json"))}
RULES = [e["id"] for e in tomllib.loads((ROOT / "src/sayso/data/comparisons.toml").read_text("utf-8"))["entry"]]


def load(name: str) -> dict[str, Any]:
    group: dict[str, Any] = json.loads(GROUPS[name].read_text(encoding="utf-8"))
    return group


def anchors(group: dict[str, Any]) -> list[tuple[str, str]]:
    sides = [side for dispute in group["disputes"] for side in dispute["sides"]]
    sides += group["apart"]
    ties = [tie[end] for tie in group["ties"] for end in ("left", "right")]
    return [(report, words) for report, words in [*ties, *(one for side in sides for one in side)]]


@pytest.mark.parametrize("name", GROUPS)
def test_all_words_of_an_answer_stand_once_in_their_report(name: str) -> None:
    group = load(name)
    texts = {report["id"]: report["text"] for report in group["reports"]}
    assert [(report, words) for report, words in anchors(group) if texts[report].count(words) != 1] == []


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_two_to_four_dated_reports_named_after_it(name: str) -> None:
    reports = load(name)["reports"]
    assert [report["id"] for report in reports] == [name[:2] + letter for letter in "abcd"[: len(reports)]]
    assert 2 <= len(reports) <= 4
    assert all(datetime.date.fromisoformat(report["published"]) and report["outlet"] for report in reports)


@pytest.mark.parametrize("name", GROUPS)
def test_kinds_and_relations_are_those_of_the_glossary(name: str) -> None:
    group = load(name)
    relations = {relation for tie in group["ties"] for relation in (tie["relation"], *tie.get("accept", ()))}
    assert relations <= set(get_args(Relation))
    assert {dispute["kind"] for dispute in group["disputes"]} <= set(get_args(DisputeKind))
    assert all(len(dispute["sides"]) == 2 and all(dispute["sides"]) for dispute in group["disputes"])


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_without_disputes_says_so(name: str) -> None:
    group = load(name)
    against = [tie for tie in group["ties"] if tie["relation"] == "contradicts"]
    assert group["no_disputes"] is (not group["disputes"])
    assert bool(against) is bool(group["disputes"])


def test_every_rule_has_a_group_and_every_group_names_rules_that_are_there() -> None:
    covered = {rule for name in GROUPS for rule in load(name)["rules"]}
    assert covered == set(RULES)
    assert len(GROUPS) >= 44

"""The invented reports of evaluation/scenes: answers fit their texts, and no tie names a record that is not there."""

import json
from pathlib import Path

import pytest

SCENES = Path(__file__).parent.parent / "evaluation" / "scenes"
ANSWERS = {path.name.split(".")[0]: path for path in sorted(SCENES.glob("*.expected.json"))}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_anchor_of_an_answer_stands_in_its_report(name):
    answer = json.loads(ANSWERS[name].read_text(encoding="utf-8"))
    text = (SCENES / answer["report"]["file"]).read_bytes().decode("utf-8")
    assert [c["at"] for c in answer["claims"] if text.count(c["at"]) != 1] == []
    assert [a["at"] for a in answer.get("absent", []) if a["at"] not in text] == []
    assert "(invented)" in answer["report"]["outlet"]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_dispute_of_an_answer_names_its_own_claims(name):
    answer = json.loads(ANSWERS[name].read_text(encoding="utf-8"))
    known = {claim["id"] for claim in answer["claims"]}
    assert all({*d["left"], *d["right"]} <= known for d in answer.get("disputes", []))


@pytest.mark.parametrize("path", sorted(SCENES.glob("group_*.json")), ids=lambda path: path.stem)
def test_a_tie_between_reports_names_claims_that_are_there(path):
    group = json.loads(path.read_text(encoding="utf-8"))
    known = {
        f"{name}:{claim['id']}"
        for name, answer in ANSWERS.items()
        for claim in json.loads(answer.read_text(encoding="utf-8"))["claims"]
    }
    assert {c for tie in group["cases"] + group["not_contradictions"] for c in tie["claims"]} <= known

"""The answers for the demo reports speak of the texts that the demo reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.commands.demo import load_demo

GOLD = Path(__file__).parent.parent / "evaluation" / "demo_gold"
EXPECTED = sorted(GOLD.glob("*.expected.json"))


def test_the_texts_are_those_that_the_demo_freezes() -> None:
    frozen = {done[0].text for done in load_demo() if done[0] is not None}
    assert {path.read_bytes().decode("utf-8") for path in GOLD.glob("*.txt")} == frozen
    assert len(EXPECTED) == len(frozen) == 10


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name[:2])
def test_every_answer_points_at_its_text(path: Path) -> None:
    answers = json.loads(path.read_text(encoding="utf-8"))
    text = (GOLD / answers["report"]["file"]).read_bytes().decode("utf-8")
    claims = {claim["id"]: claim for claim in answers["claims"]}
    assert len(claims) == len(answers["claims"]) >= 8
    assert [claim["at"] for claim in claims.values() if text.count(claim["at"]) != 1] == []
    assert [wrong["at"] for wrong in answers["absent"] if wrong["at"] not in text] == []
    sides = {name for dispute in answers["disputes"] for name in dispute["left"] + dispute["right"]}
    assert sides <= set(claims)


def test_every_tie_names_claims_that_are_there() -> None:
    names = {
        f"{path.name[:2]}:{claim['id']}"
        for path in EXPECTED
        for claim in json.loads(path.read_text(encoding="utf-8"))["claims"]
    }
    for path in sorted(GOLD.glob("group_*.json")):
        group = json.loads(path.read_text(encoding="utf-8"))
        assert {name for tie in group["cases"] + group["not_contradictions"] for name in tie["claims"]} <= names

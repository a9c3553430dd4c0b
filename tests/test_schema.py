"""docs/reading.schema.json is generated from the types; regenerate with `python tests/test_schema.py`."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from sayso.contract import parse_reading, reading_schema, reading_to_dict
from sayso.records import Reading, Report

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "reading.schema.json"

LINE = {
    "version": 1,
    "report": {"id": "r1", "text": "The miller said two rafts sank near Kanal on Friday.", "published": "2025-05-10"},
    "actors": [{"id": "A1", "name": "the miller", "kind": "person", "mentions": [[0, 10]]}],
    "places": [{"id": "P1", "name": "Kanal", "country": "SVN", "lat": 46.1, "lon": 13.6, "precision": "near"}],
    "claims": [
        {
            "id": "C1",
            "attribution": [
                {
                    "source": {"text": "The miller", "span": [0, 10], "actor": "A1"},
                    "cue": {"text": "said", "span": [11, 15]},
                    "mode": "indirect",
                    "said": None,
                }
            ],
            "content": [[16, 51]],
            "act": "assert",
            "evidence": "none",
            "about": {
                "kind": "event",
                "place": "P1",
                "time": {"from": "2025-05-09", "to": "2025-05-09", "text": "on Friday", "span": [42, 51]},
                "figures": [
                    {"kind": "rafts", "low": 2, "high": 2, "vague": False, "of": None, "text": "two rafts"},
                ],
                "status": "actual",
            },
            "rules": ["cue.say"],
        }
    ],
    "links": [{"left": "C1", "right": "C2", "relation": "contradicts", "field": "place", "reason": "Kanal, not Bovec"}],
    "disputes": [{"kind": "place", "what": "where the rafts sank", "sides": [["C1"], ["C2"]]}],
    "talks": [
        {
            "issue": "rafting rights",
            "parties": ["A1"],
            "mediators": [{"actor": "A1", "stand": "refused", "claim": "C1"}],
            "stages": [{"stage": "failed", "claim": "C1", "on": "2025-05-09"}],
        }
    ],
    "problems": [{"code": "time.unanchored", "message": "…", "report": "r1", "span": [42, 51]}],
}


def written(schema):
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def test_the_published_schema_is_the_one_that_the_types_give():
    assert SCHEMA.read_text(encoding="utf-8") == written(reading_schema()), "run `python tests/test_schema.py`"


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(reading_schema())


def test_a_full_and_an_empty_reading_obey_the_schema():
    for reading in (parse_reading(LINE)[0], Reading(Report("r", ""))):
        jsonschema.validate(reading_to_dict(reading), reading_schema())


def test_a_reading_comes_back_from_its_own_line():
    reading, problems = parse_reading(json.dumps(LINE))
    assert not problems
    assert parse_reading(json.dumps(reading_to_dict(reading)))[0] == reading


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("claims", 0, "act"), "shout"),
        (("claims", 0, "content"), [[16]]),
        (("claims", 0, "about", "status"), "maybe"),
        (("report", "id"), None),
        (("links", 0, "relation"), "hates"),
        (("talks", 0, "stages", 0, "stage"), "nearly"),
    ],
)
def test_the_schema_and_the_reader_refuse_the_same_lines(path, value):
    bad = copy.deepcopy(LINE)
    inside = bad
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    reading, (problem,) = parse_reading(bad)
    assert reading is None and ".".join(str(part) for part in path[:2]) in problem.message
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, reading_schema())


if __name__ == "__main__":
    SCHEMA.write_text(written(reading_schema()), encoding="utf-8")

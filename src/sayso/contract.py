"""The public JSON shape of records, both ways, and its JSON Schema. Knows `records` alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .records import About, Case, Problem, Reading, Ruling, Talks

_READING = TypeAdapter(Reading)
_CASE = TypeAdapter(Case)
_TALKS = TypeAdapter(Talks)
_RULING = TypeAdapter(Ruling)
READING_KEYS = ("version", "report", "actors", "places", "claims", "links", "disputes", "talks", "problems")


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """The contract object of one report, keys in the published order."""
    plain = _READING.dump_python(reading, mode="json", by_alias=True)
    plain["claims"] += plain["uncoded"]
    return {key: plain[key] for key in READING_KEYS}


def parse_reading(line: str | bytes | dict[str, Any]) -> tuple[Reading | None, tuple[Problem, ...]]:
    """A contract line back into records; unknown keys are ignored, a bad one gives a problem and no reading."""
    try:
        plain = line if isinstance(line, dict) else json.loads(line)
        return _part(_READING.validate_python(plain)), ()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        message = f"{where}: {first['msg']}; expected a line as `sayso read --json` prints it"
        return None, (Problem("contract.invalid", message),)
    except ValueError as error:
        return None, (Problem("contract.not-json", f"not JSON: {error}; expected one object a line"),)


def _part(reading: Reading) -> Reading:
    """The reading with its uncoded events apart from its claims, as they were before they were written."""
    uncoded = tuple(claim for claim in reading.claims if _is_uncoded(claim.about))
    return replace(reading, claims=tuple(c for c in reading.claims if not _is_uncoded(c.about)), uncoded=uncoded)


def _is_uncoded(about: About) -> bool:
    return about.kind != "view" and about.type is None


def case_to_dict(case: Case) -> dict[str, Any]:
    """The JSON shape of one case, as `sayso reconcile` prints it."""
    plain: dict[str, Any] = _CASE.dump_python(case, mode="json", by_alias=True)
    return plain


def parse_case(line: str | bytes) -> Case:
    """A case that we wrote ourselves, as in the ledger, back into its record."""
    return _CASE.validate_json(line)


def parse_talks(line: str | bytes) -> Talks:
    """A thread of talks that we wrote ourselves back into its record."""
    return _TALKS.validate_json(line)


def talks_to_dict(talks: Talks) -> dict[str, Any]:
    """The JSON shape of one talks thread, ``talks`` (its id) first."""
    plain: dict[str, Any] = _TALKS.dump_python(talks, mode="json", by_alias=True)
    return {"talks": plain.pop("talks"), **plain}


def ruling_to_dict(ruling: Ruling) -> dict[str, Any]:
    """The JSON shape of one ruling, ``ruling`` (its id) first."""
    plain: dict[str, Any] = _RULING.dump_python(ruling, mode="json")
    return {"ruling": plain.pop("ruling"), **plain}


def parse_ruling(line: str | bytes) -> Ruling:
    """A ruling that we wrote ourselves back into its record."""
    return _RULING.validate_json(line)


def reading_schema() -> dict[str, Any]:
    """The JSON Schema of a contract object, generated from the types."""
    schema = _READING.json_schema(by_alias=True, mode="serialization")
    del schema["properties"]["uncoded"]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "sayso reading"
    return schema

"""A reading, a ruling, a case, a thread of talks: as rows of the tables."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from typing import Any

from ..contract import case_to_dict, reading_to_dict, talks_to_dict
from ..lexicon import load_model_hash
from ..records import Case, Claim, Problem, Reading, Report, Talks
from .filters import fold_name

Row = dict[str, Any]
#: letters of the text's hash that tell two reports of one id apart.
SUFFIX = 6
#: letters of the model's hash that tell two models apart.
MODEL_LETTERS = 8


@functools.cache
def version_words() -> str:
    """Which sayso books, and with which weights: "sayso 0.1.0, model 4accfb16"."""
    try:
        version = metadata.version("sayso")
    except metadata.PackageNotFoundError:
        version = "(not installed)"
    return f"sayso {version}, model {load_model_hash()[:MODEL_LETTERS]}"


def hash_text(text: str) -> str:
    """The hash by which one text is known again, whatever file it came in."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def rename_reading(reading: Reading, text_hash: str) -> Reading:
    """The reading under an id of its own, because another text has the one it came with."""
    given = reading.report.id
    name = f"{given}~{text_hash[:SUFFIX]}"
    message = f"the id {given} is booked for another text; this one is booked as {name}"
    problem = Problem("report.same-id", message, report=name)
    return replace(reading, report=replace(reading.report, id=name), problems=(*reading.problems, problem))


def report_row(report: Report, given_id: str, text_hash: str) -> Row:
    """The row of a report."""
    return {
        "id": report.id,
        "given_id": given_id,
        "text_hash": text_hash,
        "outlet": report.outlet,
        "outlet_folded": fold_name(report.outlet) if report.outlet else None,
        "title": report.title,
        "url": report.url,
        "published": report.published,
        "day": report.published[:10] if report.published else None,
        "language": report.language,
        "sha256": report.sha256,
        "text": report.text,
    }


def reading_record(reading: Reading) -> str:
    """Contract JSON of the reading without its uncoded events and its text, which stands in the report's row."""
    return json.dumps(reading_to_dict(replace(reading, report=replace(reading.report, text=""), uncoded=())))


def claim_row(reading: Reading, position: int) -> Row:
    """The columns that a claim is searched by."""
    claim = reading.claims[position]
    about = claim.about
    return {
        "position": position,
        "id": claim.id,
        "name": f"{reading.report.id}:{claim.id}",
        "act": claim.act,
        "evidence": claim.evidence,
        "kind": about.kind,
        "type": about.type,
        "mode": about.mode,
        "cameo": about.cameo,
        "status": about.status,
        "day_from": about.time.from_ if about.time else None,
        "day_to": about.time.to if about.time else None,
    }


def claim_name_pairs(reading: Reading, claim: Claim) -> Iterator[tuple[str, str]]:
    """Role and folded name of all that a claim may be asked for by: ("actor", " sergei lavrov ")."""
    cast = {actor.id: (actor.name, *actor.aliases) for actor in reading.actors}
    for source in (step.source for step in claim.attribution):
        for name in (source.text, *cast.get(source.actor or "", ())):
            yield "source", fold_name(name)
    for actor in claim.taking_part():
        for name in cast.get(actor, ()):
            yield "actor", fold_name(name)
    place = next((one for one in reading.places if one.id == claim.about.place), None)
    if place:
        for part in (place.name, place.admin1, place.country):
            if part:
                yield "place", fold_name(part)


def actor_rows(reading: Reading) -> list[Row]:
    """The cast of a reading."""
    fields = ("id", "name", "kind", "country", "sector")
    return [{field: getattr(actor, field) for field in fields} for actor in reading.actors]


def place_rows(reading: Reading) -> list[Row]:
    """The places of a reading."""
    fields = ("id", "name", "country", "admin1", "lat", "lon", "geonames", "precision")
    return [{field: getattr(place, field) for field in fields} for place in reading.places]


def problem_rows(reading: Reading) -> list[Row]:
    """What was not understood."""
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "start": problem.span.start if problem.span else None,
            "end": problem.span.end if problem.span else None,
        }
        for problem in reading.problems
    ]


def case_row(case: Case) -> Row:
    """The columns of a case."""
    return {
        "id": case.case,
        "what": case.what,
        "outlets": case.outlets,
        "origins": case.origins,
        "disputed": len(case.disputes),
        "record": json.dumps(case_to_dict(case)),
    }


def talks_row(thread: Talks) -> Row:
    """The columns of a thread of talks."""
    return {"id": thread.talks, "issue": thread.issue, "record": json.dumps(talks_to_dict(thread))}

"""Rulings: what a person decided, put into a reading. Pure: `book` keeps them, `reconcile` heeds them.

A ruling is anchored at the characters of the frozen text, not at a claim's number: a later reading numbers its claims
anew, and the ruling finds its claim again by its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .contract import parse_reading, reading_to_dict
from .records import Anchor, Claim, Problem, Reading, Ruling, Span

#: the parts of a claim that a person may correct, and what stands in them.
FIELDS = {
    "act": "text", "evidence": "text", "about.kind": "text", "about.type": "text", "about.mode": "text",
    "about.cameo": "text", "about.acled": "text", "about.status": "text", "about.contexts": "texts",
    "about.actors": "actors", "about.recipients": "actors", "about.place": "place",
    "about.time.from": "text", "about.time.to": "text",
}  # fmt: skip
_FIGURE = re.compile(r"about\.figures\.(\d+)\.(kind|low|high|vague)")


class RulingError(ValueError):
    """A ruling that cannot be made; says what is wrong and what can be written instead."""


def find_anchor(reading: Reading, claim: Claim) -> Anchor:
    """The characters of a claim that a later reading will find again."""
    return Anchor(reading.report.id, claim.id, _hull(claim), claim.about.type)


def place_anchor(reading: Reading, anchor: Anchor) -> Claim | None:
    """The claim of this reading that stands at the anchor's characters; of several there, the one of its type."""
    if anchor.span is None:
        return None
    best: tuple[float, Claim] | None = None
    for claim in reading.claims:
        hull = _hull(claim)
        common = min(hull.end, anchor.span.end) - max(hull.start, anchor.span.start) if hull else 0
        if hull is None or common <= 0:
            continue
        union = max(hull.end, anchor.span.end) - min(hull.start, anchor.span.start)
        score = common / union + (claim.about.type == anchor.type) + 0.1 * (claim.id == anchor.claim)
        if best is None or score > best[0]:
            best = (score, claim)
    return best[1] if best else None


def standing(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The rulings that hold: without those withdrawn, and without the withdrawals."""
    rulings = tuple(rulings)
    gone = {one.field for one in rulings if one.kind == "withdraw"}
    return tuple(one for one in rulings if one.kind != "withdraw" and one.ruling not in gone)


def apply_rulings(reading: Reading, rulings: Sequence[Ruling]) -> Reading:
    """The reading with every correction that holds put in, later ones last; one without a place is a problem."""
    for ruling in standing(rulings):
        if ruling.kind != "correct" or ruling.on[0].report != reading.report.id:
            continue
        claim = place_anchor(reading, ruling.on[0])
        try:
            if claim is None:
                raise RulingError("no claim stands at its words any more")
            reading = correct_claim(reading, claim, ruling)
        except RulingError as error:
            message = f"ruling {ruling.ruling} ({ruling.field} = {ruling.value}) could not be put in: {error}"
            problem = Problem("ruling.unplaced", message, reading.report.id, ruling.on[0].span)
            reading = replace(reading, problems=(*reading.problems, problem))
    return reading


def correct_claim(reading: Reading, claim: Claim, ruling: Ruling) -> Reading:
    """The reading with one field of one claim as ruled; `RulingError` if the field or the value cannot be."""
    plain = reading_to_dict(reading)
    record = next(one for one in plain["claims"] if one["id"] == claim.id)
    path = str(ruling.field)
    parts = path.split(".")
    if path.startswith("about.time.") and record["about"]["time"] is None:
        record["about"]["time"] = {"from": None, "to": None, "text": "", "span": None}
    place: Any = record
    for part in parts[:-1]:
        try:
            place = place[int(part)] if part.isdigit() else place[part]
        except (IndexError, KeyError) as error:
            raise RulingError(f"{claim.id} has no {path}") from error
    place[parts[-1]] = _value(reading, path, ruling.value)
    record["rules"].append(f"ruling.{ruling.ruling}" if ruling.ruling else "ruling")
    corrected, problems = parse_reading(plain)
    if corrected is None:
        raise RulingError(f"{path} cannot be {ruling.value}: {problems[0].message}")
    return corrected


def _value(reading: Reading, path: str, value: str | None) -> object:
    """What is to be written: text, numbers, and actors and places of the report by their names."""
    kind = FIELDS.get(path)
    if kind is None and not _FIGURE.fullmatch(path):
        names = ", ".join((*FIELDS, "about.figures.0.low …"))
        raise RulingError(f"there is no field {path} to correct; the fields are {names}")
    if value is None or value == "null":
        return [] if kind in ("actors", "texts") else None
    if kind == "actors":
        return [_find_id(reading.actors, name, "actor") for name in value.split(";")]
    if kind == "place":
        return _find_id(reading.places, value, "place")
    if kind == "texts":
        return [part.strip() for part in value.split(";")]
    if kind == "text":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _find_id(known: Sequence[Any], name: str, what: str) -> str:
    """The id of an actor or place of the report, by name or alias, in any case."""
    wanted = name.strip().casefold()
    for one in known:
        if wanted in {called.casefold() for called in (one.id, one.name, *getattr(one, "aliases", ()))}:
            return str(one.id)
    names = "; ".join(one.name for one in known) or "none"
    raise RulingError(f"the report has no {what} called {name.strip()!r}; it has {names}")


def _hull(claim: Claim) -> Span | None:
    spans = ((claim.about.trigger,) if claim.about.trigger else ()) or claim.content
    return Span(min(one.start for one in spans), max(one.end for one in spans)) if spans else None

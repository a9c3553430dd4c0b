"""The places of a report: "in Shutul" is found and mapped; `find_event_place` ties it to what happened there."""

from __future__ import annotations

from ..records import Place, Precision, Problem
from .atlas import Atlas
from .bearings import resolve_toponyms
from .gazetteer import Entry, Gazetteer, load_gazetteer
from .marks import PlaceMark
from .scenes import find_event_place
from .segment import Segments
from .toponyms import Toponym, find_toponyms

PRECISION: dict[str, Precision | None] = {
    "town": "exact", "quarter": "exact", "camp": "exact", "site": "exact", "crossing": "exact", "district": "district",
    "country": "country", "continent": None, "sea": None,
}  # fmt: skip


def find_places(segments: Segments) -> tuple[Atlas, tuple[Problem, ...]]:
    """Every place name of the report with the place it means; names that no gazetteer knows are problems."""
    gazetteer = load_gazetteer()
    toponyms, witnesses = find_toponyms(segments, gazetteer)
    chosen = resolve_toponyms(segments, toponyms, witnesses, gazetteer)
    chosen |= _respelt(toponyms, chosen, gazetteer)
    toponyms = [one for one in toponyms if one.rule != "place.respelt" or one.span.start in chosen]
    ids: dict[object, str] = {}
    mentions: dict[str, list[Toponym]] = {}
    meant: dict[str, Entry | None] = {}
    marks, problems = [], []
    for one in toponyms:
        entry = chosen.get(one.span.start)
        key = (entry.key if entry else one.name, one.vague)
        if key not in ids:
            ids[key] = f"P{len(ids) + 1}"
            if entry is None:
                problems.append(_unknown(one))
        meant[ids[key]] = entry
        mentions.setdefault(ids[key], []).append(one)
        marks.append(PlaceMark(one.span, ids[key], one.rule))
    places = tuple(_place(name, meant[name], mentions[name]) for name in ids.values())
    kinds = {name: entry.kind if entry else "unknown" for name, entry in meant.items()}
    return Atlas(places, tuple(marks), kinds), tuple(problems)


def _respelt(toponyms: list[Toponym], chosen: dict[int, Entry], gazetteer: Gazetteer) -> dict[int, Entry]:
    """Unknown names that are known in a country of the report in another spelling: "Shotul" is Shutul."""
    countries = dict.fromkeys(entry.country for entry in chosen.values() if entry.country)
    found: dict[int, Entry] = {}
    for one in toponyms:
        name = one.name if not one.kinds else one.name.removesuffix(" District").removesuffix(" Province")
        alike = [e for c in countries for e in gazetteer.find_alike(name, c)] if not one.entries else []
        if alike:
            found[one.span.start] = alike[0]
    return found


def _unknown(one: Toponym) -> Problem:
    message = f'no place called "{one.name}" is in the gazetteer; it has no position'
    return Problem("place.unknown", message, span=one.span)


def _place(name: str, entry: Entry | None, mentions: list[Toponym]) -> Place:
    spans = tuple(one.span for one in mentions)
    vague = mentions[0].vague
    if entry is None:
        return Place(name, mentions[0].name, precision="near" if vague else None, mentions=spans)
    precision: Precision | None = PRECISION.get(entry.kind, "province")
    return Place(
        id=name,
        name=entry.name if entry.kind == "country" else mentions[0].name,
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
        geonames=entry.geonames,
        precision="near" if vague and precision else precision,
        mentions=spans,
    )


__all__ = ["Atlas", "find_event_place", "find_places"]

"""Rows and objects for those who use PLOVER: POLECAT, NGEC, PLOVER JSON. One for each claim of a coded event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...records import Actor, Place, Span
from .codes import PLOVER, QUADS, country_name, load_countries, score_of
from .material import Material, Told, each_claim

Row = dict[str, Any]

POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
#: PLOVER's resolution of a place.
RESOLUTION = {"exact": 4, "near": 4, "district": 3, "province": 2, "country": 1}


def coded_claims(material: Material) -> Iterator[Told]:
    """Claims of events that PLOVER has a type for."""
    return (told for told in each_claim(material) if told.claim.about.type in PLOVER)


def polecat_rows(material: Material) -> Iterator[Row]:
    """The rows of POLECAT; what is missing is "None", as there."""
    for told in coded_claims(material):
        about, report = told.claim.about, told.reading.report
        type_ = str(about.type)
        row = dict.fromkeys(POLECAT_COLUMNS) | {
            "Event ID": told.name,
            "Event Date": about.time.from_ if about.time else None,
            "Event Type": type_,
            "Event Mode": about.mode,
            "Event Intensity": score_of(type_, about.mode),
            "Quad Code": QUADS[PLOVER[type_][0]],
            "Contexts": "; ".join(about.contexts) or None,
            "Source": report.outlet,
            "Publication Date": (report.published or "")[:10] or None,
            "Story People": _names(told, ("person",)),
            "Story Organizations": _names(told, ("government", "armed force", "armed group", "party", "IGO", "NGO")),
            "Story Locations": "; ".join(place.name for place in told.reading.places) or None,
            "Language": report.language,
            "Version": material.made_by,
        }
        for role, ids in (("Actor", about.actors), ("Recipient", about.recipients)):
            row |= _polecat_party(role, told.actors(ids), told)
        row |= _polecat_place(told.place)
        yield {name: "None" if value is None else value for name, value in row.items()}


def _polecat_party(role: str, actors: tuple[Actor, ...], told: Told) -> Row:
    if not actors:
        return {}
    sectors = list(dict.fromkeys(actor.sector for actor in actors if actor.sector))
    raw = [told.reading.report.words(actor.mentions[0]) for actor in actors if actor.mentions]
    return {
        f"{role} Name": "; ".join(actor.name for actor in actors),
        f"{role} Country": "; ".join(dict.fromkeys(actor.country for actor in actors if actor.country)) or None,
        f"Primary {role} Sector": sectors[0] if sectors else None,
        f"{role} Sectors": "; ".join(sectors) or None,
        f"{role} Title": "; ".join(dict.fromkeys(title for actor in actors for title in actor.roles)) or None,
        f"{role} Name Raw": "; ".join(raw) or None,
    }


def _polecat_place(place: Place | None) -> Row:
    if place is None:
        return {}
    level = {"exact": "City", "near": "City", "district": "District", "province": "Province"}.get(place.precision or "")
    return {
        "Placename": place.name,
        "Raw Placename": place.name,
        "Country": place.country,
        "Province": place.admin1,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonames,
        **({level: place.name} if level else {}),
    }


def plover_lines(material: Material) -> Iterator[Row]:
    """The JSON objects of PLOVER, its required fields and those that sayso knows."""
    for told in coded_claims(material):
        about, report = told.claim.about, told.reading.report
        type_ = str(about.type)
        span = _extent(told)
        line: Row = {
            "id": told.name,
            "has_event": True,
            "date": about.time.from_ if about.time else None,
            "enddate": about.time.to if about.time else None,
            "actor": [_plover_actor(actor, told) for actor in told.actors(about.actors)],
            "recipient": [_plover_actor(actor, told) for actor in told.actors(about.recipients)],
            "event": [type_],
            "mode": [about.mode] if about.mode else [],
            "context": list(about.contexts),
            "quad_code": PLOVER[type_][0],
            "event_scale": score_of(type_, about.mode),
            "event_text": [told.words],
            "text": told.words,
            "text_info": {"start": span.start, "end": span.end} if span else None,
            "event_loc": _plover_place(told.place),
            "size": _sizes(told),
            "cite_info": {
                "url": report.url,
                "title": report.title,
                "language": report.language,
                "publication": report.outlet,
                "coder": material.made_by,
            },
            "coder": material.made_by,
            "comment": f"{told.claim.act} by {told.speaker}; status {about.status}; CAMEO {about.cameo}",
        }
        yield {key: value for key, value in line.items() if value not in (None, {})} | {"date": line["date"]}


def _plover_actor(actor: Actor, told: Told) -> Row:
    raw = told.reading.report.words(actor.mentions[0]) if actor.mentions else actor.name
    found = {"code": actor.country, "sector": actor.sector, "entity_text": actor.name, "raw_text": raw}
    return {key: value for key, value in found.items() if value} | ({"office": actor.roles[0]} if actor.roles else {})


def _plover_place(place: Place | None) -> Row | None:
    if place is None:
        return None
    known = load_countries().get(place.country or "")
    found = {
        "extracted_place": place.name,
        "resolved_place": place.name if place.geonames or place.lat is not None else None,
        "geonameid": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "province": place.admin1,
        "country": known.name if known else None,
        "country_code": place.country,
        "resolution": RESOLUTION.get(place.precision or ""),
    }
    return {key: value for key, value in found.items() if value is not None}


def _sizes(told: Told) -> Row:
    kinds = {"killed": "dead", "wounded": "injured", "arrested": "arrested"}
    wholes = [figure for figure in told.claim.about.figures if not figure.part]
    return {kinds[one.kind]: one.low for one in wholes if one.kind in kinds and one.low is not None}


def ngec_lines(material: Material) -> Iterator[Row]:
    """The JSON objects that NGEC writes (`events_processed.jsonl`), without scores of models that sayso has not."""
    for told in coded_claims(material):
        about, report = told.claim.about, told.reading.report
        place = told.place
        yield {
            "id": told.name,
            "story_id": report.id,
            "date": report.published,
            "pub_date": report.published,
            "publisher": report.outlet,
            "headline": report.title,
            "event_text": told.words,
            "event_type": about.type,
            "event_mode": [about.mode] if about.mode else [],
            "contexts": list(about.contexts),
            "version": material.made_by,
            "story_people": [actor.name for actor in told.reading.actors if actor.kind == "person"],
            "story_orgs": [actor.name for actor in told.reading.actors if actor.kind not in ("person", None)],
            "story_locs": [one.name for one in told.reading.places],
            "date_resolved": about.time.from_ if about.time else None,
            "date_raw": about.time.text if about.time else None,
            "attributes": {
                "ACTOR": [_ngec_actor(actor) for actor in told.actors(about.actors)],
                "RECIP": [_ngec_actor(actor) for actor in told.actors(about.recipients)],
                "LOC": [_ngec_span(place.name, place.mentions[0] if place.mentions else None)] if place else [],
                "DATE": [_ngec_span(about.time.text, about.time.span)] if about.time and about.time.text else [],
            },
            "geolocated_ents": [_ngec_place(place)] if place else [],
            "event_geolocation": {
                "reason": "place of the claim" if place else "the claim names no place",
                "geo": _ngec_place(place) if place else None,
            },
        }


def _ngec_span(text: str, span: Span | None) -> Row:
    ends = {"qa_start_char": span.start, "qa_end_char": span.end} if span else {}
    return {"text": text, **ends}


def _ngec_actor(actor: Actor) -> Row:
    span = actor.mentions[0] if actor.mentions else None
    codes = {"country": actor.country, "code_1": actor.sector, "country_name": country_name(actor.country)}
    return _ngec_span(actor.name, span) | {key: value for key, value in codes.items() if value}


def _ngec_place(place: Place) -> Row:
    span = place.mentions[0] if place.mentions else None
    found = {
        "admin1_name": place.admin1,
        "country_code3": place.country,
        "geonameid": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "resolved_placename": place.name,
        "search_placename": place.name,
        "start_char": span.start if span else None,
        "end_char": span.end if span else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _extent(told: Told) -> Span | None:
    spans = told.claim.content or ((told.claim.about.trigger,) if told.claim.about.trigger else ())
    return Span(min(one.start for one in spans), max(one.end for one in spans)) if spans else None


def _names(told: Told, kinds: tuple[str, ...]) -> str | None:
    return "; ".join(actor.name for actor in told.reading.actors if actor.kind in kinds) or None

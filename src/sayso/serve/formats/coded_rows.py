"""Rows and objects for those who use PLOVER: POLECAT, NGEC, PLOVER JSON. One for each claim of a coded event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...records import Actor, Claim, Place, Span
from ..wording import figure_words, plain
from .codes import ORGANIZATIONS, PLOVER, QUADS, country_name, cow_of, score_of
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
#: PLOVER's auxiliary modes: without them what is denied or planned would be counted as done.
AUXILIARY = {
    "denied": "negation", "planned": "future", "called-for": "hypothetical", "conditional": "hypothetical",
    "possible": "hypothetical",
}  # fmt: skip
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
            "Event Mode": "; ".join(_modes(told.claim)) or None,
            "Event Intensity": score_of(type_, about.mode),
            "Quad Code": QUADS[PLOVER[type_][0]],
            "Contexts": "; ".join(about.contexts) or None,
            "Source": report.outlet,
            "Publication Date": (report.published or "")[:10] or None,
            "Story People": "; ".join(_people(told)) or None,
            "Story Organizations": "; ".join(_organizations(told)) or None,
            "Story Locations": "; ".join(_locations(told)) or None,
            "Language": report.language,
            "Version": material.made_by,
        }
        for role, ids in (("Actor", about.actors), ("Recipient", about.recipients)):
            row |= _polecat_party(role, told.actors(ids), told)
        row |= _polecat_place(told)
        yield {name: "None" if value is None else value for name, value in row.items()}


def _polecat_party(role: str, actors: tuple[Actor, ...], told: Told) -> Row:
    if not actors:
        return {}
    sectors = list(dict.fromkeys(actor.sector for actor in actors if actor.sector))
    raw = [told.reading.report.words(span) for actor in actors if (span := told.mention(actor.mentions))]
    countries = list(dict.fromkeys(actor.country for actor in actors if actor.country))
    return {
        f"{role} Name": "; ".join(actor.name for actor in actors),
        f"{role} Country": "; ".join(countries) or None,
        f"{role} COW": "; ".join(str(number) for one in countries if (number := cow_of(one))) or None,
        f"Primary {role} Sector": sectors[0] if sectors else None,
        f"{role} Sectors": "; ".join(sectors) or None,
        f"{role} Title": "; ".join(dict.fromkeys(title for actor in actors for title in actor.roles)) or None,
        f"{role} Name Raw": "; ".join(plain(words) for words in raw) or None,
    }


def _polecat_place(told: Told) -> Row:
    place = told.place
    if place is None:
        return {}
    span = told.mention(place.mentions)
    level = {"exact": "City", "near": "City", "district": "District", "province": "Province"}.get(place.precision or "")
    return {
        "Placename": place.name,
        "Raw Placename": plain(told.reading.report.words(span)) if span else None,
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
        span = told.stretch
        line: Row = {
            "id": told.name,
            "has_event": True,
            "date": about.time.from_ if about.time else None,
            "enddate": about.time.to if about.time else None,
            "actor": [_plover_actor(actor, told) for actor in told.actors(about.actors)],
            "recipient": [_plover_actor(actor, told) for actor in told.actors(about.recipients)],
            "event": [type_],
            "mode": _modes(told.claim),
            "context": list(about.contexts),
            "quad_code": PLOVER[type_][0],
            "event_scale": score_of(type_, about.mode),
            "event_text": [told.words],
            "text": report.words(span),
            "text_info": {"start": span.start, "end": span.end},
            "event_loc": _plover_place(told),
            "size": _sizes(told),
            "cite_info": _cite(told, material.made_by),
            "coder": material.made_by,
            "comment": _comment(told),
        }
        yield _known(line) | {"date": line["date"]}


def _comment(told: Told) -> str:
    """What PLOVER has no field for: who says it and what that does, the status, CAMEO's code, figures in words."""
    about = told.claim.about
    parts = [f"{told.claim.act} by {told.voice}", f"status {about.status}" if about.status else None]
    parts += [f"CAMEO {about.cameo}" if about.cameo else None, *(figure_words(figure) for figure in about.figures)]
    return "; ".join(part for part in parts if part)


def _cite(told: Told, made_by: str) -> Row:
    report = told.reading.report
    cited = {"url": report.url, "title": report.title, "language": report.language, "publication": report.outlet}
    return _known({**cited, "coder": made_by})


def _plover_actor(actor: Actor, told: Told) -> Row:
    span = told.mention(actor.mentions)
    return _known(
        {
            "code": actor.country,
            "sector": actor.sector,
            "entity_text": actor.name,
            "raw_text": told.reading.report.words(span) if span else None,
            "office": actor.roles[0] if actor.roles else None,
        }
    )


def _plover_place(told: Told) -> Row | None:
    place = told.place
    if place is None:
        return None
    span = told.mention(place.mentions)
    return _known(
        {
            "extracted_place": told.reading.report.words(span) if span else None,
            "resolved_place": place.name if place.geonames or place.lat is not None else None,
            "geonameid": place.geonames,
            "lat": place.lat,
            "lon": place.lon,
            "province": place.admin1,
            "country": country_name(place.country),
            "country_code": place.country,
            "resolution": RESOLUTION.get(place.precision or ""),
        }
    )


def _sizes(told: Told) -> Row:
    """Exact numbers alone: "dozens" is no size, and stands in words in the comment."""
    kinds = {"killed": "dead", "wounded": "injured", "arrested": "arrested"}
    found = {name: told.whole(kind) for kind, name in kinds.items()}
    return {name: figure.low for name, figure in found.items() if figure and figure.low == figure.high is not None}


def ngec_lines(material: Material) -> Iterator[Row]:
    """The JSON objects that NGEC writes (`events_processed.jsonl`), without scores of models that sayso has not.

    Offsets count from the start of ``event_text``, as there.
    """
    for told in coded_claims(material):
        about, report = told.claim.about, told.reading.report
        place = told.place
        time = about.time if about.time and about.time.text else None
        yield {
            "id": told.name,
            "story_id": report.id,
            "date": report.published,
            "pub_date": report.published,
            "publisher": report.outlet,
            "headline": report.title,
            "event_text": report.words(told.stretch),
            "event_type": about.type,
            "event_mode": _modes(told.claim),
            "contexts": list(about.contexts),
            "version": material.made_by,
            "story_people": _people(told),
            "story_orgs": _organizations(told),
            "story_locs": _locations(told),
            "date_resolved": about.time.from_ if about.time else None,
            "date_raw": about.time.text if about.time else None,
            "attributes": {
                "ACTOR": [_ngec_actor(actor, told) for actor in told.actors(about.actors)],
                "RECIP": [_ngec_actor(actor, told) for actor in told.actors(about.recipients)],
                "LOC": [_ngec_span(told, place.name, place.mentions)] if place else [],
                "DATE": [_ngec_span(told, time.text, (time.span,) if time.span else ())] if time else [],
            },
            "geolocated_ents": [_ngec_place(place, told)] if place else [],
            "event_geolocation": {
                "reason": "place of the claim" if place else "the claim names no place",
                "geo": _ngec_place(place, told) if place else None,
            },
        }


def _ngec_span(told: Told, text: str, mentions: tuple[Span, ...]) -> Row:
    """The words in ``event_text`` and where they stand there; the name alone where they stand elsewhere."""
    span, start = told.mention(mentions, within=True), told.stretch.start
    if span is None:
        return {"text": text}
    return {
        "text": told.reading.report.words(span),
        "qa_start_char": span.start - start,
        "qa_end_char": span.end - start,
    }


def _ngec_actor(actor: Actor, told: Told) -> Row:
    codes = {"country": actor.country, "code_1": actor.sector, "country_name": country_name(actor.country)}
    return _ngec_span(told, actor.name, actor.mentions) | _known(codes)


def _ngec_place(place: Place, told: Told) -> Row:
    span, start = told.mention(place.mentions, within=True), told.stretch.start
    return _known(
        {
            "admin1_name": place.admin1,
            "country_code3": place.country,
            "geonameid": place.geonames,
            "lat": place.lat,
            "lon": place.lon,
            "resolved_placename": place.name,
            "search_placename": told.reading.report.words(span) if span else None,
            "start_char": span.start - start if span else None,
            "end_char": span.end - start if span else None,
        }
    )


def _modes(claim: Claim) -> list[str]:
    """PLOVER's mode, and the auxiliary one of what is not said to have happened."""
    denied = claim.act == "deny" and claim.about.status != "failed"
    auxiliary = "negation" if denied else AUXILIARY.get(claim.about.status or "")
    return [mode for mode in (claim.about.mode, auxiliary) if mode]


def _people(told: Told) -> list[str]:
    return [actor.name for actor in told.reading.actors if actor.kind == "person"]


def _organizations(told: Told) -> list[str]:
    return [actor.name for actor in told.reading.actors if actor.kind in ORGANIZATIONS]


def _locations(told: Told) -> list[str]:
    return list(dict.fromkeys(place.name for place in told.reading.places))


def _known(row: Row) -> Row:
    """Without what is not known."""
    return {key: value for key, value in row.items() if value not in (None, {})}

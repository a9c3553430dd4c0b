"""Claims for the web of data: GeoJSON, schema.org Claim, W3C Web Annotation, STIX 2.1."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ...records import Link, Place, Report, Span
from ..views import ClaimRow, claim_rows
from .material import Material, Told, each_claim

Plain = dict[str, Any]

#: names of ours that the standards lack: schema.org knows no relation between claims.
NAMESPACE = "https://sayso.invalid/ns#"
#: all ids of STIX objects come from what they are, so that two exports of one claim have one id.
STIX_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
#: STIX wants moments; where only a day is known, its first.
NO_DAY = "1970-01-01T00:00:00.000Z"
#: characters before and after a quotation that find it again in a text that moved.
CONTEXT = 32
OPINIONS = {"contradicts": "disagree", "agrees": "agree", "relays": "neutral", "refines": "agree", "updates": "neutral"}


def geo_features(material: Material) -> Iterator[Plain]:
    """A GeoJSON feature for each claim whose place has coordinates; precision stands in the properties."""
    for reading in material.readings():
        places = {place.id: place for place in reading.places}
        for claim, row in zip(reading.claims, claim_rows(reading), strict=True):
            place = places.get(claim.about.place or "")
            if place is not None and place.lat is not None and place.lon is not None:
                yield {
                    "type": "Feature",
                    "id": row.name,
                    "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                    "properties": _properties(row, place),
                }


def _properties(row: ClaimRow, place: Place) -> Plain:
    flat = {field.name.rstrip("_"): getattr(row, field.name) for field in fields(row)}
    return flat | {"precision": place.precision, "admin1": place.admin1, "geonames": place.geonames}


def schema_claims(material: Material) -> Iterator[Plain]:
    """A schema.org Claim for each claim, and its links to others under names of ours."""
    links = _links_by_claim(material)
    for told in each_claim(material):
        report = told.reading.report
        plain: Plain = {
            "@type": "Claim",
            "@id": _urn(told.name),
            "text": told.words,
            "appearance": _work(report),
            "author": {"@type": "Organization", "name": report.outlet} if report.outlet else None,
            "claimInterpreter": _interpreter(told),
            "datePublished": (report.published or "")[:10] or None,
            "contentLocation": _location(told.place),
            "sayso:act": told.claim.act,
            "sayso:evidence": told.claim.evidence,
            "sayso:about": told.claim.about.type,
            "sayso:status": told.claim.about.status,
        }
        for link, other in links.get(told.name, ()):
            plain.setdefault(f"sayso:{link.relation}", []).append({"@id": _urn(other), "sayso:reason": link.reason})
        yield {key: value for key, value in plain.items() if value is not None}


def _interpreter(told: Told) -> Plain | None:
    if not told.claim.attribution:
        return None
    found = told.actors([told.claim.attribution[-1].source.actor or ""])
    kind = "Person" if found and found[0].kind == "person" else "Organization" if found else "Thing"
    return {"@type": kind, "name": told.speaker}


def _work(report: Report) -> Plain:
    work = {
        "@type": "NewsArticle",
        "@id": _urn(report.id),
        "headline": report.title,
        "url": report.url,
        "publisher": {"@type": "Organization", "name": report.outlet} if report.outlet else None,
        "datePublished": report.published,
        "inLanguage": report.language,
    }
    return {key: value for key, value in work.items() if value is not None}


def _location(place: Place | None) -> Plain | None:
    if place is None:
        return None
    found: Plain = {"@type": "Place", "name": place.name}
    if place.lat is not None and place.lon is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return found


def find_annotations(material: Material) -> Iterator[Plain]:
    """A W3C Web Annotation for each source, cue and content; selectors count Unicode code points."""
    for told in each_claim(material):
        report = told.reading.report
        marks: list[tuple[str, Span]] = [("content", span) for span in told.claim.content]
        for step in told.claim.attribution:
            marks += [("source", step.source.span)] if step.source.span else []
            marks += [("cue", step.cue.span)] if step.cue and step.cue.span else []
        for at, (role, span) in enumerate(dict.fromkeys(marks)):
            yield {
                "id": f"{_urn(told.name)}:{role}:{at}",
                "type": "Annotation",
                "motivation": "tagging",
                "creator": {"type": "Software", "name": material.made_by},
                "body": [
                    {"type": "TextualBody", "purpose": "tagging", "value": role},
                    {"type": "TextualBody", "purpose": "describing", "value": f"{told.speaker}: {told.claim.act}"},
                ],
                "target": {
                    "source": report.url or _urn(report.id),
                    **({"state": {"type": "TimeState", "sourceDate": report.published}} if report.published else {}),
                    "selector": _selectors(report.text, span),
                },
            }


def _selectors(text: str, span: Span) -> list[Plain]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - CONTEXT) : span.start],
            "suffix": text[span.end : span.end + CONTEXT],
        },
    ]


def stix_objects(material: Material) -> Iterator[Plain]:
    """STIX 2.1: who speaks and who prints (identity), where (location), a report each, a note a claim, opinions."""
    seen: set[str] = set()
    links = _links_by_claim(material)
    tool = _identity(material.made_by, "system")
    yield tool
    for reading in material.readings():
        notes = []
        for claim in reading.claims:
            told = Told(reading, claim)
            made = [*_stix_claim(told, tool["id"]), *_opinions(told, links.get(told.name, []))]
            notes.append(_stix_id("note", told.name))
            for one in made:
                if one["id"] not in seen:
                    seen.add(one["id"])
                    yield one
        outlet = _identity(reading.report.outlet or reading.report.id, "organization")
        if outlet["id"] not in seen:
            seen.add(outlet["id"])
            yield outlet
        moment = _moment(reading.report.published)
        yield _stix("report", reading.report.id, moment) | {
            "created_by_ref": outlet["id"],
            "name": reading.report.title or reading.report.id,
            "published": moment,
            "report_types": ["observed-data"],
            "object_refs": notes or [outlet["id"]],
        }


def _stix_claim(told: Told, tool: str) -> Iterator[Plain]:
    moment = _moment(told.reading.report.published)
    actors = told.actors(told.claim.taking_part())
    people = [_identity(actor.name, "individual" if actor.kind == "person" else "group") for actor in actors]
    speaker = _identity(told.speaker, "group")
    yield from (*people, speaker)
    refs = [speaker["id"], *(one["id"] for one in people)]
    place = told.place
    if place is not None and place.lat is not None and place.lon is not None:
        where = _stix("location", f"{place.name}|{place.country}|{place.lat}|{place.lon}", NO_DAY)
        yield where | {"name": place.name, "latitude": place.lat, "longitude": place.lon}
        refs.append(where["id"])
    yield _stix("note", told.name, moment) | {
        "created_by_ref": tool,
        "abstract": f"{told.speaker}: {told.claim.act}, {told.claim.about.type or 'view'}",
        "content": told.words or told.claim.id,
        "authors": [told.speaker],
        "object_refs": list(dict.fromkeys(refs)),
    }


def _opinions(told: Told, links: list[tuple[Link, str]]) -> Iterator[Plain]:
    """What a speaker's claim amounts to for another's: a denial disagrees with what it denies."""
    speaker = _identity(told.speaker, "group")
    for link, other in links:
        if link.right != told.name:
            continue
        yield _stix("opinion", f"{told.name}|{other}|{link.relation}", _moment(told.reading.report.published)) | {
            "created_by_ref": speaker["id"],
            "opinion": OPINIONS[link.relation],
            "explanation": link.reason,
            "object_refs": [_stix_id("note", other)],
        }


def _identity(name: str, kind: str) -> Plain:
    return _stix("identity", name.casefold(), NO_DAY) | {"name": name, "identity_class": kind}


def _stix(type_: str, key: str, moment: str) -> Plain:
    head = {"type": type_, "spec_version": "2.1", "id": _stix_id(type_, key)}
    return head | {"created": moment, "modified": moment}


def _stix_id(type_: str, key: str) -> str:
    return f"{type_}--{uuid.uuid5(STIX_SPACE, f'{type_} {key}')}"


def _moment(published: str | None) -> str:
    return f"{published[:10]}T00:00:00.000Z" if published else NO_DAY


def _links_by_claim(material: Material) -> dict[str, list[tuple[Link, str]]]:
    """The links that a claim is on a side of, each with the other side."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for case in material.cases:
        for link in case.links:
            found.setdefault(link.left, []).append((link, link.right))
            found.setdefault(link.right, []).append((link, link.left))
    return found


def _urn(name: str) -> str:
    return f"urn:sayso:{name}"

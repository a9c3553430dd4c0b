"""Claims for the web of data: GeoJSON, schema.org Claim, W3C Web Annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ...records import Actor, Link, Place, Report, Span
from ..views import ClaimRow, claim_rows
from .material import Material, Told, each_claim

Plain = dict[str, Any]

#: names of ours that the standards lack: schema.org knows no relation between claims.
NAMESPACE = "https://sayso.invalid/ns#"
#: characters before and after a quotation that find it again in a text that moved.
CONTEXT = 32
ANNOTATIONS = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "AnnotationPage",
    "id": "urn:sayso:annotations",
    "partOf": {
        "type": "AnnotationCollection",
        "id": "urn:sayso:reports",
        "label": "Sources, cues and contents of claims; positions count code points of sayso's text of a report",
    },
}


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
    """A schema.org Claim for each claim; what ties it to others is a link of ours that points at both."""
    links = _links_by_left(material)
    for told in each_claim(material):
        report = told.reading.report
        plain: Plain = {
            "@type": "Claim",
            "@id": urn(told.name),
            "text": told.words,
            "author": _author(told),
            "appearance": _work(report),
            "datePublished": (report.published or "")[:10] or None,
            "contentLocation": _location(told.place),
            "sayso:act": told.claim.act,
            "sayso:evidence": told.claim.evidence,
            "sayso:about": told.claim.about.type,
            "sayso:status": told.claim.about.status,
            "sayso:relayedBy": [name for name in told.chain[:-1] if name] or None,
            "sayso:link": [_link(link) for link in links.get(told.name, ())] or None,
        }
        yield {key: value for key, value in plain.items() if value is not None}


def _link(link: Link) -> Plain:
    """A tie of its own: a claim has as many reasons as links, and "updates" holds in one direction."""
    found = {
        "@type": "sayso:Link",
        "sayso:relation": link.relation,
        "sayso:left": {"@id": urn(link.left)},
        "sayso:right": {"@id": urn(link.right)},
        "sayso:field": link.field,
        "sayso:reason": link.reason,
    }
    return {key: value for key, value in found.items() if value is not None}


def _author(told: Told) -> Plain | None:
    """Whoever says it; schema.org's claimInterpreter is who reads a claim into a picture, and not meant here."""
    if not told.speaker:
        return None
    if not told.claim.attribution:
        return {"@type": "Organization", "name": told.speaker}
    found = told.actors([told.claim.attribution[-1].source.actor or ""])
    return _typed(found[0] if found else None) | {"name": told.speaker}


def _typed(actor: Actor | None) -> Plain:
    if actor is None or actor.kind is None or actor.kind in ("facility", "object"):
        return {}
    return {"@type": "Person" if actor.kind == "person" else "Organization"}


def _work(report: Report) -> Plain:
    work = {
        "@type": "NewsArticle",
        "@id": urn(report.id),
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
                "id": f"{urn(told.name)}:{role}:{at}",
                "type": "Annotation",
                "motivation": "tagging",
                "creator": {"type": "Software", "name": material.made_by},
                "body": [
                    {"type": "TextualBody", "purpose": "tagging", "value": role},
                    {"type": "TextualBody", "purpose": "describing", "value": f"{told.voice}: {told.claim.act}"},
                ],
                "target": {
                    "source": report.url or urn(report.id),
                    **_state(report.published),
                    "selector": _selectors(report.text, span),
                },
            }


def _state(published: str | None) -> Plain:
    """When the page held this text: the moment, or from the beginning to the end of the day of publication."""
    if not published:
        return {}
    if "T" in published:
        return {"state": {"type": "TimeState", "sourceDate": published}}
    ends = {"sourceDateStart": f"{published}T00:00:00Z", "sourceDateEnd": f"{published}T23:59:59Z"}
    return {"state": {"type": "TimeState", **ends}}


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


def _links_by_left(material: Material) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for case in material.cases:
        for link in case.links:
            found.setdefault(link.left, []).append(link)
    return found


def urn(name: str) -> str:
    """A name of ours as an address."""
    return f"urn:sayso:{name}"

"""STIX 2.1: reports, a note a claim, an opinion where two claims are linked, identities, locations.

All ids are version 5 UUIDs of what they stand for, so that two exports of one ledger have the same. An identity that
has a name is one throughout; "a spokesman" is one within his report only.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from ...records import Actor, Link, Place, Report
from ..wording import plain
from .codes import ORGANIZATIONS, load_countries
from .linked import NAMESPACE
from .material import Material, Told

Plain = dict[str, Any]

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
#: STIX wants a moment of everything; this one stands for none.
NO_DAY = "1970-01-01T00:00:00.000Z"
UNDATED = "undated"
#: what the right claim of a link is for the left: what denies it disagrees, what only goes on from it does neither.
OPINIONS = {"contradicts": "disagree", "agrees": "agree", "refines": "agree", "relays": "neutral", "updates": "neutral"}
CLASSES = {
    "person": "individual", "civilians": "class", "ethnic group": "class", "religious group": "class",
    "armed group": "group",
}  # fmt: skip
#: words of a name that need no capital.
SMALL = frozenset({"of", "the", "for", "and", "in", "de", "al"})


def stix_objects(material: Material) -> Iterator[Plain]:
    """Every object of the bundle once, each after all that it refers to."""
    seen: set[str] = set()
    for one in _find_objects(material):
        if one["id"] not in seen:
            seen.add(one["id"])
            yield one


def bundle_of(ids: Iterable[str]) -> Plain:
    """The bundle's own id, of what lies in it."""
    return {"id": f"bundle--{uuid.uuid5(SPACE, ' '.join(ids))}"}


def _find_objects(material: Material) -> Iterator[Plain]:
    links = _links_by_claim(material)
    speakers: dict[str, tuple[str | None, str | None]] = {}
    tool = _identity(("tool", material.made_by), material.made_by, "system")
    yield tool
    for reading in material.readings():
        for claim in reading.claims:
            told = Told(reading, claim)
            speaker = _speaker(told)
            yield from _find_note(told, tool["id"], speaker)
            speakers[told.name] = (speaker["id"] if speaker else None, reading.report.published)
            for pair in links.get(told.name, ()):
                # with the second of the two, so that both are there: one may lie outside what was asked for
                if pair[0].left in speakers and pair[0].right in speakers:
                    yield _opinion(pair, speakers[pair[0].right])
        notes = [_id("note", f"{reading.report.id}:{claim.id}") for claim in reading.claims]
        yield from _find_report(reading.report, notes, tool["id"])


def _find_note(told: Told, tool: str, speaker: Plain | None) -> Iterator[Plain]:
    """A claim: its words, by whom, about whom and where."""
    cast = [_actor(actor, told) for actor in told.actors(told.claim.taking_part())]
    where = _location(told.place)
    about = [one for one in (speaker, *cast, where) if one is not None]
    yield from about
    yield _stix("note", told.name, told.reading.report.published) | {
        "created_by_ref": tool,
        "abstract": f"{told.voice}: {told.claim.act}, {told.claim.about.type or 'view'}",
        "content": told.words or told.claim.id,
        **({"authors": [told.speaker]} if told.speaker else {}),
        **({"lang": told.reading.report.language} if told.reading.report.language else {}),
        # STIX wants an object that the note is of; a claim that names nobody is of the tool's own making
        "object_refs": list(dict.fromkeys(one["id"] for one in about)) or [tool],
    }


def _find_report(report: Report, notes: list[str], tool: str) -> Iterator[Plain]:
    outlet = _outlet(report)
    yield from [outlet] if outlet else []
    address = {"source_name": report.outlet or report.id, "url": report.url}
    yield _stix("report", report.id, report.published) | {
        "name": report.title or report.id,
        "published": _moment(report.published),
        "report_types": ["observed-data"],
        **({"created_by_ref": outlet["id"]} if outlet else {}),
        **({"lang": report.language} if report.language else {}),
        **({"external_references": [address]} if report.url else {}),
        # STIX wants an object in it, also where nothing is claimed
        "object_refs": notes or [outlet["id"] if outlet else tool],
    }


def _opinion(pair: list[Link], speaker: tuple[str | None, str | None]) -> Plain:
    """What a speaker's claim amounts to for another's: a denial disagrees with what it denies."""
    who, published = speaker
    # who relays a claim and differs in a number disagrees
    telling = next((link for link in pair if link.relation == "contradicts"), pair[0])
    return _stix("opinion", f"{telling.right}|{telling.left}", published) | {
        **({"created_by_ref": who} if who else {}),
        "opinion": OPINIONS[telling.relation],
        "explanation": "; ".join(dict.fromkeys(link.reason for link in pair)),
        "object_refs": [_id("note", telling.left)],
    }


def _speaker(told: Told) -> Plain | None:
    if not told.claim.attribution:
        return _outlet(told.reading.report)
    found = told.actors([told.claim.attribution[-1].source.actor or ""])
    if found:
        return _actor(found[0], told)
    return _identity((told.reading.report.id, told.speaker), told.speaker, "unknown") if told.speaker else None


def _outlet(report: Report) -> Plain | None:
    return _identity(("outlet", report.outlet), report.outlet, "organization") if report.outlet else None


def _actor(actor: Actor, told: Told) -> Plain | None:
    if not plain(actor.name):
        return None
    named = all(word[:1].isupper() or word in SMALL for word in actor.name.split())
    key = ("actor", actor.country or "") if named else ("actor", told.reading.report.id, actor.id)
    organization = "organization" if actor.kind in ORGANIZATIONS else "unknown"
    kind = CLASSES.get(actor.kind or "", organization)
    return _identity((*key, actor.name.casefold()), plain(actor.name), kind)


def _location(place: Place | None) -> Plain | None:
    """STIX wants a country or coordinates of a place."""
    if place is None:
        return None
    country = load_countries().get(place.country or "")
    where: Plain = {"name": place.name}
    if country and country.alpha2:
        where["country"] = country.alpha2
    if place.lat is not None and place.lon is not None:
        where |= {"latitude": place.lat, "longitude": place.lon}
    if len(where) == 1:
        return None
    return _stix("location", f"{place.name}|{place.country}|{place.lat}|{place.lon}", None) | where


def _identity(key: tuple[str, ...], name: str, kind: str) -> Plain:
    return _stix("identity", "|".join(key), None) | {"name": name, "identity_class": kind}


def _stix(type_: str, key: str, published: str | None) -> Plain:
    moment = _moment(published)
    head = {"type": type_, "spec_version": "2.1", "id": _id(type_, key), "created": moment, "modified": moment}
    return head if published or type_ in ("identity", "location") else {**head, "labels": [UNDATED]}


def _id(type_: str, key: str) -> str:
    return f"{type_}--{uuid.uuid5(SPACE, f'{type_} {key}')}"


def _moment(published: str | None) -> str:
    """The moment of publication, in UTC where its zone is told; the beginning of the day where only that is known."""
    if not published:
        return NO_DAY
    moment = datetime.fromisoformat(published)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _links_by_claim(material: Material) -> dict[str, list[list[Link]]]:
    """The links that a claim is on a side of, those with one other claim together."""
    pairs: dict[tuple[str, str], list[Link]] = {}
    for case in material.cases:
        for link in case.links:
            pairs.setdefault((link.left, link.right), []).append(link)
    found: dict[str, list[list[Link]]] = {}
    for names, pair in pairs.items():
        for name in names:
            found.setdefault(name, []).append(pair)
    return found

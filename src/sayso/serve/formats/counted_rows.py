"""Rows for those who count events: UCDP GED, ACLED, MAVERICK. Empty where sayso cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ...reconcile.estimates import Estimate, estimate_case, find_counts
from ...records import Claim, Place, Report
from .codes import (
    EVENT_TYPES,
    country_name,
    disorder_of,
    inter_of,
    is_armed,
    is_state,
    load_countries,
)
from .material import Material, Occurrence, each_claim, find_occurrences

Row = dict[str, Any]

UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
ACTOR_PARTS = (
    "name", "id", "type", "subtype", "party", "violence", "precision", "initiator", "perpetrator", "intervener",
    "bystander", "victim",
)  # fmt: skip
SIX = range(1, 7)
MAVERICK_COLUMNS = (
    "id", "event_id", "date_start", "date_end", "city", "location", "latitude", "longitude", "geo_precision",
    *(f"actor{n}" if part == "name" else f"actor{n}_{part}" for n in SIX for part in ACTOR_PARTS),
    "target", "deaths_best", "deaths_low", "deaths_high", "injuries_best", "injuries_low", "injuries_high",
    "displacement", "damage", "source", "source_author", "source_type", "source_classification", "number_of_sources",
    "unit_of_analysis", "aggregation",
)  # fmt: skip
#: UCDP's and MAVERICK's codes of how closely a place is known.
WHERE_PREC = {"exact": 1, "near": 2, "district": 3, "province": 4, "country": 6}
GEO_PREC = {"exact": 1, "near": 2, "district": 2, "province": 3, "country": 3}
MAVERICK_PREC = {"exact": 4, "near": 4, "district": 3, "province": 2, "country": 1}
#: ACLED's integers for numbers that are only words; nowhere else in sayso.
VAGUE_WORDS = {"dozens": 12, "tens": 10, "hundreds": 100}
#: voices that ACLED's notes quote.
VOICES = 8
HAPPENED = ("actual", "ongoing", "ended", None)


def ucdp_rows(material: Material) -> Iterator[Row]:
    """One row for each occurrence of violence with at least one death claimed."""
    for one in find_occurrences(material, _is_violent):
        estimate = estimate_case(one.as_case(), one.readings, "killed", material.rule)
        if estimate is not None and (estimate.high or estimate.best or estimate.low or 0) > 0:
            yield _ucdp_row(one, estimate)


def acled_rows(material: Material) -> Iterator[Row]:
    """One row for each occurrence that has an ACLED sub-event and is told as having happened."""
    for one in find_occurrences(material, lambda claim: bool(claim.about.acled) and claim.about.status in HAPPENED):
        yield _acled_row(one, material)


def maverick_rows(material: Material) -> Iterator[Row]:
    """One row for each claim of violence in each report, under the id of its case, for `eventreport` to aggregate."""
    cases = {name: case.case for case in material.cases for name in case.claims}
    for told in each_claim(material):
        if _is_violent(told.claim):
            one = Occurrence(cases.get(told.name, told.name), None, (told,))
            yield _maverick_row(one)


def _is_violent(claim: Claim) -> bool:
    return claim.about.type == "ASSAULT" and claim.about.status in HAPPENED and claim.act != "deny"


def _ucdp_row(one: Occurrence, estimate: Estimate) -> Row:
    first, last = one.days
    doers, sufferers = one.sides()
    kind = _type_of_violence(one)
    others = [actor for actor in (*doers[1:], *sufferers) if is_armed(actor)]
    reports = {told.reading.report.id: told.reading.report for told in one.told}.values()
    row = _empty(UCDP_COLUMNS) | {
        "id": one.id,
        "year": int(first[:4]) if first else None,
        "type_of_violence": kind,
        "side_a": doers[0].name if doers else None,
        "side_b": "Civilians" if kind == 3 else (others[0].name if others else None),
        "number_of_sources": one.as_case().origins,
        "source_article": _joined(_cited(report) for report in reports),
        "source_office": _joined(report.outlet for report in reports),
        "source_date": _joined((report.published or "")[:10] for report in reports),
        "source_headline": _joined(report.title for report in reports),
        "source_original": _joined(told.speaker for told in one.told),
        "event_clarity": 1 if first and one.place else 2,
        "date_prec": _date_precision(first, last),
        "date_start": first,
        "date_end": last,
        "best": estimate.best,
        "high": estimate.high,
        "low": estimate.low,
    }
    return row | _ucdp_place(one.place)


def _ucdp_place(place: Place | None) -> Row:
    if place is None:
        return {}
    known = place.lat is not None and place.lon is not None
    return {
        "where_prec": WHERE_PREC.get(place.precision or ""),
        "where_coordinates": place.name if known else None,
        "where_description": place.name,
        "adm_1": place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})" if known else None,
        "country": country_name(place.country),
    }


def _type_of_violence(one: Occurrence) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where a side is not known well enough."""
    doers, sufferers = one.sides()
    if not doers or not is_armed(doers[0]):
        return None
    against = [actor for actor in (*doers[1:], *sufferers) if is_armed(actor)]
    if against:
        return 1 if is_state(doers[0]) or is_state(against[0]) else 2
    civil = any(actor.kind in ("civilians", "facility") or actor.sector == "CVL" for actor in sufferers)
    return 3 if civil else None


def _acled_row(one: Occurrence, material: Material) -> Row:
    first, last = one.days
    place = one.place
    sub_event = _modal([told.claim.about.acled for told in one.told]) or "Other"
    doers, sufferers = one.sides()
    country = place.country if place else None
    known = load_countries().get(country or "")
    other = doers[1] if len(doers) > 1 else (sufferers[0] if sufferers else None)
    inter1 = inter_of(doers[0], country, sub_event=sub_event, doer=True) if doers else None
    inter2 = inter_of(other, country) if other else None
    fatalities, words = _fatalities(one, material.rule)
    said = "; ".join(list(dict.fromkeys(f"{told.speaker}: “{told.words}”" for told in one.told))[:VOICES])
    row = _empty(ACLED_COLUMNS) | {
        "event_id_cnty": one.id,
        "event_date": first,
        "year": int(first[:4]) if first else None,
        "time_precision": _acled_time(first, last),
        "disorder_type": disorder_of(sub_event),
        "event_type": EVENT_TYPES[sub_event],
        "sub_event_type": sub_event,
        "actor1": doers[0].name if doers else None,
        "inter1": inter1,
        "actor2": other.name if other else None,
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if inter2 == 7 and EVENT_TYPES[sub_event] != "Protests" else None,
        "source": _joined(told.reading.report.outlet for told in one.told),
        "notes": f"{said}. {words}",
        "fatalities": fatalities,
    }
    if place is not None:
        row |= {
            "iso": known.iso if known else None,
            "country": known.name if known else None,
            "admin1": place.admin1,
            "location": place.name,
            "latitude": place.lat,
            "longitude": place.lon,
            "geo_precision": GEO_PREC.get(place.precision or ""),
        }
    return row


def _fatalities(one: Occurrence, rule: str) -> tuple[int | None, str]:
    """One integer by the rule, and the sentence that says so; vague words as ACLED counts them."""
    case = one.as_case()
    estimate = estimate_case(case, one.readings, "killed", rule)
    if estimate is None:
        return None, "No figure of deaths is claimed."
    number = estimate.best if estimate.best is not None else estimate.low
    for count in find_counts(case, one.readings, "killed"):
        word = next((word for word in VAGUE_WORDS if word in count.text.casefold().split()), None)
        if count.claim in estimate.claims and count.vague and word and number == count.low:
            return VAGUE_WORDS[
                word
            ], f"Fatalities by the rule “{rule}” of sayso: “{count.text}” counted as ACLED counts it."
    return number, f"Fatalities by the rule “{rule}” of sayso: {estimate.reason}"


def _maverick_row(one: Occurrence) -> Row:
    told = one.told[0]
    first, last = one.days
    doers, sufferers = one.sides()
    place, report = one.place, told.reading.report
    row = _empty(MAVERICK_COLUMNS) | {
        "id": told.name,
        "event_id": one.id,
        "date_start": first,
        "date_end": last,
        "source": report.outlet,
        "source_author": told.speaker if told.claim.attribution else None,
        "number_of_sources": 1,
        "unit_of_analysis": "report",
    }
    if place is not None:
        row |= {
            "city": place.name if place.precision in ("exact", "near") else None,
            "location": place.name,
            "latitude": place.lat,
            "longitude": place.lon,
            "geo_precision": MAVERICK_PREC.get(place.precision or ""),
        }
    cast = [(actor, True) for actor in doers] + [(actor, False) for actor in sufferers if actor not in doers]
    for n, (actor, did) in zip(SIX, cast, strict=False):
        row |= {f"actor{n}": actor.name, f"actor{n}_type": actor.kind}
        row |= {f"actor{n}_perpetrator": int(did), f"actor{n}_victim": int(not did)}
    row["target"] = sufferers[0].name if sufferers else None
    for kind, name in (("killed", "deaths"), ("wounded", "injuries")):
        found = [figure for figure in told.claim.about.figures if figure.kind == kind and not figure.part]
        if found:
            low, high = found[0].low, found[0].high
            row |= {f"{name}_low": low, f"{name}_high": high, f"{name}_best": low if low == high else None}
    gone = [figure.low for figure in told.claim.about.figures if figure.kind == "displaced"]
    return row | ({"displacement": gone[0]} if gone else {})


def _date_precision(first: str | None, last: str | None) -> int | None:
    """UCDP's: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year."""
    if not first or not last:
        return None
    days = (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def _acled_time(first: str | None, last: str | None) -> int | None:
    """ACLED's: 1 the day, 2 a week or weekend, 3 wider."""
    precision = _date_precision(first, last)
    return None if precision is None else {1: 1, 2: 2, 3: 2}.get(precision, 3)


def _interaction(one: int | None, two: int | None) -> int | None:
    """The two codes, the lower first; one alone is followed by 0."""
    if one is None or two is None:
        return None if one is None else one * 10
    return min(one, two) * 10 + max(one, two)


def _modal(values: list[str | None]) -> str | None:
    known = [value for value in values if value in EVENT_TYPES]
    return max(known, key=lambda value: (known.count(value), value), default=None)


def _cited(report: Report) -> str:
    """ "“Title”, The Valley Post, 2025-05-03"."""
    return ", ".join(
        part for part in (f"“{report.title}”" if report.title else None, report.outlet, report.published) if part
    )


def _joined(parts: Any) -> str | None:
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def _empty(columns: tuple[str, ...]) -> Row:
    return dict.fromkeys(columns)

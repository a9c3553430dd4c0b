"""Rows for those who count events: UCDP GED, ACLED, MAVERICK. Empty where sayso cannot know."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ...reconcile.counting import CIVILIANS
from ...reconcile.estimates import RULES, Counted, Estimate, estimate_case, find_counts
from ...records import Actor, Claim, Place, Report
from ..wording import plain
from .codes import (
    EVENT_TYPES,
    VIOLENCE,
    country_name,
    disorder_of,
    gw_of,
    inter_of,
    is_armed,
    is_civil,
    is_state,
    load_countries,
)
from .material import Material, Occurrence, Told, as_occurrence, each_claim, find_occurrences, is_told_as_fact

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
#: UCDP's, ACLED's and MAVERICK's codes of how closely a place is known.
WHERE_PREC = {"exact": 1, "near": 2, "district": 3, "province": 4, "country": 6}
GEO_PREC = {"exact": 1, "near": 2, "district": 2, "province": 3, "country": 3}
MAVERICK_PREC = {"exact": 4, "near": 4, "district": 3, "province": 2, "country": 1}
#: ACLED's integers for numbers that are only words; nowhere else in sayso. "Hundreds of thousands" is another number.
VAGUE_WORDS = {"dozens": 12, "tens": 10, "hundreds": 100}
VAGUE = re.compile(rf"\b({'|'.join(VAGUE_WORDS)})\b(?! of (?:hundreds|thousands|millions)\b)", re.IGNORECASE)
#: voices that ACLED's notes quote.
VOICES = 8
#: UCDP's ids are 32-bit integers.
LARGEST_ID = 2**31 - 1


def ucdp_rows(material: Material) -> Iterator[Row]:
    """One row for each occurrence of violence with at least one death claimed, at a place and a time that are told."""
    used: set[int] = set()
    for one in find_occurrences(material, _is_violent):
        if one.place is None or not any(one.days):
            continue
        estimate = estimate_case(one.case, one.readings, "killed", material.rule)
        if estimate is not None and (estimate.high or estimate.best or estimate.low or 0) > 0:
            yield _ucdp_row(one, estimate) | {"id": _number(one.id, used)}


def acled_rows(material: Material) -> Iterator[Row]:
    """One row for each occurrence that has an ACLED sub-event and is told as having happened."""
    for one in find_occurrences(material, lambda claim: bool(claim.about.acled) and is_told_as_fact(claim)):
        yield _acled_row(one, material.rule)


def maverick_rows(material: Material) -> Iterator[Row]:
    """One row for each claim of violence in each report, under the id of its case, for `eventreport` to aggregate."""
    cases = {name: case.case for case in material.cases for name in case.claims}
    for told in each_claim(material):
        if _is_violent(told.claim):
            yield _maverick_row(as_occurrence(told, cases.get(told.name)))


def _is_violent(claim: Claim) -> bool:
    return claim.about.type == "ASSAULT" and is_told_as_fact(claim)


def _number(id_: str, used: set[int]) -> int:
    """An integer of the id, the same in every export of it unless another row of this one has it."""
    number, again = zlib.crc32(id_.encode()) & LARGEST_ID, 0
    while number in used or not number:
        again += 1
        number = zlib.crc32(f"{id_} {again}".encode()) & LARGEST_ID
    used.add(number)
    return number


def _ucdp_row(one: Occurrence, estimate: Estimate) -> Row:
    first, last = one.days
    precision = _date_precision(first, last)
    kind = _type_of_violence(one)
    side_a, side_b = _armed_sides(one)
    names = (side_a.name if side_a else None, "Civilians" if kind == 3 else (side_b.name if side_b else None))
    voices = one.with_claims(estimate.claims)
    reports = {told.reading.report.id: told.reading.report for told in voices}.values()
    row = _empty(UCDP_COLUMNS) | {
        "relid": one.id,
        "year": int(first[:4]) if first else None,
        "type_of_violence": kind,
        "side_a": names[0],
        "side_b": names[1],
        "gwnoa": gw_of(side_a.country) if side_a and is_state(side_a) else None,
        "gwnob": gw_of(side_b.country) if side_b and kind != 3 and is_state(side_b) else None,
        "number_of_sources": estimate.origins,
        "source_article": _listed(_cited(report) for report in reports),
        "source_office": _listed(report.outlet for report in reports),
        "source_date": _listed((report.published or "")[:10] for report in reports),
        "source_headline": _listed(report.title for report in reports),
        "source_original": _joined(told.speaker for told in voices if told.name in estimate.claims),
        "event_clarity": 1 if precision in (1, 2) and one.place else 2,
        "date_prec": precision,
        "date_start": first,
        "date_end": last,
        **_deaths(estimate, names),
        "best": estimate.best,
        "high": estimate.high,
        "low": estimate.low,
    }
    return row | _ucdp_place(one.place)


def _deaths(estimate: Estimate, sides: tuple[str | None, str | None]) -> Row:
    """The column of those counted, where the rule counts one side or civilians alone."""
    if estimate.of is None:
        return {}
    columns = {CIVILIANS: "deaths_civilians", sides[1]: "deaths_b", sides[0]: "deaths_a"}
    return {columns[estimate.of]: estimate.best} if estimate.of in columns else {}


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
        "country_id": gw_of(place.country),
    }


def _armed_sides(one: Occurrence) -> tuple[Actor | None, Actor | None]:
    """Who of the doers is armed, and another armed actor with it or against it."""
    doers, sufferers = one.sides()
    armed = [actor for actor in doers if is_armed(actor)]
    first = armed[0] if armed else None
    others = (actor for actor in (*armed[1:], *sufferers) if is_armed(actor))
    return first, next((actor for actor in others if first is None or actor.name != first.name), None)


def _type_of_violence(one: Occurrence) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where a side is not known well enough."""
    side_a, side_b = _armed_sides(one)
    if side_a is None:
        return None
    if side_b is not None:
        return 1 if is_state(side_a) or is_state(side_b) else 2
    return 3 if any(is_civil(actor) for actor in one.sides()[1]) else None


def _acled_row(one: Occurrence, rule: str) -> Row:
    first, last = one.days
    sub_event = _modal([told.claim.about.acled for told in one.told]) or "Other"
    fatalities, words, claims = _fatalities(one, rule)
    voices = one.with_claims(claims)
    said = "; ".join(list(dict.fromkeys(f"{told.voice}: “{told.words}”" for told in voices))[:VOICES])
    row = _empty(ACLED_COLUMNS) | {
        "event_id_cnty": one.id,
        "event_date": first,
        "year": int(first[:4]) if first else None,
        "time_precision": _acled_time(first, last),
        "disorder_type": disorder_of(sub_event),
        "event_type": EVENT_TYPES[sub_event],
        "sub_event_type": sub_event,
        "source": _joined(told.reading.report.outlet for told in voices),
        "notes": f"{said}. {words}",
        "fatalities": fatalities,
    }
    return row | _acled_actors(one, sub_event) | _acled_place(one.place)


def _acled_actors(one: Occurrence, sub_event: str) -> Row:
    doers, sufferers = one.sides()
    country = one.place.country if one.place else None
    first = doers[0] if doers else None
    second = next((actor for actor in (*doers[1:], *sufferers) if not first or actor.name != first.name), None)
    inter1 = inter_of(first, country, sub_event=sub_event, doer=True) if first else None
    inter2 = inter_of(second, country) if second else None
    violent = EVENT_TYPES[sub_event] in VIOLENCE or sub_event == "Mob violence"
    targeted = (violent and inter2 == 7) or sub_event == "Excessive force against protesters"
    return {
        "actor1": first.name if first else None,
        "inter1": inter1,
        "actor2": second.name if second else None,
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2) if first and (inter2 or not second) else None,
        "civilian_targeting": "Civilian targeting" if targeted else None,
    }


def _acled_place(place: Place | None) -> Row:
    if place is None:
        return {}
    known = load_countries().get(place.country or "")
    return {
        "iso": known.iso if known else None,
        "country": known.name if known else None,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": GEO_PREC.get(place.precision or ""),
    }


def _fatalities(one: Occurrence, rule: str) -> tuple[int | None, str, tuple[str, ...]]:
    """One integer by the rule with vague words as ACLED counts them, the sentence that says so, and its claims."""
    counts = [_in_acled_numbers(count) for count in find_counts(one.case, one.readings, "killed")]
    estimate = RULES[rule](counts)
    if estimate is None:
        return None, "No figure of deaths is claimed.", ()
    number = estimate.best if estimate.best is not None else estimate.low
    vague = [count for count in counts if count.claim in estimate.claims and _acled_number(count) is not None]
    words = "".join(f"; “{plain(count.text)}” counted as ACLED counts it, {count.low}" for count in vague)
    return number, f"Fatalities by the rule “{rule}” of sayso: {plain(estimate.reason)}{words}", estimate.claims


def _acled_number(count: Counted) -> int | None:
    """12 for "dozens of people"; None for all other words."""
    found = VAGUE.search(count.text) if count.vague else None
    return VAGUE_WORDS[found[1].casefold()] if found else None


def _in_acled_numbers(count: Counted) -> Counted:
    number = _acled_number(count)
    return count if number is None else replace(count, low=number, high=number)


def _maverick_row(one: Occurrence) -> Row:
    told = one.told[0]
    first, last = one.days
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
    return row | _maverick_cast(one) | _maverick_harm(told)


def _maverick_cast(one: Occurrence) -> Row:
    doers, sufferers = one.sides()
    cast = [(actor, True) for actor in doers] + [(actor, False) for actor in sufferers if actor not in doers]
    row: Row = {"target": sufferers[0].name if sufferers else None}
    for n, (actor, did) in zip(SIX, cast, strict=False):
        row |= {f"actor{n}": actor.name, f"actor{n}_type": actor.kind}
        row |= {f"actor{n}_perpetrator": int(did), f"actor{n}_victim": int(not did)}
    return row


def _maverick_harm(told: Told) -> Row:
    row: Row = {}
    for kind, name in (("killed", "deaths"), ("wounded", "injuries")):
        found = told.whole(kind)
        if found:
            exact = found.low if found.low == found.high else None
            row |= {f"{name}_best": exact, f"{name}_low": found.low, f"{name}_high": found.high}
    gone = told.whole("displaced")
    return row | ({"displacement": gone.low} if gone and gone.low == gone.high else {})


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


def _joined(parts: Iterable[str | None]) -> str | None:
    """Each once, those that are known."""
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def _listed(parts: Iterable[str | None]) -> str | None:
    """One a report, so that the lists of several columns go together: "Post;;Times" where the second has no outlet."""
    found = [(part or "").replace(";", ",") for part in parts]
    return ";".join(found) if any(found) else None


def _empty(columns: tuple[str, ...]) -> Row:
    return dict.fromkeys(columns)

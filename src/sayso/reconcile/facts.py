"""A claim made ready to be compared: names for ids, days for dates, with what a case needs to know of its report."""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..lexicon import load_table
from ..records import About, Act, Claim, Figure, Reading, Status
from .days import DAYS_BEFORE, TOLL_DAYS, Window, day_of, window_of
from .names import Party, fold, name_key, party_of, shared
from .spots import Spot, spot_of

SPOKEN = re.compile(r"\bspokes(?:man|woman|person|people|men)\b", re.IGNORECASE)
#: a side's losses so far lie with its other counts, not with any one of the fights that they come from.
LOSSES = frozenset({"losses"})
#: types of claims that count dead and wounded.
COUNTING = frozenset({"ASSAULT", "TOLL"})
AHEAD = frozenset({"planned", "called-for", "conditional", "possible"})
HAPPENED = frozenset({"actual", "ongoing", "ended", None})


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """Types of event that can tell of one thing, e.g. COERCE seize and CONTROL."""

    id: str
    types: tuple[str, ...]
    matches: tuple[str, str, str]
    misses: tuple[str, str, str]
    family: str | None = None
    modes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@functools.cache
def find_families(type_: str | None, mode: str | None, status: str | None) -> frozenset[str]:
    """The families that a type stands in; a type in none is a family of its own."""
    found = {
        entry.family or entry.id
        for entry in load_table("families.toml", FamilyEntry)
        if type_ in entry.types
        and (not entry.modes or mode in entry.modes)
        and (not entry.statuses or status in entry.statuses)
    }
    return frozenset(found or ({type_} if type_ else ()))


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim as compared. ``name`` is "C2" within a report, "03:C2" across reports."""

    name: str
    report: str
    #: the outlet and what stands for the whole text.
    article: tuple[str, str]
    outlet: str
    claim: Claim
    words: str
    families: frozenset[str]
    doers: tuple[Party, ...]
    sufferers: tuple[Party, ...]
    #: what it counts, without the parts of another figure of its own ("three of them children"), and whom each counts.
    figures: tuple[Figure, ...]
    counted: tuple[Party | None, ...]
    source: Party | None
    side: tuple[Party, ...]
    direct: bool
    spot: Spot | None
    window: Window
    published: int | None
    said: int | None
    #: how many reports share this one's text (a text coded thing by thing), and how many of them tell of this place.
    siblings: int = 1
    neighbours: int = 1

    @property
    def type(self) -> str | None:
        """The PLOVER type or the state."""
        return self.claim.about.type

    @property
    def status(self) -> Status | None:
        """How the source presents it."""
        return self.claim.about.status

    @property
    def act(self) -> Act:
        """What the source does by speaking."""
        return self.claim.act

    @property
    def denied(self) -> bool:
        """True if the source denies what the claim is about; who "has no plans to" refuses, and denies nothing."""
        if self.claim.act == "refuse":
            return False
        return self.claim.about.status == "denied" or (self.claim.act == "deny" and self.claim.about.status != "failed")

    @property
    def happened(self) -> bool:
        """True if the source presents it as fact."""
        return self.claim.about.status in HAPPENED and not self.denied

    @property
    def ahead(self) -> bool:
        """True for what is planned, called for or possible."""
        return self.claim.about.status in AHEAD

    @property
    def speaker(self) -> str:
        """Who says it, in words: "the ministry", or the outlet of a narration."""
        return self.source.name if self.source else (self.outlet or "the report")

    @property
    def talkers(self) -> tuple[Party, ...]:
        """The known parties; a spokesman's "we" where the claim names one party or none."""
        known = tuple(party for party in self.parties if party.known())
        return known if len(known) > 1 or shared(known, self.side) else known + self.side[1:]

    @property
    def parties(self) -> tuple[Party, ...]:
        """Doers and sufferers."""
        return self.doers + self.sufferers

    def place_name(self) -> str:
        """The place in words."""
        return self.spot.name if self.spot else "an unnamed place"


class Facts(dict[str, Fact]):
    """Claims made ready, by name."""

    def prepare(self, names: Iterable[str]) -> None:
        """Told which claims will be asked for next; here they are all at hand."""


def facts_of(reading: Reading, *, across: bool) -> list[Fact]:
    """All claims on events and states of a reading, in order of text; named "report:claim" if ``across``."""
    parties = {actor.id: party_of(actor, reading.report.id) for actor in reading.actors}
    spots = {place.id: spot_of(place) for place in reading.places}
    report = reading.report
    digest = hashlib.blake2b(report.text.encode("utf-8", "surrogatepass"), digest_size=16)
    article = (report.outlet or "", digest.hexdigest())
    published = day_of(report.published)
    sides = _sides(reading, parties)
    facts = []
    for claim in reading.claims:
        about = claim.about
        if about.kind == "view" or not about.type:
            continue
        last = claim.attribution[-1] if claim.attribution else None
        said = next((day for step in reversed(claim.attribution) if (day := _said(step.said))), None)
        facts.append(
            Fact(
                name=f"{report.id}:{claim.id}" if across else claim.id,
                report=report.id,
                article=article,
                outlet=report.outlet or "",
                claim=claim,
                # a bare headline says what a report is on, not what this claim says.
                words="" if report.text == report.title else report.words(*claim.content),
                families=find_families(about.type, about.mode, about.status),
                doers=tuple(parties[one] for one in about.actors if one in parties),
                sufferers=tuple(parties[one] for one in about.recipients if one in parties),
                figures=whole_figures(claim),
                counted=tuple(parties.get(figure.of or "") for figure in whole_figures(claim)),
                source=_speaker(claim, parties),
                side=sides.get(_source_key(claim), ()),
                direct=last is not None and last.mode == "direct",
                spot=spots.get(about.place or ""),
                window=window_of(about.time, published, ahead=about.status in AHEAD, before=_back(about)),
                published=published,
                said=said if said is not None else published,
            )
        )
    return _settled(facts)


def _back(about: About) -> int:
    """How many days before its report an undated claim may be of: losses are counted on, what is going on is now."""
    if about.type == "TOLL":
        return TOLL_DAYS
    return 1 if about.type == "CONTROL" and about.status == "ongoing" else DAYS_BEFORE


def cumulative(fact: Fact) -> bool:
    """True for a side's losses so far: a toll of somebody known, at no place in particular.

    "Eight miners died" are no side: it takes a name, or a state's forces.
    """
    sides = (party for party in fact.sufferers if party.known() and (party.state or not party.name.islower()))
    return fact.type == "TOLL" and fact.spot is None and any(sides)


def whole_figures(claim: Claim) -> tuple[Figure, ...]:
    """The figures of a claim that are no part of another."""
    return tuple(figure for figure in claim.about.figures if not figure.part)


def _settled(facts: list[Fact]) -> list[Fact]:
    """Dead and wounded told of without place, day or side are those of the occurrence that the report last counted.

    "A hospital official said eight people had died", in a report on an explosion in a town.
    """
    found, scene = [], _only_scene(facts)
    for fact in facts:
        if _loose(fact) and scene is not None:
            fact = replace(fact, spot=scene.spot, window=scene.window)
        elif _is_scene(fact):
            scene = fact
        found.append(replace(fact, families=LOSSES) if cumulative(fact) else fact)
    return found


def _only_scene(facts: list[Fact]) -> Fact | None:
    """The occurrence that a report counts, if it is one alone: then its count may stand before it."""
    scenes = {(fact.spot, fact.window): fact for fact in facts if _is_scene(fact)}
    return next(iter(scenes.values())) if len(scenes) == 1 else None


def _is_scene(fact: Fact) -> bool:
    return bool(fact.type == "ASSAULT" and fact.spot and fact.window.stated and fact.happened and fact.figures)


def _loose(fact: Fact) -> bool:
    named = any(party.known() for party in fact.parties)
    bare = fact.spot is None and not fact.window.stated and not named
    return fact.type in COUNTING and fact.happened and bare and bool(fact.figures)


def _said(time: object) -> int | None:
    return day_of(getattr(time, "from_", None))


def _source_key(claim: Claim) -> str:
    source = claim.attribution[-1].source if claim.attribution else None
    return (source.actor or source.text) if source else ""


def _sides(reading: Reading, parties: dict[str, Party]) -> dict[str, tuple[Party, ...]]:
    """Whom each source speaks for: itself, and for "the Front's spokesman" the Front, wherever he is so called."""
    called: dict[str, str] = defaultdict(str)
    for claim in reading.claims:
        if claim.attribution:
            source = claim.attribution[-1].source
            name = parties[source.actor].name if source.actor in parties else ""
            called[_source_key(claim)] += f" {source.text} {name} "
    found = {}
    for key, words in called.items():
        own = (parties[key],) if key in parties else ()
        telling = f" {name_key(words)} "
        others = [party for party in parties.values() if party not in own]
        # of "the Front" and "the Front of the South", the longer name is meant.
        named = {one: party for party in others for one in party.keys - {"*"} if f" {one} " in telling}
        longest = max(named, key=len, default="")
        found[key] = own + ((named[longest],) if longest and SPOKEN.search(words) else ())
    return found


def _speaker(claim: Claim, parties: dict[str, Party]) -> Party | None:
    if not claim.attribution:
        return None
    source = claim.attribution[-1].source
    if source.actor in parties:
        return parties[source.actor]
    # "a spokesman" is nobody in particular, yet within one report he is one voice: keep his words as his key.
    key = name_key(source.text) or fold(source.text)
    return Party("", source.text or "an unnamed source", frozenset({key} if key else ()), None)


def count_siblings(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, each knowing how many others one text was split into: a survey of a war tells of many alike things."""
    facts = list(facts)
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.article].append(fact)
    found = []
    for fact in facts:
        others = [one for one in groups[fact.article] if one.report != fact.report and one.window.meets(fact.window)]
        if others:
            here = [one for one in others if one.spot and fact.spot and one.spot.key == fact.spot.key]
            fact = replace(fact, siblings=1 + len(others), neighbours=1 + len(here))
        found.append(fact)
    return found

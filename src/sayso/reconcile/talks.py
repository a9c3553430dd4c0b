"""Talks: negotiations followed through claims, thread by thread, each stage on somebody's word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..lexicon import load_table
from ..records import Act, Mediator, Stage, Stand, Talks, TalksStage
from .facts import Fact
from .names import Party, shared
from .spots import Spot, compare_places

#: talks that nobody mentions for this long are other talks when they are mentioned again.
THREAD_DAYS = 45
#: the least that ties a claim to a thread: one party in common and nothing against it.
TIED = 1.0

_ISSUE = re.compile(
    r"\b(?:talks|negotiations?|discussions|agreement|consensus|deal|accord|discuss|negotiate|agree)\b[^.;,]{0,30}?"
    r"(?:\b(?:on|over|about|regarding)\s+|(?<=discuss )|(?<=negotiate ))(?P<issue>(?:the |a |an )?[a-z][\w' -]{3,60})",
    re.IGNORECASE,
)
_ISSUE_END = re.compile(r"\s+(?:in|with|under|after|before|as|that|which|who|and said|by|between|at|to)\b.*$")


@dataclass(frozen=True, slots=True)
class TalksEntry:
    """What kind of claim tells of which stage, or of which stand of a mediator."""

    id: str
    matches: tuple[str, str, str, str]
    misses: tuple[str, str, str, str]
    stage: TalksStage | None = None
    stand: Stand | None = None
    types: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def find_talks_entry(type_: str | None, cameo: str | None, status: str | None, act: Act | str) -> TalksEntry | None:
    """The stage or stand that such a claim tells of, e.g. REJECT 126 -> mediator refused."""
    entry: TalksEntry
    for entry in load_table("talks.toml", TalksEntry):
        if entry.cameo and not any((cameo or "").startswith(code) for code in entry.cameo):
            continue
        fits_type = not entry.types or type_ in entry.types
        fits_status = not entry.statuses or (status or "actual") in entry.statuses
        if fits_type and fits_status and (not entry.acts or act in entry.acts):
            return entry
    return None


@dataclass
class _Thread:
    """A thread in the making."""

    facts: list[Fact] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, fact: Fact, parties: tuple[Party, ...]) -> None:
        self.facts.append(fact)
        self.parties += [party for party in parties if not shared((party,), tuple(self.parties))]
        if fact.spot is not None:
            self.spots.append(fact.spot)


def find_talks(facts: Sequence[Fact], *, across: bool) -> tuple[Talks, ...]:
    """All threads of negotiation in the facts; parties by name and threads numbered T1… if ``across``."""
    entries = [(fact, entry) for fact in facts if (entry := _entry(fact)) is not None]
    threads: list[_Thread] = []
    # Claims that name most come first, so that "the talks" can find the thread that they are of.
    for fact, entry in sorted(entries, key=lambda one: (-_weight(*one), (one[0].said or 0) if across else 0)):
        parties = _parties(fact, entry)
        best = max(threads, key=lambda thread: _tie(thread, fact, parties), default=None)
        if best is None or _tie(best, fact, parties) < TIED:
            threads.append(best := _Thread())
        best.add(fact, parties)
    order = {fact.name: at for at, fact in enumerate(facts)}
    found = [talks for thread in threads if (talks := _talks(thread, order, across=across)) is not None]
    if not across:
        return tuple(sorted(found, key=lambda talks: order[_claims(talks)[0]]))
    return _numbered(found)


def _entry(fact: Fact) -> TalksEntry | None:
    about = fact.claim.about
    entry = find_talks_entry(about.type, about.cameo, "denied" if fact.denied else about.status, fact.act)
    if entry is None or (not entry.cameo and "talks" not in fact.families):
        return None
    return entry


def _weight(fact: Fact, entry: TalksEntry) -> int:
    return 2 * len(_parties(fact, entry)) + (fact.spot is not None and not fact.spot.wide())


def _parties(fact: Fact, entry: TalksEntry) -> tuple[Party, ...]:
    """Who negotiates: a mediator or somebody who calls for talks among others is no party to them."""
    outside = entry.stand is not None or (entry.stage == "called-for" and len(_known(fact.sufferers)) > 1)
    return _known(fact.sufferers if outside else fact.parties)


def _known(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(party for party in parties if party.known())


def _tie(thread: _Thread, fact: Fact, parties: tuple[Party, ...]) -> float:
    """How well a claim fits a thread: parties in common, place, and nobody who stands outside."""
    if not _timely(thread, fact):
        return -1.0
    mine, theirs = tuple(thread.parties), parties
    common = sum(shared((party,), mine) for party in theirs)
    place = max((_place_tie(spot, fact.spot) for spot in thread.spots), default=0.0)
    if not theirs or not mine:
        # talks without named parties belong to the thread of the same place or the same report.
        near = any(other.report == fact.report for other in thread.facts)
        return (TIED if near else 0.0) + place
    if not common:
        return -1.0
    strangers = len(theirs) > common and len(mine) > common
    return common + place - (0.9 if strangers else 0.0)


def _place_tie(left: Spot, right: Spot | None) -> float:
    nearness = compare_places(left, right)
    if nearness == "inside":
        # talks of a whole country and talks in one of its valleys are two.
        return -0.75
    return {"same": 1.0, "near": 0.5, "unknown": 0.0, "apart": -1.5}[nearness]


def _timely(thread: _Thread, fact: Fact) -> bool:
    days = [other.said for other in thread.facts if other.said is not None]
    return fact.said is None or not days or min(abs(day - fact.said) for day in days) <= THREAD_DAYS


def _talks(thread: _Thread, order: dict[str, int], *, across: bool) -> Talks | None:
    facts = sorted(thread.facts, key=lambda fact: ((fact.said or 0) if across else 0, order[fact.name]))
    mediators, stages = [], []
    for fact in facts:
        entry = _entry(fact)
        assert entry is not None
        if entry.stand is not None:
            mediators += [Mediator(_called(party, across), entry.stand, fact.name) for party in fact.doers]
        elif entry.stage is not None:
            stages.append(Stage(entry.stage, fact.name, _stage_day(fact)))
    if (not mediators and not stages) or (not thread.parties and len(facts) < 2):
        return None
    if not mediators and len(thread.parties) < 2 and {stage.stage for stage in stages} == {"ongoing"}:
        return None  # somebody's visit, not a negotiation
    parties = tuple(_called(party, across) for party in sorted(thread.parties, key=lambda one: one.name))
    return Talks(_issue(facts), parties, tuple(mediators), tuple(stages))


def _called(party: Party, across: bool) -> str:
    return party.name if across else party.id.rpartition("#")[2]


def _stage_day(fact: Fact) -> str | None:
    time = fact.claim.about.time
    return time.from_ if time is not None and time.from_ == time.to else None


def _issue(facts: Sequence[Fact]) -> str | None:
    for fact in facts:
        found = _ISSUE.search(fact.words)
        if found:
            return _ISSUE_END.sub("", found["issue"]).strip()
    places = [fact.spot.name for fact in facts if fact.spot is not None]
    return max(sorted(set(places)), key=places.count) if places else None


def _claims(talks: Talks) -> tuple[str, ...]:
    return (*(stage.claim for stage in talks.stages), *(mediator.claim for mediator in talks.mediators))


def _numbered(found: Sequence[Talks]) -> tuple[Talks, ...]:
    ordered = sorted(found, key=lambda talks: min(_claims(talks)))
    return tuple(
        Talks(talks.issue, talks.parties, talks.mediators, talks.stages, f"T{number}")
        for number, talks in enumerate(ordered, 1)
    )

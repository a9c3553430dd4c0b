"""The figures of a case made ready for counting rules: whom each counts, on whose word, and what has come of it since.

Nothing is added up or left out here. Figures that count different people get different labels, by the same tests that
keep them from contradicting each other (`figures`): a rule then works on one label at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..lexicon import load_table
from ..records import Act, Actor, Case, Evidence, Figure, Link, Reading, Status
from .counts import equal, numbered
from .facts import HAPPENED, Fact, facts_of
from .figures import RUNNING_DAYS, find_part, other_side, running_toll
from .names import Party, fold, party_of, shared
from .origins import find_origins
from .pairing import Pairing

#: actors that are a side of a fight: their dead are not everybody's.
ARMED_KINDS = frozenset({"armed force", "armed group", "government"})
ARMED_SECTORS = frozenset({"MIL", "REB", "COP", "UAF", "SPY", "PRM"})
#: actors that are nobody's side, whatever they do or say.
UNARMED_KINDS = frozenset({"civilians", "person"})
FORCES = frozenset({"armed force", "armed group"})
COMBATANTS = "combatants"
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class PeopleEntry:
    """Words that say whether those counted took part in the fighting, e.g. "militants"."""

    id: str
    words: tuple[str, ...]
    matches: str
    misses: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure of one claim. ``whole``: of whom, in words, one wording a group; ``None`` = of everybody there.

    A claim that counts nothing of the kind but denies the deed, admits it or names who did it is there too, with
    neither numbers nor ``text``: the figures are judged by it. ``origin`` is equal for claims that share one origin.
    """

    claim: str
    report: str
    outlet: str | None
    origin: str
    speaker: str
    said: int | None
    low: int | None
    high: int | None
    vague: bool
    text: str
    whole: str | None
    status: Status | None
    denied: bool
    act: Act
    evidence: Evidence
    part: bool
    kind: str = "killed"
    #: "combatants" or "civilians" where the words say so.
    people: str | None = None
    #: who is said to have done it, one name a party throughout the case; nobody who is not named.
    doers: tuple[str, ...] = ()
    #: the source speaks of its own deed; and the source is a party to the violence, by this claim or another.
    own: bool = False
    party: bool = False
    #: the kinds of dispute that the claim stands in: "responsibility", "figure" …
    disputed: tuple[str, ...] = ()
    #: a later count takes its place: by the same origin, or by one that says that the toll has risen.
    updated: bool = False

    @property
    def happened(self) -> bool:
        """True if the source presents it as fact."""
        return self.status in HAPPENED and not self.denied

    @property
    def numbered(self) -> bool:
        """True for a whole figure with a number that is presented as fact: what a rule may count."""
        return self.happened and not self.part and (self.low is not None or self.high is not None)


def find_counts(case: Case, readings: Mapping[str, Reading], kind: str) -> tuple[Counted, ...]:
    """The case's figures of a kind ("killed"), in its order of claims; none if it gives no such figure."""
    facts = _find_facts(case, readings)
    if not any(figure.kind == kind for fact in facts for figure in fact.claim.about.figures):
        return ()
    actors = {f"{fact.report}#{actor.id}": actor for fact in facts for actor in readings[fact.report].actors}
    scene = _Scene(facts, actors)
    tallies = _label_groups([tally for fact in facts for tally in _find_tallies(fact, scene, kind)], scene)
    made: dict[str, list[Counted]] = {fact.name: [] for fact in facts}
    for tally in tallies:
        made[tally.fact.name].append(_fill(_make_counted(tally.fact, scene, kind), tally))
    for fact in facts:
        if not made[fact.name] and _bears_on(fact):
            made[fact.name].append(_make_counted(fact, scene, kind))
    origins, disputed = find_origins(facts, case.links), _find_disputed(case)
    found = [replace(one, origin=origins[name], disputed=disputed.get(name, ())) for name in made for one in made[name]]
    return _mark_updated(found, [(link.left, link.right) for link in case.links if _is_update(link, kind)])


@dataclass(frozen=True, slots=True)
class _Tally:
    """A figure, who is counted, and whether others of its kind stand beside it in the claim."""

    fact: Fact
    figure: Figure
    party: Party | None
    people: str | None
    side: bool
    beside: bool
    whole: str | None = None

    def stands(self) -> bool:
        """True for a whole figure with a number, presented as fact."""
        return self.fact.happened and not self.figure.part and numbered(self.figure)


class _Scene:
    """Who acts in a case: those said to have done it, those hit, those who speak, and one name for each."""

    def __init__(self, facts: Sequence[Fact], actors: Mapping[str, Actor]) -> None:
        self.actors = actors
        self.doers = _each_once(one for fact in facts if fact.happened for one in fact.doers)
        self.hit = _each_once(one for fact in facts for one in fact.sufferers if self._armed(one) is not False)
        self.voices = _each_once(one for fact in facts for one in _voice(fact))
        counted = (one for fact in facts for one in fact.counted if one is not None)
        self._names = _name_parties(_each_once((*self.doers, *self.hit, *self.voices, *counted)))

    def name(self, party: Party) -> str:
        """One name for a party, whatever a report calls it."""
        return self._names.get(_key(party), party.name)

    def is_side(self, party: Party | None) -> bool:
        """True if those counted are a side: armed, or acting or speaking in this case."""
        if party is None or not party.known():
            return False
        armed = self._armed(party)
        return shared((party,), self.doers + self.voices) if armed is None else armed

    def owns(self, fact: Fact) -> bool:
        """True if the source speaks of its own deed; a bare denial or admission is of the deed it is blamed for."""
        voice = _voice(fact)
        if fact.doers or not voice:
            return shared(voice, fact.doers)
        if fact.act == "admit":
            return not shared(voice, (*fact.sufferers, *(one for one in fact.counted if one)))
        return fact.denied and shared(voice, self.doers)

    def takes_part(self, fact: Fact) -> bool:
        """True if the source is said to have done it or to have been hit as a side, by whichever claim."""
        voice = _voice(fact)
        if self.owns(fact) or shared(voice, self.doers + self.hit):
            return True
        # "a military spokesman" speaks for the army that is said to have attacked, whatever each is called.
        states = {party.state for party in self.doers + self.hit if self._has_arms(party)} - {None}
        return any(party.state in states for party in voice if self._has_arms(party))

    def _has_arms(self, party: Party) -> bool:
        actor = self.actors.get(party.id)
        return actor is not None and (actor.kind in FORCES or actor.sector == "MIL")

    def _armed(self, party: Party) -> bool | None:
        """True or False where the cast says so, None where it does not."""
        actor = self.actors.get(party.id)
        if actor is None:
            return None
        if actor.kind in ARMED_KINDS or actor.sector in ARMED_SECTORS:
            return True
        return False if actor.kind in UNARMED_KINDS else None


def _find_facts(case: Case, readings: Mapping[str, Reading]) -> list[Fact]:
    """The case's claims as facts, in its order; those of reports that are not among the readings are left out."""
    reports = dict.fromkeys(name.rpartition(":")[0] for name in case.claims)
    known = [readings[report] for report in reports if report in readings]
    facts = {fact.name: fact for reading in known for fact in facts_of(reading, across=True)}
    return [facts[name] for name in case.claims if name in facts]


def _find_tallies(fact: Fact, scene: _Scene, kind: str) -> list[_Tally]:
    figures = [figure for figure in fact.claim.about.figures if figure.kind == kind]
    several = sum(not figure.part for figure in figures) > 1
    found = []
    for figure in figures:
        actor = scene.actors.get(f"{fact.report}#{figure.of}")
        party = party_of(actor, fact.report) if actor else None
        # Of several numbers in one claim, that of nobody in particular is the whole.
        beside = several and party is not None
        found.append(_Tally(fact, figure, party, _find_people(actor, figure), scene.is_side(party), beside))
    return found


def _find_people(actor: Actor | None, figure: Figure) -> str | None:
    """ "combatants" for "a dozen militants", None for "people"."""
    words = set(fold(f"{actor.name if actor else ''} {figure.text}").split())
    entries: tuple[PeopleEntry, ...] = load_table("counted_people.toml", PeopleEntry)
    for entry in entries:
        if words.intersection(entry.words):
            return entry.id
    return COMBATANTS if actor and actor.kind in FORCES else None


def _label_groups(tallies: Sequence[_Tally], scene: _Scene) -> list[_Tally]:
    """The figures with whom each counts: one label a group of people, None for everybody."""
    labelled = [replace(tally, whole=_label(tally, scene)) for tally in tallies]
    everybody = [tally for tally in labelled if tally.whole is None and tally.stands()]
    # The traders among the dead and the herders among them: neither is everybody.
    strange = {_key(one.party) for one in everybody for two in everybody if one.party and other_side(_pair(one, two))}
    labelled = [
        replace(tally, whole=scene.name(tally.party))
        if tally.whole is None and tally.party and _key(tally.party) in strange
        else tally
        for tally in labelled
    ]
    labelled = _join_everybody(labelled)
    return [replace(tally, whole=_find_running(tally, labelled)) for tally in labelled]


def _label(tally: _Tally, scene: _Scene) -> str | None:
    part = find_part(tally.party)
    if part is not None:
        return part
    if tally.party is not None and (tally.side or tally.beside or tally.figure.part):
        return scene.name(tally.party)
    return tally.figure.text if tally.figure.part else None


def _join_everybody(tallies: Sequence[_Tally]) -> list[_Tally]:
    """Groups whose every number can be of the same people as everybody's count as everybody: 3 civilians, 3 people."""
    everybody = [tally for tally in tallies if tally.whole is None and tally.stands()]
    groups: dict[str, list[_Tally]] = defaultdict(list)
    for tally in tallies:
        if tally.whole is not None and tally.stands():
            groups[tally.whole].append(tally)
    joined = {
        whole
        for whole, group in groups.items()
        if everybody and not any(_apart(one, two) for one in group for two in everybody)
    }
    return [
        replace(tally, whole=None) if tally.whole in joined and not tally.figure.part else tally for tally in tallies
    ]


def _pair(one: _Tally, two: _Tally) -> Pairing:
    return Pairing(one.fact, two.fact, one.figure, two.figure, one.party, two.party)


def _apart(one: _Tally, two: _Tally) -> bool:
    """True unless "three civilians" here and "three people" there can be the same three."""
    return one.beside or not equal(one.figure, two.figure)


def _find_running(tally: _Tally, tallies: Sequence[_Tally]) -> str | None:
    """The label, or "everybody so far" for a toll that counts more than the one occurrence."""
    if tally.fact.type != "TOLL" or not tally.stands():
        return tally.whole
    others = [one for one in tallies if one.whole == tally.whole and one.stands() and one is not tally]
    days = tally.fact.window.days()
    long = tally.fact.window.stated and any(days >= one.fact.window.days() + RUNNING_DAYS for one in others)
    once = [one for one in others if one.fact.type != "TOLL"]
    if long or (once and all(running_toll(_pair(tally, one)) for one in once)):
        return f"{tally.whole or EVERYBODY} so far"
    return tally.whole


def _make_counted(fact: Fact, scene: _Scene, kind: str) -> Counted:
    """The claim without a figure."""
    names = dict.fromkeys(scene.name(one) for one in fact.doers if one.known())
    return Counted(
        claim=fact.name,
        report=fact.report,
        outlet=fact.outlet or None,
        origin=fact.name,
        speaker=fact.speaker,
        said=fact.said,
        low=None,
        high=None,
        vague=False,
        text="",
        whole=None,
        status=fact.status,
        denied=fact.denied,
        act=fact.act,
        evidence=fact.claim.evidence,
        part=False,
        kind=kind,
        doers=tuple(names),
        own=scene.owns(fact),
        party=scene.takes_part(fact),
    )


def _fill(bare: Counted, tally: _Tally) -> Counted:
    figure = tally.figure
    return replace(
        bare,
        low=figure.low,
        high=figure.high,
        vague=figure.vague,
        text=figure.text or _render_number(figure),
        whole=tally.whole,
        part=figure.part,
        people=tally.people,
    )


def _render_number(figure: Figure) -> str:
    """Words for a figure whose own are not kept: "3–5", "at least 5"."""
    low, high = figure.low, figure.high
    if low is None:
        return f"unnumbered {figure.kind}" if high is None else f"up to {high}"
    if high is None:
        return f"at least {low}"
    return f"{low}" if low == high else f"{low}–{high}"


def _bears_on(fact: Fact) -> bool:
    return fact.denied or fact.act == "admit" or (fact.happened and any(party.known() for party in fact.doers))


def _find_disputed(case: Case) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for dispute in case.disputes:
        for side in dispute.sides:
            for name in side:
                found.setdefault(name, {})[dispute.kind] = None
    return {name: tuple(kinds) for name, kinds in found.items()}


def _is_update(link: Link, kind: str) -> bool:
    return link.relation == "updates" and link.field == kind


def _mark_updated(counts: Sequence[Counted], updates: Sequence[tuple[str, str]]) -> tuple[Counted, ...]:
    """A count gives way to what its own origin says on a later day of the same people, or to a toll that has risen."""
    standing = [one for one in counts if one.numbered]
    last: dict[tuple[str, str | None], int] = {}
    for one in standing:
        last[one.origin, one.whole] = max(last.get((one.origin, one.whole), 0), one.said or 0)
    final = {(one.origin, one.whole, one.low, one.high) for one in standing if one.said == last[one.origin, one.whole]}
    told = {(one.claim, one.whole) for one in standing}
    risen = {(left, whole) for left, right in updates for claim, whole in told if claim == right}
    found = []
    for one in counts:
        older = one.numbered and one.said is not None and one.said < last[one.origin, one.whole]
        revised = older and (one.origin, one.whole, one.low, one.high) not in final
        found.append(replace(one, updated=revised or (one.numbered and (one.claim, one.whole) in risen)))
    return tuple(found)


def _voice(fact: Fact) -> tuple[Party, ...]:
    """Whoever speaks, and whom it speaks for."""
    own = (fact.source,) if fact.source else ()
    return tuple(party for party in _each_once((*own, *fact.side)) if party.known())


def _key(party: Party) -> tuple[str, frozenset[str], str | None]:
    return party.name, party.keys, party.state


def _each_once(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple({_key(party): party for party in parties}.values())


def _name_parties(parties: Sequence[Party]) -> dict[tuple[str, frozenset[str], str | None], str]:
    """The shortest of the names that a party goes by, by key: "the Brigade" for "fighters of the Brigade" too."""
    ordered = sorted((one for one in parties if one.known()), key=lambda one: (len(one.name), one.name))
    groups: list[list[Party]] = []
    for party in ordered:
        near = [group for group in groups if shared((party,), tuple(group))]
        merged = [one for group in near for one in group] + [party]
        groups = [group for group in groups if group not in near] + [merged]
    return {_key(one): min(group, key=lambda p: (len(p.name), p.name)).name for group in groups for one in group}

"""What every format is made of: readings, cases and talks; and the occurrences that some formats have a row for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...records import Actor, Case, Claim, Place, Reading, Talks
from ..wording import plain

#: how closely a place pins an event, closest first.
CLOSENESS = ("exact", "near", "district", "province", "country", None)


@dataclass(frozen=True, slots=True)
class Material:
    """``readings`` gives all of them, one after the other; ``find`` those that claims such as "03:C2" stand in.

    ``rule`` names the counting rule of event-level formats; ``made_by`` which sayso.
    """

    readings: Callable[[], Iterable[Reading]]
    find: Callable[[Iterable[str]], Mapping[str, Reading]]
    cases: tuple[Case, ...]
    talks: tuple[Talks, ...]
    rule: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Told:
    """One claim in its report."""

    reading: Reading
    claim: Claim

    @property
    def name(self) -> str:
        """ "03:C2"."""
        return f"{self.reading.report.id}:{self.claim.id}"

    @property
    def place(self) -> Place | None:
        """Where it is said to have happened."""
        return next((one for one in self.reading.places if one.id == self.claim.about.place), None)

    def actors(self, ids: Iterable[str]) -> tuple[Actor, ...]:
        """Actors by their ids in the report."""
        known = {one.id: one for one in self.reading.actors}
        return tuple(known[id_] for id_ in ids if id_ in known)

    @property
    def speaker(self) -> str:
        """On whose word, in words; the outlet's where the report itself tells it."""
        if not self.claim.attribution:
            return plain(self.reading.report.outlet or self.reading.report.id)
        source = self.claim.attribution[-1].source
        found = self.actors([source.actor or ""])
        return plain(found[0].name if found else source.text)

    @property
    def words(self) -> str:
        """The words of its content on one line."""
        spans = self.claim.content or ((self.claim.about.trigger,) if self.claim.about.trigger else ())
        return plain(self.reading.report.words(*spans))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A case, or a claim that is in none; ``told``: its claims of the kind asked for, in order."""

    id: str
    case: Case | None
    told: tuple[Told, ...]

    @property
    def readings(self) -> dict[str, Reading]:
        """The readings that it is told in."""
        return {one.reading.report.id: one.reading for one in self.told}

    def as_case(self) -> Case:
        """The case, or the claim as a case of its own."""
        if self.case is not None:
            return self.case
        one = self.told[0]
        return Case(self.id, one.words, (one.reading.report.id,), (one.name,), 1, 1)

    @property
    def place(self) -> Place | None:
        """The closest place that a claim names; of several as close, the one named most often."""
        places = [one.place for one in self.told if one.place is not None]
        named = Counter((place.name, place.precision) for place in places)
        return min(
            places,
            key=lambda place: (CLOSENESS.index(place.precision), -named[place.name, place.precision], place.name),
            default=None,
        )

    @property
    def days(self) -> tuple[str | None, str | None]:
        """First and last day: of the claim that leaves the fewest open, else of none."""
        dated = [one.claim.about.time for one in self.told if one.claim.about.time is not None]
        whole = sorted((time.to, time.from_) for time in dated if time.from_ and time.to)
        if whole:
            return min(((from_, to) for to, from_ in whole), key=lambda ends: (_length(*ends), ends))
        open_ = [(time.from_, time.to) for time in dated if time.from_ or time.to]
        return open_[0] if open_ else (None, None)

    def sides(self) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Who did it and to whom, each name once, the names told most often first."""
        doers = Counter(actor.name for one in self.told for actor in one.actors(one.claim.about.actors))
        sufferers = Counter(actor.name for one in self.told for actor in one.actors(one.claim.about.recipients))
        by_name: dict[str, Actor] = {}
        for one in self.told:
            for actor in one.actors((*one.claim.about.actors, *one.claim.about.recipients)):
                by_name.setdefault(actor.name, actor)
        return (
            tuple(by_name[name] for name, _ in sorted(doers.items(), key=lambda item: (-item[1], item[0]))),
            tuple(by_name[name] for name, _ in sorted(sufferers.items(), key=lambda item: (-item[1], item[0]))),
        )


def find_occurrences(material: Material, keep: Callable[[Claim], bool]) -> Iterator[Occurrence]:
    """Every case with a claim to keep, then every such claim that is in no case."""
    taken: set[str] = set()
    for case in material.cases:
        taken.update(case.claims)
        readings = material.find(case.claims)
        told = tuple(one for name in case.claims if (one := _told(readings, name)) is not None and keep(one.claim))
        if told:
            yield Occurrence(case.case, case, told)
    for reading in material.readings():
        for claim in reading.claims:
            one = Told(reading, claim)
            if one.name not in taken and keep(claim):
                yield Occurrence(one.name, None, (one,))


def each_claim(material: Material) -> Iterator[Told]:
    """Every claim, report by report."""
    for reading in material.readings():
        for claim in reading.claims:
            yield Told(reading, claim)


def _told(readings: Mapping[str, Reading], name: str) -> Told | None:
    report, _, id_ = name.rpartition(":")
    reading = readings.get(report)
    claim = next((one for one in reading.claims if one.id == id_), None) if reading else None
    return Told(reading, claim) if reading and claim else None


def _length(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days

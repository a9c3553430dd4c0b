"""What every format is made of: readings, cases and talks; and the occurrences that some formats have a row for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ...reconcile.facts import HAPPENED
from ...records import Actor, Case, Claim, Figure, Place, Reading, Span, Talks
from ..wording import plain

#: how closely a place pins an event, closest first.
CLOSENESS = ("exact", "near", "district", "province", "country", None)


@dataclass(frozen=True, slots=True)
class Material:
    """``readings`` gives them one after the other, each with the claims asked for alone (`narrow_reading`).

    ``find`` gives the whole readings that claims such as "03:C2" stand in; ``cases`` are those of the claims asked for,
    whole. ``rule`` names the counting rule of event-level formats; ``made_by`` which sayso,
    ``asked`` what was asked for.
    """

    readings: Callable[[], Iterable[Reading]]
    find: Callable[[Iterable[str]], Mapping[str, Reading]]
    cases: tuple[Case, ...]
    talks: tuple[Talks, ...]
    rule: str
    made_by: str
    asked: Mapping[str, str] = field(default_factory=dict)


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
    def chain(self) -> tuple[str | None, ...]:
        """Who says it, outermost first, by name; None for a step that the report does not name."""
        names = []
        for step in self.claim.attribution:
            found = self.actors([step.source.actor or ""])
            names.append(plain(found[0].name if found else step.source.text) or None)
        return tuple(names)

    @property
    def speaker(self) -> str | None:
        """On whose word, by name: the outlet's where the report itself tells it; None where nobody is named."""
        return self.chain[-1] if self.claim.attribution else plain(self.reading.report.outlet or "") or None

    @property
    def voice(self) -> str:
        """The speaker in words, for sentences."""
        return self.speaker or ("somebody unnamed" if self.claim.attribution else self.reading.report.id)

    @property
    def words(self) -> str:
        """The words of its content on one line."""
        spans = self.claim.content or ((self.claim.about.trigger,) if self.claim.about.trigger else ())
        return plain(self.reading.report.words(*spans))

    @property
    def stretch(self) -> Span:
        """The one piece of the report that holds its content, trigger, sources and cues."""
        steps = self.claim.attribution
        spans = [*self.claim.content, self.claim.about.trigger, *(step.source.span for step in steps)]
        known = [span for span in (*spans, *(step.cue.span for step in steps if step.cue)) if span]
        return Span(min(span.start for span in known), max(span.end for span in known)) if known else Span(0, 0)

    def mention(self, mentions: Iterable[Span], *, within: bool = False) -> Span | None:
        """Where the claim itself names it, else (unless ``within``) where the report does so first."""
        mentions = tuple(mentions)
        here = next((span for span in mentions if self.stretch.covers(span)), None)
        return here or (None if within else next(iter(mentions), None))

    def whole(self, kind: str) -> Figure | None:
        """The one whole figure of a kind, or of several that of nobody in particular; None where neither is there."""
        found = [figure for figure in self.claim.about.figures if figure.kind == kind and not figure.part]
        if len(found) > 1:
            found = [figure for figure in found if figure.of is None]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A case, or a claim that is in none as a case of one; ``told``: its claims of the kind asked for, in order.

    ``readings``: those of all claims of the case, since a figure may stand on another: "the toll rose to nine".
    """

    case: Case
    told: tuple[Told, ...]
    readings: Mapping[str, Reading]

    @property
    def id(self) -> str:
        """The case's, or the claim's name."""
        return self.case.case

    def with_claims(self, names: Iterable[str]) -> tuple[Told, ...]:
        """The claims told, then those named that are not among them: what a row of the case rests on."""
        names = dict.fromkeys((*(one.name for one in self.told), *names))
        return tuple(one for name in names if (one := _told(self.readings, name)) is not None)

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
            yield Occurrence(case, told, readings)
    for reading in material.readings():
        for claim in reading.claims:
            one = Told(reading, claim)
            if one.name not in taken and keep(claim):
                yield as_occurrence(one)


def as_occurrence(told: Told, case: str | None = None) -> Occurrence:
    """A claim as a case of its own, under its own name or that of the case that it is in."""
    alone = Case(case or told.name, told.words, (told.reading.report.id,), (told.name,), 1, 1)
    return Occurrence(alone, (told,), {told.reading.report.id: told.reading})


def narrow_reading(reading: Reading, claims: tuple[Claim, ...]) -> Reading:
    """The reading with these claims alone, and the links, disputes and talks that rest on nothing else."""
    kept = {claim.id for claim in claims}
    return replace(
        reading,
        claims=claims,
        uncoded=(),
        links=tuple(link for link in reading.links if {link.left, link.right} <= kept),
        disputes=tuple(one for one in reading.disputes if {name for side in one.sides for name in side} <= kept),
        talks=tuple(thread for thread in reading.talks if kept.issuperset(thread.claims())),
    )


def is_told_as_fact(claim: Claim) -> bool:
    """True for what is said to have happened: neither planned or possible nor denied."""
    return claim.about.status in HAPPENED and claim.act != "deny"


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
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days

"""The glossary as types: every record that sayso makes of a report. Imports nothing of ours.

All records are frozen. Spans count code points of the report's frozen text. ``None`` means "the text does not say,
or we could not resolve it"; a value that was not understood also leaves a `Problem`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

CONTRACT_VERSION = 1

Act = Literal[
    "assert", "deny", "refuse", "accept", "offer", "demand", "urge", "promise", "threaten",
    "accuse", "admit", "predict", "hope", "doubt", "praise", "condemn", "ask",
]  # fmt: skip
Status = Literal["actual", "ongoing", "planned", "called-for", "conditional", "possible", "failed", "ended", "denied"]
Mode = Literal["direct", "indirect", "mixed"]
Evidence = Literal["none", "offered", "withheld"]
Kind = Literal["event", "state", "view"]
Precision = Literal["exact", "near", "district", "province", "country"]
Relation = Literal["agrees", "refines", "updates", "relays", "contradicts"]
DisputeKind = Literal[
    "figure", "control", "occurrence", "outcome", "stage", "responsibility", "place", "date", "wording"
]
TalksStage = Literal[
    "called-for", "offered", "accepted", "refused", "ongoing", "agreement-reported", "signed", "failed", "ended",
    "violated",
]  # fmt: skip
#: of PA-X, the database of peace agreements.
AgreementStage = Literal[
    "Pre-negotiation/process", "Ceasefire", "Framework-substantive, partial", "Framework-substantive, comprehensive",
    "Implementation", "Renewal", "Other",
]  # fmt: skip
Stand = Literal["offered", "accepted", "refused", "mediating"]
RulingKind = Literal["correct", "merge", "split", "unlink", "note", "withdraw"]


class Span(NamedTuple):
    """Half-open ``[start, end)`` in code points of the frozen text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """True if every character of the other lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """True if the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the input that could not be understood: what, where, what to do."""

    code: str
    message: str
    report: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published text. ``published`` is an ISO day or moment; ``sha256`` that of the bytes it came from."""

    id: str
    text: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    sha256: str | None = None

    def words(self, *spans: Span) -> str:
        """The characters of the spans, joined by an ellipsis where they are apart."""
        return " … ".join(self.text[s.start : s.end] for s in spans)


@dataclass(frozen=True, slots=True)
class Time:
    """Days, both inclusive, as ISO dates; an open or unknown end is ``None``."""

    from_: Annotated[str | None, Field(alias="from")]
    to: str | None
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved participant. ``country`` is ISO 3166-1 alpha-3, ``sector`` a PLOVER sector code."""

    id: str
    name: str
    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer (or one that it does not hold: then without coordinates)."""

    id: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    precision: Precision | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever is said to say it; ``span`` is ``None`` when implied."""

    text: str
    span: Span | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that tie source to content."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One step of a chain: who, by which words, how, on which day.

    ``rules``: ids of what found it (an entry of the lexicon, the trained "reader"); ``sure``: how sure the reader is,
    0 to 1, ``None`` where rules alone found it.
    """

    source: Source
    cue: Cue | None = None
    mode: Mode = "indirect"
    said: Time | None = None
    rules: tuple[str, ...] = ()
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people or things, exact or not; ``of`` is the id of the actor counted.

    ``part``: counted in another figure of the same claim ("seven people, three of them children").
    """

    kind: str
    low: int | None
    high: int | None
    vague: bool
    of: str | None
    text: str
    span: Span | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a claim is about: an event, a state, or (with nearly all empty) a view."""

    kind: Kind = "view"
    type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    acled: str | None = None
    contexts: tuple[str, ...] = ()
    trigger: Span | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    time: Time | None = None
    figures: tuple[Figure, ...] = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition vouched for by one chain of attributions, outermost first; ``()`` = the outlet itself."""

    id: str
    attribution: tuple[Attribution, ...] = ()
    content: tuple[Span, ...] = ()
    act: Act = "assert"
    evidence: Evidence = "none"
    about: About = About()
    rules: tuple[str, ...] = ()

    def taking_part(self) -> tuple[str, ...]:
        """Ids of all actors that the claim names, each once: speakers, doers, those done to, those counted."""
        speakers = (step.source.actor for step in self.attribution)
        counted = (figure.of for figure in self.about.figures)
        named = (*self.about.actors, *self.about.recipients, *counted, *speakers)
        return tuple(dict.fromkeys(actor for actor in named if actor))


@dataclass(frozen=True, slots=True)
class Link:
    """A derived tie of two claims, with the field it rests on and the reason in words."""

    left: str
    right: str
    relation: Relation
    field: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that cannot all be true, by side; ``field`` is the figure's kind or the state disputed."""

    kind: DisputeKind
    what: str
    sides: tuple[tuple[str, ...], ...]
    field: str | None = None
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mediator:
    """Who offered, accepted or refused to mediate, on the word of which claim."""

    actor: str
    stand: Stand
    claim: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of talks on someone's word; ``on`` is an ISO day, ``agreement`` what was agreed, by PA-X."""

    stage: TalksStage
    claim: str
    on: str | None = None
    agreement: AgreementStage | None = None


@dataclass(frozen=True, slots=True)
class Talks:
    """A negotiation followed through claims. ``parties``: actor ids (in a report) or names (across reports)."""

    issue: str | None
    parties: tuple[str, ...] = ()
    mediators: tuple[Mediator, ...] = ()
    stages: tuple[Stage, ...] = ()
    talks: str | None = None

    def claims(self) -> tuple[str, ...]:
        """The claims that the thread rests on, each once."""
        return tuple(dict.fromkeys([one.claim for one in self.mediators] + [one.claim for one in self.stages]))


@dataclass(frozen=True, slots=True)
class Case:
    """Claims, from any number of reports, on one occurrence or one state. Claims are named ``report:claim``."""

    case: str
    what: str
    reports: tuple[str, ...]
    claims: tuple[str, ...]
    outlets: int
    origins: int
    links: tuple[Link, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a ruling is on: a claim by its name on that day and its characters, which a later reading finds again.

    ``claim`` and ``span`` are ``None`` for a whole report; ``report`` is ``None`` for a ruling ("R12").
    """

    report: str | None
    claim: str | None = None
    span: Span | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided: who, why, and on which records; appended, never overwriting.

    ``correct``: ``field`` of the claim ("about.status") is ``value`` (JSON, actors and places by name). ``merge``: its
    claims are on one thing. ``split``: they are not. ``unlink``: the link of its two claims, on ``field`` if given, is
    wrong. ``note``: words only. ``withdraw``: the ruling named by ``field`` holds no more.
    """

    kind: RulingKind
    on: tuple[Anchor, ...]
    who: str
    why: str
    field: str | None = None
    value: str | None = None
    ruling: str | None = None
    at: str | None = None


@dataclass(frozen=True)
class Reading:
    """All that was read out of one report: the object of the contract.

    ``uncoded``: claims of events that no type names, clause by clause ("the plant will open in May"); the contract has
    them behind the others, and people and the ledger see them only in the claims whose words they lie in.
    """

    report: Report
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    talks: tuple[Talks, ...] = ()
    problems: tuple[Problem, ...] = ()
    uncoded: tuple[Claim, ...] = ()
    version: int = CONTRACT_VERSION

"""What each finder marks in the text, before claims are made of the marks. Spans are whole-report code points."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Act, Evidence, Mode, Span, Status, Time


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A time expression with its value: "on Thursday" -> 2021-09-02. ``head``: index of the token it hangs on."""

    time: Time
    precision: str
    head: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A number of people or things: "at least five civilians". ``of``: the words for those counted, if any.

    ``head`` is the index of the verb or noun token that makes it a loss, an arrest, a force ("killed", "death toll").
    ``part_of``: index (in the list of marks) of the figure that this one is a part of ("three of them children").
    """

    kind: str
    low: int | None
    high: int | None
    vague: bool
    of: Span | None
    text: str
    span: Span
    head: int | None
    rule: str
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place name in the text and the id of its `Place`."""

    span: Span
    place: str
    rule: str


@dataclass(frozen=True, slots=True)
class EventMark:
    """Something done or something that holds, at one trigger.

    ``root`` is the index of the trigger's token. Actors, recipients and place are spans of noun phrases (the whole
    phrase, without leading preposition), to be resolved by cast and gazetteer; ``()``/``None`` where the text has none.
    """

    kind: str
    type: str
    mode: str | None
    cameo: str | None
    acled: str | None
    contexts: tuple[str, ...]
    trigger: Span
    root: int
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    place: Span | None
    status: Status
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SightingKind:
    """What an event is, as the reader takes it, with how sure (0 to 1) it is of each; ``mode`` is "" for none."""

    type: str
    mode: str
    status: Status
    sure_type: float
    sure_mode: float
    sure_status: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event or state as the reader sees it: spans of its parts; ``echoes`` are further words for the same event.

    ``sure`` (0 to 1) is the mean probability of the trigger.
    """

    trigger: Span
    kind: SightingKind
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    places: tuple[Span, ...]
    times: tuple[Span, ...]
    echoes: tuple[Span, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class ActRead:
    """What is done by saying one sentence's part of a content, and how sure (0 to 1) the reader is."""

    span: Span
    act: Act
    sure: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribution as the reader sees it; ``sure`` (0 to 1): the least of its parts' mean probabilities."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    acts: tuple[ActRead, ...]
    evidence: Evidence
    evidence_sure: float
    sure: float


@dataclass(frozen=True, slots=True)
class AttributionMark:
    """One attribution: source and cue spans (``None`` when implied), content, and the attribution that encloses it.

    ``parent`` is an index into the same tuple of marks; ``text`` names an implied source; ``sure``: the reader's
    least mean probability of a part, ``None`` where rules alone found it; ``acts``: what it takes each sentence for.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    mode: Mode
    act: Act
    evidence: Evidence
    rules: tuple[str, ...]
    parent: int | None = None
    text: str = ""
    sure: float | None = None
    acts: tuple[ActRead, ...] = ()

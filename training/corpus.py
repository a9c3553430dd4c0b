"""Training examples: PolNeAR articles, the project's own marked passages and plain text, as windows with labels."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "evaluation"))

from events import MarkedEvent, load_event_passages
from figures import parse_figures
from labels import ACTS, DONE, EVENT_ROLES, EVIDENCE, FIGURES, MODES, NO_PLACE, NOT_DONE, OPEN, STATUSES, TAGGED, TYPES
from marked import load_passages
from sayso.records import Report, Span
from sayso.understand.figurenumbers import find_numbers
from sayso.understand.figures import head_of
from sayso.understand.looks import look_at
from sayso.understand.pieces import Window, cut_windows
from sayso.understand.quotes import find_quotes
from sayso.understand.segment import find_paragraphs, find_segments, make_plain, stand_in
from sayso.understand.sightings import trust_of
from unseen import is_unseen

CUE, SOURCE, CONTENT, TRIGGER = TAGGED
#: label of a piece, act and so on that nobody marked.
UNKNOWN = -1
#: below this chance of an event (0 to 1) a sentence of unmarked news has none.
QUIET = 0.25
#: from these values on an event of the factuality set happened, or did not.
HAPPENED, DID_NOT = 1.5, -0.5


@dataclass(slots=True)
class Labelled:
    """One attribution with its spans; ``act`` and ``evidence`` are None where nobody labelled them."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    act: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of one event's word without the rest: where it happened (None: not known), and of its status."""

    trigger: Span
    places: tuple[Span, ...] | None
    status: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, the words for what it counts, and of what kind (0 nothing that is counted; UNKNOWN)."""

    words: Span
    noun: Span
    kind: int


@dataclass(slots=True)
class Text:
    """A text to learn from. ``nested``: attributions inside others' content are labelled too.

    ``attributions`` or ``events`` is None where the text has not been marked for them.
    """

    id: str
    text: str
    attributions: list[Labelled] | None = None
    events: list[MarkedEvent] | None = None
    nested: bool = True
    hints: list[Hint] = field(default_factory=list)
    numbers: list[Counted] = field(default_factory=list)


@dataclass(slots=True)
class Example:
    """A window with, for each piece, its tags (0 outside, 1 begins, 2 goes on; UNKNOWN).

    ``cues``: of each cue its first and last piece, a tag for every piece of the window (0 none of its, 1 and 2 its
    source begins and goes on, 3 and 4 its content), act and evidence. ``triggers``: likewise, with the tags of the
    parts of an event two by two, and its type, mode and status. ``numbers``: of each its first and last piece, the last
    of its noun, and its kind.
    """

    window: Window
    tags: dict[str, list[int]]
    cues: list[tuple[int, int, list[int], tuple[int, ...]]] = field(default_factory=list)
    triggers: list[tuple[int, int, list[int], tuple[int, ...]]] = field(default_factory=list)
    numbers: list[tuple[int, int, int, int]] = field(default_factory=list)


def load_polnear(folder: Path) -> list[Text]:
    """The articles of one part (a folder with in.jsonl and gold.jsonl)."""
    texts = {row["id"]: row["text"] for row in _lines(folder / "in.jsonl")}
    out = []
    for row in _lines(folder / "gold.jsonl"):
        some = [
            Labelled(*([Span(*s) for s in a.get(r) or []] for r in (SOURCE, CUE, CONTENT))) for a in row["attributions"]
        ]
        out.append(Text(row["id"], texts[row["id"]], some, nested=False))
    return out


def load_plain(path: Path) -> list[Text]:
    """Texts that nobody marked, from lines with a "text"."""
    return [Text(row.get("id", ""), row["text"]) for row in _lines(path) if row.get("text")]


def load_counted(path: Path, *, group: int = 4, seed: int = 0) -> list[Text]:
    """Our own passages with figures, a few joined to a text; a number that is not marked counts nothing."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    random.Random(seed).shuffle(lines)
    out = []
    for start in range(0, len(lines), group):
        text, golds = Text("+".join(line.split("\t")[0] for line in lines[start : start + group]), ""), []
        for line in lines[start : start + group]:
            bare, some = parse_figures(line.split("\t")[1])
            golds += [(Span(g.span.start + len(text.text), g.span.end + len(text.text)), g.kind) for g in some]
            text.text += bare + "\n\n"
        text.text = text.text.rstrip()
        text.numbers = [
            Counted(one.words, one.noun, next((FIGURES.index(k) for s, k in golds if s.meets(one.words)), 0))
            for one in find_counted_in(text.text)
        ]
        out.append(text)
    return out


def find_counted_in(text: str) -> list[Counted]:
    """The numbers of a text that may count somebody, of no kind yet."""
    segments, _ = find_segments(Report("text", text))
    return [Counted(number.quantity.span, number.counted, UNKNOWN) for number in find_numbers(segments)]


def note_quiet_numbers(text: Text) -> bool:
    """Labels as counting nothing what hangs on no word of the tables, in sentences without an event; True if any."""
    segments, _ = find_segments(Report("text", text.text))
    looks = look_at(segments)
    for number in find_numbers(segments):
        words = number.quantity.span
        quiet = head_of(number) is None and trust_of(looks, segments.sentence_of(words)) < QUIET
        text.numbers.append(Counted(words, number.counted, 0 if quiet else UNKNOWN))
    return any(number.kind == 0 for number in text.numbers)


def load_places(folder: Path) -> list[Text]:
    """Sentences of which it is marked where the event of one verb happened, or that it is not said."""
    texts = {row["id"]: row["text"] for row in _lines(folder / "in.jsonl")}
    hints: dict[str, list[Hint]] = {}
    for row in _lines(folder / "gold.jsonl"):
        hints.setdefault(row["id"], []).append(Hint(Span(*row["verb"]), tuple(Span(*s) for s in row["places"])))
    return [Text(name, texts[name], hints=some) for name, some in hints.items() if not is_unseen(name)]


def load_factuality(folder: Path) -> list[Text]:
    """Sentences of which it is marked whether the events of some words happened (-3 to 3)."""
    texts = {row["id"]: row["text"] for row in _lines(folder / "in.jsonl")}
    out = []
    for row in _lines(folder / "gold.jsonl"):
        if not is_unseen(row["id"]):
            hints = [Hint(Span(*e["span"]), None, _status_set(e["value"])) for e in row["events"]]
            out.append(Text(row["id"], texts[row["id"]], hints=hints))
    return out


def _status_set(value: float) -> int:
    return DONE if value >= HAPPENED else NOT_DONE if value <= DID_NOT else OPEN


def load_own(path: Path, *, group: int = 4, seed: int = 0) -> list[Text]:
    """Our own passages, a few joined to a text each, so that windows are as full as those of articles.

    Of the act passages only one attribution each is marked, so what stands inside its content is unknown there.
    """
    events = path.name.startswith("events")
    passages = load_event_passages(path) if events else load_passages(path)
    random.Random(seed).shuffle(passages)
    out = []
    for start in range(0, len(passages), group):
        some = passages[start : start + group]
        text = Text("+".join(p.id for p in some), "", nested=not path.name.startswith("acts"))
        for passage in some:
            if events:
                text.events = [
                    *(text.events or []),
                    *(_shift_event(e, len(text.text)) for e in passage.events.values()),
                ]
            else:
                moved = [_shift(one, len(text.text)) for one in passage.attributions.values()]
                text.attributions = [*(text.attributions or []), *moved]
            text.text += passage.text + "\n\n"
        text.text = text.text.rstrip()
        out.append(text)
    return out


def _shift(one, by: int) -> Labelled:
    parts = [[Span(s.start + by, s.end + by) for s in part] for part in (one.source, one.cue, one.content)]
    return Labelled(*parts, one.act, one.evidence)


def _shift_event(one: MarkedEvent, by: int) -> MarkedEvent:
    parts = {name: [Span(s.start + by, s.end + by) for s in spans] for name, spans in one.parts.items()}
    return MarkedEvent(Span(one.trigger.start + by, one.trigger.end + by), one.type, one.mode, one.status, parts)


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


@dataclass(slots=True)
class Prepared:
    """A text with all that windows are cut from, so that they can be cut anew each time."""

    text: Text
    plain: str
    paragraphs: tuple[Span, ...]
    quotes: tuple
    standins: tuple

    def examples(self, size: int) -> list[Example]:
        """The text in windows of at most ``size`` pieces, labelled."""
        windows = cut_windows(self.plain, self.paragraphs, self.quotes, self.standins, size=size)
        return [label_window(window, self.text) for window in windows]


def prepare(text: Text) -> Prepared:
    paragraphs = find_paragraphs(text.text)
    quotes, _ = find_quotes(text.text, paragraphs)
    plain = make_plain(text.text)
    return Prepared(text, plain, paragraphs, quotes, stand_in(plain))


def label_window(window: Window, text: Text) -> Example:
    size = len(window.ids)
    attributed, coded = text.attributions is not None, text.events is not None
    example = Example(window, {role: [0 if attributed else UNKNOWN] * size for role in (CUE, SOURCE, CONTENT)})
    example.tags[TRIGGER] = [0 if coded else UNKNOWN] * size
    first = next(s for s in window.spans if s)
    last = next(s for s in reversed(window.spans) if s)
    reach = Span(first.start, last.end)
    _label_attributions(
        example, [a for a in text.attributions or [] if any(reach.meets(s) for s in a.cue)], text.nested
    )
    for event in text.events or []:
        if reach.meets(event.trigger):
            _label_event(example, event)
    for hint in text.hints:
        if reach.meets(hint.trigger):
            _label_hint(example, hint)
    for number in text.numbers:
        words, noun = (_pieces_in(window, span) for span in (number.words, number.noun))
        if words:
            example.numbers.append((words[0], words[-1], (noun or words)[-1], number.kind))
    return example


def _label_attributions(example: Example, some: list[Labelled], nested: bool) -> None:
    window, tags = example.window, example.tags
    hidden = [False] * len(window.ids)
    for one in some:
        marks = {role: _mark(window, getattr(one, role)) for role in (SOURCE, CUE, CONTENT)}
        for role, found in marks.items():
            for n, tag in enumerate(found):
                if tag and tags[role][n] != 1:
                    tags[role][n] = tag
        if not nested:
            hidden = [h or bool(c) for h, c in zip(hidden, marks[CONTENT], strict=True)]
        at = [n for n, tag in enumerate(marks[CUE]) if tag]
        if not at:
            continue
        roles = [s or (c + 2 if c else 0) for s, c in zip(marks[SOURCE], marks[CONTENT], strict=True)]
        act = ACTS.index(one.act) if one.act else UNKNOWN
        evidence = EVIDENCE.index(one.evidence) if one.evidence else UNKNOWN
        example.cues.append((at[0], at[-1], roles, (act, evidence)))
    for role in (SOURCE, CUE):
        tags[role] = [UNKNOWN if hide and not tag else tag for hide, tag in zip(hidden, tags[role], strict=True)]


def _label_event(example: Example, event: MarkedEvent) -> None:
    window = example.window
    found = _mark(window, [event.trigger])
    at = [n for n, tag in enumerate(found) if tag]
    if not at:
        return
    tags = example.tags[TRIGGER]
    for n in at:
        tags[n] = tags[n] if tags[n] == 1 else found[n]
    roles = [0] * len(window.ids)
    for number, name in enumerate(EVENT_ROLES):
        for n, tag in enumerate(_mark(window, event.parts[name])):
            if tag and not roles[n]:
                roles[n] = tag + 2 * number
    kinds = TYPES.index(event.type), MODES.index(event.mode or "-"), STATUSES.index(event.status)
    example.triggers.append((at[0], at[-1], roles, kinds))


def _label_hint(example: Example, hint: Hint) -> None:
    """An event's word with what is known; other parts of it are unknown, and so is whether it is an event."""
    window = example.window
    at = _pieces_in(window, hint.trigger)
    if not at:
        return
    roles = [UNKNOWN] * len(window.ids)
    if hint.places is not None:
        begins = 1 + 2 * EVENT_ROLES.index("place")
        roles = [tag - 1 + begins if tag else NO_PLACE for tag in _mark(window, list(hint.places))]
    example.triggers.append((at[0], at[-1], roles, (UNKNOWN, UNKNOWN, hint.status)))


def _pieces_in(window: Window, span: Span) -> list[int]:
    return [n for n, piece in enumerate(window.spans) if piece is not None and piece.meets(span)]


def _mark(window: Window, spans: list[Span]) -> list[int]:
    out, open_ = [0] * len(window.ids), None
    for n, piece in enumerate(window.spans):
        if piece is None:
            continue
        which = next((k for k, s in enumerate(spans) if s.meets(piece)), None)
        if which is not None:
            out[n] = 2 if which == open_ else 1
        open_ = which
    # a span over a paragraph break goes on behind it
    return out

"""Training examples: PolNeAR articles and the project's own marked passages, as windows of word pieces with labels."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "evaluation"))

from marked import load_passages
from sayso.records import Span
from sayso.understand.pieces import Window, cut_windows
from sayso.understand.quotes import find_quotes
from sayso.understand.segment import find_paragraphs, make_plain

SOURCE, CUE, CONTENT = "source", "cue", "content"
ACTS = (
    "assert", "deny", "refuse", "accept", "offer", "demand", "urge", "promise", "threaten", "accuse", "admit",
    "predict", "hope", "doubt", "praise", "condemn", "ask",
)  # fmt: skip
EVIDENCE = ("none", "offered", "withheld")
#: windows without any attribution are kept at this rate: they are lists, tables and transcripts.
EMPTY_KEPT = 0.5


@dataclass(slots=True)
class Labelled:
    """One attribution with its spans; ``act`` and ``evidence`` are None where nobody labelled them."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    act: str | None = None
    evidence: str | None = None


@dataclass(slots=True)
class Text:
    """A text to learn from. ``nested``: attributions inside others' content are labelled too."""

    id: str
    text: str
    attributions: list[Labelled]
    nested: bool


@dataclass(slots=True)
class Example:
    """A window with, for each piece, its tags as source, cue and content (0 outside, 1 begins, 2 goes on; -1 unknown).

    ``ties``: for each cue its first and last piece, and a tag for every piece of the window: 0 none of its, 1 and 2 its
    source begins and goes on, 3 and 4 its content. ``acts`` and ``evidence``: label numbers, -1 unknown.
    """

    window: Window
    tags: dict[str, list[int]]
    ties: list[tuple[int, int, list[int]]] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    evidence: list[int] = field(default_factory=list)


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


def load_own(paths: list[Path], *, group: int = 4, seed: int = 0) -> list[Text]:
    """Our own passages, a few joined to a text each, so that windows are as full as those of articles.

    Of the act passages only one attribution each is marked, so what stands inside its content is unknown there.
    """
    return [text for path in paths for text in _joined(path, group, seed)]


def _joined(path: Path, group: int, seed: int) -> list[Text]:
    passages = load_passages(path)
    random.Random(seed).shuffle(passages)
    out = []
    for start in range(0, len(passages), group):
        some = passages[start : start + group]
        text, labelled = "", []
        for passage in some:
            shift = len(text)
            for one in passage.attributions.values():
                moved = [
                    [Span(s.start + shift, s.end + shift) for s in part] for part in (one.source, one.cue, one.content)
                ]
                labelled.append(Labelled(*moved, one.act, one.evidence))
            text += passage.text + "\n\n"
        out.append(Text("+".join(p.id for p in some), text.rstrip(), labelled, nested=not path.name.startswith("acts")))
    return out


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@dataclass(slots=True)
class Prepared:
    """A text with all that windows are cut from, so that they can be cut anew each epoch."""

    text: Text
    plain: str
    paragraphs: tuple[Span, ...]
    quotes: tuple

    def examples(self, size: int) -> list[Example]:
        """The text in windows of at most ``size`` pieces, labelled."""
        windows = cut_windows(self.plain, self.paragraphs, self.quotes, size=size)
        return [_label(window, self.text) for window in windows]


def prepare(text: Text) -> Prepared:
    paragraphs = find_paragraphs(text.text)
    quotes, _ = find_quotes(text.text, paragraphs)
    return Prepared(text, make_plain(text.text), paragraphs, quotes)


def _label(window: Window, text: Text) -> Example:
    size = len(window.ids)
    tags = {role: [0] * size for role in (SOURCE, CUE, CONTENT)}
    example = Example(window, tags)
    hidden = [False] * size
    first = next(s for s in window.spans if s)
    last = next(s for s in reversed(window.spans) if s)
    here = [a for a in text.attributions if a.cue and a.cue[0].start < last.end and a.cue[-1].end > first.start]
    for one in here:
        marks = {role: _mark(window, getattr(one, role)) for role in (SOURCE, CUE, CONTENT)}
        for role, found in marks.items():
            for n, tag in enumerate(found):
                if tag and tags[role][n] != 1:
                    tags[role][n] = tag
        if not text.nested:
            hidden = [h or bool(c) for h, c in zip(hidden, marks[CONTENT], strict=True)]
        at = [n for n, tag in enumerate(marks[CUE]) if tag]
        if not at:
            continue
        roles = [s or (c + 2 if c else 0) for s, c in zip(marks[SOURCE], marks[CONTENT], strict=True)]
        example.ties.append((at[0], at[-1], roles))
        example.acts.append(ACTS.index(one.act) if one.act else -1)
        example.evidence.append(EVIDENCE.index(one.evidence) if one.evidence else -1)
    for role in (SOURCE, CUE):
        tags[role] = [-1 if hide and not tag else tag for hide, tag in zip(hidden, tags[role], strict=True)]
    return example


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


def cut_epoch(prepared: list[Prepared], chance: random.Random) -> list[Example]:
    """All examples of one epoch, windows cut at other paragraphs each time, in random order."""
    examples = [e for p in prepared for e in p.examples(chance.choice((160, 192, 224, 256, 256)))]
    examples = [e for e in examples if e.ties or chance.random() < EMPTY_KEPT]
    chance.shuffle(examples)
    return examples

"""An attribution while it is being put together: what grammar gave, and the quotations given to it since."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from ..records import Span
from .cues import CueEntry
from .marks import Finding
from .quotes import Quote


@dataclass(slots=True)
class Utterance:
    """An attribution in the making.

    ``within``: the one that encloses it, where grammar says so; ``finding``: what the trained reader saw, if it did.
    """

    entry: CueEntry | None
    token: Token | None
    source: Span | None
    cue: Span | None
    content: list[Span]
    quotes: list[Quote] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    within: Utterance | None = None
    finding: Finding | None = None

    @property
    def start(self) -> int:
        return min(s.start for s in (*self.content, *filter(None, (self.source, self.cue))))

"""The places of one report and all their mentions, as finders pass them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..records import Place, Span
from .marks import PlaceMark


@dataclass(frozen=True, slots=True)
class Atlas:
    """All places of a report and every mention of them; ``kinds``: id -> town, district, valley, country … unknown."""

    places: tuple[Place, ...]
    marks: tuple[PlaceMark, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)

    def at(self, span: Span) -> str | None:
        """The place whose name lies in the span; of several the first of a list, or the most closely named."""
        inside = [mark for mark in self.marks if span.covers(mark.span)]
        if not inside:
            inside = [mark for mark in self.marks if mark.span.covers(span)]
        return inside[-1].place if inside else None

    def place(self, name: str) -> Place:
        """The place with the id."""
        return next(place for place in self.places if place.id == name)

"""Readings made by hand: what a careful reader would have booked of a short report, in one line a claim."""

from __future__ import annotations

from typing import Any

from sayso.reconcile.facts import Fact, facts_of
from sayso.records import About, Actor, Attribution, Claim, Figure, Place, Reading, Report, Source, Span, Time

DAY = "2024-05-02"
KINDS = ("killed", "wounded", "casualties", "strength")


def told(id: str = "01", *claims: dict[str, Any], outlet: str | None = None, published: str | None = DAY) -> Reading:
    """A report of the claims given, e.g. ``told("01", {"says": "army", "type": "ASSAULT", "killed": [3, 3]})``."""
    made = _Maker(id)
    booked = tuple(made.claim(number, **claim) for number, claim in enumerate(claims, 1))
    report = Report(id=id, text=made.text, outlet=outlet or f"Outlet {id}", published=published)
    return Reading(report=report, actors=tuple(made.actors.values()), places=tuple(made.places), claims=booked)


class _Maker:
    def __init__(self, id: str) -> None:
        self.id = id
        self.text = ""
        self.actors: dict[str, Actor] = {}
        self.places: list[Place] = []

    def actor(self, name: str | Actor) -> str:
        key = name if isinstance(name, str) else name.name
        made = Actor("", key) if isinstance(name, str) else name
        known = self.actors.get(key)
        if known is None:
            values = {one: getattr(made, one) for one in ("name", "kind", "country", "sector", "aliases")}
            known = self.actors[key] = Actor(f"A{len(self.actors) + 1}", **values)
        return known.id

    def actors_of(self, names: Any) -> tuple[str, ...]:
        if not names:
            return ()
        return tuple(self.actor(name) for name in (names if isinstance(names, (list, tuple)) else [names]))

    def place(self, name: str | None, claim: dict[str, Any]) -> str | None:
        if name is None:
            return None
        lat, lon = claim.get("at", (None, None))
        place = Place(
            f"P{len(self.places) + 1}", name, claim.get("country"), claim.get("admin1"), lat, lon, None,
            claim.get("precision", "exact"),
        )  # fmt: skip
        self.places.append(place)
        return place.id

    def claim(self, number: int, **claim: Any) -> Claim:
        words = claim.get("words") or f"[{self.id}/{number}]"
        start = len(self.text)
        self.text += words + " "
        about = About(
            kind="state" if claim.get("type") in {"CONTROL", "STRENGTH", "TOLL", "ROLE"} else "event",
            type=claim.get("type", "ASSAULT"),
            mode=claim.get("mode"),
            cameo=claim.get("cameo"),
            actors=self.actors_of(claim.get("doers")),
            recipients=self.actors_of(claim.get("to")),
            place=self.place(claim.get("place"), claim),
            time=_time(claim),
            figures=self.figures(claim),
            status=claim.get("status", "actual"),
        )
        chain = self.chain(claim)
        return Claim(f"C{number}", chain, (Span(start, start + len(words)),), claim.get("act", "assert"), about=about)

    def chain(self, claim: dict[str, Any]) -> tuple[Attribution, ...]:
        says = claim.get("says")
        if says is None:
            return ()
        name = says if isinstance(says, str) else says.name
        day = claim.get("said")
        said = Time(day, day, "", None) if day else None
        mode = "direct" if claim.get("direct") else "indirect"
        return (Attribution(Source(name, None, self.actor(says)), None, mode, said),)

    def figures(self, claim: dict[str, Any]) -> tuple[Figure, ...]:
        of = self.actor(claim["of"]) if claim.get("of") else None
        found = []
        for kind in KINDS:
            if kind in claim:
                low, high = (None if end < 0 else end for end in claim[kind])
                found.append(Figure(kind, low, high, bool(claim.get("vague")), of, ""))
        if "losses" in claim:
            found.append(Figure("casualties", None, None, True, of, claim["losses"]))
        return tuple(found)


def _time(claim: dict[str, Any]) -> Time | None:
    first, last = claim.get("from", claim.get("day")), claim.get("until", claim.get("day"))
    return Time(first, last, "", None) if first or last else None


def pair_of(left: dict[str, Any], right: dict[str, Any]) -> tuple[Fact, Fact]:
    """The two claims of a rule's example as facts: told in two reports unless they name one, at Orvan on one day."""
    same = {"place": "Orvan"}
    days = {} if any(key in one for one in (left, right) for key in ("day", "from")) else {"day": DAY}
    left, right = {**same, **days, **left}, {**same, **days, **right}
    if left.get("report") and left.get("report") == right.get("report"):
        one, two = facts_of(told("01", left, right), across=True)
        return one, two
    first = told("01", left, outlet=left.get("outlet"))
    second = told("02", right, outlet=right.get("outlet"))
    return facts_of(first, across=True)[0], facts_of(second, across=True)[0]

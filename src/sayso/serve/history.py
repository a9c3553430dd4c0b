"""The terminal: what people ruled, what came about, what was read before, and what most deserves a look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console
from rich.table import Table

from ..records import Anchor, Case, Reading, Ruling
from .wording import count_words, plain

#: kinds of figures whose spread is looked at.
KINDS = ("killed", "wounded", "casualties", "missing", "captured", "arrested", "abducted", "displaced", "strength")


class Told(Protocol):
    """A change as `book.find_changes` gives it."""

    @property
    def at(self) -> str:
        """When it was booked."""

    @property
    def what(self) -> str:
        """What came about."""

    @property
    def id(self) -> str:
        """Of which record."""

    @property
    def words(self) -> str:
        """In words."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One case as it waits for a person. ``spread``: the largest number claimed of a kind over the smallest."""

    case: str
    what: str
    disputes: str
    claims: int
    outlets: int
    origins: int
    spread: float | None
    figures: str
    newest: str | None


def review_rows(cases: Iterable[Case], readings: Mapping[str, Reading], ruled: Collection[str]) -> list[ReviewRow]:
    """Cases that nobody ruled on yet, what most deserves a look first.

    A case is ranked by its spread, its outlets and its newest report; the sum of the three ranks decides.
    """
    rows = [_review_row(case, readings) for case in cases if not any(name in ruled for name in case.claims)]
    orders: tuple[Callable[[ReviewRow], tuple[object, ...]], ...] = (
        lambda row: (bool(row.disputes), row.spread or 0.0),
        lambda row: (row.outlets, row.origins),
        lambda row: (row.newest or "",),
    )
    places = {row.case: 0 for row in rows}
    for order in orders:
        ranks: dict[tuple[object, ...], int] = {}
        for at, row in enumerate(sorted(rows, key=order, reverse=True)):
            places[row.case] += ranks.setdefault(order(row), at)
    return sorted(rows, key=lambda row: (places[row.case], row.case))


def _review_row(case: Case, readings: Mapping[str, Reading]) -> ReviewRow:
    spread, figures = _spread(case, readings)
    days = [reading.report.published for name in case.reports if (reading := readings.get(name)) is not None]
    return ReviewRow(
        case=case.case,
        what=plain(case.what),
        disputes="; ".join(dict.fromkeys(one.field or one.kind for one in case.disputes)),
        claims=len(case.claims),
        outlets=case.outlets,
        origins=case.origins,
        spread=spread,
        figures=figures,
        newest=max((day for day in days if day), default=None),
    )


def _spread(case: Case, readings: Mapping[str, Reading]) -> tuple[float | None, str]:
    """The widest factor between two numbers of one kind, and these numbers: (3.0, "3–9 killed")."""
    found: dict[str, list[int]] = {}
    for name in case.claims:
        report, _, id_ = name.rpartition(":")
        claims = readings[report].claims if report in readings else ()
        for figure in (
            figure for claim in claims if claim.id == id_ for figure in claim.about.figures if not figure.part
        ):
            numbers = [number for number in (figure.low, figure.high) if number is not None]
            if figure.kind in KINDS and numbers:
                found.setdefault(figure.kind, []).extend(numbers)
    spreads = [(max(all_) / max(1, min(all_)), f"{min(all_):,}–{max(all_):,} {kind}") for kind, all_ in found.items()]
    return max(((factor, words) for factor, words in spreads if factor > 1), default=(None, ""))


def render_review(rows: Sequence[ReviewRow], console: Console) -> None:
    """The queue, the first to look at on top."""
    if not rows:
        console.print("Nothing waits for a look.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("case", "what", "in dispute", "figures", "outlets", "origins", "newest"):
        table.add_column(name, no_wrap=name == "case", overflow="fold")
    for row in rows:
        day = (row.newest or "")[:10]
        cells = (row.case, row.what, row.disputes, row.figures, str(row.outlets), str(row.origins), day)
        table.add_row(*cells)
    console.print(table)


def render_rulings(rulings: Sequence[Ruling], holding: Collection[str | None], console: Console) -> None:
    """A line a ruling, and its reason under it."""
    if not rulings:
        console.print("Nothing was ruled.")
    for one in rulings:
        gone = "" if one.kind == "withdraw" or one.ruling in holding else "  (withdrawn)"
        console.print(f"{one.ruling}  {(one.at or '')[:10]}  {one.who}: {ruling_words(one)}{gone}", soft_wrap=True)
        console.print(f"     {plain(one.why)}", soft_wrap=True)


def ruling_words(ruling: Ruling) -> str:
    """ "03:C2 about.status = denied", "merge 03:C2, 07:C5"."""
    names = ", ".join(anchor_words(anchor) for anchor in ruling.on)
    if ruling.kind == "correct":
        return f"{names} {ruling.field} = {plain(ruling.value or 'null')}"
    field = f" on {ruling.field}" if ruling.kind == "unlink" and ruling.field else ""
    return f"{ruling.kind} {names}{field}"


def anchor_words(anchor: Anchor) -> str:
    """ "03:C2", "03" or "R7"."""
    return ":".join(part for part in (anchor.report, anchor.claim) if part)


def render_changes(changes: Sequence[Told], console: Console) -> None:
    """A line a change, under the day on which it was booked."""
    day = None
    for one in changes:
        if one.at[:10] != day:
            day = one.at[:10]
            console.print(day, style="bold")
        console.print(f"  {one.what:16} {one.id}  {plain(one.words)}".rstrip(), soft_wrap=True)
    if not changes:
        console.print("Nothing changed.")


def render_history(history: Sequence[tuple[str, str, int, Reading]], console: Console) -> None:
    """When a report was read, by what, and how many claims came of it; nothing for one read once."""
    if len(history) < 2:
        return
    console.print("\nRead or ruled on, the last first:", style="bold")
    for at, by, ruled, reading in history:
        what = f"ruled by {by}" if ruled else f"read by {by}"
        console.print(f"  {at[:19]}  {what}: {count_words(len(reading.claims), 'claim')}", soft_wrap=True)

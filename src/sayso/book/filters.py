"""What a person asks of the ledger ("--actor Lavrov --from 2021-09-01"), and the SQL for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from .schema import claim_names, claims, names, readings, reports, superseded
from .search import has_words

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims: all that is given must hold. Names match by whole words, whatever the case.

    ``from_`` and ``to`` bound the days that a claim is about; a claim without any day is then left out.
    """

    actor: str | None = None
    place: str | None = None
    type: str | None = None
    from_: str | None = None
    to: str | None = None
    outlet: str | None = None
    source: str | None = None
    #: words of the claim itself; a phrase in double quotes must stand as it is.
    words: str | None = None

    def __bool__(self) -> bool:
        return any(part is not None for part in astuple(self))


def fold_name(name: str) -> str:
    """ " sergei lavrov " for "Sergei  LAVROV": words between blanks, so that "% lavrov %" finds whole ones."""
    return f" {' '.join(WORD.findall(name.casefold()))} "


@dataclass(frozen=True, slots=True)
class View:
    """The ledger up to an entry (``None``: all of it), in the database of a dialect."""

    upto: int | None
    dialect: str

    def reports(self) -> Iterator[ColumnElement[bool]]:
        """What holds of a report that is booked by then."""
        if self.upto is not None:
            yield reports.c.n <= self.upto

    def current(self, reading: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        """What holds of a reading that is booked and not superseded by then."""
        gone = select(superseded.c.reading_n)
        if self.upto is not None:
            yield reading <= self.upto
            gone = gone.where(superseded.c.by_n <= self.upto)
        yield reading.not_in(gone)


def select_claims(wanted: ClaimFilter, view: View) -> Select[tuple[int, str]]:
    """Reading number and claim id of every claim asked for, in the order of booking."""
    found = select(claims.c.reading_n, claims.c.id).order_by(claims.c.report_n, claims.c.position)
    return found.where(*_conditions(wanted, view))


def claim_names_wanted(wanted: ClaimFilter, view: View) -> Select[tuple[str]]:
    """The names ("03:C2") of the claims asked for."""
    return select(claims.c.name).where(*_conditions(wanted, view))


def report_conditions(wanted: ClaimFilter, view: View) -> Iterator[ColumnElement[bool]]:
    """What is asked of a report: its outlet and day of publication, and a claim for each name, type or word."""
    if wanted.outlet is not None:
        yield reports.c.outlet_folded.like(_within(wanted.outlet), escape="\\")
    if wanted.from_ is not None:
        yield reports.c.day >= wanted.from_
    if wanted.to is not None:
        yield reports.c.day <= wanted.to
    of_claims = replace(wanted, outlet=None, from_=None, to=None)
    if of_claims:
        yield reports.c.n.in_(select(claims.c.report_n).where(*_conditions(of_claims, view)))


def current_readings(view: View) -> Select[tuple[int]]:
    """The numbers of the readings that hold by then."""
    return select(readings.c.n).where(*view.current(readings.c.n))


def _conditions(wanted: ClaimFilter, view: View) -> Iterator[ColumnElement[bool]]:
    yield from view.current(claims.c.reading_n)
    for role in ("actor", "place", "source"):
        name = getattr(wanted, role)
        if name is not None:
            yield _named(role, name)
    if wanted.type is not None:
        yield claims.c.type == wanted.type.upper()
    if wanted.words is not None:
        yield has_words(wanted.words, view.dialect)
    if wanted.outlet is not None:
        outlet = reports.c.outlet_folded.like(_within(wanted.outlet), escape="\\")
        yield claims.c.report_n.in_(select(reports.c.n).where(outlet))
    if wanted.from_ is not None or wanted.to is not None:
        yield _within_days(wanted.from_, wanted.to)


def _named(role: str, name: str) -> ColumnElement[bool]:
    who = select(names.c.n).where(names.c.folded.like(_within(name), escape="\\"))
    hits = select(claim_names.c.claim_n).where(claim_names.c.role == role, claim_names.c.name_n.in_(who))
    return claims.c.n.in_(hits)


def _within_days(first: str | None, last: str | None) -> ColumnElement[bool]:
    """True for a claim whose days meet the range; an open end of a claim reaches as far as it may."""
    known = or_(claims.c.day_from.is_not(None), claims.c.day_to.is_not(None))
    begins = func.coalesce(claims.c.day_from, "") <= last if last else known
    ends = func.coalesce(claims.c.day_to, "9999") >= first if first else known
    return and_(known, begins, ends)


def _within(name: str) -> str:
    folded = fold_name(name)
    escaped = re.sub(r"([%_\\])", r"\\\1", folded)
    # words alone count; a name without any ("--") finds nothing rather than everything.
    return f"%{escaped}%" if folded.strip() else "\\%none"

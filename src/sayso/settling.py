"""The main path in the ledger: what was booked is laid beside what lies there, and what people ruled is put in.

A few reports are laid beside the others through the ledger's desks, however many these are. Desks that are missing, as
in a ledger just begun or replayed, or that another sayso laid, are laid anew in memory and written down as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from .book import Ledger
from .book.desks import LedgerDesk, find_families, find_state, find_unlaid, open_desks, put_state
from .book.entries import version_words
from .book.settled import settle
from .reconcile import Decided, Desks, Outcome, find_decided, find_facts, reconcile_more, reconcile_reading
from .reconcile.desk import NEAR, MemoryDesk
from .reconcile.facts import Fact, Facts
from .reconcile.packing import pack_fact, unpack_fact
from .records import Anchor, Claim, Reading, Report, Ruling
from .rulings import RulingError, apply_rulings, correct_claim, find_anchor, standing

#: reports laid in one transaction: other writers wait no longer than that.
CHUNK = 100

Told = Callable[[int], None]


def settle_ledger(ledger: Ledger, *, at: str, told: Told | None = None) -> None:
    """Brings cases and talks up to date; ``told`` hears how many reports are laid. Stopped, it goes on next time."""
    laid = 0
    while not ledger.is_reconciled:
        count = _lay_some(ledger, at)
        if count is None:
            count = _lay_anew(ledger, at)
        laid += count
        if told:
            told(laid)


def rule(ledger: Ledger, ruling: Ruling, *, at: str) -> Ruling:
    """Books a ruling; a correction, or the withdrawal of one, with the reading that follows from it.

    `RulingError` says why it cannot be, and nothing is booked.
    """
    withdrawn = _find_withdrawn(ledger, ruling)
    target = withdrawn or ruling
    if target.kind != "correct":
        return ledger.rule(ruling, at=at)
    return ledger.rule(ruling, lambda named: _correct(ledger, target, named), at=at)


def _correct(ledger: Ledger, target: Ruling, named: Ruling) -> Reading:
    """The reading of the report that a correction is on, once it is booked or taken back by ``named``."""
    report = str(target.on[0].report)
    machine, now = ledger.reading(report, machine=True), ledger.reading(report)
    if machine is None or now is None:
        raise RulingError(f"no report is booked as {report}")
    if named.kind == "correct":
        claim = next((one for one in now.claims if one.id == named.on[0].claim), None)
        if claim is None:
            raise RulingError(f"{report} has no claim {named.on[0].claim}")
        correct_claim(now, claim, named)
    return reconcile_reading(apply_rulings(machine, (*ledger.rulings(), named)))


def reread(ledger: Ledger, fresh: Reading, *, at: str) -> bool:
    """Books a later reading of a report, with what people ruled put in again; False if it says what the last did."""
    rulings = [one for one in standing(ledger.rulings()) if one.kind == "correct" and _is_on(one, fresh.report.id)]
    ruled = reconcile_reading(apply_rulings(fresh, rulings)) if rulings else None
    return ledger.supersede(fresh, ruled, at=at)


def find_outdated(ledger: Ledger) -> Iterator[Report]:
    """The reports whose last reading another sayso made, or another model."""
    for report in ledger.reports():
        made = next((by for _, by, ruled, _ in ledger.history(report.id) if not ruled), None)
        if made != version_words():
            yield report


def anchor_of(ledger: Ledger, name: str) -> Anchor:
    """What a ruling on "03:C2", on the report "03" or on the ruling "R7" is anchored to; `RulingError` if none is."""
    report, _, part = name.rpartition(":")
    reading = ledger.reading(report) if report else None
    claim: Claim | None = next((one for one in reading.claims if one.id == part), None) if reading else None
    if reading is not None and claim is not None:
        return find_anchor(reading, claim)
    if ledger.reading(name) is not None:
        return Anchor(name)
    if any(one.ruling == name for one in ledger.rulings()):
        return Anchor(None, name)
    raise RulingError(f"nothing in {ledger.name} is called {name}; a claim is called like 03:C2")


@dataclass(frozen=True, slots=True)
class _Changed:
    """Reports to be laid anew, and the entry that this reaches to."""

    reports: tuple[str, ...]
    upto: int


class _Facts(Facts):
    """Claims made ready to be compared: those of reports to be laid, and of others as the desk keeps them."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger
        self.kept: LedgerDesk | None = None

    def __missing__(self, name: str) -> Fact:
        self.prepare([name])
        if name not in self:
            raise KeyError(name)
        return self[name]

    def prepare(self, names: Iterable[str]) -> None:
        """Reads what the desk keeps of these claims, all at once."""
        wanted = {name for name in names if name not in self}
        if wanted and self.kept is not None:
            self.update((name, unpack_fact(packed)) for name, packed in self.kept.kept_of(wanted).items())

    def pack(self, name: str) -> bytes:
        """What the desk is to keep of a claim."""
        return pack_fact(self[name])

    def open(self, connection: Connection, reports: Sequence[str]) -> tuple[str, ...]:
        """Makes the claims of these reports ready, and of those that hold the same text; their ids."""
        families = find_families(connection, reports)
        found = dict.fromkeys(other for one in reports for other in families.get(one, (one,)))
        readings = {one.report.id: one for one in self._ledger.readings_of(sorted(found))}
        for family in {families.get(one, (one,)) for one in found}:
            self.update(find_facts(readings[one] for one in family if one in readings))
        return tuple(found)


def _lay_some(ledger: Ledger, at: str) -> int | None:
    """Lays the next few reports; None if the desks cannot be gone on from."""
    with ledger.begin_writing() as connection:
        upto, made_by = find_state(connection)
        if made_by != version_words():
            return None
        changed = _find_changed(ledger, connection, upto)
        facts = _Facts(ledger)
        cases, talks = open_desks(connection, NEAR, facts.pack)
        reports = facts.open(connection, changed.reports)
        added, facts.kept = list(facts), cases
        removed = [name for report in reports for name in cases.of_report(report)]
        decided = _decide(ledger)
        outcome = reconcile_more(facts, Desks(cases, talks), (added, removed), decided)
        _book(connection, outcome, changed.upto, at, touched=outcome.touched)
    return len(changed.reports)


def _lay_anew(ledger: Ledger, at: str) -> int:
    """Lays all reports in memory, and writes the desks down; nothing if somebody else did meanwhile."""
    with ledger.begin_reading() as connection:
        before, upto = find_state(connection), ledger.latest
    whole = ledger.up_to(upto)
    facts = find_facts(whole.readings())
    desks = MemoryDesk(), MemoryDesk()
    outcome = reconcile_more(facts, Desks(*desks), (list(facts), ()), _decide(whole))
    with ledger.begin_writing() as connection:
        if find_state(connection) != before:
            return 0
        laid = open_desks(connection, NEAR, lambda name: pack_fact(facts[name]))
        for lying, filled in zip(laid, desks, strict=True):
            lying.clear()
            lying.fill(filled.items())
        _book(connection, outcome, upto, at)
    return len({fact.report for fact in facts.values()})


def _find_changed(ledger: Ledger, connection: Connection, after: int) -> _Changed:
    """Reports read anew after an entry, and those that rulings booked after it are on."""
    reports, upto = find_unlaid(connection, after, CHUNK)
    rulings = {str(one.ruling): one for one in ledger.rulings()}
    fresh = [one for one in rulings.values() if after < int(str(one.ruling)[1:]) <= upto]
    fresh += [rulings[one.field] for one in fresh if one.kind == "withdraw" and one.field in rulings]
    ruled = [anchor.report for one in fresh for anchor in one.on if anchor.report and one.kind != "note"]
    return _Changed(tuple(dict.fromkeys((*reports, *ruled))), upto)


def _book(connection: Connection, outcome: Outcome, upto: int, at: str, touched: Iterable[str] | None = None) -> None:
    booked = {"booked_at": at, "booked_by": version_words()}
    settle(connection, (outcome.cases, outcome.talks), upto=upto, booked=booked, touched=touched)
    put_state(connection, upto, version_words())


def _decide(ledger: Ledger) -> Decided:
    return find_decided(ledger.rulings(), ledger.reading)


def _find_withdrawn(ledger: Ledger, ruling: Ruling) -> Ruling | None:
    """The ruling that this one takes back."""
    if ruling.kind != "withdraw":
        return None
    found = next((one for one in standing(ledger.rulings()) if one.ruling == ruling.field), None)
    if found is None:
        raise RulingError(f"there is no ruling {ruling.field} that holds; `sayso rulings` lists them")
    return found


def _is_on(ruling: Ruling, report: str) -> bool:
    return bool(ruling.on) and ruling.on[0].report == report

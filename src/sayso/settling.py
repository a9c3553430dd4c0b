"""The main path in the ledger: what was booked is laid beside what lies there, and what people ruled is put in.

A few reports are laid beside the others through the ledger's desks, however many these are. Desks that are missing, as
in a ledger just begun or replayed, or that another sayso laid, are laid anew in memory and written down as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from .book import Ledger
from .book.desks import find_families, find_state, find_unlaid, open_desks, put_state
from .book.entries import version_words
from .book.settled import settle
from .reconcile import Decided, Desks, Outcome, find_decided, find_facts, reconcile_more, reconcile_reading
from .reconcile.desk import NEAR, MemoryDesk
from .reconcile.facts import Fact, Facts
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
    report = str(target.on[0].report)
    machine, now = ledger.reading(report, machine=True), ledger.reading(report)
    if machine is None or now is None:
        raise RulingError(f"no report is booked as {report}")
    if withdrawn is None:
        claim = next((one for one in now.claims if one.id == ruling.on[0].claim), None)
        if claim is None:
            raise RulingError(f"{report} has no claim {ruling.on[0].claim}")
        correct_claim(now, claim, ruling)
    # The number of the ruling is not known yet; it is the next one.
    named = replace(ruling, ruling=f"R{ledger.latest + 1}")
    ruled = reconcile_reading(apply_rulings(machine, (*ledger.rulings(), named)))
    return ledger.rule(ruling, ruled, at=at)


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
    """Claims made ready to be compared, opened when asked for: with their report, and those that hold the same text."""

    def __init__(self, ledger: Ledger, connection: Connection) -> None:
        super().__init__()
        self._ledger, self._connection = ledger, connection
        self.families: dict[str, tuple[str, ...]] = {}

    def __missing__(self, name: str) -> Fact:
        self.open([name.rpartition(":")[0]])
        return self[name]

    def prepare(self, names: Iterable[str]) -> None:
        """Opens the reports of these claims, all at once."""
        self.open({name.rpartition(":")[0] for name in names if name not in self})

    def open(self, reports: Iterable[str]) -> None:
        """Opens reports and those of the same text."""
        wanted = [one for one in reports if one not in self.families]
        families = find_families(self._connection, wanted)
        readings = {one.report.id: one for one in self._ledger.readings_of(sorted({*families, *wanted}))}
        for report in wanted:
            family = families.get(report, (report,))
            if report not in self.families:
                self.update(find_facts(readings[one] for one in family if one in readings))
                self.families.update(dict.fromkeys(family, family))


def _lay_some(ledger: Ledger, at: str) -> int | None:
    """Lays the next few reports; None if the desks cannot be gone on from."""
    with ledger.begin_writing() as connection:
        upto, made_by = find_state(connection)
        if made_by != version_words():
            return None
        changed = _find_changed(ledger, connection, upto)
        facts = _Facts(ledger, connection)
        cases, talks = open_desks(connection, NEAR)
        facts.open(changed.reports)
        reports = tuple(dict.fromkeys(one for report in changed.reports for one in facts.families[report]))
        added = [name for name in facts if name.rpartition(":")[0] in set(reports)]
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
        for lying, filled in zip(open_desks(connection, NEAR), desks, strict=True):
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

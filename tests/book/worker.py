"""Works on a ledger, as a process of its own: ``worker.py add|lay|replay|read LEDGER …``; a line a step."""

import sys

from written import TEXT, reading

from sayso.book import open_ledger, replay_journal
from sayso.settling import settle_ledger

AT = "2025-05-07T08:00:00+00:00"


def told(name):
    """A report of its own text, of the day that its last figure names: some are on one thing, some are not."""
    return reading(name, text=f"{TEXT} {name}", outlet=f"Outlet {len(name)}", published=f"2025-0{1 + int(name[-1])}-06")


def add(ledger, prefix, count):
    """Books so many reports."""
    for number in range(int(count)):
        yield ledger.book(told(f"{prefix}{number}"), at=AT)


def lay(ledger, prefix, count):
    """Books a few reports at a time and lays them beside the others."""
    for number in range(int(count)):
        ledger.book(told(f"{prefix}{number}"), at=AT)
        settle_ledger(ledger, at=AT)
        yield number


def replay(ledger, journal):
    """Books the entries of a journal."""
    with open(journal, "rb") as lines:
        yield "begun"
        yield from replay_journal(lines, ledger)


def read(ledger, times):
    """Looks at all there is, again and again; what is booked is whole."""
    for _ in range(int(times)):
        for found in ledger.readings():
            assert len(found.claims) == 3
        yield len(ledger.cases())


work, address, *rest = sys.argv[1:]
with open_ledger(address) as opened:
    for step in {"add": add, "lay": lay, "replay": replay, "read": read}[work](opened, *rest):
        print(step, flush=True)

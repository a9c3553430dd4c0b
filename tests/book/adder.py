"""Books readings into a ledger, as a process of its own: ``adder.py LEDGER PREFIX COUNT``."""

import sys

from written import reading

from sayso.book import open_ledger

path, prefix, count = sys.argv[1:]
with open_ledger(path) as ledger:
    for number in range(int(count)):
        booked = ledger.book(reading(f"{prefix}{number}"), at="2025-05-07T08:00:00+00:00")
        print(prefix, number, booked, flush=True)

"""How time and size grow with the ledger: 10,000, 100,000 and a million generated claims.

    python evaluation/scale.py [--claims 10000 100000] [--keep FOLDER] [--postgres ADDRESS]

The reports are generated, not written: two years of a war in 400 towns, each event told by one to eight outlets that
differ in figures, days, words and whom they name. For each size it prints a row: booking, laying all claims side by
side at once, one more report laid beside them (median and 95th of 100 in 100), lists and searches (p95 of 60), the
file's size, and memory. Times are also given over a yardstick: hashing 64 MB on this machine at that moment.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from sayso.book import ClaimFilter, Ledger, open_ledger
from sayso.records import (
    About,
    Actor,
    Attribution,
    Claim,
    Cue,
    Figure,
    Place,
    Reading,
    Report,
    Source,
    Span,
    Time,
)
from sayso.settling import settle_ledger

AT = "2026-01-01T00:00:00+00:00"
DAYS, TOWNS, OUTLETS, BRIGADES = 730, 400, 60, 30
#: claims that a report carries, on the average.
CLAIMS_A_REPORT = 8
#: how unevenly events fall on towns: the share of the k-th is as 1 / k to this power.
CROWDING = 0.8
START = date(2024, 1, 1)
TYPES = (("ASSAULT", "firearms"), ("ASSAULT", "aerial"), ("CONTROL", None), ("ACCUSE", "allege"), ("CONSULT", None))
#: how often each is told of; talks are a small part of the news of a war.
SHARES = (45, 25, 15, 12, 3)


class War:
    """Events by day, and the reports that tell of them."""

    def __init__(self, claims: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        # A war of ten times the claims is a longer one in more places: a town does not get ten times the news.
        scale = max(1, claims // 100_000)
        self.days, self.towns = min(DAYS * scale, 3650), TOWNS * max(1, scale // 4)
        self.shares = list(itertools.accumulate(1 / (town + 1) ** CROWDING for town in range(self.towns)))
        self.reports = claims // CLAIMS_A_REPORT
        events = max(1, claims // 3)
        self.events = [self._event(number) for number in range(events)]
        self.by_day: dict[int, list[tuple[int, ...]]] = {}
        for event in self.events:
            self.by_day.setdefault(event[0], []).append(event)

    def _event(self, number: int) -> tuple[int, ...]:
        # A few towns are in the news every day, most of them seldom: the first has a twelfth of all events.
        town = self.random.choices(range(self.towns), cum_weights=self.shares)[0]
        day, killed = self.random.randrange(self.days), min(int(self.random.paretovariate(0.9)), 200)
        kind = self.random.choices(range(len(TYPES)), SHARES)[0]
        one, two = self.random.sample(range(BRIGADES), 2)
        return day, town, kind, one, two, killed

    def readings(self, first: int, count: int) -> Iterator[Reading]:
        """Reports by number; each tells of events of its day and the day before."""
        for number in range(first, first + count):
            yield self._reading(number)

    def _reading(self, number: int) -> Reading:
        chance = random.Random(f"{number}")
        day = chance.randrange(self.days)
        pool = self.by_day.get(day, []) + self.by_day.get(day - 1, [])
        told = chance.sample(pool, min(len(pool), chance.randint(4, 2 * CLAIMS_A_REPORT - 4))) if pool else []
        made = _Maker(f"g{number:07}", chance)
        claims = tuple(made.claim(at, event, day) for at, event in enumerate(told, 1))
        published = (START + timedelta(days=day)).isoformat()
        outlet = f"Outlet {chance.randrange(OUTLETS)}"
        report = Report(made.name, made.text, outlet=outlet, title=f"Day {day}", published=published, language="en")
        return Reading(report, tuple(made.actors.values()), tuple(made.places.values()), claims)


class _Maker:
    """One generated report in the making."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self.chance, self.text = name, chance, ""
        self.actors: dict[str, Actor] = {}
        self.places: dict[int, Place] = {}

    def claim(self, at: int, event: tuple[int, ...], published: int) -> Claim:
        day, town, kind, one, two, killed = event
        type_, mode = TYPES[kind]
        start = len(self.text)
        count = max(0, killed + self.chance.choice((0, 0, 0, 1, 2, -1)))
        words = (
            f"{count} people were killed when brigade {one} struck brigade {two} in town {town}, report {self.name}."
        )
        self.text += words + " "
        span = Span(start, start + len(words))
        source = self.actor(f"Spokesman {self.chance.randrange(20)}", "person")
        said = Attribution(Source("spokesman", span, source), Cue("said", span))
        figures = (Figure("killed", count, count, False, None, str(count), span),) if kind < 2 and killed else ()
        about = About(
            "state" if type_ == "CONTROL" else "event",
            type_,
            mode,
            trigger=span,
            actors=(self.actor(f"Brigade {one}", "armed group"),) if self.chance.random() < 0.8 else (),
            recipients=(self.actor(f"Brigade {two}", "armed group"),),
            place=self.place(town),
            time=self.time(day, span),
            figures=figures,
            status="actual",
        )
        attribution = (said,) if self.chance.random() < 0.7 else ()
        return Claim(f"C{at}", attribution, (span,), about=about, rules=("generated",))

    def actor(self, name: str, kind: str) -> str:
        if name not in self.actors:
            self.actors[name] = Actor(f"A{len(self.actors) + 1}", name, kind)
        return self.actors[name].id

    def place(self, town: int) -> str:
        if town not in self.places:
            lat, lon = 30 + (town % 20) * 0.4, 40 + (town // 20) * 0.4
            id_ = f"P{len(self.places) + 1}"
            self.places[town] = Place(id_, f"Town {town}", "RUV", f"Province {town % 17}", lat, lon, town, "exact")
        return self.places[town].id

    def time(self, day: int, span: Span) -> Time | None:
        if self.chance.random() < 0.3:
            return None
        on = (START + timedelta(days=day)).isoformat()
        return Time(on, on, "that day", span)


def measure_size(claims: int, address: str) -> Iterator[tuple[str, object]]:
    """All figures of one size, each as soon as it is known."""
    war = War(claims)
    yield "claims", claims
    yield "reports", war.reports
    yield "yardstick s", round(_yardstick(), 3)
    with open_ledger(address) as ledger:
        yield "booking s", _timed(lambda: [ledger.book(one, at=AT) for one in war.readings(0, war.reports)])
        yield "laying all s", _timed(lambda: settle_ledger(ledger, at=AT))
        more = [_one_more(ledger, one) for one in war.readings(war.reports, 60)]
        yield "one more report ms", f"{_ms(statistics.median(more))} (p95 {_ms(_p95(more))})"
        yield "list p95 ms", _ms(_p95([_list(ledger, number) for number in range(60)]))
        yield "search p95 ms", _ms(_p95([_search(ledger, number) for number in range(60)]))
        yield "cases", len(ledger.cases_named("K"))
    if not address.startswith("postgresql"):
        yield "bytes a claim", round(sum(p.stat().st_size for p in Path(address).parent.glob("*.sqlite*")) / claims)
    yield "memory MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _one_more(ledger: Ledger, reading: Reading) -> float:
    ledger.book(reading, at=AT)
    return _timed(lambda: settle_ledger(ledger, at=AT))


def _list(ledger: Ledger, number: int) -> float:
    wanted = (
        ClaimFilter(actor=f"Brigade {number % BRIGADES}"),
        ClaimFilter(place=f"Town {number}", type="ASSAULT"),
        ClaimFilter(from_=f"2025-{1 + number % 12:02}-03", to=f"2025-{1 + number % 12:02}-03"),
    )[number % 3]
    return _timed(lambda: list(ledger.find(wanted, limit=50)))


def _search(ledger: Ledger, number: int) -> float:
    wanted = ClaimFilter(words=f'brigade {number % BRIGADES} "town {number}"')
    return _timed(lambda: list(ledger.find(wanted, limit=50)))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round(time.perf_counter() - start, 4)


def _yardstick() -> float:
    return min(_timed(lambda: hashlib.sha256(bytes(64_000_000)).hexdigest()) for _ in range(3))


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def main() -> None:
    """Prints the table, a size at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="leave the ledgers in this folder")
    parser.add_argument("--postgres", help="the address of an empty database, instead of SQLite; one size only")
    args = parser.parse_args()
    for claims in args.claims:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (args.keep or Path(scratch)) / str(claims)
            folder.mkdir(parents=True, exist_ok=True)
            for name, value in measure_size(claims, args.postgres or str(folder / "scale.sqlite")):
                print(f"{name:22} {value:,}" if isinstance(value, int) else f"{name:22} {value}", flush=True)
            print()


if __name__ == "__main__":
    main()

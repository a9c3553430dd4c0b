"""Where the outlet of a report is at home, by its title or its address: `dawn.com` in Pakistan, `.co.uk` in Britain."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ..lexicon import load_table
from ..records import Report
from .columns import load_country_facts
from .gazetteer import Entry, Gazetteer
from .namekeys import fold_name

#: ends of addresses that are sold to anybody, whatever country they were made for.
SOLD = {"co", "io", "me", "tv", "ai", "fm", "ws", "to", "cc", "gg", "ly", "am", "nu", "la", "su", "st", "sh"}


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of `data/outlets.tsv`."""

    names: str
    country: str
    admin1: str | None = None
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The country of an outlet and, for a local one, its state and its town."""

    country: str
    places: tuple[Entry, ...] = ()


def find_home(report: Report, gazetteer: Gazetteer) -> Home | None:
    """Where the outlet is at home; None if neither its title nor its address tells."""
    hosts = [host for host in (_host(report.url), _host(report.outlet)) if host]
    names = [*(end for host in hosts for end in _ends(host)), fold_name(report.outlet or "")]
    row = next((found for name in names if (found := _load_outlets().get(name))), None)
    if row is not None:
        return Home(row.country, _places(row, gazetteer))
    country = next((code for host in hosts if (code := _country(host))), None)
    return Home(country) if country else None


@functools.cache
def _load_outlets() -> dict[str, Outlet]:
    rows = load_table("outlets.tsv", Outlet)
    return {name if "." in name else fold_name(name): row for row in rows for name in row.names.split("|")}


def _host(address: str | None) -> str:
    """ "www.example.co.uk" of an address, or of a title that is one."""
    text = (address or "").strip().lower()
    if " " in text or "." not in text:
        return ""
    return re.split(r"[/:?#]", text.rpartition("://")[2])[0].removeprefix("www.")


def _ends(host: str) -> list[str]:
    """The address and all that is left of it when parts are taken from its front."""
    parts = host.split(".")
    return [".".join(parts[at:]) for at in range(len(parts) - 1)]


def _country(host: str) -> str | None:
    end = host.rpartition(".")[2]
    return None if end in SOLD else load_country_facts().by_address.get(end)


def _places(row: Outlet, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    found = []
    for name in (row.admin1, row.home):
        near = [e for e in gazetteer.find(name) if e.country == row.country] if name else []
        if name == row.home:
            near = [e for e in near if e.kind == "town" and (not row.admin1 or _within(e, row.admin1))]
        found += near[:1]
    return tuple(found)


def _within(entry: Entry, admin1: str) -> bool:
    return fold_name(entry.admin1 or "") == fold_name(admin1)

"""What a caller knows about a report, its day, and the making of the record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ..records import Problem, Report
from ..settings import Settings
from .encoding import drop_surrogates

#: letters of the hash that make an id: 48 bits, so a collision among 100,000 reports is one chance in 50,000 (and the
#: ledger gives the second one another id).
ID_LETTERS = 12
#: clocks ahead of ours: where a report is published it may be tomorrow already.
AHEAD = timedelta(days=1)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: one input read: its report, or None, and what was wrong with it.
Loaded = tuple[Report | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the caller says of a report. Fills what a JSON line leaves out; overrides what was found in a page."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Meta) -> Meta:
        """This one, with the other's values where this has none."""
        return Meta(
            published=self.published or other.published,
            outlet=self.outlet or other.outlet,
            title=self.title or other.title,
            url=self.url or other.url,
            language=self.language or other.language,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from: its name in messages, its bytes, and the id it came with, if any."""

    where: str
    data: bytes
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What every report of one run is held against; ``today`` is the caller's, None when it does not matter."""

    settings: Settings
    today: date | None = None


def parse_published(words: str | None) -> str | None:
    """An ISO day or moment in its one spelling ("2021-09-02", "2021-09-02T10:00:00+00:00"), else None."""
    words = (words or "").strip()
    if not ISO_DAY.match(words):
        return None
    try:
        if len(words) == len("2021-09-02"):
            return date.fromisoformat(words).isoformat()
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        return None


def make_report(text: str, meta: Meta, origin: Origin, limits: Limits) -> Loaded:
    """The record of one text, or None with the problem that forbids it; all problems name the report."""
    name = origin.id or _derive_id(meta, origin)
    if not text.strip():
        return refuse("report.empty", f"{origin.where}: there is no text in it", name)
    most = limits.settings.max_chars
    if len(text) > most:
        message = f"{origin.where}: {len(text):,} characters, more than max_chars = {most:,}; split it"
        return refuse("report.too-long", message, name)
    text, problems = drop_surrogates(text, origin.where)
    published, undated = _find_day(meta.published, origin.where, limits.today)
    problems += undated + _newline_problems(text, origin.where)
    report = Report(
        id=name,
        text=text,
        outlet=_line(meta.outlet),
        title=_line(meta.title),
        url=_line(meta.url),
        published=published,
        language=_line(meta.language),
        sha256=hashlib.sha256(origin.data).hexdigest(),
    )
    return report, name_problems(problems, name)


def _derive_id(meta: Meta, origin: Origin) -> str:
    """From the bytes and from who published them: two outlets may print one wire story letter for letter."""
    digest = hashlib.sha256(origin.data)
    if meta.outlet or meta.url:
        digest.update(f"\0{meta.outlet or ''}\0{meta.url or ''}".encode("utf-8", "replace"))
    return digest.hexdigest()[:ID_LETTERS]


def refuse(code: str, message: str, report: str) -> tuple[None, tuple[Problem, ...]]:
    """No report, and the one problem that says why."""
    return None, (Problem(code, message, report=report),)


def name_problems(problems: Iterable[Problem], report: str) -> tuple[Problem, ...]:
    """The problems, as those of one report."""
    return tuple(replace(problem, report=report) for problem in problems)


def _find_day(words: str | None, where: str, today: date | None) -> tuple[str | None, tuple[Problem, ...]]:
    if not (words or "").strip():
        message = f'{where}: no publication date, so "on Thursday" and the like stay undated; give --published'
        return None, (Problem("report.undated", message),)
    published = parse_published(words)
    if published is None:
        message = f"{where}: {words!r} is not a date; expected 2021-09-02 or 2021-09-02T10:00:00Z"
        return None, (Problem("report.date-unreadable", message),)
    if today and date.fromisoformat(published[:10]) > today + AHEAD:
        return published, (Problem("report.future", f"{where}: published on {published}, which is yet to come"),)
    return published, ()


def _newline_problems(text: str, where: str) -> tuple[Problem, ...]:
    windows = text.count("\r\n")
    kinds = (windows, text.count("\n") - windows, text.count("\r") - windows)
    if sum(1 for kind in kinds if kind) < 2:
        return ()
    return (Problem("text.newlines", f"{where}: line ends of several systems are mixed; kept as they are"),)


def _line(words: str | None) -> str | None:
    """One line of clean characters, or None when nothing is left."""
    if words is None:
        return None
    return " ".join(drop_surrogates(words, "")[0].split()) or None

"""The promises of the room: one reading completed, many laid side by side, and some more laid beside those."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ..records import Case, Link, Reading, Talks
from .blocks import find_keys, find_rank, plain_key
from .cases import CaseChooser
from .compare import JOIN, compare_occurrence
from .days import EVER, render_window
from .decided import Decided
from .desk import Desk, MemoryDesk
from .disputes import find_disputes
from .facts import Fact, Facts, count_siblings, facts_of
from .groups import regroup
from .links import Finding, compare_facts
from .origins import count_origins, count_outlets
from .talks import ThreadChooser, Words, find_word, render_talks

#: in a case of more claims than this, each is linked with those nearest in order of the day it was said only.
BIG_CASE = 60
#: letters of an id: 50 bits, so that among a million cases two are hardly ever called the same.
ID_LETTERS = 10

#: what a case is about, in words, where the family's name does not say it.
MATTERS = {"blame": "accusation"}
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Desks:
    """Where the claims lie: all of them for cases, those on talks for threads."""

    cases: Desk
    talks: Desk


@dataclass(frozen=True, slots=True)
class Outcome:
    """Cases and talks as they now are, of all groups that changed; ``touched``: ids that were theirs before."""

    cases: tuple[Case, ...]
    talks: tuple[Talks, ...]
    touched: frozenset[str]


def reconcile_reading(reading: Reading) -> Reading:
    """The same reading with the links, disputes and talks of the claims within it."""
    facts = Facts({fact.name: fact for fact in facts_of(reading, across=False)})
    desks = Desks(MemoryDesk(), MemoryDesk())
    groups, threads = _regroup(facts, desks, (list(facts), ()), Decided())
    order = {name: at for at, name in enumerate(facts)}
    # One report is small and tells of few things: every pair that fits is compared, not only those of one case.
    pairs = {pair for group in groups for pair in _pairs(desks.cases.members(group), order)}
    pairs |= {pair for pair in _near(desks.cases, order) if _tied(facts[pair[0]], facts[pair[1]])}
    words = {name: word for name, fact in facts.items() if (word := find_word(fact))}
    told = [[words[name] for name in desks.talks.members(group)] for group in threads]
    for thread in told:
        pairs |= set(_pairs([word.fact.name for word in thread if word.entry.stage], order))
    ordered = sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    findings = [finding for left, right in ordered for finding in compare_facts(facts[left], facts[right])]
    disputes = find_disputes(tuple(facts.values()), findings, across=False)
    talks = [found for thread in told if (found := render_talks(thread, order, across=False)) is not None]
    talks.sort(key=lambda one: min(order[name] for name in one.claims()))
    links = tuple(finding.link for finding in findings)
    return replace(reading, links=links, disputes=disputes, talks=tuple(talks))


def reconcile_readings(
    readings: Iterable[Reading], decided: Decided | None = None
) -> tuple[tuple[Case, ...], tuple[Talks, ...]]:
    """Cases of two claims or more, and talks, across reports; the order of the readings does not matter."""
    facts = find_facts(readings)
    outcome = reconcile_more(facts, Desks(MemoryDesk(), MemoryDesk()), (list(facts), ()), decided)
    return outcome.cases, outcome.talks


def reconcile_more(
    facts: Facts,
    desks: Desks,
    changed: tuple[Sequence[str], Sequence[str]],
    decided: Decided | None = None,
) -> Outcome:
    """Lays claims (the first of ``changed``) beside those on the desks and takes others (the second) off them.

    ``facts`` gives any claim that lies there. What comes out is what all claims together would give.
    """
    decided = decided or Decided()
    groups, threads = _regroup(facts, desks, changed, decided)
    touched = {_id(letter, "talks", thread) for thread in threads for letter in "KT"}
    cases: list[tuple[tuple[object, ...], Case]] = []
    talks: list[Talks] = []
    for thread in sorted(threads):
        words = [word for name in desks.talks.members(thread) if (word := find_word(facts[name])) is not None]
        found = render_talks(words, _order(word.fact.name for word in words), across=True)
        if found is not None:
            talks.append(replace(found, talks=_id("T", "talks", thread)))
        staged = [word.fact for word in words if word.entry.stage]
        if len(staged) > 1:
            cases.append(_case(staged, _id("K", "talks", thread), decided))
    # A claim on a stage of talks lies with the thread; where it goes there or leaves it, its own group changes.
    words_in = (name for thread in threads for name in desks.talks.members(thread))
    groups |= {group for name in words_in if (group := desks.cases.group(name)) is not None}
    facts.prepare(name for group in groups for name in desks.cases.members(group))
    elsewhere: dict[str, frozenset[str]] = {}
    for group in sorted(groups):
        members = [name for name in desks.cases.members(group) if not _is_staged(name, facts, desks.talks, elsewhere)]
        touched.add(_id("K", "case", group))
        if len(members) > 1:
            cases.append(_case([facts[name] for name in members], _id("K", "case", group), decided))
    cases.sort(key=lambda pair: pair[0])
    talks.sort(key=lambda one: min(natural_key(name) for name in one.claims()))
    return Outcome(tuple(case for _, case in cases), tuple(talks), frozenset(touched))


def find_facts(readings: Iterable[Reading]) -> Facts:
    """Facts by name; of two readings of one report id, the first by text is kept."""
    kept: dict[str, Reading] = {}
    for reading in readings:
        other = kept.get(reading.report.id)
        if other is None or repr(reading) < repr(other):
            kept[reading.report.id] = reading
    facts = [fact for reading in kept.values() for fact in facts_of(reading, across=True)]
    ordered = sorted(facts, key=lambda fact: natural_key(fact.name))
    return Facts({fact.name: fact for fact in count_siblings(ordered)})


def natural_key(name: str) -> tuple[tuple[int, str | int], ...]:
    """Names in the order of a reader: "03:C2" before "03:C10"."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name) if part)


def _regroup(
    facts: Facts, desks: Desks, changed: tuple[Sequence[str], Sequence[str]], decided: Decided
) -> tuple[set[str], set[str]]:
    """The groups and the threads that changed."""
    added, removed = changed
    laid = {
        name: (find_rank(facts[name]), (*find_keys(facts[name]), *map(plain_key, decided.keys(name)))) for name in added
    }
    groups = regroup(desks.cases, laid, removed, CaseChooser(facts, desks.cases, decided))
    words = Words(facts)
    for name in added:
        word = find_word(facts[name])
        if word is not None:
            words[name] = word
    spoken = {name: (word.rank(), word.keys()) for name, word in words.items()}
    gone = [name for name in removed if desks.talks.rank(name) is not None]
    return groups, regroup(desks.talks, spoken, gone, ThreadChooser(words, desks.talks))


def _is_staged(name: str, facts: Mapping[str, Fact], desk: Desk, known: dict[str, frozenset[str]]) -> bool:
    """True for a claim on a stage of talks with others on stages; ``known``: those of each thread."""
    thread = desk.group(name)
    if thread is None:
        return False
    if thread not in known:
        words = ((one, find_word(facts[one])) for one in desk.members(thread))
        staged = frozenset(one for one, word in words if word is not None and word.entry.stage)
        known[thread] = staged if len(staged) > 1 else frozenset()
    return name in known[thread]


def _pairs(names: Iterable[str], order: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """All pairs, the one that comes first in the text first."""
    return combinations(sorted(names, key=lambda name: order[name]), 2)


def _near(desk: Desk, order: Mapping[str, int]) -> set[tuple[str, str]]:
    """All pairs that share a key."""
    return {
        (min(name, one, key=order.__getitem__), max(name, one, key=order.__getitem__))
        for name in order
        for one in desk.before(name)
    }


def _order(names: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(sorted(names, key=natural_key))}


def _tied(left: Fact, right: Fact) -> bool:
    weight = compare_occurrence(left, right)
    return weight is not None and weight > JOIN


def _compare_all(case: Sequence[Fact]) -> list[Finding]:
    if len(case) <= BIG_CASE:
        pairs = combinations(case, 2)
        return [finding for left, right in pairs for finding in compare_facts(left, right)]
    ordered = sorted(case, key=lambda fact: (fact.said or 0, natural_key(fact.name)))
    return [
        finding
        for at, left in enumerate(ordered)
        for right in ordered[at + 1 : at + 1 + BIG_CASE // 2]
        for finding in compare_facts(left, right)
    ]


def _case(facts: Sequence[Fact], id_: str, decided: Decided) -> tuple[tuple[object, ...], Case]:
    """A case of these claims, and what it is sorted by: its first day and its first claim."""
    facts = sorted(facts, key=lambda fact: natural_key(fact.name))
    findings = [one for one in _compare_all(facts) if not decided.wrong(one.link.left, one.link.right, one.link.field)]
    first = min(facts, key=lambda fact: (not fact.window.stated, fact.window.first, natural_key(fact.name)))
    reports = sorted({fact.report for fact in facts}, key=natural_key)
    links: tuple[Link, ...] = tuple(finding.link for finding in findings)
    case = Case(
        case=id_,
        what=_what(facts, first),
        reports=tuple(reports),
        claims=tuple(fact.name for fact in facts),
        outlets=count_outlets(facts),
        origins=count_origins(facts, findings),
        links=links,
        disputes=find_disputes(facts, findings, across=True),
    )
    start = min((fact.window.first for fact in facts if fact.window.stated), default=EVER)
    return (start, natural_key(facts[0].name)), case


def _what(facts: Sequence[Fact], first: Fact) -> str:
    """ "violence, Orvan, 2 May 2024"."""
    family = min(first.families)
    matter = MATTERS.get(family, family.casefold())
    spots = [fact for fact in facts if fact.spot is not None]
    closest = max(spots, key=lambda fact: fact.spot.rank() if fact.spot else -1, default=None)
    place = closest.place_name() if closest else None
    day = render_window(first.window) if first.window.stated else None
    return ", ".join(part for part in (matter, place, day) if part)


def _id(letter: str, kind: str, founder: str) -> str:
    """A name that stays: of the claim that founded the group. "K" cases, "T" talks."""
    digest = hashlib.sha256(f"{kind} {founder}".encode()).digest()
    return letter + base64.b32encode(digest).decode().lower()[:ID_LETTERS]

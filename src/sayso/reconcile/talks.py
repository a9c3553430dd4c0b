"""Talks: negotiations followed through claims, thread by thread, each stage on somebody's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..lexicon import load_table
from ..records import Act, Mediator, Stage, Stand, Talks, TalksStage
from .agreements import find_agreement
from .blocks import FIRST_BITS, KeyPair, Rank, find_tie, plain_key
from .desk import Desk
from .facts import Fact, Facts
from .groups import earlier
from .names import Party, shared
from .spots import Spot, compare_places

#: talks that nobody mentions for this long are other talks when they are mentioned again.
THREAD_DAYS = 45
#: the least that ties a claim to a thread: one party in common and nothing against it.
TIED = 1.0
#: weights of claims on talks end here.
MOST_NAMED = 63

_ISSUE = re.compile(
    r"\b(?:talks|negotiations?|discussions|agreement|consensus|deal|accord|discuss|negotiate|agree)\b[^.;,]{0,30}?"
    r"(?:\b(?:on|over|about|regarding)\s+|(?<=discuss )|(?<=negotiate ))(?P<issue>(?:the |a |an )?[a-z][\w' -]{3,60})",
    re.IGNORECASE,
)
#: "the talks failed on Sunday": a day is no issue.
_A_DAY = re.compile(
    r"(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|weekend|eve)",
    re.IGNORECASE,
)
_ISSUE_END = re.compile(r"\s+(?:in|with|under|after|before|as|that|which|who|and said|by|between|at|to)\b.*$")


@dataclass(frozen=True, slots=True)
class TalksEntry:
    """What kind of claim tells of which stage, or of which stand of a mediator."""

    id: str
    matches: tuple[str, str, str, str]
    misses: tuple[str, str, str, str]
    stage: TalksStage | None = None
    stand: Stand | None = None
    types: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def find_talks_entry(type_: str | None, cameo: str | None, status: str | None, act: Act | str) -> TalksEntry | None:
    """The stage or stand that such a claim tells of, e.g. REJECT 126 -> mediator refused."""
    entry: TalksEntry
    for entry in load_table("talks.toml", TalksEntry):
        if entry.cameo and not any((cameo or "").startswith(code) for code in entry.cameo):
            continue
        fits_type = not entry.types or type_ in entry.types
        fits_status = not entry.statuses or (status or "actual") in entry.statuses
        if fits_type and fits_status and (not entry.acts or act in entry.acts):
            return entry
    return None


@dataclass(frozen=True, slots=True)
class Word:
    """One claim on a negotiation: what it tells of, and who negotiates by it.

    ``named``: the claim says who; else its party is the speaker's side ("the talks are continuing," he said).
    """

    fact: Fact
    entry: TalksEntry
    parties: tuple[Party, ...]
    named: bool

    def weight(self) -> int:
        """How much it names: the fullest claims open the threads."""
        return 2 * len(self.parties) * self.named + (self.fact.spot is not None and not self.fact.spot.wide())

    def rank(self) -> Rank:
        """Claims that name most come first, so that "the talks" can find the thread that they are of."""
        return MOST_NAMED - min(self.weight(), MOST_NAMED) << FIRST_BITS | max(0, self.fact.said or 0), find_tie(
            self.fact
        )

    def keys(self) -> tuple[KeyPair, ...]:
        """By what its thread can be found: its parties, and its report where either names none; in its weeks."""
        parties = {key for party in self.parties for key in (*party.keys, f"state {party.state}", f"id {party.id}")}
        said = self.fact.said
        spans = ["undated"] if said is None else [str(said // THREAD_DAYS), str(said // THREAD_DAYS + 1)]
        found = {f"{key}|{span}" for key in parties - {"*", "state None"} for span in spans}
        return tuple(map(plain_key, sorted(found | {f"report {self.fact.report}"})))


@dataclass
class Thread:
    """A thread in the making."""

    words: list[Word] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    spots: dict[Spot, None] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    first: int | None = None
    last: int | None = None

    def add(self, word: Word) -> None:
        said = word.fact.said
        self.words.append(word)
        self.parties += [party for party in word.parties if not shared((party,), tuple(self.parties))]
        self.reports.add(word.fact.report)
        if word.fact.spot is not None:
            self.spots[word.fact.spot] = None
        if said is not None:
            self.first = said if self.first is None else min(self.first, said)
            self.last = said if self.last is None else max(self.last, said)

    def timely(self, said: int | None) -> bool:
        """True if a claim of that day follows on the others."""
        if said is None or self.first is None or self.last is None:
            return True
        return self.first - THREAD_DAYS <= said <= self.last + THREAD_DAYS


class Words(dict[str, Word]):
    """What claims on talks tell, found when asked for."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> Word:
        word = find_word(self._facts[name])
        assert word is not None, name
        self[name] = word
        return word

    def prepare(self, names: Iterable[str]) -> None:
        """Told which claims will be asked for next."""
        self._facts.prepare(name for name in names if name not in self)


class ThreadChooser:
    """Chooses the thread that a claim on talks belongs to, if one is tied to it by `TIED` or more."""

    def __init__(self, words: Words, desk: Desk) -> None:
        self._words, self._desk = words, desk
        self._threads: dict[str, tuple[list[str], Thread]] = {}

    def choose(self, name: str, near: dict[str, list[str]]) -> str | None:
        """The thread whose parties and place fit best."""
        ties = {group: _tie(self._thread(group, name), self._words[name]) for group in sorted(near)}
        best = max(ties, key=lambda group: ties[group])
        return best if ties[best] >= TIED else None

    def find_tied(self, name: str, others: Iterable[str]) -> set[str]:
        """All of them: what ties a claim to a thread is the thread as a whole."""
        return set(others)

    def _thread(self, group: str, name: str) -> Thread:
        """The thread of the members before a claim; that of fewer of them is gone on from."""
        members = earlier(self._desk, group, name)
        known, thread = self._threads.get(group, ([], Thread()))
        if members[: len(known)] != known:
            known, thread = [], Thread()
        self._words.prepare(members[len(known) :])
        for other in members[len(known) :]:
            thread.add(self._words[other])
        self._threads[group] = (members, thread)
        return thread


def find_word(fact: Fact) -> Word | None:
    """What a claim tells of a negotiation, None if nothing."""
    about = fact.claim.about
    entry = find_talks_entry(about.type, about.cameo, "denied" if fact.denied else about.status, fact.act)
    if entry is None or (not entry.cameo and "talks" not in fact.families):
        return None
    # a mediator, or somebody who calls for talks among others, is no party to them.
    outside = entry.stand is not None or (entry.stage == "called-for" and len(_known(fact.sufferers)) > 1)
    parties = _known(fact.sufferers) if outside else fact.talkers
    return Word(fact, entry, parties, bool(_known(fact.sufferers if outside else fact.parties)))


def render_talks(words: Sequence[Word], order: Mapping[str, int], *, across: bool) -> Talks | None:
    """A thread of these words, in their order, as a record; parties by name if ``across``; None if it is none."""
    thread = Thread()
    for word in words:
        thread.add(word)
    return _talks(thread, order, across=across)


def _known(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(party for party in parties if party.known())


def _tie(thread: Thread, word: Word) -> float:
    """How well a claim fits a thread: parties in common, place, and nobody who stands outside."""
    if not thread.timely(word.fact.said):
        return -1.0
    mine, theirs = tuple(thread.parties), word.parties
    common = sum(shared((party,), mine) for party in theirs)
    place = max((_place_tie(spot, word.fact.spot) for spot in thread.spots), default=0.0)
    if not theirs or not mine or (not word.named and word.fact.report in thread.reports):
        # talks without named parties belong to the thread of the same report, the nearer the place the better.
        here = word.fact.report in thread.reports
        return (TIED + _closeness(thread, word.fact) if here else -1.0) + max(place, 0.0) + common / 2
    if not common:
        return -1.0
    strangers = len(theirs) > common and len(mine) > common
    return common + place - (0.9 if strangers else 0.0) + _closeness(thread, word.fact) / 2


def _closeness(thread: Thread, fact: Fact) -> float:
    """Up to a half for the thread spoken of just before or after: "these talks" are the last ones named."""
    starts = [
        one.fact.claim.content[0].start for one in thread.words if one.fact.report == fact.report and one.fact.words
    ]
    if not starts or not fact.claim.content:
        return 0.0
    return 0.5 / (1 + min(abs(start - fact.claim.content[0].start) for start in starts) / 100)


def _place_tie(left: Spot, right: Spot | None) -> float:
    nearness = compare_places(left, right)
    if nearness == "inside":
        # talks of a whole country and talks in one of its valleys are two.
        return -0.75
    return {"same": 1.0, "near": 0.5, "unknown": 0.0, "apart": -1.5}[nearness]


def _talks(thread: Thread, order: Mapping[str, int], *, across: bool) -> Talks | None:
    words = sorted(thread.words, key=lambda one: ((one.fact.said or 0) if across else 0, order[one.fact.name]))
    mediators, stages = [], []
    for word in words:
        if word.entry.stand is not None:
            mediators += [
                Mediator(_called(party, across), word.entry.stand, word.fact.name) for party in word.fact.doers
            ]
        elif word.entry.stage is not None:
            kind = find_agreement(word.entry.stage, word.fact.words)
            stages.append(Stage(word.entry.stage, word.fact.name, _stage_day(word.fact), kind))
    if (not mediators and not stages) or (not thread.parties and len(words) < 2):
        return None
    if not mediators and len(thread.parties) < 2 and {stage.stage for stage in stages} == {"ongoing"}:
        return None  # somebody's visit, not a negotiation
    parties = tuple(_called(party, across) for party in sorted(thread.parties, key=lambda one: one.name))
    return Talks(_issue([word.fact for word in words]), parties, tuple(mediators), tuple(stages))


def _called(party: Party, across: bool) -> str:
    return party.name if across else party.id.rpartition("#")[2]


def _stage_day(fact: Fact) -> str | None:
    time = fact.claim.about.time
    return time.from_ if time is not None and time.from_ == time.to else None


def _issue(facts: Sequence[Fact]) -> str | None:
    for fact in facts:
        found = _ISSUE.search(fact.words)
        if found and not _A_DAY.match(found["issue"]):
            return _ISSUE_END.sub("", found["issue"]).strip()
    return None  # where talks are held is not what they are on

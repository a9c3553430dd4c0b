"""Turns marks into claims: each event, state or view with the chain of attributions that vouches for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..records import About, Act, Attribution, Claim, Cue, Figure, Mode, Source, Span, Time
from .actors import Cast
from .acts import settle_act
from .attribution import find_mode
from .contexts import find_contexts
from .evidence import match_evidence
from .marks import AttributionMark, EventMark, FigureMark, TimeMark
from .places import Atlas
from .scenes import find_place_at
from .segment import Segments
from .speakers import home_of
from .subevents import code_subevent
from .times import find_event_time, find_said_time

#: longest chain followed; real ones end at three or four.
MAX_CHAIN = 8
#: "four of the dead", "17 of those killed": some of a number given elsewhere.
PARTITIVE = re.compile(r"\w of (?:the|those|these|them)\b")
#: what a count without a deed tells of: losses so far, or the size of a force ("it put its losses at three dead").
HELD = dict.fromkeys(("killed", "wounded", "casualties", "missing", "captured", "displaced"), "TOLL") | {
    "strength": "STRENGTH"
}
#: types of event that are done by speaking, with the acts that do it: the speaker's own claim, not the outlet's.
SPEECH_ACTS = {
    "ACCUSE": ("accuse", "condemn", "doubt"),
    "AGREE": ("offer", "promise"),
    "REJECT": ("refuse", "deny", "condemn"),
    "REQUEST": ("urge", "demand", "ask"),
    "SUPPORT": ("praise",),
    "THREATEN": ("threaten",),
}
#: sources that stand for two parties at once: each of them claims it.
EACH = ("each", "both", "either")


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the finders marked in one report.

    For each event: ``owned`` the indexes of its figures, ``spots`` its place, ``whens`` its time, ``sequels`` the event
    it points back to.
    """

    attributions: tuple[AttributionMark, ...]
    events: tuple[EventMark, ...]
    figures: tuple[FigureMark, ...]
    owned: tuple[tuple[int, ...], ...]
    times: tuple[TimeMark, ...]
    atlas: Atlas
    cast: Cast
    spots: tuple[str | None, ...]
    whens: tuple[TimeMark | None, ...]
    sequels: tuple[int | None, ...]

    def loose_figures(self) -> list[FigureMark]:
        """Those that belong to no event."""
        owned = {n for some in self.owned for n in some}
        return [figure for n, figure in enumerate(self.figures) if n not in owned]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence's part of an attribution's content (or of narration, with ``owner`` None) and its events."""

    owner: int | None
    content: tuple[Span, ...]
    events: tuple[int, ...]


def find_claims(segments: Segments, marks: Marks) -> tuple[Claim, ...]:
    """All claims of a report in reading order: "the army denied shelling the town" is one, of the army."""
    claims: list[Claim] = []
    for piece in _pieces(segments, marks):
        abouts = [(_about(segments, marks, n), marks.events[n].rules) for n in piece.events]
        if not abouts or _has_loose_figures(marks, piece):
            abouts.append((_view(segments, marks, piece.content), ()))
        for about, rules in abouts:
            claims += claims_of(segments, marks, piece, about, rules)
    claims.sort(key=lambda c: (c.content[0].start, c.about.trigger or Span(0, 0), len(c.attribution)))
    return tuple(replace(claim, id=f"C{n}") for n, claim in enumerate(claims, 1))


def _has_loose_figures(marks: Marks, piece: Stretch) -> bool:
    """True if a number told here belongs to none of the events: "troops left the town, where 40 are still missing"."""
    inside = [mark for mark in marks.loose_figures() if any(span.covers(mark.span) for span in piece.content)]
    return any(home_of(marks.attributions, mark.span) == piece.owner for mark in inside)


def _pieces(segments: Segments, marks: Marks) -> list[Stretch]:
    homes = [home_of(marks.attributions, event.trigger) for event in marks.events]
    saying = _said_by(marks)
    pieces = []
    for number, mark in enumerate(marks.attributions):
        inner = [m for m in marks.attributions if m.parent == number]
        for order, content in enumerate(by_sentence(segments, mark.content)):
            events = tuple(n for n in _inside(marks.events, homes, number, content) if n not in saying)
            if order == 0:
                events = (*(n for n, owner in saying.items() if owner == number), *events)
            if events or not _mostly(segments, content, inner) or (order == 0 and _answers(mark, inner)):
                pieces.append(Stretch(number, content, events))
    loose = marks.loose_figures()
    for sentence in segments.sentences:
        events = tuple(n for n in _inside(marks.events, homes, None, (sentence,)) if n not in saying)
        words = segments.report.words(sentence)
        told = any(m.parent is None and _meets(m, sentence) for m in marks.attributions)
        withheld = not told and match_evidence(words)[0] != "none"
        counted = not told and any(sentence.covers(figure.span) for figure in loose)
        if events or withheld or counted:
            for content, some in narrated_of(segments, marks, sentence, events):
                pieces.append(Stretch(None, content, some))
    return pieces


def _said_by(marks: Marks) -> dict[int, int]:
    """Events done by saying, and counts that the saying makes, with the attribution that tells of it.

    "urged both sides to return", "put its losses at three dead".
    """
    return {
        n: number
        for n, event in enumerate(marks.events)
        for number, mark in enumerate(marks.attributions)
        if event.kind == "state" or mark.act in SPEECH_ACTS.get(event.type, ())
        if mark.cue is not None and mark.source is not None and mark.cue.meets(event.trigger)
    }


def _inside(
    events: tuple[EventMark, ...], homes: list[int | None], owner: int | None, content: tuple[Span, ...]
) -> tuple[int, ...]:
    return tuple(
        n
        for n, event in enumerate(events)
        if homes[n] == owner and any(span.start <= event.trigger.start < span.end for span in content)
    )


def by_sentence(segments: Segments, content: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """Content cut at sentence ends; pieces of one sentence stay together."""
    out: list[tuple[Span, ...]] = []
    for sentence in segments.sentences:
        parts = [Span(max(s.start, sentence.start), min(s.end, sentence.end)) for s in content if s.meets(sentence)]
        parts = [p for p in parts if any(c.isalnum() for c in segments.report.text[p.start : p.end])]
        if parts:
            out.append(tuple(parts))
    return out or [content]


def _mostly(segments: Segments, content: tuple[Span, ...], inner: list[AttributionMark]) -> bool:
    """True if inner attributions say what there is to say: outside of them stands no verb that could be a claim."""
    parts = [part for mark in inner for part in filter(None, (mark.source, mark.cue, *mark.content))]
    if not parts:
        return False
    left = [t for span in content for t in segments.tokens_in(span) if not any(p.start <= t.idx < p.end for p in parts)]
    return not any(t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG") for t in left)


def _answers(mark: AttributionMark, inner: list[AttributionMark]) -> bool:
    """True for one who denies, doubts, praises … what another says, instead of passing it on."""
    said = {_act_of(one) for one in inner}
    return _act_of(mark) not in ("assert", *said)


def _act_of(mark: AttributionMark) -> Act:
    return settle_act(mark.act, mark.content, "", mark.acts)[0]


def _meets(mark: AttributionMark, sentence: Span) -> bool:
    return any(sentence.meets(s) for s in mark.content)


def narrated_of(
    segments: Segments, marks: Marks, sentence: Span, events: tuple[int, ...]
) -> list[tuple[tuple[Span, ...], tuple[int, ...]]]:
    """The outlet's own words of a sentence: what others say is cut out, save where the saying is the event."""
    saying = [n for n in events if any(m.cue and m.cue.meets(marks.events[n].trigger) for m in marks.attributions)]
    plain = tuple(n for n in events if n not in saying)
    out: list[tuple[tuple[Span, ...], tuple[int, ...]]] = [((sentence,), (n,)) for n in saying]
    if plain or not events:
        holes = [
            s
            for m in marks.attributions
            if m.parent is None and _meets(m, sentence)
            for s in filter(None, (m.source, m.cue, *m.content))
        ]
        own = _minus(sentence, holes)
        own = tuple(_bare(segments, s) for s in own)
        own = tuple(s for s in own if s.start < s.end)
        held = all(any(s.covers(marks.events[n].trigger) for s in own) for n in plain)
        out.append((own if own and held else (sentence,), plain))
    return out


def _bare(segments: Segments, span: Span) -> Span:
    """The span without the commas and quotation marks that cutting has left at its ends."""
    text, start, end = segments.text, span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ',;:-")'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ',;:-"('):
        end -= 1
    return Span(start, end)


def _minus(whole: Span, holes: list[Span]) -> tuple[Span, ...]:
    parts = [whole]
    for hole in holes:
        cut = []
        for part in parts:
            if part.meets(hole):
                cut += [Span(part.start, hole.start), Span(hole.end, part.end)]
            else:
                cut.append(part)
        parts = [part for part in cut if part.end - part.start > 2]
    return tuple(parts)


def _about(segments: Segments, marks: Marks, number: int) -> About:
    event = marks.events[number]
    actors = _resolve(marks.cast, event.actors)
    recipients = tuple(r for r in _resolve(marks.cast, event.recipients) if r not in actors or len(actors) > 1)
    place, time = marks.spots[number], marks.whens[number]
    first = marks.sequels[number]
    if first is not None:
        place = place or marks.spots[first]
        time = time or marks.whens[first]
    does, suffers = (_sectors(marks.cast, side) for side in (actors, recipients))
    words = segments.report.words(segments.sentence_of(event.trigger)).lower()
    acled = event.acled or code_subevent(event.type, event.mode, does, suffers, words)
    return About(
        kind="state" if event.kind == "state" else "event",
        type=event.type,
        mode=event.mode,
        cameo=event.cameo,
        acled=acled,
        contexts=tuple(dict.fromkeys((*event.contexts, *find_contexts(words)))),
        trigger=event.trigger,
        actors=actors,
        recipients=recipients,
        place=place,
        time=time.time if time else None,
        figures=tuple(_figure(marks.cast, marks.figures[n]) for n in marks.owned[number]),
        status=event.status,
    )


def _view(segments: Segments, marks: Marks, content: tuple[Span, ...]) -> About:
    """What names no deed, with the time and the figures that its words give: a view, or the state that they count."""
    tokens = [t for span in content for t in segments.tokens_in(span)]
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    verbs = [t for t in roots if t.pos_ in ("VERB", "AUX")] or roots
    time = find_event_time(segments, marks.times, verbs[0].i) if verbs else None
    if time and time.time.span and not any(span.covers(time.time.span) for span in content):
        time = None
    when = time.time if time else None
    counted = [figure for figure in marks.loose_figures() if any(s.covers(figure.span) for s in content)]
    figures = tuple(_figure(marks.cast, mark) for mark in counted)
    held = next((HELD[f.kind] for f in figures if f.kind in HELD), None)
    if held is None:
        return About(kind="view", time=when, figures=figures)
    trigger = next(f.span for f in counted if HELD.get(f.kind) == held)
    whose = tuple(dict.fromkeys(f.of for f in figures if f.of))
    whose = whose or tuple(a for span in find_owners(segments, trigger) for a in marks.cast.all_in(span))
    sides = ((), whose) if held == "TOLL" else (whose, ())
    at = next((f.head for f in counted if f.head is not None), None)
    place = find_place_at(segments, marks.atlas, segments.doc[at], bodily=False) if at is not None else None
    return About(
        kind="state", type=held, trigger=trigger, actors=sides[0], recipients=sides[1], place=place, time=when,
        figures=figures, status="actual",
    )  # fmt: skip


def find_owners(segments: Segments, figure: Span) -> tuple[Span, ...]:
    """The possessive before a count in its sentence: "*its* own losses at three dead"."""
    before = [t for t in segments.tokens_in(segments.sentence_of(figure)) if t.idx < figure.start]
    return tuple(segments.span_of(t, t) for t in reversed(before) if t.tag_ == "PRP$")[:1]


def _resolve(cast: Cast, spans: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor for span in spans for actor in cast.all_in(span)))


def _sectors(cast: Cast, ids: tuple[str, ...]) -> frozenset[str]:
    return frozenset(a.sector for a in cast.actors if a.id in ids and a.sector)


def _figure(cast: Cast, mark: FigureMark) -> Figure:
    of = cast.who(mark.of) if mark.of else None
    part = mark.part_of is not None or PARTITIVE.search(mark.text) is not None
    return Figure(mark.kind, mark.low, mark.high, mark.vague, of, mark.text, mark.span, part)


def claims_of(segments: Segments, marks: Marks, piece: Stretch, about: About, rules: tuple[str, ...]) -> list[Claim]:
    if piece.owner is None:
        evidence, rule = match_evidence(segments.report.words(segments.sentence_of(piece.content[0])))
        fired = (*rules, "narration", *((rule,) if rule else ()))
        return [Claim("", (), piece.content, "assert", evidence, about, fired)]
    mark = marks.attributions[piece.owner]
    if "status.deny-clause" not in rules and not (mark.cue and about.trigger and mark.cue.meets(about.trigger)):
        about = _under_act(about, mark)
    act, rule = settle_act(mark.act, piece.content, segments.report.words(*piece.content), mark.acts, rules=mark.rules)
    fired = (*mark.rules, *((rule,) if rule else ()), *rules)
    chains = _chains(segments, marks, piece.owner, find_mode(segments, piece.content))
    parties = tuple(chain[-1].source.actor for chain in chains if chain[-1].source.actor)
    return [
        Claim("", chain, piece.content, act, mark.evidence, _as_told_by(about, chain[-1].source.actor, parties), fired)
        for chain in chains
    ]


def _as_told_by(about: About, party: str | None, parties: tuple[str, ...]) -> About:
    """In the mouth of each of two sides "it" is that side and "the other side" is the other."""
    if party is None or len(parties) != 2:
        return about
    other = parties[1] if party == parties[0] else parties[0]
    actors = tuple(dict.fromkeys(party if a in parties else a for a in about.actors))
    recipients = tuple(dict.fromkeys(other if r in parties else r for r in about.recipients))
    figures = tuple(replace(f, of=other if f.of in parties else f.of) for f in about.figures)
    return replace(about, actors=actors, recipients=recipients, figures=figures)


def _under_act(about: About, mark: AttributionMark) -> About:
    """What a cue denies is denied; what a source would not say is at most possible."""
    if about.status in ("actual", "ongoing"):
        if mark.act == "deny" and any(rule.startswith("cue.d") for rule in mark.rules):
            return replace(about, status="denied")
        if "act.not-said" in mark.rules:
            return replace(about, status="possible")
    return about


def _chains(segments: Segments, marks: Marks, number: int, mode: Mode) -> list[tuple[Attribution, ...]]:
    """The chain from the outermost source to this one, which speaks in ``mode``; of two parties ("each side") two."""
    steps: list[AttributionMark] = []
    at: int | None = number
    while at is not None and len(steps) < MAX_CHAIN:
        steps.append(marks.attributions[at])
        at = marks.attributions[at].parent
    outer = tuple(_step(segments, marks, mark, None) for mark in reversed(steps[1:]))
    mark = steps[0]
    parties: tuple[str | None, ...] = (None,)
    if mark.source and segments.report.words(mark.source).lower().startswith(EACH):
        parties = marks.cast.all_in(mark.source) or (None,)
    return [(*outer, replace(_step(segments, marks, mark, party), mode=mode)) for party in parties]


def _step(segments: Segments, marks: Marks, mark: AttributionMark, party: str | None) -> Attribution:
    words = segments.report.words
    actor = party or (marks.cast.who(mark.source) if mark.source else None)
    source = Source(words(mark.source) if mark.source else mark.text, mark.source, actor)
    cue = Cue(words(mark.cue), mark.cue) if mark.cue else None
    said: TimeMark | None = find_said_time(segments, marks.times, mark.cue, mark.source)
    if said is None and mark.parent is not None and "cue.cite" in marks.attributions[mark.parent].rules:
        relay = marks.attributions[mark.parent]  # "On Friday the wire quoted a doctor as saying" is one telling
        said = find_said_time(segments, marks.times, relay.cue, relay.source)
    day: Time | None = said.time if said else None
    return Attribution(source, cue, mark.mode, day, mark.rules, mark.sure)

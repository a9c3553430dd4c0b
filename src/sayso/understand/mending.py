"""Slips of the trained reader that grammar can mend: two cues read as one, a speaker left out, an addressee told.

And one that the events can: who holds a town says nothing by it.

A finding keeps its acts, its evidence and how sure it is; only spans change.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from ..records import Span
from .clauses import find_source, noun_phrase, span_of
from .cues import is_cue
from .marks import ActRead, EventMark, Finding, Sighting
from .segment import Segments

#: types of events that are done, not said.
DEEDS = frozenset({"CONTROL", "COERCE", "ASSAULT", "RETREAT", "MOBILIZE"})
SUBJECTS = ("nsubj", "nsubjpass")
#: an addressee is one of these; a noun before what is given may as well be a part of it.
ADDRESSEES = ("me", "us", "you", "him", "her", "them")


def mend_findings(segments: Segments, findings: list[Finding]) -> list[Finding]:
    """The same attributions, mended."""
    parted = [part for finding in findings for part in _part_joined(segments, finding)]
    mended = [_without_addressee(segments, _with_speaker(segments, finding)) for finding in parted]
    return [_without_next(segments, finding, mended) for finding in mended]


def leave_deeds(
    segments: Segments, findings: list[Finding], events: tuple[EventMark, ...], sightings: list[Sighting]
) -> list[Finding]:
    """Without those whose cue is a word for a deed and whose content is a bare thing: who "controls the port" says
    nothing by it.

    In PolNeAR's dev part no cue is such a word; "attacked his record" and "seized on her words" are, and stay.
    """
    deeds = [event.trigger for event in events if event.type in DEEDS]
    seen = [sighting.trigger for sighting in sightings if sighting.kind.type in DEEDS]
    return [finding for finding in findings if not _is_deed(segments, finding, deeds, seen)]


def _is_deed(segments: Segments, finding: Finding, deeds: list[Span], seen: list[Span]) -> bool:
    words = segments.tokens_in(finding.cue)
    if any(is_cue(t) for t in words) or (len(words) > 1 and words[-1].dep_ == "prep"):
        return False
    if any(t.pos_ in ("VERB", "AUX") for span in finding.content for t in segments.tokens_in(span)):
        return False
    # the tables know no attack in words from another
    return any(map(finding.cue.meets, seen if any(t.lemma_.lower() == "attack" for t in words) else deeds))


def _part_joined(segments: Segments, finding: Finding) -> list[Finding]:
    """ "said it did not share" is two cues: "said" and, within what it tells, "did not share", whose source is "it"."""
    words = segments.tokens_in(finding.cue)
    first = next((t for t in words if t.pos_ == "VERB" and is_cue(t)), None)
    who = next((t for t in words if first is not None and t.i > first.i and t.dep_ in SUBJECTS), None)
    if first is None or who is None or finding.source is None or not _is_under(who.head, first):
        return [finding]
    source, rest = noun_phrase(who), [t for t in words if t.i > who.right_edge.i]
    inner_cue = span_of(rest)
    if source is None or inner_cue is None or source.start <= finding.cue.start or not _holds(rest, who.head, finding):
        return [finding]
    end = max(span.end for span in finding.content)
    told = Span(source.start, max(inner_cue.end, end))
    # who says that he himself refuses refuses; who says it of another states it
    acts = finding.acts if who.pos_ == "PRON" else (ActRead(told, "assert", finding.sure),)
    outer = replace(finding, cue=Span(finding.cue.start, source.start - 1), content=(told,), acts=acts)
    return [outer, replace(finding, source=source, cue=inner_cue)] if who.head in rest else [outer]


def _holds(rest: list[Token], verb: Token, finding: Finding) -> bool:
    """True if the subject's verb stands in the cue, or else right where the content begins."""
    starts = min(span.start for span in finding.content)
    return verb in rest or starts <= verb.idx


def _is_under(verb: Token, cue: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.i == cue.i


def _with_speaker(segments: Segments, finding: Finding) -> Finding:
    """ "They thank him but | do not trust him": the second verb's speaker is the first one's, which grammar knows."""
    if finding.source is not None:
        return finding
    words = segments.tokens_in(finding.cue)
    verb = next((t for t in words if t.pos_ == "VERB" and (t.dep_ == "conj" or t.dep_ == "pcomp")), None)
    if verb is None or any(c.dep_ in ("auxpass", *SUBJECTS) for c in verb.children):
        return finding
    who = _accused(verb) if verb.dep_ == "pcomp" else find_source(verb)
    source = noun_phrase(who) if who is not None else None
    if source is None or source.end > finding.cue.start or any(span.meets(source) for span in finding.content):
        return finding
    return replace(finding, source=source)


def _accused(gerund: Token) -> Token | None:
    """The minister of "accused the minister of having known that"."""
    verb = gerund.head.head
    if gerund.head.lower_ not in ("of", "for") or verb.pos_ != "VERB":
        return None
    return next((c for c in verb.children if c.dep_ == "dobj"), None)


def _without_addressee(segments: Segments, finding: Finding) -> Finding:
    """ "promised | them a road": what is promised is the road."""
    first, *others = finding.content
    words = segments.tokens_in(first)
    if len(words) < 2 or words[0].lower_ not in ADDRESSEES or words[0].dep_ not in ("dative", "dobj"):
        return finding
    verb = words[0].head
    given = next((t for t in verb.children if t.dep_ == "dobj" and t.i > words[0].i), None)
    if given is None or given.left_edge.i != words[1].i or not finding.cue.covers(segments.span_of(verb, verb)):
        return finding
    return replace(finding, content=(Span(words[1].idx, first.end), *others))


def _without_next(segments: Segments, finding: Finding, others: list[Finding]) -> Finding:
    """ "said the road was shut | and thanked the porters": what the same speaker says next is no part of it.

    That it is the same speaker is the reader's word; left as they are, the two would tell of each other.
    """
    for other in others:
        joint = _joint_before(segments, finding, other)
        if joint is not None:
            content = tuple(Span(s.start, min(s.end, joint)) for s in finding.content if s.start < joint)
            return replace(finding, content=content) if content else finding
    return finding


def _joint_before(segments: Segments, finding: Finding, other: Finding) -> int | None:
    """Where the speaker's next saying is joined on to the content of this one; ``None`` where it is not."""
    if other is finding or finding.source is None or other.source is None or not other.source.meets(finding.source):
        return None
    last = max(finding.content)
    if not last.covers(other.cue) or abs(last.end - max(span.end for span in other.content)) > len('".'):
        return None
    verb = next((t for t in segments.tokens_in(other.cue) if t.pos_ == "VERB"), None)
    if verb is None or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    before = [t for t in segments.tokens_in(last) if t.idx < other.cue.start]
    joints = [t for t in before[-2:] if t.dep_ == "cc" or t.text == ","]
    return joints[0].idx if before and before[-1].dep_ == "cc" and joints[0].idx > last.start else None

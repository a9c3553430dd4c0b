"""Events that no type names: what the other clauses tell, each with its status, time, place and known sides.

"The plant will open in May" is no matter of conflict, but it is claimed, and somebody may deny it. No knowledge of
words is asked for here: every clause tells something by its verb, and some nouns do (`event_nouns.tsv`). What is told
in one sentence with a coded event is the state of things around it; elsewhere it is an event of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from ..records import About, Claim, Span
from .actors import Cast
from .arguments import agents_of, is_passive, objects_of, subjects_of
from .claims import Marks, Stretch, by_sentence, claims_of, narrated_of
from .contexts import find_contexts
from .eventnouns import load_event_nouns
from .looks import Look
from .scenes import find_place_at, find_tied_place
from .segment import Segments
from .sightings import find_tied_places
from .speakers import home_of
from .status import DONE, find_status
from .times import find_event_time

#: what stands on the record of every such claim.
RULE = "event.uncoded"
#: relations in which a verb helps another, and in which a participle is but an adjective: "the wounded man".
HELPING = frozenset({"aux", "auxpass"})
ADJECTIVAL = frozenset({"amod", "compound"})
#: acts that bear on what is not done yet.
OF_THE_FUTURE = frozenset({"hope", "predict", "threaten", "promise", "demand", "urge", "ask", "offer"})


def find_uncoded(segments: Segments, marks: Marks, looks: tuple[Look, ...], *, first: int) -> tuple[Claim, ...]:
    """A claim for each verb and event noun that neither a coded event nor the cue of an attribution has taken.

    They are numbered from ``first``.
    """
    spans = [event.trigger for event in marks.events] + [m.cue for m in marks.attributions if m.cue]
    taken = {at for span in spans for at in range(span.start, span.end)}
    coded = {segments.sentence_of(event.trigger) for event in marks.events}
    said = [by_sentence(segments, mark.content) for mark in marks.attributions]
    claims: list[Claim] = []
    every = list(_heads(segments))
    tied = find_tied_places(looks, [_trigger(head) for head in every])
    spots = {head.i: find_tied_place(segments, marks.atlas, some) for head, some in zip(every, tied, strict=True)}
    for sentence, heads in itertools.groupby(every, key=lambda head: segments.sentence_of(_trigger(head))):
        contexts = find_contexts(segments.report.words(sentence))
        ((own, _), *_) = narrated_of(segments, marks, sentence, ())
        for head in heads:
            trigger = _trigger(head)
            if not taken.isdisjoint(range(trigger.start, trigger.end)):
                continue
            status, rules = find_status(segments, head.i)
            about = replace(
                _about(segments, marks, head, spots[head.i]),
                kind="state" if sentence in coded else "event",
                contexts=contexts,
                status=status,
            )
            owner = home_of(marks.attributions, trigger)
            parts = [own, (sentence,)] if owner is None else [*said[owner], (trigger,)]
            content = next(part for part in parts if any(span.covers(trigger) for span in part))
            claims += claims_of(segments, marks, Stretch(owner, content, ()), about, (RULE, *rules))
    return tuple(replace(_as_told(claim), id=f"C{n}") for n, claim in enumerate(claims, first))


def _heads(segments: Segments) -> Iterator[Token]:
    for token in segments.doc:
        if token.pos_ in ("VERB", "AUX"):
            if token.is_alpha and token.dep_ not in HELPING | ADJECTIVAL | {"prep"}:
                yield token
        elif token.pos_ == "NOUN" and token.dep_ not in ADJECTIVAL and token.lemma_.lower() in load_event_nouns():
            yield token


def _trigger(head: Token) -> Span:
    """The word, with the particle behind it: "took off"."""
    after = next((c for c in head.children if c.dep_ == "prt" and c.i == head.i + 1), head)
    return Span(head.idx, after.idx + len(after))


def _about(segments: Segments, marks: Marks, head: Token, spot: str | None) -> About:
    doers, done_to = _sides(head)
    time = find_event_time(segments, marks.times, head.i)
    return About(
        kind="event",
        trigger=_trigger(head),
        actors=_known(marks.cast, doers),
        recipients=_known(marks.cast, done_to),
        place=spot or find_place_at(segments, marks.atlas, head, bodily=False),
        time=time.time if time else None,
    )


def _sides(head: Token) -> tuple[list[Token], list[Token]]:
    if head.pos_ == "NOUN":
        return [], []
    if is_passive(head):
        return agents_of(head), subjects_of(head)
    return subjects_of(head), objects_of(head)


def _known(cast: Cast, heads: list[Token]) -> tuple[str, ...]:
    """The actors of the report that these words are, or are the last word of."""
    named = ((span, who) for token in heads for span, who in cast.mentions if span.start <= token.idx < span.end)
    return tuple(dict.fromkeys(who for _, who in named))


def _as_told(claim: Claim) -> Claim:
    """ "promised to pay for what it had broken": what is done already is asserted on the way, not promised."""
    return replace(claim, act="assert") if claim.act in OF_THE_FUTURE and claim.about.status in DONE else claim

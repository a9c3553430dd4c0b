"""Events and states of a report: what the rules find and what the trained reader sees, laid together.

The rules know the words that their tables have, with code and grammar; the reader knows more words, whose part is
whose, and how a deed is presented. Where both see the same, each gives what it does best; every mark keeps who found
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from ..records import Problem
from .contexts import is_misfortune
from .events import find_events, is_reported
from .looks import Look
from .marks import EventMark, Sighting
from .segment import Segments
from .sightings import trust_of
from .states import CONTEXTS, find_states
from .status import DONE

#: what the reader's rule is called on a record.
READER = "reader.event"
#: types that take in what they are about, unless it is done: "agreed to withdraw".
ABSORBING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONCEDE", "RETREAT", "SANCTION"})
#: those that concern whoever does what is asked for, refused or blamed; the others whoever it is done to.
OF_ITS_DOER = frozenset({"REQUEST", "REJECT", "ACCUSE"})
#: how sure the reader must be of a trigger that no rule knows, and of its type.
SURE_OF_TRIGGER, SURE_OF_TYPE = 0.6, 0.4
#: the same where a rule's event stands in the sentence, which then has what is told most clearly.
SURE_BESIDE = 0.9
#: the grammar of the rules yields to the reader's status from here on, and their silence ("actual") always. Own
#: statuses, visible half: macro-F1 .708 by .8, .725 by .5, .719 by .35.
SURE_OF_STATUS = 0.5
#: the one rule of grammar that never yields: "talks are going on" is no plan.
GOES_ON = "status.subject-goes-on"
#: a rule's event in whose sentence the reader gives no word so much as this chance is not believed. Of texts without
#: events .81 stay free of them by .12, .84 by .2; but by .2 plain attacks in short reports are lost ("a strike hit a
#: market"), and a missed attack costs more than a metaphor.
DOUBTED = 0.12
#: from here on a mode is believed where the rules name none.
SURE_OF_MODE = 0.5


def find_happenings(
    segments: Segments, looks: tuple[Look, ...], sightings: list[Sighting]
) -> tuple[tuple[EventMark, ...], tuple[Problem, ...]]:
    """All events and states in reading order; ``sightings``: those that the reader sees."""
    events, problems = find_events(segments)
    events = tuple(event for event in events if not is_misfortune(segments, event))
    states, more = find_states(segments)
    ruled = tuple(m for m in lay_together(events, states) if _is_believed(segments, m, sightings, looks))
    return join_sightings(segments, ruled, sightings), problems + more


def lay_together(events: tuple[EventMark, ...], states: tuple[EventMark, ...]) -> tuple[EventMark, ...]:
    """Events and states in reading order; losses that an assault at the same word tells already are not told twice."""
    assaults = {event.root for event in events if event.type == "ASSAULT"}
    kept = [s for s in states if not (s.type == "TOLL" and s.root in assaults and "state.toll.killed" in s.rules)]
    return tuple(sorted((*events, *kept), key=lambda e: (e.trigger, e.kind)))


def _is_believed(segments: Segments, mark: EventMark, sightings: list[Sighting], looks: tuple[Look, ...]) -> bool:
    """False where the reader takes no word of a rule's sentence for an event's, and sees none in the whole report.

    "Attacked the first chord" is a figure of speech; "the attack", after one that it sees, points back to it.
    """
    seen = any(s.sure >= SURE_OF_TRIGGER for s in sightings)
    return mark.kind == "state" or seen or trust_of(looks, segments.sentence_of(mark.trigger)) >= DOUBTED


def join_sightings(
    segments: Segments, ruled: tuple[EventMark, ...], sightings: list[Sighting]
) -> tuple[EventMark, ...]:
    """The rules' marks, mended by what the reader sees of them, and those that it alone sees."""
    sightings = [_told_here(segments, one) for one in sightings]
    seen = {n: s for n, mark in enumerate(ruled) if (s := _seen_of(mark, sightings)) is not None}
    out = [_mended(mark, seen[n]) if n in seen else mark for n, mark in enumerate(ruled)]
    out = [_addressed(segments, mark, sightings) for mark in out]
    for sighting in sightings:
        words = (sighting.trigger, *sighting.echoes)
        known = any(mark.trigger.meets(word) for mark in ruled for word in words)
        if not known and _is_sure(sighting) and _tells(segments, sighting, ruled):
            out.append(_mark(segments, sighting))
    return tuple(sorted(out, key=lambda e: (e.trigger, e.kind)))


def _told_here(segments: Segments, sighting: Sighting) -> Sighting:
    """With the sides that its own sentence names: who did it by the next one is the word of whoever speaks there."""
    sentence = segments.sentence_of(sighting.trigger)
    actors, recipients = (
        tuple(span for span in side if sentence.covers(span)) for side in (sighting.actors, sighting.recipients)
    )
    return replace(sighting, actors=actors, recipients=recipients)


def _seen_of(mark: EventMark, sightings: list[Sighting]) -> Sighting | None:
    """The sighting at a rule's trigger, of its type if there is one."""
    here = [s for s in sightings if s.trigger.meets(mark.trigger)]
    here.sort(key=lambda s: s.kind.type != mark.type)
    return here[0] if here else None


def _is_sure(sighting: Sighting) -> bool:
    return sighting.sure >= SURE_OF_TRIGGER and sighting.kind.sure_type >= SURE_OF_TYPE


def _tells(segments: Segments, sighting: Sighting, ruled: tuple[EventMark, ...]) -> bool:
    """False for a noun without anybody in it, a topic; and for what another event promises, asks for or refuses.

    "Agreed to withdraw" is one AGREE, as PLOVER has it; what it is about stands in its mode.
    """
    root = _root_of(segments.tokens_in(sighting.trigger))
    if root.pos_ not in ("VERB", "AUX") and not (sighting.actors or sighting.recipients):
        return False
    sentence = segments.sentence_of(sighting.trigger)
    alone = not any(sentence.covers(mark.trigger) for mark in ruled)
    if not alone and not (sighting.sure >= SURE_BESIDE and sighting.kind.sure_type >= SURE_BESIDE):
        return False
    if sighting.kind.status in DONE:
        return True
    above = {token.i for token in root.ancestors}
    over = [mark for mark in ruled if mark.type in ABSORBING and mark.root in above]
    return all(mark.type == "REJECT" and is_reported(root, mark.root) for mark in over)


def _mended(mark: EventMark, sighting: Sighting) -> EventMark:
    """A rule's event with the status, mode and parts that the reader knows better."""
    kind = sighting.kind
    changes: dict[str, object] = {}
    by_grammar = any(rule.startswith("status.") for rule in mark.rules)
    firm = mark.type == "REJECT" or GOES_ON in mark.rules
    if not firm and (not by_grammar or kind.sure_status >= SURE_OF_STATUS):
        changes["status"] = kind.status
    if kind.type == mark.type:
        if not mark.mode and kind.mode and kind.sure_mode >= SURE_OF_MODE:
            changes["mode"] = kind.mode
        # who "has lost forty soldiers" is no doer of it, whatever the reader makes of the subject.
        doers = tuple(s for s in sighting.actors if not any(s.meets(own) for own in mark.recipients))
        if not mark.actors and doers:
            changes["actors"] = doers
        if not mark.recipients and sighting.recipients:
            changes["recipients"] = tuple(s for s in sighting.recipients if s not in (mark.actors or sighting.actors))
        if mark.place is None and sighting.places:
            changes["place"] = sighting.places[0]
    return replace(mark, rules=(*mark.rules, READER), **changes)  # type: ignore[arg-type]


def _addressed(segments: Segments, mark: EventMark, sightings: list[Sighting]) -> EventMark:
    """What is promised, asked for or refused tells whom that concerns: "demanded the withdrawal of the Serb forces"."""
    if mark.type not in ABSORBING or mark.recipients:
        return mark
    sentence = segments.sentence_of(mark.trigger)
    for sighting in sightings:
        if sighting.sure < SURE_OF_TRIGGER or not sentence.covers(sighting.trigger):
            continue
        if mark.root not in {token.i for token in _root_of(segments.tokens_in(sighting.trigger)).ancestors}:
            continue
        sides = (sighting.actors, sighting.recipients)
        for side in sides if mark.type in OF_ITS_DOER else reversed(sides):
            others = tuple(span for span in side if not any(span.meets(own) for own in (*mark.actors, mark.trigger)))
            if others:
                return replace(mark, recipients=others)
    return mark


def _mark(segments: Segments, sighting: Sighting) -> EventMark:
    kind = sighting.kind
    return EventMark(
        kind="state" if kind.type in CONTEXTS else "event",
        type=kind.type,
        mode=kind.mode if kind.mode and kind.sure_mode >= SURE_OF_MODE else None,
        cameo=None,
        acled=None,
        contexts=(),
        trigger=sighting.trigger,
        root=_root_of(segments.tokens_in(sighting.trigger)).i,
        actors=sighting.actors,
        recipients=tuple(span for span in sighting.recipients if span not in sighting.actors),
        place=next(iter(sighting.places), None),
        status=kind.status,
        rules=(READER,),
    )


def _root_of(tokens: Iterable[Token]) -> Token:
    """The token that the others hang on."""
    some = list(tokens)
    inside = {token.i for token in some}
    return next((t for t in some if t.head.i not in inside or t.head.i == t.i), some[0])

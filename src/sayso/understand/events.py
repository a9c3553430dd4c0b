"""Finds events of the PLOVER types: `find_events`. States (control, strength, tolls, roles) are found elsewhere.

Three steps: triggers with their roles; one event told by several words made one ("died when a bomb exploded", "agreed
to release"); and plain futures and refusals turned into what they are ("will not attend" is a REJECT).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from ..records import Problem, Span, Status
from .arguments import children, phrase_span
from .frames import find_roles, is_instrument, user_of
from .governors import load_report_nouns
from .marks import EventMark
from .segment import Segments
from .status import find_status
from .triggers import EventEntry, Trigger, expand, find_trigger, in_words
from .turns import Turn, find_absorption, find_obligation, find_turn, in_complement

#: a trigger of light verb and noun is one span up to this many tokens: "carried out a series of air strikes".
LONGEST_TRIGGER = 8
#: a sentence with this many words of sport or show business tells of a match, not of a battle.
PLAY_WORDS = 2
#: a report of sport: this many different words of play in all, in at least every second sentence.
PLAY_REPORT = 4
#: types whose words sport borrows.
BORROWED = frozenset({"ASSAULT", "PROTEST", "RETREAT", "MOBILIZE", "COERCE", "CONCEDE"})
#: who dates a deed by a noun takes it for granted: "detained during protests".
TAKEN_AS_DONE = frozenset({"during", "amid", "amidst", "following"})


@dataclass(frozen=True, slots=True)
class Found:
    """An event on its way to a mark."""

    trigger: Trigger
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    type: str
    mode: str | None
    cameo: str | None
    rules: tuple[str, ...]
    contexts: tuple[str, ...] = ()
    status: Status | None = None

    @property
    def entry(self) -> EventEntry:
        """The entry that found it."""
        return self.trigger.entry

    @property
    def root(self) -> Token:
        """The token whose grammar says whether it happened."""
        return self.trigger.root


def find_events(segments: Segments) -> tuple[tuple[EventMark, ...], tuple[Problem, ...]]:
    """All events in reading order, e.g. ASSAULT of "shelled" with the shelling side and the place shelled."""
    found: list[Found] = []
    sport = _is_sport(segments)
    for sentence in segments.doc.sents:
        if _retells(sentence.root):
            continue
        tokens = [token for token in sentence if not token.is_space]
        playful = sum(token.lemma_.lower() in expand(("@play",)) for token in tokens) >= PLAY_WORDS or sport
        events = [event for token in tokens if (event := _find_one(token)) is not None]
        if playful:
            events = [event for event in events if event.type not in BORROWED]
        obligations = [] if playful else [one for token in tokens if (one := _obliged(token)) is not None]
        events = _absorbed(sorted(obligations + events, key=lambda e: (_depth(e.root), not e.entry.absorbs)))
        events = _turned(_merged(_undoubled(events)))
        found += [event for event in events if _tells(event)]
    found.sort(key=lambda event: event.trigger.token.i)
    return tuple(_mark(segments, event) for event in found), ()


def _is_sport(segments: Segments) -> bool:
    """True for a report on a match, whose teams crush, besiege and shoot."""
    sentences = [{token.lemma_.lower() for token in one} & expand(("@play",)) for one in segments.doc.sents]
    told = sum(bool(words) for words in sentences)
    return len(set().union(*sentences)) >= PLAY_REPORT and 2 * told >= len(sentences)


def _retells(root: Token) -> bool:
    """ "In the film the rebels storm the palace": what is told in the present of something invented is told in it."""
    if root.tag_ not in ("VBZ", "VBP"):
        return False
    subjects = children(root, "nsubj")
    within = [noun for prep in children(root, "prep") if prep.lower_ == "in" for noun in children(prep, "pobj")]
    frames = [*subjects, *within, *(owner for noun in within for owner in children(noun, "poss"))]
    return any(
        noun.pos_ == "NOUN" and in_words(noun, ("@fiction",)) and not any(c.lower_ == "of" for c in noun.children)
        for noun in frames
    )


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _find_one(token: Token) -> Found | None:
    trigger = find_trigger(token)
    if trigger is None:
        return None
    actors, recipients = find_roles(trigger)
    entry = trigger.entry
    return Found(trigger, actors, recipients, entry.type, entry.mode, entry.cameo, (entry.id,), entry.contexts)


def _obliged(token: Token) -> Found | None:
    """ "said that China must drop the barriers": a demand by whoever says so."""
    duty = find_obligation(token)
    if duty is None:
        return None
    entry = EventEntry(duty.rule, "REQUEST", "ask", "", "", cameo=duty.cameo, absorbs=True)
    return Found(Trigger(entry, token), duty.by, duty.on, "REQUEST", None, duty.cameo, (duty.rule,))


def _absorbed(events: list[Found]) -> list[Found]:
    """What is promised, refused or demanded goes into the promise; outermost first."""
    kept: list[Found] = []
    gone: set[int] = set()
    for number, event in enumerate(events):
        if number in gone:
            continue
        if event.entry.absorbs:
            inner = [
                later
                for later in range(number + 1, len(events))
                if later not in gone
                and in_complement(event.trigger, events[later].trigger.token)
                and not (event.type == "REJECT" and is_reported(events[later].trigger.token, event.root.i))
            ]
            gone.update(inner)
            event = _with_content(event, [events[later] for later in inner])
        kept.append(event)
    return kept


def is_reported(token: Token, verb: int) -> bool:
    """True for what a report tells that is rejected: "dismissed claims that it had {bombed} the clinic" denies that."""
    return any(one.head.i == verb and one.lemma_.lower() in load_report_nouns() for one in token.ancestors)


def _with_content(event: Found, inner: list[Found]) -> Found:
    """The event with mode and code from what it is about, and a recipient if it names none."""
    if not inner:
        return event
    first = min(inner, key=lambda one: (_depth(one.root), one.root.i))
    rule = find_absorption(event.type, first.type, first.rules)
    if rule is not None and rule.type not in ("", event.type) and first.root.head != event.root:
        rule = None  # "agreed to a truce to end the fighting": only what one will do makes a threat of a promise
    if rule is not None:
        event = replace(
            event,
            type=rule.type or event.type,
            mode=rule.mode if rule.mode is not None or rule.type else event.mode,
            cameo=rule.cameo or event.cameo,
            rules=(*event.rules, rule.id),
        )
    event = replace(event, contexts=tuple(dict.fromkeys((*event.contexts, *first.contexts))))
    if not event.recipients:
        sides = (*first.recipients, *first.actors)
        event = replace(event, recipients=tuple(side for side in sides if side not in event.actors))
    return replace(event, rules=tuple(dict.fromkeys((*event.rules, *first.rules))))


def _undoubled(events: list[Found]) -> list[Found]:
    """A verb and its own noun tell one event: "declared a ceasefire", "gave humanitarian aid"."""
    kept: list[Found] = []
    for event in events:
        verb = next((o for o in events if event.trigger.light == o.trigger.token and o.type == event.type), None)
        if verb is None or verb is event:
            kept.append(event)
    carried = {event.trigger.light.i: event for event in events if event.trigger.light is not None}
    return [_filled(event, carried.get(event.trigger.token.i)) for event in kept]


def _filled(verb: Found, noun: Found | None) -> Found:
    """The verb's event, with the roles that only the noun names."""
    if noun is None or noun.type != verb.type:
        return verb
    named = tuple(head for head in verb.recipients if head != noun.trigger.token)
    recipients = named or tuple(head for head in noun.recipients if head not in verb.actors)
    rules = tuple(dict.fromkeys((*verb.rules, *noun.rules)))
    return replace(verb, actors=verb.actors or noun.actors, recipients=recipients, rules=rules)


def _merged(events: list[Found]) -> list[Found]:
    """One occurrence told by its means and its outcome is one event: "killed in an air strike on the town"."""
    kept = list(events)
    for event in events:
        if event.type != "ASSAULT" or not (event.entry.weak or _is_doer(event, kept)):
            continue
        means = next((other for other in kept if other is not event and _tells_same(event, other)), None)
        if means is None:
            continue
        at = next(number for number, one in enumerate(kept) if one is means)
        kept[at] = _joined(means, event)
        kept = [one for one in kept if one is not event]
    return [event for event in kept if not _only_outcome(event)]


def _is_doer(event: Found, others: list[Found]) -> bool:
    """True if an act is itself the subject: "shelling had hit a substation"."""
    subjects = children(event.trigger.token, "nsubj")
    return any(other.type == "ASSAULT" and other.trigger.token in subjects for other in others)


def _only_outcome(event: Found) -> bool:
    """ "died" alone is no event; "died in shelling" has been joined to the shelling."""
    return event.entry.frame == "suffer"


def _tells_same(outcome: Found, other: Found) -> bool:
    """True if the other is the act whose outcome this is, by its place in the clause."""
    if other.type != "ASSAULT" or other.mode == "abduct" or other.entry.weak:
        return False
    verb, act = outcome.trigger.token, other.trigger.token
    if (act.dep_ == "nsubj" and act.head == verb) or act in outcome.actors:
        return True
    if verb.dep_ == "relcl" and verb.head == act:
        return True
    if other.trigger.light is not None and in_words(other.trigger.light, ("@foils",)):
        return False  # "repelled an assault and killed twelve": the twelve were not killed in their own assault
    if verb.head in (act, other.root) and verb.dep_ in ("advcl", "xcomp", "acl", "conj", "ccomp"):
        return verb.tag_ == "VBG" or verb.dep_ != "ccomp"
    if act.head == verb and act.dep_ in ("advcl", "agent", "conj") and not _other_time(act):
        return True
    governor = act.head
    return (
        act.dep_ == "pobj"
        and governor.head in (verb, verb.head)
        and governor.lower_ in ("in", "by", "during", "when", "with", "from")
    )


def _other_time(clause: Token) -> bool:
    return any(
        child.dep_ in ("mark", "advmod") and child.lower_ in ("after", "before", "since", "until")
        for child in clause.children
    )


def _joined(means: Found, outcome: Found) -> Found:
    """Means and outcome in one: mode from the means, victims beside targets, and whoever is named as doer."""
    doers = tuple(head for head in outcome.actors if head != means.trigger.token and not is_instrument(head))
    sides = means.actors or doers
    if means.actors and means.entry.frame == "clash":
        sides = means.actors
    hit = tuple(dict.fromkeys((*outcome.recipients, *(h for h in means.recipients if h not in outcome.recipients))))
    hit = tuple(head for head in hit if head not in sides)
    return replace(means, actors=sides, recipients=hit, rules=tuple(dict.fromkeys((*means.rules, *outcome.rules))))


def _turned(events: list[Found]) -> list[Found]:
    turned = []
    for event in events:
        turn: Turn | None = find_turn(event.type, event.trigger)
        if turn is not None:
            status: Status | None = "actual" if turn.type == "REJECT" else None
            rules = (turn.id, *event.rules)
            event = replace(event, type=turn.type, mode=turn.mode, cameo=turn.cameo, rules=rules, status=status)
        turned.append(event)
    return turned


def _tells(event: Found) -> bool:
    """A noun without anybody in it is a topic ("fears of violence"), unless it is said to happen."""
    token = event.trigger.token
    if token.pos_ not in ("VERB", "AUX") and _is_general(token):
        return False
    if token.pos_ in ("VERB", "AUX") or event.actors or event.recipients or event.trigger.light is not None:
        return True
    head = token.head
    wanted = token.dep_ == "pobj" and bool(event.entry.under)  # "hoped for a truce": the verb has been asked for
    dated = token.dep_ == "pobj" and head.lower_ in TAKEN_AS_DONE
    return wanted or dated or (head.pos_ == "VERB" and head.lemma_.lower() in expand(("@happens",)))


def _is_general(noun: Token) -> bool:
    """ "Attacks on civilians may constitute war crimes": neither noun tells of an occurrence."""
    if not in_words(noun.head, ("@amounts",)) or noun.dep_ not in ("nsubj", "dobj", "attr", "pobj"):
        return False
    subjects = children(noun.head, "nsubj")
    plural = bool(subjects) and subjects[0].tag_ == "NNS" and not children(subjects[0], "det", "poss", "nummod")
    return noun.dep_ != "nsubj" or plural


def _mark(segments: Segments, event: Found) -> EventMark:
    status, rules = find_status(segments, _judged(event).i)
    if event.type == "REJECT" and (event.entry.negated or "no" in event.entry.words):
        status, rules = "actual", ()  # "has no plans to": the "no" makes the refusal, it does not deny it
    actors = _spans(event.actors, instruments=False)
    return EventMark(
        kind="event",
        type=event.type,
        mode=event.mode,
        cameo=event.cameo,
        acled=None,
        contexts=event.contexts,
        trigger=_trigger_span(event),
        root=event.root.i,
        actors=actors,
        recipients=tuple(span for span in _spans(event.recipients, instruments=True) if span not in actors),
        place=None,
        status=event.status or status,
        rules=(*event.rules, *rules),
    )


def _judged(event: Found) -> Token:
    """Where the status is read: at the verb that carries the noun, unless that undoes it ("repelled an assault")."""
    light = event.trigger.light
    return event.trigger.token if light is not None and in_words(light, ("@foils",)) else event.root


def _spans(heads: tuple[Token, ...], *, instruments: bool) -> tuple[Span, ...]:
    """Spans of the phrases; an instrument as doer stands for whoever is named as its user, else for nobody."""
    spans = []
    for head in heads:
        if not instruments and is_instrument(head):
            user = user_of(head)
            if user is None:
                continue
            head = user
        spans.append(phrase_span(head))
    return tuple(dict.fromkeys(spans))


def _trigger_span(event: Found) -> Span:
    token, root = event.trigger.token, event.root
    first, last = min(token, root, key=lambda t: t.i), max(token, root, key=lambda t: t.i)
    if last.i - first.i > LONGEST_TRIGGER:
        first = last = token
    if token.pos_ not in ("VERB", "AUX") and first == token:
        for part in token.children:  # "air strike"
            if part.dep_ == "compound" and part.i == first.i - 1:
                first = part
    for part in root.children:  # "pulled out"
        if part.dep_ == "prt" and part.i == last.i + 1:
            last = part
    return Span(first.idx, last.idx + len(last))

"""Finds what is said to hold: who controls a place, how large a force is, losses so far, who holds an office."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from ..lexicon import load_table
from ..records import Problem, Span
from .arguments import agents_of, children, objects_after, objects_of, phrase_span, subjects_of, with_conjuncts
from .marks import EventMark
from .needs import is_about_votes, is_territory, is_word_of, load_state_words, meets_need
from .segment import Segments
from .status import find_status

Part = Literal["verb", "noun", "control", "under", "adjective", "strong", "adjective_of", "copula", "lead"]
VERBAL = frozenset({"VERB", "AUX"})
#: a trigger of several words is taken as one stretch up to this many tokens ("taken full control"), else the verb alone
TRIGGER_TOKENS = 5
CONTEXTS = {"CONTROL": ("military",), "STRENGTH": ("military",), "TOLL": (), "ROLE": ()}


@dataclass(frozen=True, slots=True)
class StateFrame:
    """One row of ``data/states.toml``: words, what must stand in their slots, and which slot plays which part."""

    id: str
    type: Literal["CONTROL", "STRENGTH", "TOLL", "ROLE"]
    words: tuple[str, ...]
    part: Part
    matches: str
    misses: str
    mode: str | None = None
    needs: dict[str, str] = field(default_factory=dict)
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a frame is tried: its word, and the second word that goes with it ("took ... control")."""

    token: Token
    other: Token | None = None

    @property
    def root(self) -> Token:
        return self.token


@functools.cache
def load_frames() -> dict[tuple[str, str], tuple[StateFrame, ...]]:
    """The frames by part and word, in the order of the file."""
    table: dict[tuple[str, str], tuple[StateFrame, ...]] = {}
    for frame in load_table("states.toml", StateFrame):
        for word in frame.words:
            for one in sorted(load_state_words()[word[1:]]) if word.startswith("@") else (word,):
                table[frame.part, one] = (*table.get((frame.part, one), ()), frame)
    return table


def find_states(segments: Segments) -> tuple[tuple[EventMark, ...], tuple[Problem, ...]]:
    """All states of a report: "the rebels hold the airport" is CONTROL."""
    marks: list[EventMark] = []
    for token in segments.doc:
        for frame, site in _candidates(token):
            if all(_meets(frame, site, slot, need) for slot, need in frame.needs.items()):
                marks += _marks_of(segments, frame, site)
                break
    return tuple(marks), ()


def _candidates(token: Token) -> Iterator[tuple[StateFrame, _Site]]:
    """Frames whose words stand at a token, with the particle or preposition they ask for."""
    frames = load_frames()
    lemma = token.lemma_.lower()
    if token.pos_ in VERBAL:
        particle = any(c.dep_ == "prt" for c in token.children)  # "take on" is not "take"
        companions = [c.lower_ for c in token.children if c.dep_ in ("prt", "prep", "dative", "advmod", "dobj")]
        for key in (*(f"{lemma} {word}" for word in companions), *(() if particle else (lemma,))):
            for part in ("verb", "copula"):
                yield from ((frame, _Site(token)) for frame in frames.get((part, key), ()))
        if token.tag_ == "VBN" and token.i > 1 and token.nbor(-1).text == "-":
            yield from ((frame, _Site(token)) for frame in frames.get(("adjective", lemma), ()))
    elif token.pos_ in ("NOUN", "PROPN"):
        for part in ("noun", "lead"):
            yield from ((frame, _Site(token)) for frame in frames.get((part, lemma), ()))
        if lemma == "control":
            yield from _controls(token)
    elif token.pos_ == "ADJ":
        for part in ("strong", "adjective_of"):
            yield from ((frame, _Site(token)) for frame in frames.get((part, lemma), ()))


def _controls(noun: Token) -> Iterator[tuple[StateFrame, _Site]]:
    """ "took control of", "is in control of", "fight for control of", "under the control of"."""
    frames = load_frames()
    if noun.dep_ == "dobj":
        yield from ((f, _Site(noun.head, noun)) for f in frames.get(("control", noun.head.lemma_.lower()), ()))
    if noun.dep_ != "pobj":
        return
    prep = noun.head
    if prep.lower_ == "under":
        yield from ((f, _Site(noun)) for f in frames.get(("under", "under"), ()))
    key = f"{prep.head.lemma_.lower()} {prep.lower_}"
    yield from ((f, _Site(prep.head, noun)) for f in frames.get(("control", key), ()))


def _meets(frame: StateFrame, site: _Site, slots: str, need: str) -> bool:
    """True if the first head found in one of the slots is what the frame needs there."""
    if slots == "verb":
        return meets_need(need, site.token, site.token)
    heads = _first(frame, site, tuple(slots.split()))
    return bool(heads) and meets_need(need, heads[0], site.token)


def _first(frame: StateFrame, site: _Site, slots: tuple[str, ...]) -> list[Token]:
    for slot in slots:
        found = [head for head in _fill(frame, site, slot) if head.ent_type_ not in ("DATE", "TIME")]
        if found:
            return found
    return []


def _fill(frame: StateFrame, site: _Site, slot: str) -> list[Token]:
    """Heads of the phrases in one slot."""
    token = site.token
    if slot in _SLOTS:
        return _SLOTS[slot](site)
    if slot == "subject":
        return agents_of(token) if "object" in (*frame.place, *frame.recipients, *frame.needs) else _subjects(site)
    over = [site.other] if site.other is not None else children(token, "dobj")
    return objects_after(token, slot) or [head for one in over for head in objects_after(one, slot)]


def _subjects(site: _Site) -> list[Token]:
    """The grammatical subject; of "under the control of", what is under it."""
    token = site.token
    if token.pos_ in VERBAL:
        return subjects_of(token)
    if token.pos_ == "ADJ":  # "left 2,000 people homeless"
        return children(token.head, "dobj") or children(token, "nsubj") or subjects_of(token.head)
    over = token.head.head
    if over.pos_ in VERBAL:
        return subjects_of(over) if over.lemma_ in ("be", "remain", "come", "fall", "stay") else objects_of(over)
    return [over] if over.pos_ in ("NOUN", "PROPN") else []


def _holding(site: _Site) -> list[Token]:
    """The place that holds out: "the valley is the only region to hold out against"."""
    verb = site.token
    if verb.dep_ not in ("acl", "relcl"):
        return subjects_of(verb)
    named = subjects_of(verb.head.head) if verb.head.dep_ == "attr" else []
    return [head for head in named if head.pos_ == "PROPN"] or [verb.head]


def _objects(site: _Site) -> list[Token]:
    # "displaced 30,000 people" is met with the object as if it were an amount
    return objects_of(site.token) or [
        c for c in children(site.token, "npadvmod") if c.ent_type_ not in ("DATE", "TIME")
    ]


def _territories(site: _Site) -> list[Token]:
    """What is controlled: "control of all passes", "control over the port"."""
    for token in filter(None, (site.other, site.token)):
        for preposition in ("of", "over", "in"):
            found = objects_after(token, preposition)
            if found:
                return found
    return []


def _owners(site: _Site) -> list[Token]:
    """Whose force it is: "his force", "Omar leads a force", else the force itself."""
    noun = site.token if site.token.pos_ in ("NOUN", "PROPN") else site.token.head
    owners = children(noun, "poss")
    if owners:
        return with_conjuncts(owners[0])
    verb = noun.head
    leads = verb.lemma_ in ("have", "lead", "command", "head", "field", "raise", "assemble", "muster", "maintain")
    if noun.dep_ == "dobj" and verb.pos_ in VERBAL and leads:
        return subjects_of(verb)
    return [noun]


def _hands(site: _Site) -> list[Token]:
    """Whose hands a place is in: "into rebel hands", "into the hands of rebels"."""
    for preposition in ("into", "in"):
        for hand in objects_after(site.token, preposition):
            return objects_after(hand, "of") or children(hand, "poss", "compound", "amod", "nmod")[-1:]
    return []


def _offices(site: _Site) -> list[Token]:
    """The office that someone is put into or leaves: "as minister", "named him minister"."""
    token = site.token
    named = objects_after(token, "as") or objects_after(token, "to") or children(token, "oprd", "attr", "xcomp")
    return named or [head for head in objects_of(token) if is_word_of("office", head)]


def _light_subjects(site: _Site) -> list[Token]:
    """ "carried out the takeover of": whoever carried it out."""
    verb = site.token.head
    return subjects_of(verb) if site.token.dep_ == "dobj" and is_word_of("light", verb) else []


def _posts(site: _Site) -> list[Token]:
    """The office that someone had: "resigned as minister", "Minister Omar Tesfa resigned"."""
    token = site.token
    named = objects_after(token, "as") or objects_after(token, "from")
    people = objects_of(token) or subjects_of(token)
    titles = [c for head in people for c in children(head, "compound", "appos", "amod") if is_word_of("office", c)]
    return [one for one in named if is_word_of("office", one)] or titles


_SLOTS: dict[str, Callable[[_Site], list[Token]]] = {
    "object": _objects,
    "self": lambda site: [site.token.head if site.token.pos_ in ("VERB", "ADJ") else site.token],
    "object_poss": lambda site: [owner for one in objects_of(site.token) for owner in children(one, "poss")],
    "poss": lambda site: [head for one in children(site.token, "poss") for head in with_conjuncts(one)],
    "premod": lambda site: children(site.token, "compound", "nmod")[:1],
    "light": _light_subjects,
    "holder": lambda site: children(site.token, "npadvmod", "compound", "amod", "advmod", "nmod", "nsubj"),
    "territory": _territories,
    "holding": _holding,
    "owner": _owners,
    "hands": _hands,
    "office": _offices,
    "post": _posts,
    "attr": lambda site: children(site.token, "attr"),
}


def _marks_of(segments: Segments, frame: StateFrame, site: _Site) -> list[EventMark]:
    """One mark; several where several named places are held ("took Arvan and Belin")."""
    if frame.part == "strong" and not _has_number_before(site.token):
        return []
    if frame.type == "CONTROL" and _describes(site.token):
        return []
    if frame.type == "CONTROL" and frame.part != "adjective" and is_about_votes(site.token):
        return []
    if frame.part == "lead" and site.token.head.lower_ != "under":
        return []
    places = _first(frame, site, frame.place)
    if frame.place and not places:
        return []
    status, rules = find_status(segments, site.root.i)
    actors = [_whose(head) for head in _first(frame, site, frame.actors)]
    if frame.type == "ROLE" and not actors:
        return []
    recipients = [head for head in _first(frame, site, frame.recipients) if head not in actors]
    # "Arvan and Belin" are two places; "Arvan, Belin Province" is one
    named = all(p.pos_ == "PROPN" for p in places) and any(children(p, "cc") for p in places)
    spans: list[Span | None] = [phrase_span(p) for p in places] if named else [_place_span(places)]
    return [
        EventMark(
            kind="state",
            type=frame.type,
            mode=frame.mode,
            cameo=None,
            acled=None,
            contexts=CONTEXTS[frame.type],
            trigger=_trigger(segments, frame, site),
            root=site.root.i,
            actors=tuple(phrase_span(head) for head in actors),
            recipients=tuple(phrase_span(head) for head in recipients),
            place=span,
            status=status,
            rules=(frame.id, *rules),
        )
        for span in spans
    ]


def _describes(verb: Token) -> bool:
    """True for a participle read as a verb with an object: "in Belin, occupied Arvan"."""
    bare = not any(c.dep_ in ("aux", "auxpass") for c in verb.children) and verb.dep_ != "conj"
    return verb.tag_ == "VBN" and bare and bool(children(verb, "dobj"))


def _whose(head: Token) -> Token:
    """Whose aim it is: "the group's goal is to capture the port" speaks of the group."""
    owners = children(head, "poss") if is_word_of("aims", head) else []
    return owners[0] if owners else head


def _has_number_before(strong: Token) -> bool:
    """ "3,000-strong", "several-thousand-strong"."""
    before = strong.nbor(-1) if strong.i else strong
    number = strong.nbor(-2) if strong.i > 1 else strong
    return before.text == "-" and (number.like_num or number.pos_ == "NUM")


def _place_span(places: list[Token]) -> Span | None:
    """All places of a list as one span, with what says where they lie: "all passes and entrances to the valley"."""
    if not places:
        return None
    spans = [phrase_span(place) for place in places]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    doc = places[0].doc
    for token in doc[places[0].i : places[0].sent.end]:
        if token.idx >= end:
            if token.dep_ == "prep" and token.lower_ in ("to", "of", "in", "near", "on"):
                inner = children(token, "pobj")
                if inner and is_territory(inner[0]):
                    end = phrase_span(inner[0]).end
            break
    return Span(start, end)


def _trigger(segments: Segments, frame: StateFrame, site: _Site) -> Span:
    """The words that say it: "taken control", "suffered heavy losses", "fell"."""
    token, last = site.token, site.token
    if site.other is not None:
        last = site.other
    elif frame.needs.get("object") == "loss":
        last = next(iter(objects_of(token)), token)
    else:
        last = next((c for c in children(token, "prt") if c.i == token.i + 1), token)
    if not 0 < last.i - token.i < TRIGGER_TOKENS:
        last = token
    return segments.span_of(token, last)

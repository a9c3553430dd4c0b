"""What becomes of an event under a promise, a threat, a refusal, a demand, a plain future: `data/event_turns.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ..lexicon import load_table
from .arguments import SUBJECTS, children, subjects_of
from .triggers import Trigger, in_words, is_negated, is_refused, load_frames

#: clauses that only add to what they hang on; an event in them is not what is promised or refused.
ASIDES = frozenset({"relcl", "advcl", "appos", "parataxis", "nsubj", "nsubjpass", "poss"})
FUTURE = frozenset({"will", "would", "'ll", "wo", "shall", "'d"})
DUTY = frozenset({"must", "should", "shall"})


@dataclass(frozen=True, slots=True)
class Turn:
    """``outer`` + ``inner`` types -> type, mode and code. ``outer`` is a type, or ``future`` or ``negated``.

    ``inner_rules``: only for events found by these entries. First that fits wins.
    """

    id: str
    outer: tuple[str, ...]
    inner: tuple[str, ...]
    matches: str
    misses: str
    type: str = ""
    mode: str | None = None
    cameo: str | None = None
    inner_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody says that somebody else must do something."""

    by: tuple[Token, ...]
    on: tuple[Token, ...]
    rule: str
    cameo: str


def find_absorption(outer: str, inner: str, inner_rules: tuple[str, ...]) -> Turn | None:
    """The turn for an event inside another: REJECT of CONSULT is "reject, meet"."""
    return _first(outer, inner, inner_rules)


def find_turn(kind: str, trigger: Trigger) -> Turn | None:
    """The turn for what is said to come, or not to come: "will not attend" -> REJECT."""
    if trigger.entry.absorbs and kind in ("REQUEST", "THREATEN", "REJECT"):
        return None
    root = trigger.root
    if is_refused(root):
        return _first("refused", kind, (trigger.entry.id,))
    if is_negated(root):
        return _first("negated", kind, (trigger.entry.id,))
    if is_future(root):
        return _first("future", kind, (trigger.entry.id,))
    return None


def _first(outer: str, inner: str, rules: tuple[str, ...]) -> Turn | None:
    turns: tuple[Turn, ...] = load_table("event_turns.toml", Turn)
    for turn in turns:
        fits = outer in turn.outer and (inner in turn.inner or "*" in turn.inner)
        if fits and (not turn.inner_rules or any(rule.startswith(turn.inner_rules) for rule in rules)):
            return turn
    return None


def in_complement(outer: Trigger, token: Token) -> bool:
    """True if the token lies in what the outer trigger is about: "refused [to meet the envoy]"."""
    if token == outer.token:  # the verb that a duty was found at: "must release"
        return True
    frame = load_frames()[outer.entry.frame]
    tops = {outer.token, outer.root}
    step = token
    while step.head != step:
        if step.head in tops and step not in tops:
            return _is_content(step, frame.content)
        if step.dep_ in ASIDES and not _follows_content(step, tops):
            return False
        step = step.head
    return False


def _follows_content(step: Token, tops: set[Token]) -> bool:
    """An infinitive, whatever the parser hung it on as: "are ready to talk", "send troops to help defend it"."""
    to = any(aux.lower_ == "to" for aux in children(step, "aux"))
    return step.dep_ == "advcl" and (to or step.head in tops)


def _is_content(child: Token, content: tuple[str, ...]) -> bool:
    if child.dep_ in ("xcomp", "ccomp", "acl"):
        return "clause" in content or child.dep_ == "acl"
    if child.dep_ == "advcl":
        return "clause" in content and child.tag_ == "VB" and child.i > child.head.i
    if child.dep_ in ("dobj", "attr", "nsubjpass"):
        return "object" in content
    return child.dep_ in ("prep", "dative", "agent") and child.lower_ in content


def is_future(verb: Token) -> bool:
    """ "will release", and "would release" in reported speech; not "would have", not "if ... would"."""
    for aux in children(verb, "aux"):
        if aux.lower_ in FUTURE:
            return aux.lower_ in ("will", "'ll", "shall") or _is_reported(verb)
    return False


def _is_reported(verb: Token) -> bool:
    """True inside what somebody is said to say, without "have" (would have done)."""
    if any(aux.lower_ == "have" for aux in children(verb, "aux")):
        return False
    step = verb
    while step.head != step:
        if step.dep_ == "ccomp" and in_words(step.head, ("@say",)):
            return True
        step = step.head
    return any(in_words(child, ("@say",)) for child in children(step, "parataxis", "ccomp"))


def find_obligation(token: Token) -> Duty | None:
    """ "said that China must drop the barriers": the speaker, and whoever must."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ not in ("ccomp", "ROOT"):
        return None
    modal = [aux for aux in children(token, "aux") if aux.lower_ in DUTY]
    if not modal or any(aux.lower_ == "have" for aux in children(token, "aux")):
        return None
    head = token.head if token.dep_ == "ccomp" else None
    if head is None or not in_words(head, ("@say", "@insist")):
        return None
    on = [child for child in token.children if child.dep_ in SUBJECTS]
    by = subjects_of(head)
    if not on or not by or on[0].lower_ in ("it", "there", "we", "i", "that", "this", "what"):
        return None
    return Duty(tuple(by), tuple(subjects_of(token)), "event.request.must", "105")

"""How the text presents an event: as done, planned, called for, denied... from the grammar over its trigger.

The trigger is climbed from inside out: its own auxiliaries and negation, then the verb or noun that governs it with
that one's auxiliaries, and so on up. Each step that bears on the status is laid over what was found so far:
"failed" over "ended" ("failed to end the fighting") leaves the fighting ongoing. What a source plainly says is actual.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from ..records import Status
from .governors import NOMINAL, SUBJECTS, Effect, StatusRule, Way, climb_from, keys_of, load_status_rules
from .segment import Segments

REAL: frozenset[str] = frozenset({"actual", "ongoing"})
OPEN: frozenset[str] = frozenset({"planned", "called-for", "conditional", "possible"})
#: statuses of what has come about.
DONE: frozenset[Status] = frozenset({"actual", "ongoing", "ended"})
#: the rules of attempts, which fail where the text says so further on
ATTEMPTS = frozenset({"status.try", "status.try-noun"})
#: climbing ends here at the latest: no real sentence nests deeper, and a broken parse must not cost time
STEPS = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One thing found over the trigger: what it makes of the status, by which rule."""

    status: Effect
    rule: str


def find_status(segments: Segments, root: int) -> tuple[Status, tuple[str, ...]]:
    """The status of the event at a trigger, and the rules that fired: "plans to {attack}" is planned."""
    status: Status = "actual"
    fired: list[str] = []
    for step in _steps(segments.doc[root]):
        status = combine_status(status, step.status)
        fired.append(step.rule)
    return status, tuple(fired)


def combine_status(inner: Status, outer: Effect) -> Status:
    """What is left of a status under another: an end that failed is no end."""
    if outer == "through" or outer == "stop" or outer == "actual":
        return inner
    if outer == "ongoing":
        return "ongoing" if inner in REAL else inner
    if inner in REAL:
        return outer
    if inner in OPEN:
        if outer in ("denied", "failed"):
            return outer
        return "conditional" if outer == "conditional" else "denied" if outer == "ended" else inner
    if inner == "ended":
        return "ended" if outer == "ended" else "ongoing"
    if outer in ("denied", "failed", "ended"):
        return "actual"
    if inner == "denied" and outer == "planned":
        return "denied"
    return "conditional" if outer == "conditional" else "possible"


def _steps(token: Token) -> Iterator[Step]:
    """Everything over the trigger that bears on its status, from inside out."""
    governing: StatusRule | None = None
    below: Token | None = None
    alone = True
    for _ in range(STEPS):
        if alone:
            yield from _own_steps(token, governing, below)
        elif governing is not None:
            yield Step(governing.status, governing.id)
            return
        climbed = climb_from(token)
        if climbed is None:
            return
        below = token
        token, governing, alone = climbed


def _own_steps(token: Token, governing: StatusRule | None, below: Token | None) -> Iterator[Step]:
    """What a word's own negation, auxiliaries and adverbs do, over the rule by which it governs the trigger."""
    negation = _negation_of(token, below)
    if governing is not None:
        if negation and governing.negated:
            yield Step(governing.negated, governing.id)
            negation = None
        elif governing.id in ATTEMPTS and _came_to_nothing(token):
            yield Step("failed", "status.try.failed")
        elif governing.id == "status.subject-ends" and _without_result(token):
            yield Step("failed", "status.without-result")
        else:
            yield Step(governing.status, governing.id)
    if token.pos_ in NOMINAL:
        if negation:
            yield Step("denied", negation)
        said = governing.status if governing is not None else None
        yield from (step for step in _modifiers_of(token) if step.status != said)  # "a failed attempt" fails once
        return
    if _is_open_question(token):
        yield Step("possible", "status.question")
    yield from _aspect_of(token)
    modal = next((c for c in token.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
    if negation and not (modal is not None and modal.lemma_ in ("can", "could")):
        yield Step("denied", negation)
    if modal is not None:
        yield from _modal_of(token, modal, negated=negation is not None)
    for child in token.children:
        if child.dep_ in ("advmod", "prt", "acomp", "prep", "npadvmod"):
            found = list(_named("adverb", child))
            # "narrowly avoided an {attack}" says no more of the attack than "avoided"
            yield from (step for step in found if governing is None or step.status != "failed")
    if _is_conditioned(token):
        yield Step("conditional", "status.if.main")


def _came_to_nothing(attempt: Token) -> bool:
    """True for an attempt told to have failed: "tried to enter but were driven back", "attempts to enter failed"."""
    rules, verb = load_status_rules(), attempt
    while verb.pos_ in NOMINAL and verb.head.i != verb.i:
        verb = verb.head
    if verb != attempt and ("outcome", verb.lemma_) in rules:
        return False  # the verb says so itself, a step further up
    later = [c for c in verb.children if c.dep_ in ("conj", "advmod", "prep") and c.i > attempt.i]
    but = any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.children)
    return any((but and c.dep_ == "conj") or any(("outcome", t.lemma_) in rules for t in c.subtree) for c in later)


def _without_result(verb: Token) -> bool:
    """True for talks that "ended without agreement"."""
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ == "without":
            return any(("outcome", f"without {t.lemma_}") in load_status_rules() for t in prep.subtree)
    return False


def _negation_of(token: Token, below: Token | None) -> str | None:
    """The rule by which a word is negated: by "not" or "never", or by a subject or object with "no"."""
    rules = load_status_rules()
    for child in token.children:
        if below is not None and child.left_edge.i <= below.i <= child.right_edge.i:
            continue  # "has no plans to {attack}": the "no" was counted at "plans"
        following = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
        if (child.dep_ == "neg" or child.lower_ == "never") and following not in ("only", "just", "merely", "longer"):
            return "status.negation"
        if child.dep_ == "det" and ("none", child.lower_) in rules:
            return "status.no"
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and token.pos_ in ("VERB", "AUX") and _is_none(child):
            return "status.no"
        if child.dep_ in ("preconj", "cc") and child.lower_ in ("neither", "nor") and child.i < token.i:
            return "status.neither"
    return None


def _is_none(phrase: Token) -> bool:
    """True for "no one", "neither side", "none of them", "no soldiers"."""
    words = [phrase, *(c for c in phrase.children if c.dep_ in ("det", "neg", "preconj"))]
    return any(("none", word.lower_) in load_status_rules() for word in words)


def _modifiers_of(noun: Token) -> Iterator[Step]:
    """What adjectives say of an event noun: "planned attack", "the upcoming talks"."""
    for child in noun.children:
        if child.dep_ in ("amod", "nmod", "compound", "advmod", "det"):
            yield from _named("modifier", child)


def _aspect_of(verb: Token) -> Iterator[Step]:
    """Ongoing for the progressive: "are holding talks"; a past one only where reported ("said they were holding")."""
    being = any(c.dep_ == "auxpass" and c.lower_ == "being" for c in verb.children)
    if verb.tag_ != "VBG" and not being:
        return
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.lemma_ == "be" and child.lower_ != "being":
            if child.tag_ in ("VBP", "VBZ") or child.lower_ == "been" or verb.dep_ == "ccomp":
                yield Step("ongoing", "status.progressive")
            return


def _modal_of(verb: Token, modal: Token, *, negated: bool) -> Iterator[Step]:
    """What a modal does: "may attack", "would have attacked", "cannot enter"."""
    perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "'ve") for c in verb.children)
    word = modal.lemma_.lower()
    if verb.dep_ == "advcl" and any(c.dep_ in SUBJECTS and c.i > modal.i for c in verb.children):
        yield Step("conditional", "status.if")  # "Should the rebels attack, ..."
        return
    keys = [f"{word} have"] if perfect else []
    keys += [f"{word} not"] if negated else []
    for key in (*keys, word):
        for rule in load_status_rules().get(("auxiliary", key), ()):
            yield Step(rule.status, rule.id)
            return


def _named(way: Way, word: Token) -> Iterator[Step]:
    """The step of a word that a table knows by its lemma or as it stands."""
    for key in keys_of(word):
        for rule in load_status_rules().get((way, key), ()):
            if not rule.tags or word.tag_ in rule.tags:
                yield Step(rule.status, rule.id)
                return


def _is_conditioned(verb: Token) -> bool:
    """True for a main clause that hangs on an "if": "will resist if the valley is attacked"."""
    for clause in verb.children:
        if clause.dep_ == "mark" and verb.dep_ == "ROOT" and clause.lower_ in ("if", "unless"):
            return True  # "If the militia attacks, the army will respond": "attacks" was taken for a noun
        if clause.dep_ != "advcl" or not any(c.dep_ in SUBJECTS for c in clause.children):
            continue  # "if compared with last year" sets no condition
        for mark in clause.children:
            if mark.dep_ == "mark" and mark.lower_ in ("if", "unless"):
                before = verb.doc[mark.i - 1].lower_ if mark.i else ""
                modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)
                return before != "even" and (modal or verb.tag_ in ("VB", "VBP", "VBZ"))
    return False


def _is_open_question(verb: Token) -> bool:
    """True for "Did the army attack?"; "Why did the army attack?" takes the attack for granted."""
    if verb.dep_ != "ROOT" or "?" not in verb.sent[-2:].text:
        return False
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    first = next((t for t in verb.sent if t.is_alpha), verb)
    return (
        subject is not None
        and first.tag_[0] != "W"
        and any(c.dep_ in ("aux", "auxpass") and c.i < subject.i for c in verb.children)
    )

"""How the text presents an event: as done, planned, called for, denied... from the grammar over its trigger.

The trigger is climbed from inside out: its own auxiliaries and negation, then the verb or noun that governs it with
that one's auxiliaries, and so on up. Each step that bears on the status is laid over what was found so far:
"failed" over "ended" ("failed to end the fighting") leaves the fighting ongoing. What a source plainly says is actual.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from ..lexicon import load_table
from ..records import Status
from .segment import Segments

Way = Literal["auxiliary", "adverb", "modifier", "clause", "object", "subject", "marker", "none", "outcome"]
Effect = Literal[
    "actual", "ongoing", "planned", "called-for", "conditional", "possible", "failed", "ended", "denied", "through",
]  # fmt: skip

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
REAL: frozenset[str] = frozenset({"actual", "ongoing"})
OPEN: frozenset[str] = frozenset({"planned", "called-for", "conditional", "possible"})
#: the rules of attempts, which fail where the text says so further on
ATTEMPTS = frozenset({"status.try", "status.try-noun"})
#: climbing ends here at the latest: no real sentence nests deeper, and a broken parse must not cost time
STEPS = 14


@dataclass(frozen=True, slots=True)
class StatusRule:
    """One row of ``data/status.toml``: words that stand in a certain way over a trigger, and what that means.

    ``negated`` is the status when the governing word is itself negated ("did not rule out an attack").
    """

    id: str
    ways: tuple[Way, ...]
    words: tuple[str, ...]
    status: Effect
    matches: str
    misses: str
    negated: Effect | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing found over the trigger: what it makes of the status, by which rule."""

    status: Effect
    rule: str


@functools.cache
def load_status_rules() -> dict[tuple[str, str], tuple[StatusRule, ...]]:
    """The rules by way and word: ``("clause", "plan")``."""
    table: dict[tuple[str, str], tuple[StatusRule, ...]] = {}
    for rule in load_table("status.toml", StatusRule):
        for way in rule.ways:
            for word in rule.words:
                table[way, word] = (*table.get((way, word), ()), rule)
    return table


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
    if outer == "through" or outer == "actual":
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
        climbed = _climb(token)
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
        elif governing.status != "through":
            yield Step(governing.status, governing.id)
    if token.pos_ in NOMINAL:
        if negation:
            yield Step("denied", negation)
        yield from _modifiers_of(token)
        return
    yield from _aspect_of(token)
    modal = next((c for c in token.children if c.dep_ == "aux" and c.tag_ == "MD"), None)
    if negation and not (modal is not None and modal.lemma_ in ("can", "could")):
        yield Step("denied", negation)
    if modal is not None:
        yield from _modal_of(token, modal, negated=negation is not None)
    for child in token.children:
        if child.dep_ in ("advmod", "prt", "acomp", "prep"):
            yield from _named("adverb", child)
    if _is_conditioned(token):
        yield Step("conditional", "status.if.main")
    if _is_open_question(token):
        yield Step("possible", "status.question")


def _came_to_nothing(attempt: Token) -> bool:
    """True for an attempt told to have failed: "tried to enter but were driven back", "attempts to enter failed"."""
    rules, verb = load_status_rules(), attempt
    while verb.pos_ in NOMINAL and verb.head is not verb:
        verb = verb.head
    if verb is not attempt and ("outcome", verb.lemma_) in rules:
        return False  # the verb says so itself, a step further up
    later = [c for c in verb.children if c.dep_ in ("conj", "advmod", "prep") and c.i > attempt.i]
    but = any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.children)
    return any((but and c.dep_ == "conj") or any(("outcome", t.lemma_) in rules for t in c.subtree) for c in later)


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
    words = [phrase, *(c for c in phrase.children if c.dep_ in ("det", "neg"))]
    return any(("none", word.lower_) in load_status_rules() for word in words)


def _modifiers_of(noun: Token) -> Iterator[Step]:
    """What adjectives say of an event noun: "planned attack", "the upcoming talks"."""
    for child in noun.children:
        if child.dep_ in ("amod", "nmod", "compound", "advmod", "det"):
            yield from _named("modifier", child)


def _aspect_of(verb: Token) -> Iterator[Step]:
    """Ongoing for the progressive: "are holding talks"; a past one only where reported ("said they were holding")."""
    if verb.tag_ != "VBG":
        return
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.lemma_ == "be":
            if child.tag_ in ("VBP", "VBZ") or child.lower_ == "been" or verb.dep_ == "ccomp":
                yield Step("ongoing", "status.progressive")
            return


def _modal_of(verb: Token, modal: Token, *, negated: bool) -> Iterator[Step]:
    """What a modal does: "may attack", "would have attacked", "cannot enter"."""
    perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "'ve") for c in verb.children)
    word = modal.lemma_.lower()
    keys = [f"{word} have"] if perfect else []
    keys += [f"{word} not"] if negated else []
    for key in (*keys, word):
        for rule in load_status_rules().get(("auxiliary", key), ()):
            yield Step(rule.status, rule.id)
            return


def _named(way: Way, word: Token) -> Iterator[Step]:
    """The step of a word that a table knows by its lemma or as it stands."""
    for key in _keys_of(word):
        for rule in load_status_rules().get((way, key), ()):
            if not rule.tags or word.tag_ in rule.tags:
                yield Step(rule.status, rule.id)
                return


def _keys_of(word: Token) -> tuple[str, ...]:
    lemma, plain = word.lemma_.lower(), word.lower_
    before = [f"no {plain}"] if word.i and word.nbor(-1).lower_ == "no" else []
    return tuple(dict.fromkeys((*before, lemma, plain)))


def _is_conditioned(verb: Token) -> bool:
    """True for a main clause that hangs on an "if": "will resist if the valley is attacked"."""
    for clause in verb.children:
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


Climbed = tuple[Token, StatusRule | None, bool]


def _climb(token: Token) -> Climbed | None:
    """The word over this one, the rule by which it bears on the status, and whether its own grammar counts."""
    head = token.head
    if head is token:
        return None
    if token.dep_ == "conj":
        return _climb_list(token, head)
    nominal = token.pos_ in NOMINAL and token.dep_ not in ("xcomp", "ccomp", "advcl", "acl")
    if nominal or token.dep_ in ("dobj", "pobj"):
        return _climb_noun(token, head)
    return _climb_clause(token, head)


def _climb_list(token: Token, head: Token) -> Climbed | None:
    """A later member of a list shares what stands over the first, and its auxiliaries unless it has its own."""
    if token.pos_ in NOMINAL:
        return (head, None, True) if head.pos_ in NOMINAL else None
    own = token.tag_ in FINITE or any(c.dep_ in ("aux", "auxpass") or c.dep_ in SUBJECTS for c in token.children)
    if own and head.tag_ in ("VB", "VBG") and not any(c.tag_ == "MD" for c in head.children):
        return None
    return head, None, not own


def _climb_clause(token: Token, head: Token) -> Climbed | None:
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in token.children)
    if token.dep_ in ("acomp", "attr", "oprd") or (token.dep_ == "prep" and head.lemma_ == "be"):
        return head, None, True
    if token.dep_ in ("advcl", "pcomp", "ccomp"):
        marked = _marked(token)
        if marked is not None:
            return (token.head, marked, False) if token.dep_ != "pcomp" else (head.head, marked, False)
    if token.dep_ == "pcomp":
        rule = _rule_of("clause", head.head, head)
        return (head.head, rule, True) if rule else None
    if token.dep_ in ("xcomp", "ccomp", "acl", "advcl", "csubj"):
        if token.dep_ == "acl" and not infinitive:
            return None
        governor = _predicate_of(head)
        finite = token.dep_ == "advcl" and not infinitive
        rule = None if finite else _rule_of("clause", governor, None, infinitive=infinitive)
        if rule is not None and rule.status in ("ended", "failed", "ongoing") and _is_whole_sentence(token):
            rule = None  # "two were hurt, flights are halted" is read as a clause that "halted" takes
        if rule is not None:
            return governor if governor is not head else head, rule, True
        if token.dep_ == "xcomp" or token.dep_ == "csubj":
            return head, None, True
        if token.dep_ in ("advcl", "acl") and infinitive:
            return head, load_status_rules()["marker", "to"][0], False
    return None


def _is_whole_sentence(clause: Token) -> bool:
    return clause.dep_ == "ccomp" and any(c.dep_ in SUBJECTS for c in clause.children)


def _marked(clause: Token) -> StatusRule | None:
    """The rule of the word that opens a clause: "if", "unless", "without attacking"."""
    openers = [c for c in clause.children if c.dep_ == "mark" and c.i < clause.i]
    if clause.dep_ == "pcomp":
        openers.append(clause.head)
    for opener in openers:
        if clause.dep_ == "ccomp" and opener.lower_ not in ("if", "whether"):
            continue
        for rule in load_status_rules().get(("marker", opener.lower_), ()):
            return rule
    return None


def _predicate_of(head: Token) -> Token:
    """The word that says it all: "possible" in "it is possible that", "plan" in "the plan is to"."""
    if head.lemma_ != "be":
        return head
    for child in head.children:
        if child.dep_ in ("acomp", "attr", "oprd") and child.i > head.i:
            return child
    subject = next((c for c in head.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)
    return subject if subject is not None and _rule_of("clause", subject, None) else head


def _rule_of(way: Way, head: Token, prep: Token | None, *, infinitive: bool = False) -> StatusRule | None:
    """The rule of a governing word with its particle or preposition: "rule out", "call for", "end to"."""
    particle = next((c.lower_ for c in head.children if c.dep_ == "prt"), None)
    keys: list[str] = []
    for word in _keys_of(head):
        if prep is not None:
            keys += [f"{word} {particle} {prep.lower_}"] if particle else []
            keys.append(f"{word} {prep.lower_}")
            continue
        keys += [f"{word} {particle}"] if particle else []
        keys += [f"{word} to"] if infinitive else []
        keys += [] if particle and way != "clause" else [word]
    for key in keys:
        for rule in load_status_rules().get((way, key), ()):
            if not rule.tags or head.tag_ in rule.tags:
                return rule
    return None


def _climb_noun(token: Token, head: Token) -> Climbed | None:
    if token.dep_ in ("attr", "oprd", "expl"):
        return head, None, True
    if token.dep_ == "pobj":
        rule = _rule_of("object", head.head, head)
        if rule is not None:
            return head.head, rule, True
        absent = load_status_rules().get(("marker", head.lower_), ()) if head.lower_ == "without" else ()
        return (head.head, absent[0], False) if absent else None
    if token.dep_ in ("dobj", "nsubjpass"):
        rule = _rule_of("object", head, None)
        return (head, rule, True) if rule else None
    if token.dep_ == "nsubj":
        rule = _rule_of("subject", _predicate_of(head), None)
        return (head, rule, True) if rule else None
    if token.dep_ in ("compound", "nmod"):
        rule = _rule_of("object", head, None)
        return (head, rule, True) if rule else None
    return None

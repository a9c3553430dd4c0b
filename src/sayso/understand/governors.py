"""What stands over an event word in the parse, and what the rules of `data/status.toml` make of it.

"plans to {attack}", "an end to the {fighting}", "the {talks} are due to begin": one step up at a time.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from ..lexicon import load_table

Way = Literal["auxiliary", "adverb", "modifier", "clause", "object", "subject", "marker", "none", "outcome", "compound"]
Effect = Literal[
    "actual", "ongoing", "planned", "called-for", "conditional", "possible", "failed", "ended", "denied",
    "through", "stop",
]  # fmt: skip

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
#: the rule whose words are nouns for what somebody has claimed.
REPORTED = "status.report-noun"


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


@functools.cache
def load_report_nouns() -> frozenset[str]:
    """The nouns for what somebody has claimed: "reports that", "accusations that"."""
    return frozenset(w for rule in load_table("status.toml", StatusRule) if rule.id == REPORTED for w in rule.words)


@functools.cache
def load_status_rules() -> dict[tuple[str, str], tuple[StatusRule, ...]]:
    """The rules by way and word: ``("clause", "plan")``."""
    table: dict[tuple[str, str], tuple[StatusRule, ...]] = {}
    for rule in load_table("status.toml", StatusRule):
        for way in rule.ways:
            for word in rule.words:
                table[way, word] = (*table.get((way, word), ()), rule)
    return table


def keys_of(word: Token) -> tuple[str, ...]:
    lemma, plain = word.lemma_.lower(), word.lower_
    before = [f"no {plain}"] if word.i and word.nbor(-1).lower_ == "no" else []
    return tuple(dict.fromkeys((*before, lemma, plain)))


Climbed = tuple[Token, StatusRule | None, bool]


def climb_from(token: Token) -> Climbed | None:
    """The word over this one, the rule by which it bears on the status, and whether its own grammar counts."""
    head = token.head
    if head.i == token.i:
        return None
    if token.dep_ == "conj":
        return _climb_list(token, head)
    nominal = token.pos_ in NOMINAL and token.dep_ not in ("xcomp", "ccomp", "advcl", "acl")
    if nominal or token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass"):
        return _climb_noun(token, head)
    if token.dep_ in ("acomp", "attr", "oprd") or (token.dep_ == "prep" and head.lemma_ == "be"):
        return head, _rule_of("clause", head) if token.tag_ == "VBN" else None, True
    if token.dep_ in ("advcl", "pcomp", "ccomp"):
        marked = _marked(token)
        if marked is not None:
            return head, marked, False
    if token.dep_ == "pcomp":
        rule = _rule_of("clause", head.head, prep=head)
        return (head.head, rule, True) if rule else None
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
    """Over a clause: what takes it ("plans to attack", "it is possible that"), or its purpose ("came to attack")."""
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in token.children)
    marked = any(c.dep_ == "mark" for c in token.children)
    if token.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "csubj"):
        return None
    if token.dep_ == "acl" and not (infinitive or marked):
        return None  # "soldiers killed in the raid"
    governor = _predicate_of(head)
    rule = None
    if token.dep_ != "advcl" or infinitive or (token.tag_ == "VBN" and not marked):
        rule = _rule_of("clause", governor, clause=token)
    if rule is not None and rule.status in ("ended", "failed", "ongoing") and _is_whole_sentence(token):
        rule = None  # "two were hurt, flights are halted" is read as a clause that "halted" takes
    if rule is not None:
        return governor, rule, True
    if infinitive and token.dep_ in ("xcomp", "advcl"):
        for noun in head.children:  # "made an attempt to seize": the clause is often hung on the verb
            if noun.dep_ == "dobj" and noun.i < token.i and (rule := _rule_of("clause", noun, clause=token)):
                return noun, rule, True
    if token.dep_ in ("xcomp", "csubj"):
        return head, None, True
    if infinitive and token.dep_ in ("advcl", "acl"):
        return head, load_status_rules()["marker", "to"][0], False
    return None


def _is_whole_sentence(clause: Token) -> bool:
    return clause.dep_ == "ccomp" and any(c.dep_ in SUBJECTS for c in clause.children)


def _marked(clause: Token) -> StatusRule | None:
    """The rule of the word that opens a clause: "if", "unless", "without attacking", "before it could hit"."""
    openers = [c for c in clause.children if c.dep_ == "mark" and c.i < clause.i]
    if clause.dep_ == "pcomp":
        openers.append(clause.head)
    modal = next((c.lower_ for c in clause.children if c.tag_ == "MD"), "")
    for opener in openers:
        if clause.dep_ == "ccomp" and opener.lower_ not in ("if", "whether"):
            continue
        for key in (f"{opener.lower_} {modal}", opener.lower_):
            for rule in load_status_rules().get(("marker", key), ()):
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
    return subject if subject is not None and _rule_of("clause", subject) else head


def _rule_of(way: Way, head: Token, *, prep: Token | None = None, clause: Token | None = None) -> StatusRule | None:
    """The rule of a governing word with its particle or preposition: "rule out", "call for", "end to"."""
    for key in _governing_keys(way, head, prep, clause):
        for rule in load_status_rules().get((way, key), ()):
            if not rule.tags or head.tag_ in rule.tags:
                return rule
    return None


def _governing_keys(way: Way, head: Token, prep: Token | None, clause: Token | None) -> list[str]:
    """The keys under which a word may stand in the rules, the closest first."""
    particle = next((c.lower_ for c in head.children if c.dep_ == "prt"), None)
    keys: list[str] = []
    for word in keys_of(head):
        if prep is not None:
            keys += [f"{word} {particle} {prep.lower_}"] if particle else []
            keys.append(f"{word} {prep.lower_}")
            continue
        keys += [f"{word} {particle}"] if particle else []
        if clause is not None:
            children = list(clause.children)
            keys += [f"{word} yet to"] if any(c.lower_ == "yet" for c in head.children) else []
            keys += [f"{word} someone to"] if any(c.dep_ in SUBJECTS for c in children) else []
            keys += [f"{word} to"] if any(c.dep_ == "aux" and c.tag_ == "TO" for c in children) else []
        keys += [] if particle and way != "clause" else [word]
    return keys


def _climb_noun(token: Token, head: Token) -> Climbed | None:
    """Over an event noun: "launched an {attack}", "an end to the {attack}", "the {talks} are due to begin"."""
    if token.dep_ in ("attr", "oprd", "expl"):
        return head, None, True
    if token.dep_ == "pobj":
        return _climb_preposition(head)
    if token.dep_ == "nsubj" or (token.dep_ == "nsubjpass" and _later(head).i != head.i):
        return _climb_subject(head)
    rule = _rule_of("compound", head) if token.dep_ in ("compound", "nmod") else None
    if rule is None and token.dep_ in ("dobj", "nsubjpass", "compound", "nmod"):
        rule = _rule_of("object", head)
    if rule is not None:
        return head, rule, rule.status != "stop"
    unreal = token.dep_ in ("dobj", "nsubjpass") and _is_new(token) and _is_unreal(head)
    return (head, None, True) if unreal else None


def _climb_preposition(prep: Token) -> Climbed | None:
    """Over "for a {ceasefire}", "to the {attack}": the word before, or its object ("called a halt to the {attack}")."""
    over = prep.head
    for governor in (over, *(c for c in over.children if c.dep_ == "dobj" and c.i < prep.i)):
        rule = _rule_of("object", governor, prep=prep)
        if rule is not None:
            return governor, rule, rule.status != "stop"
    absent = load_status_rules().get(("marker", prep.lower_), ()) if prep.lower_ == "without" else ()
    return (over, absent[0], False) if absent else _climb_orphan(prep)


def _climb_orphan(prep: Token) -> Climbed | None:
    """Over a noun read as the object of "after" that is the subject of the next verb: "after the {talks} failed"."""
    following = prep.right_edge.i + 1
    verb = prep.doc[following] if following < len(prep.doc) else prep
    if verb.tag_ not in FINITE or verb.head != prep.head or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    rule = _rule_of("subject", verb)
    return (verb, rule, False) if rule is not None else None


def _climb_subject(head: Token) -> Climbed | None:
    """Over the {talks} that "will begin", "are due to begin", "are under way", "have failed"."""
    verb = _later(head)
    rule = _rule_of("subject", verb) if verb.i != head.i or head.lemma_ != "be" else None
    if verb.i != head.i and rule is None and any(c.dep_ == "auxpass" for c in verb.children):
        rule = _rule_of("object", verb)
    if head.lemma_ == "be" and rule is None and verb == head:
        parts = [
            c for c in head.children if c.dep_ in ("acomp", "attr", "oprd", "advmod", "prt", "prep") and c.i > head.i
        ]
        rule = next(filter(None, (_rule_of("subject", part) for part in parts)), None) or _rule_of("subject", head)
    if rule is None or rule.status == "stop":
        return None
    if head.lemma_ == "be" and rule.status == "through" and any(c.dep_ == "neg" for c in head.children):
        return None  # "the deal is not the only reason" denies no deal
    if rule.status in ("ended", "failed") and any(c.dep_ == "dobj" for c in verb.children):
        return None  # "the ceasefire ended three years of war"
    return verb, rule, True


def _later(head: Token) -> Token:
    """The verb that tells what becomes of the subject: "begin" in "are due to begin", "is expected to begin"."""
    for child in head.children:
        if child.dep_ == "xcomp" and any(c.tag_ == "TO" for c in child.children):
            return child
        if child.dep_ == "acomp" and (deeper := _later(child)) != child:
            return deeper
    return head


def _is_new(noun: Token) -> bool:
    """True for what the text has not spoken of before: "clashes", "an attack", "more protests"."""
    return not any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ not in ("a", "an", "any")) for c in noun.children)


def _is_unreal(verb: Token) -> bool:
    """True for a verb that tells of nothing done: "could prompt clashes", "to prompt clashes"."""
    return any(c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in verb.children)

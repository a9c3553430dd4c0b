"""Walks the parse: who does a verb, what it is done to, and how far a noun phrase runs. Knows grammar, no events."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ..records import Span

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVES = frozenset({"who", "whom", "which", "that"})
#: dependents that are parts of a noun phrase; clauses, appositions and most prepositions are cut off.
INNER = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "case", "quantmod", "predet", "advmod"})
#: verbs whose object, not subject, does what the infinitive says: "ordered the troops to withdraw".
OBJECT_CONTROL = frozenset(
    [
        "allow",
        "ask",
        "beg",
        "call",
        "compel",
        "convince",
        "direct",
        "encourage",
        "force",
        "get",
        "help",
        "implore",
        "instruct",
        "invite",
        "order",
        "permit",
        "persuade",
        "press",
        "pressure",
        "push",
        "request",
        "require",
        "summon",
        "task",
        "tell",
        "urge",
        "warn",
        "want",
        "expect",
        "advise",
        "oblige",
        "enable",
    ]
)
#: "according to the Monitor" is not to the Monitor.
NOT_TO = frozenset({"according", "due", "thanks", "prior", "owing"})
#: verbs whose object does what stands after "of", "from" or "for": "accused the rebels of shelling the town".
OBJECT_OF_CONTROL = frozenset({
    "accuse", "suspect", "blame", "convict", "acquit", "charge", "condemn", "criticise", "criticize", "denounce",
    "praise", "thank", "stop", "prevent", "keep", "bar", "deter", "dissuade", "discourage", "prohibit", "ban",
    "arrest", "detain", "punish", "sentence", "jail", "fault",
})  # fmt: skip
#: how far up the tree a missing subject is sought: "is seeking to try to take" needs three steps.
MAX_CLIMB = 5


def phrase_span(head: Token) -> Span:
    """The noun phrase of a head without relative clause, apposition or coordinated phrase.

    "members of the ruling party, who ..." -> "members of the ruling party".
    """
    tokens = phrase_tokens(head)
    if tokens[-1].dep_ == "case" and len(tokens) > 1:  # "Israel's" names Israel
        tokens = tokens[:-1]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def phrase_tokens(head: Token) -> list[Token]:
    """All tokens of the noun phrase of a head, in order."""
    found = [head]
    for child in head.children:
        joined = child.dep_ in INNER and not child.is_punct
        if joined and (child.dep_ != "advmod" or child.i < head.i):
            found += _whole(child)
        elif child.dep_ == "prep" and child.lower_ == "of" and child.i > head.i:
            owners = children(child, "pobj")  # none in "the rebels of shelling"
            found += [child, *(token for inner in owners for token in phrase_tokens(inner))] if owners else []
    return sorted(found, key=lambda t: t.i)


def _whole(child: Token) -> list[Token]:
    """A modifier with its own modifiers ("the two largest", "Israel's"), clauses cut off."""
    found = [child]
    for inner in child.children:
        if inner.dep_ not in ("relcl", "acl", "appos", "advcl", "prep"):
            found += _whole(inner)
    return found


def with_conjuncts(head: Token) -> list[Token]:
    """A head and those coordinated with it: "Israel and Lebanon" -> two."""
    found = [head]
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in NOMINAL | {"ADJ"} and not has_dep(child, SUBJECTS):
            found += with_conjuncts(child)
    return found


def is_passive(verb: Token) -> bool:
    """ "were killed", "the man shot by police" (a bare participle after its noun)."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    shares = verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN"
    own = has_dep(verb, SUBJECTS | OBJECTS | {"aux", "auxpass"})
    return shares and not own and is_passive(verb.head)


def has_dep(token: Token, deps: frozenset[str]) -> bool:
    """True if a child has one of the dependencies."""
    return any(child.dep_ in deps for child in token.children)


def children(token: Token, *deps: str) -> list[Token]:
    """The children of the given dependencies, in order."""
    return [child for child in token.children if child.dep_ in deps]


def subjects_of(verb: Token) -> list[Token]:
    """Heads of the grammatical subject, found through control, coordination and relative clauses."""
    return list(_subjects(verb, MAX_CLIMB))


def _subjects(verb: Token, left: int) -> Iterator[Token]:
    own = children(verb, "nsubj", "nsubjpass")
    head = verb.head
    if own:
        yield from _resolved(own[0], verb)
    elif left == 0 or head == verb:
        return
    elif verb.dep_ == "acl" and head.pos_ in NOMINAL:
        yield from _of_participle(verb, head, left)
    elif verb.dep_ == "xcomp" and head.lemma_ in OBJECT_CONTROL and not is_passive(head):
        controlled = children(head, "dobj", "dative")
        yield from with_conjuncts(controlled[0]) if controlled else _subjects(head, left - 1)
    elif verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep", "acomp", "oprd"):
        yield from _from_head(verb, head, left)


def _of_participle(verb: Token, head: Token, left: int) -> Iterator[Token]:
    """ "rebels fighting the army": the rebels; "a plan to attack": whoever has the plan."""
    if verb.tag_ == "VBG":
        yield from with_conjuncts(head)
    elif any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        owner = children(head, "poss")
        if owner:
            yield from owner
        elif head.dep_ in ("dobj", "attr") and head.head.pos_ in ("VERB", "AUX"):
            yield from _subjects(head.head, left - 1)


def _from_head(verb: Token, head: Token, left: int) -> Iterator[Token]:
    if head.pos_ in ("VERB", "AUX"):
        finite = verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB")
        if not finite:
            yield from _subjects(head, left - 1)
        return
    above = head.head
    if above.lemma_ in OBJECT_OF_CONTROL and verb.dep_ == "pcomp" and head.lower_ in ("of", "from", "for"):
        yield from objects_of(above)
    elif above.pos_ in ("VERB", "AUX"):
        yield from _subjects(above, left - 1)
    elif above.dep_ == "dobj" and above.head.lemma_ in OBJECT_OF_CONTROL and verb.dep_ == "pcomp":
        yield from with_conjuncts(above)  # "of shelling" hung on the accused
    elif above.pos_ in NOMINAL and above.dep_ in ("dobj", "attr"):
        yield from _subjects(above.head, left - 1)


def _resolved(subject: Token, verb: Token) -> Iterator[Token]:
    """A relative pronoun stands for the noun that its clause hangs on."""
    if subject.lower_ in RELATIVES and verb.dep_ == "relcl":
        if verb.head.pos_ in NOMINAL:
            yield from with_conjuncts(verb.head)
    elif subject.lower_ in RELATIVES and verb.dep_ == "conj" and verb.head.dep_ == "relcl":
        yield verb.head.head
    elif subject.tag_ not in ("EX", "WP") and subject.lower_ not in ("what", "there"):
        yield from with_conjuncts(subject)


def objects_of(verb: Token) -> list[Token]:
    """Heads of what the verb is done to: direct object, or the subject of a passive."""
    if is_passive(verb):
        if verb.dep_ == "acl":
            return with_conjuncts(verb.head) if verb.head.pos_ in NOMINAL else []
        return subjects_of(verb)
    direct = children(verb, *OBJECTS)
    if direct and direct[0].lower_ in RELATIVES and verb.dep_ == "relcl":
        return [verb.head]
    if direct:
        return with_conjuncts(direct[0])
    own = children(verb, *SUBJECTS)
    if verb.dep_ == "relcl" and own and own[0].lower_ not in RELATIVES:
        return [verb.head]  # "the town they shelled"
    shared = [child for child in verb.children if child.dep_ == "conj" and child.pos_ == "VERB"]
    if shared and shared[0].i - verb.i <= 2:  # "seized and burned the village"
        return objects_of(shared[0])
    return []


def agents_of(verb: Token) -> list[Token]:
    """Heads of who does it: the subject, or the by-phrase of a passive."""
    if not is_passive(verb):
        return subjects_of(verb)
    for by in verb.children:
        if by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ == "by"):
            found = children(by, "pobj")
            if found:
                return with_conjuncts(found[0])
    return []


def objects_after(token: Token, preposition: str) -> list[Token]:
    """Heads after a preposition that hangs on the token: "hold talks with X", "pulled out of the city"."""
    for prep in token.children:
        if prep.dep_ not in ("prep", "dative", "agent", "prt", "advmod") or prep.lower_ in NOT_TO:
            continue
        if prep.lower_ == preposition:
            found = children(prep, "pobj")
            if found:
                return with_conjuncts(found[0])
        for inner in children(prep, "prep"):
            found = children(inner, "pobj")
            if found and preposition in (prep.lower_, inner.lower_):
                return with_conjuncts(found[0])
    return []

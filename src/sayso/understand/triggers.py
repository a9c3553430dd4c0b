"""Finds the words that tell of events: a lemma and what must stand around it, by `data/events_*.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from spacy.tokens import Token

from ..lexicon import load_table
from .arguments import agents_of, children, objects_after, objects_of, phrase_tokens

TABLES = ("events_violence.toml", "events_force.toml", "events_speech.toml", "events_peace.toml")
#: pronouns that stand for people; "it" and "that" may stand for anything.
PERSONAL = frozenset({
    "i", "we", "you", "he", "she", "they", "them", "him", "her", "us", "who", "whom", "me", "himself", "herself",
    "themselves", "someone",
})  # fmt: skip
#: what a further word of a term and a narrow condition weigh against a broad one ("@people" fits nearly any subject).
WORDS, NARROW = 4, 3
BROAD = frozenset({"@people", "@places", "@force_words", "@posts", "*", "@light", "@demands", "@happens"})
#: where "shelling" is the name of an act, though the parser calls it a verb.
GERUND_DEPS = frozenset({"pobj", "dobj", "nsubj", "attr", "pcomp"})
REFUSING = frozenset({"will", "would", "'ll", "wo", "'d", "can", "could", "ca", "do", "does", "shall"})
LIVING_ENTS = frozenset({"PERSON", "NORP"})


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One way of telling an event. ``"@people"`` among words names a list of `data/event_words.toml`.

    ``objects``/``subjects``: one of these must be in the phrase; ``not_…``: none may. ``preps``: one must hang on the
    trigger (``prep_objects``: with one of these after it). ``clause``: it must govern a clause, with one of these
    verbs (``*``: any; ``not_clause``: none of these). ``words``: modifiers a noun needs. ``under``: verbs that a noun
    must hang on. ``weak``: tells only the outcome of another event. ``negated``: only under "not" or "never" with
    "will", "would" or "do". ``infinitive``: the clause must be one with "to". ``absorbs``: its complement is what is
    promised, refused …, not an event of its own. ``rank`` is added to what the conditions weigh.
    """

    id: str
    type: str
    frame: str
    matches: str
    misses: str
    mode: str | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    not_objects: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    not_subjects: tuple[str, ...] = ()
    preps: tuple[str, ...] = ()
    prep_objects: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    not_clause: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    negated: bool = False
    infinitive: bool = False
    rank: int = 0
    weak: bool = False
    absorbs: bool = False


@dataclass(frozen=True, slots=True)
class FrameEntry:
    """Which slots of verb and noun hold the doers and those it is done to, best first; ``content``: what it absorbs.

    ``parties``: only people and states can be on the other side ("agreed with Oslo", not "agreed with the plan").
    """

    id: str
    actor: tuple[str, ...] = ("subject",)
    recipient: tuple[str, ...] = ("object",)
    noun_actor: tuple[str, ...] = ("light", "by", "poss", "premod")
    noun_recipient: tuple[str, ...] = ("against", "on")
    content: tuple[str, ...] = ()
    reciprocal: bool = False
    parties: bool = False
    matches: str = ""
    misses: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """A named list of lemmas: people, weapons, places …"""

    id: str
    words: tuple[str, ...]
    matches: str = ""
    misses: str = ""


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A word form and its lemma, where the parser's lemmatizer fails."""

    form: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """An entry found at a token; ``light`` is the verb that carries a noun ("carried out" of "carried out a raid")."""

    entry: EventEntry
    token: Token
    light: Token | None = None

    @property
    def root(self) -> Token:
        """The token whose grammar says whether it happened."""
        return self.light or self.token


@functools.cache
def load_frames() -> dict[str, FrameEntry]:
    """All frames by id."""
    return {frame.id: frame for frame in load_table("event_frames.toml", FrameEntry)}


@functools.cache
def load_words() -> dict[str, frozenset[str]]:
    """All word lists by id."""
    return {one.id: frozenset(one.words) for one in load_table("event_words.toml", WordList)}


@functools.cache
def load_entries() -> tuple[EventEntry, ...]:
    """All event entries of all tables."""
    return tuple(entry for table in TABLES for entry in load_table(table, EventEntry))


@functools.cache
def _index() -> dict[tuple[str, str], tuple[tuple[str, EventEntry], ...]]:
    """(part of speech, lemma) -> (the whole term, entry) pairs."""
    index: dict[tuple[str, str], list[tuple[str, EventEntry]]] = {}
    for entry in load_entries():
        for term in entry.verbs:
            index.setdefault(("VERB", term.split()[0]), []).append((term, entry))
        for term in entry.nouns:
            index.setdefault(("NOUN", term.split()[-1]), []).append((term, entry))
        for term in entry.adjectives:
            index.setdefault(("ADJ", term), []).append((term, entry))
    return {key: tuple(found) for key, found in index.items()}


def find_trigger(token: Token) -> Trigger | None:
    """The most specific entry that fits the token in its sentence, if any."""
    best: Trigger | None = None
    top = 0
    for pos in _readings(token):
        for term, entry in _index().get((pos, lemma_of(token)), ()):
            if not _has_term(token, term, pos):
                continue
            light = light_verb(token) if pos == "NOUN" else None
            if _fits(token, entry, light, pos):
                weight = _weight(term, entry)
                if weight > top:
                    best, top = Trigger(entry, token, light), weight
    return best


def lemma_of(token: Token) -> str:
    """The lemma, mended where the parser's is wrong: "staged" -> stage (not stag), "forgave" -> forgive."""
    lemma, form = str(token.lemma_.lower()), str(token.lower_)
    forms, known = _known_forms()
    if form in forms:
        return forms[form]
    if lemma not in known and lemma + "e" in known and form.endswith(("ed", "ing", "es")):
        return lemma + "e"
    return lemma


@functools.cache
def _known_forms() -> tuple[dict[str, str], frozenset[str]]:
    forms = {row.form: row.lemma for row in load_table("event_lemmas.tsv", FormEntry)}
    known = {word for term in (*load_words().values(),) for word in term}
    known |= {term.split()[0] for entry in load_entries() for term in (*entry.verbs, *entry.nouns)}
    return forms, frozenset(known)


def is_deed(noun: Token) -> bool:
    """True for the noun of an ASSAULT: "killing", "raid"."""
    return any(entry.type == "ASSAULT" for _, entry in _index().get(("NOUN", lemma_of(noun)), ()))


def _readings(token: Token) -> tuple[str, ...]:
    if token.dep_ == "amod":
        return ()
    if token.pos_ in ("VERB", "AUX"):
        named = token.tag_ == "VBG" and token.dep_ in GERUND_DEPS and not children(token, "dobj")
        return ("NOUN", "VERB") if named else ("VERB",)
    if token.pos_ == "ADJ":
        return ("ADJ",)
    if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "nmod"):
        return ("NOUN",)
    return ()


def _weight(term: str, entry: EventEntry) -> int:
    """More words and narrower conditions are more specific; ``rank`` settles what is left."""
    lists = (entry.objects, entry.subjects, entry.prep_objects, entry.clause, entry.words, entry.under)
    narrow = sum(NARROW if one and not BROAD & set(one) else bool(one) for one in lists)
    flags = bool(entry.preps) + entry.negated + entry.infinitive
    return WORDS * (len(term.split()) - 1) + narrow + flags - entry.weak + 2 + entry.rank


def _has_term(token: Token, term: str, pos: str) -> bool:
    parts = term.split()
    if len(parts) == 1:
        return True
    if pos == "VERB":
        return all(has_particle(token, part) for part in parts[1:])
    before = [left.lower_ for left in token.doc[max(0, token.i - 5) : token.i] if left.lower_ != "-"]
    return before[-(len(parts) - 1) :] == parts[:-1]


def has_particle(verb: Token, word: str) -> bool:
    """ "pulled its troops out": "out" hangs on the verb, whatever the parser calls it."""
    return any(
        child.lower_ == word and child.dep_ in ("prt", "advmod", "prep", "acomp", "oprd", "dobj", "npadvmod", "attr")
        for child in verb.children
    )


def _fits(token: Token, entry: EventEntry, light: Token | None, pos: str) -> bool:
    if entry.negated and not is_refused(token):
        return False
    if pos == "VERB":
        sides = (
            (entry.objects, entry.not_objects, objects_of(token) if entry.objects or entry.not_objects else []),
            (entry.subjects, entry.not_subjects, agents_of(token) if entry.subjects or entry.not_subjects else []),
        )
        if not all(_side_fits(needed, barred, heads) for needed, barred, heads in sides):
            return False
    elif pos == "NOUN":
        governor = light or _governor(token)
        if entry.under and (governor is None or not in_words(governor, entry.under)):
            return False
        if entry.not_subjects and light is not None and _barred(light, entry):
            return False
        about = noun_words(token) if entry.words or entry.not_words else set()
        if (entry.words and not about & expand(entry.words)) or about & expand(entry.not_words):
            return False
    return _preps_fit(token, entry, light) and _clause_fits(token, entry)


def _dates(preposition: Token) -> bool:
    """ "on Tuesday" says when, not on whom."""
    return any(child.ent_type_ in ("DATE", "TIME") for child in preposition.children)


def _barred(light: Token, entry: EventEntry) -> bool:
    return any(phrase_has(head, entry.not_subjects) for head in agents_of(light))


def _governor(noun: Token) -> Token | None:
    """The verb that a noun depends on, as subject or after a preposition: "died in a battle"."""
    if noun.dep_ == "nsubj":
        return noun.head
    return noun.head.head if noun.dep_ == "pobj" and noun.head.head.pos_ == "VERB" else None


def after_verb_or_object(token: Token, preposition: str) -> list[Token]:
    """Heads after a preposition on the verb, or on its object: "sought a loan from the union"."""
    found = objects_after(token, preposition)
    if not found and token.pos_ == "VERB" and preposition != "of":
        for head in children(token, "dobj", "obj"):
            found = found or objects_after(head, preposition)
    return found


def _side_fits(needed: tuple[str, ...], barred: tuple[str, ...], heads: list[Token]) -> bool:
    if needed and not any(phrase_has(head, needed) for head in heads):
        return False
    return not (barred and any(phrase_has(head, barred) for head in heads))


def _preps_fit(token: Token, entry: EventEntry, light: Token | None) -> bool:
    if not entry.preps:
        return True
    for prep in entry.preps:
        found = after_verb_or_object(token, prep) or (objects_after(light, prep) if light is not None else [])
        found = [head for head in found if head.ent_type_ not in ("DATE", "TIME")]
        if found and (not entry.prep_objects or any(phrase_has(head, entry.prep_objects) for head in found)):
            return True
        if not entry.prep_objects and any(c.lower_ == prep and not _dates(c) for c in token.children):
            return True
    return False


def is_refused(verb: Token) -> bool:
    """ "will not", "would no longer", "cannot", "does not": a refusal rather than a denial of the past."""
    auxiliaries = {aux.lower_ for aux in children(verb, "aux")}
    return bool(auxiliaries & REFUSING) and is_negated(verb)


def is_negated(verb: Token) -> bool:
    """ "not", "n't", "never", "no longer" on the verb itself."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "n't", "not"):
            return True
        if child.lower_ == "longer" and any(one.lower_ == "no" for one in child.children):
            return True
    return False


def _clause_fits(token: Token, entry: EventEntry) -> bool:
    if not entry.clause:
        return True
    deps = ("xcomp", "ccomp", "acl", "advcl") if entry.nouns or entry.adjectives else ("xcomp", "ccomp")
    clauses = children(token, *deps)
    if not clauses and token.dep_ in ("acomp", "oprd", "dobj"):
        clauses = [c for c in children(token.head, "xcomp", "advcl", "acl") if c.i > token.i]
    if entry.infinitive:
        clauses = [c for c in clauses if any(one.lower_ == "to" for one in children(c, "aux"))]
    if any(in_words(clause, entry.not_clause) for clause in clauses):
        return False
    return bool(clauses) and ("*" in entry.clause or any(in_words(clause, entry.clause) for clause in clauses))


def expand(words: tuple[str, ...]) -> frozenset[str]:
    """Words with named lists put in: ("@deal", "pact")."""
    return _expanded(words)


@functools.cache
def _expanded(words: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        found |= load_words()[word[1:]] if word.startswith("@") else {word}
    return frozenset(found)


def in_words(token: Token, words: tuple[str, ...]) -> bool:
    """True if the token's lemma is one of the words."""
    return lemma_of(token) in expand(words)


def phrase_has(head: Token, words: tuple[str, ...]) -> bool:
    """True if a word of the phrase is one of the words; ``@people`` also takes names and personal pronouns."""
    if "@people" in words and is_living(head):
        return True
    known = expand(words)
    owned = {part.i for owner in children(head, "poss") for part in owner.subtree}
    parts = [part for part in phrase_tokens(head) if part.i not in owned]
    return any(lemma_of(part) in known or part.lower_ in known for part in parts)


def is_living(head: Token) -> bool:
    """True for words that can only mean people: names, pronouns, and the list `people`."""
    return (
        head.ent_type_ in LIVING_ENTS
        or head.lower_ in PERSONAL
        or head.lemma_.lower() in load_words()["people"]
        or (head.pos_ == "NUM" and head.dep_ != "nummod")
    )


def noun_words(noun: Token) -> set[str]:
    """The words that modify a noun: "joint military exercises" -> joint, military."""
    found = {part.lemma_.lower() for part in phrase_tokens(noun) if part != noun}
    return found | {part.lower_ for part in phrase_tokens(noun) if part != noun}


def light_verb(noun: Token) -> Token | None:
    """The verb that carries the noun: "carried out an attack", "engaged in talks", "was a mediator"."""
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return light_verb(head)
    if noun.dep_ == "pobj" and head.lower_ == "of" and in_words(head.head, ("@series",)):
        return light_verb(head.head)  # "carried out a series of raids"
    if noun.dep_ in ("dobj", "attr", "nsubjpass", "oprd") and head.pos_ in ("VERB", "AUX"):
        return head
    if noun.dep_ == "pobj" and head.dep_ in ("prep", "prt") and head.head.pos_ in ("VERB", "AUX"):
        verb = head.head
        if in_words(verb, ("@light_prep",)) and head.lower_ in (
            "in",
            "into",
            "on",
            "to",
            "under",
            "as",
            "out",
            "for",
            "at",
        ):
            return verb
    if noun.dep_ == "relcl" or noun.head == noun:
        return None
    return None

"""What must stand in a slot for a state to be one: territory, a force, a number of people; not a metaphor."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from ..lexicon import load_table
from .arguments import children, is_passive, objects_after, phrase_tokens
from .gazetteer import load_gazetteer

NAMED_PLACES = frozenset({"GPE", "LOC"})
#: entity types under which the tagger files towns that it does not know: "Aleppo", "Kidal" and "Sake" are met as these.
PERHAPS_PLACES = frozenset({"", "NORP", "FAC"})
#: entity types under which the tagger files groups: "Taliban" is met as any of them
GROUPS = frozenset({"NORP", "ORG", "GPE"})


@dataclass(frozen=True, slots=True)
class StateWords:
    """A list of ``data/state_words.toml``."""

    id: str
    words: tuple[str, ...]
    matches: str
    misses: str


@functools.cache
def load_state_words() -> dict[str, frozenset[str]]:
    """The lists by name."""
    return {row.id: frozenset(row.words) for row in load_table("state_words.toml", StateWords)}


def is_word_of(name: str, token: Token) -> bool:
    """True if the token is in a list, by lemma or as it stands."""
    words = load_state_words()[name]
    return token.lemma_.lower() in words or token.lower_ in words


def meets_need(need: str, head: Token, verb: Token) -> bool:
    """True if the head of a slot passes every test named: ``"count people"``."""
    return all(_passes(name, head, verb) for name in need.split())


def _passes(name: str, head: Token, verb: Token) -> bool:
    test = TESTS.get(name)
    return test(head, verb) if test is not None else is_word_of(name, head)


def is_territory(head: Token) -> bool:
    """True for what can be held: "the town", "most of the valley", "Arvan"; not for "the company"."""
    if any(is_word_of("no_place", c) for c in children(head, "compound", "appos", "nmod")):
        return False  # "the chip maker Belin"
    if head.pos_ in ("NOUN", "PROPN") and is_word_of("territory", head):
        return head.ent_type_ not in ("PERSON", "MONEY", "PERCENT")
    if is_word_of("part", head):
        return any(is_territory(whole) for whole in objects_after(head, "of"))
    if head.pos_ != "PROPN":
        return False
    town = head.dep_ == "pobj" and head.head.lower_ == "of" and is_word_of("territory", head.head.head)
    return town or is_named_place(head)


def is_named_place(token: Token) -> bool:
    """True for a place by name: as the tagger has it, or a bare name that the gazetteer knows ("took Aleppo")."""
    if token.ent_type_ in NAMED_PLACES:
        return True
    if token.pos_ != "PROPN" or children(token, "det", "poss", "appos", "compound", "conj"):
        return False
    return token.ent_type_ in PERHAPS_PLACES and bool(load_gazetteer().find(token.text))


def _is_firm(head: Token, _: Token) -> bool:
    """Territory that is not also a common figure of speech: "took the road" holds nothing."""
    if is_word_of("part", head) and not is_word_of("territory", head):
        return any(is_territory(whole) for whole in objects_after(head, "of"))
    named = any(is_named_place(t) for t in (head, *phrase_tokens(head)))
    return is_territory(head) and (named or not is_word_of("loose", head))


def _is_named(head: Token, _: Token) -> bool:
    """A place by name that can fall to someone: "Arvan", "the town of Arvan"; "the bridge" just falls."""
    if head.pos_ == "PROPN" and head.ent_type_ != "LOC" and is_named_place(head):
        return True
    return is_word_of("territory", head) and any(t.pos_ == "PROPN" for t in objects_after(head, "of"))


def _is_firm_toponym(head: Token, verb: Token) -> bool:
    return _is_firm(head, verb) or (_is_toponym(head, verb) and not is_territory(head))


def _is_toponym(head: Token, _: Token) -> bool:
    """Territory, or any bare name, for verbs that no person is the object of: "overran Arvan"."""
    bare = (
        head.pos_ == "PROPN" and not children(head, "det", "poss", "appos") and head.ent_type_ not in ("DATE", "NORP")
    )
    return is_territory(head) or bare


def _is_force(head: Token, _: Token) -> bool:
    """Troops, a state, a people, or a pronoun that may stand for them; not a team, a firm or a lone person."""
    phrase = phrase_tokens(head)
    if any(is_word_of("no_force", t) for t in phrase):
        return is_word_of("force", head) and not is_word_of("no_force", head)
    if head.lower_ == "men":  # "his men had entered the town"
        return any(token.dep_ == "poss" for token in head.children)
    if head.lower_ in ("other", "others"):  # "one side says that the other has lost a hundred men"
        return True
    if head.pos_ == "PRON":
        return head.lower_ in ("they", "we", "it", "who", "which")
    return any(is_word_of("force", t) for t in phrase) or head.ent_type_ in GROUPS


def _is_armed(head: Token, verb: Token) -> bool:
    """A force in so many words, or a name or pronoun in a sentence that speaks of one."""
    if any(is_word_of("armed", t) for t in phrase_tokens(head)):
        return True
    if not (_is_force(head, verb)) or head.pos_ == "NOUN":
        return False
    return any(is_word_of("armed", t) for t in verb.sent)


def _is_party(head: Token, verb: Token) -> bool:
    if any(is_word_of("no_force", t) for t in phrase_tokens(head)):
        return False
    return _is_force(head, verb) or head.pos_ == "PROPN" or is_word_of("people", head)


def _is_host(head: Token, verb: Token) -> bool:
    """Whoever can have fighters."""
    return _is_force(head, verb) or is_word_of("host", head) or head.ent_type_ == "PERSON"


def _is_counted(head: Token, _: Token) -> bool:
    """A number goes with it: "40 men", "dozens of villagers", "a large number of troops"."""
    phrase = phrase_tokens(head)
    if head.lower_ == "one":
        return False  # "one of the judges died" counts nobody
    number = any(t.like_num or t.pos_ == "NUM" or is_word_of("quantity", t) for t in phrase)
    return number and head.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT")


def _is_people(head: Token, _: Token) -> bool:
    """People by word, by number alone ("31 were killed"), or by name of their people."""
    counts = head.pos_ == "NUM" or (head.like_num and head.ent_type_ == "CARDINAL")
    inner = [t for t in phrase_tokens(head) if t.pos_ == "NOUN"]
    return counts or head.ent_type_ == "NORP" or any(is_word_of("people", t) for t in (head, *inner))


def _is_person(head: Token, _: Token) -> bool:
    if head.pos_ == "PRON":
        return head.lower_ in ("he", "she", "who")
    return head.ent_type_ == "PERSON" or (head.pos_ == "PROPN" and not head.ent_type_)


def _is_office(head: Token, _: Token) -> bool:
    """An office that one person holds: "the foreign minister"; "a good speaker" is praise."""
    return is_word_of("office", head) and not any(c.lower_ in ("a", "an") for c in children(head, "det"))


def _is_death_toll(head: Token, _: Token) -> bool:
    """ "the death toll", "a toll of 31"; not the toll of a bell or a road."""
    named = any(
        c.lemma_.lower() in ("death", "casualty", "fatality", "dead", "injury")
        for c in children(head, "compound", "amod", "nmod")
    )
    return named or any(t.like_num for t in objects_after(head, "of"))


def _is_unattacked(_: Token, verb: Token) -> bool:
    """Losses without a deed: nobody is said to have attacked where they are told of."""
    if not is_passive(verb) or any(c.dep_ == "agent" for c in verb.children):
        return False
    top = verb
    while top.dep_ == "conj" and top.head.pos_ in ("VERB", "AUX"):
        top = top.head
    told = top.sent if top.dep_ in ("acl", "oprd", "relcl", "xcomp", "advcl") else top.subtree
    return not any(is_word_of("attack", t) for t in told)


def _is_fighting_number(head: Token, _: Token) -> bool:
    """ "a force of about 400": fighters by word or by number alone."""
    return is_word_of("fighters", head) or (head.pos_ == "NUM" and head.ent_type_ not in ("DATE", "MONEY", "PERCENT"))


def _is_sum(_: Token, verb: Token) -> bool:
    """A number is named: "put the toll at seven", "raised the toll to 11"; "the number" must be one of dead."""
    direct = [t for one in children(verb, "dobj", "nsubjpass") for t in phrase_tokens(one)]
    if any(t.lemma_ == "number" for t in direct) and not any(t.lemma_ in ("dead", "death", "victim") for t in direct):
        return False
    after = [t for prep in verb.subtree if prep.lower_ in ("at", "to") and prep.i > verb.i for t in prep.subtree]
    return any(t.like_num for t in after)


def _is_cumulative(_: Token, verb: Token) -> bool:
    """Losses over a stretch of time: "since April", "so far this year"."""
    words = " ".join(t.lower_ for t in verb.subtree)
    return any(f" {phrase} " in f" {words} " for phrase in load_state_words()["cumulative"])


def _is_plain(_: Token, verb: Token) -> bool:
    """ "the town fell on Sunday", not "fell victim", "fell silent", "fell into debt"."""
    if children(verb, "dobj", "acomp", "oprd", "attr", "prt", "npadvmod"):
        return False
    return all(p.lower_ in ("on", "in", "after", "during", "before", "at") for p in children(verb, "prep"))


def is_about_votes(verb: Token) -> bool:
    """True where places are won and lost at the polls: "took Ohio in the primary"."""
    return any(is_word_of("ballot", t) for t in verb.sent)


Test = Callable[[Token, Token], bool]
TESTS: dict[str, Test] = {
    "territory": lambda head, _: is_territory(head),
    "firm_territory": _is_firm,
    "named_territory": _is_named,
    "toponym": _is_toponym,
    "firm_toponym": _is_firm_toponym,
    "force": _is_force,
    "armed": _is_armed,
    "party": _is_party,
    "host_party": _is_host,
    "count": _is_counted,
    "people": _is_people,
    "person": _is_person,
    "one_office": _is_office,
    "plain": _is_plain,
    "death_toll": _is_death_toll,
    "unattacked": _is_unattacked,
    "cumulative": _is_cumulative,
    "fighters_or_number": _is_fighting_number,
    "sum": _is_sum,
}

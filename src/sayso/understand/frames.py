"""Fills the slots of a frame: who does what a trigger tells, and to whom, as heads of noun phrases."""

from __future__ import annotations

from spacy.tokens import Token

from .arguments import agents_of, children, is_passive, objects_after, objects_of, subjects_of, with_conjuncts
from .triggers import (
    FrameEntry,
    Trigger,
    after_verb_or_object,
    expand,
    in_words,
    is_deed,
    is_living,
    load_frames,
    phrase_has,
)

#: slots that only the caller can fill, from the event that this one absorbs.
CONTENT_SIDE = "content_side"
#: types whose recipient may be a thing: a substation, a convoy, a border.
PHYSICAL = frozenset({"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST"})
#: "anti-regime protests" are nobody's called Anti.
PREFIXES = frozenset({"anti", "pro", "non", "post", "pre", "counter", "ex", "mid", "inter", "cross", "multi"})


def find_roles(trigger: Trigger) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Heads of actors and recipients of a trigger; reciprocal events have all sides as actors."""
    frame = load_frames()[trigger.entry.frame]
    noun = trigger.token.pos_ not in ("VERB", "AUX", "ADJ")
    if frame.reciprocal:
        actors = _all_of(trigger, frame.noun_actor if noun else frame.actor)
        return actors, ()
    actors = _first_of(trigger, frame.noun_actor if noun else frame.actor, ())
    recipients = _first_of(trigger, frame.noun_recipient if noun else frame.recipient, actors)
    if noun and not recipients and trigger.light is not None:
        recipients = _first_of(Trigger(trigger.entry, trigger.light), _prepositions(frame), actors)
    if frame.parties:
        recipients = tuple(head for head in recipients if is_party(head))
    sides = [side for head in recipients for side in _sides_of(head, trigger.entry.type)]
    return actors, tuple(side for side in dict.fromkeys(sides) if side not in actors)


def _sides_of(head: Token, kind: str) -> list[Token]:
    """A recipient, or whose it is: parties and, for force, things that can be hit; never a thing agreed on."""
    if is_party(head) or (kind in PHYSICAL and not phrase_has(head, ("@deal", "@talks", "@harm"))):
        return [head]
    return [head] if phrase_has(head, ("@places",)) else owners_of(head)


def _prepositions(frame: FrameEntry) -> tuple[str, ...]:
    """The slots of a light verb that can hold the noun's recipient: "launched rockets at the town"."""
    return ("iobj", *(slot for slot in frame.noun_recipient if slot not in ("of", "by", "poss")), "with", "at")


def _first_of(trigger: Trigger, slots: tuple[str, ...], taken: tuple[Token, ...]) -> tuple[Token, ...]:
    for slot in slots:
        found = tuple(head for head in fill_slot(trigger, slot) if head not in taken and _can_take_part(head))
        if found:
            return found
    return ()


def _all_of(trigger: Trigger, slots: tuple[str, ...]) -> tuple[Token, ...]:
    """All sides; a fight that is itself the subject ("clashes broke out") has no side there."""
    found: list[Token] = []
    for slot in slots:
        if found and slot in ("premod", "poss"):
            break
        found += [head for head in fill_slot(trigger, slot) if head not in found and _can_take_part(head)]
    return tuple(found)


def fill_slot(trigger: Trigger, slot: str) -> list[Token]:
    """Heads in one slot of a trigger, as the frames' file names it."""
    token = trigger.token
    if slot == "light":
        return _light_subjects(trigger)
    if slot == "subject":
        if token.pos_ == "ADJ":
            return subjects_of(token.head) if token.head.pos_ in ("VERB", "AUX") else []
        return agents_of(token)
    if slot in ("object", "object_person", "object_of"):
        return _objects(token, slot)
    if slot == "object_owner":
        return [owner for head in objects_of(token) for owner in owners_of(head)]
    if slot == "iobj":
        return _indirect(trigger.light or token)
    if slot == "clause":
        return _clause_subjects(token)
    if slot in ("poss", "poss_not_victim"):
        return [head for owner in children(token, "poss") for head in with_conjuncts(owner)]
    if slot == "premod":
        return _premodifiers(token)
    if slot == CONTENT_SIDE:
        return []
    if slot == "blamed":
        return _blamed(token)
    if slot == "foiler":  # "the garrison repelled an assault": it was the garrison that was attacked
        return agents_of(token.head) if token.dep_ == "dobj" and in_words(token.head, ("@foils",)) else []
    if slot == "for_side":
        return [side for head in after_verb_or_object(token, "for") for side in _other_side(head)]
    if slot in ("between", "with") and token.dep_ == "nsubj" and in_words(token.head, ("@happens",)):
        return objects_after(token, slot) or objects_after(token.head, slot)  # "fighting broke out between A and B"
    return after_verb_or_object(token, slot)


def _light_subjects(trigger: Trigger) -> list[Token]:
    light = trigger.light
    if light is None or not (in_words(light, ("@light",)) or in_words(light, ("@light_prep",))):
        return []
    if is_passive(light):
        return agents_of(light) if in_words(light, ("@light",)) else subjects_of(light)
    return subjects_of(light)


def _blamed(noun: Token) -> list[Token]:
    """Who is said to be behind it: "blamed the rebels for the attack", "claimed responsibility for the attack"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in ("for", "behind"):
        return []
    above = prep.head
    if in_words(above, ("@blames",)) and above.pos_ == "VERB":
        return objects_of(above)
    if above.lemma_ == "responsibility" and above.dep_ == "dobj":
        return agents_of(above.head)
    if above.lemma_ == "responsible" or (prep.lower_ == "behind" and above.lemma_ == "be"):
        return subjects_of(above.head if above.pos_ == "ADJ" else above)
    return []


def _other_side(head: Token) -> list[Token]:
    """With whom a thing asked for would be: "a settlement with the rebels"."""
    found = [objects_after(head, preposition) for preposition in ("with", "between", "by")]
    return [one for one in next(filter(None, found), []) if is_party(one)]


def _objects(token: Token, slot: str) -> list[Token]:
    heads = objects_of(token)
    if slot == "object_person":
        return [head for head in heads if is_party(head)]
    if slot == "object_of":  # "lifted the curfew in the capital": where or from whom the measure was
        for head in heads:
            for preposition in ("on", "against", "in", "of", "over", "to", "from"):
                found = objects_after(head, preposition)
                if found:
                    return found
        return []
    return heads


def owners_of(head: Token) -> list[Token]:
    """A party in a phrase, itself or whose it is: "a Senegalese plan", "the rebels' demands", "killing by guards"."""
    if is_party(head):
        return [head]
    for owner in children(head, "poss"):
        if is_party(owner):
            return with_conjuncts(owner)
    doers = [one for one in objects_after(head, "by") + objects_after(head, "from") if is_party(one)]
    if doers or is_deed(head):  # "condemned the killing of two nuns": the nuns are not condemned
        return doers or _premodifiers(head)
    return _premodifiers(head) or [one for one in objects_after(head, "of") if is_party(one)]


def _indirect(verb: Token) -> list[Token]:
    given = [child for child in children(verb, "dative") if child.pos_ != "ADP"]
    if given:
        return with_conjuncts(given[0])
    return objects_after(verb, "to")


def _clause_subjects(token: Token) -> list[Token]:
    for clause in children(token, "ccomp", "xcomp", "acl"):
        subjects = children(clause, "nsubj", "nsubjpass")
        if subjects:
            return with_conjuncts(subjects[0])
    for prep in children(token, "prep"):  # "called for Turkey to withdraw"
        for inner in children(prep, "pcomp", "ccomp", "xcomp"):
            subjects = children(inner, "nsubj", "nsubjpass")
            if subjects:
                return with_conjuncts(subjects[0])
    return []


def _premodifiers(noun: Token) -> list[Token]:
    """ "Taliban attack", "Israeli air strikes", "police raid": a name, an adjective of a people, or a force."""
    for child in noun.children:
        if child.lower_ in PREFIXES:
            continue
        if child.dep_ in ("compound", "nmod", "amod") and (
            child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")
            or child.pos_ == "PROPN"
            or (child.pos_ == "NOUN" and child.lemma_.lower() in expand(("@people",)))
        ):
            return with_conjuncts(child)
    return []


def is_party(head: Token) -> bool:
    """True for what can be a party: people, and names of states and organisations."""
    return is_living(head) or head.ent_type_ in ("GPE", "ORG", "NORP", "PERSON") or head.pos_ == "PROPN"


def _can_take_part(head: Token) -> bool:
    """Days, amounts of time and empty words are nobody."""
    if head.pos_ in ("VERB", "AUX", "ADP", "PUNCT", "SCONJ"):
        return False
    timed = in_words(head, ("@times",)) and head.ent_type_ != "ORG"  # "the Northern Front" is no empty word
    return head.ent_type_ not in ("DATE", "TIME", "PERCENT", "MONEY") and not (timed and not is_living(head))


def user_of(head: Token) -> Token | None:
    """Whoever uses an instrument that stands as subject: "an Israeli drone hit" -> Israeli; "a bomb killed" -> None."""
    owner = children(head, "poss")
    if owner:
        return owner[0]
    named = _premodifiers(head)
    return named[0] if named else None


def is_instrument(head: Token) -> bool:
    """True for bombs, drones, blasts: things that do nothing of themselves."""
    return in_words(head, ("@instruments",)) and head.ent_type_ not in ("PERSON", "NORP")

"""Finds the phrases and pronouns that mean somebody though no claim asks for them: "The monk gave *them* tea"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from .callings import is_craft_or_body, words_of
from .drafts import ARMED, Draft, Scene
from .names import Name
from .pairs import STATES, is_alone
from .phrases import Piece, is_pronoun, make_piece, means
from .recall import PERSON_ENDINGS, is_calling, is_past
from .role_words import is_opening, role_of

#: what tells of the nature of another ("a doctor" in "He is a doctor"), or is part of a name.
TELLING = frozenset({"attr", "oprd", "appos", "compound", "amod", "nmod", "npadvmod"})
#: what "it" is in its clause where it is likely to mean a body: as an object it mostly means a thing or a matter.
DOING = frozenset({"nsubj", "nsubjpass", "dative", "agent"})

#: with these a house or a ship is where something is.
WHERE = frozenset({"in", "at", "on", "near", "from", "into", "aboard", "inside", "outside", "through"})


def find_bystanders(scene: Scene) -> list[Piece]:
    """The pieces that nobody asked for, in reading order."""
    return [_piece_of(scene, token) for token in scene.segments.doc if _is_bystander(scene, token)]


def _is_bystander(scene: Scene, token: Token) -> bool:
    if token.i in scene.asked:
        return False
    if token.i in scene.names:
        return _is_people(scene.names[token.i], token)
    if named_in_part(scene, token) is not None:
        return token.dep_ not in TELLING
    if is_alone(token):
        return True
    if is_pronoun(token):
        return "relative" not in means(token) and (token.lower_ not in ("it", "itself") or token.dep_ in DOING)
    if (token.pos_ != "NOUN" and not is_opening(token)) or token.dep_ in TELLING:
        return False
    role, _ = role_of(token)
    if role is None and is_past(token) and token.lower_.endswith(PERSON_ENDINGS):
        return True
    if role is None and (token.lemma_.lower() in STATES or "sides" in means(token)):
        return True
    if role is None or {"place", "tool"} & set(role.flags):
        return is_calling(token) if role is None else is_craft_or_body(words_of(token)) and not _is_in_place(token)
    return True


def _is_in_place(token: Token) -> bool:
    """True for "on the ship": where something is."""
    return token.dep_ == "pobj" and token.head.lower_ in WHERE


def _piece_of(scene: Scene, token: Token) -> Piece:
    before = [t for t in token.subtree if t.i <= token.i]
    return make_piece(scene.segments, token, before)


def _is_people(name: Name, token: Token) -> bool:
    """True for "the Ruritanians"."""
    people = name.known is not None and name.known.form in ("people", "adjective") and name.first == name.last
    plural = token.tag_ in ("NNS", "NNPS") and token.dep_ not in TELLING
    return people and plural and not name.loose and [t.lower_ for t in token.lefts] == ["the"]


def people_under_arms(scene: Scene, piece: Piece, name: Name) -> Draft | None:
    """The force met last whom "the Ruritanians" means, where it was met after their state."""
    if name.known is None or not name.known.is_country or not _is_people(name, piece.head):
        return None
    theirs = [
        (max(s.token for s in d.seen), d)
        for d in scene.drafts
        if d.seen and d.country == name.known.country and (d.kind in ARMED or _is_corps(d) or d.known is not None)
    ]
    last = max(theirs, key=lambda pair: pair[0], default=None)
    return last[1] if last is not None and last[1].known is None and not last[1].person else None


def _is_corps(draft: Draft) -> bool:
    """True for sailors and miners, whom their nationality may name; not for people at large."""
    return draft.plural and draft.kind not in ("civilians", None)


def named_in_part(scene: Scene, token: Token) -> Name | None:
    """The body that one word of its name stands for: "the Lions" of "the Valley Lions of Bovec"."""
    if token.i in scene.names or token.tag_ not in ("NNP", "NNPS") or [t.lower_ for t in token.lefts] != ["the"]:
        return None
    if (token.i and token.nbor(-1).lower_ != "the") or role_of(token)[0] is not None:
        return None
    bodies = [n for n in scene.names.values() if n.first < token.i and (n.known or n.body) and not n.loose]
    meant = {n.who: n for n in bodies if token.text in n.who.split() and " " in n.who}
    only = next(iter(meant.values())) if len(meant) == 1 else None
    if only is None:
        return None
    return replace(only, first=token.i, last=token.i, span=scene.segments.span_of(token, token))

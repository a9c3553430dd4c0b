"""Finds the phrases and pronouns that mean somebody though no claim asks for them: "The monk gave *them* tea"."""

from __future__ import annotations

from spacy.tokens import Token

from .drafts import Scene
from .pairs import STATES, is_alone
from .phrases import Piece, is_pronoun, make_piece, means
from .recall import PERSON_ENDINGS, is_calling, is_past
from .role_words import role_of

#: what tells of the nature of another ("a doctor" in "He is a doctor"), or is part of a name.
TELLING = frozenset({"attr", "oprd", "appos", "compound", "amod", "nmod", "npadvmod"})
#: what "it" is in its clause where it is likely to mean a body: as an object it mostly means a thing or a matter.
DOING = frozenset({"nsubj", "nsubjpass", "dative", "agent"})


def find_bystanders(scene: Scene) -> list[Piece]:
    """The pieces that nobody asked for, in reading order."""
    return [_piece_of(scene, token) for token in scene.segments.doc if _is_bystander(scene, token)]


def _is_bystander(scene: Scene, token: Token) -> bool:
    if token.i in scene.asked or token.i in scene.names:
        return False
    if is_alone(token):
        return True
    if is_pronoun(token):
        return "relative" not in means(token) and (token.lower_ not in ("it", "itself") or token.dep_ in DOING)
    if token.pos_ != "NOUN" or token.dep_ in TELLING:
        return False
    role, _ = role_of(token)
    if role is None and is_past(token) and token.lower_.endswith(PERSON_ENDINGS):
        return True
    if role is None and (token.lemma_.lower() in STATES or "sides" in means(token)):
        return True
    return is_calling(token) if role is None else not {"place", "tool"} & set(role.flags)


def _piece_of(scene: Scene, token: Token) -> Piece:
    before = [t for t in token.subtree if t.i <= token.i]
    return make_piece(scene.segments, token, before)

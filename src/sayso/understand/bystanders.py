"""Finds the phrases and pronouns that mean somebody though no claim asks for them: "The monk gave *them* tea"."""

from __future__ import annotations

from spacy.tokens import Token

from .drafts import Scene
from .phrases import Piece, is_pronoun, make_piece, means
from .recall import is_calling
from .role_words import role_of

#: what tells of the nature of another ("a doctor" in "He is a doctor"), or is part of a name.
TELLING = frozenset({"attr", "oprd", "appos", "compound", "amod", "nmod", "npadvmod"})


def find_bystanders(scene: Scene) -> list[Piece]:
    """The pieces that nobody asked for, in reading order."""
    return [_piece_of(scene, token) for token in scene.segments.doc if _is_bystander(scene, token)]


def _is_bystander(scene: Scene, token: Token) -> bool:
    if token.i in scene.asked or token.i in scene.names:
        return False
    if is_pronoun(token):
        return "relative" not in means(token)
    if token.pos_ != "NOUN" or token.dep_ in TELLING:
        return False
    role, _ = role_of(token)
    return is_calling(token) if role is None else not {"place", "tool"} & set(role.flags)


def _piece_of(scene: Scene, token: Token) -> Piece:
    before = [t for t in token.subtree if t.i <= token.i]
    return make_piece(scene.segments, token, before)

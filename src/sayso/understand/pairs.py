"""Finds the two that "both governments", "neither", "the two negotiators" and "the latter" mean."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from .callings import is_person_word, share_a_calling, words_of
from .drafts import ARMED, Draft, Scene
from .phrases import Piece, means
from .pronouns import find_sides, main_parties

#: what such a word is in its clause where it stands for somebody and not before a noun.
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "iobj", "dative", "agent", "ROOT"})
ALONE = frozenset({"both", "neither", "either", "each"})
#: sentences that "both" and "the two" reach back to two set beside each other.
JOINED_BACK = 3
ORDINAL = frozenset({"former", "latter"})
STATES = frozenset(
    {"government", "capital", "country", "nation", "state", "neighbour", "neighbor", "republic", "power"}
)
FORCES = frozenset({"army", "force", "militia", "troop", "military", "group", "faction", "movement", "rebel"})


def is_alone(token: Token) -> bool:
    """True for "both", "the latter" where they stand for somebody: not in "both men", "the latter half"."""
    if token.dep_ not in ARGUMENTS or any(t.dep_ == "prep" for t in token.rights):
        return False
    if token.lower_ == "two" and token.pos_ == "NUM":
        return any(c.lower_ in ("the", "these") for c in token.lefts)
    if token.lower_ in ALONE:
        return True
    return token.lower_ in (ORDINAL | {"other"}) and any(c.lower_ == "the" for c in token.lefts)


def is_pair(piece: Piece) -> bool:
    """True for "both", "neither side", "the two capitals"."""
    head = piece.head
    if is_alone(head):
        return head.lower_ != "other"
    near = {t.lower_ for t in head.lefts}
    counted = near & {"both", "neither"} or {"the", "two"} <= near or (near & {"these", "those"} and "two" in near)
    if head.pos_ not in ("NOUN", "PROPN") or not counted:
        return False
    nouns = piece.role is not None or bool(means(head) & {"sides"}) or is_person_word(words_of(head), None)
    return nouns or words_of(head)[-1] in STATES | FORCES


def find_pair(scene: Scene, piece: Piece) -> tuple[Draft, ...]:
    """The two, of the kind that the noun names; nothing where there are not two."""
    head, words = piece.head, words_of(piece.head)
    if is_alone(head):
        return _last_joined(scene, head) or find_sides(scene, head)
    if "sides" in means(head) and words[-1] not in STATES:
        return find_sides(scene, head)
    if words[-1] in STATES:
        return _last_two(scene, head, _is_state)
    if words[-1] in FORCES:
        return _last_two(scene, head, lambda draft: draft.kind in ARMED)
    if not is_person_word(words, piece.role):
        return find_sides(scene, head)
    called = _last_two(
        scene, head, lambda d: d.person and (bool(d.words & set(words)) or share_a_calling(words, d.words))
    )
    return called if len(called) == 2 else _last_two(scene, head, lambda draft: draft.person)


def _last_joined(scene: Scene, head: Token) -> tuple[Draft, ...]:
    """The two last set beside each other by "and", persons or bodies: "the bishop and the general ... both"."""
    here = scene.sentence_of.get(head.i, 0)
    for at in range(head.i - 1, -1, -1):
        if here - scene.sentence_of.get(at, 0) > JOINED_BACK:
            return ()
        second = scene.at.get(at)
        token = scene.top(scene.segments.doc[at])
        first = scene.at.get(token.head.i) if token.dep_ == "conj" else None
        if first is not None and second is not None and first is not second:
            return (first, second)
    return ()


def _is_state(draft: Draft) -> bool:
    return (draft.known is not None and draft.known.is_country) or (draft.kind == "government" and not draft.words)


def _last_two(scene: Scene, head: Token, fits: Callable[[Draft], bool]) -> tuple[Draft, ...]:
    """The two that fit and were set beside each other, else the two that were spoken of most before."""
    joined = find_sides(scene, head)
    if len(joined) == 2 and all(fits(draft) for draft in joined):
        return joined
    before = [(sum(s.weight for s in d.seen if s.token < head.i), d) for d in scene.drafts if fits(d)]
    ranked = sorted((pair for pair in before if pair[0]), key=lambda pair: -pair[0])
    return tuple(draft for _, draft in ranked[:2]) if len(ranked) > 1 else ()


def find_one(scene: Scene, piece: Piece) -> tuple[Draft, ...]:
    """The one that "the former" or "the latter" means."""
    pair = find_sides(scene, piece.head)
    pair = pair if len(pair) == 2 else main_parties(scene, piece.head)
    if len(pair) < 2:
        return ()
    return (pair[0],) if piece.head.lower_ == "former" else (pair[1],)

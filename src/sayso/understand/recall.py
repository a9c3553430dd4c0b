"""Finds whom a description means of those met before: "Bishop Rau … the prelate", "two gunmen … the attackers".

Each earlier actor that the noun, its number, sex and nationality allow is weighed by how close the words are to those
it went by, and by distance. What no word ties to anybody may still tell something new of the person just spoken of.
"""

from __future__ import annotations

from spacy.tokens import Token

from .callings import callings_of, is_person_word, is_trade, is_trait, load_callings, share_a_calling, words_of
from .deeds import is_named_after
from .drafts import ARMED, Draft, Scene
from .names import Name
from .phrases import Piece, load_references, means
from .role_words import singular

#: points for the same word, for a word of one calling, for the doer of the deed in the noun, and for the same kind.
SAME_WORD, ONE_CALLING, DOER, ONE_KIND, SAME_COUNT = 4.0, 3.0, 3.5, 2.0, 1.5
#: what a tie must be worth before all that is known of offices and groups is asked, and what each sentence takes away.
STRONG, PER_SENTENCE = 3.0, 0.1
#: sentences that a description and a new trait reach back.
BACK, TRAIT_BACK = 12, 2
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: with these a noun means somebody new, or one of several.
NEW = frozenset({"other", "another", "more", "new", "rival", "second", "third", "first", "next", "same"})
#: tokens before a name in which its titles stand: "Lt . Col .".
TITLES = 5
PAST = frozenset({"former", "retired", "one-time", "onetime", "erstwhile", "ex", "sometime"})
#: kinds that a body of the kind of the noun may be.
BODIES = frozenset({"media", "IGO", "NGO", "party", "company", "government"})
#: what a named body is of which nothing is known.
LOOSE = frozenset({None, "other"})
#: how unknown nouns for persons end; only of those to whom words are ascribed, as papers and helicopters say nothing.
PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ee", "ant", "smith")
AGENT_ENDINGS = ("er", "or", "r")


def learn_words(draft: Draft, noun: Token) -> None:
    """Keeps what somebody was called, so that he may be called so again."""
    draft.words.update(words_of(noun))


def learn_name(scene: Scene, draft: Draft, name: Name) -> None:
    """Keeps what a name calls its bearer: "the Valley Relief Committee … the committee", "Col. Zapt … the colonel"."""
    if name.body is not None or (name.known is not None and not name.known.is_country):
        draft.words.update(name.who.casefold().split())
    elif name.known is None and not name.person and not name.loose:
        draft.words.add(singular(scene.segments.doc[name.last]))
    if name.person:
        doc = scene.segments.doc
        titles = {t.lower_ for t in doc[name.first : name.last]}
        for at in range(name.first - 1, max(-1, name.first - TITLES), -1):
            if doc[at].tag_ not in ("NNP", "NN", ".") or doc[at].text == "," or at in scene.names:
                break
            titles.add(doc[at].lower_.removesuffix("."))
        draft.words.update(titles & load_callings().keys())


def learn_told(scene: Scene, noun: Token) -> None:
    """Keeps what a clause or an apposition tells of somebody: "He is a lawyer", "Ada Rau, a mother and a lawyer"."""
    told = first_of(noun)
    if noun.pos_ != "NOUN" or told.dep_ not in ("attr", "appos") or any(c.lower_ in ("no", "not") for c in noun.lefts):
        return
    verb = told.head
    if told.dep_ == "attr":
        denied = verb.lemma_ != "be" or any(c.dep_ == "neg" for c in verb.children)
        whose = None if denied else next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    else:
        whose = verb
    draft = scene.at.get(whose.i) if whose is not None else None
    if draft is not None and draft.person and whose is not None and whose.i < noun.i:
        learn_words(draft, noun)
        draft.gender = draft.gender or gender_of(words_of(noun))


def learn_group(scene: Scene, token: Token) -> None:
    """Keeps for whom somebody stands: the militia for Zapt in "Hugo Zapt, who speaks for the militia"."""
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "for" else token.head
    if verb.dep_ != "relcl" or "leads" not in means(verb) or (token.dep_ == "dobj") == (verb.lemma_ == "speak"):
        return
    who = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.lower_ == "who"), None)
    person, group = scene.at.get(verb.head.i), scene.at.get(token.i)
    if who is None or person is None or group is None or token.dep_ not in ("dobj", "pobj"):
        return
    if person.person and person.group is None and not group.person:
        person.group, person.leads = group, True


def first_of(noun: Token) -> Token:
    """The first of the nouns that "and" joins: "mother" for "lawyer" in "a mother and a lawyer"."""
    while noun.dep_ == "conj":
        noun = noun.head
    return noun


def count_of(piece: Piece) -> str | None:
    """The number before a noun: "three" in "the three men"."""
    return next((t.lower_ for t in piece.head.lefts if t.dep_ == "nummod"), None)


def is_definite(piece: Piece) -> bool:
    """True for "the men", "those two men"; not for "the other man"."""
    near = {t.lower_ for t in piece.head.lefts}
    return bool(near & DEFINITE) and not near & NEW


def find_by_words(
    scene: Scene, piece: Piece, owner: Draft | None, but: tuple[Draft | None, ...], *, least: float
) -> Draft | None:
    """The actor met before that the words of a description fit best, at least so well; None where none does."""
    if not is_definite(piece):
        return None
    here = scene.sentence_of.get(piece.head.i, 0)
    best: tuple[float, int, Draft] | None = None
    for draft in scene.drafts:
        seen = [s for s in draft.seen if s.token < piece.head.i and here - s.sentence <= BACK]
        if not seen or draft in but or _is_barred(scene, draft, piece) or not _fits(draft, piece, owner):
            continue
        tie = _tie(scene, draft, piece)
        if tie < least:
            continue
        score = (tie - PER_SENTENCE * (here - seen[-1].sentence), seen[-1].token, draft)
        if best is None or score[:2] > best[:2]:
            best = score
    return best[2] if best else None


def _is_barred(scene: Scene, draft: Draft, piece: Piece) -> bool:
    """True for the other argument of the same verb: who summons the envoy is not the envoy."""
    top = scene.top(piece.head)
    return any(seen.head == top.head.i and seen.token < piece.head.i for seen in draft.seen)


def _fits(draft: Draft, piece: Piece, owner: Draft | None) -> bool:
    """Number, sex, and whose it is do not speak against it."""
    words = words_of(piece.head)
    if piece.plural:
        number = draft.plural or (not draft.person and (draft.kind in ARMED or is_collective(draft.words)))
    elif is_person_word(words, piece.role):
        number = draft.person
    else:
        whole = piece.role is not None and draft.kind in ARMED and bool({"whole", "body"} & set(piece.role.flags))
        number = not draft.person and (whole or not (draft.plural and draft.known is None))
    sex = gender_of(words)
    if not number or (sex and draft.gender not in (None, sex)):
        return False
    if owner is None or owner is draft:
        return owner is None
    if draft.group is owner:
        return True
    state = owner.known is not None and owner.known.is_country
    near = draft.country == owner.country or (draft.person and draft.country is None)
    return state and owner.country is not None and near and draft.known is not owner.known


def is_collective(words: set[str]) -> bool:
    """True for a crew, whose sailors are spoken of in the plural."""
    return any("collective" in load_references().get(word, ()) for word in words)


def gender_of(words: tuple[str, ...]) -> str | None:
    """The sex that a noun tells: "widow" -> f."""
    meant = frozenset().union(*(load_references().get(word, frozenset()) for word in words))
    return "f" if "female" in meant else "m" if "male" in meant else None


def _tie(scene: Scene, draft: Draft, piece: Piece) -> float:
    words = words_of(piece.head)
    if is_past(piece.head):
        words = tuple(f"former {word}" for word in words)
    if draft.words & set(words):
        return SAME_WORD
    if share_a_calling(words, draft.words):
        return ONE_CALLING
    if _did(scene, draft, piece.head, words):
        return DOER
    if "human" in means(piece.head) and (draft.plural or draft.person):
        return ONE_KIND + (SAME_COUNT if draft.count and draft.count == count_of(piece) else 0.0)
    bodies = [entry for entry in callings_of(words) if entry.kind == "body"]
    if draft.aliases and any(
        entry.of_kind == draft.kind or (draft.kind in LOOSE and entry.of_kind) for entry in bodies
    ):
        return ONE_KIND
    if piece.role is None or draft.kind is None or draft.person:
        return 0.0
    body = draft.kind == piece.role.kind and piece.role.kind in BODIES and "body" in piece.role.flags
    armed = piece.plural and draft.kind == piece.role.kind and draft.kind in ARMED and "tool" not in piece.role.flags
    return ONE_KIND if (body and not piece.plural and draft.role_ids <= {piece.role.id}) or armed else 0.0


def _did(scene: Scene, draft: Draft, noun: Token, words: tuple[str, ...]) -> bool:
    """True if the actor did or suffered before what the noun says: "raided the bank ... the raiders"."""
    word = words[-1]
    stems = {word.removesuffix(ending) for ending in AGENT_ENDINGS if word.endswith(ending)}
    doc = scene.segments.doc
    before = [seen for seen in draft.seen if seen.token < noun.i]
    if any(is_named_after(words, *_deed_of(scene, doc[seen.token])) for seen in before):
        return True
    return any(
        doc[seen.head].lemma_.lower() in stems and doc[seen.token].dep_ in ("nsubj", "agent", "conj") for seen in before
    )


def _deed_of(scene: Scene, token: Token) -> tuple[str, str]:
    """The verb that an actor stands at, and as what: "seize", "dobj"."""
    top = scene.top(token)
    top = scene.top(first_of(top)) if top.dep_ == "conj" else top
    place, verb = top.dep_, top.head
    if place == "pobj" and verb.dep_ == "agent":
        return verb.head.lemma_.lower(), "agent"
    return verb.lemma_.lower(), place


def find_by_trait(scene: Scene, piece: Piece, country: str | None, but: tuple[Draft | None, ...]) -> Draft | None:
    """The person just spoken of, where a noun tells something new: "Ada Rau wept. … the widow said"."""
    head, words = piece.head, words_of(piece.head)
    past = is_past(head)
    speaks = head.i in scene.source_heads and head.lower_.endswith(PERSON_ENDINGS) and piece.role is None
    if piece.plural or not is_definite(piece) or not (past or country or is_trait(words) or speaks):
        return None
    if past and not is_person_word(words, piece.role) and not head.lower_.endswith(PERSON_ENDINGS):
        return None
    here = scene.sentence_of.get(head.i, 0)
    best: tuple[float, Draft] | None = None
    for draft in scene.drafts:
        if not draft.person or draft in but or draft.late or _is_barred(scene, draft, piece):
            continue
        if country and draft.country not in (None, country):
            continue
        sex = gender_of(words)
        if is_trade(words) and draft.words and not past:
            continue
        near = [s for s in draft.seen if s.token < head.i and here - s.sentence <= TRAIT_BACK]
        if not near or (sex and draft.gender not in (None, sex)):
            continue
        score = max(s.weight - 1.7 * (here - s.sentence) for s in near) + (1.0 if draft.aliases else 0.0)
        if best is None or score > best[0]:
            best = (score, draft)
    return best[1] if best else None


def is_past(noun: Token) -> bool:
    """True for "the former wrestler"."""
    return any(child.lower_ in PAST for child in noun.lefts)


def is_calling(noun: Token) -> bool:
    """True for a noun that `callings.toml` knows: "the prelate"."""
    return bool(callings_of(words_of(noun))) and "matter" not in means(noun)

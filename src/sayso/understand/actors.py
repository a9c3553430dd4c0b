"""Puts a report's cast together: who is who under all names, offices, descriptions and pronouns."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ..records import Actor, Place, Problem, Span
from .bystanders import find_bystanders, named_in_part, people_under_arms
from .described import DELEGATES, complete_person, describe_person, draft_of_description, find_bearer
from .drafts import Draft, Scene, find_main_country, start_scene
from .marks import AttributionMark, PlaceMark
from .names import Name, find_names, named_alone
from .owners import draft_of_name
from .pairs import ORDINAL, find_one, find_pair, is_pair
from .phrases import Piece, counted_noun, find_pieces, head_of, is_pronoun, make_piece, means, owner_tokens
from .pronouns import find_antecedents, find_opponents, main_parties, relative_noun, side_of, speaker_of, subject_after
from .recall import first_of, learn_group, learn_name, learn_told, learn_words
from .role_words import singular
from .segment import Segments

#: what a country or capital must be in its clause to count as one that acts or is acted on, not as a mere place.
#: a capital after one of these is where something is, not who does it.
PLACE_PREPS = frozenset(
    ("in", "at", "near", "from", "around", "outside", "inside", "across", "through", "over", "into")
)
ACTING = frozenset(["nsubj", "nsubjpass", "agent", "poss"])


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a report and where each is meant; ``phrases`` holds the noun phrases that were asked for."""

    actors: tuple[Actor, ...] = ()
    mentions: tuple[tuple[Span, str], ...] = ()
    phrases: tuple[tuple[Span, tuple[str, ...]], ...] = ()

    def all_in(self, span: Span) -> tuple[str, ...]:
        """The coordinated actors of a phrase: "the Taliban and other Afghan leaders" -> two."""
        for phrase, ids in self.phrases:
            if phrase == span:
                return ids
        one = self._nearest(span)
        return (one,) if one else ()

    def who(self, span: Span) -> str | None:
        """The actor that a noun phrase means, by its head: "Taliban spokesman Zabihullah Mujahid" is the person."""
        return next(iter(self.all_in(span)), None)

    def _nearest(self, span: Span) -> str | None:
        """The same span, else the last and longest mention within it, else the shortest around it."""
        within = [(m.end, m.end - m.start, who) for m, who in self.mentions if span.covers(m)]
        if within:
            return max(within)[2]
        around = [(m.end - m.start, who) for m, who in self.mentions if m.covers(span)]
        return min(around)[1] if around else None


def find_actors(
    segments: Segments,
    *,
    wanted: tuple[Span, ...],
    places: tuple[PlaceMark, ...],
    attributions: tuple[AttributionMark, ...],
    atlas: tuple[Place, ...] = (),
) -> tuple[Cast, tuple[Problem, ...]]:
    """The cast: every wanted noun phrase resolved, and whom the text names besides."""
    scene = start_scene(segments, find_names(segments, places), attributions)
    scene.main_country = find_main_country(scene.names, places, atlas)
    scene.place_tokens.update(t.i for mark in places for t in segments.tokens_in(mark.span))
    pieces = {span: find_pieces(segments, span, scene.names) for span in dict.fromkeys(wanted)}
    for mark in attributions:
        head = head_of(segments.tokens_in(mark.source)) if mark.source else None
        if head is not None:
            scene.source_heads.add(head.i)
    asked = [piece for group in pieces.values() for piece in group]
    scene.asked.update(piece.head.i for piece in asked)
    asked += find_bystanders(scene)
    found: dict[Piece, tuple[Draft, ...]] = {}
    _first_reading(scene, asked, found)
    _second_reading(scene, asked, found)
    return _finish(scene, pieces, found)


def _first_reading(scene: Scene, pieces: list[Piece], found: dict[Piece, tuple[Draft, ...]]) -> None:
    """All that does not hang on a speaker, in the order of the text; of phrases of one head the longest first."""
    at: dict[int, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda p: -len(p.tokens)):
        at.setdefault(piece.head.i, []).append(piece)
    for token in scene.segments.doc:
        learn_told(scene, token)
        name = scene.names.get(token.i)
        if name and name.person and token.i == name.first:
            describe_person(scene, name, draft_of_name(scene, name))
            learn_name(scene, draft_of_name(scene, name), name)
        if name and token.i == name.first and _is_listed(scene, name):
            draft = draft_of_name(scene, name)
            learn_name(scene, draft, name)
            scene.note(draft, _head(scene, name), name.span)
        for piece in at.get(token.i, ()):
            resolved = _read_piece(scene, piece)
            if resolved:
                found[piece] = resolved
        learn_group(scene, token)


def _second_reading(scene: Scene, pieces: list[Piece], found: dict[Piece, tuple[Draft, ...]]) -> None:
    """What waits for the speakers: "we", "I", "the enemy", and all pronouns within quotations."""
    for piece in sorted((p for p in pieces if p not in found), key=lambda p: p.head.i):
        token = piece.head
        if is_pronoun(token):
            resolved = find_antecedents(scene, token, quoted=token.i in scene.quoted)
        elif (side := _find_side(scene, piece)) is not None:
            resolved = _read_side(scene, side)
        elif _is_empty(piece) or _is_mere_place(scene, piece, scene.names.get(token.i)):
            resolved = ()
        else:
            speaker = speaker_of(scene, token)
            resolved = (draft_of_description(scene, piece, (speaker, side_of(speaker))),)
        for draft in resolved:
            scene.ask(draft, piece)
            scene.note(draft, token, piece.span)
        if len(resolved) > 1:
            scene.pairs[token.i] = resolved
        if resolved:
            found[piece] = resolved


def _read_piece(scene: Scene, piece: Piece) -> tuple[Draft, ...]:
    """The actors that a piece means; nothing where it has to wait for its speaker."""
    token = piece.head
    if is_pronoun(token):
        ahead = subject_after(token)
        if token.i in scene.quoted or means(token) & {"speaker", "speakers"} or (ahead and ahead.i in scene.names):
            return ()
        found = find_antecedents(scene, token, quoted=False)
        noun = relative_noun(token) if not found and "relative" in means(token) else None
        if noun is not None and noun.pos_ in ("NOUN", "PROPN"):
            noun = counted_noun(noun, {t.i for t in noun.subtree if t.i < token.i})
            return _read_piece(scene, make_piece(scene.segments, noun, [t for t in noun.subtree if t.i <= noun.i]))
        for draft in found:
            scene.ask(draft, piece)
            scene.note(draft, token, piece.span)
        return found
    if (side := _find_side(scene, piece)) is not None:
        return () if token.i in scene.quoted or not is_pair(side) else _read_pair(scene, piece, side)
    name = scene.names.get(token.i) or _named_beside(scene, piece)
    name = (
        name
        or named_in_part(scene, token)
        or _named_behind(scene, piece)
        or named_alone(scene.segments, scene.names, token)
    )
    if name is not None and not name.loose and not _is_people(piece, name):
        draft = _draft_of_place(scene, name) or people_under_arms(scene, piece, name) or draft_of_name(scene, name)
        learn_name(scene, draft, name)
        scene.note(draft, token, name.span)
        return (draft,)
    if _is_empty(piece) or _is_mere_place(scene, piece, name):
        return ()
    if piece.pointing and token.i in scene.quoted and name is None:
        return ()
    drafts = _demonym_pair(scene, piece) or (_same_head(scene, piece) or draft_of_description(scene, piece),)
    for draft in drafts:
        scene.ask(draft, piece)
        scene.note(draft, token, piece.span)
        if name is None:
            learn_words(draft, token)
    return drafts


def _read_pair(scene: Scene, piece: Piece, side: Piece) -> tuple[Draft, ...]:
    """Whom "both governments" or "the latter" means, where that does not hang on who speaks."""
    one = side.head.lower_ in ORDINAL
    pair = find_one(scene, side) if one else find_pair(scene, side)
    if not one and len(pair) != 2:
        return ()
    for draft in pair:
        scene.ask(draft, piece)
        scene.note(draft, piece.head, piece.span)
    if not one:
        scene.pairs[piece.head.i] = pair
    return pair


def _same_head(scene: Scene, piece: Piece) -> Draft | None:
    """Who the longer phrase of the same head is: "fighters" of "dozens of fighters"."""
    return scene.at.get(piece.head.i)


def _is_empty(piece: Piece) -> bool:
    """True for "you", "something", "truce": words that name nobody, or nobody whom we could find."""
    wordless = _is_matter(piece) or not any(c.isalnum() for c in piece.head.text)
    return wordless or (piece.head.pos_ in ("PRON", "DET") and piece.role is None)


def _is_matter(piece: Piece) -> bool:
    return "matter" in means(piece.head) and piece.head.pos_ != "PROPN"


def _is_thing(scene: Scene, piece: Piece) -> bool:
    """True for what is no actor at all, so that nobody need be named for it by hand."""
    return _is_matter(piece) or _is_mere_place(scene, piece, scene.names.get(piece.head.i))


def _is_mere_place(scene: Scene, piece: Piece, name: Name | None) -> bool:
    """True for "Orvan" in "shelled Orvan": a place of the atlas that nobody's name is."""
    return name is None and piece.role is None and piece.head.i in scene.place_tokens and piece.head.dep_ not in ACTING


def _draft_of_place(scene: Scene, name: Name) -> Draft | None:
    """A capital that is merely where something is: "three people in Kyiv" asks for no government."""
    head = _head(scene, name)
    if name.known is None or name.known.form != "capital" or head.dep_ != "pobj":
        return None
    if head.head.lower_ not in PLACE_PREPS:
        return None
    surface = scene.segments.report.words(name.span)
    draft, made = scene.draft(("place", surface), surface)
    if made:
        draft.country = name.known.country
    return draft


def _named_beside(scene: Scene, piece: Piece) -> Name | None:
    """The person named after an office: "the party's chairwoman, Ada Rau"."""
    if piece.plural or (piece.role is not None and "place" in piece.role.flags):
        return None
    beside = [scene.names.get(c.i) for c in piece.head.rights if c.dep_ == "appos"]
    told = first_of(piece.head)
    if told.dep_ == "appos" and told is not piece.head:  # "Ada Rau, a mother and the party's chairwoman"
        beside.append(scene.names.get(told.head.i))
    return next((name for name in beside if name and name.person), None)


def _named_behind(scene: Scene, piece: Piece) -> Name | None:
    """The body named right after its kind: "the newspaper Strelsau Herald"."""
    after = piece.head.i + 1
    name = scene.names.get(after)
    if name is None or piece.role is None or piece.plural or name.person or name.loose or name.first != after:
        return None
    bears = name.known or name.body
    return name if bears is not None and bears.kind == piece.role.kind and not _is_state(name) else None


def _is_state(name: Name) -> bool:
    """True for the name of a state or its people."""
    return name.known is not None and name.known.is_country


def _is_people(piece: Piece, name: Name) -> bool:
    """True for "two Ruritanians", "a Ruritanian", "Ruritanian Kurds": people, not their state."""
    if name.known is None or name.known.form not in ("people", "adjective"):
        return False
    bare = len(piece.tokens) - (1 if piece.pointing else 0) == name.last - name.first + 1
    return not (piece.pointing and bare and piece.plural and name.known.form == "people")


def _demonym_pair(scene: Scene, piece: Piece) -> tuple[Draft, ...]:
    """ "French and Egyptian warships", "the Turkish and Greek sides": one actor for each nationality."""
    owners = []
    for child in piece.head.lefts:
        if child.dep_ in ("amod", "nmod", "compound"):
            linked = [child, *(c for c in child.children if c.dep_ == "conj")]
            owners += [t for t in linked if (n := scene.names.get(t.i)) and n.known and not n.loose]
    if len({scene.names[t.i].who for t in owners}) < 2 or not piece.plural:
        return ()
    drafts = []
    for owner in owners:
        owned = draft_of_name(scene, scene.names[owner.i])
        noun = piece.head.text
        if "sides" in means(piece.head):
            drafts.append(owned)
            continue
        label = owned.known.adjective if owned.known and owned.known.adjective else owned.name
        draft, made = scene.draft(
            ("force", owned.name) if piece.role_words in ("warship", "force", "troop") else None, f"{label} {noun}"
        )
        if made:
            draft.country, draft.group, draft.plural = owned.country, owned, True
            draft.kind = piece.role.kind if piece.role else None
            draft.sector = piece.role.sector if piece.role else None
        if owner is not owners[-1]:  # "Greek" alone stands for one army in "Greek and Turkish troops"
            draft.spans.add(scene.names[owner.i].span)
        drafts.append(draft)
    return tuple(drafts_by_number(drafts))


def drafts_by_number(drafts: list[Draft]) -> list[Draft]:
    """Each draft once, in order."""
    return list({draft.number: draft for draft in drafts}.values())


def is_side(piece: Piece) -> bool:
    """True for "the enemy", "the other side", "both sides", which mean different actors to different speakers."""
    words = {t.lower_ for t in piece.tokens}
    meant = means(piece.head)
    if words == {"each"} or words == {"the", "other"}:
        return piece.head.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    if "opponent" in meant:
        return piece.pointing and len(piece.tokens) <= 2
    return "sides" in meant and bool(words & {"each", "both", "either", "other", "two", "warring", "opposing", "rival"})


def _find_side(scene: Scene, piece: Piece) -> Piece | None:
    """The piece itself if it is a side, or the sides whose men it names: "delegates of the two sides"."""
    if is_side(piece) or is_pair(piece):
        return piece
    if singular(piece.head) not in DELEGATES:
        return None
    for noun in owner_tokens(piece.head):
        if noun.dep_ == "pobj":
            owner = make_piece(scene.segments, noun, [t for t in noun.subtree if t.i <= noun.i])
            return owner if is_side(owner) else None
    return None


def _read_side(scene: Scene, piece: Piece) -> tuple[Draft, ...]:
    words = {t.lower_ for t in piece.tokens}
    if "opponent" in means(piece.head) or "other" in words:
        return find_opponents(scene, piece.head)
    if piece.head.lower_ in ORDINAL:
        return find_one(scene, piece)
    pair = find_pair(scene, piece)
    return pair if len(pair) == 2 else main_parties(scene)


def _is_listed(scene: Scene, name: Name) -> bool:
    """True if a name is listed though nobody asked: persons and bodies; countries where they act, not as places."""
    if name.loose:
        return False
    if name.known is None or not name.known.is_country:
        return not (name.known and name.known.kind == "ethnic or religious group")
    if name.known.form in ("adjective", "people"):
        return False
    token = _head(scene, name)
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj":
        return token.head.lower_ in ("by", "with", "between", "against") and name.known.form != "capital"
    return token.dep_ in ACTING and (name.known.form == "name" or token.dep_ == "nsubj")


def _head(scene: Scene, name: Name) -> Token:
    doc = scene.segments.doc
    inside = range(name.first, name.last + 1)
    return next((doc[i] for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), doc[name.last])


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def _finish(
    scene: Scene, pieces: dict[Span, list[Piece]], found: dict[Piece, tuple[Draft, ...]]
) -> tuple[Cast, tuple[Problem, ...]]:
    """Numbers the actors in order of first mention; what stayed open becomes a problem."""
    for draft in scene.drafts:
        bearer = find_bearer(scene, draft)
        if bearer is not None:
            bearer.recalled |= draft.recalled
            bearer.country, bearer.group = bearer.country or draft.country, bearer.group or draft.group
            bearer.spans |= draft.spans
            draft.spans = set()
            found |= {piece: tuple(bearer if d is draft else d for d in who) for piece, who in found.items()}
    for draft in scene.drafts:
        complete_person(scene, draft)
    for piece in (piece for group in pieces.values() for piece in group):
        for draft in found.get(piece, ()):
            draft.wanted = True
    kept = sorted((d for d in scene.drafts if d.is_kept()), key=lambda d: min(d.spans))
    ids = {draft.number: f"A{at}" for at, draft in enumerate(kept, 1)}
    actors = tuple(draft.to_actor(ids[draft.number]) for draft in kept)
    mentions = tuple(sorted((span, ids[draft.number]) for draft in kept for span in draft.spans))
    phrases, problems = [], []
    for span, group in pieces.items():
        drafts = drafts_by_number([draft for piece in group for draft in found.get(piece, ())])
        phrases.append((span, tuple(ids[draft.number] for draft in drafts)))
        words = scene.segments.report.words(span)
        if not drafts and not any(_is_thing(scene, p) for p in group):
            message = f"{words!r}: no earlier actor clearly fits; name the actor by hand if it matters"
            problems.append(Problem("actor.unresolved", message, span=span))
    return Cast(actors, mentions, tuple(phrases)), tuple(problems)

"""Actors in the making: what is known of each so far, and where it stands in the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Token

from ..records import Actor, Place, Span
from .known_actors import Known
from .marks import AttributionMark, PlaceMark
from .names import Name
from .phrases import Piece, is_pronoun
from .segment import Segments

#: how much a mention makes its actor the one that the next pronoun means, by what it is in its sentence. The order is
#: the usual one (subject, then object, then the rest); the steps were set by eye on fifty pronouns of old wire copy.
WEIGHTS = {
    "nsubj": 3.0,
    "nsubjpass": 2.8,
    "agent": 2.0,
    "dobj": 1.6,
    "iobj": 1.5,
    "conj": 1.2,
    "attr": 1.2,
    "pobj": 1.0,
}
OTHER_WEIGHT, SOURCE_WEIGHT = 0.7, 1.0
GROUP_KINDS = frozenset(
    {"armed group", "armed force", "party", "IGO", "NGO", "media", "company", "government", "other"}
)
#: an army that nobody's name stands with is that of the country that has this share of the report's mentions.
MAIN_SHARE, MAIN_MENTIONS = 0.6, 4
ARMED = frozenset({"armed group", "armed force"})


@dataclass(slots=True)
class Seen:
    """One mention as salience counts it."""

    token: int
    sentence: int
    weight: float
    quoted: bool
    head: int
    possessive: bool


@dataclass(slots=True)
class Draft:
    """An actor in the making; ``group`` is the body that a person speaks for or a body belongs to.

    ``words``: the nouns that it went by. ``single``: it was spoken of in the singular too ("the navy", of forces).
    ``leads``: he speaks for his group, whatever his office.
    ``bystander``: nobody asked for it, so it is told of only where something points back to it (``recalled``).
    """

    number: int
    name: str
    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    person: bool = False
    plural: bool = False
    single: bool = False
    gender: str | None = None
    known: Known | None = None
    group: Draft | None = None
    wanted: bool = False
    definite: bool = False
    late: bool = False
    leads: bool = False
    bystander: bool = False
    recalled: bool = False
    roles: list[str] = field(default_factory=list)
    role_ids: set[str] = field(default_factory=set)
    count: str | None = None
    words: set[str] = field(default_factory=set)
    aliases: dict[str, None] = field(default_factory=dict)
    spans: set[Span] = field(default_factory=set)
    seen: list[Seen] = field(default_factory=list)

    def is_body(self) -> bool:
        """True for what "it", "they" and "the group" may mean."""
        return not self.person and self.kind in GROUP_KINDS

    def is_kept(self) -> bool:
        """True if it is told of in the end."""
        return bool(self.spans) and (self.wanted or self.recalled or not self.bystander)

    def to_actor(self, actor_id: str) -> Actor:
        """The finished record."""
        aliases = tuple(alias for alias in self.aliases if alias.casefold() != self.name.casefold())
        mentions = tuple(sorted(self.spans))
        return Actor(actor_id, self.name, self.kind, self.country, self.sector, tuple(self.roles), aliases, mentions)


@dataclass(slots=True)
class Scene:
    """All that is known while a report's cast is put together."""

    segments: Segments
    names: dict[int, Name]
    attributions: tuple[AttributionMark, ...]
    drafts: list[Draft] = field(default_factory=list)
    by_key: dict[tuple[str, ...], Draft] = field(default_factory=dict)
    at: dict[int, Draft] = field(default_factory=dict)
    sentence_of: dict[int, int] = field(default_factory=dict)
    quoted: set[int] = field(default_factory=set)
    source_heads: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    place_tokens: set[int] = field(default_factory=set)
    pairs: dict[int, tuple[Draft, ...]] = field(default_factory=dict)
    main_country: str | None = None

    def draft(self, key: tuple[str, ...] | None, name: str) -> tuple[Draft, bool]:
        """The draft under a key, made if there is none (then True); without a key always a new one."""
        if key is not None and key in self.by_key:
            return self.by_key[key], False
        draft = Draft(len(self.drafts), name)
        self.drafts.append(draft)
        if key is not None:
            self.by_key[key] = draft
        return draft, True

    def ask(self, draft: Draft, piece: Piece) -> None:
        """Sets down whether the actor of a phrase was asked for, or is met by the way, or is met again."""
        if piece.head.i in self.asked:
            draft.wanted = draft.wanted or not is_pronoun(piece.head)
        elif not draft.seen:
            draft.bystander = True
        elif piece.pointing or is_pronoun(piece.head):
            draft.recalled = True

    def note(self, draft: Draft, token: Token, span: Span | None) -> None:
        """Books one mention, with its weight for the pronouns that follow."""
        if span is not None:
            draft.spans.add(span)
        if self.at.get(token.i) is draft:
            return
        draft.single |= token.tag_ in ("NN", "NNP")
        self.at[token.i] = draft
        top = self.top(token)
        weight = WEIGHTS.get(top.dep_, OTHER_WEIGHT) + (SOURCE_WEIGHT if token.i in self.source_heads else 0.0)
        if (top.dep_ == "pobj" and top.head.lower_ == "by") or top.dep_ == "ROOT":
            weight = WEIGHTS["agent"]
        sentence = self.sentence_of.get(token.i, 0)
        seen = Seen(token.i, sentence, weight, token.i in self.quoted, top.head.i, token.dep_ == "poss")
        draft.seen.append(seen)

    def top(self, token: Token) -> Token:
        """The token that stands for the whole phrase of a name: "forces" for "Taliban" in "Taliban forces"."""
        name = self.names.get(token.i)
        while name and name.first <= token.head.i <= name.last and token.head.i != token.i:
            token = token.head
        while token.dep_ in ("compound", "amod", "nmod") and token.head.i != token.i:
            token = token.head
        return token


def start_scene(segments: Segments, names: dict[int, Name], attributions: tuple[AttributionMark, ...]) -> Scene:
    """A scene with nobody on it yet."""
    scene = Scene(segments, names, attributions)
    for number, sentence in enumerate(segments.doc.sents):
        scene.sentence_of.update(dict.fromkeys(range(sentence.start, sentence.end), number))
    for quote in segments.quotes:
        scene.quoted.update(t.i for t in segments.tokens_in(quote.inner))
    return scene


def find_main_country(
    names: dict[int, Name], marks: tuple[PlaceMark, ...] = (), atlas: tuple[Place, ...] = ()
) -> str | None:
    """The one country that a report speaks of, or speaks of far more than of any other, its places counted."""
    named = {n.first: n for n in names.values()}.values()
    counts = Counter(n.known.country for n in named if n.known and n.known.country and not n.loose)
    countries = {place.id: place.country for place in atlas}
    taken = [n.span for n in named if n.known and n.known.country]
    for mark in marks:
        country = countries.get(mark.place)
        if country and not any(span.meets(mark.span) for span in taken):
            counts[country] += 1
    if not counts:
        return None
    country, most = counts.most_common(1)[0]
    clear = len(counts) == 1 or (most >= MAIN_MENTIONS and most >= MAIN_SHARE * counts.total())
    return country if clear else None

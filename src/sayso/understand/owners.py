"""Finds whose a description is and whom it points back to: "Ruritanian troops", "the group's spokesman"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from ..records import Span
from .drafts import Draft, Scene
from .known_actors import country_of_code, find_leader
from .names import Name
from .phrases import is_pronoun, owner_tokens
from .role_words import RoleEntry, load_roles, role_of, singular

#: a definite description points back at most so many sentences, about two paragraphs of wire copy.
BACK = 12
#: words for those who run a country, which stand for the country itself.
RULERS = frozenset(
    [
        "government",
        "administration",
        "regime",
        "cabinet",
        "state",
        "authorities",
        "leadership",
        "presidency",
        "authority",
    ]
)
#: heads of state and of government are each called "the leader", ministers and envoys "the diplomat".
LEADERS = frozenset(
    f"role.{role}" for role in ("leader", "president", "minister", "commander", "cleric", "partisanpolitician")
)
DIPLOMATS = frozenset({"role.diplomat", "role.minister", "role.secretary"})
OFFICIALS = frozenset(
    f"role.{role}" for role in ("official", "minister", "secretary", "governor", "diplomat", "spokesman")
)


def draft_of_name(scene: Scene, name: Name) -> Draft:
    """The actor that a name means; Moscow, the Kremlin and the Russians are all Russia."""
    draft, made = scene.draft(("name", name.who), name.who)
    surface = scene.segments.report.text[name.span.start : name.span.end]
    if surface and (name.known is None or name.known.form not in ("adjective", "people")):
        draft.aliases.setdefault(" ".join(surface.split()))
    if not made:
        draft.gender = draft.gender or name.gender
        return draft
    draft.person, draft.gender, draft.known = name.person, name.gender, name.known
    if name.person:
        draft.kind = "person"
        leader = find_leader(name.who)
        draft.gender = draft.gender or (leader.gender if leader else None)
    elif name.known:
        draft.kind, draft.country, draft.sector = name.known.kind, name.known.country, name.known.sector
    elif name.body:
        draft.kind, draft.sector = name.body.kind, name.body.sector
        draft.country = name.owner.country if name.owner else None
        if draft.sector is None and name.owner and not name.owner.is_country:
            draft.kind, draft.sector = name.owner.kind, name.owner.sector
    draft.plural = draft.kind == "ethnic or religious group"
    return draft


def owner_of(scene: Scene, head: Token, before: int | None = None) -> Draft | None:
    """Whose the head is: the Taliban in "Taliban spokesman", the ministry in "an official of the ministry"."""
    tokens = list(owner_tokens(head))
    if before is not None:
        # the parser hangs "Ruritanian" and "Foreign" on the name, not on the office between them
        at = head.i - 1
        near: list[Token] = []
        while (
            at >= head.sent.start
            and len(near) < 6
            and scene.segments.doc[at].dep_ in ("compound", "amod", "nmod", "poss", "case", "nummod")
        ):
            near.append(scene.segments.doc[at])
            at -= 1
        tokens = [*near, *tokens]
    for token in tokens:
        name = scene.names.get(token.i)
        if name and not name.loose and name.last != head.i:
            if name.person and token.dep_ != "poss":
                leader = find_leader(name.who)
                if leader and leader.country and role_of(head)[1] in RULERS:
                    return _country_draft(scene, leader.country)
                continue
            draft = draft_of_name(scene, name)
            return draft if not name.person else (draft.group or draft)
        if token.i in scene.at and token.i != head.i:
            return scene.at[token.i]
        if (token.dep_ == "poss" and not is_pronoun(token)) or (
            token.dep_ == "pobj" and token.head.lower_ in ("of", "for")
        ):
            found = point_back(scene, token)
            if found:
                return found
    return None


def _country_draft(scene: Scene, code: str) -> Draft | None:
    """The country of a code: "the Thatcher government" is Britain's."""
    known = country_of_code(code)
    if known is None:
        return None
    span = Span(0, 0)
    return draft_of_name(scene, Name(-1, -1, span, known.name, known=known))


def sector_of(scene: Scene, role: RoleEntry, head: Token, owner: Draft | None) -> str | None:
    """The PLOVER sector that role, its modifier ("army spokesman") and owner give, the surest first."""
    if owner and owner.sector == "IGO":
        return "IGO"
    if "weak" not in role.flags:
        return role.sector
    modifier = modifier_role(head)
    if modifier and modifier.sector:
        return modifier.sector
    if owner and owner.known and owner.known.is_country:
        return "GOV" if role.id in ("role.leader", "role.spokesman", "role.source", "role.member") else role.sector
    if owner and owner.sector:
        return owner.sector
    return None if "voice" in role.flags else role.sector


def modifier_role(head: Token) -> RoleEntry | None:
    """The role that colours another: "rebel" in "rebel commander"."""
    for child in head.lefts:
        if child.dep_ in ("compound", "amod", "nmod", "poss"):
            role, _ = role_of(child)
            # as adjectives "local", "public" and "major" are no people and no officer
            only_noun = child.dep_ == "amod" and role is not None and (role.is_person or role.kind == "civilians")
            named = child.i == head.i - 1 and f"{child.lower_} {singular(head)}" in load_roles()
            if (only_noun and child.lower_ != "civilian") or (named and role_of(head)[0] is not role):
                continue
            if role and role.sector and "place" not in role.flags:
                return role
    return None


def point_back(scene: Scene, head: Token, but: tuple[Draft | None, ...] = ()) -> Draft | None:
    """The actor that "the group", "the militants", "the spokesman" means, of those met before; None if unsure.

    ``but``: who it cannot be, as nobody calls his own side "the armed group".
    """
    role, _ = role_of(head)
    if role is None or "place" in role.flags:
        return None
    if role.is_person and head.tag_ not in ("NNS", "NNPS"):
        return holder_of(scene, head, role, None)
    here = scene.sentence_of.get(head.i, 0)
    same = _latest(
        scene,
        head.i,
        here,
        lambda d: role.id in d.role_ids and d.name.split()[-1:] == [head.text] and d.wanted and d not in but,
    )
    if same:
        return same
    return _latest(scene, head.i, here, lambda d: _may_be(d, role, head) and d not in but)


def _may_be(draft: Draft, role: RoleEntry, head: Token) -> bool:
    """True if a body may be called by the noun: an armed group "the militants", a ministry "the ministry"."""
    if draft.person or draft.kind is None:
        return False
    if role.id == "role.country":
        return draft.known is not None and draft.known.is_country
    if draft.known is not None and draft.known.is_country:
        return False
    if role.id in ("role.group", "role.movement") or ("group" in role.flags and role.kind == "other"):
        return draft.kind in ("armed group", "party", "NGO", "ethnic or religious group") and bool(
            draft.known or "role." not in str(draft.role_ids)
        )
    if role.kind == "armed group":
        return draft.kind == "armed group" and not draft.role_ids
    if role.id == "role.force" and head.tag_ == "NN":
        return draft.kind == "armed force" and not draft.role_ids
    if role.id in (
        "role.media",
        "role.ngo",
        "role.party",
        "role.igo",
        "role.business",
        "role.parliament",
        "role.court",
    ):
        return draft.kind == role.kind and singular(head) not in ("media", "press", "report")
    if role.id == "role.government" and head.lower_ == "ministry":
        return "ministry" in draft.name.casefold()
    return False


def holder_of(scene: Scene, head: Token, role: RoleEntry, owner: Draft | None) -> Draft | None:
    """The person met before who holds the office: "the minister"; owner and nationality must not differ."""
    wide = role.id in ("role.diplomat", "role.leader", "role.official")
    alike = {"role.diplomat": DIPLOMATS, "role.leader": LEADERS, "role.official": OFFICIALS}.get(role.id, {role.id})
    here = scene.sentence_of.get(head.i, 0)
    word = singular(head)
    if word == "diplomat" and any(child.lower_ == "top" for child in head.lefts):
        alike = DIPLOMATS - {"role.diplomat"}  # "the top Ruritanian diplomat" is its foreign minister, no envoy

    def fits(draft: Draft) -> bool:
        if not draft.person or not draft.role_ids & alike or draft.plural:
            return False
        if any(seen.head == scene.top(head).head.i for seen in draft.seen if seen.token < head.i):
            return False  # who summons the ambassador is not the ambassador
        if not wide and draft.roles and not any(word in office for office in draft.roles):
            return False
        if role.id == "role.diplomat" and word == "diplomat" and any("prime" in office for office in draft.roles):
            return False
        theirs = draft.group
        same_body = owner is None or theirs is None or theirs is owner or theirs.country == owner.country
        return same_body and (owner is None or draft.country in (None, owner.country))

    return _latest(scene, head.i, here, fits)


def _latest(scene: Scene, at: int, sentence: int, fits: Callable[[Draft], bool]) -> Draft | None:
    """The draft that fits and was last met before a token, not too far back."""
    best: tuple[int, Draft] | None = None
    for draft in scene.drafts:
        if not fits(draft):
            continue
        before = [s.token for s in draft.seen if s.token < at and sentence - s.sentence <= BACK]
        if before and (best is None or before[-1] > best[0]):
            best = (before[-1], draft)
    return best[1] if best else None

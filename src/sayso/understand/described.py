"""Makes actors of names and descriptions: "Ruritanian troops", "a spokesman for the ministry", "three gunmen"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from .drafts import ARMED, Draft, Scene
from .known_actors import Known
from .names import Name
from .phrases import Piece, is_pronoun, owner_tokens, plain_words
from .role_words import RoleEntry, role_of, singular

#: a definite description points back at most so many sentences, about two paragraphs of wire copy.
BACK = 12
#: words for those who run a country, which stand for the country itself.
RULERS = frozenset("government administration regime cabinet state authorities leadership presidency authority".split())
STATE_ROLES = frozenset(
    "role.force role.police role.government role.parliament role.minister role.president role.court role.secretary".split()
)
#: heads of state and of government are each called "the leader".
LEADERS = frozenset(
    {"role.leader", "role.president", "role.minister", "role.commander", "role.cleric", "role.partisanpolitician"}
)
DIPLOMATS = frozenset({"role.diplomat", "role.minister", "role.secretary"})
OFFICIALS = frozenset("role.official role.minister role.secretary role.governor role.diplomat role.spokesman".split())
UNNAMED_ROLES = frozenset({"role.family", "role.civilian", "role.source", "role.member", "role.group"})
NOT_IN_ROLE = frozenset(
    "top senior former ex late ousted outgoing new then current longtime veteran old exiled chief".split()
)


def draft_of_name(scene: Scene, name: Name) -> Draft:
    """The actor that a name means; Moscow, the Kremlin and the Russians are all Russia."""
    draft, made = scene.draft(("name", name.who), name.who)
    surface = scene.segments.report.text[name.span.start : name.span.end]
    if name.known is None or name.known.form not in ("adjective", "people"):
        draft.aliases.setdefault(" ".join(surface.split()))
    if not made:
        draft.gender = draft.gender or name.gender
        return draft
    draft.person, draft.gender, draft.known = name.person, name.gender, name.known
    if name.person:
        draft.kind = "person"
    elif name.known:
        draft.kind, draft.country, draft.sector = name.known.kind, name.known.country, name.known.sector
    elif name.body:
        draft.kind, draft.sector = name.body.kind, name.body.sector
        draft.country = name.owner.country if name.owner else None
        if draft.sector is None and name.owner and not name.owner.is_country:
            draft.kind, draft.sector = name.owner.kind, name.owner.sector
    draft.plural = draft.kind == "ethnic or religious group"
    return draft


def describe_person(scene: Scene, name: Name, draft: Draft) -> None:
    """Adds what stands beside a person's name: title, office, and whose: "Ruritanian Foreign Minister Hugo Zapt"."""
    doc = scene.segments.doc
    for head in _office_heads(doc[name.first : name.last + 1], doc):
        role, words = role_of(head)
        if role is None or role.id in ("role.family", "role.civilian", "role.place", "role.thing", "role.group"):
            continue
        owner = owner_of(scene, head, before=name.first)
        office = _office(scene, head, words)
        if office not in draft.roles and role.is_person:
            draft.roles.append(office)
        draft.role_ids.add(role.id)
        draft.group = draft.group or owner
        draft.country = draft.country or (owner.country if owner else None)
        draft.sector = draft.sector or sector_of(scene, role, head, owner)
        draft.late = draft.late or any(t.lower_ == "late" for t in head.lefts)
        if words.endswith("woman"):
            draft.gender = draft.gender or "f"
    if name.first and doc[name.first - 1].lower_ == "late":
        draft.late = True


def _office_heads(name: object, doc: object) -> Iterator[Token]:
    tokens = list(name)  # type: ignore[call-overload]
    first = tokens[0]
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])
    if first.i > first.sent.start:
        before = first.nbor(-1)
        if before.is_punct and before.text == "," and head.dep_ == "appos" and before.i > first.sent.start:
            before = head.head
        yield before
    for child in head.children:
        if child.dep_ == "appos":
            yield child
    if head.dep_ == "appos":
        yield head.head


def _office(scene: Scene, head: Token, words: str) -> str:
    """The office in words: "foreign minister" of "the former Ruritanian foreign minister"."""
    before: list[str] = []
    at = head.i - len(words.split()) if " " in words else head.i - 1
    while at >= head.sent.start and len(before) < 3:
        token = scene.segments.doc[at]
        name = scene.names.get(token.i)
        plain = token.dep_ in ("compound", "amod", "nmod") and token.is_alpha
        if name or not plain or token.lower_ in NOT_IN_ROLE or token.tag_ in ("DT", "PRP$", "CD", "VBD"):
            break
        before.insert(0, token.lower_)
        at -= 1
    return " ".join([*before, words])


def owner_of(scene: Scene, head: Token, before: int | None = None) -> Draft | None:
    """Whose the head is: the Taliban in "Taliban spokesman", the ministry in "an official of the ministry"."""
    tokens = list(owner_tokens(head))
    if before is not None:
        # the parser hangs "Ruritanian" and "Foreign" on the name, not on the office between them
        at, near = head.i - 1, []
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
                continue
            draft = draft_of_name(scene, name)
            return draft if not name.person else (draft.group or draft)
        if token.i in scene.at and token.i != head.i:
            return scene.at[token.i]
        if (
            token.dep_ == "poss"
            and not is_pronoun(token)
            or token.dep_ == "pobj"
            and token.head.lower_ in ("of", "for")
        ):
            found = point_back(scene, token)
            if found:
                return found
    return None


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
            # "local", "public" and "national" are people only as nouns
            only_noun = (
                child.dep_ == "amod" and role is not None and role.kind == "civilians" and child.lower_ != "civilian"
            )
            if role and role.sector and "place" not in role.flags and not only_noun:
                return role
    return None


def draft_of_description(scene: Scene, piece: Piece, but: tuple[Draft | None, ...] = ()) -> Draft:
    """The actor that a description means: one met before where it points back, else one of its own."""
    owner = owner_of(scene, piece.head)
    if owner is None and not piece.counted:
        back = point_back(scene, piece.head, but) if piece.pointing else None
        if back:
            return back
    if owner is not None and piece.role and not piece.counted:
        whole = _whole(scene, piece, piece.role, owner)
        if whole:
            return whole
    if piece.pointing and piece.role and piece.role.is_person and not piece.plural:
        holder = _holder(scene, piece.head, piece.role, owner)
        if holder:
            return holder
    return _own(scene, piece, owner)


def _whole(scene: Scene, piece: Piece, role: RoleEntry, owner: Draft) -> Draft | None:
    """The body that stands behind a bare plural: "Taliban fighters" are the Taliban, "Ruritanian troops" its force."""
    country = owner.known is not None and owner.known.is_country
    collective = "whole" in role.flags or piece.plural
    if country and piece.role_words in RULERS and modifier_role(piece.head) is None:
        return owner
    if not country and owner.kind in (*ARMED, "party") and collective:
        stands = {"whole", "many", "chief", "group"} & set(role.flags) and not {"place", "tool"} & set(role.flags)
        speaks = role.kind in ("armed force", "armed group", "government") or "chief" in role.flags
        if stands and speaks and (owner.kind in ARMED or "whole" in role.flags):
            return owner
    state_force = role.id in ("role.force", "role.soldier", "role.weapon") and modifier_role(piece.head) is None
    acts = "tool" not in role.flags or scene.top(piece.head).dep_ == "nsubj"
    if country and collective and state_force and acts and owner.known:
        known = owner.known
        draft, made = scene.draft(("force", owner.name), f"{_adjective(known)} forces")
        if made:
            draft.kind, draft.sector, draft.country, draft.group = "armed force", "MIL", owner.country, owner
            draft.plural = True
        return draft
    return None


def _adjective(known: Known) -> str:
    # "American forces" would hide the name that the other entries of that country bear
    return known.name if known.name in ("United States", "United Kingdom") else known.adjective or known.name


def _own(scene: Scene, piece: Piece, owner: Draft | None) -> Draft:
    """An entry named by the description's own words; the same words, not counted, are the same entry."""
    words = plain_words(piece)
    possessive = next((t for t in piece.head.lefts if t.tag_ == "PRP$"), None)
    if possessive is not None and owner is not None:
        words = f"{owner.name}'s {words}"
    if owner is not None and piece.role and piece.role.is_person and owner.name.casefold() not in words.casefold():
        plain = any(scene.at.get(t.i) is owner or t.i in scene.names for t in piece.tokens)
        words = words if plain else f"{words} for {owner.name}"
    again = not piece.counted and (
        piece.plural or piece.pointing or (piece.role is not None and not piece.role.is_person)
    )
    draft, made = scene.draft(("words", words.casefold()) if again else None, words)
    if not made:
        return draft
    role = piece.role
    draft.plural = piece.plural
    draft.group = owner
    draft.country = owner.country if owner else _loose_country(scene, piece)
    if role is not None:
        _fill(scene, draft, piece, role, owner)
    return draft


def _loose_country(scene: Scene, piece: Piece) -> str | None:
    """The country of "the Saudi-led coalition": who leads, trains and owns gives it; who only backs it does not."""
    for token in piece.tokens:
        name = scene.names.get(token.i)
        if name and name.known and name.loose in ("led", "based", "born"):
            return name.known.country
    return None


def _fill(scene: Scene, draft: Draft, piece: Piece, role: RoleEntry, owner: Draft | None) -> None:
    draft.role_ids.add(role.id)
    draft.sector = sector_of(scene, role, piece.head, owner)
    draft.kind = role.kind
    draft.person = role.is_person and not piece.plural
    modifier = modifier_role(piece.head)
    if role.id in ("role.force", "role.group", "role.movement", "role.militia") and modifier and modifier.kind in ARMED:
        draft.kind = modifier.kind
    if role.id == "role.group" and owner and owner.kind:
        draft.kind = owner.kind
    if role.is_person:
        draft.kind = "person"
        draft.roles.append(_office(scene, piece.head, piece.role_words))
        draft.gender = "f" if piece.role_words.endswith("woman") else draft.gender
    elif not piece.plural and role.kind not in (
        "government",
        "media",
        "NGO",
        "IGO",
        "party",
        "company",
        "facility",
        "object",
    ):
        draft.person = not {"whole", "body", "group", "tool"} & set(role.flags) or piece.head.lower_.endswith("man")
        word = piece.role_words
        draft.gender = (
            "f" if word in ("woman", "girl", "mother", "wife", "daughter", "sister", "widow") else draft.gender
        )
    if draft.country is None and role.id in STATE_ROLES:
        draft.country = scene.main_country


def point_back(scene: Scene, head: Token, but: tuple[Draft | None, ...] = ()) -> Draft | None:
    """The actor that "the group", "the militants", "the spokesman" means, of those met before; None if unsure.

    ``but``: who it cannot be, as nobody calls his own side "the armed group".
    """
    role, _ = role_of(head)
    if role is None or "place" in role.flags:
        return None
    if role.is_person and head.tag_ not in ("NNS", "NNPS"):
        return _holder(scene, head, role, None)
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
    if role.id in ("role.group", "role.movement") or "group" in role.flags and role.kind == "other":
        return draft.kind in ("armed group", "party", "NGO", "ethnic or religious group") and bool(
            draft.known or "role." not in str(draft.role_ids)
        )
    if role.kind == "armed group":
        return draft.kind == "armed group" and not draft.role_ids
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


def _holder(scene: Scene, head: Token, role: RoleEntry, owner: Draft | None) -> Draft | None:
    """The person met before who holds the office: "the minister"; owner and nationality must not differ."""
    wide = role.id in ("role.diplomat", "role.leader", "role.official")
    alike = {"role.diplomat": DIPLOMATS, "role.leader": LEADERS, "role.official": OFFICIALS}.get(role.id, {role.id})
    here = scene.sentence_of.get(head.i, 0)
    word = singular(head)

    def fits(draft: Draft) -> bool:
        if not draft.person or not draft.role_ids & alike or draft.plural:
            return False
        if not wide and draft.roles and not any(word in office for office in draft.roles):
            return False
        if role.id == "role.diplomat" and word == "diplomat" and any("prime" in office for office in draft.roles):
            return False
        theirs = draft.group
        same_body = owner is None or theirs is None or theirs is owner or theirs.country == owner.country
        return same_body and (owner is None or draft.country in (None, owner.country))

    return _latest(scene, head.i, here, fits)


def _latest(scene: Scene, at: int, sentence: int, fits: object) -> Draft | None:
    """The draft that fits and was last met before a token, not too far back."""
    best: tuple[int, Draft] | None = None
    for draft in scene.drafts:
        if not fits(draft):  # type: ignore[operator]
            continue
        before = [s.token for s in draft.seen if s.token < at and sentence - s.sentence <= BACK]
        if before and (best is None or before[-1] > best[0]):
            best = (before[-1], draft)
    return best[1] if best else None

"""Makes actors of names and descriptions: "Ruritanian troops", "a spokesman for the ministry", "three gunmen"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from .callings import is_person_word, words_of
from .drafts import ARMED, Draft, Scene
from .known_actors import Known, find_leader, find_misspelt
from .names import Name
from .owners import RULERS, holder_of, modifier_role, owner_of, point_back, sector_of
from .phrases import Piece, means, plain_words
from .pronouns import speaker_of
from .recall import ONE_KIND, STRONG, count_of, find_by_trait, find_by_words, gender_of, learn_words
from .role_words import RoleEntry, role_of, singular

#: roles that somebody holds for a state; where the report speaks of one state alone it is that state's.
STATE_ROLES = frozenset(
    f"role.{role}"
    for role in (
        "force",
        "police",
        "government",
        "parliament",
        "minister",
        "president",
        "court",
        "secretary",
        "governor",
    )
)
#: who talks for a body: "the Front's delegates" are the Front at the table.
DELEGATES = frozenset({"delegate", "envoy", "negotiator", "representative", "emissary", "delegation"})
ARMS = frozenset({"MIL", "COP", "REB", "UAF"})
NOT_IN_ROLE = frozenset(
    [
        "top",
        "senior",
        "former",
        "ex",
        "late",
        "ousted",
        "outgoing",
        "new",
        "then",
        "current",
        "longtime",
        "veteran",
        "old",
        "exiled",
        "chief",
        "several",
        "many",
        "some",
        "other",
    ]
)


def describe_person(scene: Scene, name: Name, draft: Draft) -> None:
    """Adds what stands beside a person's name: title, office, and whose: "Ruritanian Foreign Minister Hugo Zapt"."""
    doc = scene.segments.doc
    for head in _office_heads(doc[name.first : name.last + 1], doc):
        if head.pos_ in ("NOUN", "PROPN") and not scene.names.get(head.i):
            learn_words(draft, head)
            draft.gender = draft.gender or gender_of(words_of(head))
        role, words = role_of(head)
        if role is None or role.id in ("role.family", "role.civilian", "role.place", "role.thing", "role.group"):
            continue
        owner = owner_of(scene, head, before=name.first)
        office = _office(scene, head, words)
        if scene.segments.doc[head.i + 1 : head.i + 3].text.lower() == "of state":
            office += " of state"
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


def complete_person(scene: Scene, draft: Draft) -> None:
    """What the report leaves out of a well-known person, or of the only president that it can mean."""
    leader = find_leader(draft.name) if draft.kind == "person" else None
    if leader is not None and draft.group is None:
        if draft.country is None:
            draft.country = leader.country
        if draft.sector is None or leader.sector == "IGO":
            draft.sector = leader.sector
    elif draft.country is None and draft.person and draft.role_ids & STATE_ROLES and draft.sector != "IGO":
        draft.country = scene.main_country


def _office_heads(name: object, doc: object) -> Iterator[Token]:
    tokens = list(name)  # type: ignore[call-overload]
    first = tokens[0]
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])
    if first.i > first.sent.start:
        before = first.nbor(-1)
        if before.is_punct and before.text == "," and head.dep_ == "appos" and before.i > first.sent.start:
            before = head.head
        elif before.i - 2 >= first.sent.start and before.nbor(-1).lower_ == "of":
            before = before.nbor(-2)  # "Secretary of State Ada Rau"
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


def draft_of_description(scene: Scene, piece: Piece, but: tuple[Draft | None, ...] = ()) -> Draft:
    """The actor that a description means: one met before where it points back, else one of its own."""
    owner = owner_of(scene, piece.head)
    strong = find_by_words(scene, piece, owner, but, least=STRONG)
    if strong:
        return strong
    # "The Committee for Lakes" is a name, whatever was spoken of before
    if owner is None and not piece.counted and piece.head.text[0].islower():
        back = point_back(scene, piece.head, but) if piece.pointing else None
        if back:
            return back
    if owner is not None and piece.role and not piece.counted:
        whole = _whole(scene, piece, piece.role, owner)
        if whole:
            return whole
    if piece.pointing and piece.role and piece.role.is_person and not piece.plural:
        holder = holder_of(scene, piece.head, piece.role, owner)
        if holder:
            return holder
    return _recall(scene, piece, owner, but) or _own(scene, piece, owner)


def _recall(scene: Scene, piece: Piece, owner: Draft | None, but: tuple[Draft | None, ...]) -> Draft | None:
    """Whom a description means of whom the words alone say little: the one kind there is, or the person spoken of."""
    name = scene.names.get(piece.head.i)
    if name is not None and (name.known is None or name.known.form not in ("people", "adjective")):
        return None
    country = name.known.country if name and name.known else owner.country if owner else None
    kind = find_by_words(scene, piece, owner, but, least=ONE_KIND) if name is None else None
    speaker = speaker_of(scene, piece.head)
    return kind or find_by_trait(scene, piece, country, (*but, speaker))


def _whole(scene: Scene, piece: Piece, role: RoleEntry, owner: Draft) -> Draft | None:
    """The body that stands behind a bare plural: "Taliban fighters" are the Taliban, "Ruritanian troops" its force."""
    if owner.person and owner.group is not None and owner.group.kind in ARMED:
        owner = owner.group  # the men of a spokesman are those he speaks for
    country = owner.known is not None and owner.known.is_country
    if not country and piece.plural and singular(piece.head) in DELEGATES and owner.is_body():
        return owner
    if (
        not country
        and {"body", "group"} & set(role.flags)
        and role.kind in (owner.kind, "other", "IGO")
        and not piece.plural
    ):
        beside = {t.i for t in piece.head.lefts if t.dep_ in ("compound", "amod", "nmod")}
        if any(scene.at.get(i) is owner or (i in scene.names and scene.names[i].who == owner.name) for i in beside):
            return owner
    collective = "whole" in role.flags or piece.plural
    if country and piece.role_words in RULERS and modifier_role(piece.head) is None:
        return owner
    if not country and owner.kind in (*ARMED, "party") and collective:
        stands = {"whole", "many", "chief", "group"} & set(role.flags) and not {"place", "tool"} & set(role.flags)
        speaks = role.kind in ("armed force", "armed group", "government") or "chief" in role.flags
        speaks = speaks or role.sector in ARMS or (piece.role_words == "man" and _is_owned(piece))
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


def _is_owned(piece: Piece) -> bool:
    return any(child.dep_ == "poss" for child in piece.head.lefts)


def _adjective(known: Known) -> str:
    # "American forces" would hide the name that the other entries of that country bear
    return known.name if known.name in ("United States", "United Kingdom") else known.adjective or known.name


def find_bearer(scene: Scene, draft: Draft) -> Draft | None:
    """The person named later who holds the office: "the foreign minister said … Minister Kari Solheim"."""
    if draft.aliases or not draft.person or not draft.definite or not draft.roles:
        return None
    named = [
        one
        for one in scene.drafts
        if one.person
        and one.aliases
        and any(office.endswith(draft.roles[0]) for office in one.roles)
        and (draft.country is None or one.country in (None, draft.country))
        and (draft.group is None or one.group in (None, draft.group))
    ]
    if len(named) != 1 or not named[0].seen or not draft.seen:
        return None
    return named[0] if draft.seen[0].token < named[0].seen[0].token else None


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
    draft.plural, draft.count = piece.plural, count_of(piece)
    draft.group = owner
    draft.definite = piece.pointing or _is_owned(piece)
    draft.country = owner.country if owner else _loose_country(scene, piece)
    if role is not None:
        _fill(scene, draft, piece, role, owner)
    else:
        _fill_named(scene, draft, piece, owner)
        if draft.kind is None and not piece.plural and is_person_word(words_of(piece.head), None):
            draft.kind, draft.person = "person", True
    draft.gender = draft.gender or (gender_of(words_of(piece.head)) if draft.person else None)
    if draft.country is None and draft.sector not in ("IGO", "NGO", "JRN") and draft.kind != "company":
        draft.country = _place_country(scene, piece) or (scene.main_country if role else None)
    return draft


def _fill_named(scene: Scene, draft: Draft, piece: Piece, owner: Draft | None) -> None:
    """What a name alone tells: "two Ruritanians" are people of that country, "Ruritanian Kurds" a people of its own."""
    name = scene.names.get(piece.head.i)
    if name is not None and name.known is not None:
        ethnic = owner is not None or any(t.lower_ == "ethnic" for t in piece.tokens)
        draft.kind, draft.sector, draft.plural = "civilians", "CVL", piece.plural
        if ethnic or name.known.kind == "ethnic or religious group":
            draft.kind = "ethnic or religious group"
        draft.country = draft.country or (None if ethnic else _place_country(scene, piece) or name.known.country)
        return
    misspelt = find_misspelt(piece.head.text) if piece.head.text[0].isupper() else None
    if misspelt and len(piece.tokens) - piece.pointing == 1:
        draft.kind, draft.country, draft.sector = misspelt.kind, misspelt.country, misspelt.sector
    elif owner is not None:
        draft.sector = owner.sector


def _place_country(scene: Scene, piece: Piece) -> str | None:
    """The country that a phrase says its actor is of or in: "students at a school in Chile"."""
    for token in piece.head.subtree:
        name = scene.names.get(token.i)
        after = token.i > piece.head.i and name is not None and name.known is not None and name.known.is_country
        if (
            after
            and name is not None
            and name.known is not None
            and name.known.form in ("name", "capital", "adjective")
        ):
            if any(up.dep_ == "relcl" for up in token.ancestors if up.i > piece.head.i):
                continue
            return name.known.country
    return None


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
        many = {"whole", "body", "group", "tool"} & set(role.flags) or "collective" in means(piece.head)
        draft.person = not many or piece.head.lower_.endswith("man")
        word = piece.role_words
        draft.gender = (
            "f" if word in ("woman", "girl", "mother", "wife", "daughter", "sister", "widow") else draft.gender
        )
    if draft.country is None and role.id in STATE_ROLES:
        draft.country = scene.main_country

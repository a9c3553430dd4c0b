"""Resolves pronouns and words for a side: "he", "its", "we", "the enemy", "both sides"."""

from __future__ import annotations

from spacy.tokens import Token

from ..records import Span
from .callings import is_craft, share_a_calling
from .drafts import ARMED, Draft, Scene, Seen
from .phrases import means

#: a pronoun reaches back over so many sentences.
REACH = 3
#: what a sentence of distance, and a quotation's mark between, take from a mention's weight.
PER_SENTENCE, PER_QUOTE_MARK = 1.7, 2.5
#: what being often spoken of adds at most, and being the source of the sentence before.
FREQUENT, OF_SPEAKER = 1.0, 2.0
#: what the subject of the clause around a pronoun, and of the clause around that, gains over all others.
CLAUSE_SUBJECT = (2.0, 1.0, 0.5)
#: who speaks in these roles says "we" for the body behind him.
OFFICIAL = frozenset(
    f"role.{role}"
    for role in (
        "spokesman", "minister", "president", "secretary", "diplomat", "commander", "official", "leader", "officer"
    )
)  # fmt: skip
#: who speaks in these roles for a state.
STATESMEN = frozenset(f"role.{role}" for role in ("minister", "president", "secretary", "diplomat"))
#: sectors of those who bear arms.
ARMS = frozenset({"MIL", "COP", "REB", "UAF"})
#: what a mere thing loses as the meaning of "it", and one who tells of others as that of "they" in a quotation.
THING, TELLER = -2.0, -1.0
#: the best candidate must lead a rival by this, or the pronoun stays open.
LEAD = 0.05


def speaker_of(scene: Scene, token: Token) -> Draft | None:
    """Who says the content that the token stands in, the innermost attribution first."""
    place = Span(token.idx, token.idx + len(token))
    best: tuple[int, Draft] | None = None
    for mark in scene.attributions:
        size = sum(span.end - span.start for span in mark.content)
        if any(span.covers(place) for span in mark.content) and (best is None or size < best[0]):
            speaker = source_draft(scene, mark.source)
            if speaker:
                best = (size, speaker)
    return best[1] if best else None


def source_draft(scene: Scene, source: Span | None) -> Draft | None:
    """The actor at the head of a source phrase, if it is resolved already."""
    if source is None:
        return None
    found = [scene.at[t.i] for t in scene.segments.tokens_in(source) if t.i in scene.at and t.i in scene.source_heads]
    return found[0] if found else None


def find_antecedents(scene: Scene, token: Token, *, quoted: bool) -> tuple[Draft, ...]:
    """The actors that a pronoun means, two where both sides speak ("each side said it ..."), or nobody."""
    pair = _speaking_pair(scene, token)
    if pair and means(token) & {"body", "many", "speakers", "speaker"}:
        return pair
    found = _own_subject(scene, token) or _met_after(scene, token) or find_antecedent(scene, token, quoted=quoted)
    if found is not None and found.person and found.gender is None:
        meant = means(token)
        found.gender = "m" if "man" in meant else "f" if "woman" in meant else None
    return (found,) if found else ()


def subject_after(token: Token) -> Token | None:
    """The subject that a pronoun before it points on to: "Elphberg" in "In his first speech, Elphberg said …"."""
    before = next((up for up in token.ancestors if up.dep_ in ("prep", "advcl", "pcomp") and up.head.i > up.i), None)
    verb = before.head if before is not None else None
    while before is not None and verb is not None and verb.dep_ in ("prep", "advcl", "pcomp") and verb.head.i > verb.i:
        verb = verb.head
    if verb is None or verb.pos_ not in ("VERB", "AUX"):
        return None
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    return subject if subject is not None and subject.i > token.i and subject.pos_ in ("PROPN", "NOUN") else None


def _met_after(scene: Scene, token: Token) -> Draft | None:
    subject = subject_after(token)
    draft = scene.at.get(subject.i) if subject is not None else None
    if draft is None or means(token) & {"speaker", "speakers", "relative"}:
        return None
    return draft if _agrees(draft, token) else None


def _own_subject(scene: Scene, token: Token) -> Draft | None:
    """The subject of its own verb for "himself", "themselves"; not in "the mayor himself"."""
    if not token.lower_.endswith(("self", "selves")) or token.dep_ in ("npadvmod", "appos", "nsubj"):
        return None
    for up in token.ancestors:
        subject = next((c for c in up.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return scene.at.get(subject.i)
    return None


def _speaking_pair(scene: Scene, token: Token) -> tuple[Draft, ...]:
    place = Span(token.idx, token.idx + len(token))
    for mark in scene.attributions:
        if mark.source is not None and any(span.covers(place) for span in mark.content):
            for one in scene.segments.tokens_in(mark.source):
                if one.i in scene.pairs:
                    return scene.pairs[one.i]
    return ()


def find_antecedent(scene: Scene, token: Token, *, quoted: bool) -> Draft | None:
    """The actor that a pronoun means, or None where nobody clearly fits."""
    meant = means(token)
    if "relative" in meant:
        return _relative(scene, token)
    speaker = speaker_of(scene, token)
    if "speaker" in meant:
        return speaker
    if "speakers" in meant:
        return find_own_side(scene, speaker, token)
    if "body" in meant and is_empty_it(token):
        return None
    return _most_salient(scene, token, speaker, quoted)


def side_of(speaker: Draft | None) -> Draft | None:
    """For whom somebody says "we": a spokesman for his group, a minister for his country, else himself."""
    if speaker is None or not speaker.person:
        return speaker
    if speaker.group is not None and (speaker.leads or speaker.role_ids & OFFICIAL):
        return speaker.group
    return speaker


def find_own_side(scene: Scene, speaker: Draft | None, token: Token) -> Draft | None:
    """For whom somebody says "we" whose group nobody told: an officer for the one army there is of his country."""
    side = side_of(speaker)
    if speaker is None or side is not speaker or not speaker.person:
        return side
    before = [d for d in scene.drafts if not d.person and any(s.token < token.i for s in d.seen)]
    country = speaker.country or scene.main_country
    arms = [d for d in before if d.sector == speaker.sector and country in (None, d.country)]
    if speaker.sector in ARMS and len(arms) == 1:
        return arms[0]
    if speaker.role_ids & STATESMEN and country:
        states = [d for d in before if d.known and d.known.is_country and d.country == country]
        return states[0] if len(states) == 1 else speaker
    like = [d for d in before if d.plural and any(share_a_calling((word,), d.words) for word in speaker.words)]
    return like[0] if len(like) == 1 else speaker


def is_empty_it(token: Token) -> bool:
    """True for "it" that means nothing: "it was reported that", "it is clear"."""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    verb = token.head
    clause = any(
        c.dep_ in ("ccomp", "csubj", "xcomp", "advcl") or c.lower_ in ("that", "to", "whether") for c in verb.rights
    )
    weather = verb.lemma_ in ("seem", "appear", "happen", "turn", "rain", "snow")
    passive = token.dep_ == "nsubjpass" and any(c.dep_ == "ccomp" or c.lower_ == "that" for c in verb.rights)
    judged = verb.lemma_ == "be" and any(c.dep_ in ("acomp", "attr") for c in verb.rights) and clause
    return weather or passive or judged


def relative_noun(token: Token) -> Token | None:
    """The noun that a relative pronoun takes up: "rebels" for "who" in "the rebels who fled"."""
    noun = next((up.head for up in token.ancestors if up.dep_ == "relcl"), None)
    if noun is None:
        return None
    # "Rau and Brandl, who ...": the parser hangs the clause on the first of two names, it is said of the last
    names = [c for c in noun.conjuncts if c.pos_ == "PROPN" and c.i < token.i]
    return max(names, key=lambda c: c.i) if names and noun.pos_ == "PROPN" else noun


def _relative(scene: Scene, token: Token) -> Draft | None:
    """The actor that a relative clause is said of: "the rebels, who ..."."""
    noun = relative_noun(token)
    return scene.at.get(noun.i) if noun is not None else None


def _most_salient(scene: Scene, token: Token, speaker: Draft | None, quoted: bool) -> Draft | None:
    here = scene.sentence_of.get(token.i, 0)
    scored = []
    subjects = _subjects_around(scene, token)
    own = (speaker, find_own_side(scene, speaker, token)) if speaker is not None else ()
    for draft in scene.drafts:
        if not _agrees(draft, token):
            continue
        if quoted and draft in own:
            continue
        if any(_is_beside(seen, token, here) for seen in draft.seen):
            continue
        before = [seen for seen in draft.seen if seen.token < token.i]
        marks = [_mark(seen, token, here, quoted=quoted) for seen in before]
        best = max((m for m in marks if m is not None), default=None)
        if best is None:
            continue
        best += FREQUENT * min(len(draft.seen), 4) / 4 + subjects.get(draft.number, 0.0)
        best += _aptness(draft, token, quoted)
        if not quoted and draft in (speaker, side_of(speaker)) and (draft.plural or "many" not in means(token)):
            best += OF_SPEAKER
        scored.append((best, draft))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < LEAD):
        return None
    return scored[0][1]


def _aptness(draft: Draft, token: Token, quoted: bool) -> float:
    """What speaks against an actor whom a pronoun may mean: "it" is rather a ministry than a building.

    And "they" in somebody's mouth are those he speaks of, rather than the ministry or the paper that reports it.
    """
    meant = means(token)
    state = draft.known is not None and draft.known.is_country
    if "many" in meant:
        return TELLER if (quoted or not draft.plural) and draft.kind in ("government", "media") and not state else 0.0
    return THING if "body" in meant and not draft.is_body() and not draft.aliases else 0.0


def _subjects_around(scene: Scene, token: Token) -> dict[int, float]:
    """The subjects of the clauses that enclose a pronoun: "as Ruritania began ... of its forces" -> Ruritania."""
    gains: dict[int, float] = {}
    step = 0
    for up in token.ancestors:
        subject = next((c for c in up.lefts if c.dep_ in ("nsubj", "nsubjpass") and c.i != token.i), None)
        if subject is None or subject.tag_ in ("WP", "WDT"):
            continue
        draft = scene.at.get(subject.i)
        if draft is not None and subject.i < token.i and step < len(CLAUSE_SUBJECT):
            gains.setdefault(draft.number, CLAUSE_SUBJECT[step])
        step += 1
    return gains


def _mark(seen: Seen, token: Token, here: int, *, quoted: bool) -> float | None:
    """How much one earlier mention speaks for its actor; None where grammar or distance forbids."""
    distance = here - seen.sentence
    if distance > REACH:
        return None
    mark = seen.weight - PER_SENTENCE * distance - 0.004 * (token.i - seen.token)
    return mark - PER_QUOTE_MARK if seen.quoted != quoted else mark


def _is_beside(seen: Seen, token: Token, here: int) -> bool:
    """True for the other argument of one verb: in "he told him" two arguments are two actors."""
    if seen.sentence != here or seen.token >= token.i:
        return False
    if token.dep_ != "poss" and seen.head == token.head.i and not token.lower_.endswith("f"):
        return True
    shared = token.dep_ in ("dobj", "dative") and seen.head in _verbs_before(token.head)
    # "the minister summoned the envoy and told him": nor is he the subject that verbs share
    return shared and token.doc[seen.token].dep_ in ("nsubj", "nsubjpass")


def _verbs_before(verb: Token) -> list[int]:
    """The verbs whose subject is this one's too."""
    found = []
    while verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        verb = verb.head
        found.append(verb.i)
    return found


def _agrees(draft: Draft, token: Token) -> bool:
    """Number, person and gender fit, where they are known."""
    meant = means(token)
    if draft.late:
        return False
    if "woman" in meant and not draft.person and not draft.plural and is_craft(draft.words):
        return True
    if meant & {"man", "woman"}:
        wanted = "m" if "man" in meant else "f"
        return draft.person and draft.gender in (None, wanted)
    if "body" in meant:
        # "the city sued; it says ..." : a place or a thing that speaks or acts
        thing = (draft.wanted and draft.kind in (None, "facility")) or (bool(draft.aliases) and draft.kind is None)
        return (draft.is_body() or thing) and (draft.single or not draft.plural)
    if "many" in meant:
        if draft.person:
            return False
        return (
            draft.plural
            or (draft.kind is None and not is_craft(draft.words))
            or draft.kind
            in (
                *ARMED,
                "civilians",
                "party",
                "ethnic or religious group",
                "NGO",
                "media",
                "government",
            )
        )
    return False


def find_sides(scene: Scene, token: Token) -> tuple[Draft, ...]:
    """The two that "both sides" or "each side" means: the two last set beside each other, else the main two."""
    near: list[Draft] = []
    for at in range(token.i - 1, max(-1, token.i - 80), -1):
        draft = scene.at.get(at)
        if draft is None or draft.person or scene.segments.doc[at].dep_ != "conj":
            continue
        first = scene.at.get(scene.top(scene.segments.doc[at]).head.i) or _pair_of(scene, at)
        if first is not None and first is not draft and not first.person:
            near = [first, draft]
            break
    if len(near) == 2 and scene.sentence_of.get(token.i) is not None:
        return tuple(near)
    return main_parties(scene, token)


def _pair_of(scene: Scene, at: int) -> Draft | None:
    token = scene.segments.doc[at]
    return next((scene.at[t.i] for t in token.head.subtree if t.i in scene.at and t.i < at), None)


def main_parties(scene: Scene, token: Token | None = None) -> tuple[Draft, ...]:
    """The two bodies under arms (or states) that the text speaks of most, up to a token; fewer if it has fewer."""
    counts: list[tuple[float, Draft]] = []
    for draft in scene.drafts:
        state = draft.known is not None and draft.known.is_country
        if draft.person or not (draft.kind in ARMED or state) or not draft.seen:
            continue
        acting = sum(s.weight for s in draft.seen if token is None or s.token < token.i)
        if acting:
            counts.append((acting * (1.0 if draft.kind in ARMED else 0.4), draft))
    counts.sort(key=lambda pair: -pair[0])
    return tuple(draft for _, draft in counts[:2])


def find_opponents(scene: Scene, token: Token) -> tuple[Draft, ...]:
    """Whom a speaker means by "the enemy", "the other side": the main party that is not his own.

    Where each of two sides speaks of the other, it is both.
    """
    pair = _speaking_pair(scene, token)
    if pair:
        return pair
    own = find_own_side(scene, speaker_of(scene, token), token)
    if own is None or own.person:
        return ()
    family = {own.number, *([own.group.number] if own.group else [])}
    ranked = [d for d in main_parties(scene) if d.number not in family and not _kin(d, own)]
    return tuple(ranked[:1])


def _kin(one: Draft, other: Draft) -> bool:
    return one.group is other or other.group is one or (one.group is not None and one.group is other.group)

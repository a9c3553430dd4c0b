"""Grammar of an attribution: whose word a cue is, which words are the cue, and where its content begins and ends."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from ..records import Span
from .cues import CueEntry, is_cue

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
#: relative words point back to the noun that their clause describes ("residents who said ...").
RELATIVE = ("who", "which", "that", "whom")
#: acts whose object is part of what is wanted or held against somebody ("urged the army to leave").
OBJECT_BELONGS = ("urge", "demand", "accuse", "condemn", "praise", "ask", "threaten")
#: verbs whose passive subject is the one spoken to, not part of the content ("we were told that ...").
ADDRESSED = ("tell", "inform", "assure", "remind", "brief", "notify", "ask", "advise")
PREPOSITIONS = ("of", "for", "about", "on", "against", "with", "over", "at")


def span_of(tokens: Iterable[Token]) -> Span | None:
    """From the first to the last of the tokens, punctuation and blanks at either end left out."""
    some = sorted((t for t in tokens), key=lambda t: t.i)
    while some and (some[-1].is_space or (some[-1].is_punct and some[-1].text not in ")%")):
        some.pop()
    while some and (some[0].is_space or (some[0].is_punct and some[0].text not in "($#")):
        some.pop(0)
    return Span(some[0].idx, some[-1].idx + len(some[-1])) if some else None


def subtree(token: Token, without: Iterable[Token] = ()) -> list[Token]:
    """The words under a token, less those under the tokens given."""
    cut = {t.i for one in without for t in one.subtree}
    return [t for t in token.subtree if t.i not in cut]


def noun_phrase(token: Token) -> Span | None:
    """A source or side with its modifiers, cut before relative clauses and reports of what it says."""
    cut = [c for c in token.children if c.dep_ in ("relcl", "ccomp", "advcl") or (c.dep_ == "acl" and c.i > token.i)]
    return span_of(subtree(token, without=cut))


def find_source(verb: Token) -> Token | None:
    """The head of the noun phrase whose word it is; ``None`` where grammar names nobody.

    "the ministry said", "residents who fled said", "..., adding that", "was quoted by Reuters", "a statement saying".
    """
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if passive and verb.lemma_ not in ("quote", "cite"):
        return _agent(verb)
    for child in verb.children:
        if child.dep_ in SUBJECTS and child.i != verb.i:
            return _antecedent(child, verb)
    return _inherited(verb)


def _agent(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ in ("agent", "prep") and c.lower_ == "by"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in RELATIVE and verb.dep_ == "relcl":
        return verb.head
    return subject


def _inherited(verb: Token) -> Token | None:
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.tag_ == "VBG" and verb.lemma_ == "add" and head.dep_ == "ccomp" and head.i < verb.i:
        return find_source(head.head)  # "said its strike had killed nine, adding that": who said it adds
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep", "parataxis") and head.pos_ in ("VERB", "AUX", "ADJ"):
        return find_source(head) if head.dep_ != "punct" else None
    if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep_ == "pcomp" and head.head.pos_ in ("VERB", "AUX"):
        return find_source(head.head)
    return None


def find_owner(noun: Token) -> Token | None:
    """Whose claim, fear or plan it is: "the army's denial", "a claim by residents", "X has no plans to"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "among"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "make", "express", "voice", "give", "repeat", "issue"):
        return find_source(noun.head)
    return None


def verb_of(token: Token) -> Token:
    """The verb whose subject an adjective's is: "Oman *is* ready to"."""
    return token.head if token.pos_ == "ADJ" and token.dep_ in ("acomp", "attr", "conj") else token


def cue_span(token: Token, extra: Iterable[Token] = ()) -> Span | None:
    """The cue with its auxiliaries, negation, adverbs and particle, as far as they stand together."""
    parts = {token.i, *(t.i for t in extra)}
    for child in token.children:
        if child.dep_ in ("aux", "auxpass", "neg", "advmod", "prt"):
            parts.add(child.i)
    first = last = token.i
    while first - 1 in parts:
        first -= 1
    while last + 1 in parts:
        last += 1
    return span_of(token.doc[first : last + 1])


def find_content(token: Token, entry: CueEntry, *, within: Span | None = None) -> tuple[list[Span], list[Token]]:
    """The spans of what is attributed by this cue, and words that belong to the cue ("called *for*"); else empty.

    ``within``: the quotation that the cue stands in, which its content does not leave.
    """
    if entry.finite and any(c.tag_ == "TO" for c in token.children):
        return [], []
    for take in entry.takes:
        tokens, extra = _taken(token, take, entry)
        if within is not None:
            tokens = [t for t in tokens if within.start <= t.idx < within.end]
        if tokens:
            return _outside(tokens, token, extra), extra
    return [], []


def _taken(token: Token, take: str, entry: CueEntry) -> tuple[list[Token], list[Token]]:
    children = list(token.children)
    if take == "clause":
        return _clause(token, children, entry), []
    if take == "to":
        return _infinitive(token, children, entry)
    if take == "gerund":
        some = [c for c in children if c.dep_ in ("xcomp", "ccomp", "pcomp") and c.tag_ == "VBG"]
        return _under(some), []
    if take == "object":
        some = [c for c in children if c.dep_ == "dobj" and c.lower_ not in ("it", "so", "that", "this")]
        some += [c for c in children if c.dep_ == "nsubjpass"]
        if not all(entry.allows(c.lemma_) for c in some):
            return [], []
        return _under(_with_purpose(some, children, entry)), []
    if take == "as":
        return _characterised(children)
    if take == "responsibility":
        some = [c for c in children if c.dep_ == "dobj" and c.lemma_ in ("responsibility", "credit")]
        return _under(some), []
    word = "to" if take == "to_prep" else take
    return _prepositional(children, word, entry) if word in (*PREPOSITIONS, "to") else ([], [])


def _clause(token: Token, children: list[Token], entry: CueEntry) -> list[Token]:
    deps = ("ccomp",) if entry.pos == "verb" else ("ccomp", "acl", "relcl")
    clauses = [c for c in children if c.dep_ in deps and c.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON")]
    if entry.pos == "noun":
        clauses = [c for c in clauses if any(g.dep_ == "mark" and g.lower_ == "that" for g in c.children)]
    elif entry.pos == "verb" and not clauses and token.dep_ in ("parataxis", "ccomp") and _is_interjected(token):
        return subtree(token.head, without=[token])
    passive = [c for c in children if c.dep_ == "nsubjpass" and c.lower_ != "it"]
    if not clauses and passive and token.lemma_ not in ADDRESSED:
        clauses = [c for c in children if c.dep_ == "xcomp"]
        return _under(clauses + passive) if clauses else []
    return [t for clause in clauses for t in _told_in(clause, token)]


def _told_in(clause: Token, cue: Token) -> list[Token]:
    """The words of a clause, less what the parser hung on it although it is the speaker's next deed.

    "he would offer a prayer | but did not suggest", "he would leave, | calling it a shame", and words before the
    cue ("In a statement, Cruz said that ...") unless the clause's subject stands among them.
    """
    cut = [c for c in clause.children if c.i > clause.i and (_turns_away(c, clause, cue) or _goes_on(c))]
    words = subtree(clause, without=cut)
    if clause.i > cue.i and not any(c.dep_ in SUBJECTS and c.i < cue.i for c in clause.children):
        words = [t for t in words if t.i > cue.i]
    return words


def _turns_away(child: Token, clause: Token, cue: Token) -> bool:
    """A verb in the cue's tense joined to a clause in another: the speaker's deed, not part of what he said."""
    joined = child.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in child.children)
    past = child.tag_ == "VBD" or any(c.dep_ == "aux" and c.lower_ == "did" for c in child.children)
    past = past or (child.tag_ == cue.tag_ == "VBZ" and is_cue(child))
    modal = clause.tag_ == "VB" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in clause.children)
    perfect = clause.tag_ == "VBN" and is_cue(child)
    return joined and past and (modal or perfect)


def _goes_on(child: Token) -> bool:
    """ ", calling it a shame": a participle of speech after a comma is the speaker's."""
    if child.dep_ != "advcl" or child.tag_ != "VBG" or child.left_edge.i == 0:
        return False
    return child.left_edge.nbor(-1).text == "," and is_cue(child)


def _is_interjected(verb: Token) -> bool:
    """True for "he said" between commas within another clause."""
    head = verb.head
    return any(t.dep_ in SUBJECTS for t in verb.children) and head.pos_ in ("VERB", "AUX") and head.i > verb.i


def _infinitive(token: Token, children: list[Token], entry: CueEntry) -> tuple[list[Token], list[Token]]:
    def is_infinitive(verb: Token) -> bool:
        return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)

    deps = ("xcomp", "ccomp", "acl") if entry.pos != "verb" else ("xcomp", "ccomp")
    verbs = [c for c in children if c.dep_ in deps and is_infinitive(c) and entry.allows(c.lemma_)]
    on = [c for c in children if c.dep_ == "prep" and c.lower_ in ("on", "upon", "to", "for") and not _dates(c)]
    addressed = [g for c in on for g in c.children if g.dep_ == "pobj"]
    if not verbs and entry.pos == "verb":
        verbs = [c for c in children if c.dep_ in ("advcl", "acl") and is_infinitive(c) and entry.act in OBJECT_BELONGS]
        verbs += [g for p in addressed for g in p.children if g.dep_ in ("acl", "relcl") and is_infinitive(g)][:1]
    if not verbs:
        return [], []
    objects = [c for c in children if c.dep_ in ("dobj", "dative", "nsubjpass") and entry.act in OBJECT_BELONGS]
    return _under(objects + addressed + verbs), (on[:1] if addressed else [])


def _with_purpose(some: list[Token], children: list[Token], entry: CueEntry) -> list[Token]:
    if some and entry.act in ("condemn", "praise", "accuse"):
        return some + [
            c for c in children if c.dep_ == "prep" and c.lower_ in ("for", "as", "over") and c.i > some[0].i
        ]
    return some


def _characterised(children: list[Token]) -> tuple[list[Token], list[Token]]:
    objects = [c for c in children if c.dep_ in ("dobj", "nsubjpass", "nsubj") and c.i]
    names = [c for c in children if c.dep_ in ("oprd", "attr")] + [
        c for c in children if c.dep_ == "prep" and c.lower_ == "as"
    ]
    after = [c for c in objects if c.dep_ in ("dobj", "nsubjpass") and not c.lower_.endswith(("self", "selves"))]
    if names and after:
        return _under(after + names), []
    inner = [c for c in children if c.dep_ == "ccomp" and not any(g.dep_ in ("mark", "aux") for g in c.children)]
    small = [c for c in inner if c.pos_ in ("NOUN", "ADJ", "PROPN") and any(g.dep_ == "nsubj" for g in c.children)]
    return _under(small), []


def _prepositional(children: list[Token], word: str, entry: CueEntry) -> tuple[list[Token], list[Token]]:
    preps = [c for c in children if c.dep_ in ("prep", "dative") and c.lower_ == word and not _dates(c)]
    inner = [g for p in preps[:1] for g in p.children if g.dep_ in ("pobj", "pcomp", "ccomp")]
    barred = entry.not_objects and any(g.lemma_ in entry.not_objects for g in inner)
    if not inner or barred:
        return [], []
    if entry.act in OBJECT_BELONGS or entry.objects:
        objects = [c for c in children if c.dep_ in ("dobj", "nsubjpass")]
        if objects and all(entry.allows(c.lemma_) for c in objects):
            return _under(objects + preps[:1]), []
        if entry.objects:
            return [], []
    return _under(inner), preps[:1]


def _dates(preposition: Token) -> bool:
    """True for "on Sunday", "at noon": when it was said, not what was said."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def _under(heads: list[Token]) -> list[Token]:
    return [t for head in heads for t in head.subtree]


def _outside(tokens: list[Token], cue: Token, extra: list[Token]) -> list[Span]:
    """Content as spans, parted where the cue (with its subject) stands inside it, without a leading "that"."""
    own = {cue.i, *(t.i for t in extra)}
    runs: list[list[Token]] = []
    for token in sorted({t.i: t for t in tokens if t.i not in own}.values(), key=lambda t: t.i):
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    if runs and runs[0][0].lower_ == "that" and runs[0][0].dep_ == "mark":
        runs[0].pop(0)
    spans = (span_of(run) for run in runs if any(t.is_alpha or t.like_num for t in run))
    return [span for span in spans if span is not None]

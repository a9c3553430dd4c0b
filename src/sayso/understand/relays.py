"""Words passed on: "the agency, citing witnesses, reported that", "the paper quoted an official as saying"."""

from __future__ import annotations

from spacy.tokens import Token

from ..records import Span
from .clauses import cue_span, find_source, noun_phrase, span_of
from .role_words import role_of
from .utterance import Utterance

#: entity labels of those who can be cited; a document that is cited is evidence, not a source.
SPEAKERS = ("PERSON", "ORG", "NORP")


def relay_sources(utterances: list[Utterance]) -> list[Utterance]:
    """The same attributions, those that were passed on as two: the relay outside, the one cited inside."""
    by_token = {one.token.i: one for one in utterances if one.token is not None}
    out: list[Utterance] = []
    for one in utterances:
        token = one.token
        if token is None or not one.rules or one.rules[0] not in ("cue.cite", "cue.say", "cue.tell"):
            out.append(one)
        elif one.rules[0] == "cue.cite" and any(c.dep_ == "prep" and c.lower_ == "as" for c in token.children):
            continue  # told with its "saying"
        elif one.rules[0] == "cue.cite":
            outer = _reporting(token, by_token)
            inner = _cited(one, token, outer) if outer is not None else one
            if inner is not None:
                out.append(inner)
        else:
            out += _quoted_as_saying(one, token)
    return out


def _reporting(token: Token, by_token: dict[int, Utterance]) -> Utterance | None:
    """The attribution whose words the citing clause stands in."""
    step = token
    while step.head.i != step.i:
        step = step.head
        found = by_token.get(step.i)
        if found is not None and found.rules[0] != "cue.cite":
            return found
    return None


def _cited(one: Utterance, token: Token, outer: Utterance) -> Utterance | None:
    cited = next((c for c in token.children if c.dep_ == "dobj"), None)
    if cited is None or not (cited.pos_ == "PROPN" or cited.ent_type_ in SPEAKERS or role_of(cited)[0]):
        return None
    aside = span_of(token.subtree)
    if aside is None or not outer.content:
        return None
    outer.content = [part for span in outer.content for part in _outside(span, aside)] or outer.content
    one.source, one.cue, one.content, one.within = noun_phrase(cited), cue_span(token), list(outer.content), outer
    return one


def _outside(span: Span, aside: Span) -> list[Span]:
    if not span.meets(aside):
        return [span]
    parts = (Span(span.start, aside.start), Span(min(aside.end + 2, span.end), span.end))
    return [part for part in parts if part.end - part.start > 2]


def _quoted_as_saying(one: Utterance, token: Token) -> list[Utterance]:
    """ "quoted an official as saying" is the official's word on the paper's; without a paper his alone."""
    quoting = token.head.head if token.dep_ == "pcomp" and token.head.lower_ == "as" else None
    if quoting is None or quoting.lemma_ not in ("quote", "cite"):
        return [one]
    passive = next((c for c in quoting.children if c.dep_ == "nsubjpass"), None)
    speaker = passive or next((c for c in quoting.children if c.dep_ == "dobj"), None)
    if speaker is None or not one.content:
        return [one]
    relay = _agent_of(quoting) if passive is not None else find_source(quoting)
    one.source = noun_phrase(speaker)
    if relay is None:
        return [one]
    whole = list(one.content)
    outer = Utterance(one.entry, quoting, noun_phrase(relay), cue_span(quoting), whole, rules=["cue.cite"])
    one.within = outer
    return [outer, one]


def _agent_of(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None

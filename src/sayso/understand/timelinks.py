"""Ties times to what happens at them: the time of an event, the time of a saying."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from ..records import Span, Time
from .arguments import is_passive
from .cues import find_cues
from .figureheads import person_nouns
from .marks import TimeMark
from .segment import Segments
from .timegrammar import time_words

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADP", "ADV", "SYM", "DET"})
AGAIN = re.compile(r",?\s*(?:and )?(?:then )?again\s*", re.IGNORECASE)
#: climbing ends here at the latest: a broken parse must not cost time.
STEPS = 10
#: what a time of a clause costs an event that inherits it, by the way from the event up to the clause.
UPWARD = {"conj": 2, "xcomp": 1, "advcl": 2, "nsubj": 1, "nsubjpass": 1, "dobj": 1, "pobj": 1, "prep": 0, "agent": 1}
UPWARD |= {"attr": 1, "oprd": 1, "acomp": 1, "pcomp": 1, "compound": 1, "appos": 2, "poss": 1, "nmod": 1, "csubj": 1}
UPWARD |= {"dative": 1, "amod": 1}


def find_event_time(segments: Segments, times: tuple[TimeMark, ...], root: int) -> TimeMark | None:
    """The time of the event at a token: "killed on Monday"; not that of the saying that it happened."""
    event, sentence = segments.doc[root], segments.doc[root].sent
    cues = _cue_tokens(segments)
    best: tuple[bool, int, int, int] | None = None
    for number, mark in enumerate(times):
        if mark.head is None or mark.time.span is None or not sentence.start <= mark.head < sentence.end:
            continue
        head = segments.doc[mark.head]
        cost = _cost(event, head, mark, cues)
        if cost is not None:
            apart = abs(mark.time.span.start - event.idx)
            unknown = mark.time.from_ is None and mark.time.to is None
            best = min(best, (unknown, cost, apart, number)) if best else (unknown, cost, apart, number)
    return _with_again(segments, times, best[3]) if best else None


def _with_again(segments: Segments, times: tuple[TimeMark, ...], number: int) -> TimeMark:
    """ "on Thursday and again on Friday" is from the one to the other."""
    first, second = times[number], times[number + 1] if number + 1 < len(times) else None
    if second is None or first.time.span is None or second.time.span is None:
        return first
    between = segments.text[first.time.span.end : second.time.span.start]
    if not AGAIN.fullmatch(between) or (first.time.from_ or "9") > (second.time.to or ""):
        return first
    span = Span(first.time.span.start, second.time.span.end)
    time = Time(first.time.from_, second.time.to, segments.report.words(span), span)
    return replace(first, time=time, precision="range")


def _cue_tokens(segments: Segments) -> frozenset[int]:
    found: frozenset[int] | None = segments.doc.user_data.get("sayso_cue_tokens")
    if found is None:
        found = frozenset(hit.token.i for hit in find_cues(segments.doc))
        segments.doc.user_data["sayso_cue_tokens"] = found
    return found


def _cost(event: Token, head: Token, mark: TimeMark, cues: frozenset[int]) -> int | None:
    """How far a time lies from an event in the grammar; None where it is another's."""
    if mark.rule == "time.years-after":
        return 0 if head.i == event.i or (head.pos_ != "VERB" and head.i in [t.i for t in event.subtree]) else None
    if head.i == event.i:
        return 0
    down = _down(event, head, cues)
    return down if down is not None else _up(event, head, cues)


def _down(event: Token, head: Token, cues: frozenset[int]) -> int | None:
    """The time hangs on something under the event: an object, a place, a clause that tells of the same."""
    token, cost = head, 0
    for _ in range(STEPS):
        if token.i == event.i:
            return cost
        if token.dep_ in ("relcl", "acl") and token.head.i == event.i and event.pos_ == "NOUN":
            return cost + 2
        if token.dep_ == "relcl" and token.head.dep_ == "nsubj" and _is_happening(token.head, event, cues):
            return cost + 3  # "a shell that hit the school on Monday killed five"
        if token.dep_ == "conj" and token.head.i == event.i and _shares_end(event, token, head, cues):
            return cost + 2
        if token.dep_ == "advcl" and token.head.i == event.i and _is_at_once(token, head):
            return cost + 2  # "eight died when their bus hit a mine on Monday"
        if token.pos_ not in NOMINAL or token.dep_ in ("relcl", "acl", "ccomp", "advcl"):
            return None
        if token.dep_ in ("nsubj", "nsubjpass") and not _is_happening(token, event, cues):
            return None
        if token.lower_ in time_words("parted") or (event.i in cues and token.dep_ == "dobj"):
            return None
        token, cost = token.head, cost + 1
    return None


def _is_at_once(clause: Token, head: Token) -> bool:
    """True for a clause of the same moment that is told behind the verb it is under, with the day in it."""
    opens = any(c.lower_ in ("when", "as") and c.dep_ in ("advmod", "mark") for c in clause.children)
    return opens and clause.i > clause.head.i and head.i == clause.i


def _shares_end(event: Token, later: Token, head: Token, cues: frozenset[int]) -> bool:
    """True for "killed 23 and wounded 40 on Thursday": a second deed of the same doer, with the day at the end."""
    own = any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "neg") for c in later.children)
    same = later.tag_ == event.tag_ and later.pos_ == "VERB" and event.pos_ == "VERB"
    return same and not own and head.i == later.i and not {event.i, later.i} & cues


def _is_happening(subject: Token, verb: Token, cues: frozenset[int]) -> bool:
    """True if a subject with a time can be what the verb tells of: "Monday's attack", not "guards of 2019"."""
    person = subject.ent_type_ != "" or subject.pos_ != "NOUN" or subject.lemma_.lower() in person_nouns()
    return not person and verb.i not in cues and subject.head.i == verb.i


def _up(event: Token, head: Token, cues: frozenset[int]) -> int | None:
    """The time hangs on what governs the event: "an attack on Monday killed", "entered ... and took"."""
    token, cost = event, 0
    for _ in range(STEPS):
        over = token.head
        if over.i == token.i or token.dep_ not in UPWARD:
            return None
        if token.lower_ in time_words("parted") and token.dep_ in ("prep", "mark"):
            return None
        if token.dep_ == "advcl" and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in _parting() for c in token.children
        ):
            return None
        bare = token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children)
        raised = bare and token.dep_ in ("oprd", "xcomp") and is_passive(over)  # "12 were reported killed on Monday"
        if over.i in cues and over.pos_ == "VERB" and not raised and token.dep_ not in ("conj", "advcl"):
            return None
        if over.lemma_.lower() in time_words("vehicle") and over.pos_ != "VERB" and token.dep_ != "conj":
            return None  # "Tuesday's comments on the death"
        cost += UPWARD[token.dep_]
        if over.i == head.i:
            return cost + 1
        token = over
    return None


def _parting() -> frozenset[str]:
    return frozenset(time_words("parted")) | {"although", "though", "whereas", "while"}


def find_said_time(
    segments: Segments, times: tuple[TimeMark, ...], cue: Span | None, source: Span | None
) -> TimeMark | None:
    """The time of the saying: "said on Thursday", "in an interview published Sunday"."""
    words = {t.i for span in (cue, source) if span for t in segments.tokens_in(span)}
    spoken = {t.i for t in segments.tokens_in(cue)} if cue else set()
    spoken |= {segments.doc[i].head.i for i in spoken if _goes_on(segments.doc[i])}
    best: tuple[int, int] | None = None
    published = (segments.report.published or "")[:10]
    for number, mark in enumerate(times):
        if mark.head is None or (published and (mark.time.from_ or "") > published):
            continue  # nothing is told that will be said
        steps = _said_steps(segments.doc[mark.head], spoken, words)
        if steps is not None:
            best = min(best, (steps, number)) if best else (steps, number)
    return times[best[1]] if best else None


def _goes_on(cue: Token) -> bool:
    """ "said on Thursday ..., adding that": the adding is of Thursday too."""
    return cue.tag_ == "VBG" and cue.dep_ in ("advcl", "conj") and cue.head.pos_ == "VERB"


def _said_steps(head: Token, spoken: set[int], words: set[int]) -> int | None:
    token = head
    for steps in range(STEPS):
        if token.i in spoken:
            return steps
        lemma = token.lemma_.lower()
        vehicle = lemma in time_words("vehicle") or lemma in time_words("audience")
        if token.i in words and vehicle:
            return steps
        passes = vehicle or token.pos_ in ("ADP", "PROPN") or lemma in time_words("issued")
        if not passes or token.head.i == token.i or token.dep_ == "ccomp":
            return None
        token = token.head
    return None

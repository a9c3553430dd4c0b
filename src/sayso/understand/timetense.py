"""The tense that a time is read in: whether "on Friday" is the last one or the next."""

from __future__ import annotations

from spacy.tokens import Token

from .timegrammar import Phrase, time_words
from .timevalues import Tense

WILL = frozenset({"will", "'ll", "shall", "wo"})
MODAL = frozenset({"would", "could", "may", "might", "can", "should", "must", "'d"})
#: who says so on Friday in the present tense has said so.
SAYING = frozenset({"say", "tell", "report", "announce", "claim", "declare", "write"})
#: climbing ends here at the latest: a broken parse must not cost time.
STEPS = 10


def find_tense(token: Token | None) -> Tense:
    """Tense of the clause that a time hangs in; where no clause tells it, past, as news is."""
    for _ in range(STEPS):
        if token is None:
            break
        found = _tense_at(token)
        if found is not None:
            return found
        token = token.head if token.head.i != token.i else None
    return "past"


def find_phrase_tense(phrase: Phrase, head: Token | None) -> Tense:
    """The tense that a phrase is read in: its clause's, unless its own words say more.

    What "has been closed until Friday" ends on a Friday to come; a march called "for Tuesday" lies ahead; "prolonged
    the curfew until 11 May" and "the resolution of 11 May" mean the nearest 11 May.
    """
    if phrase.rule.id == "time.years-after":
        return "present" if is_present(head) else "past"
    if phrase.effect == "since":
        return "past"
    if phrase.rule.id == "time.weekday-short" and phrase.effect in ("until", "from"):
        return "future"  # a headline: "trains halted until Thu"
    if phrase.effect == "until" and is_present(head):
        return "future"
    if phrase.effect in ("until", "before") and head is not None:
        over = (head, head.head, head.head.head)
        wished = {word for token in over for word in (token.lemma_.lower(), token.lower_)}
        if wished & time_words("wish").keys():
            return "future"
    tense = find_tense(head)
    if head is not None and (_is_awaited(head) or _is_scheduled(phrase, head)):
        return "future"
    if phrase.rule.value == "quarter" and head is not None and head.tag_ == "VBG" and tense == "past":
        return "present"  # "announced cuts, closing two mills in the fourth quarter"
    calendar = phrase.rule.value in ("date", "month", "days", "feast")
    if calendar and (_was_to(head) or (tense == "past" and phrase.effect in ("until", "before"))):
        return "present"
    if phrase.rule.value == "feast" and phrase.effect == "from" and tense == "past":
        return "present"
    if calendar and tense == "future" and head is not None and head.pos_ == "NOUN" and head.idx >= phrase.span.end:
        return "present"  # "the expected August figures"
    if calendar and head is not None and head.pos_ == "NOUN" and _links(phrase, head) == "of":
        return "present"
    if head is not None and _links(phrase, head) == "for" and head.lemma_.lower() not in time_words("counted"):
        ahead = phrase.rule.value in ("weekday", "date", "feast") or tense == "future"
        return "future" if ahead else "present" if calendar else tense
    return tense


def _is_scheduled(phrase: Phrase, head: Token) -> bool:
    """True for "the talks open on Sunday": news tells in the present tense of a day to come."""
    if (
        phrase.rule.value != "weekday"
        or head.lower_ in time_words("unchanged")
        or head.lemma_.lower() in (*SAYING, *time_words("measured"))
    ):
        return False
    helpers = [c for c in head.children if c.dep_ in ("aux", "auxpass")]
    if head.tag_ in ("VBZ", "VBP"):
        return not helpers
    return head.tag_ == "VBN" and [c.tag_ for c in helpers] == ["VBZ"] and helpers[0].lemma_ == "be"


def _is_awaited(head: Token) -> bool:
    """True for "the Monday deadline", unless it passed."""
    passed = head.dep_ in ("nsubj", "nsubjpass") and head.head.tag_ in ("VBD", "VBN")
    return head.lemma_.lower() in time_words("awaited") and not passed


def _was_to(head: Token | None) -> bool:
    """True for "were to leave by 16 May", "had been expected to report in May", which may be over."""
    if head is None or not any(c.lower_ == "to" and c.dep_ == "aux" for c in head.children):
        return False
    over = head.head
    helped = over.tag_ == "VBN" and any(c.tag_ == "VBD" and c.dep_ in ("aux", "auxpass") for c in over.children)
    if over.lemma_.lower() in time_words("future") and over.head.lemma_ == "be":  # "had been due to fly"
        over = over.head
        helped = over.tag_ == "VBN" and any(c.tag_ == "VBD" for c in over.children)
    return helped or (over.lemma_ == "be" and over.tag_ == "VBD")


def _links(phrase: Phrase, head: Token) -> str:
    """The preposition between a phrase and the word that it hangs on."""
    for token in head.children:
        if token.dep_ == "prep":
            inside = phrase.span.start <= token.idx < phrase.span.end
            if inside or any(phrase.span.start <= c.idx < phrase.span.end and c.dep_ == "pobj" for c in token.children):
                return token.lower_
    return ""


def is_present(token: Token | None) -> bool:
    """True if the clause above tells how things are now: "are poised to run", "has been closed"."""
    for _ in range(STEPS):
        if token is None:
            return False
        helpers = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
        if token.tag_ in ("VBZ", "VBP") or any(c.tag_ in ("VBZ", "VBP") for c in helpers):
            return True
        if token.tag_ == "VBD" or any(c.tag_ in ("VBD", "MD") for c in helpers):
            return False
        token = token.head if token.head.i != token.i else None
    return False


def _tense_at(token: Token) -> Tense | None:
    future = time_words("future")
    if token.lower_ in time_words("nearest"):
        return "present"
    if token.lemma_.lower() in future and token.pos_ in ("VERB", "ADJ", "ADV") and not _has_set(token):
        return "future"
    if token.pos_ not in ("VERB", "AUX"):
        return (
            "future"
            if any(c.lemma_.lower() in future and c.dep_ in ("amod", "advmod") for c in token.children)
            else None
        )
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass") and c.tag_ != "NNP"}  # "3 May he had"
    if helpers & WILL:
        return "future"
    if helpers & MODAL:
        return "past" if "have" in helpers else "future"
    if "to" in helpers and "have" in helpers:
        return "past"  # "was to have flown"
    if "to" in helpers:
        return None if token.head.lemma_.lower() in time_words("past") else "future"
    if any(c.dep_ in ("acomp", "attr") and c.lemma_.lower() in future for c in token.children):
        return "future"
    if token.tag_ == "VBG":
        if helpers & {"is", "are", "'s", "'re", "am"}:
            return "future"
        return "past" if helpers else None
    if token.tag_ == "VB" and not helpers:
        return None if token.dep_ == "conj" else "present"
    present = token.tag_ in ("VBZ", "VBP") and token.lower_ not in time_words("unchanged")
    if present and not helpers & {"did", "was", "were", "had"} and token.lemma_ not in SAYING:
        return "present"
    return "past"


def _has_set(token: Token) -> bool:
    """True for "rain set in", which is over; "the vote is set for Friday" lies ahead."""
    return token.lemma_ == "set" and (token.tag_ not in ("VBN", "JJ") or any(c.dep_ == "prt" for c in token.children))

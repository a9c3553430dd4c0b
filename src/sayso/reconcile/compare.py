"""Whether two claims can tell of one occurrence or state, and how much speaks for it."""

from __future__ import annotations

from rapidfuzz import fuzz

from .counts import figure_of, low_of, meet
from .days import SLACK
from .facts import Fact
from .names import apart, shared
from .spots import compare_places

#: Log-odds of "one occurrence" for each piece of evidence. Those of place, day, actors and figures were fitted by
#: logistic regression on pairs of hand-coded reports of electoral violence, then rounded; those marked * are set by
#: hand, because coded reports always have a day and a place.
WEIGHTS = {
    "any": -1.8,
    "place.same": 1.4,
    "place.near": -1.5,
    "place.inside": -0.1,
    "place.unknown": 0.0,  # *
    "day.same": 1.3,
    "day.meets": -0.1,
    "day.next": -2.9,
    "day.unstated": 0.6,  # *
    "doers.shared": 1.1,
    "doers.open": 1.0,
    "sufferers.shared": 1.2,
    "type.same": 0.8,
    "killed.equal": -0.5,
    "killed.many": 0.9,
    "killed.meets": 1.3,
    "killed.apart": -1.4,
    "killed.none": -2.0,
    "wounded.meets": 0.0,
    "outlet.same": -1.0,
    "published.later": -1.6,
    "window.long": -0.4,
    "words.alike": 1.0,  # *
    "report.same": 0.8,  # *
    "holders": 1.5,  # *
}
#: a figure this large that is the same in both is no chance.
MANY = 5
#: days between publications after which a report is a look back: then more than one thing may be meant.
LATER = 3
#: a window longer than this pins nothing.
LONG = 7
#: words shared (of 100) from which two contents tell the same: paraphrases of one sentence lie above, neighbours below.
ALIKE = 70
#: contents shorter than this are alike by chance.
TELLING_CHARS = 25
#: from these log-odds on, two claims are put together.
JOIN = 0.0


def compare_occurrence(left: Fact, right: Fact) -> float | None:
    """Log-odds that both tell of one thing; None if they cannot (another place, another day, another kind)."""
    if not left.families & right.families or not left.window.meets(right.window, SLACK) or _refused(left, right):
        return None
    nearness = compare_places(left.spot, right.spot)
    if nearness == "apart" or not _anchored(left, right, nearness):
        return None
    return sum(WEIGHTS[name] for name in find_evidence(left, right, nearness))


def find_evidence(left: Fact, right: Fact, nearness: str) -> list[str]:
    """The names of all that speaks for or against one occurrence, e.g. "place.same", "killed.apart"."""
    found = ["any", f"place.{nearness}", _day(left, right)]
    if shared(left.doers, right.doers):
        found.append("doers.shared")
    elif not apart(left.doers, right.doers):
        found.append("doers.open")
    if shared(left.sufferers, right.sufferers):
        found.append("sufferers.shared")
    if left.type == right.type:
        found.append("type.same")
    found.extend(_numbers(left, right))
    if left.report == right.report:
        found.append("report.same")
    elif left.outlet and left.outlet == right.outlet:
        found.append("outlet.same")
    if left.published and right.published and abs(left.published - right.published) > LATER:
        found.append("published.later")
    if max(left.window.days(), right.window.days()) > LONG:
        found.append("window.long")
    telling = min(len(left.words), len(right.words)) >= TELLING_CHARS
    if telling and fuzz.token_set_ratio(left.words, right.words, score_cutoff=ALIKE):
        found.append("words.alike")
    if "control" in left.families & right.families:
        found.append("holders")
    return found


def _day(left: Fact, right: Fact) -> str:
    if not (left.window.stated and right.window.stated):
        return "day.unstated"
    if not left.window.meets(right.window):
        return "day.next"
    return "day.same" if left.window == right.window else "day.meets"


def _numbers(left: Fact, right: Fact) -> list[str]:
    found = []
    one, two = figure_of(left, "killed"), figure_of(right, "killed")
    if one is None or two is None:
        found.append("killed.none")
    elif (one.low, one.high) == (two.low, two.high):
        found.append("killed.many" if low_of(one) >= MANY else "killed.equal")
    else:
        found.append("killed.meets" if meet(one, two) else "killed.apart")
    one, two = figure_of(left, "wounded"), figure_of(right, "wounded")
    if one and two and meet(one, two):
        found.append("wounded.meets")
    return found


def _refused(left: Fact, right: Fact) -> bool:
    """One text tells two things apart itself: the same words coded twice, or one voice with two counts."""
    if left.report != right.report:
        same_words = left.article == right.article and left.claim.content == right.claim.content
        return same_words and not _same_coding(left, right)
    if left.source != right.source or left.direct != right.direct:
        return False
    one, two = figure_of(left, "killed"), figure_of(right, "killed")
    return one is not None and two is not None and not meet(one, two) and left.type == right.type


def _same_coding(left: Fact, right: Fact) -> bool:
    def coded(fact: Fact) -> tuple[object, ...]:
        names = tuple(party.name for party in fact.parties)
        return fact.type, fact.spot, fact.window, names, tuple((f.kind, f.low, f.high) for f in fact.figures)

    return coded(left) == coded(right)


def _anchored(left: Fact, right: Fact, nearness: str) -> bool:
    """Something must hold two claims together beside the days: a close place, or who is in it."""
    people = shared(left.parties, right.parties)
    family = left.families & right.families
    if family <= {"violence", "control"}:
        if left.report == right.report:
            return True
        close = nearness in {"same", "near"} and left.spot is not None and left.spot.precision != "country"
        return people or close or (nearness == "inside" and _pinned(left, right))
    return people


def _pinned(left: Fact, right: Fact) -> bool:
    return all(fact.spot is not None and fact.spot.precision != "country" for fact in (left, right))

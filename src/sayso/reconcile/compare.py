"""Whether two claims can tell of one occurrence or state, and how much speaks for it."""

from __future__ import annotations

from rapidfuzz import fuzz

from .counts import figure_of, high_of, low_of, meet
from .days import SLACK
from .facts import Fact, cumulative
from .hours import hours_apart
from .names import apart, shared
from .sites import sites_apart
from .spots import compare_places

#: Log-odds of "one occurrence" for each piece of evidence. Those of place, day, actors and figures were fitted by
#: logistic regression on pairs of hand-coded reports of electoral violence, then rounded; those marked * are set by
#: hand, because coded reports always have a day and a place.
WEIGHTS = {
    "any": 0.9,
    "place.same": 1.3,
    "place.near": -1.6,
    "place.inside": -0.6,
    "place.unknown": -0.5,  # *
    "day.same": 1.2,
    "day.meets": -0.2,
    "day.next": -3.2,
    "day.unstated": 0.3,  # *
    "hours.apart": -3.2,  # * morning and night of one day: as the next day
    "sites.apart": -6.0,  # * the bazaar and the police station of one town: the town says nothing then
    "doers.shared": 1.1,
    "doers.open": 0.7,
    "sufferers.shared": 1.0,
    "sufferers.alike": 0.5,
    "type.same": 0.9,
    "killed.equal": -0.2,
    "killed.many": 1.8,
    "killed.meets": 1.6,
    "killed.apart": -0.3,
    "killed.far": -1.9,
    "killed.one": -1.8,
    "killed.none": -1.4,
    "wounded.meets": 0.3,
    "siblings.few": -0.9,
    "siblings.some": -1.1,
    "siblings.many": -1.9,
    "neighbours.few": -0.8,
    "neighbours.some": -3.4,
    "neighbours.many": -3.3,
    "outlet.same": -0.9,
    "published.later": -0.8,
    "window.long": -0.9,
    "words.alike": 1.5,  # *
    "report.same": 0.8,  # *
    "holders": 1.5,  # *
    "denial": 1.5,  # * who denies it names the deed and the victim
}
#: a figure this large that is the same in both is no chance.
MANY = 5
#: days between publications after which a report is a look back: then more than one thing may be meant.
LATER = 3
#: a window longer than this pins nothing.
LONG = 7
#: words shared (of 100) from which two contents tell the same: paraphrases of one sentence lie above, neighbours below.
ALIKE = 85
#: tolls that differ by more than this factor are hardly of one thing.
FAR = 2
#: reports made of one text: a story, a round-up, a survey.
FEW = 3
SOME = 10
#: contents shorter than this are alike by chance.
TELLING_CHARS = 25
#: types of deeds outside violence that are done to somebody.
MATERIAL = frozenset({"COERCE", "SANCTION", "AID", "RETREAT"})
#: from these log-odds on, two claims are put together.
JOIN = 0.0


def compare_occurrence(left: Fact, right: Fact) -> float | None:
    """Log-odds that both tell of one thing; None if they cannot (another place, another day, another kind)."""
    one_count = cumulative(left) and cumulative(right) and shared(left.sufferers, right.sufferers)
    if left.families.isdisjoint(right.families):
        return None
    if not one_count and not left.window.meets(right.window, SLACK):
        return None
    if _refused(left, right):
        return None
    nearness = compare_places(left.spot, right.spot)
    if nearness == "apart" or not _anchored(left, right, nearness):
        return None
    return sum(WEIGHTS.get(name, 0.0) for name in find_evidence(left, right, nearness))


def find_evidence(left: Fact, right: Fact, nearness: str) -> list[str]:
    """The names of all that speaks for or against one occurrence, e.g. "place.same", "killed.apart"."""
    found = ["any", f"place.{nearness}", _day(left, right)]
    if _same_day(left, right) and hours_apart(_time_words(left), _time_words(right)):
        found.append("hours.apart")
    if "talks" not in left.families and left.report != right.report and sites_apart(left.words, right.words):
        found.append("sites.apart")
    if shared(left.doers, right.doers):
        found.append("doers.shared")
    elif not apart(left.doers, right.doers):
        found.append("doers.open")
    if shared(left.sufferers, right.sufferers):
        found.append("sufferers.shared")
    elif {party.name for party in left.sufferers} & {party.name for party in right.sufferers}:
        found.append("sufferers.alike")
    if left.type == right.type:
        found.append("type.same")
    if left.denied != right.denied and shared(left.doers, right.doers) and shared(left.sufferers, right.sufferers):
        found.append("denial")
    if {"violence", "losses"} & left.families & right.families:
        found.extend(_numbers(left, right))
    found.extend(_texts(left, right))
    if "control" in left.families & right.families:
        found.append("holders")
    return found


def _texts(left: Fact, right: Fact) -> list[str]:
    """What the reports themselves add: outlet, day of publication, wording, and how much else they tell."""
    found = [
        f"siblings.{_scale(left.siblings, right.siblings)}",
        f"neighbours.{_scale(left.neighbours, right.neighbours)}",
    ]
    if left.report == right.report:
        found.append("report.same")
    elif left.outlet and left.outlet == right.outlet:
        found.append("outlet.same")
    if left.published and right.published and abs(left.published - right.published) > LATER:
        found.append("published.later")
    if max(_open_days(left), _open_days(right)) > LONG:
        found.append("window.long")
    telling = min(len(left.words), len(right.words)) >= TELLING_CHARS
    if telling and fuzz.token_set_ratio(left.words, right.words, score_cutoff=ALIKE):
        found.append("words.alike")
    return found


def _open_days(fact: Fact) -> int:
    """How many days it is open; losses so far are counted on for long, which pins them no less."""
    return 0 if fact.type == "TOLL" and not fact.window.stated else fact.window.days()


def _scale(left: int, right: int) -> str:
    """ "one", "few" or "many"."""
    most = max(left, right)
    return "one" if most == 1 else "few" if most <= FEW else "some" if most <= SOME else "many"


def _day(left: Fact, right: Fact) -> str:
    if not (left.window.stated and right.window.stated):
        return "day.unstated"
    if not left.window.meets(right.window):
        return "day.next"
    return "day.same" if left.window == right.window else "day.meets"


def _time_words(fact: Fact) -> str:
    return fact.claim.about.time.text if fact.claim.about.time else ""


def _same_day(left: Fact, right: Fact) -> bool:
    return left.window.stated and left.window == right.window and left.window.days() == 1


def _numbers(left: Fact, right: Fact) -> list[str]:
    found = []
    one, two = figure_of(left, "killed"), figure_of(right, "killed")
    if one is None or two is None:
        found.append("killed.none" if one is two else "killed.one")
    elif (one.low, one.high) == (two.low, two.high):
        found.append("killed.many" if low_of(one) >= MANY else "killed.equal")
    else:
        far = FAR * min(high_of(one), high_of(two)) < max(low_of(one), low_of(two))
        found.append("killed.meets" if meet(one, two) else "killed.far" if far else "killed.apart")
    one, two = figure_of(left, "wounded"), figure_of(right, "wounded")
    if one and two:
        found.append("wounded.meets" if meet(one, two) else "wounded.apart")
    return found


def _refused(left: Fact, right: Fact) -> bool:
    """One text tells two things apart itself: the same words coded twice, or one voice with two counts."""
    if left.report != right.report:
        same_words = left.article == right.article and left.claim.content == right.claim.content
        return same_words and not _same_coding(left, right)
    if left.source != right.source or left.direct != right.direct:
        return False
    kinds = {figure.kind for figure in left.figures} & {figure.kind for figure in right.figures}
    counts = [(figure_of(left, kind), figure_of(right, kind)) for kind in kinds]
    return left.type == right.type and any(one and two and not meet(one, two) for one, two in counts)


def _same_coding(left: Fact, right: Fact) -> bool:
    def coded(fact: Fact) -> tuple[object, ...]:
        names = tuple(party.name for party in fact.parties)
        return fact.type, fact.spot, fact.window, names, tuple((f.kind, f.low, f.high) for f in fact.figures)

    return coded(left) == coded(right)


def _anchored(left: Fact, right: Fact, nearness: str) -> bool:
    """Something must hold two claims together beside the days: a close place, or who is in it."""
    people = shared(left.parties, right.parties)
    family = left.families & right.families
    if "talks" in family:
        if shared(left.talkers, right.talkers):
            return _one_table(left, right, nearness)
        return _one_statement(left, right) and nearness == "same"
    if family <= {"violence", "control", "losses"}:
        if left.report == right.report:
            return True
        close = nearness in {"same", "near"} and left.spot is not None and left.spot.precision != "country"
        return people or close or (nearness == "inside" and _pinned(left, right))
    if _same_scene(left, right, nearness) or _same_victim(left, right):
        return True
    # what one government says to two others on a day is two things.
    return shared(left.doers, right.doers) and not apart(left.sufferers, right.sufferers)


def _same_scene(left: Fact, right: Fact, nearness: str) -> bool:
    """One deed on one day in one town, whose doer one report does not name: "40 people were arrested in Gulu"."""
    pinned = nearness == "same" and _pinned(left, right) and left.window.stated and left.window == right.window
    named = left.doers and right.doers
    return pinned and not named and left.type == right.type and not apart(left.sufferers, right.sufferers)


def _same_victim(left: Fact, right: Fact) -> bool:
    """One deed done to somebody known by name, who did it named alike or not at all: "soldiers arrested the president".

    Not what is said of him: two may praise one man on one day.
    """
    if left.type != right.type or left.type not in MATERIAL or apart(left.doers, right.doers):
        return False
    return shared(left.sufferers, right.sufferers)


def _one_statement(left: Fact, right: Fact) -> bool:
    """A paraphrase and a quotation of one source in one report: if they differ, that is news."""
    if left.report != right.report or left.direct == right.direct or left.type != right.type:
        return False
    return left.source is not None and right.source is not None and left.source.same_as(right.source)


def _one_table(left: Fact, right: Fact, nearness: str) -> bool:
    """Talks of two parties are the same if both are shared, or one of them at one place or in one kind of claim."""
    known = [left.talkers, right.talkers]
    common = sum(shared((party,), known[1]) for party in known[0])
    if common > 1 or min(len(known[0]), len(known[1])) < 2:
        return True
    close = nearness == "same" and left.spot is not None and left.spot.precision != "country"
    return close or (left.report == right.report and left.type == right.type)


def _pinned(left: Fact, right: Fact) -> bool:
    return all(fact.spot is not None and fact.spot.precision != "country" for fact in (left, right))

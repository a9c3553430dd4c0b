"""Rules on what is said to have happened, by whom, where and when, by the id of their entry."""

from __future__ import annotations

from rapidfuzz import fuzz

from .counts import equal, figure_of
from .facts import Fact
from .names import Party, alike, apart, shared
from .pairing import Pairing, find_wording
from .spots import compare_places

#: words of 100 that a wire copy keeps: editors change a word or a comma.
COPY = 92
#: sentences shorter than this are the same by chance.
COPY_CHARS = 50
#: words of 100 that two renderings of one statement share, when no figure ties them.
STATEMENT = 60
#: a day disputed is a day given: windows longer than this are rough words for it.
SHARP_DAYS = 2
#: a quotation stands near the paraphrase that it bears out, within this many characters.
NEARBY = 1200
#: talks on and talks failed are one dispute if spoken of within these days; later the one may follow on the other.
STAGE_DAYS = 7
TALKING = frozenset({"actual", "ongoing"})
BROKEN = frozenset({"failed", "ended"})
EXACT_RANK = 4


def same_origin(pair: Pairing) -> bool:
    """Two outlets, one ministry, one figure, one day."""
    left, right = pair.left, pair.right
    if left.report == right.report or left.source is None or not pair.same_source:
        return False
    if left.type != right.type or left.said != right.said or left.status != right.status:
        return False
    kinds = {figure.kind for figure in left.figures} & {figure.kind for figure in right.figures}
    if kinds:
        figures = [(figure_of(left, kind), figure_of(right, kind)) for kind in kinds]
        return all(one is not None and two is not None and equal(one, two) for one, two in figures)
    return fuzz.token_set_ratio(left.words, right.words) >= STATEMENT


def copied(pair: Pairing) -> bool:
    """Nearly the same words in two reports."""
    left, right = pair.left, pair.right
    if left.report == right.report or min(len(left.words), len(right.words)) < COPY_CHARS:
        return False
    if left.ahead != right.ahead or left.denied != right.denied or not _same_numbers(left, right):
        return False
    return fuzz.token_sort_ratio(left.words, right.words, score_cutoff=COPY) > 0


def _same_numbers(left: Fact, right: Fact) -> bool:
    """False where one word of a copy was changed, and it is a number."""
    kinds = {figure.kind for figure in left.figures} & {figure.kind for figure in right.figures}
    counts = ((figure_of(left, kind), figure_of(right, kind)) for kind in kinds)
    return all(one is None or two is None or equal(one, two) for one, two in counts)


def planned_done(pair: Pairing) -> bool:
    """ "will attack" on Monday, "attacked" on Tuesday."""
    if "talks" in pair.left.families & pair.right.families:
        return False
    ahead = [fact.ahead and not fact.denied for fact in (pair.left, pair.right)]
    return ahead[0] != ahead[1]


def reversed_word(pair: Pairing) -> bool:
    """The army denies what it said two days before."""
    return pair.same_source and pair.left.said != pair.right.said and denied(pair)


def denied(pair: Pairing) -> bool:
    """One denies what the other presents as fact."""
    if pair.left.denied == pair.right.denied or pair.left.type == "ACCUSE":
        return False
    if pair.same_source and pair.left.report == pair.right.report:
        return False
    denier, teller = (pair.left, pair.right) if pair.left.denied else (pair.right, pair.left)
    if not teller.happened or denier.type != teller.type:
        return False
    # who denies "shelling the town" denies that he did it
    doers = denier.doers or (denier.side if denier.act == "deny" else ())
    all_named = len(doers) == len(teller.doers) and all(shared((one,), teller.doers) for one in doers)
    if apart(doers, teller.doers) or (len(teller.doers) > 1 and not all_named):
        return False  # that there were clashes is not what a side denies that is said to have attacked
    return not denier.sufferers or not teller.sufferers or alike(denier.sufferers, teller.sufferers)


def stage_later(pair: Pairing) -> bool:
    """Talks ongoing on Thursday and failed a week later, on one and the same word."""
    return _stages_differ(pair) and pair.left.said != pair.right.said and pair.same_source


def stage_disputed(pair: Pairing) -> bool:
    """One has the talks going on, the other has them failed or over, in the same days."""
    said = (pair.left.said, pair.right.said)
    near = None in said or abs((said[0] or 0) - (said[1] or 0)) <= STAGE_DAYS
    return _stages_differ(pair) and not pair.same_source and near


def attempt_failed(pair: Pairing) -> bool:
    """ "made attempts to enter and failed" beside "have entered"."""
    if "failed" not in (pair.left.status, pair.right.status) or "talks" in pair.left.families:
        return False
    failed, other = (pair.left, pair.right) if pair.left.status == "failed" else (pair.right, pair.left)
    if not other.happened or pair.same_source:
        return False
    if other.type not in {"CONTROL", "COERCE", failed.type} or not _placed(pair):
        return False
    return shared(failed.doers, other.doers)


def tried_again(pair: Pairing) -> bool:
    """An attempt that failed, and whatever else holds."""
    return "failed" in (pair.left.status, pair.right.status)


def changed_hands(pair: Pairing) -> bool:
    """One holder on Thursday, another on Friday."""
    stated = pair.left.window.stated and pair.right.window.stated
    return stated and _two_holders(pair) and not pair.left.window.meets(pair.right.window)


def part_held(pair: Pairing) -> bool:
    """A country taken, one of its valleys not."""
    wide = [fact.spot is not None and fact.spot.precision == "country" for fact in (pair.left, pair.right)]
    return _two_holders(pair) and wide[0] != wide[1]


def two_holders(pair: Pairing) -> bool:
    """Each side has itself in the town."""
    return _two_holders(pair) and not pair.same_source and _placed(pair)


def withdrawn(pair: Pairing) -> bool:
    """One has it hold the town, the other has it gone."""
    types = {pair.left.type, pair.right.type}
    if types != {"CONTROL", "RETREAT"} or not (pair.left.happened and pair.right.happened) or pair.same_source:
        return False
    holds, leaves = (pair.left, pair.right) if pair.left.type == "CONTROL" else (pair.right, pair.left)
    # who held it on Thursday may have left by Saturday.
    return shared(holds.doers, leaves.doers) and leaves.window.first <= holds.window.last


def each_other(pair: Pairing) -> bool:
    """Each names the other."""
    left, right = pair.left, pair.right
    if left.source is None or right.source is None or "accuse" not in (left.act, right.act) or pair.same_source:
        return False
    return shared(left.side, _accused(right)) and shared(right.side, _accused(left))


def clash(pair: Pairing) -> bool:
    """Each is named as doer in one claim and stands in the other as well, or only some doers differ."""
    left, right = pair.left, pair.right
    return apart(left.doers, right.doers) and (shared(left.doers, right.parties) or shared(right.doers, left.parties))


def two_doers(pair: Pairing) -> bool:
    """An elder names one side, the ministry the other."""
    left, right = pair.left, pair.right
    if not (left.happened and right.happened) or pair.same_source or left.type != right.type:
        return False
    return left.type in {"ASSAULT", "COERCE"} and apart(left.doers, right.doers) and _pinned(pair)


def place_within(pair: Pairing) -> bool:
    """A town and its province."""
    return compare_places(pair.left.spot, pair.right.spot) == "inside"


def place_near(pair: Pairing) -> bool:
    """ "near Orvan" and a village close by."""
    left, right = pair.left.spot, pair.right.spot
    if left is None or right is None or compare_places(left, right) != "near":
        return False
    return not left.rank() == right.rank() == EXACT_RANK


def place_apart(pair: Pairing) -> bool:
    """Two exact places some kilometres apart; talks may move."""
    common = pair.left.families & pair.right.families
    if not common or "talks" in common:
        return False
    return compare_places(pair.left.spot, pair.right.spot) == "near" and not place_near(pair)


def day_within(pair: Pairing) -> bool:
    """ "Thursday" and "1–2 September"."""
    left, right = pair.left.window, pair.right.window
    return left.stated and right.stated and left != right and left.meets(right)


def day_apart(pair: Pairing) -> bool:
    """2 May and 3 May, each given as the day."""
    if pair.left.families.isdisjoint(pair.right.families):
        return False
    left, right = pair.left.window, pair.right.window
    if not (left.stated and right.stated) or max(left.days(), right.days()) > SHARP_DAYS or pair.left.type == "TOLL":
        return False
    if {"control", "talks"} & (pair.left.families & pair.right.families) and not _same_doing(pair):
        return False
    # a raid on Sunday and clashes on Monday are two things, unless the same people are hit
    if apart(pair.left.sufferers, pair.right.sufferers) or bool(pair.left.sufferers) != bool(pair.right.sufferers):
        return False
    return not left.meets(right)


def paraphrase_differs(pair: Pairing) -> bool:
    """A paraphrase names other people than the quotation it rests on."""
    left, right = pair.left, pair.right
    if left.report != right.report or left.source is None or not pair.same_source or left.direct == right.direct:
        return False
    if left.type != right.type or left.denied != right.denied or not _nearby(left, right):
        return False
    if left.type in ("ASSAULT", "TOLL") and apart(left.sufferers, right.sufferers):
        return False  # a post attacked and guards killed are two deeds, not two wordings of one
    wording = find_wording(pair)
    return wording is not None and (wording == "how many" or compare_places(left.spot, right.spot) == "same")


def _stages_differ(pair: Pairing) -> bool:
    left, right = pair.left, pair.right
    if "CONSULT" not in (left.type, right.type) or not {left.type, right.type} <= {"CONSULT", "AGREE", "SANCTION"}:
        return False
    if compare_places(left.spot, right.spot) in {"near", "apart"}:
        return False  # talks in one town and talks in another are two rounds
    states = [_stage(left), _stage(right)]
    return set(states) == {"on", "over"}


def _stage(fact: Fact) -> str | None:
    if fact.denied or fact.act in {"hope", "predict", "urge", "demand", "offer", "refuse"}:
        return None
    if fact.type == "SANCTION":
        return "over"
    return "on" if fact.status in TALKING and fact.type == "CONSULT" else "over" if fact.status in BROKEN else None


def _placed(pair: Pairing) -> bool:
    """Both name a place, and neither a whole country against one of its places."""
    wide = {fact.spot is not None and fact.spot.precision == "country" for fact in (pair.left, pair.right)}
    return compare_places(pair.left.spot, pair.right.spot) != "unknown" and len(wide) == 1


def _two_holders(pair: Pairing) -> bool:
    holding = all(f.type in {"CONTROL", "COERCE"} and f.happened for f in (pair.left, pair.right))
    return holding and apart(pair.left.doers, pair.right.doers)


def _accused(fact: Fact) -> tuple[Party, ...]:
    return fact.sufferers if fact.type == "ACCUSE" else fact.doers


def _pinned(pair: Pairing) -> bool:
    """One place, not a whole province: else two doers are two occurrences."""
    left, right = pair.left.spot, pair.right.spot
    near = compare_places(left, right) in {"same", "near"}
    return near and left is not None and not left.wide()


def _same_doing(pair: Pairing) -> bool:
    return pair.left.type == pair.right.type and shared(pair.left.doers, pair.right.doers)


def _nearby(left: Fact, right: Fact) -> bool:
    if not left.claim.content or not right.claim.content:
        return True
    return abs(left.claim.content[0].start - right.claim.content[0].start) <= NEARBY

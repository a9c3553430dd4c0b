"""Rules on two figures, by the id of their entry: what is decided before a number may contradict another."""

from __future__ import annotations

from collections.abc import Iterator

from .counts import LOSSES, SUMS, equal, high_of, low_of, meet, narrower, numbered
from .facts import Fact
from .names import Party, shared
from .pairing import Pairing

#: a toll whose days span this much more than the other's counts more than the one occurrence.
RUNNING_DAYS = 7
#: groups that are part of everybody, whoever else is counted.
PARTS = frozenset({"civilians", "children", "women", "soldiers", "fighters", "journalists", "police", "militants"})
#: those of them who bear arms: nobody is one of these and one of the others.
ARMED = frozenset({"soldiers", "fighters", "militants", "police"})


def find_figure_pairs(left: Fact, right: Fact) -> Iterator[Pairing]:
    """All pairs of figures that are worth a rule: of one kind, or one a sum of the other."""
    for one, one_of in zip(left.figures, left.counted, strict=True):
        for two, two_of in zip(right.figures, right.counted, strict=True):
            if one.kind == two.kind or {one.kind, two.kind} <= LOSSES:
                yield Pairing(left, right, one, two, one_of, two_of)


def find_part(party: Party | None) -> str | None:
    """The part of mankind that a counted party is: civilians, children; None for anybody else."""
    if party is None:
        return None
    return next((word for word in party.name.casefold().split() if word in PARTS and not party.keys), None)


def part_of_sum(pair: Pairing) -> bool:
    """3 killed, 10 casualties."""
    assert pair.one and pair.two
    if pair.one.kind == pair.two.kind or not (numbered(pair.one) and numbered(pair.two)):
        return False
    return pair.one.kind in SUMS.get(pair.two.kind, ()) or pair.two.kind in SUMS.get(pair.one.kind, ())


def part_of_all(pair: Pairing) -> bool:
    """Three civilians among ten dead: one figure counts some people, the other everybody or other people."""
    left, right = find_part(pair.one_of), find_part(pair.two_of)
    if left is not None and right is not None and (left in ARMED) != (right in ARMED):
        return not _vague_both(pair)  # nine fighters and nine civilians are no nine in common
    if _vague_both(pair) or _same_kind_equal(pair):
        return False
    return left != right and (left is not None or right is not None)


def other_side(pair: Pairing) -> bool:
    """The dead of one side, the dead of the other (or of both)."""
    if _vague_both(pair) or _same_kind_equal(pair):
        return False
    left, right = _counted(pair.left, pair.one_of), _counted(pair.right, pair.two_of)
    return any(p.known() for p in left) and any(p.known() for p in right) and not shared(left, right)


def running_toll(pair: Pairing) -> bool:
    """6 killed in a strike, 410 since March."""
    assert pair.one and pair.two
    if not (numbered(pair.one) and numbered(pair.two)) or meet(pair.one, pair.two):
        return False
    if (pair.left.type == "TOLL") == (pair.right.type == "TOLL"):
        return False
    toll, other = (pair.left, pair.right) if pair.left.type == "TOLL" else (pair.right, pair.left)
    if not toll.window.stated:
        # within a report an undated toll of the same people is that of what the report tells
        names = [{party.name.casefold() for party in fact.sufferers} for fact in (pair.left, pair.right)]
        others = bool(names[0] and names[1]) and not names[0] & names[1]
        return pair.left.report != pair.right.report or others
    return toll.window.days() >= other.window.days() + RUNNING_DAYS


def each_says_heavy(pair: Pairing) -> bool:
    """Each side says that the other lost heavily, and neither gives a number."""
    assert pair.one and pair.two
    if not _vague_both(pair) or pair.same_source or not {pair.one.kind, pair.two.kind} <= LOSSES:
        return False
    if pair.left.source is None or pair.right.source is None:
        return False
    if shared(pair.left.side, pair.right.side):
        return False
    left, right = _losers(pair.left, pair.one_of), _losers(pair.right, pair.two_of)
    if left and right and shared(left, right):
        return False
    return not (shared(pair.left.side, left) or shared(pair.right.side, right))


def no_number(pair: Pairing) -> bool:
    """ "heavy losses" beside 31 casualties."""
    assert pair.one and pair.two
    return not (numbered(pair.one) and numbered(pair.two))


def figures_equal(pair: Pairing) -> bool:
    """5 and 5."""
    return _same_kind_equal(pair)


def figures_within(pair: Pairing) -> bool:
    """ "dozens" and 31, "at least 5" and 7."""
    assert pair.one and pair.two
    return _one_kind(pair) and (narrower(pair.one, pair.two) or narrower(pair.two, pair.one))


def figures_overlap(pair: Pairing) -> bool:
    """3–6 and 5–9."""
    assert pair.one and pair.two
    return _one_kind(pair) and meet(pair.one, pair.two)


def later_count(pair: Pairing) -> bool:
    """The ministry's 4 on Thursday, its 9 on Sunday."""
    return _differ(pair) and pair.same_source and _later(pair)


def toll_grew(pair: Pairing) -> bool:
    """400 dead since spring on 2 May, 460 on 12 May, whoever counts."""
    assert pair.one and pair.two
    if not (_differ(pair) and _counts_on(pair.left) and _counts_on(pair.right) and _later(pair)):
        return False
    return low_of(pair.two) > high_of(pair.one)


def _counts_on(fact: Fact) -> bool:
    """True for losses so far: a toll, or what is counted over weeks ("has killed 400 people since April")."""
    return fact.type == "TOLL" or (fact.window.stated and fact.window.days() > RUNNING_DAYS)


def toll_rose(pair: Pairing) -> bool:
    """7 killed on Wednesday; on Thursday another voice has the toll *risen* to 9."""
    assert pair.one and pair.two
    return _differ(pair) and _later(pair) and low_of(pair.two) > high_of(pair.one)


def figures_reversed(pair: Pairing) -> bool:
    """One voice, one day, two numbers; within one report it tells of two things."""
    return _differ(pair) and pair.same_source and pair.left.report != pair.right.report


def figures_apart(pair: Pairing) -> bool:
    """3–5 and 7–9."""
    return _differ(pair) and pair.left.happened and pair.right.happened and not pair.same_source


def _one_kind(pair: Pairing) -> bool:
    return pair.one is not None and pair.two is not None and pair.one.kind == pair.two.kind


def _same_kind_equal(pair: Pairing) -> bool:
    return _one_kind(pair) and equal(pair.one, pair.two)  # type: ignore[arg-type]


def _differ(pair: Pairing) -> bool:
    return _one_kind(pair) and not meet(pair.one, pair.two)  # type: ignore[arg-type]


def _later(pair: Pairing) -> bool:
    """The right one was said on a later day, or on the same and printed later."""
    left, right = pair.left, pair.right
    if left.said is None or right.said is None or left.said != right.said:
        return left.said is not None and right.said is not None and left.said < right.said
    return left.published is not None and right.published is not None and left.published < right.published


def _vague_both(pair: Pairing) -> bool:
    figures = [pair.one, pair.two]
    return all(one is not None and one.vague and (one.high is None or one.low is None) for one in figures)


def _counted(fact: Fact, party: Party | None) -> tuple[Party, ...]:
    return (party,) if party else ()


def _losers(fact: Fact, party: Party | None) -> tuple[Party, ...]:
    return (party,) if party and party.known() else tuple(one for one in fact.sufferers if one.known())

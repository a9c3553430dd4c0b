"""Links: every topic's rules asked in their order, and what is left of two claims after that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..records import DisputeKind, Link
from . import figures, positions
from .facts import Fact
from .names import apart, shared
from .pairing import ComparisonEntry, Pairing, load_comparisons, render_field, render_reason

RULES: dict[str, Callable[[Pairing], bool]] = {
    "origin.same-source": positions.same_origin,
    "origin.copy": positions.copied,
    "figure.part-of-sum": figures.part_of_sum,
    "figure.part-of-all": figures.part_of_all,
    "figure.other-side": figures.other_side,
    "figure.running-toll": figures.running_toll,
    "figure.each-says-heavy": figures.each_says_heavy,
    "figure.no-number": figures.no_number,
    "figure.equal": figures.figures_equal,
    "figure.within": figures.figures_within,
    "figure.overlap": figures.figures_overlap,
    "figure.later-count": figures.later_count,
    "figure.toll-grew": figures.toll_grew,
    "figure.toll-rose": figures.toll_rose,
    "figure.reversed": figures.figures_reversed,
    "figure.apart": figures.figures_apart,
    "position.planned-done": positions.planned_done,
    "position.reversed": positions.reversed_word,
    "position.denied": positions.denied,
    "position.stage-later": positions.stage_later,
    "position.stage": positions.stage_disputed,
    "position.failed": positions.attempt_failed,
    "position.tried-again": positions.tried_again,
    "position.changed-hands": positions.changed_hands,
    "position.part-held": positions.part_held,
    "position.two-holders": positions.two_holders,
    "position.withdrawn": positions.withdrawn,
    "blame.each-other": positions.each_other,
    "blame.clash": positions.clash,
    "blame.two-doers": positions.two_doers,
    "place.within": positions.place_within,
    "place.near": positions.place_near,
    "place.apart": positions.place_apart,
    "day.within": positions.day_within,
    "day.apart": positions.day_apart,
    "wording.paraphrase": positions.paraphrase_differs,
}
TOPICS = ("origin", "wording", "position", "blame", "place", "day")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that decided on two claims, and the link that it makes."""

    rule: str
    link: Link
    dispute: DisputeKind | None


def compare_facts(left: Fact, right: Fact) -> list[Finding]:
    """All findings on two claims of one case: every contradiction, else the most telling of the other ties."""
    left, right = (right, left) if (right.said or 0) < (left.said or 0) else (left, right)
    found = list(_findings(left, right))
    against = [one for one in found if one.link.relation == "contradicts"]
    for relation in ("relays", "updates", "refines", "agrees"):
        for_it = [one for one in found if one.link.relation == relation]
        if for_it and (relation == "relays" or not against):
            return [for_it[0], *against]
    if against:
        return against
    if left.report == right.report and Pairing(left, right).same_source:
        return []  # one voice goes on about one matter: nothing to compare
    if left.denied != right.denied or left.families.isdisjoint(right.families):
        return []  # who denies a thing does not agree with who tells it
    holders = left.type == right.type == "CONTROL" and not shared(left.doers, right.doers)
    if holders or apart(left.doers, right.doers):
        return []  # each names somebody else as doing it, and nothing says that only one of them can be right
    reason = f"{left.speaker} and {right.speaker} tell of the same thing and differ in nothing that both state"
    return [Finding("agrees", Link(left.name, right.name, "agrees", None, reason), None)]


def find_rule(topic: str, pair: Pairing) -> ComparisonEntry | None:
    """The first rule of a topic that fits, e.g. `figure.later-count` for one ministry's two counts."""
    return next(
        (entry for entry in load_comparisons(topic) if RULES[entry.id](pair) and entry.speaks(pair.right)), None
    )


def _findings(left: Fact, right: Fact) -> Iterator[Finding]:
    pair = Pairing(left, right)
    for topic in TOPICS:
        entry = find_rule(topic, pair)
        if entry is not None:
            yield _finding(entry, pair)
    for counted in figures.find_figure_pairs(left, right):
        entry = find_rule("figure", counted)
        if entry is not None:
            yield _finding(entry, counted)


def _finding(entry: ComparisonEntry, pair: Pairing) -> Finding:
    link = Link(pair.left.name, pair.right.name, entry.relation, render_field(entry, pair), render_reason(entry, pair))
    return Finding(entry.id, link, entry.dispute)

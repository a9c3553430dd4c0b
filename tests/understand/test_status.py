"""Status: the trigger stands in braces in the text of each case."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sayso.lexicon import load_table
from sayso.records import Report, Status
from sayso.understand.governors import StatusRule
from sayso.understand.segment import find_segments
from sayso.understand.status import combine_status, find_status

RULES = load_table("status.toml", StatusRule)
STATUSES: tuple[Status, ...] = (
    "actual", "ongoing", "planned", "called-for", "conditional", "possible", "failed", "ended", "denied",
)  # fmt: skip


def status_in(marked: str) -> tuple[Status, tuple[str, ...]]:
    """The status at the word in braces."""
    trigger = re.search(r"\{(.+?)\}", marked)
    assert trigger is not None
    segments, _ = find_segments(Report("r", marked.replace("{", "").replace("}", "")))
    span = segments.doc.char_span(trigger.start(), trigger.end() - 2)
    assert span is not None
    return find_status(segments, span.root.i)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_matches_its_example_and_misses_the_other(rule: StatusRule):
    status, fired = status_in(rule.matches)
    assert rule.id in fired
    if rule.status not in ("through", "stop"):
        assert status == rule.status
    assert rule.id not in status_in(rule.misses)[1]


CASES = {
    "actual": [
        "Gunmen {attacked} a convoy near the border.",
        "The minister said rebels had {burned} three villages.",
        "The envoy condemned the {attack}.",
        "The army denied that it had failed to {stop} the looting.",
        "The army did not say who {fired} the rocket.",
        "The council will discuss the {attack} on Friday.",
        "He was accused of {killing} two officers.",
        "The police told reporters that five were {killed}.",
        "The army did not fail to {take} the hill.",
        "Several ministers opposed the {truce}.",
        "Why did the army {attack} the town?",
        "The rebels managed to {enter} the city.",
        "The council plans to honour soldiers who {died} in the raid.",
    ],
    "ongoing": [
        "The two sides are {holding} talks in the capital.",
        "The envoy said the two sides were {negotiating}.",
        "The rebels still {hold} the airport.",
        "{Talks} are under way in the capital.",
        "He called for an end to the {fighting}.",
        "The army failed to end the {siege}.",
    ],
    "planned": [
        "The army will {storm} the camp.",
        "The brigade is poised to {enter} the city.",
        "The {talks} are due to begin on Monday.",
        "The two countries agreed to hold {talks} next month.",
        "The militia vowed to {launch} an attack.",
        "The militia vowed to launch an {attack}.",
    ],
    "called-for": [
        "The envoy called on both sides to {withdraw}.",
        "The general called for {strikes} on the port.",
        "The party wants the army to {intervene}.",
    ],
    "conditional": [
        "Our men will {resist} if the valley is attacked.",
        "Our men will resist if the valley is {attacked}.",
        "Should the rebels {attack}, the army will respond.",
        "Unless the rebels {leave}, the army will fire.",
    ],
    "possible": [
        "The strike may have {killed} the commander.",
        "It is possible that the militia {attacked} the convoy.",
        "Did the army {shell} the market?",
        "The move could lead to {clashes}.",
        "It is not clear whether the rebels {captured} the town.",
        "Both sides did not rule out {talks}.",
    ],
    "failed": [
        "The enemy made several attempts to {enter} the town, and failed each time.",
        "The rebels tried to {seize} the bridge but were driven back.",
        "The {talks} with the local militia broke down.",
        "The army struck after {negotiation} with the elders failed.",
        "A failed {assassination} attempt wounded the driver.",
        "Police foiled a plot to {bomb} the station.",
        "The {talks} ended without agreement.",
        "Guards foiled a {bombing}.",
    ],
    "ended": [
        "The {fighting} stopped at noon.",
        "The {siege} is over.",
        "The army called a halt to its {bombardment}.",
        "The militia ceased {firing} on the village.",
    ],
    "denied": [
        "The army did not {shell} the market.",
        "The group denied {shelling} the market.",
        "The ministry rejected reports that soldiers {looted} the shops.",
        "The rebels have yet to {respond}.",
        "Neither the army nor the rebels {shelled} the school.",
        "Neither side has {attacked} the town.",
        "No civilians were {killed}.",
        "There was no {attack} on the village.",
        "The government has no plans to {negotiate}.",
        "The ship would have {sunk} within hours.",
        "The troops left without {firing} a shot.",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("status", "marked"), [(s, text) for s, texts in CASES.items() for text in texts])
def test_the_status_of_a_trigger_comes_from_what_stands_over_it(status: str, marked: str):
    assert status_in(marked)[0] == status


@given(some.sampled_from(STATUSES), some.sampled_from(STATUSES))
def test_a_status_under_another_is_again_a_status_and_actual_changes_nothing(inner: Status, outer: Status):
    assert combine_status(inner, outer) in STATUSES
    assert combine_status(inner, "actual") == inner
    assert combine_status("actual", outer) == outer


def test_the_distance_of_the_reporter_is_not_doubt_of_ours():
    assert status_in("The army allegedly {shelled} the hospital.")[0] == "actual"
    assert status_in("The alleged {attack} on the school was condemned.")[0] == "actual"
    assert status_in("The suspected {attack} on the school was condemned.")[0] == "possible"

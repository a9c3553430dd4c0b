"""Every rule that decides on a difference decides on its own example, and not on the one it must miss."""

from __future__ import annotations

import pytest

from sayso.lexicon import load_table
from sayso.reconcile.facts import FamilyEntry, find_families
from sayso.reconcile.figures import find_figure_pairs
from sayso.reconcile.hours import PartOfDay, hours_apart
from sayso.reconcile.links import RULES, compare_facts, find_rule
from sayso.reconcile.names import CommonEntry, name_key
from sayso.reconcile.pairing import ComparisonEntry, Pairing
from sayso.reconcile.sites import Site, sites_apart
from sayso.reconcile.talks import TalksEntry, find_talks_entry

from .stories import pair_of

COMPARISONS = load_table("comparisons.toml", ComparisonEntry)


def decided(entry: ComparisonEntry, left: dict, right: dict) -> set[str]:
    one, two = pair_of(left, right)
    pairs = find_figure_pairs(one, two) if entry.topic == "figure" else [Pairing(one, two)]
    return {found.id for pair in pairs if (found := find_rule(entry.topic, pair))}


def test_every_rule_has_its_entry_and_every_entry_its_rule():
    assert {entry.id for entry in COMPARISONS} == set(RULES)


@pytest.mark.parametrize("entry", COMPARISONS, ids=lambda entry: entry.id)
def test_a_rule_decides_on_its_example_and_not_on_the_other(entry):
    assert decided(entry, *entry.matches) == {entry.id}
    assert entry.id not in decided(entry, *entry.misses)


@pytest.mark.parametrize("entry", COMPARISONS, ids=lambda entry: entry.id)
def test_a_reason_is_whole_words_without_open_places(entry):
    links = [found.link for found in compare_facts(*pair_of(*entry.matches))]
    assert links
    for link in links:
        assert "{" not in link.reason and "None" not in link.reason


@pytest.mark.parametrize("entry", COMPARISONS, ids=lambda entry: entry.id)
def test_only_a_contradiction_opens_a_dispute(entry):
    assert (entry.dispute is not None) == (entry.relation == "contradicts")


@pytest.mark.parametrize("entry", load_table("families.toml", FamilyEntry), ids=lambda entry: entry.id)
def test_a_family_holds_its_example(entry):
    name = entry.family or entry.id
    assert name in find_families(*entry.matches)
    assert name not in find_families(*entry.misses)


@pytest.mark.parametrize("entry", load_table("hours.toml", PartOfDay), ids=lambda entry: entry.id)
def test_a_part_of_the_day_holds_its_example(entry):
    assert entry.holds(entry.matches)
    assert not entry.holds(entry.misses)


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("on Tuesday morning", "late on Tuesday", True),
        ("at dawn on Tuesday", "on Tuesday morning", False),
        ("on Tuesday night", "on Tuesday", False),
    ],
)
def test_morning_and_night_of_one_day_are_apart(left, right, apart):
    assert hours_apart(left, right) is apart


@pytest.mark.parametrize("entry", load_table("sites.toml", Site), ids=lambda entry: entry.id)
def test_a_kind_of_site_holds_its_example(entry):
    assert entry.holds(entry.matches)
    assert not entry.holds(entry.misses)


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("A bomb went off in the bazaar", "Gunmen fired at the police station", True),
        ("A bomb went off in the bazaar", "A bomb hit a market near the mosque", False),
        ("A bomb went off in the bazaar", "A bomb killed five", False),
    ],
)
def test_two_kinds_of_sites_are_two_places(left, right, apart):
    assert sites_apart(left, right) is apart


@pytest.mark.parametrize("entry", load_table("talks.toml", TalksEntry), ids=lambda entry: entry.id)
def test_a_claim_tells_of_the_stage_of_its_entry(entry):
    assert find_talks_entry(*entry.matches).id == entry.id
    other = find_talks_entry(*entry.misses)
    assert other is None or other.id != entry.id


@pytest.mark.parametrize("entry", load_table("common_actors.toml", CommonEntry), ids=lambda entry: entry.id)
def test_common_words_name_nobody(entry):
    assert name_key(entry.matches) == ""
    assert name_key(entry.misses) != ""

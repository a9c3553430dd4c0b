"""What each counting rule makes of the claims of one case: every number is one that a claim gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lexicon import load_table
from sayso.reconcile import reconcile_readings
from sayso.reconcile.counted import PeopleEntry
from sayso.reconcile.estimates import (
    RULES,
    Counted,
    Estimate,
    compare_counts,
    compare_rules,
    estimate_case,
    find_counts,
    find_spread,
    load_rules,
)
from sayso.records import Actor, Case, Figure, Reading

from .stories import told

STRIKE = {"type": "ASSAULT", "place": "Orvan", "country": "RUV", "at": (10.0, 20.0), "day": "2024-05-02"}
RED = Actor("", "Red Column", "armed group")
BLUE = Actor("", "Blue Brigade", "armed force")


def case_of(*claims: dict, **more) -> tuple[Case, dict[str, Reading]]:
    """The one case of claims on one strike, each told by a report of its own on the day it was said."""
    readings = [
        told(f"{n:02}", {**STRIKE, **claim}, outlet=claim.get("outlet"), published=claim.get("said", STRIKE["day"]))
        for n, claim in enumerate(claims, 1)
    ]
    cases, _ = reconcile_readings(readings)
    names = tuple(f"{reading.report.id}:C1" for reading in readings)
    found = next((case for case in cases if set(case.claims) == set(names)), None)
    if found is None:  # claims that do not lie together by themselves: a case put together by hand
        found = Case("K1", "a strike", tuple(one.report.id for one in readings), names, 1, 1)
    return found, {reading.report.id: reading for reading in readings}


def made(rule: str, *claims: dict, kind: str = "killed") -> Estimate | None:
    case, readings = case_of(*claims)
    return estimate_case(case, readings, kind, rule)


def numbers(found: Estimate | None) -> tuple[int | None, int | None, int | None]:
    assert found is not None
    return found.low, found.best, found.high


ELDER = {"says": "village elder", "killed": [3, 5]}
PRESS = {"says": "army press office", "killed": [7, 9]}
HOSPITAL = {"says": "hospital of Orvan", "killed": [4, 4]}


# ---- the knowledge --------------------------------------------------------------------------------------------------


def test_every_rule_has_its_entry_and_every_entry_its_rule_in_one_order():
    assert [entry.id for entry in load_rules()] == list(RULES)


@pytest.mark.parametrize("entry", load_rules(), ids=lambda entry: entry.id)
def test_a_rule_makes_of_its_example_what_its_entry_says_and_nothing_of_the_other(entry):
    found = made(entry.id, *entry.matches["claims"])
    assert found is not None
    assert {name: getattr(found, name) for name in entry.matches["gives"]} == entry.matches["gives"]
    assert made(entry.id, *entry.misses["claims"]) is None


@pytest.mark.parametrize("entry", load_table("counted_people.toml", PeopleEntry), ids=lambda entry: entry.id)
def test_words_say_who_was_counted(entry):
    assert set(entry.words) & set(entry.matches.split())
    assert not set(entry.words) & set(entry.misses.split())


# ---- one rule at a time ---------------------------------------------------------------------------------------------


def test_the_bounds_are_the_smallest_and_the_largest_number_claimed():
    assert numbers(made("lowest", ELDER, PRESS, HOSPITAL)) == (3, 3, 3)
    highest = made("highest", ELDER, PRESS, HOSPITAL)
    assert numbers(highest) == (9, 9, 9) and highest.claims == ("02:C1",)
    assert "army press office" in highest.reason


def test_dozens_count_from_their_lower_end_and_are_open_above():
    dozens = {"says": "village elder", "killed": [24, -1], "vague": True}
    for rule in ("most-conservative", "ucdp", "highest", "modal-origin"):
        found = made(rule, dozens)
        assert (found.best, found.high, found.open) == (24, 24, True)
    assert "no one number" in made("most-conservative", dozens).reason
    assert not made("highest", dozens, {"says": "hospital of Orvan", "killed": [31, 31]}).open


def test_up_to_ten_sets_no_lower_end():
    assert numbers(made("ibc", {"says": "village elder", "killed": [-1, 10]}, PRESS)) == (7, None, 10)
    assert numbers(made("ibc", {"says": "village elder", "killed": [-1, 5]}, PRESS)) == (None, None, 9)


def test_what_was_said_last_counts_for_latest_and_two_voices_of_that_day_make_a_range():
    first = {**HOSPITAL, "said": "2024-05-02"}
    last = [{**ELDER, "said": "2024-05-03"}, {**PRESS, "said": "2024-05-03"}]
    assert numbers(made("latest", first, *last)) == (3, None, 9)
    assert "3 May 2024" in made("latest", first, *last).reason


def test_a_count_that_its_own_source_raised_no_longer_stands_but_stays_a_bound():
    counts = [
        {"says": "health ministry", "killed": [4, 4], "said": "2024-05-02"},
        {"says": "health ministry", "killed": [9, 9], "said": "2024-05-03"},
    ]
    assert numbers(made("ibc", *counts)) == (9, None, 9)
    assert made("most-conservative", *counts).best == 9
    assert made("lowest", *counts).best == 4
    case, readings = case_of(*counts)
    assert [one.updated for one in find_counts(case, readings, "killed")] == [True, False]


def test_three_outlets_that_relay_one_ministry_are_one_origin():
    ministry = [{"says": "health ministry", "killed": [9, 9]} for _ in range(3)]
    found = made("modal-origin", *ministry, HOSPITAL, {"says": "Aid Watch", "killed": [4, 4]})
    assert (found.best, found.origins, found.claims) == (4, 2, ("04:C1", "05:C1"))
    assert "2 of 3 independent origins" in found.reason


def test_where_no_figure_has_more_origins_than_another_there_is_no_best():
    found = made("modal-origin", HOSPITAL, {"says": "Aid Watch", "killed": [6, 6]})
    assert numbers(found) == (4, None, 6)


def test_ucdp_takes_the_lower_figure_of_those_who_are_no_party():
    red = {"says": RED, "doers": RED, "killed": [2, 2]}
    found = made("ucdp", red, HOSPITAL, {"says": "Aid Watch", "killed": [8, 8]})
    assert numbers(found) == (2, 4, 8)
    assert "parties to the violence set aside" in found.reason
    assert numbers(made("ucdp", red)) == (2, 2, 2)


def test_a_military_spokesman_speaks_for_the_army_of_his_state():
    army = Actor("", "army of Ruvia", "armed force", "RUV", "MIL")
    spokesman = Actor("", "military spokesman", "person", "RUV", "MIL")
    stranger = Actor("", "Lorrish general", "person", "LOR", "MIL")
    elder = {**HOSPITAL, "doers": army}
    assert made("ucdp", elder, {"says": spokesman, "killed": [2, 2]}).best == 4
    assert made("ucdp", elder, {"says": stranger, "killed": [2, 2]}).best == 2


def test_ucdp_wants_a_death():
    assert made("ucdp", {"says": "village elder", "killed": [0, 0]}) is None


def test_iraq_body_count_is_provisional_on_one_origin():
    assert made("ibc", HOSPITAL).grade == "provisional"
    assert made("ibc", HOSPITAL, PRESS).grade is None


def test_planned_denied_and_partial_figures_are_not_counted():
    for status in ("planned", "possible", "failed", "denied"):
        assert made("lowest", {**ELDER, "status": status}, PRESS).best == 7


# ---- whom ------------------------------------------------------------------------------------------------------------


def test_civilians_among_all_the_dead_are_a_group_of_their_own():
    case, readings = case_of({"says": "village elder", "killed": [3, 3], "of": "civilians"}, {**PRESS}, HOSPITAL)
    found = compare_rules(case, readings, "killed")
    assert [one.of for one in found] == [None] * 8 + ["civilians"] * 8
    by_name = {(one.rule, one.of): one for one in found}
    assert by_name["lowest", None].best == 4 and by_name["lowest", "civilians"].best == 3
    assert "counts everybody, with counts of civilians kept apart" in by_name["ucdp", None].reason
    assert estimate_case(case, readings, "killed", "ucdp").of is None
    assert estimate_case(case, readings, "killed", "ibc").of == "civilians"


def test_three_civilians_and_three_people_are_the_same_three():
    case, readings = case_of(
        {"says": "village elder", "killed": [3, 3], "of": "civilians"}, {"says": "hospital of Orvan", "killed": [3, 3]}
    )
    assert {one.of for one in compare_rules(case, readings, "killed")} == {None}
    assert estimate_case(case, readings, "killed", "modal-origin").origins == 2


def test_one_sides_dead_are_not_everybodys_nor_the_other_sides():
    case, readings = case_of(
        {"says": RED, "doers": (RED, BLUE), "killed": [12, 12], "of": BLUE},
        {"says": BLUE, "doers": (RED, BLUE), "killed": [30, 30], "of": Actor("", "Red Column fighters", "armed group")},
        {"says": "village elder", "doers": (RED, BLUE), "killed": [20, 20]},
    )
    found = {one.of: one for one in compare_rules(case, readings, "killed") if one.rule == "lowest"}
    assert {of: one.best for of, one in found.items()} == {None: 20, "Blue Brigade": 12, "Red Column": 30}


def test_without_a_count_of_everybody_the_group_that_most_origins_count_is_taken_and_named():
    found = made(
        "lowest",
        {"says": "village elder", "killed": [3, 3], "of": "civilians"},
        {"says": "hospital of Orvan", "killed": [2, 2], "of": "civilians"},
        {"says": "Aid Watch", "killed": [1, 1], "of": "soldiers"},
    )
    assert (found.of, found.best) == ("civilians", 2)
    assert "this counts civilians, with counts of soldiers kept apart" in found.reason


def test_the_toll_since_spring_is_not_that_of_the_strike():
    since = {"type": "TOLL", "day": None, "from": "2024-03-01", "until": "2024-05-02"}
    case, readings = case_of(HOSPITAL, {**since, "says": "army press office", "killed": [410, 410]})
    assert {one.of for one in compare_rules(case, readings, "killed")} == {None, "everybody so far"}
    assert estimate_case(case, readings, "killed", "highest").best == 4


def test_villagers_and_policemen_of_one_claim_are_not_everybody():
    reading = told("01", {**STRIKE, "says": "Aid Watch", "killed": [9, 9], "of": "villagers"}, published="2024-05-02")
    claim = reading.claims[0]
    two = Figure("killed", 2, 2, False, "A9", "two policemen")
    claim = replace(claim, about=replace(claim.about, figures=(*claim.about.figures, two)))
    police = Actor("A9", "policemen", "person", sector="COP")
    both = replace(reading, actors=(*reading.actors, police), claims=(claim,))
    case = Case("K1", "a strike", ("01", "02"), ("01:C1", "02:C1"), 2, 2)
    readings = {"01": both, "02": told("02", {**STRIKE, **HOSPITAL})}
    assert [one.whole for one in find_counts(case, readings, "killed")] == ["villagers", "policemen", None]


# ---- Airwars ---------------------------------------------------------------------------------------------------------


def grade(*claims: dict) -> str | None:
    found = made("airwars", *claims)
    return found.grade if found else None


BLAMED = {"says": "village elder", "doers": RED, "killed": [4, 4], "of": "civilians"}
SEEN = {"says": "hospital of Orvan", "doers": RED, "killed": [6, 6], "of": "civilians"}


def test_two_origins_that_name_who_did_it_are_fair_and_one_is_weak():
    assert grade(BLAMED, SEEN) == "fair"
    assert grade(BLAMED) == "weak"
    assert grade(BLAMED, {**BLAMED, "outlet": "Daily B"}) == "weak"


def test_without_anybody_named_as_acting_no_grade_fits():
    found = made("airwars", HOSPITAL, {"says": "Aid Watch", "killed": [6, 6]})
    assert found.grade is None and "none names who did it" in found.reason


def test_who_admits_its_own_deed_confirms():
    assert (
        grade(BLAMED, {"says": RED, "act": "admit", "doers": RED, "killed": [3, 3], "of": "civilians"}) == "confirmed"
    )
    assert grade(BLAMED, {"says": RED, "doers": RED, "killed": [3, 3], "of": "civilians"}) == "confirmed"


def test_who_admits_losses_to_the_other_side_confirms_nothing():
    admitted = {"says": BLUE, "act": "admit", "doers": RED, "killed": [5, 5], "of": "civilians"}
    assert grade(BLAMED, admitted) == "fair"


def test_each_blaming_the_other_is_contested():
    case, readings = case_of(
        {**BLAMED, "act": "accuse", "says": BLUE, "doers": RED, "to": "traders of Orvan"},
        {**BLAMED, "act": "accuse", "says": RED, "doers": BLUE, "to": "traders of Orvan"},
    )
    assert estimate_case(case, readings, "killed", "airwars").grade == "contested"


def test_a_denial_gives_no_number_but_contests():
    denial = {"says": RED, "act": "deny", "status": "denied", "doers": RED}
    found = made("airwars", BLAMED, SEEN, denial)
    assert (found.grade, found.low, found.high) == ("contested", 4, 6)
    assert "03:C1" in found.claims and "Red Column" in found.reason
    assert made("ibc", BLAMED, SEEN, denial).claims == ("01:C1", "02:C1")


def test_dead_who_are_all_said_to_be_militants_are_discounted():
    fighters = {"killed": [12, 12], "of": "militants"}
    assert grade({"says": BLUE, "doers": BLUE, **fighters}, {"says": "police of Orvan", **fighters}) == "discounted"
    assert made("ibc", {"says": "police of Orvan", **fighters}) is None


def test_heavy_losses_without_a_number_are_graded_and_counted_by_nobody():
    case, readings = case_of({"says": "village elder", "doers": RED, "losses": "heavy losses"}, {"says": "Aid Watch"})
    assert find_counts(case, readings, "casualties")[0].text == "heavy losses"
    assert compare_rules(case, readings, "casualties") == ()
    assert made("airwars", {"says": "elder", "killed": [-1, -1], "vague": True, "doers": RED}).grade == "weak"


# ---- side by side ----------------------------------------------------------------------------------------------------


def test_the_spread_says_how_far_the_rules_lie_apart_and_which_do():
    case, readings = case_of(ELDER, PRESS, HOSPITAL)
    spread = find_spread(compare_rules(case, readings, "killed"))
    assert (spread.low, spread.high, spread.ratio) == (3, 9, 3.0)
    assert "lowest" in spread.lowest and "highest" in spread.highest
    assert find_spread(()) is None


def test_a_case_without_such_figures_gives_nothing():
    case, readings = case_of(ELDER, PRESS)
    assert find_counts(case, readings, "captured") == () and compare_rules(case, readings, "captured") == ()


def test_a_report_that_is_missing_is_left_out():
    case, readings = case_of(ELDER, PRESS)
    del readings["02"]
    assert [one.claim for one in find_counts(case, readings, "killed")] == ["01:C1"]


def test_no_reason_speaks_of_confidence():
    case, readings = case_of(ELDER, PRESS, HOSPITAL)
    for one in compare_rules(case, readings, "killed"):
        assert "confidence" not in one.reason and "{" not in one.reason and "None" not in one.reason


@st.composite
def counts(draw) -> list[Counted]:
    """Counts of one case, as many as eight, of a few origins and groups."""
    found = []
    for n in range(draw(st.integers(1, 8))):
        ends = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
        low, high = draw(st.sampled_from([(ends[0], ends[1]), (ends[0], ends[0]), (ends[0], None), (None, ends[1])]))
        found.append(
            Counted(
                claim=f"{n:02}:C1", report=f"{n:02}", outlet=None, origin=draw(st.sampled_from("abc")),
                speaker=draw(st.sampled_from(["elder", "ministry", "police"])),
                said=draw(st.sampled_from([None, 10, 11, date(2024, 5, 2).toordinal()])),
                low=low, high=high, vague=draw(st.booleans()), text="words",
                whole=draw(st.sampled_from([None, None, "civilians", "Red Column"])),
                status=draw(st.sampled_from(["actual", "planned", None])), denied=draw(st.booleans()), act="assert",
                evidence="none", part=draw(st.booleans()),
                people=draw(st.sampled_from([None, "civilians", "combatants"])),
                doers=draw(st.sampled_from([(), ("Red Column",)])), own=draw(st.booleans()), party=draw(st.booleans()),
                updated=draw(st.booleans()),
            )
        )  # fmt: skip
    return found


@settings(max_examples=200, deadline=None)
@given(counts(), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(drawn, random):
    shuffled = list(drawn)
    random.shuffle(shuffled)
    assert compare_counts(shuffled) == compare_counts(drawn)
    assert [rule(shuffled) for rule in RULES.values()] == [rule(drawn) for rule in RULES.values()]


@settings(max_examples=200, deadline=None)
@given(counts())
def test_every_number_is_one_that_a_claim_of_its_group_gives_and_low_best_high_are_in_order(drawn):
    for made in compare_counts(drawn):
        given = {n for one in drawn if one.numbered and one.whole == made.of for n in (one.low, one.high)}
        taken = [number for number in (made.low, made.best, made.high) if number is not None]
        assert set(taken) <= given and taken == sorted(taken)
        assert set(made.claims) <= {one.claim for one in drawn} and made.claims
        assert 1 <= made.origins <= len(made.claims)
    spread = find_spread(compare_counts(drawn))
    assert spread is None or spread.low <= spread.high


told_claims = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["ASSAULT", "TOLL"]),
            "says": st.sampled_from([None, "village elder", "health ministry", RED, BLUE]),
            "doers": st.sampled_from([None, RED, BLUE, (RED, BLUE), "unidentified gunmen"]),
            "killed": st.sampled_from([[3, 3], [5, -1], [24, -1], [7, 9], [-1, 10], [-1, -1], [410, 410]]),
            "of": st.sampled_from([None, None, "people", "civilians", "traders", "herders", RED]),
            "said": st.sampled_from(["2024-05-02", "2024-05-03"]),
            "status": st.sampled_from(["actual", "actual", "planned", "denied"]),
            "act": st.sampled_from(["assert", "assert", "admit", "accuse"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(told_claims, st.randoms(use_true_random=False))
def test_from_claims_to_estimates_the_order_changes_nothing_and_no_number_is_made_up(drawn, random):
    case, readings = case_of(*drawn)
    found = compare_rules(case, readings, "killed")
    names = list(case.claims)
    random.shuffle(names)
    assert compare_rules(replace(case, claims=tuple(names)), readings, "killed") == found
    given = {n for one in drawn for n in one["killed"]}
    assert {n for one in found for n in (one.low, one.best, one.high) if n is not None} <= given
    assert {name for one in found for name in one.claims} <= set(names)

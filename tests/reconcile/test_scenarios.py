"""Small stories of two to four reports: what lies together, what contradicts, and what only seems to."""

from __future__ import annotations

from sayso.reconcile import reconcile_reading, reconcile_readings
from sayso.records import Actor, Case, Reading

from .stories import DAY, told

STRIKE = {"type": "ASSAULT", "place": "Orvan", "country": "RUV", "at": (10.0, 20.0), "day": "2024-05-02"}
HOLD = {"type": "CONTROL", "place": "Orvan", "country": "RUV", "at": (10.0, 20.0), "day": "2024-05-02"}
TALK = {"type": "CONSULT", "cameo": "046", "doers": "Blue Brigade", "to": "Red Column", "status": "ongoing"}


def one_case(*readings: Reading) -> Case:
    """The single case of the readings, which holds something of each of them."""
    cases, _ = reconcile_readings(readings)
    assert len(cases) == 1, [(case.what, case.claims) for case in cases]
    assert set(cases[0].reports) == {reading.report.id for reading in readings}
    return cases[0]


def relations(case: Case | Reading) -> set[str]:
    return {link.relation for link in case.links}


def disputes(case: Case | Reading) -> set[tuple[str, str | None]]:
    return {(dispute.kind, dispute.field) for dispute in case.disputes}


def test_two_tolls_that_do_not_overlap_are_a_dispute_with_both_sides_named():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [3, 5]}),
        told("02", {**STRIKE, "says": "army press office", "killed": [7, 9]}),
    )
    (dispute,) = case.disputes
    assert (dispute.kind, dispute.field, dispute.reports) == ("figure", "killed", ("01", "02"))
    assert dispute.sides == (("01:C1",), ("02:C1",))
    (link,) = case.links
    assert link.relation == "contradicts"
    assert "3–5 killed" in link.reason and "7–9 killed" in link.reason and "village elder" in link.reason


def test_three_tolls_of_which_two_fit_make_two_sides():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [4, 4]}),
        told("02", {**STRIKE, "says": "army press office", "killed": [9, 9]}),
        told("03", {**STRIKE, "says": "hospital of Orvan", "killed": [4, 5]}),
    )
    (dispute,) = case.disputes
    assert dispute.sides == (("01:C1", "03:C1"), ("02:C1",))


def test_at_least_five_and_seven_are_no_contradiction():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [5, -1]}),
        told("02", {**STRIKE, "says": "army press office", "killed": [7, 7]}),
    )
    assert relations(case) == {"refines"} and not case.disputes


def test_dozens_and_thirty_one_are_no_contradiction():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [24, -1], "vague": True}),
        told("02", {**STRIKE, "says": "army press office", "killed": [31, 31]}),
    )
    assert relations(case) == {"refines"} and not case.disputes


def test_dead_and_casualties_are_not_compared():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [6, 6]}),
        told("02", {**STRIKE, "says": "army press office", "casualties": [20, 20]}),
    )
    assert not case.disputes
    assert "casualties are the dead and the wounded together" in case.links[0].reason


def test_civilians_among_all_the_dead_are_not_compared():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "killed": [3, 3], "of": "civilians"}),
        told("02", {**STRIKE, "says": "army press office", "killed": [12, 12]}),
    )
    assert not case.disputes and "civilians against all" in case.links[0].reason


def test_one_sides_dead_and_the_others_are_not_compared():
    clash = {**STRIKE, "doers": ("Blue Brigade", "Red Column")}
    case = one_case(
        told("01", {**clash, "says": "Blue Brigade", "killed": [12, 12], "of": "Red Column"}),
        told("02", {**clash, "says": "Red Column", "killed": [30, 30], "of": "Blue Brigade"}),
    )
    assert not case.disputes and "same side" in case.links[0].reason


def test_a_strike_does_not_contradict_the_toll_since_spring():
    cases, _ = reconcile_readings(
        [
            told("01", {**STRIKE, "says": "village elder", "killed": [6, 6]}),
            told("02", {**STRIKE, "type": "TOLL", "day": None, "from": "2024-03-01", "until": "2024-05-02",
                        "says": "army press office", "killed": [410, 410]}),
            told("03", {**STRIKE, "says": "Aid Watch", "killed": [6, 6]}),
        ]
    )  # fmt: skip
    assert [case.claims for case in cases if "01:C1" in case.claims and "03:C1" in case.claims]
    assert not any(case.disputes for case in cases)


def test_a_later_count_by_the_same_source_updates_the_first():
    case = one_case(
        told("01", {**STRIKE, "says": "health ministry", "said": "2024-05-02", "killed": [4, 4]}),
        told(
            "02", {**STRIKE, "says": "health ministry", "said": "2024-05-04", "killed": [9, 9]}, published="2024-05-04"
        ),
    )
    (link,) = case.links
    assert (link.left, link.right, link.relation) == ("01:C1", "02:C1", "updates")
    assert not case.disputes and "4 May 2024" in link.reason


def test_a_toll_that_grows_is_an_update_whoever_counts():
    toll = {"type": "TOLL", "place": "Ruvia", "precision": "country", "country": "RUV", "to": "civilians of Ruvia"}
    case = one_case(
        told("01", {**toll, "says": "Aid Watch", "killed": [400, 400]}, published="2024-05-01"),
        told("02", {**toll, "says": "health ministry", "killed": [460, 460]}, published="2024-05-03"),
    )
    assert relations(case) == {"updates"}


def test_ten_outlets_relaying_one_ministry_are_one_origin():
    readings = [told(f"{n:02}", {**STRIKE, "says": "health ministry", "killed": [4, 4]}) for n in range(1, 11)]
    case = one_case(*readings)
    assert (case.outlets, case.origins) == (10, 1)
    assert relations(case) == {"relays"}


def test_a_wire_copy_is_no_second_witness():
    words = "Shells fell on the grain market of Orvan at dawn on Thursday, and four traders died there"
    case = one_case(
        told("01", {**STRIKE, "words": words, "killed": [4, 4]}),
        told("02", {**STRIKE, "words": words + ".", "killed": [4, 4]}),
        told(
            "03",
            {**STRIKE, "words": "Four people were killed in Orvan, the mayor's brother among them", "killed": [4, 4]},
        ),
    )
    assert (case.outlets, case.origins) == (3, 2)


def test_a_town_and_its_province_are_one_place_more_or_less_exactly():
    case = one_case(
        told("01", {**STRIKE, "admin1": "Upper Tesk", "doers": "Blue Brigade", "killed": [4, 4]}),
        told("02", {**STRIKE, "place": "Upper Tesk", "at": (None, None), "precision": "province",
                    "doers": "the Blue Brigade fighters", "killed": [4, 4]}),
    )  # fmt: skip
    assert not case.disputes and relations(case) <= {"refines", "agrees"}


def test_thursday_and_the_first_two_days_of_may_are_no_contradiction():
    case = one_case(
        told("01", {**STRIKE, "killed": [4, 4]}),
        told("02", {**STRIKE, "day": None, "from": "2024-05-01", "until": "2024-05-02", "killed": [4, 4]}),
    )
    assert not case.disputes and case.links[0].field == "date" and case.links[0].relation == "refines"


def test_two_towns_of_one_day_are_two_cases():
    cases, _ = reconcile_readings(
        [
            told("01", {**STRIKE, "killed": [4, 4]}),
            told("02", {**STRIKE, "place": "Belmar", "at": (13.0, 25.0), "killed": [4, 4]}),
        ]
    )
    assert cases == ()


def test_a_week_of_shelling_does_not_chain_into_one_case():
    readings = [
        told(
            f"{day:02}", {**STRIKE, "day": f"2024-05-{day:02}", "doers": "Blue Brigade"}, published=f"2024-05-{day:02}"
        )
        for day in range(1, 9)
    ]
    cases, _ = reconcile_readings(readings)
    assert all(len(case.claims) <= 2 for case in cases)


def test_an_event_without_a_day_fits_a_report_of_the_day_before_and_no_report_of_a_week_ago():
    undated = {**STRIKE, "day": None, "doers": "Blue Brigade", "killed": [4, 4]}
    dated = {**STRIKE, "day": "2024-05-02", "doers": "Blue Brigade", "killed": [4, 4]}
    assert one_case(told("01", undated, published="2024-05-03"), told("02", dated)).claims == ("01:C1", "02:C1")
    cases, _ = reconcile_readings([told("01", undated, published="2024-05-09"), told("02", dated)])
    assert cases == ()


def test_an_attack_planned_and_then_made_is_no_contradiction():
    case = one_case(
        told("01", {**STRIKE, "doers": "Blue Brigade", "says": "Red Column", "status": "planned", "said": "2024-05-01"},
             published="2024-05-01"),
        told("02", {**STRIKE, "doers": "Blue Brigade", "says": "village elder", "said": "2024-05-03"},
             published="2024-05-03"),
    )  # fmt: skip
    assert not case.disputes and relations(case) == {"updates"}


def test_a_denial_disputes_the_claim_that_it_denies():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "doers": "army of Ruvia", "killed": [4, 4]}),
        told("02", {**STRIKE, "says": "army of Ruvia", "act": "deny", "status": "denied", "doers": "army of Ruvia"}),
    )
    assert disputes(case) == {("occurrence", "occurrence")}
    assert "army of Ruvia denies what village elder presents as fact" in case.links[0].reason


def test_two_deniers_do_not_dispute_each_other():
    case = one_case(
        told("01", {**STRIKE, "says": "army of Ruvia", "status": "denied", "doers": "army of Ruvia"}),
        told("02", {**STRIKE, "says": "defence ministry", "status": "denied", "doers": "army of Ruvia"}),
    )
    assert not case.disputes


def test_who_takes_back_its_word_reverses():
    case = one_case(
        told("01", {**STRIKE, "says": "army press office", "status": "denied", "doers": "army of Ruvia",
                    "said": "2024-05-02"}),
        told("02", {**STRIKE, "says": "army press office", "doers": "army of Ruvia", "said": "2024-05-04"},
             published="2024-05-04"),
    )  # fmt: skip
    (link,) = case.links
    assert link.relation == "contradicts" and "reverses" in link.reason
    assert "2 May 2024" in link.reason and "4 May 2024" in link.reason


def test_two_holders_of_one_town_at_one_time_are_a_dispute_on_control():
    case = one_case(
        told("01", {**HOLD, "says": "Blue Brigade", "doers": "Blue Brigade"}),
        told("02", {**HOLD, "says": "Red Column", "doers": "Red Column"}),
    )
    assert disputes(case) == {("control", "control")}


def test_a_town_that_changes_hands_is_no_dispute():
    case = one_case(
        told("01", {**HOLD, "says": "Blue Brigade", "doers": "Blue Brigade"}),
        told("02", {**HOLD, "day": "2024-05-03", "says": "Red Column", "doers": "Red Column"}, published="2024-05-03"),
    )
    assert not case.disputes and relations(case) == {"updates"}


def test_a_country_taken_and_one_valley_held_are_no_dispute():
    cases, _ = reconcile_readings(
        [
            told("01", {"type": "CONTROL", "place": "Ruvia", "country": "RUV", "precision": "country",
                        "says": "Blue Brigade", "doers": "Blue Brigade"}),
            told("02", {**HOLD, "says": "Red Column", "doers": "Red Column"}),
        ]
    )  # fmt: skip
    assert not any(case.disputes for case in cases)


def test_entered_the_town_against_every_attempt_failed_is_a_dispute_on_the_outcome():
    case = one_case(
        told("01", {**HOLD, "says": "Blue Brigade", "doers": "Blue Brigade fighters"}),
        told("02", {**HOLD, "type": "ASSAULT", "status": "failed", "says": "Red Column", "doers": "Blue Brigade"}),
    )
    assert disputes(case) == {("outcome", "outcome")}


def test_talks_said_to_go_on_and_said_to_have_failed_are_a_dispute_on_the_stage():
    case = one_case(
        told("01", {**TALK, "says": "envoy Tarn"}),
        told("02", {**TALK, "status": "failed", "says": "Red Column"}),
    )
    assert disputes(case) == {("stage", "stage")}


def test_talks_that_the_same_envoy_has_failing_a_day_later_are_an_update():
    case = one_case(
        told("01", {**TALK, "says": "envoy Tarn", "said": "2024-05-02"}),
        told("02", {**TALK, "status": "failed", "says": "envoy Tarn", "said": "2024-05-03"}, published="2024-05-03"),
    )
    assert not case.disputes and relations(case) == {"updates"}


def test_each_side_blames_the_other_for_one_shelling():
    case = one_case(
        told(
            "01", {**STRIKE, "act": "accuse", "says": "Blue Brigade", "doers": "Red Column", "to": "traders of Orvan"}
        ),
        told(
            "02", {**STRIKE, "act": "accuse", "says": "Red Column", "doers": "Blue Brigade", "to": "traders of Orvan"}
        ),
    )
    assert disputes(case) == {("responsibility", "actors")}
    assert "Blue Brigade blames Red Column" in case.links[0].reason


def test_unidentified_gunmen_do_not_contradict_a_named_group():
    case = one_case(
        told("01", {**STRIKE, "says": "village elder", "doers": "unidentified gunmen", "killed": [4, 4]}),
        told("02", {**STRIKE, "says": "police of Orvan", "doers": "Red Column", "killed": [4, 4]}),
    )
    assert not case.disputes


def test_two_sides_of_one_clash_are_no_dispute_on_who_did_it():
    case = one_case(
        told("01", {**STRIKE, "doers": "Blue Brigade", "to": "Red Column", "killed": [4, 4]}),
        told("02", {**STRIKE, "doers": "Red Column", "to": "Blue Brigade", "killed": [4, 4]}),
    )
    assert not case.disputes


def test_each_says_that_the_other_lost_heavily():
    reading = reconcile_reading(
        told(
            "01",
            {**STRIKE, "type": "TOLL", "says": "Blue Brigade", "losses": "heavy losses", "to": "Red Column"},
            {
                **STRIKE,
                "says": "Red Column",
                "killed": [-1, -1],
                "vague": True,
                "doers": "Red Column",
                "to": "Blue Brigade",
            },
        )
    )
    assert disputes(reading) == {("figure", "casualties")}
    assert "no number can be compared" in reading.links[0].reason


def test_a_paraphrase_that_names_others_than_the_quotation_is_a_dispute_on_wording():
    reading = reconcile_reading(
        told(
            "01",
            {**TALK, "says": "envoy Tarn", "doers": "friends of Velia", "to": "Red Column", "place": "Orvan"},
            {
                **TALK,
                "says": "envoy Tarn",
                "direct": True,
                "doers": "Orvan hill farmers",
                "to": "Red Column",
                "place": "Orvan",
            },
        )
    )
    assert disputes(reading) == {("wording", "who")}
    (dispute,) = reading.disputes
    assert dispute.sides == (("C1",), ("C2",)) and dispute.reports == ()


def test_the_same_group_under_two_names_is_one():
    case = one_case(
        told("01", {**STRIKE, "doers": Actor("", "Free Hill Front", aliases=("FHF",)), "killed": [4, 4]}),
        told("02", {**STRIKE, "doers": "FHF", "killed": [4, 4]}),
    )
    assert not case.disputes


def test_two_strikes_told_by_one_voice_in_one_report_stay_two():
    reading = reconcile_reading(
        told(
            "01",
            {**STRIKE, "says": "village elder", "killed": [4, 4]},
            {**STRIKE, "says": "village elder", "killed": [9, 9]},
        )
    )
    assert not reading.links and not reading.disputes


def test_each_sides_dead_in_dispute_are_two_disputes():
    clash = {**STRIKE, "doers": ("Blue Brigade", "Red Column")}
    case = one_case(
        told("01", {**clash, "says": "Blue Brigade", "killed": [12, 12], "of": "Red Column"},
             {**clash, "says": "Red Column", "killed": [4, 4], "of": "Blue Brigade"}),
        told("02", {**clash, "says": "army press office", "killed": [20, 20], "of": "Red Column"},
             {**clash, "says": "village elder", "killed": [9, 9], "of": "Blue Brigade"}),
    )  # fmt: skip
    assert sorted(dispute.sides for dispute in case.disputes) == [
        (("01:C1",), ("02:C1",)),
        (("01:C2",), ("02:C2",)),
    ]


def test_a_failed_attempt_on_an_unnamed_place_disputes_nothing():
    reading = reconcile_reading(
        told(
            "01",
            {**HOLD, "place": None, "says": "Blue Brigade", "doers": "Blue Brigade"},
            {**HOLD, "type": "ASSAULT", "status": "failed", "says": "Red Column", "doers": "Blue Brigade"},
        )
    )
    assert not reading.disputes


def test_a_further_strike_told_in_the_same_report_is_another_one():
    reading = reconcile_reading(
        told(
            "01",
            {**STRIKE, "killed": [13, 13], "wounded": [18, 18]},
            {**STRIKE, "killed": [13, 13], "wounded": [32, 32]},
        )
    )
    assert not reading.disputes


def test_sanctions_of_one_state_on_two_others_are_two_cases():
    sanction = {"type": "SANCTION", "doers": "Velia"}
    cases, _ = reconcile_readings([told("01", {**sanction, "to": "Ruvia"}), told("02", {**sanction, "to": "Tasmar"})])
    assert cases == ()


def test_a_quotation_that_leaves_one_party_out_is_still_held_against_its_paraphrase():
    here = {"type": "CONSULT", "cameo": "046", "status": "ongoing", "says": "envoy Tarn", "place": "Orvan"}
    reading = reconcile_reading(
        told(
            "01",
            {**here, "doers": "friends of Velia", "to": "Red Column"},
            {**here, "direct": True, "doers": "Orvan hill farmers"},
        )
    )
    assert disputes(reading) == {("wording", "who")}


def test_a_denial_lies_with_the_deed_that_it_names_and_no_other():
    case = one_case(
        told(
            "01",
            {**STRIKE, "says": "army press office", "doers": "Blue Brigade", "to": "checkpoint", "status": "actual"},
        ),
        told(
            "02",
            {"says": "Blue Brigade", "doers": "Blue Brigade", "to": "checkpoint", "act": "deny", "status": "denied"},
        ),
    )
    assert {kind for kind, _ in disputes(case)} == {"occurrence"}


def test_nine_fighters_and_nine_civilians_are_not_nine_that_both_give():
    strike = {"type": "ASSAULT", "place": "Karo", "day": "2024-05-02", "killed": [9, 9]}
    case = one_case(
        told("01", {**strike, "says": "army", "of": "fighters"}),
        told("02", {**strike, "says": "doctors", "of": "civilians"}),
    )
    (link,) = (one for one in case.links if one.field == "killed")
    assert (link.relation, "fighters against civilians" in link.reason) == ("refines", True)


ARREST = {"type": "COERCE", "mode": "arrest", "to": "President Sylla", "place": "Karo", "day": "2024-05-02"}


def test_who_denies_that_the_president_was_arrested_disputes_the_arrest_whoever_made_it():
    case = one_case(
        told("01", {**ARREST, "says": "colonel"}),
        told("02", {**ARREST, "says": "president's office", "act": "deny", "status": "denied"}),
    )
    assert disputes(case) == {("occurrence", "occurrence")}


def test_who_denies_that_both_signed_disputes_that_both_did():
    signed = {"type": "SUPPORT", "doers": ["Ruvia", "Tamar"], "place": "Karo", "day": "2024-05-02"}
    case = one_case(
        told("01", {**signed, "says": "trade minister"}),
        told("02", {**signed, "says": "spokeswoman of Tamar", "status": "denied"}),
    )
    assert disputes(case) == {("occurrence", "occurrence")}


def test_that_there_were_clashes_is_not_denied_by_who_denies_an_attack():
    cases, _ = reconcile_readings(
        [
            told("01", {**STRIKE, "doers": ["Blue Brigade", "Red Column"]}),
            told("02", {**STRIKE, "says": "Blue Brigade", "doers": "Blue Brigade", "to": "checkpoint", "act": "deny"}),
        ]
    )
    assert not any(case.disputes for case in cases)


def test_a_sides_losses_grow_from_week_to_week():
    case = one_case(
        told(
            "01", {"type": "TOLL", "says": "Blue Brigade", "to": "Blue Brigade", "killed": [3, 3], "said": "2024-05-02"}
        ),
        told(
            "02",
            {"type": "TOLL", "says": "Blue Brigade", "to": "Blue Brigade", "killed": [8, 8], "said": "2024-05-14"},
            published="2024-05-14",
        ),
    )
    assert relations(case) == {"updates"} and not case.disputes


def test_a_toll_said_to_have_risen_updates_whoever_counts():
    case = one_case(
        told("01", {**STRIKE, "says": "mayor of Orvan", "killed": [7, 7], "said": "2024-05-02"}),
        told(
            "02",
            {
                **STRIKE,
                "says": "hospital of Orvan",
                "killed": [9, 9],
                "said": "2024-05-03",
                "words": "had risen to nine",
            },
            published="2024-05-03",
        ),
    )
    assert relations(case) == {"updates"} and not case.disputes


def test_an_undated_toll_is_that_of_the_one_explosion_that_its_report_counts():
    reading = reconcile_reading(
        told(
            "01",
            {**STRIKE, "says": "mayor of Orvan", "killed": [7, 7]},
            {"type": "TOLL", "says": "hospital of Orvan", "killed": [8, 8]},
        )
    )
    assert {dispute.kind for dispute in reading.disputes} == {"figure"}


def test_talks_on_and_talks_failed_meet_though_nobody_is_named():
    reading = reconcile_reading(
        told(
            "01",
            {"type": "CONSULT", "cameo": "046", "status": "failed", "says": "army press office"},
            {"type": "CONSULT", "cameo": "046", "status": "ongoing", "says": "village elder"},
        )
    )
    assert {dispute.kind for dispute in reading.disputes} == {"stage"}
    assert {stage.stage for talks in reading.talks for stage in talks.stages} == {"failed", "ongoing"}


def test_talks_in_one_town_do_not_contradict_talks_in_another():
    there = {"type": "CONSULT", "cameo": "046", "doers": ["Blue Brigade", "Red Column"]}
    cases, _ = reconcile_readings(
        [
            told(
                "01", {**there, "status": "failed", "says": "army press office", "place": "Orvan", "at": (10.0, 20.0)}
            ),
            told("02", {**there, "status": "ongoing", "says": "village elder", "place": "Selm", "at": (12.0, 24.0)}),
        ]
    )
    assert not any(case.disputes for case in cases)


def test_who_held_the_town_on_thursday_may_have_left_by_saturday():
    cases, _ = reconcile_readings(
        [
            told("01", {"type": "CONTROL", "says": "Aid Watch", "doers": "Red Column", "place": "Orvan", "day": DAY}),
            told(
                "02",
                {"type": "RETREAT", "mode": "withdraw", "doers": "Red Column", "place": "Orvan", "day": "2024-05-04"},
                published="2024-05-05",
            ),
        ]
    )
    assert not any(case.disputes for case in cases)


def test_a_copy_with_another_number_is_no_copy():
    words = "people were killed in the explosion at the weapons store in Orvan, the ministry said"
    case = one_case(
        told("01", {**STRIKE, "says": "health ministry", "killed": [4, 4], "words": f"Four {words}"}),
        told(
            "02",
            {**STRIKE, "says": "health ministry", "killed": [9, 9], "words": f"Nine {words}", "said": "2024-05-05"},
            published="2024-05-05",
        ),
    )
    assert "relays" not in {link.relation for link in case.links}


def test_a_toll_printed_a_day_later_has_risen_though_both_were_told_on_one_day():
    case = one_case(
        told("01", {**STRIKE, "says": "mayor", "killed": [7, 7], "said": "2024-05-02"}),
        told(
            "02",
            {
                **STRIKE,
                "says": "hospital",
                "killed": [9, 9],
                "said": "2024-05-02",
                "words": "the toll had risen to nine",
            },
            published="2024-05-03",
        ),
    )
    assert not case.disputes


def test_counts_over_weeks_grow_whatever_they_are_told_as():
    since = {"place": "Orvan", "from": "2024-03-01"}
    case = one_case(
        told("01", {**since, "says": "Aid Watch", "killed": [400, 400], "until": DAY}),
        told("02", {**since, "says": "doctor", "killed": [460, 460], "until": "2024-05-12"}, published="2024-05-12"),
    )
    assert {link.relation for link in case.links} == {"updates"}


def test_miners_are_no_side_whose_losses_are_counted_on():
    cases, _ = reconcile_readings(
        [
            told("01", {"type": "TOLL", "says": "doctor", "to": "miners", "killed": [8, 8]}),
            told("02", {"type": "TOLL", "says": "Red Column", "to": "Red Column", "killed": [8, 8]}),
        ]
    )
    assert cases == ()


def test_a_denial_lies_with_the_deed_that_it_denies_and_not_with_other_denials():
    shelled = {"doers": "Red Column", "to": "checkpoint", "place": "Orvan", "day": DAY}
    denied = {"doers": "Red Column", "to": "checkpoint", "act": "deny", "status": "denied", "says": "Red Column"}
    cases, _ = reconcile_readings(
        [
            told("01", {**shelled, "says": "village elder"}),
            told("02", {**shelled, "says": "mayor"}),
            told("03", denied),
            told("04", denied),
        ]
    )
    (case,) = [one for one in cases if one.disputes]
    assert set(case.reports) == {"01", "02", "03", "04"}

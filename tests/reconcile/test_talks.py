"""Negotiations followed through claims: one thread a negotiation, each stage on somebody's word."""

from __future__ import annotations

from sayso.reconcile import reconcile_reading, reconcile_readings

from .stories import told

NEGOTIATE = {"type": "CONSULT", "cameo": "046", "status": "ongoing"}
CALL = {"type": "REQUEST", "mode": "meet", "cameo": "106"}


def test_two_negotiations_of_one_party_stay_two_threads():
    reading = reconcile_reading(
        told(
            "01",
            {**CALL, "says": "envoy Tarn", "doers": "Velia", "to": ["Blue Brigade", "city parties of Ruvia"],
             "place": "Ruvia", "country": "RUV", "precision": "country",
             "words": "Velia has urged the Blue Brigade and the city parties to hold talks on a joint cabinet"},
            {**NEGOTIATE, "says": "envoy Tarn", "doers": "hill farmers union", "to": "Blue Brigade", "place": "Orvan",
             "country": "RUV", "words": "the hill farmers' union is negotiating with the Blue Brigade in Orvan"},
            {**NEGOTIATE, "status": "failed", "says": "Blue Brigade spokesman", "doers": "Blue Brigade",
             "to": "hill farmers union", "words": "negotiations with the hill farmers' union failed"},
        )
    )  # fmt: skip
    names = {actor.id: actor.name for actor in reading.actors}
    cabinet, valley = reading.talks
    assert {names[party] for party in cabinet.parties} == {"Blue Brigade", "city parties of Ruvia"}
    assert cabinet.issue == "a joint cabinet"
    assert {names[party] for party in valley.parties} == {"Blue Brigade", "hill farmers union"}
    assert [(stage.stage, stage.claim) for stage in valley.stages] == [("ongoing", "C2"), ("failed", "C3")]
    assert [(dispute.kind, dispute.sides) for dispute in reading.disputes] == [("stage", (("C2",), ("C3",)))]


def test_who_refuses_to_mediate_stands_in_the_thread_as_a_mediator_and_no_party():
    reading = reconcile_reading(
        told(
            "01",
            {**NEGOTIATE, "doers": "Blue Brigade", "to": "Red Column"},
            {"type": "REJECT", "mode": "meet", "cameo": "126", "act": "refuse", "says": "Velia", "doers": "Velia",
             "to": ["Blue Brigade", "Red Column"]},
            {"type": "AGREE", "cameo": "039", "act": "offer", "says": "Tasmar", "doers": "Tasmar",
             "to": ["Blue Brigade", "Red Column"]},
        )
    )  # fmt: skip
    (talks,) = reading.talks
    names = {actor.id: actor.name for actor in reading.actors}
    assert [(names[one.actor], one.stand, one.claim) for one in talks.mediators] == [
        ("Velia", "refused", "C2"),
        ("Tasmar", "offered", "C3"),
    ]
    assert {names[party] for party in talks.parties} == {"Blue Brigade", "Red Column"}


def test_a_thread_runs_through_reports_in_order_of_the_days():
    sides = {"doers": "Blue Brigade", "to": "Red Column"}
    _, talks = reconcile_readings(
        [
            told("03", {"type": "AGREE", "cameo": "057", **sides}, published="2024-05-09"),
            told("01", {**NEGOTIATE, "status": "called-for", "act": "urge", **sides}, published="2024-05-01"),
            told("02", {**NEGOTIATE, **sides, "day": "2024-05-04"}, published="2024-05-05"),
        ]
    )
    (thread,) = talks
    assert thread.talks.startswith("T") and thread.parties == ("Blue Brigade", "Red Column")
    assert [(stage.stage, stage.claim, stage.on) for stage in thread.stages] == [
        ("called-for", "01:C1", None),
        ("ongoing", "02:C1", "2024-05-04"),
        ("signed", "03:C1", None),
    ]


def test_these_talks_are_the_last_ones_named():
    first = {"doers": "Blue Brigade", "to": "Red Column"}
    second = {"doers": "Velia", "to": "Tasmar"}
    reading = reconcile_reading(
        told(
            "01",
            {**NEGOTIATE, **first, "words": "The Blue Brigade meets the Red Column in a school " * 4},
            {**NEGOTIATE, **second, "words": "Velia and Tasmar go on talking about the river " * 4},
            {**NEGOTIATE, "status": "ended", "words": "these talks are over for now"},
        )
    )
    ended = [talks for talks in reading.talks if any(stage.stage == "ended" for stage in talks.stages)]
    names = {actor.id: actor.name for actor in reading.actors}
    assert [{names[party] for party in talks.parties} for talks in ended] == [{"Velia", "Tasmar"}]


def test_a_hope_for_talks_is_no_stage():
    reading = reconcile_reading(told("01", {**NEGOTIATE, "act": "hope", "doers": "Blue Brigade", "to": "Red Column"}))
    assert reading.talks == ()


def test_a_visit_of_one_minister_is_no_negotiation():
    reading = reconcile_reading(told("01", {"type": "CONSULT", "cameo": "042", "doers": "Velia"}))
    assert reading.talks == ()


def test_a_spokesman_speaks_for_his_side():
    reading = reconcile_reading(
        told(
            "01",
            {**NEGOTIATE, "says": "envoy Tarn", "doers": "Red Column", "to": "Blue Brigade"},
            {**NEGOTIATE, "status": "failed", "says": "Blue Brigade spokesman Oren Pell", "to": "local armed group"},
        )
    )
    assert [dispute.kind for dispute in reading.disputes] == ["stage"]


def test_a_man_who_has_no_plans_to_mediate_denies_nothing():
    refuse = {"type": "REJECT", "cameo": "126", "act": "refuse", "says": "envoy Tarn", "doers": "Velia",
              "to": ["Blue Brigade", "Red Column"]}  # fmt: skip
    reading = reconcile_reading(told("01", {**refuse, "status": "denied"}, {**refuse, "direct": True}))
    assert not reading.disputes


def test_a_day_is_no_issue():
    from sayso.reconcile.talks import _A_DAY

    assert _A_DAY.match("Sunday in Idrija") and _A_DAY.match("Thursday night")
    assert not _A_DAY.match("sundries") and not _A_DAY.match("grazing rights")

"""What lies together does not depend on the order in which reports arrive, nor on the run."""

from __future__ import annotations

from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reconcile import Desks, desk, find_facts, reconcile_more, reconcile_reading, reconcile_readings
from sayso.reconcile.facts import Facts
from sayso.reconcile.spots import compare_places, place_key, spot_of
from sayso.records import Place, Reading

from .stories import told

PLACES = (
    {"place": "Orvan", "at": (10.0, 20.0), "country": "RUV", "admin1": "Upper Tesk"},
    {"place": "Little Orvan", "at": (10.1, 20.1), "country": "RUV", "admin1": "Upper Tesk"},
    {"place": "Upper Tesk", "precision": "province", "country": "RUV"},
    {"place": "Belmar", "at": (13.0, 25.0), "country": "RUV"},
    {},
)
claims = st.builds(
    lambda place, **rest: {**place, **{key: value for key, value in rest.items() if value is not None}},
    st.sampled_from(PLACES),
    type=st.sampled_from(["ASSAULT", "CONTROL", "CONSULT", "TOLL"]),
    says=st.sampled_from([None, "village elder", "Blue Brigade", "Red Column"]),
    doers=st.sampled_from([None, "Blue Brigade", "Red Column", "unidentified gunmen"]),
    to=st.sampled_from([None, "Blue Brigade", "Red Column"]),
    day=st.sampled_from([None, "2024-05-01", "2024-05-02", "2024-05-03"]),
    killed=st.sampled_from([None, [3, 3], [5, -1], [24, -1], [7, 9]]),
    status=st.sampled_from(["actual", "ongoing", "planned", "failed", "denied"]),
)
reports = st.lists(st.lists(claims, min_size=1, max_size=3), min_size=1, max_size=6)


def readings_of(drawn) -> list[Reading]:
    return [told(f"{number:02}", *some) for number, some in enumerate(drawn, 1)]


@settings(max_examples=150, deadline=None)
@given(reports, st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(drawn, random):
    readings = readings_of(drawn)
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert reconcile_readings(readings) == reconcile_readings(shuffled)


@settings(max_examples=100, deadline=None)
@given(reports)
def test_every_claim_lies_in_one_case_at_most_and_links_stay_in_it(drawn):
    cases, _ = reconcile_readings(readings_of(drawn))
    names = [name for case in cases for name in case.claims]
    assert len(names) == len(set(names))
    assert len({case.case for case in cases}) == len(cases)
    for case in cases:
        assert 1 <= case.origins <= len(case.claims) and 1 <= case.outlets <= len(case.reports)
        for link in case.links:
            assert {link.left, link.right} <= set(case.claims) and link.left != link.right
        for dispute in case.disputes:
            assert len(dispute.sides) >= 2
            assert {name for side in dispute.sides for name in side} <= set(case.claims)
            assert {name.split(":")[0] for side in dispute.sides for name in side} == set(dispute.reports)


@settings(max_examples=100, deadline=None)
@given(st.lists(claims, min_size=1, max_size=6))
def test_a_completed_reading_keeps_all_that_was_read(drawn):
    reading = told("01", *drawn)
    done = reconcile_reading(reading)
    assert (done.report, done.claims, done.actors, done.places) == (
        reading.report, reading.claims, reading.actors, reading.places,
    )  # fmt: skip
    assert reconcile_reading(done) == done
    names = {claim.id for claim in reading.claims}
    assert {name for link in done.links for name in (link.left, link.right)} <= names
    ids = {actor.id for actor in reading.actors}
    assert {party for talks in done.talks for party in talks.parties} <= ids


@given(st.sampled_from(PLACES[:4]), st.sampled_from(PLACES[:4]))
def test_places_lie_to_each_other_as_the_others_to_them(left, right):
    def spot(one):
        lat, lon = one.get("at", (None, None))
        place = Place(
            "P1", one["place"], one["country"], one.get("admin1"), lat, lon, None, one.get("precision", "exact")
        )
        return spot_of(place)

    assert compare_places(spot(left), spot(right)) == compare_places(spot(right), spot(left))


def test_a_valley_and_its_namesake_district_have_one_key():
    assert place_key("the Panjshir Valley") == place_key("Panjshir") == "panjshir"


@settings(max_examples=200, deadline=None)
@given(reports, reports, st.randoms(use_true_random=False), st.sampled_from([1, 3, 150]))
def test_reports_laid_down_one_by_one_give_what_all_at_once_give(drawn, gone, random, near):
    # However few neighbours a claim is compared with: on a crowded day more claims push others out of sight.
    with mock.patch.object(desk, "NEAR", near):
        lay_one_by_one(drawn, gone, random)


def lay_one_by_one(drawn, gone, random):
    readings = [told(f"{number:02}", *some, outlet=f"Outlet {number % 3}") for number, some in enumerate(drawn, 1)]
    # Some of them were read otherwise before, or were there and are taken away again.
    earlier = [told(f"{number:02}", *some) for number, some in enumerate(gone, 1)]
    desks = Desks(desk.MemoryDesk(), desk.MemoryDesk())
    facts, cases, talks = Facts(), {}, {}
    lying = {}
    steps = [(one.report.id, one) for one in earlier]
    random.shuffle(steps)
    last = [(one.report.id, one) for one in readings]
    random.shuffle(last)
    away = [(name, None) for name, _ in steps if name not in dict(last)]
    for name, reading in [*steps, *last, *away]:
        removed = lying.pop(name, ())
        added = find_facts([reading]) if reading else {}
        facts.update(added)
        outcome = reconcile_more(facts, desks, (list(added), removed))
        lying[name] = list(added)
        for id_ in outcome.touched:
            cases.pop(id_, None)
            talks.pop(id_, None)
        cases.update({case.case: case for case in outcome.cases})
        talks.update({thread.talks: thread for thread in outcome.talks})
    at_once = reconcile_readings(readings)
    assert cases == {case.case: case for case in at_once[0]}
    assert talks == {thread.talks: thread for thread in at_once[1]}

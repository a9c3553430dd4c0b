"""What people rule holds through later readings, and wins."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from written import TEXT, reading

from sayso.book import ClaimFilter, open_ledger
from sayso.records import Anchor, Claim, Ruling, Span
from sayso.rulings import RulingError, apply_rulings, find_anchor, place_anchor
from sayso.settling import anchor_of, reread, rule, settle_ledger

AT = "2025-05-07T08:00:00+00:00"


@pytest.fixture
def ledger(address):
    with open_ledger(address) as opened:
        opened.book(reading(), at=AT)
        yield opened


def ruled(ledger, kind, *names, **rest):
    on = tuple(anchor_of(ledger, name) for name in names)
    return rule(ledger, Ruling(kind, on, "Ana", "heard the tape", **rest), at="2025-05-08T00:00:00+00:00")


def claim_of(ledger, id_="C1", report="03"):
    return next(claim for claim in ledger.reading(report).claims if claim.id == id_)


def test_a_correction_stands_in_the_reading_and_is_searched_by(ledger):
    before = ledger.latest
    booked = ruled(ledger, "correct", "03:C1", field="about.status", value="planned")
    assert claim_of(ledger).about.status == "planned"
    assert claim_of(ledger).rules[-1] == f"ruling.{booked.ruling}"
    assert claim_of(ledger.up_to(before)).about.status == "actual"
    ruled(ledger, "correct", "03:C3", field="about.type", value="ACCUSE")
    assert [r.report.id for r, _ in ledger.find(ClaimFilter(type="ACCUSE"))] == ["03"]
    assert not list(ledger.find(ClaimFilter(type="REJECT")))


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("act", "deny", lambda c: c.act == "deny"),
        ("about.actors", "Karo Front", lambda c: c.about.actors == ("A2",)),
        ("about.actors", "kf; Army of Tamar", lambda c: c.about.actors == ("A2", "A1")),
        ("about.recipients", "null", lambda c: c.about.recipients == ()),
        ("about.place", "null", lambda c: c.about.place is None),
        ("about.place", "karo", lambda c: c.about.place == "P1"),
        ("about.time.from", "2025-05-01", lambda c: c.about.time.from_ == "2025-05-01"),
        ("about.contexts", "military; territory", lambda c: c.about.contexts == ("military", "territory")),
    ],
)
def test_any_field_can_be_corrected(ledger, field, value, found):
    ruled(ledger, "correct", "03:C1", field=field, value=value)
    assert found(claim_of(ledger))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("about.status", "perhaps", "cannot be perhaps"),
        ("about.mood", "glad", "no field about.mood"),
        ("about.actors", "Nobody", "it has Army of Tamar; Karo Front; Ada Brandt"),
        ("about.figures.0.low", "5", "has no about.figures.0.low"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_booked(ledger, field, value, told):
    before = ledger.latest
    with pytest.raises(RulingError, match=told):
        ruled(ledger, "correct", "03:C1", field=field, value=value)
    assert ledger.latest == before
    with pytest.raises(RulingError, match="nothing in"):
        anchor_of(ledger, "03:C99")


def test_a_correction_survives_a_later_reading_that_numbers_its_claims_anew(ledger):
    ruled(ledger, "correct", "03:C1", field="about.status", value="planned")
    told = reading()
    renumbered = (replace(told.claims[1], id="C1"), replace(told.claims[0], id="C2"), told.claims[2])
    assert reread(ledger, replace(told, claims=renumbered, links=(), disputes=()), at=AT)
    assert claim_of(ledger, "C2").about.status == "planned"
    assert claim_of(ledger, "C1").about.status == "denied"
    assert [rulings for _, _, rulings, _ in ledger.history("03")] == [1, 0, 1, 0]


def test_a_correction_whose_words_nobody_claims_any_more_is_a_problem_not_lost(ledger):
    ruled(ledger, "correct", "03:C1", field="about.status", value="planned")
    fresh = replace(reading(), claims=reading().claims[2:], links=(), disputes=())
    reread(ledger, fresh, at=AT)
    (problem,) = [one for one in ledger.reading("03").problems if one.code == "ruling.unplaced"]
    assert "about.status = planned" in problem.message
    reread(ledger, reading(), at=AT)
    assert claim_of(ledger).about.status == "planned"


def test_a_ruling_withdrawn_holds_no_more_and_stays_on_the_record(ledger):
    first = ruled(ledger, "correct", "03:C1", field="about.status", value="planned")
    second = ruled(ledger, "correct", "03:C1", field="act", value="deny")
    rule(ledger, Ruling("withdraw", (), "Bo", "wrong tape", field=first.ruling), at=AT)
    assert claim_of(ledger).about.status == "actual"
    assert claim_of(ledger).act == "deny"
    assert [one.kind for one in ledger.rulings()] == ["correct", "correct", "withdraw"]
    with pytest.raises(RulingError, match="no ruling"):
        rule(ledger, Ruling("withdraw", (), "Bo", "again", field=first.ruling), at=AT)
    assert second.ruling != first.ruling


def cases_of(ledger):
    settle_ledger(ledger, at=AT)
    return sorted(sorted(case.claims) for case in ledger.cases())


def test_claims_are_split_and_merged_as_ruled(ledger):
    ledger.book(reading("04", text=TEXT + " More.", outlet="Harbour Times"), at=AT)
    together = ["03:C1", "03:C2", "04:C1", "04:C2"]
    assert together in cases_of(ledger)
    split = ruled(ledger, "split", "03:C1", "04:C1", "04:C2", "03:C2")
    assert ["03:C2", "04:C1", "04:C2"] in cases_of(ledger)
    rule(ledger, Ruling("withdraw", (), "Bo", "one thing after all", field=split.ruling), at=AT)
    assert together in cases_of(ledger)
    ruled(ledger, "merge", "03:C3", "04:C1")
    assert any({"03:C3", "04:C1"} <= set(case) for case in cases_of(ledger))
    reread(ledger, replace(reading(), places=(), links=(), disputes=()), at=AT)
    assert any({"03:C3", "04:C1"} <= set(case) for case in cases_of(ledger))


def test_a_link_ruled_wrong_is_gone_with_its_dispute(ledger):
    settle_ledger(ledger, at=AT)
    (case,) = ledger.cases()
    assert case.disputes
    wrong = ruled(ledger, "unlink", "03:C1", "03:C2")
    settle_ledger(ledger, at=AT)
    assert (ledger.cases()[0].links, ledger.cases()[0].disputes) == ((), ())
    rule(ledger, Ruling("withdraw", (), "Bo", "no", field=wrong.ruling), at=AT)
    settle_ledger(ledger, at=AT)
    assert ledger.cases() == (case,)


def test_of_two_claims_at_the_same_words_the_anchor_finds_that_of_its_type():
    told = reading()
    other = replace(told.claims[0], id="C9", about=replace(told.claims[0].about, type="TOLL"))
    both = replace(told, claims=(other, *told.claims))
    assert place_anchor(both, find_anchor(told, told.claims[0])).id == "C1"
    assert place_anchor(both, Anchor("03", "C1", Span(20, 40), "TOLL")).id == "C9"
    assert place_anchor(both, Anchor("03", "C1", Span(500, 510), "TOLL")) is None
    assert place_anchor(replace(told, claims=(Claim("C1"),)), Anchor("03", "C1", Span(0, 5))) is None


def test_rulings_on_other_reports_change_nothing():
    ruling = Ruling("correct", (Anchor("99", "C1", Span(24, 42)),), "Ana", "so", "act", "deny", "R5")
    assert apply_rulings(reading(), (ruling,)) == reading()


def test_people_who_rule_at_once_all_stand_in_the_reading_under_their_own_numbers(ledger, address):
    corrections = [("act", "deny"), ("about.status", "planned"), ("about.mode", "hold"), ("about.place", "null")]
    together = threading.Barrier(len(corrections))

    def work(field, value):
        with open_ledger(address) as own:
            together.wait()
            return ruled(own, "correct", "03:C1", field=field, value=value).ruling

    with ThreadPoolExecutor(len(corrections)) as pool:
        numbers = list(pool.map(work, *zip(*corrections, strict=True)))
    claim = claim_of(ledger)
    assert (claim.act, claim.about.status, claim.about.mode, claim.about.place) == ("deny", "planned", "hold", None)
    assert {rule for rule in claim.rules if rule.startswith("ruling.")} == {f"ruling.{one}" for one in numbers}

"""The journal holds the whole ledger: what is replayed has the same journal, byte for byte."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from written import TEXT, reading

from sayso.book import ClaimFilter, LedgerError, open_ledger, replay_journal, write_journal
from sayso.records import Ruling, Span
from sayso.settling import anchor_of, reread, rule, settle_ledger

DAYS = [f"2025-05-{day:02}T08:00:00+00:00" for day in range(1, 29)]
STEPS = ("book", "book again", "reread", "correct", "merge", "split", "unlink", "note", "withdraw", "settle")


def take_step(ledger, step, number, at):
    """One thing that can happen to a ledger."""
    name = f"r{number % 5}"
    told = reading(name, text=f"{TEXT} {name}", outlet=f"Outlet {number % 2}")
    if step == "book":
        ledger.book(told, at=at)
    elif step == "book again":
        ledger.book(replace(told, report=replace(told.report, sha256=f"{number:064}")), at=at)
    elif step == "settle":
        settle_ledger(ledger, at=at)
    elif ledger.reading(name) is None:
        return
    elif step == "reread":
        reread(ledger, replace(told, claims=told.claims[: 1 + number % 3], links=(), disputes=()), at=at)
    elif step == "withdraw":
        for last in [one for one in ledger.rulings() if one.kind != "withdraw"][-1:]:
            if not any(one.field == last.ruling for one in ledger.rulings()):
                rule(ledger, Ruling("withdraw", (), "Ana", "mistaken", field=last.ruling), at=at)
    else:
        names = [f"{name}:C1", *(f"{one}:C1" for one in ("r0", "r1") if ledger.reading(one))]
        on = tuple(anchor_of(ledger, one) for one in dict.fromkeys(names))
        field, value = ("about.status", "denied") if step == "correct" else (None, None)
        rule(ledger, Ruling(step, on[:1] if step in ("correct", "note") else on, "Ana", "so", field, value), at=at)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), min_size=3, max_size=14))
def test_whatever_happened_replaying_gives_the_same_journal_and_the_same_answers(tmp_path_factory, happened):
    folder = tmp_path_factory.mktemp("journal")
    with open_ledger(folder / "one.sqlite") as first, open_ledger(folder / "two.sqlite") as second:
        for at, (step, number) in zip(DAYS, happened, strict=False):
            take_step(first, step, number, at)
        journal = list(write_journal(first))
        list(replay_journal(journal, second))
        assert list(write_journal(second)) == journal
        for entry in range(first.latest + 1):
            one, two = first.up_to(entry), second.up_to(entry)
            assert list(one.readings()) == list(two.readings())
            assert (one.cases(), one.talks(), one.rulings()) == (two.cases(), two.talks(), two.rulings())
        words = ClaimFilter(words="holds karo")
        assert list(first.find(words)) == list(second.find(words))
        settle_ledger(first, at=DAYS[-1])
        settle_ledger(second, at=DAYS[-1])
        assert {case.case: case for case in first.cases()} == {case.case: case for case in second.cases()}


def test_the_journal_of_a_ledger_that_grew_has_new_lines_behind_the_old(address):
    with open_ledger(address) as ledger:
        ledger.book(reading(), at=DAYS[0])
        settle_ledger(ledger, at=DAYS[0])
        before = list(write_journal(ledger))
        ledger.book(reading("04", text=TEXT + " More."), at=DAYS[1])
        settle_ledger(ledger, at=DAYS[1])
        after = list(write_journal(ledger))
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_a_journal_goes_from_one_engine_to_the_other(address, tmp_path):
    odd = reading("05", text="A\0B\\0 \\ e\u0301 🕊️ “x” " + TEXT)
    with open_ledger(address) as there, open_ledger(tmp_path / "here.sqlite") as here:
        for one in (reading(), odd, replace(odd, report=replace(odd.report, id="06", title="a\\b"))):
            there.book(one, at=DAYS[0])
        settle_ledger(there, at=DAYS[1])
        journal = list(write_journal(there))
        list(replay_journal(journal, here))
        assert list(write_journal(here)) == journal
        assert here.reading("05").report.text == odd.report.text
        there.book(reading("07", text=TEXT + " Last."), at=DAYS[2])
        list(replay_journal(write_journal(there), here))
        assert here.reading("07") is not None


def test_a_journal_of_another_ledger_is_refused_and_changes_nothing(tmp_path):
    with open_ledger(tmp_path / "one.sqlite") as one, open_ledger(tmp_path / "two.sqlite") as two:
        one.book(reading(), at=DAYS[0])
        two.book(reading(), at=DAYS[1])
        before = list(write_journal(two))
        with pytest.raises(LedgerError, match="another entry 1"):
            list(replay_journal(write_journal(one), two))
        assert list(write_journal(two)) == before


def test_a_line_that_is_cut_off_is_named_and_what_came_before_it_is_there(tmp_path):
    with open_ledger(tmp_path / "one.sqlite") as one, open_ledger(tmp_path / "two.sqlite") as two:
        for number in range(450):
            one.book(replace(reading(f"r{number}"), claims=()), at=DAYS[0])
        lines = list(write_journal(one))
        lines[-1] = lines[-1][:20]
        with pytest.raises(LedgerError, match=f"line {len(lines)} of the journal"):
            list(replay_journal(lines, two))
        assert two.latest >= 800
        with two.begin_reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM readings")) == two.latest / 2


def test_a_claim_searched_by_words_is_found_in_a_replayed_ledger(tmp_path):
    told = replace(reading(), claims=(replace(reading().claims[0], content=(Span(24, 42),)),))
    with open_ledger(tmp_path / "one.sqlite") as one, open_ledger(tmp_path / "two.sqlite") as two:
        one.book(told, at=DAYS[0])
        list(replay_journal(write_journal(one), two))
        assert [claims[0].id for _, claims in two.find(ClaimFilter(words="KARO"))] == ["C1"]

"""Reports laid beside a ledger's others through its desks give what all of them at once give."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from sayso.book import open_ledger, replay_journal, write_journal
from sayso.pipeline import reconcile_readings
from sayso.settling import find_outdated, reread, settle_ledger

sys.path.insert(0, str(Path(__file__).parent))
from reconcile.stories import told
from reconcile.test_order import reports

AT = "2024-05-09T08:00:00+00:00"


def derived(ledger):
    return {one.case: one for one in ledger.cases()}, {one.talks: one for one in ledger.talks()}


def at_once(ledger):
    cases, talks = reconcile_readings(ledger.readings())
    return {one.case: one for one in cases}, {one.talks: one for one in talks}


@settings(max_examples=30, deadline=None)
@given(reports, reports, st.lists(st.integers(1, 3), min_size=1, max_size=6), st.booleans())
def test_few_by_few_is_as_all_at_once(tmp_path_factory, drawn, again, sizes, alike):
    # Reports of one text are known to be one text told thing by thing; that is weighed when they are laid.
    outlet = "One outlet" if alike else None
    made = [told(f"{number:02}", *some, outlet=outlet) for number, some in enumerate(drawn, 1)]
    if alike:
        made = [replace(one, report=replace(one.report, text=made[0].report.text.ljust(400))) for one in made]
    with open_ledger(tmp_path_factory.mktemp("ledger") / "book.sqlite") as ledger:
        waiting = list(made)
        for size in [*sizes, len(made)]:
            for one in waiting[:size]:
                ledger.book(one, at=AT)
            del waiting[:size]
            settle_ledger(ledger, at=AT)
            assert derived(ledger) == at_once(ledger)
        for number, some in enumerate(again, 1):
            if ledger.reading(f"{number:02}"):
                fresh = told(f"{number:02}", *some, outlet=outlet)
                kept = replace(fresh, report=ledger.reading(f"{number:02}").report)
                reread(ledger, kept, at=AT)
        settle_ledger(ledger, at=AT)
        assert ledger.is_reconciled
        assert derived(ledger) == at_once(ledger)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "book.sqlite") as opened:
        for number in range(6):
            opened.book(told(f"{number:02}", {"place": "Orvan", "killed": [number, number]}), at=AT)
        settle_ledger(opened, at=AT)
        yield opened


def test_a_ledger_without_its_desks_is_laid_anew_and_books_nothing_twice(ledger, tmp_path):
    with open_ledger(tmp_path / "copy.sqlite") as copy:
        list(replay_journal(write_journal(ledger), copy))
        copy.book(told("07", {"place": "Orvan", "killed": [9, 9]}), at=AT)
        ledger.book(told("07", {"place": "Orvan", "killed": [9, 9]}), at=AT)
        settle_ledger(copy, at=AT)
        settle_ledger(ledger, at=AT)
        assert derived(copy) == derived(ledger) == at_once(ledger)


def test_desks_that_another_sayso_laid_are_laid_anew(ledger):
    with ledger.begin_writing() as connection:
        connection.execute(text("UPDATE desk_state SET made_by = 'sayso 0.0.1, model 00000000'"))
        connection.execute(text("UPDATE case_desk SET founder = name"))
    ledger.book(told("07", {"place": "Orvan", "killed": [9, 9]}), at=AT)
    settle_ledger(ledger, at=AT)
    assert derived(ledger) == at_once(ledger)


def test_only_reports_that_another_sayso_read_are_outdated(ledger, monkeypatch):
    assert list(find_outdated(ledger)) == []
    monkeypatch.setattr("sayso.settling.version_words", lambda: "sayso 9, model ffffffff")
    assert len(list(find_outdated(ledger))) == 6


def test_settling_tells_how_many_reports_are_laid(tmp_path):
    heard = []
    with open_ledger(tmp_path / "book.sqlite") as ledger:
        ledger.book(told("01", {"place": "Orvan"}), at=AT)
        settle_ledger(ledger, at=AT, told=heard.append)
        ledger.book(told("02", {"place": "Orvan"}), at=AT)
        settle_ledger(ledger, at=AT, told=heard.append)
    assert heard == [1, 1]

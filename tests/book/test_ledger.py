"""What goes into the ledger comes out again, once, and nothing else does."""

import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import text
from written import TEXT, case, reading, talks

from sayso.book import ClaimFilter, LedgerError, open_ledger

AT = "2025-05-07T08:00:00+00:00"


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "book.sqlite") as opened:
        yield opened


def names_of(ledger, **wanted):
    return [f"{r.report.id}:{claim.id}" for r, claims in ledger.find(ClaimFilter(**wanted)) for claim in claims]


def test_a_reading_comes_back_as_it_went_in(ledger):
    assert ledger.book(reading(), at=AT) is True
    assert list(ledger.readings()) == [reading()]
    assert ledger.reading("03") == reading()
    assert ledger.reading("04") is None
    assert list(ledger.reports()) == [reading().report]


def test_a_reading_comes_back_with_odd_characters_in_it(ledger):
    odd = reading(text="A\0B\r\n🕊️ e\u0301 \u2028 “x”")
    ledger.book(odd, at=AT)
    assert list(ledger.readings()) == [odd]


def test_the_same_report_twice_changes_nothing(ledger):
    ledger.book(reading(), at=AT)
    assert ledger.book(reading(), at="2025-06-01") is False
    assert ledger.book(replace(reading(), claims=()), at="2025-06-01") is False
    assert list(ledger.readings()) == [reading()]


def test_another_text_under_a_taken_id_is_booked_under_its_own(ledger):
    ledger.book(reading(), at=AT)
    other = reading(text=TEXT + " More.")
    assert ledger.book(other, at=AT) is True
    assert ledger.book(other, at=AT) is False
    first, second = ledger.readings()
    assert first.report.id == "03"
    assert second.report.id.startswith("03~")
    assert second.problems[-1].code == "report.same-id"
    assert ledger.booked_as(other.report) == second.report.id
    assert ledger.booked_as(replace(other.report, text="unseen")) is None


def test_when_and_by_which_version_stands_with_every_reading(ledger):
    ledger.book(reading(), at=AT)
    with sqlite3.connect(ledger.path) as raw:
        for table in ("reports", "readings"):
            at, by = raw.execute(f"SELECT booked_at, booked_by FROM {table}").fetchone()
            assert at == AT
            assert by.startswith("sayso ")
        orphans = "SELECT count(*) FROM claims LEFT JOIN readings ON readings.n = reading_n WHERE readings.n IS NULL"
        assert raw.execute(orphans).fetchone() == (0,)


def test_nothing_booked_can_be_changed_or_taken_out(ledger):
    ledger.book(reading(), at=AT)
    with sqlite3.connect(ledger.path) as raw:
        for change in ("UPDATE claims SET act = 'deny'", "DELETE FROM reports", "UPDATE readings SET record = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="nothing booked is changed"):
                raw.execute(change)


def test_claims_are_found_by_actor_alias_place_type_source_and_outlet(ledger):
    ledger.book(reading(), at=AT)
    ledger.book(reading("04", outlet="Harbour Times"), at=AT)
    assert names_of(ledger, actor="army") == ["03:C1", "03:C2", "04:C1", "04:C2"]
    assert names_of(ledger, actor="kf", outlet="karo post") == ["03:C1", "03:C2"]
    assert names_of(ledger, source="rebels", outlet="Karo Post") == ["03:C2"]
    assert names_of(ledger, source="KARO front", outlet="Karo") == ["03:C2"]
    assert names_of(ledger, place="north province", outlet="times") == ["04:C1", "04:C2"]
    assert names_of(ledger, type="reject") == ["03:C3", "04:C3"]
    assert names_of(ledger, type="reject", actor="brandt", outlet="Harbour") == ["04:C3"]


def test_names_match_by_whole_words(ledger):
    ledger.book(reading(), at=AT)
    assert names_of(ledger, actor="arm") == []
    assert names_of(ledger, actor="%") == []
    assert names_of(ledger, actor="Ada_Brandt") == []
    assert names_of(ledger, actor="ada   brandt!") == ["03:C3"]


def test_days_bound_the_days_a_claim_is_about(ledger):
    ledger.book(reading(), at=AT)
    assert names_of(ledger, from_="2025-05-05") == ["03:C1"]
    assert names_of(ledger, to="2025-05-05") == ["03:C1"]
    assert names_of(ledger, from_="2025-05-06") == []
    assert names_of(ledger, to="2025-05-04") == []


def test_an_open_end_of_a_claim_reaches_into_the_range(ledger):
    since_may = replace(reading().claims[0].about.time, to=None)
    first = replace(reading().claims[0], about=replace(reading().claims[0].about, time=since_may))
    ledger.book(replace(reading(), claims=(first,)), at=AT)
    assert names_of(ledger, from_="2025-08-01", to="2025-08-31") == ["03:C1"]
    assert names_of(ledger, to="2025-05-04") == []


def test_reports_are_found_by_day_of_publication_outlet_and_claim(ledger):
    ledger.book(reading(), at=AT)
    ledger.book(reading("04", outlet=None, published=None), at=AT)
    ledger.book(replace(reading("05", outlet="Harbour Times", published="2025-05-09T10:00:00"), claims=()), at=AT)

    def ids(**wanted):
        return [report.id for report in ledger.reports(ClaimFilter(**wanted))]

    assert ids() == ["03", "04", "05"]
    assert ids(from_="2025-05-09", to="2025-05-09") == ["05"]
    assert ids(outlet="harbour times") == ["05"]
    assert ids(actor="army") == ["03", "04"]


def test_cases_and_talks_are_replaced_as_a_set(ledger):
    assert ledger.is_reconciled
    ledger.book(reading(), at=AT)
    assert not ledger.is_reconciled
    ledger.replace_cases((case(),), (talks(),), at=AT)
    assert ledger.is_reconciled
    assert (ledger.cases(), ledger.talks()) == ((case(),), (talks(),))
    ledger.replace_cases((replace(case(), case="K9"),), (), at=AT)
    assert [one.case for one in ledger.cases()] == ["K9"]
    assert ledger.talks() == ()


def test_cases_and_talks_are_found_by_their_claims(ledger):
    ledger.book(reading(), at=AT)
    ledger.replace_cases((case(),), (talks(),), at=AT)
    assert ledger.cases(ClaimFilter(place="Karo")) == (case(),)
    assert ledger.cases(ClaimFilter(actor="Brandt")) == ()
    assert ledger.talks(ClaimFilter(actor="Brandt")) == (talks(),)
    assert ledger.talks(ClaimFilter(place="Karo")) == ()


def test_a_report_booked_while_cases_were_derived_leaves_them_open(ledger):
    ledger.book(reading(), at=AT)
    known = ledger.latest
    ledger.book(reading("04"), at=AT)
    ledger.replace_cases((case(),), (), at=AT, upto=known)
    assert not ledger.is_reconciled


def test_many_readings_come_page_by_page(ledger):
    for number in range(230):
        ledger.book(reading(f"r{number}"), at=AT)
    assert [r.report.id for r in ledger.readings()] == [f"r{n}" for n in range(230)]
    assert len(names_of(ledger, type="REJECT")) == 230
    assert len(list(ledger.reports())) == 230


def test_filters_use_indexes(ledger):
    plan = "EXPLAIN QUERY PLAN SELECT claim_n FROM claim_names WHERE role = 'actor' AND name_n IN (SELECT n FROM names)"
    with ledger._transaction() as connection:
        steps = [row[3] for row in connection.execute(text(plan))]
    assert any("SEARCH claim_names USING" in step for step in steps)


@pytest.mark.parametrize("data", [b"just words, not a database " * 50, b"x", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path, data):
    path = tmp_path / "notes.txt"
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"notes\.txt"):
        open_ledger(path)
    assert path.read_bytes() == data


def test_an_sqlite_file_of_somebody_else_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE shopping (item TEXT)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_another_version_is_refused(tmp_path):
    path = tmp_path / "book.sqlite"
    open_ledger(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="version 99"):
        open_ledger(path)


def test_a_missing_ledger_a_folder_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(tmp_path / "gone.sqlite", create=False)
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(tmp_path)
    with pytest.raises(LedgerError, match="does not exist"):
        open_ledger(tmp_path / "no" / "such" / "book.sqlite")

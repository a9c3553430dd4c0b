"""What goes into the ledger comes out again, once, and nothing else does."""

import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import text
from written import TEXT, case, reading, talks

from sayso.book import ClaimFilter, LedgerError, open_ledger
from sayso.book.settled import settle
from sayso.records import Span

AT = "2025-05-07T08:00:00+00:00"


@pytest.fixture
def ledger(address):
    with open_ledger(address) as opened:
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


def test_when_and_by_which_version_stands_with_every_entry(ledger):
    ledger.book(reading(), at=AT)
    with ledger.begin_reading() as connection:
        booked = connection.execute(text("SELECT kind, booked_at, booked_by FROM entries ORDER BY n")).all()
        orphans = "SELECT count(*) FROM claims LEFT JOIN readings ON readings.n = reading_n WHERE readings.n IS NULL"
        assert connection.scalar(text(orphans)) == 0
    assert [(row.kind, row.booked_at) for row in booked] == [("report", AT), ("reading", AT)]
    assert all(row.booked_by.startswith("sayso ") and ", model " in row.booked_by for row in booked)


@pytest.mark.parametrize(
    "change", ["UPDATE claims SET act = 'deny'", "DELETE FROM problems", "UPDATE readings SET record = ''"]
)
def test_nothing_booked_can_be_changed_or_taken_out(ledger, change):
    ledger.book(reading(), at=AT)
    with pytest.raises(LedgerError, match="nothing booked is changed"), ledger.begin_writing() as connection:
        connection.execute(text(change))
    assert list(ledger.readings()) == [reading()]


def test_the_same_text_in_other_bytes_is_a_further_capture_of_it(ledger):
    ledger.book(reading(), at=AT)
    again = replace(reading(), report=replace(reading().report, sha256="cd" * 32, url="https://karo.example/1"))
    assert ledger.book(again, at="2025-06-01T00:00:00+00:00") is False
    assert ledger.book_capture(again.report, at="2025-06-02T00:00:00+00:00") == "03"
    assert ledger.captures("03") == (("2025-06-01T00:00:00+00:00", "cd" * 32, "https://karo.example/1"),)
    assert ledger.book_capture(replace(again.report, text="unseen"), at=AT) is None


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


def settled(ledger, cases=(), threads=(), upto=None, touched=None):
    with ledger.begin_writing() as connection:
        booked = {"booked_at": AT, "booked_by": "sayso"}
        settle(connection, (cases, threads), upto=upto or ledger.latest, booked=booked, touched=touched)


def test_a_settlement_ends_what_holds_no_more_and_keeps_it(ledger):
    assert ledger.is_reconciled
    ledger.book(reading(), at=AT)
    assert not ledger.is_reconciled
    settled(ledger, (case(),), (talks(),))
    assert ledger.is_reconciled
    assert (ledger.cases(), ledger.talks()) == ((case(),), (talks(),))
    then = ledger.latest
    settled(ledger, (replace(case(), case="K9"),))
    assert [one.case for one in ledger.cases()] == ["K9"]
    assert ledger.talks() == ()
    assert (ledger.up_to(then).cases(), ledger.up_to(then).talks()) == ((case(),), (talks(),))


def test_a_settlement_writes_only_what_is_new(ledger):
    ledger.book(reading(), at=AT)
    settled(ledger, (case(), replace(case(), case="K2")), (talks(),))
    settled(ledger, (case(), replace(case(), case="K2", origins=1)), (talks(),))
    with ledger.begin_reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cases")) == 3
        assert connection.scalar(text("SELECT count(*) FROM talks")) == 1
    assert [one.origins for one in ledger.cases()] == [2, 1]


def test_only_touched_cases_end_where_few_were_looked_at(ledger):
    ledger.book(reading(), at=AT)
    settled(ledger, (case(), replace(case(), case="K2")))
    settled(ledger, (replace(case(), case="K3"),), touched={"K2", "K3"})
    assert [one.case for one in ledger.cases()] == ["K1", "K3"]


def test_cases_are_found_by_claim_by_the_start_of_their_id_and_by_dispute(ledger):
    ledger.book(reading(), at=AT)
    settled(ledger, (case(), replace(case(), case="K12", claims=("03:C3",), disputes=())), (talks(),))
    assert ledger.cases(ClaimFilter(actor="army"))[0].case == "K1"
    assert [one.case for one in ledger.cases(disputed=True)] == ["K1"]
    assert [one.case for one in ledger.cases_named("K1")] == ["K1", "K12"]
    assert [one.case for one in ledger.cases_of("03:C3")] == ["K12"]
    assert ledger.talks(ClaimFilter(type="REJECT")) == (talks(),)
    assert ledger.talks(ClaimFilter(type="CONTROL")) == ()


def test_reports_booked_while_cases_were_derived_are_not_settled(ledger):
    ledger.book(reading(), at=AT)
    known = ledger.latest
    ledger.book(reading("04"), at=AT)
    settled(ledger, (case(),), upto=known)
    assert not ledger.is_reconciled


def test_a_later_reading_supersedes_and_the_earlier_stays(ledger):
    ledger.book(reading(), at=AT)
    before = ledger.latest
    fresh = replace(reading(), claims=reading().claims[:1], links=(), disputes=())
    assert ledger.supersede(fresh, None, at="2025-06-01T00:00:00+00:00") is True
    assert ledger.supersede(fresh, None, at="2025-06-02T00:00:00+00:00") is False
    assert names_of(ledger, actor="army") == ["03:C1"]
    assert names_of(ledger.up_to(before), actor="army") == ["03:C1", "03:C2"]
    assert [one.claims for _, _, _, one in ledger.history("03")] == [fresh.claims, reading().claims]


def test_the_ledger_as_of_a_day_knows_nothing_later(ledger):
    ledger.book(reading(), at="2025-05-07T23:59:59+00:00")
    ledger.book(reading("04"), at="2025-05-08T00:00:00+00:00")
    assert [one.report.id for one in ledger.as_of("2025-05-07").readings()] == ["03"]
    assert [one.id for one in ledger.as_of("2025-05-08").reports()] == ["03", "04"]
    assert ledger.as_of("2025-05-06").reading("03") is None
    assert names_of(ledger.as_of("2025-05-07"), type="reject") == ["03:C3"]
    with pytest.raises(LedgerError, match="not written"):
        ledger.as_of("2025-05-07").book(reading("05"), at=AT)


def test_words_of_a_claim_are_searched_without_case_and_accents(ledger):
    words = "La Überfall near Karo’s bridge, said the mayor."
    long = replace(reading(text=words), claims=(replace(reading().claims[2], content=(Span(0, 30),)),))
    ledger.book(long, at=AT)
    assert names_of(ledger, words="uberfall karo") == ["03:C3"]
    assert names_of(ledger, words='"near karo"') == ["03:C3"]
    assert names_of(ledger, words='"karo near"') == []
    assert names_of(ledger, words="mayor") == []
    assert names_of(ledger, words='") OR *') == []


def test_many_readings_come_page_by_page(ledger):
    for number in range(230):
        ledger.book(reading(f"r{number}"), at=AT)
    assert [r.report.id for r in ledger.readings()] == [f"r{n}" for n in range(230)]
    assert len(names_of(ledger, type="REJECT")) == 230
    assert len(list(ledger.reports())) == 230


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


def test_a_ledger_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "book.sqlite"
    open_ledger(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="version 9999"):
        open_ledger(path)


def test_a_missing_ledger_a_folder_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(tmp_path / "gone.sqlite", create=False)
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(tmp_path)
    with pytest.raises(LedgerError, match="does not exist"):
        open_ledger(tmp_path / "no" / "such" / "book.sqlite")

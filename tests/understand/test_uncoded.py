"""Events outside the types: every clause tells something, and is claimed with status, day and place."""

import pytest

from sayso.contract import parse_reading, reading_to_dict
from sayso.pipeline import read_report
from sayso.records import Report


def uncoded(text: str, **meta: str):
    reading = read_report(Report("r", text, **meta))
    return reading, {text[c.about.trigger.start : c.about.trigger.end]: c for c in reading.uncoded}


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The museum reopened its doors on Sunday.", "reopened", "actual"),
        ("The museum will reopen its doors on Sunday.", "reopen", "planned"),
        ("The museum did not reopen its doors.", "reopen", "denied"),
        ("The museum may reopen its doors.", "reopen", "possible"),
        ("If the museum reopens, visitors will queue.", "reopens", "conditional"),
    ],
)
def test_a_clause_without_a_type_keeps_its_word_and_status(text, word, status):
    _, found = uncoded(text)
    assert (found[word].about.type, found[word].about.status) == (None, status)


def test_it_is_claimed_by_whoever_says_it_on_the_day_and_at_the_place_it_names():
    reading, found = uncoded(
        "The mayor of Ghent, Lena Vos, said the tram line would open in Bruges on 12 August.",
        published="2024-07-01",
    )
    claim = found["open"]
    names = {actor.id: actor.name for actor in reading.actors}
    places = {place.id: place.name for place in reading.places}
    assert names[claim.attribution[-1].source.actor] == "Lena Vos"
    assert places[claim.about.place] == "Bruges"
    assert claim.about.time.from_ == "2024-08-12"


def test_what_a_type_names_and_what_attributes_is_not_told_twice():
    reading, found = uncoded("The army shelled the town, a doctor said.")
    assert [c.about.type for c in reading.claims] == ["ASSAULT"]
    assert not found


def test_what_is_told_beside_a_coded_event_is_the_state_around_it():
    _, found = uncoded("The army shelled the town while its people slept. The mayor sang.")
    assert {word: claim.about.kind for word, claim in found.items()} == {"slept": "state", "sang": "event"}


def test_what_is_done_already_is_asserted_within_a_promise():
    _, found = uncoded("The mayor promised to mend the bridge that had collapsed.")
    assert (found["mend"].act, found["collapsed"].act) == ("promise", "assert")


def test_a_noun_that_happens_tells_and_a_thing_does_not():
    _, found = uncoded("The crash closed the bridge.")
    assert set(found) == {"crash", "closed"}


def test_the_contract_has_them_behind_the_claims_and_reads_them_back():
    reading, _ = uncoded("The army shelled the town. The bakery opened late.")
    line = reading_to_dict(reading)
    assert [c["id"] for c in line["claims"]] == [c.id for c in (*reading.claims, *reading.uncoded)]
    assert "uncoded" not in line
    assert parse_reading(line) == (reading, ())

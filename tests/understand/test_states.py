"""States: who holds what, how strong, lost so far, in which office. The news text stands in each test."""

from __future__ import annotations

import re

import pytest

from sayso.lexicon import load_table
from sayso.records import Report, Span
from sayso.understand.marks import EventMark
from sayso.understand.needs import StateWords, is_word_of
from sayso.understand.segment import find_segments
from sayso.understand.states import StateFrame, find_states

FRAMES = load_table("states.toml", StateFrame)


def states_in(text: str) -> tuple[EventMark, ...]:
    segments, _ = find_segments(Report("r", text))
    marks, problems = find_states(segments)
    assert problems == ()
    return marks


def words(text: str, *spans: Span | None) -> list[str]:
    return [text[s.start : s.end] for s in spans if s is not None]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.id)
def test_every_frame_matches_its_example_and_misses_the_other(frame: StateFrame):
    assert any(frame.id in mark.rules for mark in states_in(frame.matches))
    assert not any(frame.id in mark.rules for mark in states_in(frame.misses))


@pytest.mark.parametrize("words_of", load_table("state_words.toml", StateWords), ids=lambda row: row.id)
def test_every_list_holds_the_word_of_its_example_and_not_the_other(words_of: StateWords):
    for text, holds in ((words_of.matches, True), (words_of.misses, False)):
        word = re.search(r"\{(.+?)\}", text)
        if word is None:  # phrases, not words
            assert any(phrase in text for phrase in words_of.words) is holds
            continue
        segments, _ = find_segments(Report("r", text.replace("{", "").replace("}", "")))
        (token,) = segments.tokens_in(Span(word.start(), word.end() - 2))
        assert is_word_of(words_of.id, token) is holds


def test_a_captured_town_has_a_new_holder_and_a_loser():
    text = "Rebel fighters captured the town of Arvan from the army on Monday."
    (mark,) = states_in(text)
    assert (mark.kind, mark.type, mark.mode, mark.status) == ("state", "CONTROL", "take", "actual")
    assert words(text, *mark.actors) == ["Rebel fighters"]
    assert words(text, *mark.recipients) == ["the army"]
    assert words(text, mark.place) == ["the town of Arvan"]
    assert words(text, mark.trigger) == ["captured"]


def test_one_subject_both_enters_and_takes_control():
    text = "Government troops have entered the valley and taken control of some villages."
    enters, takes = states_in(text)
    assert [enters.mode, takes.mode] == ["enter", "take"]
    assert words(text, *takes.actors) == ["Government troops"]
    assert words(text, takes.trigger) == ["taken control"]


def test_full_control_of_all_passes_keeps_where_the_passes_lead():
    text = "The militia said it had full control of all roads and entrances to the valley."
    (mark,) = states_in(text)
    assert (mark.type, mark.mode) == ("CONTROL", "hold")
    assert words(text, *mark.actors) == ["it"]
    assert words(text, mark.place) == ["all roads and entrances to the valley"]


def test_a_town_and_its_province_are_one_place():
    text = "Rebels captured Arvan, Belin Province, on Friday."
    assert len(states_in(text)) <= 1


def test_whoever_a_town_falls_to_holds_it():
    text = "The town fell to the militia at dawn."
    (mark,) = states_in(text)
    assert words(text, *mark.actors) == ["the militia"]
    assert words(text, mark.place) == ["The town"]


def test_a_region_that_holds_out_is_held():
    text = "Arvan Valley has been the only region to hold out against the militia."
    (mark,) = states_in(text)
    assert (mark.type, mark.mode) == ("CONTROL", "hold")
    assert words(text, mark.place) == ["Arvan Valley"]


def test_two_towns_taken_are_two_states():
    text = "Rebels overran Arvan and Belin."
    assert [words(text, mark.place) for mark in states_in(text)] == [["Arvan"], ["Belin"]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The army plans to recapture the city.", "planned"),
        ("The army failed to recapture the city.", "failed"),
        ("The army has not recaptured the city.", "denied"),
        ("The two militias are fighting for control of the airport.", "ongoing"),
    ],
)
def test_a_state_has_the_status_of_its_grammar(text: str, status: str):
    assert [mark.status for mark in states_in(text)] == [status]


def test_losses_belong_to_whoever_suffered_them():
    text = "The militia suffered heavy losses."
    (mark,) = states_in(text)
    assert (mark.type, mark.actors) == ("TOLL", ())
    assert words(text, *mark.recipients) == ["The militia"]


def test_inflicted_losses_name_both_sides():
    text = "Each side said it had inflicted heavy casualties on the other side."
    (mark,) = states_in(text)
    assert words(text, *mark.actors) == ["it"]
    assert words(text, *mark.recipients) == ["the other side"]


def test_a_force_belongs_to_its_leader():
    text = "Omar Tesfa is leading a several-thousand-strong force made up of volunteers."
    (mark,) = states_in(text)
    assert mark.type == "STRENGTH"
    assert words(text, *mark.actors) == ["Omar Tesfa"]


def test_the_displaced_are_a_toll():
    text = "More than 30,000 people have been displaced since March."
    (mark,) = states_in(text)
    assert (mark.type, mark.mode) == ("TOLL", "displaced")
    assert words(text, *mark.recipients) == ["More than 30,000 people"]


@pytest.mark.parametrize(
    "text",
    [
        "The investor took control of the company in May.",
        "The striker captured the hearts of the city's fans.",
        "The home team held the lead until the last minute.",
        "The senator took on the oil lobby.",
        "Firefighters have the fire under control.",
        "The bank suffered heavy losses on its bonds.",
        "She lost 40 pounds in a year.",
        "The minister entered the hall to applause.",
        "The senator took Ohio in the primary.",
        "The town fell silent.",
        "The firm took control of the chip maker Belin.",
    ],
)
def test_business_sport_and_figures_of_speech_hold_no_territory(text: str):
    assert states_in(text) == ()


def test_every_span_lies_in_the_text_and_every_root_in_its_trigger():
    text = "Rebels seized the port. The army lost 40 men. Omar Tesfa was appointed minister. The toll rose to 31."
    segments, _ = find_segments(Report("r", text))
    for mark in find_states(segments)[0]:
        token = segments.doc[mark.root]
        assert mark.trigger.start <= token.idx < mark.trigger.end
        for span in (*mark.actors, *mark.recipients, mark.trigger):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["The army put its own losses at three dead.", "The mayor put the toll at seven.", "The army admits to nine dead."],
)
def test_losses_put_at_a_number_are_a_toll(text: str):
    assert [mark.type for mark in states_in(text)] == ["TOLL"]


def test_a_force_may_be_counted_without_a_noun():
    (mark,) = states_in("The general leads a force of about 400.")
    assert mark.type == "STRENGTH"


def test_churches_and_pastures_can_be_held():
    assert [m.type for m in states_in("The army held the whole of the valley except the church.")] == ["CONTROL"]
    assert [m.type for m in states_in("The rebels have controlled the high pastures since April.")] == ["CONTROL"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The ministry said its troops had taken Aleppo.", "Aleppo"),
        ("The rebels said they still held Aleppo.", "Aleppo"),
        ("Fighters of the movement said they were in full control of Sake.", "Sake"),
    ],
)
def test_a_town_that_the_tagger_takes_for_something_else_can_be_held(text, place):
    assert [words(text, one.place) for one in states_in(text) if one.type == "CONTROL"] == [[place]]


def test_a_person_with_the_name_of_a_village_is_not_held_territory():
    held = states_in("The rebels still hold John Bovec and two other hostages.")
    assert [one for one in held if one.type == "CONTROL"] == []

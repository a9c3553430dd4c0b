"""Whom descriptions, pronouns and words for two mean, asked for or not. All texts are invented."""

from __future__ import annotations

import pytest

from sayso.lexicon import load_table
from sayso.pipeline import read_report
from sayso.records import Report
from sayso.understand.callings import CallingEntry
from sayso.understand.deeds import DeedEntry
from sayso.understand.parse import load_parser


def who(text: str, words: str) -> set[str]:
    """The names of the actors that have a mention at the last such words."""
    at = text.rindex(words)
    actors = read_report(Report("r", text)).actors
    return {a.name for a in actors if any(m.end == at + len(words) and m.start >= at for m in a.mentions)}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Bishop Otto Brandl walked to Bovec. The prelate found nobody.", "The prelate", "Otto Brandl"),
        ("Dr. Ada Rau stayed in Bovec. The nurses left, the physician did not.", "the physician", "Ada Rau"),
        ("Ada Rau lost two sons. The widow will not leave Bovec.", "The widow", "Ada Rau"),
        ("Otto Brandl lost his seat. The former wrestler wept.", "The former wrestler", "Otto Brandl"),
        (
            "The Valley Relief Committee closed. Nobody thanked the committee.",
            "the committee",
            "Valley Relief Committee",
        ),
    ],
)
def test_a_description_means_whom_its_words_allow(text: str, words: str, name: str):
    assert who(text, words) == {name}


def test_the_doer_of_a_deed_is_named_after_it():
    text = "Two masked men raided a bank in Bovec. Nobody saw the raiders leave."
    assert who(text, "the raiders") == {"masked men"}


def test_an_office_is_nobody_who_never_held_it():
    text = "Ada Rau lost two sons. The judge went home."
    assert "Ada Rau" not in who(text, "The judge")


def test_the_other_argument_of_a_verb_is_somebody_else():
    text = "Bishop Otto Brandl met Colonel Hugo Zapt. The colonel thanked him."
    assert who(text, "him") == {"Otto Brandl"}


def test_a_pronoun_may_stand_before_its_name():
    text = "In his first speech, President Otto Brandl praised the army."
    assert who(text, "his") == {"Otto Brandl"}


def test_both_governments_are_the_two_states():
    text = "Greece and Turkey traded notes. Both governments sent envoys."
    assert who(text, "Both governments") == {"Greece", "Turkey"}


@pytest.mark.parametrize(("words", "name"), [("former", "Greece"), ("latter", "Turkey")])
def test_the_former_and_the_latter_are_told_apart(words: str, name: str):
    text = f"Greece and Turkey traded notes. The {words} sent an envoy."
    assert who(text, f"The {words}") == {name}


def test_who_is_met_by_the_way_and_never_again_is_not_listed():
    text = "Greece recalled its envoy. A monk made tea."
    assert not who(text, "A monk")


def test_who_leads_a_body_says_we_for_it():
    text = 'Colonel Hugo Zapt, who commands the border militia, was calm. "We hold the bridge," he said.'
    assert who(text, "We") == {"border militia"}


@pytest.mark.parametrize("entry", load_table("deeds.toml", DeedEntry), ids=lambda entry: entry.id)
def test_a_deed_matches_its_example_and_misses_the_other(entry: DeedEntry):
    def hits(sentence: str) -> bool:
        return any(t.lemma_.lower() in entry.verbs for t in load_parser()(sentence) if t.pos_ == "VERB")

    assert hits(entry.matches)
    assert not hits(entry.misses)


@pytest.mark.parametrize(("words", "name"), [("The kidnappers", "masked men"), ("The captives", "nurses")])
def test_doer_and_sufferer_are_called_after_the_deed(words: str, name: str):
    assert who(f"Two masked men seized two nurses in Bovec. {words} wrote a letter.", words) == {name}


def test_themselves_are_the_subject_of_the_verb():
    text = "Colonel Hugo Zapt denied the raid. He said the rebels had shelled themselves."
    assert who(text, "themselves") == {"rebels"}


def test_a_bare_plural_after_a_dateline_is_people():
    text = "BOVEC, May 3 (Wire) — Gunmen seized a tanker. The pirates want money."
    assert who(text, "The pirates") == {"Gunmen"}


def test_a_name_keeps_its_small_syllable():
    assert who("Minister Rita Kim Yong-su wept. She left.", "She") == {"Rita Kim Yong-su"}


def test_an_officer_says_we_for_the_one_army_there_is():
    text = 'The Ruritanian army left Bovec. "We had no bread," said Sergeant Otto Brandl.'
    assert who(text, "We") == {"Ruritanian army"}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Mayor Ada Rau said nine had died. The governor said eleven had.", "The governor", "governor"),
        ("Captain Otto Brandl held the pass. The major said no.", "The major", "major"),
        ("Mayor Ada Rau said nine had died. The official said so.", "The official", "Ada Rau"),
        ("Lieutenant General Otto Brandl held the pass. The general said so.", "The general", "Otto Brandl"),
    ],
)
def test_who_holds_one_office_is_not_called_by_another(text: str, words: str, name: str):
    assert who(text, words) == {name}


def test_offices_that_are_told_apart_are_words_of_their_entry():
    for entry in load_table("callings.toml", CallingEntry):
        offices = [word for group in entry.apart for word in group.split("|")]
        assert len(offices) == len(set(offices)) and set(offices) <= set(entry.words), entry.id

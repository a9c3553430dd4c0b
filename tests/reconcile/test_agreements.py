"""What kind of agreement was reached, by PA-X."""

import pytest

from sayso.lexicon import load_table
from sayso.reconcile.agreements import AgreementEntry, find_agreement


@pytest.mark.parametrize("entry", load_table("agreements.toml", AgreementEntry), ids=lambda one: one.id)
def test_every_entry_names_the_stage_of_its_example(entry):
    assert find_agreement("signed", entry.matches) == entry.stage
    assert find_agreement("signed", entry.misses) != entry.stage


@pytest.mark.parametrize(
    ("stage", "words", "agreement"),
    [
        ("agreement-reported", "the two sides had agreed to a 48-hour truce from midnight", "Ceasefire"),
        ("signed", "the ministers signed the deal in Addis Ababa", None),
        ("accepted", "the Front accepted a swap of 40 prisoners", "Framework-substantive, partial"),
        ("signed", "a final peace treaty that includes a truce", "Framework-substantive, comprehensive"),
        ("violated", "the army had broken the ceasefire eleven times", "Ceasefire"),
        ("agreement-reported", "they agreed to return to talks next month", "Pre-negotiation/process"),
        ("signed", "they extended the ceasefire until May", "Renewal"),
        ("failed", "talks on a ceasefire collapsed", None),
        ("ongoing", "they are discussing a truce", None),
    ],
)
def test_only_what_is_agreed_has_a_kind_and_only_where_the_words_say_which(stage, words, agreement):
    assert find_agreement(stage, words) == agreement

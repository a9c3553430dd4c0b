"""Contexts by words, and losses that nobody has done."""

import pytest

from sayso.lexicon import load_table
from sayso.pipeline import read_report
from sayso.records import Report
from sayso.understand.contexts import ContextEntry, find_contexts

ENTRIES = load_table("contexts.toml", ContextEntry)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.id)
def test_each_entry_matches_its_example_and_misses_the_other(entry):
    assert entry.context in find_contexts(entry.matches)
    assert entry.context not in find_contexts(entry.misses)


@pytest.mark.parametrize(
    ("text", "assaults"),
    [
        ("An earthquake in Java killed 55 people.", 0),
        ("Nine people were killed when a gas leak blew up the canteen.", 0),
        ("Gunmen shot dead nine people in the flooded town.", 1),
        ("The army killed nine people in the flooded town.", 1),
    ],
)
def test_deaths_in_a_disaster_are_nobodys_deed(text, assaults):
    claims = read_report(Report("r", text)).claims
    assert sum(c.about.type == "ASSAULT" for c in claims) == assaults
    assert any(f.kind == "killed" for c in claims for f in c.about.figures)

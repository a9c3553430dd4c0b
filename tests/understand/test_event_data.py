"""Every entry of the event tables finds its example and leaves its counter-example alone."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from sayso.lexicon import load_table
from sayso.records import Report
from sayso.understand.events import find_events
from sayso.understand.marks import EventMark
from sayso.understand.segment import find_segments
from sayso.understand.subevents import SubeventRule, code_subevent
from sayso.understand.triggers import EventEntry, WordList, load_entries, load_frames, load_words
from sayso.understand.turns import Turn


def events_in(text: str) -> tuple[EventMark, ...]:
    segments, _ = find_segments(Report("r", text))
    return find_events(segments)[0]


def rules_in(text: str) -> set[str]:
    return {rule for event in events_in(text) for rule in event.rules}


@pytest.mark.parametrize("entry", load_entries(), ids=lambda entry: entry.id)
def test_an_entry_finds_its_example_and_no_more(entry: EventEntry) -> None:
    assert entry.type in {event.type for event in events_in(entry.matches)}
    assert entry.id in rules_in(entry.matches)
    assert entry.id not in rules_in(entry.misses)


@pytest.mark.parametrize("turn", load_table("event_turns.toml", Turn), ids=lambda turn: turn.id)
def test_a_turn_finds_its_example_and_no_more(turn: Turn) -> None:
    assert turn.id in rules_in(turn.matches)
    assert turn.id not in rules_in(turn.misses)


def test_word_lists_hold_their_example_and_not_their_counter_example() -> None:
    for one in load_table("event_words.toml", WordList):
        assert one.matches in one.words, one.id
        assert one.misses not in one.words, one.id


def test_every_entry_has_a_frame_and_points_to_lists_that_exist() -> None:
    for entry in load_entries():
        assert entry.frame in load_frames(), entry.id
        for field in fields(entry):
            value = getattr(entry, field.name)
            for word in value if isinstance(value, tuple) else ():
                assert not word.startswith("@") or word[1:] in load_words(), f"{entry.id}: {word}"


SIDES = {
    "state": (r"army|soldiers|police|guards|tanks|jets|governor|ankara", "MIL"),
    "rebel": (r"rebels?|rebel fighters|militiamen|gunm[ae]n|bomber", "REB"),
    "unarmed": (r"farmers?|women|priest|students|detainees|villagers|demonstrators", "CVL"),
}


def sectors_in(text: str, spans: tuple[tuple[int, int], ...]) -> frozenset[str]:
    found = set()
    for start, end in spans:
        for pattern, sector in SIDES.values():
            if re.search(rf"\b(?:{pattern})\b", text[start:end], re.IGNORECASE):
                found.add(sector)
    return frozenset(found)


def sub_events_in(text: str) -> set[str | None]:
    return {
        code_subevent(e.type, e.mode, sectors_in(text, e.actors), sectors_in(text, e.recipients), text)
        for e in events_in(text)
    }


@pytest.mark.parametrize("rule", load_table("subevents.toml", SubeventRule), ids=lambda rule: rule.id)
def test_a_sub_event_rule_finds_its_example_and_no_more(rule: SubeventRule) -> None:
    if rule.types == ("CONTROL",):  # states are found elsewhere
        side = frozenset({"MIL" if rule.does == "state" else "REB"})
        assert code_subevent("CONTROL", None, side, frozenset(), rule.matches) == rule.sub_event
        return
    assert rule.sub_event in sub_events_in(rule.matches)
    assert rule.sub_event not in sub_events_in(rule.misses)


def frames_in(text: str) -> set[str]:
    frame_of = {entry.id: entry.frame for entry in load_entries()}
    return {frame_of[rule] for rule in rules_in(text) if rule in frame_of}


def test_a_frame_is_used_in_its_example_and_not_in_its_counter_example() -> None:
    for frame in load_frames().values():
        assert frame.id in frames_in(frame.matches), frame.id
        assert frame.id not in frames_in(frame.misses), frame.id

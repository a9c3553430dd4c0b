"""Events by the rules and by the trained reader, laid together."""

import pytest

from sayso.pipeline import read_report
from sayso.records import Report, Span
from sayso.understand.events import find_events
from sayso.understand.happenings import find_happenings, join_sightings
from sayso.understand.looks import look_at
from sayso.understand.marks import EventMark, Sighting, SightingKind
from sayso.understand.segment import find_segments
from sayso.understand.sightings import find_sightings, load_kinds


def seen(text):
    segments, _ = find_segments(Report("r", text))
    return find_sightings(look_at(segments))


def happenings(text):
    segments, _ = find_segments(Report("r", text))
    looks = look_at(segments)
    return find_happenings(segments, looks, find_sightings(looks))[0]


def words(text, spans):
    return [text[span.start : span.end] for span in spans]


def test_the_reader_sees_who_did_what_to_whom_where_and_when():
    text = "In Saraqib, government forces shelled the market on Tuesday, killing nine people."
    (one,) = [s for s in seen(text) if text[s.trigger.start : s.trigger.end] == "shelled"]
    assert (one.kind.type, one.kind.mode, one.kind.status) == ("ASSAULT", "heavy-weapons", "actual")
    assert words(text, one.actors) == ["government forces"]
    assert "the market" in " ".join(words(text, one.recipients))
    assert words(text, one.places) == ["Saraqib"]
    assert words(text, one.times) == ["on Tuesday"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The army plans to attack the town next week.", "planned"),
        ("The army denied that its guns had shelled the school.", "denied"),
        ("If the siege goes on, the rebels will attack the airport.", "conditional"),
        ("The rebels failed to seize the airport on Monday, a commander said.", "failed"),
    ],
)
def test_the_reader_tells_how_a_deed_is_presented(text, status):
    assert status in {s.kind.status for s in seen(text)}


def test_what_the_model_names_is_named_in_order():
    types, modes = load_kinds()
    assert types[:2] == ("AGREE", "CONSULT")
    assert len(set(types)) == 20
    assert modes[0] == "" and "take" in modes and len(set(modes)) == len(modes)


def test_figures_of_speech_are_not_booked():
    text = "Her winning shot killed off the visitors."
    assert [one.type for one in find_events(find_segments(Report("r", text))[0])[0]] == ["ASSAULT"]
    assert happenings(text) == ()


TEXT = "Rebels shelled the port. Troops will storm the camp."
KIND = SightingKind("ASSAULT", "firearms", "planned", 0.9, 0.9, 0.9)


def mark(text, word, **more):
    at = text.index(word)
    plain = {
        "kind": "event", "type": "ASSAULT", "mode": None, "cameo": "190", "acled": None, "contexts": (),
        "trigger": Span(at, at + len(word)), "root": len(text[:at].split()), "actors": (), "recipients": (),
        "place": None, "status": "actual", "rules": ("event.assault",),
    }  # fmt: skip
    return EventMark(**(plain | more))


def sighting(text, word, kind=KIND, **more):
    at = text.index(word)
    plain = dict.fromkeys(("actors", "recipients", "places", "times", "echoes"), ()) | {"sure": 0.95}
    return Sighting(Span(at, at + len(word)), kind, **(plain | more))


def join(ruled, sightings, text=TEXT):
    segments, _ = find_segments(Report("r", text))
    return join_sightings(segments, tuple(ruled), list(sightings))


def test_the_reader_gives_what_no_rule_says():
    (one,) = join([mark(TEXT, "shelled")], [sighting(TEXT, "shelled", actors=(Span(0, 6),))])
    assert (one.status, one.mode, words(TEXT, one.actors)) == ("planned", "firearms", ["Rebels"])
    assert one.rules == ("event.assault", "reader.event")


def test_grammar_outweighs_a_reader_that_is_not_sure():
    ruled = mark(TEXT, "storm", status="planned", rules=("event.assault", "status.will"))
    for sure, status in ((0.45, "planned"), (0.6, "failed")):
        kind = SightingKind("ASSAULT", "", "failed", 0.9, 0.9, sure)
        assert join([ruled], [sighting(TEXT, "storm", kind)])[0].status == status


def test_what_the_reader_alone_sees_is_booked_if_it_is_sure_of_it():
    sure = sighting(TEXT, "storm", actors=(Span(25, 31),))
    assert [one.rules for one in join([mark(TEXT, "shelled")], [sure])] == [("event.assault",), ("reader.event",)]
    vague = sighting(TEXT, "storm", sure=0.3)
    assert len(join([mark(TEXT, "shelled")], [vague])) == 1


def test_what_is_promised_is_no_event_of_its_own():
    text = "The rebels agreed to leave the town."
    ruled = mark(text, "agreed", type="AGREE")
    assert len(join([ruled], [sighting(text, "leave", actors=(Span(0, 10),))], text)) == 1


def test_whom_a_demand_concerns_is_told_by_what_is_demanded():
    text = "Norway demanded the withdrawal of the guards from the port."
    guards, port = (Span(text.index(word), text.index(word) + len(word)) for word in ("the guards", "the port"))
    seen = sighting(text, "withdrawal", actors=(guards,), recipients=(port,))
    (demand,) = join([mark(text, "demanded", type="REQUEST")], [seen], text)
    assert demand.recipients == (guards,)
    (offer,) = join([mark(text, "demanded", type="AGREE")], [seen], text)
    assert offer.recipients == (port,)
    (named,) = join([mark(text, "demanded", type="REQUEST", recipients=(port,))], [seen], text)
    assert named.recipients == (port,)


def test_spans_of_sightings_slice_back():
    text = 'Rebels — "bandits", says the army — seized Kidal\n\nand its airport; "we fled", said one.'
    for one in seen(text):
        for span in (one.trigger, *one.actors, *one.recipients, *one.places, *one.times, *one.echoes):
            assert text[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The Western Brigades control Karo, their commander said.", {"their commander"}),
        ("Men loyal to the governor held the palace on Friday.", set()),
        ("Rebels attacked the convoy near Karo.", set()),
        ("The minister attacked the plan to close the port as a farce.", {"The minister"}),
    ],
)
def test_who_holds_or_hits_something_says_nothing_by_it(text, speakers):
    claims = read_report(Report("r", text)).claims
    assert {step.source.text for claim in claims for step in claim.attribution} == speakers


def test_who_did_it_is_nobodys_word_but_his_who_says_so():
    text = (
        "A drone strike on a tea market in Baidoa killed 13 people on Sunday, the health office said. "
        "The deputy mayor, Isaq Nur, said that Kenyan forces had carried out the strike."
    )
    reading = read_report(Report("r", text))
    names = {actor.id: actor.name for actor in reading.actors}
    blamed = {
        claim.attribution[-1].source.text: [names[one] for one in claim.about.actors]
        for claim in reading.claims
        if claim.about.type == "ASSAULT"
    }
    assert blamed["the health office"] == []
    assert ["Kenyan forces"] in blamed.values()


def test_talks_that_are_going_on_are_no_plan():
    (claim,) = read_report(
        Report("r", "Peace talks between Chad and the Tibesti Movement are going on in Doha.")
    ).claims
    assert (claim.about.type, claim.about.status) == ("CONSULT", "ongoing")


def test_a_number_is_the_word_of_whoever_gives_it():
    reading = read_report(Report("r", "Police said 12 people were wounded; the hospital said 15."))
    told = {c.attribution[-1].source.text: [f.low for f in c.about.figures] for c in reading.claims}
    assert told == {"Police": [12], "the hospital": [15]}
    assert [one.field for one in reading.disputes] == ["wounded"]


@pytest.mark.parametrize("verb", ["dismissed", "rejected", "denied"])
def test_what_a_rejected_report_tells_is_denied_and_no_part_of_the_rejection(verb):
    claims = read_report(Report("r", f"Rebels {verb} a report that they had shelled the school.")).claims
    assert [(c.about.status, c.about.mode) for c in claims if c.about.type == "ASSAULT"] == [
        ("denied", "heavy-weapons")
    ]

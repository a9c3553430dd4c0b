"""The whole way: from a text to claims, cases and back from JSON."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.contract import parse_reading, reading_to_dict
from sayso.pipeline import read_report, reconcile_readings
from sayso.records import Report, Span

STORY = """Clashes near Idrija, both sides claim the bridge

IDRIJA, 6 May 2025 - The Provincial Guard said on Tuesday that its troops had taken control of the bridge at Idrija \
and killed at least 12 fighters of the Free Peaks Front.

"We hold every bridge in Idrija," said Luka Brezar, a spokesman for the Free Peaks Front. "The Guard attacked at dawn \
and failed."

Norway offered to mediate, but the Guard refused to negotiate. Neither account could be independently verified."""


@pytest.fixture(scope="module")
def reading():
    return sayso.read(STORY, published="2025-05-06", outlet="Example Wire")


def spans_in(value):
    """Every [start, end] pair of whole numbers anywhere in a contract object."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
        yield Span(*value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from spans_in(inner)


def claims_by(reading, name):
    names = {a.id: a.name for a in reading.actors}
    return [c for c in reading.claims if c.attribution and names.get(c.attribution[-1].source.actor) == name]


def test_the_guard_claims_the_bridge_and_the_front_denies_it_the_crossing(reading):
    types = {c.about.type for c in claims_by(reading, "Provincial Guard")}
    assert "CONTROL" in types
    assert any(c.about.type == "CONTROL" for c in claims_by(reading, "Luka Brezar"))
    assert "control" in {d.kind for d in reading.disputes}


def test_the_toll_is_at_least_twelve(reading):
    figures = [f for c in reading.claims for f in c.about.figures if f.kind == "killed"]
    assert [(f.low, f.high) for f in figures] == [(12, None)]


def test_what_was_said_on_tuesday_was_said_on_the_sixth(reading):
    said = {c.attribution[-1].said.from_ for c in claims_by(reading, "Provincial Guard") if c.attribution[-1].said}
    assert said == {"2025-05-06"}


def test_a_mediation_offer_and_a_refusal_make_talks(reading):
    stages = {s.stage for t in reading.talks for s in t.stages} | {m.stand for t in reading.talks for m in t.mediators}
    assert {"offered", "refused"} <= stages


def test_every_span_slices_back_to_words(reading):
    plain = reading_to_dict(reading)
    spans = list(spans_in({k: v for k, v in plain.items() if k != "report"}))
    assert len(spans) > 20
    for span in spans:
        assert STORY[span.start : span.end].strip()


def test_the_words_of_sources_and_cues_stand_at_their_spans(reading):
    for claim in reading.claims:
        for step in claim.attribution:
            if step.source.span:
                assert reading.report.words(step.source.span) == step.source.text
            if step.cue and step.cue.span:
                assert reading.report.words(step.cue.span) == step.cue.text


def test_every_id_that_a_claim_names_is_there(reading):
    actors, places = {a.id for a in reading.actors}, {p.id for p in reading.places}
    for claim in reading.claims:
        named = {*claim.about.actors, *claim.about.recipients, *(f.of for f in claim.about.figures if f.of)}
        named |= {s.source.actor for s in claim.attribution if s.source.actor}
        assert named <= actors
        assert claim.about.place is None or claim.about.place in places


def test_reading_twice_gives_the_same(reading):
    again = sayso.read(STORY, published="2025-05-06", outlet="Example Wire")
    assert reading_to_dict(again) == reading_to_dict(reading)


def test_records_survive_json(reading):
    line = json.dumps(reading_to_dict(reading))
    back, problems = parse_reading(line)
    assert problems == () and back is not None
    assert reading_to_dict(back) == reading_to_dict(reading)


def test_the_publication_day_is_never_an_event_day_by_default():
    reading = sayso.read("Rebels shelled the town of Idrija.", published="2025-05-06")
    assert [c.about.time for c in reading.claims if c.about.kind == "event"] == [None]


def test_emoji_and_combining_marks_before_a_quotation_do_not_move_it():
    text = '🙂🙂 Cafe\u0301 owners fled. "They shelled the market," the mayor of Idrija said.'
    reading = sayso.read(text)
    sources = [s.source for c in reading.claims for s in c.attribution]
    assert {s.text for s in sources} == {"the mayor of Idrija"}
    assert all(text[s.span.start : s.span.end] == s.text for s in sources)


def test_a_report_in_another_language_is_a_problem_and_no_claims():
    reading = read_report(Report("r", "Die Armee bestritt den Beschuss.", language="de"))
    assert reading.claims == () and [p.code for p in reading.problems] == ["language.unsupported"]


REPORTS = [
    ("a", "2025-05-05", "The Guard said that four soldiers were killed in Idrija on Monday."),
    ("b", "2025-05-05", "The Front said on Monday that 20 soldiers were killed in Idrija on Monday."),
    ("c", "2025-05-06", "Guard troops took control of Idrija on Monday, the Guard said."),
    ("d", "2025-05-06", "The Front said it still held Idrija on Monday."),
]


def test_the_order_of_reports_makes_no_difference():
    readings = [read_report(Report(i, t, outlet=f"Outlet {i}", published=d)) for i, d, t in REPORTS]
    outcomes = {repr(reconcile_readings(order)) for order in itertools.permutations(readings)}
    assert len(outcomes) == 1


ODD = st.text(alphabet=st.sampled_from("ab \"“”‘’'.,:;!?\n\r\t🙂é0123456789-—()«»said The army killed "), max_size=200)


@settings(max_examples=40, deadline=None)
@given(ODD)
def test_no_text_makes_reading_fail(text):
    reading = read_report(Report("r", text))
    assert [p.message for p in reading.problems if p.code == "sayso.failed"] == []
    for span in spans_in({k: v for k, v in reading_to_dict(reading).items() if k != "report"}):
        assert 0 <= span.start < span.end <= len(text)

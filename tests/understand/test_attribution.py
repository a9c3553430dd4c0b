"""Who says what, in which words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lexicon import load_table
from sayso.records import Report, Span
from sayso.understand.acts import ActEntry, NegatedEntry, find_act, settle_act
from sayso.understand.attribution import _without_rings, find_attributions
from sayso.understand.attributor import find_findings
from sayso.understand.cues import CueEntry
from sayso.understand.evidence import EvidenceEntry, match_evidence
from sayso.understand.looks import look_at
from sayso.understand.marks import ActRead
from sayso.understand.segment import find_segments


def attributions(text):
    segments, _ = find_segments(Report("r", text))
    marks, _ = find_attributions(segments, find_findings(look_at(segments), segments.sentences))
    return marks


def found(text):
    """[(source, cue, content)] of a text, as words."""
    report = Report("r", text)
    return [
        (
            report.words(m.source) if m.source else None,
            report.words(m.cue) if m.cue else None,
            report.words(*m.content),
        )
        for m in attributions(text)
    ]


def test_a_ministry_says_that_something_happened():
    assert found("The ministry said that two bridges had been blown up.") == [
        ("The ministry", "said", "two bridges had been blown up")
    ]


def test_the_source_may_follow_the_quotation():
    text = '"We hold every bridge," said Colonel Ivo Maran, a spokesman for the garrison.'
    ((source, cue, content),) = found(text)
    assert source.startswith("Colonel Ivo Maran") and cue == "said" and content.startswith("We hold every bridge")
    assert attributions(text)[0].mode == "direct"


def test_a_quotation_broken_by_its_speaker_is_one_attribution():
    text = '"The road is closed," the mayor said, "and it will stay closed until the mines are cleared."'
    marks = attributions(text)
    assert len(marks) == 1
    assert len(marks[0].content) == 2


def test_speech_that_goes_on_after_the_cue_belongs_to_the_same_speaker():
    text = '"They came at dawn," she said. "Nobody warned us that they would burn the mill."'
    (mark,) = attributions(text)
    assert "burn the mill" in Report("r", text).words(*mark.content)


def test_a_speech_over_two_paragraphs_without_closing_marks_stays_whole():
    text = (
        'The governor said: "Our men withdrew in good order.\n\n'
        '"They will return before the winter, whatever our neighbours say."'
    )
    marks = attributions(text)
    words = Report("r", text).words(*marks[0].content)
    assert "good order" in words and "before the winter" in words


def test_according_to_is_a_cue():
    ((source, cue, content),) = found("According to residents, the mill burned all night.")
    assert (source, cue) == ("residents", "According to")
    assert "the mill burned all night" in content


def test_a_denial_belongs_to_the_denier():
    text = "The army denied shelling the town."
    (mark,) = attributions(text)
    assert (mark.act, Report("r", text).words(mark.source)) == ("deny", "The army")


def test_the_passive_names_nobody():
    (mark,) = attributions("It was reported that the dam had been hit.")
    assert mark.source is None


def test_a_word_in_marks_is_no_speech():
    text = 'The two leaders met in a "safe zone" by the lake and left before dark.'
    assert attributions(text) == ()


def test_attributions_nest():
    text = "The paper said that a doctor had told relatives that nine men were buried."
    marks = attributions(text)
    assert marks[1].parent == 0 and marks[0].parent is None


def test_a_quotation_without_a_speaker_is_kept_with_a_problem():
    text = 'Rain fell. "The bridges are gone and nobody will rebuild them before the spring."'
    segments, _ = find_segments(Report("r", text))
    marks, problems = find_attributions(segments, find_findings(look_at(segments), segments.sentences))
    assert marks[0].source is None
    assert [p.code for p in problems] == ["source.unknown"]


def test_saying_nothing_is_not_saying():
    (mark,) = attributions("The army did not say how many men it had lost.")
    assert mark.act == "refuse"


def test_evidence_withheld_is_seen_in_the_next_sentence():
    (mark, *_) = attributions("The spokesman said that forty rebels had been killed. He gave no evidence.")
    assert mark.evidence == "withheld"


@pytest.mark.parametrize(
    ("quote", "close"), [('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'")], ids=["straight", "curly", "single", "ascii"]
)
def test_the_kind_of_quotation_mark_makes_no_difference(quote, close):
    text = f"{quote}We hold every bridge in the valley,{close} the colonel said."
    ((source, cue, content),) = found(text)
    assert (source, cue) == ("the colonel", "said") and "every bridge" in content


@pytest.mark.parametrize("entry", load_table("cues.toml", CueEntry), ids=lambda e: e.id)
def test_each_cue_matches_its_example_and_misses_the_other(entry):
    assert any(entry.id in mark.rules for mark in attributions(entry.matches))
    assert not any(entry.id in mark.rules for mark in attributions(entry.misses))


@pytest.mark.parametrize("entry", load_table("acts.toml", ActEntry), ids=lambda e: e.id)
def test_each_act_matches_its_example_and_misses_the_other(entry):
    assert find_act("assert", entry.matches, entry.cues) == (entry.act, entry.id)
    assert find_act("assert", entry.misses, entry.cues)[1] != entry.id


@pytest.mark.parametrize("entry", load_table("negated_acts.toml", NegatedEntry), ids=lambda e: e.id)
def test_each_negation_turns_its_example_and_not_the_other(entry):
    assert any(mark.act == entry.becomes and entry.id in mark.rules for mark in attributions(entry.matches))
    assert not any(entry.id in mark.rules for mark in attributions(entry.misses))


@pytest.mark.parametrize("entry", load_table("evidence.toml", EvidenceEntry), ids=lambda e: e.id)
def test_each_evidence_rule_matches_its_example_and_misses_the_other(entry):
    scope = "following" if entry.scope == "following" else "sentence"
    assert match_evidence(entry.matches, scope=scope) == (entry.evidence, entry.id)
    assert match_evidence(entry.misses, scope=scope)[1] != entry.id


WORDS = [
    "The army",
    "said",
    "that",
    '"We',
    'hold it,"',
    "he",
    "denied",
    "it.",
    "According to",
    "“",
    "”",
    "‘",
    "\n\n",
    "🙂",
    "é",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
def test_spans_always_slice_back_to_text(words):
    text = " ".join(words)
    for mark in attributions(text):
        for span in (*mark.content, *(s for s in (mark.source, mark.cue) if s)):
            assert 0 <= span.start < span.end <= len(text)
            assert re.search(r"\S", text[span.start : span.end])


def test_who_is_cited_stands_inside_who_reports():
    text = "The agency, citing witnesses, reported that nine men were buried."
    outer, inner = attributions(text)
    words = Report("r", text).words
    assert (words(outer.source), words(inner.source), inner.parent) == ("The agency", "witnesses", 0)


def test_quoted_as_saying_is_the_speakers_word_on_the_papers():
    text = "The paper quoted a ministry official as saying that the bridge was mined."
    outer, inner = attributions(text)
    words = Report("r", text).words
    assert (words(outer.source), words(inner.source), inner.parent) == ("The paper", "a ministry official", 0)


def test_a_dateline_is_no_part_of_what_is_said():
    text = "TOLMIN, 10 May 2025 - More than 900 people have fled the town, the relief committee said."
    (mark,) = attributions(text)
    assert Report("r", text).words(*mark.content).startswith("More than 900")


def test_speech_of_three_words_is_carried_on():
    text = '"They were polite," she said. "They asked what was in the boxes and took the insulin."'
    mark = attributions(text)[0]
    assert "insulin" in Report("r", text).words(*mark.content)


def test_the_day_of_speaking_is_not_content():
    text = "The Guard and the Front agreed on Sunday to stop fighting for two days."
    (mark,) = attributions(text)
    assert Report("r", text).words(*mark.content) == "to stop fighting for two days"


def test_what_is_told_from_one_cited_lies_under_the_cited():
    text = "The state broadcaster, citing a diplomat, reported that Rome had accepted the plan."
    marks = attributions(text)
    by_source = {Report("r", text).words(m.source): n for n, m in enumerate(marks) if m.source}
    outer, cited, inner = (by_source[who] for who in ("The state broadcaster", "a diplomat", "Rome"))
    assert (marks[inner].parent, marks[cited].parent, marks[outer].parent) == (cited, outer, None)


def test_two_words_that_make_one_cue_are_one_attribution():
    text = "Members remain convinced that the missile was stray, the spokesman said."
    told = [Report("r", text).words(m.source) for m in attributions(text)]
    assert sorted(told) == ["Members", "the spokesman"]


def test_the_reader_sees_evidence_that_no_pattern_names():
    (mark,) = attributions("The brigade said it had sunk two boats; its account could not be checked.")
    assert mark.evidence == "withheld" and "reader.withheld" in mark.rules


@pytest.mark.parametrize(
    ("ruled", "words", "sure", "act"),
    [
        ("assert", "it had sunk two boats", 0.3, "assert"),
        ("assert", "it had sunk two boats", 0.9, "deny"),
        ("offer", "to host the talks", 0.3, "offer"),
        ("assert", "it has no plans to mediate", 0.8, "refuse"),
    ],
    ids=["unsure reader", "sure reader", "telling cue", "telling content"],
)
def test_an_act_is_the_readers_unless_it_is_unsure_and_a_rule_is_not(ruled, words, sure, act):
    whole = Span(0, len(words))
    assert settle_act(ruled, (whole,), words, (ActRead(whole, "deny", sure),))[0] == act


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=6, max_size=6))
def test_no_chain_leads_back_to_itself(parents):
    kept = _without_rings(parents)
    for number in range(6):
        steps = 0
        at = kept[number]
        while at is not None:
            at, steps = kept[at], steps + 1
            assert steps <= 6
    assert all(k in (p, None) for k, p in zip(kept, parents, strict=True))


def test_who_hangs_on_a_ring_stays_where_it_hangs():
    assert _without_rings([2, 2, 1, None]) == [2, None, 1, None]


def test_a_quotation_that_is_another_speakers_is_not_given_to_the_verb_next_to_it():
    told = found('Oran said there was no such list, and a former clerk called the denial "a very old song".')
    assert ("Oran", "said", "there was no such list") in told


def test_two_cues_read_as_one_are_two_where_a_subject_stands_between():
    told = found("The dockers' union says it will not honour the port authority's order to load the barges.")
    assert [(who, cue) for who, cue, _ in told][:2] == [("The dockers' union", "says"), ("it", "will not honour")]


def test_the_second_of_two_verbs_has_the_first_ones_speaker():
    told = found("The nurse said they were thankful to the ferrymen but did not believe their promise to come back.")
    assert ("they", "did not believe") in [(who, cue) for who, cue, _ in told]


def test_on_the_word_of_somebody_nests_within_who_tells_it():
    text = "The weekly said the mill had been burnt, on the word of a carter from Lom."
    marks = attributions(text)
    words = Report("r", text).words
    inner = next(m for m in marks if words(m.cue) == "on the word of")
    assert words(marks[inner.parent].cue) == "said"


def test_what_is_promised_is_not_whom_it_is_promised_to():
    assert ("The harbour master", "promised", "a berth by Friday") in found(
        "The harbour master promised us a berth by Friday."
    )


def test_to_insist_that_another_do_something_is_a_demand():
    (mark,) = attributions("The abbot insisted that the sentry leave the cloister.")
    assert mark.act == "demand" and mark.rules[0] == "cue.demand"


@pytest.mark.parametrize(
    "words, act",
    [
        ("we did not shell the quarry", "deny"),
        ("we did not know where the road went", "assert"),
        ("he has never seen the sea", "assert"),
        ("they were not yet sure who had fired", "doubt"),
    ],
)
def test_not_every_negation_is_a_denial(words, act):
    assert find_act("assert", words)[0] == act


def test_what_the_same_speaker_says_next_is_no_part_of_what_he_said():
    told = found("The abbot doubted the colonel's word and thanked the villagers for hiding the bell.")
    assert ("The abbot", "doubted", "the colonel's word") in told
    assert ("The abbot", "thanked", "the villagers for hiding the bell") in told


def test_who_adds_something_is_who_spoke_before():
    told = found("The army said that its strike had killed nine, adding that 40 were wounded.")
    assert [source for source, _, _ in told] == ["The army", "The army"]

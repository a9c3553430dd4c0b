"""Times: what a phrase means, which word it hangs on, and whose time it is."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sayso.lexicon import load_table
from sayso.records import Report, Span
from sayso.understand.marks import TimeMark
from sayso.understand.segment import Segments, find_segments
from sayso.understand.timegrammar import TimeRule, TurnRule, find_phrases
from sayso.understand.times import find_event_time, find_said_time, find_times

RULES = load_table("times.toml", TimeRule)
TURNS = load_table("time_turns.toml", TurnRule)


def times_in(text: str, published: str | None = "2021-09-02") -> tuple[Segments, tuple[TimeMark, ...]]:
    segments, _ = find_segments(Report("r", text, published=published))
    return segments, find_times(segments)[0]


def days(mark: TimeMark | None) -> str:
    return f"{mark.time.from_}..{mark.time.to}" if mark else "no time"


def value_of(text: str, published: str | None = "2021-09-02") -> str:
    """The days of the last time in the text."""
    marks = times_in(text, published)[1]
    return days(marks[-1]) if marks else "no time"


def event_time(marked: str, published: str | None = "2021-09-02") -> str:
    """The time of the event whose word stands in braces."""
    trigger = re.search(r"\{(.+?)\}", marked)
    assert trigger is not None
    segments, marks = times_in(marked.replace("{", "").replace("}", ""), published)
    root = segments.tokens_in(Span(trigger.start(), trigger.end() - 2))[0].i
    return days(find_event_time(segments, marks, root))


def said_time(marked: str) -> str:
    """The time of the saying whose cue stands in braces and whose source in brackets."""
    text, spans = marked, {}
    for name, (left, right) in {"cue": "{}", "source": "[]"}.items():
        plain = re.sub(r"[{}\[\]]", "", text)
        found = re.search(rf"\{left}(.+?)\{right}", text)
        if found:
            start = plain.index(re.sub(r"[{}\[\]]", "", found[1]))
            spans[name] = Span(start, start + len(re.sub(r"[{}\[\]]", "", found[1])))
    segments, marks = times_in(re.sub(r"[{}\[\]]", "", text))
    return days(find_said_time(segments, marks, spans.get("cue"), spans.get("source")))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_pattern_gives_its_example_the_days_stated_and_misses_the_other(rule: TimeRule):
    found = [mark for mark in times_in(rule.matches)[1] if mark.rule == rule.id]
    assert found and days(found[-1]) == rule.given
    assert rule.id not in [mark.rule for mark in times_in(rule.misses)[1]]


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.id)
def test_every_opening_word_opens_its_example_only(turn: TurnRule):
    def effects(text: str) -> list[str]:
        segments, _ = find_segments(Report("r", text))
        found = find_phrases(segments.doc.text, text, segments.paragraphs)
        return [phrase.effect for phrase in found] or ["no time"]

    assert effects(turn.matches) == [turn.effect]
    if turn.effect != "none":
        assert effects(turn.misses) != [turn.effect]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rebels hit the bridge on Thursday.", "2021-09-02..2021-09-02"),
        ("Rebels hit the bridge on Friday.", "2021-08-27..2021-08-27"),
        ("Rebels will hit the bridge on Friday.", "2021-09-03..2021-09-03"),
        ("The envoy said the talks would open on Friday.", "2021-09-03..2021-09-03"),
        ("The talks are scheduled for Monday.", "2021-09-06..2021-09-06"),
        ("The shops have been closed until Friday.", "None..2021-09-03"),
        ("Rebels hit the bridge on 30 December.", "2020-12-30..2020-12-30"),
        ("Elections will be held on 3 January.", "2022-01-03..2022-01-03"),
        ("Rebels have held the hill since April.", "2021-04-01..None"),
        ("The road was shut from Monday to Wednesday.", "2021-08-30..2021-09-01"),
        ("Between 2015 and 2019 the militia ruled the valley.", "2015-01-01..2019-12-31"),
        ("The bridge was hit 2-3 May 2020.", "2020-05-02..2020-05-03"),
        ("The bridge was hit on June 16th of last year.", "2020-06-16..2020-06-16"),
        ("The bridge was hit at 9 a.m. Sunday.", "2021-08-29..2021-08-29"),
        ("Ahead of Friday's vote, the envoys met.", "2021-09-03..2021-09-03"),
        ("Rebels hit the bridge in the last 24 hours.", "2021-09-01..2021-09-02"),
        ("The bridge was built two decades ago.", "2001-01-01..2001-12-31"),
        ("The truce was signed on Wednesday, 1 September.", "2021-09-01..2021-09-01"),
        ("The bridge must be open by Monday.", "None..2021-09-06"),
        ("The bridge must be open by the end of October.", "None..2021-10-31"),
        ("The bridge will be shut from Monday.", "2021-09-06..None"),
        ("The letter from Monday was read out.", "2021-08-30..2021-08-30"),
        ("The bridge was hit after Monday.", "2021-08-31..None"),
        ("The bridge was hit after Monday's vote.", "2021-08-30..2021-08-30"),
        ("The bridge was hit before 2019.", "None..2018-12-31"),
        ("The bridge was hit before dawn on Monday.", "2021-08-30..2021-08-30"),
        ("The rebels have until 9 a.m. on Friday.", "None..2021-09-03"),
        ("The bridge was hit between April and June 1992.", "1992-04-01..1992-06-30"),
        ("The bridge was hit in August and September 2019.", "2019-08-01..2019-09-30"),
        ("The bridge will be lit on New Year's Eve.", "2021-12-31..2021-12-31"),
        ("The bridge was shut on Easter Monday.", "2021-04-05..2021-04-05"),
        ("The bridge was shut on Good Friday 2019.", "2019-04-19..2019-04-19"),
        ("The bridge was hit last winter.", "2020-12-01..2021-02-28"),
        ("The bridge was hit on 3 and 17 May.", "2021-05-17..2021-05-17"),
        ("The league called a march for Monday.", "2021-09-06..2021-09-06"),
        ("The council prolonged the ban until 11 November.", "None..2021-11-11"),
        ("In recent weeks the bridge was hit often.", "None..None"),
        ("On 3 May he had been ill.", "2021-05-03..2021-05-03"),
        ("The envoy had been due to fly on 30 August.", "2021-08-30..2021-08-30"),
        ("The talks open on Sunday.", "2021-09-05..2021-09-05"),
        ("Rebels hit the bridge on Sunday.", "2021-08-29..2021-08-29"),
        ("The bridge fell ten years ago today.", "2011-09-02..2011-09-02"),
        ("The bridge was built in 1998. It fell the following year.", "1999-01-01..1999-12-31"),
        ("Nobody has been paid since the March fire.", "2021-03-01..None"),
        ("As of Monday, 14 people were dead.", "2021-08-30..2021-08-30"),
        ("The bridge was hit on 13.9.2020.", "2020-09-13..2020-09-13"),
        ("The firm announced cuts, closing two mills in the fourth quarter.", "2021-10-01..2021-12-31"),
        ("The firm lost money in the fourth quarter.", "2020-10-01..2020-12-31"),
        ("The bridge was hit on 03/09/2020.", "None..None"),
        ("The bridge was hit on 13/9/2020, the road on 03/09/2020.", "2020-09-03..2020-09-03"),
    ],
)
def test_a_phrase_means_these_days_in_a_report_of_thursday_2_september_2021(text: str, meant: str):
    assert value_of(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("SAN PEDRO, 3 JAN 90 -- REBELS HIT THE BRIDGE YESTERDAY.", "1990-01-02..1990-01-02"),
        ("SAN PEDRO, 3 JAN 90 -- REBELS HIT THE BRIDGE ON 30 DECEMBER.", "1989-12-30..1989-12-30"),
        ("PORT VALE, March 4, 2010 (Agency) - Rebels hit the bridge on Monday.", "2010-03-01..2010-03-01"),
        ("March 27, 2008\nRebels hit the bridge on Monday.", "2008-03-24..2008-03-24"),
        ("Rebels hit the bridge on Monday.", "None..None"),
        ("PORT VALE, March 4 (Agency) - Rebels hit the bridge on Monday.", "None..None"),
    ],
)
def test_without_a_publication_date_the_dateline_counts_and_without_either_nothing_does(text: str, meant: str):
    assert value_of(text, published=None) == meant


def test_a_phrase_that_nothing_anchors_leaves_a_problem_at_its_words():
    segments, _ = find_segments(Report("r", "Rebels hit the bridge last week."))
    marks, problems = find_times(segments)
    assert [days(mark) for mark in marks] == ["None..None"]
    assert [(p.code, segments.report.words(p.span)) for p in problems if p.span] == [("time.unanchored", "last week")]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels recently hit the bridge and will soon hit it again.",
        "The army may march on the town.",
        "April Jones, a mayor, was hurt.",
        "The bridge is 2019 metres long.",
        "He told Valley Today that the bridge was open.",
        "The clerk joined the 5 March Brigade.",
        "Brother Matthew Sunday opened the bridge.",
        "The bus follows Route 1988 to the bridge.",
        "The bridge is shut every Friday.",
        "He once fell off the bridge on a Sunday.",
    ],
)
def test_vague_words_names_and_datelines_are_no_times(text: str):
    assert value_of(text) == "no time"


def test_the_day_in_a_reports_head_is_a_time_that_no_event_has():
    _, marks = times_in("PORT VALE, Aug 31 - Rebels hit the bridge.")
    assert [(mark.time.text, days(mark), mark.head) for mark in marks] == [("Aug 31", "2021-08-31..2021-08-31", None)]


@pytest.mark.parametrize(
    ("marked", "meant"),
    [
        ("The quake was the {worst} since 1987.", "no time"),
        ("Shells {killed} five people on Monday.", "2021-08-30..2021-08-30"),
        ("The envoy said on Monday that shells had {killed} five people.", "no time"),
        ("Five people were {killed} on Sunday, the ministry said on Monday.", "2021-08-29..2021-08-29"),
        ("An {attack} on Tuesday killed five people.", "2021-08-31..2021-08-31"),
        ("An attack on Tuesday {killed} five people.", "2021-08-31..2021-08-31"),
        ("The mayor condemned Monday's {attack}.", "2021-08-30..2021-08-30"),
        ("The mayor's comments on Tuesday about the {killing} of a guard were short.", "no time"),
        ("The mayor {condemned} Monday's attack.", "no time"),
        ("Troops entered the town on Monday and {took} the bridge.", "2021-08-30..2021-08-30"),
        ("He vowed on Monday to {attack} the town.", "no time"),
        ("On Monday 12 people were reported {killed} in the town.", "2021-08-30..2021-08-30"),
        ("He was urged on Monday to {attack} the town.", "no time"),
        ("The mayor praised today's {economy}.", "no time"),
        ("The army rules again 20 years after it was {removed} from power.", "2001-01-01..2001-12-31"),
        ("The army {rules} again 20 years after it was removed from power.", "no time"),
        ("Shells fell on Monday. Five people {died}.", "no time"),
        ("A strike {killed} 23 people and wounded 40 on Monday.", "2021-08-30..2021-08-30"),
        ("A man {fled} the town and was arrested on Monday.", "no time"),
        ("A shell that hit the school on Monday {killed} five children.", "2021-08-30..2021-08-30"),
        ("Rebels {shelled} the road on Monday and again on Tuesday.", "2021-08-30..2021-08-31"),
        ("The toll rose, the hospital said on Monday, after two {died} overnight.", "2021-08-29..2021-08-30"),
        ("The envoy hoped for a {ceasefire} before Saturday.", "None..2021-09-03"),
        ("Five people were {killed} by Monday's bomb.", "2021-08-30..2021-08-30"),
        ("A bomb {hit} a bus early on Tuesday.", "2021-08-31..2021-08-31"),
        ("Eight people {died} when their bus hit a mine on Monday.", "2021-08-30..2021-08-30"),
    ],
)
def test_an_event_has_the_time_of_its_own_clause_only(marked: str, meant: str):
    assert event_time(marked) == meant


@pytest.mark.parametrize(
    ("marked", "meant"),
    [
        ("[The envoy] {said} on Wednesday that the talks would open on Friday.", "2021-09-01..2021-09-01"),
        ("In a statement on Monday, [the ministry] {said} the road was open.", "2021-08-30..2021-08-30"),
        ("In an interview published Sunday, [the envoy] {said} the road was open.", "2021-08-29..2021-08-29"),
        ("[The envoy] {told} reporters on Tuesday that the road was open.", "2021-08-31..2021-08-31"),
        ("The road was open, [the envoy] {said} on Tuesday.", "2021-08-31..2021-08-31"),
        ("[The envoy] {said} the road was opened on Tuesday.", "no time"),
        ("[The union] will {call} a strike on Monday, it warned.", "no time"),
        ("[Villagers who fled on Monday] {said} the road was open.", "no time"),
    ],
)
def test_a_saying_has_the_time_that_hangs_on_its_cue(marked: str, meant: str):
    assert said_time(marked) == meant


PIECES = [
    "on Monday", "3 May 2020", "since April", "two days later", "in 2019", "earlier this week", "rebels", "hit", "—",
    "a dozen", "12/12/12", "the day", "\n\n", "“", "é", "overnight", "31 June", "20 years after", "9 a.m.",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(some.lists(some.sampled_from(PIECES), min_size=1, max_size=12), some.sampled_from([None, "2021-09-02", "?"]))
def test_any_text_gives_spans_of_its_own_words_and_days_in_order(words: list[str], published: str | None):
    text = " ".join(words)
    segments, marks = times_in(text, published)
    for mark in marks:
        assert mark.time.span is not None
        assert segments.report.words(mark.time.span) == mark.time.text
        assert mark.time.from_ is None or mark.time.to is None or mark.time.from_ <= mark.time.to
    spans = [mark.time.span for mark in marks if mark.time.span]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))

"""Passages with attributions marked in the text: read as they are meant, and all that ship are well made."""

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "evaluation"), str(ROOT / "training")]
braces = importlib.import_module("braces")
coreference = importlib.import_module("coreference")
events = importlib.import_module("events")
figures = importlib.import_module("figures")
labels = importlib.import_module("labels")
marked = importlib.import_module("marked")
newsmarks = importlib.import_module("newsmarks")
swaps = importlib.import_module("swaps")
unseen = importlib.import_module("unseen")

EVENT_FILES = sorted([*(ROOT / "training" / "passages").glob("events*.txt"), ROOT / "evaluation/statuses/gold.txt"])
MARK_FILES = sorted((ROOT / "training" / "marks").glob("events_*.jsonl"))
FIGURE_FILES = sorted((ROOT / "training" / "passages").glob("figures*.txt"))
FILES = sorted(
    {*(ROOT / "training" / "passages").glob("*.txt"), *(ROOT / "evaluation").glob("*/gold.txt")}
    - {*EVENT_FILES, *FIGURE_FILES}
)


def test_marks_become_spans_of_the_bare_text():
    passage = marked.parse_passage("p", "{s1:The army} {q1.deny:denied} {c1:shelling the town}.")
    (one,) = passage.attributions.values()
    words = [passage.text[s.start : s.end] for s in (*one.source, *one.cue, *one.content)]
    assert passage.text == "The army denied shelling the town."
    assert (words, one.act, one.parent) == (["The army", "denied", "shelling the town"], "deny", None)


def test_what_lies_in_the_content_of_another_has_it_for_parent():
    text = "{s1:The paper} {q1:said} {c1:{s2:a doctor} {q2:told} her {c2:nine men died}}."
    assert {n: one.parent for n, one in marked.parse_passage("p", text).attributions.items()} == {1: None, 2: 1}


def test_one_who_is_cited_for_the_same_words_lies_inside():
    text = "{s1:The agency}, {q2:citing} {s2:witnesses}, {q1:reported} {c1:{c2:nine men died}}."
    assert {n: one.parent for n, one in marked.parse_passage("p", text).attributions.items()} == {1: None, 2: 1}


@pytest.mark.parametrize(
    "wrong", ["{s1:The army said it fled.", "{s1:The army} said it fled.", "{q1.sing:sang} {c1:it}"]
)
def test_a_passage_that_is_not_well_made_is_named(wrong):
    with pytest.raises(ValueError, match="p7"):
        marked.parse_passage("p7", wrong)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_passage_that_ships_is_well_made(path):
    passages = marked.load_passages(path)
    assert len({p.id for p in passages}) == len(passages) >= 100
    for passage in passages:
        for one in passage.attributions.values():
            assert all(s.start < s.end for s in (*one.source, *one.cue, *one.content)), passage.id


@pytest.mark.parametrize("path", FIGURE_FILES, ids=lambda p: p.name)
def test_every_passage_with_figures_that_ships_is_well_made(path):
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({name for name, _ in lines}) == len(lines) >= 100
    for name, text in lines:
        for figure in figures.parse_figures(text)[1]:
            assert figure.kind in labels.FIGURES[1:], name
            assert figure.low is None or figure.high is None or figure.low <= figure.high, name


def test_events_become_spans_of_the_bare_text():
    text = "{a1:The army} {e1.ASSAULT.heavy-weapons.denied:shelled} {r1:the port} {t1:overnight}, {k1:killing} nine."
    passage = events.parse_events("p", text)
    (one,) = passage.events.values()
    words = {role: [passage.text[s.start : s.end] for s in spans] for role, spans in one.parts.items()}
    assert passage.text[one.trigger.start : one.trigger.end] == "shelled"
    assert (one.type, one.mode, one.status) == ("ASSAULT", "heavy-weapons", "denied")
    assert words == {
        "actor": ["The army"], "recipient": ["the port"], "place": [], "time": ["overnight"], "echo": ["killing"]
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        "{a1:The army} {e1.ASSAULT.polite.actual:shelled} it.",
        "{a1:The army} shelled it.",
        "{e1.AGREE.-.actual:agreed and {e1.AGREE.-.actual:agreed}.",
        "{x1:The army} left.",
    ],
    ids=["mode", "no trigger", "two triggers", "no such mark"],
)
def test_a_passage_with_events_that_is_not_well_made_is_named(wrong):
    with pytest.raises(ValueError, match="p7"):
        events.parse_events("p7", wrong)


@pytest.mark.parametrize("path", EVENT_FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_passage_with_events_that_ships_is_well_made(path):
    passages = events.load_event_passages(path)
    assert len({p.id for p in passages}) == len(passages) >= 100
    for passage in passages:
        for one in passage.events.values():
            assert all(s.start < s.end for s in (one.trigger, *(s for some in one.parts.values() for s in some)))


def test_marks_of_news_are_kept_as_places_in_its_text(tmp_path):
    whole = "RIO, 3 MAY -- GUNS {OLD ONES} FIRED\nON THE   PORT.\n\n  ALL IS QUIET NOW."
    marked_text = "{a1:GUNS (OLD ONES)} {e1.ASSAULT.heavy-weapons.actual:FIRED} ON {r1:THE PORT}.¶ALL IS QUIET NOW."
    row = {"set": "wires", **newsmarks.place_marks(events.parse_events("w1", marked_text), whole)}
    (tmp_path / "wires").mkdir()
    (tmp_path / "wires" / "in.jsonl").write_text(json.dumps({"id": "w1", "text": whole}) + "\n")
    (tmp_path / "marks.jsonl").write_text(json.dumps(row) + "\n")
    (text,) = newsmarks.load_news_marks(tmp_path / "marks.jsonl", tmp_path)
    (one,) = text.events
    words = [text.text[s.start : s.end] for s in (one.trigger, *one.parts["actor"], *one.parts["recipient"])]
    assert text.text == whole[14:] and words == ["FIRED", "GUNS {OLD ONES}", "THE   PORT"]
    with pytest.raises(ValueError, match="w2"):
        newsmarks.place_marks(events.parse_events("w2", "Nobody fired."), whole)


@pytest.mark.parametrize("path", MARK_FILES, ids=lambda p: p.name)
def test_marks_of_news_hold_no_words_and_no_text_that_measures(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({(row["set"], row["id"]) for row in rows}) == len(rows) >= 50
    for row in rows:
        assert row["set"].split("/")[-1] not in ("tst1", "tst2", "polnear")
        assert row["set"] not in unseen.LEARNED_FROM or not unseen.is_unseen(row["id"]), row["id"]
        assert set(row) == {"set", "id", "excerpt", "events"}
        for event in row["events"]:
            assert event["mode"] in (None, *labels.TYPE_MODES[event["type"]].split()), row["id"]
            assert row["excerpt"][0] <= event["trigger"][0] < event["trigger"][1] <= row["excerpt"][1], row["id"]


def test_nested_marks_of_any_kind_become_spans_of_the_bare_text():
    text, marks = braces.parse_braces("{1|The guard} fled.¶{1*|{2*|Its} men} hid.", coreference.MARK)
    assert text == "The guard fled.\n\nIts men hid."
    assert [(match[1], match[2], text[span.start : span.end]) for match, span in marks] == [
        ("1", "", "The guard"), ("2", "*", "Its"), ("1", "*", "Its men")
    ]  # fmt: skip
    for wrong in ("{1|The guard fled.", "The guard} fled.", "{one|The guard} fled."):
        with pytest.raises(ValueError, match=r"open|no mark"):
            braces.parse_braces(wrong, coreference.MARK)


def test_every_report_that_measures_coreference_is_well_made():
    lines = braces.load_lines(coreference.GOLD, "all")
    assert len(lines) == len({name for name, _ in lines}) >= 30
    for name, marked_text in lines:
        _, marks = braces.parse_braces(marked_text, coreference.MARK)
        named = {match[1] for match, _ in marks if not match[2]}
        assert {number for match, _ in marks for number in match[1].split("+")} <= named, name


def test_nothing_that_measures_was_trained_on():
    trained, measured = set(), set()
    for path in [*FILES, *EVENT_FILES]:
        texts = measured if path.parent.parent.name == "evaluation" else trained
        load = events.load_event_passages if path in EVENT_FILES else marked.load_passages
        texts.update(" ".join(p.text.lower().split()) for p in load(path))
    nonevents = (ROOT / "evaluation/nonevents/gold.tsv").read_text(encoding="utf-8").splitlines()
    measured.update(" ".join(line.split("\t")[2].lower().split()) for line in nonevents)
    assert not trained & measured


def test_names_in_slots_move_no_place():
    names = {"A": "Russia", "B": "Ukraine", "A-adj": "Russian", "B-adj": "Ukrainian"}
    one, other = (swaps.Filled("{A^} said {B-adj} guns fired.", names, swapped=s) for s in (False, True))
    assert (one.text, other.text) == ("Russia said Ukrainian guns fired.", "Ukraine said Russian guns fired.")
    assert one.place(one.text.index("guns")) == other.place(other.text.index("guns")) == 18
    assert one.place(0) == one.place(5) == other.place(6) == 0

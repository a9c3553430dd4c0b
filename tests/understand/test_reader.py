"""The trained reader: word pieces in windows, tags read as spans, and files that are what they should be."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import lexicon
from sayso.lexicon import LexiconError
from sayso.records import Report, Span
from sayso.understand import looks
from sayso.understand.attributor import find_findings
from sayso.understand.looks import look_at
from sayso.understand.pieces import WINDOW, cut_windows
from sayso.understand.quotes import find_quotes
from sayso.understand.segment import find_paragraphs, find_segments, make_plain, stand_in
from sayso.understand.tags import CUE_MOVES, NONE, Run, best_paths, find_runs, find_tied_runs, make_moves

#: tags of a word as a part of an attribution: its source and its content, each begins and goes on.
SOURCE_BEGINS, SOURCE_GOES_ON, CONTENT_BEGINS, CONTENT_GOES_ON = range(1, 5)
NEWS = st.lists(
    st.sampled_from(
        ["The army", "said", '"We hold', 'the ridge,"', "a Zürich paper", "NATO", "Jabul-Saraj", "’", "\n\n", "“"]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)  # fmt: skip


def windows_of(text, size=WINDOW):
    paragraphs = find_paragraphs(text)
    quotes, _ = find_quotes(text, paragraphs)
    plain = make_plain(text)
    return cut_windows(plain, paragraphs, quotes, stand_in(plain), size=size)


@settings(max_examples=30, deadline=None)
@given(NEWS, st.sampled_from([24, 64, WINDOW]))
def test_pieces_lie_in_order_and_cover_every_letter_once(text, size):
    windows = windows_of(text, size)
    spans = [span for window in windows for span in window.spans if span is not None]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert {n for s in spans for n in range(*s)} == {n for n, c in enumerate(text) if not c.isspace()}
    assert all(len(window.ids) <= size for window in windows)


def test_a_word_in_pieces_has_one_head():
    (window,) = windows_of("Panjshir resists.")
    heads = [window.spans[n] for n in window.heads if window.spans[n] is not None]
    assert [span.start for span in heads] == [0, 9, 16]


@pytest.mark.parametrize("marks", ['""', "“”", "‘’", "''"], ids=["straight", "curly", "single", "ascii"])
def test_every_style_of_quotation_gives_the_same_pieces(marks):
    text = f"{marks[0]}We hold every bridge in the valley,{marks[1]} the colonel said."
    plain = windows_of('"We hold every bridge in the valley," the colonel said.')
    assert [(w.ids, w.quoted) for w in windows_of(text)] == [(w.ids, w.quoted) for w in plain]


def scores(tags, count):
    """Scores that ask for these tags."""
    out = np.full((len(tags), count), -5, dtype=np.float32)
    out[np.arange(len(tags)), tags] = 5
    return out


def test_tags_become_runs():
    assert [(r.first, r.last) for r in find_runs(scores([0, 1, 2, 0, 1], 3), CUE_MOVES, 0)] == [(1, 2), (4, 4)]


def test_a_span_goes_on_only_where_it_began():
    wanted = scores([NONE, CONTENT_GOES_ON, CONTENT_GOES_ON, NONE], 5)
    (path,) = best_paths(wanted[None], make_moves(2))
    assert list(path) in (
        [NONE, CONTENT_BEGINS, CONTENT_GOES_ON, NONE],
        [CONTENT_BEGINS, CONTENT_GOES_ON, CONTENT_GOES_ON, NONE],
    )


def test_a_source_and_a_content_may_be_in_pieces():
    wanted = scores([SOURCE_BEGINS, SOURCE_GOES_ON, NONE, CONTENT_BEGINS, NONE, CONTENT_BEGINS, SOURCE_BEGINS], 5)
    wanted[6] = wanted[6] / 4
    ((sources, content),) = find_tied_runs(wanted[None], [Run(2, 2, 1.0)], 0)
    assert [(r.first, r.last) for r in sources] == [(0, 1), (6, 6)]
    assert [(r.first, r.last) for r in content] == [(3, 3), (5, 5)]


def test_a_cue_is_no_part_of_its_own_content():
    wanted = scores([CONTENT_BEGINS, CONTENT_GOES_ON, CONTENT_GOES_ON], 5)
    ((_, content),) = find_tied_runs(wanted[None], [Run(1, 1, 1.0)], 0)
    assert all(not run.first <= 1 <= run.last for run in content)


def findings(text):
    segments, _ = find_segments(Report("r", text))
    return find_findings(look_at(segments), segments.sentences)


def test_the_reader_finds_who_says_what():
    text = "The general said the bridge had been blown up. Residents denied that anyone had fled."
    first, second = findings(text)
    words = Report("r", text).words
    assert (words(first.source), words(first.cue)) == ("The general", "said")
    assert (words(second.source), second.acts[0].act) == ("Residents", "deny")
    assert all(0 < one.sure <= 1 for one in (first, second))


def test_two_attributions_may_share_a_source():
    text = "The minister said the army had fled and vowed to rebuild the bridge."
    found = findings(text)
    assert [Report("r", text).words(one.source) for one in found] == ["The minister", "The minister"]


def test_a_report_is_read_alike_whatever_stands_behind_it():
    text = "The general said the bridge had been blown up."
    assert findings(text) == findings(text + "\n")


def test_a_graph_that_is_not_the_one_named_is_refused(monkeypatch):
    looks.load_graph.cache_clear()
    monkeypatch.setattr(lexicon, "load_bytes", lambda name: b"another graph")
    with pytest.raises(LexiconError, match="not the file"):
        looks.load_graph("encoder.onnx")


def test_spans_of_findings_slice_back():
    text = 'The paper, citing two officials, said: "The road — and the “old” bridge — is cut," he added.'
    for one in findings(text):
        for span in (one.source, one.cue, *one.content):
            assert span is None or (0 <= span.start < span.end <= len(text) and text[span.start : span.end].strip())


def test_spans_are_spans():
    assert all(isinstance(one.cue, Span) for one in findings("The mayor said nothing had burned."))

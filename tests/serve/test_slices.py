"""Cutting the text at every boundary."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Span
from sayso.serve.slices import Mark, find_paragraphs, find_pieces, find_sentence


def test_overlapping_marks_are_cut_at_all_their_boundaries():
    marks = [Mark(Span(0, 4), "content", "C1"), Mark(Span(2, 6), "content", "C2")]
    pieces = [(piece.text, [mark.claim for mark in piece.marks]) for piece in find_pieces("abcdefgh", marks)]
    assert pieces == [("ab", ["C1"]), ("cd", ["C1", "C2"]), ("ef", ["C2"]), ("gh", [])]


def test_the_innermost_of_nested_marks_comes_first():
    marks = [Mark(Span(0, 8), "content", "outer"), Mark(Span(2, 4), "content", "inner")]
    middle = list(find_pieces("abcdefgh", marks))[1]
    assert [mark.claim for mark in middle.marks] == ["inner", "outer"]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=12))
def test_pieces_joined_are_the_text_whatever_the_marks(text, pairs):
    marks = [Mark(Span(min(pair), max(pair)), "content", str(n)) for n, pair in enumerate(pairs)]
    pieces = list(find_pieces(text, marks))
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        span = Span(piece.start, piece.start + len(piece.text))
        assert {mark.claim for mark in piece.marks} == {
            mark.claim for mark in marks if mark.span.meets(span) and mark.span.start < mark.span.end
        }


@given(st.text(max_size=80))
def test_paragraphs_lose_nothing_but_blank_lines(text):
    kept = [text[span.start : span.end] for span in find_paragraphs(text)]
    assert kept == [line for line in text.split("\n") if line.strip()]


def test_the_sentence_around_a_claim_stops_at_full_stops_not_at_initials():
    text = "It rained. Gen. A. Smith said the bridge fell. Nobody came."
    start = text.index("the bridge")
    sentence = find_sentence(text, Span(start, start + len("the bridge fell")))
    assert text[sentence.start : sentence.end].endswith("said the bridge fell.")
    assert "Smith" in text[sentence.start : sentence.end]
    assert "rained" not in text[sentence.start : sentence.end]


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_sentence_always_holds_its_span(text, one, other):
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    sentence = find_sentence(text, span)
    assert sentence.start <= span.start and span.end <= sentence.end <= len(text)

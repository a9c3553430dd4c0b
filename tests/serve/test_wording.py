"""Records in words."""

import pytest

from sayso.records import Attribution, Figure, Source, Time
from sayso.serve.wording import chain_words, days_words, figure_words, plain, quoted, shorten, source_words, time_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-09-02", "2021-09-02", "2 Sep 2021"),
        ("2025-05-01", "2025-05-02", "1–2 May 2025"),
        ("2025-04-30", "2025-05-02", "30 Apr – 2 May 2025"),
        ("2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"),
        ("2025-04-05", None, "since 5 Apr 2025"),
        (None, "2025-04-09", "by 9 Apr 2025"),
        (None, None, ""),
        ("soon", "soon", "soon"),
    ],
)
def test_days_are_said_as_people_write_them(first, last, words):
    assert days_words(first, last) == words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("killed", 3, 3, False, None, "three"), "3 killed"),
        (Figure("killed", 24, None, True, None, "dozens"), "24+ killed (“dozens”)"),
        (Figure("wounded", None, 9, False, None, "up to nine"), "up to 9 wounded"),
        (Figure("displaced", 1000, 2000, False, None, "1-2,000"), "1,000–2,000 displaced"),
        (Figure("casualties", None, None, True, None, "heavy losses"), "casualties (“heavy losses”)"),
        (Figure("killed", 0, 0, False, None, "no one"), "0 killed"),
    ],
)
def test_a_figure_keeps_its_words_when_it_is_vague(figure, words):
    assert figure_words(figure) == words


def test_an_undated_time_shows_the_words_of_the_report():
    assert time_words(Time(None, None, "last spring", None)) == "“last spring”"
    assert time_words(None) == ""


@pytest.mark.parametrize(
    ("said", "name", "words"),
    [
        ("he", "Sergei Lavrov", "Sergei Lavrov"),
        ("Taliban spokesman Zabihullah Mujahid", "Zabihullah Mujahid", "Zabihullah Mujahid"),
        ("the top Russian diplomat", "Sergei Lavrov", "the top Russian diplomat (Sergei Lavrov)"),
        ("Moscow", "Russia", "Moscow (Russia)"),
        ("two officials", None, "two officials"),
        ("", None, "(unnamed)"),
    ],
)
def test_a_source_is_named_and_keeps_words_that_say_more(said, name, words):
    actor = "A1" if name else None
    assert source_words(Attribution(Source(said, None, actor)), {"A1": name or ""}) == words


def test_a_chain_is_read_outermost_first():
    chain = (Attribution(Source("an official")), Attribution(Source("residents")))
    assert chain_words(chain, {}) == "an official < residents"
    assert chain_words((), {}) is None


def test_plain_text_carries_no_terminal_escapes_and_no_direction_overrides():
    assert plain("a\x1b[31mred\n\tand\u202e back") == "a[31mred and back"


def test_shortening_cuts_at_a_word():
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("short", 12) == "short"


def test_words_that_only_begin_with_a_quotation_get_marks_of_their_own():
    assert quoted("“three” people were killed") == "““three” people were killed”"
    assert quoted("“three people were killed”") == "“three people were killed”"

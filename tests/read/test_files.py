"""What is read from a path: text, JSON Lines, and everything that can be wrong with a file."""

import hashlib
import io
import json
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.read import Meta, count_reports, load_reports, parse_published
from sayso.settings import Settings

STORY = "The army said on Monday that the bridge at Karo still stands.\n"


def load(path, **options):
    return list(load_reports(str(path), **options))


def load_bytes(tmp_path, data, name="story.txt", **options):
    path = tmp_path / name
    path.write_bytes(data)
    return load(path, **options)


def codes(problems):
    return [problem.code for problem in problems]


def only(loaded):
    assert len(loaded) == 1
    return loaded[0]


def test_a_text_file_is_read_letter_for_letter(tmp_path):
    report, problems = only(load_bytes(tmp_path, STORY.encode(), meta=Meta(published="2025-05-06", outlet="Karo Post")))
    assert report.text == STORY
    assert report.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert (report.published, report.outlet, problems) == ("2025-05-06", "Karo Post", ())


def test_offsets_after_emoji_and_combining_characters_are_right(tmp_path):
    text = "🕊️🇺🇳 Cafe\u0301 talks: “We met,” she said."
    report, _ = only(load_bytes(tmp_path, text.encode()))
    start = report.text.index("“")
    assert report.text == text
    assert start == 18
    assert report.text[start : start + 9] == "“We met,”"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
@settings(max_examples=50, deadline=None)
def test_any_text_comes_back_unchanged(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "story.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ("Word " + text).encode())
    report, _ = only(load(path, kind="text"))
    assert report.text == "Word " + text


def test_a_byte_order_mark_is_dropped(tmp_path):
    report, problems = only(load_bytes(tmp_path, b"\xef\xbb\xbf" + STORY.encode(), meta=Meta(published="2025-05-06")))
    assert report.text == STORY
    assert problems == ()


def test_windows_line_ends_are_kept(tmp_path):
    report, problems = only(load_bytes(tmp_path, b"One.\r\n\r\nTwo.\r\n", meta=Meta(published="2025-05-06")))
    assert report.text == "One.\r\n\r\nTwo.\r\n"
    assert problems == ()


def test_mixed_line_ends_are_kept_and_told(tmp_path):
    report, problems = only(load_bytes(tmp_path, b"One.\r\nTwo.\nThree.\rFour.", meta=Meta(published="2025-05-06")))
    assert report.text == "One.\r\nTwo.\nThree.\rFour."
    assert codes(problems) == ["text.newlines"]


def test_old_windows_text_is_read_as_such_and_told(tmp_path):
    data = "The minister said “we’ll hold talks” at the café.".encode("cp1252")
    report, problems = only(load_bytes(tmp_path, data))
    assert report.text == "The minister said “we’ll hold talks” at the café."
    assert "text.encoding" in codes(problems)
    assert "windows-1252" in problems[0].message


def test_other_encodings_are_told_apart(tmp_path):
    text = "Министр сообщил, что переговоры сорваны. " * 10
    report, problems = only(load_bytes(tmp_path, text.encode("cp1251")))
    assert report.text == text
    assert codes(problems)[0] == "text.encoding"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_characters_are_read_by_their_mark(tmp_path, encoding):
    report, problems = only(load_bytes(tmp_path, STORY.encode(encoding)))
    assert report.text == STORY
    assert codes(problems)[0] == "text.encoding"


def test_damaged_utf_8_keeps_what_is_whole(tmp_path):
    data = "“We met” – “yes” said Zoë of ".encode() + b"\xff" + b" the council."
    report, problems = only(load_bytes(tmp_path, data))
    assert report.text == "“We met” – “yes” said Zoë of \ufffd the council."
    assert codes(problems)[0] == "text.encoding"


def test_an_empty_file_is_a_problem_that_names_it(tmp_path):
    for data in (b"", b" \r\n\t\n"):
        report, problems = only(load_bytes(tmp_path, data, name="nothing.txt"))
        assert report is None
        assert codes(problems) == ["report.empty"]
        assert "nothing.txt" in problems[0].message


def test_a_file_of_fifty_megabytes_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    report, problems = only(load(path))
    assert report is None
    assert codes(problems) == ["file.too-large"]
    assert "50,000,000" in problems[0].message


def test_a_very_long_text_is_refused(tmp_path):
    report, problems = only(load_bytes(tmp_path, STORY.encode() * 3, settings=Settings(max_chars=100)))
    assert report is None
    assert codes(problems) == ["report.too-long"]


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 100, b"%PDF-1.7\nwords", b"PK\x03\x04rest", bytes(range(256)), b"\x7fELF" + b"\0" * 99],
)
def test_binary_is_refused(tmp_path, data):
    report, problems = only(load_bytes(tmp_path, data))
    assert report is None
    assert codes(problems) == ["file.binary"]


def test_a_stray_nul_stays_in_the_text(tmp_path):
    text = STORY + "\0" + STORY * 5
    report, _ = only(load_bytes(tmp_path, text.encode()))
    assert report.text == text


def test_a_report_without_a_day_is_told_and_never_given_one(tmp_path):
    report, problems = only(load_bytes(tmp_path, STORY.encode(), today=date(2025, 5, 6)))
    assert report.published is None
    assert codes(problems) == ["report.undated"]


def test_a_day_that_is_yet_to_come_is_told(tmp_path):
    future = Meta(published="2031-01-01")
    report, problems = only(load_bytes(tmp_path, STORY.encode(), meta=future, today=date(2025, 5, 6)))
    assert report.published == "2031-01-01"
    assert codes(problems) == ["report.future"]


def test_tomorrow_may_be_today_elsewhere(tmp_path):
    _, problems = only(load_bytes(tmp_path, STORY.encode(), meta=Meta(published="2025-05-07"), today=date(2025, 5, 6)))
    assert problems == ()


@pytest.mark.parametrize("words", ["last week", "2025-13-01", "2025-02-30", "06/05/2025", "2025", "20250506", ""])
def test_what_is_no_day_is_not_taken_for_one(words):
    assert parse_published(words) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-05-06", "2025-05-06"),
        (" 2025-05-06\n", "2025-05-06"),
        ("2025-05-06T10:30:00Z", "2025-05-06T10:30:00+00:00"),
        ("2025-05-06 10:30", "2025-05-06T10:30:00"),
        ("2025-05-06T10:30:00+05:00", "2025-05-06T10:30:00+05:00"),
    ],
)
def test_days_and_moments_are_read(words, day):
    assert parse_published(words) == day


def test_an_unreadable_day_leaves_the_report_undated(tmp_path):
    report, problems = only(load_bytes(tmp_path, STORY.encode(), meta=Meta(published="next spring")))
    assert report.published is None
    assert codes(problems) == ["report.date-unreadable"]
    assert "next spring" in problems[0].message


def test_a_missing_file_and_a_folder_are_problems(tmp_path):
    report, problems = only(load(tmp_path / "gone.txt"))
    assert (report, codes(problems)) == (None, ["file.missing"])
    assert "gone.txt" in problems[0].message
    report, problems = only(load(tmp_path))
    assert (report, codes(problems)) == (None, ["file.directory"])


def test_the_id_follows_the_bytes_and_the_outlet(tmp_path):
    def id_of(data, **meta):
        return only(load_bytes(tmp_path, data, meta=Meta(**meta)))[0].id

    assert id_of(STORY.encode()) == id_of(STORY.encode(), published="2025-05-06")
    assert id_of(STORY.encode()) != id_of(STORY.encode() + b" ")
    assert id_of(STORY.encode(), outlet="A") != id_of(STORY.encode(), outlet="B")


def test_standard_input_is_read_and_left_open(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(STORY.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    report, _ = only(load("-"))
    assert report.text == STORY
    assert not stream.closed


def test_json_lines_on_standard_input_are_known_by_their_content(monkeypatch):
    rows = "".join(json.dumps({"id": str(n), "text": STORY}) + "\n" for n in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows.encode())))
    assert [report.id for report, _ in load("-")] == ["0", "1", "2"]


def test_reports_are_counted_by_file_and_by_line(tmp_path):
    (tmp_path / "story.txt").write_text("Rebels deny it.\nThe army does not.\n")
    (tmp_path / "day.jsonl").write_text('{"text": "Rebels deny it."}\n{"text": "The army does not."}\n')
    assert count_reports(str(tmp_path / "story.txt")) == 1
    assert count_reports(str(tmp_path / "day.jsonl")) == 2
    assert count_reports(str(tmp_path / "missing.txt")) == 1
    assert count_reports("-") is None

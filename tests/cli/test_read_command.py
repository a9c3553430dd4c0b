"""`sayso read`: for people, for programs, and when the input is bad."""

import json

import pytest

STORY = "The army holds Karo. Rebels hold Karo."


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def write_lines(path, *rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))


def test_a_file_is_read_for_people(sayso, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    result = sayso("read", "story.txt", "--published", "2025-05-06", "--outlet", "Karo Post")
    assert result.exit_code == 0, result.output
    assert "Karo Post" in result.stdout
    assert "Rebels hold Karo." in result.stdout


def test_a_file_is_read_for_programs(sayso, tmp_path):
    (tmp_path / "story.txt").write_text("🕊️ e\u0301\u2028" + STORY)
    result = sayso("read", "story.txt", "--json", "--published", "2025-05-06", "--title", "Karo")
    (record,) = lines_of(result.stdout)
    assert list(record)[:3] == ["version", "report", "actors"]
    assert record["report"]["published"] == "2025-05-06"
    start, end = record["claims"][1]["content"][0]
    assert record["report"]["text"][start:end] == "Rebels hold Karo."


def test_standard_input_is_read(sayso):
    result = sayso("read", "-", "--json", input=STORY)
    assert result.exit_code == 0
    assert lines_of(result.stdout)[0]["report"]["text"] == STORY


def test_what_the_bytes_lacked_is_a_problem_of_the_record(sayso, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    (record,) = lines_of(sayso("read", "story.txt", "--json").stdout)
    assert [problem["code"] for problem in record["problems"]] == ["report.undated"]


def test_bad_files_are_named_and_the_rest_goes_on(sayso, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    result = sayso("read", "gone.txt", "empty.txt", "picture.png", ".", "story.txt")
    assert result.exit_code == 1
    for name in ("gone.txt", "empty.txt", "picture.png", "is a folder"):
        assert name in result.stderr
    assert "Rebels hold Karo." in result.stdout


def test_json_lines_come_out_one_for_one_in_order(sayso, tmp_path):
    rows = [{"id": f"r{n}", "text": STORY, "published": "2025-05-06"} for n in range(5)]
    write_lines(tmp_path / "in.jsonl", rows[0], "{broken", rows[1], {"id": "mute"}, "", *rows[2:])
    result = sayso("read", "--jsonl", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 1
    out = lines_of((tmp_path / "out.jsonl").read_text())
    assert [one["report"]["id"] if "report" in one else one["id"] for one in out] == [
        "r0", "line-2", "r1", "mute", "line-5", "r2", "r3", "r4",
    ]  # fmt: skip
    assert set(out[1]) == {"id", "problems"}
    assert out[1]["problems"][0]["code"] == "line.not-json"
    assert "in.jsonl:2" in result.stderr


def test_without_out_lines_go_to_standard_output(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    result = sayso("read", "--jsonl", "in.jsonl")
    assert [one["report"]["id"] for one in lines_of(result.stdout)] == ["a", "b"]


def test_an_interrupted_output_is_resumed_after_its_last_whole_line(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", *({"id": f"r{n}", "text": f"{STORY} {n}."} for n in range(6)))
    out = tmp_path / "out.jsonl"
    assert sayso("read", "--jsonl", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    whole = out.read_bytes()
    for kept in (0, 1, 100, len(whole) // 2, len(whole) - 1, len(whole)):
        out.write_bytes(whole[:kept])
        assert sayso("read", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--resume").exit_code == 0
        assert out.read_bytes() == whole


def test_an_output_of_another_input_is_not_continued(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", {"id": "a", "text": STORY})
    write_lines(tmp_path / "out.jsonl", {"id": "z", "problems": []})
    result = sayso("read", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--resume")
    assert result.exit_code == 1
    assert "does not continue" in result.stderr


def test_a_missing_input_is_told(sayso, tmp_path):
    result = sayso("read", "--jsonl", "gone.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 1
    assert "gone.jsonl" in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_page_is_written_for_each_report(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    result = sayso("read", "in.jsonl", "--html", "page.html")
    assert result.exit_code == 0, result.output
    assert "Rebels hold Karo" in (tmp_path / "page.html").read_text()
    assert (tmp_path / "page-2.html").exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("a.txt", "--jsonl", "b.jsonl"),
        ("a.txt", "--published", "yesterday"),
        ("a.txt", "--out", "b"),
        ("--jsonl", "a", "--resume"),
        ("--jsonl", "a", "--out", "a"),
        ("--jsonl", "a", "--html", "b"),
        ("a.txt", "--workers", "0"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(sayso, words):
    assert sayso("read", *words).exit_code == 2


def test_help_names_every_exit_code(sayso):
    help_text = sayso("--help").stdout
    for code in ("0 ", "1 ", "2 ", "130"):
        assert code in help_text
    assert sayso("--version").stdout.startswith("sayso ")


def test_the_schema_is_json(sayso):
    assert json.loads(sayso("schema").stdout)["title"] == "sayso reading"


def test_a_report_that_sayso_fails_on_is_named_and_the_exit_code_says_so(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": "What no reader can read."})
    result = sayso("read", "--jsonl", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 1
    assert "sayso.failed" in result.stderr
    first, second = lines_of((tmp_path / "out.jsonl").read_text())
    assert first["report"]["id"] == "a"
    assert (second["id"], second["problems"][0]["code"]) == ("b", "sayso.failed")


def test_resuming_finished_work_still_says_that_lines_were_bad(sayso, tmp_path):
    write_lines(tmp_path / "in.jsonl", "not JSON", {"id": "a", "text": STORY})
    words = ("read", "--jsonl", "in.jsonl", "--out", "out.jsonl")
    assert sayso(*words).exit_code == 1
    again = sayso(*words, "--resume")
    assert again.exit_code == 1
    assert "1 of them could not be understood" in again.stderr

"""JSON Lines: what a line may hold, and lines that hold something else."""

import json

from sayso.read import Meta, load_reports
from sayso.settings import Settings

STORY = "Rebels deny that the bridge at Karo fell."


def load_rows(tmp_path, *rows, **options):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows) + b"\n")
    return list(load_reports(str(path), **options))


def codes(problems):
    return [problem.code for problem in problems]


def test_every_field_of_a_line_is_read(tmp_path):
    row = {
        "id": "07", "text": STORY, "published": "2025-05-06T09:00:00Z", "outlet": "Karo Post",
        "title": "Bridge\nstands", "url": "https://karo.example/1", "language": "en", "section": "world",
    }  # fmt: skip
    ((report, problems),) = load_rows(tmp_path, row)
    assert (report.id, report.text, report.outlet) == ("07", STORY, "Karo Post")
    assert (report.title, report.published) == ("Bridge stands", "2025-05-06T09:00:00+00:00")
    assert (report.url, report.language, problems) == ("https://karo.example/1", "en", ())


def test_a_line_keeps_its_own_day_and_lacks_are_filled(tmp_path):
    rows = [{"id": 1, "text": STORY, "published": "2025-05-06"}, {"id": 2, "text": STORY}]
    loaded = load_rows(tmp_path, *rows, meta=Meta(published="2025-06-01", outlet="Karo Post"))
    assert [(r.id, r.published, r.outlet) for r, _ in loaded] == [
        ("1", "2025-05-06", "Karo Post"),
        ("2", "2025-06-01", "Karo Post"),
    ]


def test_bad_lines_are_told_by_file_and_line_and_the_rest_goes_on(tmp_path):
    good = {"id": "good", "text": STORY, "published": "2025-05-06"}
    bad = [
        (b"{not json", "line.not-json", "line-1"),
        (b"[1, 2]", "line.not-json", "line-2"),
        ({"id": "silent"}, "line.no-text", "silent"),
        ({"id": "number", "text": 7}, "line.no-text", "number"),
        ({"id": "hollow", "text": " \n"}, "report.empty", "hollow"),
        (b"", "line.empty", "line-6"),
        ({"text": ""}, "report.empty", "line-7"),
        (b"[" * 100_000, "line.not-json", "line-8"),
        (b'{"id": "cut", "text": "half', "line.not-json", "line-9"),
    ]
    loaded = load_rows(tmp_path, *[row for row, _, _ in bad], good)
    assert len(loaded) == len(bad) + 1
    for number, ((_, code, name), (report, problems)) in enumerate(zip(bad, loaded, strict=False), 1):
        assert report is None
        assert (codes(problems), problems[0].report) == ([code], name)
        assert f"in.jsonl:{number}" in problems[0].message
    assert loaded[-1][0].id == "good"


def test_a_line_longer_than_the_limit_is_passed_over(tmp_path):
    rows = [{"id": "long", "text": STORY * 100}, {"id": "short", "text": STORY}]
    loaded = load_rows(tmp_path, *rows, settings=Settings(max_bytes=500))
    assert [report and report.id for report, _ in loaded] == [None, "short"]
    assert codes(loaded[0][1]) == ["line.too-large"]


def test_half_characters_are_replaced_one_for_one(tmp_path):
    ((report, problems),) = load_rows(
        tmp_path, rb'{"id": "a", "text": "\ud83d He said \"no\".", "published": "2025-05-06"}'
    )
    assert report.text == '\ufffd He said "no".'
    assert codes(problems) == ["text.surrogates"]


def test_nul_in_a_string_stays(tmp_path):
    ((report, _),) = load_rows(tmp_path, {"id": "a", "text": "One.\0Two."})
    assert report.text == "One.\0Two."


def test_a_field_of_the_wrong_type_is_told_and_left_out(tmp_path):
    ((report, problems),) = load_rows(
        tmp_path, {"id": "a", "text": STORY, "outlet": ["Karo"], "published": "2025-05-06"}
    )
    assert report.outlet is None
    assert codes(problems) == ["line.field"]
    assert problems[0].report == "a"


def test_a_line_without_an_id_gets_a_stable_one(tmp_path):
    first = load_rows(tmp_path, {"text": STORY}, {"text": STORY + " Again."})
    assert [r.id for r, _ in first] == [
        r.id for r, _ in load_rows(tmp_path, {"text": STORY}, {"text": STORY + " Again."})
    ]
    assert first[0][0].id != first[1][0].id


def test_a_line_in_an_old_encoding_is_told(tmp_path):
    ((report, problems),) = load_rows(
        tmp_path, '{"id": "a", "text": "café talks", "published": "2025-05-06"}'.encode("cp1252")
    )
    assert report.text == "café talks"
    assert codes(problems) == ["text.encoding"]


def test_binary_in_place_of_lines_is_one_problem(tmp_path):
    ((report, problems),) = load_rows(tmp_path, bytes(range(256)) * 20 + b"\n" + bytes(range(256)))
    assert (report, codes(problems)) == (None, ["file.binary"])

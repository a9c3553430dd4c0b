"""HTML pages: the story, its title, day and outlet; pages that have none."""

import pytest

from sayso.read import Meta, load_reports

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge stands - Karo Post</title>
<meta property="og:site_name" content="Karo Post">
<meta property="article:published_time" content="2025-05-06T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge stands</h1>
<p>The army said on Monday that the bridge at Karo still stands. “We saw no damage,” a spokesman said.</p>
<p>Rebels had claimed that they destroyed it in a night of shelling, and showed no pictures.</p></article>
<footer>All rights reserved 2019</footer></body></html>"""


def load_page(tmp_path, markup, name="page.html", **options):
    path = tmp_path / name
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    ((report, problems),) = load_reports(str(path), **options)
    return report, [problem.code for problem in problems]


def test_story_title_day_and_outlet_are_found(tmp_path):
    report, problems = load_page(tmp_path, PAGE)
    assert "“We saw no damage,” a spokesman said." in report.text
    assert "Sport" not in report.text
    assert (report.title, report.published, report.outlet) == ("Bridge stands", "2025-05-06", "Karo Post")
    assert problems == []


def test_the_headline_is_the_title_and_paragraphs_stay_apart(tmp_path):
    report, _ = load_page(tmp_path, PAGE)
    first, second = report.text.split("\n\n")
    assert first.startswith("The army said on Monday")
    assert second.startswith("Rebels had claimed")


def test_what_the_caller_knows_wins_over_the_page(tmp_path):
    report, _ = load_page(tmp_path, PAGE, meta=Meta(published="2025-05-05", outlet="Karo Post Weekend"))
    assert (report.published, report.outlet, report.title) == ("2025-05-05", "Karo Post Weekend", "Bridge stands")


def test_a_page_is_known_by_its_content_too(tmp_path):
    report, _ = load_page(tmp_path, PAGE, name="saved-page")
    assert report.title == "Bridge stands"


def test_a_page_without_a_day_stays_undated(tmp_path):
    words = "<p>The army said that the bridge stands.</p><p>It fell in 2019.</p>"
    bare = f"<html><body><article>{words}</article></body></html>"
    report, problems = load_page(tmp_path, bare)
    assert report.published is None
    assert problems == ["report.undated"]


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<html><body><script>var a = 1</script></body></html>",
        "<html><body><img src=a.png></body></html>",
    ],
)
def test_a_page_without_text_is_a_problem(tmp_path, markup):
    report, problems = load_page(tmp_path, markup)
    assert report is None
    assert problems == ["page.no-text"]


def test_an_empty_page_is_a_problem(tmp_path):
    assert load_page(tmp_path, "") == (None, ["report.empty"])


def test_a_page_in_its_declared_charset_is_no_assumption(tmp_path):
    page = PAGE.replace("utf-8", "windows-1252").encode("cp1252")
    report, problems = load_page(tmp_path, page)
    assert "“We saw no damage,”" in report.text
    assert problems == []


@pytest.mark.parametrize(
    "markup", ["<html><body><p>Rebels deny it.", "<html" + "<div>" * 3000 + "Rebels deny it.", "<html>\0<p>x"]
)
def test_broken_markup_never_raises(tmp_path, markup):
    report, problems = load_page(tmp_path, markup)
    assert report is not None or problems

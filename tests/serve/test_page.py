"""The self-contained page and the notebook's view of a reading."""

import base64
import colorsys
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html

from sayso.records import Reading, Report
from sayso.serve.notebook import NotebookReading
from sayso.serve.page import load_asset, render_page


def test_the_page_shows_the_report_whole_and_in_order(reading):
    page = html.fromstring(render_page(reading))
    text = " ".join(page.get_element_by_id("text").text_content().split())
    assert text == " ".join(reading.report.text.split())


def test_hostile_words_are_never_markup(reading):
    page = render_page(reading)
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count("<script") == 1
    assert "Clashes &lt;b&gt;near&lt;/b&gt; Meghri" in page


@pytest.mark.parametrize("field", ["id", "text", "outlet", "title", "published", "language", "url"])
def test_no_field_of_a_report_can_break_out_of_its_place(field):
    report = replace(Report("r", "Quiet."), **{field: "\"'><img src=x onerror=alert(1)></title></style>"})
    page = render_page(Reading(report))
    assert "<img" not in page
    assert page.count("</style>") == 1 and page.count("</title>") == 1


def test_an_address_is_linked_only_on_the_web(reading):
    assert 'href="https://lamp.example/1"' in render_page(reading)
    hostile = replace(reading, report=replace(reading.report, url="javascript:alert(1)"))
    assert 'href="javascript' not in render_page(hostile)
    odd = replace(reading, report=replace(reading.report, url="http://[broken"))
    assert "http://[broken" in render_page(odd)


def test_the_page_asks_nothing_of_the_network_and_its_policy_allows_only_its_own_script(reading):
    page = render_page(reading)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    script = re.search(r"<script>(.*?)</script>", page, re.S).group(1)
    style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
    for part in (script, style):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    tree = html.fromstring(page)
    assert not tree.xpath("//@src | //link | //@style | //iframe | //img | //@onclick")
    assert "url(" not in style and "@import" not in style


def test_source_cue_and_content_are_marked_in_the_colour_of_their_source(reading):
    page = html.fromstring(render_page(reading))
    pieces = page.xpath("//article//*[@data-c]")
    classes = {piece.text_content(): set(piece.get("class").split()) for piece in pieces}
    assert {"source", "v0"} <= classes["Colonel Ivan Petrescu"]
    assert {"cue", "v0"} <= classes["said"]
    assert {"source", "v0"} <= classes["he"], "a pronoun wears the colour of whom it stands for"
    assert {"source", "v2"} <= classes["residents <script>alert(1)</script>"]
    assert "told" in classes["The two sides met in Goris"]
    assert ".sayso .v2 { --h:" in render_page(reading)


def test_every_claim_can_be_reached_by_keyboard_and_its_record_stands_on_the_page(reading):
    page = html.fromstring(render_page(reading))
    for claim in reading.claims:
        assert page.xpath(f"//li[@id='claim-{claim.id}']")
    targets = [link.get("href") for link in page.xpath("//article//a")]
    assert {"#claim-C1", "#claim-C2", "#claim-C3", "#claim-C4"} <= set(targets)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_reading_without_claims_is_still_a_page():
    page = render_page(Reading(Report("r", "It rained.\n\nIt stopped.")))
    assert "No claims were found" in page and "It stopped." in page
    assert "no text" in render_page(Reading(Report("r", "")))


@pytest.mark.parametrize("theme", [0, 1])
def test_text_is_readable_on_every_sources_colour_in_light_and_dark(theme):
    style = load_asset("page.css")
    value = {
        name: re.findall(rf"--{name}: ([^;]+);", style)[theme] for name in ("fg", "bg", "sat", "tint", "deep", "ink")
    }
    sat, tint, deep, ink = (float(value[name].rstrip("%")) / 100 for name in ("sat", "tint", "deep", "ink"))
    ground = _luminance(_hex(value["bg"]))
    for hue in range(0, 360, 5):
        text = _luminance(_hex(value["fg"]))
        assert _contrast(text, _luminance(colorsys.hls_to_rgb(hue / 360, tint, sat))) >= 7
        assert _contrast(text, _luminance(colorsys.hls_to_rgb(hue / 360, deep, sat))) >= 4.5
        assert _contrast(ground, _luminance(colorsys.hls_to_rgb(hue / 360, ink, sat))) >= 4.5


def test_a_notebook_reading_has_the_same_records_and_shows_itself_without_script(reading):
    shown = NotebookReading.from_reading(reading)
    assert shown == reading and reading == shown and hash(shown) == hash(reading)
    markup = shown._repr_html_()
    assert "<script" not in markup and "&lt;script&gt;" in markup
    assert 'class="source' not in markup and "source" in markup
    style = re.search(r"<style>(.*?)</style>", markup, re.S).group(1)
    rules = re.findall(r"^([^@{}\n][^{}]*)\{", style, re.M)
    assert all(part.strip().startswith(".sayso") for rule in rules for part in rule.split(",")), "styles stay inside"
    assert not html.fromstring(markup).xpath("//@id")


def test_a_notebook_says_what_was_not_understood(reading):
    assert "place.unknown" in NotebookReading.from_reading(reading)._repr_html_()


def test_a_notebook_reading_without_claims_shows_too():
    assert "It rained." in NotebookReading.from_reading(Reading(Report("r", "It rained.")))._repr_html_()


def _hex(colour):
    return tuple(int(colour.strip().lstrip("#")[n : n + 2], 16) / 255 for n in (0, 2, 4))


def _luminance(rgb):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one, other):
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)

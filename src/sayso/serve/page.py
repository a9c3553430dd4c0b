"""One self-contained HTML page a report: no network, no other file, nothing that a hostile report could run."""

from __future__ import annotations

import base64
import functools
import hashlib
from html import escape
from importlib import resources
from urllib.parse import urlsplit

from ..records import Reading, Report
from .markup import (
    Showing,
    card_markup,
    dispute_markup,
    legend_markup,
    problem_markup,
    showing_of,
    talks_markup,
    text_markup,
    voice_styles,
)
from .wording import count_words, day_words, plain


@functools.cache
def load_asset(name: str) -> str:
    """A style sheet or script that lies beside this module."""
    return resources.files("sayso").joinpath("serve", name).read_text(encoding="utf-8")


def _style(voices: int) -> str:
    return "\n".join((load_asset("page.css"), load_asset("page_frame.css"), voice_styles(voices)))


def render_page(reading: Reading) -> str:
    """The whole page: the text with every attribution marked, one colour a source, and the records beside it."""
    showing = showing_of(reading, live=True)
    style, script = _style(len(showing.voices)), load_asset("page.js")
    title = escape(plain(reading.report.title or reading.report.outlet or reading.report.id))
    return f"""<!doctype html>
<html lang="{escape(reading.report.language or "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="sayso">
<title>{title} – sayso</title>
<style>{style}</style>
</head>
<body>
<div class="sayso">
<a class="skip" href="#claims">Skip to the claims</a>
<header>
<h1>{title}</h1>
<p class="dim small">{_dateline(reading.report)}</p>
<p class="dim small">{_key()}</p>
{legend_markup(showing)}
</header>
<main>
<div class="columns">
<article id="text">
{text_markup(showing)}
</article>
<aside id="panel" class="panel small empty" aria-live="polite" aria-label="Record of the marked words"
 data-hint="Hover, tap or tab to a marked place: its record shows here."></aside>
</div>
{_lists(showing)}
</main>
<footer class="dim small"><p>Made by sayso from the report's words alone. It says who claims what, not what is true.</p>
</footer></div>
<script>{script}</script>
</body>
</html>
"""


def _policy(style: str, script: str) -> str:
    """A content policy that allows this very style and script, by hash, and nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _dateline(report: Report) -> str:
    parts = [escape(plain(part)) for part in (report.outlet, day_words(report.published)) if part]
    if report.url:
        parts.append(_address(report.url))
    return " · ".join(parts) or "outlet and day unknown"


def _address(url: str) -> str:
    """A link only for the web's own schemes: `javascript:` stays text."""
    try:
        linked = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        linked = False
    shown = escape(plain(url))
    return f'<a href="{shown}" rel="noreferrer noopener">{shown}</a>' if linked else shown


def _key() -> str:
    return (
        'In the text: <span class="source">source</span>, <span class="cue">cue</span>, '
        '<span class="content v0">content</span>, <span class="told">told by the report itself</span>. '
        "Press a source's button to see it alone, Escape to clear."
    )


def _lists(showing: Showing) -> str:
    """Disputes and talks first: the claims already stand in the text above."""
    reading = showing.reading
    disputes = [dispute_markup(dispute, showing) for dispute in reading.disputes]
    talks = [talks_markup(thread, showing) for thread in reading.talks]
    claims = [card_markup(claim, showing) for claim in reading.claims]
    problems = [problem_markup(problem) for problem in reading.problems]
    none = "" if claims else '<p class="dim small">No claims were found in this report.</p>'
    return "\n".join(
        (
            _section("disputes", count_words(len(disputes), "dispute"), disputes) if disputes else "",
            _section("talks", count_words(len(talks), "thread of talks", "threads of talks"), talks) if talks else "",
            _section("claims", count_words(len(claims), "claim"), claims) + none,
            _section("problems", f"{len(problems)} not understood", problems) if problems else "",
        )
    )


def _section(anchor: str, title: str, items: list[str]) -> str:
    return (
        f'<section aria-labelledby="{anchor}-title"><h2 id="{anchor}-title">{title}</h2>'
        f'<ul id="{anchor}" class="plainlist" tabindex="-1">{"".join(items)}</ul></section>'
    )

"""HTML to a report: trafilatura finds the story, its title, day and outlet; what it cannot find stays unknown."""

from __future__ import annotations

import logging
import re

import trafilatura
from lxml.etree import LxmlError
from trafilatura.settings import Document

from ..records import Problem
from .encoding import parse_text
from .meta import Limits, Loaded, Meta, Origin, make_report, name_problems, parse_published, refuse

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([\w-]{3,20})""", re.IGNORECASE)
#: how far into a page browsers look for its charset; so do we.
CHARSET_HEAD = 2_048
#: the day a page states of itself, never one fished out of its running text.
DAY_RULES = {"extensive_search": False, "original_date": True}
#: what a third-party parser throws at broken markup; each means that the page could not be read.
TROUBLE = (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)


def load_page(data: bytes, meta: Meta, where: str, limits: Limits) -> Loaded:
    """The story of one page as a report; ``meta``, which the caller gave, wins over what the page says."""
    markup, problems = _parse_markup(data, where)
    if markup is None:
        return None, name_problems(problems, where)
    if not markup.strip():
        return refuse("report.empty", f"{where}: there is nothing in it", where)
    text, found, trouble = _find_story(markup, meta.url)
    if not (text or "").strip():
        why = f": {trouble}" if trouble else ""
        message = f"{where}: no story was found in this page{why}; save its text and read that"
        return refuse("page.no-text", message, where)
    report, more = make_report(text or "", meta.over(found), Origin(where, data), limits)
    return report, name_problems(problems, report.id if report else where) + more


def _parse_markup(data: bytes, where: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The characters of the page; a charset that it declares and keeps to is no assumption."""
    declared = CHARSET.search(data[:CHARSET_HEAD])
    if declared:
        try:
            return data.removeprefix(b"\xef\xbb\xbf").decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return parse_text(data, where)


def _find_story(markup: str, url: str | None) -> tuple[str | None, Meta, str | None]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        story = trafilatura.bare_extraction(
            markup, url=url, with_metadata=True, include_comments=False, date_extraction_params=DAY_RULES
        )
        if not isinstance(story, Document):
            return _find_any_text(markup), Meta(), None
    except TROUBLE as error:
        return _find_any_text(markup), Meta(), f"{type(error).__name__}: {error}"
    found = Meta(
        published=parse_published(story.date), outlet=story.sitename, title=story.title,
        url=story.url, language=story.language,
    )  # fmt: skip
    return _paragraphs(story.text, story.title) or _find_any_text(markup), found, None


def _paragraphs(text: str | None, title: str | None) -> str:
    """The story's blocks with a blank line between; its headline is the report's title and not said twice."""
    blocks = [line.strip() for line in (text or "").splitlines() if line.strip()]
    if blocks and title and blocks[0].split() == title.split():
        blocks = blocks[1:]
    return "\n\n".join(blocks)


def _find_any_text(markup: str) -> str | None:
    """All visible words of a page that has no recognisable story, such as a bare ``<p>``."""
    try:
        return str(trafilatura.html2txt(markup))
    except TROUBLE:
        return None

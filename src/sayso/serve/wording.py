"""Records in words for people: a figure, a span of days, a chain of sources, who did what to whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from ..records import Attribution, Case, Figure, Reading, Stage, Time

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "who", "him", "her", "them"})
QUOTES = frozenset("\"“”„«»‘’'")
#: line ends to some readers of lines, though not to JSON; written escaped.
LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
#: shown where the report itself vouches, so that a narrated claim never looks as if a source were lost.
NARRATION = "(the report itself)"
#: words shorter than this ("the", "of") do not show that a source's words already hold the actor's name.
NAME_WORD = 4


def plain(text: str) -> str:
    """One line without control characters: a report may hold terminal escapes, newlines or direction overrides."""
    spaced = " ".join(text.split())
    return "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs") and char not in _BIDI)


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shorten(text: str, width: int) -> str:
    """The text cut at a word to at most ``width`` characters, with an ellipsis where it was cut."""
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > width // 2 else cut).rstrip() + "…"


def stage_words(stage: Stage) -> str:
    """ "signed (PA-X: Ceasefire)"."""
    return f"{stage.stage} (PA-X: {stage.agreement})" if stage.agreement else stage.stage


def quoted(words: str) -> str:
    """The words in quotation marks, unless the report's own already stand around them."""
    return words if words[:1] in QUOTES and words[-1:] in QUOTES else f"“{words}”"


def count_words(number: int, one: str, many: str | None = None) -> str:
    """ "1 claim", "3 claims"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def actor_names(reading: Reading) -> dict[str, str]:
    """Actor ids of one reading to names."""
    return {actor.id: plain(actor.name) for actor in reading.actors}


def name_words(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Names of actor ids, joined; an id that is not in the cast stands as it is."""
    return "; ".join(names.get(one, plain(one)) for one in ids)


def source_words(step: Attribution, names: Mapping[str, str]) -> str:
    """Who speaks: the actor's name, after the report's own words where these say more ("the spokesman (NRFA)")."""
    said = plain(step.source.text)
    name = names.get(step.source.actor or "")
    if not name or not said:
        return name or said or "(unnamed)"
    known = {word.casefold() for word in name.split()}
    shared = any(len(word) >= NAME_WORD and word.casefold() in known for word in said.split())
    if said.casefold() in PRONOUNS or shared or said.casefold() in name.casefold():
        return name
    return f"{said} ({name})"


def chain_words(chain: Iterable[Attribution], names: Mapping[str, str]) -> str | None:
    """The chain, outermost first: "an official < residents" (the official has it from residents)."""
    return " < ".join(source_words(step, names) for step in chain) or None


def range_words(low: int | None, high: int | None) -> str:
    """ "24+", "up to 9", "3–5", "7"; empty when no number is known."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def figure_words(figure: Figure) -> str:
    """ "3 killed", "24+ killed (“dozens of militants”)", "casualties (“heavy losses”)"."""
    number = range_words(figure.low, figure.high)
    kept = f"(“{plain(figure.text)}”)" if figure.vague or not number else ""
    return " ".join(part for part in (number, figure.kind, kept) if part)


def day_words(iso: str | None) -> str:
    """ "2 Sep 2021"; anything that is not an ISO day stands as it is."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return plain(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_words(first: str | None, last: str | None) -> str:
    """ "1–2 May 2025", "since 5 Apr 2025", "by 9 Apr 2025"; empty when neither end is known."""
    if first == last or not (first or last):
        return day_words(first)
    if not first or not last:
        return f"since {day_words(first)}" if first else f"by {day_words(last)}"
    left, right = day_words(first).split(), day_words(last).split()
    if len(left) == len(right) == 3:
        if left[1:] == right[1:]:
            return f"{left[0]}–{' '.join(right)}"
        if left[2] == right[2]:
            return f"{' '.join(left[:2])} – {' '.join(right)}"
    return f"{' '.join(left)} – {' '.join(right)}"


def time_words(time: Time | None) -> str:
    """The days; the report's own words in quotation marks where they could not be dated."""
    if time is None:
        return ""
    return days_words(time.from_, time.to) or (f"“{plain(time.text)}”" if time.text else "")


def case_words(case: Case) -> str:
    """ "2 outlets, 1 origin": the witnesses are the origins."""
    return f"{count_words(case.outlets, 'outlet')}, {count_words(case.origins, 'origin')}"

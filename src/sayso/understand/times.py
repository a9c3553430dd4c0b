"""Finds when: news time as days, against publication, the dateline and the days named before. Never a default.

`find_times` marks and resolves; `find_event_time` and `find_said_time` (see `timelinks.py`) tie a time to its event or
its saying. The grammar is in `data/times.toml`, what a phrase is worth in `timevalues.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from ..records import Problem, Span, Time
from .calendar import Range, join
from .datelines import find_anchor, find_datelines
from .marks import TimeMark
from .relativetimes import parse_time
from .segment import Segments
from .timegrammar import Effect, Phrase, find_phrases, time_words
from .timelinks import find_event_time as find_event_time
from .timelinks import find_said_time as find_said_time
from .timelinks import find_tense, is_present
from .timevalues import Setting, Tense, Trouble

MESSAGES: dict[Trouble, tuple[str, str]] = {
    "unanchored": ("time.unanchored", "needs a day to count from; give the report's publication date"),
    "ambiguous": ("time.ambiguous", "may be read day first or month first, and nothing in the report decides"),
    "impossible": ("time.impossible", "is no day of the calendar"),
}
#: rules that leave no mark where nothing says which day is meant: an hour or "the day" alone is no date.
SILENT = frozenset(
    {"time.clock", "time.same-day", "time.that-year", "time.next-day", "time.same-time-last", "time.years-after"}
)
FULL_DATE = frozenset(
    {"time.day-month-year", "time.month-day-year", "time.iso", "time.weekday-date", "time.day-month-short-year"}
)
JOINED = re.compile(r"\s*(?:to|until|till|through|and|-)\s*", re.IGNORECASE)
#: "on Thursday and again on Friday" is from the one to the other.
AGAIN = re.compile(r",?\s*(?:and )?(?:then )?again\s*", re.IGNORECASE)
#: what stands between two words for one day: "Thursday (2 September", "9 a.m. Sunday".
BESIDE = (" ", ", ", " (")
OPENED = re.compile(r"(?:between|from)\s+(?:the )?$", re.IGNORECASE)


def find_times(segments: Segments) -> tuple[tuple[TimeMark, ...], tuple[Problem, ...]]:
    """All times in reading order: "on Thursday" in a report of 2 September 2021 is that day."""
    return _Reader(segments).read()


class _Reader:
    """Reads the phrases of one report in order, for each may count from the one before."""

    def __init__(self, segments: Segments) -> None:
        self.segments = segments
        self.anchor = find_anchor(segments.report)
        self.datelines = tuple(line.span for line in find_datelines(segments.report))
        self.last: Range | None = None
        self.last_day: date | None = None
        self.last_day_at: int = -1
        self.marks: list[TimeMark] = []
        self.problems: list[Problem] = []
        self.ranges: list[Range | None] = []

    def read(self) -> tuple[tuple[TimeMark, ...], tuple[Problem, ...]]:
        """All marks and what stayed open."""
        text = self.segments.text
        phrases = find_phrases(text, self.segments.report.text, self.segments.paragraphs)
        phrases = [p for p in phrases if not any(p.span.meets(line) for line in self.datelines)]
        year, day_first = _explicit_year(phrases), _slash_order(phrases)
        for phrase in phrases:
            root, head = self._hang(phrase)
            if not _is_time(phrase, root):
                continue
            under = self._under(phrase)
            setting = Setting(
                anchor=self.anchor,
                last_day=self.last_day,
                last=self.last,
                tense=_tense(phrase, under.head if under is not None else head),
                same_sentence=self._same_sentence(phrase),
                year=year,
                day_first=day_first,
            )
            range_, trouble = parse_time(phrase.rule.value, phrase.parts, setting)
            self._note(phrase, range_, trouble, under if under is not None else head)
        return tuple(self.marks), tuple(self.problems)

    def _hang(self, phrase: Phrase) -> tuple[Token | None, Token | None]:
        """The head word of the phrase and the word that it hangs on."""
        tokens = self.segments.tokens_in(phrase.span)
        if not tokens:
            return None, None
        root = self.segments.doc[tokens[0].i : tokens[-1].i + 1].root
        head = root.head
        while head.pos_ in ("ADP", "SCONJ") and head.dep_ == "prep" and head.head.i != head.i:
            head = head.head
        for mark in reversed(self.marks):  # "in 2008 and 2012": the second hangs where the first does
            inside = mark.time.span is not None and mark.time.span.start <= head.idx < mark.time.span.end
            if inside and mark.head is not None:
                head = self.segments.doc[mark.head]
                break
        return root, head if head.i != root.i else None

    def _under(self, phrase: Phrase) -> Token | None:
        """What stands under "20 years after": the verb of its clause or its noun."""
        if phrase.rule.id != "time.years-after":
            return None
        after = self.segments.tokens_in(Span(phrase.span.end - 1, phrase.span.end))[-1]
        if after.dep_ == "mark":
            return after.head
        return next((c for c in after.children if c.dep_ in ("pobj", "pcomp", "ccomp")), None)

    def _same_sentence(self, phrase: Phrase) -> date | None:
        sentence = self.segments.sentence_of(phrase.span)
        return self.last_day if self.last_day_at >= sentence.start else None

    def _note(self, phrase: Phrase, range_: Range | None, trouble: Trouble, head: Token | None) -> None:
        if range_ is None and (phrase.rule.id in SILENT or phrase.rule.value == "year-alone"):
            return
        if range_ is None:
            code, message = MESSAGES[trouble]
            words = self.segments.report.words(phrase.span)
            self.problems.append(Problem(code, f'"{words}" {message}', span=phrase.span))
        else:
            self.last = range_
            if range_.precision == "day" and range_.first is not None:
                self.last_day, self.last_day_at = range_.first, phrase.span.start
        if self._joins(phrase, range_):
            return
        ends = _turned(range_, phrase.effect) if range_ else Range(None, None, "open")
        self.ranges.append(range_)
        time = Time(_iso(ends.first), _iso(ends.last), self.segments.report.words(phrase.span), phrase.span)
        self.marks.append(TimeMark(time, ends.precision, head.i if head else None, phrase.rule.id))

    def _joins(self, phrase: Phrase, range_: Range | None) -> bool:
        """Makes one time of "from Monday to Thursday" and of "Thursday (2 September)"."""
        if not self.marks or range_ is None:
            return False
        text, last, before = self.segments.text, self.marks[-1], self.ranges[-1]
        span = last.time.span
        if span is None or before is None:
            return False
        between = text[span.end : phrase.span.start]
        whole: Range | None = None
        if AGAIN.fullmatch(between):
            whole = join(before, range_)
        elif JOINED.fullmatch(between) or (between.strip() == "" and phrase.effect == "until"):
            opened = OPENED.search(text, max(0, span.start - 14), span.start)
            own = text[span.start : span.end].lower().startswith(("from ", "between "))
            if opened or own or between.strip() == "-":
                whole = join(before, range_)
                span = Span(opened.start(), span.end) if opened else span
        elif between in BESIDE and range_.precision == "day" and (before == range_ or last.rule == "time.clock"):
            whole = range_
        if whole is None:
            return False
        wide = Span(span.start, phrase.span.end)
        time = Time(_iso(whole.first), _iso(whole.last), self.segments.report.words(wide), wide)
        self.marks[-1] = replace(last, time=time, precision=whole.precision)
        self.ranges[-1] = whole
        return True


def _tense(phrase: Phrase, head: Token | None) -> Tense:
    """The tense that the phrase is read in; what "has been closed until Friday" ends on a Friday to come."""
    if phrase.rule.id == "time.years-after":
        return "present" if is_present(head) else "past"
    if phrase.effect == "until" and is_present(head):
        return "future"
    if phrase.effect in ("until", "before") and head is not None:
        over = (head, head.head, head.head.head)
        wished = {word for token in over for word in (token.lemma_.lower(), token.lower_)}
        if wished & time_words("wish").keys():
            return "future"
    return find_tense(head)


def _is_time(phrase: Phrase, root: Token | None) -> bool:
    """False for a name of a person ("April Jones") or a number that only looks like a year."""
    if root is None:
        return False
    if phrase.rule.id == "time.month-alone" and root.ent_type_ in ("PERSON", "ORG", "GPE", "FAC"):
        return False
    if phrase.rule.value in ("today", "yesterday", "tomorrow") and root.text[0].isupper() and not root.is_sent_start:
        return root.nbor(-1).pos_ != "PROPN"  # the name of a paper
    if phrase.rule.value == "year-alone":
        if root.dep_ == "nummod" and root.head.tag_ in ("NNS", "NNPS"):
            return False
        return root.ent_type_ in ("DATE", "EVENT") or (root.dep_ in ("nummod", "compound") and root.head.tag_ == "NN")
    return True


def _explicit_year(phrases: list[Phrase]) -> int | None:
    """The year of the first full date, for reports that carry no date of their own."""
    return next((int(p.parts["year"]) for p in phrases if p.rule.id in FULL_DATE and "year" in p.parts), None)


def _slash_order(phrases: list[Phrase]) -> bool | None:
    """True if a date like 25/8/2021 shows that the day comes first, False for 8/25/2021."""
    for phrase in phrases:
        if phrase.rule.value == "slash":
            if int(phrase.parts["s1"]) > 12:
                return True
            if int(phrase.parts["s2"]) > 12:
                return False
    return None


def _turned(range_: Range, effect: Effect) -> Range:
    """A time opened by the words before it: "since April" has no end."""
    if effect == "since" or effect == "after":
        return Range(range_.first, None, "open")
    if effect == "until" or effect == "before":
        return Range(None, range_.last, "open")
    return range_


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

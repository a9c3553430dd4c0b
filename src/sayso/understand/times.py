"""Finds when: news time as days, against publication, the dateline and the days named before. Never a default.

`find_times` marks and resolves; `find_event_time` and `find_said_time` (see `timelinks.py`) tie a time to its event or
its saying. The grammar is in `data/times.toml`, what a phrase is worth in `timevalues.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from ..records import Problem, Span, Time
from .calendar import Range, join, make_day
from .datelines import Dateline, find_anchor, find_datelines
from .marks import TimeMark
from .relativetimes import parse_time
from .segment import Segments
from .timegrammar import Effect, Phrase, find_phrases, time_words
from .timelinks import find_event_time as find_event_time
from .timelinks import find_said_time as find_said_time
from .timelists import borrow_years, follows
from .timenames import compares, describes, is_nowadays, is_time
from .timetense import find_phrase_tense
from .timevalues import Setting, Trouble

MESSAGES: dict[Trouble, tuple[str, str]] = {
    "unanchored": ("time.unanchored", "needs a day to count from; give the report's publication date"),
    "ambiguous": ("time.ambiguous", "may be read day first or month first, and nothing in the report decides"),
    "impossible": ("time.impossible", "is no day of the calendar"),
    "vague": ("time.vague", "stands for no days that could be named; its words are kept without any"),
}
#: rules that leave no mark where nothing says which day is meant: an hour or "the day" alone is no date.
SILENT = frozenset(
    {"time.clock", "time.same-day", "time.that-year", "time.next-day", "time.same-time-last", "time.years-after"}
    | {"time.next-night", "time.day-alone", "time.weekday-beside", "time.years", "time.end-units"}
)
FULL_DATE = frozenset(
    {"time.day-month-year", "time.month-day-year", "time.iso", "time.weekday-date", "time.day-month-short-year"}
)
JOINED = re.compile(r"\s*(?:to|until|till|through|and|-)\s*", re.IGNORECASE)
#: what stands between two words for one day: "Thursday (2 September", "9 a.m. Sunday".
BESIDE = (" ", ", ", " (")
OPENED = re.compile(r"(?:between|from)\s+(?:the )?$", re.IGNORECASE)
#: words within a time that begin a range, or within the next that end one.
OWN = re.compile(r"(?:from|between)\b|.*\bnight of\b", re.IGNORECASE | re.DOTALL)
THROUGH = re.compile(r"through\b", re.IGNORECASE)


def find_times(segments: Segments) -> tuple[tuple[TimeMark, ...], tuple[Problem, ...]]:
    """All times in reading order: "on Thursday" in a report of 2 September 2021 is that day."""
    return _Reader(segments).read()


class _Reader:
    """Reads the phrases of one report in order, for each may count from the one before."""

    def __init__(self, segments: Segments) -> None:
        self.segments = segments
        self.anchor = find_anchor(segments.report)
        self.datelines = find_datelines(segments.report)
        self.last: Range | None = None
        self.last_day: date | None = None
        self.last_day_at: int = -1
        self.marks: list[TimeMark] = []
        self.problems: list[Problem] = []
        self.ranges: list[Range | None] = []
        self.heads: list[int | None] = []

    def read(self) -> tuple[tuple[TimeMark, ...], tuple[Problem, ...]]:
        """All marks and what stayed open."""
        text = self.segments.text
        phrases = find_phrases(text, self.segments.report.text, self.segments.paragraphs)
        phrases = [p for p in phrases if not any(p.span.meets(line.span) for line in self.datelines)]
        phrases = borrow_years(text, phrases)
        year, day_first = _explicit_year(phrases), _slash_order(phrases)
        for phrase in phrases:
            root, head = self._hang(phrase)
            if root is None or not is_time(self.segments, phrase, root):
                continue
            tokens = self.segments.tokens_in(phrase.span)
            ends = phrase.effect == "until" and tokens[0].dep_ == "agent"
            if (ends or phrase.effect in ("before", "after", "from")) and describes(phrase, tokens):
                phrase = replace(phrase, effect="none")  # "after Friday's attack" is not after Friday, nor "by" it
            under = self._under(phrase)
            setting = Setting(
                anchor=self.anchor,
                last_day=self.last_day,
                last=self.last,
                tense=find_phrase_tense(phrase, under.head if under is not None else head),
                same_sentence=self._same_sentence(phrase),
                year=year,
                day_first=day_first,
            )
            range_, trouble = parse_time(phrase.rule.value, phrase.parts, setting)
            self._note(phrase, range_, trouble, under if under is not None else head)
        marks = [*self.marks, *self._heads()]
        return tuple(sorted(marks, key=lambda mark: mark.time.span or Span(0, 0))), tuple(self.problems)

    def _heads(self) -> list[TimeMark]:
        """The days in the report's own head, which are no event's: "SARDOVA, Nov 14 -"."""
        words = self.segments.report.words
        days = [(line.span, _iso(line.day or self._near(line))) for line in self.datelines]
        return [TimeMark(Time(day, day, words(span), span), "day", None, "dateline") for span, day in days if day]

    def _near(self, line: Dateline) -> date | None:
        """The day of a dateline without a year: the nearest to publication."""
        if self.anchor is None or line.month is None:
            return None
        years = (self.anchor.year - 1, self.anchor.year, self.anchor.year + 1)
        days = [one.first for year in years if (one := make_day(year, *line.month)) and one.first]
        return min(days, key=lambda day: abs(day - (self.anchor or day)), default=None)

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
            if range_.precision == "day" or phrase.rule.value == "days":
                self.last_day, self.last_day_at = range_.last, phrase.span.start
        if self._joins(phrase, range_):
            return
        effect = phrase.effect
        if effect == "from" and range_:
            effect = "since" if self._goes_on(phrase, range_, head) else "none"
        ends = _turned(range_, effect) if range_ else Range(None, None, "open")
        self.ranges.append(range_)
        time = Time(_iso(ends.first), _iso(ends.last), self.segments.report.words(phrase.span), phrase.span)
        tied = head is not None and trouble != "vague" and not compares(phrase, head, effect)
        tied = tied and not is_nowadays(phrase, self.segments.tokens_in(phrase.span))
        hung = head.i if head is not None and tied else None
        self.heads.append(head.i if head is not None else None)
        self.marks.append(TimeMark(time, ends.precision, hung, phrase.rule.id))

    def _goes_on(self, phrase: Phrase, range_: Range, head: Token | None) -> bool:
        """ "from Friday" begins a time that has no end; "the record from Friday", "rose from 2019" begin none.

        Nor does "as of Friday" where that is past: so many were dead on that day.
        """
        if self.anchor and range_.first and range_.first > self.anchor:
            return True
        if self.segments.text[phrase.span.start : phrase.span.start + 2].lower() == "as":
            return False
        return head is not None and head.pos_ in ("VERB", "AUX") and head.lemma_.lower() not in time_words("measured")

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
        if follows(text[span.start : phrase.span.end], between, before, range_):
            whole = join(before, range_)
        elif JOINED.fullmatch(between) or (between.strip() == "" and phrase.effect == "until"):
            opened = OPENED.search(text, max(0, span.start - 14), span.start)
            own = OWN.match(text, span.start, span.end) or THROUGH.match(text, phrase.span.start)
            if opened or own or between.strip() == "-":
                whole = join(before, range_)
                span = Span(opened.start(), span.end) if opened else span
        elif between in BESIDE and range_.precision == "day" and (before == range_ or last.rule == "time.clock"):
            whole = range_
        if whole is None:
            return False
        wide = Span(span.start, phrase.span.end)
        time = Time(_iso(whole.first), _iso(whole.last), self.segments.report.words(wide), wide)
        self.marks[-1] = replace(last, time=time, precision=whole.precision, head=self.heads[-1])
        self.ranges[-1] = whole
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
    """A time opened by the words before it: "since April" has no end, "before April" ends with March."""
    one = timedelta(days=1)
    if effect == "since":
        return Range(range_.first, None, "open")
    if effect == "until":
        return Range(None, range_.last, "open")
    if effect == "after":
        return Range(range_.last + one if range_.last else None, None, "open")
    if effect == "before":
        return Range(None, range_.first - one if range_.first else None, "open")
    return range_


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""Many reports read in order, on one processor or several."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from ..read import Loaded
from ..records import Problem, Reading, Report

#: reports waiting for each process: enough that none idles behind a long one, few enough to keep memory flat.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one input: its reading, or why there is none. ``name``: the report's id, or the line's."""

    name: str
    reading: Reading | None
    problems: tuple[Problem, ...]


def read_in_order(loaded: Iterable[Loaded], workers: int) -> Iterator[Done]:
    """A `Done` for every input, in the order of the input."""
    if workers == 1:
        for report, problems in loaded:
            yield _unread(problems) if report is None else _read(report, problems)
        return
    # Processes are started afresh: a forked one would inherit the thread that draws the progress bar.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)
    waiting: deque[Done | Future[Done]] = deque()
    try:
        for report, problems in loaded:
            waiting.append(_unread(problems) if report is None else pool.submit(_read, report, problems))
            if len(waiting) > AHEAD * workers:
                yield _wait(waiting.popleft())
        while waiting:
            yield _wait(waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read(report: Report, problems: tuple[Problem, ...]) -> Done:
    from ..pipeline import FAILED, add_problems, read_report

    reading = read_report(report)
    # A report that sayso failed on has not been read: it is not booked, so that a later sayso may try again.
    if any(problem.code == FAILED for problem in reading.problems):
        return Done(report.id, None, reading.problems)
    return Done(report.id, add_problems(reading, problems), problems)


def _unread(problems: tuple[Problem, ...]) -> Done:
    return Done(problems[0].report or "?", None, problems)


def _wait(one: Done | Future[Done]) -> Done:
    return one if isinstance(one, Done) else one.result()


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; only the first one is to act on it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

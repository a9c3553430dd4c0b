"""The main path, in order: a report is understood and its claims are laid side by side. Sees every room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .reconcile import reconcile_reading
from .reconcile import reconcile_readings as _reconcile_readings
from .records import Case, Problem, Reading, Report, Talks
from .understand.reading import understand_report

#: the code of the one problem that is our fault rather than the report's.
FAILED = "sayso.failed"


def read_report(report: Report) -> Reading:
    """One report to all its records. Never raises: a failure of ours becomes a problem of this report alone."""
    try:
        reading, _ = understand_report(report)
        return reconcile_reading(reading)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
        message = f"{report.id}: sayso failed on this report ({trouble}); please report it with the text"
        return Reading(report, problems=(Problem(FAILED, message, report.id),))


def add_problems(reading: Reading, problems: Iterable[Problem]) -> Reading:
    """The reading with what was found wrong when its bytes were read, first."""
    named = tuple(replace(p, report=reading.report.id) for p in problems)
    return replace(reading, problems=named + reading.problems)


def reconcile_readings(readings: Iterable[Reading]) -> tuple[tuple[Case, ...], tuple[Talks, ...]]:
    """Cases and talks over many reports; the order of the reports makes no difference."""
    return _reconcile_readings(readings)

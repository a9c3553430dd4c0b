"""The command line with a stand-in for the parser: one claim a sentence, on the word of "the army".

Run as a program it is `sayso` with that reader, so that kills, interrupts and many processes are tested in no time.
Each report takes SAYSO_TEST_SECONDS.
"""

import os
import re
import sys
import time
import types
from dataclasses import replace

from sayso.cli import main
from sayso.records import About, Actor, Attribution, Claim, Cue, Dispute, Link, Problem, Reading, Source, Span, Time

#: as in the pipeline itself, which would take a second to load.
FAILED = "sayso.failed"


def read_report(report):
    time.sleep(float(os.environ.get("SAYSO_TEST_SECONDS", "0")))
    if "no reader can" in report.text:
        return Reading(report, problems=(Problem(FAILED, "as asked", report.id),))
    spans = [Span(*found.span()) for found in re.finditer(r"[^.\s][^.]*\.", report.text)]
    day = report.published and report.published[:10]
    when = Time(day, day, day, None) if day else None
    about = About("state", "CONTROL", actors=("A1",), time=when, status="actual")
    said = (Attribution(Source("the army", None, "A1"), Cue("said")),)
    claims = tuple(Claim(f"C{n}", said, (span,), about=about, rules=("cue.say",)) for n, span in enumerate(spans, 1))
    split = len(claims) > 1
    return Reading(
        report,
        (Actor("A1", "Army of Tamar", "armed force", "TMR", "MIL", mentions=tuple(spans[:1])),),
        claims=claims,
        links=(Link("C1", "C2", "contradicts", "control", "not both can hold it"),) if split else (),
        disputes=(Dispute("control", "who holds it", (("C1",), ("C2",))),) if split else (),
    )


def add_problems(reading, problems):
    return replace(reading, problems=(*problems, *reading.problems))


def stand_in():
    module = types.ModuleType("sayso.pipeline")
    module.read_report, module.add_problems, module.FAILED = read_report, add_problems, FAILED
    return module


if __name__ != "standin":
    # both as the program and in the processes that it starts
    sys.modules["sayso.pipeline"] = stand_in()
if __name__ == "__main__":
    main()

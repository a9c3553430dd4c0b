"""A hand-made reading: two voices, a nested chain, a disputed figure, talks, a problem, hostile words."""

from __future__ import annotations

import pytest

from sayso.records import (
    About,
    Actor,
    Attribution,
    Case,
    Claim,
    Cue,
    Dispute,
    Figure,
    Link,
    Mediator,
    Place,
    Problem,
    Reading,
    Report,
    Source,
    Span,
    Stage,
    Talks,
    Time,
)

TEXT = """Colonel Ivan Petrescu said on Tuesday that 12 fighters were killed near Meghri.
“They lost heavily,” he added, giving no evidence.

The Morning Lamp quoted an official as saying that residents <script>alert(1)</script> reported 3 killed near Meghri.
The two sides met in Goris."""


def at(words: str, within: str | None = None) -> Span:
    """The span of the words, at the one place where ``within`` (the words themselves unless told) stands."""
    around = within or words
    assert TEXT.count(around) == 1, around
    start = TEXT.index(around) + around.index(words)
    return Span(start, start + len(words))


def step(source: str, cue: str, actor: str | None = None, said: Time | None = None) -> Attribution:
    return Attribution(Source(source, at(source), actor), Cue(cue, at(cue)), "indirect", said)


@pytest.fixture(scope="session")
def demo() -> tuple[Reading, ...]:
    """The demo reports, read once for all tests."""
    from sayso.commands.demo import load_demo
    from sayso.pipeline import read_report  # takes a second to load, and most tests here do without

    return tuple(read_report(report) for report, _ in load_demo() if report is not None)


@pytest.fixture(scope="session")
def reading() -> Reading:
    tuesday = Time("2025-05-06", "2025-05-06", "on Tuesday", at("on Tuesday"))
    dead = Figure("killed", 12, 12, False, "A2", "12 fighters", at("12 fighters"))
    heavy = Figure("casualties", None, None, True, None, "lost heavily", at("lost heavily"))
    few = Figure("killed", 3, 3, False, None, "3 killed", at("3 killed"))
    claims = (
        Claim(
            "C1",
            (step("Colonel Ivan Petrescu", "said", "A1", tuesday),),
            (at("that 12 fighters were killed near Meghri"),),
            about=About(
                "event",
                "ASSAULT",
                "firearms",
                "190",
                "Armed clash",
                ("military",),
                at("killed", "fighters were killed near"),
                ("A1",),
                ("A2",),
                "P1",
                tuesday,
                (dead,),
                "actual",
            ),
            rules=("cue.say", "event.kill"),
        ),
        Claim(
            "C2",
            (Attribution(Source("he", at("he", "he added"), "A1"), Cue("added", at("added")), "direct"),),
            (at("“They lost heavily,”"),),
            evidence="withheld",
            about=About("state", "TOLL", figures=(heavy,), recipients=("A2",)),
            rules=("quote.direct",),
        ),
        Claim(
            "C3",
            (step("an official", "saying"), step("residents <script>alert(1)</script>", "reported")),
            (at("3 killed near Meghri"),),
            about=About("event", "ASSAULT", place="P1", figures=(few,), status="actual"),
        ),
        Claim("C4", (), (at("The two sides met in Goris"),), about=About("event", "CONSULT", "visit", "042")),
    )
    return Reading(
        Report(
            "r1", TEXT, "The Morning Lamp", "Clashes <b>near</b> Meghri", "https://lamp.example/1", "2025-05-07", "en"
        ),
        (
            Actor("A1", "Ivan Petrescu", "person", "ARM", "MIL", ("colonel",), mentions=(at("Colonel Ivan Petrescu"),)),
            Actor("A2", "Valley Front", "armed group"),
        ),
        (Place("P1", "Meghri", "ARM", "Syunik", 38.9, 46.24, 174710, "near"),),
        claims,
        (Link("C1", "C3", "contradicts", "killed", "12 and 3 do not overlap"),),
        (Dispute("figure", "how many were killed near Meghri", (("C1",), ("C3",)), "killed"),),
        (Talks("a truce", ("A1", "A2"), (Mediator("A1", "offered", "C1"),), (Stage("ongoing", "C4", "2025-05-06"),)),),
        (Problem("place.unknown", "“the valley” is not in the gazetteer", "r1", at("The two sides")),),
    )


@pytest.fixture(scope="session")
def case() -> Case:
    return Case(
        "K1",
        "killed near Meghri, 6 May 2025",
        ("r1",),
        ("r1:C1", "r1:C3"),
        1,
        2,
        (Link("r1:C1", "r1:C3", "contradicts", "killed", "12 and 3 do not overlap"),),
        (Dispute("figure", "how many were killed", (("r1:C1",), ("r1:C3",)), "killed", ("r1",)),),
    )

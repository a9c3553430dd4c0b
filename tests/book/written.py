"""Readings written by hand, so that the ledger is tested without a parser."""

from sayso.records import (
    About,
    Actor,
    Attribution,
    Case,
    Claim,
    Cue,
    Dispute,
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

TEXT = "On Monday the army said that it holds Karo. Rebels deny it. – “No,” said Ada Brandt 🕊️."


def reading(name="03", text=TEXT, outlet="Karo Post", published="2025-05-06"):
    """One report with two claims on who holds Karo, and a third about nothing dated."""
    monday = Time("2025-05-05", "2025-05-05", "On Monday", Span(0, 9))
    holds = About("state", "CONTROL", actors=("A1",), recipients=("A2",), place="P1", time=monday, status="actual")
    denied = About("state", "CONTROL", actors=("A1",), place="P1", status="denied")
    return Reading(
        report=Report(name, text, outlet=outlet, title="Who holds Karo", published=published, sha256="ab" * 32),
        actors=(
            Actor("A1", "Army of Tamar", "armed force", "TMR", "MIL", mentions=(Span(10, 18),)),
            Actor("A2", "Karo Front", "armed group", "TMR", "REB", aliases=("KF", "Rebels")),
            Actor("A3", "Ada Brandt", "person"),
        ),
        places=(Place("P1", "Karo", "TMR", "North Province", 1.5, 2.5, 7, "exact", (Span(38, 42),)),),
        claims=(
            Claim("C1", (_said("the army", "A1", "said"),), (Span(24, 42),), about=holds, rules=("cue.say",)),
            Claim("C2", (_said("Rebels", "A2", "deny"),), (Span(56, 58),), "deny", about=denied),
            Claim("C3", (_said("Ada Brandt", "A3", "said"),), (Span(63, 66),), about=About("event", "REJECT")),
        ),
        links=(Link("C1", "C2", "contradicts", "control", "one denies the other"),),
        disputes=(Dispute("control", "who holds Karo", (("C1",), ("C2",))),),
        problems=(Problem("place.unknown", "not in the gazetteer", name, Span(38, 42)),),
    )


def _said(words, actor, cue):
    return Attribution(Source(words, None, actor), Cue(cue))


def case(report="03"):
    """The case on Karo, as reconciling would give it."""
    left, right = f"{report}:C1", f"{report}:C2"
    return Case(
        "K1", "who holds Karo", (report,), (left, right), 1, 2,
        (Link(left, right, "contradicts", "control", "one denies the other"),),
        (Dispute("control", "who holds Karo", ((left,), (right,)), reports=(report,)),),
    )  # fmt: skip


def talks(report="03"):
    """Talks that were refused."""
    refused = Stage("refused", f"{report}:C3", "2025-05-05")
    return Talks("truce", ("Army of Tamar",), (Mediator("Ada Brandt", "refused", f"{report}:C3"),), (refused,), "T1")

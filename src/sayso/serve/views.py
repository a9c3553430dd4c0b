"""Small frozen rows: what tables, pages and spreadsheets show of readings, cases and talks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..records import About, Case, Claim, Dispute, Place, Reading, Talks
from .wording import (
    actor_names,
    chain_words,
    day_words,
    figure_words,
    name_words,
    plain,
    time_words,
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim, flat. ``source``: the chain, outermost first ("an official < residents"); ``None`` = narration."""

    report: str
    claim: str
    outlet: str | None
    published: str | None
    source: str | None
    said: str | None
    speech: str | None
    act: str
    evidence: str
    kind: str
    type: str | None
    mode: str | None
    status: str | None
    actors: str
    recipients: str
    place: str | None
    country: str | None
    from_: str | None
    to: str | None
    when: str
    figures: str
    words: str
    cameo: str | None
    acled: str | None
    contexts: str
    start: int | None
    end: int | None
    rules: str

    @property
    def name(self) -> str:
        """The claim's name across reports: ``report:claim``."""
        return f"{self.report}:{self.claim}"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, flat: how many claims, on whose word, and what is disputed."""

    case: str
    what: str
    claims: int
    reports: str
    outlets: int
    origins: int
    disputes: str
    agrees: int
    refines: int
    updates: int
    relays: int
    contradicts: int


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One claim on one side of one dispute; a dispute fills as many rows as it has claims."""

    case: str
    kind: str
    field: str | None
    what: str
    side: int
    report: str
    claim: str
    outlet: str | None
    published: str | None
    source: str | None
    figures: str
    words: str


@dataclass(frozen=True, slots=True)
class TalksRow:
    """One stage (or mediator's stand) of one thread of talks, on one claim's word."""

    talks: str | None
    issue: str | None
    parties: str
    stage: str
    agreement: str | None
    mediator: str | None
    on: str | None
    report: str
    claim: str
    outlet: str | None
    source: str | None
    words: str


def claim_rows(reading: Reading) -> tuple[ClaimRow, ...]:
    """One row a claim, in the report's order."""
    names = actor_names(reading)
    places = {place.id: place for place in reading.places}
    return tuple(
        ClaimRow(
            report=reading.report.id,
            claim=claim.id,
            outlet=_plain(reading.report.outlet),
            published=reading.report.published,
            words=claim_text(reading, claim),
            start=min((span.start for span in claim.content), default=None),
            end=max((span.end for span in claim.content), default=None),
            rules="; ".join(claim.rules),
            **_speech_fields(claim, names),
            **_about_fields(claim.about, names, places.get(claim.about.place or "")),
        )
        for claim in reading.claims
    )


def _speech_fields(claim: Claim, names: Mapping[str, str]) -> dict[str, Any]:
    inner = claim.attribution[-1] if claim.attribution else None
    return {
        "source": chain_words(claim.attribution, names),
        "said": inner.said.from_ if inner and inner.said else None,
        "speech": inner.mode if inner else None,
        "act": claim.act,
        "evidence": claim.evidence,
    }


def _about_fields(about: About, names: Mapping[str, str], place: Place | None) -> dict[str, Any]:
    return {
        "kind": about.kind,
        "type": about.type,
        "mode": about.mode,
        "status": about.status,
        "actors": name_words(about.actors, names),
        "recipients": name_words(about.recipients, names),
        "place": plain(place.name) if place else None,
        "country": place.country if place else None,
        "from_": about.time.from_ if about.time else None,
        "to": about.time.to if about.time else None,
        "when": time_words(about.time),
        "figures": "; ".join(figure_words(figure) for figure in about.figures),
        "cameo": about.cameo,
        "acled": about.acled,
        "contexts": "; ".join(about.contexts),
    }


def claim_text(reading: Reading, claim: Claim) -> str:
    """The words of the claim on one line; those of its cue-less trigger when it has no content."""
    spans = claim.content or ((claim.about.trigger,) if claim.about.trigger else ())
    return plain(reading.report.words(*spans))


def rows_by_name(readings: Iterable[Reading]) -> dict[str, ClaimRow]:
    """Rows under their names across reports, ``report:claim``."""
    return {row.name: row for reading in readings for row in claim_rows(reading)}


def case_rows(cases: Iterable[Case]) -> tuple[CaseRow, ...]:
    """One row a case."""
    rows = []
    for case in cases:
        relations = [link.relation for link in case.links]
        disputes = [f"{one.kind} {one.field}" if one.field else one.kind for one in case.disputes]
        rows.append(
            CaseRow(
                case=case.case,
                what=plain(case.what),
                claims=len(case.claims),
                reports="; ".join(case.reports),
                outlets=case.outlets,
                origins=case.origins,
                disputes="; ".join(dict.fromkeys(disputes)),
                agrees=relations.count("agrees"),
                refines=relations.count("refines"),
                updates=relations.count("updates"),
                relays=relations.count("relays"),
                contradicts=relations.count("contradicts"),
            )
        )
    return tuple(rows)


def dispute_rows(cases: Iterable[Case], rows: Mapping[str, ClaimRow]) -> tuple[DisputeRow, ...]:
    """One row a claim on a side; ``rows`` as `rows_by_name` gives them."""
    return tuple(
        _dispute_row(case, dispute, (side, name), rows.get(name))
        for case in cases
        for dispute in case.disputes
        for side, claims in enumerate(dispute.sides, 1)
        for name in claims
    )


def _dispute_row(case: Case, dispute: Dispute, standing: tuple[int, str], row: ClaimRow | None) -> DisputeRow:
    side, name = standing
    report, _, claim = name.rpartition(":")
    return DisputeRow(
        case=case.case,
        kind=dispute.kind,
        field=dispute.field,
        what=plain(dispute.what),
        side=side,
        report=report,
        claim=claim,
        outlet=row.outlet if row else None,
        published=row.published if row else None,
        source=row.source if row else None,
        figures=row.figures if row else "",
        words=row.words if row else "",
    )


def talks_rows(talks: Iterable[Talks], rows: Mapping[str, ClaimRow]) -> tuple[TalksRow, ...]:
    """One row a mediator's stand or a stage, in the order in which the thread has them."""
    found = []
    for thread in talks:
        for one in thread.mediators:
            found.append(_talks_row(thread, f"mediation {one.stand}", one.claim, rows, mediator=plain(one.actor)))
        for stage in thread.stages:
            found.append(_talks_row(thread, stage.stage, stage.claim, rows, on=stage.on, agreement=stage.agreement))
    return tuple(found)


def _talks_row(thread: Talks, stage: str, name: str, rows: Mapping[str, ClaimRow], **rest: str | None) -> TalksRow:
    row = rows.get(name)
    report, _, claim = name.rpartition(":")
    return TalksRow(
        talks=thread.talks,
        issue=_plain(thread.issue),
        parties="; ".join(plain(one) for one in thread.parties),
        stage=stage,
        agreement=rest.get("agreement"),
        mediator=rest.get("mediator"),
        on=rest.get("on"),
        report=row.report if row else report,
        claim=claim,
        outlet=row.outlet if row else None,
        source=row.source if row else None,
        words=row.words if row else "",
    )


def report_words(reading: Reading) -> str:
    """ "The Valley Post, 3 May 2025: Title" as far as these are known, else the report's id."""
    report = reading.report
    known = ", ".join(part for part in (_plain(report.outlet), day_words(report.published)) if part)
    title = _plain(report.title)
    if known and title:
        return f"{known}: {title}"
    return known or title or report.id


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None

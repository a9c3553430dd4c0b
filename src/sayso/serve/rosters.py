"""Actors and reports as flat rows, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..records import Reading, Report


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One participant of one report."""

    report: str
    actor: str
    name: str
    kind: str | None
    country: str | None
    sector: str | None
    roles: str
    aliases: str
    mentions: int
    claims: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report, without its text."""

    report: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    language: str | None
    characters: int
    sha256: str | None


def actor_rows(readings: Iterable[Reading]) -> tuple[ActorRow, ...]:
    """One row an actor and report; ``claims`` counts those that are made on its word."""
    return tuple(
        ActorRow(
            report=reading.report.id,
            actor=one.id,
            name=one.name,
            kind=one.kind,
            country=one.country,
            sector=one.sector,
            roles="; ".join(one.roles),
            aliases="; ".join(one.aliases),
            mentions=len(one.mentions),
            claims=sum(any(step.source.actor == one.id for step in claim.attribution) for claim in reading.claims),
        )
        for reading in readings
        for one in reading.actors
    )


def report_rows(reports: Iterable[Report]) -> tuple[ReportRow, ...]:
    """One row a report."""
    return tuple(
        ReportRow(
            report=one.id,
            outlet=one.outlet,
            published=one.published,
            title=one.title,
            url=one.url,
            language=one.language,
            characters=len(one.text),
            sha256=one.sha256,
        )
        for one in reports
    )

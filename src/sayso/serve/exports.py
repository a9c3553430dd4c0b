"""Rows and readings for other programs: CSV, Arrow, pandas. Schemas are stated, so empty tables are right too."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from ..records import Reading
from .views import claim_rows

if TYPE_CHECKING:
    import pandas

#: a spreadsheet takes a cell that starts so for a formula; a report's words must never run as one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_NAMES = pa.list_(pa.string())
SCHEMAS: dict[str, pa.Schema] = {
    "reports": pa.schema(
        [
            (name, pa.string())
            for name in ("report", "outlet", "title", "url", "published", "language", "sha256", "text")
        ]
    ),
    "claims": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "claim", "outlet", "published", "source")),
            ("said", pa.date32()),
            *((name, pa.string()) for name in ("speech", "act", "evidence", "kind", "type", "mode", "status")),
            ("actors", _NAMES),
            ("recipients", _NAMES),
            *((name, pa.string()) for name in ("place", "place_name", "country")),
            ("from", pa.date32()),
            ("to", pa.date32()),
            *((name, pa.string()) for name in ("when", "words", "cameo", "acled")),
            ("contexts", _NAMES),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("rules", _NAMES),
        ]
    ),
    "attributions": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "claim")),
            ("step", pa.int32()),
            *((name, pa.string()) for name in ("source", "actor", "cue", "mode")),
            ("said_from", pa.date32()),
            ("said_to", pa.date32()),
            *((f"{part}_{end}", pa.int32()) for part in ("source", "cue") for end in ("start", "end")),
            ("rules", _NAMES),
            ("sure", pa.float64()),
        ]
    ),
    "figures": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "claim", "kind")),
            ("low", pa.int64()),
            ("high", pa.int64()),
            ("vague", pa.bool_()),
            ("part", pa.bool_()),
            *((name, pa.string()) for name in ("of", "text")),
            ("start", pa.int32()),
            ("end", pa.int32()),
        ]
    ),
    "actors": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "actor", "name", "kind", "country", "sector")),
            ("roles", _NAMES),
            ("aliases", _NAMES),
            ("mentions", pa.int32()),
        ]
    ),
    "places": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "place", "name", "country", "admin1")),
            ("lat", pa.float64()),
            ("lon", pa.float64()),
            ("geonames", pa.int64()),
            ("precision", pa.string()),
            ("mentions", pa.int32()),
        ]
    ),
    "links": pa.schema([(name, pa.string()) for name in ("report", "left", "right", "relation", "field", "reason")]),
    "disputes": pa.schema(
        [
            ("report", pa.string()),
            ("dispute", pa.int32()),
            *((name, pa.string()) for name in ("kind", "field", "what")),
            ("side", pa.int32()),
            ("claim", pa.string()),
        ]
    ),
    "problems": pa.schema(
        [
            *((name, pa.string()) for name in ("report", "code", "message")),
            ("start", pa.int32()),
            ("end", pa.int32()),
        ]
    ),
}


def write_csv(rows: Sequence[Any], file: IO[str], row_type: type[Any] | None = None) -> None:
    """Rows of one dataclass as CSV with a header; give ``row_type`` for a header even without rows.

    Cells that a spreadsheet would run as a formula get an apostrophe in front, as spreadsheets themselves do it.
    """
    kind = row_type or (type(rows[0]) if rows else None)
    if kind is None:
        return
    names = [field.name for field in fields(kind)]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([name.rstrip("_") for name in names])
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in names])


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_arrow(readings: Iterable[Reading]) -> dict[str, pa.Table]:
    """Arrow tables by name, keyed by report (and claim), for any number of readings, none included."""
    readings = tuple(readings)
    return {
        name: pa.Table.from_pylist([row for reading in readings for row in FILLERS[name](reading)], schema=schema)
        for name, schema in SCHEMAS.items()
    }


def to_pandas(readings: Iterable[Reading]) -> dict[str, pandas.DataFrame]:
    """The same tables as pandas data frames."""
    try:
        import pandas  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "to_pandas() needs pandas: `pip install 'sayso[pandas]'`; to_arrow() works without"
        ) from error
    return {name: table.to_pandas() for name, table in to_arrow(readings).items()}


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def _reports(reading: Reading) -> Iterator[dict[str, Any]]:
    report = reading.report
    names = ("outlet", "title", "url", "published", "language", "sha256", "text")
    yield {"report": report.id, **{name: getattr(report, name) for name in names}}


def _claims(reading: Reading) -> Iterator[dict[str, Any]]:
    for claim, row in zip(reading.claims, claim_rows(reading), strict=True):
        flat = {field.name.rstrip("_"): getattr(row, field.name) for field in fields(row)}
        yield {
            **{name: value for name, value in flat.items() if name != "figures"},
            "said": _day(row.said),
            "from": _day(row.from_),
            "to": _day(row.to),
            "actors": list(claim.about.actors),
            "recipients": list(claim.about.recipients),
            "place": claim.about.place,
            "place_name": row.place,
            "contexts": list(claim.about.contexts),
            "rules": list(claim.rules),
        }


def _attributions(reading: Reading) -> Iterator[dict[str, Any]]:
    for claim in reading.claims:
        for number, step in enumerate(claim.attribution):
            source, cue = step.source.span, step.cue.span if step.cue else None
            yield {
                "report": reading.report.id,
                "claim": claim.id,
                "step": number,
                "source": step.source.text,
                "actor": step.source.actor,
                "cue": step.cue.text if step.cue else None,
                "mode": step.mode,
                "said_from": _day(step.said.from_) if step.said else None,
                "said_to": _day(step.said.to) if step.said else None,
                "source_start": source.start if source else None,
                "source_end": source.end if source else None,
                "cue_start": cue.start if cue else None,
                "cue_end": cue.end if cue else None,
                "rules": list(step.rules),
                "sure": step.sure,
            }


def _figures(reading: Reading) -> Iterator[dict[str, Any]]:
    for claim in reading.claims:
        for one in claim.about.figures:
            known = {name: getattr(one, name) for name in ("kind", "low", "high", "vague", "part", "of", "text")}
            yield {"report": reading.report.id, "claim": claim.id, **known, **_ends(one.span)}


def _actors(reading: Reading) -> Iterator[dict[str, Any]]:
    for one in reading.actors:
        known = {name: getattr(one, name) for name in ("name", "kind", "country", "sector")}
        lists = {"roles": list(one.roles), "aliases": list(one.aliases), "mentions": len(one.mentions)}
        yield {"report": reading.report.id, "actor": one.id, **known, **lists}


def _places(reading: Reading) -> Iterator[dict[str, Any]]:
    names = ("name", "country", "admin1", "lat", "lon", "geonames", "precision")
    for one in reading.places:
        known = {name: getattr(one, name) for name in names}
        yield {"report": reading.report.id, "place": one.id, **known, "mentions": len(one.mentions)}


def _links(reading: Reading) -> Iterator[dict[str, Any]]:
    for one in reading.links:
        names = ("left", "right", "relation", "field", "reason")
        yield {"report": reading.report.id, **{name: getattr(one, name) for name in names}}


def _disputes(reading: Reading) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(reading.disputes, 1):
        for side, claims in enumerate(one.sides, 1):
            for claim in claims:
                known = {"kind": one.kind, "field": one.field, "what": one.what}
                yield {"report": reading.report.id, "dispute": number, **known, "side": side, "claim": claim}


def _problems(reading: Reading) -> Iterator[dict[str, Any]]:
    for one in reading.problems:
        yield {"report": one.report or reading.report.id, "code": one.code, "message": one.message, **_ends(one.span)}


def _ends(span: tuple[int, int] | None) -> dict[str, int | None]:
    return {"start": span[0] if span else None, "end": span[1] if span else None}


FILLERS: dict[str, Callable[[Reading], Iterator[dict[str, Any]]]] = {
    "reports": _reports,
    "claims": _claims,
    "attributions": _attributions,
    "figures": _figures,
    "actors": _actors,
    "places": _places,
    "links": _links,
    "disputes": _disputes,
    "problems": _problems,
}

"""How each format is written: to a file or folder of its own, whole or not at all, and a page about it beside it."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..exports import FORMULA_STARTS, SCHEMAS, to_arrow
from ..views import case_rows, talks_rows
from .coded_rows import POLECAT_COLUMNS, ngec_lines, plover_lines, polecat_rows
from .counted_rows import (
    ACLED_COLUMNS,
    MAVERICK_COLUMNS,
    UCDP_COLUMNS,
    acled_rows,
    maverick_rows,
    ucdp_rows,
)
from .linked import NAMESPACE, find_annotations, geo_features, schema_claims, stix_objects
from .material import Material

#: readings turned into tables at once.
PAGE = 500
Plain = dict[str, Any]
Told = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is, how it is written, its own counting rule, and what stays empty in it and why."""

    what: str
    write: Callable[[Material, Path, Told], int]
    rule: str | None = None
    empty: str = ""


def write_export(format_: str, material: Material, path: Path, told: Told) -> int:
    """Writes an export, beside it ``PATH.about.json``; how many rows or objects it has. Stopped, nothing is left."""
    part = path.with_name(f"{path.name}.part")
    _remove(part)
    try:
        count = FORMATS[format_].write(material, part, told)
        _remove(path)
        os.replace(part, path)
    finally:
        _remove(part)
    about = {
        "format": format_,
        "what": FORMATS[format_].what,
        "made_by": material.made_by,
        "count": count,
        "figures": f"by the rule “{material.rule}” of sayso" if FORMATS[format_].rule else "as each claim has them",
        "empty": FORMATS[format_].empty,
        "reports": sum(1 for _ in material.readings()),
        "cases": len(material.cases),
    }
    path.with_name(f"{path.name}.about.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
    return count


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _counted(rows: Iterable[Any], told: Told) -> Iterator[Any]:
    for row in rows:
        told()
        yield row


def _write_rows(
    columns: Sequence[str], find_rows: Callable[[Material], Iterator[Plain]], delimiter: str = ","
) -> Callable[[Material, Path, Told], int]:
    def write(material: Material, path: Path, told: Told) -> int:
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            writer.writerow(columns)
            for row in _counted(find_rows(material), told):
                writer.writerow([_cell(row[name]) for name in columns])
                count += 1
        return count

    return write


def _cell(value: object) -> object:
    """A cell; words that a spreadsheet would run as a formula get an apostrophe in front, numbers never."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def _write_lines(find_lines: Callable[[Material], Iterator[Plain]]) -> Callable[[Material, Path, Told], int]:
    def write(material: Material, path: Path, told: Told) -> int:
        count = 0
        with path.open("w", encoding="utf-8") as file:
            for line in _counted(find_lines(material), told):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
        return count

    return write


def _write_object(
    head: Plain, key: str, find_parts: Callable[[Material], Iterator[Plain]]
) -> Callable[[Material, Path, Told], int]:
    """One JSON object with a list in it, a part a line, so that a large one is never held in memory."""

    def write(material: Material, path: Path, told: Told) -> int:
        count = 0
        with path.open("w", encoding="utf-8") as file:
            file.write(json.dumps(head, ensure_ascii=False)[:-1] + f', "{key}": [')
            for part in _counted(find_parts(material), told):
                file.write(("," if count else "") + "\n" + json.dumps(part, ensure_ascii=False))
                count += 1
            file.write("\n]}\n")
        return count

    return write


def _write_tables(parquet: bool) -> Callable[[Material, Path, Told], int]:
    """A folder with a table each: those of single reports, and cases, their links and disputes, and talks."""

    def write(material: Material, path: Path, told: Told) -> int:
        path.mkdir(parents=True)
        sinks = {name: _Sink(path / name, schema, parquet) for name, schema in {**SCHEMAS, **ACROSS}.items()}
        readings = iter(material.readings())
        while page := list(islice(_counted(readings, told), PAGE)):
            for name, table in to_arrow(page).items():
                sinks[name].add(table)
        for name, rows in _across(material).items():
            sinks[name].add(pa.Table.from_pylist(rows, schema=ACROSS[name]))
        return sum(sink.close() for sink in sinks.values())

    return write


_TEXT = pa.string()
STEPS = ("issue", "parties", "stage", "mediator", "on")
ACROSS: dict[str, pa.Schema] = {
    "cases": pa.schema(
        [
            *((name, _TEXT) for name in ("case", "what", "reports", "disputes")),
            *((name, pa.int64()) for name in ("claims", "outlets", "origins")),
        ]
    ),
    "case_claims": pa.schema([("case", _TEXT), ("claim", _TEXT)]),
    "case_links": pa.schema([(name, _TEXT) for name in ("case", "left", "right", "relation", "field", "reason")]),
    "case_disputes": pa.schema(
        [*((name, _TEXT) for name in ("case", "kind", "field", "what")), ("side", pa.int32()), ("claim", _TEXT)]
    ),
    "talks": pa.schema([(name, _TEXT) for name in ("talks", *STEPS, "claim")]),
}


def _across(material: Material) -> dict[str, list[Plain]]:
    rows = case_rows(material.cases)
    return {
        "cases": [{name: getattr(row, name) for name in ACROSS["cases"].names} for row in rows],
        "case_claims": [{"case": case.case, "claim": name} for case in material.cases for name in case.claims],
        "case_links": [
            {"case": case.case, **{name: getattr(link, name) for name in ACROSS["case_links"].names[1:]}}
            for case in material.cases
            for link in case.links
        ],
        "case_disputes": [
            {"case": case.case, "kind": one.kind, "field": one.field, "what": one.what, "side": side, "claim": name}
            for case in material.cases
            for one in case.disputes
            for side, names in enumerate(one.sides, 1)
            for name in names
        ],
        "talks": [
            {"talks": row.talks, "claim": f"{row.report}:{row.claim}", **{name: getattr(row, name) for name in STEPS}}
            for row in talks_rows(material.talks, {})
        ],
    }


class _Sink:
    """A table on its way to a file."""

    def __init__(self, path: Path, schema: pa.Schema, parquet: bool) -> None:
        self._schema, self.count = schema, 0
        if parquet:
            self._parquet = pq.ParquetWriter(path.with_suffix(".parquet"), schema)
        else:
            self._file = path.with_suffix(".csv").open("w", encoding="utf-8", newline="")
            self._csv = csv.writer(self._file, lineterminator="\n")
            self._csv.writerow(schema.names)
        self._is_parquet = parquet

    def add(self, table: pa.Table) -> None:
        """More rows."""
        self.count += table.num_rows
        if self._is_parquet:
            self._parquet.write_table(table)
            return
        for row in table.to_pylist():
            cells = ("; ".join(map(str, value)) if isinstance(value, list) else value for value in row.values())
            self._csv.writerow([_cell(cell) for cell in cells])

    def close(self) -> int:
        """How many rows were written."""
        (self._parquet if self._is_parquet else self._file).close()
        return self.count


#: one export of a ledger is one bundle, whenever it is made.
BUNDLE = "bundle--5b3c8a1e-6f0d-5c8e-9a55-0c3a5d1b7e02"
UNKNOWN = "Ids and codes of the data set's own (conflicts, dyads, regions, grid cells) are its keepers' to give."
FORMATS: dict[str, Format] = {
    "csv": Format("All tables as CSV, a folder", _write_tables(False)),
    "parquet": Format("All tables as Parquet, a folder", _write_tables(True)),
    "geojson": Format(
        "Claims with coordinates as GeoJSON", _write_object({"type": "FeatureCollection"}, "features", geo_features)
    ),
    "ucdp": Format(
        "UCDP GED, 49 columns, a row an occurrence of violence with a death claimed",
        _write_rows(UCDP_COLUMNS, ucdp_rows),
        rule="ucdp",
        empty=f"{UNKNOWN} deaths_a, deaths_b, deaths_civilians, deaths_unknown: no claim splits a best estimate.",
    ),
    "acled": Format(
        "ACLED, 31 columns, a row an occurrence",
        _write_rows(ACLED_COLUMNS, acled_rows),
        rule="most-conservative",
        empty=f"{UNKNOWN} assoc_actor, admin2, admin3, source_scale, tags, timestamp; fatalities if none are claimed.",
    ),
    "polecat": Format(
        "POLECAT, 40 columns, tab-separated, a row a claim of an event",
        _write_rows(POLECAT_COLUMNS, polecat_rows, "\t"),
        empty="COW codes, Wikipedia ids and feature types are not resolved.",
    ),
    "ngec": Format("NGEC's JSON Lines, one a claim of an event", _write_lines(ngec_lines)),
    "plover": Format("PLOVER JSON Lines, one a claim of an event", _write_lines(plover_lines)),
    "maverick": Format(
        "MAVERICK / eventreport, a row a report's claim of violence",
        _write_rows(MAVERICK_COLUMNS, maverick_rows),
        empty="Of an actor, what is coded of its role beyond doer and victim; damage; kind and class of the source.",
    ),
    "schemaorg": Format(
        "schema.org Claim, JSON-LD",
        _write_object({"@context": ["https://schema.org", {"sayso": NAMESPACE}]}, "@graph", schema_claims),
    ),
    "annotations": Format(
        "W3C Web Annotations; positions count Unicode code points",
        _write_object(
            {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "id": "urn:sayso:annotations"},
            "items",
            find_annotations,
        ),
    ),
    "stix": Format(
        "STIX 2.1 bundle",
        _write_object(
            {"type": "bundle", "id": "bundle--5b3c8a1e-6f0d-5c8e-9a55-0c3a5d1b7e02"}, "objects", stix_objects
        ),
    ),
}

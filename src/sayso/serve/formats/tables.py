"""All tables in a folder, as CSV or Parquet: those of single reports, and cases, their links and disputes, talks."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..exports import SCHEMAS, to_arrow
from ..views import case_rows, talks_rows
from .material import Material
from .writers import Step, Writer, counted, make_cell

Plain = dict[str, Any]

#: readings turned into tables at once.
PAGE = 500
_TEXT = pa.string()
STEPS = ("issue", "parties", "stage", "agreement", "mediator", "on")
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


def write_tables(suffix: str) -> Writer:
    """A folder with a file a table; ``suffix`` is ".csv" or ".parquet"."""

    def write(material: Material, path: Path, step: Step) -> int:
        path.mkdir()
        with ExitStack() as stack:
            sinks = {name: _Sink(path / f"{name}{suffix}", schema) for name, schema in {**SCHEMAS, **ACROSS}.items()}
            for sink in sinks.values():
                stack.callback(sink.close)
            readings = iter(material.readings())
            while page := list(islice(counted(readings, step), PAGE)):
                for name, table in to_arrow(page).items():
                    sinks[name].add(table)
            for name, rows in _across(material).items():
                sinks[name].add(pa.Table.from_pylist(rows, schema=ACROSS[name]))
        return sum(sink.count for sink in sinks.values())

    return write


def is_table(path: Path) -> bool:
    """True for a file that an export of tables makes."""
    return path.is_file() and path.suffix in (".csv", ".parquet") and path.stem in {**SCHEMAS, **ACROSS}


class _Sink:
    """A table on its way to a file."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.count = 0
        self._file: Any
        self._rows: Any = None
        if path.suffix == ".parquet":
            self._file = pq.ParquetWriter(path, schema)
            return
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(schema.names)

    def add(self, table: pa.Table) -> None:
        """More rows."""
        self.count += table.num_rows
        if self._rows is None:
            self._file.write_table(table)
            return
        for row in table.to_pylist():
            cells = ("; ".join(map(str, value)) if isinstance(value, list) else value for value in row.values())
            self._rows.writerow([make_cell(cell) for cell in cells])

    def close(self) -> None:
        """No more rows."""
        self._file.close()

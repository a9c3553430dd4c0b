"""Exports that load elsewhere unchanged: a ledger's claims and cases in the formats of the field.

- `material`      readings, cases and talks, and the occurrences that event-level formats have a row for
- `codes`         countries, PLOVER's quads and scores, ACLED's types and kinds of actors
- `counted_rows`  UCDP GED, ACLED, MAVERICK
- `coded_rows`    POLECAT, PLOVER JSON, NGEC
- `linked`        GeoJSON, schema.org, Web Annotation
- `stix`          STIX 2.1
- `tables`        all tables, CSV or Parquet, a folder
- `writers`       rows, lines and objects on their way to a file
- `catalogue`     every format: its writer, its counting rule, what stays empty in it and why
- `files`         where an export goes, whole or not at all, with a page about it beside it
"""

from __future__ import annotations

from .catalogue import FORMATS, Format
from .files import find_obstacle, write_export
from .material import Material, narrow_reading

__all__ = ["FORMATS", "Format", "Material", "find_obstacle", "narrow_reading", "write_export"]

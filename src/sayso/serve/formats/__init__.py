"""Exports that load elsewhere unchanged: a ledger's claims and cases in the formats of the field.

- `material`      readings, cases and talks, and the occurrences that event-level formats have a row for
- `codes`         countries, PLOVER's quads and scores, ACLED's types and kinds of actors
- `counted_rows`  UCDP GED, ACLED, MAVERICK
- `coded_rows`    POLECAT, PLOVER JSON, NGEC
- `linked`        GeoJSON, schema.org, Web Annotation, STIX
- `files`         how each is written, whole or not at all, with a page about it beside it
"""

from __future__ import annotations

from .files import FORMATS, Format, write_export
from .material import Material

__all__ = ["FORMATS", "Format", "Material", "write_export"]

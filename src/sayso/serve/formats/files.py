"""Where an export goes: to a file or folder of its own, whole or not at all, and a page about it beside it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...reconcile.estimates import load_rules
from ...records import Reading
from .catalogue import FORMATS
from .material import Material
from .tables import is_table
from .writers import Step


def write_export(format_: str, material: Material, path: Path, step: Step) -> int:
    """Writes an export, beside it ``PATH.about.json``; how many rows or objects it has. Stopped, nothing is left."""
    path = path.resolve()
    seen: set[str] = set()

    def readings() -> Iterator[Reading]:
        for reading in material.readings():
            seen.add(reading.report.id)
            yield reading

    work = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        count = FORMATS[format_].write(replace(material, readings=readings), work / "new", step)
        about = _render_about(format_, material, {"count": count, "reports": len(seen), "cases": len(material.cases)})
        (work / "about").write_text(about, encoding="utf-8")
        _put(work / "new", path, work / "old")
        os.replace(work / "about", about_path(path))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return count


def find_obstacle(format_: str, path: Path, *, force: bool) -> str | None:
    """Why an export cannot go there, and what to do; nothing that is not an export itself is ever written over."""
    folder, path = FORMATS[format_].folder, path.resolve()
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}; make it first"
    if folder and path.exists() and not path.is_dir():
        return f"{path} is a file, and {format_} makes a folder; name another"
    if not folder and path.is_dir():
        return f"{path} is a folder; name a file in it"
    if folder and path.is_dir():
        strange = sorted(one.name for one in path.iterdir() if not is_table(one))
        if strange:
            return f"{path} holds what is no table of an export ({strange[0]}); name a new folder"
    if path.exists() and not force:
        return f"{path} is there already; --force writes over it"
    return None


def about_path(path: Path) -> Path:
    """The page about an export."""
    return path.with_name(f"{path.name}.about.json")


def _put(new: Path, path: Path, old: Path) -> None:
    """Moves it there; a folder in its place is put aside first, and back if that fails."""
    if not path.is_dir():
        os.replace(new, path)
        return
    os.replace(path, old)
    try:
        os.replace(new, path)
    except OSError:
        os.replace(old, path)
        raise


def _render_about(format_: str, material: Material, counts: dict[str, int]) -> str:
    chosen = FORMATS[format_]
    rule = next((one for one in load_rules() if chosen.rule and one.id == material.rule), None)
    about: dict[str, Any] = {
        "format": format_,
        "what": chosen.what,
        "made_by": material.made_by,
        **counts,
        "asked": dict(material.asked),
        "figures": f"by the rule “{rule.id}” of sayso" if rule else "as each claim has them",
        "rule": {"id": rule.id, "does": rule.does, "source": rule.source} if rule else None,
        "empty": [{"columns": list(columns), "why": why} for columns, why in chosen.empty.items()],
        "notes": list(chosen.notes),
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"

"""Loads and checks what lies in `data/`: its only reader.

A table is a TOML file of ``[[entry]]`` arrays or a TSV file with a header. Every entry is made into the caller's frozen
dataclass, so a room states the shape of its knowledge beside the code that uses it. A bad file fails at load, naming
file, entry and field. Entries of rule tables carry ``id``, ``matches`` and ``misses``; `tests/test_data.py` sees to it.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class LexiconError(Exception):
    """A file in `data/` is not as its reader expects; says which file, entry and field."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of the model and the SHA-256 that it must have."""

    file: str
    sha256: str


@functools.cache
def load_table(name: str, entry: type[T]) -> tuple[T, ...]:
    """All entries of ``data/name`` as ``entry``, e.g. ``load_table("cues.toml", CueEntry)``."""
    check = TypeAdapter(entry)
    loaded = []
    for number, row in enumerate(_rows(name), 1):
        try:
            loaded.append(check.validate_python(row))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            who = row.get("id") or f"entry {number}"
            raise LexiconError(f"data/{name}: {who}: field {field!r}: {first['msg']}") from error
    ids = [row.id for row in loaded if hasattr(row, "id")]
    twice = {one for one in ids if ids.count(one) > 1} if len(ids) < 5000 else set()
    if twice:
        raise LexiconError(f"data/{name}: ids stand twice: {', '.join(sorted(twice))}")
    return tuple(loaded)


def load_text(name: str) -> str:
    """The file ``data/name`` as it stands."""
    return load_bytes(name).decode("utf-8")


def load_bytes(name: str) -> bytes:
    """The bytes of the file ``data/name``."""
    return resources.files("sayso").joinpath("data", name).read_bytes()


def load_model_hash() -> str:
    """One hash for all files of the model: two readings with the same one were made by the same weights."""
    parts = sorted(one.sha256 for one in load_table("model/model.toml", ModelFile))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def load_model_file(name: str) -> bytes:
    """The bytes of ``data/model/name``; a file that is not the one named in `model.toml` is refused."""
    content = load_bytes(f"model/{name}")
    wanted = {one.file: one.sha256 for one in load_table("model/model.toml", ModelFile)}
    if hashlib.sha256(content).hexdigest() != wanted.get(name):
        raise LexiconError(f"data/model/{name}: not the file that model.toml names; install sayso anew")
    return content


def _rows(name: str) -> list[dict[str, Any]]:
    text = load_text(name)
    if name.endswith(".tsv"):
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{key: value for key, value in row.items() if value} for row in table]
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"data/{name}: not TOML: {error}") from error
    rows = plain.get("entry")
    if not isinstance(rows, list):
        raise LexiconError(f"data/{name}: has no [[entry]] tables")
    return rows

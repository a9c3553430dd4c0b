"""JSON Lines: ``{"id", "text", "published"?, "outlet"?, "title"?, "url"?, "language"?}``, one report a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from ..records import Problem
from .encoding import find_binary, parse_text
from .meta import Limits, Loaded, Meta, Origin, make_report, name_problems, refuse


def load_lines(file: io.BufferedReader, where: str, meta: Meta, limits: Limits) -> Iterator[Loaded]:
    """One report, or one problem, for each line; the id of a line that has none is ``line-7``."""
    most = limits.settings.max_bytes
    number = 0
    while data := file.readline(most + 1):
        number += 1
        place = f"{where}:{number}"
        if len(data) > most and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = file.readline(most)
            yield refuse("line.too-large", f"{place}: more than max_bytes = {most:,} in one line", f"line-{number}")
            continue
        yield _load_line(data.rstrip(b"\r\n"), Origin(place, b"", f"line-{number}"), meta, limits)
        if number == 1 and find_binary(data):
            return
    if not number:
        yield refuse("file.empty", f"{where}: there is nothing in it", where)


def _load_line(data: bytes, origin: Origin, meta: Meta, limits: Limits) -> Loaded:
    name = origin.id or origin.where
    if binary := find_binary(data):
        return refuse("file.binary", f"{origin.where}: this is {binary}, not JSON Lines", name)
    if not data.strip():
        return refuse("line.empty", f"{origin.where}: the line is empty; expected one JSON object a line", name)
    words, problems = parse_text(data, origin.where)
    if words is None:
        return None, name_problems(problems, name)
    try:
        row = json.loads(words)
    except (ValueError, RecursionError) as error:
        return refuse("line.not-json", f"{origin.where}: not JSON: {error}; expected one object a line", name)
    if not isinstance(row, dict):
        message = f'{origin.where}: not an object; expected {{"id": …, "text": …}}'
        return refuse("line.not-json", message, name)
    report, more = _load_row(row, replace(origin, data=data), meta, limits)
    return report, name_problems(problems, report.id if report else name) + more


def _load_row(row: dict[str, Any], origin: Origin, meta: Meta, limits: Limits) -> Loaded:
    given = _parse_id(row.get("id"))
    text = row.get("text")
    if not isinstance(text, str):
        found = "there is none" if text is None else f"it is {type(text).__name__}"
        message = f'{origin.where}: needs "text", a string; {found}'
        return refuse("line.no-text", message, given or origin.id or origin.where)
    said, problems = _parse_meta(row, origin.where)
    report, more = make_report(text, said.over(meta), replace(origin, id=given), limits)
    if report is None and given is None:
        return None, name_problems(more, origin.id or origin.where)
    return report, name_problems(problems, report.id if report else given or origin.where) + more


def _parse_id(value: object) -> str | None:
    """The id as text: "03", 3 is "3", "" is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return "".join(char for char in str(value) if char.isprintable()).strip() or None


def _parse_meta(row: dict[str, Any], where: str) -> tuple[Meta, tuple[Problem, ...]]:
    known: dict[str, str] = {}
    problems = []
    for name in (field.name for field in fields(Meta)):
        value = row.get(name)
        if isinstance(value, str):
            known[name] = value
        elif value is not None:
            message = f'{where}: "{name}" should be a string, not {type(value).__name__}; left out'
            problems.append(Problem("line.field", message))
    return Meta(**known), tuple(problems)

"""How rows, lines and objects are written, one after the other, so that a large export is never held in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..exports import FORMULA_STARTS
from ..wording import LINE_ENDS
from .material import Material

Plain = dict[str, Any]
#: called after each row or object.
Step = Callable[[], None]
#: writes an export to a path, and says how many rows or objects it has.
Writer = Callable[[Material, Path, Step], int]


def write_rows(
    columns: Sequence[str], find_rows: Callable[[Material], Iterator[Plain]], delimiter: str = ","
) -> Writer:
    """A table with a header."""

    def write(material: Material, path: Path, step: Step) -> int:
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            writer.writerow(columns)
            for row in counted(find_rows(material), step):
                writer.writerow([make_cell(row[name]) for name in columns])
                count += 1
        return count

    return write


def write_lines(find_lines: Callable[[Material], Iterator[Plain]]) -> Writer:
    """JSON Lines."""

    def write(material: Material, path: Path, step: Step) -> int:
        count = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for line in counted(find_lines(material), step):
                file.write(render_json(line) + "\n")
                count += 1
        return count

    return write


def write_object(
    head: Plain,
    key: str,
    find_parts: Callable[[Material], Iterator[Plain]],
    *,
    tail: Callable[[Iterable[str]], Plain] | None = None,
) -> Writer:
    """One JSON object with a list in it, a part a line; ``tail`` makes what is known only of the ids of all parts."""

    def write(material: Material, path: Path, step: Step) -> int:
        count, ids = 0, []
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(render_json(head)[:-1] + f', "{key}": [')
            for part in counted(find_parts(material), step):
                file.write(("," if count else "") + "\n" + render_json(part))
                count += 1
                if tail:
                    ids.append(part["id"])
            file.write("\n]" + (", " + render_json(tail(ids))[1:-1] if tail else "") + "}\n")
        return count

    return write


def counted(rows: Iterable[Any], step: Step) -> Iterator[Any]:
    """The rows, each told of."""
    for row in rows:
        step()
        yield row


def make_cell(value: object) -> object:
    """A cell; words that a spreadsheet would run as a formula get an apostrophe in front, numbers never."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def render_json(plain: Plain) -> str:
    """One object on one line, whatever a reader takes for the end of a line."""
    return json.dumps(plain, ensure_ascii=False).translate(LINE_ENDS)

"""Lines out, and what goes to standard error: problems and progress."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import click

from ..contract import reading_to_dict
from ..records import Problem, Reading
from ..serve.wording import LINE_ENDS

#: seconds between two counts on standard error when it is no terminal.
EVERY = 10.0


def json_line(plain: dict[str, Any]) -> bytes:
    """One object on one line, UTF-8."""
    return json.dumps(plain, ensure_ascii=False).translate(LINE_ENDS).encode("utf-8", "replace") + b"\n"


def reading_line(reading: Reading) -> bytes:
    """The contract line of a report."""
    return json_line(reading_to_dict(reading))


def unread_line(name: str, problems: Iterable[Problem]) -> bytes:
    """The contract line of what could not be read: ``{"id", "problems"}``."""
    return json_line({"id": name, "problems": [asdict(problem) for problem in problems]})


def row_dict(row: Any) -> dict[str, Any]:
    """A flat row as a JSON object, ``id`` first where it has a name of its own."""
    plain = {field.name.rstrip("_"): getattr(row, field.name) for field in fields(row)}
    return {"id": row.name, **plain} if hasattr(type(row), "name") and "name" not in plain else plain


def write_lines(lines: Iterable[bytes]) -> None:
    """Bytes to standard output, whatever the terminal's encoding."""
    out = sys.stdout.buffer
    for line in lines:
        out.write(line)
    out.flush()


def tell(message: str) -> None:
    """A line for the person, on standard error."""
    click.echo(message, err=True)


def tell_problems(problems: Iterable[Problem]) -> None:
    """What could not be read, one line each."""
    for problem in problems:
        tell(f"{problem.code}: {problem.message}")


class LinesOut:
    """A file of lines that is whole after every line; with ``resume`` it goes on where an earlier run stopped."""

    def __init__(self, path: str | None, *, resume: bool = False) -> None:
        self.done, self.last = 0, None
        self._file: BinaryIO
        if path is None:
            self._file = sys.stdout.buffer
            return
        if resume and Path(path).exists():
            self.done, self.last, whole = _whole_lines(path)
            os.truncate(path, whole)
        self._file = open(path, "ab" if resume else "wb")  # noqa: SIM115

    def write(self, line: bytes) -> None:
        """Adds a line and hands it to the system, so that a kill loses none before it."""
        self._file.write(line)
        self._file.flush()

    def close(self) -> None:
        """Closes the file, unless it is standard output."""
        if self._file is not sys.stdout.buffer:
            self._file.close()


def _whole_lines(path: str) -> tuple[int, str | None, int]:
    """Whole lines in an earlier output, the id in the last of them, and the bytes that they fill."""
    count = size = 0
    last = b""
    with open(path, "rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                count, size, last = count + 1, size + len(line), line
    return count, _id_in(last), size


def _id_in(line: bytes) -> str | None:
    try:
        plain = json.loads(line)
        return str(plain["report"]["id"] if "report" in plain else plain["id"])
    except (ValueError, KeyError, TypeError):
        return None


class Progress:
    """How far long work is: a bar on a terminal, else a count every few seconds. Short work shows nothing."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self._what, self._total = what, total
        self.count = 0
        self._last = time.monotonic()
        self._stack = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            left = (TimeElapsedColumn(), TimeRemainingColumn()) if self._total else (TimeElapsedColumn(),)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *left)
            self._bar = self._stack.enter_context(Bar(*columns, console=Console(stderr=True), transient=True))
            self._bar.add_task(self._what, total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def step(self) -> None:
        """One more is done."""
        self.reach(self.count + 1)

    def reach(self, count: int) -> None:
        """So many are done."""
        self.count = count
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=count)
        elif time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            tell(f"{self._what}: {self.count:,}" + (f" of {self._total:,}" if self._total else ""))

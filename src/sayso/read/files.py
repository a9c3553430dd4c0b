"""Opens a path or standard input and hands out its reports, one after the other."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from ..settings import Settings
from .encoding import find_binary, parse_text
from .lines import load_lines
from .meta import Limits, Loaded, Meta, Origin, make_report, name_problems, refuse

FileKind = Literal["text", "html", "jsonl"]
EXTENSIONS: dict[str, FileKind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
}  # fmt: skip
PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<?xml")
#: bytes looked at to tell the kind of a file without an extension that says it.
HEAD = 8_192
STANDARD_INPUT = "-"


def load_reports(
    path: str,
    *,
    meta: Meta | None = None,
    settings: Settings | None = None,
    today: date | None = None,
    kind: FileKind | None = None,
) -> Iterator[Loaded]:
    """Every report in a file ("story.txt", "page.html", "day.jsonl", "-"), or what is wrong with it."""
    meta, limits = meta or Meta(), Limits(settings or Settings(), today)
    where = "standard input" if path == STANDARD_INPUT else path
    try:
        with _open(path) as file:
            yield from _load(file, Origin(where, b""), meta, limits, kind or _kind_of(path, file))
    except OSError as error:
        yield refuse(*_os_trouble(error, where), where)


def count_reports(path: str, *, kind: FileKind | None = None) -> int | None:
    """How many reports there are to read: one a file, one a line of JSON Lines; None for standard input."""
    if path == STANDARD_INPUT:
        return None
    try:
        with _open(path) as file:
            return sum(1 for _ in file) if (kind or _kind_of(path, file)) == "jsonl" else 1
    except OSError:
        return 1


def _open(path: str) -> io.BufferedReader:
    if path == STANDARD_INPUT:
        return io.BufferedReader(_Borrowed(sys.stdin.buffer), HEAD)
    return io.BufferedReader(io.FileIO(path), HEAD)


class _Borrowed(io.RawIOBase):
    """A stream that somebody else opened and closes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = getattr(self._stream, "read1", self._stream.read)
        data: bytes = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _kind_of(path: str, file: io.BufferedReader) -> FileKind:
    kind = EXTENSIONS.get(Path(path).suffix.lower())
    if kind:
        return kind
    head = file.peek(HEAD)[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:20].lower().startswith(PAGE_STARTS):
        return "html"
    return "jsonl" if head.startswith(b"{") and _is_line(head) else "text"


def _is_line(head: bytes) -> bool:
    """True when the first line is a JSON object; a line longer than the head is taken for one by its first key."""
    line, newline, _ = head.partition(b"\n")
    if not newline and len(head) >= HEAD - len(b"\xef\xbb\xbf"):
        return line.lstrip(b"{ ").startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _load(file: io.BufferedReader, origin: Origin, meta: Meta, limits: Limits, kind: FileKind) -> Iterator[Loaded]:
    if kind == "jsonl":
        yield from load_lines(file, origin.where, meta, limits)
    else:
        yield _load_whole(file, origin.where, meta, limits, kind)


def _load_whole(file: io.BufferedReader, where: str, meta: Meta, limits: Limits, kind: FileKind) -> Loaded:
    most = limits.settings.max_bytes
    data = file.read(most + 1)
    if len(data) > most:
        size = os.fstat(file.fileno()).st_size if where != "standard input" else len(data)
        message = f"{where}: {size:,} bytes or more, more than max_bytes = {most:,}; split it"
        return refuse("file.too-large", message, where)
    binary = find_binary(data)
    if binary:
        message = f"{where}: this is {binary}, not text, HTML or JSON Lines; convert it to text first"
        return refuse("file.binary", message, where)
    if kind == "html":
        from .pages import load_page

        return load_page(data, meta, where, limits)
    text, problems = parse_text(data, where)
    if text is None:
        return None, name_problems(problems, where)
    report, more = make_report(text, meta, Origin(where, data), limits)
    return report, name_problems(problems, report.id if report else where) + more


def _os_trouble(error: OSError, where: str) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "file.missing", f"{where}: there is no such file"
    if isinstance(error, IsADirectoryError):
        return "file.directory", f"{where}: is a folder; name the files in it, as in {where.rstrip('/')}/*.txt"
    return "file.unreadable", f"{where}: cannot be read: {error.strerror or error}"

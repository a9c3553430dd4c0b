"""Texts with nested marks, `{LABEL:words}` or `{LABEL|words}`: what stands between, and where each mark lies."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from sayso.records import Span

BREAK = "\n\n"


def parse_braces(marked: str, opening: re.Pattern[str]) -> tuple[str, list[tuple[re.Match[str], Span]]]:
    """The bare text and its marks, the outer after the inner; ``¶`` is a paragraph break.

    ``opening`` matches a mark up to its first word. ValueError for a brace that nothing opens or closes.
    """
    out: list[str] = []
    open_: list[tuple[re.Match[str], int]] = []
    found: list[tuple[re.Match[str], Span]] = []
    length = at = 0
    while at < len(marked):
        begins = opening.match(marked, at)
        if begins:
            open_.append((begins, length))
            at = begins.end()
            continue
        if marked[at] == "}" and open_:
            match, start = open_.pop()
            found.append((match, Span(start, length)))
        elif marked[at] in "{}":
            raise ValueError(f"no mark here: {marked[at : at + 40]!r}")
        else:
            out.append(BREAK if marked[at] == "¶" else marked[at])
            length += len(out[-1])
        at += 1
    if open_:
        raise ValueError(f"left open: {open_[-1][0].group()!r}")
    return "".join(out), found


def load_lines(path: Path, half: str) -> list[list[str]]:
    """The tab-parted lines of a gold file in a half: visible (to be looked at), held-out (scored only), all."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [line for line in lines if half == "all" or is_visible(line[0]) == (half == "visible")]


def is_visible(name: str) -> bool:
    """True for the half that may be looked at: the SHA-256 of the id begins with an even byte."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def run_halves(about: str | None, score: Callable[..., dict[str, float]], *, half: str = "held-out") -> None:
    """The command line of a set in halves: prints the figures, and errors of the half that may be looked at."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("visible", "held-out", "all"), default=half)
    parser.add_argument("--verbose", action="store_true", help="show errors, of the visible half alone")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.verbose and args.half != "visible":
        parser.error("errors are looked at in the visible half alone: add --half visible")
    figures = score(args.half, verbose=args.verbose)
    print(json.dumps(figures) if args.json else "\n".join(f"{name:22} {value:.3f}" for name, value in figures.items()))

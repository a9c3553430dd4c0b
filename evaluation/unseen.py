"""The third of some measuring sets that the reader has not learned from: a folder with it, to be scored like the whole.

    python evaluation/unseen.py ../shared/bench [--json]

prints the headline of each such set's third. Which texts they are hangs on their ids alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

#: sets of which two thirds of the visible part are in `training/marks` or are read by `training/bundle.py`.
LEARNED_FROM = ("case2021", "event_location", "factuality", "plover/gsr", "plover/plv")


def is_unseen(name: str) -> bool:
    """True for a text, by its id, that measures alone."""
    return zlib.crc32(name.encode()) % 3 == 0


def write_third(bench: Path, name: str, folder: Path) -> None:
    """The unseen third of a set in ``folder``, laid out like the bench."""
    (folder / name).mkdir(parents=True)
    (folder / "score").symlink_to((bench / "score").resolve())
    for file in ("in.jsonl", "gold.jsonl"):
        lines = (bench / name / file).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for line in lines if line.strip() and is_unseen(json.loads(line)["id"]))
        (folder / name / file).write_text("".join(kept), encoding="utf-8")


def score_set(bench: Path, name: str) -> dict[str, dict[str, Any]]:
    """{set: all figures of its scorer} by the bench's own driver."""
    program = f"{Path(sys.executable).parent / 'sayso'}"
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        command = [sys.executable, str(bench / "score" / "measure.py"), str(bench), "--program", program]
        subprocess.run([*command, "--json", str(figures), "--only", name], check=True, stdout=sys.stderr)
        loaded: dict[str, dict[str, Any]] = json.loads(figures.read_text(encoding="utf-8"))
    return loaded


def score_third(bench: Path, name: str) -> dict[str, dict[str, Any]]:
    """The same of its unseen third, which is named so."""
    with tempfile.TemporaryDirectory() as folder:
        write_third(bench, name, Path(folder))
        return {f"{name} (unseen third)": figures for figures in score_set(Path(folder), name).values()}


def main() -> None:
    """Prints the headlines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = {name: figures["value"] for one in LEARNED_FROM for name, figures in score_third(args.bench, one).items()}
    print(json.dumps(found) if args.json else "\n".join(f"{name:32} {value:.3f}" for name, value in found.items()))


if __name__ == "__main__":
    main()

"""Attribution on PolNeAR's dev part: rules, reader and both; under other typography; and words a second.

    python evaluation/attribution.py [--shared ../shared] [--part dev] [--articles N] [--variants] [--speed]

Scores come from the bench's own scorer. `--variants` writes the same texts with straight, curly and British single
quotation marks, without their last line break, hard-wrapped at 72 columns and with headlines in capitals, and scores
each. `--speed` measures the reader alone beside spaCy's bare pipeline, one core, in one run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sayso.records import Report
from sayso.understand import attribution as stage
from sayso.understand.attributor import find_findings
from sayso.understand.looks import look_at
from sayso.understand.marks import AttributionMark, Finding
from sayso.understand.parse import load_parser
from sayso.understand.segment import Segments, find_segments

Row = dict[str, Any]
#: text and the gold attributions that point into it.
Variant = Callable[[str], tuple[str, list[int]]]


def same_length(change: Callable[[str], str]) -> Variant:
    """A change of characters that moves none."""

    def make(text: str) -> tuple[str, list[int]]:
        changed = change(text)
        assert len(changed) == len(text)
        return changed, list(range(len(text) + 1))

    return make


def curl(text: str) -> str:
    """Straight double marks as curly ones, opening after a blank, and apostrophes as they are printed."""
    out, before = [], " "
    for letter in straighten(text):
        opens = before.isspace() or before in "([-"
        out.append(("“" if opens else "”") if letter == '"' else ("‘" if opens else "’") if letter == "'" else letter)
        before = letter
    return "".join(out)


def straighten(text: str) -> str:
    """Curly marks as straight ones."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def make_british(text: str) -> str:
    """Double marks as single ones, and single ones within them as double."""
    return curl(text).translate(str.maketrans("“”‘", "‘’“"))


def shout(text: str) -> str:
    """The first line, which is the headline, in capitals."""
    head, *rest = text.split("\n", 1)
    capital = "".join(c.upper() if len(c.upper()) == 1 else c for c in head)
    return "\n".join([capital, *rest])


def wrap(text: str) -> tuple[str, list[int]]:
    """Paragraphs broken at 72 columns, a blank line between them; where each character went."""
    out: list[str] = []
    places = [0] * (len(text) + 1)
    length = at = 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lines = textwrap.wrap(paragraph, 72, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
            inside = at
            for line in lines:
                inside = text.index(line.split()[0], inside)
                for word_at, letter in _letters(text, inside, line):
                    places[word_at] = length + letter
                inside = max(w for w, _ in _letters(text, inside, line)) + 1
                out.append(line)
                length += len(line) + 1
            out.append("")
            length += 1
        at += len(paragraph) + 1
    joined = "\n".join(out)
    for n in range(1, len(places)):
        places[n] = places[n] or places[n - 1]
    return joined, places


def _letters(text: str, start: int, line: str) -> list[tuple[int, int]]:
    """(place in the text, place in the line) of each character of a wrapped line but for blanks."""
    found = []
    for n, letter in enumerate(line):
        if not letter.isspace():
            start = text.index(letter, start)
            found.append((start, n))
            start += 1
    return found


VARIANTS: dict[str, Variant] = {
    "as printed": same_length(lambda text: text),
    "straight quotes": same_length(straighten),
    "curly quotes": same_length(curl),
    "British single quotes": same_length(make_british),
    "headlines in capitals": same_length(shout),
    "no final line break": lambda text: (text.rstrip(), list(range(len(text) + 1))),
    "hard-wrapped at 72": wrap,
}


def read_rows(path: Path) -> list[Row]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def vary(texts: list[Row], golds: list[Row], variant: Variant) -> tuple[list[Row], list[Row]]:
    """The texts as a variant has them, and the gold moved along."""
    out_texts, out_golds = [], []
    for text, gold in zip(texts, golds, strict=True):
        changed, places = variant(text["text"])
        moved = [
            {
                role: [[places[s], places[e - 1] + 1] for s, e in one.get(role) or []]
                for role in ("source", "cue", "content")
            }
            for one in gold["attributions"]
        ]
        out_texts.append({**text, "text": changed})
        out_golds.append({"id": gold["id"], "attributions": moved})
    return out_texts, out_golds


def contract_line(row: Row, marks: Iterable[AttributionMark]) -> str:
    """The marks of a report as a contract line of views, one an attribution."""
    marks = list(marks)
    claims = []
    for number, mark in enumerate(marks):
        chain: list[Row] = []
        at: int | None = number
        while at is not None and len(chain) < 8:
            chain.insert(
                0, {"source": {"text": "", "span": marks[at].source}, "cue": {"text": "", "span": marks[at].cue}}
            )
            at = marks[at].parent
        claims.append({"id": f"C{number}", "attribution": chain, "content": mark.content})
    return json.dumps({"version": 1, "report": {"id": row["id"], "text": row["text"]}, "claims": claims})


def score_marks(shared: Path, texts: list[Row], golds: list[Row], marks: list[Iterable[AttributionMark]]) -> Any:
    """The bench scorer's result on these marks."""
    sys.path.insert(0, str(shared / "bench" / "score"))
    scorer = importlib.import_module("polnear")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for name, lines in (
            ("in.jsonl", map(json.dumps, texts)),
            ("gold.jsonl", map(json.dumps, golds)),
            ("out.jsonl", (contract_line(t, m) for t, m in zip(texts, marks, strict=True))),
        ):
            (where / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return scorer.score(str(where / "gold.jsonl"), str(where / "out.jsonl"))


def read_alone(segments: Segments) -> list[Finding]:
    """What the trained reader finds."""
    return find_findings(look_at(segments), segments.sentences)


def reader_marks(segments: Segments) -> list[AttributionMark]:
    """The reader's attributions alone, each enclosed by the narrowest that holds its cue."""
    return list(stage.mark_drafts(segments, stage.join_drafts(segments, read_alone(segments), [])))


def rule_marks(segments: Segments) -> list[AttributionMark]:
    """The rules' attributions alone."""
    return list(stage.find_attributions(segments, [])[0])


def both_marks(segments: Segments) -> list[AttributionMark]:
    """As `sayso read` has them."""
    return list(stage.find_attributions(segments, read_alone(segments))[0])


FIGURES = ("attribution whole", "attribution agr", "content exact", "content soft", "cue exact", "source exact")


def render_row(name: str, result: Any) -> str:
    """One line of the table: F1 of each figure, and the share of right sources."""
    values = [result.values[figure][2] for figure in FIGURES] + [result.values["source right | content"]]
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def show_tables(shared: Path, part: str, *, variants: bool, articles: int | None) -> None:
    """Prints the table of readers, or that of variants."""
    folder = shared / "bench" / "polnear" / part
    texts, golds = read_rows(folder / "in.jsonl")[:articles], read_rows(folder / "gold.jsonl")[:articles]
    print("| | whole | agr | content exact | content soft | cue exact | source exact | right source |")
    print("|---|---|---|---|---|---|---|---|")
    for name, variant in VARIANTS.items() if variants else [("as printed", VARIANTS["as printed"])]:
        some, gold = vary(texts, golds, variant)
        parsed = [find_segments(Report(row["id"], row["text"]))[0] for row in some]
        ways = {name: both_marks} if variants else {"rules": rule_marks, "reader": reader_marks, "both": both_marks}
        for way, find in ways.items():
            print(render_row(way, score_marks(shared, some, gold, [find(one) for one in parsed])), flush=True)


def show_speed(shared: Path, part: str) -> None:
    """Prints words a second of processor time: spaCy's pipeline, then the reader on the same texts."""
    rows = read_rows(shared / "bench" / "polnear" / part / "in.jsonl")[:30]
    words = sum(len(row["text"].split()) for row in rows)
    load_parser()("A first sentence, so that loading does not count.")
    start = time.process_time()
    parsed = [find_segments(Report(row["id"], row["text"]))[0] for row in rows]
    middle = time.process_time()
    read_alone(parsed[0])
    begin = time.process_time()
    for one in parsed:
        read_alone(one)
    bare, reader = words / (middle - start), words / (time.process_time() - begin)
    print(f"spaCy {bare:.0f} words a second, reader {reader:.0f}, ratio {reader / bare:.2f} ({words} words, one core)")


def main() -> int:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", default="dev")
    parser.add_argument("--articles", type=int, default=None, help="only the first so many")
    parser.add_argument("--variants", action="store_true")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    if not (args.shared / "bench").is_dir():
        print(f"no bench at {args.shared / 'bench'}; say where it is with --shared")
        return 1
    if args.speed:
        show_speed(args.shared, args.part)
    else:
        show_tables(args.shared, args.part, variants=args.variants, articles=args.articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())

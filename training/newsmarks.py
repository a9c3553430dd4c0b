"""Events marked in news that is not ours: where they stand, without a word of the news.

`marks/events_*.jsonl` names the set and the text, the excerpt that was marked (offsets into the text), and each event
by its offsets; the texts themselves belong to their publishers and lie with the measuring sets. A text of a set's test
part, or of the third of its visible part that measures alone (`evaluation/unseen.py`), is in none.

    python training/newsmarks.py MARKED.tsv --set muc34/dev --bench FOLDER --out training/marks/events_muc.jsonl

makes them from marked excerpts (`ID<TAB>marked text`, as in `passages/EVENTS.md`). `marks/numbers.jsonl` says of some
numbers what they count ("" nothing that is counted).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus import UNKNOWN, Counted, Text, find_counted_in
from events import EventPassage, MarkedEvent, load_event_passages
from labels import EVENT_ROLES, FIGURES
from sayso.records import Span

MARKS = Path(__file__).parent / "marks"
NUMBERS = MARKS / "numbers.jsonl"
#: what the marked copies write for characters that marks need.
REPLACED = str.maketrans("{}¶", "() ")


def load_news_marks(path: Path, bench: Path) -> list[Text]:
    """The excerpts of a file with their events, from the texts in ``bench``; KeyError if one is not there."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {name: _load_texts(bench, name) for name in {row["set"] for row in rows}}
    return [_text(row, texts[row["set"]][row["id"]]) for row in rows]


def load_all_marks(bench: Path) -> list[Text]:
    """The excerpts of all files with their events."""
    return [text for path in sorted(MARKS.glob("events_*.jsonl")) for text in load_news_marks(path, bench)]


def load_number_marks(path: Path, bench: Path) -> list[Text]:
    """The texts of a file of marked numbers, with all their numbers; those that nobody marked are of no known kind."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    out = []
    for name in sorted({row["set"] for row in rows}):
        texts = _load_texts(bench, name)
        for id_ in sorted({row["id"] for row in rows if row["set"] == name}):
            marks = [row for row in rows if (row["set"], row["id"]) == (name, id_)]
            kinds = {tuple(row["words"]): FIGURES.index(row["kind"]) for row in marks}
            found = find_counted_in(texts[id_])
            numbers = [Counted(n.words, n.noun, kinds.get((n.words.start, n.words.end), UNKNOWN)) for n in found]
            out.append(Text(id_, texts[id_], numbers=numbers))
    return out


def _load_texts(bench: Path, name: str) -> dict[str, str]:
    lines = (bench / name / "in.jsonl").read_text(encoding="utf-8").split("\n")
    return {row["id"]: row["text"] for row in (json.loads(line) for line in lines if line.strip())}


def _text(row: dict, whole: str) -> Text:
    begin, end = row["excerpt"]
    events = [
        MarkedEvent(
            _shift(one["trigger"], begin), one["type"], one["mode"], one["status"],
            {role: [_shift(span, begin) for span in one["parts"].get(role, ())] for role in EVENT_ROLES},
        )
        for one in row["events"]
    ]  # fmt: skip
    return Text(row["id"], whole[begin:end], events=events)


def _shift(span: list[int], by: int) -> Span:
    return Span(span[0] - by, span[1] - by)


def place_marks(passage: EventPassage, whole: str) -> dict:
    """A marked excerpt as offsets into the text; ValueError if it does not stand there but for its blanks."""
    letters = [n for n, c in enumerate(whole) if not c.translate(REPLACED).isspace()]
    told = [n for n, c in enumerate(passage.text) if not c.isspace()]
    bare = "".join(whole[n].translate(REPLACED) for n in letters)
    at = bare.find("".join(passage.text[n] for n in told))
    if at < 0:
        raise ValueError(f"{passage.id}: no such words in its text")
    where = {n: letters[at + k] for k, n in enumerate(told)}

    def placed(span: Span) -> list[int]:
        inside = [where[n] for n in range(span.start, span.end) if n in where]
        return [inside[0], inside[-1] + 1]

    events = [
        {
            "trigger": placed(one.trigger), "type": one.type, "mode": one.mode, "status": one.status,
            "parts": {role: [placed(span) for span in spans] for role, spans in one.parts.items() if spans},
        }
        for one in passage.events.values()
    ]  # fmt: skip
    return {"id": passage.id, "excerpt": [letters[at], letters[at + len(told) - 1] + 1], "events": events}


def main() -> None:
    """Writes the offsets of a file of marked excerpts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marked", type=Path)
    parser.add_argument("--set", required=True, help="folder of the texts, below --bench; of several, with commas")
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    texts = {name: _load_texts(args.bench, name) for name in args.set.split(",")}
    rows = []
    for passage in load_event_passages(args.marked):
        name = next(name for name, some in texts.items() if passage.id in some)
        rows.append({"set": name} | place_marks(passage, texts[name][passage.id]))
    args.out.parent.mkdir(exist_ok=True)
    args.out.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} excerpts, {sum(len(row['events']) for row in rows)} events")


if __name__ == "__main__":
    main()

"""All that training reads, in one file of arrays: `python training/bundle.py --bench FOLDER --out build/bundle.npz`.

Windows of word pieces with their labels, cut a few times at different lengths. Making them needs sayso; learning from
them needs torch and numpy alone, so that it can be done on another machine than the one that holds the corpus.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from corpus import (
    Example,
    Text,
    find_counted_in,
    load_counted,
    load_factuality,
    load_own,
    load_places,
    load_plain,
    load_polnear,
    note_quiet_numbers,
    prepare,
)
from labels import GROUPS, TAGGED
from newsmarks import NUMBERS, load_all_marks, load_number_marks
from sayso.lexicon import load_table
from sayso.understand.known_actors import CountryEntry
from sayso.understand.pieces import load_tokenizer

HERE = Path(__file__).parent
#: most pieces of a window, in each of the ways a text is cut.
SIZES = (256, 224, 192, 160)
#: windows without any attribution are kept at this rate: they are lists, tables and transcripts.
EMPTY_KEPT = 0.5
#: texts of fewer characters, in the mean of their file, are joined.
SHORT = 600
#: words that stand for each other in news but for who it is about: they are exchanged at random in training.
SIDES = (
    "rebels militants insurgents fighters separatists guerrillas gunmen protesters demonstrators soldiers troops "
    "policemen extremists jihadists loyalists",
    "army police militia navy junta government regime opposition",
)


class Arrays:
    """Windows, cues and triggers, one after the other."""

    def __init__(self) -> None:
        self.pieces: dict[str, list[np.ndarray]] = {
            name: [] for name in ("ids", "shapes", "quoted", "paragraphs", "tags")
        }
        self.windows: list[tuple[int, int, int]] = []
        self.ties: dict[str, list[tuple]] = {"cue": [], "event": []}
        self.roles: dict[str, list[np.ndarray]] = {"cue": [], "event": []}
        self.numbers: list[tuple[int, int, int, int, int]] = []

    def add(self, example: Example, group: str, cut: int) -> None:
        """One more window; ``cut`` numbers the way it was cut."""
        window, size, number = example.window, len(example.window.ids), len(self.windows)
        for name in ("shapes", "quoted", "paragraphs"):
            self.pieces[name].append(np.array(getattr(window, name), dtype=np.uint8))
        self.pieces["ids"].append(np.array(window.ids, dtype=np.uint16))
        self.pieces["tags"].append(np.array([example.tags[role] for role in TAGGED], dtype=np.int8).T)
        self.windows.append((size, GROUPS.index(group), cut))
        for kind, ties in (("cue", example.cues), ("event", example.triggers)):
            for first, last, roles, labels in ties:
                self.ties[kind].append((number, first, last, *labels))
                self.roles[kind].append(np.array(roles, dtype=np.int8))
        self.numbers += [(number, *row) for row in example.numbers]

    def save(self, path: Path) -> None:
        """Writes them."""
        whole = {name: np.concatenate(parts) for name, parts in self.pieces.items()}
        whole["windows"] = np.array(self.windows, dtype=np.int32)
        for kind, width in (("cue", 5), ("event", 6)):
            whole[f"{kind}_ties"] = np.array(self.ties[kind], dtype=np.int32).reshape(-1, width)
            whole[f"{kind}_roles"] = np.concatenate(self.roles[kind] or [np.zeros(0, dtype=np.int8)])
        whole["numbers"] = np.array(self.numbers, dtype=np.int32).reshape(-1, 5)
        for number, words in enumerate(find_exchanges()):
            whole[f"exchange_{number}"] = np.array(words, dtype=np.int32)
        np.savez_compressed(path, **whole)


def find_exchanges() -> list[list[int]]:
    """Sets of word pieces that stand for each other: countries, their adjectives, their capitals, and sides."""
    vocabulary = load_tokenizer().get_vocab()
    rows = load_table("countries.tsv", CountryEntry)
    sets = [
        [row.name for row in rows],
        [a for row in rows for a in row.adjectives.split("|")[:1]],
        [row.capital for row in rows],
    ]
    sets += [words.split() for words in SIDES]
    return [sorted({vocabulary[w.lower()] for w in words if w.lower() in vocabulary}) for words in sets]


def add_texts(arrays: Arrays, texts: list[Text], group: str, cut: int, chance: random.Random) -> None:
    """The texts in windows of one length."""
    for text in texts:
        for example in prepare(text).examples(SIZES[cut]):
            empty = text.attributions is not None and not example.cues and group == "polnear"
            if len(example.window.ids) > 4 and (not empty or chance.random() < EMPTY_KEPT):
                arrays.add(example, group, cut)


def join_short(texts: list[Text]) -> list[Text]:
    """Texts of a sentence or two, six to a text, so that windows are as full as those of articles."""
    if sum(len(text.text) for text in texts) > SHORT * len(texts):
        return texts
    groups = [texts[start : start + 6] for start in range(0, len(texts), 6)]
    return [Text(some[0].id, "\n\n".join(one.text for one in some)) for some in groups]


def note_numbers(text: Text, share: float, chance: random.Random) -> bool:
    """Finds the numbers of a text; in a share of texts those that count nothing are labelled (True if any)."""
    if chance.random() < share:
        return note_quiet_numbers(text)
    text.numbers = find_counted_in(text.text)
    return False


def add_own(arrays: Arrays, path: Path, cut: int, chance: random.Random) -> None:
    """A file of our own passages, a few to a text."""
    group = path.name.split("_")[0].split(".")[0]
    load = load_counted if group == "figures" else load_own
    add_texts(arrays, load(path, group=chance.choice((2, 3, 4)), seed=cut), group, cut, chance)


def main() -> None:
    """Makes the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the measuring sets, PolNeAR among them")
    parser.add_argument("--own", type=Path, nargs="*", default=sorted((HERE / "passages").glob("*.txt")))
    parser.add_argument("--plain", type=Path, nargs="*", default=[], help="lines with a text, which no one has marked")
    parser.add_argument("--quiet", type=float, default=0.25, help="share of the unmarked in which numbers are noted")
    parser.add_argument("--limit", type=int, default=None, help="only so many articles, to try the code out")
    parser.add_argument("--cuts", type=int, default=len(SIZES), help="in how many ways texts are cut")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    chance = random.Random(1)
    arrays = Arrays()
    articles = load_polnear(args.bench / "polnear" / "train")[: args.limit]
    for text in articles:
        note_numbers(text, args.quiet, chance)
    marked = load_all_marks(args.bench)
    hinted = [*load_places(args.bench / "event_location"), *load_factuality(args.bench / "factuality")]
    hinted += load_number_marks(NUMBERS, args.bench)
    for cut in range(args.cuts):
        add_texts(arrays, articles, "polnear", cut, chance)
        add_texts(arrays, marked[: args.limit], "marked", cut, chance)
        add_texts(arrays, hinted[: args.limit], "told", cut, chance)
        for path in args.own:
            add_own(arrays, path, cut, chance)
    for path in args.plain:
        for text in join_short(load_plain(path)[: args.limit]):
            quiet = note_numbers(text, args.quiet, chance)
            for cut in range(args.cuts if quiet else 1):
                add_texts(arrays, [text], "told" if quiet else "plain", cut, chance)
    arrays.save(args.out)
    print(f"{len(arrays.windows)} windows, {sum(w[0] for w in arrays.windows)} pieces; "
          f"{len(arrays.ties['cue'])} cues, {len(arrays.ties['event'])} triggers, "
          f"{len(arrays.numbers)} numbers", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()

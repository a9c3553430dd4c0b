"""Teaches the reader what numbers count: `training/counts.py src/sayso/data/model`.

Learns from `passages/figures_*.txt` one layer of its own, used twice over what the encoder that ships makes of the
words halfway (it starts as the encoder's fifth), a look from each number over its window, and the kinds. The encoder
stays as it is, so nothing else that is read changes. Of news that nobody marked (`--plain`) it learns what counts
nothing: numbers that hang on no word of the tables, in sentences where the reader sees no event.

Writes `figure_layer.onnx`, `figure_kinds.onnx` and all hashes. `--folds 5` instead says how much is right of passages
left out. Needs sayso with its model; some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent.parent / "evaluation"))
sys.path.insert(0, str(Path(__file__).parent))

from corpus import load_plain as load_unmarked
from export import list_labels, name_files, quantize, to_onnx
from figures import parse_figures
from labels import FIGURES
from model import EDGES, SIZES, Layer
from recover import recover
from sayso.records import Report
from sayso.understand.figures import Number, find_numbers, head_of
from sayso.understand.looks import Look, look_at
from sayso.understand.segment import find_segments
from sayso.understand.sightings import trust_of

PASSAGES = Path(__file__).parent / "passages"
SIZE = SIZES["minilm"]
WIDTH, HEADS, DROP = 160, 5, 0.2
#: pieces set to nothing, and how sure of its labels it may get.
MASKED, SMOOTH = 0.08, 0.05
EPOCHS, RATE, BATCH = 6, 4e-4, 24
#: below this chance of an event a sentence of unmarked news has none; label of a number that may count or not.
QUIET, UNKNOWN = 0.25, -1


@dataclass(frozen=True, slots=True)
class Example:
    """A window: vectors (pieces, width), and of each number its first and last piece, its noun's last, its label."""

    vectors: np.ndarray
    numbers: list[tuple[int, int, int, int]]


class Counts(nn.Module):
    """What numbers count, from the vectors of their window."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = Layer(SIZE)
        self.ends = nn.Linear(3 * SIZE.width, WIDTH)
        self.pieces = nn.Linear(SIZE.width, 2 * WIDTH)
        self.near = nn.Embedding(2 * len(EDGES) + 1, HEADS)
        self.look = nn.Linear(WIDTH, WIDTH)
        self.seen = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.kind = nn.Linear(WIDTH, len(FIGURES))
        self.drop = nn.Dropout(DROP)
        nn.init.zeros_(self.near.weight)

    def forward(self, vectors: Tensor, mask: Tensor | None, at: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
        """``vectors`` (windows, pieces, width); ``at``: of each number its window, first, last, noun. Scores."""
        layer_mask = None if mask is None else mask[:, None, None, :]
        return self.judge(self.layer(self.layer(vectors, layer_mask), layer_mask), mask, at)

    def judge(self, vectors: Tensor, mask: Tensor | None, at: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
        """The same from what the layer has made of the vectors."""
        home, first, last, noun = at
        x = self.drop(vectors)
        ends = F.gelu(self.ends(torch.cat([x[home, first], x[home, last], x[home, noun]], -1)))
        place = torch.arange(x.shape[1])[None]
        distance = (place - last[:, None]).clamp(min=0) + (place - first[:, None]).clamp(max=0)
        size = (distance.abs()[..., None] >= torch.tensor(EDGES)).sum(-1)
        near = self.near(torch.sign(distance) * size + len(EDGES))
        keys, values = self.pieces(x)[home].split(WIDTH, -1)
        keys, values = (part.unflatten(-1, (HEADS, WIDTH // HEADS)) for part in (keys, values))
        asked = self.look(ends).unflatten(-1, (HEADS, 1, WIDTH // HEADS)).squeeze(-2)
        weight = (asked[:, None] * keys).sum(-1) / math.sqrt(WIDTH // HEADS) + near
        if mask is not None:
            weight = weight.masked_fill(~mask[home][..., None], -1e4)
        seen = (weight.softmax(1)[..., None] * values).sum(1).flatten(1)
        scores: Tensor = self.kind(self.drop(self.norm(ends + self.drop(self.seen(seen)))))
        return scores


class OneLayer(nn.Module):
    """The layer on one window; a graph of its own, so that its weights ship once for both times."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.layer = counts.layer

    def forward(self, vectors: Tensor) -> Tensor:
        """Vectors (pieces, width) to such vectors."""
        further: Tensor = self.layer(vectors[None], None)[0]
        return further


class OneWindow(nn.Module):
    """What the numbers of one window count, by its vectors after the layer."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor, noun: Tensor) -> Tensor:
        """Scores (numbers, kinds)."""
        scores: Tensor = self.counts.judge(vectors[None], None, (torch.zeros_like(first), first, last, noun))
        return scores


def load_examples(paths: list[Path]) -> list[Example]:
    """The windows of all passages that have a number."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [one for line in lines if line and line[0] != "#" for one in _examples(line.split("\t")[1])]


def load_plain(paths: list[Path], share: float) -> list[Example]:
    """Such windows of unmarked news, a share of the texts by chance."""
    texts = [text.text for path in paths for text in load_unmarked(path)]
    chance = random.Random(0)
    return [one for text in texts if chance.random() < share for one in _plain_examples(text)]


def _examples(marked: str) -> list[Example]:
    text, golds = parse_figures(marked)
    segments, _ = find_segments(Report("passage", text))
    numbers = find_numbers(segments)
    kinds = [next((g.kind for g in golds if g.span.meets(n.quantity.span)), "") for n in numbers]
    return _windows(look_at(segments), numbers, [FIGURES.index(kind) for kind in kinds])


def _plain_examples(text: str) -> list[Example]:
    segments, _ = find_segments(Report("plain", text))
    looks = look_at(segments)
    numbers = find_numbers(segments)
    quiet = [trust_of(looks, segments.sentence_of(number.quantity.span)) < QUIET for number in numbers]
    labels = [0 if calm and head_of(number) is None else UNKNOWN for number, calm in zip(numbers, quiet, strict=True)]
    return [one for one in _windows(looks, numbers, labels) if any(row[3] == 0 for row in one.numbers)]


def _windows(looks: tuple[Look, ...], numbers: list[Number], labels: list[int]) -> list[Example]:
    out = []
    for look in looks:
        here = [(n, label) for n, label in zip(numbers, labels, strict=True) if look.holds(n.quantity.span)]
        if here:
            places = [look.pieces_of(number.quantity.span, number.counted) for number, _ in here]
            out.append(Example(look.middle, [(*at, label) for at, (_, label) in zip(places, here, strict=True)]))
    return out


def _stack(some: list[Example]) -> tuple[Tensor, Tensor, tuple[Tensor, Tensor, Tensor, Tensor], Tensor]:
    longest = max(len(one.vectors) for one in some)
    vectors = torch.zeros(len(some), longest, SIZE.width)
    mask = torch.zeros(len(some), longest, dtype=torch.bool)
    for n, one in enumerate(some):
        vectors[n, : len(one.vectors)] = torch.from_numpy(one.vectors)
        mask[n, : len(one.vectors)] = True
    home, first, last, noun, label = torch.tensor([(n, *row) for n, one in enumerate(some) for row in one.numbers]).T
    return vectors, mask, (home, first, last, noun), label


def fit(examples: list[Example], model_folder: Path, seed: int) -> Counts:
    """Learns from the examples."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    counts = Counts()
    fifth = {k.removeprefix("encoder.layers.4."): v for k, v in recover(model_folder, "minilm").items()}
    counts.layer.load_state_dict({name: fifth[name] for name in counts.layer.state_dict()})
    heads = [p for name, p in counts.named_parameters() if not name.startswith("layer.")]
    rates = [RATE, 5 * RATE]
    groups = [{"params": counts.layer.parameters()}, {"params": heads}]
    steps = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    total = EPOCHS * math.ceil(len(examples) / BATCH) + 1
    plan = torch.optim.lr_scheduler.OneCycleLR(steps, rates, total_steps=total, pct_start=0.1)
    for epoch in range(EPOCHS):
        order = sorted(examples, key=lambda one: len(one.vectors) + 12 * chance.random())
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        counts.train()
        for some in batches:
            vectors, mask, at, label = _stack(some)
            shown = vectors * (torch.rand(*vectors.shape[:2], 1) > MASKED)
            F.cross_entropy(counts(shown, mask, at), label, label_smoothing=SMOOTH, ignore_index=UNKNOWN).backward()
            nn.utils.clip_grad_norm_(counts.parameters(), 2.0)
            steps.step()
            steps.zero_grad()
            plan.step()
        print(f"epoch {epoch + 1}/{EPOCHS}", flush=True)
    return counts.eval()


@torch.no_grad()
def measure(counts: Counts, examples: list[Example]) -> tuple[float, float]:
    """Of the figures marked, how many get their kind; of the kinds given, how many are right."""
    right = found = marked = 0
    for start in range(0, len(examples), BATCH):
        vectors, mask, at, label = _stack(examples[start : start + BATCH])
        said = counts(vectors, mask, at).argmax(-1)
        right += int(((said == label) & (label > 0)).sum())
        found, marked = found + int((said > 0).sum()), marked + int((label > 0).sum())
    return right / max(1, marked), right / max(1, found)


def export_counts(counts: Counts, folder: Path) -> None:
    """Writes the two graphs, the labels and all hashes."""
    numbers, vectors, plain = torch.tensor([3, 9]), torch.randn(24, SIZE.width), folder / "plain.onnx"
    to_onnx(OneLayer(counts), (vectors,), plain, ["vectors"], ["further"])
    quantize(plain, folder / "figure_layer.onnx")
    inputs = (vectors, numbers, numbers + 1, numbers + 2)
    to_onnx(OneWindow(counts), inputs, plain, ["vectors", "first", "last", "noun"], ["figures"])
    quantize(plain, folder / "figure_kinds.onnx")
    plain.unlink()
    (folder / "labels.toml").write_text(list_labels(), encoding="utf-8")
    name_files(folder)


def main() -> None:
    """Learns, or says what to expect."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of the model that ships")
    parser.add_argument("--passages", type=Path, nargs="*", default=sorted(PASSAGES.glob("figures*.txt")))
    parser.add_argument("--plain", type=Path, nargs="*", default=[], help="lines with a text, which no one has marked")
    parser.add_argument("--share", type=float, default=0.12, help="of the unmarked texts that is read")
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    examples = load_examples(args.passages)
    random.Random(0).shuffle(examples)
    plain = load_plain(args.plain, args.share)
    print(f"{len(plain)} windows of unmarked news", flush=True)
    print(f"{len(examples)} windows, {sum(len(one.numbers) for one in examples)} numbers", flush=True)
    for fold in range(args.folds):
        rest = [one for n, one in enumerate(examples) if n % args.folds != fold]
        recall, precision = measure(fit(rest + plain, args.folder, fold), examples[fold :: args.folds])
        print(f"of the figures left out {recall:.3f} get their kind, of the kinds given {precision:.3f} are right")
    if not args.folds:
        export_counts(fit(examples + plain, args.folder, seed=1), args.folder)


if __name__ == "__main__":
    main()

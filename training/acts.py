"""Fits the act and evidence heads on our own passages, the encoder held still: `training/acts.py build/model.pt`.

The heads see few labels (some thousands), so they are fitted by themselves, many times over, on vectors computed once.
`--folds 5` says what to expect: mean accuracy and macro-F1 over passages left out.
"""

from __future__ import annotations

import argparse
import copy
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))

from corpus import ACTS, load_own, prepare
from model import ACTS as ACT_COUNT
from model import Attributor, Ties, gather
from train import HERE, Batch

EPOCHS, RATE, DECAY, DROP = 40, 1e-3, 0.05, 0.3


def collect(model: Attributor, paths: list[Path]) -> tuple[Tensor, Tensor, Tensor]:
    """Features of all cues of the passages, their acts and their evidence."""
    features, acts, evidence = [], [], []
    model.eval()
    with torch.no_grad():
        for text in load_own(paths, group=1):
            for example in prepare(text).examples(256):
                batch = Batch([example], None)
                if batch.roles is None:
                    continue
                vectors, _ = model.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)
                first, last = vectors[batch.home, batch.first], vectors[batch.home, batch.last]
                features.append(gather(vectors[batch.home], first, last, (batch.roles >= 3).float()))
                acts.append(batch.acts)
                evidence.append(batch.evidence)
    return torch.cat(features), torch.cat(acts), torch.cat(evidence)


def fit(ties: Ties, features: Tensor, acts: Tensor, evidence: Tensor, *, seed: int) -> None:
    """Fits `hidden` and `act` anew."""
    torch.manual_seed(seed)
    ties.hidden.reset_parameters()
    ties.act.reset_parameters()
    kept, ties.drop.p = ties.drop.p, DROP
    ties.train()
    steps = torch.optim.AdamW([*ties.hidden.parameters(), *ties.act.parameters()], lr=RATE, weight_decay=DECAY)
    size = 64
    total = EPOCHS * (len(acts) // size + 1)
    plan = torch.optim.lr_scheduler.OneCycleLR(steps, RATE, total_steps=total)
    for _ in range(EPOCHS):
        order = torch.randperm(len(acts))
        for start in range(0, len(acts), size):
            some = order[start : start + size]
            scores = score(ties, features[some])
            loss = F.cross_entropy(scores[:, :ACT_COUNT], acts[some], label_smoothing=0.05)
            loss = loss + 0.5 * F.cross_entropy(scores[:, ACT_COUNT:], evidence[some])
            loss.backward()
            steps.step()
            steps.zero_grad()
            plan.step()
    ties.drop.p = kept
    ties.eval()


def score(ties: Ties, features: Tensor) -> Tensor:
    """Scores of acts and evidence of gathered features."""
    out: Tensor = ties.act(ties.drop(F.gelu(ties.hidden(ties.drop(features)))))
    return out


def check(ties: Ties, features: Tensor, acts: Tensor, evidence: Tensor, folds: int) -> None:
    """Prints what cues left out of the fit get."""
    order = torch.randperm(len(acts), generator=torch.Generator().manual_seed(0))
    guessed, found = torch.zeros_like(acts), torch.zeros_like(evidence)
    for fold in range(folds):
        out = order[fold::folds]
        rest = torch.ones(len(acts), dtype=torch.bool)
        rest[out] = False
        trial = copy.deepcopy(ties)
        fit(trial, features[rest], acts[rest], evidence[rest], seed=fold)
        with torch.no_grad():
            scores = score(trial, features[out])
        guessed[out], found[out] = scores[:, :ACT_COUNT].argmax(1), scores[:, ACT_COUNT:].argmax(1)
    print(f"{len(acts)} cues, {folds} folds: act accuracy {(guessed == acts).float().mean():.3f}, ", end="")
    print(f"macro-F1 {macro(guessed, acts):.3f}; evidence macro-F1 {macro(found, evidence):.3f}")
    for number, name in enumerate(ACTS):
        right = ((guessed == number) & (acts == number)).sum()
        print(f"  {name:10} {2 * right / ((guessed == number).sum() + (acts == number).sum()):.2f}")


def macro(guessed: Tensor, gold: Tensor) -> float:
    """Mean F1 of the classes of the gold."""
    f1 = []
    for label in gold.unique():
        right = ((guessed == label) & (gold == label)).sum()
        f1.append(2 * right / ((guessed == label).sum() + (gold == label).sum()))
    return float(torch.stack(f1).mean())


def main() -> None:
    """Fits, or says what to expect, and saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=sorted((HERE / "passages").glob("*.txt")))
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    model = Attributor()
    state = torch.load(args.weights, map_location="cpu")
    state = {name: value for name, value in state.items() if not name.startswith(("ties.hidden.", "ties.act."))}
    model.load_state_dict(state, strict=False)
    features, acts, evidence = collect(model, args.own)
    if args.folds:
        check(model.ties, features, acts, evidence, args.folds)
    else:
        fit(model.ties, features, acts, evidence, seed=1)
        torch.save(model.state_dict(), args.weights)


if __name__ == "__main__":
    main()

"""Trains the reader from a bundle of arrays: `python training/train.py build/bundle.npz --out build/model.pt`.

AdamW with warm-up and linear decay. With `--teachers` it learns from what other models say as well as from the labels
(their mean, on every window, and on the cues and triggers that they find): that is how the small model that ships is
made from larger ones. Runs on a GPU if there is one; needs torch and numpy, not sayso.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))

from batches import Batch, Batches, Bundle
from labels import GROUPS, LABEL_SETS, NO_PLACE, STATUS_SETS, STATUSES, TAGGED
from model import SIZES, TAGS, Reader, in_half, load_model
from pretrained import find_pretrained
from teach import TIES_A_STEP, read_kinds, read_numbers, read_ties, teach, weigh

#: weights of the losses, each summed over pieces or ties and divided by the cues and triggers of the step.
WEIGHTS = {
    "cue": 1.0, "source": 0.25, "content": 0.1, "trigger": 1.0, "cue ties": 0.4, "event ties": 0.3,
    "cue kinds": 0.7, "event kinds": 1.0, "numbers": 1.0,
}  # fmt: skip
#: how much the teachers count beside the labels where both speak: of attributions and of events.
TAUGHT = {"cue": 0.7, "event": 0.7, "number": 0.5}
WARM_UP = 0.08
#: how often an epoch goes over the texts of a group, each time cut otherwise.
TIMES = {"polnear": 1, "news": 2, "acts": 2, "events": 2, "figures": 2, "marked": 3, "told": 1}
#: which tags of a piece make it a place, and which statuses stand in each set that a label may name.
PLACE = (5, 6)
IN_SET = {code: tuple(STATUSES.index(name) for name in names) for code, names in STATUS_SETS.items()}


def blend(scores: Tensor, label: Tensor, told: Tensor | None, taught: float) -> Tensor:
    """Loss against a label (-1 unknown) and what teachers say, for each row: scores and ``told`` (rows, labels)."""
    logs = F.log_softmax(scores.float(), -1)
    hard = F.nll_loss(logs, label.clamp(min=0), reduction="none")
    known = (label >= 0).float()
    if told is None:
        return hard * known
    soft = -(told.float() * logs).sum(-1)
    return known * ((1 - taught) * hard + taught * soft) + (1 - known) * soft


def rule_out(scores: Tensor, label: Tensor) -> Tensor:
    """Loss of each row whose label says no place: the share of the tags of a place."""
    shares = F.softmax(scores.float(), -1)[:, PLACE].sum(-1)
    return -torch.log1p(-shares.clamp(max=0.999)) * (label == NO_PLACE)


def keep_in(scores: Tensor, label: Tensor) -> Tensor:
    """Loss of each row whose label names a set of statuses: minus the logarithm of the set's share."""
    logs = F.log_softmax(scores.float(), -1)
    losses = [-torch.logsumexp(logs[:, some], -1) * (label == code) for code, some in IN_SET.items()]
    return torch.stack(losses).sum(0)


def lose(model: Reader, bundle: Bundle, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of a batch and its parts."""
    vectors, scores = model.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)
    width = batch.ids.shape[1]
    tags = bundle.tags[batch.windows, :width].long()
    parts: dict[str, Tensor] = {}
    for n, role in enumerate(TAGGED):
        told = bundle.told["tags"][batch.windows, :width, TAGS * n : TAGS * n + TAGS] if bundle.told else None
        part = blend(scores[..., TAGS * n : TAGS * n + TAGS].flatten(0, 1), tags[..., n].flatten(),
                     None if told is None else told.flatten(0, 1), TAUGHT["event" if n == 3 else "cue"])  # fmt: skip
        parts[role] = (part * batch.mask.flatten()).sum()
    for kind, sets in LABEL_SETS.items():
        chosen, home = batch.chosen[kind][:TIES_A_STEP], batch.home[kind][:TIES_A_STEP]
        if not len(chosen):
            continue
        table = bundle.ties[kind][chosen]
        ends = table[:, 1], table[:, 2]
        roles = bundle.roles[kind][chosen, :width].long()
        found = read_ties(model, batch, vectors, kind, ends, home)
        told = bundle.told[f"{kind} ties"][chosen, :width] if bundle.told else None
        part = blend(found.flatten(0, 1), roles.flatten(), None if told is None else told.flatten(0, 1), TAUGHT[kind])
        if kind == "event":
            part = part + rule_out(found.flatten(0, 1), roles.flatten())
        parts[f"{kind} ties"] = (part * batch.mask[home].flatten()).sum()
        shown = (
            roles
            if bundle.told is None
            else torch.where(roles >= 0, roles, bundle.told[f"{kind} said"][chosen, :width].long())
        )
        kinds = read_kinds(model, vectors, kind, ends, home, weigh(kind, shown)).split(sets, dim=-1)
        told_kinds = bundle.told[f"{kind} kinds"][chosen].split(sets, dim=-1) if bundle.told else [None] * len(sets)
        parts[f"{kind} kinds"] = sum(
            blend(score, table[:, 3 + n], told, TAUGHT[kind]).sum()
            for n, (score, told) in enumerate(zip(kinds, told_kinds, strict=True))
        )
        if kind == "event":
            parts["event kinds"] = parts["event kinds"] + keep_in(kinds[-1], table[:, -1]).sum()
    if len(numbers := batch.chosen["number"]):
        told = bundle.told["numbers"][numbers] if bundle.told else None
        counted = read_numbers(model, bundle, batch, vectors)
        parts["numbers"] = blend(counted, bundle.numbers[numbers, -1], told, TAUGHT["number"]).sum()
    count = max(4, len(batch.home["cue"]) + len(batch.home["event"]), len(numbers))
    total = sum(WEIGHTS[name] * part for name, part in parts.items()) / count
    return total, {name: part.detach() / count for name, part in parts.items()}


def train(model: Reader, bundle: Bundle, args: argparse.Namespace) -> None:
    """So many epochs; one goes over one cut of every text."""
    device = bundle.ids.device
    batches = Batches(bundle, args.pieces, args.seed)
    heads = [p for n, p in model.named_parameters() if n.startswith(("ties.", "kinds.", "counts.")) or ".tags." in n]
    names = {id(p) for p in heads}
    model.encoder.words.weight.requires_grad_(False)
    rest = [p for p in model.parameters() if id(p) not in names and p.requires_grad]
    groups = [{"params": rest, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}]
    steps = torch.optim.AdamW(groups, weight_decay=0.01, fused=device.type == "cuda")
    cuts = int(bundle.cuts.max()) + 1
    began = time.time()
    step, epochs = 0, args.epochs
    total: float | None = None
    for epoch in range(epochs):
        plain = np.flatnonzero(bundle.groups == GROUPS.index("plain"))
        windows = np.concatenate([
            np.flatnonzero((bundle.cuts == (epoch + again) % cuts) & (bundle.groups == GROUPS.index(group)))
            for group, times in TIMES.items() for again in range(times)
        ])  # fmt: skip
        if bundle.told is not None:
            windows = np.concatenate([windows, batches.chance.permutation(plain)[: int(len(plain) * args.plain)]])
        plan = batches.plan(windows)
        total = total or float(len(plan) * epochs)
        sums: dict[str, Tensor] = {}
        for some in plan:
            share = step / total
            if args.minutes:
                share = max(share, (time.time() - began) / 60 / args.minutes)
            if share >= 1:
                break
            factor = min(share / WARM_UP, (1 - share) / (1 - WARM_UP)) + 0.005
            for one, rate in zip(steps.param_groups, (args.rate, 5 * args.rate), strict=True):
                one["lr"] = rate * factor
            model.train()
            batch = batches.take(some, blur=True)
            with in_half(device):
                loss, parts = lose(model, bundle, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
            steps.step()
            steps.zero_grad(set_to_none=True)
            for name, part in parts.items():
                sums[name] = sums.get(name, 0) + part
            step += 1
            if step % 200 == 0 and device.type == "cpu":
                print(f"  step {step}, {time.time() - began:.0f} s", flush=True)
        shown = " ".join(f"{name} {float(part) / len(plan):.3f}" for name, part in sums.items())
        print(f"epoch {epoch + 1}/{epochs} {time.time() - began:.0f} s: {shown}", flush=True)
        if share >= 1:
            return


def main() -> None:
    """Trains and saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--size", choices=SIZES, default="minilm")
    parser.add_argument("--start", type=Path, help="weights of ours to start from, instead of the published encoder")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="weights of models to learn from")
    parser.add_argument("--teacher-size", choices=SIZES, default="mpnet")
    parser.add_argument("--taught-events", type=float, help="how much the teachers count beside the labels of events")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--minutes", type=float, help="be done after so many, however many epochs that is")
    parser.add_argument("--pieces", type=int, default=8192, help="pieces a step")
    parser.add_argument("--rate", type=float, default=3e-4, help="of the encoder; heads learn five times as fast")
    parser.add_argument("--plain", type=float, default=0.5, help="share of the unmarked windows in an epoch")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.taught_events is not None:
        TAUGHT["event"] = args.taught_events
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(args.seed)
    bundle = Bundle.load(args.bundle, device)
    if args.teachers:
        began = time.time()
        teach(bundle, [load_model(path, args.teacher_size, device) for path in args.teachers], 4 * args.pieces)
        print(f"taught: {[len(t) for t in bundle.ties.values()]} ties, {time.time() - began:.0f} s", flush=True)
    if args.start:
        model = load_model(args.start, args.size, device)
    else:
        model = Reader(SIZES[args.size])
        model.load_pretrained(find_pretrained(args.size))
        model.to(device)
    train(model, bundle, args)
    torch.save({name: value.cpu() for name, value in model.state_dict().items()}, args.out)
    report = {"size": args.size, "epochs": args.epochs, "rate": args.rate, "seed": args.seed}
    args.out.with_suffix(".json").write_text(json.dumps(report) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

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
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))

from labels import ACTS, EVIDENCE, MODES, STATUSES, TAGGED, TYPES
from model import PARAGRAPHS_APART, SIZES, TAGS, Reader, bucket_of
from pretrained import find_pretrained

LONGEST, VOCABULARY = 256, 30522
MASK_PIECE, FIRST_WORD = 103, 999
#: share of input pieces that are masked; of windows without case, as headlines and old wires; of windows whose
#: countries and sides are exchanged for others.
MASKED, SMALL, EXCHANGED = 0.08, 0.06, 0.3
#: weights of the losses, each summed over pieces or ties and divided by the cues and triggers of the step.
WEIGHTS = {
    "cue": 1.0, "source": 0.25, "content": 0.1, "trigger": 1.0, "cue ties": 0.4, "event ties": 0.3,
    "cue kinds": 0.7, "event kinds": 1.0,
}  # fmt: skip
#: how much the teachers count beside the labels where both speak: of attributions and of events.
TAUGHT = {"cue": 0.7, "event": 0.7}
WARM_UP = 0.08
LABEL_SETS = {"cue": (len(ACTS), len(EVIDENCE)), "event": (len(TYPES), len(MODES), len(STATUSES))}
#: ties scored at once, so that memory stays bounded.
TIES_A_STEP = 1024


@dataclass(slots=True)
class Bundle:
    """The arrays of `bundle.py` on a device, windows padded to one length."""

    ids: Tensor
    shapes: Tensor
    quoted: Tensor
    paragraphs: Tensor
    heads: Tensor
    tags: Tensor
    lengths: np.ndarray
    groups: np.ndarray
    cuts: np.ndarray
    ties: dict[str, Tensor]
    roles: dict[str, Tensor]
    exchanges: list[Tensor]
    #: what teachers say of tags, of the parts of each tie, and of its kinds, as shares; None: no one taught.
    told: dict[str, Tensor] | None = None

    @staticmethod
    def load(path: Path, device: torch.device) -> Bundle:
        """Reads a file."""
        raw = dict(np.load(path))
        lengths = raw["windows"][:, 0].astype(np.int64)
        keep = np.arange(LONGEST)[None] < lengths[:, None]

        def pad(name: str, fill: int, dtype: torch.dtype, tail: tuple[int, ...] = ()) -> Tensor:
            whole = np.full((*keep.shape, *tail), fill, dtype=np.int64 if name == "ids" else np.int16)
            whole[keep] = raw[name]
            return torch.from_numpy(whole).to(device=device, dtype=dtype)

        ties, roles = {}, {}
        for kind in ("cue", "event"):
            at = raw[f"{kind}_ties"].astype(np.int64)
            inside = np.arange(LONGEST)[None] < lengths[at[:, 0]][:, None]
            table = np.full(inside.shape, -1, dtype=np.int8)
            table[inside] = raw[f"{kind}_roles"]
            ties[kind], roles[kind] = torch.from_numpy(at).to(device), torch.from_numpy(table).to(device)
        names = sorted(name for name in raw if name.startswith("exchange_"))
        return Bundle(
            pad("ids", 0, torch.int32), pad("shapes", 0, torch.uint8), pad("quoted", 0, torch.uint8),
            pad("paragraphs", 0, torch.uint8), pad("heads", 0, torch.uint8),
            pad("tags", -1, torch.int8, (len(TAGGED),)), lengths, raw["windows"][:, 1], raw["windows"][:, 2],
            ties, roles, [torch.from_numpy(raw[name]).long().to(device) for name in names],
        )  # fmt: skip


@dataclass(slots=True)
class Batch:
    """Some windows of a bundle, and which ties are theirs."""

    windows: Tensor
    ids: Tensor
    shapes: Tensor
    quoted: Tensor
    paragraphs: Tensor
    mask: Tensor
    chosen: dict[str, Tensor]
    home: dict[str, Tensor]


class Batches:
    """Draws batches from a bundle: windows of like length together, all on the device."""

    def __init__(self, bundle: Bundle, pieces: int, seed: int) -> None:
        self.bundle, self.pieces = bundle, pieces
        self.device = bundle.ids.device
        self.chance = np.random.default_rng(seed)
        self.draw = torch.Generator(device=self.device).manual_seed(seed)
        self.reindex()

    def reindex(self) -> None:
        """Notes which ties lie in each window (again, once teachers have added theirs)."""
        self.places = {}
        for kind, table in self.bundle.ties.items():
            home = table[:, 0].cpu().numpy()
            order = np.argsort(home, kind="stable")
            edges = np.searchsorted(home[order], np.arange(len(self.bundle.lengths) + 1))
            self.places[kind] = order, edges

    def plan(self, windows: np.ndarray) -> list[np.ndarray]:
        """Random batches of these windows, each of about so many pieces."""
        order = self.chance.permutation(windows)
        out = []
        for chunk in np.array_split(order, max(1, len(order) // 1500)):
            chunk = chunk[np.argsort(self.bundle.lengths[chunk], kind="stable")]
            start = 0
            while start < len(chunk):
                end = start + 1
                while end < len(chunk) and (end + 1 - start) * self.bundle.lengths[chunk[end]] <= self.pieces:
                    end += 1
                out.append(chunk[start:end])
                start = end
        return [out[n] for n in self.chance.permutation(len(out))]

    def take(self, some: np.ndarray, *, blur: bool) -> Batch:
        """One batch; ``blur`` hides pieces and exchanges names."""
        bundle, longest = self.bundle, int(self.bundle.lengths[some].max())
        windows = torch.from_numpy(some).to(self.device)
        ids, shapes, quoted, paragraphs = (
            table[windows, :longest].long() for table in (bundle.ids, bundle.shapes, bundle.quoted, bundle.paragraphs)
        )
        mask = ids != 0
        chosen, home = {}, {}
        for kind, (order, edges) in self.places.items():
            rows = [order[edges[w] : edges[w + 1]] for w in some]
            chosen[kind] = torch.from_numpy(np.concatenate(rows)).to(self.device)
            at = np.repeat(np.arange(len(some)), [len(r) for r in rows])
            home[kind] = torch.from_numpy(at).to(self.device)
        if blur:
            ids, shapes = self._blur(ids, shapes)
        return Batch(windows, ids, shapes, quoted, paragraphs, mask, chosen, home)

    def _blur(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        def lot(*size: int) -> Tensor:
            return torch.rand(size, generator=self.draw, device=self.device)

        table = torch.arange(VOCABULARY, device=self.device)
        for words in self.bundle.exchanges:
            table[words] = words[torch.randperm(len(words), generator=self.draw, device=self.device)]
        ids = torch.where(lot(len(ids), 1) < EXCHANGED, table[ids], ids)
        ids = torch.where((lot(*ids.shape) < MASKED) & (ids > FIRST_WORD), MASK_PIECE, ids)
        return ids, torch.where(lot(len(ids), 1) < SMALL, 0, shapes)


def read_ties(
    model: Reader, batch: Batch, vectors: Tensor, kind: str, ends: tuple[Tensor, Tensor], home: Tensor
) -> Tensor:
    """Scores of the parts (ties, pieces, labels) of ties with these ends."""
    ties, first, last = model.ties[kind], *ends
    plus, times = (part[home] for part in ties.piece(vectors).split(ties.tie, dim=-1))
    place = torch.arange(vectors.shape[1], device=vectors.device)[None]
    distance = torch.where(place > last[:, None], place - last[:, None], (place - first[:, None]).clamp(max=0))
    paragraphs = batch.paragraphs[home]
    apart = paragraphs - paragraphs.gather(1, first[:, None])
    apart = apart.clamp(-PARAGRAPHS_APART, PARAGRAPHS_APART) + PARAGRAPHS_APART
    vector = vectors[home, first], vectors[home, last]
    roles: Tensor = ties(plus, times, *vector, bucket_of(distance), apart, batch.quoted[home])
    return roles


def weigh(kind: str, roles: Tensor) -> Tensor:
    """Which pieces tell the kind of a tie: a cue's content, and all parts of an event but its echo."""
    inside = (roles >= 3) if kind == "cue" else (roles >= 1) & (roles <= 8)
    return inside.float()


def read_kinds(
    model: Reader, vectors: Tensor, kind: str, ends: tuple[Tensor, Tensor], home: Tensor, weight: Tensor
) -> Tensor:
    """Scores of the kinds of ties."""
    scores: Tensor = model.kinds[kind](vectors[home], vectors[home, ends[0]], vectors[home, ends[1]], weight)
    return scores


def blend(scores: Tensor, label: Tensor, told: Tensor | None, taught: float) -> Tensor:
    """Loss against a label (-1 unknown) and what teachers say, for each row: scores and ``told`` (rows, labels)."""
    logs = F.log_softmax(scores.float(), -1)
    hard = F.nll_loss(logs, label.clamp(min=0), reduction="none")
    known = (label >= 0).float()
    if told is None:
        return hard * known
    soft = -(told.float() * logs).sum(-1)
    return known * ((1 - taught) * hard + taught * soft) + (1 - known) * soft


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
    count = max(4, sum(len(h) for h in batch.home.values()))
    total = sum(WEIGHTS[name] * part for name, part in parts.items()) / count
    return total, {name: part.detach() / count for name, part in parts.items()}


def train(model: Reader, bundle: Bundle, args: argparse.Namespace) -> None:
    """So many epochs; one goes over one cut of every text."""
    device = bundle.ids.device
    batches = Batches(bundle, args.pieces, args.seed)
    heads = [p for n, p in model.named_parameters() if n.startswith(("ties.", "kinds.")) or ".tags." in n]
    names = {id(p) for p in heads}
    if not args.learn_words:
        model.encoder.words.weight.requires_grad_(False)
    rest = [p for p in model.parameters() if id(p) not in names and p.requires_grad]
    groups = [{"params": rest, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}]
    steps = torch.optim.AdamW(groups, weight_decay=0.01, fused=device.type == "cuda")
    cuts = int(bundle.cuts.max()) + 1
    began = time.time()
    step, epochs = 0, args.epochs
    total: float | None = None
    for epoch in range(epochs):
        group = bundle.groups
        windows = np.flatnonzero((bundle.cuts == epoch % cuts) & (group != 4))
        windows = np.concatenate(
            [windows, np.flatnonzero((bundle.cuts == (epoch + 1) % cuts) & (group > 0) & (group < 4))]
        )
        if bundle.told is not None:
            plain = np.flatnonzero(group == 4)
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
            with torch.autocast(device.type, torch.bfloat16):
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


@torch.no_grad()
def teach(bundle: Bundle, models: list[Reader], pieces: int) -> None:
    """Adds to the bundle what the models say (their mean) of every window, and ties for cues that only they see."""
    device = bundle.ids.device
    for model in models:
        model.eval()
    batches = Batches(bundle, pieces, 0)
    order = np.argsort(bundle.lengths, kind="stable")
    count = len(order)
    tags = torch.zeros((count, LONGEST, TAGS * len(TAGGED)), dtype=torch.bfloat16, device=device)
    plan = _cut(order, bundle.lengths, pieces)
    with torch.autocast(device.type, torch.bfloat16):
        for some in plan:
            batch = batches.take(some, blur=False)
            mean = sum(
                _shares(m.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)[1], (TAGS,) * len(TAGGED))
                for m in models
            )
            tags[batch.windows, : batch.ids.shape[1]] = (mean / len(models)).to(torch.bfloat16)
        for kind, column in (("cue", 0), ("event", TAGGED.index("trigger"))):
            _add_found(bundle, kind, tags[..., TAGS * column : TAGS * column + TAGS])
        batches.reindex()
        told = {"tags": tags}
        for kind, sets in LABEL_SETS.items():
            size = len(bundle.ties[kind])
            labels = models[0].ties[kind].role.out_features
            told[f"{kind} ties"] = torch.zeros((size, LONGEST, labels), dtype=torch.bfloat16, device=device)
            told[f"{kind} said"] = torch.zeros((size, LONGEST), dtype=torch.int8, device=device)
            told[f"{kind} kinds"] = torch.zeros((size, sum(sets)), dtype=torch.bfloat16, device=device)
        for some in plan:
            batch = batches.take(some, blur=False)
            read = [m.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)[0] for m in models]
            width = batch.ids.shape[1]
            for kind, sets in LABEL_SETS.items():
                for chosen, home in zip(
                    batch.chosen[kind].split(TIES_A_STEP), batch.home[kind].split(TIES_A_STEP), strict=True
                ):
                    if not len(chosen):
                        continue
                    table = bundle.ties[kind][chosen]
                    ends = table[:, 1], table[:, 2]
                    found = [read_ties(m, batch, v, kind, ends, home) for m, v in zip(models, read, strict=True)]
                    mean = sum(f.float().softmax(-1) for f in found) / len(models)
                    said = mean.argmax(-1)
                    known = bundle.roles[kind][chosen, :width]
                    weight = weigh(kind, torch.where(known >= 0, known.long(), said)) * batch.mask[home]
                    kinds = sum(
                        _shares(read_kinds(m, v, kind, ends, home, weight), sets)
                        for m, v in zip(models, read, strict=True)
                    )
                    told[f"{kind} ties"][chosen, :width] = mean.to(torch.bfloat16)
                    told[f"{kind} said"][chosen, :width] = said.to(torch.int8)
                    told[f"{kind} kinds"][chosen] = (kinds / len(models)).to(torch.bfloat16)
    bundle.told = told


def _shares(scores: Tensor, sets: tuple[int, ...]) -> Tensor:
    return torch.cat([part.float().softmax(-1) for part in scores.split(sets, dim=-1)], -1)


def _cut(order: np.ndarray, lengths: np.ndarray, pieces: int) -> list[np.ndarray]:
    out, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end + 1 - start) * lengths[order[end]] <= pieces:
            end += 1
        out.append(order[start:end])
        start = end
    return out


def find_runs(shares: Tensor, lengths: Tensor) -> Tensor:
    """Runs of begins and goes-on in shares (windows, pieces, 3): rows of window, first and last piece."""
    tag = shares.float().argmax(-1)
    tag[torch.arange(tag.shape[1], device=tag.device)[None] >= lengths[:, None]] = 0
    before, after = F.pad(tag, (1, 0))[:, :-1], F.pad(tag, (0, 1))[:, 1:]
    starts = ((tag == 1) | ((tag == 2) & (before == 0))).nonzero()
    ends = ((tag > 0) & (after != 2)).nonzero()
    return torch.cat([starts, ends[:, 1:]], 1)


def _add_found(bundle: Bundle, kind: str, shares: Tensor) -> None:
    """Ties without labels for what the teachers take for a cue (or trigger) and no label covers."""
    device = shares.device
    runs = find_runs(shares, torch.from_numpy(bundle.lengths).to(device))
    taken = torch.zeros(shares.shape[:2], dtype=torch.bool, device=device)
    table = bundle.ties[kind]
    place = torch.arange(shares.shape[1], device=device)[None]
    inside = (place >= table[:, 1:2]) & (place <= table[:, 2:3])
    hits = inside.nonzero()
    taken[table[hits[:, 0], 0], hits[:, 1]] = True
    runs = runs[~(taken[runs[:, 0], runs[:, 1]] | taken[runs[:, 0], runs[:, 2]])]
    bare = torch.full((len(runs), table.shape[1] - 3), -1, dtype=table.dtype, device=device)
    bundle.ties[kind] = torch.cat([table, torch.cat([runs, bare], 1)])
    roles = bundle.roles[kind]
    bundle.roles[kind] = torch.cat(
        [roles, torch.full((len(runs), roles.shape[1]), -1, dtype=roles.dtype, device=device)]
    )


def load_model(path: Path, size: str, device: torch.device) -> Reader:
    """A model from saved weights."""
    model = Reader(SIZES[size])
    model.load_state_dict({name: value.float() for name, value in torch.load(path, map_location="cpu").items()})
    return model.to(device)


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
    parser.add_argument("--learn-words", action="store_true", help="word vectors too")
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

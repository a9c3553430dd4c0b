"""What models say of windows: the parts and kinds of their ties, and, of all windows of a bundle, for another to learn.

Needs torch and numpy, not sayso.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from batches import LONGEST, Batch, Batches, Bundle, cut_alike
from labels import FIGURES, LABEL_SETS, TAGGED
from model import PARAGRAPHS_APART, TAGS, Reader, bucket_of, in_half

#: ties scored at once, so that memory stays bounded.
TIES_A_STEP = 1024


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


def read_numbers(model: Reader, bundle: Bundle, batch: Batch, vectors: Tensor) -> Tensor:
    """Scores of what the numbers of a batch count (numbers, kinds)."""
    _, first, last, noun, _ = bundle.numbers[batch.chosen["number"]].T
    scores: Tensor = model.counts(vectors, batch.mask, (batch.home["number"], first, last, noun))
    return scores


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
    plan = cut_alike(order, bundle.lengths, pieces)
    with in_half(device):
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
        told["numbers"] = torch.zeros((len(bundle.numbers), len(FIGURES)), dtype=torch.bfloat16, device=device)
        for some in plan:
            batch = batches.take(some, blur=False)
            read = [m.encoder(batch.ids, batch.shapes, batch.quoted, batch.mask)[0] for m in models]
            width = batch.ids.shape[1]
            if len(numbers := batch.chosen["number"]):
                shares = [
                    read_numbers(m, bundle, batch, v).float().softmax(-1) for m, v in zip(models, read, strict=True)
                ]
                told["numbers"][numbers] = (sum(shares) / len(models)).to(torch.bfloat16)
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

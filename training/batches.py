"""Batches of windows from a bundle, all on one device; needs torch and numpy, not sayso."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from labels import TAGGED

LONGEST, VOCABULARY = 256, 30522
MASK_PIECE, FIRST_WORD = 103, 999
#: share of input pieces that are masked; of windows without case, as headlines and old wires; of windows whose
#: countries and sides are exchanged for others.
MASKED, SMALL, EXCHANGED = 0.08, 0.06, 0.5


@dataclass(slots=True)
class Bundle:
    """The arrays of `bundle.py` on a device, windows padded to one length."""

    ids: Tensor
    shapes: Tensor
    quoted: Tensor
    paragraphs: Tensor
    tags: Tensor
    lengths: np.ndarray
    groups: np.ndarray
    cuts: np.ndarray
    ties: dict[str, Tensor]
    roles: dict[str, Tensor]
    #: of each number its window, first and last piece, its noun's last, and what it counts (-1 unknown).
    numbers: Tensor
    exchanges: list[Tensor]
    #: what teachers say of tags, of the parts and kinds of each tie, and of numbers, as shares; None: no one taught.
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
            pad("paragraphs", 0, torch.uint8), pad("tags", -1, torch.int8, (len(TAGGED),)),
            lengths, raw["windows"][:, 1], raw["windows"][:, 2],
            ties, roles, torch.from_numpy(raw["numbers"].astype(np.int64)).to(device),
            [torch.from_numpy(raw[name]).long().to(device) for name in names],
        )  # fmt: skip


@dataclass(slots=True)
class Batch:
    """Some windows of a bundle; ``chosen``: which ties and numbers are theirs, ``home``: in which of the windows."""

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
        """Notes which ties and numbers lie in each window (again, once teachers have added theirs)."""
        self.places = {}
        for kind, table in (*self.bundle.ties.items(), ("number", self.bundle.numbers)):
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
            out += cut_alike(chunk, self.bundle.lengths, self.pieces)
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


def cut_alike(order: np.ndarray, lengths: np.ndarray, pieces: int) -> list[np.ndarray]:
    """Windows, shortest first, in batches of at most so many pieces when padded."""
    out, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end + 1 - start) * lengths[order[end]] <= pieces:
            end += 1
        out.append(order[start:end])
        start = end
    return out

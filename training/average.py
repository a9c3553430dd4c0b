"""The mean of trained weights: `training/average.py build/model.pt build/one.pt 2 build/two.pt 2 build/shipped.pt 1`.

Each file is followed by how much it counts. Weights that went different ways from one start are often better together
than each alone; some of the start itself keeps what the last training forgot.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor


def average(paths: list[Path], shares: list[float]) -> dict[str, Tensor]:
    """The mean by name; KeyError where one file lacks a weight that the first has."""
    some = [torch.load(path, map_location="cpu") for path in paths]
    total = sum(shares)
    return {
        name: sum(one[name].float() * share / total for one, share in zip(some, shares, strict=True))
        for name in some[0]
    }


if __name__ == "__main__":
    out, *rest = sys.argv[1:]
    torch.save(average([Path(one) for one in rest[::2]], [float(one) for one in rest[1::2]]), out)

"""The weights that the package carries, as training saves them: `recover.py src/sayso/data/model build/shipped.pt`.

To go on from what ships (`train.py --start`) without the large models that it learned from. The weights are those of
eight bits, so the model reads as the shipped one does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))

from model import SIZES, Reader

#: the matrices of a layer, in the order in which a window goes through them.
OF_A_LAYER = ("qkv", "out", "up", "down")


def recover(folder: Path, size: str) -> dict[str, Tensor]:
    """All weights of a `Reader` by name, from the six graphs in the folder; KeyError where a graph lacks one."""
    model = Reader(SIZES[size])
    layers = len(SIZES[size].kept)
    order = [f"encoder.layers.{n}.{name}.weight" for n in range(layers) for name in OF_A_LAYER]
    found = _read(folder / "encoder.onnx", [*order, "encoder.tags.weight"])
    for kind in ("cue", "event"):
        for head, unnamed in (("ties", [f"ties.{kind}.role.weight"]), ("kinds", [])):
            part = _read(folder / f"{kind}_{head}.onnx", unnamed)
            found |= {n if n in unnamed else n.replace(head, f"{head}.{kind}", 1): v for n, v in part.items()}
    found |= _read(folder / "figure_kinds.onnx", ["counts.pieces.weight"])
    return {name: found[name].reshape(value.shape) for name, value in model.state_dict().items()}


def _read(path: Path, unnamed: list[str]) -> dict[str, Tensor]:
    """A graph's weights; ``unnamed``: of the matrices to which the exporter gave numbers, in the order of their use."""
    graph = onnx.load(path).graph
    raw = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    whole: dict[str, Tensor] = {}
    for name, value in raw.items():
        if name.endswith("_quantized"):
            bare = name.removesuffix("_quantized")
            scale, zero = raw[f"{bare}_scale"], raw[f"{bare}_zero_point"]
            whole[bare] = (value.float() - zero.float()) * scale
        elif not name.endswith(("_scale", "_zero_point")):
            whole[name] = value
    used = [name for node in graph.node for name in node.input]
    numbered = sorted((n for n in whole if n.startswith("onnx::MatMul")), key=lambda n: _first(used, n))
    out = {new: whole.pop(old).T.contiguous() for new, old in zip(unnamed, numbered, strict=True)}
    for name, value in whole.items():
        turned = name.endswith("_Transposed")
        out[name.removesuffix("_Transposed")] = value.T.contiguous() if turned else value
    return out


def _first(used: list[str], name: str) -> int:
    return next(n for n, one in enumerate(used) if one == name or one == f"{name}_quantized")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", choices=SIZES, default="minilm")
    args = parser.parse_args()
    torch.save(recover(args.folder, args.size), args.out)

"""Writes the trained model as the package carries it: `training/export.py build/model.pt src/sayso/data/model`.

Three ONNX graphs (encoder with 8-bit weights, ties and acts with full ones) and `model.toml` with their SHA-256.
Weights use seven bits (`reduce_range`), so that no processor's 8-bit products overflow, and all give the same sums.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))

from model import EDGES, PARAGRAPHS_APART, TIE, Attributor, Ties


class OneWindow(nn.Module):
    """The encoder on one window, without padding: vectors (pieces, width) and tag scores (pieces, 9)."""

    def __init__(self, model: Attributor) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor]:
        vectors, tags = self.encoder(ids[None], shapes[None], quoted[None])
        return vectors[0], tags[0]


class OneWindowTies(nn.Module):
    """Ties of the cues of one window: role scores (cues, pieces, 5)."""

    def __init__(self, ties: Ties) -> None:
        super().__init__()
        self.ties = ties

    def forward(self, vectors: Tensor, quoted: Tensor, paragraphs: Tensor, first: Tensor, last: Tensor) -> Tensor:
        place = torch.arange(vectors.shape[0])[None]
        distance = (place - last[:, None]).clamp(min=0) + (place - first[:, None]).clamp(max=0)
        size = (distance.abs()[..., None] >= torch.tensor(EDGES)).sum(-1)
        bucket = torch.sign(distance) * size + len(EDGES)
        apart = (paragraphs[None] - paragraphs[first][:, None]).clamp(-PARAGRAPHS_APART, PARAGRAPHS_APART)
        plus, times = self.ties.piece(vectors).split(TIE, dim=-1)
        near = quoted[None].expand(first.shape[0], -1)
        ends = vectors[first], vectors[last]
        roles: Tensor = self.ties.roles(plus[None], times[None], *ends, bucket, apart + PARAGRAPHS_APART, near)
        return roles


class OneWindowActs(nn.Module):
    """Act and evidence scores (parts, 20) of parts of content, each with its cue; ``weight`` is 1 on its pieces."""

    def __init__(self, ties: Ties) -> None:
        super().__init__()
        self.ties = ties

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor, weight: Tensor) -> Tensor:
        many = vectors[None].expand(first.shape[0], -1, -1)
        acts: Tensor = self.ties.acts(many, vectors[first], vectors[last], weight)
        return acts


def export_model(weights: Path, folder: Path) -> None:
    """Writes the graphs, and their hashes in `model.toml`."""
    model = Attributor()
    model.load_state_dict(torch.load(weights, map_location="cpu"))
    model.eval()
    size, pieces = 24, torch.arange(24) + 1000
    zero = torch.zeros(size, dtype=torch.long)
    with tempfile.TemporaryDirectory() as where:
        plain = Path(where) / "encoder.onnx"
        _export(OneWindow(model), (pieces, zero, zero), plain, ["ids", "shapes", "quoted"], ["vectors", "tags"])
        quantize_dynamic(
            plain, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    cues = torch.tensor([3, 9])
    vectors = torch.randn(size, 384)
    names = ["vectors", "quoted", "paragraphs", "first", "last"]
    _export(OneWindowTies(model.ties), (vectors, zero, zero, cues, cues + 1), folder / "ties.onnx", names, ["roles"])
    part = torch.ones(2, size)
    names = ["vectors", "first", "last", "weight"]
    _export(OneWindowActs(model.ties), (vectors, cues, cues + 1, part), folder / "acts.onnx", names, ["acts"])
    lines = ["# SHA-256 of the graphs; a file that is not as named here is refused. Written by training/export.py.", ""]
    for name in ("encoder.onnx", "ties.onnx", "acts.onnx", "tokenizer.json"):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines += ["[[entry]]", f'file = "{name}"', f'sha256 = "{digest}"', ""]
    (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")


def _export(module: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: list[str], out: list[str]) -> None:
    cues = ("first", "last", "roles", "acts")
    axes = {name: {0: "cues" if name in cues else "pieces"} for name in [*names, *out]}
    axes |= {name: {0: "cues", 1: "pieces"} for name in ("roles", "weight") if name in axes}
    torch.onnx.export(
        module,
        inputs,
        str(path),
        input_names=names,
        output_names=out,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    export_model(args.weights, args.folder)

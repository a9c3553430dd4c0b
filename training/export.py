"""Writes the trained model as the package carries it: `training/export.py build/model.pt src/sayso/data/model`.

Six ONNX graphs (the encoder; ties and kinds of cues and of triggers; kinds of numbers), `labels.toml`, and
`model.toml` with their SHA-256. Weights of eight bits use seven (`reduce_range`), so that no processor's 8-bit products
overflow, and all give the same sums.
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

from labels import FIGURES, MODES, TYPES
from model import EDGES, PARAGRAPHS_APART, SIZES, Counts, Kinds, Reader, Ties, load_model


class OneWindow(nn.Module):
    """The encoder on one window, without padding: vectors (pieces, width), tag scores (pieces, 12)."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor]:
        vectors, tags = self.encoder(ids[None], shapes[None], quoted[None])
        return vectors[0], tags[0]


class OneWindowTies(nn.Module):
    """Ties of the cues (or triggers) of one window: scores of their parts (cues, pieces, labels)."""

    def __init__(self, ties: Ties) -> None:
        super().__init__()
        self.ties = ties

    def forward(self, vectors: Tensor, quoted: Tensor, paragraphs: Tensor, first: Tensor, last: Tensor) -> Tensor:
        place = torch.arange(vectors.shape[0])[None]
        distance = (place - last[:, None]).clamp(min=0) + (place - first[:, None]).clamp(max=0)
        size = (distance.abs()[..., None] >= torch.tensor(EDGES)).sum(-1)
        bucket = torch.sign(distance) * size + len(EDGES)
        apart = (paragraphs[None] - paragraphs[first][:, None]).clamp(-PARAGRAPHS_APART, PARAGRAPHS_APART)
        plus, times = self.ties.piece(vectors).split(self.ties.tie, dim=-1)
        near = quoted[None].expand(first.shape[0], -1)
        ends = vectors[first], vectors[last]
        roles: Tensor = self.ties(plus[None], times[None], *ends, bucket, apart + PARAGRAPHS_APART, near)
        return roles


class OneWindowCounts(nn.Module):
    """What the numbers of one window count, by its vectors: scores (numbers, kinds)."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor, noun: Tensor) -> Tensor:
        scores: Tensor = self.counts(vectors[None], None, (torch.zeros_like(first), first, last, noun))
        return scores


class Told(nn.Module):
    """Scores of what cues (or triggers) are, from what was gathered of each (cues, 5 widths)."""

    def __init__(self, kinds: Kinds) -> None:
        super().__init__()
        self.kinds = kinds

    def forward(self, told: Tensor) -> Tensor:
        return self.kinds.score(told)


def export_model(weights: Path, size: str, folder: Path) -> None:
    """Writes the graphs, and their hashes in `model.toml`."""
    model = load_model(weights, size, torch.device("cpu")).eval()
    pieces, width = torch.arange(24) + 1000, SIZES[size].width
    zero = torch.zeros(24, dtype=torch.long)
    cues, vectors = torch.tensor([3, 9]), torch.randn(24, width)
    with tempfile.TemporaryDirectory() as where:
        plain = Path(where) / "plain.onnx"
        to_onnx(OneWindow(model), (pieces, zero, zero), plain, ["ids", "shapes", "quoted"], ["vectors", "tags"])
        quantize(plain, folder / "encoder.onnx")
        for kind in ("cue", "event"):
            inputs = vectors, zero, zero, cues, cues + 1
            names = ["vectors", "quoted", "paragraphs", "first", "last"]
            to_onnx(OneWindowTies(model.ties[kind]), inputs, folder / f"{kind}_ties.onnx", names, ["roles"])
            to_onnx(Told(model.kinds[kind]), (torch.randn(2, 5 * width),), plain, ["told"], ["kinds"])
            quantize(plain, folder / f"{kind}_kinds.onnx")
        inputs = vectors, cues, cues + 1, cues + 2
        to_onnx(OneWindowCounts(model.counts), inputs, plain, ["vectors", "first", "last", "noun"], ["figures"])
        quantize(plain, folder / "figure_kinds.onnx")
    (folder / "labels.toml").write_text(list_labels(), encoding="utf-8")
    name_files(folder)


def name_files(folder: Path) -> None:
    """Writes `model.toml`."""
    lines = ["# SHA-256 of the files; one that is not as named here is refused. Written by training/export.py.", ""]
    for path in [*sorted(folder.glob("*.onnx")), folder / "tokenizer.json"]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += ["[[entry]]", f'file = "{path.name}"', f'sha256 = "{digest}"', ""]
    (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")


def list_labels() -> str:
    """`labels.toml`: the types and modes, in the order of the scores."""
    lines = [
        "# What the heads of the model name, in the order of their scores: types, modes, and kinds of figures.",
        '# The model learned "gain" of what `states.toml` calls "take".',
        "",
    ]
    shown = {"-": "", "gain": "take"}
    for kind, names in (("type", TYPES), ("mode", MODES), ("figure", FIGURES)):
        for name in names:
            lines += ["[[entry]]", f'kind = "{kind}"', f'name = "{shown.get(name, name)}"', ""]
    return "\n".join(lines)


def quantize(plain: Path, out: Path) -> None:
    """Weights to eight bits."""
    quantize_dynamic(
        plain, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )  # fmt: skip


def to_onnx(module: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: list[str], out: list[str]) -> None:
    """One graph; windows and cues (or numbers) may be as many as there are."""
    cues = ("first", "last", "noun", "roles", "told", "kinds", "figures")
    axes = {name: {0: "cues" if name in cues else "pieces"} for name in [*names, *out]}
    axes |= {name: {0: "cues", 1: "pieces"} for name in ("roles",) if name in axes}
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
    parser.add_argument("--size", choices=SIZES, default="minilm")
    args = parser.parse_args()
    export_model(args.weights, args.size, args.folder)

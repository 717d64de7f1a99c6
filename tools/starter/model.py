"""The network: a small pre-norm Transformer, one embedding for source, target and output, as CTranslate2 runs it."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

PAD, UNK, BOS, EOS = 0, 1, 2, 3
MASK_LENGTH = 1 << 22


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; `layers` are encoder and decoder."""

    vocabulary: int
    width: int = 160
    inner: int = 640
    heads: int = 4
    layers: tuple[int, int] = (2, 2)


def sinusoids(length: int, width: int) -> Tensor:
    """Position encodings as CTranslate2 makes them: positions from 1, sines then cosines. Shape (length, width)."""
    increment = math.log(10000) / (width // 2 - 1)
    scales = torch.exp(torch.arange(width // 2) * -increment)
    angles = torch.arange(1, length + 1).unsqueeze(1) * scales.unsqueeze(0)
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Dropout(nn.Module):
    """Dropout whose masks are cut from one long random mask: drawing one for each use cost a third of the training."""

    def __init__(self) -> None:
        super().__init__()
        self.set(0.0)

    def set(self, share: float) -> None:
        """Drop this share of the values from now on."""
        self.share = share
        self.mask = ((torch.rand(MASK_LENGTH) >= share).float() / (1 - share)).bfloat16() if share else None

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape with fewer than `MASK_LENGTH` values → the same; in evaluation x itself."""
        if not self.training or self.mask is None:
            return x
        start = int(torch.randint(MASK_LENGTH - x.numel(), ()))
        return x * self.mask[start : start + x.numel()].view_as(x)


class Attention(nn.Module):
    """Multi-head attention with its own norm before; queries, keys and values in one matrix where they share input."""

    def __init__(self, shape: Shape, *, cross: bool) -> None:
        super().__init__()
        self.heads = shape.heads
        self.norm = nn.LayerNorm(shape.width)
        sizes = (1, 2) if cross else (3,)
        self.inputs = nn.ModuleList(nn.Linear(shape.width, size * shape.width) for size in sizes)
        self.output = nn.Linear(shape.width, shape.width)
        self.looked: Tensor | None = None

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        """x (batch, length, width) → the same, to be added to x; `mask` is true where may be looked."""
        normed = self.norm(x)
        if memory is None:
            queries, keys, values = self.inputs[0](normed).chunk(3, dim=-1)
        else:
            queries = self.inputs[0](normed)
            keys, values = self.inputs[1](memory).chunk(2, dim=-1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (queries, keys, values))
        # Written out: for so short sequences the fused kernel of the CPU is several times slower going backwards.
        weights = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        shares = weights.masked_fill(~mask, -1e9).softmax(-1)
        if memory is not None and self.training:
            self.looked = shares  # (batch, heads, length, memory), for the guide
        return self.output((shares @ v).transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    """The position-wise network with its norm before."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.up, self.down = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """x (batch, length, width) → the same, to be added to x."""
        return self.down(functional.relu(self.up(self.norm(x))))


class Layer(nn.Module):
    """An encoder layer, or with `cross` a decoder layer."""

    def __init__(self, shape: Shape, drop: Dropout, *, cross: bool) -> None:
        super().__init__()
        self.drop = drop
        self.attention = Attention(shape, cross=False)
        self.cross = Attention(shape, cross=True) if cross else None
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        """`mask` (batch, 1, 1, source length) is true where the source has a token."""
        if self.cross is None:
            x = x + self.drop(self.attention(x, None, mask))
        else:
            past = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
            x = x + self.drop(self.attention(x, None, past))
            x = x + self.drop(self.cross(x, memory, mask))
        return x + self.drop(self.feed(x))


class Translator(nn.Module):
    """Encoder and decoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.drop = Dropout()
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.encoder = nn.ModuleList(Layer(shape, self.drop, cross=False) for _ in range(shape.layers[0]))
        self.decoder = nn.ModuleList(Layer(shape, self.drop, cross=True) for _ in range(shape.layers[1]))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.positions = sinusoids(512, shape.width)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)

    def embed(self, tokens: Tensor) -> Tensor:
        """tokens (batch, length) → (batch, length, width)."""
        scaled = self.embedding(tokens) * self.shape.width**0.5
        return self.drop(scaled + self.positions[: tokens.shape[1]].to(scaled.dtype))

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """source (batch, length) → its memory and mask."""
        mask = (source != PAD)[:, None, None, :]
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, None, mask)
        return self.encoder_norm(x), mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """target (batch, length), each row from BOS → states (batch, length, width) before the output projection."""
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, memory, mask)
        return self.decoder_norm(x)

    def logits(self, states: Tensor) -> Tensor:
        """States (…, width) → scores (…, vocabulary)."""
        return functional.linear(states, self.embedding.weight, self.bias)

    @torch.no_grad()
    def greedy(self, source: list[int], limit: int = 200) -> list[int]:
        """The best token at each step for one sentence; without BOS and EOS."""
        memory, mask = self.encode(torch.tensor([source]))
        tokens = [BOS]
        while len(tokens) <= limit:
            states = self.decode(torch.tensor([tokens]), memory, mask)
            best = int(self.logits(states[0, -1]).argmax())
            if best == EOS:
                break
            tokens.append(best)
        return tokens[1:]

    @torch.no_grad()
    def log_probabilities(self, source: list[int], target: list[int]) -> list[float]:
        """Log-probability of each token of `target` and of its end, given `source`."""
        memory, mask = self.encode(torch.tensor([source]))
        states = self.decode(torch.tensor([[BOS, *target]]), memory, mask)
        scores = self.logits(states[0]).log_softmax(-1)
        return [float(scores[place, token]) for place, token in enumerate([*target, EOS])]

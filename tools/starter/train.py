"""Trains one direction: SentencePiece on both sides, then the network, on CPU, from a seed."""

import io
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import sentencepiece
import torch
from torch import Tensor
from torch.nn import functional

from tools.starter.model import BOS, EOS, PAD, UNK, Shape, Translator

LENGTH_STEP = 8


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a direction is trained. Sizes of batches are in target tokens; `peak` is the highest learning rate."""

    seed: int = 20
    pairs: int = 100_000
    pieces: int = 3_500
    steps: int = 2_300
    batch_tokens: int = 1_300
    warmup: int = 200
    peak: float = 3e-3
    smoothing: float = 0.05
    bpe_dropout: float = 0.05


def train_pieces(lines: list[str], recipe: Recipe) -> bytes:
    """A SentencePiece BPE model shared by both languages.

    `identity`: the default normalisation, NFKC, would turn the Armenian `և` into `եւ`.
    """
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        model_type="bpe",
        vocab_size=recipe.pieces,
        character_coverage=1.0,
        normalization_rule_name="identity",
        split_digits=True,
        pad_id=PAD,
        unk_id=UNK,
        bos_id=BOS,
        eos_id=EOS,
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


def batches(
    pairs: list[tuple[str, str]], pieces: sentencepiece.SentencePieceProcessor, recipe: Recipe
) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches, shuffled anew each epoch; some sources with BPE dropout.

    Lengths come in steps of eight and the rows of a batch follow from them, because the CPU kernels are compiled for
    each shape: with free shapes compiling took two thirds of the time.
    """
    chance = random.Random(recipe.seed)
    targets = pieces.encode([target for _, target in pairs])
    plain = pieces.encode([source for source, _ in pairs])
    while True:
        groups = _groups(plain, targets, recipe, chance)
        for group in groups:
            sources = [plain[i] for i in group]
            if recipe.bpe_dropout and chance.random() < 0.2:
                texts = [pairs[i][0] for i in group]
                sources = pieces.encode(texts, enable_sampling=True, alpha=recipe.bpe_dropout)
            yield _padded(sources), _padded([[BOS, *targets[i], EOS] for i in group], extra=1)


def _groups(
    sources: list[list[int]], targets: list[list[int]], recipe: Recipe, chance: random.Random
) -> list[list[int]]:
    """Indices of pairs by batch, in random order: pairs of like lengths, and nearly as many as the tokens allow."""
    buckets: dict[tuple[int, int], list[int]] = {}
    for index in chance.sample(range(len(targets)), len(targets)):
        key = _step(len(sources[index])), _step(len(targets[index]) + 1)
        buckets.setdefault(key, []).append(index)
    groups: list[list[int]] = []
    for key, indices in sorted(buckets.items()):
        rows = max(1, recipe.batch_tokens // max(key))
        indices += indices[: -len(indices) % rows]
        groups += [indices[start : start + rows] for start in range(0, len(indices), rows)]
    chance.shuffle(groups)
    return groups


def _step(length: int) -> int:
    return -(-length // LENGTH_STEP) * LENGTH_STEP


def _padded(rows: list[list[int]], *, extra: int = 0) -> Tensor:
    width = _step(max(len(row) for row in rows) - extra) + extra
    return torch.tensor([row + [PAD] * (width - len(row)) for row in rows])


def rate(step: int, recipe: Recipe) -> float:
    """Learning rate of a step: linear up, then linear down to nothing."""
    if step < recipe.warmup:
        return recipe.peak * (step + 1) / recipe.warmup
    return recipe.peak * max(0.0, (recipe.steps - step) / (recipe.steps - recipe.warmup))


def train(
    pairs: list[tuple[str, str]], proto: bytes, recipe: Recipe, *, start: Translator | None = None, label: str = ""
) -> Translator:
    """The trained network, in evaluation mode.

    Args:
        pairs: source and target texts.
        proto: the SentencePiece model of both.
        start: a network of the other direction, with the same pieces, to start from; it is trained further, in place.
        label: stands before the lines of progress.
    """
    torch.manual_seed(recipe.seed)
    sentencepiece.set_random_generator_seed(recipe.seed)
    torch.set_num_threads(1)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=proto)
    network = start or Translator(Shape(pieces.get_piece_size()))
    optimizer = torch.optim.Adam(network.parameters(), lr=recipe.peak, betas=(0.9, 0.98), eps=1e-9, fused=True)
    started, lost = time.monotonic(), 0.0
    stream = batches(pairs, pieces, recipe)
    network.train()
    for step in range(recipe.steps):
        source, target = next(stream)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, recipe)
        with torch.autocast("cpu", torch.bfloat16):
            loss = _loss(network, source, target, recipe)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        lost += loss.item()
        if (step + 1) % 200 == 0:
            print(f"{label} step {step + 1}: loss {lost / 200:.3f}, {time.monotonic() - started:.0f} s", flush=True)
            lost = 0.0
    return network.eval()


def _loss(network: Translator, source: Tensor, target: Tensor, recipe: Recipe) -> Tensor:
    memory, mask = network.encode(source)
    states = network.decode(target[:, :-1], memory, mask)
    wanted = target[:, 1:]
    logits = network.logits(states).flatten(0, 1)
    return functional.cross_entropy(logits, wanted.flatten(), ignore_index=PAD, label_smoothing=recipe.smoothing)

"""How much a job is, and how long it would take, by translating a sample of it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.services.skeleton import Skeleton, is_worded
from workbench.services.translate import Translator

_SAMPLE = 48
_SEED = 6


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a stream into one language amounts to.

    Attributes:
        texts, words: in all, words as white space parts them; new_words: in segments that have not been before.
        seconds: what translating them takes here, loading the model apart; 0 if there is nothing to translate.
        sampled: segments it was measured on.
    """

    texts: int
    words: int
    new_words: int
    seconds: float
    sampled: int


def estimate(translator: Translator, texts: Iterable[str], source: str, target: str) -> Estimate:
    """Count a job, and translate a random sample of its different segments to see how fast that is.

    Raises: EngineError, PairUnsupportedError, ModelMissingError
    """
    chance = random.Random(_SEED)
    seen: set[int] = set()
    sample: list[str] = []
    count = every = new = characters = 0
    for text in texts:
        count += 1
        for core in Skeleton(text, source, keep_lines=True).cores:
            length = len(core.split())
            every += length
            if not is_worded(core) or hash(core) in seen:
                continue
            seen.add(hash(core))
            new, characters = new + length, characters + len(core)
            place = chance.randrange(len(seen))
            if len(sample) < _SAMPLE:
                sample.append(core)
            elif place < _SAMPLE:
                sample[place] = core
    return Estimate(count, every, new, _seconds(translator, sample, characters, source, target), len(sample))


def _seconds(translator: Translator, sample: list[str], characters: int, source: str, target: str) -> float:
    if not sample:
        return 0.0
    translator.translate_texts(sample[:1], source, target)  # loads the model
    started = time.perf_counter()
    translator.translate_texts(sample, source, target)
    return (time.perf_counter() - started) * characters / max(1, sum(map(len, sample)))

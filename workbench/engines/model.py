"""A package's model on a device: loaded when first needed and kept, decoded with, given back.

Two cores are best used by two translators of one thread each: a batch is decoded a token at a time, and threads that
share its small matrices wait for one another more than they compute.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from workbench.core.errors import EngineError
from workbench.core.hypothesis import Decoding
from workbench.engines.packages import Package

T = TypeVar("T")

DEFAULT_BEAM = 4
"""What Argos decodes with; a package may name its own."""

DEFAULT_LENGTH_PENALTY = 1.0
"""Hypotheses are compared by their mean log-probability per token."""

TARGET_TOKENS = 400
"""Longest output; what runs into it is remarked on."""

_CUDA_BATCH_TOKENS = 16_384
_LOW_PRIORITY = 10
"""Niceness: a ninth of the processor, where somebody else wants all of it."""

_UNKNOWN = "<unk>"
_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class Options:
    """How models run.

    Attributes:
        device: `auto` (a GPU if CTranslate2 finds one), `cpu` or `cuda`.
        compute_type: of CTranslate2; empty keeps the package's own on a CPU and takes the fastest on a GPU.
        translators: that run side by side, one thread each; 0 for one a core, on a GPU always one.
        threads: of each translator; more than one pays only where a single segment is waited for.
        batch_tokens: source tokens a batch holds, padding included; 0 for what the device likes.
        vmap: decode only the words that the package's vocabulary map allows, where it has one.
        yielding: a processor is given up at once to whatever else the person does on it.
    """

    device: str = "auto"
    compute_type: str = ""
    translators: int = 0
    threads: int = 1
    batch_tokens: int = 0
    vmap: bool = True
    yielding: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """Tokens of one hypothesis and its mean log-probability per token, the end counted.

    Attributes:
        attention: where it was asked for, a row for every token with the share of each source token.
    """

    tokens: list[str]
    score: float
    attention: Sequence[Sequence[float]] = ()


class Model:
    """The translators of one package; safe to use from several threads.

    Args:
        package: where the model lies.
        options: how to run it.
    """

    def __init__(self, package: Package, options: Options | None = None) -> None:
        self.package, self.options = package, options or Options()
        self._loading = threading.Lock()
        self._translator: Any = None

    @property
    def batch_tokens(self) -> int:
        """Source tokens that a batch should hold; 1,024 was the fastest on two cores."""
        if self.options.batch_tokens:
            return self.options.batch_tokens
        return _CUDA_BATCH_TOKENS if device_of(self.options) == "cuda" else 1_024

    @property
    def translators(self) -> int:
        """How many batches are decoded at once."""
        if device_of(self.options) == "cuda":
            return 1
        return self.options.translators or max(1, cores() // self.options.threads)

    def load(self) -> Any:
        """The translators, loaded now if they are not yet.

        Raises: EngineError naming the package and what to do.
        """
        with self._loading:
            if self._translator is None:
                self._translator = _at_low_priority(self._open) if self.options.yielding else self._open()
            return self._translator

    def close(self) -> None:
        """Give the model's memory back; the next batch loads it again."""
        with self._loading:
            self._translator = None

    def decode(self, tokens: Sequence[Sequence[str]], prefix: Sequence[str], decoding: Decoding) -> list[list[Output]]:
        """The outputs for each input of one batch, best first; the prefix stands at their start.

        A batch that the memory does not hold is decoded in halves.

        Raises: EngineError
        """
        try:
            return self._decode(tokens, prefix, decoding)
        except (RuntimeError, ValueError, MemoryError) as error:
            if _is_memory(error) and len(tokens) > 1:
                middle = len(tokens) // 2
                return [
                    *self.decode(tokens[:middle], prefix, decoding),
                    *self.decode(tokens[middle:], prefix, decoding),
                ]
            raise EngineError(self.failure(error)) from error

    def _decode(self, tokens: Sequence[Sequence[str]], prefix: Sequence[str], decoding: Decoding) -> list[list[Output]]:
        outputs = self._searched(tokens, prefix, decoding, replace_unknowns=False)
        # Looking up the source word for every unknown one takes attention, a fiftieth of the time: only where needed.
        at = [row for row, best in enumerate(outputs) if any(_UNKNOWN in one.tokens for one in best)]
        again = self._searched([tokens[row] for row in at], prefix, decoding, replace_unknowns=True) if at else []
        for row, best in zip(at, again, strict=True):
            outputs[row] = best
        return outputs

    def _searched(
        self, tokens: Sequence[Sequence[str]], prefix: Sequence[str], decoding: Decoding, *, replace_unknowns: bool
    ) -> list[list[Output]]:
        beam = decoding.beam or self.package.metadata.beam or DEFAULT_BEAM
        penalty = DEFAULT_LENGTH_PENALTY if decoding.length_penalty is None else decoding.length_penalty
        results = self.load().translate_batch(
            tokens,
            target_prefix=[prefix] * len(tokens) if prefix else None,
            beam_size=max(beam, decoding.n_best),
            num_hypotheses=decoding.n_best,
            length_penalty=penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_input_length=0,
            max_decoding_length=TARGET_TOKENS,
            replace_unknowns=replace_unknowns,
            return_scores=True,
            return_attention=decoding.links and not self._starts_sources,
            use_vmap=self.options.vmap and self.package.has_vmap,
        )
        return [
            [
                Output(found, _mean(score, len(found), penalty), attention)
                for found, score, attention in zip(
                    one.hypotheses, one.scores, one.attention or [()] * len(one.scores), strict=True
                )
            ]
            for one in results
        ]

    @cached_property
    def _starts_sources(self) -> bool:
        """Whether CTranslate2 puts a token before every source: what it says of attention is then off by that one."""
        path = self.package.folder / "model" / "config.json"
        try:
            return json.loads(path.read_bytes()).get("add_source_bos") is True
        except (OSError, ValueError, AttributeError, RecursionError):
            return False

    def failure(self, error: Exception) -> str:
        """What to say of an error while decoding."""
        if _is_memory(error):
            return f"package {self.package.name}: not enough memory for one segment ({error}); use fewer --workers"
        if _is_gpu(error):
            return (
                f"package {self.package.name}: the GPU failed ({error}); go on with --device cpu; "
                "with --out, --resume leaves the files that are done alone"
            )
        return f"package {self.package.name}: the model failed: {error}; look for damage with `workbench models verify`"

    def _open(self) -> Any:
        import ctranslate2

        device = device_of(self.options)
        try:
            return ctranslate2.Translator(
                str(self.package.folder / "model"),
                device=device,
                compute_type=self.options.compute_type or ("auto" if device == "cuda" else "default"),
                inter_threads=self.translators,
                intra_threads=self.options.threads,
                max_queued_batches=-1,
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(self._cannot_load(error, device)) from error

    def _cannot_load(self, error: Exception, device: str) -> str:
        name, said = self.package.name, str(error)
        if _is_memory(error):
            other = "a smaller package or --device cpu" if device == "cuda" else "a smaller package"
            return f"package {name}: not enough memory to load its model ({said}); use {other}"
        if device == "cuda" and _is_gpu(error):
            return f"package {name}: no GPU that CTranslate2 can use was found ({said}); use --device cpu"
        if "compute type" in said:
            return f"package {name}: {device} cannot compute as its model wants ({said}); use another device or package"
        if _is_newer(said):
            return (
                f"package {name}: its model is for another CTranslate2 ({said}); update ctranslate2, or install a "
                "package made for the one that is here"
            )
        return (
            f"package {name}: its model cannot be loaded: {error}; remove it and install it again "
            f"(`workbench models remove {name}`)"
        )


def device_of(options: Options) -> str:
    """`cpu` or `cuda`."""
    if options.device != "auto":
        return options.device
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _at_low_priority(make: Callable[[], T]) -> T:
    """What `make` returns; threads that it starts have a low priority for good, as far as the system has that.

    On Linux a thread has a priority of its own, hands it down to those it starts, and may never raise it again: it is a
    thread for this alone.
    """
    if sys.platform != "linux":
        return make()

    def lowered() -> T:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW_PRIORITY)
        return make()

    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lowered).result()


def _is_memory(error: Exception) -> bool:
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(
        sign in said for sign in ("out of memory", "bad_alloc", "alloc_failed")
    )


def _is_newer(said: str) -> bool:
    """Whether a model was made for a later CTranslate2; a damaged file names a version that there will never be."""
    found = re.findall(r"binary version v(\d+)", said)
    return bool(found) and int(found[-1]) < _VERSIONS


def _is_gpu(error: Exception) -> bool:
    return any(sign in str(error).lower() for sign in ("cuda", "cublas", "cudnn", "gpu"))


def _mean(score: float, tokens: int, penalty: float) -> float:
    """Mean log-probability per token from a score that was divided by the length to a power."""
    return score if penalty == 1 or not tokens else score * (tokens + 1) ** (penalty - 1)

"""CTranslate2 run directly: one resident model, one-thread translators, token-sized batches.

Batches depend on the segments and the options alone, so that a run that is taken up again forms the same ones and
int8 arithmetic gives the same outputs.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workbench.core.errors import EngineError
from workbench.core.hypothesis import Hypothesis
from workbench.engines.layouts import Layout, layout_of
from workbench.engines.longtext import parts
from workbench.engines.packages import Package
from workbench.engines.register import Register, read_register

DEFAULT_BEAM = 4
"""What Argos decodes with; a package may name its own."""

SPLIT = "split-segment"
CUT_OFF = "cut-off"

_SOURCE_TOKENS = 200
_TARGET_TOKENS = 400
_WINDOW = 2_048
_CHARACTERS_A_TOKEN = 12
_KNOWN_PIECES = 0.5


@dataclass(frozen=True, slots=True)
class Options:
    """How models run.

    Attributes:
        device: `auto` (a GPU if CTranslate2 finds one), `cpu` or `cuda`.
        compute_type: of CTranslate2; `default` keeps the package's own.
        translators: that run side by side, one thread each; 0 for one a core.
        batch_tokens: source tokens a batch holds, padding included.
        beam: hypotheses kept while decoding; None for what the package asks for.
    """

    device: str = "auto"
    compute_type: str = "default"
    translators: int = 0
    batch_tokens: int = 1_024
    beam: int | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What goes through the model at once: a segment or, if that is too long, a part of it."""

    lead: str
    text: str
    trail: str
    tokens: list[str]


class CTranslateEngine:
    """One package, loaded when first needed and kept.

    Args:
        package: where the model and its tokenizer lie.
        options: how to run it.
    """

    def __init__(self, package: Package, options: Options | None = None) -> None:
        self.package = package
        self.options = options or Options()
        self._loading = threading.Lock()
        self._model: Any = None

    @property
    def name(self) -> str:
        """The package's name."""
        return self.package.name

    @property
    def route(self) -> tuple[str, ...]:
        """Source and target language."""
        return self.package.pair

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.package)

    @cached_property
    def _register(self) -> Register | None:
        return read_register(self.package.folder)

    @property
    def _most_tokens(self) -> int:
        return self.package.metadata.max_source_tokens or _SOURCE_TOKENS

    def load(self) -> None:
        """Load the model now instead of with the first segment.

        Raises: EngineError naming the package and what to do.
        """
        with self._loading:
            if self._model is None:
                _check_vocabulary(self.package, self._layout)
                self._model = _open_model(self.package, self.options)

    def close(self) -> None:
        """Give the model's memory back; the next segment loads it again."""
        with self._loading:
            self._model = None

    def translate(
        self, segments: Sequence[str], *, beam: int | None = None, no_repeat_ngram: int = 0
    ) -> list[Hypothesis]:
        """One hypothesis for each segment, in their order; a blank segment comes back untouched.

        Raises: EngineError naming the package.
        """
        self.load()
        hypotheses: list[Hypothesis] = []
        for start in range(0, len(segments), _WINDOW):
            hypotheses += self._window(segments[start : start + _WINDOW], beam, no_repeat_ngram)
        return hypotheses

    def _window(self, segments: Sequence[str], beam: int | None, no_repeat_ngram: int) -> list[Hypothesis]:
        """The hypotheses of one window; CTranslate2 sorts inside it by length and cuts it into batches."""
        pieces = [list(self._pieces(segment)) for segment in segments]
        flat = [piece for several in pieces for piece in several if piece.tokens]
        outputs = iter(self._decode([piece.tokens for piece in flat], beam, no_repeat_ngram) if flat else ())
        return [self._join(segment, several, outputs) for segment, several in zip(segments, pieces, strict=True)]

    def _pieces(self, segment: str) -> Iterator[_Piece]:
        """The segment in parts that the model can take; joined with their white space they are the segment."""
        most, longest = self._most_tokens, self._most_tokens * _CHARACTERS_A_TOKEN
        whole = self._piece(segment) if len(segment) <= longest else None
        if whole and len(whole.tokens) <= most:
            yield whole
            return
        for part in parts(segment, lambda text: len(self._layout.encode(text)) <= most, most_characters=longest):
            yield self._piece(part)

    def _piece(self, part: str) -> _Piece:
        text = part.strip()
        at = part.find(text) if text else len(part)
        return _Piece(part[:at], text, part[at + len(text) :], self._layout.encode(text) if text else [])

    def _decode(self, tokens: list[list[str]], beam: int | None, no_repeat_ngram: int) -> list[tuple[list[str], float]]:
        """Tokens and mean log-probability per token of the best output for each input."""
        prefix = self._layout.target_prefix
        try:
            results = self._model.translate_batch(
                tokens,
                target_prefix=[prefix] * len(tokens) if prefix else None,
                max_batch_size=self.options.batch_tokens,
                batch_type="tokens",
                beam_size=beam or self.options.beam or self.package.metadata.beam or DEFAULT_BEAM,
                length_penalty=1,  # makes the score a mean over the tokens
                no_repeat_ngram_size=no_repeat_ngram,
                max_input_length=0,
                max_decoding_length=_TARGET_TOKENS,
                replace_unknowns=True,
                return_scores=True,
            )
        except (RuntimeError, ValueError, MemoryError) as error:
            raise EngineError(
                f"package {self.name}: the model failed: {error}; look for damage with `workbench models verify`"
            ) from error
        return [(result.hypotheses[0], result.scores[0]) for result in results]

    def _join(self, segment: str, pieces: list[_Piece], outputs: Iterator[tuple[list[str], float]]) -> Hypothesis:
        """The hypothesis of a segment from those of its parts; the score is that of all output tokens together."""
        texts, remarks, log_probability, length = [], [SPLIT] if len(pieces) > 1 else [], 0.0, 0
        for piece in pieces:
            tokens, score = next(outputs) if piece.tokens else ([], 0.0)
            texts.append(f"{piece.lead}{self._layout.decode(tokens) if piece.tokens else piece.text}{piece.trail}")
            log_probability, length = log_probability + score * len(tokens), length + len(tokens)
            if len(tokens) >= _TARGET_TOKENS and CUT_OFF not in remarks:
                remarks.append(CUT_OFF)
        score = min(log_probability / length, 0.0) if length else 0.0
        share, outside = 1.0, False
        if self._register and any(piece.tokens for piece in pieces):
            share = self._register.known_share(segment, self.package.metadata.source)
            outside = self._register.outside(share, score)
        return Hypothesis(
            text="".join(texts),
            score=score,
            engine=self.name,
            route=self.route,
            known_share=share,
            starter=self.package.starter,
            outside=outside,
            remarks=tuple(remarks),
        )


def _open_model(package: Package, options: Options) -> Any:
    """The translators of a package.

    Raises: EngineError
    """
    import ctranslate2

    device = options.device
    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    try:
        return ctranslate2.Translator(
            str(package.folder / "model"),
            device=device,
            compute_type=options.compute_type,
            inter_threads=(options.translators or cores()) if device == "cpu" else 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        if device == "cuda" and not ctranslate2.get_cuda_device_count():
            raise EngineError(f"no GPU that CTranslate2 can use was found ({error}); use --device cpu") from error
        raise EngineError(
            f"package {package.name}: its model cannot be loaded: {error}; remove it and install it again "
            f"(`workbench models remove {package.name}`)"
        ) from error


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_vocabulary(package: Package, layout: Layout) -> None:
    """Refuse a tokenizer that speaks of other tokens than the model, which would turn every text into nonsense."""
    vocabulary = _source_vocabulary(package)
    pieces = layout.pieces()
    known = sum(piece in vocabulary for piece in pieces)
    if vocabulary and known < _KNOWN_PIECES * min(len(pieces), len(vocabulary)):
        raise EngineError(
            f"package {package.name}: its tokenizer and its model have different vocabularies "
            f"({known} of {len(pieces)} pieces in common); the package is broken, install it again"
        )


def _source_vocabulary(package: Package) -> set[str]:
    """The tokens the model reads, empty where its file is not one of the known ones (CTranslate2 then has its say)."""
    import json

    for stem in ("source_vocabulary", "shared_vocabulary", "source_1_vocabulary"):
        path = package.folder / "model" / stem
        try:
            if (listed := path.with_suffix(".json")).is_file():
                return {token for token in json.loads(listed.read_bytes()) if isinstance(token, str)}
            if (listed := path.with_suffix(".txt")).is_file():
                return set(listed.read_text(encoding="utf-8").split("\n"))
        except (OSError, ValueError, TypeError) as error:
            raise EngineError(
                f"package {package.name}: {listed.name} cannot be read: {error}; install it again"
            ) from error
    return set()

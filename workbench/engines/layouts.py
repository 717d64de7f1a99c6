"""Tokenisation, one adapter per family of packages: what goes into the model and how its output reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from workbench.core.errors import EngineError
from workbench.core.language import base
from workbench.engines.packages import SENTENCEPIECE, Package

_ARMENIAN = ("hy", "hyw")


class Layout(Protocol):
    """How one family of packages turns text into tokens and back."""

    @property
    def target_prefix(self) -> list[str]:
        """Tokens that every output starts with; they are no part of the translation."""
        ...

    def encode(self, text: str) -> list[str]:
        """The source tokens of a text without white space around it."""
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of an output; the prefix may stand at its start and goes."""
        ...

    def pieces(self) -> set[str]:
        """Every token the source side can produce for known characters."""
        ...


class SentencePieceLayout:
    """Argos' own layout: one SentencePiece model for both sides, nothing added to the source.

    Args:
        package: a package with `sentencepiece.model`.
    Raises: EngineError if the model cannot be read.
    """

    def __init__(self, package: Package) -> None:
        import sentencepiece

        path = package.folder / SENTENCEPIECE
        try:
            self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(f"{path}: not a SentencePiece model ({error}); install the package again") from error
        self._repair = base(package.metadata.target) in _ARMENIAN
        prefix = package.metadata.target_prefix
        self.target_prefix = [prefix] if prefix else []

    def encode(self, text: str) -> list[str]:
        """The source tokens of a text without white space around it."""
        whole = text.encode("utf-8", "replace").decode("utf-8")  # half a character (a lone surrogate) becomes `?`
        tokens: list[str] = self._processor.encode(whole, out_type=str)
        return tokens

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of an output; the prefix may stand at its start and goes."""
        prefix = self.target_prefix
        if prefix and list(tokens[: len(prefix)]) == prefix:
            tokens = tokens[len(prefix) :]
        # Argos also turns every underscore into a space here; `_` is a character like any other.
        text: str = self._processor.decode_pieces(list(tokens)).replace("▁", " ").strip()
        return repair_armenian(text) if self._repair else text

    def pieces(self) -> set[str]:
        """Every token the source side can produce for known characters."""
        processor = self._processor
        special = (processor.is_control, processor.is_unknown, processor.is_unused, processor.is_byte)
        return {
            processor.id_to_piece(index)
            for index in range(processor.get_piece_size())
            if not any(test(index) for test in special)
        }


def repair_armenian(text: str) -> str:
    """The ligature `և` where a model trained on NFKC text writes `եւ`, which no modern text does.

    Needed for models whose SentencePiece was trained with the default normalisation; can go once none is in use.
    """
    return text.replace("եւ", "և")


def layout_of(package: Package) -> Layout:
    """The adapter for a package.

    Raises: EngineError if its family is not supported or its tokenizer cannot be read.
    """
    if (package.folder / SENTENCEPIECE).is_file():
        return SentencePieceLayout(package)
    raise EngineError(
        f"package {package.name}: its tokenizer (bpe.model, of older packages) needs sacremoses and is "
        "not supported; look for a package with sentencepiece.model for this pair (`workbench models available`)"
    )

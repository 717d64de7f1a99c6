"""Tokenisation, one adapter for every family of models: what goes into the model and how its output reads.

The families differ in what stands around the pieces of the source and in front of those of the target:

    argos       pieces                       | a prefix if the package names one
    opus        pieces </s>                  |
    opus-multi  >>hye<< pieces </s>          |
    nllb        eng_Latn pieces </s>         | hye_Armn
    m2m100      __en__ pieces </s>           | __hy__
    madlad      pieces of <2hy>, pieces </s> |

A model whose `config.json` makes CTranslate2 add a token is not given it twice. No text of a user becomes a language
token, whatever it looks like, except in `madlad`, whose tokens are pieces like others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from workbench.core.errors import EngineError, PackageError, PairUnsupportedError
from workbench.core.language import base
from workbench.engines.codes import TOKENS, languages
from workbench.engines.packages import BPE, SENTENCEPIECE, TARGET_SENTENCEPIECE, Package
from workbench.engines.vocabulary import source_vocabulary

_ARMENIAN = ("hy", "hyw")
_END, _PADDING = "</s>", "<pad>"
_FEW = 16
"""For so few texts starting the threads of SentencePiece takes longer, some 3 ms, than the work."""


class Layout(Protocol):
    """How one family of packages turns text into tokens and back."""

    @property
    def target_prefix(self) -> list[str]:
        """Tokens that every output starts with; they are no part of the translation."""
        ...

    def encode(self, text: str) -> list[str]:
        """The source tokens of a text without white space around it, language tokens and end included."""
        ...

    def encode_many(self, texts: Sequence[str]) -> list[list[str]]:
        """What `encode` gives for each text, in their order; faster than one at a time."""
        ...

    def encode_target(self, text: str) -> list[str]:
        """The tokens of a text in the language that is written, without any around it: the beginning of an output."""
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of an output; the prefix may stand at its start and goes."""
        ...

    def decode_many(self, outputs: Sequence[Sequence[str]]) -> list[str]:
        """What `decode` gives for each output, in their order."""
        ...

    def pieces(self, most: int = 0) -> set[str]:
        """Tokens that the source side produces for known characters: every one, or `most` of them, evenly spread."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What a family puts around the pieces.

    Attributes:
        before, after: tokens around the source's pieces.
        prefix: tokens that the target starts with.
        lead: a text whose pieces stand in front of the source's.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    lead: str = ""


class PieceLayout:
    """Pieces of SentencePiece in a frame; every family we know is one.

    Args:
        source, target: SentencePiece models; the same file where both sides share one.
        frame: what stands around the pieces.
        hidden: tokens that are no text wherever they come out.
        armenian: whether the output is Armenian, whose `և` a model may have taken apart.
    Raises: EngineError if a tokenizer cannot be read.
    """

    def __init__(
        self, source: Path, target: Path, frame: Frame, *, hidden: frozenset[str] = frozenset(), armenian: bool = False
    ) -> None:
        self._hidden, self._armenian = hidden, armenian
        self._source = _processor(source)
        self._target = self._source if target == source else _processor(target)
        self._before = [*frame.before, *self._source.encode(frame.lead, out_type=str)]
        self._after, self._prefix = list(frame.after), list(frame.prefix)

    @property
    def target_prefix(self) -> list[str]:
        """Tokens that every output starts with; they are no part of the translation."""
        return list(self._prefix)

    def encode(self, text: str) -> list[str]:
        """The source tokens of a text without white space around it, language tokens and end included."""
        return [*self._before, *self._source.encode(_whole(text), out_type=str), *self._after]

    def encode_many(self, texts: Sequence[str]) -> list[list[str]]:
        """What `encode` gives for each text, in their order; faster than one at a time."""
        if len(texts) <= _FEW:
            return [self.encode(text) for text in texts]
        # One thread: the others decode, and tokenisation is a hundredth of their work.
        cut = self._source.encode([_whole(text) for text in texts], out_type=str, num_threads=1)
        return [[*self._before, *pieces, *self._after] for pieces in cut]

    def encode_target(self, text: str) -> list[str]:
        """The tokens of a text in the language that is written, without any around it: the beginning of an output."""
        pieces: list[str] = self._target.encode(_whole(text), out_type=str)
        return pieces

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of an output; the prefix may stand at its start and goes."""
        prefix = self._prefix
        pieces = list(tokens)
        if prefix and pieces[: len(prefix)] == prefix:
            pieces = pieces[len(prefix) :]
        if self._hidden:
            pieces = [piece for piece in pieces if piece not in self._hidden]
        # Argos also turns every underscore into a space here; `_` is a character like any other.
        text: str = self._target.decode_pieces(pieces).replace("▁", " ").strip()
        return repair_armenian(text) if self._armenian else text

    def decode_many(self, outputs: Sequence[Sequence[str]]) -> list[str]:
        """What `decode` gives for each output, in their order."""
        return [self.decode(tokens) for tokens in outputs]

    def pieces(self, most: int = 0) -> set[str]:
        """Tokens that the source side produces for known characters: every one, or `most` of them, evenly spread."""
        processor = self._source
        size = processor.get_piece_size()
        indexes = range(0, size, max(1, size // most) if most else 1)
        special = (processor.is_control, processor.is_unknown, processor.is_unused, processor.is_byte)
        return {processor.id_to_piece(index) for index in indexes if not any(test(index) for test in special)}


def _whole(text: str) -> str:
    """Half a character (a lone surrogate), which UTF-8 cannot carry, becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _processor(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(f"{path}: not a SentencePiece model ({error}); install the package again") from error


def repair_armenian(text: str) -> str:
    """The ligature `և` where a model trained on NFKC text writes `եւ`, which no modern text does.

    Needed for models whose SentencePiece was trained with the default normalisation; can go once none is in use.
    """
    return text.replace("եւ", "և")


def frame_of(layout: str, source_token: str, target_token: str) -> Frame:
    """The frame of a family; a token that the family does not use may be empty.

    Raises: PackageError if the workbench does not know the family.
    """
    match layout:
        case "argos":
            return Frame(prefix=(target_token,) if target_token else ())
        case "opus":
            return Frame(after=(_END,))
        case "opus-multi":
            return Frame(before=(target_token,), after=(_END,))
        case "madlad":  # the token is a piece, and SentencePiece puts its `▁` before the first piece of a text
            return Frame(after=(_END,), lead=target_token)
        case "nllb" | "m2m100":
            return Frame(before=(source_token,), after=(_END,), prefix=(target_token,))
    raise PackageError(f"its layout {layout!r} is none that this version of the workbench knows; look for a newer one")


def layout_of(package: Package, source: str = "", target: str = "") -> Layout:
    """The adapter for a package and a pair it covers, by default the pair in its name.

    Raises: PairUnsupportedError if it does not cover the pair; EngineError if its family is not supported, it has no
        token for a language, or its tokenizer cannot be read.
    """
    source, target = source or package.metadata.source, target or package.metadata.target
    if not package.covers(source, target):
        raise PairUnsupportedError(f"package {package.name} does not translate from {source} to {target}")
    path, other = package.folder / SENTENCEPIECE, package.folder / TARGET_SENTENCEPIECE
    if not path.is_file():
        raise EngineError(f"package {package.name}: {_why_no_pieces(package)}")
    layout = package.metadata.layout
    try:
        frame = frame_of(layout, _token(package, source, "source"), _token(package, target, "target"))
        frame = _without_what_the_engine_adds(frame, package)
    except PackageError as error:
        raise EngineError(f"package {package.name}: {error}") from error
    hidden = frozenset([_PADDING, *dict(package.metadata.tokens).values()]) if layout in TOKENS else frozenset()
    other = other if other.is_file() else path
    return PieceLayout(path, other, frame, hidden=hidden, armenian=base(target) in _ARMENIAN)


def _why_no_pieces(package: Package) -> str:
    if not (package.folder / BPE).is_file():
        return f"its tokenizer {SENTENCEPIECE} is gone; install it again"
    return (
        f"its tokenizer ({BPE}, of older packages) needs sacremoses and is not supported; look for a package "
        f"with {SENTENCEPIECE} for this pair (`workbench models available`)"
    )


def _token(package: Package, language: str, side: str) -> str:
    """The token of a language, empty where the layout has none on this side.

    Raises: PackageError if it needs one and the package has none.
    """
    metadata = package.metadata
    if metadata.layout == "argos":
        return metadata.target_prefix
    if metadata.layout not in TOKENS or (side == "source" and metadata.layout in ("opus-multi", "madlad")):
        return ""
    token = dict(metadata.tokens).get(language)
    token = token or languages(metadata.layout, source_vocabulary(package.folder / "model")).get(language)
    if not token:
        raise PackageError(f"its model has no token for the language {language!r}; see `workbench models info`")
    return token


def _without_what_the_engine_adds(frame: Frame, package: Package) -> Frame:
    """The frame without tokens that `config.json` tells CTranslate2 to add to every source.

    Raises: PackageError if it adds one that this pair does not have.
    """
    path = package.folder / "model" / "config.json"
    try:
        settings = json.loads(path.read_bytes()) if path.is_file() else {}
        starts, ends = settings.get("add_source_bos") is True, settings.get("add_source_eos") is True
        first = settings.get("bos_token")
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise PackageError(f"model/config.json cannot be read: {error}; install it again") from error
    before = frame.before
    if starts and before:
        if before != (first,):
            raise PackageError(f"it was packed for one pair only (its model starts every source with {first})")
        before = ()
    return Frame(before, () if ends else frame.after, frame.prefix, frame.lead)

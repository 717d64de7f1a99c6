"""A folder with somebody's model: what it is, told by its files; nothing in it is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.core.errors import PackageError
from workbench.engines.codes import TOKENS, languages
from workbench.engines.vocabulary import source_vocabulary

LAYOUTS = ("argos", "opus", "opus-multi", "nllb", "m2m100", "madlad")

CTRANSLATE2, TRANSFORMERS, MARIAN = "ctranslate2", "transformers", "marian"

_SOURCE_NAMES = (
    "source.spm", "sentencepiece.bpe.model", "spiece.model", "sentencepiece.model", "tokenizer.model", "spm.128k.model",
)  # fmt: skip
_TARGET_NAME = "target.spm"
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*.npz")
_FAMILIES = {"marian": ("opus", "opus-multi"), "m2m_100": ("nllb", "m2m100"), "t5": ("madlad",), "mt5": ("madlad",)}
_FEW = 2
_README_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What was found.

    Attributes:
        folder: as it was named.
        kind: `ctranslate2` (can be packed as it is), `transformers` or `marian` (must be converted first).
        model: folder of `model.bin`; `folder` where it is not converted yet.
        layout: family of its tokens; of a checkpoint what its files let expect.
        source, target: SentencePiece models; None for the target where both sides share one.
        tokens: languages with their tokens, empty where the layout has none.
        licence, origin: what the folder says of them, empty if nothing.
    """

    folder: Path
    kind: str
    model: Path
    layout: str
    source: Path
    target: Path | None = None
    tokens: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    origin: str = ""


def look_at(folder: Path, *, tokenizers: Path | None = None, layout: str = "") -> ModelFolder:
    """What lies in a folder.

    Args:
        tokenizers: another folder to look for tokenizer files in, after this one.
        layout: what the user says it is; empty to tell by the files.
    Raises: PackageError if it holds no model that can be used, saying what is missing.
    """
    if not folder.is_dir():
        raise PackageError(f"{folder}: is not a folder; name the one that holds the model's files")
    kind, model = _kind(folder)
    places = [place for place in (folder, model, tokenizers) if place]
    source = _first(places, _SOURCE_NAMES)
    if not source:
        raise PackageError(
            f"{folder}: it has no SentencePiece model ({', '.join(_SOURCE_NAMES)}); tokenizer.json alone is not "
            "enough: copy that file here from the repository of the original model"
        )
    target = _first([source.parent], (_TARGET_NAME,)) if source.name == "source.spm" else None
    vocabulary = source_vocabulary(model) if kind == CTRANSLATE2 else _checkpoint_vocabulary(folder, source)
    layout = layout or (_by_tokens(vocabulary, source.name) if kind != TRANSFORMERS else _family(folder, vocabulary))
    settings = _settings(folder)
    return ModelFolder(
        folder=folder,
        kind=kind,
        model=model,
        layout=layout,
        source=source,
        target=target,
        tokens=languages(layout, vocabulary),
        licence=_licence(folder),
        origin=str(settings.get("_name_or_path") or ""),
    )


def _kind(folder: Path) -> tuple[str, Path]:
    for place in (folder, folder / "model"):
        if (place / "model.bin").is_file():
            return CTRANSLATE2, place
    if (folder / "decoder.yml").is_file():
        return MARIAN, folder
    if "model_type" in _settings(folder) and any(any(folder.glob(pattern)) for pattern in _WEIGHTS):
        return TRANSFORMERS, folder
    raise PackageError(
        f"{folder}: it holds neither a CTranslate2 model (model.bin) nor a checkpoint (config.json beside "
        "*.safetensors or pytorch_model.bin; decoder.yml of an OPUS-MT release)"
    )


def _first(places: Iterable[Path], names: Iterable[str]) -> Path | None:
    return next((place / name for name in names for place in places if (place / name).is_file()), None)


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        values = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(f"{path}: cannot be read: {error}") from error
    return values if isinstance(values, dict) else {}


def _by_tokens(vocabulary: Iterable[str], source_name: str) -> str:
    """The layout of a vocabulary that has at least two language tokens of its kind (OPUS: one)."""
    for layout, shape in TOKENS.items():
        least = 1 if layout == "opus-multi" else _FEW
        if sum(shape.fullmatch(token) is not None for token in vocabulary) >= least:
            return layout
    return "opus" if source_name == "source.spm" else "argos"


def _family(folder: Path, vocabulary: Iterable[str]) -> str:
    """The layout of a checkpoint for transformers.

    Raises: PackageError if it is of no family that can be packed.
    """
    kind = str(_settings(folder).get("model_type"))
    known = _FAMILIES.get(kind)
    if not known:
        raise PackageError(
            f"{folder}: a model of type {kind!r} cannot be packed; those that can: {', '.join(_FAMILIES)}"
        )
    if kind == "m2m_100":  # NLLB is of the same type; only M2M100 has a vocabulary apart from its SentencePiece model
        return "m2m100" if (folder / "vocab.json").is_file() else "nllb"
    layout = _by_tokens(vocabulary, "source.spm" if kind == "marian" else "")
    if layout not in known:
        raise PackageError(f"{folder}: it has no language tokens such as <2hy>; of T5 only MADLAD-400 is known here")
    return layout


def _checkpoint_vocabulary(folder: Path, source: Path) -> frozenset[str]:
    """What the files of a checkpoint tell of its tokens, before it is converted."""
    found: set[str] = set()
    for name in ("vocab.json", "added_tokens.json", "special_tokens_map.json", "tokenizer_config.json"):
        if (folder / name).is_file():
            found |= _texts(folder / name)
    return frozenset(found | sentencepiece_pieces(source))


def _texts(path: Path) -> set[str]:
    """Every string in a JSON file, keys too."""
    try:
        return set(re.findall(r'"((?:__|<2|>>|[a-z]{3}_)[^"\s]{1,24})"', path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise PackageError(f"{path}: cannot be read: {error}") from error


def sentencepiece_pieces(path: Path) -> set[str]:
    """Every piece of a SentencePiece model, special ones too.

    Raises: PackageError if it is none.
    """
    import sentencepiece

    try:
        processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise PackageError(f"{path}: not a SentencePiece model ({error})") from error
    return {processor.id_to_piece(index) for index in range(processor.get_piece_size())}


def _licence(folder: Path) -> str:
    """The licence in the front matter of a model card, empty if there is none."""
    try:
        with (folder / "README.md").open(encoding="utf-8", errors="replace") as stream:
            card = stream.read(_README_BYTES)
    except OSError:
        return ""
    found = re.match(r"---\n(?:.*\n)*?licen[sc]e: *[\"']?([\w.+-]+)", card)
    return found[1].upper() if found else ""

"""The folder of a sentence model, as sentence-transformers and Optimum export it: what is read, and how it is used.

Nothing is loaded here but settings and the small weights behind the pooling, and nothing is ever downloaded. What a
folder asks for and is not known here is refused by name, since vectors made otherwise would look as sound.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelMissingError, PackageError

GRAPHS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
"""Where the model may lie in its folder; the first that is there is used."""

Layer = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""What is done to pooled vectors, shape (sentences, width)."""

_AGAIN = "take it again from where the model came from"
_INSIDE = "export the model with its modules inside (`optimum-cli export onnx --library sentence_transformers`)"
_MODULES = ("Transformer", "Pooling", "Dense", "Normalize")
_POOLINGS = {"cls": "cls", "mean": "mean", "pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean"}
_ACTIVATIONS: dict[str, Layer] = {"Tanh": np.tanh, "Identity": lambda vectors: vectors}
_MOST_TOKENS = 512
"""That are read of a sentence, whatever the model can do: what attention costs grows with their square."""
_SAMPLE_BYTES = 1 << 20
_VERSION = 1
"""Of how vectors are made; another one leaves old caches alone."""
_Kind = TypeVar("_Kind", dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What a folder says about its model.

    Attributes:
        graph: the ONNX file; its external data lie beside it.
        tokenizer: its file.
        pooling: `cls` or `mean`, which makes a vector from hidden states; `mean` where the folder says nothing, as
            sentence-transformers has it.
        layers: what comes behind the pooling, in order, before vectors get length 1.
        max_tokens: of a sentence that are read, special ones included.
        lower: whether sentences are put into lower case first.
        vocabulary: tokens that the model knows; 0 where nothing says.
        identity: hexadecimal; a hash over the sizes of the files and what they hold at the beginning, middle and end.
    """

    graph: Path
    tokenizer: Path
    pooling: str
    layers: tuple[Layer, ...]
    max_tokens: int
    lower: bool
    vocabulary: int
    identity: str


def read_folder(folder: Path) -> ModelFolder:
    """What is in a folder.

    Args:
        folder: holds one of `GRAPHS`, `tokenizer.json` and, where the model has them, `config.json`, `modules.json`,
            `1_Pooling/config.json` and `2_Dense/` with `config.json` and `model.safetensors`.
    Raises: ModelMissingError if it is not there; PackageError saying what is wrong with it.
    """
    if not folder.is_dir():
        raise ModelMissingError(f"{folder}: no such folder; put a sentence model exported to ONNX there")
    try:
        return _read(folder)
    except OSError as error:
        raise PackageError(f"{folder}: the model cannot be read: {error}") from error


def _read(folder: Path) -> ModelFolder:
    graph, tokenizer = _graph(folder), folder / "tokenizer.json"
    if not tokenizer.is_file():
        raise PackageError(f"{folder}: it has no tokenizer.json; save it there with transformers (`save_pretrained`)")
    modules = [(kind, place) for kind, place in _modules(folder) if kind in ("Pooling", "Dense")]
    sentences, model = (_settings(folder / name, {}) for name in ("sentence_bert_config.json", "config.json"))
    limits = (
        sentences.get("max_seq_length"),
        _settings(folder / "tokenizer_config.json", {}).get("model_max_length"),
        model.get("max_position_embeddings"),
    )
    vocabulary = model.get("vocab_size")
    files = [*graph.parent.glob(f"{graph.name}*"), *folder.glob("*.json")]
    files += [path for _, place in modules for path in place.glob("*")]
    return ModelFolder(
        graph=graph,
        tokenizer=tokenizer,
        pooling=next((_pooling(place / "config.json") for kind, place in modules if kind == "Pooling"), "mean"),
        layers=tuple(_dense(place) for kind, place in modules if kind == "Dense"),
        max_tokens=int(min([_MOST_TOKENS, *(each for each in limits if isinstance(each, int | float) and each > 0)])),
        lower=sentences.get("do_lower_case") is True,
        vocabulary=vocabulary if isinstance(vocabulary, int) else 0,
        identity=_identity(files),
    )


def _graph(folder: Path) -> Path:
    for path in (folder / name for name in GRAPHS):
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(40).startswith(b"version https://git-lfs"):
                    raise PackageError(f"{path}: is a pointer of Git LFS, not the file; fetch it with `git lfs pull`")
            return path
    there = ", ".join(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.onnx"))[:5])
    what_to_do = f", only {there}; rename the one to use" if there else "; export one with `optimum-cli export onnx`"
    raise PackageError(f"{folder}: it has no {', '.join(GRAPHS[:-1])} or {GRAPHS[-1]}{what_to_do}")


def _settings(path: Path, default: _Kind) -> _Kind:
    """What a file says in JSON; the default if there is none."""
    try:
        found = json.loads(path.read_bytes())
        if isinstance(found, type(default)):
            return found
        raise ValueError(f"a {type(found).__name__} where a {type(default).__name__} belongs")
    except FileNotFoundError:
        return default
    except ValueError as error:
        raise PackageError(f"{path}: is not the JSON that belongs there ({error}); {_AGAIN}") from error


def _modules(folder: Path) -> list[tuple[str, Path]]:
    """Kind and place of each module, in order; by the names of the folders where no `modules.json` tells."""
    path = folder / "modules.json"
    try:
        modules = [(str(one["type"]).rpartition(".")[2], folder / str(one["path"])) for one in _settings(path, [])]
    except (KeyError, TypeError) as error:
        raise PackageError(f"{path}: does not list modules; {_AGAIN}") from error
    modules = modules or [(place.name[2:], place) for place in sorted(folder.glob("[1-9]_*"))]
    kinds = [kind for kind, _ in modules]
    if not set(kinds) <= set(_MODULES) or kinds != sorted(kinds, key=_MODULES.index):
        raise PackageError(
            f"{folder}: its modules are {', '.join(kinds)}; only {', '.join(_MODULES)} in this order are known here: "
            + _INSIDE
        )
    if "Dense" in kinds and "Pooling" not in kinds:
        raise PackageError(f"{folder}: it has a folder for Dense and none for Pooling; copy that too")
    return modules


def _pooling(path: Path) -> str:
    """`cls` or `mean`, from one setting or from a switch for each way."""
    settings = _settings(path, {})
    asked = settings.get("pooling_mode") or [
        key for key, on in settings.items() if key.startswith("pooling_mode_") and on is True
    ]
    ways = [str(way) for way in (asked if isinstance(asked, list) else [asked])]
    if len(ways) != 1 or ways[0] not in _POOLINGS:
        raise PackageError(f"{path}: pools by {', '.join(ways) or 'nothing'}; only cls or mean alone is known here")
    return _POOLINGS[ways[0]]


def _dense(folder: Path) -> Layer:
    """A dense layer."""
    path, weights = folder / "config.json", folder / "model.safetensors"
    settings = _settings(path, {})
    activation = _ACTIVATIONS.get(str(settings.get("activation_function", "")).rpartition(".")[2])
    if activation is None or settings.get("use_residual"):
        raise PackageError(
            f"{path}: is missing or asks for more than {' or '.join(_ACTIVATIONS)} behind one layer; {_INSIDE}"
        )
    if not weights.is_file():
        raise PackageError(
            f"{weights}: is missing, and pytorch_model.bin is not read here; open the model with sentence-transformers "
            "and save it again, which writes it"
        )
    try:
        tensors = _safetensors(weights.read_bytes())
        weight, bias = tensors["linear.weight"].T, tensors.get("linear.bias", np.float32(0))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError(f"{weights}: is no sound layer in float32 ({error!r}); {_AGAIN}") from error
    return lambda vectors: activation(vectors @ weight + bias)


def _safetensors(raw: bytes) -> dict[str, NDArray[np.float32]]:
    """The tensors of a file, by name.

    Source: the safetensors format: length of the header, the header as JSON, the numbers; little-endian.
    """
    begin = 8 + int.from_bytes(raw[:8], "little")
    tensors = {}
    for name, entry in json.loads(raw[8:begin]).items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(raw[begin + first : begin + last], {"F32": "<f4"}[entry["dtype"]])
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def _identity(files: Iterable[Path]) -> str:
    digest = hashlib.blake2b(str(_VERSION).encode(), digest_size=16)
    for path in sorted(path for path in files if path.is_file()):
        size = path.stat().st_size
        digest.update(f"|{size}|".encode())
        with path.open("rb") as stream:
            for start in sorted({0, size // 2, max(size - _SAMPLE_BYTES, 0)}):
                stream.seek(start)
                digest.update(stream.read(_SAMPLE_BYTES))
    return digest.hexdigest()

"""Sentence embeddings (LaBSE and the like) from a local ONNX model, and a cache of them on disk.

A model is a folder as sentence-transformers and Optimum export it; nothing is ever downloaded. The libraries are an
extra of the workbench and are loaded with the first model. Whatever the graph gives, what comes out has length 1:

1. A `sentence_embedding` is taken as it is: such graphs pool, and apply their dense layers, inside.
2. Hidden states of the tokens are pooled, and the dense layers applied, as the folder's modules say; where they say
   nothing, as the mean over the tokens, which is what sentence-transformers does.
3. A `pooler_output` is taken only where there is nothing else and the folder names no modules.

Batches depend on the sentences alone. A model whose activations are quantised while it runs scales them by what else
is in the batch, so that its vectors differ a little with the company a sentence is in; others differ by rounding only.
Source: Reimers and Gurevych (2019) for pooling; Feng et al. (2022) for LaBSE.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import EngineError, ModelMissingError, PackageError, WriteError
from workbench.core.job import Job, Progress

MODELS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
"""Where a model may lie in its folder; the first that is there is used."""

BATCH_TOKENS = 1_024
"""Tokens that go through the model at once, padding included; a sentence that is longer goes alone."""

_EXTRA = "`pip install statement-workbench[embed]`"
_TOKENIZER = "tokenizer.json"
_WINDOW = 4_096
"""Different sentences that are tokenised, or looked up, at once."""
_SAVED_EVERY = 512
"""Sentences that are embedded between two writes to the cache: what a kill can lose."""
_MAX_TOKENS = 512
_LONGEST_TOKENS = 1_000_000
"""Limits above it are how tokenizers write that there is none."""
_SAMPLE_BYTES = 1 << 20
_VERSION = 1
"""Of how vectors are made and kept; another one leaves old caches alone."""

_TYPES: Mapping[str, np.dtype[Any]] = {
    "tensor(int64)": np.dtype("i8"),
    "tensor(int32)": np.dtype("i4"),
    "tensor(float)": np.dtype("f4"),
}
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_POOLED, _TOKENS, _POOLER = "sentence_embedding", ("token_embeddings", "last_hidden_state"), "pooler_output"
_OFFSET_POSITIONS = frozenset({"roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet"})
"""Kinds of model that begin to count positions behind the id of the padding."""
_POOLING = {"pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean"}
_Step = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""What is done to pooled vectors, shape (sentences, width)."""
_ACTIVATIONS: Mapping[str, _Step] = {
    "Tanh": np.tanh,
    "Identity": lambda values: values,
    "ReLU": lambda values: np.maximum(values, 0),
}
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


class SentenceEmbedder(Protocol):
    """What turns sentences into vectors."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def identity(self) -> str:
        """Hexadecimal; the same for the same model in whatever folder, another one for another."""

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """A vector of length 1 for each sentence, in their order; shape (sentences, dimensions)."""


@dataclass(frozen=True, slots=True)
class _Dense:
    """A layer behind the pooling; `weight` has the shape (out, in), as torch keeps it."""

    place: Path
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    activation: str

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        if vectors.shape[1] != self.weight.shape[1]:
            raise PackageError(
                f"{self.place}: reads {self.weight.shape[1]} numbers and is given {vectors.shape[1]}; "
                "it and the model are not of one export: take both from the same place"
            )
        return _ACTIVATIONS[self.activation](vectors @ self.weight.T + self.bias)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What a folder says about its model.

    Attributes:
        pooling: `cls`, `mean`, or empty where it says nothing.
        steps: what comes behind the pooling, in order.
        max_tokens: that the model reads, special ones included; 0 where nothing says.
        lower: whether sentences are put into lower case first.
        vocabulary: tokens that the model knows; 0 where nothing says.
        padding: id of the token that fills up; None where nothing says.
        files: that all this was read from.
    """

    pooling: str
    steps: tuple[_Step, ...]
    max_tokens: int
    lower: bool
    vocabulary: int
    padding: int | None
    files: tuple[Path, ...] = field(default=())


class Embedder:
    """An ONNX model that embeds sentences; made by `load`, safe to use from several threads.

    Attributes:
        folder: where the model lies.
        pooling: `cls` or `mean`, or `model` where the graph itself gives one vector a sentence.
        max_tokens: tokens of a sentence that are read, special ones included; what is behind them is not.
        dimensions: length of a vector.
        identity: tells this model from others: a hash over what its files hold at their beginning, middle and end.
    """

    def __init__(self, folder: Path, recipe: _Recipe, graph: _Graph, tokenizer: Any, identity: str) -> None:
        self.folder = folder
        self.identity = identity
        self.max_tokens: int = tokenizer.truncation["max_length"]
        self.pooling = (recipe.pooling or "mean") if graph.gives_tokens else "model"
        self._recipe, self._graph, self._tokenizer = recipe, graph, tokenizer
        self._padding = _padding(tokenizer, recipe)
        last = max(tokenizer.get_vocab_size(with_added_tokens=False) - 1, 0)
        try:
            self.dimensions = int(self._vectors([[last, last]]).shape[1])
        except PackageError:
            raise
        except EngineError as error:
            raise PackageError(
                f"{error}; if the tokenizer is of another model, take both from the same place"
            ) from error

    @classmethod
    def load(cls, folder: Path, *, threads: int = 0) -> Embedder:
        """The model in a folder.

        Args:
            folder: holds one of `MODELS`, `tokenizer.json` and, where the model has them, `modules.json`,
                `1_Pooling/config.json` and `2_Dense/` with `config.json` and `model.safetensors`.
            threads: that work on a batch; 0 for one a core.
        Raises: ModelMissingError if the folder or a library is not there; PackageError saying what is wrong with it.
        """
        runtime, tokenizers = _library("onnxruntime"), _library("tokenizers")
        if not folder.is_dir():
            raise ModelMissingError(f"{folder}: no such folder; put a sentence model exported to ONNX there")
        try:
            model = _model_file(folder)
            recipe = _read_recipe(folder)
            tokenizer, tokenizer_file = _open_tokenizer(tokenizers, folder, recipe)
            identity = _identity(recipe, tokenizer, [*_with_data(model), tokenizer_file])
            graph = _Graph(runtime, model, threads, pooling_asked=bool(recipe.pooling or recipe.steps))
        except OSError as error:
            raise PackageError(f"{folder}: the model cannot be read: {error.strerror or error}") from error
        return cls(folder, recipe, graph, tokenizer, identity)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """A vector of length 1 for each sentence, in their order; shape (sentences, dimensions).

        A sentence in which the tokenizer finds nothing, such as an empty one, has the zero vector. The job is told
        how many of the different sentences are done and can stop the work between two batches.

        Raises: EngineError naming the model; JobCancelled.
        """
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        places = _places(sentences)
        different = list(places)
        for start in range(0, len(different), _WINDOW):
            done = start
            window = different[start : start + _WINDOW]
            tokens = [self._tokens(sentence) for sentence in window]
            for batch in _batches([len(ids) for ids in tokens], BATCH_TOKENS):
                if job:
                    job.progress(done, len(different), self.name)
                if tokens[batch[0]]:
                    for index, vector in zip(batch, self._vectors([tokens[each] for each in batch]), strict=True):
                        vectors[places[window[index]]] = vector
                done += len(batch)
        if job:
            job.progress(len(different), len(different), self.name)
        return vectors

    def _tokens(self, sentence: str) -> list[int]:
        """The token ids of a sentence, cut to what the model reads; none if there are only special ones."""
        text = _whole_characters(sentence)
        encoding = self._tokenizer.encode(text.lower() if self._recipe.lower else text)
        return list(encoding.ids) if not all(encoding.special_tokens_mask) else []

    def _vectors(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The vectors of one batch, length 1."""
        longest = max(map(len, tokens))
        ids = np.full((len(tokens), longest), self._padding, np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(tokens):
            ids[row, : len(each)], mask[row, : len(each)] = each, 1
        vectors = self._graph.run(ids, mask)
        if self._graph.gives_tokens:
            with np.errstate(all="ignore"):  # what is not finite is refused below
                vectors = _pooled(vectors, mask, self.pooling)
                for step in self._recipe.steps:
                    vectors = step(vectors)
        if not np.isfinite(vectors).all():
            raise EngineError(
                f"{self._graph.path}: the model gave numbers that are not finite; if it is a float16 or quantised "
                "export, try the one in float32"
            )
        return _unit(vectors)


class _Graph:
    """The ONNX graph in a session of onnxruntime, on the processor.

    Args:
        runtime: the library.
        path: the graph's file; its external data lie beside it.
        threads: that work on a batch; 0 for one a core.
        pooling_asked: whether the folder says how to make vectors from hidden states.
    Raises: PackageError
    """

    def __init__(self, runtime: Any, path: Path, threads: int, *, pooling_asked: bool) -> None:
        self.path = path
        self._quiet = runtime.RunOptions()
        self._quiet.log_severity_level = 4  # what goes wrong is raised; stderr is not ours
        self._session = _open_session(runtime, path, threads)
        self._types = {node.name: self._type(node) for node in self._session.get_inputs()}
        if "input_ids" not in self._types:
            raise PackageError(f"{path}: it has no input named input_ids; export it with optimum-cli")
        outputs = {node.name: len(node.shape or ()) for node in self._session.get_outputs()}
        self._output, self.gives_tokens = _chosen_output(path, outputs, pooling_asked=pooling_asked)

    def _type(self, node: Any) -> np.dtype[Any]:
        """The numbers that an input takes."""
        if node.name not in _INPUTS:
            raise PackageError(
                f"{self.path}: it asks for an input {node.name!r}, which sentence models do not have; there are only "
                f"{', '.join(_INPUTS)}: export it for feature extraction"
            )
        if node.type not in _TYPES or len(node.shape) != 2 or any(isinstance(size, int) for size in node.shape):
            raise PackageError(
                f"{self.path}: its input {node.name} is {node.type} of {node.shape}; it must take whole numbers for "
                "any number of sentences of any length: export it with dynamic axes, as optimum-cli does"
            )
        return _TYPES[node.type]

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """What the graph gives for a batch: (sentences, tokens, width) if it gives tokens, else (sentences, width).

        Raises: EngineError
        """
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        feed = {name: given[name].astype(kind, copy=False) for name, kind in self._types.items()}
        try:
            (output,) = self._session.run([self._output], feed, self._quiet)
        except Exception as error:  # the exceptions of onnxruntime have no other base
            raise EngineError(
                f"{self.path}: the model failed on {ids.shape[0]} sentences of {ids.shape[1]} tokens: {_line(error)}"
            ) from error
        expected = ids.shape if self.gives_tokens else ids.shape[:1]
        found = np.shape(output)
        if found[:-1] != expected:
            raise EngineError(
                f"{self.path}: its output {self._output} has the shape {found} for {ids.shape[0]} sentences of "
                f"{ids.shape[1]} tokens, which is not one vector each; export it for feature extraction"
            )
        return np.asarray(output, np.float32)


class CachedEmbedder:
    """An embedder that remembers on disk what it has embedded, for all processes that use the folder.

    Vectors are kept in half precision and come back the same whether they were just made or remembered. What is
    embedded is kept as the work goes on, so that a stopped or killed run loses little. In memory there are 16 bytes
    for each sentence kept; what a folder holds only grows, and may be deleted while nobody uses it.

    Args:
        embedder: makes the vectors that are not there yet.
        folder: where they are kept; made if need be.
    Raises: WriteError if it cannot be made.
    """

    def __init__(self, embedder: SentenceEmbedder, folder: Path) -> None:
        self.embedder = embedder
        self.folder = folder
        self._kept = _VectorFile(folder, embedder.identity, embedder.dimensions)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self.embedder.dimensions

    @property
    def identity(self) -> str:
        """That of the embedder."""
        return self.embedder.identity

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """As `Embedder.embed`; the job's count begins with what was remembered.

        Raises: EngineError, JobCancelled as the embedder; WriteError if the cache cannot be read or written.
        """
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        places = _places(sentences)
        missing = self._remembered(places, vectors)
        done, total = len(places) - len(missing), len(places)
        for start in range(0, len(missing), _SAVED_EVERY):
            some = missing[start : start + _SAVED_EVERY]
            halves = self.embedder.embed(some, job=_part(job, done + start, total)).astype("<f2")
            self._kept.append([self._digest(sentence) for sentence in some], halves)
            for sentence, vector in zip(some, _restored(halves), strict=True):
                vectors[places[sentence]] = vector
        if job:
            job.progress(total, total)
        return vectors

    def _remembered(self, places: Mapping[str, list[int]], vectors: NDArray[np.float32]) -> list[str]:
        """Fill in what is kept; the sentences that are not."""
        missing, different = [], list(places)
        for start in range(0, len(different), _WINDOW):
            window = different[start : start + _WINDOW]
            halves, known = self._kept.read([self._digest(sentence) for sentence in window])
            for sentence, vector, is_known in zip(window, _restored(halves), known, strict=True):
                if is_known:
                    vectors[places[sentence]] = vector
                else:
                    missing.append(sentence)
        return missing

    def _digest(self, sentence: str) -> bytes:
        """Hash of a sentence under this model."""
        text = sentence.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=16, key=self.identity.encode()[:64]).digest()


class _VectorFile:
    """Vectors of one model in an append-only file, and an index beside it.

    A record is a vector in half precision and a checksum over it and its sentence's digest; the index has, for the
    record in the same row, the first 8 bytes of the digest. Records are written before their rows of the index, by
    one process at a time. A reader needs no lock: a row that is not whole is not counted, and a record whose checksum
    is wrong counts as missing. The next writer cuts off what a killed one left behind.

    Args:
        folder: where the files lie; made if need be.
        identity, width: of the model; they name the files.
    """

    def __init__(self, folder: Path, identity: str, width: int) -> None:
        stem = f"{identity}-{width}-v{_VERSION}"
        self._records, self._index, self._lock = (folder / f"{stem}{end}" for end in (".f16", ".index", ".lock"))
        self._width, self._record_bytes = width, 2 * width + 4
        self._refreshing = threading.Lock()
        self._rows = 0
        self._keys = np.empty(0, "<u8")
        self._row_of = np.empty(0, np.int64)
        with self._access():
            folder.mkdir(parents=True, exist_ok=True)

    def read(self, digests: Sequence[bytes]) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
        """The vectors of these digests, and which of them there are.

        Raises: WriteError if the cache cannot be read.
        """
        vectors = np.zeros((len(digests), self._width), "<f2")
        known = np.zeros(len(digests), np.bool_)
        with self._access():
            rows = self._find(digests)
            there = np.flatnonzero(rows >= 0).tolist()
            if not there or not self._records.exists():
                return vectors, known
            with self._records.open("rb") as stream:
                for at in there:
                    stream.seek(int(rows[at]) * self._record_bytes)
                    record = stream.read(self._record_bytes)
                    if len(record) == self._record_bytes and record == _sealed(digests[at], record[:-4]):
                        vectors[at], known[at] = np.frombuffer(record, "<f2", self._width), True
        return vectors, known

    def append(self, digests: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        """Keep vectors.

        Raises: WriteError if the disk does not take them.
        """
        records = b"".join(_sealed(digest, vector.tobytes()) for digest, vector in zip(digests, vectors, strict=True))
        with (
            self._access(),
            _alone(self._lock),
            self._records.open("ab") as record_stream,
            self._index.open("ab") as index_stream,
        ):
            rows = min(record_stream.tell() // self._record_bytes, index_stream.tell() // 8)
            record_stream.truncate(rows * self._record_bytes)
            index_stream.truncate(rows * 8)
            record_stream.write(records)
            record_stream.flush()
            index_stream.write(b"".join(digest[:8] for digest in digests))

    def _find(self, digests: Sequence[bytes]) -> NDArray[np.int64]:
        """The last row of each digest; -1 for none."""
        wanted = np.frombuffer(b"".join(digest[:8] for digest in digests), "<u8")
        with self._refreshing:
            self._refresh()
            keys, row_of = self._keys, self._row_of
        at = np.searchsorted(keys, wanted, side="right") - 1
        found = at >= 0
        found[found] = keys[at[found]] == wanted[found]
        return np.where(found, row_of[at] if len(row_of) else -1, -1)

    def _refresh(self) -> None:
        """Take in the rows that were appended since, by whatever process."""
        try:
            with self._index.open("rb") as stream:
                rows = stream.seek(0, 2) // 8
                if rows < self._rows:  # the files were begun anew
                    self._rows, self._keys, self._row_of = 0, self._keys[:0], self._row_of[:0]
                if rows == self._rows:
                    return
                stream.seek(self._rows * 8)
                raw = stream.read((rows - self._rows) * 8)
        except FileNotFoundError:
            return
        fresh = np.frombuffer(raw[: len(raw) // 8 * 8], "<u8")
        keys = np.concatenate([self._keys, fresh])
        row_of = np.concatenate([self._row_of, np.arange(self._rows, self._rows + len(fresh))])
        order = np.argsort(keys, kind="stable")
        self._rows, self._keys, self._row_of = self._rows + len(fresh), keys[order], row_of[order]

    @contextmanager
    def _access(self) -> Iterator[None]:
        """Turns what the disk refuses into our error."""
        try:
            yield
        except OSError as error:
            raise WriteError(
                f"{self._records.parent}: the cache of embeddings cannot be used: {error.strerror or error}; "
                "make room or name another folder"
            ) from error


def _library(name: str) -> Any:
    """A library of the extra.

    Raises: ModelMissingError
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ModelMissingError(
            f"sentence embeddings need {name}, which cannot be loaded ({error}); {_EXTRA}"
        ) from error


def _model_file(folder: Path) -> Path:
    """The graph in a folder.

    Raises: PackageError
    """
    for name in MODELS:
        if (folder / name).is_file():
            return _itself(folder / name)
    there = ", ".join(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.onnx"))[:5])
    raise PackageError(
        f"{folder}: it has no {', '.join(MODELS[:-1])} or {MODELS[-1]}"
        + (f", only {there}; rename the one to use" if there else "; export the model with `optimum-cli export onnx`")
    )


def _with_data(model: Path) -> list[Path]:
    """A graph and the files with its weights, if they lie beside it."""
    return sorted(path for path in model.parent.iterdir() if path.name.startswith(model.name) and path.is_file())


def _itself(path: Path) -> Path:
    """The path, if the file is there and not what Git keeps in place of a large one.

    Raises: PackageError
    """
    with path.open("rb") as stream:
        if stream.read(40).startswith(b"version https://git-lfs"):
            raise PackageError(f"{path}: is a pointer of Git LFS and not the file; fetch it with `git lfs pull`")
    return path


def _json(path: Path) -> Any:
    """What a file of settings says; None if there is none.

    Raises: PackageError
    """
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PackageError(f"{path}: is not JSON ({error}); take it again from where the model came from") from error


def _settings(path: Path) -> dict[str, Any]:
    """What a file of settings says, as an object; empty if there is none.

    Raises: PackageError
    """
    settings = _json(path)
    if not isinstance(settings, dict | None):
        raise PackageError(f"{path}: is not a JSON object; take it again from where the model came from")
    return settings or {}


def _read_recipe(folder: Path) -> _Recipe:
    """What a folder says about its model.

    Raises: PackageError naming what is not understood.
    """
    pooling, files = "", list[Path]()
    steps: list[_Step] = []
    for kind, place in _modules(folder):
        if kind == "Pooling":
            pooling = _read_pooling(place / "config.json")
            files.append(place / "config.json")
        elif kind == "Dense":
            if not pooling:
                raise PackageError(f"{folder}: {place.name} is there and 1_Pooling/config.json is not; copy that too")
            steps.append(_read_dense(place))
            files += [place / "config.json", place / "model.safetensors"]
        elif kind == "Normalize":
            steps.append(_unit)
        elif kind not in ("Transformer", "Dropout"):
            raise PackageError(f"{folder}: its module {kind} is not known here; export the model with all its modules")
    _refuse_prompts(folder / "config_sentence_transformers.json")
    model, tokens = _settings(folder / "config.json"), _settings(folder / "tokenizer_config.json")
    sentences: dict[str, Any] = {}
    for path in sorted(folder.glob("sentence_*_config.json")):
        sentences |= _settings(path)
    padding = model.get("pad_token_id")
    named = (sentences.get("max_seq_length"), tokens.get("model_max_length"), _positions(model))
    limits = [int(each) for each in named if isinstance(each, int | float) and 0 < each <= _LONGEST_TOKENS]
    return _Recipe(
        pooling=pooling,
        steps=tuple(steps),
        max_tokens=min(limits, default=0),
        lower=sentences.get("do_lower_case") is True,
        vocabulary=vocabulary if isinstance(vocabulary := model.get("vocab_size"), int) else 0,
        padding=padding if isinstance(padding, int) else None,
        files=tuple(files),
    )


def _modules(folder: Path) -> list[tuple[str, Path]]:
    """Kind and place of each module, in order; by the names of the folders where no `modules.json` tells."""
    path = folder / "modules.json"
    listed = _json(path)
    if listed is None:
        return [(place.name[2:], place) for place in sorted(folder.glob("[1-9]_*")) if place.is_dir()]
    try:
        return [(str(module["type"]).rpartition(".")[2], folder / str(module["path"])) for module in listed]
    except (KeyError, TypeError) as error:
        raise PackageError(f"{path}: does not list modules; take it again from where the model came from") from error


def _read_pooling(path: Path) -> str:
    """`cls` or `mean`.

    Raises: PackageError
    """
    settings = _json(path)
    if not isinstance(settings, dict):
        raise PackageError(f"{path}: is missing or not a JSON object; copy it from where the model came from")
    asked = settings.get("pooling_mode")
    modes = [asked] if isinstance(asked, str) else list(asked or ())
    if not modes:
        modes = [
            _POOLING.get(key, key) for key, on in settings.items() if key.startswith("pooling_mode_") and on is True
        ]
    if len(modes) != 1 or modes[0] not in _POOLING.values():
        raise PackageError(f"{path}: pools by {modes or 'nothing'}; only cls or mean is known here: use another model")
    return str(modes[0])


def _read_dense(folder: Path) -> _Dense:
    """A dense layer.

    Raises: PackageError
    """
    path, weights = folder / "config.json", folder / "model.safetensors"
    settings = _settings(path)
    activation = str(settings.get("activation_function", "")).rpartition(".")[2]
    asked = settings.get("module_input_name") or _POOLED
    if activation not in _ACTIVATIONS or settings.get("use_residual") or asked != _POOLED:
        raise PackageError(
            f"{path}: is missing or asks for more than {', '.join(_ACTIVATIONS)} behind one layer; "
            "export the model with its modules inside: `optimum-cli export onnx --library sentence_transformers`"
        )
    if not weights.is_file():
        raise PackageError(
            f"{weights}: is missing, and pytorch_model.bin is not read here; open the model with sentence-transformers "
            "and save it again, which writes it"
        )
    tensors = _safetensors(_itself(weights))
    weight = tensors.get("linear.weight", np.empty(0, np.float32))
    bias = tensors.get("linear.bias", np.zeros(weight.shape[:1], np.float32))
    if weight.ndim != 2 or bias.shape != weight.shape[:1]:
        raise PackageError(
            f"{weights}: linear.weight {weight.shape} and linear.bias {bias.shape} make no layer; "
            "take it again from where the model came from"
        )
    return _Dense(weights, weight, bias, activation)


def _safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The tensors of a file, by name.

    Raises: PackageError
    Source: the safetensors format: length of the header, the header as JSON, the numbers; little-endian.
    """
    raw = path.read_bytes()
    try:
        begin = 8 + int.from_bytes(raw[:8], "little")
        header = json.loads(raw[8:begin])
        tensors = {}
        for name in header.keys() - {"__metadata__"}:
            first, last = header[name]["data_offsets"]
            part, kind = raw[begin + first : begin + last], header[name]["dtype"]
            if kind == "BF16":
                numbers = (np.frombuffer(part, "<u2").astype("<u4") << 16).view("<f4")
            else:
                numbers = np.frombuffer(part, _FLOATS[kind])
            tensors[name] = numbers.reshape(header[name]["shape"]).astype(np.float32)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError(
            f"{path}: is not sound safetensors ({_line(error)}); take it again from where the model came from"
        ) from error
    return tensors


def _refuse_prompts(path: Path) -> None:
    """Refuse a model that wants words before every sentence, which nothing here would put there."""
    settings = _settings(path)
    name, prompts = settings.get("default_prompt_name"), settings.get("prompts")
    if name and (not isinstance(prompts, dict) or prompts.get(name)):
        raise PackageError(f"{path}: puts the prompt {name!r} before every sentence, which is not done here")


def _positions(model: Mapping[str, Any]) -> int:
    """Tokens that a model has positions for; 0 where its settings do not say."""
    positions = model.get("max_position_embeddings")
    if not isinstance(positions, int):
        return 0
    padding = model.get("pad_token_id")
    offset = model.get("model_type") in _OFFSET_POSITIONS
    return positions - (padding if isinstance(padding, int) else 1) - 1 if offset else positions


def _open_tokenizer(library: Any, folder: Path, recipe: _Recipe) -> tuple[Any, Path]:
    """The tokenizer, which cuts at what the model reads and does not fill up, and its file.

    Raises: PackageError
    """
    path = next(
        (place for name in ("", "0_Transformer", "onnx") if (place := folder / name / _TOKENIZER).is_file()), None
    )
    if path is None:
        raise PackageError(
            f"{folder}: it has no {_TOKENIZER}; save the tokenizer there with transformers "
            "(`AutoTokenizer.from_pretrained(…).save_pretrained(…)`)"
        )
    try:
        tokenizer = library.Tokenizer.from_buffer(_itself(path).read_bytes())
        most = recipe.max_tokens or (tokenizer.truncation or {}).get("max_length") or _MAX_TOKENS
        tokenizer.enable_truncation(most)
        tokenizer.no_padding()
    except (OSError, PackageError):
        raise
    except Exception as error:  # the exceptions of tokenizers have no other base
        raise PackageError(
            f"{path}: cannot be used: {_line(error)}; take it again from where the model came from"
        ) from error
    known = tokenizer.get_vocab_size()
    if known * 2 < recipe.vocabulary:
        raise PackageError(
            f"{path}: knows {known} tokens and the model {recipe.vocabulary}; it is of another model: "
            "take both from the same place"
        )
    return tokenizer, path


def _padding(tokenizer: Any, recipe: _Recipe) -> int:
    """Id of the token that fills up."""
    if recipe.padding is not None:
        return recipe.padding
    found = (tokenizer.token_to_id(token) for token in ("[PAD]", "<pad>"))
    return next((each for each in found if each is not None), 0)


def _open_session(runtime: Any, path: Path, threads: int) -> Any:
    """A session on the processor.

    Raises: PackageError
    """
    from workbench.engines.ctranslate import cores

    options = runtime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads or cores()
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # batches have many shapes, and a plan would be kept for each
    options.use_deterministic_compute = True
    try:
        runtime.disable_telemetry_events()
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the exceptions of onnxruntime have no other base
        raise PackageError(
            f"{path}: the model cannot be loaded: {_line(error)}; it may be cut off, lack the file with its weights "
            "or be newer than the installed onnxruntime: take it again or upgrade that"
        ) from error


def _chosen_output(path: Path, outputs: Mapping[str, int], *, pooling_asked: bool) -> tuple[str, bool]:
    """The output to read, and whether it has a vector for each token.

    Args:
        outputs: number of axes of each, by name; 0 where it is not known.
        pooling_asked: whether the folder says how to make vectors from hidden states.
    Raises: PackageError
    """
    if _POOLED in outputs:
        return _POOLED, False
    for name in _TOKENS:
        if name in outputs:
            return name, True
    if _POOLER in outputs and not pooling_asked:
        return _POOLER, False
    if len(outputs) == 1 and _POOLER not in outputs and (axes := next(iter(outputs.values()))) in (2, 3):
        return next(iter(outputs)), axes == 3
    raise PackageError(
        f"{path}: gives {', '.join(outputs)}, from which no vector of a sentence can be told; export it with "
        f"{_POOLED} or {_TOKENS[1]} (`optimum-cli export onnx --task feature-extraction`)"
    )


def _identity(recipe: _Recipe, tokenizer: Any, files: Sequence[Path]) -> str:
    """A hash over the sizes of a model's files and a sample of what they hold, wherever they lie."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{_VERSION}|{recipe.pooling}|{recipe.lower}|{tokenizer.truncation['max_length']}".encode())
    for path in (*files, *recipe.files):
        size = path.stat().st_size
        digest.update(f"|{size}|".encode())
        with path.open("rb") as stream:
            for start in sorted({0, max(size // 2, 0), max(size - _SAMPLE_BYTES, 0)}):
                stream.seek(start)
                digest.update(stream.read(_SAMPLE_BYTES))
    return digest.hexdigest()


def _places(sentences: Sequence[str]) -> dict[str, list[int]]:
    """Where each different sentence stands, in order of their first; blank ones are left out."""
    places: dict[str, list[int]] = {}
    for at, sentence in enumerate(sentences):
        if sentence and not sentence.isspace():
            places.setdefault(sentence, []).append(at)
    return places


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Which inputs go together, longest first: at most `most` tokens, padding included; those of length 0 last."""
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    start = 0
    while start < len(order):
        longest = lengths[order[start]]
        batch = order[start : start + max(1, most // longest)] if longest else order[start:]
        batch = [index for index in batch if lengths[index] or not longest]
        yield batch
        start += len(batch)


def _pooled(states: NDArray[np.float32], mask: NDArray[np.int64], pooling: str) -> NDArray[np.float32]:
    """One vector from the hidden states of each sentence: its first token's, or the mean over those not filled up."""
    if pooling == "cls":
        return states[:, 0]
    weights = mask.astype(np.float32)
    means: NDArray[np.float32] = np.einsum("stw,st->sw", states, weights) / weights.sum(axis=1, keepdims=True)
    return means


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors at length 1; a zero vector stays."""
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _restored(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    """Vectors of length 1 again from half precision."""
    return _unit(halves.astype(np.float32))


def _sealed(digest: bytes, vector: bytes) -> bytes:
    """A record: the vector and a checksum over the digest and it."""
    return vector + zlib.crc32(vector, zlib.crc32(digest)).to_bytes(4, "little")


def _part(job: Job | None, done: int, total: int) -> Job | None:
    """A job for a part of the work, which reports to the whole one and stops with it."""
    if job is None:
        return None
    whole = job

    def report(progress: Progress) -> None:
        whole.progress(done + progress.done, total, progress.what)

    return Job(report)


def _whole_characters(text: str) -> str:
    """The text with halves of characters (lone surrogates) replaced, which no tokenizer takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _line(error: Exception) -> str:
    """What an exception says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the lock that a file stands for against other threads and processes; a killed one lets go of it."""
    with path.open("ab") as stream:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield

"""Sentence embeddings (LaBSE and the like) from a local ONNX model; `embedding_cache` keeps them on disk.

The libraries are an extra of the workbench and are loaded with the first model. A graph that gives a
`sentence_embedding` pools, and applies its dense layers, inside; hidden states of the tokens are pooled as the folder
says. Whatever the graph gives, what comes out has length 1.

A model whose activations are quantised while it runs scales them by what else is in the batch, so that its vectors
differ a little with the company a sentence is in; others differ by rounding only.
Source: Reimers and Gurevych (2019) for pooling; Feng et al. (2022) for LaBSE.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import EngineError, ModelMissingError, PackageError
from workbench.core.job import Job
from workbench.engines.embedding_folder import ModelFolder, read_folder
from workbench.engines.model import cores

_BATCH_TOKENS = 1_024
"""Tokens that go through the model at once, padding included; a sentence that is longer goes alone."""
_OUTPUTS = ("sentence_embedding", "token_embeddings", "last_hidden_state")
_EXPORT = "export it with `optimum-cli export onnx --task feature-extraction`"


class SentenceEmbedder(Protocol):
    """What turns sentences into vectors.

    Attributes:
        dimensions: length of a vector.
        identity: hexadecimal; the same for the same model in whatever folder, another one for another.
    """

    dimensions: int
    identity: str

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """A vector of length 1 for each sentence, in their order, or of zeros for an empty one.

        The job is told how many are done and can stop the work. Shape (sentences, dimensions).
        """


class Embedder:
    """Implements `SentenceEmbedder` with an ONNX model on the processor; safe to use from several threads.

    Args:
        folder: as `read_folder` wants it.
    Raises: ModelMissingError if the folder or a library is not there; PackageError saying what is wrong with it.
    """

    def __init__(self, folder: Path) -> None:
        runtime, tokenizers = _library("onnxruntime"), _library("tokenizers")
        self._model = read_folder(folder)
        self._tokenizer = _tokenizer(tokenizers, self._model)
        self._padding = next(filter(None, map(self._tokenizer.token_to_id, ("[PAD]", "<pad>"))), 0)
        self._graph = _Graph(runtime, self._model.graph)
        self.identity = self._model.identity
        last = max(self._tokenizer.get_vocab_size(with_added_tokens=False) - 1, 0)
        try:
            self.dimensions = int(self._vectors([[last] * 3, [last] * 2]).shape[1])
        except (EngineError, ValueError) as error:  # the latter from layers that do not fit together
            raise PackageError(f"{folder}: {_line(error)}; take all files of the model from one export") from error

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """As `SentenceEmbedder.embed`; a sentence is empty if the tokenizer finds nothing in it.

        Raises: EngineError naming the model; JobCancelled between two batches.
        """
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        tokens = [self._tokens(sentence) for sentence in sentences]
        done = 0
        for batch in _batches([len(ids) for ids in tokens], _BATCH_TOKENS):
            if job:
                job.progress(done, len(sentences))
            vectors[batch] = self._vectors([tokens[index] for index in batch])
            done += len(batch)
        if job:
            job.progress(len(sentences), len(sentences))
        return vectors

    def _tokens(self, sentence: str) -> list[int]:
        """The token ids of a sentence, cut to what is read; none if there are only special ones."""
        text = sentence.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no tokenizer takes surrogates
        encoding = self._tokenizer.encode(text.lower() if self._model.lower else text)
        return list(encoding.ids) if not all(encoding.special_tokens_mask) else []

    def _vectors(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The vectors of one batch."""
        ids = np.full((len(tokens), max(map(len, tokens))), self._padding, np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(tokens):
            ids[row, : len(each)], mask[row, : len(each)] = each, 1
        vectors = self._graph.run(ids, mask)
        if vectors.ndim == 3:
            with np.errstate(all="ignore"):  # what is not finite is refused below
                vectors = _pooled(vectors, mask.astype(np.float32), self._model.pooling)
                for layer in self._model.layers:
                    vectors = layer(vectors)
        if not np.isfinite(vectors).all():
            raise EngineError(
                f"{self._model.graph}: the model gave numbers that are not finite; if it is a float16 or quantised "
                "export, try the one in float32"
            )
        return unit(vectors)


class _Graph:
    """The ONNX graph in a session of onnxruntime.

    Raises: PackageError
    """

    def __init__(self, runtime: Any, path: Path) -> None:
        self._path = path
        options = runtime.SessionOptions()
        options.log_severity_level = 4  # what goes wrong is raised; stderr is not ours
        options.intra_op_num_threads = cores()
        options.enable_mem_pattern = False  # batches have many shapes, and a plan would be kept for each
        options.use_deterministic_compute = True
        try:
            runtime.disable_telemetry_events()
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the exceptions of onnxruntime have no other base
            raise PackageError(
                f"{path}: the model cannot be loaded: {_line(error)}; it may be cut off, lack the file with its "
                "weights or be newer than the installed onnxruntime: take it again or upgrade that"
            ) from error
        self._inputs = {node.name: node.type for node in self._session.get_inputs()}
        outputs = [node.name for node in self._session.get_outputs()]
        self._output = next((name for name in _OUTPUTS if name in outputs), "")
        if not self._output or not {"input_ids", "attention_mask"} <= self._inputs.keys():
            raise PackageError(
                f"{path}: makes {', '.join(outputs)} from {', '.join(self._inputs)}; a sentence model makes one of "
                f"{', '.join(_OUTPUTS)} from input_ids and attention_mask: {_EXPORT}"
            )

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """What it gives for a batch: shape (sentences, width), or (sentences, tokens, width) if it does not pool.

        Raises: EngineError
        """
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        kinds = {name: np.int32 if kind == "tensor(int32)" else np.int64 for name, kind in self._inputs.items()}
        feed = {name: values.astype(kinds[name], copy=False) for name, values in given.items() if name in kinds}
        try:
            output = np.asarray(self._session.run([self._output], feed)[0], np.float32)
        except Exception as error:  # the exceptions of onnxruntime have no other base
            raise EngineError(
                f"{self._path}: the model failed on {ids.shape[0]} sentences of {ids.shape[1]} tokens: {_line(error)}; "
                f"if it was not made for that, {_EXPORT}"
            ) from error
        if output.shape[:-1] != (ids.shape[:1] if self._output == _OUTPUTS[0] else ids.shape):
            raise EngineError(
                f"{self._path}: its {self._output} has the shape {output.shape} for {ids.shape[0]} sentences of "
                f"{ids.shape[1]} tokens; {_EXPORT}"
            )
        return output


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors at length 1; a zero vector stays."""
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _library(name: str) -> Any:
    """A library of the extra.

    Raises: ModelMissingError
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ModelMissingError(
            f"sentence embeddings need {name}, which cannot be loaded ({error}); "
            "`pip install statement-workbench[embed]`"
        ) from error


def _tokenizer(library: Any, model: ModelFolder) -> Any:
    """The tokenizer, which cuts at what is read and does not fill up.

    Raises: PackageError
    """
    try:
        tokenizer = library.Tokenizer.from_file(str(model.tokenizer))
        tokenizer.enable_truncation(model.max_tokens)
    except Exception as error:  # the exceptions of tokenizers have no other base
        raise PackageError(
            f"{model.tokenizer}: cannot be used: {_line(error)}; take it again from where the model came from"
        ) from error
    tokenizer.no_padding()
    known = tokenizer.get_vocab_size()
    if known * 2 < model.vocabulary:
        raise PackageError(
            f"{model.tokenizer}: knows {known} tokens and the model {model.vocabulary}; it is of another model: "
            "take both from the same place"
        )
    return tokenizer


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Which inputs go together, longest first: at most `most` tokens, padding included; those of length 0 nowhere."""
    order = sorted((index for index, length in enumerate(lengths) if length), key=lambda index: -lengths[index])
    start = 0
    while start < len(order):
        batch = order[start : start + max(1, most // lengths[order[start]])]
        yield batch
        start += len(batch)


def _pooled(states: NDArray[np.float32], mask: NDArray[np.float32], pooling: str) -> NDArray[np.float32]:
    """One vector from the hidden states of each sentence: its first token's, or the mean over those not filled up."""
    if pooling == "cls":
        return states[:, 0]
    means: NDArray[np.float32] = np.einsum("stw,st->sw", states, mask) / mask.sum(axis=1, keepdims=True)
    return means


def _line(error: Exception) -> str:
    """What an exception says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__

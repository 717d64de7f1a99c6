"""Tiny sentence models in ONNX, and the same arithmetic done by hand. What is made skips a test without its library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

WIDTH = 6
WORDS = ["the", "talks", "were", "held", "in", "paris", "on", "may", "and", "ministers", "met"]
VOCABULARY = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
TABLE = np.random.default_rng(1).standard_normal((len(VOCABULARY), WIDTH)).astype(np.float32)
KINDS = np.array([[0.5] * WIDTH, [9.0] * WIDTH], np.float32)
WEIGHT = np.random.default_rng(2).standard_normal((4, WIDTH)).astype(np.float32)
BIAS = np.arange(4, dtype=np.float32)
SENTENCES = ["the talks were held in paris", "ministers met", "in may", "talks", "the ministers met in paris in may"]
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
HIDDEN = "last_hidden_state = Identity(states)"
FIRST_WORD = "sentence_embedding = Gather<axis=1>(states, one)"
CLS = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}


def save_graph(
    path: Path,
    *outputs: str,
    inputs: Sequence[str] = INPUTS,
    kind: str = "int64",
    axes: str = "batch, tokens",
    rows: int = len(VOCABULARY),
    factor: float = 1.0,
) -> None:
    """A graph that looks tokens up, adds a vector for their type and gives what the nodes in `outputs` make of it."""
    onnx = pytest.importorskip("onnx")
    outputs = outputs or (HIDDEN,)
    takes = ", ".join(f"{kind}[{axes}] {name}" for name in inputs)
    gives = ", ".join(f"float[] {node.partition(' ')[0]}" for node in outputs)
    typed = "kind = Gather(kinds, token_type_ids) states = Add(looked_up, kind)"
    states = typed if "token_type_ids" in inputs else "states = Identity(looked_up)"
    model = onnx.parser.parse_model(
        f'<ir_version: 8, opset_import: ["": 17]> tiny ({takes}) => ({gives}) '
        f"{{ looked_up = Gather(table, input_ids) {states} {' '.join(outputs)} }}"
    )
    values = {"table": TABLE[:rows] * np.float32(factor), "kinds": KINDS, "one": np.array(1)}
    model.graph.initializer.extend(onnx.numpy_helper.from_array(value, name) for name, value in values.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def save_tokenizer(path: Path) -> None:
    """Words by white space, between [CLS] and [SEP]; it would fill up to 20 tokens and cut at 30 if it was let."""
    library = pytest.importorskip("tokenizers")
    tokenizer = library.Tokenizer(library.models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = library.pre_tokenizers.Whitespace()
    tokenizer.normalizer = library.normalizers.Replace("\u200b", "")
    tokenizer.post_processor = library.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])]
    )
    tokenizer.enable_padding(length=20)
    tokenizer.enable_truncation(30)
    tokenizer.save(str(path))


def make_model(folder: Path, *outputs: str, **graph: Any) -> Path:
    """A folder with a graph and a tokenizer."""
    pytest.importorskip("onnxruntime")
    save_graph(folder / "model.onnx", *outputs, **graph)
    save_tokenizer(folder / "tokenizer.json")
    return folder


def write(path: Path, settings: object) -> None:
    """A file of settings, or of bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(settings if isinstance(settings, bytes) else json.dumps(settings).encode())


def tensors(**named: NDArray[Any]) -> bytes:
    """Tensors `linear.…` in the layout of safetensors."""
    header, body = {}, b""
    for name, tensor in named.items():
        raw, kind = tensor.tobytes(), f"F{tensor.itemsize * 8}"
        offsets = [len(body), len(body) + len(raw)]
        header[f"linear.{name}"] = {"dtype": kind, "shape": tensor.shape, "data_offsets": offsets}
        body += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    return len(text).to_bytes(8, "little") + text + body


def add_modules(folder: Path, activation: str = "activation.Tanh", **layer: NDArray[Any]) -> Path:
    """LaBSE's modules: the first token, then a dense layer, then length 1."""
    places = {"Transformer": "", "Pooling": "1_Pooling", "Dense": "2_Dense", "Normalize": "3_Normalize"}
    listed = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for kind, path in places.items()]
    write(folder / "modules.json", listed)
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": WIDTH, **CLS})
    write(folder / "2_Dense" / "config.json", {"activation_function": f"torch.nn.modules.{activation}"})
    write(folder / "2_Dense" / "model.safetensors", tensors(**(layer or {"weight": WEIGHT, "bias": BIAS})))
    return folder


def states(sentence: str, *, most: int = 512, typed: bool = True) -> NDArray[np.float32]:
    """The hidden states of a sentence by hand."""
    words = [VOCABULARY.get(word, 1) for word in sentence.split()][: most - 2]
    return TABLE[[VOCABULARY["[CLS]"], *words, VOCABULARY["[SEP]"]]] + (KINDS[0] if typed else 0)


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / np.linalg.norm(vector)


def means(sentences: Sequence[str], **how: Any) -> NDArray[np.float32]:
    return np.array([unit(states(sentence, **how).mean(axis=0)) for sentence in sentences])


def close(vectors: NDArray[np.float32], expected: NDArray[np.float32], tolerance: float = 1e-6) -> bool:
    return vectors.shape == expected.shape and bool(np.allclose(vectors, expected, atol=tolerance))

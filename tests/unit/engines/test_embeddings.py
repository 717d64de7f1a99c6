"""Sentence embeddings on tiny ONNX models, held against the same arithmetic done by hand; and their cache."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from workbench.core.errors import EngineError, JobCancelled, ModelMissingError, PackageError, WriteError
from workbench.core.job import Job, Progress
from workbench.engines import embeddings
from workbench.engines.embeddings import CachedEmbedder, Embedder

WIDTH = 6
WORDS = ["the", "talks", "were", "held", "in", "paris", "on", "may", "and", "ministers", "met"]
VOCABULARY = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
TABLE = np.random.default_rng(1).standard_normal((len(VOCABULARY), WIDTH)).astype(np.float32)
KINDS = np.array([[0.5] * WIDTH, [9.0] * WIDTH], np.float32)
SENTENCES = ["the talks were held in paris", "ministers met", "in may", "talks", "the ministers met in paris in may"]
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
HIDDEN = ("last_hidden_state",)
RANKS = {"last_hidden_state": 3, "token_embeddings": 3, "states": 3}


def save_graph(
    path: Path,
    outputs: Sequence[str] = HIDDEN,
    inputs: Sequence[str] = INPUTS,
    *,
    kind: str = "INT64",
    axes: Sequence[object] = ("batch", "tokens"),
    rows: int = len(VOCABULARY),
    factor: float = 1.0,
) -> None:
    """An ONNX graph that looks tokens up, adds a vector for their type and gives what `outputs` names."""
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    helper, element = onnx.helper, getattr(onnx.TensorProto, kind)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["looked_up"])]
    states = "looked_up"
    if "token_type_ids" in inputs:
        nodes += [
            helper.make_node("Gather", ["kinds", "token_type_ids"], ["of_kind"]),
            helper.make_node("Add", [states, "of_kind"], ["typed"]),
        ]
        states = "typed"
    nodes += [helper.make_node("Identity", [states], [name]) for name in outputs if RANKS.get(name) == 3]
    if pooled := [name for name in outputs if RANKS.get(name) != 3]:
        nodes += [
            helper.make_node("Cast", ["attention_mask"], ["weights"], to=onnx.TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["weights", "last"], ["weights3"]),
            helper.make_node("Mul", [states, "weights3"], ["weighted"]),
            helper.make_node("ReduceSum", ["weighted", "middle"], ["sums"], keepdims=0),
            helper.make_node("ReduceSum", ["weights3", "middle"], ["counts"], keepdims=0),
            *(helper.make_node("Div", ["sums", "counts"], [name]) for name in pooled),
        ]
    numpy_helper = onnx.numpy_helper
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, element, list(axes)) for name in inputs],
        [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None] * RANKS.get(name, 2)) for name in outputs],
        [
            numpy_helper.from_array(TABLE[:rows] * np.float32(factor), "table"),
            numpy_helper.from_array(KINDS, "kinds"),
            numpy_helper.from_array(np.array([2]), "last"),
            numpy_helper.from_array(np.array([1]), "middle"),
        ],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())


def save_tokenizer(path: Path) -> None:
    """Words by white space, between [CLS] and [SEP]."""
    library = pytest.importorskip("tokenizers")
    tokenizer = library.Tokenizer(library.models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = library.pre_tokenizers.Whitespace()
    tokenizer.normalizer = library.normalizers.Replace("\u200b", "")
    tokenizer.post_processor = library.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])]
    )
    tokenizer.save(str(path))


def make_model(folder: Path, outputs: Sequence[str] = HIDDEN, **graph: Any) -> Path:
    """A folder with a graph and a tokenizer."""
    save_graph(folder / "model.onnx", outputs, **graph)
    save_tokenizer(folder / "tokenizer.json")
    return folder


def write(path: Path, settings: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings), encoding="utf-8")
    return path


def pool(folder: Path, **modes: object) -> None:
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": WIDTH, **modes})


def save_safetensors(path: Path, tensors: dict[str, NDArray[Any]], kinds: dict[str, str] | None = None) -> None:
    """Tensors in the layout of safetensors."""
    header, body = {}, b""
    for name, tensor in tensors.items():
        kind = (kinds or {}).get(name, "F32")
        raw = tensor.tobytes()
        header[name] = {"dtype": kind, "shape": tensor.shape, "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


WEIGHT = np.random.default_rng(2).standard_normal((4, WIDTH)).astype(np.float32)
BIAS = np.arange(4, dtype=np.float32)


def add_dense(folder: Path, activation: str = "torch.nn.modules.activation.Tanh", **more: object) -> None:
    """LaBSE's modules: the first token, then a dense layer."""
    pool(folder, pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)
    write(folder / "2_Dense" / "config.json", {"in_features": WIDTH, "activation_function": activation, **more})
    save_safetensors(folder / "2_Dense" / "model.safetensors", {"linear.weight": WEIGHT, "linear.bias": BIAS})


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


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Embedder.load(make_model(tmp_path_factory.mktemp("model")))


def test_importing_the_module_loads_neither_library() -> None:
    script = "import sys, workbench.engines.embeddings; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"onnxruntime", "tokenizers", "onnx", "ctranslate2"}.intersection(done.stdout.split())


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_missing_library_is_named_with_the_extra(
    tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("onnxruntime", "tokenizers"):
        monkeypatch.setitem(sys.modules, each, None if each == library else sys)
    with pytest.raises(ModelMissingError, match=rf"need {library}.*pip install statement-workbench\[embed\]"):
        Embedder.load(tmp_path)


def test_vectors_are_the_means_over_the_tokens_at_length_1(embedder: Embedder) -> None:
    vectors = embedder.embed(SENTENCES)
    assert vectors.dtype == np.float32 and vectors.shape == (len(SENTENCES), WIDTH) == (5, embedder.dimensions)
    assert close(vectors, means(SENTENCES))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert embedder.pooling == "mean" and embedder.max_tokens == 512


@pytest.mark.parametrize(
    "modes", [{"pooling_mode_cls_token": True}, {"pooling_mode": "cls"}, {"pooling_mode": ["cls"]}]
)
def test_the_first_token_where_the_folder_says_so(tmp_path: Path, modes: dict[str, object]) -> None:
    pool(make_model(tmp_path), **modes)
    expected = np.array([unit(states(sentence)[0]) for sentence in SENTENCES])
    assert close(Embedder.load(tmp_path).embed(SENTENCES), expected)


@pytest.mark.parametrize(
    ("outputs", "pooling"),
    [
        (("token_embeddings",), "mean"),
        (("token_embeddings", "sentence_embedding"), "model"),
        (("pooler_output", "last_hidden_state"), "mean"),
        (("pooler_output",), "model"),
        (("whatever",), "model"),
        (("states",), "mean"),
    ],
)
def test_outputs_of_every_kind_of_export(tmp_path: Path, outputs: tuple[str, ...], pooling: str) -> None:
    embedder = Embedder.load(make_model(tmp_path, outputs))
    assert embedder.pooling == pooling
    assert close(embedder.embed(SENTENCES), means(SENTENCES))


@pytest.mark.parametrize("inputs", [("input_ids",), ("input_ids", "attention_mask"), INPUTS])
@pytest.mark.parametrize("kind", ["INT64", "INT32"])
def test_only_the_inputs_of_the_graph_are_fed(tmp_path: Path, inputs: tuple[str, ...], kind: str) -> None:
    embedder = Embedder.load(make_model(tmp_path, inputs=inputs, kind=kind))
    assert close(embedder.embed(SENTENCES), means(SENTENCES, typed="token_type_ids" in inputs))


@pytest.mark.parametrize(
    ("activation", "function"),
    [
        ("torch.nn.modules.activation.Tanh", np.tanh),
        ("torch.nn.modules.linear.Identity", lambda values: values),
        ("torch.nn.modules.activation.ReLU", lambda values: np.maximum(values, 0)),
    ],
)
def test_dense_layers_are_applied(
    tmp_path: Path, activation: str, function: Callable[[NDArray[np.float32]], NDArray[np.float32]]
) -> None:
    add_dense(make_model(tmp_path), activation)
    expected = np.array([unit(function(WEIGHT @ states(sentence)[0] + BIAS)) for sentence in SENTENCES])
    embedder = Embedder.load(tmp_path)
    assert embedder.dimensions == 4 and embedder.pooling == "cls"
    assert close(embedder.embed(SENTENCES), expected)


def test_modules_are_applied_in_their_order(tmp_path: Path) -> None:
    add_dense(make_model(tmp_path))
    kinds = ["Transformer", "Pooling", "Normalize", "Dense"]
    paths = ["", "1_Pooling", "2_Normalize", "2_Dense"]
    listed = [
        {"idx": idx, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for idx, (kind, path) in enumerate(zip(kinds, paths, strict=True))
    ]
    write(tmp_path / "modules.json", listed)
    expected = np.array([unit(np.tanh(WEIGHT @ unit(states(sentence)[0]) + BIAS)) for sentence in SENTENCES])
    assert close(Embedder.load(tmp_path).embed(SENTENCES), expected)


def test_dense_weights_in_other_precisions(tmp_path: Path) -> None:
    add_dense(make_model(tmp_path))
    whole = np.round(WEIGHT * 8)
    brain = (whole.astype("<f4").view("<u4") >> 16).astype("<u2")
    tensors = {"linear.weight": brain, "linear.bias": BIAS.astype("<f2")}
    save_safetensors(
        tmp_path / "2_Dense" / "model.safetensors", tensors, {"linear.weight": "BF16", "linear.bias": "F16"}
    )
    expected = np.array([unit(np.tanh(whole @ states(sentence)[0] + BIAS)) for sentence in SENTENCES])
    assert close(Embedder.load(tmp_path).embed(SENTENCES), expected)


def test_a_graph_that_pools_itself_is_taken_at_its_word(tmp_path: Path) -> None:
    add_dense(make_model(tmp_path, ("sentence_embedding",)))
    assert close(Embedder.load(tmp_path).embed(SENTENCES), means(SENTENCES))


@pytest.mark.parametrize("name", embeddings.MODELS)
def test_where_the_graph_may_lie(tmp_path: Path, name: str) -> None:
    save_graph(tmp_path / name)
    save_tokenizer(tmp_path / "tokenizer.json")
    assert close(Embedder.load(tmp_path).embed(SENTENCES), means(SENTENCES))


def test_no_sentences_and_empty_ones(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, WIDTH)
    vectors = embedder.embed(["", "talks", " \n\u00a0", "\u200b", "talks"])
    assert not vectors[[0, 2, 3]].any()
    assert close(vectors[[1, 4]], means(["talks", "talks"]))


def test_halves_of_characters_do_no_harm(embedder: Embedder) -> None:
    assert close(embedder.embed(["talks \ud800", "talks \ud83d\ude00"]), means(["talks ?", "talks ?"]))


@given(
    st.lists(st.lists(st.sampled_from([*WORDS, "unheard"]), max_size=30).map(" ".join), max_size=40), st.integers(1, 90)
)
def test_neither_order_nor_batches_matter(embedder: Embedder, sentences: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embeddings, "BATCH_TOKENS", most)
        patch.setattr(embeddings, "_WINDOW", most)
        vectors = embedder.embed(sentences)
    expected = [means([sentence])[0] if sentence else np.zeros(WIDTH) for sentence in sentences]
    assert close(vectors, np.array(expected, np.float32).reshape(-1, WIDTH))
    assert (embedder.embed(sentences) == embedder.embed(sentences)).all()


@given(st.lists(st.integers(0, 50)), st.integers(1, 200))
def test_batches_hold_every_input_once_and_no_more_tokens_than_asked(lengths: list[int], most: int) -> None:
    batches = list(embeddings._batches(lengths, most))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[index] for index in batch)
        assert len(batch) == 1 or longest * len(batch) <= most
        assert not longest or all(lengths[index] for index in batch)


@pytest.mark.parametrize(
    ("file", "settings", "most"),
    [
        ("sentence_bert_config.json", {"max_seq_length": 5}, 5),
        ("tokenizer_config.json", {"model_max_length": 6}, 6),
        ("tokenizer_config.json", {"model_max_length": 1e30}, 512),
        ("config.json", {"model_type": "bert", "max_position_embeddings": 7}, 7),
        ("config.json", {"model_type": "xlm-roberta", "max_position_embeddings": 9, "pad_token_id": 1}, 7),
    ],
)
def test_what_is_too_long_is_cut(tmp_path: Path, file: str, settings: dict[str, object], most: int) -> None:
    write(make_model(tmp_path) / file, settings)
    embedder = Embedder.load(tmp_path)
    assert embedder.max_tokens == most
    long = " ".join(WORDS * 100)
    assert close(embedder.embed([long, "talks"]), means([long, "talks"], most=most))


def test_the_smallest_limit_counts_and_the_tokenizers_own_only_alone(tmp_path: Path) -> None:
    library = pytest.importorskip("tokenizers")
    tokenizer = library.Tokenizer.from_file(str(make_model(tmp_path) / "tokenizer.json"))
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=20)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    assert Embedder.load(tmp_path).max_tokens == 4
    write(tmp_path / "sentence_bert_config.json", {"max_seq_length": 256})
    write(tmp_path / "config.json", {"max_position_embeddings": 8})
    embedder = Embedder.load(tmp_path)
    assert embedder.max_tokens == 8
    assert close(embedder.embed(SENTENCES[:2]), means(SENTENCES[:2]))


def test_weights_beside_the_graph_are_part_of_the_model(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    identity = Embedder.load(make_model(tmp_path)).identity
    model = onnx.load(str(tmp_path / "model.onnx"))
    onnx.save(
        model, str(tmp_path / "model.onnx"), save_as_external_data=True, location="model.onnx_data", size_threshold=0
    )
    outside = Embedder.load(tmp_path)
    assert close(outside.embed(SENTENCES), means(SENTENCES)) and outside.identity != identity
    data = tmp_path / "model.onnx_data"
    raw = bytearray(data.read_bytes())
    raw[3] ^= 0x80  # the sign of a weight
    data.write_bytes(raw)
    assert len({identity, outside.identity, Embedder.load(tmp_path).identity}) == 3
    data.unlink()
    with pytest.raises(
        PackageError, match=r"model\.onnx: the model cannot be loaded: .*lack the file with its weights"
    ):
        Embedder.load(tmp_path)


def test_lower_case_where_the_model_wants_it(tmp_path: Path) -> None:
    write(make_model(tmp_path) / "sentence_bert_config.json", {"max_seq_length": 64, "do_lower_case": True})
    assert close(Embedder.load(tmp_path).embed(["The TALKS"]), means(["the talks"]))


def test_the_number_of_threads_changes_nothing(tmp_path: Path, embedder: Embedder) -> None:
    assert close(Embedder.load(make_model(tmp_path), threads=1).embed(SENTENCES), embedder.embed(SENTENCES))


def test_threads_may_share_a_model_and_a_cache(embedder: Embedder, tmp_path: Path) -> None:
    cached = CachedEmbedder(embedder, tmp_path)
    parts = [[f"{sentence} {number % 9}" for sentence in SENTENCES] for number in range(40)]
    with ThreadPoolExecutor(8) as pool_of_threads:
        for part, vectors in zip(parts, pool_of_threads.map(cached.embed, parts), strict=True):
            assert close(vectors, means(part), 1e-3)


def test_progress_counts_different_sentences_and_cancelling_stops(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "BATCH_TOKENS", 8)
    seen: list[Progress] = []
    embedder.embed([*SENTENCES, "", "talks"], job=Job(seen.append))
    assert [each.done for each in seen] == sorted({each.done for each in seen})
    assert (seen[0].done, seen[-1].done) == (0, 5) and {each.total for each in seen} == {5}
    job = Job()
    job.cancel()
    with pytest.raises(JobCancelled):
        embedder.embed(SENTENCES, job=job)


def no_model(folder: Path) -> None:
    (folder / "model.onnx").unlink()


def other_name(folder: Path) -> None:
    (folder / "model.onnx").rename(folder / "model_fp16.onnx")


def cut_model(folder: Path) -> None:
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(raw[: len(raw) // 2])


def pointer(folder: Path) -> None:
    (folder / "model.onnx").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")


def no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"}')


def large_vocabulary(folder: Path) -> None:
    write(folder / "config.json", {"vocab_size": 1000})


def small_model(folder: Path) -> None:
    save_graph(folder / "model.onnx", rows=9)


def overflowing(folder: Path) -> None:
    save_graph(folder / "model.onnx", factor=float("inf"))


def overflowing_behind(folder: Path) -> None:
    add_dense(folder, "torch.nn.modules.linear.Identity")
    save_graph(folder / "model.onnx", factor=1e37)
    save_safetensors(folder / "2_Dense" / "model.safetensors", {"linear.weight": WEIGHT * np.float32(1e4)})


def other_input(folder: Path) -> None:
    save_graph(folder / "model.onnx", inputs=("input_ids", "position_ids"))


def no_ids(folder: Path) -> None:
    save_graph(folder / "model.onnx", inputs=("input_ids",))
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(raw.replace(b"input_ids", b"input_idz"))


def fixed_size(folder: Path) -> None:
    save_graph(folder / "model.onnx", axes=(1, 128))


def many_outputs(folder: Path) -> None:
    save_graph(folder / "model.onnx", ("states", "other"))


def pooler_and_dense(folder: Path) -> None:
    save_graph(folder / "model.onnx", ("pooler_output",))
    add_dense(folder)


def hidden_by_name_only(folder: Path) -> None:
    save_graph(folder / "model.onnx", ("last_hidden_stats",))
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(raw.replace(b"last_hidden_stats", b"last_hidden_state"))


def other_pooling(folder: Path) -> None:
    pool(folder, pooling_mode_max_tokens=True)


def two_poolings(folder: Path) -> None:
    pool(folder, pooling_mode_cls_token=True, pooling_mode_mean_tokens=True)


def broken_pooling(folder: Path) -> None:
    pool(folder)
    (folder / "1_Pooling" / "config.json").write_text("{")


def pooling_a_list(folder: Path) -> None:
    write(folder / "1_Pooling" / "config.json", [])


def dense_for_torch(folder: Path) -> None:
    add_dense(folder)
    (folder / "2_Dense" / "model.safetensors").rename(folder / "2_Dense" / "pytorch_model.bin")


def dense_alone(folder: Path) -> None:
    add_dense(folder)
    shutil.rmtree(folder / "1_Pooling")


def dense_other_activation(folder: Path) -> None:
    add_dense(folder, "torch.nn.modules.activation.GELU")


def dense_residual(folder: Path) -> None:
    add_dense(folder, use_residual=True)


def dense_cut(folder: Path) -> None:
    add_dense(folder)
    path = folder / "2_Dense" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-9])


def dense_no_weight(folder: Path) -> None:
    add_dense(folder)
    save_safetensors(folder / "2_Dense" / "model.safetensors", {"linear.bias": BIAS})


def dense_of_another_width(folder: Path) -> None:
    add_dense(folder)
    save_safetensors(folder / "2_Dense" / "model.safetensors", {"linear.weight": np.ones((4, 9), np.float32)})


def unknown_module(folder: Path) -> None:
    write(folder / "modules.json", [{"path": "1_CNN", "type": "sentence_transformers.models.CNN"}])


def broken_modules(folder: Path) -> None:
    write(folder / "modules.json", {"a": 1})


def prompted(folder: Path) -> None:
    settings = {"default_prompt_name": "query", "prompts": {"query": "query: "}}
    write(folder / "config_sentence_transformers.json", settings)


def unreadable(folder: Path) -> None:
    (folder / "config.json").mkdir()


def broken_config(folder: Path) -> None:
    write(folder / "config.json", [])


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (no_model, r"has no model\.onnx.*optimum-cli"),
        (other_name, r"only model_fp16\.onnx; rename"),
        (cut_model, r"model\.onnx: the model cannot be loaded: .*take it again"),
        (pointer, r"model\.onnx: is a pointer of Git LFS.*git lfs pull"),
        (no_tokenizer, r"has no tokenizer\.json; save"),
        (broken_tokenizer, r"tokenizer\.json: cannot be used: .*take it again"),
        (large_vocabulary, r"tokenizer\.json: knows 15 tokens and the model 1000"),
        (small_model, r"model\.onnx: the model failed .*if the tokenizer is of another model"),
        (overflowing, r"model\.onnx: the model gave numbers that are not finite"),
        (overflowing_behind, r"model\.onnx: the model gave numbers that are not finite"),
        (other_input, r"model\.onnx: it asks for an input 'position_ids'"),
        (no_ids, r"model\.onnx: it asks for an input 'input_idz'"),
        (fixed_size, r"input_ids is tensor\(int64\) of \[1, 128\].*dynamic axes"),
        (many_outputs, r"model\.onnx: gives states, other, from which no vector"),
        (pooler_and_dense, r"model\.onnx: gives pooler_output, from which no vector"),
        (hidden_by_name_only, r"output last_hidden_state has the shape \(1, 6\)"),
        (other_pooling, r"1_Pooling.config\.json: pools by \['pooling_mode_max_tokens'\]; only cls or mean"),
        (two_poolings, r"1_Pooling.config\.json: pools by \['cls', 'mean'\]"),
        (broken_pooling, r"1_Pooling.config\.json: is not JSON"),
        (pooling_a_list, r"1_Pooling.config\.json: is missing or not a JSON object"),
        (dense_for_torch, r"model\.safetensors: is missing, and pytorch_model\.bin is not read.*save it again"),
        (dense_alone, r"2_Dense is there and 1_Pooling/config\.json is not"),
        (dense_other_activation, r"2_Dense.config\.json: .*asks for more than Tanh"),
        (dense_residual, r"2_Dense.config\.json: .*asks for more than Tanh"),
        (dense_cut, r"model\.safetensors: is not sound safetensors"),
        (dense_no_weight, r"model\.safetensors: linear\.weight \(0,\) and linear\.bias \(4,\) make no layer"),
        (dense_of_another_width, r"model\.safetensors: reads 9 numbers and is given 6"),
        (unknown_module, r"its module CNN is not known"),
        (broken_modules, r"modules\.json: does not list modules"),
        (prompted, r"puts the prompt 'query' before every sentence"),
        (unreadable, r"the model cannot be read: "),
        (broken_config, r"config\.json: is not a JSON object"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_is_wrong_with_a_folder_is_said_and_nothing_printed(
    tmp_path: Path, damage: Callable[[Path], None], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(make_model(tmp_path))
    with pytest.raises(PackageError, match=says) as raised:
        Embedder.load(tmp_path)
    assert "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    with pytest.raises(ModelMissingError, match="no such folder"):
        Embedder.load(tmp_path / "labse")


def test_identity_is_the_models_and_not_the_folders(tmp_path: Path) -> None:
    one = make_model(tmp_path / "one")
    identity = Embedder.load(one).identity
    assert Embedder.load(shutil.copytree(one, tmp_path / "two")).identity == identity
    assert Embedder.load(make_model(tmp_path / "three", factor=2.0)).identity != identity
    pool(one, pooling_mode="cls")
    with_cls = Embedder.load(one).identity
    write(one / "sentence_bert_config.json", {"max_seq_length": 9})
    assert len({identity, with_cls, Embedder.load(one).identity}) == 3


class Counting:
    """Vectors from a hash of the sentence; counts what it is asked for."""

    def __init__(self, identity: str = "0123", width: int = 5) -> None:
        self.identity, self.dimensions = identity, width
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        if job:
            job.progress(0, len(sentences))
        self.asked += sentences
        return np.array([self.vector(sentence) for sentence in sentences], np.float32).reshape(-1, self.dimensions)

    def vector(self, sentence: str) -> NDArray[np.float32]:
        digest = hashlib.blake2b(f"{self.identity} {sentence}".encode("utf-8", "surrogatepass")).digest()
        return unit(np.frombuffer(digest, "<u2", self.dimensions).astype(np.float32) + 1)


MANY = [f"talks number {number}" for number in range(60)]


def expected_of(counting: Counting, sentences: Sequence[str]) -> NDArray[np.float32]:
    return np.array([counting.vector(sentence) for sentence in sentences])


def test_a_cache_gives_the_same_and_asks_once(tmp_path: Path) -> None:
    counting = Counting()
    cached = CachedEmbedder(counting, tmp_path / "deep" / "cache")
    assert cached.dimensions == 5 and cached.identity == counting.identity
    first = cached.embed([*MANY, "", MANY[3], " "])
    assert sorted(counting.asked) == sorted(MANY)
    assert close(first[:60], expected_of(counting, MANY), 1e-3)
    assert first.dtype == np.float32 and not first[[60, 62]].any() and (first[61] == first[3]).all()
    assert np.allclose(np.linalg.norm(first[:60], axis=1), 1, atol=1e-6)
    again = CachedEmbedder(counting, tmp_path / "deep" / "cache").embed(MANY)
    assert len(counting.asked) == 60 and (again == first[:60]).all()
    assert cached.embed([]).shape == (0, 5)


def test_a_cache_over_a_real_model(tmp_path: Path, embedder: Embedder) -> None:
    cached = CachedEmbedder(embedder, tmp_path)
    sentences = [*SENTENCES, "", "talks \ud800"]
    vectors = cached.embed(sentences)
    assert close(vectors, embedder.embed(sentences), 1e-3)
    assert (CachedEmbedder(embedder, tmp_path).embed(sentences) == vectors).all()


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    one, other, wider = Counting("aa"), Counting("bb"), Counting("aa", width=8)
    for counting in (one, other, wider, one, other, wider):
        vectors = CachedEmbedder(counting, tmp_path).embed(MANY[:9])
        assert close(vectors, expected_of(counting, MANY[:9]), 1e-3)
    assert [len(each.asked) for each in (one, other, wider)] == [9, 9, 9]


def test_two_at_once_see_what_the_other_keeps(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    here, there = CachedEmbedder(one, tmp_path), CachedEmbedder(other, tmp_path)
    here.embed(MANY[:20])
    there.embed(MANY[:40])
    here.embed(MANY)
    there.embed(MANY)
    assert (one.asked, other.asked) == (MANY[:20] + MANY[40:], MANY[20:40])


def cache_files(folder: Path) -> tuple[Path, Path]:
    (records,), (index,) = folder.glob("*.f16"), folder.glob("*.index")
    return records, index


@pytest.mark.parametrize("cut", range(0, 40, 3))
@pytest.mark.parametrize("which", [0, 1])
def test_a_cut_off_tail_costs_what_it_held(tmp_path: Path, which: int, cut: int) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(MANY)
    path = cache_files(tmp_path)[which]
    os.truncate(path, path.stat().st_size - cut)
    row_bytes = (14, 8)[which]
    counting = Counting()
    cached = CachedEmbedder(counting, tmp_path)
    assert close(cached.embed(MANY), expected_of(counting, MANY), 1e-3)
    assert counting.asked == MANY[60 - -(-cut // row_bytes) :]
    later = Counting()
    assert close(CachedEmbedder(later, tmp_path).embed(MANY), expected_of(later, MANY), 1e-3)
    assert not later.asked
    assert [path.stat().st_size for path in cache_files(tmp_path)] == [60 * 14, 60 * 8]


@pytest.mark.parametrize("which", [0, 1])
def test_rubbish_behind_the_end_is_cut_off(tmp_path: Path, which: int) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(MANY[:30])
    path = cache_files(tmp_path)[which]
    path.write_bytes(path.read_bytes() + b"\0" * 101)
    for asked in (MANY[30:], []):
        counting = Counting()
        assert close(CachedEmbedder(counting, tmp_path).embed(MANY), expected_of(counting, MANY), 1e-3)
        assert counting.asked == asked


@pytest.mark.parametrize("which", [0, 1])
def test_what_was_changed_in_the_middle_is_made_anew(tmp_path: Path, which: int) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(MANY)
    path = cache_files(tmp_path)[which]
    raw = bytearray(path.read_bytes())
    raw[(14, 8)[which] * 20 + 3] ^= 0x55
    path.write_bytes(raw)
    for asked in ([MANY[20]], []):
        counting = Counting()
        assert close(CachedEmbedder(counting, tmp_path).embed(MANY), expected_of(counting, MANY), 1e-3)
        assert counting.asked == asked


@pytest.mark.parametrize("which", [0, 1])
def test_a_lost_file_is_begun_anew(tmp_path: Path, which: int) -> None:
    cached = CachedEmbedder(Counting(), tmp_path)
    cached.embed(MANY)
    cache_files(tmp_path)[which].unlink()
    other = CachedEmbedder(Counting(), tmp_path)
    for one, sentences in ((cached, MANY[:7]), (other, MANY[:7]), (cached, MANY), (other, MANY)):
        assert close(one.embed(sentences), expected_of(Counting(), sentences), 1e-3)


def write_many(folder: Path, first: int, last: int) -> None:
    """What each of the processes does: embeds sentences by their numbers, with many small writes."""
    embeddings._SAVED_EVERY = 7
    cached = CachedEmbedder(Counting(width=32), folder)
    for start in range(first, last, 50):
        cached.embed([f"talks number {number}" for number in range(start, start + 50)])


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[bytes]:
    """A process that runs `write_many`."""
    return subprocess.Popen([sys.executable, __file__, str(folder), str(first), str(last)])


def numbered(last: int) -> list[str]:
    return [f"talks number {number}" for number in range(last)]


def test_processes_write_side_by_side(tmp_path: Path) -> None:
    writers = [writer(tmp_path, first, first + 600) for first in (0, 300, 600)]
    assert [process.wait(60) for process in writers] == [0, 0, 0]
    counting = Counting(width=32)
    vectors = CachedEmbedder(counting, tmp_path).embed(numbered(1200))
    assert not counting.asked
    assert close(vectors, expected_of(counting, numbered(1200)), 1e-3)


def test_a_killed_process_harms_nothing(tmp_path: Path) -> None:
    for turn in range(3):
        process = writer(tmp_path, turn * 500, 10_000_000)
        deadline, start = time.monotonic() + 60, sum(path.stat().st_size for path in tmp_path.glob("*.f16"))
        while sum(path.stat().st_size for path in tmp_path.glob("*.f16")) < start + 30_000:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.002)
        process.kill()
        process.wait(60)
        counting = Counting(width=32)
        vectors = CachedEmbedder(counting, tmp_path).embed(numbered(1500))
        assert len(counting.asked) < 1500
        assert close(vectors, expected_of(counting, numbered(1500)), 1e-3)


def test_stopping_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "_SAVED_EVERY", 10)
    counting, seen = Counting(), list[Progress]()
    CachedEmbedder(counting, tmp_path).embed(MANY[:5])

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done >= 25:
            job.cancel()

    job = Job(stop)
    with pytest.raises(JobCancelled):
        CachedEmbedder(counting, tmp_path).embed(MANY, job=job)
    assert [each.done for each in seen] == [5, 15, 25] and {each.total for each in seen} == {60}
    later = Counting()
    CachedEmbedder(later, tmp_path).embed(MANY, job=Job(seen.append))
    assert later.asked == MANY[35:] and (seen[-1].done, seen[-1].total) == (60, 60)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match=r"file.cache: the cache of embeddings cannot be used: .*another folder"):
        CachedEmbedder(Counting(), tmp_path / "file" / "cache")
    cached = CachedEmbedder(Counting(), tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(WriteError, match="gone: the cache of embeddings cannot be used"):
        cached.embed(MANY)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(MANY[:3])
    records, _ = cache_files(tmp_path)
    records.unlink()
    records.symlink_to("/dev/full")
    with pytest.raises(WriteError, match="cannot be used: "):
        CachedEmbedder(Counting(), tmp_path).embed(MANY)


def test_a_failing_engine_is_passed_on(tmp_path: Path) -> None:
    class Failing(Counting):
        def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
            raise EngineError("broken")

    with pytest.raises(EngineError, match="broken"):
        CachedEmbedder(Failing(), tmp_path).embed(MANY)


if __name__ == "__main__":
    write_many(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

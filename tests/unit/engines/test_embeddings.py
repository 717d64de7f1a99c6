"""Sentence embeddings on tiny ONNX models, held against the same arithmetic done by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.tiny_sentence_model import (
    BIAS,
    FIRST_WORD,
    HIDDEN,
    INPUTS,
    SENTENCES,
    WEIGHT,
    WIDTH,
    WORDS,
    add_modules,
    close,
    make_model,
    means,
    save_graph,
    states,
    unit,
    write,
)
from workbench.core.errors import JobCancelled, ModelMissingError, PackageError
from workbench.core.job import Job, Progress
from workbench.engines import embeddings
from workbench.engines.embeddings import Embedder


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Embedder(make_model(tmp_path_factory.mktemp("model")))


def test_importing_the_modules_loads_no_library_of_models() -> None:
    script = "import sys, workbench.engines.embedding_cache; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"onnxruntime", "tokenizers", "onnx", "ctranslate2"}.intersection(done.stdout.split())


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_missing_library_is_named_with_the_extra(
    tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("onnxruntime", "tokenizers"):
        monkeypatch.setitem(sys.modules, each, None if each == library else sys)
    with pytest.raises(ModelMissingError, match=rf"need {library}.*pip install statement-workbench\[embed\]"):
        Embedder(tmp_path)


def test_vectors_are_the_means_over_the_tokens_at_length_1(embedder: Embedder) -> None:
    vectors = embedder.embed(SENTENCES)
    assert vectors.dtype == np.float32 and vectors.shape == (len(SENTENCES), WIDTH) == (5, embedder.dimensions)
    assert close(vectors, means(SENTENCES))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_model_as_labse_is_made(tmp_path: Path) -> None:
    embedder = Embedder(add_modules(make_model(tmp_path)))
    expected = np.array([unit(np.tanh(WEIGHT @ states(sentence)[0] + BIAS)) for sentence in SENTENCES])
    assert embedder.dimensions == 4 and close(embedder.embed(SENTENCES), expected)


@pytest.mark.parametrize("outputs", [(FIRST_WORD,), (HIDDEN, "token_embeddings = Identity(states)", FIRST_WORD)])
def test_a_graph_that_pools_itself_is_taken_at_its_word(tmp_path: Path, outputs: tuple[str, ...]) -> None:
    embedder = Embedder(add_modules(make_model(tmp_path, *outputs)))
    assert close(embedder.embed(SENTENCES), np.array([unit(states(sentence)[1]) for sentence in SENTENCES]))


def test_hidden_states_under_another_name(tmp_path: Path) -> None:
    outputs = (FIRST_WORD.replace("sentence_embedding", "pooler_output"), "token_embeddings = Identity(states)")
    assert close(Embedder(make_model(tmp_path, *outputs)).embed(SENTENCES), means(SENTENCES))


@pytest.mark.parametrize("inputs", [INPUTS[:2], INPUTS])
@pytest.mark.parametrize("kind", ["int64", "int32"])
def test_only_the_inputs_of_the_graph_are_fed(tmp_path: Path, inputs: tuple[str, ...], kind: str) -> None:
    embedder = Embedder(make_model(tmp_path, inputs=inputs, kind=kind))
    assert close(embedder.embed(SENTENCES), means(SENTENCES, typed="token_type_ids" in inputs))


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
        patch.setattr(embeddings, "_BATCH_TOKENS", most)
        vectors = embedder.embed(sentences)
    expected = [means([sentence])[0] if sentence else np.zeros(WIDTH) for sentence in sentences]
    assert close(vectors, np.array(expected, np.float32).reshape(-1, WIDTH))
    assert (embedder.embed(sentences) == embedder.embed(sentences)).all()


@given(st.lists(st.integers(0, 50)), st.integers(1, 200))
def test_batches_hold_every_input_once_and_no_more_tokens_than_asked(lengths: list[int], most: int) -> None:
    batches = list(embeddings._batches(lengths, most))
    assert sorted(index for batch in batches for index in batch) == [at for at, length in enumerate(lengths) if length]
    for batch in batches:
        assert len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= most


@pytest.mark.parametrize("most", [5, 40])
def test_what_is_too_long_is_cut(tmp_path: Path, most: int) -> None:
    write(make_model(tmp_path) / "sentence_bert_config.json", {"max_seq_length": most})
    sentences = [" ".join(WORDS * 100), "talks"]
    assert close(Embedder(tmp_path).embed(sentences), means(sentences, most=most))


def test_lower_case_where_the_model_wants_it(tmp_path: Path) -> None:
    write(make_model(tmp_path) / "sentence_bert_config.json", {"do_lower_case": True})
    assert close(Embedder(tmp_path).embed(["The TALKS"]), means(["the talks"]))


def test_weights_beside_the_graph_are_part_of_the_model(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    model, data = make_model(tmp_path) / "model.onnx", tmp_path / "model.onnx_data"
    onnx.save(onnx.load(model), model, save_as_external_data=True, location=data.name, size_threshold=0)
    outside = Embedder(tmp_path)
    assert close(outside.embed(SENTENCES), means(SENTENCES))
    raw = bytearray(data.read_bytes())
    raw[3] ^= 0x80  # the sign of a weight
    data.write_bytes(raw)
    assert Embedder(tmp_path).identity != outside.identity
    data.unlink()
    with pytest.raises(PackageError, match=r"model\.onnx: the model cannot be loaded: .*the file with its weights"):
        Embedder(tmp_path)


def test_threads_may_share_a_model(embedder: Embedder) -> None:
    parts = [[f"{sentence} {number % 9}" for sentence in SENTENCES] for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        for part, vectors in zip(parts, threads.map(embedder.embed, parts), strict=True):
            assert close(vectors, means(part))


def test_progress_counts_sentences_and_cancelling_stops(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "_BATCH_TOKENS", 8)
    seen: list[Progress] = []
    embedder.embed([*SENTENCES, ""], job=Job(seen.append))
    assert [(each.done, each.total) for each in seen] == [(0, 6), (1, 6), (2, 6), (4, 6), (6, 6)]
    job = Job()
    job.cancel()
    with pytest.raises(JobCancelled):
        embedder.embed(SENTENCES, job=job)


def graph(*outputs: str, **how: object) -> Callable[[Path], None]:
    return lambda folder: save_graph(folder / "model.onnx", *outputs, **how)  # type: ignore[arg-type]


def cut_off(folder: Path) -> None:
    raw = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(raw[: len(raw) // 2])


def overflowing_behind(folder: Path) -> None:
    add_modules(folder, "linear.Identity", weight=WEIGHT * np.float32(1e4))
    save_graph(folder / "model.onnx", factor=1e37)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (cut_off, r"model\.onnx: the model cannot be loaded: .*take it again"),
        (lambda folder: write(folder / "tokenizer.json", {"version": "1.0"}), r"tokenizer\.json: cannot be used: "),
        (lambda folder: write(folder / "config.json", {"vocab_size": 1000}), "knows 15 tokens and the model 1000"),
        (graph(rows=9), r"model\.onnx: the model failed on 2 sentences .*take all files of the model from one export"),
        (graph(factor=float("inf")), r"model\.onnx: the model gave numbers that are not finite"),
        (overflowing_behind, r"model\.onnx: the model gave numbers that are not finite"),
        (graph(inputs=(*INPUTS, "position_ids")), r"the model failed .*position_ids.*optimum-cli"),
        (graph(inputs=("input_ids",)), r"from input_ids; a sentence model .*attention_mask: export"),
        (graph(axes="1, tokens"), r"the model failed .*input_ids.*Got: 2 Expected: 1.*optimum-cli"),
        (graph(axes="batch, 128"), r"the model failed .*input_ids.*Got: 3 Expected: 128.*optimum-cli"),
        (graph("other = Identity(states)"), r"model\.onnx: makes other from .*optimum-cli"),
        (graph(FIRST_WORD.replace("sentence_embedding", "last_hidden_state")), r"_state has the shape \(2, 6\)"),
        (lambda folder: add_modules(folder, weight=np.ones((4, 9), np.float32)), "size 9 is different from 6.*export"),
    ],
)
def test_what_is_wrong_with_a_model_is_said_and_nothing_printed(
    tmp_path: Path, damage: Callable[[Path], None], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(make_model(tmp_path))
    with pytest.raises(PackageError, match=says) as raised:
        Embedder(tmp_path)
    assert str(tmp_path) in str(raised.value) and "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")

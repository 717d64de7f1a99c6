"""What is read from the folder of a sentence model, and what is refused; no library of models is needed for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.tiny_sentence_model import BIAS, WEIGHT, WIDTH, add_modules, close, tensors, write
from workbench.core.errors import ModelMissingError, PackageError
from workbench.engines.embedding_folder import GRAPHS, read_folder

VECTORS = np.random.default_rng(3).standard_normal((5, WIDTH)).astype(np.float32)
POOLING, DENSE, WEIGHTS = "1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As LaBSE's, with a graph that nobody opens."""
    write(tmp_path / "model.onnx", b"graph")
    write(tmp_path / "tokenizer.json", {})
    return add_modules(tmp_path)


def layered(folder: Path) -> NDArray[np.float32]:
    (layer,) = read_folder(folder).layers
    return layer(VECTORS)


@pytest.mark.parametrize("name", GRAPHS)
def test_where_the_graph_may_lie(folder: Path, name: str) -> None:
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / name)
    assert read_folder(folder).graph == folder / name


@pytest.mark.parametrize("settings", [{"pooling_mode_mean_tokens": True}, {"pooling_mode": "mean"}])
def test_pooling_in_old_settings_and_new(folder: Path, settings: dict[str, object]) -> None:
    assert read_folder(folder).pooling == "cls"
    write(folder / POOLING, settings)
    assert read_folder(folder).pooling == "mean"


def test_a_folder_without_modules_pools_by_the_mean(folder: Path) -> None:
    for name in ("1_Pooling", "2_Dense"):
        shutil.rmtree(folder / name)
    (folder / "modules.json").unlink()
    model = read_folder(folder)
    assert (model.pooling, model.layers) == ("mean", ())


def test_without_a_list_the_names_of_the_folders_tell_the_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()
    assert read_folder(folder).pooling == "cls" and close(layered(folder), np.tanh(VECTORS @ WEIGHT.T + BIAS))


def test_a_dense_layer_without_bias_or_activation(folder: Path) -> None:
    add_modules(folder, "linear.Identity", weight=WEIGHT)
    assert close(layered(folder), VECTORS @ WEIGHT.T)


@pytest.mark.parametrize(
    ("file", "settings", "most"),
    [
        ("sentence_bert_config.json", {"max_seq_length": 5}, 5),
        ("sentence_bert_config.json", {"max_seq_length": None}, 300),
        ("tokenizer_config.json", {"model_max_length": 6}, 6),
        ("tokenizer_config.json", {"model_max_length": 1e30}, 300),
        ("config.json", {"max_position_embeddings": 514}, 512),
    ],
)
def test_the_smallest_limit_of_tokens_counts(folder: Path, file: str, settings: dict[str, object], most: int) -> None:
    write(folder / "config.json", {"max_position_embeddings": 300})
    write(folder / file, settings)
    assert read_folder(folder).max_tokens == most


def test_identity_is_the_models_and_not_the_folders(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = Path(shutil.copytree(folder, tmp_path_factory.mktemp("other") / "copy"))
    seen = {read_folder(folder).identity, read_folder(copy).identity}
    assert len(seen) == 1
    large = bytes(5 << 20)
    for name, content in (
        ("model.onnx", b"other"),
        ("model.onnx_data", large),
        ("model.onnx_data", large[: 3 << 20] + b"1" + large[(3 << 20) + 1 :]),
        ("model.onnx_data", large[1:] + b"1"),
        (POOLING, {"pooling_mode": "mean"}),
        (WEIGHTS, tensors(weight=-WEIGHT)),
        ("sentence_bert_config.json", {"max_seq_length": 9}),
    ):
        write(copy / name, content)
        seen.add(read_folder(copy).identity)
    assert len(seen) == 8


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("model.onnx", None, r"has no model\.onnx.*optimum-cli"),
        (
            "model.onnx",
            b"version https://git-lfs.github.com/spec/v1\n",
            r"model\.onnx: is a pointer of Git LFS.*lfs pull",
        ),
        ("tokenizer.json", None, r"has no tokenizer\.json; save"),
        (POOLING, {"pooling_mode_max_tokens": True}, "config.json: pools by pooling_mode_max_tokens; only cls or mean"),
        (POOLING, {"pooling_mode": ["cls", "mean"]}, "config.json: pools by cls, mean; only"),
        (POOLING, None, "config.json: pools by nothing"),
        (POOLING, b"{", "config.json: is not the JSON that belongs there"),
        (POOLING, [], "a list where a dict belongs"),
        (DENSE, {"activation_function": "torch.nn.modules.activation.GELU"}, "config.json: .*more than Tanh or Iden"),
        (DENSE, {"activation_function": "a.Tanh", "use_residual": True}, "config.json: .*asks for more than Tanh"),
        (WEIGHTS, None, r"model\.safetensors: is missing, and pytorch_model\.bin is not read.*save it again"),
        (WEIGHTS, tensors(weight=WEIGHT)[:-9], r"model\.safetensors: is no sound layer"),
        (WEIGHTS, b"version https://git-lfs", r"model\.safetensors: is no sound layer"),
        (WEIGHTS, tensors(bias=BIAS), r"model\.safetensors: is no sound layer .*linear\.weight"),
        (WEIGHTS, tensors(weight=WEIGHT.astype("f2")), r"is no sound layer in float32 \(.*F16"),
        ("modules.json", [{"path": "1_CNN", "type": "models.CNN"}], "its modules are CNN; only Transformer"),
        ("modules.json", [{"path": "2_Dense", "type": "models.Dense"}], "a folder for Dense and none for Pooling"),
        ("modules.json", {"a": 1}, r"modules\.json: is not the JSON that belongs there"),
        ("modules.json", ["Pooling"], r"modules\.json: does not list modules"),
        ("config.json", [], r"config\.json: is not the JSON that belongs there"),
    ],
)
def test_what_is_wrong_with_a_folder_is_said(folder: Path, file: str, content: object, says: str) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        write(folder / file, content)
    with pytest.raises(PackageError, match=says):
        read_folder(folder)


def test_modules_in_an_order_that_nobody_makes(folder: Path) -> None:
    listed = [{"path": "", "type": f"models.{kind}"} for kind in ("Pooling", "Normalize", "Dense")]
    write(folder / "modules.json", listed)
    with pytest.raises(PackageError, match="its modules are Pooling, Normalize, Dense; only"):
        read_folder(folder)


def test_what_cannot_be_read_or_has_another_name(folder: Path) -> None:
    (folder / "config.json").mkdir()
    with pytest.raises(PackageError, match="the model cannot be read: "):
        read_folder(folder)
    (folder / "model.onnx").rename(folder / "model_fp16.onnx")
    with pytest.raises(PackageError, match=r"only model_fp16\.onnx; rename"):
        read_folder(folder)
    with pytest.raises(ModelMissingError, match="no such folder"):
        read_folder(folder / "labse")

"""Models that fail while they are loaded or while they decode: which package, what is wrong, what to do."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.errors import EngineError
from workbench.core.hypothesis import Decoding
from workbench.engines.completion import Completer
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.model import Model, Options
from workbench.engines.packages import read_package
from workbench.engines.routes import Routes

SEGMENTS = [f"The talks were held in Paris on {number} May." for number in range(8)]
NAME = "package translate-en_fr-1_0: "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("packages"))


class Failing:
    """Translators that raise an error for batches of more rows than they bear."""

    def __init__(self, real: Any, error: Exception, rows: int) -> None:
        self.real, self.error, self.rows, self.sizes = real, error, rows, list[int]()

    def translate_batch(self, tokens: Sequence[Sequence[str]], **options: Any) -> Any:
        self.sizes.append(len(tokens))
        if len(tokens) > self.rows:
            raise self.error
        return self.real.translate_batch(tokens, **options)


def failing(folder: Path, error: Exception, rows: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Failing, Model]:
    model = Model(read_package(folder), Options(device="cpu"))
    stub = Failing(model.load(), error, rows)
    monkeypatch.setattr(model, "load", lambda: stub)
    return stub, model


@pytest.mark.parametrize(
    "error",
    [
        MemoryError("std::bad_alloc"),
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
    ],
)
def test_what_the_memory_does_not_hold_is_decoded_in_halves(
    folder: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub, model = failing(folder, error, 2, monkeypatch)
    said = CTranslateEngine(model.package, model=model).translate(SEGMENTS, Decoding(beam=1))
    assert [len(one.text) > 0 for one in said] == [True] * 8
    assert max(stub.sizes) == 8 and 2 in stub.sizes
    stub.rows = 0
    with pytest.raises(EngineError, match=f"^{NAME}not enough memory for one segment.*--workers"):
        CTranslateEngine(model.package, model=model).translate(SEGMENTS, Decoding(beam=1))
    assert stub.sizes[-1] == 1


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RuntimeError("CUDA failed with error unspecified launch failure"), "the GPU failed.*--device cpu.*--resume"),
        (RuntimeError("cuDNN failed with status CUDNN_STATUS_EXECUTION_FAILED"), "the GPU failed.*--device cpu"),
        (RuntimeError("index 7 out of bounds"), "the model failed: index 7.*models verify"),
    ],
)
def test_an_error_while_decoding_names_the_package(
    folder: Path, error: Exception, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, model = failing(folder, error, 0, monkeypatch)
    with pytest.raises(EngineError, match=f"^{NAME}{message}"):
        CTranslateEngine(model.package, model=model).translate(SEGMENTS)
    completer = Completer(model.package, Options(device="cpu"))
    monkeypatch.setattr(completer._model, "load", model.load)
    with pytest.raises(EngineError, match=f"^{NAME}{message}"):
        completer.complete(SEGMENTS[0], "")


NO_TYPE = "Requested int8 compute type, but the target device or backend do not support efficient int8 computation."
LOADING: list[tuple[str, Exception, str]] = [
    ("cpu", MemoryError("std::bad_alloc"), "not enough memory to load its model.*a smaller package$"),
    ("cuda", RuntimeError("CUDA failed with error out of memory"), "not enough memory.*or --device cpu"),
    ("cuda", RuntimeError("CUDA failed with error no CUDA-capable device is detected"), "no GPU.*use --device cpu"),
    ("cuda", ValueError("This CTranslate2 package was not compiled with CUDA support"), "no GPU.*use --device cpu"),
    ("cuda", RuntimeError("File model.bin is incomplete"), "its model cannot be loaded: File model.bin.*models remove"),
    ("cpu", ValueError(NO_TYPE), "cpu cannot compute as its model wants.*use another device or package"),
]


@pytest.mark.parametrize(("device", "error", "message"), LOADING)
def test_an_error_while_loading_names_the_package(
    folder: Path, device: str, error: Exception, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(ctranslate2, "Translator", refuse)
    with pytest.raises(EngineError, match=f"^{NAME}{message}"):
        CTranslateEngine(read_package(folder), Options(device=device)).translate(SEGMENTS)


def test_a_model_of_a_newer_version_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = make_package(tmp_path) / "model" / "model.bin"
    path.write_bytes(struct.pack("<I", 99) + path.read_bytes()[4:])
    with pytest.raises(EngineError, match=f"^{NAME}its model is for another CTranslate2.*v99.*update ctranslate2"):
        CTranslateEngine(read_package(tmp_path / "translate-en_fr-1_0"), Options(device="cpu")).translate(SEGMENTS)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_model_that_breaks_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    path = make_package(tmp_path) / "model" / "model.bin"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(EngineError, match=f"^{NAME}its model cannot be loaded.*models remove translate-en_fr-1_0"):
        CTranslateEngine(read_package(tmp_path / "translate-en_fr-1_0"), Options(device="cpu")).translate(SEGMENTS)


@pytest.mark.parametrize(
    "use",
    [
        lambda routes: routes.identity("en", "fr"),
        lambda routes: routes.engine("en", "fr").translate(SEGMENTS),
    ],
    ids=["identity", "translate"],
)
def test_a_package_that_was_removed_before_it_was_loaded(tmp_path: Path, use: Callable[[Routes], object]) -> None:
    routes = Routes([read_package(make_package(tmp_path))], Options(device="cpu"))
    shutil.rmtree(tmp_path / "translate-en_fr-1_0")
    with pytest.raises(EngineError, match=f"^{NAME}its model is gone; install it again"):
        use(routes)


def test_a_package_that_is_removed_once_it_was_loaded_goes_on(tmp_path: Path) -> None:
    engine = Routes([read_package(make_package(tmp_path))], Options(device="cpu")).engine("en", "fr")
    before = engine.translate(SEGMENTS)
    shutil.rmtree(tmp_path / "translate-en_fr-1_0")
    assert engine.translate(SEGMENTS) == before

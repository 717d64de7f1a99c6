"""The hub of models: a server on this machine that speaks its protocol, and its cache on disk."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.engines.hub_server import COMMIT, Page, Server
from workbench.core.errors import EngineError, JobCancelled, WriteError
from workbench.core.job import Job, Progress
from workbench.engines.catalogue import Entry, Part
from workbench.engines.downloads import Downloads
from workbench.engines.modelhub import ModelHub

hub_library = pytest.importorskip("huggingface_hub.file_download")

FILES = {"model.bin": b"weights" * 100, "sentencepiece.model": b"pieces", "config.json": b"{}"}
ENTRY = Entry(
    name="tiny",
    title="Tiny",
    layout="argos",
    parts=(Part("some/tiny", "", ("config.json", "sentencepiece.model", "model.bin")),),
    size_bytes=708,
    quantization="int8",
    licence="MIT",
    pair=("en", "fr"),
    languages=("en", "fr"),
    confirmed=(),
    scores=(),
    note="look elsewhere",
)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    running.repository("some/tiny", FILES, small=("config.json",))
    yield running
    running.close()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the hub's library of the test's own, and no connections that outlive the test."""
    monkeypatch.setattr(hub_library.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(hub_library.constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    return tmp_path / "cache"


def model_hub(server: Server | str, tmp_path: Path, slept: list[float] | None = None) -> ModelHub:
    endpoint = server if isinstance(server, str) else server.address
    pause = (slept if slept is not None else []).append
    return ModelHub(Downloads(tmp_path / "downloads", timeout_s=5, pause=pause), endpoint=endpoint, timeout_s=5)


def fetched(hub: ModelHub, tmp_path: Path, entry: Entry = ENTRY, job: Job | None = None) -> dict[str, bytes]:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    hub.fetch(entry, hub.locate(entry), folder, job)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_fetches_every_file_and_says_where_from(server: Server, tmp_path: Path) -> None:
    hub = model_hub(server, tmp_path)
    reports: list[Progress] = []
    assert fetched(hub, tmp_path, job=Job(reports.append)) == FILES
    model = hub.locate(ENTRY)
    assert model.origin == f"https://huggingface.co/some/tiny@{COMMIT}"
    assert model.size_bytes == 708 and reports[-1] == Progress(708, 708, "tiny model.bin")
    hub.forget(model)
    assert list((tmp_path / "downloads").iterdir()) == []


def test_a_revision_is_asked_for_by_its_commit(server: Server, tmp_path: Path) -> None:
    server.repository("some/tiny", {"model.bin": b"old"}, revision="abc123")
    entry = replace(ENTRY, parts=(Part("some/tiny", "abc123", ("model.bin",)),))
    assert fetched(model_hub(server, tmp_path), tmp_path, entry) == {"model.bin": b"old"}


def test_files_may_come_from_two_repositories(server: Server, tmp_path: Path) -> None:
    server.repository("the/original", {"spiece.model": b"other"})
    entry = replace(ENTRY, parts=(Part("some/tiny", "", ("model.bin",)), Part("the/original", "", ("spiece.model",))))
    assert fetched(model_hub(server, tmp_path), tmp_path, entry) == {
        "model.bin": FILES["model.bin"],
        "spiece.model": b"other",
    }


def test_a_model_that_broke_off_goes_on_in_another_run(server: Server, tmp_path: Path) -> None:
    weights = f"/cdn/{hashlib.sha256(FILES['model.bin']).hexdigest()}"
    server.pages[weights].cuts = [500, 0]
    with pytest.raises(EngineError, match="broken off after 500 of 700"):
        fetched(model_hub(server, tmp_path), tmp_path)
    assert fetched(model_hub(server, tmp_path), tmp_path) == FILES
    assert [each.range for each in server.asked if each.path == weights] == ["", "bytes=500-", "bytes=500-"]


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_wrong_checksum_is_told(name: str, server: Server, tmp_path: Path) -> None:
    for page in server.pages.values():
        if page.body == FILES[name]:
            page.body = page.body[:-1] + b"X"
    with pytest.raises(EngineError, match=rf"tiny {name}: its (sha256|git) checksum is .* another mirror"):
        fetched(model_hub(server, tmp_path), tmp_path)


def test_a_repository_that_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    entry = replace(ENTRY, parts=(Part("no/such", "", ("model.bin",)),))
    with pytest.raises(EngineError, match=r"the hub has no no/such that anyone may read.*models info tiny"):
        model_hub(server, tmp_path).locate(entry)


def test_a_file_that_is_not_there_is_told_with_what_the_list_notes(server: Server, tmp_path: Path) -> None:
    entry = replace(ENTRY, parts=(Part("some/tiny", "", ("vmap.txt",)),))
    with pytest.raises(EngineError, match=rf"some/tiny has no vmap.txt at {COMMIT[:12]} \(look elsewhere\)"):
        model_hub(server, tmp_path).locate(entry)


def test_a_busy_hub_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.pages["/api/models/some/tiny/revision/main"].busy = 1
    server.pages["/api/models/some/tiny/revision/main"].retry_after = "2"
    slept: list[float] = []
    assert fetched(model_hub(server, tmp_path, slept), tmp_path) == FILES
    assert sum(slept) == 2


def test_waiting_for_the_hub_can_be_stopped(server: Server, tmp_path: Path) -> None:
    server.pages["/api/models/some/tiny/revision/main"].busy = 9
    server.pages["/api/models/some/tiny/revision/main"].retry_after = "60"
    job = Job()
    downloads = Downloads(tmp_path, timeout_s=5, pause=lambda _: job.cancel())
    with pytest.raises(JobCancelled):
        ModelHub(downloads, endpoint=server.address, timeout_s=5).locate(ENTRY, job)


def test_a_token_goes_to_the_hub_and_not_to_where_it_redirects(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_x")
    fetched(model_hub(server, tmp_path), tmp_path)
    told = {each.authorization for each in server.asked if not each.path.startswith("/cdn/")}
    assert told == {"Bearer hf_x"}
    assert {each.authorization for each in server.asked if each.path.startswith("/cdn/")} == {""}


def fill_cache(cache: Path, files: dict[str, bytes]) -> None:
    """The hub's cache as its library lays it out."""
    repository = cache / "models--some--tiny"
    (repository / "blobs").mkdir(parents=True)
    snapshot = repository / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    for name, content in files.items():
        blob = repository / "blobs" / hashlib.sha256(FILES[name]).hexdigest()
        blob.write_bytes(content)
        (snapshot / name).symlink_to(blob)


def test_without_a_network_the_cache_serves(tmp_path: Path, own_cache: Path) -> None:
    fill_cache(own_cache, FILES)
    hub = model_hub("http://127.0.0.1:9", tmp_path)
    assert fetched(hub, tmp_path) == FILES
    assert hub.locate(ENTRY).origin.endswith(f"some/tiny@{COMMIT}")


def test_what_lies_in_the_cache_is_not_fetched(server: Server, tmp_path: Path, own_cache: Path) -> None:
    fill_cache(own_cache, {"model.bin": FILES["model.bin"]})
    assert fetched(model_hub(server, tmp_path), tmp_path) == FILES
    assert not any(hashlib.sha256(FILES["model.bin"]).hexdigest() in each.path for each in server.asked)


def test_a_damaged_cache_is_told(tmp_path: Path, own_cache: Path) -> None:
    fill_cache(own_cache, FILES | {"model.bin": b"rotten"})
    with pytest.raises(EngineError, match=r"model\.bin: is damaged; delete it from the hub's cache"):
        fetched(model_hub("http://127.0.0.1:9", tmp_path), tmp_path)


def test_without_network_and_cache_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        EngineError, match=r"cannot be asked for some/tiny.*HF_ENDPOINT.*HF_HOME.*install tiny --from DIR"
    ):
        model_hub("http://127.0.0.1:9", tmp_path).locate(ENTRY)


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(EngineError, match=r"statement-workbench\[hub\].*--from DIR"):
        model_hub("http://127.0.0.1:9", tmp_path).locate(ENTRY)


def test_a_disk_that_is_too_small_is_told_before_the_first_byte(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Page = server.pages["/api/models/some/tiny/revision/main"]
    page.body = page.body.replace(b'"size": 700', b'"size": 700000000000000')
    with pytest.raises(WriteError, match=r"tiny: .* GB are needed"):
        fetched(model_hub(server, tmp_path), tmp_path)
    assert {each.path for each in server.asked} == {"/api/models/some/tiny/revision/main"}

"""The index of packages, from a server on this machine, from a file, and without either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.engines.hub_server import Page, Server
from tests.unit.engines.tiny_model import described
from workbench.core.errors import EngineError, ModelMissingError
from workbench.core.job import Job, Progress
from workbench.engines.downloads import Downloads
from workbench.engines.hub import Hub


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def hub(address: str, tmp_path: Path) -> Hub:
    return Hub(address, tmp_path / "copies", Downloads(tmp_path / "downloads", timeout_s=5), timeout_s=5)


def test_lists_translation_packages_the_newest_of_a_pair_first(server: Server, tmp_path: Path) -> None:
    address = server.offer(
        described("en", "fr", "1.9"), described("en", "az"), described("en", "fr", "1.10"), {"type": "sbd"}, {}
    )
    index = hub(address, tmp_path).index()
    assert [(each.source, each.target, each.version) for each in index.entries] == [
        ("en", "az", "1.0"),
        ("en", "fr", "1.10"),
        ("en", "fr", "1.9"),
    ]
    assert (index.skipped, index.problem) == (2, "")
    assert {index.find(name).version for name in ("translate-en_fr", "en-fr", "en_fr")} == {"1.10"}
    with pytest.raises(ModelMissingError, match="models available"):
        index.find("en-hy")


def test_without_the_server_the_kept_copy_serves_and_says_so(server: Server, tmp_path: Path) -> None:
    there = hub(server.offer(described()), tmp_path)
    there.index()
    server.pages.clear()
    index = there.index()
    assert [each.short_name for each in index.entries] == ["translate-en_fr"]
    assert "404" in index.problem and index.age_s >= 0


def test_without_server_and_copy_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        EngineError, match=r"127\.0\.0\.1:9/index.*cannot be read.*models install FILE.*WORKBENCH_INDEX"
    ):
        hub("http://127.0.0.1:9/index.json", tmp_path).index()


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_garbage_is_no_index_and_does_not_replace_the_copy(body: bytes, server: Server, tmp_path: Path) -> None:
    there = hub(server.offer(described()), tmp_path)
    server.pages["/index.json"], good = Page(body), server.pages["/index.json"]
    with pytest.raises(EngineError, match="it is not"):
        there.index()
    server.pages["/index.json"] = good
    there.index()
    server.pages["/index.json"] = Page(body)
    assert there.index().problem.startswith("it is not") and there.index().entries


def test_the_index_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "index.json"
    path.write_text(json.dumps([described()]))
    assert hub(str(path), tmp_path).index().entries == hub(path.as_uri(), tmp_path).index().entries != ()
    with pytest.raises(EngineError, match="cannot be read"):
        hub(str(tmp_path / "nowhere.json"), tmp_path).index()


def test_downloads_from_the_first_link_that_works(server: Server, tmp_path: Path) -> None:
    server.pages["/good"] = Page(b"package")
    server.pages["/short"] = Page(b"pack", length=4000)
    links = [f"{server.address}/{name}" for name in ("gone", "short", "good")]
    there = hub(server.offer(described(links=["ipfs://x", *links])), tmp_path)
    reports: list[Progress] = []
    with there.downloaded(there.index().entries[0], Job(reports.append)) as path:
        assert path.read_bytes() == b"package" and path.name == "translate-en_fr.argosmodel"
        assert reports[-1] == Progress(7, 7, "translate-en_fr")
    assert not path.exists()


def test_a_download_that_fails_names_every_link(server: Server, tmp_path: Path) -> None:
    server.pages["/short"] = Page(b"pack", length=4000, etag="")
    links = [f"{server.address}/gone", f"{server.address}/short", "ftp://127.0.0.1/x"]
    there = hub(server.offer(described(links=links), described("en", "az")), tmp_path)
    unlinked, entry = there.index().entries
    with pytest.raises(
        EngineError, match=r"gone: the server says 404.*short: broken off after 4 of 4000.*ftp addresses"
    ):
        there.downloaded(entry).__enter__()
    with pytest.raises(EngineError, match="gives no link"):
        there.downloaded(unlinked).__enter__()


def test_a_package_that_broke_off_comes_from_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.pages["/package"] = Page(b"0123456789", cuts=[4, 0, 3])
    address = server.offer(described(links=[f"{server.address}/package"]))
    with pytest.raises(EngineError, match="broken off after 4 of 10"):
        hub(address, tmp_path).downloaded(hub(address, tmp_path).index().entries[0]).__enter__()
    later = hub(address, tmp_path)
    with later.downloaded(later.index().entries[0]) as path:
        assert path.read_bytes() == b"0123456789"
    assert [each.range for each in server.asked if each.path == "/package"] == ["", "bytes=4-", "bytes=4-", "bytes=7-"]

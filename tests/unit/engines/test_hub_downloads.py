"""Downloads from a server that breaks off, lies, redirects and is busy."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.unit.engines.hub_server import Page, Server
from workbench.core.errors import EngineError, JobCancelled, WriteError
from workbench.core.job import Job, Progress
from workbench.engines.downloads import Checksum, Downloads, Remote, check_room, put, sha256_of

BODY = b"0123456789abcdef"
SHA256 = Checksum("sha256", hashlib.sha256(BODY).hexdigest())


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def downloads(tmp_path: Path, slept: list[float] | None = None) -> Downloads:
    return Downloads(tmp_path / "downloads", timeout_s=5, pause=(slept if slept is not None else []).append)


def remote(server: Server, path: str = "/file", **more: object) -> Remote:
    return Remote(f"{server.address}{path}", "file", **more)  # type: ignore[arg-type]


def ranges(server: Server) -> list[str]:
    return [each.range for each in server.asked]


def test_a_connection_that_breaks_is_taken_up_where_it_broke(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, cuts=[5, 4])
    reports: list[Progress] = []
    path = downloads(tmp_path).fetch(remote(server, checksum=SHA256), Job(reports.append))
    assert path.read_bytes() == BODY
    assert ranges(server) == ["", "bytes=5-", "bytes=9-"]
    assert reports[-1] == Progress(16, 16, "file")


def test_another_run_goes_on_with_what_came(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, cuts=[5, 0])
    with pytest.raises(EngineError, match="broken off after 5 of 16"):
        downloads(tmp_path).fetch(remote(server))
    assert downloads(tmp_path).needed([remote(server, size_bytes=16)]) == 11
    assert downloads(tmp_path).fetch(remote(server)).read_bytes() == BODY
    assert ranges(server) == ["", "bytes=5-", "bytes=5-"]


def test_a_file_that_changed_meanwhile_comes_anew(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(b"old old old!", cuts=[5, 0])
    with pytest.raises(EngineError):
        downloads(tmp_path).fetch(remote(server))
    server.pages["/file"] = Page(BODY, etag='"two"')
    assert downloads(tmp_path).fetch(remote(server)).read_bytes() == BODY


@pytest.mark.parametrize("able", [{"ranges": False}, {"etag": ""}])
def test_a_server_without_ranges_or_versions_sends_all_again(
    able: dict[str, object], server: Server, tmp_path: Path
) -> None:
    server.pages["/file"] = Page(BODY, cuts=[5, 5], **able)  # type: ignore[arg-type]
    with pytest.raises(EngineError, match="broken off"):
        downloads(tmp_path).fetch(remote(server))
    assert downloads(tmp_path).fetch(remote(server)).read_bytes() == BODY


def test_without_a_version_a_checksum_is_enough_to_go_on(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, etag="", cuts=[5])
    assert downloads(tmp_path).fetch(remote(server, checksum=SHA256)).read_bytes() == BODY
    assert ranges(server) == ["", "bytes=5-"]


def test_a_file_that_got_shorter_starts_again(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, cuts=[12, 0])
    with pytest.raises(EngineError):
        downloads(tmp_path).fetch(remote(server))
    server.pages["/file"] = Page(b"short")
    assert downloads(tmp_path).fetch(remote(server)).read_bytes() == b"short"
    assert ranges(server)[-2:] == ["bytes=12-", ""]


def test_what_is_all_here_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, cuts=[15, 0])
    with pytest.raises(EngineError):
        downloads(tmp_path).fetch(remote(server))
    part = next((tmp_path / "downloads").glob("*.part"))
    part.write_bytes(BODY)  # the process ended between the last byte and the rename
    assert downloads(tmp_path).fetch(remote(server)).read_bytes() == BODY
    assert ranges(server)[-1] == "bytes=16-"


def test_another_part_than_asked_for_is_refused(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, cuts=[5, 0])
    with pytest.raises(EngineError):
        downloads(tmp_path).fetch(remote(server))
    server.pages["/file"] = Page(BODY, status=206, headers={"Content-Range": "bytes 0-15/16"})
    with pytest.raises(EngineError, match="another part"):
        downloads(tmp_path).fetch(remote(server))


@pytest.mark.parametrize("stated", [{"checksum": SHA256}, {"size_bytes": 16}, {"checksum": Checksum("git", "0" * 40)}])
def test_what_does_not_add_up_is_thrown_away(stated: dict[str, object], server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(b"something else")
    with pytest.raises(EngineError, match="damaged on the way or changed"):
        downloads(tmp_path).fetch(remote(server, **stated))
    assert list((tmp_path / "downloads").iterdir()) == []


def test_checksums_are_those_of_sha256sum_and_git(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"hello\n")
    assert sha256_of(tmp_path / "file") == "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    assert Checksum("git", "").of(tmp_path / "file") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_a_busy_server_is_asked_again_when_it_says(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, busy=2, retry_after="3")
    slept: list[float] = []
    assert downloads(tmp_path, slept).fetch(remote(server)).read_bytes() == BODY
    assert sum(slept) == 6


@pytest.mark.parametrize(("busy", "wait"), [(1, "86400"), (9, "0")])
def test_too_busy_a_server_is_left_alone(busy: int, wait: str, server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, busy=busy, retry_after=wait)
    with pytest.raises(EngineError, match=rf"429.*come back in {wait} s; the same command then goes on"):
        downloads(tmp_path).fetch(remote(server))


def test_waiting_can_be_stopped(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY, busy=1, retry_after="60")
    job = Job()
    stopping = Downloads(tmp_path, timeout_s=5, pause=lambda _: job.cancel())
    with pytest.raises(JobCancelled):
        stopping.fetch(remote(server), job)


def test_a_redirect_is_followed_and_learns_no_secret(server: Server, tmp_path: Path) -> None:
    server.pages["/moved"] = Page(status=302, headers={"Location": f"{server.address}/file"})
    server.pages["/file"] = Page(BODY)
    path = downloads(tmp_path).fetch(remote(server, "/moved", secret="Bearer x"))
    assert path.read_bytes() == BODY
    assert [(each.path, each.authorization) for each in server.asked] == [("/moved", "Bearer x"), ("/file", "")]


def test_a_redirect_elsewhere_than_the_web_is_not_followed(server: Server, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    server.pages["/moved"] = Page(status=302, headers={"Location": (tmp_path / "secret").as_uri()})
    with pytest.raises(OSError, match="redirect"):
        downloads(tmp_path).fetch(remote(server, "/moved"))


def disk(free: int) -> object:
    return SimpleNamespace(free=free)


def test_the_disk_is_looked_at_before_anything_is_written(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/file"] = Page(BODY, length=5_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk(4_000_000_000))
    with pytest.raises(WriteError, match=r"file: 5\.00 GB are needed in .* and 4\.00 GB are free; make room"):
        downloads(tmp_path).fetch(remote(server))
    check_room(tmp_path / "not" / "there", 3_000_000_000, "file")


def test_a_folder_that_takes_nothing_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file")
    with pytest.raises(WriteError, match="cannot be kept there"):
        downloads(tmp_path).fetch(remote(server))


def test_two_at_once_do_not_write_into_one_another(server: Server, tmp_path: Path) -> None:
    server.pages["/file"] = Page(BODY)
    there = downloads(tmp_path)

    def other(_: Progress) -> None:
        with pytest.raises(EngineError, match="another process is downloading it"):
            downloads(tmp_path).fetch(remote(server))

    assert there.fetch(remote(server), Job(other)).read_bytes() == BODY


def test_a_file_is_put_by_link_or_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(BODY)
    put(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "two").samefile(tmp_path / "one")

    def refuse(*_: object) -> None:
        raise OSError("another disk")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    put(tmp_path / "one", tmp_path / "three")
    assert (tmp_path / "three").read_bytes() == BODY and not (tmp_path / "three").samefile(tmp_path / "one")
    with pytest.raises(WriteError):
        put(tmp_path / "one", tmp_path / "no" / "folder")


def test_what_nobody_came_back_for_is_cleared_away(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    (folder / "model-old").mkdir(parents=True)
    for name in ("old.part", "model-old", "new.part"):
        (folder / name).touch()
    for name in ("old.part", "model-old"):
        os.utime(folder / name, (0, 0))
    server.pages["/file"] = Page(BODY)
    arrived = downloads(tmp_path).fetch(remote(server))
    assert set(folder.iterdir()) == {arrived, folder / "new.part"}

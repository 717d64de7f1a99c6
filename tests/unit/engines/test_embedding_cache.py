"""The cache of embeddings: the same vectors, made once, whatever happens to the file and whoever writes beside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from workbench.core.errors import JobCancelled, WriteError
from workbench.core.job import Job, Progress
from workbench.engines import embedding_cache
from workbench.engines.embedding_cache import CachedEmbedder

MANY = [f"talks number {number}" for number in range(60)]
ROW_BYTES = 16 + 2 * 5 + 4


class Counting:
    """Vectors from a hash of the sentence; counts what it is asked for."""

    def __init__(self, identity: str = "0123", width: int = 5) -> None:
        self.identity, self.dimensions = identity, width
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        if job:
            job.progress(0, len(sentences))
        self.asked += sentences
        return np.array([self.vector(sentence) for sentence in sentences], np.float32)

    def vector(self, sentence: str) -> NDArray[np.float32]:
        digest = hashlib.blake2b(f"{self.identity} {sentence}".encode("utf-8", "surrogatepass")).digest()
        numbers = np.frombuffer(digest, "<u2", self.dimensions).astype(np.float32) + 1
        return numbers / np.linalg.norm(numbers)


def asked_for(folder: Path, sentences: Sequence[str]) -> list[str]:
    """What a new cache has to ask the embedder for; the vectors are right, and known the next time."""
    counting = Counting()
    for _ in range(2):
        asked = list(counting.asked)
        vectors = CachedEmbedder(counting, folder).embed(sentences)
        assert np.allclose(vectors, [counting.vector(sentence) for sentence in sentences], atol=1e-3)
    assert counting.asked == asked
    return asked


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The file of a cache of MANY."""
    assert asked_for(tmp_path, MANY) == MANY
    (path,) = tmp_path.glob("*.vectors")
    return path


def test_a_cache_gives_the_same_and_asks_once(tmp_path: Path) -> None:
    counting = Counting()
    cached = CachedEmbedder(counting, tmp_path / "deep" / "cache")
    assert (cached.dimensions, cached.identity) == (5, "0123")
    first = cached.embed([*MANY, "", MANY[3], " ", "talks \ud800"])
    assert counting.asked == [*MANY, "talks \ud800"]
    assert first.dtype == np.float32 and not first[[60, 62]].any() and (first[61] == first[3]).all()
    assert np.allclose(np.linalg.norm(first[:60], axis=1), 1, atol=1e-6)
    assert np.allclose(first[:60], [counting.vector(sentence) for sentence in MANY], atol=1e-3)
    assert (CachedEmbedder(counting, tmp_path / "deep" / "cache").embed(MANY) == first[:60]).all()
    assert len(counting.asked) == 61 and cached.embed([]).shape == (0, 5)


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    one, other = Counting("aa"), Counting("bb", width=8)
    for counting in (one, other, one, other):
        vectors = CachedEmbedder(counting, tmp_path).embed(MANY)
        assert np.allclose(vectors, [counting.vector(sentence) for sentence in MANY], atol=1e-3)
    assert one.asked == other.asked == MANY


def test_two_at_once_see_what_the_other_keeps(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    here, there = CachedEmbedder(one, tmp_path), CachedEmbedder(other, tmp_path)
    here.embed(MANY[:20])
    there.embed(MANY[:40])
    here.embed(MANY)
    there.embed(MANY)
    assert (one.asked, other.asked) == (MANY[:20] + MANY[40:], MANY[20:40])


def test_threads_may_share_a_cache(tmp_path: Path) -> None:
    counting = Counting()
    cached = CachedEmbedder(counting, tmp_path)
    parts = [MANY[start : start + 20] for start in range(40)] * 3
    with ThreadPoolExecutor(8) as threads:
        for part, vectors in zip(parts, threads.map(cached.embed, parts), strict=True):
            assert np.allclose(vectors, [counting.vector(sentence) for sentence in part], atol=1e-3)


def test_only_one_writes_at_a_time(kept: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        with embedding_cache._alone(kept.with_suffix(".lock")):
            other = threads.submit(CachedEmbedder(Counting(), kept.parent).embed, ["more"])
            with pytest.raises(TimeoutError):
                other.result(0.2)
            assert kept.stat().st_size == 60 * ROW_BYTES
        other.result(60)
    assert kept.stat().st_size == 61 * ROW_BYTES


@pytest.mark.parametrize("cut", range(0, 3 * ROW_BYTES, 7))
def test_a_cut_off_tail_costs_what_it_held(kept: Path, cut: int) -> None:
    os.truncate(kept, kept.stat().st_size - cut)
    assert asked_for(kept.parent, MANY) == MANY[60 - -(-cut // ROW_BYTES) :]
    assert kept.stat().st_size == 60 * ROW_BYTES


@pytest.mark.parametrize("rubbish", [1, ROW_BYTES - 1, ROW_BYTES, 101])
def test_rubbish_behind_the_end_harms_nothing(kept: Path, rubbish: int) -> None:
    kept.write_bytes(kept.read_bytes() + b"\0" * rubbish)
    assert asked_for(kept.parent, [*MANY, "more", "and more"]) == ["more", "and more"]


@pytest.mark.parametrize("at", [0, 15, 16, 25, 26, 29])
def test_what_was_changed_in_the_middle_is_made_anew(kept: Path, at: int) -> None:
    raw = bytearray(kept.read_bytes())
    raw[ROW_BYTES * 20 + at] ^= 0x55
    kept.write_bytes(raw)
    assert asked_for(kept.parent, MANY) == [MANY[20]]


def test_a_lost_file_is_begun_anew(kept: Path) -> None:
    counting = Counting()
    cached = CachedEmbedder(counting, kept.parent)
    cached.embed(MANY)
    kept.unlink()
    cached.embed(MANY[:7])
    assert asked_for(kept.parent, MANY) == MANY[7:]
    assert np.allclose(cached.embed(MANY), [counting.vector(sentence) for sentence in MANY], atol=1e-3)
    assert counting.asked == MANY[:7]


def write_on(folder: Path, first: int) -> None:
    """What the process to be killed does: embeds sentences by their numbers, with many small writes."""
    embedding_cache._WINDOW = 7
    CachedEmbedder(Counting(), folder).embed([f"talks number {number}" for number in range(first, first + 200_000)])


def test_a_killed_process_harms_nothing(tmp_path: Path) -> None:
    path, sentences = tmp_path / "0123.vectors", [f"talks number {number}" for number in range(3000)]
    for turn in range(3):
        start = path.stat().st_size if path.exists() else 0
        process = subprocess.Popen([sys.executable, __file__, str(tmp_path), str(turn * 1000)])
        deadline = time.monotonic() + 60
        while not path.exists() or path.stat().st_size < start + 30_000:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.002)
        process.kill()
        process.wait(60)
        assert len(asked_for(tmp_path, sentences)) < 3000


def test_stopping_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_cache, "_WINDOW", 10)
    counting, seen = Counting(), list[Progress]()
    CachedEmbedder(counting, tmp_path).embed(MANY[:5])

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done >= 25:
            job.cancel()

    job = Job(stop)
    with pytest.raises(JobCancelled):
        CachedEmbedder(counting, tmp_path).embed([*MANY[20:], *MANY[:5]], job=job)
    assert [each.done for each in seen] == [0, 0, 10, 10, 20, 20, 30] and {each.total for each in seen} == {45}
    assert asked_for(tmp_path, MANY[:55]) == MANY[5:20] + MANY[50:55]


def test_progress_counts_what_was_remembered(kept: Path) -> None:
    seen = list[Progress]()
    CachedEmbedder(Counting(), kept.parent).embed(["new", *MANY, ""], job=Job(seen.append))
    assert [(each.done, each.total) for each in seen] == [(60, 61), (60, 61), (61, 61)]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match=r"file.cache: the cache of embeddings cannot be used: .*another folder"):
        CachedEmbedder(Counting(), tmp_path / "file" / "cache")
    cached = CachedEmbedder(Counting(), tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(WriteError, match="gone: the cache of embeddings cannot be used"):
        cached.embed(MANY)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_said(kept: Path) -> None:
    kept.unlink()
    kept.symlink_to("/dev/full")
    with pytest.raises(WriteError, match="cannot be used: "):
        CachedEmbedder(Counting(), kept.parent).embed(MANY)


if __name__ == "__main__":
    write_on(Path(sys.argv[1]), int(sys.argv[2]))

"""Sentence embeddings kept on disk, for all processes that use the folder."""

from __future__ import annotations

import hashlib
import sys
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import WriteError
from workbench.core.job import Job
from workbench.engines.embeddings import SentenceEmbedder, unit

_WINDOW = 512
"""Different sentences that are looked up and embedded between two writes: what a kill can lose."""
_DIGEST_BYTES, _CHECKSUM_BYTES = 16, 4


class CachedEmbedder:
    """Implements `SentenceEmbedder` over another one and remembers what that has embedded.

    Vectors are kept in half precision and come back the same whether they were just made or remembered. What is
    embedded is kept as the work goes on, so that a stopped or killed run loses little. A folder only grows, and may be
    deleted while nobody uses it.

    Args:
        embedder: makes the vectors that are not there yet.
        folder: where they are kept; made if need be.
    Raises: WriteError if it cannot be made.
    """

    def __init__(self, embedder: SentenceEmbedder, folder: Path) -> None:
        self.dimensions, self.identity = embedder.dimensions, embedder.identity
        self._embedder = embedder
        self._kept = _VectorFile(folder / f"{embedder.identity}.vectors", embedder.dimensions)

    def embed(self, sentences: Sequence[str], *, job: Job | None = None) -> NDArray[np.float32]:
        """As `SentenceEmbedder.embed`; the job counts different sentences that are not blank.

        Raises: EngineError, JobCancelled as the embedder; WriteError if the cache cannot be read or written.
        """
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        places: dict[str, list[int]] = {}
        for at, sentence in enumerate(sentences):
            if sentence.strip():
                places.setdefault(sentence, []).append(at)
        different = list(places)
        for start in range(0, len(different), _WINDOW):
            window = different[start : start + _WINDOW]
            halves = self._halves(window, _part(job, start, len(different)))
            for sentence, vector in zip(window, unit(halves.astype(np.float32)), strict=True):
                vectors[places[sentence]] = vector
        if job:
            job.progress(len(different), len(different))
        return vectors

    def _halves(self, sentences: Sequence[str], job: Job | None) -> NDArray[np.float16]:
        """The vectors of some sentences in half precision, remembered or made and then kept."""
        digests = [
            hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
            for sentence in sentences
        ]
        halves, known = self._kept.read(digests)
        missing = np.flatnonzero(~known).tolist()
        before = len(sentences) - len(missing)
        if job:
            job.progress(before, len(sentences))
        if missing:
            made = self._embedder.embed([sentences[at] for at in missing], job=_part(job, before, len(sentences)))
            halves[missing] = made
            self._kept.append([digests[at] for at in missing], halves[missing])
        return halves


def _part(job: Job | None, before: int, total: int) -> Job | None:
    """A job for a part of the work, which reports to the whole one and stops with it."""
    return Job(lambda progress: job.progress(before + progress.done, total, progress.what)) if job else None


class _VectorFile:
    """Vectors of one model in an append-only file.

    A record is the digest of a sentence, its vector in half precision and a checksum over both. One process at a time
    writes, and cuts off first what a killed one left behind. A reader needs no lock: a record that is not whole is not
    counted, and one whose checksum is wrong counts as missing. In memory there is the row of each digest.

    Args:
        path: of the file; its folder is made if need be.
        width: numbers in a vector.
    """

    def __init__(self, path: Path, width: int) -> None:
        self._path, self._width = path, width
        self._record_bytes = _DIGEST_BYTES + 2 * width + _CHECKSUM_BYTES
        self._refreshing = threading.Lock()
        self._rows = 0
        self._row_of: dict[bytes, int] = {}
        with self._access():
            path.parent.mkdir(parents=True, exist_ok=True)

    def read(self, digests: Sequence[bytes]) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
        """The vectors of these digests, and which of them there are.

        Raises: WriteError if the file cannot be read.
        """
        vectors = np.zeros((len(digests), self._width), "<f2")
        known = np.zeros(len(digests), np.bool_)
        with self._access(), self._path.open("a+b") as stream:
            for at, row in enumerate(self._rows_of(stream, digests)):
                if row is not None:
                    stream.seek(row * self._record_bytes)
                    record = stream.read(self._record_bytes)
                    vector = record[_DIGEST_BYTES:-_CHECKSUM_BYTES]
                    if record == _sealed(digests[at], vector):
                        vectors[at], known[at] = np.frombuffer(vector, "<f2"), True
        return vectors, known

    def append(self, digests: Sequence[bytes], vectors: NDArray[np.float16]) -> None:
        """Keep vectors.

        Raises: WriteError if the disk does not take them.
        """
        records = b"".join(_sealed(digest, vector.tobytes()) for digest, vector in zip(digests, vectors, strict=True))
        with self._access(), _alone(self._path.with_suffix(".lock")), self._path.open("ab") as stream:
            stream.truncate(stream.tell() // self._record_bytes * self._record_bytes)
            stream.write(records)

    def _rows_of(self, stream: BinaryIO, digests: Sequence[bytes]) -> list[int | None]:
        """The last row of each digest, with what was appended since by whatever process."""
        with self._refreshing:
            rows = stream.seek(0, 2) // self._record_bytes
            stream.seek(self._rows * self._record_bytes)
            for row in range(self._rows, rows):
                self._row_of[stream.read(self._record_bytes)[:_DIGEST_BYTES]] = row
            self._rows = rows
            return [self._row_of.get(digest) for digest in digests]

    @contextmanager
    def _access(self) -> Iterator[None]:
        """Turns what the disk refuses into our error."""
        try:
            yield
        except OSError as error:
            raise WriteError(
                f"{self._path.parent}: the cache of embeddings cannot be used: {error.strerror or error}; "
                "make room or name another folder"
            ) from error


def _sealed(digest: bytes, vector: bytes) -> bytes:
    """A record."""
    return digest + vector + zlib.crc32(digest + vector).to_bytes(_CHECKSUM_BYTES, "little")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the lock that a file stands for against other threads and processes; a killed one lets go of it."""
    with path.open("ab") as stream:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield

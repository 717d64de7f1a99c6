"""Where packages come from: an index in Argos' format, from the network or a file; a copy is kept for later."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import EngineError, ModelMissingError, PackageError, WriteError
from workbench.core.job import Job
from workbench.engines.argos import Metadata, index_address, read_metadata, version_key
from workbench.engines.downloads import TIMEOUT_S, UNREACHABLE, Downloads, Remote, as_address, opened, reason

_INDEX_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Index:
    """The packages that can be installed.

    Attributes:
        address: where the index lies.
        entries: translation packages, by source and target, the newest of a pair first.
        skipped: entries that are not usable translation packages.
        problem: why this is a kept copy and not today's index; empty if it is today's.
        age_s: how old the copy is, 0 for today's.
    """

    address: str
    entries: tuple[Metadata, ...]
    skipped: int
    problem: str = ""
    age_s: float = 0.0

    def find(self, name: str) -> Metadata:
        """The newest package of a name (`translate-en_fr`) or pair (`en-fr`, `en_fr`).

        Raises: ModelMissingError if there is none.
        """
        wanted = name.removeprefix("translate-").replace("-", "_")
        for entry in self.entries:
            if name == entry.short_name or wanted == f"{entry.source}_{entry.target}":
                return entry
        raise ModelMissingError(
            f"no package {name!r} in the index at {self.address}; `workbench models available` lists what there is"
        )


class Hub:
    """An index of packages and what it links to.

    Args:
        address: of the index, `http(s):` or `file:` or a path; empty for Argos' own.
        copies: folder for the copy that serves when the address cannot be reached.
        downloads: where packages arrive.
    """

    def __init__(self, address: str, copies: Path, downloads: Downloads, *, timeout_s: float = TIMEOUT_S) -> None:
        self.address = as_address(address or index_address())
        self._downloads = downloads
        self._copy = copies / f"index-{hashlib.sha256(self.address.encode()).hexdigest()[:16]}.json"
        self._timeout_s = timeout_s

    def index(self) -> Index:
        """Today's index, or the copy kept from the last time where today's cannot be had.

        Raises: EngineError if there is neither, saying what to do without a network.
        """
        try:
            raw = self._fetch_index()
            index = _parse(raw, self.address)
        except (EngineError, *UNREACHABLE) as error:
            return self._from_copy(reason(error))
        with suppress(WriteError):  # the copy is a convenience; without it the index is as good
            self._keep(raw)
        return index

    def _fetch_index(self) -> bytes:
        with opened(self.address, self._timeout_s) as response:
            raw = response.read(_INDEX_BYTES + 1)
        if len(raw) > _INDEX_BYTES:
            raise EngineError(f"it is larger than {_INDEX_BYTES >> 20} MiB")
        return raw

    def _from_copy(self, problem: str) -> Index:
        try:
            index = _parse(self._copy.read_bytes(), self.address)
            age_s = max(0.0, time.time() - self._copy.stat().st_mtime)
        except (OSError, EngineError) as error:
            raise EngineError(
                f"the index of packages at {self.address} cannot be read ({problem}) and no copy of it is kept here. "
                "Without a network, install a package from a file: `workbench models install FILE.argosmodel`; or name "
                "another index: WORKBENCH_INDEX=FILE-OR-ADDRESS"
            ) from error
        return Index(self.address, index.entries, index.skipped, problem, age_s)

    def _keep(self, raw: bytes) -> None:
        fresh = self._copy.with_suffix(f".{os.getpid()}.part")
        try:
            self._copy.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(raw)
            fresh.replace(self._copy)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise WriteError(f"{self._copy}: cannot be written: {error.strerror}") from error

    @contextmanager
    def downloaded(self, entry: Metadata, job: Job | None = None) -> Iterator[Path]:
        """The package file of an entry, from the first of its links that works; gone afterwards.

        Args:
            job: progress counts bytes.
        Raises: EngineError naming every link that was tried, WriteError if the disk does not take it, JobCancelled.
        """
        problems = []
        for link in entry.links:
            try:
                part = self._downloads.fetch(Remote(link, entry.short_name), job)
            except (EngineError, *UNREACHABLE) as error:
                problems.append(f"{link}: {reason(error)}")
                continue
            file = part.replace(part.with_name(f"{entry.short_name}.argosmodel"))
            try:
                yield file
            finally:
                file.unlink(missing_ok=True)
            return
        tried = "; ".join(problems) or "the index gives no link"
        raise EngineError(f"package {entry.short_name} cannot be downloaded: {tried}")


def _parse(raw: bytes, address: str) -> Index:
    """The index in a JSON list; entries that are no usable translation packages are counted and left out.

    Raises: EngineError if it is not a list of objects.
    """
    try:
        listed = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise EngineError("it is not JSON") from error
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise EngineError("it is not a list of packages")
    entries = []
    for each in listed:
        with suppress(PackageError):
            entries.append(read_metadata(each))
    entries.sort(key=lambda entry: version_key(entry.version), reverse=True)
    entries.sort(key=lambda entry: (entry.source, entry.target))
    return Index(address, tuple(entries), len(listed) - len(entries))

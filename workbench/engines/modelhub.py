"""The hub where curated models lie: what its repositories hold, and their files.

`huggingface_hub` speaks the protocol, knows mirrors, tokens and offline mode (HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE)
and has a cache (HF_HOME), which is read and not written. Bytes come through `engines.downloads`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from workbench.core.errors import EngineError, WorkbenchError
from workbench.core.job import Job
from workbench.engines.catalogue import Entry, Part
from workbench.engines.downloads import (
    BUSY,
    TIMEOUT_S,
    UNREACHABLE,
    Checksum,
    Downloads,
    Remote,
    check_room,
    put,
    reason,
)

HOW_TO_GET = (
    "pip install 'statement-workbench[hub]', in a checkout .venv/bin/pip install --no-deps -r requirements/hub.txt"
)
"""What brings the library."""

_SHA256, _GIT = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Located:
    """A file of a model: elsewhere, or in the hub's cache, where `cached` is its path."""

    name: str
    remote: Remote
    cached: Path | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the list as it is now.

    Attributes:
        files: what there is to fetch.
        origin: its repositories with their commits.
    """

    files: tuple[Located, ...]
    origin: str

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(file.remote.size_bytes for file in self.files)


class ModelHub:
    """The hub.

    Args:
        downloads: where files arrive.
        endpoint: None for the library's own, which HF_ENDPOINT changes.
    """

    def __init__(self, downloads: Downloads, *, endpoint: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        self._downloads, self._endpoint, self._timeout_s = downloads, endpoint, timeout_s

    def locate(self, entry: Entry, job: Job | None = None) -> Model:
        """What there is to fetch; from the cache alone where the hub cannot be reached.

        Raises: EngineError if the library is missing, a repository, revision or file is not there, or the hub cannot be
            reached and the cache has not everything.
        """
        files: list[Located] = []
        origins = []
        for part in entry.parts:
            commit, found = self._part(entry, part, job)
            files += found
            origins.append(f"https://huggingface.co/{part.repository}@{commit}")
        return Model(tuple(files), " + ".join(origins))

    def fetch(self, entry: Entry, model: Model, folder: Path, job: Job | None = None) -> None:
        """Put the files of a model into an empty folder, each compared with its checksum.

        Raises: EngineError, WriteError, JobCancelled. What came stays for the next try until `forget`.
        """
        far = [file.remote for file in model.files if not file.cached]
        check_room(self._downloads.folder, self._downloads.needed(far), entry.name)
        done = 0
        for file in model.files:
            path = file.cached or self._fetched(entry, file.remote, job, done, model.size_bytes)
            if file.cached:
                _check_cached(file)
            put(path, folder / file.name)
            done += file.remote.size_bytes

    def forget(self, model: Model) -> None:
        """Delete what came of a model's files, once they are used."""
        self._downloads.forget([file.remote for file in model.files])

    def _fetched(self, entry: Entry, remote: Remote, job: Job | None, before: int, total: int) -> Path:
        try:
            return self._downloads.fetch(remote, job, before=before, total=total)
        except UNREACHABLE as error:
            raise EngineError(
                f"{entry.name}: {remote.address} cannot be downloaded: {reason(error)}; the same command goes on where "
                "it stopped"
            ) from error

    def _part(self, entry: Entry, part: Part, job: Job | None) -> tuple[str, list[Located]]:
        """Commit and files of one repository.

        Raises: EngineError
        """
        library = _library()
        try:
            info = self._info(library, part, job)
        except (library.errors.RepositoryNotFoundError, library.errors.RevisionNotFoundError) as error:
            raise EngineError(
                f"{entry.name}: the hub has no {part.repository}{_at(part)} that anyone may read; see "
                f"`workbench models info {entry.name}`, and tell us, since our list is wrong"
            ) from error
        except WorkbenchError:
            raise
        except Exception as error:  # of whichever HTTP library this version of huggingface_hub uses
            cached = _from_cache(library, part)
            if cached:
                return cached
            raise EngineError(_unreachable(entry, part, error)) from error
        commit = info.sha or part.revision or "main"
        return commit, [self._located(library, entry, part, info, commit, name) for name in part.files]

    def _info(self, library: Any, part: Part, job: Job | None) -> Any:
        """What the hub says of a repository; waits where the hub asks for it."""
        api = library.HfApi(endpoint=self._endpoint)
        waits = 0
        while True:
            try:
                return api.model_info(
                    part.repository, revision=part.revision or "main", files_metadata=True, timeout=self._timeout_s
                )
            except library.errors.HfHubHTTPError as error:
                status = getattr(error.response, "status_code", 0)
                if status not in BUSY:
                    raise
                waits += 1
                self._downloads.wait(status, error.response.headers.get("Retry-After", ""), part.repository, waits, job)

    def _located(self, library: Any, entry: Entry, part: Part, info: Any, commit: str, name: str) -> Located:
        """Raises: EngineError if the repository has no such file."""
        listed = next((each for each in info.siblings or () if each.rfilename == name), None)
        if listed is None:
            hint = f" ({entry.note})" if entry.note else ""
            raise EngineError(f"{entry.name}: {part.repository} has no {name} at {commit[:12]}{hint}")
        large = listed.lfs
        checksum = Checksum("sha256", large.sha256) if large else _sum_named(listed.blob_id or "")
        address = library.hf_hub_url(part.repository, name, revision=commit, endpoint=self._endpoint)
        secret = library.utils.build_hf_headers().get("authorization", "")
        cached = library.try_to_load_from_cache(part.repository, name, revision=commit)
        return Located(
            name,
            Remote(address, f"{entry.name} {name}", listed.size or 0, checksum, secret),
            Path(cached) if isinstance(cached, str) else None,
        )


def _library() -> Any:
    """`huggingface_hub`, loaded when the first model is asked for.

    Raises: EngineError if it is not installed.
    """
    try:
        import huggingface_hub
        import huggingface_hub.errors
        import huggingface_hub.utils
    except ImportError as error:
        raise EngineError(
            f"models from the hub need huggingface_hub, which is not installed: {HOW_TO_GET}. Without it, install from "
            "files that you carried here: `workbench models install NAME --from DIR`"
        ) from error
    return huggingface_hub


def _from_cache(library: Any, part: Part) -> tuple[str, list[Located]] | None:
    """Commit and files of a repository that all lie in the hub's cache; None if one does not."""
    files = []
    commit = ""
    for name in part.files:
        found = library.try_to_load_from_cache(part.repository, name, revision=part.revision or "main")
        if not isinstance(found, str):
            return None
        path = Path(found)
        commit = path.parents[len(PurePosixPath(name).parts) - 1].name
        # The cache names what it holds by the hub's own checksum.
        remote = Remote(
            path.as_uri(), f"{part.repository} {name}", path.stat().st_size, _sum_named(path.resolve().name)
        )
        files.append(Located(name, remote, path))
    return commit, files


def _sum_named(name: str) -> Checksum | None:
    """The checksum that a name of the hub is, if it is one."""
    if _SHA256.fullmatch(name):
        return Checksum("sha256", name)
    return Checksum("git", name) if _GIT.fullmatch(name) else None


def _check_cached(file: Located) -> None:
    """Raises: EngineError if a file of the cache is not what its checksum says."""
    assert file.cached is not None
    checksum = file.remote.checksum
    if checksum and checksum.of(file.cached) != checksum.hex:
        raise EngineError(f"{file.cached}: is damaged; delete it from the hub's cache and try again")


def _unreachable(entry: Entry, part: Part, error: Exception) -> str:
    return (
        f"{entry.name}: the hub cannot be asked for {part.repository} ({reason(error).splitlines()[0]}), and its cache "
        "here has not all of it. Behind a mirror set HF_ENDPOINT; on a machine without a network set HF_HOME to a "
        f"cache that you carried there, or take a folder of files: `workbench models install {entry.name} --from DIR`"
    )


def _at(part: Part) -> str:
    return f" at {part.revision[:12]}" if part.revision else ""

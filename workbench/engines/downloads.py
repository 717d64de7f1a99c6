"""Bytes from elsewhere: resumed where they broke off, compared with their checksum, never half for whole.

What came of a file lies in a folder of the workbench's own until all of it is there; a later try, in this run or
another, asks only for the rest. `huggingface_hub` drops what came when a run ends, which is why its files come this
way too.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.response import addinfourl

from workbench.core.errors import EngineError, WriteError
from workbench.core.job import Job
from workbench.engines.catalogue import size_text

Response = http.client.HTTPResponse | addinfourl

TIMEOUT_S = 20.0
UNREACHABLE = (OSError, http.client.HTTPException, ValueError)
"""What the standard library raises for an address that cannot be had."""

BUSY = (429, 503)
"""What a server answers that wants to be asked again later."""

_BLOCK = 1 << 20
_MOST_BYTES = 32 << 30
_SPARE_BYTES = 64 << 20
_SCHEMES = ("http", "https", "file")
_STALE_S = 30 * 24 * 3600
_TRIES = 5
_MOST_WAIT_S = 120.0
_GONE_RANGE = 416
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file's bytes must add up to: `sha256` of them, or `git`, the SHA-1 of a git blob; `hex` in lower case."""

    kind: str
    hex: str

    def of(self, path: Path) -> str:
        """This kind of sum of a file.

        Raises: OSError
        """
        digest = hashlib.sha256() if self.kind == "sha256" else hashlib.sha1(usedforsecurity=False)
        if self.kind == "git":
            digest.update(b"blob %d\0" % path.stat().st_size)
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises: OSError
    """
    return Checksum("sha256", "").of(path)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file elsewhere.

    Attributes:
        address: `http:`, `https:` or `file:`.
        what: how it is called in progress and messages.
        size_bytes: 0 where it is not known.
        checksum: None where none is published.
        secret: value of an Authorization header, for the address itself and not for where it redirects to.
    """

    address: str
    what: str
    size_bytes: int = 0
    checksum: Checksum | None = None
    secret: str = ""


class _Broken(EngineError):
    """The connection ended before the file did."""


class Downloads:
    """A folder where files arrive.

    Args:
        folder: kept between runs; made when needed.
        pause: waits for some seconds; tests put their own here.
    """

    def __init__(
        self, folder: Path, *, timeout_s: float = TIMEOUT_S, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.folder, self._timeout_s, self._pause = folder, timeout_s, pause

    def fetch(self, remote: Remote, job: Job | None = None, *, before: int = 0, total: int = 0) -> Path:
        """The whole file, in this folder; the caller moves or deletes it.

        Args:
            job: progress counts bytes, those already here included.
            before, total: bytes of files before this one and of all of them, where it is one of several.
        Raises: EngineError if it cannot be had or is not what its checksum says; WriteError if the disk does not take
            it; JobCancelled. What came by then stays for the next try.
        """
        part = self._part(remote)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{self.folder}: downloads cannot be kept there: {error.strerror}") from error
        self._sweep()
        with _alone(part, remote.what):
            self._complete(remote, part, job, before, total)
            self._check(remote, part)
        self._note(part).unlink(missing_ok=True)
        return part

    def _complete(self, remote: Remote, part: Path, job: Job | None, before: int, total: int) -> None:
        """Transfer until all is there: after a break as long as something comes, later where the server is busy."""
        waits = 0
        while True:
            had = _size(part)
            try:
                return self._transfer(remote, part, job, before, total)
            except urllib.error.HTTPError as error:
                if error.code not in BUSY:
                    raise
                waits += 1
                self.wait(error.code, error.headers.get("Retry-After", ""), remote.what, waits, job)
            except (_Broken, ConnectionError, TimeoutError):
                if _size(part) <= had:
                    raise

    def _sweep(self) -> None:
        """Clear away what nobody came back for."""
        with suppress(OSError):
            for left in self.folder.iterdir():
                if time.time() - left.stat().st_mtime > _STALE_S:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()

    def needed(self, remotes: list[Remote]) -> int:
        """Bytes still to come of some files."""
        return sum(max(0, remote.size_bytes - _size(self._part(remote))) for remote in remotes)

    def forget(self, remotes: list[Remote]) -> None:
        """Delete what came of some files."""
        for remote in remotes:
            with suppress(OSError):
                self._part(remote).unlink(missing_ok=True)
                self._note(self._part(remote)).unlink(missing_ok=True)

    def _part(self, remote: Remote) -> Path:
        key = remote.checksum.hex if remote.checksum else remote.address  # so that a mirror goes on with what came
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.part"

    @staticmethod
    def _note(part: Path) -> Path:
        return part.with_suffix(".json")

    def _transfer(self, remote: Remote, part: Path, job: Job | None, before: int, total: int) -> None:
        """Ask for what is missing of a file and append it.

        Raises: what urllib raises; _Broken, EngineError, WriteError, JobCancelled.
        """
        have = _size(part)
        validator, noted_size = self._noted(part)
        if remote.size_bytes and have == remote.size_bytes:
            return
        headers = {"Range": f"bytes={have}-"} if have and (validator or remote.checksum) else {}
        if headers and validator:
            headers["If-Range"] = validator
        try:
            with opened(remote.address, self._timeout_s, headers, remote.secret) as response:
                start, size = _extent(response, have if headers else 0)
                self._keep_note(part, response, size)
                check_room(self.folder, size - start, remote.what)
                _append(response, part, start, size, _Meter(job, remote.what, before, total or size))
        except urllib.error.HTTPError as error:
            if error.code != _GONE_RANGE or not have:
                raise
            whole = error.headers.get("Content-Range", "") == f"bytes */{have}" and noted_size in (0, have)
            if not whole:
                part.unlink(missing_ok=True)  # it is shorter now than what we have of it
                self._transfer(remote, part, job, before, total)

    def _noted(self, part: Path) -> tuple[str, int]:
        """What tells the server which version the part is of, and how long that is; empty and 0 if unknown."""
        try:
            noted = json.loads(self._note(part).read_bytes())
            return str(noted["validator"]), int(noted["size"])
        except (OSError, ValueError, KeyError, TypeError):
            return "", 0

    def _keep_note(self, part: Path, response: Response, size: int) -> None:
        etag = response.headers.get("ETag", "")
        validator = response.headers.get("Last-Modified", "") if etag.startswith("W/") or not etag else etag
        try:
            self._note(part).write_text(json.dumps({"validator": validator, "size": size}), encoding="utf-8")
        except OSError as error:
            raise WriteError(f"{self.folder}: downloads cannot be written there: {error.strerror}") from error

    def wait(self, status: int, asked: str, what: str, waits: int, job: Job | None) -> None:
        """Wait as long as a busy server asks, before it is asked again.

        Args:
            status, asked: of its answer, and the value of Retry-After.
            waits: how often it was waited for by now, this time included.
        Raises: EngineError if it is too long or too often; JobCancelled.
        """
        seconds = float(asked) if asked.isdecimal() else 2.0**waits
        if seconds > _MOST_WAIT_S or waits >= _TRIES:
            raise EngineError(
                f"{what}: the server says {status} and asks to come back in {seconds:.0f} s; the same command then "
                "goes on where this one stopped"
            )
        while seconds > 0:
            if job:
                job.check()
            self._pause(min(seconds, 0.5))
            seconds -= 0.5

    def _check(self, remote: Remote, part: Path) -> None:
        """Raises: EngineError if the bytes are not the published ones; they are deleted then."""
        if remote.size_bytes and _size(part) != remote.size_bytes:
            problem = f"it has {_size(part)} bytes, not {remote.size_bytes}"
        elif remote.checksum and (found := remote.checksum.of(part)) != remote.checksum.hex:
            problem = f"its {remote.checksum.kind} checksum is {found[:16]}…, not {remote.checksum.hex[:16]}…"
        else:
            return
        self.forget([remote])
        raise EngineError(
            f"{remote.what}: {problem}; it was damaged on the way or changed: try again or another mirror"
        )


class _Meter:
    """Progress of one file among several."""

    def __init__(self, job: Job | None, what: str, before: int, total: int) -> None:
        self._job, self._what, self._before, self._total = job, what, before, total

    def __call__(self, done: int) -> None:
        if self._job:
            self._job.progress(self._before + done, self._total, self._what)


def check_room(folder: Path, size_bytes: int, what: str) -> None:
    """Look at the free disk before something is written.

    Raises: WriteError if it is not enough.
    """
    place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return  # some network file systems do not tell; then the writing itself will
    if size_bytes + _SPARE_BYTES > free:
        raise WriteError(
            f"{what}: {size_text(size_bytes)} are needed in {place} and {size_text(free)} are free; make room, or have "
            "downloads and packages on another disk (XDG_CACHE_HOME, WORKBENCH_PACKAGES)"
        )


def put(source: Path, target: Path) -> None:
    """Have a file in a second place: without taking more disk where the file system can, else as a copy.

    Raises: WriteError
    """
    try:
        try:
            target.hardlink_to(source.resolve())
        except OSError:
            check_room(target.parent, source.stat().st_size, target.name)
            shutil.copyfile(source, target)
    except OSError as error:
        raise WriteError(f"{target}: cannot be written: {error.strerror or error}") from error


def as_address(address: str) -> str:
    """An address as a URL; a path becomes a `file:` one."""
    scheme = urllib.parse.urlsplit(address).scheme
    return address if len(scheme) > 1 else Path(address).absolute().as_uri()


@contextmanager
def opened(
    address: str, timeout_s: float, headers: dict[str, str] | None = None, secret: str = ""
) -> Iterator[Response]:
    """What lies at an address.

    Args:
        secret: an Authorization header that no redirect may carry on.
    Raises: EngineError if its scheme is none of ours; what urllib raises if it cannot be had.
    """
    scheme = urllib.parse.urlsplit(address).scheme
    if scheme not in _SCHEMES:
        raise EngineError(f"{scheme or 'no'} addresses are not supported")
    request = urllib.request.Request(address, headers={"User-Agent": "statement-workbench", **(headers or {})})
    if secret:
        request.add_unredirected_header("Authorization", secret)
    with urllib.request.urlopen(request, timeout=timeout_s) as response:
        reached = urllib.parse.urlsplit(response.url).scheme
        if reached not in _SCHEMES or (scheme == "https" and reached != "https"):
            raise EngineError(f"it redirects from {scheme} to {reached}")
        yield response


def reason(error: BaseException) -> str:
    """Why something could not be had, in a few words."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server says {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error) or type(error).__name__


@contextmanager
def _alone(part: Path, what: str) -> Iterator[None]:
    """As long as it lasts, no other process writes to this part; where locks do not exist the checksum has to do.

    Raises: EngineError if one does; WriteError if nothing can be written there.
    """
    try:
        lock = part.open("ab")
    except OSError as error:
        raise WriteError(f"{part}: cannot be written: {error.strerror}") from error
    with lock:
        with suppress(ImportError):  # Windows has no such module
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EngineError(f"{what}: another process is downloading it; wait for that one") from error
            except OSError:
                pass  # a file system without locks
        try:
            yield
        finally:
            if not _size(part):
                part.unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _extent(response: Response, asked: int) -> tuple[int, int]:
    """Where in the file an answer starts, and how long the whole file is (0 where it is not said).

    Raises: EngineError if it is another range than the one asked for.
    """
    if response.status == 206:
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if not found or int(found[1]) != asked:
            raise EngineError("the server sends another part than the one that was asked for; try again")
        return asked, int(found[2]) if found[2] != "*" else 0
    stated = response.headers.get("Content-Length", "")
    return 0, int(stated) if stated.isdecimal() else 0


def _append(response: Response, part: Path, start: int, size: int, meter: _Meter) -> None:
    """Write an answer behind the first `start` bytes of a part.

    Raises: _Broken if it ends before `size` bytes are there; EngineError if there are too many; WriteError.
    """
    try:
        with part.open("r+b" if start else "wb") as out:
            out.truncate(start)
            out.seek(start)
            done = start
            while block := _read(response):
                done += len(block)
                if done > _MOST_BYTES:
                    raise EngineError(f"it is larger than {size_text(_MOST_BYTES)}")
                out.write(block)
                meter(done)
    except OSError as error:
        if isinstance(error, (ConnectionError, TimeoutError)):
            raise
        raise WriteError(f"{part}: cannot be written: {error.strerror}; make room and try again") from error
    if size and done != size:
        raise _Broken(f"broken off after {done} of {size} bytes")


def _read(response: Response) -> bytes:
    """The next block.

    Raises: ConnectionError for whatever else breaks while reading, so that it is not taken for a full disk.
    """
    try:
        return response.read(_BLOCK)
    except (ConnectionError, TimeoutError):
        raise
    except (OSError, http.client.HTTPException) as error:
        raise ConnectionError(reason(error)) from error

"""What a batch job has decoded so far, kept beside its output, so that an interrupted job loses nothing of it.

Everything but decoding is done again when a job is taken up: reading, cutting, guards, writing. So there is no state
to put together, the batches come out the same, and those that are in the journal are not decoded a second time.
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.core.errors import ConfigError, WriteError
from workbench.core.hypothesis import Hypothesis
from workbench.core.link import WordLink
from workbench.services.files import refuse_taken

_LISTS = ("route", "pivot", "remarks")

Place = tuple[str, int, int, int]
"""Stream, window in it, call of the engine for that window, batch of that call."""


class Journal:
    """An append-only file of decoded batches; safe to use from several threads, for one process at a time.

    Args:
        path: need not exist.
        settings: whatever decides what is decoded; of a journal made with others nothing is used, and nothing is
            thrown away before `begin`.
    Raises: WriteError if it cannot be written, ConfigError if another process is at the same job.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any]) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._places: dict[Place, tuple[int, int]] = {}
        self.outputs: tuple[str, ...] = ()
        self.foreign = False
        """Whether there are batches that other settings or another version decoded."""
        refuse_taken(path, force=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
        try:
            self._claim()
            self._settings = json.loads(json.dumps(dict(settings)))
            self._end = self._read()
        except BaseException:
            os.close(self._file)
            raise

    @property
    def batches(self) -> int:
        """How many it has."""
        return len(self._places)

    def begin(self, outputs: Sequence[str]) -> None:
        """Start anew for a job with these outputs.

        Raises: WriteError
        """
        self._places.clear()
        self.outputs, self.foreign = tuple(outputs), False
        os.ftruncate(self._file, 0)
        self._end = 0
        self._append({"settings": self._settings, "outputs": list(outputs)})

    def said(self, place: Place, segments: Sequence[str]) -> list[Hypothesis] | None:
        """What was decoded for a batch, None if that is not known or was another batch."""
        found = self._places.get(place)
        if found is None:
            return None
        line = json.loads(os.pread(self._file, found[1], found[0]))
        return [_hypothesis(each) for each in line["said"]] if line["of"] == _mark(segments) else None

    def note(self, place: Place, segments: Sequence[str], hypotheses: Sequence[Hypothesis]) -> None:
        """Keep what was decoded for a batch.

        Raises: WriteError if the disk does not take it.
        """
        self._append({"at": list(place), "of": _mark(segments), "said": [asdict(each) for each in hypotheses]})

    def remove(self) -> None:
        """The job is done: away with the file."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leave the file for another time; without a decoded batch there is no use in it."""
        with suppress(OSError):
            if not self._places and not self.foreign and self._file >= 0:
                self.path.unlink(missing_ok=True)
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _claim(self) -> None:
        """Raises: ConfigError if another process holds it."""
        try:
            import fcntl
        except ImportError:  # no such locks on this system
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"{self.path.parent}: another run is writing the same translations; let it end"
            ) from error
        except OSError:  # a file system without locks
            return

    def _read(self) -> int:
        """Take in what is there; the length of what is sound, 0 if it belongs to another job."""
        position = 0
        with os.fdopen(os.dup(self._file), "rb") as stream:
            for line in stream:
                if not line.endswith(b"\n") or not self._take(line, position):
                    break
                position += len(line)
            self.foreign = self.foreign and bool(stream.readline())
        if not self.foreign:
            os.ftruncate(self._file, position)
        return position

    def _take(self, line: bytes, position: int) -> bool:
        try:
            values = json.loads(line)
            if not position:
                outputs = tuple(values["outputs"])
                self.foreign = values["settings"] != self._settings
                self.outputs = () if self.foreign else outputs
                return not self.foreign
            stream, window, call, batch = values["at"]
            self._places[stream, window, call, batch] = position, len(line)
        except (ValueError, KeyError, TypeError):
            return False
        return True

    def _append(self, values: Mapping[str, Any]) -> None:
        line = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        with self._lock:
            try:
                written = os.pwrite(self._file, line, self._end)
                while written < len(line):
                    written += os.pwrite(self._file, line[written:], self._end + written)
            except OSError as error:
                raise WriteError(
                    f"{self.path}: cannot be written: {error.strerror or error}; what was done before is kept, "
                    "go on with --resume once there is room"
                ) from error
            if "at" in values:
                self._places[tuple(values["at"])] = self._end, len(line)
            self._end += len(line)


def _mark(segments: Sequence[str]) -> int:
    return zlib.crc32("\x1f".join(segments).encode("utf-8", "surrogatepass"))


def _hypothesis(values: Mapping[str, Any]) -> Hypothesis:
    others = tuple(_hypothesis(each) for each in values["alternatives"])
    listed = {name: tuple(values[name]) for name in _LISTS}
    links = tuple(WordLink(**each) for each in values["links"])
    return Hypothesis(**{**values, **listed, "alternatives": others, "links": links})

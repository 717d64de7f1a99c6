"""The memories of a project as a person looks through them: what is confirmed in it, and the memory files it names.

The project's own memory is what is confirmed in its cells, so a unit of it is changed by changing its cell. Units of
files are only read. A memory file that comes in is copied into `memories/` in the project and named in its settings.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, product
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import __version__
from workbench.config import load_settings
from workbench.core.errors import InputError, WriteError
from workbench.core.language import base
from workbench.core.page import VersionHead
from workbench.formats.tmx import TmxUnit, read_tmx, write_tmx
from workbench.services.bitext import SURE
from workbench.services.files import written_whole
from workbench.services.memories import by_language
from workbench.services.settings_file import add_memory
from workbench.services.unittable import Unit

if TYPE_CHECKING:
    from workbench.services.project import Project

FOLDER = Path("memories")
"""Where the memory files of a project lie."""

SLICE = 500
"""Source rows, or units of a file, that are read at a time."""

Pair = tuple[str, str]


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class MemoryIn:
    """A memory file that came in.

    Attributes:
        path: its copy in the project.
        units: translation units in it; pairs: how many there are of every two languages, by base tag.
        losses: what reading it leaves out, with counts.
        problem: where it breaks off; empty if it does not.
    """

    path: Path
    units: int
    pairs: Counter[Pair]
    losses: Counter[str]
    problem: str = ""


def project_units(project: Project, pair: Pair, stopped: Callable[[], bool] = _go_on) -> Iterator[list[Unit]]:
    """What is confirmed in a project in two languages, a slice at a time, by statement and row.

    Args:
        stopped: looked at between slices; when it says so, that is all.
    Raises: StorageError
    """
    for statement in project.statements():
        heads = project.store.heads(statement.id)
        source = next((head for head in heads if head.language == statement.source_language), None)
        ones, others = ([head for head in heads if base(head.language) == base(tag)] for tag in pair)
        for one, other in product(ones, others):
            for start in range(0, source.segments if source else 0, SLICE):
                if stopped():
                    return
                assert source is not None
                cell = one if other is source else other
                yield [
                    Unit(text, theirs, statement.key, cell.language, row)
                    for row, text, theirs in _confirmed(project, one, other, source, start)
                    if text and theirs
                ]


def _confirmed(
    project: Project, one: VersionHead, other: VersionHead, source: VersionHead, start: int
) -> Iterator[tuple[int, str, str]]:
    """First row and both texts of what is confirmed in two versions and begins in a slice of the source's rows."""
    if other is source:
        yield from ((row, theirs, text) for row, text, theirs in _confirmed(project, other, one, source, start))
        return
    runs = project.store.confirmed_runs(other.id, start, start + SLICE, SURE)
    if one is source:
        rows = project.store.segments(source.id, start, max((run.source_end for run in runs), default=start))
        for run in runs:
            yield run.source_start, _joined(rows[run.source_start - start : run.source_end - start]), run.text.strip()
        return
    mine = project.store.confirmed_runs(one.id, start, start + SLICE, SURE)
    texts = {(run.source_start, run.source_end): run.text for run in mine}
    for run in runs:
        if (text := texts.get((run.source_start, run.source_end))) is not None:
            yield run.source_start, text.strip(), run.text.strip()


def _joined(segments: Sequence[str]) -> str:
    return "".join(segments).strip()


def memory_files(project: Path) -> tuple[Path, ...]:
    """The memory files that a project names.

    Raises: ConfigError
    """
    return load_settings(project).memories


def file_units(
    path: Path, pair: Pair, problems: list[str], stopped: Callable[[], bool] = _go_on
) -> Iterator[list[Unit]]:
    """The units of a memory file in two languages, regions and scripts aside, a slice at a time.

    Args:
        problems: gets what is wrong with the file; what comes before that is given.
    """
    wanted = base(pair[0]), base(pair[1])
    some: list[Unit] = []
    try:
        with path.open("rb") as stream:
            for number, unit in enumerate(read_tmx(stream, str(path)), 1):
                texts = {language: text.strip() for language, text in by_language(unit).items()}
                if wanted[0] in texts and wanted[1] in texts:
                    some.append(Unit(texts[wanted[0]], texts[wanted[1]], file=path.name, place=number))
                if len(some) == SLICE:
                    yield some
                    some = []
                if stopped():
                    return
    except InputError as error:
        problems.append(str(error))
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror or error}")
    yield some


def take_in(project: Path, file: Path, stopped: Callable[[], bool] = _go_on) -> MemoryIn | None:
    """Copy a memory file into a project and name it in the project's settings; None if it was stopped before.

    A file that breaks off comes in as far as it goes: what is after that is never read.
    Raises: InputError if there is no unit in it that can be used; WriteError, ConfigError.
    """
    losses: Counter[str] = Counter()
    pairs: Counter[Pair] = Counter()
    units, problem = 0, ""
    try:
        with file.open("rb") as stream:
            for unit in read_tmx(stream, str(file), losses):
                units += 1
                tags = sorted(by_language(unit))
                pairs.update(combinations(tags, 2))
                if stopped():
                    return None
    except InputError as error:
        if not units:
            raise
        problem = str(error)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from error
    if not units:
        raise InputError(f"{file}: holds no translation unit with two languages")
    path = _placed(project, file)
    add_memory(project, path.relative_to(project).as_posix())
    return MemoryIn(path, units, pairs, losses, problem)


def _placed(project: Path, file: Path) -> Path:
    """The file in the project: itself if it lies there, else a copy under a free name."""
    if file.resolve().is_relative_to(project.resolve()):
        return project / file.resolve().relative_to(project.resolve())
    names = (f"{file.stem}{f'-{number}' if number > 1 else ''}{file.suffix}" for number in count(1))
    path = next(path for name in names if not (path := project / FOLDER / name).exists())
    try:
        with written_whole(path) as stream, file.open("rb") as source:
            shutil.copyfileobj(source, stream)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def export_units(units: Iterable[Unit], pair: Pair, path: Path, *, force: bool = False) -> tuple[int, Counter[str]]:
    """Write units as a translation memory (TMX 1.4b); how many, and what could not be written as it is.

    Raises: WriteError, also if the file is there and `force` is not set.
    """
    written = 0

    def as_tmx() -> Iterator[TmxUnit]:
        nonlocal written
        for unit in units:
            written += 1
            yield TmxUnit({pair[0]: unit.source, pair[1]: unit.target}, properties={"x-origin": _origin(unit)})

    with written_whole(path, force=force) as stream:
        losses = write_tmx(as_tmx(), stream, source_language=pair[0], tool_version=__version__)
    return written, losses


def _origin(unit: Unit) -> str:
    return unit.file or f"{unit.statement_key} {unit.row + 1}"

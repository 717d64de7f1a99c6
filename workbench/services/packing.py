"""Packing a model: looked at, converted where it must be, written as a package file or installed, or only described."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.config import Settings
from workbench.core.errors import ConfigError, InputError, WriteError
from workbench.core.job import Job
from workbench.engines.convert import DEFAULT_QUANTIZATION, QUANTIZATIONS, check_converters, convert
from workbench.engines.downloads import check_room
from workbench.engines.modelfolder import CTRANSLATE2, LAYOUTS, ModelFolder, look_at
from workbench.engines.pack import Plan, Wish, check_tokenizer, plan, write_archive, write_folder
from workbench.engines.packages import PackageFolder
from workbench.engines.record import write_record
from workbench.engines.shipped import SUFFIX
from workbench.services.files import refuse_taken, written_whole

__all__ = ["DEFAULT_QUANTIZATION", "LAYOUTS", "QUANTIZATIONS", "Packed", "Request", "Wish", "pack"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be packed, and how.

    Attributes:
        folder: of the model or checkpoint.
        wish: what the package is to be.
        layout: of its tokens, empty to tell by its files.
        out: file to write; None for one in the current folder, or for none if it is installed.
        install: put it among the user's packages.
        quantization: of a checkpoint's weights; a model that is converted already keeps its own.
        force: replace a file or a package that is there.
    """

    folder: Path
    wish: Wish
    layout: str = ""
    out: Path | None = None
    install: bool = False
    quantization: str = DEFAULT_QUANTIZATION
    force: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed, or would be.

    Attributes:
        file: that was written, None if it was only installed.
        folder: where it was installed, None if it was not.
        size_bytes: of the package; of a checkpoint that is not converted yet, of its weights.
        converted: whether the model had to be converted.
        for_argos: whether Argos can run the package too.
    """

    name: str
    layout: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    licence: str
    origin: str
    size_bytes: int
    converted: bool
    for_argos: bool
    file: Path | None = None
    folder: Path | None = None


def pack(settings: Settings, request: Request, *, dry_run: bool = False, job: Job | None = None) -> Packed:
    """Make a package of a model.

    Args:
        dry_run: look at everything that can be looked at and write nothing.
        job: progress counts bytes written.
    Raises: InputError if there is no such folder; ConfigError if the wish does not fit the model or the converters
        are not installed; PackageError if the model cannot be used; WriteError if the disk does not take the package
        or a file is in its way. In each case nothing of it is left.
    """
    if not request.folder.is_dir():
        raise InputError(f"{request.folder}: there is no such folder; name the one that holds the model's files")
    if request.quantization not in QUANTIZATIONS:
        raise ConfigError(f"{request.quantization!r} is no quantization; there are {', '.join(QUANTIZATIONS)}")
    packages = PackageFolder(settings.packages)
    found = look_at(request.folder, layout=request.layout)
    expected = plan(found, request.wish)
    out = _out(request, expected)
    if out:
        refuse_taken(out, force=request.force)
    if found.kind != CTRANSLATE2:
        check_converters(found)
    size_bytes = _size_bytes(found, expected)
    for place in [out.parent] if out else []:
        check_room(place, size_bytes, expected.name)
    if request.install:
        check_room(packages.folder, size_bytes, expected.name)
    if dry_run:
        return _packed(expected, found, size_bytes, out)
    # Never among the packages: Argos takes every folder there for one.
    with _converted(found, request, out.parent if out else packages.folder.absolute().parent) as ready:
        made = plan(ready, request.wish)
        check_tokenizer(made, ready)
        folder = _install(packages, made, request) if request.install else None
        if out:
            _write(made, out, request.force, job)
        return replace(_packed(made, found, made.size_bytes, out), folder=folder)


def _out(request: Request, expected: Plan) -> Path | None:
    """The file to write."""
    if request.out or request.install:
        return request.out
    return Path(f"{expected.name}{SUFFIX}")


def _size_bytes(found: ModelFolder, expected: Plan) -> int:
    """How much room the package takes; of a checkpoint the weights count, which no quantization makes larger."""
    if found.kind == CTRANSLATE2:
        return expected.size_bytes
    weights = [path for pattern in ("*.safetensors", "*.bin", "*.npz") for path in found.folder.glob(pattern)]
    return expected.size_bytes + max((path.stat().st_size for path in weights), default=0)


@contextmanager
def _converted(found: ModelFolder, request: Request, beside: Path) -> Iterator[ModelFolder]:
    """The model as CTranslate2 reads it; what was converted for this is gone afterwards.

    Raises: as `convert`.
    """
    if found.kind == CTRANSLATE2:
        yield found
        return
    try:
        beside.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".workbench-converting-", dir=beside))
    except OSError as error:
        raise WriteError(f"{beside}: nothing can be written there: {error.strerror}") from error
    try:
        convert(found, aside / "model", quantization=request.quantization)
        ready = look_at(aside / "model", tokenizers=found.folder, layout=request.layout)
        yield replace(ready, folder=found.folder, licence=found.licence, origin=found.origin)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _install(packages: PackageFolder, made: Plan, request: Request) -> Path:
    def make(fresh: Path) -> None:
        write_folder(made, fresh)
        write_record(fresh, made.metadata.origin or str(request.folder))

    return packages.install_made(made.name, made.metadata, make, force=request.force).folder


def _write(made: Plan, out: Path, force: bool, job: Job | None) -> None:
    def report(done: int) -> None:
        if job:
            job.progress(done, made.size_bytes, out.name)

    with written_whole(out, force=force) as stream:
        write_archive(made, stream, report)


def _packed(made: Plan, found: ModelFolder, size_bytes: int, out: Path | None) -> Packed:
    metadata = made.metadata
    return Packed(
        name=made.name,
        layout=metadata.layout,
        sources=metadata.sources,
        targets=metadata.targets,
        licence=metadata.licence,
        origin=metadata.origin,
        size_bytes=size_bytes,
        converted=found.kind != CTRANSLATE2,
        for_argos=metadata.for_argos,
        file=out,
    )

"""Installing a model of the curated list: fetched or carried here in a folder, packed, put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import ModelMissingError, PackageError, WriteError
from workbench.core.job import Job
from workbench.engines.catalogue import Entry
from workbench.engines.downloads import Downloads, check_room, put
from workbench.engines.layouts import layout_of
from workbench.engines.modelfolder import look_at
from workbench.engines.modelhub import ModelHub
from workbench.engines.pack import Plan, Wish, plan, write_folder
from workbench.engines.packages import Package, PackageFolder, read_package
from workbench.engines.record import write_record

_NAMED_PAIR = ("en", "hy")


@dataclass(frozen=True, slots=True)
class CuratedInstaller:
    """Installs models of the list.

    Attributes:
        packages: where they go.
        hub: where they come from.
        downloads: where their files arrive.
    """

    packages: PackageFolder
    hub: ModelHub
    downloads: Downloads

    def install(
        self, entry: Entry, *, source: Path | None = None, force: bool = False, job: Job | None = None
    ) -> Package:
        """Install a model.

        Args:
            source: folder with its files, instead of the hub.
            force: replace it where it is installed.
        Raises: PackageError if it is installed or its files are no sound model; EngineError, WriteError, JobCancelled
            as `ModelHub.fetch`; ModelMissingError if `source` lacks a file. In each case no package is left.
        """
        if not force and (self.packages.folder / entry.name).exists():
            raise PackageError(f"{entry.name} is installed in {self.packages.folder}; --force installs it again")
        if source:
            return self._carried(entry, source, force)
        model = self.hub.locate(entry, job)
        check_room(self.packages.folder, 0 if self._same_disk() else model.size_bytes, entry.name)
        with self._staging() as staging:
            self.hub.fetch(entry, model, staging, job)
            package = self._packed(entry, staging, model.origin, force, linked=True)
        self.hub.forget(model)
        return package

    def _carried(self, entry: Entry, source: Path, force: bool) -> Package:
        missing = [name for part in entry.parts for name in part.files if not (source / name).is_file()]
        if missing:
            where = "; ".join(f"{', '.join(part.files)} of {part.repository}" for part in entry.parts)
            raise ModelMissingError(f"{source}: it has no {', '.join(missing)}; {entry.name} needs {where}")
        check_room(self.packages.folder, entry.size_bytes, entry.name)
        return self._packed(entry, source, _repositories(entry), force, linked=False)

    def _packed(self, entry: Entry, folder: Path, origin: str, force: bool, *, linked: bool) -> Package:
        sources, targets = entry.pair or _NAMED_PAIR
        wish = Wish((sources,), (targets,), name=entry.name, licence=entry.licence, origin=origin)
        made = plan(look_at(folder, layout=entry.layout), wish)

        def make(fresh: Path) -> None:
            if linked:
                _link(made, fresh)
            else:
                write_folder(made, fresh)
            layout_of(read_package(fresh))  # a tokenizer that cannot be read is found before it is in place
            write_record(fresh, origin)

        return self.packages.install_made(made.name, made.metadata, make, force=force)

    def _same_disk(self) -> bool:
        """Whether packages lie where files arrive, so that they take no more room."""
        devices = set()
        for folder in (self.packages.folder, self.downloads.folder):
            place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
            devices.add(place.stat().st_dev)
        return len(devices) == 1

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """A fresh folder beside the downloads; gone afterwards."""
        try:
            self.downloads.folder.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="model-", dir=self.downloads.folder))
        except OSError as error:
            raise WriteError(f"{self.downloads.folder}: downloads cannot be kept there: {error.strerror}") from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _repositories(entry: Entry) -> str:
    return " + ".join(f"https://huggingface.co/{part.repository}" for part in entry.parts)


def _link(made: Plan, fresh: Path) -> None:
    """Write a package without a second copy of its large files.

    Raises: WriteError
    """
    for member in made.members:
        path = fresh / member.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(member.content, bytes):
                path.write_bytes(member.content)
                continue
        except OSError as error:
            raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
        put(member.content, path)

"""Argos packages on disk: listed, installed safely, removed; in a folder that Argos itself can read.

A package is a folder with `metadata.json`, a CTranslate2 model in `model/` and a tokenizer. What a folder lacks is
named and harms no other folder. Installing a file from anywhere writes nothing unless all of it is sound.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import ModelMissingError, PackageError, WriteError
from workbench.engines.archive import Archive, Limits
from workbench.engines.argos import Metadata, packages_folder, parse_metadata, version_key

METADATA = "metadata.json"
MODEL = "model/model.bin"
SENTENCEPIECE = "sentencepiece.model"
TARGET_SENTENCEPIECE = "target.spm"
VOCABULARY_MAP = "model/vmap.txt"
BPE = "bpe.model"

_ASIDE = ".workbench-installing-"
_STALE_S = 24 * 3600
_METADATA_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package.

    Attributes:
        folder: where it lies; its name is the package's name.
        metadata: what it says of itself.
        shipped: whether it came with the workbench and was not installed by the user.
    """

    folder: Path
    metadata: Metadata
    shipped: bool = False

    @property
    def name(self) -> str:
        """Name of the folder: `translate-en_fr-1_0`."""
        return self.folder.name

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language, of a package for several pairs those in its name."""
        return self.metadata.source, self.metadata.target

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every pair it translates, its own first. NLLB has forty thousand: to ask for one, use `covers`."""
        sources, targets = self.metadata.sources or self.pair[:1], self.metadata.targets or self.pair[1:]
        every = [(source, target) for source in sources for target in targets if source != target]
        return tuple(dict.fromkeys([self.pair, *every]))

    def covers(self, source: str, target: str) -> bool:
        """Whether it translates from one language to the other."""
        sources, targets = self.metadata.sources, self.metadata.targets
        return (source, target) == self.pair or (source != target and source in sources and target in targets)

    @property
    def several(self) -> bool:
        """Whether it translates more than one pair."""
        return len(self.metadata.sources) > 1 or len(self.metadata.targets) > 1

    @property
    def has_vmap(self) -> bool:
        """Whether CTranslate2 can be told (`use_vmap`) to weigh only likely target tokens, which is faster."""
        return (self.folder / VOCABULARY_MAP).is_file()

    @property
    def starter(self) -> bool:
        """Whether it is a starter package, good for its own register only."""
        return self.metadata.starter

    @property
    def size_bytes(self) -> int:
        """Size of its files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder among the packages that is not a usable one, and why."""

    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What lies in a folder of packages; both parts in order of their names."""

    packages: tuple[Package, ...]
    broken: tuple[Broken, ...]


def read_package(folder: Path, *, shipped: bool = False) -> Package:
    """The package in a folder.

    Raises: PackageError saying what it lacks.
    """
    try:
        with (folder / METADATA).open("rb") as stream:
            raw = stream.read(_METADATA_BYTES + 1)
        if len(raw) > _METADATA_BYTES:
            raise PackageError(f"{METADATA} is larger than {_METADATA_BYTES >> 10} KiB")
        metadata = parse_metadata(raw)
        present = [name for name in (MODEL, SENTENCEPIECE, BPE) if (folder / name).is_file()]
    except FileNotFoundError as error:
        raise PackageError(f"{folder}: it has no {METADATA}") from error
    except OSError as error:
        raise PackageError(f"{folder}: cannot be read: {error.strerror}") from error
    except PackageError as error:
        raise PackageError(f"{folder}: {error}") from error
    if missing := _lacking(present):
        raise PackageError(f"{folder}: it has no {missing}; install it again, or remove it (`workbench models remove`)")
    return Package(folder, metadata, shipped)


def _lacking(present: Sequence[str]) -> str:
    """What a package with these files lacks, empty if nothing."""
    if MODEL not in present:
        return MODEL
    return "" if SENTENCEPIECE in present or BPE in present else f"{SENTENCEPIECE}, its tokenizer"


class PackageFolder:
    """The packages of one folder.

    Args:
        folder: None for the one where Argos keeps them; it need not exist.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or packages_folder()

    def inventory(self, *, shipped: bool = False) -> Inventory:
        """Every package, and every folder that should be one and is not."""
        packages, broken = [], []
        for folder in self._folders():
            try:
                packages.append(read_package(folder, shipped=shipped))
            except PackageError as error:
                broken.append(Broken(folder, str(error).removeprefix(f"{folder}: ")))
        return Inventory(tuple(packages), tuple(broken))

    def _folders(self) -> list[Path]:
        try:
            found = [path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith(_ASIDE)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise PackageError(f"{self.folder}: packages cannot be listed: {error.strerror}") from error
        return sorted(found)

    def find(self, name: str) -> Package:
        """The package of that name: its folder's, or Argos' short one (`translate-en_fr`) where it is the only such.

        Raises: ModelMissingError if there is none, PackageError if it is broken or the short name fits several.
        """
        inventory = self.inventory()
        for broken in inventory.broken:
            if broken.folder.name == name:
                raise PackageError(f"{broken.folder}: {broken.reason}")
        exact = [package for package in inventory.packages if package.name == name]
        found = exact or [package for package in inventory.packages if package.metadata.short_name == name]
        if not found:
            raise ModelMissingError(f"no package {name!r} in {self.folder}; see `workbench models list`")
        if len(found) > 1:
            names = ", ".join(package.name for package in found)
            raise PackageError(f"{name!r} may be any of {names}; use the full name")
        return found[0]

    def install(self, archive_path: Path, *, force: bool = False, limits: Limits | None = None) -> Package:
        """Install a package file: looked through, unpacked aside, then put in place by one rename.

        Args:
            force: replace the same package also by the same or an older version, and a broken folder of that name.
        Raises: PackageError if it is not a sound package or would replace another; WriteError if the disk does not
            take it. Either way nothing is left of it.
        """
        with Archive(archive_path, limits) as archive:
            metadata = _metadata_of(archive)
            place = self.folder / archive.top
            self._check_place(place, metadata, archive_path, force=force)
            return self._place(place, archive.unpack)

    def install_made(
        self, name: str, metadata: Metadata, make: Callable[[Path], None], *, force: bool = False
    ) -> Package:
        """Install a package that is made here: `make` writes its files into an empty folder, then it is put in place.

        Args:
            name: of its folder; `metadata` is what the package will say of itself.
            force: as `install`.
        Raises: as `install`, and whatever `make` raises; either way nothing is left of it.
        """
        place = self.folder / name
        self._check_place(place, metadata, place, force=force)
        return self._place(place, make)

    def _place(self, place: Path, make: Callable[[Path], None]) -> Package:
        with self._aside() as aside:
            fresh = aside / place.name
            fresh.mkdir()
            make(fresh)
            read_package(fresh)
            _put_in_place(fresh, place, aside)
        return read_package(place)

    def _check_place(self, place: Path, metadata: Metadata, archive_path: Path, *, force: bool) -> None:
        """Refuse to replace anything but the same package by a newer version."""
        if not os.path.lexists(place):
            return
        try:
            present = read_package(place).metadata
        except PackageError as error:
            if force and place.is_dir() and not place.is_symlink():
                return
            raise PackageError(f"{archive_path}: {place} is in its way and broken; --force replaces it") from error
        if (present.source, present.target) != (metadata.source, metadata.target):
            raise PackageError(
                f"{archive_path}: refused: it would replace another package, {place.name} "
                f"({present.source}→{present.target}); remove that one first if you mean it"
            )
        if version_key(metadata.version) <= version_key(present.version) and not force:
            raise PackageError(
                f"{archive_path}: {place.name} is installed in version {present.version or '?'}, this is "
                f"{metadata.version or '?'}; --force installs it all the same"
            )

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        """A fresh folder on the same file system; gone afterwards, with whatever is still in it.

        It lies beside the packages' folder where it can, since Argos takes every folder inside for a package.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            parent = self.folder.absolute().parent
            apart = parent.stat().st_dev == self.folder.stat().st_dev and os.access(parent, os.W_OK)
            parent = parent if apart else self.folder
            _sweep(parent)
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=parent))
        except OSError as error:
            raise WriteError(f"{self.folder}: packages cannot be installed here: {error.strerror}") from error
        try:
            yield aside
        except OSError as error:
            raise WriteError(f"{self.folder}: the package cannot be written: {error.strerror}") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def remove(self, name: str) -> Path:
        """Remove a package, or a broken folder, by its name; the folder that is gone.

        Raises: ModelMissingError, PackageError as `find`; WriteError if it cannot be removed.
        """
        broken = [each.folder for each in self.inventory().broken if each.folder.name == name]
        folder = broken[0] if broken else self.find(name).folder
        try:
            if folder.is_symlink():
                folder.unlink()
            else:
                with self._aside() as aside:
                    folder.rename(aside / folder.name)
        except OSError as error:
            raise WriteError(f"{folder}: cannot be removed: {error.strerror}") from error
        return folder


def _metadata_of(archive: Archive) -> Metadata:
    """The metadata inside an archive that has everything a package needs.

    Raises: PackageError
    """
    raw = archive.read(METADATA, most_bytes=_METADATA_BYTES)
    try:
        metadata = parse_metadata(raw)
    except PackageError as error:
        raise PackageError(f"{archive.path}: refused: {error}") from error
    if missing := _lacking([name for name in (MODEL, SENTENCEPIECE, BPE) if archive.has(name)]):
        raise PackageError(f"{archive.path}: refused: it has no {missing}; get the file again")
    return metadata


def _put_in_place(fresh: Path, place: Path, aside: Path) -> None:
    """Rename `fresh` to `place`; what was there goes aside, and back if the second rename fails."""
    replaced = aside / "replaced"
    had_one = place.is_dir()
    if had_one:
        place.rename(replaced)
    try:
        fresh.rename(place)
    except OSError:
        if had_one:
            replaced.rename(place)
        raise


def _sweep(parent: Path) -> None:
    """Clear away what an installation left that was killed more than a day ago."""
    for left in parent.glob(f"{_ASIDE}*"):
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left, ignore_errors=True)

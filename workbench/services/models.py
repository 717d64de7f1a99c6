"""Packages as a user sees them: what is here, what could be, installing, removing, looking for damage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.config import Settings, data_dir
from workbench.core.errors import EngineError, ModelMissingError, PackageError, WorkbenchError
from workbench.core.job import Job
from workbench.engines.argos import version_key
from workbench.engines.ctranslate import CTranslateEngine, Options
from workbench.engines.hub import Hub
from workbench.engines.packages import Inventory, Package, PackageFolder
from workbench.engines.routes import Routes
from workbench.engines.shipped import SUFFIX, starter_packages

_PROBE = "The delegations met."


@dataclass(frozen=True, slots=True)
class Installed:
    """A package that is here.

    Attributes:
        name: of its folder, as `models remove` and `models info` take it.
        kind: `user` (installed), or `starter` (came with the workbench; good for its own register only).
        used: whether translations between its two languages go through it.
    """

    name: str
    source: str
    target: str
    version: str
    kind: str
    size_bytes: int
    folder: Path
    used: bool


@dataclass(frozen=True, slots=True)
class BrokenFolder:
    """A folder among the packages that is none, and why."""

    name: str
    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ModelList:
    """Everything that is here.

    Attributes:
        folder: where packages are installed.
        routes: the best way for every pair that can be reached, source first.
    """

    folder: Path
    packages: tuple[Installed, ...]
    broken: tuple[BrokenFolder, ...]
    routes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index offers; `state` is `new`, `installed` or `update`."""

    name: str
    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    state: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What the index offers; `problem` says why it is a copy of `age_s` seconds and not today's, if it is."""

    address: str
    offers: tuple[Offer, ...]
    skipped: int
    problem: str = ""
    age_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a package works; `problem` is empty if it does."""

    name: str
    problem: str = ""


class Models:
    """The packages of a user.

    Args:
        settings: for the folder of packages, the index and the device.
        starters: folder of shipped packages, None for the workbench's own.
    """

    def __init__(self, settings: Settings, *, starters: Path | None = None) -> None:
        self._folder = PackageFolder(settings.packages)
        self._index, self._starters = settings.index, starters
        self._options = Options(device=settings.device)

    def inventory(self) -> Inventory:
        """Packages the user installed and shipped ones, and folders that are none.

        Raises: PackageError, WriteError if the folder cannot be listed or a shipped package not be unpacked.
        """
        own = self._folder.inventory()
        return Inventory((*own.packages, *starter_packages(data_dir() / "starter", self._starters)), own.broken)

    def routes(self, options: Options | None = None) -> Routes:
        """Engines for every pair that can be reached.

        Raises: as `inventory`.
        """
        return Routes(self.inventory().packages, options or self._options)

    def installed(self) -> ModelList:
        """Everything that is here; raises as `inventory`."""
        inventory = self.inventory()
        routes = Routes(inventory.packages)
        best = {package.folder for route in routes.pairs() for package in routes.packages(route)}
        return ModelList(
            self._folder.folder,
            tuple(_installed(package, package.folder in best) for package in inventory.packages),
            tuple(BrokenFolder(each.folder.name, each.folder, each.reason) for each in inventory.broken),
            tuple(routes.pairs()),
        )

    def info(self, name: str) -> tuple[Installed, str]:
        """A package and the text of its README, empty if it has none.

        Raises: ModelMissingError, PackageError if it is not here or broken.
        """
        package = self._find(name)
        try:
            readme = (package.folder / "README.md").read_text(encoding="utf-8", errors="replace")
        except OSError:
            readme = ""
        return next(each for each in self.installed().packages if each.folder == package.folder), readme

    def available(self) -> Offers:
        """What the index offers.

        Raises: EngineError if it cannot be read and no copy is kept, saying what to do.
        """
        index = self._hub().index()
        newest: dict[tuple[str, str], str] = {}
        for package in self._folder.inventory().packages:
            version = newest.get(package.pair, "")
            newest[package.pair] = max(version, package.metadata.version, key=version_key)
        offers = []
        for entry in index.entries:
            present = newest.get((entry.source, entry.target))
            newer = present is not None and version_key(entry.version) > version_key(present)
            state = "new" if present is None else "update" if newer else "installed"
            names = entry.short_name, entry.source, entry.target, entry.source_name, entry.target_name
            offers.append(Offer(*names, entry.version, state))
        return Offers(index.address, tuple(offers), index.skipped, index.problem, index.age_s)

    def install(self, what: str, *, force: bool = False, job: Job | None = None) -> Installed:
        """Install a package from a file, or by its name or pair (`translate-en_fr`, `en-fr`) from the index.

        Args:
            force: replace the same package by the same or an older version.
            job: progress counts bytes of the download.
        Raises: PackageError if it is not a sound package; WriteError if the disk does not take it; ModelMissingError,
            EngineError if it is not in the index or cannot be downloaded. In each case nothing of it is left.
        """
        path = Path(what)
        if path.is_file() or path.suffix.lower() in (SUFFIX, ".zip") or len(path.parts) > 1:
            if not path.is_file():
                raise ModelMissingError(f"{path}: there is no such package file")
            return _installed(self._folder.install(path, force=force), True)
        hub = self._hub()
        with hub.downloaded(hub.index().find(what), job) as file:
            return _installed(self._folder.install(file, force=force), True)

    def remove(self, name: str) -> Path:
        """Remove a package or a broken folder; the folder that is gone.

        Raises: ModelMissingError, PackageError, WriteError; a shipped package cannot be removed.
        """
        own = self._folder.inventory()
        mine = {each.name for each in own.packages} | {each.metadata.short_name for each in own.packages}
        mine |= {each.folder.name for each in own.broken}
        if name not in mine and any(package.name == name for package in self.inventory().packages):
            raise PackageError(f"{name} came with the workbench and stays; packages that you install go before it")
        return self._folder.remove(name)

    def verify(self, names: Sequence[str] = (), *, job: Job | None = None) -> list[Verified]:
        """Load packages and let each translate a sentence; all of them, broken ones too, if none is named.

        Raises: ModelMissingError if one is not here.
        """
        inventory = self.inventory()
        packages = [self._find(name) for name in names] if names else list(inventory.packages)
        verified = []
        for number, package in enumerate(packages):
            if job:
                job.progress(number, len(packages), package.name)
            verified.append(Verified(package.name, self._problem(package)))
        broken = () if names else inventory.broken
        return [*verified, *(Verified(each.folder.name, each.reason) for each in broken)]

    def _problem(self, package: Package) -> str:
        try:
            CTranslateEngine(package, self._options).translate([_PROBE])
        except WorkbenchError as error:
            return str(error)
        return ""

    def _find(self, name: str) -> Package:
        try:
            return self._folder.find(name)
        except ModelMissingError:
            shipped = [package for package in self.inventory().packages if package.shipped and package.name == name]
            if not shipped:
                raise
            return shipped[0]

    def _hub(self) -> Hub:
        return Hub(self._index, data_dir() / "index")


def _installed(package: Package, used: bool) -> Installed:
    try:
        size_bytes = package.size_bytes
    except OSError as error:
        raise EngineError(f"{package.folder}: cannot be read: {error.strerror}") from error
    return Installed(
        name=package.name,
        source=package.metadata.source,
        target=package.metadata.target,
        version=package.metadata.version,
        kind="starter" if package.shipped else "user",
        size_bytes=size_bytes,
        folder=package.folder,
        used=used,
    )

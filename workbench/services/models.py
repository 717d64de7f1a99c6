"""Packages as a user sees them: what is here, what could be, installing, removing, looking for damage."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workbench.config import Settings, cache_dir, data_dir
from workbench.core.errors import ConfigError, EngineError, ModelMissingError, PackageError, WorkbenchError, WriteError
from workbench.core.job import Job
from workbench.core.language import FOUR
from workbench.engines.catalogue import Entry, advice, named
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.downloads import Downloads, sha256_of
from workbench.engines.hub import Hub, Index
from workbench.engines.model import Options
from workbench.engines.modelhub import ModelHub
from workbench.engines.packages import Inventory, Package, PackageFolder
from workbench.engines.record import differences, read_record, write_record
from workbench.engines.routes import Routes
from workbench.services.curated import CuratedInstaller
from workbench.services.inventory import inventory
from workbench.services.offers import Choice, Offers, Pair, choose, gains, offers, path_of

_PROBE = "The delegations met."


@dataclass(frozen=True, slots=True)
class Installed:
    """A package that is here.

    Attributes:
        name: of its folder, as `models remove` and `models info` take it.
        source, target: of a package for several pairs those in its name.
        several: whether it translates more pairs.
        kind: `user` (installed), or `starter` (came with the workbench; good for its own register only).
        used: whether translations between its two languages go through it.
        layout: family of its tokens, see `engines.layouts`.
    """

    name: str
    source: str
    target: str
    several: bool
    version: str
    kind: str
    licence: str
    size_bytes: int
    folder: Path
    used: bool
    layout: str = "argos"


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
        routes: the best way for every pair that can be reached between the four languages and those that packages are
            named after, source first.
    """

    folder: Path
    packages: tuple[Installed, ...]
    broken: tuple[BrokenFolder, ...]
    routes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Info:
    """All there is to know of a package or of a model of the curated list.

    Attributes:
        installed: None if it is not here.
        entry: None if the list has nothing of that name.
        origin: where the installed files came from, empty if nobody noted it.
        readme: of the installed package, empty if it has none.
        direct, through: pairs of the four languages that would become direct, or possible through others, if it were
            installed.
    """

    installed: Installed | None
    entry: Entry | None
    origin: str = ""
    readme: str = ""
    direct: tuple[Pair, ...] = ()
    through: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a package works.

    Attributes:
        problem: empty if it does.
        compared: files that have the checksum noted when it was installed; None where none was noted.
    """

    name: str
    problem: str = ""
    compared: int | None = None


class Models:
    """The packages of a user.

    Args:
        settings: for the folder of packages, the index and the device.
        starters: folder of shipped packages, None for the workbench's own.
        downloads: where files arrive, None for a folder in the user's cache.
        endpoint: of the hub, None for the library's own.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        starters: Path | None = None,
        downloads: Downloads | None = None,
        endpoint: str | None = None,
    ) -> None:
        self._folder = PackageFolder(settings.packages)
        self._settings, self._index, self._starters = settings, settings.index, starters
        self._options = Options(device=settings.device)
        self._downloads = downloads or Downloads(cache_dir() / "downloads")
        self._curated = CuratedInstaller(self._folder, ModelHub(self._downloads, endpoint=endpoint), self._downloads)

    def inventory(self) -> Inventory:
        """Packages the user installed and shipped ones, and folders that are none.

        Raises: PackageError, WriteError if the folder cannot be listed or a shipped package not be unpacked.
        """
        return inventory(self._settings, starters=self._starters)

    def routes(self) -> Routes:
        """Engines for every pair that can be reached; raises as `inventory`."""
        return Routes(self.inventory().packages, self._options, advice=advice)

    def installed(self) -> ModelList:
        """Everything that is here; raises as `inventory`."""
        here = self.inventory()
        routes = Routes(here.packages)
        languages = {*FOUR, *(language for package in here.packages for language in package.pair)}
        reached = routes.pairs(sorted(languages))
        best = {package.folder for route in reached for package in routes.packages(route)}
        return ModelList(
            self._folder.folder,
            tuple(_installed(package, package.folder in best) for package in here.packages),
            tuple(BrokenFolder(each.folder.name, each.folder, each.reason) for each in here.broken),
            tuple(reached),
        )

    def info(self, name: str) -> Info:
        """What there is to know of a package that is here, or of a model of the curated list.

        Raises: ModelMissingError if it is neither; PackageError if it is broken.
        """
        entry = named(name)
        try:
            package = self._find(name)
        except ModelMissingError:
            if not entry:
                raise
            present = {pair for each in self.inventory().packages for pair in _pairs(each)}
            direct, through = gains(present, entry.pairs(FOUR))
            return Info(None, entry, direct=tuple(direct), through=tuple(through))
        record = read_record(package.folder)
        here = next(each for each in self.installed().packages if each.folder == package.folder)
        return Info(here, entry, record.origin if record else "", _readme(package))

    def available(self, languages: Sequence[str] | None = FOUR) -> Offers:
        """What could be installed for the pairs of some languages, None for every pair of the index.

        An index that cannot be read is no error: the curated list needs none.
        Raises: PackageError if the folder of packages cannot be listed.
        """
        try:
            index: Index | EngineError = self._hub().index()
        except EngineError as error:
            index = error
        return offers(index, self._folder.inventory().packages, languages)

    def choose(self, what: str) -> Choice:
        """What `install` would take for a path, a name (`translate-en_fr`, `madlad400-3b`) or a pair (`en-hy`).

        Raises: ModelMissingError if there is nothing; ConfigError for a folder; EngineError if there is no index.
        """
        if path := path_of(what):
            return Choice(path.name, file=path)
        return choose(what, lambda: self._hub().index())

    def install(
        self,
        what: str | Choice,
        *,
        source: Path | None = None,
        force: bool = False,
        accept_licence: bool = False,
        job: Job | None = None,
    ) -> Installed:
        """Install a package.

        Args:
            what: what `choose` gave, or what it takes.
            source: folder with the files of a model of the curated list, instead of the hub.
            force: replace the same package by the same or an older version.
            accept_licence: the user accepts a licence that forbids commercial use.
            job: progress counts bytes of the download.
        Raises: ConfigError if a licence has to be accepted, or `source` is given for something else; PackageError if it
            is not a sound package; WriteError if the disk does not take it; ModelMissingError, EngineError if it is not
            there or cannot be downloaded. In each case nothing of it is left among the packages.
        """
        choice = self.choose(what) if isinstance(what, str) else what
        if source and not choice.entry:
            raise ConfigError(f"{choice.name}: only models of the list can be installed from a folder of files")
        if choice.entry:
            _check_licence(choice.entry, accept_licence)
            package = self._curated.install(choice.entry, source=source, force=force, job=job)
        elif choice.packaged:
            with self._hub().downloaded(choice.packaged, job) as file:
                package = self._unpacked(file, f"index {self._hub().address}, {choice.packaged.short_name}", force)
        else:
            assert choice.file is not None
            package = self._unpacked(choice.file, choice.file.name, force)
        return _installed(package, True)

    def _unpacked(self, file: Path, origin: str, force: bool) -> Package:
        package = self._folder.install(file, force=force)
        with suppress(OSError, WriteError):  # without the note the package is as good; only `verify` knows less
            write_record(package.folder, origin, archive_sha256=sha256_of(file))
        return package

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
        """Compare packages with what was noted of them, load them and let each translate a sentence.

        Args:
            names: of packages; all of them, broken ones too, if none is named.
        Raises: ModelMissingError if one is not here.
        """
        here = self.inventory()
        packages = [self._find(name) for name in names] if names else list(here.packages)
        verified = []
        for number, package in enumerate(packages):
            if job:
                job.progress(number, len(packages), package.name)
            verified.append(self._verified(package))
        broken = () if names else here.broken
        return [*verified, *(Verified(each.folder.name, each.reason) for each in broken)]

    def _verified(self, package: Package) -> Verified:
        try:
            record = read_record(package.folder)
            if record and (damage := differences(package.folder, record)):
                again = "install it again with --force"
                return Verified(package.name, f"not as it was installed: {'; '.join(damage)}; {again}", 0)
            CTranslateEngine(package, self._options).translate([_PROBE])
        except WorkbenchError as error:
            return Verified(package.name, str(error))
        return Verified(package.name, compared=len(record.files) if record else None)

    def _find(self, name: str) -> Package:
        try:
            return self._folder.find(name)
        except ModelMissingError:
            shipped = [package for package in self.inventory().packages if package.shipped and package.name == name]
            if not shipped:
                raise
            return shipped[0]

    def _hub(self) -> Hub:
        return Hub(self._index, data_dir() / "index", self._downloads)


def _check_licence(entry: Entry, accepted: bool) -> None:
    """Raises: ConfigError if the licence has to be accepted first."""
    if entry.restricted and not accepted:
        raise ConfigError(
            f"{entry.name} is under {entry.licence}, which forbids commercial use; if your use is allowed, say so with "
            "--accept-licence. `workbench models available` shows the licence of every model"
        )


def _readme(package: Package) -> str:
    try:
        return (package.folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _pairs(package: Package) -> list[Pair]:
    """Pairs of the four languages that a package translates, and its own."""
    every = [(source, target) for source in FOUR for target in FOUR if package.covers(source, target)]
    return list(dict.fromkeys([package.pair, *every]))


def _installed(package: Package, used: bool) -> Installed:
    try:
        size_bytes = package.size_bytes
    except OSError as error:
        raise EngineError(f"{package.folder}: cannot be read: {error.strerror}") from error
    return Installed(
        name=package.name,
        source=package.metadata.source,
        target=package.metadata.target,
        several=package.several,
        version=package.metadata.version,
        kind="starter" if package.shipped else "user",
        licence=package.metadata.licence,
        size_bytes=size_bytes,
        folder=package.folder,
        used=used,
        layout=package.metadata.layout,
    )

"""Builds what the services work with from the settings; everything heavy is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.config import Settings, data_dir
from workbench.core.errors import InputError, WorkbenchError
from workbench.core.ports import Detector, TermFinder

if TYPE_CHECKING:
    from workbench.engines.packages import Inventory, Package, PackageFolder
    from workbench.engines.routes import Routes
    from workbench.services.translate import Translator

_PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """A folder that ships with the workbench (`corpora`, `glossaries`): in the installed package, or beside it in a
    checkout.
    """
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@cache
def detector() -> Detector:
    """The language detector; one for the process."""
    from workbench.engines.langid import LanguageDetector

    return LanguageDetector()


def package_folder(settings: Settings) -> PackageFolder:
    """The folder where the user's packages are installed."""
    from workbench.engines.packages import PackageFolder

    return PackageFolder(settings.packages)


def inventory(settings: Settings) -> Inventory:
    """The user's packages and folders that are none."""
    return package_folder(settings).inventory()


def starters() -> tuple[Package, ...]:
    """The starter packages that come with the workbench.

    Raises: PackageError, WriteError if they cannot be unpacked.
    """
    from workbench.engines.shipped import starter_packages

    return starter_packages(data_dir() / "starter")


def routes(settings: Settings) -> Routes:
    """Every route that installed and shipped packages give.

    Raises: PackageError, WriteError
    """
    from workbench.engines.ctranslate import Options
    from workbench.engines.routes import Routes

    options = Options(device=settings.device, beam=settings.beam)
    return Routes([*inventory(settings).packages, *starters()], options)


def translator(settings: Settings, *, via: str | None = None, finder: TermFinder | None = None) -> Translator:
    """A translator with the guards that the settings ask for.

    Raises: PackageError, WriteError
    """
    from workbench.quality.checks import registry
    from workbench.services.translate import Translator

    return Translator(
        routes(settings), checks=registry(), guards=settings.guards, beam=settings.beam, via=via, finder=finder
    )


def term_finder(glossaries: Sequence[Path]) -> tuple[TermFinder | None, list[str]]:
    """A finder over these termbases, and what was wrong with the ones left out.

    A broken termbase stops nothing: it is reported and left out. The finder is None if none could be read.
    """
    from workbench.formats.tbx import TbxReport, read_tbx
    from workbench.terminology import lookup

    concepts, problems = [], []
    for path in glossaries:
        report = TbxReport()
        try:
            with path.open("rb") as stream:
                concepts += list(read_tbx(stream, str(path), report))
        except (WorkbenchError, OSError) as error:
            cause = (
                error if isinstance(error, WorkbenchError) else InputError(f"{path}: cannot be read: {error.strerror}")
            )
            problems.append(f"{cause}; this termbase is left out")
    return (lookup.TermFinder(concepts) if concepts else None), problems


def shipped_glossaries() -> tuple[Path, ...]:
    """The termbases that come with the workbench."""
    return tuple(sorted(shipped("glossaries").glob("*.tbx")))

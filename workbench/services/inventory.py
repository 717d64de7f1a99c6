"""The packages there are, and the routes they make; light to import, since every translation begins here."""

from __future__ import annotations

from pathlib import Path

from workbench.config import Settings, data_dir
from workbench.engines.catalogue import advice
from workbench.engines.model import Options
from workbench.engines.packages import Inventory, PackageFolder
from workbench.engines.routes import Preference, Routes
from workbench.engines.shipped import starter_packages


def inventory(settings: Settings, *, starters: Path | None = None) -> Inventory:
    """Packages the user installed and shipped ones, and folders that are none.

    Args:
        starters: folder of shipped packages, None for the workbench's own.
    Raises: PackageError, WriteError if the folder cannot be listed or a shipped package not be unpacked.
    """
    own = PackageFolder(settings.packages).inventory()
    return Inventory((*own.packages, *starter_packages(data_dir() / "starter", starters)), own.broken)


def routes(settings: Settings, options: Options, preference: Preference, *, starters: Path | None = None) -> Routes:
    """Engines for every pair that can be reached.

    Raises: as `inventory`.
    """
    packages = inventory(settings, starters=starters).packages
    return Routes(packages, options, preference=preference, advice=advice)


def fingerprint(settings: Settings) -> int:
    """Changes when a package is installed or removed."""
    try:
        return PackageFolder(settings.packages).folder.stat().st_mtime_ns
    except OSError:
        return 0

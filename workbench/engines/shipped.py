"""The starter packages that come with the workbench: found without installing, used where nothing better is there."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

from workbench.core.errors import PackageError, WriteError
from workbench.engines.packages import Inventory, Package, PackageFolder

SUFFIX = ".argosmodel"


def starter_packages(unpacked: Path, folder: Path | None = None) -> tuple[Package, ...]:
    """The shipped packages in order of their names.

    A package that is shipped as a folder is read where it lies, one that is shipped as a file is unpacked into
    `unpacked` when first asked for; its own hash in the path keeps the packages of two releases apart.

    Args:
        folder: where they are shipped; None for the workbench's own.
    Raises: PackageError, WriteError if a shipped file is damaged or cannot be unpacked.
    """
    folder = folder or Path(str(resources.files("workbench.engines"))) / "starter"
    packages = list(PackageFolder(folder).inventory(shipped=True).packages)
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        packages += _unpacked(file, unpacked).packages
    return tuple(sorted(packages, key=lambda package: package.name))


def _unpacked(file: Path, unpacked: Path) -> Inventory:
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise PackageError(f"{file}: cannot be read: {error.strerror}") from error
    place = PackageFolder(unpacked / digest)
    if not place.inventory().packages:
        try:
            place.install(file)
        except WriteError as error:
            raise WriteError(f"{error}; the shipped packages are unpacked there before their first use") from error
        except PackageError:
            if not place.inventory().packages:  # another process may have been faster
                raise
    return place.inventory(shipped=True)

"""The vocabulary files of a CTranslate2 model."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.core.errors import PackageError

_SOURCE = ("source_vocabulary", "shared_vocabulary", "source_1_vocabulary")


def source_vocabulary(model: Path) -> frozenset[str]:
    """The tokens that a model reads, empty where its file is not one of the known ones.

    Raises: PackageError if the file is there and cannot be read.
    """
    for stem in _SOURCE:
        for suffix in (".json", ".txt"):
            path = model / f"{stem}{suffix}"
            if path.is_file():
                return _tokens(path)
    return frozenset()


def _tokens(path: Path) -> frozenset[str]:
    try:
        if path.suffix == ".txt":
            return frozenset(path.read_text(encoding="utf-8").split("\n")) - {""}
        return frozenset(token for token in json.loads(path.read_bytes()) if isinstance(token, str))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise PackageError(f"{path.name} cannot be read: {error}; install it again") from error

"""Which files of a folder are read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path


def files_below(
    folder: Path, is_wanted: Callable[[str], bool], on_error: Callable[[OSError], None], *, without: Path | None = None
) -> Iterator[Path]:
    """The files below a folder, in the order of names; hidden folders, links to folders and pipes are passed over.

    Args:
        is_wanted: says by its name whether a file is.
        on_error: gets an error for each folder that cannot be searched.
        without: an absolute path of a folder to pass over.
    """
    for where, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(where, name).absolute() != without
        )
        found = (Path(where, name) for name in sorted(names) if is_wanted(name))
        yield from (path for path in found if not _is_pipe(path))


def _is_pipe(path: Path) -> bool:
    """Whether a file is a named pipe or the like, which might never give anything."""
    try:
        mode = path.stat().st_mode
    except OSError:  # what is wrong with it is told when it is read
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)

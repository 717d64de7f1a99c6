"""Paths as people type them: what can be no path is told and raises nothing."""

from __future__ import annotations

from pathlib import Path


def path_of(typed: str) -> Path:
    """A path with the `~` before it opened; that of somebody who is not known here stays as it is."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


def unusable(path: Path) -> str:
    """Why the system takes no such path, such as one that is too long; empty if it does."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def here() -> Path:
    """Where the desk was started; the person's own folder where that is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()

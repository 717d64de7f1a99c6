"""Builds what the services work with from the settings; everything heavy is imported when it is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workbench.core.ports import Detector

_PACKAGE = Path(__file__).parent.parent


@cache
def detector() -> Detector:
    """The language detector; one for the process."""
    from workbench.engines.langid import LanguageDetector

    return LanguageDetector()


def shipped(name: str) -> Path:
    """A folder that ships with the workbench (`corpora`, `glossaries`): inside the installed package, or in a checkout
    beside it.
    """
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name

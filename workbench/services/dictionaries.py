"""Hunspell dictionaries that the user has: where they lie, and what to install where there is none."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from workbench.config import Settings
from workbench.core.language import base

_SYSTEM = (
    *("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts", "/usr/local/share/hunspell"),
    *("/usr/lib/libreoffice/share/extensions", "/usr/lib64/libreoffice/share/extensions"),
    *("/opt/libreoffice/share/extensions", "/usr/share/mozilla/extensions", "/Library/Spelling"),
    "/Applications/LibreOffice.app/Contents/Resources/extensions",
)
_OF_USER = (
    *(".local/share/hunspell", ".hunspell", "Library/Spelling", ".mozilla/firefox"),
    *(".config/libreoffice/4/user", "Library/Application Support/LibreOffice/4/user"),
)
_ADDONS = frozenset((".oxt", ".xpi", ".zip"))
_DEPTH = 5

_BEST = {"en": ("en_gb", "en_us", "en"), "fr": ("fr", "fr_fr"), "az": ("az_az", "az"), "hy": ("hy_am", "hy")}

_ADVICE = {
    "en": "hunspell-en-gb or hunspell-en-us (Debian, Ubuntu), hunspell-en (Fedora)",
    "fr": "hunspell-fr (Debian, Ubuntu, Fedora)",
    "az": "hunspell-az (Fedora), or the Azerbaijani dictionary among the add-ons of Firefox or LibreOffice",
    "hy": "hunspell-hy (Fedora), or the Armenian dictionary among the add-ons of Firefox or LibreOffice",
}


@dataclass(frozen=True, slots=True)
class DictionaryFile:
    """A dictionary that was found.

    Attributes:
        name: as its files are called (`az_AZ`).
        path: of the `.aff` file without its ending, or of the add-on that holds it.
    """

    name: str
    path: Path

    @property
    def is_addon(self) -> bool:
        """Whether it is packed in an add-on of a browser or an office."""
        return self.path.suffix.lower() in _ADDONS


def find_dictionary(language: str, settings: Settings) -> DictionaryFile | None:
    """The dictionary of a language: from the folders of the setting first, then from the user's, then the system's.

    American English comes with the library that reads dictionaries, and stands in where there is no other.
    """
    for folders in (settings.dictionaries, _own_folders(), map(Path, _SYSTEM), _with_the_library()):
        found = [each for each in _in(folders) if base(each.name.replace("_", "-")).lower() == base(language)]
        if found:
            return min(found, key=lambda each: _order(each, language))
    return None


def advice(language: str) -> str:
    """What brings a dictionary of a language."""
    known = _ADVICE.get(base(language), "the package of its Hunspell dictionary")
    return f"{known}; files .aff and .dic, or an add-on, may be put into ~/.local/share/hunspell"


def _own_folders() -> list[Path]:
    named = [Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part]
    return [*named, *(Path.home() / name for name in _OF_USER)]


def _with_the_library() -> list[Path]:
    spec = find_spec("spylls")
    return [Path(place) / "hunspell" / "data" / "en" for place in spec.submodule_search_locations or ()] if spec else []


def _in(folders: Iterable[Path]) -> Iterator[DictionaryFile]:
    for folder in folders:
        for path in _files(folder, _DEPTH):
            if path.suffix == ".aff" and path.with_suffix(".dic").exists():
                yield DictionaryFile(path.stem, path.with_suffix(""))
            elif path.suffix.lower() in _ADDONS:
                yield from (DictionaryFile(name, path) for name in _packed(path))


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """Dictionaries and add-ons in a folder; what cannot be read is passed over."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.suffix in (".aff", *_ADDONS):
            yield entry
        elif depth and entry.is_dir() and not entry.is_symlink():
            yield from _files(entry, depth - 1)


def _packed(path: Path) -> list[str]:
    """The names of the dictionaries in an add-on; only the first can be used."""
    try:
        with zipfile.ZipFile(path) as addon:
            return [Path(name).stem for name in addon.namelist() if name.endswith(".aff")][:1]
    except (OSError, zipfile.BadZipFile):
        return []


def _order(file: DictionaryFile, language: str) -> tuple[bool, int, str]:
    best = _BEST.get(base(language), ())
    name = file.name.lower().replace("-", "_")
    exact = name == language.lower().replace("-", "_") and "-" in language
    return not exact, best.index(name) if name in best else len(best), name

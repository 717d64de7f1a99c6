"""What works on this machine, what is missing and how to get it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from workbench.config import Settings, load_settings
from workbench.core.errors import WorkbenchError
from workbench.core.language import FOUR
from workbench.services import bootstrap
from workbench.services.spelling import told

_LIBRARIES = ("argostranslate", "ctranslate2", "langdetect", "sacrebleu", "sentencepiece", "sqlalchemy", "textual")
_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: whether it is as it should be, and what there is to say of it."""

    what: str
    ok: bool
    says: str


def examine(project: Path | None) -> list[Symptom]:
    """Look at everything, whatever fails on the way.

    Raises: ConfigError if the settings cannot be read; everything else is a symptom.
    """
    settings = load_settings(project)
    return [
        *_libraries(),
        *_packages(settings),
        *_routes(settings),
        *_glossaries(settings),
        *_spelling(settings),
        *_project(project),
    ]


def _libraries() -> Iterator[Symptom]:
    yield Symptom("python", sys.version_info >= (3, 11), platform.python_version())
    for name in _LIBRARIES:
        try:
            yield Symptom(name, True, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Symptom(name, False, "not installed; `make demo` in a checkout, or pip install, brings it")


def _packages(settings: Settings) -> Iterator[Symptom]:
    try:
        here = bootstrap.models(settings).installed()
    except WorkbenchError as error:
        yield Symptom("packages", False, str(error))
        return
    own = sum(package.kind == "user" for package in here.packages)
    yield Symptom("packages", True, f"{own} installed in {here.folder}, {len(here.packages) - own} starter packages")
    for broken in here.broken:
        yield Symptom("packages", False, f"{broken.folder}: {broken.reason}; remove the folder or install it again")
    free = shutil.disk_usage(next(place for place in (here.folder, *here.folder.parents) if place.exists())).free
    advice = "" if free > _LEAST_FREE_BYTES else "; models need more"
    yield Symptom("disk", not advice, f"{free / 1e9:.1f} GB free where packages are installed{advice}")


def _routes(settings: Settings) -> Iterator[Symptom]:
    """One symptom a pair of the four languages: the route, or how to get one; starter routes are told as such."""
    try:
        routes = bootstrap.models(settings).routes()
    except WorkbenchError as error:
        yield Symptom("routes", False, str(error))
        return
    for source in FOUR:
        for target in FOUR:
            if source == target:
                continue
            try:
                route = routes.route(source, target)
            except WorkbenchError as error:
                yield Symptom(f"{source}→{target}", False, str(error))
                continue
            starter = any(package.starter for package in routes.packages(route))
            limit = ", starter package: good for plain statement sentences only" if starter else ""
            yield Symptom(f"{source}→{target}", True, f"{'→'.join(route)}{limit}")


def _glossaries(settings: Settings) -> Iterator[Symptom]:
    for path in settings.glossaries or bootstrap.shipped_glossaries():
        _, problems = bootstrap.term_finder([path])
        yield Symptom("termbase", not problems, problems[0] if problems else str(path))


def _spelling(settings: Settings) -> Iterator[Symptom]:
    """The dictionary of each language that is written in; without one nothing is wrong, its words are not looked at."""
    for language in dict.fromkeys((settings.source, *settings.targets)):
        yield Symptom(f"spelling {language}", True, told(language, settings)[1])


def _project(folder: Path | None) -> Iterator[Symptom]:
    if folder is None:
        yield Symptom("project", True, "none in this folder; `workbench init DIR` makes one")
        return
    from workbench.services.project import Project

    try:
        with Project.open(folder) as project:
            mode = project.store.journal_mode
            slower = "" if mode == "wal" else "; the file system does not allow WAL, so one writer waits for the other"
            yield Symptom("project", True, f"{folder}: {len(project.statements())} statements, journal {mode}{slower}")
    except WorkbenchError as error:
        yield Symptom("project", False, str(error))

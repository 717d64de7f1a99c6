"""Settings: defaults < user's file < project's file < environment < flags; each value knows where it came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import platformdirs

from workbench.core import option
from workbench.core.errors import ConfigError
from workbench.core.option import Option, Value

PROJECT_FILE = "workbench.toml"
"""A folder is a project if it holds this file."""

APP = "statement-workbench"

OPTIONS = (
    Option("source", "en", "language in which statements are written, where nothing else says so", option.language),
    Option("targets", ("fr", "az", "hy"), "languages that a statement is needed in", option.languages),
    Option("glossaries", (), "termbase files, relative to the project", option.paths),
    Option("dictionaries", (), "folders with Hunspell dictionaries, looked into before all others", option.paths),
    Option("memories", (), "translation memories (TMX), relative to the project", option.paths),
    Option("packages", "", "folder of installed Argos packages; empty: where Argos keeps them", option.text),
    Option("index", "", "file or address of the package index; empty: Argos' own", option.text),
    Option("device", "auto", "where models run: auto, cpu or cuda", option.one_of("auto", "cpu", "cuda")),
    Option("engine", (), "packages to prefer, by name or its beginning; starter, fake", option.words),
    Option("via", "", "language to pass through where there is a choice; empty: en", option.language_or_none),
    Option("beam", 0, "hypotheses kept while decoding; 0: what the package asks for", option.whole_number(0)),
    Option("n_best", 1, "translations wanted of a segment; the others stand in JSON lines", option.whole_number(1)),
    Option("length_penalty", 1.0, "exponent of the length when hypotheses are compared", option.number(0, 5)),
    Option("no_repeat_ngram", 0, "longest run of tokens that may not come twice; 0: any", option.whole_number(0)),
    Option("repetition_penalty", 1.0, "above 1: tokens said before are less likely", option.number(0.1, 10)),
    Option("guards", "retry", "what a doubtful draft gets: retry, flag or off", option.one_of("retry", "flag", "off")),
    Option("terms", "carry", "what drafts owe the termbase: carry, flag or off", option.one_of("carry", "flag", "off")),
    Option("ghost", "on", "completions shown while one types in the desk: on or off", option.one_of("on", "off")),
    Option(
        "interface",
        "auto",
        "language of the desk: auto, en, fr, az or hy",
        option.one_of("auto", "en", "fr", "az", "hy"),
    ),
    Option(
        "propagate",
        "on",
        "what is confirmed goes to other places with the same source: on, off or ask",
        option.one_of("on", "off", "ask"),
    ),
    Option("linear", "off", "the editor as plain lines, for screen readers: on or off", option.one_of("on", "off")),
    Option("author", "", "name written into the history of cells", option.text),
    Option("database", "", "address of a team's database; empty: project.db in the folder", option.text),
)
"""Every setting there is."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting's value and the place it comes from: `default`, a file, a variable or `flag`."""

    option: Option
    value: Value
    place: str


class Settings:
    """The settings in force, by name; read once, never changed.

    Args:
        settings: one for every option.
        project: the project's folder, None outside of one.
    """

    def __init__(self, settings: Mapping[str, Setting], project: Path | None) -> None:
        self._settings = dict(settings)
        self.project = project

    def __iter__(self) -> Iterator[Setting]:
        return iter(self._settings.values())

    def _text(self, name: str) -> str:
        return cast(str, self._settings[name].value)

    @property
    def source(self) -> str:
        """Default source language."""
        return self._text("source")

    @property
    def targets(self) -> tuple[str, ...]:
        """Languages that a statement is needed in."""
        return cast("tuple[str, ...]", self._settings["targets"].value)

    @property
    def glossaries(self) -> tuple[Path, ...]:
        """Termbase files; relative ones are meant from the project's folder."""
        names = cast("tuple[str, ...]", self._settings["glossaries"].value)
        return tuple((self.project or Path()) / name for name in names)

    @property
    def memories(self) -> tuple[Path, ...]:
        """Memory files; relative ones are meant from the project's folder."""
        names = cast("tuple[str, ...]", self._settings["memories"].value)
        return tuple((self.project or Path()) / name for name in names)

    @property
    def dictionaries(self) -> tuple[Path, ...]:
        """Folders to look for dictionaries in; relative ones are meant from the project's folder."""
        names = cast("tuple[str, ...]", self._settings["dictionaries"].value)
        return tuple((self.project or Path()) / name for name in names)

    @property
    def packages(self) -> Path | None:
        """Folder of installed packages, None for Argos' own."""
        return Path(name) if (name := self._text("packages")) else None

    @property
    def index(self) -> str:
        """File or address of the package index, empty for Argos' own."""
        return self._text("index")

    @property
    def device(self) -> str:
        """`auto`, `cpu` or `cuda`."""
        return self._text("device")

    @property
    def beam(self) -> int | None:
        """Beam width, None for the package's own."""
        return cast(int, self._settings["beam"].value) or None

    @property
    def engine(self) -> tuple[str, ...]:
        """Packages to prefer, by name."""
        return cast("tuple[str, ...]", self._settings["engine"].value)

    @property
    def via(self) -> str | None:
        """Language to pass through where there is a choice, None for English."""
        return self._text("via") or None

    @property
    def interface(self) -> str:
        """Language of the desk: `auto`, `en`, `fr`, `az` or `hy`."""
        return self._text("interface")

    def number(self, name: str) -> float:
        """A setting that is a number, by its name."""
        return cast(float, self._settings[name].value)

    @property
    def terms(self) -> str:
        """What drafts owe the termbase: `carry`, `flag` or `off`."""
        return self._text("terms")

    @property
    def ghost(self) -> str:
        """Whether the desk completes what is typed: `on` or `off`."""
        return self._text("ghost")

    @property
    def propagate(self) -> str:
        """Whether what is confirmed goes to other places with the same source: `on`, `off` or `ask`."""
        return self._text("propagate")

    @property
    def linear(self) -> str:
        """Whether the desk shows a cell as plain lines, one below the other: `on` or `off`."""
        return self._text("linear")

    @property
    def guards(self) -> str:
        """`retry`, `flag` or `off`."""
        return self._text("guards")

    @property
    def author(self) -> str:
        """Name for the history of cells; the login name where none is set."""
        return self._text("author") or os.environ.get("USER", "") or "translator"

    @property
    def database(self) -> str:
        """Address of a team's database, empty for the embedded one."""
        return self._text("database")


def user_file() -> Path:
    """The user's own settings file (XDG)."""
    return Path(platformdirs.user_config_dir(APP)) / "config.toml"


def data_dir() -> Path:
    """Where the workbench keeps what it makes for a user (XDG)."""
    return Path(platformdirs.user_data_dir(APP))


def cache_dir() -> Path:
    """Where the workbench keeps what it can make again (XDG)."""
    return Path(platformdirs.user_cache_dir(APP))


def state_dir() -> Path:
    """Where the desk keeps where a person was (XDG)."""
    return Path(platformdirs.user_state_dir(APP))


def find_project(start: Path) -> Path | None:
    """The project that `start` is in: the folder itself or the nearest one above it; None if there is none."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / PROJECT_FILE).is_file()), None)


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that look like settings and are none, such as a misspelt one."""
    known = {*(each.variable for each in OPTIONS), "WORKBENCH_DEBUG"}
    names = os.environ if environment is None else environment
    return sorted(name for name in names if name.startswith("WORKBENCH_") and name not in known)


def load_settings(
    project: Path | None = None,
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force.

    Args:
        project: a project's folder.
        flags: what the command line says, by option name; None values say nothing.
        environment: variables, `os.environ` if None.
    Raises: ConfigError if a file cannot be read, names an unknown setting, or a value is not allowed.
    """
    environment = os.environ if environment is None else environment
    layers: list[tuple[str, dict[str, object]]] = [(str(user_file()), read_file(user_file()))]
    if project is not None:
        layers.append((str(project / PROJECT_FILE), read_file(project / PROJECT_FILE)))
    settings = {}
    for each in OPTIONS:
        setting = Setting(each, each.default, "default")
        for place, values in layers:
            if each.name in values:
                setting = Setting(each, each.read(values[each.name], place), place)
        if each.variable in environment:
            setting = Setting(each, each.read(environment[each.variable], each.variable), each.variable)
        if (flags or {}).get(each.name) is not None:
            setting = Setting(each, each.read((flags or {})[each.name], "flag"), "flag")
        settings[each.name] = setting
    return Settings(settings, project)


def read_file(path: Path) -> dict[str, object]:
    """The settings of one file, empty if there is none.

    Raises: ConfigError if it is not TOML, cannot be read, or names a setting that does not exist.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: settings cannot be read: {error}") from error
    known = {each.name for each in OPTIONS}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ConfigError(f"{path}: no such setting: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return values

"""The one door to argostranslate: its formats of metadata and index, and where it keeps packages.

`argostranslate.package` is imported late, since importing it makes folders in the user's home;
`argostranslate.translate` never, since it loads torch, stanza and spaCy.
"""

from __future__ import annotations

import copy
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from workbench.core.errors import ConfigError, PackageError
from workbench.core.language import language_tag

FOREIGN = "workbench-translate"
"""The type of a package that Argos cannot run: it lists and runs only those of type `translate`."""

_TEXTS = (
    "package_version", "argos_version", "from_name", "to_name", "type", "code", "target_prefix",
    "layout", "source_token", "target_token", "licence", "origin",
)  # fmt: skip
_LISTS = ("links", "languages", "dependencies", "source_languages", "target_languages", "from_codes", "to_codes")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package or an entry of the index says of itself.

    Attributes:
        source, target: normalised language tags; `source_name`, `target_name` as the package writes them.
        version: dotted numbers, may be empty.
        short_name: the name Argos gives it, without version: `translate-en_fr`.
        target_prefix: token that tells a model of several languages which one to write, else empty.
        links: where it can be fetched.
        starter: whether it is one of the small packages shipped with the workbench.
        beam: hypotheses to keep while decoding, None where the package does not say.
        max_source_tokens: longest input the model was made for, None where the package does not say.
        layout: family of its tokens, see `engines.layouts`; `argos` where the package does not say.
        sources, targets: languages that it reads and writes; every source goes with every other target.
        tokens: language tags with their tokens, for a model that has such.
        licence: as its makers name it, empty where the package does not say.
        origin: where the model comes from, empty likewise.
        for_argos: whether Argos can run it too.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    short_name: str
    target_prefix: str
    links: tuple[str, ...]
    starter: bool
    beam: int | None
    max_source_tokens: int | None
    layout: str = "argos"
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tokens: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    origin: str = ""
    for_argos: bool = True


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10 follows 1.9; what is not a number counts 0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


def parse_metadata(raw: bytes | str) -> Metadata:
    """The metadata of a `metadata.json`.

    Raises: PackageError saying which field is missing or wrong.
    """
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"metadata.json is not JSON: {error}") from error
    return read_metadata(values)


def read_metadata(values: object) -> Metadata:
    """The metadata of a JSON object; read by Argos itself, after what it takes on trust was checked.

    Raises: PackageError saying which field is missing or wrong.
    """
    if not isinstance(values, dict):
        raise PackageError("the metadata is not a JSON object")
    kind = values.get("type", "translate")
    if kind not in ("translate", FOREIGN):
        raise PackageError(f"it is of type {kind!r}; only translation packages can be used")
    _check_types(values)
    described = _package_module().IPackage()
    described.load_metadata_from_json(copy.deepcopy({**values, "type": "translate"}))
    source, target = (_code(values, key) for key in ("from_code", "to_code"))
    if source == target:
        raise PackageError(f"it translates from {source} to {source}")
    return Metadata(
        source=source,
        target=target,
        source_name=described.from_name,
        target_name=described.to_name,
        version=described.package_version,
        short_name=_package_module().argospm_package_name(described),
        target_prefix=described.target_prefix,
        links=tuple(described.links),
        starter=values.get("starter") is True,
        beam=_count(values, "beam_size"),
        max_source_tokens=_count(values, "max_source_tokens"),
        layout=values.get("layout") or "argos",
        sources=_tags(values, source, "source_languages"),
        targets=_tags(values, target, "target_languages"),
        tokens=_tokens(values, source, target),
        licence=values.get("licence", ""),
        origin=values.get("origin", ""),
        for_argos=kind == "translate",
    )


def _tags(values: Mapping[str, Any], main: str, own: str) -> tuple[str, ...]:
    """Languages of one side: that of the package's name, those of both sides, those of this side only."""
    listed = [*values.get("languages", []), *values.get(own, [])]
    return tuple(dict.fromkeys([main, *(_language(each)[0] for each in listed)]))


def _tokens(values: Mapping[str, Any], source: str, target: str) -> tuple[tuple[str, str], ...]:
    """Every language token that the metadata names."""
    listed = [each for key in ("languages", "source_languages", "target_languages") for each in values.get(key, [])]
    named = {source: values.get("source_token", ""), target: values.get("target_token", "")}
    found = {**dict(map(_language, listed)), **{tag: token for tag, token in named.items() if token}}
    return tuple((tag, token) for tag, token in found.items() if token)


def _language(each: object) -> tuple[str, str]:
    """Tag and token of an entry in a list of languages: a tag alone, or an object as Argos has it.

    Raises: PackageError
    """
    values = {"code": each} if isinstance(each, str) else each
    if not isinstance(values, dict) or not isinstance(values.get("token", ""), str):
        raise PackageError("languages in the metadata are not all tags or objects with a code")
    return _code(values, "code"), values.get("token", "")


def _check_types(values: Mapping[str, Any]) -> None:
    for key in _TEXTS:
        if not isinstance(values.get(key, ""), str):
            raise PackageError(f"{key} in the metadata is not a text")
    for key in _LISTS:
        if not isinstance(values.get(key, []), list):
            raise PackageError(f"{key} in the metadata is not a list")
    if not all(isinstance(link, str) for link in values.get("links", [])):
        raise PackageError("links in the metadata are not all texts")


def _code(values: Mapping[str, Any], key: str) -> str:
    code = values.get(key)
    if not isinstance(code, str):
        raise PackageError(f"{key} in the metadata is missing or not a text")
    try:
        return language_tag(code)
    except ConfigError as error:
        raise PackageError(f"{key} in the metadata: {error}") from error


def _count(values: Mapping[str, Any], key: str) -> int | None:
    number = values.get(key)
    if number is None:
        return None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise PackageError(f"{key} in the metadata is not a whole number from 1 on")
    return number


def packages_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder where Argos installs packages for this user; nothing is created.

    The rules are those of `argostranslate.settings`: $ARGOS_PACKAGES_DIR, the same key in Argos' settings file,
    `argos-translate/packages` under $XDG_DATA_HOME or under `.local/share` in the home (in a snap, its data folder).
    """
    environment = os.environ if environment is None else environment
    home = Path(environment["SNAP_USER_DATA"]) if "SNAP" in environment else Path.home()
    data = Path(environment.get("XDG_DATA_HOME", home / ".local" / "share"))
    settings = Path(environment.get("XDG_CONFIG_HOME", home / ".config")) / "argos-translate" / "settings.json"
    named = environment.get("ARGOS_PACKAGES_DIR")
    return Path(named if named is not None else _from_file(settings) or data / "argos-translate" / "packages")


def _from_file(settings: Path) -> str | None:
    """The folder that Argos' settings file names; a file that cannot be read counts as none, as it does there."""
    try:
        values = json.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    named = values.get("ARGOS_PACKAGES_DIR") if isinstance(values, dict) else None
    return named if isinstance(named, str) else None


def index_address() -> str:
    """Where Argos' own index of packages lies.

    Raises: ConfigError
    """
    return cast(str, _package_module().settings.remote_package_index)


def _package_module() -> Any:
    """`argostranslate.package`.

    Raises: ConfigError if Argos cannot work with its own settings.
    """
    try:
        try:
            from argostranslate import package
        except OSError:  # it makes folders in the home, which may not be ours to write; its formats need none
            with _other_folders():
                from argostranslate import package
    except (OSError, ValueError, KeyError, AssertionError) as error:
        raise ConfigError(
            f"Argos Translate cannot be used with its settings: {error!r}; look at the variables ARGOS_… and XDG_… "
            "and at argos-translate/settings.json in the configuration folder"
        ) from error
    return package


@contextmanager
def _other_folders() -> Iterator[None]:
    """Point Argos to a temporary folder for as long as its import takes."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory(prefix="workbench-argos-") as folder:
        os.environ.update(dict.fromkeys(names, folder))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

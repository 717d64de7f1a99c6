"""The curated list: ready models on the hub, what is known of each and how sure that is; cheap to import and offline.

What a package that is not installed could do is decided here alone, so that every message names the same command.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

CHECKABLE = ("repository", "revision", "files", "size", "licence")
"""What can be read on a repository's page, in the order in which it is told that it was not."""

NOT_CONFIRMED = "not confirmed"

_TABLE = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one repository; `revision` is a commit, empty for `main`."""

    repository: str
    revision: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A published chrF (0–100): for which pair, on which test set, and where it was published."""

    source: str
    target: str
    chrf: float
    test_set: str
    published_in: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the list.

    Attributes:
        name: as `models install` takes it; the installed package has it too.
        layout: how it wants its tokens, see `engines.layouts`.
        pair: source and target of a model of one pair, None for one of many languages.
        languages: those it certainly knows; it translates between any two where `pair` is None.
        confirmed: those of CHECKABLE that were read on the repository's page.
    """

    name: str
    title: str
    layout: str
    parts: tuple[Part, ...]
    size_bytes: int
    quantization: str
    licence: str
    pair: tuple[str, str] | None
    languages: tuple[str, ...]
    confirmed: tuple[str, ...]
    scores: tuple[Score, ...]
    note: str

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Those of CHECKABLE that could not be checked."""
        return tuple(field for field in CHECKABLE if field not in self.confirmed)

    @property
    def restricted(self) -> bool:
        """Whether the licence forbids commercial use."""
        return "-NC" in self.licence

    @property
    def terms(self) -> str:
        """The licence and what it forbids, for a message."""
        return f"{self.licence}: no commercial use" if self.restricted else self.licence

    def covers(self, source: str, target: str) -> bool:
        """Whether it translates from one language straight to the other."""
        if self.pair:
            return self.pair == (source, target)
        return source != target and source in self.languages and target in self.languages

    def pairs(self, languages: Iterable[str]) -> list[tuple[str, str]]:
        """Those pairs of some languages that it covers, in their order."""
        wanted = list(languages)
        return [(source, target) for source in wanted for target in wanted if self.covers(source, target)]


def size_text(size_bytes: int) -> str:
    """A size for people: `634 MB`, `2.96 GB`."""
    return f"{size_bytes / 1e9:.2f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry, in the order of the list."""
    table = _table()
    return tuple(_entry(each, table["languages"]) for each in table["model"])


def named(name: str) -> Entry | None:
    """The entry of that name, in whatever case."""
    return next((entry for entry in catalogue() if entry.name == name.lower()), None)


def choices(source: str, target: str) -> list[Entry]:
    """The entries that cover a pair: those whose licence allows any use first, else in the order of the list."""
    return sorted((entry for entry in catalogue() if entry.covers(source, target)), key=lambda entry: entry.restricted)


def parse_pair(text: str) -> tuple[str, str] | None:
    """The two languages of `en-hy`, `en_hy` or `translate-en_hy`; None if it is nothing of the kind."""
    parts = text.removeprefix("translate-").replace("_", "-").split("-")
    return (parts[0], parts[1]) if len(parts) == 2 and all(part.isalpha() for part in parts) else None


def in_argos_index(source: str, target: str) -> bool:
    """Whether Argos' own index is known to have a package for a pair."""
    return f"{source}-{target}" in _table()["argos_pairs"]


def advice(source: str, target: str) -> str:
    """What to type so that a pair becomes possible, in one sentence."""
    if in_argos_index(source, target):
        return f"`workbench models install {source}-{target}` gets a package for it from Argos' index"
    found = choices(source, target)
    if not found:
        return (
            f"`workbench models available --languages {source},{target}` shows what Argos' index has; a model of your "
            f"own becomes a package by `workbench models pack DIR --from {source} --to {target} --install`"
        )
    first, *others = (f"{entry.name} ({size_text(entry.size_bytes)}, {entry.terms})" for entry in found)
    rest = f"; or name another: {', '.join(others)}" if others else ""
    return f"`workbench models install {source}-{target}` gets {first}{rest}"


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files("workbench.engines").joinpath(_TABLE).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _entry(values: Mapping[str, Any], languages: Mapping[str, str]) -> Entry:
    pair = tuple(values["pair"].split("-")) if "pair" in values else None
    return Entry(
        name=values["name"],
        title=values["title"],
        layout=values["layout"],
        parts=tuple(
            Part(each["repository"], each.get("revision", ""), tuple(each["files"])) for each in values["parts"]
        ),
        size_bytes=values["size_mb"] * 1_000_000,
        quantization=values["quantization"],
        licence=values["licence"],
        pair=pair,
        languages=pair or tuple(languages[values["languages"]].split()),
        confirmed=tuple(values["confirmed"]),
        scores=tuple(_score(each) for each in values.get("chrf", ())),
        note=values.get("note", ""),
    )


def _score(values: Mapping[str, Any]) -> Score:
    source, target = values["pair"].split("-")
    return Score(source, target, values["score"], values["test"], values["source"])

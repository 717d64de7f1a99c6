"""What could be installed: Argos' index and the curated list side by side, and which of them a name or pair means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import ConfigError, EngineError, ModelMissingError
from workbench.core.language import language_tag
from workbench.engines.argos import Metadata, version_key
from workbench.engines.catalogue import Entry, catalogue, choices, in_argos_index, named, parse_pair, size_text
from workbench.engines.hub import Index
from workbench.engines.packages import Package
from workbench.engines.shipped import SUFFIX

Pair = tuple[str, str]

_MOST_LEGS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index offers; `state` is `new`, `installed` or `update`."""

    name: str
    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    state: str


@dataclass(frozen=True, slots=True)
class PairOffer:
    """What there is for a pair.

    Attributes:
        installed: packages that translate it directly.
        choices: names that could be installed; `models install PAIR` takes the first.
    """

    source: str
    target: str
    installed: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What could be installed.

    Attributes:
        address: of the index.
        pairs: by pair.
        offers: what the index has for these pairs.
        models: what the curated list has for these pairs, each with whether it is installed.
        skipped: entries of the index that could not be read.
        problem: why the index is a copy of `age_s` seconds and not today's, or why there is none; empty if neither.
        missing: whether there is no index at all.
    """

    address: str
    pairs: tuple[PairOffer, ...]
    offers: tuple[Offer, ...]
    models: tuple[tuple[Entry, bool], ...]
    skipped: int = 0
    problem: str = ""
    age_s: float = 0.0
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name, pair or path means.

    Attributes:
        name: of the package, or of the file.
        file, packaged, entry: one of them is set: a package file, an entry of the index, or one of the curated list.
        rule: why this one, where a pair left a choice.
        others: names that would also do.
    """

    name: str
    file: Path | None = None
    packaged: Metadata | None = None
    entry: Entry | None = None
    rule: str = ""
    others: tuple[str, ...] = ()

    @property
    def restricted(self) -> bool:
        """Whether the licence forbids commercial use, so that the user must accept it."""
        return self.entry is not None and self.entry.restricted

    @property
    def told(self) -> str:
        """What a person should know before it is installed, in one line."""
        parts = [self.name]
        if self.entry:
            parts = [f"{self.name}: {size_text(self.entry.size_bytes)}", f"licence {self.entry.terms}"]
            if self.entry.unconfirmed:
                parts.append(f"not confirmed: {', '.join(self.entry.unconfirmed)}")
        elif self.packaged:
            licence = self.packaged.licence or "in its README (`workbench models info`)"
            parts = [f"{self.name}: version {self.packaged.version or '?'}", f"licence {licence}"]
        if self.rule:
            parts.append(self.rule)
        if self.others:
            parts.append(f"others: {', '.join(self.others)}")
        return "; ".join(parts)


def choose(what: str, read_index: Callable[[], Index]) -> Choice:
    """What to install for a name or a pair.

    For a pair: the index's own package for exactly this pair, else the first of the curated list that covers it and
    whose licence allows any use, else the first that covers it.

    Args:
        read_index: called unless the name says enough.
    Raises: ModelMissingError if there is nothing, EngineError if there may be and the index cannot be read.
    """
    if entry := named(what):
        return Choice(entry.name, entry=entry)
    pair = _pair(what)
    curated = choices(*pair) if pair and not what.startswith("translate-") else []
    problem = ""
    try:
        packaged = read_index().find("-".join(pair) if pair else what)
    except ModelMissingError:
        if not curated:
            raise
    except EngineError:
        # A model of gigabytes is no stand-in for a small package that the index has when it can be read.
        if not curated or (pair and in_argos_index(*pair)):
            raise
        problem = ", and the index of Argos cannot be read"
    else:
        rule = "taken since the index has a package for exactly this pair" if curated else ""
        return Choice(packaged.short_name, packaged=packaged, rule=rule, others=_names(curated))
    first, *others = curated
    why = "its licence allows any use" if not first.restricted else "none with another licence covers it"
    rule = f"taken as the first of the list that covers {'→'.join(pair or ())}; {why}{problem}"
    return Choice(first.name, entry=first, rule=rule, others=_names(others))


def path_of(what: str) -> Path | None:
    """The package file that is meant; None if it is a name or a pair.

    Raises: ModelMissingError if it looks like a file and there is none; ConfigError if it is a folder.
    """
    path = Path(what)
    if path.is_file():
        return path
    if len(path.parts) > 1 and path.is_dir():
        raise ConfigError(
            f"{path}: is a folder; a model becomes a package by `workbench models pack DIR --from L --to L --install`, "
            "files of a model of the list by `workbench models install NAME --from DIR`"
        )
    if path.suffix.lower() in (SUFFIX, ".zip") or len(path.parts) > 1:
        raise ModelMissingError(f"{path}: there is no such package file")
    return None


def offers(index: Index | EngineError, packages: Sequence[Package], languages: Sequence[str] | None) -> Offers:
    """What could be installed.

    Args:
        packages: the user's own.
        languages: only pairs of these; None for all pairs that the index has.
    """
    known = index.entries if isinstance(index, Index) else ()
    entries = [each for each in known if languages is None or {each.source, each.target} <= set(languages)]
    wanted = (
        [(source, target) for source in languages for target in languages if source != target]
        if languages is not None
        else sorted({(each.source, each.target) for each in entries})
    )
    pairs = tuple(_pair_offer(pair, entries, packages) for pair in wanted)
    here = {package.name for package in packages}
    shown = [entry for entry in catalogue() if any(entry.name in pair.choices for pair in pairs)]
    own = tuple(_offer(entry, packages) for entry in entries)
    models = tuple((entry, entry.name in here) for entry in shown)
    if isinstance(index, EngineError):
        return Offers("", pairs, own, models, problem=str(index), missing=True)
    return Offers(index.address, pairs, own, models, index.skipped, index.problem, index.age_s)


def _pair_offer(pair: Pair, entries: Iterable[Metadata], packages: Iterable[Package]) -> PairOffer:
    packaged = dict.fromkeys(each.short_name for each in entries if (each.source, each.target) == pair)
    installed = tuple(package.name for package in packages if package.covers(*pair))
    return PairOffer(*pair, installed, (*packaged, *_names(choices(*pair))))


def _offer(entry: Metadata, packages: Iterable[Package]) -> Offer:
    versions = [each.metadata.version for each in packages if each.pair == (entry.source, entry.target)]
    newest = max(versions, key=version_key, default=None)
    newer = newest is not None and version_key(entry.version) > version_key(newest)
    state = "new" if newest is None else "update" if newer else "installed"
    names = entry.short_name, entry.source, entry.target, entry.source_name, entry.target_name
    return Offer(*names, entry.version, state)


def gains(present: Iterable[Pair], new: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Pairs that become direct, and pairs that become possible through other languages, when `new` ones come."""
    before, added = set(present), set(new)
    direct = sorted(added - before)
    through = sorted(_reach(before | added) - _reach(before) - added)
    return direct, through


def _reach(pairs: set[Pair]) -> set[Pair]:
    """Every pair that a chain of at most three of these leads to."""
    reached = set(pairs)
    for _ in range(_MOST_LEGS - 1):
        reached |= {(one, target) for one, middle in reached for source, target in pairs if middle == source != target}
    return {(source, target) for source, target in reached if source != target}


def _pair(what: str) -> Pair | None:
    """The pair that is meant, its tags normalised; None if it is none."""
    parts = parse_pair(what)
    try:
        return (language_tag(parts[0]), language_tag(parts[1])) if parts else None
    except ConfigError:
        return None


def _names(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.name for entry in entries)

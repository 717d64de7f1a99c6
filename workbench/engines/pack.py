"""A model with its tokenizers made into a package: what goes into it, its metadata, its card.

The same model gives the same bytes: nothing in a package tells when or where it was made.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from workbench.core.errors import ConfigError, PackageError, WriteError
from workbench.engines.argos import FOREIGN, Metadata, read_metadata
from workbench.engines.card import model_card
from workbench.engines.codes import TOKENS, english_name
from workbench.engines.modelfolder import CTRANSLATE2, LAYOUTS, ModelFolder, sentencepiece_pieces
from workbench.engines.packages import METADATA, SENTENCEPIECE, TARGET_SENTENCEPIECE
from workbench.engines.spm import with_control_piece
from workbench.engines.vocabulary import source_vocabulary

_MODEL_FILES = ("model.bin", "vmap.txt")
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")
_BOTH_SIDES = ("nllb", "m2m100", "madlad")
_ARGOS_FORMAT = "1.9.0"
_BLOCK = 1 << 20
_KNOWN_PIECES = 0.5
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of the package.

    Attributes:
        sources, targets: languages; the first of each is the pair in its name.
        name: of its folder, empty for one made of the pair.
        licence, origin: empty for what the model's folder says.
        source_token, target_token: of the pair in its name, where its languages cannot be told from the vocabulary.
        argos: make it for one pair in such a way that Argos can run it; not possible for MADLAD-400.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    name: str = ""
    version: str = "1.0"
    licence: str = ""
    origin: str = ""
    source_token: str = ""
    target_token: str = ""
    argos: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package: its path there, and the file it is copied from or its bytes."""

    name: str
    content: Path | bytes

    @property
    def size_bytes(self) -> int:
        """How large it is."""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)


@dataclass(frozen=True, slots=True)
class Plan:
    """A package that can be written.

    Attributes:
        name: of its folder.
        metadata: what it will say of itself.
        members: its files, in the order they are written.
    """

    name: str
    metadata: Metadata
    members: tuple[Member, ...]

    @property
    def size_bytes(self) -> int:
        """Size of all files together."""
        return sum(member.size_bytes for member in self.members)


def plan(found: ModelFolder, wish: Wish) -> Plan:
    """What a package of this model holds; nothing is written.

    Raises: ConfigError if the wish does not fit the model, PackageError if the model's files cannot be used.
    """
    if found.layout not in LAYOUTS:
        raise ConfigError(f"{found.layout!r} is no layout; there are {', '.join(LAYOUTS)}")
    if wish.sources[0] == wish.targets[0]:
        raise ConfigError(f"source and target are both {wish.sources[0]}; name the languages the model translates")
    if wish.argos and found.layout == "madlad":
        raise ConfigError("Argos cannot run MADLAD-400, which wants two tokens before the text; leave --argos out")
    if wish.argos:
        wish = replace(wish, sources=wish.sources[:1], targets=wish.targets[:1])
    tokens = _tokens(found, wish)
    values = _described(found, wish, tokens)
    metadata = read_metadata(values)
    name = wish.name or _name(metadata)
    if not all(char.isalnum() or char in "._-" for char in name) or name.startswith("."):
        raise ConfigError(f"{name!r} cannot be the name of a package; use letters, digits, '.', '_' and '-'")
    return Plan(name, metadata, tuple(_members(found, wish, metadata, values)))


def _name(metadata: Metadata) -> str:
    """`translate-en_hy-1_0`, of a model for several pairs `translate-en_hy-nllb-1_0`."""
    several = len(metadata.sources) > 1 or len(metadata.targets) > 1
    family = f"-{metadata.layout}" if several else ""
    return f"{metadata.short_name}{family}-{metadata.version.replace('.', '_')}"


def _tokens(found: ModelFolder, wish: Wish) -> dict[str, str]:
    """Language tokens with the user's own; every language that needs one has one.

    Raises: ConfigError
    """
    own = {wish.sources[0]: wish.source_token, wish.targets[0]: wish.target_token}
    tokens = {**found.tokens, **{tag: token for tag, token in own.items() if token}}
    needed = wish.targets if found.layout in ("opus-multi", "madlad") else (*wish.sources, *wish.targets)
    missing = [tag for tag in dict.fromkeys(needed) if found.layout in TOKENS and tag not in tokens]
    # A checkpoint shows all its tokens only once it is converted.
    if missing and found.kind == CTRANSLATE2:
        raise ConfigError(
            f"{found.folder}: the model ({found.layout}) has no token for {', '.join(missing)}; it has "
            f"{', '.join(tokens) or 'none'}. --source-token and --target-token name one that cannot be told"
        )
    return tokens


def _described(found: ModelFolder, wish: Wish, tokens: dict[str, str]) -> dict[str, Any]:
    """The values of `metadata.json`."""
    source, target = wish.sources[0], wish.targets[0]
    layout = found.layout
    values: dict[str, Any] = {
        "package_version": wish.version,
        "argos_version": _ARGOS_FORMAT,
        "from_code": source,
        "from_name": english_name(source),
        "to_code": target,
        "to_name": english_name(target),
        "type": "translate" if wish.argos or layout in ("argos", "opus") else FOREIGN,
        "layout": layout,
        "tokenizers": [SENTENCEPIECE, *([TARGET_SENTENCEPIECE] if found.target else [])],
        "licence": wish.licence or found.licence,
        "origin": wish.origin or found.origin,
    }
    if layout in ("nllb", "m2m100"):
        values["source_token"] = tokens.get(source, "")
    if layout in TOKENS:
        values["target_token"] = tokens.get(target, "")
    if layout == "argos" and wish.target_token:
        values["target_prefix"] = wish.target_token
    if wish.argos:
        return values | ({"target_prefix": tokens[target]} if layout in ("nllb", "m2m100") else {})
    return values | _several(layout, wish, tokens)


def _several(layout: str, wish: Wish, tokens: dict[str, str]) -> dict[str, Any]:
    """Languages beyond the pair in the name, on both sides or on one."""

    def listed(tags: Sequence[str]) -> list[dict[str, str]]:
        return [
            {"code": tag, "name": english_name(tag), **({"token": tokens[tag]} if tag in tokens else {})}
            for tag in tags
        ]

    if layout in _BOTH_SIDES:
        return {"languages": listed(list(tokens))}
    targets = tuple(tokens) if layout == "opus-multi" else wish.targets
    sides = {"source_languages": wish.sources, "target_languages": targets}
    return {key: listed(tags) for key, tags in sides.items() if len(tags) > 1}


def _members(found: ModelFolder, wish: Wish, metadata: Metadata, values: dict[str, Any]) -> Iterator[Member]:
    """The files: small ones first, so that who reads the archive knows soon what it is."""
    yield Member(METADATA, (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode())
    yield Member("README.md", model_card(metadata).encode())
    tokenizer: Path | bytes = found.source
    if wish.argos and metadata.target_prefix:
        tokenizer = with_control_piece(found.source.read_bytes(), metadata.target_prefix)
    yield Member(SENTENCEPIECE, tokenizer)
    if found.target:
        yield Member(TARGET_SENTENCEPIECE, found.target)
    if found.kind != CTRANSLATE2:
        return
    yield from _settings(found, wish, metadata)
    names = [f"{stem}{suffix}" for stem in _VOCABULARIES for suffix in (".json", ".txt")]
    for name in (*names, *_MODEL_FILES):
        if (found.model / name).is_file():
            yield Member(f"model/{name}", found.model / name)


def _settings(found: ModelFolder, wish: Wish, metadata: Metadata) -> Iterator[Member]:
    """The model's `config.json`; where Argos is to run it, CTranslate2 adds the tokens that Argos knows nothing of.

    Raises: PackageError, ConfigError
    """
    path = found.model / "config.json"
    try:
        settings = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(f"{path}: cannot be read: {error}") from error
    if not isinstance(settings, dict) or (not settings and path.is_file()):
        raise PackageError(f"{path}: is not the configuration of a CTranslate2 model")
    if metadata.for_argos and found.layout != "argos":
        settings["add_source_eos"] = True
    if wish.argos and found.layout in TOKENS:
        token = dict(metadata.tokens)[metadata.target if found.layout == "opus-multi" else metadata.source]
        settings |= {"add_source_bos": True, "bos_token": token}
    if settings:
        yield Member("model/config.json", (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode())


def check_tokenizer(made: Plan, found: ModelFolder) -> None:
    """Refuse a tokenizer that does not belong to the model, before the package is written.

    Raises: PackageError
    """
    vocabulary = source_vocabulary(found.model)
    pieces = sentencepiece_pieces(found.source)
    known = sum(piece in vocabulary for piece in pieces)
    if vocabulary and known < _KNOWN_PIECES * min(len(pieces), len(vocabulary)):
        raise PackageError(
            f"{found.folder}: {found.source.name} does not belong to the model of {made.name}: the vocabulary has "
            f"{known} of its {len(pieces)} pieces; look for the tokenizer of this very model"
        )


def write_folder(made: Plan, folder: Path) -> None:
    """Write the files of a package into an empty folder.

    Raises: WriteError if the disk does not take them.
    """
    for member in made.members:
        path = folder / member.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(member.content, Path):
                shutil.copyfile(member.content, path)
            else:
                path.write_bytes(member.content)
        except OSError as error:
            raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error


def write_archive(made: Plan, stream: IO[bytes], report: Callable[[int], None] | None = None) -> None:
    """Write a package as an `.argosmodel`; weights, which do not shrink, are stored as they are.

    Args:
        report: called with the bytes done so far, unpacked.
    Raises: OSError
    """
    done = 0
    with zipfile.ZipFile(stream, "w") as archive:
        for member in made.members:
            info = zipfile.ZipInfo(f"{made.name}/{member.name}", _LONG_AGO)
            info.compress_type = zipfile.ZIP_STORED if member.name.endswith(".bin") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as out:
                for block in _blocks(member):
                    out.write(block)
                    done += len(block)
                    if report:
                        report(done)


def _blocks(member: Member) -> Iterator[bytes]:
    if isinstance(member.content, bytes):
        yield member.content
        return
    with member.content.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block

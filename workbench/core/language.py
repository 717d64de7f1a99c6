"""Language tags as the workbench uses them: BCP 47, normalised, and the four it must be excellent in."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.core.errors import ConfigError

FOUR = ("en", "fr", "az", "hy")
"""The languages that every part of the workbench knows in depth."""

UNDETERMINED = "und"
"""The answer where a text cannot tell its language (ISO 639-2)."""

OWN_NAMES = {"en": "English", "fr": "français", "az": "azərbaycanca", "hy": "հայերեն"}
"""Each of the four in its own words, as the desk heads its columns."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
_THREE_LETTERS = {"eng": "en", "fra": "fr", "fre": "fr", "aze": "az", "hye": "hy", "arm": "hy"}
_PART_OF = {"hyw": "hy"}
"""Languages whose tables are those of another: Western Armenian."""
_SCRIPT_IMPLIED = {"en": "Latn", "fr": "Latn", "az": "Latn", "hy": "Armn"}


def language_tag(tag: str) -> str:
    """The normalised form of a language tag: `EN` → `en`, `az_latn` → `az`, `hye` → `hy`, `az-cyrl` → `az-Cyrl`.

    Raises: ConfigError if `tag` is not a language with optional script and region.
    """
    candidate = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(candidate):
        raise ConfigError(f"{tag!r} is not a language tag; use one such as en, fr, az, hy or pt-BR")
    language, *rest = candidate.split("-")
    language = _THREE_LETTERS.get(language.lower(), language.lower())
    subtags = [part.title() if len(part) == 4 else part.upper() for part in rest]
    if subtags[:1] == [_SCRIPT_IMPLIED.get(language)]:
        subtags = subtags[1:]
    return "-".join([language, *subtags])


def language_tags(tags: str) -> tuple[str, ...]:
    """The tags of a comma-separated list, normalised, in its order, without repeats.

    Raises: ConfigError if the list is empty or one of them is not a language tag.
    """
    found = tuple(dict.fromkeys(language_tag(tag) for tag in tags.split(",") if tag.strip()))
    if not found:
        raise ConfigError("no language given; use for example en or fr,az,hy")
    return found


@lru_cache(maxsize=256)
def base(tag: str) -> str:
    """The language without script and region: `pt-BR` → `pt`; Western Armenian (`hyw`) is Armenian."""
    language = tag.partition("-")[0]
    return _PART_OF.get(language, language)


def base_as_written(tag: str) -> str:
    """The language of a tag as other programs write it, script and region aside: `EN-US` → `en`, `hye_AM` → `hy`."""
    language = tag.strip().replace("_", "-").partition("-")[0].lower()
    return base(_THREE_LETTERS.get(language, language))


def without_region(tag: str) -> str:
    """The language with its script alone: `en-US` → `en`, `az-Cyrl-AZ` → `az-Cyrl`."""
    language, *rest = tag.split("-")
    return "-".join([language, *(part for part in rest if len(part) == 4)])


def own_name(tag: str) -> str:
    """The language's name for itself where we know it, else the tag."""
    return OWN_NAMES.get(tag, tag)

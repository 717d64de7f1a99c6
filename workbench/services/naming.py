"""What the name of a file tells: which statement, which language, which date; and keys made from titles."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from workbench.core.errors import ConfigError
from workbench.core.language import language_tag
from workbench.text.normalize import lower, nfc

LONGEST_KEY = 60

_SEPARATED_TAG = re.compile(r"(?P<stem>.*?)[._-](?P<tag>[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_][A-Z]{2})?)")
_DATE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What a file's name says: the statement's key, and language and ISO date, empty where it says nothing."""

    key: str
    language: str
    date: str


def slug(title: str, language: str = "en") -> str:
    """A key for a title: small letters and figures of any script joined by `-`; empty if the title has none."""
    joined = re.sub(r"[\W_]+", "-", lower(nfc(title), language).replace("i\u0307", "i")).strip("-")
    return (
        joined if len(joined) <= LONGEST_KEY else joined[: LONGEST_KEY + 1].rpartition("-")[0] or joined[:LONGEST_KEY]
    )


def free_key(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or it with the smallest number behind that makes it a key not yet taken."""
    wanted = wanted or "statement"
    numbers = range(2, len(taken) + 3)
    return next(key for key in [wanted, *(f"{wanted}-{n}" for n in numbers)] if key not in taken)


def name_evidence(path: PurePath, languages: Collection[str]) -> NameEvidence:
    """What the name of a file tells.

    `talks.en.txt`, `talks_fr.md`, `talks-az-Latn.txt`, `fr/talks.txt` and `talks/hy.txt` are read so.

    Args:
        languages: the tags that a name may mean; other two letters in it are part of the statement's name.
    """
    stem = path.stem
    folder = path.parent.name
    found = _SEPARATED_TAG.fullmatch(stem)
    if found and (language := _known(found["tag"], languages)):
        key = found["stem"]
    elif language := _known(stem, languages):
        key = folder or stem
    else:
        language, key = _known(folder, languages), stem
    return NameEvidence(slug(key) or slug(stem) or "statement", language, iso_date_in(stem))


def iso_date_in(name: str) -> str:
    """The first date in a name such as `2024-05-03-talks` or `talks_20240503`, in ISO 8601; empty if none."""
    for found in _DATE.finditer(name):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            continue
    return ""


def _known(tag: str, languages: Collection[str]) -> str:
    """The normalised tag if it names one of the languages, else nothing."""
    try:
        normalised = language_tag(tag)
    except ConfigError:
        return ""
    return normalised if normalised in languages else ""

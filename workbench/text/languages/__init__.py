"""The tables behind `workbench.text`: one TOML file a language, read as package resources, loaded when first asked for.

The files hold lists that a linguist edits; no rule is coded here. A language without a file gets `default.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from workbench.core.language import FOUR, base


@cache
def table(language: str) -> dict[str, Any]:
    """The table of `language` (a BCP 47 tag), or the default table where we have none; shared, not to be changed."""
    name = base(language) if base(language) in FOUR else "default"
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def words(language: str, section: str, key: str) -> tuple[str, ...]:
    """The words of one list of a table; lists are written as strings of words parted by white space, or as arrays."""
    value = table(language).get(section, {}).get(key, "")
    return tuple(value.split()) if isinstance(value, str) else tuple(value)

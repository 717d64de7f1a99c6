"""A setting declared once: for the flag, the environment, the settings files and their help."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench.core.errors import ConfigError
from workbench.core.language import language_tag, language_tags

Value = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    Attributes:
        name: key in the settings files; the flag is `--name` with dashes, the variable `WORKBENCH_NAME`.
        default: value where nobody says otherwise; its type is the type of the setting.
        help: one line for a person.
        parse: turns text (or what TOML gives) into a value; raises ConfigError or ValueError.
    """

    name: str
    default: Value
    help: str
    parse: Callable[[Any], Value]

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"WORKBENCH_{self.name.upper()}"

    def read(self, raw: object, where: str) -> Value:
        """The value of what stands at `where`.

        Raises: ConfigError naming the setting, the place and what is allowed.
        """
        try:
            return self.parse(raw)
        except (ValueError, TypeError, AttributeError, ConfigError) as error:
            raise ConfigError(f"{where}: {self.name} = {raw!r} cannot be used: {error}") from error


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A parser that takes one of these words."""

    def parse(raw: Any) -> str:
        if raw not in allowed:
            raise ValueError(f"use one of {', '.join(allowed)}")
        return str(raw)

    return parse


def whole_number(least: int) -> Callable[[Any], int]:
    """A parser of whole numbers from `least` on."""

    def parse(raw: Any) -> int:
        try:
            number = int(raw)
        except (ValueError, TypeError):
            number = least - 1
        if isinstance(raw, (bool, float)) or number < least:
            raise ValueError(f"use a whole number from {least} on")
        return number

    return parse


def number(least: float, most: float) -> Callable[[Any], float]:
    """A parser of numbers between two bounds, both allowed."""

    def parse(raw: Any) -> float:
        try:
            found = float(raw)
        except (ValueError, TypeError):
            found = math.nan
        if isinstance(raw, bool) or not least <= found <= most:
            raise ValueError(f"use a number from {least:g} to {most:g}")
        return found

    return parse


def language_or_none(raw: Any) -> str:
    """Parse one language tag; empty stands for none."""
    return language_tag(raw) if raw else ""


def words(raw: Any) -> tuple[str, ...]:
    """Parse a list of words, or their comma-separated form."""
    found = raw.split(",") if isinstance(raw, str) else raw
    if not all(isinstance(word, str) for word in found):
        raise ValueError("use a list of names")
    return tuple(word.strip() for word in found if word.strip())


def language(raw: Any) -> str:
    """Parse one language tag."""
    return language_tag(raw)


def languages(raw: Any) -> tuple[str, ...]:
    """Parse a list of language tags, or their comma-separated form."""
    return language_tags(raw if isinstance(raw, str) else ",".join(raw))


def paths(raw: Any) -> tuple[str, ...]:
    """Parse a list of paths, or one path."""
    if isinstance(raw, str):
        return (raw,) if raw else ()
    if not all(isinstance(path, str) for path in raw):
        raise ValueError("use a list of paths")
    return tuple(raw)


def text(raw: Any) -> str:
    """Parse a text."""
    if not isinstance(raw, str):
        raise ValueError("use a text in quotes")
    return raw

"""The termbases that a command works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from workbench.cli import diagnostics
from workbench.config import Settings
from workbench.core.ports import Terms
from workbench.services import bootstrap


def glossary_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--glossary FILE`, as often as needed."""
    return click.option(
        "--glossary",
        "-g",
        "glossaries",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A termbase (TBX, CSV, TSV, XLSX or UTX); may be given several times.",
    )(command)


def finder(glossaries: Sequence[Path], settled: Sequence[Path]) -> Terms | None:
    """A finder over the termbases that are named, else over those settled beforehand.

    One that cannot be read is reported and left out: a broken termbase stops nothing.

    Raises: InputError if one that is named is not there.
    """
    found, problems = bootstrap.term_finder(glossaries or settled, named=bool(glossaries))
    for problem in problems:
        diagnostics.say(problem)
    return found


def settled_finder(glossaries: Sequence[Path], settings: Settings) -> Terms | None:
    """A finder over the termbases that are named, else those of the settings, else the shipped ones."""
    return finder(glossaries, settings.glossaries or bootstrap.shipped_glossaries())

"""`--summary FILE`: the counts of a batch, for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from workbench.cli import output


def summary_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--summary FILE`."""
    return click.option(
        "--summary", type=click.Path(path_type=Path), help="Write counts to this file as JSON; an old one is replaced."
    )(command)


def write_summary(path: Path | None, counts: Mapping[str, object]) -> None:
    """Write the counts, if a file was asked for.

    Raises: WriteError
    """
    if path is not None:
        from workbench.services.files import write_whole

        write_whole(path, (output.to_json(counts, indent=2) + "\n").encode(), force=True)

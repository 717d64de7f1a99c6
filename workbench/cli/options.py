"""Options that several commands share, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from workbench.cli import output


def lines_or_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--format text|jsonl`, as `form`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "jsonl"]),
        default="text",
        show_default=True,
        help="Plain lines or JSON lines.",
    )(command)


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

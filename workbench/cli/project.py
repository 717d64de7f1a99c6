"""Which project a command works on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.config import find_project
from workbench.core.errors import ConfigError
from workbench.core.language import language_tags

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project


def project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--project DIR`; it means the same before and after the command's name."""

    def remember(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.obj["project"] = value

    return click.option(
        "--project",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        callback=remember,
        help="Work on the project in this folder.",
    )(command)


def project_folder(ctx: click.Context, *, required: bool = True) -> Path | None:
    """The folder of `--project`, else of the project that the current folder is in.

    Raises: ConfigError if there is none and one is required.
    """
    asked: Path | None = ctx.obj["project"]
    folder = find_project(asked or Path())
    if asked is not None and (folder is None or folder != asked.absolute()):
        raise ConfigError(f"{asked}: no project here; make one with `workbench init {asked}`")
    if folder is None and required:
        raise ConfigError(
            "no project in this folder; name one with --project DIR or make one with `workbench init DIR`"
        )
    return folder


def project_languages(project: Project, text: str | None) -> tuple[str, ...] | None:
    """The languages of a project that are named, comma-separated; None for all.

    Raises: ConfigError if one is no language of the project, since a slip would look like nothing to do.
    """
    if text is None:
        return None
    tags = language_tags(text)
    there = dict.fromkeys(
        (*project.languages, *(tag for each in project.overview() for tag in each.languages)),
    )
    unknown = [tag for tag in tags if tag not in there]
    if unknown:
        raise ConfigError(f"{', '.join(unknown)}: no language of this project; it has {', '.join(there)}")
    return tags


def open_project(ctx: click.Context) -> Project:
    """Open the project that a command works on; it closes with the command.

    Raises: ConfigError if there is none.
    """
    from workbench.services.project import Project

    folder = project_folder(ctx)
    assert folder is not None
    project = Project.open(folder)
    ctx.call_on_close(project.close)
    return project

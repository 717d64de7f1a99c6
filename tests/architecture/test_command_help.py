"""Every command, argument and option says what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import click
import pytest

from workbench.cli.main import COMMANDS, NOT_IN_YET, workbench


def walk(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and everything below it, with the words that call it."""
    yield ctx.command_path, command, ctx
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from walk(below, click.Context(below, info_name=name, parent=ctx))


ALL = list(walk(workbench, click.Context(workbench, info_name="workbench")))


@pytest.mark.parametrize(("path", "command", "ctx"), ALL, ids=[path for path, _, _ in ALL])
def test_commands_and_options_have_help(path: str, command: click.Command, ctx: click.Context) -> None:
    assert command.help and command.help.strip().endswith("."), path
    flags: list[str] = []
    for parameter in command.params:
        flags += [*parameter.opts, *parameter.secondary_opts]
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help and len(parameter.help) > 8, f"{path} {parameter.opts[0]} has no help"
    assert len(flags) == len(set(flags)), f"{path} declares an option twice"
    shown = command.get_help(ctx)
    assert all(flag in shown for flag in flags if flag.startswith("--") and not _hidden(command, flag))


def _hidden(command: click.Command, flag: str) -> bool:
    return any(isinstance(one, click.Option) and one.hidden for one in command.params if flag in one.opts)


def test_short_helps_are_not_cut() -> None:
    for path, command, ctx in ALL[1:]:
        if path.count(" ") == 1:  # the command line has lines of its own for these
            assert len(COMMANDS[path.split()[1]][1]) <= 74
            continue
        assert not command.get_short_help_str(74).endswith("..."), f"{path}: first sentence of its help is too long"
        assert StringIO(command.get_usage(ctx)).readline().startswith(f"Usage: {path}")


def test_the_list_of_commands_says_what_there_is() -> None:
    assert not set(COMMANDS) & set(NOT_IN_YET)
    for name in COMMANDS:
        command = workbench.get_command(click.Context(workbench), name)
        assert command is not None
        assert command.name == name

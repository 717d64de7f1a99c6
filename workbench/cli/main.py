"""The `workbench` command: finds the subcommand, loads its module, turns errors into exit codes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench import __version__
from workbench.cli import diagnostics, output

if TYPE_CHECKING:
    from workbench.services.doctor import Symptom

Desk = Callable[[Path | None], None]
LookOver = Callable[[Path | None], "Sequence[Symptom]"]

COMMANDS = {
    "demo": ("demo:demo", "Build a project from the shipped statements and show what was done."),
    "init": ("project:init", "Make a new project."),
    "import": ("project:import_", "Bring statements in from files and folders."),
    "pair": ("pair:pair", "Find which files are versions of one statement."),
    "align": ("align:align", "Align two versions sentence by sentence."),
    "translate": ("translate:translate", "Translate files, folders, a pipe, or what a project is missing."),
    "segment": ("text:segment", "Split a text into sentences."),
    "detect": ("text:detect", "Tell the language of each line, or of a file."),
    "check": ("check:check", "Report quality findings."),
    "terms": ("terms:terms", "Import, export, find, add, check and extract terms."),
    "score": ("score:score", "BLEU, chrF and TER against references, with signatures."),
    "models": ("models:models", "List, install and remove translation packages."),
    "export": ("project:export", "Write a project's versions to files."),
    "config": ("settings:config", "Show each setting and where it comes from."),
    "doctor": ("settings:doctor", "Say what is missing and how to get it."),
}
"""Every command that works: the module and function behind it, and its line of help."""

NOT_IN_YET = {
    "memory": "the translation memory is",
    "analyze": "word counts and match bands are",
    "convert": "conversion between formats is",
    "report": "the HTML report is",
    "serve": "the terminal UI in a browser is",
}
"""Commands of the design that this version does not have, as the beginning of what is said; calling one exits 2."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name in NOT_IN_YET:
            raise click.UsageError(f"{cmd_name}: {NOT_IN_YET[cmd_name]} not in this version yet.")
        if cmd_name not in COMMANDS:
            return None
        module_name, _, attribute = COMMANDS[cmd_name][0].partition(":")
        module = importlib.import_module(f"workbench.cli.commands.{module_name}")
        command: click.Command = getattr(module, attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="workbench")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False), help="Work on the project in this folder.")
@click.pass_context
def workbench(ctx: click.Context, project: Path | None) -> None:
    """Statements in English, French, Azerbaijani and Armenian: pair, align, translate, finish, check.

    Without a command it opens the terminal UI on the project here.
    """
    ctx.ensure_object(dict)
    ctx.obj["project"] = project
    if ctx.invoked_subcommand is None:
        from workbench.cli.project import project_folder

        ctx.obj["desk"](project_folder(ctx, required=project is not None))


def run(arguments: Sequence[str], desk: Desk, look_over: LookOver = lambda _folder: ()) -> int:
    """Run one command line and give its exit code (STYLE §5).

    Args:
        arguments: the words after `workbench`.
        desk: opens the terminal UI on a project's folder, or the start screen on None.
        look_over: says for `doctor` what of the terminal UI works here.
    """
    try:
        diagnostics.hear_signals()
        handed = {"desk": desk, "look_over": look_over}
        code = workbench.main(list(arguments), prog_name="workbench", standalone_mode=False, obj=handed)
        output.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:
        return diagnostics.exit_code(error)
    finally:
        diagnostics.leave_stdout()

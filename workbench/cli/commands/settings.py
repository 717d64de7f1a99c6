"""`config` and `doctor`."""

from __future__ import annotations

import click

from workbench.cli import diagnostics, output
from workbench.cli.project import project_folder, project_option
from workbench.config import load_settings, unknown_variables, user_file


@click.command()
@project_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show each setting, its value and where the value comes from.

    A flag goes before the environment (WORKBENCH_NAME), the environment before the project's workbench.toml, that
    before your own settings file.
    """
    settings = load_settings(project_folder(ctx, required=False))
    for name in unknown_variables():
        diagnostics.say(f"{name}: no such setting; it is ignored")
    if as_json:
        output.json_document(
            [
                {"name": each.option.name, "value": each.value, "from": each.place, "help": each.option.help}
                for each in settings
            ]
        )
        return
    output.table((each.option.name, _shown(each.value), each.place, each.option.help) for each in settings)
    diagnostics.say(f"your own settings file: {user_file()}")


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


@click.command()
@project_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> int:
    """Say what works here, what is missing and how to get it; exit code 5 if something needs attention."""
    from workbench.services.doctor import examine

    folder = project_folder(ctx, required=False)
    symptoms = [*examine(folder), *ctx.obj["look_over"](folder)]
    if as_json:
        output.json_document([{"what": each.what, "ok": each.ok, "says": each.says} for each in symptoms])
    else:
        output.table(("ok" if each.ok else "look", each.what, each.says) for each in symptoms)
    return diagnostics.DONE if all(each.ok for each in symptoms) else diagnostics.ENGINE

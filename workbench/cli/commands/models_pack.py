"""`models pack`: a model made into a package."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from workbench.cli import diagnostics, output
from workbench.cli.project import project_folder, project_option
from workbench.config import load_settings
from workbench.core.job import Job
from workbench.core.language import language_tags

_SHOWN = 8


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--from", "sources", required=True, help="Language it reads; several where it reads several: hy,az.")
@click.option("--to", "targets", required=True, help="Language it writes; several likewise.")
@click.option("--name", default="", help="Name of the package, else one made of the pair.")
@click.option("--version", "version", default="1.0", show_default=True, help="Version of the package, dotted numbers.")
@click.option("--licence", default="", help="Licence of the model, else what its README says.")
@click.option("--origin", default="", help="Where the model comes from.")
@click.option("--layout", default="", help="How it wants its tokens (opus, nllb…), where its files do not tell.")
@click.option("--source-token", default="", help="Token of the source language, where it cannot be told.")
@click.option("--target-token", default="", help="Token of the target language, where it cannot be told.")
@click.option("--argos", is_flag=True, help="For this one pair, so that Argos Translate can run it too.")
@click.option("--quantization", default="int8", show_default=True, help="Weights of a checkpoint that is converted.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write, else NAME.argosmodel in this folder.")
@click.option("--install", is_flag=True, help="Install it; a file is then written only with --out.")
@click.option("--force", is_flag=True, help="Replace a file or package that is there.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@project_option
@click.pass_context
def pack(ctx: click.Context, /, folder: Path, as_json: bool, quiet: bool, **given: Any) -> None:
    """Turn a model into a package.

    DIR holds a CTranslate2 model with its tokenizer files, or a checkpoint of OPUS-MT, NLLB, M2M100 or MADLAD-400,
    which is converted first (pip install 'statement-workbench[convert]'). A model of many languages becomes one
    package that serves all of them.
    """
    from workbench.services.packing import Request, Wish
    from workbench.services.packing import pack as make

    texts = ("name", "version", "licence", "origin", "source_token", "target_token", "argos")
    sources, targets = (language_tags(given[side]) for side in ("sources", "targets"))
    wish = Wish(sources, targets, **{key: given[key] for key in texts})
    rest = {key: given[key] for key in ("layout", "out", "install", "quantization", "force")}
    meter = diagnostics.Meter("bytes", quiet=quiet)
    settings = load_settings(project_folder(ctx, required=False))
    packed = make(settings, Request(folder, wish, **rest), dry_run=given["dry_run"], job=Job(meter))
    meter.close()
    if given["dry_run"]:
        diagnostics.say("nothing was written (--dry-run)")
    if not packed.licence:
        diagnostics.say("the model's licence is not known; --licence writes it into the package")
    values = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(packed).items()}
    if as_json:
        output.json_document({**values, "dry_run": given["dry_run"]})
    else:
        output.table([(key, _shown(value)) for key, value in values.items() if value not in (None, "")])


def _shown(value: object) -> str:
    """A value in words; of long lists the first."""
    if isinstance(value, tuple):
        more = f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
        return ", ".join(value[:_SHOWN]) + more
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

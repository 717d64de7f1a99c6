"""`pair`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import diagnostics, output
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import project_folder, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import load_settings
from workbench.core.errors import InputError
from workbench.core.job import Job
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.pairing import PairReport


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.option("--input-format", help="Read all files as this format instead of looking at them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@summary_option
@glossary_option
@project_option
@click.pass_context
def pair(
    ctx: click.Context,
    paths: tuple[Path, ...],
    input_format: str | None,
    as_json: bool,
    quiet: bool,
    summary: Path | None,
    glossaries: tuple[Path, ...],
) -> int:
    """Find which files are versions of one statement: by their names, then by numbers, names and terms in them.

    Prints each group with the evidence, and what was left alone and why (exit code 7 if something was).
    """
    from workbench.services.pairing import pair_folder

    settings = load_settings(project_folder(ctx, required=False))
    meter = diagnostics.Meter("files", quiet=quiet)
    report = pair_folder(
        paths,
        bootstrap.detector(),
        languages=tuple(dict.fromkeys((settings.source, *settings.targets))),
        finder=settled_finder(glossaries, settings),
        input_format=input_format,
        job=Job(meter),
    )
    meter.close()
    if not report.groups and not report.unmatched:
        raise InputError(f"{', '.join(map(str, paths))}: no documents in this folder")
    write_summary(summary, {"groups": len(report.groups), "left": len(report.unmatched)})
    if as_json:
        output.json_document(_as_json(report))
    else:
        _show(report)
    return diagnostics.PARTLY if report.unmatched else diagnostics.DONE


def _as_json(report: PairReport) -> dict[str, object]:
    return {
        "groups": [
            {
                "statement": group.key,
                "members": {language: str(path) for language, path in group.members.items()},
                "by": group.by,
                "evidence": list(group.evidence),
            }
            for group in report.groups
        ],
        "unmatched": [
            {
                "path": str(one.path),
                "language": one.language,
                "reason": one.reason,
                "best": str(one.best) if one.best else None,
                "likeness": one.likeness,
            }
            for one in report.unmatched
        ],
    }


def _show(report: PairReport) -> None:
    """Each group with its evidence, then what was left alone."""
    for group in report.groups:
        output.line(f"{group.key}  (by {group.by})")
        for language, path in group.members.items():
            output.line(f"  {language}  {path}")
        for evidence in group.evidence:
            output.line(f"  because {evidence}")
    for one in report.unmatched:
        place = f"{one.path} ({one.language or 'language unclear'}): "
        output.line("left alone: " + ("" if one.reason.startswith(f"{one.path}: ") else place) + one.reason)

"""`init`, `import` and `export`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import open_project, project_languages, project_option
from workbench.cli.terms import settled_finder
from workbench.core.errors import ConfigError
from workbench.core.job import Job
from workbench.core.language import language_tag, language_tags

if TYPE_CHECKING:
    from workbench.core.project import Statement
    from workbench.services.importing import Imported

_DRY_RUN = "dry run: nothing was written"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--source", default="en", show_default=True, help="Language that statements are written in.")
@click.option("--targets", default="fr,az,hy", show_default=True, help="Languages they are needed in.")
def init(folder: Path, source: str, targets: str) -> None:
    """Make a new project in DIR."""
    from workbench.services.project import Project

    with Project.create(folder, source=language_tag(source), targets=language_tags(targets)) as project:
        output.line(
            f"{folder}: project for {', '.join(project.languages)}; next: workbench --project {folder} import FILES"
        )


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--language", "-l", help="Language of all these files, whatever their names say.")
@click.option("--input-format", help="Read all files as this format instead of looking at them.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option("--force", is_flag=True, help="Let a file replace a version that a person has edited (history keeps it).")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@summary_option
@project_option
@click.pass_context
def import_(
    ctx: click.Context,
    paths: tuple[Path, ...],
    language: str | None,
    input_format: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
    summary: Path | None,
) -> int:
    """Bring statements in from files and folders.

    The language comes from the name (talks.en.txt, fr/talks.txt), the front matter, or from looking at the text; what
    stays unclear is reported and not imported. Files whose names do not tell their statement are paired by content, and
    versions are aligned with their source. A changed source that comes in again keeps the work done on what did not
    change. With - standard input becomes a new statement.
    """
    from workbench.services import bootstrap
    from workbench.services.intake import take_in

    if Path(inputs.STDIN) in paths:
        if len(paths) > 1:
            raise ConfigError("standard input is a statement by itself; import files by another call")
        statement = _standard_input(ctx, language, input_format, dry_run=dry_run)
        write_summary(summary, {"new": 1})
        _show_new(statement, as_json=as_json)
        if dry_run:
            diagnostics.say(_DRY_RUN)
        return diagnostics.DONE
    project = open_project(ctx)
    meter = diagnostics.Meter("statements", quiet=quiet)
    intake = take_in(
        project,
        paths,
        detector=bootstrap.detector(),
        method=bootstrap.alignment(project.settings, settled_finder((), project.settings))[0],
        language=language,
        input_format=input_format,
        dry_run=dry_run,
        force=force,
        job=Job(meter),
    )
    meter.close()
    report = intake.imported
    write_summary(summary, Counter(item.action for item in report.items))
    if as_json:
        output.json_document([_as_json(item) for item in report.items])
    else:
        output.table(_import_row(item) for item in report.done)
        for item in report.done:
            _show_diff(item)
        for group in intake.pairs.groups:
            if "content" in group.by:
                output.line(f"paired by content: {group.key}: {'; '.join(group.evidence)}")
    for item in report.left:
        place = "" if item.reason.startswith(str(item.path)) else f"{item.path}: "
        diagnostics.say(f"{item.action}: {place}{item.reason}")
    if dry_run:
        diagnostics.say(_DRY_RUN)
    return _import_code(report.done, report.left)


def _standard_input(ctx: click.Context, language: str | None, input_format: str | None, *, dry_run: bool) -> Statement:
    """Make standard input a new statement."""
    from workbench.services import bootstrap
    from workbench.services.intake import take_text

    document = inputs.document(inputs.STDIN, input_format)
    return take_text(open_project(ctx), document, detector=bootstrap.detector(), language=language, dry_run=dry_run)


def _show_new(statement: Statement, *, as_json: bool) -> None:
    """What standard input became."""
    if as_json:
        output.json_document(
            [{"path": inputs.STDIN, "action": "new", "statement": statement.key, "language": statement.source_language}]
        )
    else:
        output.table([("new", statement.key, statement.source_language, "source", statement.title)])


def _import_code(done: Sequence[Imported], left: Sequence[Imported]) -> int:
    """7 where some files were left, 3 where all could not be read, 0 else."""
    if not left:
        return diagnostics.DONE
    return diagnostics.INPUT if not done and all(item.action == "failed" for item in left) else diagnostics.PARTLY


def _import_row(item: Imported) -> tuple[str, ...]:
    role = "source" if item.source else "version"
    language = f"{item.language} ({item.how})"
    return item.action, item.statement, language, role, f"{item.segments} segments", str(item.path)


def _show_diff(item: Imported) -> None:
    if item.diff is None or item.action != "changed":
        return
    output.line(f"{item.statement} {item.language}: {item.diff.kept} segments kept")
    for old, new in item.diff.changed:
        output.line(f"  - {old}\n  + {new}")
    for text in item.diff.removed:
        output.line(f"  - {text}")
    for text in item.diff.added:
        output.line(f"  + {text}")


def _as_json(item: Imported) -> dict[str, object]:
    values: dict[str, object] = {
        "path": str(item.path),
        "action": item.action,
        "statement": item.statement,
        "language": item.language,
        "how": item.how,
        "source": item.source,
        "segments": item.segments,
        "reason": item.reason,
    }
    if item.diff is not None:
        values["diff"] = {
            "kept": item.diff.kept,
            "changed": [list(pair) for pair in item.diff.changed],
            "removed": list(item.diff.removed),
            "added": list(item.diff.added),
        }
    return values


@click.command()
@click.argument("keys", nargs=-1, metavar="[STATEMENT...]")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option("--languages", help="Only these, for example fr,hy.")
@click.option("--drafts", is_flag=True, help="Write unfinished versions too, as KEY.LANGUAGE.draft.txt.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@click.option("--snapshot", is_flag=True, help="Copy the whole project database to --out (a file) instead.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@project_option
@click.pass_context
def export(
    ctx: click.Context,
    keys: tuple[str, ...],
    out: Path,
    languages: str | None,
    drafts: bool,
    dry_run: bool,
    snapshot: bool,
    force: bool,
) -> int:
    """Write a project's versions to files: all statements, or those named.

    Finished versions only, unless --drafts is given. An imported version that nobody edited comes out byte for byte.
    """
    from workbench.services.export import export_versions

    project = open_project(ctx)
    if snapshot:
        if dry_run:
            raise ConfigError("--snapshot writes one file; --dry-run is for versions")
        project.snapshot(out)
        output.line(str(out))
        return diagnostics.DONE
    wanted = project_languages(project, languages) or ()
    left = written = 0
    every = export_versions(project, out, keys=keys, languages=wanted, drafts=drafts, force=force, dry_run=dry_run)
    for each in every:
        if each.path is not None:
            written += 1
            output.line(str(each.path))
        else:
            left += 1
            diagnostics.say(f"left out: {each.statement} {each.language}: {each.reason}")
    if not written and not left:
        diagnostics.say("nothing to export")
    if dry_run:
        diagnostics.say(_DRY_RUN)
    return diagnostics.PARTLY if left else diagnostics.DONE

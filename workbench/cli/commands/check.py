"""`check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import lines_or_json, summary_option, write_summary
from workbench.cli.project import open_project, project_languages, project_option
from workbench.core.errors import ConfigError
from workbench.core.finding import Severity
from workbench.core.job import Job
from workbench.core.language import language_tag
from workbench.services.check import Located


@click.command()
@click.argument("paths", nargs=-1, metavar="[SOURCE TARGET | TABLE | -]")
@click.option("--from", "source_language", help="Language of the source (files).")
@click.option("--to", "target_language", help="Language of the translation; in a project the languages to check.")
@click.option("--statement", "keys", multiple=True, help="Only this statement of the project; may be given again.")
@click.option("--checks", help="Only these checks, for example numbers,script.")
@click.option("--fail-on", type=click.Choice([level.value for level in Severity]), help="Exit 6 from this level on.")
@lines_or_json
@click.option("--quiet", "-q", is_flag=True, help="No progress and no count.")
@summary_option
@project_option
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Report quality findings: in the project here, in two files of one segment a line, or in a table of pairs.

    A table has source TAB target a line, or JSON objects with source and target. Any of them may be - for standard
    input.
    """
    from workbench.services.check import fails

    findings = []
    for found in _project_findings(ctx, options) if not paths else _file_findings(paths, options):
        findings.append(found.finding)
        _show(found, options["form"])
    levels = {level.value: sum(one.severity is level for one in findings) for level in reversed(Severity)}
    if not options["quiet"]:
        counts = ", ".join(f"{count} {level}" for level, count in levels.items())
        diagnostics.say(f"{len(findings)} findings: {counts}")
    write_summary(options["summary"], {"findings": len(findings), **levels})
    level = Severity(options["fail_on"]) if options["fail_on"] else None
    return diagnostics.GATE if fails(findings, level) else diagnostics.DONE


def _checks(options: dict[str, Any]) -> tuple[str, ...] | None:
    return tuple(name.strip() for name in options["checks"].split(",")) if options["checks"] else None


def _project_findings(ctx: click.Context, options: dict[str, Any]) -> Iterator[Located]:
    from workbench.services.check import check_project

    meter = diagnostics.Meter("statements", quiet=options["quiet"])
    project = open_project(ctx)
    yield from check_project(
        project,
        keys=options["keys"] or None,
        languages=project_languages(project, options["target_language"]),
        checks=_checks(options),
        job=Job(meter),
    )
    meter.close()


def _file_findings(paths: tuple[str, ...], options: dict[str, Any]) -> Iterator[Located]:
    from workbench.services.check import check_pairs, pairs_of_files, pairs_of_table

    if not options["source_language"] or not options["target_language"]:
        raise ConfigError("say which languages these are: --from en --to fr")
    languages = language_tag(options["source_language"]), language_tag(options["target_language"])
    if len(paths) > 2:
        raise ConfigError("give a source and its translation, or one table of pairs")
    if len(paths) == 2:
        pairs = pairs_of_files(*inputs.one_segment_a_line(*paths))
        yield from check_pairs(pairs, *languages, name=inputs.name_of(paths[1]), checks=_checks(options))
        return
    name = inputs.name_of(paths[0])
    with inputs.open_input(paths[0]) as stream:
        yield from check_pairs(pairs_of_table(stream, name), *languages, name=name, checks=_checks(options))


def _show(found: Located, form: str) -> None:
    finding = found.finding
    if form == "text":
        output.line(f"{found.place}: {finding.severity}: {finding.check}: {finding.message}")
        return
    output.json_line(
        {
            "place": found.place,
            "statement": found.statement or None,
            "language": found.language,
            "row": found.row,
            "check": finding.check,
            "severity": finding.severity.value,
            "message": finding.message,
            "start": finding.start,
            "end": finding.end,
            "source": found.source,
            "target": found.target,
        }
    )

"""`align`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import open_project, project_folder, project_languages, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import load_settings
from workbench.core.errors import ConfigError, NotInYetError
from workbench.core.job import Job
from workbench.core.language import UNDETERMINED, language_tag
from workbench.core.ports import TermFinder
from workbench.services import bootstrap

_FORMATS = ("beads", "tsv", "tmx", "jsonl", "html")


@click.command()
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("--from", "source_language", help="Language of SOURCE; found by detection where not given.")
@click.option("--to", "target_language", help="Language of TARGET; in a project the languages to align (fr,az).")
@click.option("--presegmented", is_flag=True, help="One segment a line in both files.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="beads for --presegmented and --jobs, else tsv; tmx and html are not in this version.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--jobs", help="Align many pairs: a file of lines SOURCE TAB TARGET TAB OUTPUT.")
@click.option("--joint/--no-joint", default=None, help="Let one pair's words help the others (not in this version).")
@click.option("--memory", "memories", multiple=True, hidden=True)
@click.option("--with-mt", is_flag=True, hidden=True)
@click.option("--input-format", help="Read both files as this format instead of looking at them.")
@click.option("--force", is_flag=True, help="Replace --out; in a project align again what is aligned.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@summary_option
@glossary_option
@project_option
@click.pass_context
def align(ctx: click.Context, /, source: str | None, target: str | None, **options: Any) -> int:
    """Align two files sentence by sentence; without files, every version of every statement in the project here.

    Either file may be - for standard input. beads: one bead a line, [0, 1]:[0]:COST, indices of sentences from 0. tsv:
    source, target, confidence. jsonl: the same with indices and terms.
    """
    _refuse_what_is_not_in_yet(options)
    in_project = source is None and options["jobs"] is None
    settings = load_settings(project_folder(ctx, required=in_project))
    finder = settled_finder(options["glossaries"], settings)
    if options["jobs"] is not None:
        return _align_jobs(finder, options)
    if source is None:
        return _align_project(ctx, finder, options)
    if target is None:
        raise ConfigError(f"{source}: against what? give two files: workbench align SOURCE TARGET --from en --to fr")
    return _align_pair(source, target, finder, options)


def _refuse_what_is_not_in_yet(options: dict[str, Any]) -> None:
    for given, what in (
        (options["memories"], "--memory"),
        (options["with_mt"], "--with-mt"),
        (options["joint"], "--joint"),
        (options["form"] in ("tmx", "html"), f"--format {options['form']}"),
    ):
        if given:
            raise NotInYetError(f"align {what} is not in this version yet")


def _align_pair(source: str, target: str, finder: TermFinder | None, options: dict[str, Any]) -> int:
    """Align two files, or one of them and standard input."""
    from workbench.services.align import align_streams
    from workbench.services.bitext import rendered

    if source == target == inputs.STDIN:
        raise ConfigError("only one of the two sides can come from standard input")
    with inputs.open_input(source) as left, inputs.open_input(target) as right:
        bitext = align_streams(
            left,
            inputs.name_of(source),
            right,
            inputs.name_of(target),
            _tag(options["source_language"]),
            _tag(options["target_language"]),
            detector=bootstrap.detector(),
            presegmented=options["presegmented"],
            finder=finder,
            input_format=options["input_format"],
        )
    form = options["form"] or ("beads" if options["presegmented"] else "tsv")
    lines = rendered(bitext, form, finder)
    if options["out"] is None:
        for line in lines:
            output.text(line)
        return diagnostics.DONE
    from workbench.services.files import write_whole

    write_whole(options["out"], "".join(lines).encode(), force=options["force"])
    return diagnostics.DONE


def _tag(language: str | None) -> str:
    return language_tag(language) if language else UNDETERMINED


def _align_jobs(finder: TermFinder | None, options: dict[str, Any]) -> int:
    """Align the pairs of a jobs file; one that fails is told and does not stop the others."""
    from workbench.services.align import align_jobs, read_jobs

    if not options["source_language"] or not options["target_language"]:
        raise ConfigError("--jobs needs --from and --to")
    with inputs.open_input(options["jobs"]) as stream:
        jobs = read_jobs(stream, inputs.name_of(options["jobs"]))
    meter = diagnostics.Meter("pairs", quiet=options["quiet"])
    beads = failed = 0
    for done in align_jobs(
        jobs,
        language_tag(options["source_language"]),
        language_tag(options["target_language"]),
        presegmented=options["presegmented"],
        output_format=options["form"] or "beads",
        finder=finder,
        job=Job(meter),
    ):
        beads += done.beads
        if done.error:
            failed += 1
            diagnostics.say(f"failed: {done.error}")
    meter.close()
    write_summary(options["summary"], {"pairs": len(jobs), "failed": failed, "beads": beads})
    if not failed:
        return diagnostics.DONE
    return diagnostics.INPUT if failed == len(jobs) else diagnostics.PARTLY


def _align_project(ctx: click.Context, finder: TermFinder | None, options: dict[str, Any]) -> int:
    """Align what a project holds and list it, the least certain bead of each version beside it."""
    from workbench.services.align import align_project

    project = open_project(ctx)
    languages = project_languages(project, options["target_language"])
    meter = diagnostics.Meter("statements", quiet=options["quiet"])
    done = align_project(project, languages=languages, finder=finder, force=options["force"], job=Job(meter))
    versions = list(done)
    meter.close()
    output.table(
        (
            each.statement,
            each.language,
            f"{each.beads} beads",
            " ".join(f"{shape}×{count}" for shape, count in each.shapes),
            f"mean {each.confidence:.2f}",
            f"lowest {each.lowest:.2f}",
            f"{each.kept} kept" if each.kept else "",
        )
        for each in versions
    )
    write_summary(options["summary"], {"versions": len(versions), "beads": sum(each.beads for each in versions)})
    if not versions:
        diagnostics.say("nothing to align: no statement here has two imported versions")
    return diagnostics.DONE

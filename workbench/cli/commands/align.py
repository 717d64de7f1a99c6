"""`align`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import open_project, project_folder, project_languages, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import Settings, load_settings
from workbench.core.errors import ConfigError
from workbench.core.job import Job
from workbench.core.language import UNDETERMINED, language_tag
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.align import Method
    from workbench.services.alignjobs import Batch, PairDone, PairJob
    from workbench.services.alignproject import AlignedVersion
    from workbench.services.bitext import Bitext, Output

_FORMATS = ("beads", "tsv", "tmx", "jsonl", "html")


@click.command()
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("--from", "source_language", help="Language of SOURCE; found by detection where not given.")
@click.option("--to", "target_language", help="Language of TARGET; in a project the languages to align (fr,az).")
@click.option("--presegmented", is_flag=True, help="One segment a line in both files.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="beads for --presegmented and --jobs, else tsv.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file; for two folders to this folder.")
@click.option("--jobs", help="Align many pairs: a file of lines SOURCE TAB TARGET TAB OUTPUT.")
@click.option(
    "--joint/--no-joint",
    default=True,
    show_default=True,
    help="Let what is learnt in one pair of many help the others.",
)
@click.option(
    "--memory",
    "memories",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A translation memory (TMX), whose units are evidence; may be given several times.",
)
@click.option("--with-mt", is_flag=True, help="Take what the installed engine makes of SOURCE as evidence.")
@click.option(
    "--embed",
    type=click.Path(path_type=Path, file_okay=False),
    help="Take vectors of sentences as evidence: a folder with an ONNX model such as LaBSE.",
)
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="Confidence from which a bead becomes a unit of a TMX file.",
)
@click.option("--input-format", help="Read both files as this format instead of looking at them.")
@click.option("--resume", is_flag=True, help="With --jobs or folders: leave out the pairs whose output is there.")
@click.option("--workers", type=click.IntRange(0, 256), default=0, help="Processes for long work; 0: one a core.")
@click.option("--force", is_flag=True, help="Replace --out; in a project align again what is aligned.")
@click.option("--json", "as_json", is_flag=True, help="In a project: one JSON document.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@summary_option
@glossary_option
@project_option
@click.pass_context
def align(ctx: click.Context, /, source: str | None, target: str | None, **options: Any) -> int:
    """Align two files, or the files of two folders, sentence by sentence; without them the project here.

    Either file may be - for standard input. beads: one bead a line, [0, 1]:[0]:COST, indices of sentences from 0. tsv:
    source, target, confidence. jsonl: the same with indices and terms. tmx: the sure beads as a translation memory.
    html: a page with both texts side by side, their terms, and a plot of the alignment.
    """
    in_project = source is None and options["jobs"] is None
    settings = load_settings(project_folder(ctx, required=in_project))
    if source is not None and target is None:
        raise ConfigError(f"{source}: against what? give two files: workbench align SOURCE TARGET --from en --to fr")
    method = _method(settings, options)
    if options["jobs"] is not None:
        return _align_jobs(method, options)
    if source is None or target is None:
        return _align_project(ctx, method, options)
    if Path(source).is_dir() and Path(target).is_dir():
        return _align_folders(Path(source), Path(target), method, options)
    return _align_pair(source, target, method, options)


def _method(settings: Settings, options: dict[str, Any]) -> Method:
    """What helps to align; what is wrong with a termbase or a memory is said and stops nothing."""
    memories, missing = bootstrap.memories(settings, options["memories"])
    method, problems = bootstrap.alignment(
        settings,
        settled_finder(options["glossaries"], settings),
        memories=memories,
        with_mt=options["with_mt"],
        embed=options["embed"],
        workers=options["workers"] or _cores(),
    )
    for problem in (*missing, *problems):
        diagnostics.say(problem)
    return method


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _output(options: dict[str, Any], usual: str) -> Output:
    from workbench.services.bitext import Output

    return Output(options["form"] or usual, options["least"])


def _align_pair(source: str, target: str, method: Method, options: dict[str, Any]) -> int:
    """Align two files, or one of them and standard input."""
    from workbench.services.align import align_streams
    from workbench.services.bitext import rendered
    from workbench.services.files import refuse_input, write_whole

    if source == target == inputs.STDIN:
        raise ConfigError("only one of the two sides can come from standard input")
    if options["out"] is not None and options["force"]:
        refuse_input(options["out"], *(Path(path) for path in (source, target) if path != inputs.STDIN))
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
            method=method,
            input_format=options["input_format"],
        )
    form = _output(options, "beads" if options["presegmented"] else "tsv")
    lines = rendered(bitext, form, method.finder)
    write_summary(options["summary"], {"beads": len(bitext.beads), "unsure": bitext.unsure(form.least)})
    if options["out"] is None:
        for line in lines:
            output.text(line)
    else:
        write_whole(options["out"], "".join(lines).encode(), force=options["force"])
    _say_left_out([bitext], form)
    return diagnostics.DONE


def _say_left_out(bitexts: Sequence[Bitext], form: Output) -> None:
    """What did not become units of a memory."""
    unsure = sum(bitext.unsure(form.least) for bitext in bitexts)
    if form.format == "tmx" and unsure:
        diagnostics.say(
            f"{unsure} beads are less sure than {form.least:g} and were left out; see them with --format html"
        )


def _tag(language: str | None) -> str:
    return language_tag(language) if language else UNDETERMINED


def _align_jobs(method: Method, options: dict[str, Any]) -> int:
    """Align the pairs of a jobs file."""
    from workbench.services.alignjobs import read_jobs

    batch = _batch(options, "beads", force=True)
    with inputs.open_input(options["jobs"]) as stream:
        jobs = read_jobs(stream, inputs.name_of(options["jobs"]))
    return _run(jobs, batch, method, options)


def _align_folders(source: Path, target: Path, method: Method, options: dict[str, Any]) -> int:
    """Align the files of two folders that have the same name."""
    from workbench.services.alignjobs import folder_jobs

    if options["out"] is None:
        raise ConfigError("two folders need --out: the folder for the alignments")
    batch = _batch(options, "tsv", force=options["force"])
    jobs, alone = folder_jobs(source, target, options["out"], batch.output.format)
    code = _run(jobs, batch, method, options)
    for path in alone:
        diagnostics.say(f"no partner: {path}")
    return diagnostics.PARTLY if alone and code == diagnostics.DONE else code


def _batch(options: dict[str, Any], form: str, *, force: bool) -> Batch:
    from workbench.services.alignjobs import Batch

    if not options["source_language"] or not options["target_language"]:
        raise ConfigError(f"{'--jobs' if options['jobs'] else 'aligning folders'} needs --from and --to")
    return Batch(
        (language_tag(options["source_language"]), language_tag(options["target_language"])),
        options["presegmented"],
        options["input_format"],
        _output(options, "beads" if options["presegmented"] else form),
        options["joint"],
        force,
        options["resume"],
    )


def _run(jobs: Sequence[PairJob], batch: Batch, method: Method, options: dict[str, Any]) -> int:
    """Align many pairs; one that fails is told and does not stop the others."""
    from workbench.services.alignjobs import align_jobs

    meter = diagnostics.Meter("pairs", quiet=options["quiet"])
    done: list[PairDone] = []
    for one in align_jobs(jobs, batch, method, Job(meter)):
        done.append(one)
        if one.error:
            diagnostics.say(f"failed: {one.error}")
    meter.close()
    failed = sum(bool(one.error) for one in done)
    counts = {"pairs": len(jobs), "failed": failed, "beads": sum(one.beads for one in done)}
    write_summary(options["summary"], counts | {"there": sum(one.there for one in done)})
    if not failed:
        return diagnostics.DONE
    return diagnostics.INPUT if failed == len(jobs) else diagnostics.PARTLY


def _align_project(ctx: click.Context, method: Method, options: dict[str, Any]) -> int:
    """Align what a project holds and list it, the least certain bead of each version beside it."""
    from workbench.services.alignproject import align_project

    project = open_project(ctx)
    languages = project_languages(project, options["target_language"])
    meter = diagnostics.Meter("versions", quiet=options["quiet"])
    done = align_project(
        project,
        languages=languages,
        method=method,
        force=options["force"],
        joint=options["joint"],
        job=Job(meter),
    )
    versions = list(done)
    meter.close()
    if options["as_json"]:
        output.json_document([_as_json(each) for each in versions])
    else:
        output.table(_row(each) for each in versions)
    write_summary(options["summary"], {"versions": len(versions), "beads": sum(each.beads for each in versions)})
    if not versions:
        diagnostics.say("nothing to align: no statement here has two imported versions")
    return diagnostics.DONE


def _row(version: AlignedVersion) -> tuple[str, ...]:
    return (
        version.statement,
        version.language,
        f"{version.beads} beads",
        " ".join(f"{shape}×{count}" for shape, count in version.shapes),
        f"mean {version.confidence:.2f}",
        f"lowest {version.lowest:.2f}",
        f"{version.kept} kept" if version.kept else "",
        f"{len(version.disagreements)} against other versions" if version.disagreements else "",
    )


def _as_json(version: AlignedVersion) -> dict[str, object]:
    return {
        "statement": version.statement,
        "language": version.language,
        "beads": version.beads,
        "shapes": dict(version.shapes),
        "kept": version.kept,
        "confidence": round(version.confidence, 4),
        "lowest": round(version.lowest, 4),
        "reason": version.reason,
        "disagreements": [
            {"source": list(range(first, last)), "through": through} for first, last, through in version.disagreements
        ],
    }

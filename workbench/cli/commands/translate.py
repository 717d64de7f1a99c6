"""`translate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from workbench.cli import diagnostics, inputs, output, translating
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import open_project, project_folder, project_languages, project_option
from workbench.cli.terms import finder, glossary_option
from workbench.config import Settings, load_settings
from workbench.core.errors import ConfigError, EngineError, NotInYetError, WriteError
from workbench.core.job import Job
from workbench.core.language import language_tag, language_tags
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.stream import Languages
    from workbench.services.translate import Translator

_FORMATS = ("text", "jsonl", "tsv", "tmx", "xliff")
_NOT_IN_YET = ("tmx", "xliff")
_FOR_FILES = ("out", "resume", "form", "input_format", "field")
_SETTINGS = (
    "device",
    "guards",
    "terms",
    "engine",
    "beam",
    "n_best",
    "length_penalty",
    "no_repeat_ngram",
    "repetition_penalty",
)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...|-]")
@click.option("--from", "source", help="Language of the input.")
@click.option("--to", "targets", help="Languages to translate into, for example fr,az.")
@click.option(
    "--memory",
    "-m",
    "memories",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A TMX file; segments that it has are not translated again. May be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write to; folders are mirrored.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="Form of the output; tmx and xliff are not in this version.",
)
@click.option("--input-format", help="Read the input as this format instead of looking at it.")
@click.option("--field", default="source", show_default=True, help="Where a JSON line has its text.")
@click.option("--via", help="Pass through this language.")
@click.option(
    "--engine", help="Packages to prefer, by name or its beginning; starter: those that came along; fake: none."
)
@click.option(
    "--beam", type=click.IntRange(1, 64), help="Hypotheses kept while decoding (4, or what the package says)."
)
@click.option("--n-best", type=click.IntRange(1, 64), help="Translations wanted; JSON lines have the others (1).")
@click.option("--length-penalty", type=float, help="Exponent of the length when hypotheses are compared (1).")
@click.option(
    "--no-repeat-ngram", type=click.IntRange(0), help="Longest run of tokens that may not come twice (0: any)."
)
@click.option("--repetition-penalty", type=float, help="Above 1: tokens said before are less likely (1).")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), help="Where models run.")
@click.option("--guards", type=click.Choice(["retry", "flag", "off"]), help="What a doubtful draft gets (retry).")
@click.option("--terms", type=click.Choice(["carry", "flag", "off"]), help="What drafts owe the termbase (carry).")
@click.option("--workers", type=click.IntRange(0, 256), default=0, help="Translators side by side; 0: one a core.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted job; what is there is left alone. Needs --out.")
@click.option("--force", is_flag=True, help="Replace outputs that are there already.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and how long it would take; write nothing.")
@summary_option
@click.option("--quiet", "-q", is_flag=True, help="No progress and no notes.")
@glossary_option
@project_option
@click.pass_context
def translate(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Translate files, folders or a pipe; without PATH what the project here is missing.

    - is standard input. A pipe and a text keep one line out for one line in. Text, JSON lines, Markdown, Word and web
    pages are read.
    """
    if options["form"] in _NOT_IN_YET:
        raise NotInYetError(f"--format {options['form']} is not in this version yet; use text, jsonl or tsv")
    if options["resume"] and not options["out"]:
        raise ConfigError("--resume needs --out: what goes to standard output cannot be taken up again")
    in_project = not paths and (ctx.obj["project"] is not None or not options["source"])
    settings = load_settings(project_folder(ctx, required=in_project), {name: options[name] for name in _SETTINGS})
    if in_project:
        return _translate_project(ctx, settings, options)
    if not paths and inputs.stdin_is_terminal():
        raise ConfigError("nothing to translate: name files or folders, or pipe a text in")
    return _translate_inputs(paths or (inputs.STDIN,), settings, options)


def _translator(settings: Settings, options: dict[str, Any]) -> Translator:
    via = language_tag(options["via"]) if options["via"] else None
    terms = finder(options["glossaries"], settings.glossaries)
    memories, missing = bootstrap.memories(settings, options["memories"])
    translator, problems = bootstrap.translator_with_memories(
        settings, memories, via=via, finder=terms, workers=options["workers"]
    )
    for problem in (*missing, *problems):
        diagnostics.say(problem)
    return translator


def _translate_inputs(paths: tuple[str, ...], settings: Settings, options: dict[str, Any]) -> int:
    """Translate a pipe or files."""
    from workbench.services.stream import Languages, check_output

    if not options["source"] or not options["targets"]:
        raise ConfigError("say from which language and into which: --from en --to fr,az")
    languages = Languages(language_tag(options["source"]), language_tags(options["targets"]))
    if options["out"] is None:
        check_output(options["form"], languages.targets)
    translator = _translator(settings, options)
    if inputs.STDIN in paths or options["out"] is None:
        return _translate_to_stdout(paths, translator, languages, options)
    return _translate_to_files([Path(path) for path in paths], translator, languages, options)


def _translate_to_stdout(
    paths: tuple[str, ...], translator: Translator, languages: Languages, options: dict[str, Any]
) -> int:
    """Answer a pipe as it comes; files one after the other."""
    from workbench.services.stream import Tally, translate_stream

    if options["out"] is not None:
        raise ConfigError("standard input is answered on standard output; redirect it instead of --out")
    folders = [path for path in paths if path != inputs.STDIN and Path(path).is_dir()]
    if folders:
        raise ConfigError(f"{folders[0]} is a folder; say where its translations go with --out DIR")
    if options["dry_run"]:
        rows = [(inputs.name_of(path), target, "standard output") for path in paths for target in languages.targets]
        return translating.dry_run(rows, translator, languages, () if inputs.STDIN in paths else paths, options)
    meter = diagnostics.Meter("texts", quiet=options["quiet"])
    tally = Tally()
    for path in paths:
        records = inputs.records(path, input_format=options["input_format"], field=options["field"])
        tally.add(
            translate_stream(
                translator,
                records,
                languages,
                output.text,
                output_format=options["form"],
                prompt=path == inputs.STDIN and not inputs.stdin_is_file(),
                flush=output.flush,
                job=Job(meter),
            )
        )
    meter.close()
    translating.report(tally, options)
    return diagnostics.DONE


def _translate_to_files(
    paths: list[Path], translator: Translator, languages: Languages, options: dict[str, Any]
) -> int:
    """Translate files and folders into files."""
    from workbench.services.batch import Reading, journal_of, translate_files
    from workbench.services.fileplan import plan_files

    tasks = plan_files(paths, languages, options["out"], output_format=options["form"])
    if options["dry_run"]:
        rows = [(str(task.path), task.target, str(task.output)) for task in tasks]
        names = tuple(dict.fromkeys(str(task.path) for task in tasks))
        return translating.dry_run(rows, translator, languages, names, options)
    meter = diagnostics.Meter("bytes", quiet=options["quiet"])
    reading = Reading(
        options["form"], options["input_format"], options["field"], force=options["force"], resume=options["resume"]
    )
    journal = journal_of(options["out"], tasks)
    try:
        summary = translate_files(translator, tasks, languages.source, reading, journal=journal, job=Job(meter))
    except (KeyboardInterrupt, diagnostics.Terminated, EngineError, WriteError) as error:
        meter.close()
        if journal.exists() and "--resume" not in str(error):
            diagnostics.say("what was decoded is kept; the same command with --resume goes on where it was")
        raise
    meter.close()
    return translating.report_files(summary, options)


def _translate_project(ctx: click.Context, settings: Settings, options: dict[str, Any]) -> int:
    """Fill the cells of a project that are still new."""
    from workbench.services.drafts import missing_cells, translate_missing

    for option in ctx.command.params:
        given = option.name and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
        if given and option.name in _FOR_FILES:
            raise ConfigError(
                f"{option.opts[0]} is for files and pipes; what a project is missing is drafted in the "
                "project, and `workbench export` writes it to files"
            )
    project = open_project(ctx)
    targets = project_languages(project, options["targets"])
    translator = _translator(settings, options)
    if options["dry_run"]:
        code = translating.report_drafts(missing_cells(project, translator, languages=targets))
        diagnostics.say("dry run: nothing was written")
        return code
    meter = diagnostics.Meter("segments", quiet=options["quiet"])
    summary = translate_missing(project, translator, languages=targets, job=Job(meter))
    meter.close()
    write_summary(options["summary"], {"drafts": summary.cells, "flags": summary.flagged})
    return translating.report_drafts(summary)

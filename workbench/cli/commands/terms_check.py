"""`terms check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import lines_or_json, summary_option, write_summary
from workbench.cli.project import open_project, project_folder, project_languages, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import load_settings
from workbench.core.errors import ConfigError, TermbaseError
from workbench.core.job import Job
from workbench.core.language import language_tag
from workbench.core.ports import TermFinder
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.termcheck import Mixed, Rendering, TermPlace, TermTally

_GATES = ("missing", "forbidden", "deprecated", "uncertain", "admitted", "inconsistent")


@click.command()
@click.argument("paths", nargs=-1, metavar="[KEY... | SOURCE TARGET | TABLE | -]")
@click.option("--from", "source_language", help="Language of the source; with it the arguments are files.")
@click.option("--to", "target_language", help="Language of the translation (files).")
@click.option("--languages", help="Only these versions of the project, for example fr,hy.")
@click.option("--all/--problems", "everything", default=None, help="Every place, or those with a problem alone.")
@click.option("--added", is_flag=True, help="Tell also of terms that a version has and its source lacks.")
@click.option("--fail-on", help=f"Exit 6 if there is one of these, comma-separated: {', '.join(_GATES)}.")
@lines_or_json
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with the counts and what is inconsistent.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no counts.")
@summary_option
@glossary_option
@project_option
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], as_json: bool, form: str, **options: Any) -> int:
    """Tell how every term of the sources is rendered.

    In all versions of the project here or of the statements KEY; with --from and --to in two files of one segment a
    line, or in a table (source TAB target a line, or JSON objects with source and target).

    A rendering is exact, inflected, uncertain, missing or forbidden; admitted and deprecated ones are told apart. Where
    none is found, brackets show what stands there instead by word alignment. text shows problems, unless --all is
    given; jsonl and --json give every place, unless --problems is given.
    """
    from workbench.services.termcheck import TermTally

    gates = _gates(options["fail_on"])
    tally, shown = TermTally(), []
    everything = options["everything"] if options["everything"] is not None else as_json or form == "jsonl"
    statement = None
    for place in _places(ctx, paths, options):
        tally.add(place)
        if not everything and not place.problems and place.source is not None:
            continue
        if as_json:
            shown.append(_place_as_json(place))
        elif form == "jsonl":
            output.json_line(_place_as_json(place))
        else:
            if statement != place.statement:
                statement = place.statement
                output.line(f"{statement} ({place.language})" if statement else place.place.rpartition(":")[0])
            _show(place, everything=everything)
    summary = _summary(tally)
    if as_json:
        output.json_document({"places": shown, **summary})
    elif form == "text":
        _show_mixed(tally.mixed())
    if not options["quiet"]:
        _say_counts(tally)
    write_summary(options["summary"], summary)
    return diagnostics.GATE if _fails(tally, gates) else diagnostics.DONE


def _gates(text: str | None) -> tuple[str, ...]:
    gates = tuple(gate.strip() for gate in text.split(",") if gate.strip()) if text else ()
    unknown = [gate for gate in gates if gate not in _GATES]
    if unknown:
        raise ConfigError(f"--fail-on {', '.join(unknown)}: there are {', '.join(_GATES)}")
    return gates


def _fails(tally: TermTally, gates: tuple[str, ...]) -> bool:
    return any(tally.total[gate] for gate in gates) or ("inconsistent" in gates and bool(tally.mixed()))


def _places(ctx: click.Context, paths: tuple[str, ...], options: dict[str, Any]) -> Iterator[TermPlace]:
    from workbench.services.termcheck import check_project_terms, word_aligners

    if options["source_language"] or options["target_language"]:
        yield from _file_places(ctx, paths, options)
        return
    project = open_project(ctx)
    meter = diagnostics.Meter("statements", quiet=options["quiet"])
    yield from check_project_terms(
        project,
        _finder(options["glossaries"], project.folder),
        keys=paths or None,
        languages=project_languages(project, options["languages"]),
        words=word_aligners(bootstrap.vocabulary()),
        added=options["added"],
        job=Job(meter),
    )
    meter.close()


def _file_places(ctx: click.Context, paths: tuple[str, ...], options: dict[str, Any]) -> Iterator[TermPlace]:
    from workbench.services.check import pairs_of_files, pairs_of_table
    from workbench.services.termcheck import check_pair_terms, word_aligners

    if not options["source_language"] or not options["target_language"] or options["languages"]:
        raise ConfigError("for files say both languages and no others: --from en --to fr")
    languages = language_tag(options["source_language"]), language_tag(options["target_language"])
    if len(paths) not in (1, 2):
        raise ConfigError("give a source and its translation, or one table of pairs")
    finder = _finder(options["glossaries"], project_folder(ctx, required=False))
    name = inputs.name_of(paths[-1])
    about: dict[str, Any] = {"name": name, "words": word_aligners(bootstrap.vocabulary()), "added": options["added"]}
    if len(paths) == 2:
        yield from check_pair_terms(pairs_of_files(*inputs.one_segment_a_line(*paths)), *languages, finder, **about)
        return
    with inputs.open_input(paths[0]) as stream:
        yield from check_pair_terms(pairs_of_table(stream, name), *languages, finder, **about)


def _finder(glossaries: tuple[Path, ...], folder: Path | None) -> TermFinder:
    found = settled_finder(glossaries, load_settings(folder))
    if found is None:
        raise TermbaseError("no termbase could be read, so there is nothing to check against")
    return found


def _show(place: TermPlace, *, everything: bool) -> None:
    source = " ".join(place.source.surface.split()) if place.source else "not in the source"
    output.line(f"  {place.row}  {source}  ({place.concept})")
    wanted = place.renderings if everything or place.source is None else place.problems
    for language, one in wanted.items():
        output.line(f"      {language}  {one.verdict:<10}  {_shown(one)}".rstrip())


def _shown(one: Rendering) -> str:
    if one.hit is not None:
        return " ".join(one.hit.surface.split())
    return f"[{' '.join(one.instead.text.split())}]" if one.instead else ""


def _show_mixed(mixed: list[Mixed]) -> None:
    if mixed:
        output.line("rendered in more than one way")
    for one in mixed:
        terms = ", ".join(f"{term} {count}" for term, count in one.terms)
        within = f"  (within {', '.join(one.statements)})" if one.statements else ""
        output.line(f"  {one.source_language}→{one.language}  {one.source}: {terms}{within}  ({one.concept})")


def _say_counts(tally: TermTally) -> None:
    from workbench.services.termcheck import VERDICTS

    if not tally.verdicts:
        diagnostics.say("nothing to check: no version is aligned yet (workbench align), or no source has a term")
        return
    diagnostics.say(f"{tally.places} places with a term of the source")
    for language, verdicts in tally.verdicts.items():
        counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS if verdicts[verdict])
        diagnostics.say(f"  {language}: {counts}")


def _summary(tally: TermTally) -> dict[str, object]:
    from workbench.services.termcheck import VERDICTS

    return {
        "terms": tally.places,
        "renderings": {
            language: {verdict: verdicts[verdict] for verdict in VERDICTS}
            for language, verdicts in tally.verdicts.items()
        },
        "inconsistent": [
            {
                "concept": one.concept,
                "from": one.source_language,
                "to": one.language,
                "source": one.source,
                "terms": dict(one.terms),
                "statements": list(one.statements),
            }
            for one in tally.mixed()
        ],
    }


def _place_as_json(place: TermPlace) -> dict[str, object]:
    hit = place.source
    return {
        "place": place.place,
        "statement": place.statement or None,
        "row": place.row,
        "concept": place.concept,
        "language": place.language,
        "source": hit and hit.surface,
        "start": hit and hit.start,
        "end": hit and hit.end,
        "term": hit and hit.term,
        "grade": hit and hit.grade.value,
        "renderings": {language: _rendering_as_json(one) for language, one in place.renderings.items()},
    }


def _rendering_as_json(one: Rendering) -> dict[str, object]:
    hit, instead = one.hit, one.instead
    return {
        "rendering": hit and hit.surface,
        "start": hit and hit.start,
        "end": hit and hit.end,
        "term": hit and hit.term,
        "grade": one.grade.value,
        "status": hit and hit.status.value,
        "concept": one.concept,
        "rows": list(range(one.rows[0], one.rows[1] + 1)),
        "cell": one.cell,
        "state": one.state or None,
        "instead": instead and {"text": instead.text, "start": instead.start, "end": instead.end},
    }

"""`terms`: the termbase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.commands.terms_check import check
from workbench.cli.commands.terms_extract import extract
from workbench.cli.options import lines_or_json
from workbench.cli.project import open_project, project_folder, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import load_settings
from workbench.core.errors import TermbaseError
from workbench.core.language import FOUR, language_tag, language_tags
from workbench.core.term import Concept, TermHit
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.records import Record
    from workbench.services.termwork import GlossaryIn, TermsIn

_SHOWN_PROBLEMS = 20


@click.group()
def terms() -> None:
    """Import, export, find, add, check and extract terms.

    A glossary is TBX (versions 2 and 3), CSV or TSV, XLSX, or UTX. The first row of a table names its columns: concept,
    domain, definition, note, and the terms of a language by its tag or name (en, English, anglais); `en status`, `en
    pos`, `en note` are about those terms, and `en forbidden` is a column of forbidden ones. Several terms in one cell
    are separated by |. Rows with the same concept are one concept.
    """


@terms.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, help="Refuse everything if a file breaks any rule of its format.")
@click.option("--force", is_flag=True, help="Where a file contradicts the termbase, follow the file.")
@click.option("--dry-run", is_flag=True, help="Say what would come in and what is wrong; needs no project.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@project_option
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], strict: bool, force: bool, dry_run: bool, as_json: bool
) -> int:
    """Take glossaries into the project's termbase.

    Each as far as it is sound; what was left out is told with line, rule and reason.
    """
    from workbench.services.termwork import import_glossaries

    folder = project_folder(ctx, required=not dry_run)
    done = import_glossaries(folder, paths, strict=strict, force=force, dry_run=dry_run)
    if as_json:
        output.json_document(_as_json(done))
    for each in done.files:
        if each.error is not None:
            diagnostics.say(f"{each.error}; left out")
        elif not as_json:
            _show_counts(each)
        _show_problems(each)
    for copy in done.copied:
        diagnostics.say(f"{copy}: the shipped termbase, copied, since the project named none and used it")
    for what, number in done.losses.items():
        diagnostics.say(f"not carried as it was: {what}: {number}")
    if done.termbase is not None and not as_json:
        output.line(f"{done.termbase}: {done.concepts} concepts")
    return _code([each.error is not None for each in done.files], any(each.report.broken for each in done.files))


def _code(failed: Sequence[bool], broken: bool) -> int:
    if all(failed):
        return diagnostics.INPUT
    return diagnostics.PARTLY if any(failed) or broken else diagnostics.DONE


def _show_counts(each: GlossaryIn) -> None:
    report = each.report
    skipped = report.skipped_of("concept"), report.skipped_of("term")
    output.line(
        f"{each.path}: {report.format}: {report.entries} concepts read, {report.concepts} kept, {skipped[0]} skipped; "
        f"{report.terms_read} terms read, {report.terms} kept, {skipped[1]} skipped"
    )
    if each.merge is not None:
        merge = each.merge
        output.line(f"  {merge.added} new, {merge.changed} changed, {merge.unchanged} there already")
        for what, number in merge.kept.items():
            output.line(f"  kept as the termbase has it ({what}): {number}; --force follows the file")
    for (kind, reason), number in report.skipped.items():
        output.line(f"  skipped: {kind}, {reason}: {number}")
    for what, number in report.read_as.items():
        output.line(f"  {what}: {number}")
    if report.ignored:
        listed = ", ".join(f"{what} {number}" for what, number in report.ignored.most_common(12))
        more = f" and {len(report.ignored) - 12} more kinds" if len(report.ignored) > 12 else ""
        output.line(f"  no place for: {listed}{more}")


def _show_problems(each: GlossaryIn) -> None:
    report = each.report
    for problem in report.problems[:_SHOWN_PROBLEMS]:
        line = f":{problem.line}" if problem.line else ""
        concept = f" {problem.concept}:" if problem.concept else ""
        diagnostics.say(f"{each.path}{line}:{concept} {problem.message} [{problem.rule}]")
    if (left := sum(report.rules.values()) - min(len(report.problems), _SHOWN_PROBLEMS)) > 0:
        rules = ", ".join(f"{rule} {number}" for rule, number in report.rules.most_common())
        diagnostics.say(f"{each.path}: {left} more problems; in all: {rules}")


def _as_json(done: TermsIn) -> dict[str, Any]:
    return {
        "termbase": str(done.termbase) if done.termbase else None,
        "concepts": done.concepts,
        "losses": dict(done.losses),
        "files": [_file_as_json(each) for each in done.files],
    }


def _file_as_json(each: GlossaryIn) -> dict[str, Any]:
    report, merge = each.report, each.merge
    return {
        "path": str(each.path),
        "error": str(each.error) if each.error else None,
        "broken": report.broken or None,
        "format": report.format,
        "concepts": {"read": report.entries, "kept": report.concepts, "skipped": report.skipped_of("concept")},
        "terms": {"read": report.terms_read, "kept": report.terms, "skipped": report.skipped_of("term")},
        "merge": {"new": merge.added, "changed": merge.changed, "there": merge.unchanged} if merge else None,
        "skipped": [{"kind": kind, "reason": why, "count": n} for (kind, why), n in report.skipped.items()],
        "read_as": dict(report.read_as),
        "ignored": dict(report.ignored),
        "rules": dict(report.rules),
        "problems": [
            {"line": one.line, "concept": one.concept, "rule": one.rule, "message": one.message}
            for one in report.problems
        ],
    }


@terms.command()
@click.option("--format", "form", type=click.Choice(["tbx", "csv", "tsv"]), help="By the name of --out, else tbx.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--force", is_flag=True, help="Replace --out.")
@glossary_option
@project_option
@click.pass_context
def export(ctx: click.Context, form: str | None, out: Path | None, force: bool, glossaries: tuple[Path, ...]) -> None:
    """Write termbases as one file: TBX-Basic, CSV or TSV.

    Those of --glossary, else the project's, else the shipped ones; TBX is version 3.
    """
    import io

    from workbench.services.files import write_whole
    from workbench.services.termwork import write_glossary

    concepts = _concepts(ctx, glossaries)
    named = out.suffix.lower().lstrip(".") if out is not None else ""
    stream = io.BytesIO()
    losses = write_glossary(concepts, stream, form or (named if named in ("tbx", "csv", "tsv") else "tbx"))
    for what, number in losses.items():
        diagnostics.say(f"not carried as it was: {what}: {number}")
    if out is None:
        output.text(stream.getvalue().decode("utf-8").removeprefix("\ufeff"))
        return
    write_whole(out, stream.getvalue(), force=force)
    output.line(f"{out}: {len(concepts)} concepts")


def _concepts(ctx: click.Context, glossaries: tuple[Path, ...]) -> list[Concept]:
    """The concepts of the termbases that are named, else the project's, else the shipped ones.

    Raises: TermbaseError if none of them can be read.
    """
    from workbench.services.termbases import open_termbases, united

    settings = load_settings(project_folder(ctx, required=False))
    opened, problems = open_termbases(glossaries or settings.glossaries or bootstrap.shipped_glossaries())
    for problem in problems:
        diagnostics.say(problem)
    if not opened:
        raise TermbaseError("no termbase could be read, so there is nothing to write")
    return united(opened)


@terms.command()
@click.argument("path", default=inputs.STDIN)
@click.option("--language", "-l", required=True, help="Language of the text.")
@lines_or_json
@click.option("--input-format", help="Read the input as this format instead of looking at it (jsonl, text, docx …).")
@click.option("--field", default="source", show_default=True, help="Where a JSON line has its text.")
@glossary_option
@project_option
@click.pass_context
def find(ctx: click.Context, /, path: str, language: str, form: str, **options: Any) -> None:
    """Find the terms in each line of a text.

    jsonl gives one object a line of input: id and hits, each with concept, term (citation form), start and end (code
    points), surface, grade (exact, inflected, uncertain) and status. text gives one hit a line: id, start, end,
    surface, term, grade, status, concept, with tabs between.
    """
    from workbench.services.termwork import find_terms

    tag = language_tag(language)
    finder = settled_finder(options["glossaries"], load_settings(project_folder(ctx, required=False)))
    if finder is None:
        raise TermbaseError("no termbase could be read, so nothing can be found")
    records = inputs.records(path, input_format=options["input_format"], field=options["field"])
    live = path == inputs.STDIN and not inputs.stdin_is_file()
    for record, hits in find_terms(finder, records, tag):
        _show_hits(record, hits, form)
        if live:
            output.flush()


def _show_hits(record: Record, hits: Sequence[TermHit], form: str) -> None:
    if form == "jsonl":
        output.json_line({"id": record.id, "hits": [_hit_as_json(hit) for hit in hits]})
        return
    for hit in hits:
        surface = " ".join(hit.surface.split())
        shown = (record.id, hit.start, hit.end, surface, hit.term, hit.grade.value, hit.status.value, hit.concept)
        output.line("\t".join(map(str, shown)))


def _hit_as_json(hit: TermHit) -> dict[str, object]:
    return {
        "concept": hit.concept,
        "term": hit.term,
        "start": hit.start,
        "end": hit.end,
        "surface": hit.surface,
        "grade": hit.grade.value,
        "status": hit.status.value,
    }


@terms.command()
@click.argument("words", nargs=-1, required=True, metavar="LANGUAGE[:STATUS]=TERM...")
@click.option("--id", "name", help="Id of the concept; made from the first term where not given.")
@click.option("--domain", default="", help="Subject field.")
@click.option("--definition", default="", help="What the concept is, in one sentence.")
@click.option("--note", default="", help="What else a translator should know.")
@project_option
@click.pass_context
def add(ctx: click.Context, words: tuple[str, ...], name: str | None, domain: str, definition: str, note: str) -> None:
    """Add a concept, or terms to one.

    For example: workbench terms add en=ceasefire fr=cessez-le-feu fr:admitted=trêve. The status is preferred, admitted,
    deprecated or forbidden; of several terms without one in a language the first is preferred, the others are admitted.
    """
    from workbench.services.termwork import OWN, add_concept, new_id, settled_terms

    folder = open_project(ctx).folder
    found = settled_terms(words)
    merge = add_concept(folder, Concept(name or new_id(found), found, domain, definition, note))
    what = "added" if merge.added else "changed" if merge.changed else "there already"
    output.line(f"{folder / OWN}: {what}, {len(merge.concepts)} concepts")
    for reason, number in merge.kept.items():
        diagnostics.say(f"kept as the termbase has it ({reason}): {number}")


@terms.command()
@click.option("--languages", help="Languages of the names; the project's where not given.")
@click.option("--force", is_flag=True, help="Write them again.")
@project_option
@click.pass_context
def seed(ctx: click.Context, languages: str | None, force: bool) -> None:
    """Give the project a termbase of places and months.

    Territories, languages and months with their names from Unicode CLDR.
    """
    from workbench.services.termwork import seed_places

    project = open_project(ctx)
    tags = language_tags(languages) if languages else tuple(dict.fromkeys((*project.languages, *FOUR)))
    path, number = seed_places(project.folder, tags, force=force)
    output.line(f"{path}: {number} concepts in {', '.join(tags)}")


terms.add_command(check)
terms.add_command(extract)

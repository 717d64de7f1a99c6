"""`terms extract`."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import summary_option, write_summary
from workbench.cli.project import open_project, project_folder, project_languages, project_option
from workbench.cli.terms import glossary_option, settled_finder
from workbench.config import load_settings
from workbench.core.errors import ConfigError
from workbench.core.job import Job
from workbench.core.language import language_tag
from workbench.services import bootstrap

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.services.termextract import Block, Candidate, Wish

Ask = Callable[[str, str], str]
"""Asks a question with a default answer, and gives the answer."""

_YES, _NO, _EDIT, _LATER, _QUIT = range(5)
_ANSWERS = {"y": _YES, "n": _NO, "e": _EDIT, "l": _LATER, "q": _QUIT}
_ANSWERS |= {"1": _YES, "2": _NO, "3": _EDIT, "4": _LATER, "0": _QUIT}  # other layouts have no Latin letters
_QUESTION = "accept? y (1) yes, n (2) never again, e (3) edit, l (4) later, q (0) quit"
_AROUND = 48


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE... | SOURCE TARGET | TABLE | -]")
@click.option("--from", "language", help="Language of the candidates; the project's source where not given.")
@click.option("--to", "target_language", help="Language of the translation in TARGET or TABLE.")
@click.option("--languages", help="Find renderings in these languages of the project alone, for example fr,hy.")
@click.option("--statement", "keys", multiple=True, help="Only this statement of the project; may be given again.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="So many candidates.")
@click.option("--min-frequency", "least", type=click.IntRange(1), default=2, show_default=True, help="Least places.")
@click.option("--known", is_flag=True, help="Give candidates too that the termbase has, marked so.")
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl", "tsv"]), default="text", show_default=True,
    help="Plain text, JSON lines, or a glossary table for terms import.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--review", is_flag=True, help="Ask about each candidate, and take the accepted ones in.")
@click.option("--accept", help="Take in the candidates of this file of JSON lines, or - for standard input.")
@click.option("--dry-run", is_flag=True, help="With --accept: say what would come in.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no count.")
@summary_option
@glossary_option
@project_option
@click.pass_context
def extract(ctx: click.Context, /, paths: tuple[str, ...], as_json: bool, form: str, **options: Any) -> None:
    """Propose terms with their likely renderings.

    From the project here, with --from from files in one language; with --to as well from two files of one segment a
    line, or from a table (source TAB target a line, or JSON objects with source and target).

    Behind a rendering stands how often the two go together, 0..1. One with less than a half, or found at one place
    alone, is marked ? and not taken in unasked.

    Terms come into the termbase one by one: --review asks about each. Or write them down with --format jsonl, strike
    out and correct, and give that file to --accept; or with --format tsv, and give it to terms import.
    """
    if options["accept"]:
        _accept_file(ctx, paths, options)
        return
    project = open_project(ctx) if not paths or options["review"] else None
    if options["review"] and not inputs.stdin_is_terminal():
        raise ConfigError("--review needs a terminal; without one use --format jsonl, and --accept with what it wrote")
    found = _project_candidates(project, options) if project and not paths else _file_candidates(ctx, paths, options)
    if options["review"] and project is not None:
        accepted = review(project, found, lambda text, default: str(click.prompt(text, default=default, err=True)))
        output.line(f"{accepted} of {len(found)} candidates accepted")
    else:
        _show_all(found, form, as_json=as_json)
    if not options["quiet"] and not options["review"]:
        diagnostics.say(f"{len(found)} candidates")
    write_summary(options["summary"], {"candidates": len(found), "known": sum(one.known for one in found)})


def _wish(options: dict[str, Any], folder: Path | None) -> Wish:
    from workbench.services.termextract import Wish, rejected

    left_out = rejected(folder) if folder is not None else frozenset()
    return Wish(options["most"], options["least"], options["known"], left_out)


def _project_candidates(project: Project, options: dict[str, Any]) -> list[Candidate]:
    from workbench.services.termcheck import word_aligners
    from workbench.services.termextract import candidates

    if options["target_language"]:
        raise ConfigError("--to is for files; in a project --languages says where to find renderings")
    meter = diagnostics.Meter("languages", quiet=options["quiet"])
    named = project_languages(project, options["language"]) or (project.source,)
    if len(named) > 1:
        raise ConfigError("--from names one language, that of the candidates")
    found = candidates(
        project,
        language=named[0],
        languages=project_languages(project, options["languages"]),
        keys=options["keys"] or None,
        finder=settled_finder(options["glossaries"], project.settings),
        words=word_aligners(bootstrap.vocabulary()),
        wish=_wish(options, project.folder),
        job=Job(meter),
    )
    meter.close()
    return found


def _file_candidates(ctx: click.Context, paths: Sequence[str], options: dict[str, Any]) -> list[Candidate]:
    from workbench.services.termcheck import word_aligners
    from workbench.services.termextract import extract as extracted

    if not options["language"] or options["languages"] or options["keys"]:
        raise ConfigError("say which language these files are in: --from en (and --to fr for a translation)")
    language = language_tag(options["language"])
    target = language_tag(options["target_language"]) if options["target_language"] else ""
    folder = project_folder(ctx, required=False)
    return extracted(
        _pair_blocks(paths, language, target) if target else _text_blocks(paths, language),
        language,
        [target] if target else [],
        finder=settled_finder(options["glossaries"], load_settings(folder)),
        words=word_aligners(bootstrap.vocabulary()),
        wish=_wish(options, folder),
    )


def _pair_blocks(paths: Sequence[str], language: str, target: str) -> list[Block]:
    from workbench.services.check import pairs_of_files, pairs_of_table
    from workbench.services.termextract import pair_blocks

    if len(paths) > 2:
        raise ConfigError("give a source and its translation, or one table of pairs")
    name = inputs.name_of(paths[0])
    if len(paths) == 2:
        return list(pair_blocks(pairs_of_files(*inputs.one_segment_a_line(*paths)), language, target, name))
    with inputs.open_input(paths[0]) as stream:
        return list(pair_blocks(pairs_of_table(stream, name), language, target, name))


def _text_blocks(paths: Sequence[str], language: str) -> list[Block]:
    from workbench.services.termextract import text_blocks
    from workbench.text.segmenter import segment

    return [
        block
        for path in paths
        for block in text_blocks(segment(inputs.document(path).text, language), language, inputs.name_of(path))
    ]


# -- showing ---------------------------------------------------------------------------------------------------------


def _show_all(found: Sequence[Candidate], form: str, *, as_json: bool) -> None:
    if as_json:
        output.json_document([_as_json(one) for one in found])
    elif form == "tsv":
        from workbench.services.termextract import concept_of
        from workbench.services.termwork import write_glossary

        stream = io.BytesIO()
        write_glossary([concept_of(one) for one in found], stream, "tsv")
        output.text(stream.getvalue().decode("utf-8"))
    for rank, one in enumerate(found if not as_json and form != "tsv" else (), 1):
        if form == "jsonl":
            output.json_line(_as_json(one))
        else:
            known = "  in the termbase" if one.known else ""
            output.line(f"{rank}  {one.term}  {one.frequency}× in {one.statements}{known}")
            for line in _rendering_lines(one):
                output.line(f"      {line}")


def _rendering_lines(one: Candidate) -> list[str]:
    lines = []
    for language, found in one.renderings.items():
        sure = "" if language in one.sure else "? "
        lines.append(f"{language}  {sure}" + ", ".join(f"{likely.text} ({likely.score:.2f})" for likely in found))
    return lines


def _as_json(one: Candidate) -> dict[str, object]:
    return {
        "term": one.term,
        "language": one.language,
        "frequency": one.frequency,
        "statements": one.statements,
        "score": round(one.score, 3),
        "known": one.known,
        "renderings": {
            language: [{"text": each.text, "count": each.count, "score": each.score} for each in found]
            for language, found in one.renderings.items()
        },
        "examples": [
            {"place": each.place, "text": each.text, "start": each.start, "end": each.end} for each in one.examples
        ],
    }


# -- deciding --------------------------------------------------------------------------------------------------------


def _accept_file(ctx: click.Context, paths: Sequence[str], options: dict[str, Any]) -> None:
    """Take in what a file of candidates has."""
    from workbench.formats.lines import read_lines
    from workbench.services.termextract import accept, read_candidates

    if paths or options["review"]:
        raise ConfigError("--accept takes its candidates from its own file; leave the others and --review out")
    project = open_project(ctx)
    name = inputs.name_of(options["accept"])
    with inputs.open_input(options["accept"]) as stream:
        found = list(read_candidates(read_lines(stream, name), name))  # all are sound before the first comes in
    added = 0
    for candidate, renderings in found:
        shown = " · ".join([candidate.term, *(f"{tag} {text}" for tag, text in renderings.items() if text)])
        if options["dry_run"]:
            output.line(f"would add {shown}")
            continue
        merge = accept(project, candidate, renderings)
        added += merge.added
        output.line(f"{'added' if merge.added else 'changed' if merge.changed else 'there already'} {shown}")
    write_summary(options["summary"], {"candidates": len(found), "added": added})


def review(project: Project, found: Sequence[Candidate], ask: Ask) -> int:
    """Show each candidate and do as the person says; how many were accepted."""
    from workbench.services.termextract import accept, reject

    accepted = 0
    for rank, one in enumerate(found, 1):
        _show_for_review(one, f"{rank}/{len(found)}")
        renderings = one.sure
        answer = _answer(ask)
        if answer == _QUIT:
            break
        if answer == _NO:
            reject(project.folder, one)
        if answer == _EDIT:
            one, renderings = _edited(one, renderings, [tag for tag in project.languages if tag != one.language], ask)
        if answer in (_YES, _EDIT):
            accept(project, one, renderings)
            accepted += 1
    return accepted


def _answer(ask: Ask) -> int:
    while True:
        answer = _ANSWERS.get(ask(_QUESTION, "l").strip().lower()[:1])
        if answer is not None:
            return answer


def _edited(
    one: Candidate, renderings: dict[str, str], languages: Sequence[str], ask: Ask
) -> tuple[Candidate, dict[str, str]]:
    """The candidate with the term and the renderings that a person gives; `-` leaves a rendering out."""
    from dataclasses import replace

    term = " ".join(ask(one.language, one.term).split()) or one.term
    given = {language: " ".join(ask(language, renderings.get(language, "-")).split()) for language in languages}
    return replace(one, term=term), {language: text for language, text in given.items() if text not in ("", "-")}


def _show_for_review(one: Candidate, rank: str) -> None:
    diagnostics.say(f"\n{rank}  {one.term}  ({one.language}, {one.frequency}× in {one.statements})")
    for line in _rendering_lines(one):
        diagnostics.say(f"  {line}")
    for each in one.examples:
        before, inside, after = each.text[: each.start], each.text[each.start : each.end], each.text[each.end :]
        shown = f"{before[-_AROUND:]}[{inside}]{after[:_AROUND]}"
        diagnostics.say(f"  {each.place}: {' '.join(shown.split())}")

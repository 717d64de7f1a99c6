"""`segment` and `detect`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from workbench.cli import diagnostics, inputs, output
from workbench.cli.options import lines_or_json
from workbench.core.errors import InputError, WorkbenchError
from workbench.core.language import language_tag, language_tags
from workbench.services import bootstrap
from workbench.services.records import Record


@click.command()
@click.argument("path", default="-")
@click.option("--language", "-l", help="Language of the text; found by detection where not given.")
@lines_or_json
@click.option("--input-format", help="Read the input as this format instead of looking at it.")
def segment(path: str, language: str | None, form: str, input_format: str | None) -> None:
    """Split a text into sentences; the segments join to the whole text.

    Text output is one segment a line, line breaks inside a segment as spaces; jsonl gives start, end (code points) and
    the text of each.
    """
    from workbench.text.segmenter import segment as split

    document = inputs.document(path, input_format)
    tag = language_tag(language) if language else _detected(document.language, document.text)
    start = 0
    for part in split(document.text, tag):
        if form == "jsonl":
            output.json_line({"start": start, "end": start + len(part), "text": part})
        elif part.strip():
            output.line(" ".join(part.split("\n")).strip())
        start += len(part)


def _detected(stated: str | None, text: str) -> str:
    """The language a document states, else the detected one (`und` gets the rules that hold everywhere)."""
    return stated or bootstrap.detector().detect(text)[0]


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--whole", is_flag=True, help="One answer a file instead of one a line.")
@click.option("--languages", help="Only these languages may be the answer, for example en,fr,az,hy.")
@lines_or_json
@click.option("--input-format", type=click.Choice(["text", "jsonl"]), help="Read the input as this format.")
@click.option("--field", default="source", show_default=True, help="Where a JSON line has its text.")
def detect(
    paths: tuple[str, ...], whole: bool, languages: str | None, form: str, input_format: str | None, field: str
) -> int:
    """Tell the language of each line, or of each file.

    `und` means that the text cannot tell.
    """
    candidates = language_tags(languages) if languages is not None else None
    detector = bootstrap.detector()
    paths = paths or (inputs.STDIN,)
    failed: list[WorkbenchError] = []
    for path in paths:
        try:
            for record in _whole(path) if whole else inputs.records(path, input_format=input_format, field=field):
                _tell(record, *detector.detect(record.source, candidates), form, whole=whole)
        except InputError as error:
            diagnostics.say(f"failed: {error}" if len(paths) > 1 else f"workbench: {error}")
            failed.append(error)
    return diagnostics.code_of_some(failed, some_done=len(failed) < len(paths))


def _whole(path: str) -> Iterator[Record]:
    yield Record(path, inputs.document(path).text)


def _tell(record: Record, language: str, score: float, form: str, *, whole: bool) -> None:
    """One answer, at once: a pipe may wait for it."""
    if form == "jsonl":
        text = {} if whole else {"text": record.source}
        output.json_line({"id": record.id, **text, "language": language, "score": round(score, 4)})
    else:
        output.line(f"{language}\t{score:.4f}" + (f"\t{record.id}" if whole else ""))
    output.flush()

"""`segment` and `detect`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from workbench.cli import inputs, output
from workbench.core.language import UNDETERMINED, language_tag, language_tags
from workbench.services import bootstrap


@click.command()
@click.argument("path", default="-")
@click.option("--language", "-l", help="Language of the text; found by detection where not given.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
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
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def detect(paths: tuple[str, ...], whole: bool, languages: str | None, form: str) -> None:
    """Tell the language of each line, or of each file.

    `und` means that the text cannot tell.
    """
    candidates = language_tags(languages) if languages else None
    detector = bootstrap.detector()
    for name, content in _whole(paths or ("-",)) if whole else _lines(paths or ("-",)):
        language, score = detector.detect(content, candidates)
        answer = {"id": name, "text": content, "language": language, "score": round(score, 4)}
        if form == "jsonl":
            output.json_line({key: value for key, value in answer.items() if not (whole and key == "text")})
        else:
            output.line(f"{language}\t{score:.4f}" + (f"\t{name}" if whole else ""))
        if not whole:
            output.flush()


def _whole(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        yield path, inputs.document(path).text


def _lines(paths: Iterable[str]) -> Iterator[tuple[int, str]]:
    number = 0
    for path in paths:
        for content in inputs.lines(path):
            number += 1
            yield number, content

"""Which files a batch job reads and where their translations go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from workbench.core.errors import ConfigError, InputError, WriteError
from workbench.formats.sniff import is_document
from workbench.services.files import refuse_taken
from workbench.services.folders import files_below
from workbench.services.records import JSON_SUFFIXES
from workbench.services.stream import Languages, check_output

_PLAIN = (".txt", ".text", ".md", ".markdown")


@dataclass(frozen=True, slots=True)
class FileTask:
    """One input and where its translation into one language goes."""

    path: Path
    target: str
    output: Path


def plan_files(
    paths: Sequence[Path], languages: Languages, out: Path, *, output_format: str = "text"
) -> list[FileTask]:
    """Which files go where: folders are mirrored, several languages get a folder each.

    Args:
        paths: files and folders; of a folder, every file that can be read as a text, in the order of names.
        out: a folder; for a single file into a single language it may be a file.
    Raises:
        InputError: a path is missing, a folder cannot be searched, or there is nothing to translate.
        ConfigError: two inputs would go to one output; and as `check_output`.
        WriteError: the output is no place for files.
    """
    check_output(output_format, languages.targets[:1])
    inputs = [found for path in paths for found in _inputs(path, out)]
    if not inputs:
        raise InputError(
            f"{', '.join(map(str, paths))}: nothing here that can be translated (.txt .md .docx .html .jsonl)"
        )
    alone = len(paths) == 1 and not paths[0].is_dir() and len(languages.targets) == 1
    if alone and not out.is_dir() and (out.suffix or out.exists()):
        refuse_taken(out, force=True)
        return [FileTask(inputs[0][0], languages.targets[0], out)]
    if out.exists() and not out.is_dir():
        raise WriteError(f"{out}: cannot be written: {out} is no folder; several translations need one")
    several = len(languages.targets) > 1
    tasks = [
        FileTask(path, target, (out / target if several else out) / _output_name(relative, output_format))
        for path, relative in inputs
        for target in languages.targets
    ]
    taken: dict[Path, FileTask] = {}
    for task in tasks:
        first = taken.setdefault(task.output, task)
        if first is not task:
            raise ConfigError(
                f"{first.path} and {task.path} would both be written to {task.output}; translate them one by one, "
                "or name the folder above them"
            )
    return tasks


def _inputs(path: Path, out: Path) -> list[tuple[Path, PurePath]]:
    """Files with their paths below what was named; of a folder all but those in the output folder."""
    try:
        if path.is_dir():
            found = sorted(files_below(path, _is_text, _refuse, without=out.absolute()))
            return [(each, each.relative_to(path)) for each in found]
        path.stat()
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file or folder") from error
    except OSError as error:
        raise InputError(f"{error.filename or path}: cannot be read: {error.strerror}") from error
    return [(path, PurePath(path.name))]


def _refuse(error: OSError) -> None:
    raise error


def _is_text(name: str) -> bool:
    return is_document(name) or (PurePath(name).suffix.lower() in JSON_SUFFIXES and not name.startswith("."))


def _output_name(relative: PurePath, output_format: str) -> PurePath:
    """The same path, with a suffix added where the content is no longer of the input's format."""
    suffix = relative.suffix.lower()
    kept = {"text": _PLAIN, "jsonl": JSON_SUFFIXES, "tsv": (".tsv",)}[output_format]
    added = {"text": ".txt", "jsonl": ".jsonl", "tsv": ".tsv"}[output_format]
    return relative if suffix in kept else relative.with_name(relative.name + added)

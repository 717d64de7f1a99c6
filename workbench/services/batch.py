"""Translation of streams and files, in windows: bounded memory, order kept, every file written whole or not at all.

Windows depend on the input alone, except on a pipe that pauses: there the window closes, so that somebody who types
lines gets answers.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from workbench.core.errors import ConfigError, EngineError, InputError, JobCancelled, WorkbenchError
from workbench.core.job import Job
from workbench.formats.sniff import is_document
from workbench.services.files import written_whole
from workbench.services.records import JSON_SUFFIXES, OUTPUT_FORMATS, Record, header, read_records, rendered
from workbench.services.translate import Translator, flag_counts

_RECORDS = 1_024
_CHARACTERS = 200_000
_PAUSE_S = 0.2
_PLAIN = (".txt", ".text", ".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Languages:
    """From which language into which ones."""

    source: str
    targets: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What a stream or a job came to.

    Attributes:
        texts: records translated, counted once for each target; blank ones too.
        characters: of their sources.
        flags: how many carry each flag.
        starter: how many a starter package had part in.
    """

    texts: int = 0
    characters: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    starter: int = 0

    def add(self, other: Tally) -> None:
        """Count what another one counted."""
        self.texts += other.texts
        self.characters += other.characters
        self.starter += other.starter
        for flag, count in other.flags.items():
            self.flags[flag] = self.flags.get(flag, 0) + count


def translate_stream(
    translator: Translator,
    records: Iterable[Record],
    languages: Languages,
    write: Callable[[str], None],
    *,
    output_format: str = "text",
    prompt: bool = False,
    flush: Callable[[], None] | None = None,
    job: Job | None = None,
) -> Tally:
    """Translate records as they come and write each one's translations in their order.

    Args:
        write: takes whole lines.
        output_format: `text` (one target only), `jsonl` or `tsv`.
        prompt: answer what is there whenever the input pauses.
        flush: called after every window.
        job: progress counts records, of an unknown total.
    Raises: ConfigError, InputError, EngineError, JobCancelled; what was written before stays written
    """
    check_output(output_format, languages.targets)
    for target in languages.targets:
        translator.route(languages.source, target)
    write(header(output_format, languages.source, languages.targets))
    tally = Tally()
    for window in windows(records, prompt=prompt):
        if job:
            job.progress(tally.texts // len(languages.targets), 0)
        _translate_window(translator, window, languages, write, output_format, tally)
        if flush:
            flush()
    return tally


def _translate_window(
    translator: Translator,
    window: Sequence[Record],
    languages: Languages,
    write: Callable[[str], None],
    output_format: str,
    tally: Tally,
) -> None:
    sources = [record.source for record in window]
    columns = [translator.translate_texts(sources, languages.source, target) for target in languages.targets]
    for record, *translations in zip(window, *columns, strict=True):
        write(rendered(output_format, record, translations))
    for column in columns:
        characters = sum(len(source) for source in sources)
        tally.add(Tally(len(column), characters, flag_counts(column), sum(each.starter for each in column)))


def check_output(output_format: str, targets: Sequence[str]) -> None:
    """Raises: ConfigError if the format is none of ours or cannot hold that many languages."""
    if output_format not in OUTPUT_FORMATS:
        raise ConfigError(f"no output format {output_format!r} for translations; use {', '.join(OUTPUT_FORMATS)}")
    if not targets:
        raise ConfigError("no target language given; use --to fr or --to fr,az")
    if output_format == "text" and len(targets) > 1:
        raise ConfigError("text output holds one language; use --format jsonl or tsv, or --out DIR")


def windows(records: Iterable[Record], *, prompt: bool = False) -> Iterator[list[Record]]:
    """Runs of records that together are large enough for full batches and small enough for memory.

    Args:
        prompt: close a window as well when no record has come for a moment.
    """
    window: list[Record] = []
    characters = 0
    try:
        for record in _with_pauses(records) if prompt else records:
            if record is not None:
                window.append(record)
                characters += len(record.source)
            if window and (record is None or len(window) >= _RECORDS or characters >= _CHARACTERS):
                yield window
                window, characters = [], 0
    except InputError:
        if window:  # what came before a bad line is answered first
            yield window
        raise
    if window:
        yield window


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of what a reading thread hands over, and the error that ended it."""

    error: BaseException | None = None


def _with_pauses(records: Iterable[Record]) -> Iterator[Record | None]:
    """The records, and None wherever the next one is not there within a moment; reading goes on in a thread."""
    waiting: queue.Queue[Record | _Ended] = queue.Queue(maxsize=2 * _RECORDS)
    left = threading.Event()

    def hand_over(item: Record | _Ended) -> None:
        while not left.is_set():
            try:
                return waiting.put(item, timeout=_PAUSE_S)
            except queue.Full:
                continue

    def read() -> None:
        try:
            for record in records:
                hand_over(record)
                if left.is_set():
                    return
            hand_over(_Ended())
        except BaseException as error:  # whatever it is, the thread that asked has to hear of it
            hand_over(_Ended(error))

    threading.Thread(target=read, name="reading input", daemon=True).start()
    try:
        yield from _taken(waiting)
    finally:
        left.set()


def _taken(waiting: queue.Queue[Record | _Ended]) -> Iterator[Record | None]:
    paused = False
    while True:
        try:
            item = waiting.get(timeout=None if paused else _PAUSE_S)
        except queue.Empty:
            paused = True
            yield None
            continue
        paused = False
        if not isinstance(item, _Ended):
            yield item
        elif item.error is not None:
            raise item.error
        else:
            return


@dataclass(frozen=True, slots=True)
class FileTask:
    """One input and where its translation into one language goes."""

    path: Path
    target: str
    output: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that was not translated, and why."""

    task: FileTask
    error: WorkbenchError


@dataclass(frozen=True, slots=True)
class FilesSummary:
    """What became of the files of a job.

    Attributes:
        done: tasks whose outputs were written; `present` were there already and left alone (`resume`).
        failed: tasks that left no output, with their errors.
        tally: of what was translated.
    """

    done: tuple[FileTask, ...]
    present: tuple[FileTask, ...]
    failed: tuple[Failed, ...]
    tally: Tally


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
    """
    check_output(output_format, languages.targets[:1])
    inputs = [found for path in paths for found in _inputs(path, out)]
    if not inputs:
        raise InputError(
            f"{', '.join(map(str, paths))}: nothing here that can be translated (.txt .md .docx .html .jsonl)"
        )
    alone = len(paths) == 1 and paths[0].is_file() and len(languages.targets) == 1
    if alone and not out.is_dir() and out.suffix:
        return [FileTask(inputs[0][0], languages.targets[0], out)]
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
            found = sorted(_texts_below(path, out.absolute()))
            return [(each, each.relative_to(path)) for each in found]
        path.stat()
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file or folder") from error
    except OSError as error:
        raise InputError(f"{error.filename or path}: cannot be read: {error.strerror}") from error
    return [(path, PurePath(path.name))]


def _texts_below(folder: Path, out: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(where, name).absolute() != out]
        yield from (Path(where, name) for name in names if _is_text(name))


def _is_text(name: str) -> bool:
    return is_document(name) or (PurePath(name).suffix.lower() in JSON_SUFFIXES and not name.startswith("."))


def _output_name(relative: PurePath, output_format: str) -> PurePath:
    """The same path, with a suffix added where the content is no longer of the input's format."""
    suffix = relative.suffix.lower()
    kept = {"text": _PLAIN, "jsonl": JSON_SUFFIXES, "tsv": (".tsv",)}[output_format]
    added = {"text": ".txt", "jsonl": ".jsonl", "tsv": ".tsv"}[output_format]
    return relative if suffix in kept else relative.with_name(relative.name + added)


def translate_files(
    translator: Translator,
    tasks: Sequence[FileTask],
    source: str,
    *,
    output_format: str = "text",
    input_format: str | None = None,
    source_field: str = "source",
    force: bool = False,
    resume: bool = False,
    job: Job | None = None,
) -> FilesSummary:
    """Carry out what `plan_files` planned; a file that fails leaves nothing behind and hinders no other.

    Args:
        force: replace outputs that are there.
        resume: leave outputs that are there alone, since each was written whole.
        job: progress counts tasks.
    Raises: EngineError if a model fails or there is no route, JobCancelled; files done before are there
    """
    for target in dict.fromkeys(task.target for task in tasks):
        translator.route(source, target)
    done: list[FileTask] = []
    present: list[FileTask] = []
    failed: list[Failed] = []
    tally = Tally()
    for number, task in enumerate(tasks):
        if job:
            job.progress(number, len(tasks), str(task.path))
        if resume and task.output.exists():
            present.append(task)
            continue
        try:
            tally.add(_translate_file(translator, task, source, output_format, input_format, source_field, force, job))
            done.append(task)
        except (EngineError, JobCancelled):
            raise
        except WorkbenchError as error:
            failed.append(Failed(task, error))
    return FilesSummary(tuple(done), tuple(present), tuple(failed), tally)


def _translate_file(
    translator: Translator,
    task: FileTask,
    source: str,
    output_format: str,
    input_format: str | None,
    source_field: str,
    force: bool,
    job: Job | None,
) -> Tally:
    if task.output.exists() and task.output.samefile(task.path):
        raise ConfigError(f"{task.path}: the output would replace the input; choose another --out")
    try:
        stream = task.path.open("rb")
    except OSError as error:
        raise InputError(f"{task.path}: cannot be read: {error.strerror}") from error
    with stream, written_whole(task.output, force=force) as out:

        def write(text: str) -> None:
            if job:
                job.check()
            out.write(text.encode("utf-8", "replace"))

        records = read_records(stream, str(task.path), input_format=input_format, source_field=source_field)
        return translate_stream(
            translator, records, Languages(source, (task.target,)), write, output_format=output_format
        )

"""Files as one stream: every file written whole or not at all, what is decoded kept until the job is done.

All files into one language go through the engine as a single stream, so that small files fill batches together.
"""

from __future__ import annotations

import os
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from workbench.core.errors import ConfigError, EngineError, InputError, JobCancelled, WorkbenchError
from workbench.core.job import Job
from workbench.services.fileplan import FileTask
from workbench.services.files import WholeFile, clear_parts, refuse_input, refuse_taken
from workbench.services.flow import UNDER_WAY, Window
from workbench.services.journal import Journal
from workbench.services.records import Record, header, read_records, rendered
from workbench.services.stream import Tally
from workbench.services.translate import Stream, Translation, Translator
from workbench.services.windows import windows

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that was not translated, and why."""

    task: FileTask
    error: WorkbenchError


@dataclass(slots=True)
class FilesSummary:
    """What became of the files of a job.

    Attributes:
        done: tasks whose outputs were written; `present` were there already and left alone (`resume`).
        failed: tasks that left no output, with their errors.
        tally: of what was translated.
        unwritten: whether some of it was decoded and could not be written; the journal keeps it for another run.
        restarted: whether what an interrupted run had decoded was of no use, since other settings had made it.
    """

    done: list[FileTask] = field(default_factory=list)
    present: list[FileTask] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    unwritten: bool = False
    restarted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read and outputs written."""

    output_format: str = "text"
    input_format: str | None = None
    source_field: str = "source"
    force: bool = False
    resume: bool = False


def translate_files(
    translator: Translator,
    tasks: Sequence[FileTask],
    source: str,
    reading: Reading | None = None,
    *,
    journal: Path | None = None,
    job: Job | None = None,
) -> FilesSummary:
    """Carry out what `plan_files` planned; a file that fails leaves nothing behind and hinders no other.

    Args:
        reading: how; its `force` replaces outputs that are there, its `resume` leaves them alone, since each was
            written whole.
        journal: where to keep what is decoded until the job is done; None not to keep it.
        job: progress counts bytes of the inputs.
    Raises: ConfigError if an interrupted job would be thrown away unasked, EngineError if a model fails or there is no
        route, WriteError if the journal cannot be written, JobCancelled; files done before are there, and the same call
        with `resume` goes on
    """
    reading = reading or Reading()
    targets = list(dict.fromkeys(task.target for task in tasks))
    identity = translator.identity(source, targets)
    kept = Journal(journal, identity) if journal else None
    try:
        if kept:
            _refuse_forgotten(kept, tasks, reading)
        summary = _Files(translator, source, reading, kept, job).carry_out(tasks, targets)
    except BaseException:
        if kept:
            kept.close()
        raise
    if kept and summary.unwritten:
        kept.close()
    elif kept:
        kept.remove()
    return summary


def journal_of(out: Path, tasks: Sequence[FileTask]) -> Path:
    """Where a job keeps what it has decoded: hidden in its output folder, or beside its one output file."""
    if len(tasks) != 1:
        return out / ".workbench.journal"
    name = tasks[0].output.name
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}.{zlib.crc32(os.fsencode(name)):08x}"
    return tasks[0].output.with_name(f".{name}.journal")


def _refuse_forgotten(journal: Journal, tasks: Sequence[FileTask], reading: Reading) -> None:
    """Raises: ConfigError if an interrupted job would be thrown away unasked."""
    if reading.force or not (journal.batches or journal.foreign):
        return
    here = journal.path.parent
    if journal.batches and not any(_name(task, journal) in journal.outputs for task in tasks):
        raise ConfigError(
            f"{here}: an interrupted run of other files is kept here ({journal.outputs[0]} …); finish that one with "
            "--resume, choose another --out, or throw it away with --force"
        )
    if not reading.resume:
        done = f"{journal.batches} batches are done" if journal.batches else "made with other settings or packages"
        raise ConfigError(
            f"{here}: an interrupted run of this job is kept here ({done}); "
            "go on with --resume, or start again with --force"
        )


def _name(task: FileTask, journal: Journal) -> str:
    """What the journal calls an output, from wherever the command is run."""
    return os.path.relpath(task.output, journal.path.parent)


def _is_there(path: Path) -> bool:
    """Whether something has that name; what could never have it is refused when it is written."""
    with suppress(OSError):
        return path.exists()
    return False


class _Files:
    """A job under way."""

    def __init__(
        self, translator: Translator, source: str, reading: Reading, journal: Journal | None, job: Job | None
    ) -> None:
        self._translator, self._source, self._reading = translator, source, reading
        self._journal, self._job = journal, job
        self._summary = FilesSummary()
        self._bytes_done = self._bytes = 0

    def carry_out(self, tasks: Sequence[FileTask], targets: Sequence[str]) -> FilesSummary:
        """Every task of every language."""
        todo = self._todo(tasks)
        if self._reading.resume and all(_is_there(task.output) for task in todo):
            return self._summary
        if self._journal and (self._reading.resume or self._reading.force):
            for task in todo:
                clear_parts(task.output)
        self._bytes = sum(_size(task.path) for task in todo)
        for target in targets:
            self._into(target, [task for task in todo if task.target == target])
        return self._summary

    def _todo(self, tasks: Sequence[FileTask]) -> list[FileTask]:
        """The tasks that go through the stream, those of an interrupted job first and in its order."""
        journal, resume = self._journal, self._reading.resume
        begun = set(journal.outputs) if journal and resume else set()
        names = {task.output: _name(task, journal) if journal else "" for task in tasks}
        present = {task.output for task in tasks if resume and _is_there(task.output)}
        self._summary.present += [task for task in tasks if task.output in present]
        # What an interrupted job has finished goes through the stream again, so that the batches stay the same.
        todo = [task for task in tasks if task.output not in present or names[task.output] in begun]
        todo.sort(key=lambda task: names[task.output] not in begun)
        if journal and not (begun and journal.batches):
            self._summary.restarted = journal.foreign and resume
            journal.begin([names[task.output] for task in todo])
        return todo

    def _into(self, target: str, tasks: Sequence[FileTask]) -> None:
        """All files of one language in one stream."""
        outputs = _Outputs(self._reading, self._source, self._summary)
        with ExitStack() as stack:
            stack.callback(outputs.abandon)
            stream = stack.enter_context(
                self._translator.flow(self._source, target, journal=self._journal, job=self._job)
            )
            waiting: deque[tuple[list[_Item], Window]] = deque()
            for items in windows(self._items(tasks), lambda item: len(item.record.source) if item.record else 0):
                texts = [item.record.source for item in items if item.record]
                waiting.append((items, stream.flow.submit(texts)))
                if len(waiting) >= UNDER_WAY:
                    self._answer(stream, outputs, *waiting.popleft())
            while waiting:
                self._answer(stream, outputs, *waiting.popleft())
            self._summary.tally.close(stream)

    def _answer(self, stream: Stream, outputs: _Outputs, items: Sequence[_Item], window: Window) -> None:
        answers = iter(stream.answers(window))
        for item in items:
            if item.record is None:
                outputs.end(item.task, item.error)
            else:
                outputs.write(item.task, item.record, next(answers))
        if self._job:
            self._bytes_done += sum(len(each.record.source.encode()) + 1 for each in items if each.record)
            self._job.progress(min(self._bytes_done, self._bytes), self._bytes, str(items[-1].task.path))

    def _items(self, tasks: Sequence[FileTask]) -> Iterator[_Item]:
        """The records of all tasks, each task followed by its end, or by the error that ended it."""
        for task in tasks:
            error = None
            try:
                self._check(task)
                for record in _records(task, self._reading):
                    yield _Item(task, record)
            except (EngineError, JobCancelled):
                raise
            except WorkbenchError as found:
                error = found
            yield _Item(task, None, error)

    def _check(self, task: FileTask) -> None:
        """Refuse what must not be written, before any of it is translated."""
        reading = self._reading
        refuse_input(task.output, task.path)
        if not (reading.resume and _is_there(task.output)):
            refuse_taken(task.output, force=reading.force)


@dataclass(frozen=True, slots=True)
class _Item:
    """A record of a task or, without one, its end."""

    task: FileTask
    record: Record | None
    error: WorkbenchError | None = None


def _records(task: FileTask, reading: Reading) -> Iterator[Record]:
    try:
        stream = task.path.open("rb")
    except OSError as error:
        raise InputError(f"{task.path}: cannot be read: {error.strerror}") from error
    with stream:
        yield from read_records(
            stream, str(task.path), input_format=reading.input_format, source_field=reading.source_field
        )


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


class _Outputs:
    """The one file that is being written, and what became of those before."""

    def __init__(self, reading: Reading, source: str, summary: FilesSummary) -> None:
        self._reading, self._source, self._summary = reading, source, summary
        self._file: WholeFile | None = None
        self._left: FileTask | None = None
        self._tally = Tally()

    def write(self, task: FileTask, record: Record, translation: Translation) -> None:
        """Write one record; a disk that refuses ends this task and no other."""
        if self._left is task:
            return
        try:
            if self._file is None:
                self._begin(task)
            self._put(rendered(self._reading.output_format, record, [translation]))
            self._tally.count([translation])
        except WorkbenchError as error:
            self._summary.unwritten = True
            self._fail(task, error)

    def end(self, task: FileTask, error: WorkbenchError | None) -> None:
        """The task has no more records: put its file in place, or leave nothing of it."""
        if self._left is task:
            self._left = None
            return
        if error is not None:
            self._fail(task, error)
            self._left = None
            return
        try:
            if self._file is None:
                self._begin(task)
            assert self._file is not None
            self._file.commit()
        except WorkbenchError as found:
            self._summary.unwritten = True
            self._fail(task, found)
            self._left = None
            return
        self._file = None
        if task not in self._summary.present:
            self._summary.done.append(task)
            self._summary.tally.add(self._tally)
        self._tally = Tally()

    def abandon(self) -> None:
        """Leave nothing of a file that is not whole."""
        if self._file is not None:
            self._file.abandon()
            self._file = None

    def _begin(self, task: FileTask) -> None:
        present = self._reading.resume and _is_there(task.output)
        self._file = WholeFile(task.output, force=self._reading.force, nowhere=present)
        self._put(header(self._reading.output_format, self._source, [task.target]))

    def _put(self, text: str) -> None:
        assert self._file is not None
        self._file.write(text.encode("utf-8", "replace"))

    def _fail(self, task: FileTask, error: WorkbenchError) -> None:
        self.abandon()
        self._left, self._tally = task, Tally()
        self._summary.failed.append(Failed(task, error))

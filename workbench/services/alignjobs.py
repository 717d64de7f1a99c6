"""Aligning many pairs of files in one go: a list of jobs, or two folders; what one pair teaches helps the others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import ConfigError, FormatError, InputError, WorkbenchError
from workbench.core.job import Job
from workbench.formats.lines import read_lines
from workbench.services.align import Method, Reading, bitext_of, opened, segments_of, text_of
from workbench.services.bitext import Output, check_format, rendered
from workbench.services.files import write_whole

_GROUP_SEGMENTS = 40_000
_GROUP_PAIRS = 1_000


@dataclass(frozen=True, slots=True)
class PairJob:
    """Two inputs and the output."""

    source: Path
    target: Path
    output: Path


@dataclass(frozen=True, slots=True)
class PairDone:
    """What became of one pair: how many beads, or why it failed; `there` if its output was there already."""

    job: PairJob
    beads: int = 0
    error: str = ""
    there: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch is done.

    Attributes:
        languages: of the sources and of the targets.
        presegmented: whether the files have a segment a line; input_format: else what they are.
        output: how alignments are put out.
        joint: what one pair teaches helps the others.
        force: replace outputs that are there; resume: leave out the pairs whose output is there.
    """

    languages: tuple[str, str]
    presegmented: bool = False
    input_format: str | None = None
    output: Output = field(default_factory=lambda: Output("beads"))
    joint: bool = True
    force: bool = True
    resume: bool = False


def read_jobs(stream: BinaryIO, name: str) -> list[PairJob]:
    """The pairs of a jobs file: source path TAB target path TAB output path, one pair a line.

    Raises: FormatError with the line that is none; InputError; ConfigError if two pairs have one output, or one would
        replace an input
    """
    jobs: list[PairJob] = []
    taken: dict[Path, int] = {}
    for number, line in enumerate(read_lines(stream, name), 1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) != 3 or not all(field.strip() for field in fields):
            raise FormatError("is not: source path TAB target path TAB output path", path=name, line=number)
        jobs.append(PairJob(*(Path(field.strip()) for field in fields)))
        if (first := taken.setdefault(jobs[-1].output, number)) != number:
            raise ConfigError(f"{name}:{number}: writes the same output as line {first}: {jobs[-1].output}")
    inputs = {os.path.realpath(path) for job in jobs for path in (job.source, job.target)}
    for output, number in taken.items():
        if os.path.realpath(output) in inputs:
            raise ConfigError(f"{name}:{number}: the output would replace an input: {output}")
    return jobs


def folder_jobs(source: Path, target: Path, output: Path, suffix: str) -> tuple[list[PairJob], list[Path]]:
    """The files of two folders that have the same place and name, and those without a partner.

    Args:
        suffix: of the outputs, which mirror the folders.
    Raises: InputError if a folder cannot be read or no file has a partner.
    """
    sides = [{path.relative_to(folder): path for path in _files(folder)} for folder in (source, target)]
    common = sorted(sides[0].keys() & sides[1].keys())
    if not common:
        raise InputError(
            f"{source}, {target}: no file of one has the name of a file of the other; name the pairs in a file: --jobs"
        )
    alone = [side[name] for side in sides for name in sorted(side.keys() - set(common))]
    jobs = [PairJob(sides[0][name], sides[1][name], output / f"{name}.{suffix}") for name in common]
    return jobs, alone


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror or error}") from error


def align_jobs(jobs: Sequence[PairJob], batch: Batch, method: Method, job: Job | None = None) -> Iterator[PairDone]:
    """Align many pairs, in their order; a pair that fails is told and does not stop the others.

    Pairs are taken in groups, which depend on the jobs alone: what is learnt is shared within a group. Each output is
    written whole or not at all. A resumed batch gives the same bytes as one that was not interrupted.

    Raises: ConfigError for the format; JobCancelled
    """
    check_format(batch.output.format)
    job = job or Job()
    done = 0
    for group in _groups(jobs, batch):
        if batch.resume and all(isinstance(each, _Read) and each.job.output.exists() for each in group):
            yield from (PairDone(each.job, there=True) for each in group)
            done += len(group)
            continue
        for each in _aligned(group, batch, method, job, done, len(jobs)):
            done += 1
            job.progress(done, len(jobs), str(each.job.source))
            yield each
    job.progress(len(jobs), len(jobs))


@dataclass(frozen=True, slots=True)
class _Read:
    """The segments of a pair."""

    job: PairJob
    sides: tuple[list[str], list[str]]


_Group = list["_Read | PairDone"]


def _groups(jobs: Sequence[PairJob], batch: Batch) -> Iterator[_Group]:
    """The pairs, read, some at a time; those that cannot be read as what became of them."""
    group: _Group = []
    segments = 0
    for pair in jobs:
        one: _Read | PairDone
        try:
            one = _Read(pair, (_segments(pair.source, batch, 0), _segments(pair.target, batch, 1)))
        except WorkbenchError as error:
            one = PairDone(pair, error=str(error))
        size = len(one.sides[0]) + len(one.sides[1]) if isinstance(one, _Read) else 0
        if group and (segments + size > _GROUP_SEGMENTS or len(group) == _GROUP_PAIRS):
            yield group
            group, segments = [], 0
        group.append(one)
        segments += size
    if group:
        yield group


def _segments(path: Path, batch: Batch, side: int) -> list[str]:
    with opened(path) as stream:
        text = text_of(stream, str(path), presegmented=batch.presegmented, input_format=batch.input_format)
    return segments_of(text, batch.languages[side], presegmented=batch.presegmented)


def _aligned(group: _Group, batch: Batch, method: Method, job: Job, before: int, total: int) -> Iterator[PairDone]:
    reading = Reading(*batch.languages, method)
    pairs = {}
    for number, one in enumerate(group):
        job.progress(before, total, f"reading {one.job.source}")
        if isinstance(one, _Read):
            pairs[number] = reading.pair(*one.sides)
    job.progress(before, total, f"aligning {len(pairs)} pairs")
    reading.align(list(pairs.values()), joint=batch.joint)
    for number, one in enumerate(group):
        job.check()
        if isinstance(one, PairDone):
            yield one
        elif batch.resume and one.job.output.exists():
            yield PairDone(one.job, len(pairs[number].beads), there=True)
        else:
            bitext = bitext_of(one.sides, batch.languages, pairs[number], presegmented=batch.presegmented)
            try:
                text = "".join(rendered(bitext, batch.output, method.finder))
                write_whole(one.job.output, text.encode(), force=batch.force)
            except WorkbenchError as error:
                yield PairDone(one.job, error=str(error))
            else:
                yield PairDone(one.job, len(bitext.beads))

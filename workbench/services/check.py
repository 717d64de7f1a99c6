"""Checks over a project, two files or a table of pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workbench import __version__
from workbench.core.errors import ConfigError, FormatError, InputError
from workbench.core.finding import Finding, Severity
from workbench.core.job import Job
from workbench.core.ports import Check
from workbench.core.project import Cell, OriginKind, Statement
from workbench.formats.lines import Lines, read_lines
from workbench.quality.checks import registry
from workbench.services.ignored import mark_of

if TYPE_CHECKING:  # files need no database
    from workbench.services.project import Project


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where it is.

    Attributes:
        finding: what was noticed.
        place: for a person: `talks-on-water fr row 3`, or `file:12`.
        source, target: the texts.
        language: of the target.
        statement: key, empty outside of a project.
        row: number of the source row or line, from 1.
        cell: id of the cell, None outside of a project.
    """

    finding: Finding
    place: str
    source: str
    target: str
    language: str
    statement: str = ""
    row: int = 0
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A source, its translation, and the number of the line they stand on."""

    number: int
    source: str
    target: str


def chosen_checks(ids: Sequence[str] | None = None) -> Mapping[str, Check]:
    """The checks of those ids, all if None.

    Raises: ConfigError if there is no such check.
    """
    known = registry()
    unknown = [one for one in ids or () if one not in known]
    if unknown:
        raise ConfigError(f"no check {', '.join(unknown)}; there are {', '.join(known)}")
    return known if ids is None else {one: known[one] for one in ids}


def checks_number() -> int:
    """A number of today's checks, to know what was noticed by others; 63 bits."""
    digest = blake2b(" ".join((__version__, *registry())).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def check_project(
    project: Project,
    *,
    keys: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    checks: Sequence[str] | None = None,
    job: Job | None = None,
) -> Iterator[Located]:
    """Findings in every version that has text, by statement, language and place, without those that are ignored.

    A cell nobody has filled yet is not missing but to do: `empty` speaks of imported versions, which are complete, and
    of cells that somebody counts as done.

    Raises: InputError if a statement is none; ConfigError if a check is none; JobCancelled
    """
    wanted = chosen_checks(checks)
    job = job or Job()
    statements = [project.statement(key) for key in keys] if keys else project.statements()
    for number, statement in enumerate(statements):
        job.progress(number, len(statements), statement.key)
        yield from _check_statement(project, statement, languages, wanted)
    job.progress(len(statements), len(statements))


def _check_statement(
    project: Project, statement: Statement, languages: Sequence[str] | None, checks: Mapping[str, Check]
) -> Iterator[Located]:
    sheet = project.sheet(statement.key)
    ignored = project.store.remarks.ignored_in(statement.id)
    for language, cells in sheet.columns.items():
        if languages is not None and language not in languages:
            continue
        for cell in cells:
            if cell.source_start == cell.source_end or not _is_ready(cell):
                continue
            source, row = sheet.source_of(cell), cell.source_start + 1
            marks = ignored.get(cell.id, {})
            for finding in run_checks(checks, source, cell.text, statement.source_language, language):
                if finding.check in marks and marks[finding.check] == mark_of(source, cell.text):
                    continue
                place = f"{statement.key} {language} row {row}"
                yield Located(finding, place, source, cell.text, language, statement.key, row, cell.id)


def _is_ready(cell: Cell) -> bool:
    return bool(cell.text) or cell.state.done or cell.origin.kind is OriginKind.IMPORTED


def check_pairs(
    pairs: Iterable[Pair],
    source_language: str,
    target_language: str,
    *,
    name: str = "",
    checks: Sequence[str] | None = None,
) -> Iterator[Located]:
    """Findings in pairs of texts, in their order; `name` stands before the line number in the place.

    Raises: ConfigError if a check is none.
    """
    wanted = chosen_checks(checks)
    for pair in pairs:
        place = f"{name}:{pair.number}" if name else str(pair.number)
        for finding in run_checks(wanted, pair.source, pair.target, source_language, target_language):
            yield Located(finding, place, pair.source, pair.target, target_language, row=pair.number)


def run_checks(
    checks: Mapping[str, Check], source: str, target: str, source_language: str, target_language: str
) -> list[Finding]:
    """What the checks say of one pair; of a translation that is missing only that."""
    findings: list[Finding] = []
    for one, check in checks.items():
        found = check(source, target, source_language, target_language)
        if found and one == "empty":
            return found
        findings += found
    return findings


def any_serious(
    checks: Mapping[str, Check], source: str, target: str, source_language: str, target_language: str
) -> bool:
    """Whether `run_checks` says anything serious of one pair; the first such finding is enough."""
    return any(
        finding.is_serious
        for check in checks.values()
        for finding in check(source, target, source_language, target_language)
    )


def pairs_of_files(source: Path | Lines, target: Path | Lines) -> Iterator[Pair]:
    """The pairs of two files (or what was read already) with one segment a line.

    Raises: InputError, FormatError; FormatError if their line counts differ.
    """
    left, right = _read(source), _read(target)
    if len(left) != len(right):
        raise FormatError(
            f"has {len(right)} lines, {source} has {len(left)}; check needs one segment a line in both, "
            "in the same order (align them first)",
            path=str(target),
        )
    return (Pair(*numbered) for numbered in zip(range(1, len(left) + 1), left, right, strict=True))


def pairs_of_table(stream: BinaryIO, name: str, *, source: str = "source", target: str = "target") -> Iterator[Pair]:
    """The pairs of JSON lines with these two fields, or of tab-separated lines with the source first.

    Raises: InputError; FormatError with the line that is neither.
    """
    for number, line in enumerate(read_lines(stream, name), 1):
        if not line.strip():
            continue
        yield (
            _json_pair(line, name, number, source, target)
            if line.lstrip().startswith("{")
            else _columns(line, name, number)
        )


def _columns(line: str, name: str, number: int) -> Pair:
    columns = line.split("\t")
    if len(columns) < 2:
        raise FormatError("is not: source TAB target, nor a JSON object", path=name, line=number)
    return Pair(number, columns[0], columns[1])


def _json_pair(line: str, name: str, number: int, source: str, target: str) -> Pair:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"is not JSON: {error}", path=name, line=number) from error
    texts = [values.get(field) for field in (source, target)] if isinstance(values, dict) else []
    if len(texts) != 2 or not all(isinstance(text, str) for text in texts):
        raise FormatError(f"has no texts in {source!r} and {target!r}", path=name, line=number)
    return Pair(number, str(texts[0]), str(texts[1]))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The severity that matters most, None without findings."""
    return max((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)


def fails(findings: Iterable[Finding], level: Severity | None) -> bool:
    """Whether `--fail-on LEVEL` holds: some finding is as severe as that, or more; never without a level."""
    found = worst(findings)
    return level is not None and found is not None and found.rank >= level.rank


def _read(path: Path | Lines) -> Sequence[str]:
    if isinstance(path, Lines):
        return path.lines
    try:
        with path.open("rb") as stream:
            return read_lines(stream, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error

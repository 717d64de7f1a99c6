"""Files become statements and versions; a text that comes in again meets what was done on the old one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.errors import ConfigError, InputError
from workbench.core.job import Job
from workbench.core.language import FOUR
from workbench.core.ports import Detector
from workbench.core.project import Cell, State, Statement, Version
from workbench.formats.sniff import format_named
from workbench.services.arrivals import Arrival, document_files, given_language, read_arrival
from workbench.services.project import Project
from workbench.services.reimport import SegmentMap, follow_source, follow_target, map_segments, revived
from workbench.text.segmenter import segment

ACTIONS = ("new", "unchanged", "changed", "refused", "unclear", "failed")


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """What differs between a text and the one that was there, in segments without white space at their ends.

    Attributes:
        kept: segments that stayed.
        changed: old and new text of those that changed.
        removed, added: those that are gone and those that have come.
    """

    kept: int
    changed: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file.

    Attributes:
        path: as the user gave it.
        statement: key, empty where the file could not be read.
        language: tag, empty where it is unclear.
        how: what told the language: `given`, `front matter`, `name` or `detected`; empty where nothing did.
        action: `new`, `unchanged`, `changed`, `refused` (a person's work would be overwritten), `unclear` (language or
            place cannot be told) or `failed` (not readable).
        reason: why, for all but the first three.
        source: whether it is the version that the others are made from.
        segments: how many it has.
        diff: for a changed one.
    """

    path: Path
    statement: str
    language: str
    how: str
    action: str
    reason: str = ""
    source: bool = False
    segments: int = 0
    diff: VersionDiff | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of all files, in the order of statements; those that came to nothing stand last."""

    items: tuple[Imported, ...]

    @property
    def done(self) -> tuple[Imported, ...]:
        """Files that are in the project now (or would be, for a dry run)."""
        return tuple(item for item in self.items if item.action in ("new", "unchanged", "changed"))

    @property
    def left(self) -> tuple[Imported, ...]:
        """Files that were refused, unclear or not readable."""
        return tuple(item for item in self.items if item.action in ("refused", "unclear", "failed"))


class _DryRun(Exception):
    """Undoes what a dry run wrote."""


def import_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    detector: Detector,
    language: str | None = None,
    input_format: str | None = None,
    dry_run: bool = False,
    force: bool = False,
    job: Job | None = None,
    keys: Mapping[Path, str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> ImportReport:
    """Bring files and folders into a project.

    A statement is one transaction: whatever interrupts an import leaves whole statements, and it can be run again.

    Args:
        language: of all files, whatever they say.
        input_format: of all files.
        dry_run: report the same and write nothing.
        force: let an imported text replace one that a person has edited; theirs stays in the history.
        job: progress and the wish to stop.
        keys: for files whose names do not tell, the statement that they belong to (from pairing).
        sources: source language by statement key, for new statements.
    Raises:
        ConfigError: a language or format is none.
        WriteError, StorageError: the project cannot be written; statements before stay.
        JobCancelled
    """
    job = job or Job()
    if input_format is not None:
        format_named(input_format)  # a wrong one is the user's slip, not a fault of every file
    arrivals, left = _read_all(project, paths, detector, given_language(language), input_format, keys or {}, job)
    groups, twice = _by_statement(arrivals)
    done: list[Imported] = []
    for number, (key, members) in enumerate(groups.items()):
        job.progress(number, len(groups), key)
        with suppress(_DryRun), project.store.transaction():
            done += _Import(project, key, force=force).run(members, (sources or {}).get(key, ""))
            if dry_run:
                raise _DryRun
    job.progress(len(groups), len(groups))
    return ImportReport((*done, *twice, *left))


def _read_all(
    project: Project,
    paths: Sequence[Path],
    detector: Detector,
    language: str | None,
    input_format: str | None,
    keys: Mapping[Path, str],
    job: Job,
) -> tuple[list[Arrival], list[Imported]]:
    """The files that could be read and whose language is clear, and a line for each of the others."""
    arrivals: list[Arrival] = []
    left: list[Imported] = []
    unreadable: list[OSError] = []
    files = list(document_files(paths, unreadable))
    known = {*project.languages, *FOUR}
    for path in files:
        job.check()
        try:
            arrival = read_arrival(
                path,
                languages=project.languages,
                known=known,
                detector=detector,
                language=language,
                input_format=input_format,
                keys=keys,
            )
        except (InputError, ConfigError) as error:  # one bad file does not stop the others
            left.append(Imported(path, "", "", "", "failed", str(error)))
            continue
        if arrival.language:
            arrivals.append(arrival)
        else:
            left.append(Imported(path, arrival.key, "", "", "unclear", arrival.doubt))
    for barrier in unreadable:
        where = Path(barrier.filename or "")
        left.append(Imported(where, "", "", "", "failed", f"{where}: cannot be read: {barrier.strerror}"))
    barred = {item.path for item in left}
    folders = [path for path in paths if path.is_dir() and path not in barred]
    empty = [path for path in folders if not any(file.is_relative_to(path) for file in files)]
    left += [Imported(path, "", "", "", "failed", f"{path}: no documents in this folder") for path in empty]
    return arrivals, left


def _by_statement(arrivals: Sequence[Arrival]) -> tuple[dict[str, dict[str, Arrival]], list[Imported]]:
    """The files of each statement by language; and those whose place another one has taken."""
    groups: dict[str, dict[str, Arrival]] = {}
    twice = []
    for arrival in arrivals:
        first = groups.setdefault(arrival.key, {}).setdefault(arrival.language, arrival)
        if first is not arrival:
            reason = f"{arrival.path}: {first.path} is the {arrival.language} version of {arrival.key} too; rename one"
            twice.append(Imported(arrival.path, arrival.key, arrival.language, arrival.how, "unclear", reason))
    return groups, twice


class _Import:
    """The files of one statement on their way into a project."""

    def __init__(self, project: Project, key: str, *, force: bool) -> None:
        self._store, self._author, self._folder = project.store, project.settings.author, project.folder
        self._default_source = project.source
        self._key, self._force = key, force

    def run(self, members: Mapping[str, Arrival], wanted_source: str) -> list[Imported]:
        """Store them, the source first, so that the others meet its rows as they are now."""
        statement = self._store.statement(self._key) or self._new(members, wanted_source)
        order = sorted(members.values(), key=lambda arrival: arrival.language != statement.source_language)
        return [self._one(statement, arrival) for arrival in order]

    def _new(self, members: Mapping[str, Arrival], wanted: str) -> Statement:
        declared = next((tag for tag, arrival in members.items() if arrival.document.is_source), "")
        candidates = (wanted, declared, self._default_source, next(iter(members)))
        source = members[next(tag for tag in candidates if tag in members)]
        title = source.title or self._key.replace("-", " ")
        return self._store.add_statement(Statement(0, self._key, title, source.date, source.language))

    def _one(self, statement: Statement, arrival: Arrival) -> Imported:
        is_source = arrival.language == statement.source_language
        document = arrival.document
        new = Version(
            *(0, statement.id, arrival.language, "imported"),
            segments=tuple(segment(document.text, arrival.language)),
            path=self._name(arrival.path),
            encoding=document.encoding,
            newline=document.newline,
            has_bom=document.has_bom,
        )
        item = Imported(
            *(arrival.path, statement.key, arrival.language, arrival.how, "new"),
            source=is_source,
            segments=len(new.segments),
        )
        old = self._store.version(statement.id, arrival.language)
        if document.is_source and not is_source:
            return replace(
                item,
                action="refused",
                reason=f"{arrival.path}: says it is the source, but that of {statement.key} is "
                f"{statement.source_language} already; import it under another key",
            )
        if old is None:
            self._store.put_version(new)
            return item
        if old.kind == "imported" and old.text == new.text:
            return replace(item, action="unchanged", segments=len(old.segments))
        if is_source:
            return self._changed_source(statement, arrival, old, new, item)
        return self._changed_target(old, new, item)

    def _name(self, path: Path) -> str:
        """The path as it is remembered: within the project from its folder, else the name alone tells."""
        absolute, folder = path.absolute(), self._folder.absolute()
        name = str(absolute.relative_to(folder)) if absolute.is_relative_to(folder) else path.name
        return os.fsencode(name).decode("utf-8", "replace")  # a name need not be text

    def _changed_source(
        self, statement: Statement, arrival: Arrival, old: Version, new: Version, item: Imported
    ) -> Imported:
        rows = map_segments(old.segments, new.segments)
        for version in self._store.versions(statement.id):
            cells = self._store.cells(version.id)
            if version.language != statement.source_language and cells:
                imported = version.kind == "imported"
                moved = follow_source(cells, rows, old.segments, imported=imported)
                if not imported:
                    moved = revived(moved, self._store.retired_cells(version.id), new.segments)
                moved = [self._settled(cell, new.segments) for cell in moved]
                self._store.put_cells(version.id, moved, self._author)
        self._store.put_version(new)
        self._store.update_statement(
            replace(statement, title=arrival.title or statement.title, date=arrival.date or statement.date)
        )
        return replace(item, action="changed", diff=_diff(rows, old, new))

    def _settled(self, cell: Cell, segments: Sequence[str]) -> Cell:
        """The cell in the state it was in if the source that its text was made for has come back."""
        source = "".join(segments[cell.source_start : cell.source_end]).strip()
        if cell.state is not State.FUZZY or not source or cell.source_text != source:
            return cell
        earlier = (entry.state for entry in reversed(self._store.history(cell.id)) if entry.text == cell.text)
        return replace(cell, state=next((state for state in earlier if state is not State.FUZZY), State.FUZZY))

    def _changed_target(self, old: Version, new: Version, item: Imported) -> Imported:
        cells = self._store.cells(old.id)
        theirs = sum(cell.by_person for cell in cells)
        if theirs and not self._force:
            return replace(
                item,
                action="refused",
                reason=f"{item.path}: {theirs} cell{'s' * (theirs > 1)} of {item.statement} in {item.language} "
                "would lose what a person has written; --force replaces them (the history keeps both)",
            )
        segments = map_segments(old.segments, new.segments)
        self._store.put_version(new)
        if cells:
            # A drafted version has no segments: its cells go, aligning the imported text makes others.
            moved = follow_target(cells, segments, new.segments) if old.kind == "imported" else []
            self._store.put_cells(old.id, moved, self._author)
        return replace(item, action="changed", diff=_diff(segments, old, new))


def _diff(segments: SegmentMap, old: Version, new: Version) -> VersionDiff:
    moves = list(enumerate(segments.to))
    return VersionDiff(
        sum(segments.same),
        tuple(
            (old.segments[at].strip(), new.segments[to].strip())
            for at, to in moves
            if to is not None and not segments.same[at]
        ),
        tuple(old.segments[at].strip() for at, to in moves if to is None),
        tuple(new.segments[at].strip() for at in segments.added),
    )

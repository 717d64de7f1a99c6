"""An open project: its statements, and everything a person does to their cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as calendar_date
from pathlib import Path
from types import TracebackType

from workbench.config import PROJECT_FILE, Settings, load_settings
from workbench.core.errors import ConfigError, ConflictError, InputError, NotInYetError, StorageError, WriteError
from workbench.core.language import language_tag
from workbench.core.project import Cell, Origin, OriginKind, Revision, State, Statement, Version
from workbench.services.edits import EditLog, check_unlocked, with_revision, with_state, with_text
from workbench.services.files import write_whole
from workbench.services.finished import Export, finished_text
from workbench.services.naming import free_key, slug
from workbench.services.overview import StatementOverview, VersionOverview, version_overview
from workbench.services.reshape import merged, split_at
from workbench.services.sheet import Sheet
from workbench.storage.project import SqlProjectStore, open_project_store
from workbench.text.segmenter import segment

DATABASE = "project.db"


class Project:
    """A project that is open; use `create` or `open`, and close it (it is a context manager).

    Threads may share it: the store gives each its own connection. `undo` and `redo` belong to the thread that edits.

    Attributes:
        folder: where it lies.
        store: its statements, versions and cells.
        settings: the settings in force.
    """

    def __init__(self, folder: Path, store: SqlProjectStore, settings: Settings) -> None:
        self.folder, self.store, self.settings = folder, store, settings
        self._edits = EditLog(store, settings.author)
        self._overview: tuple[int, list[StatementOverview]] | None = None

    @classmethod
    def create(cls, folder: Path, *, source: str, targets: Sequence[str], glossaries: Sequence[str] = ()) -> Project:
        """Make a new project in a folder, which is made if it is missing.

        The settings file is written last and whole: what is interrupted before is no project, and can be made again.

        Args:
            glossaries: termbase files, relative to the folder.
        Raises:
            ConfigError: there is a project already, or a language is not one.
            WriteError, StorageError: it cannot be written.
        """
        file = folder / PROJECT_FILE
        if file.exists():
            raise ConfigError(f"{folder} holds a project already; open it, or choose another folder")
        source = language_tag(source)
        wanted = [tag for tag in dict.fromkeys(map(language_tag, targets)) if tag != source]
        if not wanted:
            raise ConfigError(f"a project needs a language to translate into beside {source}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{folder}: cannot be made: {error.strerror}") from error
        open_project_store(folder / DATABASE, create=True).close()
        write_whole(file, _settings_text(source, wanted, glossaries).encode())
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Project:
        """Open the project in a folder, its database brought up to date.

        Raises:
            ConfigError: there is no project, or its settings cannot be followed.
            SchemaVersionError, StorageError, WriteError: its database cannot be used.
        """
        try:
            found = (folder / PROJECT_FILE).is_file()
        except OSError as error:
            raise StorageError(f"{folder}: cannot be read: {error.strerror}") from error
        if not found:
            raise ConfigError(f"{folder}: no project here; make one with `workbench init {folder}`")
        settings = load_settings(folder)
        if settings.database:
            raise NotInYetError(f"{folder / PROJECT_FILE}: a team's database is not in yet; remove `database`")
        return cls(folder, open_project_store(folder / DATABASE), settings)

    def close(self) -> None:
        """Close the database such that the folder can be copied; a second time does nothing."""
        self.store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def source(self) -> str:
        """Default source language; each statement has its own."""
        return self.settings.source

    @property
    def targets(self) -> tuple[str, ...]:
        """Languages that a statement is needed in."""
        return self.settings.targets

    @property
    def languages(self) -> tuple[str, ...]:
        """Source and targets."""
        return tuple(dict.fromkeys((self.source, *self.targets)))

    # -- statements --------------------------------------------------------------------------------------------------

    def statements(self) -> list[Statement]:
        """All statements by key."""
        return self.store.statements()

    def statement(self, key: str) -> Statement:
        """The statement of that key.

        Raises: InputError if there is none.
        """
        found = self.store.statement(key)
        if found is None:
            known = ", ".join(each.key for each in self.statements()[:8]) or "none yet"
            raise InputError(f"{self.folder}: no statement {key!r}; there are {known}")
        return found

    def new_statement(self, title: str, *, language: str, text: str, date: str = "") -> Statement:
        """Store a text as a new statement with that language as its source; its key comes from the title.

        Raises: InputError if there is no text or the date is none; ConfigError if the language is not one.
        """
        if not text.strip():
            raise InputError("the statement has no text")
        check_date(date)
        language = language_tag(language)
        title = title.strip()
        with self.store.transaction():
            key = free_key(slug(title, language), {each.key for each in self.statements()})
            statement = self.store.add_statement(Statement(0, key, title, date, language))
            self.store.put_version(Version(0, statement.id, language, "imported", tuple(segment(text, language))))
        return statement

    def languages_of(self, statement: Statement) -> tuple[str, ...]:
        """Languages a statement has or is needed in: its source, the project's in their order, then others it has."""
        present = [version.language for version in self.store.versions(statement.id)]
        return tuple(dict.fromkeys((statement.source_language, *self.languages, *present)))

    def overview(self) -> list[StatementOverview]:
        """Every statement and how far its versions are; computed anew only when somebody has written."""
        count = self.store.change_count()
        if self._overview is None or self._overview[0] != count:
            self._overview = (count, [self._overview_of(each) for each in self.statements()])
        return self._overview[1]

    def _overview_of(self, statement: Statement) -> StatementOverview:
        versions = {version.language: version for version in self.store.versions(statement.id)}
        source = versions.get(statement.source_language)
        languages: dict[str, VersionOverview] = {}
        for language in dict.fromkeys((statement.source_language, *self.languages, *versions)):
            version = versions.get(language)
            languages[language] = version_overview(
                version,
                self.store.cells(version.id) if version else [],
                is_source=language == statement.source_language,
                rows=len(source.segments) if source else 0,
            )
        return StatementOverview(statement, languages)

    def sheet(self, key: str) -> Sheet:
        """A statement as rows and columns.

        Raises: InputError if there is no such statement.
        """
        statement = self.statement(key)
        versions = {version.language: version for version in self.store.versions(statement.id)}
        source = versions.get(statement.source_language)
        others = tuple(tag for tag in self.languages_of(statement) if tag != statement.source_language)
        columns = {tag: self.store.cells(versions[tag].id) if tag in versions else [] for tag in others}
        return Sheet(statement, source.segments if source else (), others, columns)

    def ensure_version(self, statement: Statement, language: str) -> Version:
        """The version in that language; where there is none, one is drafted with an empty cell for each source row.

        Raises: InputError if the statement has no source to draft from.
        """
        language = language_tag(language)
        with self.store.transaction():
            existing = self.store.version(statement.id, language)
            if existing is not None:
                return existing
            source = self.store.version(statement.id, statement.source_language)
            if source is None:
                raise InputError(
                    f"{statement.key}: has no text in {statement.source_language} to draft {language} from"
                )
            version = self.store.put_version(Version(0, statement.id, language, "drafted", newline=source.newline))
            cells = [Cell(0, version.id, row, row, row + 1) for row in range(len(source.segments))]
            self.store.put_cells(version.id, cells, self.settings.author)
            return version

    def version_text(self, key: str, language: str) -> Export:
        """A version as running text.

        Raises: InputError if there is no such statement or version.
        """
        statement = self.statement(key)
        version = self.store.version(statement.id, language)
        if version is None:
            raise InputError(f"{key}: has no {language} version yet; import or translate it first")
        if language == statement.source_language:
            return Export(version.text, 0, 0)
        source = self.store.version(statement.id, statement.source_language)
        return finished_text(version, self.store.cells(version.id), source.segments if source else ())

    # -- cells -------------------------------------------------------------------------------------------------------

    def edit(self, cell: Cell, text: str, *, state: State | None = None, origin: Origin | None = None) -> Cell:
        """Write what a person typed; it is on disk when this returns.

        Args:
            cell: as it was when the person began.
            state, origin: what it becomes, by default edited by a person.
        Raises:
            ConfigError: the cell is locked.
            ConflictError: another person changed it meanwhile; both texts are in its history. A machine's draft that
                arrived meanwhile does not stand in a person's way: it gives place and stays in the history.
        """
        check_unlocked(cell)
        cell = self._without_machine(cell)
        return self._make(cell, with_text(cell, text, state, origin))

    def confirm(self, cell: Cell) -> Cell:
        """Accept the text of a cell; raises as `edit` does."""
        return self.set_state(cell, State.CONFIRMED)

    def set_state(self, cell: Cell, state: State) -> Cell:
        """Give a cell a state; raises ConflictError as `edit` does."""
        return self._make(cell, with_state(cell, state))

    def revert(self, cell: Cell, revision: Revision) -> Cell:
        """Bring a text from the history back; raises as `edit` does."""
        check_unlocked(cell)
        wanted = with_revision(cell, revision, self.store.source_text(cell))
        return self._edits.make(cell, wanted)

    def machine_draft(self, cell: Cell, text: str, origin: Origin) -> Cell:
        """Put a machine's or the memory's text into a cell; it is not among the edits that `undo` takes back.

        Raises: ConflictError if a person wrote or accepted what is there, or the cell changed meanwhile.
        """
        if cell.by_person or cell.state.done:
            raise ConflictError("a person has written or accepted this cell; a draft does not replace it")
        return self.store.edit(
            cell.id,
            text=text,
            state=State.FUZZY if origin.kind is OriginKind.MEMORY else State.DRAFT,
            origin=origin,
            revision=cell.revision,
            author=origin.engine or str(origin.kind),
            source_text=self.store.source_text(cell),
        )

    def undo(self) -> Cell | None:
        """Take back the last edit of this session; the cell restored, or None if there is nothing left.

        Raises: ConflictError if somebody else has changed that cell since; the next call goes further back.
        """
        return self._edits.undo()

    def redo(self) -> Cell | None:
        """Make the edit again that was taken back last; raises as `undo` does."""
        return self._edits.redo()

    def merge(self, cell: Cell, following: Cell) -> Cell:
        """Make one cell of two that stand next to each other; it has the history of both.

        Raises: ConfigError if they are not neighbours or one is locked; ConflictError if they changed meanwhile.
        """
        for each in (cell, following):
            check_unlocked(each)
        with self.store.transaction():
            cells = self.store.cells(cell.version_id)
            at = next((n for n, each in enumerate(cells) if each.id == cell.id), len(cells))
            if [each.id for each in cells[at + 1 : at + 2]] != [following.id]:
                raise ConfigError("only a cell and the one after it can be merged")
            run = "".join(self.store.source_segments(cell))
            cells[at : at + 2] = [merged(cell, following, run[len(run.rstrip()) :])]
            self.store.copy_history(following.id, cell.id)
            return self.store.put_cells(cell.version_id, cells, self.settings.author)[at]

    def split(self, cell: Cell, at: int) -> tuple[Cell, Cell]:
        """Make two cells of one, at an offset in its text; both have its history.

        Where it covers several source rows, the first part keeps the first row and the second the rest.
        Raises: ConfigError if the cell is locked, or a part would be empty; ConflictError if it changed meanwhile.
        """
        check_unlocked(cell)
        with self.store.transaction():
            cells = self.store.cells(cell.version_id)
            place = next((n for n, each in enumerate(cells) if each.id == cell.id), None)
            if place is None:
                raise ConflictError("this cell is no longer part of its version")
            cells[place : place + 1] = split_at(cell, at, imported=cell.target_start is not None)
            written = self.store.put_cells(cell.version_id, cells, self.settings.author)
            self.store.copy_history(cell.id, written[place + 1].id)
            return written[place], written[place + 1]

    def journal(self, cell_id: int, text: str) -> None:
        """Keep a half-typed text, so that it outlives a crash."""
        self.store.journal(cell_id, text)

    def recovered(self) -> dict[int, str]:
        """Texts that were half typed when the workbench last ended without being asked to, by cell."""
        found = self.store.journaled()
        cells = {cell_id: self.store.cell(cell_id) for cell_id in found}
        return {cell_id: text for cell_id, text in found.items() if (cell := cells[cell_id]) and cell.text != text}

    def snapshot(self, target: Path) -> None:
        """Copy the database as it is now to a new file, while others read and write.

        Raises: WriteError if `target` exists or cannot be written.
        """
        self.store.snapshot(target)

    def _make(self, before: Cell, after: Cell) -> Cell:
        """Write an edit; a text that a person typed or accepted is meant for today's source."""
        meant = after.text != before.text or after.state.done
        return self._edits.make(before, replace(after, source_text=self.store.source_text(before)) if meant else after)

    def _without_machine(self, cell: Cell) -> Cell:
        """The cell as it is now if only a machine has written to it since, else as it was."""
        now = self.store.cell(cell.id)
        machine = now is not None and not now.by_person and not now.state.done
        return now if now is not None and machine else cell


def check_date(date: str) -> None:
    """Raises: InputError if a date is neither empty nor ISO 8601."""
    if date:
        try:
            calendar_date.fromisoformat(date)
        except ValueError as error:
            raise InputError(f"{date!r} is not a date; write it as 2024-05-03") from error


def _settings_text(source: str, targets: Sequence[str], glossaries: Sequence[str]) -> str:
    return (
        "# Settings of this project; `workbench config` lists them all and says where each value comes from.\n"
        f'source = "{source}"\n'
        f"targets = {json.dumps(list(targets))}\n"
        f"glossaries = {json.dumps(list(glossaries), ensure_ascii=False)}\n"
    )

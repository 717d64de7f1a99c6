"""An open project: its statements and their versions; what a person does to their cells is in `services.cellwork`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date as calendar_date
from pathlib import Path
from types import TracebackType

from workbench.config import PROJECT_FILE, Settings, load_settings
from workbench.core.errors import ConfigError, InputError, NotInYetError, StorageError, WriteError
from workbench.core.language import language_tag
from workbench.core.page import VersionHead
from workbench.core.project import Cell, Statement, Version
from workbench.services.cellwork import CellWork
from workbench.services.files import write_whole
from workbench.services.finished import Export, finished_text
from workbench.services.naming import free_key, slug
from workbench.services.overview import Overview, StatementOverview
from workbench.services.pages import PagedSheet
from workbench.services.precedence import Precedence
from workbench.services.sheet import Sheet
from workbench.storage.project import SqlProjectStore, open_project_store
from workbench.text.segmenter import segment

DATABASE = "project.db"


class Project(CellWork):
    """A project that is open; use `create` or `open`, and close it (it is a context manager).

    Threads may share it: the store gives each its own connection.

    Attributes:
        folder: where it lies.
        store: its statements, versions and cells.
        settings: the settings in force.
        numbers: how far its statements are.
        precedence: what a person waits for goes before what is read ahead.
    """

    def __init__(self, folder: Path, store: SqlProjectStore, settings: Settings) -> None:
        self.folder, self.store, self.settings = folder, store, settings
        self.numbers = Overview(store, self.languages)
        self.precedence = Precedence()

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
            statement = self.store.add_statement(Statement(0, self.key_for(title, language), title, date, language))
            self.store.put_version(Version(0, statement.id, language, "imported", tuple(segment(text, language))))
        return statement

    def key_for(self, title: str, language: str) -> str:
        """The key that a new statement of this title gets: one that no other has."""
        return free_key(slug(title, language), {each.key for each in self.statements()})

    def languages_of(self, statement: Statement) -> tuple[str, ...]:
        """Languages a statement has or is needed in: its source, the project's in their order, then others it has."""
        present = [head.language for head in self.store.heads(statement.id)]
        return tuple(dict.fromkeys((statement.source_language, *self.languages, *present)))

    def overview(self) -> list[StatementOverview]:
        """Every statement and how far its versions are; only what has changed is counted anew."""
        return self.numbers.items()

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

    def parts(self, statement: Statement, language: str, others: Collection[str], rows: int) -> Iterator[Sheet]:
        """A statement of any size in parts of so many source rows.

        Each has the cells of a language that begin on its rows, and what the others have opposite these.
        """
        heads = {head.language: head for head in self.store.heads(statement.id)}
        source = heads.get(statement.source_language)
        for start in range(0, source.segments if source and language in heads else 0, rows):
            yield self._part(statement, heads, language, others, range(start, start + rows))

    def part(self, key: str, language: str, cell: Cell) -> Sheet:
        """The part of a statement that a cell of a language stands in, with all versions.

        Raises: InputError if there is no such statement.
        """
        statement = self.statement(key)
        heads = {head.language: head for head in self.store.heads(statement.id)}
        rows = range(cell.source_start, max(cell.source_end, cell.source_start + 1))
        return self._part(statement, heads, language, set(heads) - {language}, rows)

    def _part(
        self,
        statement: Statement,
        heads: Mapping[str, VersionHead],
        language: str,
        others: Collection[str],
        rows: range,
    ) -> Sheet:
        def begun(tag: str, stop: int) -> list[Cell]:
            return [c for c in self.store.cells_over(heads[tag].id, rows.start, stop) if c.source_start >= rows.start]

        own = begun(language, rows.stop)
        stop = max([rows.stop, *(cell.source_end for cell in own)])
        beside = [tag for tag in others if tag in heads and tag != statement.source_language]
        columns = {language: own, **{tag: begun(tag, stop) for tag in beside}}
        first = max(0, rows.start - 1)
        segments = self.store.segments(heads[statement.source_language].id, first, stop + 1)
        return Sheet(statement, tuple(segments), tuple(columns), columns, first)

    def pages(self, key: str) -> PagedSheet:
        """A statement of any size as rows and columns that are read when they are shown.

        Raises: InputError if there is no such statement.
        """
        statement = self.statement(key)
        others = [tag for tag in self.languages_of(statement) if tag != statement.source_language]
        return PagedSheet(self.store, statement, others)

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

    def snapshot(self, target: Path) -> None:
        """Copy the database as it is now to a new file, while others read and write.

        Raises: WriteError if `target` exists or cannot be written.
        """
        self.store.snapshot(target)

    def put_back(self) -> Path:
        """Write the project into its folder again, where its database was deleted, moved away or replaced while open.

        Returns: the database that was written: `project.db`, or another name where there is one of that name.
        Raises: WriteError if it cannot be written.
        """
        target, number = self.folder / DATABASE, 1
        while target.exists():
            number += 1
            target = self.folder / f"project-{number}.db"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{self.folder}: cannot be made: {error.strerror}") from error
        self.snapshot(target)
        file = self.folder / PROJECT_FILE
        if not file.exists():
            inside = self.folder.resolve()
            paths = [path.resolve() for path in self.settings.glossaries]
            names = [str(path.relative_to(inside) if path.is_relative_to(inside) else path) for path in paths]
            write_whole(file, _settings_text(self.source, self.targets, names).encode())
        return target


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

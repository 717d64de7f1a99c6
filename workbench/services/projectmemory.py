"""The memory of a project: what is confirmed in it, in every direction that its versions give, as it is now."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from workbench.core.errors import WorkbenchError
from workbench.core.language import base
from workbench.core.match import Context, Match, MemoryEntry
from workbench.core.ports import KnownTranslations, MemoryStore
from workbench.core.project import Cell, OriginKind, State, Statement
from workbench.memory.resident import ResidentMemory
from workbench.services.bitext import SURE
from workbench.services.corrections import Corrections
from workbench.services.learning import Learning
from workbench.services.wordlinks import WordLinks

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet
    from workbench.services.translate import Translator

_NOWHERE = Context()
_MEMORIES: WeakKeyDictionary[Project, ProjectMemory] = WeakKeyDictionary()
_MAKING = threading.Lock()


def remembered(memory: MemoryStore, source: str, pair: tuple[str, str], context: Context = _NOWHERE) -> Match | None:
    """The translation of exactly this text that a person stands behind, in its context if there is one."""
    found = memory.lookup(source, *pair, context=context, least=1.0, most=1)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Known:
    """Implements `core.ports.KnownTranslations` with a memory, and another one for what that does not know."""

    memory: MemoryStore
    other: KnownTranslations | None = None
    problems: list[str] = field(default_factory=list)

    def exact(self, segment: str, source: str, target: str) -> str | None:
        """The confirmed translation of exactly this segment; a memory that fails is told and passed over."""
        try:
            found = remembered(self.memory, segment, (source, target))
        except WorkbenchError as error:
            found = None
            if str(error) not in self.problems:
                self.problems.append(str(error))
        if found:
            return found.entry.target
        return self.other.exact(segment, source, target) if self.other else None


class ProjectMemory:
    """What is confirmed in a project; may be used by several threads.

    Attributes:
        memory: for lookups; it is as new as the last `refresh`.
    """

    def __init__(self, project: Project, links: WordLinks) -> None:
        self.memory = ResidentMemory()
        self._project, self._links = project, links
        self._corrections = Corrections(links)
        self._entries: dict[str, MemoryEntry] = {}
        self._change: int | None = None
        self._refreshed = float("-inf")
        self._lock = threading.Lock()

    def refresh(self, *, after_s: float = 0.0) -> None:
        """Take in what anybody has confirmed, changed or taken back since.

        Args:
            after_s: do nothing if the last time was not so many seconds ago; a job that writes drafts changes the
                project all the time, and all of it is read.
        Raises: StorageError
        """
        with self._lock:
            if time.monotonic() - self._refreshed < after_s:
                return
            self._refreshed = time.monotonic()
            change = self._project.store.change_count()
            if change == self._change:
                return
            entries = {entry.id: entry for entry in _entries(self._project)}
            gone = self._entries.keys() - entries.keys()
            new = [entry for entry in entries.values() if self._entries.get(entry.id) != entry]
            for part in (self.memory, self._corrections):
                part.remove(gone)
            self.memory.add(new)
            self._corrections.add(replace(entry, draft=self._draft(entry)) for entry in new)
            self._entries, self._change = entries, change

    def teaching(self, translator: Translator, problems: list[str]) -> Translator:
        """The translator that knows what is confirmed and learns from it; what goes wrong is added to `problems`."""
        learning = Learning(self.memory, self._links, self._corrections, "project", problems)
        return replace(
            translator, known=Known(self.memory, translator.known, problems), stages=(learning, *translator.stages)
        )

    def _draft(self, entry: MemoryEntry) -> str:
        """What a machine had written before a person did; empty for what a person wrote alone, or has only accepted."""
        if not entry.id.isdecimal():
            return ""
        machine = [
            revision.text
            for revision in self._project.store.history(int(entry.id))
            if revision.origin.kind is OriginKind.ENGINE and revision.accepted and revision.source_text == entry.source
        ]
        return machine[-1] if machine else ""


def project_memory(project: Project) -> ProjectMemory:
    """The memory of an open project, as new as it can be; made when it is first asked for and kept with the project.

    Raises: StorageError
    """
    from workbench.services.bootstrap import word_links

    with _MAKING:
        memory = _MEMORIES.get(project)
        if memory is None:
            memory = _MEMORIES[project] = ProjectMemory(project, word_links())
    memory.refresh()
    return memory


def context_of(sheet: Sheet, cell: Cell) -> Context:
    """The source segments before and after a cell's."""
    before = sheet.rows[cell.source_start - 1] if cell.source_start else ""
    after = sheet.rows[cell.source_end] if cell.source_end < len(sheet.rows) else ""
    return Context(before, after)


def _entries(project: Project) -> Iterator[MemoryEntry]:
    """The pairs of all statements; the id of one with the source is the cell's number."""
    for statement in project.statements():
        sheet = project.sheet(statement.key)
        usable = {
            language: [cell for cell in cells if is_usable(cell) and sheet.source_of(cell)]
            for language, cells in sheet.columns.items()
        }
        for language, cells in usable.items():
            yield from (_with_source(statement, sheet, language, cell) for cell in cells)
        yield from _between(statement, usable)


def _with_source(statement: Statement, sheet: Sheet, language: str, cell: Cell) -> MemoryEntry:
    return MemoryEntry(
        str(cell.id),
        sheet.source_of(cell),
        cell.text.strip(),
        statement.source_language,
        language,
        context=context_of(sheet, cell),
        origin=statement.key,
        reviewed=_is_reviewed(cell),
        changed_at=cell.updated_at,
    )


def _between(statement: Statement, usable: Mapping[str, Sequence[Cell]]) -> Iterator[MemoryEntry]:
    """Cells of two versions that render the same run of the source."""
    runs = {
        language: {(cell.source_start, cell.source_end): cell for cell in cells} for language, cells in usable.items()
    }
    for one, other in combinations(sorted(runs), 2):
        if base(one) == base(other):
            continue
        for run in runs[one].keys() & runs[other].keys():
            cells = runs[one][run], runs[other][run]
            yield MemoryEntry(
                f"{cells[0].id}-{cells[1].id}",
                cells[0].text.strip(),
                cells[1].text.strip(),
                one,
                other,
                origin=statement.key,
                reviewed=all(map(_is_reviewed, cells)),
                changed_at=max(cell.updated_at for cell in cells),
            )


def is_usable(cell: Cell) -> bool:
    """Whether a cell's text may stand for its source: a person has accepted it, or it is aligned surely."""
    return bool(cell.text.strip()) and cell.state.done and (_is_reviewed(cell) or cell.confidence >= SURE)


def _is_reviewed(cell: Cell) -> bool:
    """Whether a person stands behind a cell's text and its place."""
    return cell.origin.kind is OriginKind.PERSON or cell.pinned or cell.state in (State.REVIEWED, State.LOCKED)

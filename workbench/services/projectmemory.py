"""The memory of a project: what is confirmed in it, in every direction that its versions give, as it is now.

A change is taken in by itself: what somebody confirms costs the same in a large project as in a small one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from workbench.core.errors import WorkbenchError
from workbench.core.match import Context, Match, MemoryEntry
from workbench.core.ports import KnownTranslations, Memory
from workbench.core.project import Cell, OriginKind
from workbench.services.corrections import Corrections
from workbench.services.learning import Learning
from workbench.services.pairmemory import PairMemory, is_usable
from workbench.services.wordlinks import WordLinks

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet
    from workbench.services.translate import Translator

__all__ = ["Known", "ProjectMemory", "context_of", "is_usable", "project_memory", "remembered"]

_NOWHERE = Context()
_MEMORIES: WeakKeyDictionary[Project, ProjectMemory] = WeakKeyDictionary()
_MAKING = threading.Lock()

_MOST_CORRECTED = 1000
"""Cells whose corrections are learnt when a project is opened, those last drafted first; each takes some 8 ms."""

_MANY = 2000
"""Changes from which everything is read anew."""

_REARRANGED_AFTER_S = 60.0
"""How often at most what was rearranged in a project is read anew."""


def remembered(memory: Memory, source: str, pair: tuple[str, str], context: Context = _NOWHERE) -> Match | None:
    """The translation of exactly this text that a person stands behind, in its context if there is one."""
    found = memory.lookup(source, *pair, context=context, least=1.0, most=1)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Known:
    """Implements `core.ports.KnownTranslations` with a memory, and another one for what that does not know."""

    memory: Memory
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
        memory: for lookups; what it gives is always as it stands in the project, and what came to be confirmed is
            found from the next `refresh` on.
    """

    def __init__(self, project: Project, links: WordLinks) -> None:
        self.memory = PairMemory(project)
        self._project, self._links = project, links
        self._corrections: Corrections | None = None
        self._change: int | None = None
        self._entry, self._layouts = 0, 0
        self._refreshed = self._rearranged = float("-inf")
        self._lock, self._teaching = threading.RLock(), threading.RLock()

    def refresh(self, *, after_s: float = 0.0) -> None:
        """Take in what anybody has confirmed, changed or taken back since.

        Args:
            after_s: do nothing if the last time was not so many seconds ago.
        Raises: StorageError
        """
        with self._lock:
            if time.monotonic() - self._refreshed < after_s:
                return
            self._refreshed = time.monotonic()
            store = self._project.store
            change = store.change_count()
            if change == self._change:
                return
            entry, layouts = store.last_entry(), store.layouts()
            changed = store.cells_changed_since(self._entry, _MANY) if self._change is not None else []
            self._rearrange(layouts, many=len(changed) >= _MANY)
            self.memory.take(changed)
            self._learn(changed)
            self._change, self._entry = change, entry

    def _rearrange(self, layouts: int, *, many: bool) -> None:
        """Forget the sources where their segments or the rows of cells are others now, but not at every change."""
        waited = time.monotonic() - self._rearranged
        if many or (layouts != self._layouts and (waited > _REARRANGED_AFTER_S or self.memory.is_small)):
            self.memory.forget()
            self._layouts, self._rearranged = layouts, time.monotonic()

    def teaching(self, translator: Translator, problems: list[str]) -> Translator:
        """The translator that knows what is confirmed and learns from it; what goes wrong is added to `problems`.

        Raises: StorageError
        """
        with self._teaching:  # looking up goes on meanwhile
            if self._corrections is None:
                self._corrections = Corrections(self._links)
                self._learn(self._project.store.corrected_cells(_MOST_CORRECTED))
        learning = Learning(self.memory, self._links, self._corrections, "project", problems)
        return replace(
            translator, known=Known(self.memory, translator.known, problems), stages=(learning, *translator.stages)
        )

    def _learn(self, changed: Iterable[int]) -> None:
        """Take from what was made of the drafts in some cells what is to be made of others."""
        if self._corrections is not None:
            ids = list(changed)
            self._corrections.remove(map(str, ids))
            self._corrections.add(self._lessons(ids))

    def _lessons(self, ids: Iterable[int]) -> Iterator[MemoryEntry]:
        """Pairs of a source and its translation that a machine had a draft of."""
        for cell in self._project.store.cells_of(ids).values():
            entry = self.memory.entry(cell) if is_usable(cell) else None
            if entry is not None:
                yield replace(entry, draft=self._draft(cell.id, entry.source))

    def _draft(self, cell_id: int, source: str) -> str:
        """What a machine had written before a person did; empty for what a person wrote alone, or has only accepted."""
        machine = [
            revision.text
            for revision in self._project.store.history(cell_id)
            if revision.origin.kind is OriginKind.ENGINE and revision.accepted and revision.source_text == source
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
    return Context(sheet.row(cell.source_start - 1), sheet.row(cell.source_end))

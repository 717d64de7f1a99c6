"""What is to be drafted in a project: the cells, the text that each is drafted from, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.core.match import Context
from workbench.core.project import Cell, Origin, OriginKind, State, Statement
from workbench.services.projectmemory import ProjectMemory, context_of, is_usable, project_memory, remembered
from workbench.services.translate import Translation, Translator

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet

CONFIRMED_PIVOT = "confirmed-pivot"
"""Flag: the draft was made from what is confirmed in the language on the way, not from the engine's text in it."""

_CELLS_AT_ONCE = 256
_ROWS_AT_ONCE = 64
"""Source rows whose drafts are written in one step; a person who writes beside waits for no more."""

_AS_NEW_AS_S = 2.0
"""What somebody confirms while a job runs counts this many seconds later."""


@dataclass(frozen=True, slots=True)
class Task:
    """Cells of one version that are to be drafted.

    Attributes:
        read: the language that they are drafted from: the statement's, or one on the way in which it is confirmed.
        texts: in that language, of each cell; sources: in the statement's; contexts: around them.
    """

    statement: Statement
    language: str
    read: str
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    sources: tuple[str, ...]
    contexts: tuple[Context, ...]

    @property
    def pair(self) -> tuple[str, str]:
        return self.read, self.language

    def origin(self, place: int, translation: Translation) -> Origin:
        """Where a draft comes from; a confirmed text on the way is told as one."""
        origin = translation.origin
        if self.read == self.statement.source_language or origin.kind is OriginKind.MEMORY:
            return origin
        return replace(
            origin,
            route=(self.statement.source_language, *origin.route),
            pivot=(self.texts[place], *origin.pivot),
            flags=(*origin.flags, CONFIRMED_PIVOT),
        )


class Learner:
    """A translator that learns from what is confirmed in a project, for as long as its memory can be read."""

    def __init__(self, project: Project, translator: Translator) -> None:
        self._project = project
        self.translator = translator
        self.problems: list[str] = []
        self._memory: ProjectMemory | None = None
        self._try(lambda: self._take(project_memory(project)))

    def _take(self, memory: ProjectMemory) -> None:
        self._memory, self.translator = memory, memory.teaching(self.translator, self.problems)

    def known(self, task: Task) -> dict[int, Translation]:
        """What is confirmed of exactly these texts, by cell; looked up now, since a person may be at work beside."""
        found: dict[int, Translation] = {}
        self._try(lambda: found.update(self._remembered(task)))
        return found

    def _remembered(self, task: Task) -> Iterator[tuple[int, Translation]]:
        if self._memory is None:
            return
        self._memory.refresh(after_s=_AS_NEW_AS_S)
        pair = task.statement.source_language, task.language
        for cell, source, context in zip(task.cells, task.sources, task.contexts, strict=True):
            match = remembered(self._memory.memory, source, pair, context)
            if match:
                made = Translation(source, match.entry.target, "", pair, match.score, kind=OriginKind.MEMORY)
                yield cell.id, made

    def _try(self, work: Callable[[], object]) -> None:
        """Do something with the memory; one that is broken is told and left out."""
        try:
            work()
        except WorkbenchError as error:
            self._memory = None
            self.problems.append(f"the memory of {self._project.folder} is left out: {error}")


def tasks_of(
    project: Project,
    statement: Statement,
    language: str,
    route: tuple[str, ...],
    is_wanted: Callable[[Cell], bool],
    half_typed: frozenset[int],
) -> Iterator[Task]:
    """The cells of a drafted version that are wanted, by place and by the language that they are drafted from."""
    if project.ensure_version(statement, language).kind != "drafted":
        return
    for sheet in project.parts(statement, language, route[1:-1], _ROWS_AT_ONCE):
        yield from _tasks_in(sheet, language, route, is_wanted, half_typed)


def _tasks_in(
    sheet: Sheet,
    language: str,
    route: tuple[str, ...],
    is_wanted: Callable[[Cell], bool],
    half_typed: frozenset[int],
) -> Iterator[Task]:
    found: dict[str, list[Task]] = {}
    for cell in sheet.columns.get(language, ()):
        if is_wanted(cell) and cell.id not in half_typed and sheet.source_of(cell):
            task = task_of(sheet, language, route, cell)
            found.setdefault(task.read, []).append(task)
    for read, tasks in found.items():
        cells, texts, sources, contexts = (
            tuple(value for task in tasks for value in getattr(task, name))
            for name in ("cells", "texts", "sources", "contexts")
        )
        yield Task(sheet.statement, language, read, cells, texts, sources, contexts)


def task_of(sheet: Sheet, language: str, route: tuple[str, ...], cell: Cell) -> Task:
    """One cell, drafted from the last language on the way that what it renders is confirmed in."""
    source = sheet.source_of(cell)
    read, text = sheet.statement.source_language, source
    for pivot in route[1:-1]:
        confirmed = _confirmed(sheet, pivot, cell)
        if confirmed:
            read, text = pivot, confirmed
    return Task(sheet.statement, language, read, (cell,), (text,), (source,), (context_of(sheet, cell),))


def _confirmed(sheet: Sheet, language: str, cell: Cell) -> str:
    """What is confirmed in another language for just the source rows of a cell; empty if it is not all confirmed."""
    rows = range(cell.source_start, cell.source_end)
    inside = [
        other
        for other in sheet.columns.get(language, ())
        if other.source_start in rows and other.source_end - 1 in rows and is_usable(other)
    ]
    covered = sorted(row for other in inside for row in range(other.source_start, other.source_end))
    return " ".join(other.text.strip() for other in inside) if covered == list(rows) else ""


def is_open(cell: Cell) -> bool:
    return cell.state is State.NEW and not cell.text and not cell.by_person


def is_machines(cell: Cell) -> bool:
    machine = cell.origin.kind in (OriginKind.ENGINE, OriginKind.MEMORY)
    return machine and cell.state in (State.DRAFT, State.FUZZY) and not cell.by_person


def groups_of(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Whole versions together, until there is enough for full batches."""
    group: list[Task] = []
    for task in tasks:
        if group and sum(len(each.cells) for each in group) >= _CELLS_AT_ONCE:
            yield group
            group = []
        group.append(task)
    if group:
        yield group


def questions(learner: Learner, groups: Iterable[list[Task]], known: dict[int, Translation]) -> Iterator[list[str]]:
    """For each group the texts that the memory does not know; what it knows goes into `known`, by cell."""
    for group in groups:
        for task in group:
            known.update(learner.known(task))
        yield [
            text for task in group for cell, text in zip(task.cells, task.texts, strict=True) if cell.id not in known
        ]

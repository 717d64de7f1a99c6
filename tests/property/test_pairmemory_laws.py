"""Laws of a project's memory: whatever was done to the project, it answers as one made from scratch would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.errors import WorkbenchError
from workbench.core.match import Context, MemoryEntry
from workbench.core.project import Cell, State
from workbench.memory.resident import ResidentMemory
from workbench.memory.sources import SourceIndex
from workbench.services.project import Project
from workbench.services.projectmemory import ProjectMemory, context_of, is_usable, project_memory
from workbench.services.wordlinks import WordLinks

TEXT = "Water is life. They met in Baku. Water is life. They met in Paris. They left.\n"
WORDS = ("su", "həyat", "Bakı", "görüş", "ջուր", "le fleuve", "oldu", "İl 3")
Act = tuple[str, str, int, str]
acts = st.lists(
    st.tuples(
        st.sampled_from(("confirm", "confirm", "edit", "back", "split", "merge", "review", "move", "lookup")),
        st.sampled_from(("fr", "az")),
        st.integers(0, 5),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    ),
    min_size=1,
    max_size=14,
)


@contextmanager
def opened() -> Iterator[Project]:
    """A project of one statement with two drafted versions."""
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "p", source="en", targets=["fr", "az"]) as made:
        statement = made.new_statement("A", language="en", text=TEXT)
        for language in ("fr", "az"):
            made.ensure_version(statement, language)
        yield made


def act(project: Project, memory: ProjectMemory, one: Act) -> None:
    """Do something to a cell; where it cannot be done, nothing."""
    what, language, place, text = one
    cells = list(project.sheet("a").columns[language])
    cell = cells[place % len(cells)]
    with suppress(WorkbenchError, IndexError):
        match what:
            case "confirm":
                project.confirm(project.edit(cell, text))
            case "edit":
                project.edit(cell, text)
            case "review":
                project.set_state(cell, State.REVIEWED)
            case "back":
                project.set_state(cell, State.EDITED)
            case "split":
                project.split(cell, len(cell.text) // 2)
            case "merge":
                project.merge(cell, cells[cells.index(cell) + 1])
            case "move":
                project.store.put_cells(cell.version_id, _moved(cells), "Ani")
            case "lookup":
                memory.refresh()
                memory.memory.lookup("Water is life.", "en", language)


def _moved(cells: list[Cell]) -> list[Cell]:
    """The last cell gives its rows to the one before it."""
    *rest, before, last = cells
    return [*rest, replace(before, source_end=last.source_end)]


def from_scratch(project: Project) -> ResidentMemory:
    """Everything read at once: slow and obvious."""
    sheet = project.sheet("a")
    usable = {
        tag: [cell for cell in cells if is_usable(cell) and sheet.source_of(cell)]
        for tag, cells in sheet.columns.items()
    }
    entries = [
        MemoryEntry(
            str(c.id), sheet.source_of(c), c.text.strip(), "en", tag, context_of(sheet, c), changed_at=c.updated_at
        )
        for tag, cells in usable.items()
        for c in cells
    ]
    for one, other in combinations(usable, 2):
        runs = {(c.source_start, c.source_end): c for c in usable[other]}
        for cell in usable[one]:
            there = runs.get((cell.source_start, cell.source_end))
            if there:
                at = max(cell.updated_at, there.updated_at)
                entries.append(
                    MemoryEntry(
                        f"{cell.id}-{there.id}", cell.text.strip(), there.text.strip(), one, other, changed_at=at
                    )
                )
    return ResidentMemory(entries)


@settings(max_examples=12)
@given(acts, st.sampled_from((("en", "fr"), ("en", "az"), ("fr", "az"), ("az", "en"), ("az", "fr"))))
def test_it_answers_as_one_made_from_scratch(script: list[Act], pair: tuple[str, str]) -> None:
    with opened() as project:
        memory = ProjectMemory(project, WordLinks())
        memory.refresh()
        for one in script:
            act(project, memory, one)
        memory.refresh()
        oracle = from_scratch(project)
        sheet = project.sheet("a")
        asked = [*sheet.rows, *(cell.text for cells in sheet.columns.values() for cell in cells)]
        for text in filter(str.strip, asked):
            context = Context("Water is life.", "Water is life.")
            found = memory.memory.lookup(text, *pair, context=context, least=0.7, most=20)
            wanted = oracle.lookup(text, *pair, context=context, least=0.7, most=20)
            assert [(m.kind, m.entry.source, m.entry.target, m.score) for m in found] == [
                (m.kind, m.entry.source, m.entry.target, m.score) for m in wanted
            ]


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@given(st.lists(texts, max_size=20), texts)
def test_the_index_finds_every_source_with_the_same_words_first(sources: list[str], wanted: str) -> None:
    index = SourceIndex("az")
    index.add(enumerate(sources))
    same = index.same(wanted)
    assert [sources[key] for key in same] == [text for text in sources if text == wanted]
    near = index.near(wanted, 0.3)
    assert {key for key, likeness in near if likeness == 1} == set(same)
    assert [likeness for _, likeness in near] == sorted((likeness for _, likeness in near), reverse=True)
    assert all(index.has(key, text) for key, text in enumerate(sources))


def test_the_memory_of_a_project_is_made_once() -> None:
    with opened() as project:
        assert project_memory(project) is project_memory(project)

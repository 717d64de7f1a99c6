"""Laws of the log: whatever was done goes back and comes again, cell by cell, and no text is lost on the way."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from workbench.core.errors import ConfigError, WorkbenchError
from workbench.core.project import Cell, State
from workbench.services.finished import finished_text
from workbench.services.project import Project
from workbench.services.propagate import propagate
from workbench.services.replace import Search, find_in, replace

TEXT = "Water is life. They met. Water is life. They left. They met.\n"
WORDS = ("su", "Bakı", "ջուր", "le fleuve", "İl", "ə")

Act = tuple[str, int, str]
acts = st.lists(
    st.tuples(
        st.sampled_from(("edit", "confirm", "lock", "unlock", "split", "merge", "back", "spread", "replace", "revert")),
        st.integers(0, 7),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    ),
    min_size=1,
    max_size=12,
)


@cache
def made_once() -> Path:
    """A project of one statement with a drafted Azerbaijani version, made once and never opened."""
    parent = TemporaryDirectory()
    atexit.register(parent.cleanup)
    folder = Path(parent.name) / "p"
    with Project.create(folder, source="en", targets=["az"]) as project:
        project.ensure_version(project.new_statement("A", language="en", text=TEXT), "az")
    return folder


@contextmanager
def opened() -> Iterator[Project]:
    """A copy of the project: each example has its own, and to create it takes four times as long."""
    with TemporaryDirectory() as folder, Project.open(shutil.copytree(made_once(), Path(folder) / "p")) as project:
        yield project


def cells(project: Project) -> list[Cell]:
    return list(project.sheet("a").columns["az"])


def look(project: Project) -> list[tuple[object, ...]]:
    """What a person sees: all but positions, revisions and times; comments too."""
    return [
        (c.id, c.source_start, c.source_end, c.text, c.state, c.origin, c.trail, tuple(project.comments(c)))
        for c in cells(project)
    ]


def act(project: Project, one: Act) -> None:
    """Do something to a cell; where it cannot be done, nothing."""
    name, number, text = one
    here = cells(project)
    at = number % len(here)
    doing: dict[str, Callable[[], object]] = {
        "edit": lambda: project.edit(here[at], text),
        "confirm": lambda: project.confirm(here[at]),
        "lock": lambda: project.lock(here[at : at + 3]),
        "unlock": lambda: project.unlock(here),
        "split": lambda: project.split(here[at], here[at].text.find(" ")),
        "merge": lambda: project.merge(here[at], here[(at + 1) % len(here)]),
        "back": lambda: project.send_back(here[at], text),
        "spread": lambda: propagate(project, here[at]),
        "replace": lambda: replace(project, list(find_in(project, Search(text[:2]), "az", replacement=text))),
        "revert": lambda: project.revert(here[at], project.store.history(here[at].id)[0]),
    }
    with suppress(ConfigError):
        doing[name]()


def texts_known(project: Project) -> set[str]:
    """Texts in any history of the project's cells, those that have left among them."""
    version = cells(project)[0].version_id
    everyone = [*project.store.cells(version), *project.store.retired_cells(version)]
    return {entry.text for cell in everyone for entry in project.store.history(cell.id)}


@settings(max_examples=25)
@given(acts)
def test_everything_goes_back_and_comes_again(done: list[Act]) -> None:
    with opened() as project:
        seen, texts = [look(project)], {""}
        for one in done:
            act(project, one)
            texts |= {cell.text for cell in cells(project)}
            if look(project) != seen[-1]:
                seen.append(look(project))
        for _ in range(2):
            for before in reversed(seen[:-1]):
                assert project.undo() is not None
                assert look(project) == before
            assert project.undo() is None
            for after in seen[1:]:
                assert project.redo() is not None
                assert look(project) == after
            assert project.redo() is None
        assert texts <= texts_known(project)


@settings(max_examples=40)
@given(acts)
def test_no_row_and_no_order_is_lost(done: list[Act]) -> None:
    with opened() as project:
        for number, one in enumerate(done):
            act(project, one)
            if number % 3 == 2:
                project.undo()
            here = cells(project)
            assert sorted({r for c in here for r in range(c.source_start, c.source_end)}) == list(range(5))
            starts = [(cell.source_start, cell.source_end) for cell in here]
            assert starts == sorted(starts)
            positions = [cell.position for cell in here]
            assert positions == sorted(set(positions))


@settings(max_examples=20)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4), st.data())
def test_splitting_and_merging_leave_the_text_as_it_is(words: list[str], data: st.DataObject) -> None:
    with opened() as project:
        for cell in cells(project):
            project.edit(cell, " ".join(words))
        statement = project.statement("a")
        source, version = (project.store.version(statement.id, tag) for tag in ("en", "az"))
        assert source is not None and version is not None

        def text() -> str:
            return finished_text(version, cells(project), source.segments).text

        whole = text()
        for _ in range(data.draw(st.integers(1, 6))):
            here = cells(project)
            at = data.draw(st.integers(0, len(here) - 1))
            act(project, (data.draw(st.sampled_from(("split", "merge"))), at, ""))
            assert text() == whole


@contextmanager
def failing(project: Project, at: int) -> Iterator[None]:
    """The database fails at a statement from now on, counted from 0."""
    engine, left = project.store._backend.engine, at

    def fail(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("name", ["edit", "lock", "split", "merge", "back", "spread", "replace", "undo", "redo"])
def test_a_write_that_fails_at_any_point_leaves_cells_and_log_as_they_were(name: str) -> None:
    with opened() as project:
        for number, cell in enumerate(cells(project)):
            project.edit(cell, f"su {number}", state=State.CONFIRMED if number < 3 else None)
        project.undo()
        before = look(project)

        def doing() -> None:
            if name == "undo":
                project.undo()
            elif name == "redo":
                project.redo()
            elif name == "replace":
                replace(project, list(find_in(project, Search("su"), "az", replacement="su su")))
            else:
                act(project, (name, 1 if name == "spread" else 0, "fleuve"))

        for at in range(200):
            try:
                with failing(project, at):
                    doing()
                break
            except WorkbenchError:
                assert look(project) == before
                assert _log(project) == _log_of_five(project)
        else:
            raise AssertionError("never done")
        assert at > 3 and look(project) != before


def _log(project: Project) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(project.store.path)) as database:
        return database.execute(
            "SELECT kind, undone, count(*) FROM step JOIN step_cell ON id = step_id GROUP BY id"
        ).fetchall()


def _log_of_five(project: Project) -> list[tuple[object, ...]]:
    return [("edit", int(number == 4), 1) for number in range(5)]

"""Work that nobody waits for stands still while somebody is answered, and never for long."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from workbench.services import precedence
from workbench.services.precedence import Precedence
from workbench.services.project import Project
from workbench.services.projectmemory import project_memory


def test_nobody_to_give_way_to() -> None:
    Precedence().give_way()


def test_what_gives_way_goes_on_once_the_answer_is_given() -> None:
    both, begun, answered = Precedence(), threading.Event(), list[bool]()
    given = False

    def count() -> None:
        begun.set()
        both.give_way()
        answered.append(given)

    counting = threading.Thread(target=count)
    with both.first():
        counting.start()
        begun.wait()
        counting.join(0.02)
        assert counting.is_alive()
        given = True
    counting.join()
    assert answered == [True]


def test_an_error_ends_the_precedence() -> None:
    both = Precedence()
    with pytest.raises(ValueError), both.first():
        raise ValueError
    both.give_way()


def test_a_long_answer_holds_nothing_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "LONGEST_S", 0.0)
    both = Precedence()
    with both.first():
        both.give_way()


def test_the_memory_is_read_in_pieces_that_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.create(tmp_path, source="en", targets=["fr"]) as project:
        statement = project.new_statement("Talks", language="en", text="They met. They spoke of water.")
        project.ensure_version(statement, "fr")
        asked: list[bool] = []
        monkeypatch.setattr(project.precedence, "give_way", lambda: asked.append(True))
        project_memory(project).memory.lookup("They met.", "en", "fr")
        assert asked

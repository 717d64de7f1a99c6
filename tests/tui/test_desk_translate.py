"""Translating what is missing: of a statement, of the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import OpenDesk
from workbench.core.project import State
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import bootstrap
from workbench.services.project import Project
from workbench.services.translate import Translator
from workbench.tui.actions import Place
from workbench.tui.keymap import actions, keys, sequences, strokes, with_twins


@pytest.mark.parametrize("place", Place)
def test_no_second_key_means_two_things_on_any_layout(place: Place) -> None:
    heard: dict[tuple[str, str], set[str]] = {}
    for entry in (*actions(place), *actions(Place.EVERYWHERE)):
        for first, second in (strokes(key) for key in keys(entry) if len(strokes(key)) == 2):
            for each in with_twins([second]):
                heard.setdefault((first, each), set()).add(entry.id)
    assert not {key: ids for key, ids in heard.items() if len(ids) > 1}
    assert {(first, second) for first, found in sequences(place).items() for second in found} == set(heard)


async def test_a_statement_in_every_language(desk: OpenDesk, machine: Any) -> None:
    async with desk("enter") as hands:
        await hands.press("A")
        assert hands.cells("az")[5].state is State.DRAFT
        assert "draft in az" in hands.said
        assert "hy" in hands.said, "there is no route to Armenian, and that is said"


async def test_the_whole_project(desk: OpenDesk, machine: Any, project_folder: Path) -> None:
    with Project.open(project_folder) as project:
        project.new_statement("Other", language="en", text="One more sentence.")
    async with desk("A") as hands:
        assert hands.cells("az")[5].state is State.DRAFT
        assert hands.cells("az", "other")[0].text == "[az] One more sentence."
        assert hands.cells("fr", "other")[0].text == "[fr] One more sentence."


async def test_the_project_s_own_language_is_drafted_where_a_statement_has_another(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, project_folder: Path
) -> None:
    machines = FakeRoutes([FakeEngine(("hy", "en"))])
    monkeypatch.setattr(bootstrap, "translator", lambda _settings, **_given: Translator(machines))
    async with desk("A") as hands:
        key = next(found.key for found in hands.project.statements() if found.source_language == "hy")
        assert hands.cells("en", key)[0].text.startswith("[en] Առաջին")

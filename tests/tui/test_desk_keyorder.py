"""Keys that come at once, typed while the machine was held up, do what they do one after the other."""

from __future__ import annotations

import asyncio
import random
import shutil
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import TextArea

from tests.tui.conftest import Hands, OpenDesk
from workbench.core.project import State
from workbench.tui import keyorder
from workbench.tui.keyorder import KeyOrder
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.widgets.plain import PlainArea


def send(hands: Hands, *keys: str) -> None:
    """All of them before the desk has looked at the first."""
    for key in keys:
        single = len(key) == 1
        hands._send(_character_to_key(key) if single else key, key if single else None)


async def test_letters_and_backspaces_keep_their_order(desk: OpenDesk) -> None:
    async with desk("enter", "end", "enter") as hands:
        send(hands, *"abc", "backspace", "backspace", *"də", "backspace", *"ğq", "backspace")
        await hands.settle()
        assert hands.statement.session.text == "adğ"


async def test_a_cell_is_confirmed_with_its_last_letter(desk: OpenDesk) -> None:
    async with desk("enter", "end", "enter") as hands:
        send(hands, *"Görüş iyunda.", "enter", *"Yeni.")
        await hands.settle()
        last = hands.cells("az")[-1]
        assert (last.text, last.state) == ("Görüş iyunda.", State.CONFIRMED)
        assert hands.statement.session.text.endswith("Yeni.")


async def test_letters_go_into_the_cell_that_was_gone_to(desk: OpenDesk) -> None:
    async with desk("enter", "end", "up", "enter") as hands:
        before = [cell.text for cell in hands.cells("az")]
        send(hands, *" bir", "ctrl+down", *"iki", "escape", "home", "down", "enter", *" üç", "escape")
        await hands.settle()
        texts = [cell.text for cell in hands.cells("az")]
        assert texts[-2:] == [before[-2] + " bir", "iki"]
        assert texts[1] == before[1] + " üç"


async def test_a_paste_stands_between_the_keys_around_it(desk: OpenDesk) -> None:
    async with desk("enter", "end", "enter") as hands:
        send(hands, *"ab")
        hands.app._driver.send_message(events.Paste("PASTE"))
        send(hands, "backspace", *"cd")
        await hands.settle()
        assert hands.statement.session.text == "abPASTcd"


async def test_a_click_comes_behind_the_letters_before_it(desk: OpenDesk) -> None:
    async with desk("enter", "home", "down", "enter") as hands:
        before = hands.cells("az")[1].text
        y = next(y for y, line in enumerate(hands.screen.splitlines()) if "data will" in line)
        send(hands, *" sonra")
        for kind in (events.MouseDown, events.MouseUp):
            hands.app._driver.send_message(kind(None, 20, y, 0, 0, 1, False, False, False, 20, y))
        send(hands, "home", "end")
        await hands.settle()
        assert hands.cells("az")[1].text == before + " sonra"
        assert not hands.statement.editing and hands.statement.grid.row_index == 6


@pytest.mark.parametrize("keys", [("ctrl+p", *"row.last", "enter"), ("ctrl+g", "s", "end")])
async def test_a_dialog_hears_what_is_typed_before_it_stands(desk: OpenDesk, keys: tuple[str, ...]) -> None:
    async with desk() as hands:
        send(hands, "enter", *keys, "enter", *"Ən son", "escape")
        await hands.settle()
        assert hands.cells("az")[-1].text == "Ən son"


async def test_a_text_is_looked_for_in_a_dialog_and_typed_behind_it(desk: OpenDesk) -> None:
    async with desk("enter", "end", "enter") as hands:
        send(hands, "a", "f1", *"line brex", "backspace", "a")
        await hands.settle()
        assert "Alt+Enter" in hands.screen
        send(hands, "escape", "b", "ctrl+p", *"zzz", "escape", "c")
        await hands.settle()
        assert hands.statement.session.text == "abc"


async def test_the_picker_takes_one_letter_and_leaves_the_next(desk: OpenDesk) -> None:
    async with desk("enter", "end", "enter") as hands:
        send(hands, "m", "ctrl+k", "e", "n", "ctrl+k", "s", "e")
        await hands.settle()
        assert hands.statement.session.text == "mənşe"


async def test_screens_that_open_and_close_at_once(desk: OpenDesk) -> None:
    async with desk() as hands:
        send(hands, *("enter", "end", "enter", "x", "f2", "enter", "end", "enter", "y", "escape", "escape") * 3)
        await hands.settle()
        assert isinstance(hands.app.screen, StatementsScreen)
        assert hands.cells("az")[-1].text == "xyxyxy"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The editor takes no `q` until this is set, and word is soon given up."""
    opened, typed = asyncio.Event(), PlainArea._on_key

    async def waits(self: PlainArea, event: events.Key) -> None:
        if event.key == "q":
            await opened.wait()
        await typed(self, event)

    monkeypatch.setattr(TextArea, "_on_key", waits)
    monkeypatch.setattr(keyorder, "LOOK_S", 0.0001)
    return opened


async def test_a_place_that_is_stuck_keeps_no_other_waiting(desk: OpenDesk, gate: asyncio.Event) -> None:
    async with desk("enter", "end", "enter") as hands:
        tab = hands.statement.pane.tab
        send(hands, *"aqu", "f3")  # typed into what is stuck; a key of the app's goes by
        while hands.statement.pane.tab == tab or hands.app.order.busy:
            await asyncio.sleep(0)
        assert hands.statement.session.text == "a"
        gate.set()
        send(hands, *"anx", "backspace", "backspace", "t")
        await hands.settle()
        assert hands.statement.session.text == "aquat"


async def test_word_that_is_lost_is_given_up(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyorder, "LOOK_S", 0.0001)
    async with desk("enter", "end", "enter") as hands:
        with monkeypatch.context() as lost:
            lost.setattr(KeyOrder, "_pass_on", lambda *_: None)
            send(hands, *"abc")
            await hands.settle()
        assert hands.statement.session.text == "abc"
        send(hands, "d", "backspace", "e")
        await hands.settle()
        assert hands.statement.session.text == "abce"


async def test_a_machine_that_is_held_up_is_no_word_lost(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every step takes longer than word is waited for, none is given up."""
    monkeypatch.setattr(keyorder, "LOOK_S", 0.0)
    given_up: list[int] = []
    monkeypatch.setattr(KeyOrder, "_give_up", lambda _self, walk: given_up.append(walk))
    async with desk("enter", "end", "enter") as hands:
        send(hands, *"abc", "backspace", *"də")
        await hands.settle()
        assert hands.statement.session.text == "abdə" and not given_up


@pytest.mark.parametrize("seed", range(2))
async def test_at_once_is_as_one_after_the_other(
    desk: OpenDesk, project_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    typed = [*"abəğş ", "backspace", "left", "delete"]
    moves = [
        "ctrl+down",
        "ctrl+up",
        "escape",
        "enter",
        "up",
        "down",
        "home",
        "end",
        "left",
        "right",
        "ctrl+p",
        "ctrl+g",
    ]
    keys = [key for _ in range(10) for key in (*chance.choices(typed, k=3), chance.choice(moves))]
    ends = []
    twin = Path(shutil.copytree(project_folder, tmp_path / "twin"))
    for folder, at_once in ((project_folder, True), (twin, False)):
        async with desk("enter", folder=folder) as hands:
            if at_once:
                send(hands, *keys)
                await hands.settle()
            else:
                await hands.press(*keys)
            ends.append((_where(hands), [(cell.text, cell.state) for cell in hands.cells("az")]))
    assert ends[0] == ends[1]


def _where(hands: Hands) -> list[object]:
    found: list[object] = [type(screen) for screen in hands.app.screen_stack]
    for screen in hands.app.screen_stack:
        if isinstance(screen, StatementScreen):
            found += [screen.grid.row_index, screen.grid.language, screen.editing, screen.session.text]
    return found

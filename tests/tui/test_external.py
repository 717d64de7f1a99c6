"""A cell in the person's own editor."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.tui.terminals import Terminal
from workbench.config import state_dir
from workbench.core.errors import ConfigError, InputError
from workbench.tui.app import DeskApp
from workbench.tui.external import edit_outside, editor_command

SetEditor = Callable[[str], Path]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetEditor:
    """Sets an editor that runs Python code on `path`."""

    def make(code: str) -> Path:
        script = tmp_path / "editor.py"
        script.write_text(
            f"import sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n{code}\n", encoding="utf-8"
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
        return script

    return make


def left() -> list[Path]:
    """Files that were not tidied up."""
    return list((state_dir() / "editor").glob("*"))


def test_the_text_comes_back_as_the_editor_leaves_it(editor: SetEditor) -> None:
    editor("path.write_text(path.read_text(encoding='utf-8').upper() + 'Ան\\r\\nց\\x07', encoding='utf-8', newline='')")
    assert edit_outside("əmanət", "talks 12/az", nullcontext) == "ƏMANƏT\nԱն\nց"
    assert not left()


@pytest.mark.parametrize("text", ["", "one", "one\n", "one\n\ntwo"])
def test_a_text_that_is_not_changed_comes_back_the_same(editor: SetEditor, text: str) -> None:
    editor("")
    assert edit_outside(text, "name", nullcontext) == text


def test_an_editor_that_fails_changes_nothing_and_its_file_stays(editor: SetEditor) -> None:
    editor("path.write_text('half done', encoding='utf-8'); sys.exit(3)")
    with pytest.raises(InputError, match="ended with code 3; nothing is changed") as caught:
        edit_outside("text", "name", nullcontext)
    assert str(left()[0]) in str(caught.value)
    assert left()[0].read_text(encoding="utf-8") == "half done"


def test_an_editor_that_is_killed_leaves_its_file(editor: SetEditor) -> None:
    editor("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(InputError, match="nothing is changed"):
        edit_outside("text", "name", nullcontext)
    assert left()[0].read_text(encoding="utf-8") == "text\n"


def test_what_is_no_text_stays_in_its_file(editor: SetEditor) -> None:
    editor("path.write_bytes(b'\\xff\\xfe')")
    with pytest.raises(InputError, match="cannot be read"):
        edit_outside("text", "name", nullcontext)
    assert left()


def test_the_editor_is_found_by_the_environment(tmp_path: Path) -> None:
    python = Path(sys.executable)
    path = {"PATH": str(python.parent)}
    assert editor_command({"VISUAL": f"{python.name} -u", "EDITOR": "x", **path}) == [python.name, "-u"]
    assert editor_command({"VISUAL": " ", "EDITOR": python.name, **path}) == [python.name]
    for environment, why in (
        ({"EDITOR": "no-such-editor"}, "no-such-editor, which is not installed"),
        ({"EDITOR": "'"}, "EDITOR cannot be read"),
        ({}, "put its name into VISUAL or EDITOR"),
    ):
        with pytest.raises(ConfigError, match=why):
            editor_command({**environment, "PATH": str(tmp_path)})


async def test_ctrl_e_edits_the_cell_as_one_step(desk: Any, editor: SetEditor, monkeypatch: Any) -> None:
    monkeypatch.setattr(DeskApp, "suspend", lambda _self: nullcontext())
    editor("path.write_text('Çaylar haqqında\\nikinci sətir\\n', encoding='utf-8')")
    async with desk("enter", "enter") as hands:
        await hands.write(" yazılan")
        before = hands.statement.pane.editor.text
        await hands.press("ctrl+e")
        assert hands.statement.pane.editor.text == "Çaylar haqqında\nikinci sətir"
        assert hands.statement.session.dirty
        await hands.press("ctrl+z")
        assert hands.statement.pane.editor.text == before


async def test_what_was_typed_is_journaled_before_the_editor_opens(desk: Any, monkeypatch: Any) -> None:
    async with desk("enter", "enter") as hands:
        seen: list[str] = []

        def outside(text: str, _name: str, _step_aside: object) -> str:
            seen.extend(hands.project.store.journaled().values())
            return text

        monkeypatch.setattr("workbench.tui.screens.statement_habits.edit_outside", outside)
        await hands.write("!")
        await hands.press("ctrl+e")
        assert seen == [hands.statement.pane.editor.text]
        assert "the text is as it was" in hands.said


async def test_where_the_desk_cannot_step_aside_it_says_so(desk: Any, editor: SetEditor) -> None:
    editor("")
    async with desk("enter", "enter", "ctrl+e") as hands:
        assert "this terminal cannot be handed to another program" in hands.said
        assert hands.statement.editing and not left()


def test_on_a_real_terminal_the_desk_steps_aside_and_comes_back(
    terminal_on: Callable[[], Terminal], editor: SetEditor
) -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "print('EDITOR HERE', flush=True); sys.stdin.readline(); "
        "path.write_text('Çaydan sonra\\nikinci sətir\\n', encoding='utf-8')"
    )
    editor(code)
    desk = terminal_on()
    desk.open_statement()
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("\x05")
    desk.until_shown("EDITOR HERE")
    desk.type("\x03\r")  # Ctrl+C there is the editor's
    desk.until_shown("Çaydan sonra")
    desk.until_shown("ikinci sətir")
    desk.type("\x1b\r")  # Alt+Enter, as terminals send it
    desk.type("üç")
    desk.until_shown("üç")
    assert "ikinci sətir" in desk.text and "en ▸ az" in desk.text


async def test_no_editor_is_a_line(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with desk("enter", "enter", "ctrl+e") as hands:
        assert "no-such-editor, which is not installed" in hands.said

"""A person's own keys: what a file may say, what is refused and why, and that the desk follows it everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from workbench.config import user_file
from workbench.tui import keymap
from workbench.tui.actions import ACTIONS, Place
from workbench.tui.keymap_file import OwnKeys, load, user_keymap
from workbench.tui.keystrokes import read_key, teach


@pytest.fixture(autouse=True)
def registry_keys() -> Iterator[None]:
    """The keys are the process's: each test leaves those of the registry."""
    yield
    keymap.use({})


@pytest.fixture
def wrote(own_home: Path) -> Callable[[str], OwnKeys]:
    """Writes the person's keymap and reads it."""

    def write(text: str, project: Path | None = None) -> OwnKeys:
        user_keymap().parent.mkdir(parents=True, exist_ok=True)
        user_keymap().write_text(text, encoding="utf-8")
        return load(project)

    return write


# -- keys as they are written ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("c", "c"),
        ("C", "C"),
        ("shift+c", "C"),
        ("Ctrl+D", "ctrl+d"),
        ("control+d", "ctrl+d"),
        ("F6", "f6"),
        ("Shift+F6", "shift+f6"),
        ("PgUp", "pageup"),
        ("esc", "escape"),
        ("↑", "up"),
        ("Ctrl+↑", "ctrl+up"),
        ("alt+enter", "alt+enter"),
        ("shift+ctrl+up", "ctrl+shift+up"),
        ("ctrl+space", "ctrl+@"),
        ("ctrl+]", "ctrl+right_square_bracket"),
        ("ctrl+x,s", "ctrl+x,s"),
        ("Ctrl+X s", "ctrl+x,s"),
        ("ctrl+x, s", "ctrl+x,s"),
        (",", ","),
        (" ", "space"),
        ("ə", "ə"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, key: str) -> None:
    assert read_key(written) == key


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("ctrl+m", "Enter"),
        ("ctrl+i", "Tab"),
        ("ctrl+h", "Backspace"),
        ("ctrl+j", "Enter"),
        ("ctrl+[", "Esc"),
        ("ctrl+enter", "arrives without"),
        ("shift+enter", "arrives without"),
        ("ctrl+tab", "arrives without"),
        ("ctrl+1", "digits"),
        ("alt+9", "digits"),
        ("ctrl+alt+x", "another key"),
        ("ctrl+shift+x", "another key"),
        ("altgr+e", "AltGr"),
        ("ctrl+ə", "Latin letter"),
        ("alt+f", "Ctrl+→"),
        ("hyper+x", "hyper"),
        ("nokey", "nokey"),
        ("", "no key"),
        ("\x01", "control character"),
    ],
)
def test_what_no_terminal_delivers_is_refused_with_the_reason(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("+", r"\+")):
        read_key(written)


def test_every_key_of_the_registry_is_one_that_may_be_written() -> None:
    for entry in ACTIONS:
        for key in entry.keys:
            assert read_key(key) == key, entry.id
            assert read_key(keymap.key_name(key)) == key, entry.id


@given(st.text(max_size=12))
def test_no_text_makes_reading_fail_otherwise(written: str) -> None:
    try:
        key = read_key(written)
    except ValueError as error:
        assert str(error)
    else:
        assert key and read_key(key) == key


def test_alt_enter_as_most_terminals_send_it_is_not_enter() -> None:
    teach()
    parser = XTermParser()
    assert [event.key for event in (*parser.feed("\x1b\r"), *parser.feed("\r"))] == ["alt+enter", "enter"]


# -- files -------------------------------------------------------------------------------------------------------------


def test_the_project_goes_before_the_person_and_both_before_the_registry(
    wrote: Callable[..., OwnKeys], tmp_path: Path
) -> None:
    (tmp_path / "keymap.toml").write_text('"cell.review" = []\n', encoding="utf-8")
    found = wrote('"cell.confirm" = ["ß", "ctrl+d"]\ncell.review = "é"\n', tmp_path)
    assert found.keys == {"cell.confirm": ("ß", "ctrl+d"), "cell.review": ()}
    assert not found.problems
    assert user_keymap() == user_file().with_name("keymap.toml")


@pytest.mark.parametrize(
    ("text", "told", "applied"),
    [
        ('"cell.confrm" = ["ß"]\n"cell.review" = ["ß"]', ["cell.confrm: there is no such action"], ["cell.review"]),
        ('"cell.review" = ["ctrl+m", "ß"]', ["cell.review: ctrl+m: Ctrl+M is Enter"], ["cell.review"]),
        ('"editor.pick" = ["k"]', ["editor.pick: k: in the editor letters"], []),
        ('"cell.review" = 3', ["cell.review: write its keys as a list"], []),
        ('"cell.review" = ["e"]', ["cell.review: e is the key of cell.edit already"], ["cell.review"]),
        ('"cell.review" = ["f2"]', ["cell.review: F2 is the key of desk.statements already"], ["cell.review"]),
        ('"desk.theme" = ["e"]', ["desk.theme: e is the key of"], ["desk.theme"]),
        ('"cell.review" = ["ß"]\n"undone.next" = ["ß"]', ["undone.next: ß is the key of cell.review"], ["cell.review"]),
        ('"cell.edit" = ["c"]\n"cell.confirm" = ["e"]', [], ["cell.edit", "cell.confirm"]),
        ('"editor.undo" = ["ctrl+z", "f20"]', [], ["editor.undo"]),
        ("this is no TOML", ["cannot be read, so its keys are left out"], []),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_rest_is_applied(
    wrote: Callable[..., OwnKeys], text: str, told: list[str], applied: list[str]
) -> None:
    found = wrote(text)
    assert len(found.problems) == len(told), found.problems
    for problem, wanted in zip(found.problems, told, strict=True):
        assert wanted in problem and str(user_keymap()) in problem
    assert set(applied) <= set(found.keys)


def test_a_letter_that_is_another_one_on_other_layouts_is_told_and_stays_with_that(
    wrote: Callable[..., OwnKeys],
) -> None:
    found = wrote('"cell.review" = ["q"]\n"undone.next" = ["n"]')  # ք is q on one Armenian layout and c on another
    assert [problem for problem in found.problems if "cell.review: q: on another keyboard layout" in problem]
    keymap.use(found.keys)
    assert "q" in keymap.bound_keys(keymap.action("cell.review"))
    assert "ք" in keymap.bound_keys(keymap.action("cell.confirm"))
    assert "ք" not in keymap.bound_keys(keymap.action("cell.review"))


@given(
    st.dictionaries(
        st.sampled_from([entry.id for entry in ACTIONS]),
        st.lists(st.sampled_from([key for entry in ACTIONS for key in entry.keys]), max_size=3),
        max_size=8,
    )
)
def test_whatever_is_wished_no_key_means_two_things_in_one_place(wishes: dict[str, list[str]]) -> None:
    user_keymap().parent.mkdir(parents=True, exist_ok=True)
    lines = [f'"{action_id}" = {keys!r}'.replace("'", '"') for action_id, keys in wishes.items()]
    user_keymap().write_text("\n".join(lines), encoding="utf-8")
    keymap.use(load(None).keys)
    try:
        for place in Place:
            keys = [key for entry in keymap.actions(place) for key in keymap.bound_keys(entry)]
            assert len(keys) == len(set(keys))
            assert all(keymap.keys(entry) for entry in keymap.footer(place))
    finally:
        keymap.use({})


# -- the desk ----------------------------------------------------------------------------------------------------------


async def test_the_desk_follows_the_persons_keys(desk: Any, wrote: Callable[..., OwnKeys]) -> None:
    wrote('"undone.next" = ["ß", "f20"]\n"cell.edit" = ["enter"]\n"row.down" = ["e"]\n"desk.help" = ["f21", "€"]')
    async with desk("enter") as hands:
        grid = hands.statement.grid
        await hands.press("home", "e")
        assert grid.row_index == 1, "e moves down now"
        await hands.press("ß", "f20", "n", "ctrl+n")
        assert grid.row_index == 3, "two steps; the old keys do nothing"
        assert "ß undone" in hands.screen, "the last line names it"
        await hands.press("f1", "?")
        assert not hands.app.screen.is_modal
        for key in ("€", "f21"):
            await hands.press(key)
            await hands.write("undone.next")
            assert "ß  F20" in hands.screen
            await hands.press("escape")
        await hands.press("ctrl+p")
        await hands.write("undone.next")
        assert "ß  F20" in hands.screen


async def test_an_action_without_a_key_is_in_the_palette_still(desk: Any, wrote: Callable[..., OwnKeys]) -> None:
    wrote('"row.last" = []\n"editor.pick" = []\n"editor.confirm" = ["f9"]')
    async with desk("enter", "home", "end") as hands:
        assert hands.statement.grid.row_index == 0
        await hands.press("ctrl+p")
        await hands.write("row.last")
        await hands.press("enter")
        assert hands.statement.grid.row_index == 6
        await hands.press("home", "enter", "enter")
        assert hands.statement.editing, "Enter is a line break now"
        assert hands.statement.pane.editor.text.endswith("\n")
        await hands.press("f9")
        assert hands.cells("az")[0].text.startswith("SU BAR")


async def test_the_keys_of_a_project_come_and_go_with_it(desk: Any, project_folder: Path) -> None:
    (project_folder / "keymap.toml").write_text('"list.down" = ["ß"]\n"list.up" = ["ctrl+m"]\n', encoding="utf-8")
    async with desk("ß") as hands:
        assert hands.app.screen.list.cursor == 1
        assert "list.up: ctrl+m" in hands.said and str(project_folder) in hands.said


async def test_what_is_wrong_with_the_persons_keys_is_told_at_the_start(
    desk: Any, wrote: Callable[..., OwnKeys]
) -> None:
    wrote("\n".join(f'"no.such{number}" = ["x"]' for number in range(5)))
    for folder in ({}, {"folder": None}):
        async with desk(**folder) as hands:
            assert "no.such0: there is no such action" in hands.said
            assert "no.such2" not in hands.said and "3 more keys cannot be taken over" in hands.said

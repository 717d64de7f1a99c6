"""The pages of the desk name every action with its keys, as the registry has them."""

from __future__ import annotations

from tools import deskdocs
from workbench.tui.actions import ACTIONS
from workbench.tui.keymap_file import load, user_keymap


def test_every_action_is_in_a_page_and_no_page_is_behind() -> None:
    assert not deskdocs.behind(), "python -m tools.deskdocs writes the tables"


def test_the_keymap_to_begin_with_changes_nothing() -> None:
    lines = [line.removeprefix("# ") for line in deskdocs.template().splitlines() if line.startswith('# "')]
    user_keymap().parent.mkdir(parents=True, exist_ok=True)
    user_keymap().write_text("\n".join(lines), encoding="utf-8")
    found = load(None)
    assert not found.problems
    assert found.keys == {entry.id: entry.keys for entry in ACTIONS}

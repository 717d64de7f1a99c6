"""What `workbench doctor` says of the desk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.tui.health import look_over
from workbench.tui.keymap_file import user_keymap
from workbench.tui.remembered import Remembered


def test_it_says_what_of_the_desk_works(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", sys.executable)
    symptoms = {each.what: each for each in look_over(project_folder)}
    assert set(symptoms) == {"keys", "clipboard", "editor", "colours"}
    assert all(each.ok for each in symptoms.values())
    assert "the terminal (OSC 52)" in symptoms["clipboard"].says
    assert str(user_keymap()) in symptoms["keys"].says


def test_every_problem_has_a_line(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("VISUAL", "no-such-editor")
    (project_folder / "keymap.toml").write_text('"cell.edt" = "e"\n"editor.pick" = ["k", "ctrl+i"]\n', encoding="utf-8")
    file = Remembered(project_folder).file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("broken", encoding="utf-8")
    symptoms = look_over(project_folder)
    assert sum(each.what == "keys" and not each.ok for each in symptoms) == 3
    assert [each.says for each in symptoms if each.what == "colours"] == ["none (NO_COLOR)"]
    wrong = " ".join(each.says for each in symptoms if not each.ok)
    assert "no-such-editor" in wrong and str(file) in wrong


def test_the_command_tells_it(project_folder: Path) -> None:
    user_keymap().parent.mkdir(parents=True, exist_ok=True)
    user_keymap().write_text('"cell.edt" = "e"\n', encoding="utf-8")
    command = [sys.executable, "-m", "workbench", "--project", str(project_folder), "doctor", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert any("cell.edt: there is no such action" in each["says"] for each in json.loads(done.stdout))

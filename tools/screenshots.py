"""Draws `docs/screenshots/*.svg` from the demo project: the desk as it is, driven by keys, no picture made by hand.

Run: python -m tools.screenshots [FOLDER]   (FOLDER: a demo project that is there already; else one is built aside)
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workbench.core.job import Job
from workbench.services.demo import build_demo
from workbench.services.project import Project
from workbench.tui.app import DeskApp
from workbench.tui.screens.statement import StatementScreen

OUT = Path(__file__).parent.parent / "docs" / "screenshots"
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def picture(folder: Path, name: str, size: tuple[int, int], key: str = "", keys: Sequence[str] = ()) -> None:
    """Open the desk, press keys, and write what is on screen.

    Args:
        key: of the statement to open, empty for the list.
    """
    app = DeskApp(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if key:
            app.open_statement(key)
            await pilot.pause()
            await app.workers.wait_for_complete()  # the terms are there
        for each in keys:
            await pilot.press(each)
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        if isinstance(app.screen, StatementScreen):
            app.screen.pane.editor.cursor_blink = False
        (OUT / f"{name}.svg").write_text(self_contained(app.export_screenshot(title="workbench")), encoding="utf-8")


def self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, with spaces kept by every renderer and names that do not change."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)
    svg = re.sub(r"<!-- Generated with Rich [^>]*-->\s*", "", svg)
    svg = re.sub(r"terminal-\d+", "desk", svg)
    return "\n".join(line.rstrip() for line in svg.replace("<text ", '<text xml:space="preserve" ').splitlines()) + "\n"


def most_telling(folder: Path) -> str:
    """The statement with the most beads that are not one to one, among those with a version still to finish."""
    with Project.open(folder) as project:

        def telling(key: str) -> tuple[int, int]:
            columns = project.sheet(key).columns.values()
            uneven = sum(cell.source_end - cell.source_start > 1 for cells in columns for cell in cells)
            return any(any(not cell.state.done for cell in cells) for cells in columns), uneven

        return max((each.key for each in project.statements() if each.source_language == "en"), key=telling)


def main(arguments: Sequence[str]) -> None:
    """Draw all pictures."""
    os.environ |= {"COLORTERM": "truecolor", "WORKBENCH_ASCII": "0", "WORKBENCH_INTERFACE": "en"}
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(arguments[0]) if arguments else build_demo(Path(aside) / "demo", Job()).folder
        key = most_telling(folder)
        asyncio.run(picture(folder, "statements", (150, 34)))
        asyncio.run(picture(folder, "statement", (150, 40), key, ["home", *["down"] * 9]))
        asyncio.run(picture(folder, "statement-80x24", (80, 24), key, ["home", *["down"] * 9]))
        asyncio.run(picture(folder, "alignment", (150, 40), "talks-on-water", ["home", *["left"] * 3, "a"]))
        asyncio.run(picture(folder, "terms", (150, 34), "", ["f7"]))


if __name__ == "__main__":
    main(sys.argv[1:])

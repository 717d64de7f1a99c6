"""What was half typed when a desk last ended hard becomes an edit again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.services.lifeboat import forget_left_behind, left_behind

if TYPE_CHECKING:
    from workbench.services.project import Project


def recover(project: Project, folder: Path) -> tuple[int, str]:
    """Make edits of the texts that were half typed.

    What a desk kept where the project took nothing is newer than its journal; it stays there until it is an edit.

    Returns: how many cells got their text back, and what went wrong, empty if nothing did.
    """
    count, wrong = 0, ""
    try:
        kept = left_behind(folder)
        for cell_id, text in (project.recovered() | kept).items():
            cell = project.store.cell(cell_id)
            if cell is not None and cell.text != text:
                project.edit(cell, text)
                count += 1
    except WorkbenchError as error:
        wrong = str(error)
    else:
        forget_left_behind(folder)
    return count, wrong

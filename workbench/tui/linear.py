"""A cell as plain lines for a screen reader: words in place of glyphs, nothing beside anything else."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.finding import Finding
from workbench.core.language import own_name
from workbench.core.project import Cell
from workbench.tui.drawing import clean, glyph
from workbench.tui.i18n import _, ngettext
from workbench.tui.wording import cell_words, notes_on


def lines_before(place: tuple[str, int], languages: tuple[str, str], source: str, cell: Cell | None) -> list[str]:
    """What stands above the text: where one is, the source, the state of the cell.

    Args:
        place: number of the row as the grid shows it, and how many rows there are.
        languages: source and target.
    """
    number, total = place
    pair = {"source": own_name(languages[0]), "target": own_name(languages[1])}
    return [
        _("Row {number} of {total}, {source} to {target}.").format(number=number, total=total, **pair),
        _("Source: {text}").format(text=clean(source) or _("nothing opposite")),
        _("State: {state}.").format(state=in_words(cell_words(cell), cell)),
        _("Text:"),
    ]


def lines_after(cell: Cell | None, source: str, findings: Sequence[Finding]) -> list[str]:
    """What stands below the text: what is noticed about it, as it was when it was last written."""
    notes = notes_on(cell, source, findings) if cell is not None else []
    told = ngettext("{n} finding:", "{n} findings:", len(notes)).format(n=len(notes)) if notes else _("No findings.")
    return [told, *(clean(note.removeprefix("! ")) for note in notes)]


def in_words(text: str, cell: Cell | None) -> str:
    """State and origin without signs: `✎ edited · engine en→az` → `edited, engine en to az`."""
    text = text.removeprefix(f"{glyph(cell.state)} ") if cell is not None else text
    return text.replace(" · ", ", ").replace("→", _(" to "))

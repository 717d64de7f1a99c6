"""Beads and alignments in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.project import State
from workbench.services.aligndesk import Standing
from workbench.services.alignwork import SURE
from workbench.tui.i18n import N_, _
from workbench.tui.keymap import key_of
from workbench.tui.widgets.bead_lines import confidence_text

if TYPE_CHECKING:
    from workbench.services.aligndesk import Facing

_STANDINGS = {
    Standing.ALIGNED: N_("aligned"),
    Standing.UNALIGNED: N_("not aligned yet"),
    Standing.DRAFTED: N_("drafted here, aligned by its making"),
    Standing.MISSING: N_("no such version yet"),
}


def standing_words(standing: Standing) -> str:
    """Whether a version can be shaped."""
    return _(_STANDINGS[standing])


def standing_lines(standing: Standing | None, language: str) -> tuple[str, ...]:
    """Why there are no beads to show and what to do, line by line."""
    other = _("{key}   another version").format(key=key_of("version.switch"))
    if standing is Standing.UNALIGNED:
        return (
            _("The {language} version is not aligned yet, or its text has changed since.").format(language=language),
            "",
            _("{key}   align it now, in the background").format(key=key_of("version.realign")),
            other,
        )
    if standing is Standing.DRAFTED:
        told = _("The {language} version is drafted here, cell by cell: it is aligned by its making.")
        return (told.format(language=language), _("There is nothing to do for it here."), "", other)
    if standing is Standing.MISSING:
        told = _("There is no {language} version yet: import one in the list of statements, or draft it in the grid.")
        return (told.format(language=language), "", other)
    return (_("This statement is needed in no other language, so there is nothing to align."),)


def bead_words(facing: Facing, at: int, through: str) -> str:
    """A bead in one line.

    Args:
        through: the version by way of which it leads elsewhere, empty if none does.
    """
    alignment, cell = facing.alignment, facing.cells[at]
    bead = alignment.beads[at]
    words = [
        _("bead {i} of {n}").format(i=at + 1, n=len(alignment)),
        bead.shape,
        _("confidence {number}").format(number=confidence_text(bead.confidence)),
    ]
    if cell.state is State.LOCKED:
        words.append(_("locked"))
    if facing.is_rewritten(at):
        words.append(_("rewritten by a person, so it stays"))
    elif cell.pinned:
        words.append(_("pinned"))
    elif alignment.pinned[at]:
        words.append(_("a person's text, so it stays"))
    elif bead.confidence < SURE:
        words.append(_("to look at"))
    if not (bead.source and bead.target):
        words.append(_("nothing opposite"))
    if through:
        words.append(_("{language} leads elsewhere").format(language=through))
    return "   ".join(words)

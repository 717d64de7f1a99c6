"""The editor of a cell: printable keys are text."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.EDITOR

ACTIONS = (
    Action(
        "editor.confirm", _PLACE, ("enter",), N_("confirm, go on to the next that needs work"), N_("confirm, next"), 1
    ),
    Action("editor.leave", _PLACE, ("escape",), N_("back to the grid; the text stays"), N_("grid"), 2),
    Action("editor.newline", _PLACE, ("alt+enter",), N_("a line break in the text"), N_("line break"), 3),
    Action("editor.previous", _PLACE, ("ctrl+up",), N_("the row above, still editing")),
    Action("editor.next", _PLACE, ("ctrl+down",), N_("the row below, still editing")),
    Action("editor.source", _PLACE, ("ctrl+o",), N_("copy the source into the cell"), N_("copy source"), 4),
    Action("editor.split", _PLACE, ("ctrl+x,s",), N_("divide the cell at the cursor"), N_("divide here")),
    Action("editor.merge", _PLACE, ("ctrl+x,m",), N_("join the cell with the next one"), N_("join")),
    Action("editor.history", _PLACE, ("ctrl+x,h",), N_("every text that the cell has had"), N_("history")),
    Action("editor.comment", _PLACE, ("ctrl+x,n",), N_("comments on the cell: read, add, resolve"), N_("comments")),
    Action(
        "editor.propagate", _PLACE, ("ctrl+x,p",), N_("the same text wherever the source is the same"), N_("spread")
    ),
    Action(
        "editor.differs", _PLACE, ("ctrl+x,d",), N_("this one differs: nothing spreads to it or from it"), N_("differs")
    ),
    Action("editor.ignore", _PLACE, ("ctrl+x,i",), N_("a finding is all right here"), N_("ignore")),
    Action("editor.replace", _PLACE, ("f5",), N_("search and replace")),
    Action("editor.external", _PLACE, ("ctrl+e",), N_("the cell in your own editor (VISUAL or EDITOR)")),
    Action("editor.suggestion", _PLACE, ("ctrl+g",), N_("insert a suggestion by its number"), N_("1…9 insert"), 5),
    Action("editor.pane", _PLACE, ("f3",), N_("the next tab of the lower pane"), N_("pane")),
    Action("editor.concordance", _PLACE, ("f4",), N_("where the project says what is selected"), N_("concordance"), 7),
    Action("editor.next_term", _PLACE, ("shift+f8", "ctrl+t"), N_("light up the next term in every version")),
    Action("editor.term", _PLACE, ("f8",), N_("add a term: what is selected and its source"), N_("add term"), 8),
    Action("editor.accept", _PLACE, ("ctrl+x,w",), N_("the misspelt word is right: the project's list")),
    Action("editor.word", _PLACE, ("tab",), N_("take a word of the completion; → takes all"), N_("take word"), 7),
    Action("editor.pick", _PLACE, ("ctrl+k",), N_("letters and signs of the language"), N_("letters"), 5),
    Action("editor.copy", _PLACE, ("ctrl+c",), N_("copy what is selected; else stop the work in the background")),
    Action("editor.undo", _PLACE, ("ctrl+z",), N_("undo typing, then earlier edits"), N_("undo"), 6),
    Action("editor.redo", _PLACE, ("ctrl+y",), N_("redo")),
)

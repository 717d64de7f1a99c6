"""The grid of a statement: letters are commands."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.GRID

ACTIONS = (
    Action("cell.edit", _PLACE, ("enter", "e"), N_("edit the cell"), N_("edit"), 1),
    Action(
        "cell.confirm",
        _PLACE,
        ("c", "ctrl+d"),
        N_("confirm the cell, go to the next that needs work"),
        N_("confirm"),
        2,
    ),
    Action("cell.review", _PLACE, ("C", "ctrl+r"), N_("mark the cell as reviewed")),
    Action("undone.next", _PLACE, ("n", "ctrl+n"), N_("next cell that needs work"), N_("undone"), 3),
    Action("undone.previous", _PLACE, ("N", "ctrl+u"), N_("previous cell that needs work")),
    Action("finding.next", _PLACE, ("f", "f6"), N_("next cell with a finding"), N_("finding"), 6),
    Action("finding.previous", _PLACE, ("F", "shift+f6"), N_("previous cell with a finding")),
    Action("fuzzy.next", _PLACE, ("M", "shift+down", "shift+f5"), N_("next fuzzy cell")),
    Action("fuzzy.previous", _PLACE, ("shift+up",), N_("previous fuzzy cell")),
    Action("untranslated.next", _PLACE, ("b", "ctrl+down"), N_("next cell without a text")),
    Action("untranslated.previous", _PLACE, ("B", "ctrl+up"), N_("previous cell without a text")),
    Action("comment.next", _PLACE, ("D", "ctrl+pagedown"), N_("next cell with an open comment")),
    Action("comment.previous", _PLACE, ("ctrl+pageup",), N_("previous cell with an open comment")),
    Action("cell.source", _PLACE, ("O", "ctrl+o"), N_("put the source in place of the text"), N_("copy source")),
    Action("cell.split", _PLACE, ("s", "ctrl+x,s"), N_("divide the cell between two sentences"), N_("divide")),
    Action("cell.merge", _PLACE, ("m", "ctrl+x,m"), N_("join the cell with the next one"), N_("join")),
    Action("cell.comment", _PLACE, ("d", "ctrl+x,n"), N_("comments on the cell: read, add, resolve"), N_("comments")),
    Action("cell.history", _PLACE, ("H", "ctrl+x,h"), N_("every text that the cell has had"), N_("history")),
    Action("finding.ignore", _PLACE, ("i", "ctrl+x,i"), N_("a finding is all right here"), N_("ignore")),
    Action("cell.send_back", _PLACE, ("R", "ctrl+x,r"), N_("send back for more work, with a comment"), N_("send back")),
    Action("cell.lock", _PLACE, ("L", "ctrl+x,l"), N_("lock the cell, or unlock it"), N_("lock")),
    Action(
        "cells.lock", _PLACE, ("ctrl+x,L",), N_("lock or unlock all that is shown in this language"), N_("lock all")
    ),
    Action(
        "cell.propagate", _PLACE, ("p", "ctrl+x,p"), N_("the same text wherever the source is the same"), N_("spread")
    ),
    Action(
        "cell.differs",
        _PLACE,
        ("P", "ctrl+x,d"),
        N_("this one differs: nothing spreads to it or from it"),
        N_("differs"),
    ),
    Action("text.replace", _PLACE, ("f5",), N_("search and replace")),
    Action("columns.choose", _PLACE, ("v", "ctrl+v"), N_("choose the columns: which, in which order, how wide")),
    Action("cell.translate", _PLACE, ("t", "ctrl+t"), N_("translate this cell")),
    Action(
        "version.translate",
        _PLACE,
        ("T", "ctrl+a"),
        N_("translate what is missing in this language"),
        N_("translate"),
        4,
    ),
    Action(
        "version.translate_all", _PLACE, ("A", "ctrl+x,a"), N_("translate what is missing in every language"), N_("all")
    ),
    Action(
        "suggestion.insert",
        _PLACE,
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "ctrl+x,g"),
        N_("insert the suggestion of that number and edit"),
        N_("insert"),
        7,
    ),
    Action("pane.next", _PLACE, ("f3",), N_("the next tab of the lower pane"), N_("pane")),
    Action("concordance.open", _PLACE, ("f4",), N_("where the project says something: concordance"), N_("concordance")),
    Action("term.next", _PLACE, ("shift+f8",), N_("light up the next term in every version")),
    Action("term.add", _PLACE, ("f8",), N_("add a term to the termbase"), N_("add term")),
    Action("spelling.accept", _PLACE, ("ctrl+x,w",), N_("the misspelt word is right: the project's list")),
    Action("row.up", _PLACE, ("up", "k"), N_("the row above")),
    Action("row.down", _PLACE, ("down", "j"), N_("the row below")),
    Action("row.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("row.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("row.first", _PLACE, ("home",), N_("the first row")),
    Action("row.last", _PLACE, ("end",), N_("the last row")),
    Action("language.previous", _PLACE, ("left", "h", "["), N_("the language to the left")),
    Action("language.next", _PLACE, ("right", "l", "]"), N_("the language to the right"), N_("language"), 5),
    Action("row.filter", _PLACE, ("/", "ctrl+f"), N_("show the rows that contain a text")),
    Action("row.zoom", _PLACE, ("z", "ctrl+l"), N_("one line of each row, three, all")),
    Action("version.copy", _PLACE, ("Y", "f10"), N_("copy this version to the clipboard")),
    Action("version.export", _PLACE, ("w", "ctrl+w"), N_("write this version to a file")),
    Action("version.align", _PLACE, ("a", "f11"), N_("the alignment desk: this version beside its source")),
    Action("statement.close", _PLACE, ("escape",), N_("back to the statements")),
)

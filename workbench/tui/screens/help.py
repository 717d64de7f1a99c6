"""Help: the keys of the place one is in, grouped, found by typing, and what cannot be done here now and why."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.tui.actions import Place
from workbench.tui.actions.groups import group
from workbench.tui.doing import places_of
from workbench.tui.drawing import fit
from workbench.tui.i18n import N_, _
from workbench.tui.keymap import key_of
from workbench.tui.listing import Listed, listed

if TYPE_CHECKING:
    from workbench.tui.habits import Habits

_NOTES = {Place.GRID: N_("letters are commands"), Place.EDITOR: N_("letters are text")}

_KEYS = 18
"""Cells of the column of keys."""


class Help(ModalScreen[None]):
    """The keys of the screen below, from the registry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "dismiss(None)", show=False, priority=True),
        *(
            Binding(key, f"scroll('{how}')", show=False, priority=True)
            for key, how in {
                "up": "up", "down": "down", "pageup": "page_up", "pagedown": "page_down",
                "ctrl+home": "home", "ctrl+end": "end",
            }.items()
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._places: list[list[Listed]] = []

    def compose(self) -> ComposeResult:
        """A field above the lines."""
        with Vertical(classes="help"):
            yield Input(placeholder=_("type to find a key or what it does"), compact=True)
            with VerticalScroll(id="keys", can_focus=False):
                yield Static(id="lines")
            yield Static(
                _("On Armenian and Azerbaijani keyboards the letters answer to the same physical keys.   Esc closes"),
                classes="dialog-keys",
            )

    def on_mount(self) -> None:
        """Show all of them."""
        desk = cast("Habits", self.app)
        below = desk.screen_stack[-2]
        self._places = [list(listed(desk, below, place)) for place in places_of(below)]
        self._show([])

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Only the lines with these words."""
        self._show(event.value.casefold().split())

    def action_scroll(self, how: str) -> None:
        """Move through the lines while the field has the keys."""
        getattr(self.query_one("#keys"), f"scroll_{how}")(animate=False)

    def _show(self, words: list[str]) -> None:
        lines: list[Content] = []
        for place in self._places:
            found = [each for each in place if each.has(words)]
            if found:
                lines += [_head(found[0]), *_grouped(found), Content("")]
        told = _("nothing here has that in it; {key} looks in every place").format(key=key_of("desk.palette"))
        nothing = Content.styled(told, "$desk-dim")
        self.query_one("#lines", Static).update(Content("\n").join(lines or [nothing]))
        self.query_one("#keys").scroll_home(animate=False)


def _head(first: Listed) -> Content:
    note = _NOTES.get(first.entry.place)
    title = Content.styled(first.title, "bold underline $desk-accent")
    return Content.assemble(title, (f"   {_(note)}" if note else "", "$desk-dim"))


def _grouped(found: list[Listed]) -> list[Content]:
    lines: list[Content] = []
    for title, members in groupby(found, key=lambda each: group(each.entry)):
        lines.append(Content.styled(_(title), "bold $desk-text"))
        lines += [_line(each) for each in members]
    return lines


def _line(each: Listed) -> Content:
    keys = fit(f" {each.keys}", _KEYS) if len(each.keys) < _KEYS - 1 else f" {each.keys} "
    if each.why:
        return Content.styled(f"{keys} {each.help}  ({each.why})", "$desk-dim")
    return Content.assemble((keys, "bold $desk-accent"), (f" {each.help}", "$desk-text"))

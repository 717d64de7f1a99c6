"""The palette: every action by name, with its keys and the place it belongs to; Enter does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from workbench.tui.drawing import fit
from workbench.tui.i18n import _, ngettext
from workbench.tui.listing import Listed, all_listed

if TYPE_CHECKING:
    from workbench.tui.habits import Habits

_KEYS = 18
"""Cells of the column of keys."""


class Palette(ModalScreen[str]):
    """Gives the id of the action to do, empty for none. What cannot be done now is dim and says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss('')", show=False),
        *(
            Binding(key, f"move('{how}')", show=False, priority=True)
            for key, how in {
                "up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down",
                "ctrl+home": "first", "ctrl+end": "last",
            }.items()
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Listed] = []

    def compose(self) -> ComposeResult:
        """A field above the list."""
        with Vertical(classes="help"):
            yield Input(placeholder=_("an action by its name or a part of it"), compact=True)
            yield Static(id="count")
            yield OptionList(compact=True)
            yield Static(_("↑ ↓ Enter: do it   Esc: nothing"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Show all of them."""
        desk = cast("Habits", self.app)
        self._all = all_listed(desk, desk.screen_stack[-2])
        self.query_one(OptionList).can_focus = False
        self._show(self._all)

    def _show(self, found: list[Listed]) -> None:
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(Option(_line(each), id=each.entry.id) for each in found)
        rows.highlighted = 0 if found else None
        nothing = _("no action is called so; take a letter away")
        told = ngettext("{n} action", "{n} actions", len(found)).format(n=len(found)) if found else nothing
        self.query_one("#count", Static).update(Content.styled(told, "$desk-dim"))

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Those whose help or id resembles what is typed, the nearest first; what can be done before the rest."""
        wanted = event.value.strip()
        if not wanted:
            self._show(self._all)
            return
        matcher = Matcher(wanted)
        scored = [(max(matcher.match(each.help), matcher.match(each.entry.id)), each) for each in self._all]
        scored.sort(key=lambda pair: (not pair[1].why, pair[0]), reverse=True)
        self._show([each for score, each in scored if score])

    def action_move(self, how: str) -> None:
        """Move in the list while the field has the keys."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    @on(Input.Submitted)
    def taken(self) -> None:
        """Do what is marked."""
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            self.dismiss(str(rows.get_option_at_index(rows.highlighted).id))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click does it too."""
        self.dismiss(str(event.option_id))


def _line(each: Listed) -> Content:
    """Keys, what it does, and at the end why not, or the place."""
    keys = fit(each.keys, _KEYS)
    if each.why:
        return Content.styled(f"{keys}{each.help}  ({each.why})", "$desk-dim")
    place = Content.styled(f"  {each.title}", "$desk-dim")
    return Content.assemble((keys, "bold $desk-accent"), (each.help, "$desk-text"), place)

"""The desk's stylesheet: rules that are read once stay read, and what they say of a widget is worked out once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final, NamedTuple

from textual.app import App
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

_SOURCES: Final = 256
"""How many sources of rules are kept parsed: the desk's files and the defaults of every widget, with room."""

_PATHS: Final = 4096
"""For how many paths from the app to a widget it is kept what the rules say; a screen needs a few hundred."""


class _Said(NamedTuple):
    """What the rules say of a node: its own rules, and on what else of it they look."""

    rules: RulesMap
    hover: bool
    focus_within: bool
    order: bool
    odd_or_even: bool


class KeptStylesheet(Stylesheet):
    """Parses only what is new when a screen brings rules of its own, and matches rules once for nodes that are alike.

    Textual's parses all there is again then, a tenth of a start, and of opening the first statement; and it matches
    all rules again with every widget of a screen whenever that is come back to.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache.grow(_SOURCES)
        self._said: dict[Hashable, _Said] = {}

    def parse(self) -> None:
        """Read the rules; what the old ones said is forgotten.

        Raises: StylesheetError or StylesheetParseError if a source is not well-formed; the rules stay as they were.
        """
        super().parse()
        self._said = {}

    def reparse(self) -> None:
        """Take in new sources, or all under new variables: `set_variables` forgets what was parsed under the old.

        Raises: as `parse`.
        """
        self.parse()

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None
    ) -> None:
        """Style a node as Textual does, with what the rules in force said of one of the same path.

        Raises: as `parse`, if there are new sources.
        """
        if self._require_parse:
            self.parse()
        path = _path(node)
        said = self._said.get(path)
        if said is not None:
            node._has_hover_style, node._has_focus_within = said.hover, said.focus_within
            node._has_order_style, node._has_odd_or_even = said.order, said.odd_or_even
            self.replace_rules(node, said.rules, animate=animate)
            self._process_component_classes(node)
            return
        caught: dict[tuple[Any, ...], RulesMap] = {}  # stays empty where the place among its siblings matters
        super().apply(node, animate=animate, cache=caught)
        for rules in caught.values():
            flags = (node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even)
            self._keep(path, _Said(rules, *flags))

    def _keep(self, path: Hashable, said: _Said) -> None:
        if len(self._said) >= _PATHS:
            self._said.clear()
        self._said[path] = said

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        """Set what is new; Textual sets all again, and lays out again for rules that take nothing away."""
        held: dict[str, Any] = node.styles.base._rules  # type: ignore[assignment]
        wanted: dict[str, Any] = rules  # type: ignore[assignment]
        changed = [name for name in held.keys() | wanted.keys() if held.get(name) != wanted.get(name)]
        if animate and changed:
            super().replace_rules(node, rules, animate=True)
            return
        for name in changed:
            setattr(node.styles.base, name, wanted.get(name))
        node.notify_style_update()


def _path(node: DOMNode) -> Hashable:
    """All that selectors look at, from a node up to the app; but for its place among its siblings."""
    parts: list[Hashable] = []
    above: object = node
    while isinstance(above, DOMNode):
        parts += (type(above), above._id, frozenset(above._classes))
        if isinstance(above, Widget):
            parts += (above.mouse_hover, above.has_focus, above.disabled, above.allow_focus())
        elif isinstance(above, App):
            theme = above.current_theme
            parts += (above.app_focus, theme.dark, above.is_inline, above.native_ansi_color, above.no_color)
        above = above._parent
    return tuple(parts)

"""The desk's stylesheet holds what Textual's own would, screen after screen and theme after theme."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.tui.conftest import Hands, OpenDesk
from workbench.tui.stylesheet import KeptStylesheet


def _rules(sheet: Stylesheet) -> list[tuple[str, str]]:
    return [(rule.selectors, repr(rule.styles.get_rules())) for rule in sheet.rules]


def _as_textual_reads_it(hands: Hands) -> list[tuple[str, str]]:
    plain = hands.app.stylesheet.copy()
    assert not isinstance(plain, KeptStylesheet)
    plain.parse()
    return _rules(plain)


async def test_rules_are_those_of_all_sources_under_the_theme_in_force(desk: OpenDesk) -> None:
    async with desk() as hands:
        sheet = hands.app.stylesheet
        assert isinstance(sheet, KeptStylesheet)
        seen = [_rules(sheet)]
        for key in ("enter", "f7", "f12"):  # a statement, the terms desk, another theme
            await hands.press(key)
            assert _rules(sheet) == _as_textual_reads_it(hands) != seen[-1]
            seen.append(_rules(sheet))


def _styles(node: DOMNode) -> list[object]:
    """What a node and its parts look like, and on what they look."""
    looks = (node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even)
    rules = [node.styles.base, *(part.base for _name, part in sorted(node._component_styles.items()))]
    return [looks, *(repr(sorted(styles.get_rules().items(), key=str)) for styles in rules)]


async def test_what_rules_say_of_a_widget_is_what_textual_says(desk: OpenDesk) -> None:
    async with desk() as hands:
        ways = (("enter",), ("?", "escape"), ("f8",), ("enter",), ("escape", "f7"), ("f12",), ("escape",))
        for keys in ways:  # cells, help and back, another pane, an editor, the terms desk, another theme, back
            await hands.press(*keys)
            plain = hands.app.stylesheet.copy()
            plain.parse()
            for node in (hands.app, *hands.app.screen.walk_children(with_self=True)):
                before = _styles(node)
                plain.apply(node)
                assert before == _styles(node)

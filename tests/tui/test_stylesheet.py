"""The desk's stylesheet holds what Textual's own would, screen after screen and theme after theme."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet

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

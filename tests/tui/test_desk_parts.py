"""The parts of the desk by themselves: keys, colours, text in cells, the virtual list."""

from __future__ import annotations

import re
from itertools import product
from time import perf_counter
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Size

from workbench.core.project import Cell, Origin, OriginKind, State
from workbench.quality.checks import registry
from workbench.services import draftwork, guards, learning, obey, spelling
from workbench.services.sheet import CellPlace, DisplayRow
from workbench.tui import drawing, themes
from workbench.tui.actions import ACTIONS, Place
from workbench.tui.app import DeskApp
from workbench.tui.keymap import actions, footer, with_twins
from workbench.tui.screens.alignment import AlignmentScreen
from workbench.tui.screens.memory import MemoryScreen
from workbench.tui.screens.models import ModelsScreen
from workbench.tui.screens.replace import ReplaceScreen
from workbench.tui.screens.start import StartScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.screens.terms import TermsScreen
from workbench.tui.widgets.grid import Grid
from workbench.tui.widgets.picker import choices, compose
from workbench.tui.widgets.rows import RowList
from workbench.tui.wording import cell_words, check_words

# -- keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", Place)
def test_no_key_means_two_things_in_one_place_on_any_layout(place: Place) -> None:
    heard = [(key, entry.id) for entry in actions(place) for key in with_twins(entry.keys)]
    twice = {key: [each for other, each in heard if other == key] for key, _ in heard}
    assert not {key: ids for key, ids in twice.items() if len(ids) > 1}


def test_every_letter_command_has_an_arrow_function_or_control_key_beside_it() -> None:
    for entry in ACTIONS:
        if any(len(key) == 1 for key in entry.keys):
            assert any(len(key) > 1 for key in entry.keys), entry.id


def test_only_keys_that_terminals_deliver() -> None:
    impossible = re.compile(r"ctrl\+(enter|[mhij[]|\d)$|alt\+\d|ctrl\+alt")
    assert not [key for entry in ACTIONS for key in entry.keys if impossible.search(key)]


def test_every_action_has_a_method_and_a_help_text() -> None:
    owners = {
        Place.START: StartScreen,
        Place.STATEMENTS: StatementsScreen,
        Place.GRID: StatementScreen,
        Place.EDITOR: StatementScreen,
        Place.REPLACE: ReplaceScreen,
        Place.ALIGNMENT: AlignmentScreen,
        Place.TERMS: TermsScreen,
        Place.MEMORY: MemoryScreen,
        Place.MODELS: ModelsScreen,
        Place.EVERYWHERE: DeskApp,
    }
    for entry in ACTIONS:
        assert hasattr(owners[entry.place], f"action_{entry.id.replace('.', '_')}"), entry.id
        assert entry.help
    assert len({entry.id for entry in ACTIONS}) == len(ACTIONS)


def test_footers_show_six_keys() -> None:
    assert {len(footer(place)) for place in (Place.STATEMENTS, Place.GRID, Place.EDITOR)} == {6}


# -- colours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", [themes.DARK, themes.LIGHT], ids=["dark", "light"])
def test_text_has_contrast_on_every_ground(colours: dict[str, str]) -> None:
    for text, ground in product(themes.TEXT_COLOURS, themes.GROUNDS):
        ratio = Color.parse(colours[text]).get_contrast_text  # the colours parse
        assert ratio
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# -- text in cells -----------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.integers(2, 40))
def test_fitted_text_has_exactly_the_width_and_no_controls(text: str, width: int) -> None:
    fitted = drawing.fit(drawing.clean(text), width)
    assert cell_len(fitted) == width
    assert not re.search("[\x00-\x1f\x7f-\x9f]", fitted)


@given(TEXTS, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, width: int) -> None:
    shown = drawing.clean(text)
    lines = drawing.wrap(shown, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_glyph_of_one_cell_of_its_own(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cell_len(drawing.glyph(state)) == 1
    monkeypatch.setenv("WORKBENCH_ASCII", "1")
    drawing.ascii_only.cache_clear()
    assert drawing.glyph(state).isascii()
    assert len(set(drawing.ASCII_GLYPHS.values())) == len(set(drawing.GLYPHS.values())) == len(State)
    drawing.ascii_only.cache_clear()


@given(st.dictionaries(st.sampled_from(State), st.integers(0, 500)), st.integers(7, 20))
def test_a_bar_shows_every_state_that_occurs(counts: dict[State, int], width: int) -> None:
    bar = drawing.state_bar(counts, width)
    assert set(bar) == {drawing.glyph(state) for state, count in counts.items() if count}
    assert len(bar) == (width if bar else 0)


def test_origins_in_words() -> None:
    engine = Origin(OriginKind.ENGINE, "en-az 1.0 (starter package)", ("en", "az"), -0.314)
    draft = Cell(1, 1, 0, 0, 1, "x", State.DRAFT, engine)
    assert cell_words(draft) == "◌ machine draft · engine en→az en-az 1.0 (starter package) · score -0.31"
    assert "no version in this language yet" in cell_words(None, begun=False)


@pytest.mark.parametrize(
    ("language", "key", "character"),
    [
        ("az", "e", "ə"),
        ("az", "I", "İ"),
        ("az", "i", "ı"),
        ("fr", "<", "«"),
        ("hy", ":", "։"),
        ("hy", "n", "ն"),
        ("hy", "N", "Ն"),
    ],
)
def test_the_picker_types_letters_with_one_key(language: str, key: str, character: str) -> None:
    assert compose(language, key) == character


@pytest.mark.parametrize("language", ["en", "fr", "az", "hy"])
def test_the_picker_fits_in_eighty_columns(language: str) -> None:
    assert len(choices(language)) * 4 + 4 * (" " in choices(language)) <= 80


# -- the virtual list --------------------------------------------------------------------------------------------------


class _Numbers(RowList):
    """A million rows that count how often one is drawn."""

    drawn: ClassVar[int] = 0
    count = 1_000_000  # type: ignore[assignment]

    def measure(self, index: int) -> int:
        return 3 if index == self.cursor else 1 + index % 2

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        type(self).drawn += 1
        return [Segment(f"{index}.{line}".ljust(width))]


class _ListApp(App[None]):
    def compose(self) -> ComposeResult:
        yield _Numbers()


class _Wrapping(RowList):
    """Rows that take more lines the narrower they are."""

    count = 9  # type: ignore[assignment]

    def measure(self, index: int) -> int:
        return len(self._lines(self.size.width - 1))

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        return [Segment(self._lines(width)[line].ljust(width))]

    def _lines(self, width: int) -> list[str]:
        return [("0123456789" * 6)[at : at + width] for at in range(0, 60, max(1, width))]


class _WrappingApp(App[None]):
    def compose(self) -> ComposeResult:
        yield _Wrapping()


async def test_a_list_can_be_painted_in_a_size_that_it_has_not_heard_of_yet() -> None:
    app = _WrappingApp()
    async with app.run_test(size=(21, 12)) as pilot:
        await pilot.pause()
        rows = app.query_one(_Wrapping)
        for wide, high in ((61, 12), (11, 30), (61, 4)):
            app.screen._refresh_layout(Size(wide, high))
            assert [strip.cell_length for strip in map(rows.render_line, range(high))] == [wide] * high
            assert rows.render_line(0).text.startswith(("0123456789" * 6)[: wide - 1])


async def test_only_visible_rows_are_drawn_and_the_cursor_stays_in_sight() -> None:
    app = _ListApp()
    async with app.run_test(size=(40, 20)) as pilot:
        numbers = app.query_one(_Numbers)
        assert _Numbers.drawn <= 3 * 20
        for index in (0, 5, 500_000, 499_990, 999_999, 3, 17, 18):
            numbers.go(index)
            await pilot.pause()
            shown = numbers.lines_shown()
            assert [(index, line) for line in range(3)] == [place for place in shown if place[0] == index]
            assert len(shown) == 20
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert 18 in {index for index, _ in numbers.lines_shown()}


class _GridApp(App[None]):
    CSS_PATH = None

    def __init__(self, rows: list[DisplayRow]) -> None:
        super().__init__()
        self.rows = rows
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = "desk-dark"

    def compose(self) -> ComposeResult:
        yield Grid()

    def on_mount(self) -> None:
        self.query_one(Grid).show(self.rows, "en", ("fr", "az"), {"fr", "az"})


def _row(number: int, text: str) -> DisplayRow:
    cell = Cell(number, 1, number, number, number + 1, text, State.DRAFT)
    return DisplayRow(number, text, {"fr": CellPlace(cell, True, True), "az": CellPlace(cell, True, True)})


async def test_wide_combining_and_hostile_text_keeps_columns_straight() -> None:
    texts = [
        "ascii",
        "漢字かな交じり文 全角",
        "é" * 30,
        "שלום עולם",
        "\x1b[31mred\x07\x9b",
        "a\u202eb",
        "👩‍👩‍👧‍👦 family",
        "Հայաստան և",
    ]
    app = _GridApp([_row(number, text * 3) for number, text in enumerate(texts)])
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        grid = app.query_one(Grid)
        for y in range(30):
            strip = grid.render_line(y)
            assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == 120
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", strip.text)


async def test_the_grid_of_a_hundred_thousand_rows_moves_at_once() -> None:
    app = _GridApp(
        [_row(number, f"Row {number} with a text of some length, as sentences have it") for number in range(100_000)]
    )
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.pause()
        grid = app.query_one(Grid)
        started = perf_counter()
        for index in (99_999, 0, 50_000, 50_001, 50_002):
            grid.go(index)
            [grid.render_line(y) for y in range(48)]
        assert perf_counter() - started < 1.0, "5 jumps and repaints; generous, since machines differ"


def test_every_check_and_flag_has_a_name_in_words() -> None:
    flags = (guards.OUTSIDE_REGISTER, guards.CUT_OFF, learning.ADAPTED, learning.FUZZY_MATCH)
    terms = (obey.MISSING, obey.FORBIDDEN, obey.FORM, draftwork.CONFIRMED_PIVOT, spelling.CHECK)
    for named in (*flags, *terms, *registry()):
        assert check_words(named) and "-" not in check_words(named), named
    assert check_words("of-a-plugin") == "of-a-plugin"

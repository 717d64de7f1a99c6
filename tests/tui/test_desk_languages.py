"""The desk in French, Azerbaijani and Armenian: footer, header and help fit 80 columns and say what they should."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from tests.tui.conftest import OpenDesk
from workbench.core.language import own_name
from workbench.core.project import State
from workbench.tui import i18n
from workbench.tui.actions import ACTIONS, Place
from workbench.tui.keymap import actions, footer, key_name, key_of, keys

LANGUAGES = ("fr", "az", "hy")

LISTED = {
    "fr": ("2 déclarations", "par titre", "Enter ouvrir", "n nouveau", "i importer", "T traduire"),
    "az": ("2 bəyanat", "başlığa görə", "Enter aç", "n yeni", "i idxal et", "T tərcümə et"),
    "hy": ("2 հայտարարություն", "ըստ վերնագրի", "Enter բացել", "n նոր", "i ներմուծել", "T թարգմանել"),
}
"""The list of statements: header and footer."""

OPENED = {
    "fr": ("3 sur 7", "F1 aide", "Enter éditer", "c valider", "n à faire", "T traduire", "modifié, non validé"),
    "az": ("3/7", "F1 kömək", "Enter redaktə et", "c təsdiqlə", "n yarımçıq", "redaktə olunub, təsdiqlənməyib"),
    "hy": ("3/7", "F1 օգնություն", "Enter խմբագրել", "c հաստատել", "n անավարտ", "խմբագրված, չհաստատված"),
}
"""A statement: place, footer, state of the cell."""

EDITED = {
    "fr": ("Enter valider, suite", "Esc grille", "Alt+Enter ligne", "Ctrl+O copier source"),
    "az": ("Enter təsdiqlə, keç", "Esc cədvəl", "Alt+Enter yeni sətir", "Ctrl+O mənbə"),
    "hy": ("Enter հաստատել", "Esc աղյուսակ", "Alt+Enter տողադարձ", "Ctrl+O բնագիրը"),
}
"""The editor: footer."""

NOTHING = (
    "Nothing is confirmed in {one} and {other} yet: what you confirm in a statement stands here.\n\n"
    "{take}   take a memory file (TMX) in\n{pair}   another pair of languages"
)
"""Why the memory desk is empty."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language that the interface speaks during the test."""
    tag = str(request.param)
    monkeypatch.setenv("WORKBENCH_INTERFACE", tag)
    yield tag
    i18n.speak("en")


async def test_header_and_footer_are_in_the_language(desk: OpenDesk, language: str) -> None:
    async with desk() as hands:
        for words in LISTED[language]:
            assert words in hands.screen
        await hands.press("enter")
        for words in ("talks-on-water", "en ▸ az", "1◆ 1✓ 1✎ 1◐ 1◌ 1·", *OPENED[language]):
            assert words in hands.screen
        await hands.press("enter")
        for words in EDITED[language]:
            assert words in hands.screen


async def test_help_is_in_the_language(desk: OpenDesk, language: str) -> None:
    async with desk("enter", "f1") as hands:
        shown = " ".join(str(hands.app.screen.query_one("#lines", Static).content).split())
        for entry in actions(Place.GRID):
            assert " ".join(i18n._(entry.help).split()) in shown
            assert f" {entry.help} " not in shown


async def test_why_a_list_is_empty_is_said_whole(desk: OpenDesk, language: str) -> None:
    """Longer than in English, it is wrapped and not cut."""
    async with desk("shift+f4", "right", "right") as hands:
        shown = " ".join(hands.screen.split())
        keys = {"take": key_of("memory.import"), "pair": key_of("memory.next_pair")}
        for line in i18n._(NOTHING).format(one=own_name("en"), other=own_name("hy"), **keys).split("\n"):
            assert " ".join(line.split()) in shown


@pytest.mark.parametrize("tag", LANGUAGES)
def test_footers_say_whole_words(tag: str) -> None:
    """Four keys of each place fit 80 columns, each with two words at most."""
    try:
        i18n.speak(tag)
        for place in Place:
            said = [f" {key_name(keys(entry)[0])} {i18n._(entry.short)}  " for entry in footer(place)[:4]]
            assert cell_len("".join(said)) < 80, said
        long = [i18n._(entry.short) for entry in ACTIONS if len(i18n._(entry.short).split()) > 2]
        assert not [words for words in long if not words[0].isdigit()]
    finally:
        i18n.speak("en")


async def test_an_action_in_armenian(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interface, keyboard and what is typed are Armenian."""
    monkeypatch.setenv("WORKBENCH_INTERFACE", "hy")
    try:
        async with desk("enter") as hands:
            await hands.press("ց")  # the key of c
            assert hands.cells("az")[2].state is State.CONFIRMED
            await hands.press("up")
            await hands.go("hy", 1)
            await hands.press("enter")
            await hands.write("Պատվիրակությունները հանդիպեցին Ժնևում։")
            await hands.press("escape")
            assert hands.cells("hy")[1].text == "Պատվիրակությունները հանդիպեցին Ժնևում։"
            assert "✎ խմբագրված, չհաստատված · մարդու կողմից" in hands.screen
            await hands.press("ctrl+s")
            assert "ամեն ինչ պահպանվում է մուտքագրելիս․ վերջին գրանցումը՝" in hands.said
            await hands.press("L")
            assert "կողպված է․ ոչ ոք չի փոխի, մինչև ապակողպվի" in hands.said
            await hands.press("enter")
            assert "այս բջիջը կողպված է․ L՝ ապակողպել" in hands.said
    finally:
        i18n.speak("en")


async def test_the_environment_chooses_the_language(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_INTERFACE", "auto")
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "az_AZ.UTF-8")
    try:
        async with desk(folder=None) as hands:
            assert "Bu qovluqda layihə yoxdur" in hands.screen
            assert "nümunəni yüklə: dörd dildə həqiqi bəyanatlar" in hands.screen
    finally:
        i18n.speak("en")


@pytest.mark.parametrize(
    ("interface", "told"),
    [
        ("fr", "! nombres : absent de la traduction : 3 ; absent de la source : 4"),
        ("az", "! rəqəmlər: tərcümədə yoxdur: 3; mənbədə yoxdur: 4"),
        ("hy", "! թվեր՝ թարգմանության մեջ չկա՝ 3․ բնագրում չկա՝ 4"),
    ],
)
async def test_findings_speak_the_language_of_the_interface(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, interface: str, told: str
) -> None:
    monkeypatch.setenv("WORKBENCH_INTERFACE", interface)
    try:
        async with desk("enter") as hands:
            await hands.go("az", 1)
            await hands.press("enter", "end", "ctrl+u")
            await hands.write("Nümayəndə heyətləri mayın 4-də Cenevrədə görüşdü.")
            await hands.press("escape", "f3")
            assert told in hands.screen
    finally:
        i18n.speak("en")

"""The interface speaks four languages: every text is marked, collected and translated, and keeps its places."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages
from workbench.tui import i18n

_SHOWN = {
    *("say", "tell", "told", "notify", "Static", "Label", "Option", "Choice", "AskPath", "AskText", "ChoosePath"),
    *("Filter", "work", "wait", "show_tab", "show", "styled", "_found", "_seek", "_look", "_wrong", "_say"),
    *("InputError", "ConfigError", "WriteError"),
}
"""Calls that show what they are given: their arguments, and those named below."""

_SHOWN_BY_NAME = {"placeholder", "details", "empty", "why_empty", "label", "title"}
_TOLD_BY_COMMANDS = {"'the desk needs a terminal; `workbench --help` lists the commands that do not'"}
"""Said before the desk opens; commands speak English."""

_KEYS = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\S|\b(?:Enter|Esc|Tab|Space|F\d+|Shift)\b|`[^`]+`")
"""Keys and commands, which are the same in every language."""


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string)]


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _messages(catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    for message in catalog:
        if message.id:
            yield (message.id if isinstance(message.id, str) else message.id[-1]), _strings(message)


def test_the_catalogs_are_those_of_the_code() -> None:
    assert not messages.behind(messages.files(messages.collected())), "run: python -m tools.messages"


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    assert list(messages.untranslated(messages.read(language))) == []


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_a_translation_keeps_the_places_of_its_text(language: str) -> None:
    for said, translated in _messages(messages.read(language)):
        for each in translated:
            assert _names(each) == _names(said), (said, each)
            assert each.count("\n") == said.count("\n"), (said, each)
            assert (each[:1] == " ") == (said[:1] == " "), (said, each)


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_a_translation_is_in_the_letters_of_its_language(language: str) -> None:
    armenian = [each for _, texts in _messages(messages.read(language)) for each in texts if _has_armenian(each)]
    everything = [each for _, texts in _messages(messages.read(language)) for each in texts if each.strip()]
    assert (len(armenian) > 0.8 * len(everything)) if language == "hy" else not armenian


def _has_armenian(text: str) -> bool:
    return any("\u0530" < letter < "\u058a" for letter in text)


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_a_translation_keeps_keys_and_commands(language: str) -> None:
    for said, translated in _messages(messages.read(language)):
        for each in translated:
            assert Counter(_KEYS.findall(each)) == Counter(_KEYS.findall(said)), (said, each)


_WRONG_SIGNS = {
    "fr": r" [:;?!»]|« |'|\w[;?!»]|[^\s!\[]!",  # a narrow no-break space belongs before them, after «, and ’ is curved
    "az": r"[\u0400-\u04ff]|'|\S …",
    "hy": r"\?|[Ա-և][:;]|[Ա-և]\. |'|\S …|\s՝",
}
"""Signs that the language does not write so."""


@pytest.mark.parametrize("language", messages.TRANSLATED)
def test_a_translation_is_written_with_the_signs_of_its_language(language: str) -> None:
    wrong = re.compile(_WRONG_SIGNS[language])
    for said, translated in _messages(messages.read(language)):
        for each in translated:
            text = re.sub(r"`[^`]*`|\[[^]]*\]|f1 … f24", "X", each)
            assert not wrong.search(text), (said, each)


@pytest.mark.parametrize("file", sorted(messages.DESK.rglob("*.py")), ids=lambda file: file.stem)
def test_what_a_person_reads_is_marked(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = [
        (call.lineno, ast.unparse(given))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) in _SHOWN
        for given in _shown_by(call)
        if _is_bare(given) and ast.unparse(given) not in _TOLD_BY_COMMANDS
    ]
    assert not found


@pytest.mark.parametrize("file", sorted(messages.DESK.rglob("*.py")), ids=lambda file: file.stem)
def test_what_is_marked_can_be_collected(file: Path) -> None:
    """Not from within an f-string, nor with places filled in before it is translated."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    hidden = [each for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for each in ast.walk(text)]
    lost = [call for call in hidden if _is_marking(call) and isinstance(call.args[0], ast.Constant)]
    filled = [call for call in ast.walk(tree) if _is_marking(call) and isinstance(call.args[0], ast.JoinedStr)]
    assert not [(call.lineno, ast.unparse(call)) for call in (*lost, *filled)]


def _is_marking(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and _called(node) in ("_", "N_", "ngettext") and bool(node.args)


def _shown_by(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is given to show; each answer of a list."""
    for given in (*call.args, *(each.value for each in call.keywords if each.arg in _SHOWN_BY_NAME)):
        yield from given.elts if isinstance(given, ast.List) else (given,)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_bare(argument: ast.expr) -> bool:
    """Whether it is a text with words in it that nobody marked."""
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and _has_words(str(part.value)) for part in argument.values)
    if isinstance(argument, ast.IfExp):
        return _is_bare(argument.body) or _is_bare(argument.orelse)
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _has_words(argument.value)


def _has_words(text: str) -> bool:
    """Whether it says something; names of keys and of colours do not."""
    return "$" not in text and any(letter.isalpha() for letter in _KEYS.sub("", text))


def test_the_language_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert i18n.of_environment() == "en"
    monkeypatch.setenv("LANG", "hy_AM.UTF-8")
    assert i18n.of_environment() == "hy"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de:az:en")
    assert i18n.of_environment() == "az"
    monkeypatch.setenv("LANGUAGE", "C")
    assert i18n.of_environment() == "en"


def test_an_unknown_language_is_english() -> None:
    try:
        assert i18n.speak("de") == "en"
        assert i18n._("leave") == "leave"
        assert i18n.speak("fr") == "fr"
    finally:
        i18n.speak("en")

"""The interface speaks four languages: every text is marked, collected and translated, and keeps its places."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages
from workbench.tui import i18n

_SHOWN = {"say", "Static", "Choice", "AskPath", "ChoosePath", "notify"}
"""Calls whose first argument a person reads."""


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


@pytest.mark.parametrize("file", sorted(messages.DESK.rglob("*.py")), ids=lambda file: file.stem)
def test_what_a_person_reads_is_marked(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = [
        (call.lineno, ast.unparse(call.args[0]))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args and _called(call) in _SHOWN and _is_bare(call.args[0])
    ]
    assert not found


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_bare(argument: ast.expr) -> bool:
    """Whether it is a text with words in it that nobody marked."""
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and _has_words(str(part.value)) for part in argument.values)
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _has_words(argument.value)


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


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

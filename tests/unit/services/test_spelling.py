"""Spelling: where dictionaries are found, what is told of a text, which words a project knows for right."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest

from workbench.config import load_settings
from workbench.core.errors import ConfigError, InputError
from workbench.core.term import Concept, Term
from workbench.services import dictionaries, spellserver
from workbench.services.dictionaries import DictionaryFile, find_dictionary
from workbench.services.project import Project
from workbench.services.spelling import CHECK, DictionaryProcess, Misspelt, Spelling, project_spelling, told
from workbench.terminology.lookup import TermFinder

AFF = "SET UTF-8\nLANG az\nTRY aəıi\nSFX A Y 2\nSFX A 0 da .\nSFX A 0 də .\n"
DIC = "6\nçay/A\nsu/A\nuzun\ngörüş/A\nolacaq\nvə\n"


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No dictionary of the developer's."""
    monkeypatch.setattr(dictionaries, "_SYSTEM", ())
    monkeypatch.delenv("DICPATH", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with a tiny Azerbaijani dictionary in it."""
    with Project.create(tmp_path / "project", source="en", targets=["az"]):
        pass
    made = tmp_path / "project" / "words"
    made.mkdir()
    write(made / "az_AZ")
    settings = tmp_path / "project" / "workbench.toml"
    settings.write_text('dictionaries = ["words"]\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "project"


def write(stem: Path) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".aff").write_text(AFF, encoding="utf-8")
    stem.with_suffix(".dic").write_text(DIC, encoding="utf-8")


class Ours:
    """Knows a few words and counts what it is asked."""

    def __init__(self, *known: str) -> None:
        self.known, self.asked = set(known), list[str]()
        self.fails = False

    def wrong(self, words: Sequence[str]) -> list[str]:
        if self.fails:
            raise InputError("it is gone")
        self.asked += words
        return [word for word in words if word.lower() not in self.known]

    def suggest(self, word: str) -> list[str]:
        return sorted(self.known)[:1]

    def close(self) -> None:
        self.known.clear()


def spelling(folder: Path, speller: Ours, finder: TermFinder | None = None) -> Spelling:
    made = Spelling(load_settings(folder), finder)
    made.use("az", speller)
    return made


# -- where they lie ----------------------------------------------------------------------------------------------------


def test_the_setting_goes_before_the_users_folders_and_those_before_the_systems(
    folder: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = load_settings(folder)
    write(own_home / ".local" / "share" / "hunspell" / "az")
    write(tmp_path / "system" / "hy_AM")
    monkeypatch.setattr(dictionaries, "_SYSTEM", (str(tmp_path / "system"),))
    assert find_dictionary("az", settings) == DictionaryFile("az_AZ", folder / "words" / "az_AZ")
    assert find_dictionary("az", load_settings()) == DictionaryFile("az", own_home / ".local/share/hunspell/az")
    assert find_dictionary("hy", settings) == DictionaryFile("hy_AM", tmp_path / "system" / "hy_AM")
    assert find_dictionary("fr", settings) is None


def test_addons_of_browsers_and_offices_are_looked_into(own_home: Path) -> None:
    place = own_home / ".mozilla" / "firefox" / "x.default" / "extensions"
    place.mkdir(parents=True)
    with zipfile.ZipFile(place / "dict.xpi", "w") as addon:
        addon.writestr("dictionaries/hy.aff", AFF)
        addon.writestr("dictionaries/hy.dic", DIC)
    (place / "broken.xpi").write_bytes(b"no archive")
    found = find_dictionary("hy", load_settings())
    assert found and found.is_addon and found.path.name == "dict.xpi"
    assert spellserver.read(found.path).lookup("çayda")


def test_british_english_goes_before_others_unless_the_region_is_named(own_home: Path) -> None:
    for name in ("en_US", "en_GB", "en_AU"):
        write(own_home / ".local" / "share" / "hunspell" / name)
    names = [getattr(find_dictionary(tag, load_settings()), "name", "") for tag in ("en", "en-AU", "en-US")]
    assert names == ["en_GB", "en_AU", "en_US"]


def test_english_comes_with_the_library_and_others_are_told_where_to_get(own_home: Path) -> None:
    settings = load_settings()
    assert told("en", settings)[0]
    for language, what in (("fr", "hunspell-fr"), ("az", "hunspell-az"), ("hy", "hunspell-hy")):
        there, says = told(language, settings)
        assert not there and what in says and "~/.local/share/hunspell" in says


# -- the process -------------------------------------------------------------------------------------------------------


def test_a_dictionary_answers_from_a_process_of_its_own(folder: Path) -> None:
    process = DictionaryProcess(folder / "words" / "az_AZ")
    try:
        assert process.wrong(["çayda", "Görüşdə", "çayy", "olacq"]) == ["çayy", "olacq"]
        assert "olacaq" in process.suggest("olacq")
        assert process.wrong([]) == []
    finally:
        process.close()
        process.close()


def test_a_broken_dictionary_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "az.aff").write_bytes(b"\xff\xfe SET nothing\nSFX A\n")
    (tmp_path / "az.dic").write_bytes(b"\xff")
    process = DictionaryProcess(tmp_path / "az")
    with pytest.raises(InputError, match=r"az: the dictionary cannot be used"):
        process.wrong(["su"])
    with pytest.raises(InputError, match="cannot be used"):
        DictionaryProcess(tmp_path / "nowhere").wrong(["su"])


def test_the_server_speaks_json_line_by_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO('["su", "sx"]\n"olacq"\n'))
    spellserver.main([str(folder / "words" / "az_AZ")])
    ready, wrong, meant = map(json.loads, capsys.readouterr().out.splitlines())
    assert (ready, wrong) == ({"ready": True}, ["sx"]) and "olacaq" in meant


# -- texts -------------------------------------------------------------------------------------------------------------


def test_names_codes_terms_and_what_the_source_has_are_right(folder: Path) -> None:
    finder = TermFinder([Concept("x", (Term("axın", "az"),))])
    asked = spelling(folder, Ours("çay", "və", "uzun"), finder)
    text = "Çayy və Araz uzun axını, BMT-nin 3km widget-lər a 2024 çay’y"
    assert [each.word for each in asked.misspelt(text, "az", "A widget-lər B")] == ["Çayy", "çay’y"]
    assert asked.misspelt("", "az") == [] == asked.misspelt("Bonjur", "fr")


def test_places_are_those_of_the_text_and_marks_inside_words_do_not_matter(folder: Path) -> None:
    asked = Spelling(load_settings(folder))
    asked.use("hy", Ours("ինչ", "գետ"))
    assert asked.misspelt("Ի՞նչ գետտ", "hy") == [Misspelt("գետտ", 5, 9)]
    (finding,) = asked.findings(asked.misspelt("Ի՞նչ գետտ", "hy"))
    assert (finding.check, finding.start, finding.end, finding.message) == (CHECK, 5, 9, "գետտ")


def test_a_word_is_asked_for_once(folder: Path) -> None:
    speller = Ours("çay")
    asked = spelling(folder, speller)
    for _ in range(3):
        assert [each.word for each in asked.misspelt("çay çayy", "az")] == ["çayy"]
    assert speller.asked == ["çay", "çayy"]


def test_an_accepted_word_is_right_from_then_on_for_everybody(folder: Path) -> None:
    asked = spelling(folder, Ours("çay"))
    assert [each.word for each in asked.misspelt("Arazçay", "az")] == ["Arazçay"]
    path = asked.accept("arazçay", "az")
    asked.accept("Əlincə", "az")
    assert path.read_text(encoding="utf-8") == "arazçay\nƏlincə\n"
    assert asked.misspelt("ARAZÇAY Arazçay", "az") == []
    assert spelling(folder, Ours("çay")).misspelt("arazçay", "az") == []
    with pytest.raises(ConfigError):
        Spelling(load_settings()).accept("su", "az")


def test_a_dictionary_that_fails_is_told_once(folder: Path) -> None:
    speller = Ours("çay")
    speller.fails = True
    asked = spelling(folder, speller)
    with pytest.raises(InputError):
        asked.misspelt("çay", "az")
    assert asked.misspelt("çay", "az") == [] and not asked.has("az")


def test_a_project_has_one_spelling_and_takes_it_along(folder: Path) -> None:
    with Project.open(folder) as project:
        assert project_spelling(project) is project_spelling(project)
        assert project_spelling(project).has("az")

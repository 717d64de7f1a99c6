"""The shipped corpus: gold alignments that cover their texts, and texts that keep their language's typography.

Texts are read and cut as `import` reads and cuts them, so that a change there which moves a sentence is noticed here.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pytest

from workbench.core.bead import Bead, parse_beads, verify
from workbench.formats.sniff import read_document
from workbench.text.segmenter import segment

CORPORA = Path(__file__).parents[3] / "corpora"
LANGUAGES = ("en", "fr", "az", "hy")
MARKUP = ("– ", "- ", "# ")


@dataclass(frozen=True)
class Version:
    """One file of the corpus."""

    statement: str
    language: str
    path: Path

    @property
    def text(self) -> str:
        """The file as it is, front matter included."""
        return self.path.read_bytes().decode("utf-8")

    @property
    def body(self) -> str:
        """The text that is imported, without the front matter."""
        return read_document(BytesIO(self.path.read_bytes()), self.path.name).text

    @cached_property
    def sentences(self) -> list[str]:
        """What the segmenter makes of it."""
        return segment(self.body, self.language)


def _manifest() -> dict[str, dict[str, str]]:
    return tomllib.loads((CORPORA / "manifest.toml").read_text(encoding="utf-8"))


def _versions() -> list[Version]:
    return [
        Version(slug, language, CORPORA / entry[language])
        for slug, entry in _manifest().items()
        for language in LANGUAGES
        if language in entry
    ]


def _in(*languages: str) -> pytest.MarkDecorator:
    chosen = [version for version in _versions() if version.language in languages]
    return pytest.mark.parametrize("version", chosen, ids=lambda version: version.path.name)


def _golds() -> list[tuple[str, Version, Version]]:
    """Name of the gold file that has to be there, source version, target version."""
    versions = {(version.statement, version.language): version for version in _versions()}
    return [
        (f"{slug}.{entry['source']}-{language}.beads", versions[slug, entry["source"]], versions[slug, language])
        for slug, entry in _manifest().items()
        for language in LANGUAGES
        if language in entry and language != entry["source"]
    ]


EACH_GOLD = pytest.mark.parametrize(
    ("name", "source", "target"), [pytest.param(*gold, id=gold[0]) for gold in _golds()]
)


def _beads(name: str) -> list[Bead]:
    return parse_beads((CORPORA / "gold" / name).read_text(encoding="utf-8").splitlines())


def test_the_manifest_names_every_file_and_every_gold_alignment() -> None:
    texts = {path for folder in ("statements", "unsorted") for path in (CORPORA / folder).iterdir()}
    assert {version.path for version in _versions()} == texts
    assert {name for name, _, _ in _golds()} == {path.name for path in (CORPORA / "gold").iterdir()}


def test_the_readme_tells_of_every_statement_with_its_sentence_counts() -> None:
    readme = (CORPORA / "README.md").read_text(encoding="utf-8")
    rows = {found[1]: found[0] for found in re.finditer(r"^\| `([a-z-]+)` \|.*$", readme, re.MULTILINE)}
    assert rows.keys() == _manifest().keys()
    for version in _versions():
        bold = "**" if _manifest()[version.statement]["source"] == version.language else ""
        assert f"{bold}{version.language}{bold} {len(version.sentences)}" in rows[version.statement]


def test_the_sources_are_in_all_four_languages_and_most_versions_are_missing() -> None:
    manifest = _manifest()
    sources = [entry["source"] for entry in manifest.values()]
    assert all(sources.count(language) >= 4 for language in LANGUAGES)
    assert sum(len(entry) == len(LANGUAGES) + 1 for entry in manifest.values()) >= 5
    assert sum(len(entry) <= len(LANGUAGES) for entry in manifest.values()) > len(manifest) / 2


@EACH_GOLD
def test_gold_beads_hold_every_sentence_once_and_in_order(name: str, source: Version, target: Version) -> None:
    verify(_beads(name), len(source.sentences), len(target.sentences))


@EACH_GOLD
def test_gold_beads_hold_the_same_figures_and_markup(name: str, source: Version, target: Version) -> None:
    """A bead that slipped by one would tie a list item to a paragraph, or one figure to another."""
    for bead in _beads(name):
        left = [source.sentences[index].strip() for index in bead.source]
        right = [target.sentences[index].strip() for index in bead.target]
        if left and right:
            assert left[0].startswith(MARKUP) == right[0].startswith(MARKUP), (left, right)
            assert _long_figures(" ".join(left)) == _long_figures(" ".join(right)), (left, right)


def _long_figures(sentence: str) -> set[str]:
    """Years and other figures of three digits and more, however they are grouped; not times of day, which differ."""
    joined = re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}(?!\d))", "", sentence)
    return set(re.findall(r"\d{3,}", joined))


@_in(*LANGUAGES)
def test_files_are_clean_utf8(version: Version) -> None:
    text = version.text
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n") and not text.endswith("\n\n") and not text.startswith("\n")
    assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn") and char != "\n"]
    assert not re.search(r"[ \u00a0\u202f]\n|  |\n\n\n|\t|\| |\{|\}", text)
    assert not re.search(r"[\u00ad\u2000-\u200f\u2028\u2029\u2060\ufeff]", text)


@_in(*LANGUAGES)
def test_statements_have_a_headline_and_a_length_of_the_real_thing(version: Version) -> None:
    sentences = [sentence.strip() for sentence in version.sentences]
    assert 8 <= len(sentences) <= 30
    headline = sentences[0].removeprefix("# ")
    assert headline[-1] not in ".:։" and headline.replace("’S", "") == headline.replace("’S", "").upper()


@_in("fr")
def test_french_spaces(version: Version) -> None:
    text = version.body
    assert not re.search(r"[^\u202f][;!?]", text)
    assert not re.search(r"[^\u00a0]:(?!\d)|[^\u00a0]%|«[^\u00a0]|[^\u00a0]»", text)
    assert not re.search(r"\d[ \u00a0]\d{3}(?!\d)|\b(?:M\.|Mme|n°|art\.) ", text)
    assert "'" not in text and '"' not in text


@_in("en", "fr", "az")
def test_no_letter_of_another_script_in_latin_texts(version: Version) -> None:
    letters = {char for char in version.text if char.isalpha()}
    assert {char for char in letters if not unicodedata.name(char).startswith("LATIN")} == set()


@_in("az")
def test_azerbaijani_letters_only(version: Version) -> None:
    """No w, and none of the letters that a Turkish or French keyboard would leave."""
    text = version.body
    assert set(re.findall(r"[^\W\d_]", text)) <= set("abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ")
    assert "'" not in text and "’" not in text


@_in("hy")
def test_armenian_words_have_armenian_letters_only(version: Version) -> None:
    text = version.body
    for word in re.findall(r"[^\W\d_]+", text):
        scripts = {unicodedata.name(char).split()[0] for char in word}
        assert scripts == {"ARMENIAN"} or re.fullmatch(r"COP|TIR|[IVX]+", word), word
    assert "եւ" not in text, "the ligature և is one letter in today's spelling"


@_in("hy")
def test_armenian_keeps_to_one_full_stop(version: Version) -> None:
    text = version.body
    ends = set(re.findall(r"[։:](?!\d)", text))
    assert len(ends) == 1
    assert not re.search(r"[.?!](?=\s+[Ա-Ֆ])", re.sub(r"\b(?:[Ա-Ֆ]|թ|Հարց|Պատասխան|ասաց|\d)\.", "", text))


def test_both_armenian_habits_are_there() -> None:
    armenian = [version.text for version in _versions() if version.language == "hy"]
    assert sum("։" not in text for text in armenian) == 2

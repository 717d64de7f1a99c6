"""Words and their forms in Azerbaijani, Armenian, French and English, driven by tables that a linguist edits.

Both ways: `analyse` says which citation forms a word of a text may belong to and how surely, `inflect` puts a term into
a form. The tables are `languages/*.inflection.toml`; a language without one has words that match as written.
Nothing here knows a dictionary: `analyse` gives what the endings allow, the caller knows which of it are words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from workbench.core.errors import ConfigError
from workbench.core.language import base
from workbench.core.term import Grade
from workbench.text import agreement, conjugation, declension, harmony, phrases
from workbench.text.endings import FIXED, Candidate, EndingTable
from workbench.text.normalize import fold

TABLED = frozenset({"az", "en", "fr", "hy"})
"""The languages that have an inflection table."""

CASES = ("nominative", "genitive", "dative", "accusative", "locative", "ablative", "instrumental")

_LONGEST_WORD = 100
"""Letters beyond which nothing is a word, but a damaged text; its readings would take time by its length squared."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to put a term into; what a language does not have, such as a case in French, changes nothing.

    Attributes:
        number: `singular` or `plural`.
        case: one of `CASES`.
        possessive: `first`, `second`, `third`, `first_plural`, `second_plural` or empty (az; hy has the first two).
        definite: with the article that is written at the end of the word (hy) or before it (fr, en).
        gender: `feminine` or empty, for French adjectives.
    """

    number: str = "singular"
    case: str = "nominative"
    possessive: str = ""
    definite: bool = False
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A citation form that a word may belong to, folded, with the form in words and how sure it is."""

    citation: str
    kind: str
    grade: Grade
    form: str


class Morphology:
    """The forms of one language's words; made once by `morphology`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.table = inflection(language)
        self._all = _ending_table(language, self.table)
        self._tables: dict[str, EndingTable] = {}
        self._verbs = {"az": conjugation.azerbaijani, "hy": conjugation.armenian}.get(
            language, lambda _table: conjugation.none()
        )(self.table)

    def candidates(self, word: str, kinds: str, known: Container[str] | None = None) -> Iterator[Candidate]:
        """Citation forms of these kinds that a folded word may be another form of; may repeat.

        Args:
            known: the keys (kind and citation form) worth giving; all by default.
        """
        if len(word) > _LONGEST_WORD:
            return
        table = self._tables.get(kinds)
        if table is None:
            table = self._tables[kinds] = self._all.of_kinds(kinds)
        yield from table.candidates(word, known)
        if "v" in kinds:
            yield from self._verbs(word, known)

    def follows(self, ending: str) -> Grade | None:
        """How sure it is that a folded string is an ending, as after the hyphen of `BMT-nin`; None where it is none."""
        rules = self._all.standing_alone(ending)
        if not rules:
            return None
        return Grade.UNCERTAIN if all(rule.doubtful for rule in rules) else Grade.INFLECTED

    def words(self, name: str) -> frozenset[str]:
        """A list of the table's section `words`, folded."""
        return _word_list(self.language, name)


@cache
def morphology(language: str) -> Morphology:
    """The forms of a language, by its base tag."""
    return Morphology(base(language))


@cache
def inflection(language: str) -> dict[str, Any]:
    """The inflection table of a language; empty where there is none. Shared, not to be changed."""
    if base(language) not in TABLED:
        return {}
    name = f"{base(language)}.inflection.toml"
    return tomllib.loads(resources.files("workbench.text.languages").joinpath(name).read_text(encoding="utf-8"))


@cache
def _word_list(language: str, name: str) -> frozenset[str]:
    listed = inflection(language).get("words", {}).get(name, "")
    return frozenset(fold(word, language) for word in (listed.split() if isinstance(listed, str) else listed))


def _ending_table(language: str, table: dict[str, Any]) -> EndingTable:
    if language == "az":
        return harmony.ending_table(table)
    if language == "hy":
        return declension.ending_table(table)
    if language in ("fr", "en"):
        return agreement.ending_table(table, language)
    return EndingTable(())


def analyse(word: str, language: str, kinds: str = "npav") -> list[Reading]:
    """Every citation form that the endings allow for a word of a text, the word itself first, each once.

    Args:
        word: one word as written, without marks around it.
        kinds: which kinds of word to think of, see `text.endings`.
    Returns: citation forms folded, none of them empty; graded exact, inflected, or uncertain where the ending makes
        another word or may.
    """
    key = fold(word, language)
    if not key:
        return []
    best: dict[tuple[str, str], Reading] = {("", key): Reading(key, FIXED, Grade.EXACT, "citation")}
    never = morphology(language).words("never")
    for found in () if key in never else morphology(language).candidates(key, kinds):
        kind, citation = found.key[0], found.key[1:]
        grade = Grade.UNCERTAIN if found.doubtful else Grade.INFLECTED
        held = best.get((kind, citation))
        if citation != key and (held is None or (held.grade is Grade.UNCERTAIN and grade is Grade.INFLECTED)):
            best[kind, citation] = Reading(citation, kind, grade, found.form)
    return list(best.values())


def inflect(text: str, language: str, form: Form) -> str:
    """A term in citation form put into another; a language without a table gives it back as it is.

    Args:
        text: one word or a phrase, in citation form, a noun or adjective.
    Raises: ConfigError for a number, case or possessor that no language has.
    """
    _check(form)
    table = inflection(language)
    case = "" if form.case == "nominative" else form.case
    match base(language):
        case "az":
            return phrases.azerbaijani(text, table, form.number, form.possessive, case)
        case "hy":
            # The accusative of things is the nominative; with people it is the dative, which the caller asks for.
            article = "definite" if form.definite else form.possessive
            return phrases.armenian(text, table, form.number, "" if case == "accusative" else case, article)
        case "fr":
            feminine = form.gender == "feminine"
            return phrases.french(text, table, form.number, case, definite=form.definite, feminine=feminine)
        case "en":
            return phrases.english(text, table, form.number, case, definite=form.definite)
    return text


def _check(form: Form) -> None:
    possessives = ("", "first", "second", "third", "first_plural", "second_plural")
    if form.number not in ("singular", "plural") or form.case not in CASES or form.possessive not in possessives:
        raise ConfigError(
            f"there is no form {form.number} {form.case} {form.possessive}".rstrip()
            + f"; numbers are singular and plural, cases {', '.join(CASES)}, possessives {', '.join(possessives[1:])}"
        )

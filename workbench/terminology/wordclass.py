"""What the words of a text may be in a term, and under which citation form they count, without a tagger.

The endings say what is possible, the vocabulary and the text itself say which of it are words.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from workbench.core.language import base
from workbench.core.term import Grade
from workbench.text.endings import AGREEING, NOUN, POSSESSED, VERB
from workbench.text.function_words import is_function_word
from workbench.text.morphology import Morphology, morphology
from workbench.text.normalize import fold
from workbench.text.tokenizer import word_key

Lexicon = Mapping[str, frozenset[str]]
"""Common words of a language, folded, and their parts of speech (`noun`, `properNoun`, `adjective`, `verb` …)."""

_NAMING = frozenset({"noun", "properNoun"})
_IN_TERMS = _NAMING | {"adjective"}
_SHORTEST_STEM = 2
_HYPHEN = re.compile("[-‐‑](?=[^-‐‑]*$)")
_ELIDED = "'’"


class Word(NamedTuple):
    """What a word form is to a term.

    Attributes:
        key: its citation form, folded: what its forms count under.
        inner: a function word that a term may have inside.
        barred: it is in no term.
        naming: it may be a noun, so that a term can have it for its head.
        closes: no noun phrase goes on behind it.
        common: the vocabulary knows it.
        form: what form it is, in the words of the inflection table; empty for the citation form.
        possessed: it may have a possessive, as the head of an Azerbaijani phrase has.
    """

    key: str
    inner: bool = False
    barred: bool = False
    naming: bool = True
    closes: bool = False
    common: bool = False
    form: str = ""
    possessed: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of a language, see `extract.toml`."""

    inside: frozenset[str]
    never: frozenset[str]
    verbs: tuple[str, ...]
    ordinals: tuple[str, ...]
    modifying: tuple[str, ...]
    closes: frozenset[str]
    whole: tuple[str, ...]


@cache
def rules(language: str) -> Rules:
    """The table of a language by its base tag; an empty one where there is none."""
    text = resources.files("workbench.terminology").joinpath("extract.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text).get(language, {})
    barred, between = (
        frozenset(word_key(word, language) for word in table.get(name, "").split()) for name in ("never", "inside")
    )
    endings = (tuple(table.get(name, "").split()) for name in ("verbs", "ordinals", "modifying"))
    verbs, ordinals, modifying = endings
    closes, whole = frozenset(table.get("closes", "").split()), tuple(table.get("whole", "").split())
    return Rules(between, barred, verbs, ordinals, modifying, closes, whole)


class WordClasses:
    """Reads the word forms of one language.

    Args:
        lexicon: common words with their parts of speech.
        seen: how often each folded form stands in the texts.
    """

    def __init__(self, language: str, lexicon: Lexicon, seen: Counter[str]) -> None:
        self.language = base(language)
        self.rules = rules(self.language)
        self._lexicon, self._seen = lexicon, seen
        self._morphology: Morphology = morphology(self.language)
        self._known = frozenset(_keys(lexicon, self.language))
        self._words: dict[str, Word] = {}
        self._by_key: dict[str, Word] = {}
        self._support = self._supported() if self.language in ("az", "hy") else Counter[str]()

    def read(self, surface: str) -> Word:
        """What a word as a text has it is."""
        found = self._words.get(surface)
        if found is None:
            key = word_key(surface, self.language)
            found = self._words[surface] = self._by_key.get(key) or self._by_key.setdefault(key, self._read(key))
        return found

    def citations(self, key: str, kinds: str = NOUN) -> dict[str, str]:
        """The citation forms of a folded form that its endings allow for sure, each with the form in words."""
        found: dict[str, str] = {}
        for candidate in self._morphology.candidates(key, kinds):
            citation = candidate.key[1:]
            if not candidate.doubtful and citation != key and len(citation) >= _SHORTEST_STEM:
                found.setdefault(citation, candidate.form)
        return found

    def _read(self, key: str) -> Word:
        if key in self.rules.inside:
            return Word(key, inner=True)
        if is_function_word(key, self.language) or key in self.rules.never or len(key) < 2 or key[-1] in _ELIDED:
            return Word(key, barred=True)
        if key.endswith(self.rules.ordinals):
            return Word(key, barred=True)
        kinds = self._kinds(key)
        if kinds and not kinds & _IN_TERMS and not key.endswith(self.rules.modifying):
            return Word(key, barred=True)
        if not kinds and key.endswith(self.rules.verbs):
            return Word(key, barred=True)
        citation, form = self._citation(key)
        if citation in self.rules.never:
            return Word(citation, barred=True)
        closes = bool(self.rules.closes & set(form.split()))
        naming = not kinds or bool(kinds & _NAMING)
        possessed = self.language == "az" and (key[-1] in "ıiuü" or bool(self.citations(key, POSSESSED)))
        common = citation in self._lexicon
        return Word(citation, naming=naming, closes=closes, common=common, form=form, possessed=possessed)

    def _kinds(self, key: str) -> frozenset[str]:
        """The parts of speech that the vocabulary allows for a form; none where it does not know the word."""
        found = set(self._lexicon.get(key, ()))
        for candidate in self._morphology.candidates(key, NOUN + POSSESSED + AGREEING + VERB, self._known):
            kind, citation = candidate.key[0], candidate.key[1:]
            if not candidate.doubtful and citation != key:
                found |= {"verb"} if kind == VERB else self._lexicon.get(citation, frozenset()) & _IN_TERMS
        return frozenset(found)

    def _citation(self, key: str) -> tuple[str, str]:
        """The citation form that a form counts under, with the form in words; the form itself where nothing is sure."""
        if self._lexicon.get(key, frozenset()) & _IN_TERMS:
            return key, ""
        head, *ending = _HYPHEN.split(key)
        if ending and head and self._morphology.follows(ending[0]) is Grade.INFLECTED:
            return head, "hyphened"
        found = self.citations(key)
        if self.language in ("en", "fr"):
            found |= {
                citation: form for citation, form in self.citations(key, AGREEING).items() if citation not in found
            }
        for citation, form in found.items():
            if self._lexicon.get(citation, frozenset()) & _IN_TERMS:
                return citation, form
        sure = [citation for citation in found if citation.endswith(self.rules.whole)] if self.rules.whole else []
        sure = sure or [citation for citation in found if self._seen[citation]]
        sure = sure or [citation for citation in found if self._support[citation] > 1]
        if not sure:
            return key, ""
        chosen = max(
            sure, key=lambda citation: (self._support[citation], self._seen[citation], len(citation), citation)
        )
        # What a form comes from may be a form itself: hövzəsinin, hövzəsi, hövzə.
        return (self._citation(chosen)[0] if len(chosen) < len(key) else chosen), found[chosen]

    def _supported(self) -> Counter[str]:
        """How many different forms each citation form could be that of."""
        return Counter(citation for form in self._seen for citation in {form, *self.citations(form)})


def _keys(lexicon: Lexicon, language: str) -> set[str]:
    """The lexicon's words with the kinds under which the endings know them."""
    keys = set()
    for word, kinds in lexicon.items():
        if kinds & _NAMING or (kinds & _IN_TERMS and language in ("az", "hy")):
            keys |= {NOUN + word, POSSESSED + word}
        if kinds & _IN_TERMS:
            keys |= {AGREEING + word}
        if "verb" in kinds:
            keys.add(VERB + word)
    return keys


def lexicon_of(words: Mapping[str, set[str]], language: str) -> Lexicon:
    """Words with parts of speech as a lexicon; what Azerbaijani has for a verb without its auxiliary is a noun."""
    found: dict[str, set[str]] = {}
    for word, kinds in words.items():
        key = fold(word, language)
        light = base(language) == "az" and not key.endswith(("maq", "mək"))
        found.setdefault(key, set()).update("noun" if light and kind == "verb" else kind for kind in kinds)
    return {word: frozenset(kinds) for word, kinds in found.items()}

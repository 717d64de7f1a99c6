"""The terms of one language as a trie of words, in plain arrays that are written and read back without parsing.

An edge leads from a node over a *unit* (how a word behaves, and the word in citation form) to the next node. Texts are
matched by the citation forms that their words may belong to, so that the index holds no inflected form.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from workbench.core.term import Term, TermStatus
from workbench.terminology.words import keys_of_terms, tokens_of
from workbench.text.endings import AGREEING, ARTICLE, FIXED, NOUN, POSSESSED, VERB
from workbench.text.morphology import inflection

UNIT_BITS = 24
STATUSES = (TermStatus.PREFERRED, TermStatus.ADMITTED, TermStatus.DEPRECATED, TermStatus.FORBIDDEN)
CASE_SENSITIVE, SHORT_FORM, IS_VERB, IS_OTHER, FEMININE, MASCULINE = 4, 8, 16, 32, 64, 128
"""Marks of a term; `IS_OTHER` is neither noun nor verb, the genders are those that the termbase states."""
STATUS_BITS = 3
_GENDERS = {"feminine": FEMININE, "masculine": MASCULINE}
_NOUNS = frozenset({"noun", "properNoun", "proper noun", ""})
_SHORT_FORMS = frozenset({"abbreviation", "acronym", "initialism"})
_AZ_INFINITIVES, _HY_INFINITIVES = ("maq", "mək"), ("ել", "ալ")
_AZ_POSSESSED = ("ı", "i", "u", "ü")


class Entry(NamedTuple):
    """A term found at a node.

    Attributes:
        concept: the place of its concept in the termbase.
        capitals: for each token the capitals that it asks for: `all`, the `first`, or none; empty without any.
    """

    concept: int
    text: str
    status: TermStatus
    flags: int
    capitals: tuple[str, ...]


@dataclass(slots=True)
class LanguageIndex:
    """The terms of one language, ready for matching.

    Attributes:
        units: kind and citation form, folded; a unit's number is its place here.
        edges: next node by `node << UNIT_BITS | unit`; node 0 is the root.
        node_terms: for each node the place in `node_order` where its terms begin; one more entry ends the last.
        node_order: terms, node by node.
        texts, text_ends: all terms in citation form, one after the other, and where each ends.
        concepts, flags: for each term the place of its concept, and status and marks in bits.
    """

    language: str
    units: dict[str, int]
    edges: dict[int, int]
    node_terms: array[int]
    node_order: array[int]
    texts: str
    text_ends: array[int]
    concepts: array[int]
    flags: array[int]

    def entries(self, node: int) -> list[Entry]:
        """The terms that end at a node, in the order of the termbase."""
        return [self.entry(term) for term in self.node_order[self.node_terms[node] : self.node_terms[node + 1]]]

    def ends(self, node: int) -> bool:
        """Whether a term ends at a node."""
        return self.node_terms[node] != self.node_terms[node + 1]

    def entry(self, term: int) -> Entry:
        """One term by its number."""
        start = self.text_ends[term - 1] if term else 0
        flags = self.flags[term]
        text = self.texts[start : self.text_ends[term]]
        return Entry(self.concepts[term], text, STATUSES[flags & STATUS_BITS], flags, _capitals_of(text))

    def term(self, number: int) -> Term:
        """A term as far as the index has it; its part of speech is `noun`, `verb` or `other`."""
        entry = self.entry(number)
        flags = entry.flags
        return Term(
            entry.text,
            self.language,
            entry.status,
            part_of_speech="verb" if flags & IS_VERB else "other" if flags & IS_OTHER else "noun",
            gender=next((gender for gender, bit in _GENDERS.items() if flags & bit), ""),
            term_type="abbreviation" if flags & SHORT_FORM else "",
            case_sensitive=bool(flags & CASE_SENSITIVE),
        )


def _capitals_of(text: str) -> tuple[str, ...]:
    if text == text.lower():
        return ()
    return tuple(_capitals(token.surface) for token in tokens_of(text))


def _capitals(word: str) -> str:
    if not word[0].isupper():
        return ""
    return "all" if len(word) > 1 and word.isupper() else "first"


def build(terms: Sequence[tuple[int, Term]], language: str) -> LanguageIndex:
    """The index of the terms of one language, each with the place of its concept in the termbase."""
    units: dict[str, int] = {}
    edges: dict[int, int] = {}
    ends: list[tuple[int, int]] = []
    nodes = 1
    paths = _Paths(language)
    for number, ((_, term), words) in enumerate(
        zip(terms, keys_of_terms([t.text for _, t in terms], language), strict=True)
    ):
        for path in paths.of(words, term):
            node = 0
            for unit in path:
                edge = node << UNIT_BITS | units.setdefault(unit, len(units))
                node = edges.get(edge, 0)
                if not node:
                    node = edges[edge] = nodes
                    nodes += 1
            ends.append((node, number))
    node_terms, node_order = _by_node(ends, nodes)
    return LanguageIndex(
        language,
        units,
        edges,
        node_terms,
        node_order,
        "".join(term.text for _, term in terms),
        array("i", accumulate(len(term.text) for _, term in terms)),
        array("i", [concept for concept, _ in terms]),
        array("B", [_flags(term) for _, term in terms]),
    )


def _by_node(ends: Iterable[tuple[int, int]], nodes: int) -> tuple[array[int], array[int]]:
    ordered = sorted(set(ends))
    counts = [0] * nodes
    for node, _ in ordered:
        counts[node] += 1
    return array("i", accumulate(counts, initial=0)), array("i", [term for _, term in ordered])


def _flags(term: Term) -> int:
    flags = STATUSES.index(term.status)
    if term.case_sensitive:
        flags |= CASE_SENSITIVE
    if term.term_type in _SHORT_FORMS:
        flags |= SHORT_FORM
    if term.part_of_speech == "verb":
        flags |= IS_VERB
    elif term.part_of_speech not in _NOUNS:
        flags |= IS_OTHER
    return flags | _GENDERS.get(term.gender, 0)


class _Paths:
    """How the words of a term behave, as the units of one path through the trie or two."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._phrase = inflection(language).get("phrase", {})
        self._fixed = frozenset(self._phrase.get("fixed", "").split())
        self._articles = frozenset(self._phrase.get("articles", "").split())

    def of(self, words: list[str], term: Term) -> list[list[str]]:
        """The paths of a term; one that ends in brackets, `Myanmar (Burma)`, is found without them as well."""
        paths = self._paths(words, term) if words else []
        if words[-1:] == [")"] and "(" in words[1:]:
            paths = paths + self._paths(words[: words.index("(", 1)], term)
        return paths

    def _paths(self, words: list[str], term: Term) -> list[list[str]]:
        if self._language in ("az", "hy"):
            return self._last_word(words, term.part_of_speech)
        if self._language in ("fr", "en"):
            return [self._every_word(words, term)]
        return [[FIXED + word for word in words]]

    def _last_word(self, words: list[str], part_of_speech: str) -> list[list[str]]:
        head, last = [FIXED + word for word in words[:-1]], words[-1]
        infinitives = _AZ_INFINITIVES if self._language == "az" else _HY_INFINITIVES
        kinds = NOUN
        # A verb may be entered by its telling word alone (`qəbul` of `qəbul etmək`), which then takes a noun's endings.
        if last.endswith(infinitives) and part_of_speech in ("verb", ""):
            kinds = VERB if part_of_speech else VERB + NOUN
        elif head and self._language == "az" and last.endswith(_AZ_POSSESSED):
            kinds = NOUN + POSSESSED
        return [[*head, kind + last] for kind in kinds]

    def _every_word(self, words: list[str], term: Term) -> list[str]:
        if len(words) == 1:
            return [self._single(words[0], term)]
        path = [FIXED + word if word in self._fixed or not word.isalpha() else AGREEING + word for word in words]
        if term.part_of_speech == "verb":
            path[0] = VERB + words[0]
        elif words[0] in self._articles:
            path[0] = ARTICLE + words[0]
        return path

    def _single(self, word: str, term: Term) -> str:
        if term.part_of_speech == "verb":
            return VERB + word
        if self._language == "fr" and len(word) > 1 and term.text.isupper():
            return FIXED + word
        if term.part_of_speech == "adjective":
            return (AGREEING if self._language == "fr" else FIXED) + word
        return NOUN + word

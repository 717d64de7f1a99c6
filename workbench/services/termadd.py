"""A term from what stands in a source and its translation: how it is cited, what is there already, and storing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import TermbaseError
from workbench.core.hypothesis import Hypothesis
from workbench.core.language import base
from workbench.core.ports import Terms
from workbench.core.term import Concept, Grade, Term, TermStatus
from workbench.services import bootstrap
from workbench.text.function_words import is_function_word
from workbench.text.morphology import analyse
from workbench.text.normalize import capitalized, fold, lower
from workbench.text.tokenizer import words_of

if TYPE_CHECKING:
    from workbench.services.termmerge import Merge

_SURE = 0.3
_NOUN = "n"


@dataclass(frozen=True, slots=True)
class Known:
    """What a termbase has of a term already.

    Attributes:
        concept: its id.
        terms: how the concept is rendered, preferred ones first.
    """

    concept: str
    terms: tuple[Term, ...]


def cited(surface: str, language: str) -> str:
    """A word or phrase of a text as a dictionary would cite it, where the vocabulary knows the word; else as it is.

    The last word loses its ending, but for French phrases, in which every word has one; a capital that only begins
    the sentence goes.
    """
    surface = " ".join(surface.split()).strip('.,;:!?…։«»“”"()[]')
    words = words_of(surface, language)
    if not words:
        return surface
    if len(words) == 1 or base(language) != "fr":
        last = words[-1]
        surface = surface[: last.start] + _cited_word(last.text, language) + surface[last.end :]
    first = words_of(surface, language)[0].text
    if first[:1].isupper() and first[1:].islower() and _is_cited(lower(first, language), language):
        return lower(surface[:1], language) + surface[1:]
    return surface


def _cited_word(word: str, language: str) -> str:
    if _is_cited(word, language):
        return word
    nouns = (each.citation for each in analyse(word, language, _NOUN) if each.kind == _NOUN)
    found = min((noun for noun in nouns if _is_cited(noun, language)), key=len, default="")
    return (capitalized(found, language) if word[0].isupper() else found) or word


def _is_cited(word: str, language: str) -> bool:
    """Whether the vocabulary has a word just so."""
    vocabulary = bootstrap.vocabulary()
    finder = getattr(vocabulary, "finder", None)
    if finder is None:
        return False
    hits = finder.find(word, language)
    return len(hits) == 1 and hits[0].grade is Grade.EXACT and fold(hits[0].term, language) == fold(word, language)


def likely_source(source: str, target: str, span: tuple[int, int], pair: tuple[str, str]) -> str:
    """The words of a source that a span of its translation renders, by word links; empty where they do not tell."""
    links = bootstrap.word_links().of(source, Hypothesis(target, 0.0, "", pair))
    inside = [link for link in links if span[0] < link.target_end and link.target_start < span[1]]
    inside = [link for link in inside if link.score >= _SURE]
    if not inside:
        return ""
    return _trimmed(
        source[min(link.source_start for link in inside) : max(link.source_end for link in inside)], pair[0]
    )


def _trimmed(text: str, language: str) -> str:
    """Without the words at its ends that only hold the sentence together."""
    words = words_of(text, language)
    while words and is_function_word(words[0].text, language):
        words.pop(0)
    while words and is_function_word(words[-1].text, language):
        words.pop()
    return text[words[0].start : words[-1].end] if words else ""


def known(finder: Terms | None, term: str, pair: tuple[str, str]) -> Known | None:
    """What a termbase has of a term of the first language, and how it renders it in the second."""
    hits = finder.find(term, pair[0]) if finder is not None and term.strip() else []
    if finder is None or len(hits) != 1 or hits[0].surface.strip() != term.strip():
        return None
    return Known(hits[0].concept, tuple(finder.terms(hits[0].concept, pair[1])))


def add_term(project: Path, texts: tuple[str, str], pair: tuple[str, str], there: Known | None = None) -> Merge:
    """Store a term and its rendering in the project's termbase.

    Args:
        texts: the term in both languages.
        there: the concept that it belongs to; what it has as preferred stays so, and the new one is admitted.
    Raises: TermbaseError if a side is blank, WriteError
    """
    from workbench.services.termwork import add_concept, new_id

    if not all(text.strip() for text in texts):
        raise TermbaseError("a term needs a text in both languages")
    source, target = (Term(" ".join(text.split()), tag) for text, tag in zip(texts, pair, strict=True))
    if there is not None and _preferred(there.terms, target):
        target = replace(target, status=TermStatus.ADMITTED)
    concept = Concept(there.concept if there else new_id((source, target)), (source, target))
    return add_concept(project, concept)


def _preferred(terms: Iterable[Term], new: Term) -> bool:
    """Whether another term than the new one is preferred already."""
    return any(
        term.status is TermStatus.PREFERRED and fold(term.text, term.language) != fold(new.text, new.language)
        for term in terms
    )

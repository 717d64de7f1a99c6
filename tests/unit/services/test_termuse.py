"""What became of the terms of a source, where words stand for more than one concept."""

from __future__ import annotations

from workbench.core.term import Concept, Grade, Term
from workbench.services.termuse import TermUse, term_uses
from workbench.terminology.lookup import TermFinder


def _concept(concept: str, **terms: str) -> Concept:
    return Concept(concept, tuple(Term(text, language) for language, text in terms.items()))


TERMS = TermFinder(
    [
        _concept("declaration", en="declaration", fr="déclaration", hy="հռչակագիր"),
        _concept("statement", en="statement", fr="déclaration", hy="հայտարարություն"),
    ]
)


def test_a_rendering_that_stands_for_two_concepts_carries_either() -> None:
    uses = list(term_uses(TERMS, "Հայտարարություն", "Déclaration", ("hy", "fr")))
    assert uses == [TermUse("statement", "Հայտարարություն", "Déclaration", Grade.EXACT)]


def test_of_a_term_that_stands_for_two_concepts_the_one_in_the_translation_is_meant() -> None:
    uses = list(term_uses(TERMS, "La déclaration", "The statement", ("fr", "en")))
    assert uses == [TermUse("statement", "déclaration", "statement", Grade.EXACT)]
    assert [use.grade for use in term_uses(TERMS, "La déclaration", "The words", ("fr", "en"))] == [Grade.MISSING]

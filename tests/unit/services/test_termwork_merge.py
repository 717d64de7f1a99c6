"""Taking one termbase into another."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.term import Concept, Term, TermStatus
from workbench.services.termmerge import merged

TREATY = Concept("c1", (Term("treaty", "en"), Term("traité", "fr")), domain="law")


def test_new_concepts_are_added_at_the_end_with_an_id_of_their_own() -> None:
    other = Concept("c1", (Term("river", "en"),))
    merge = merged([TREATY], [other, replace(other, terms=(Term("lake", "en"),))])
    assert [concept.id for concept in merge.concepts] == ["c1", "c1-2", "c1-3"]
    assert (merge.added, merge.changed, merge.unchanged) == (2, 0, 0)


def test_the_same_again_changes_nothing() -> None:
    merge = merged([TREATY], [TREATY, replace(TREATY, id="other")])
    assert merge.concepts == [TREATY]
    assert merge.unchanged == 2


def test_the_same_id_with_a_common_term_gains_terms_and_fills_gaps() -> None:
    incoming = Concept("c1", (Term("treaty", "en", part_of_speech="noun"), Term("pact", "en")), definition="A text.")
    merge = merged([TREATY], [incoming])
    joined = merge.concepts[0]
    assert [(t.text, t.status) for t in joined.terms] == [
        ("treaty", "preferred"),
        ("pact", "admitted"),
        ("traité", "preferred"),
    ]
    assert (joined.definition, joined.domain, joined.terms[0].part_of_speech) == ("A text.", "law", "noun")
    assert (merge.changed, dict(merge.kept)) == (1, {"preferred term": 1})


def test_what_contradicts_stays_unless_forced() -> None:
    incoming = Concept("c1", (Term("treaty", "en", TermStatus.FORBIDDEN),), domain="politics")
    merge = merged([TREATY], [incoming])
    assert merge.concepts == [TREATY]
    assert dict(merge.kept) == {"domain": 1, "status": 1}
    forced = merged([TREATY], [incoming], force=True).concepts[0]
    assert (forced.domain, forced.terms[0].status) == ("politics", "forbidden")


def test_all_terms_of_another_subject_do_not_make_it_the_same() -> None:
    incoming = Concept("x", (Term("treaty", "en"),), domain="film")
    assert merged([TREATY], [incoming]).added == 1
    assert merged([TREATY], [replace(incoming, domain="")]).added == 0

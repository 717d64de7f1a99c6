"""The forms that the matcher takes for a term."""

from __future__ import annotations

import pytest

from workbench.core.term import Concept, Grade, Term
from workbench.terminology.accepted import accepted
from workbench.terminology.lookup import TermFinder

TERMS = [
    (Term("çay axını", "az", part_of_speech="noun"), ("çay axınının", "çay axınında")),
    (Term("գետ", "hy", part_of_speech="noun"), ("գետերի", "գետը")),
    (Term("state", "en", part_of_speech="noun"), ("states",)),
    (Term("état membre", "fr", part_of_speech="noun"), ("états membres",)),
    (Term("commun", "fr", part_of_speech="adjective"), ("commune", "communes")),
    (Term("accuser", "fr", part_of_speech="verb"), ("accusent", "accusées")),
    (Term("finir", "fr", part_of_speech="verb"), ("finissent",)),
    (Term("ittiham etmək", "az", part_of_speech="verb"), ("ittiham edir", "ittiham edəcək")),
    (Term("մեղադրել", "hy", part_of_speech="verb"), ("մեղադրում", "մեղադրեց")),
    (Term("տալ", "hy", part_of_speech="verb"), ("տվեց",)),
    (Term("hold talks", "en", part_of_speech="verb"), ("held talks", "holding talks")),
    (Term("supply", "en", part_of_speech="verb"), ("supplied",)),
    (Term("Wasser", "de"), ()),
]


@pytest.mark.parametrize(("term", "expected"), TERMS, ids=[term.text for term, _ in TERMS])
def test_the_matcher_takes_every_form_that_is_told(term: Term, expected: tuple[str, ...]) -> None:
    told = accepted(term)
    assert (told[0].text, told[0].form, told[0].grade) == (term.text, "", Grade.EXACT)
    assert set(expected) <= {each.text for each in told}
    assert len({each.text for each in told}) == len(told)
    finder = TermFinder([Concept("x", (term,))])
    for each in told:
        assert [(hit.surface, hit.grade) for hit in finder.find(each.text, term.language)] == [(each.text, each.grade)]


def test_forms_say_which_they_are() -> None:
    told = {each.text: each.form for each in accepted(Term("գետ", "hy", part_of_speech="noun"))}
    assert told["գետերի"] == "plural genitive"
    assert told["գետը"] == "definite"

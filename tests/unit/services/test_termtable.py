"""The termbase as a table: what a filter finds, and which concepts are in each other's way."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.term import Concept, Term, TermStatus
from workbench.services.termtable import Scope, TermTable, twice_preferred
from workbench.text.normalize import fold

LANGUAGES = ("en", "fr", "az", "hy")
WORDS = {
    "en": ("river", "River flow", "Bank", "ceasefire"),
    "fr": ("fleuve", "débit du fleuve", "Banque", "cessez-le-feu"),
    "az": ("çay", "ÇAY AXINI", "İclas", "Irəvan"),
    "hy": ("գետ", "ԳԵՏԻ ՀՈՍՔ", "Երևան", "և"),
}


def _terms() -> st.SearchStrategy[Term]:
    language = st.sampled_from(LANGUAGES)
    return language.flatmap(
        lambda tag: st.builds(
            Term,
            st.sampled_from(WORDS[tag]),
            st.just(tag),
            st.sampled_from(TermStatus),
            case_sensitive=st.booleans(),
        )
    )


CONCEPTS = st.lists(
    st.builds(
        Concept,
        st.text("abc", min_size=1, max_size=3),
        st.lists(_terms(), min_size=1, max_size=4).map(tuple),
        st.sampled_from(["", "water"]),
        st.sampled_from(["", "What\nflows"]),
    ),
    max_size=8,
)


@given(
    CONCEPTS, st.sampled_from(["", "r", "RIVER", "river flow", "çay", "iclas", "İCLAS", "գետ", "երևան", "water", "zz"])
)
def test_a_filter_finds_what_a_search_of_every_term_finds(concepts: list[Concept], wanted: str) -> None:
    table = TermTable(concepts, LANGUAGES)
    keys = [{fold(word, tag) for tag in LANGUAGES} | {word.casefold()} for word in wanted.split()]

    def has(concept: Concept, word: set[str]) -> bool:
        texts = [fold(term.text, term.language) for term in concept.terms]
        texts += [concept.id, concept.domain, concept.definition.casefold()]
        return any(key in text for key in word for text in texts)

    expected = [row for row, concept in enumerate(concepts) if all(has(concept, word) for word in keys)]
    assert table.matching(wanted) == expected


@given(CONCEPTS)
def test_duplicates_and_conflicts_are_those_that_comparing_all_pairs_finds(concepts: list[Concept]) -> None:
    def same(one: Term, other: Term) -> bool:
        if one.language != other.language or one.case_sensitive is not other.case_sensitive:
            return one.language == other.language and _key(one) == _key(other)
        return _key(one) == _key(other)

    def _key(term: Term) -> str:
        return term.text if term.case_sensitive else fold(term.text, term.language)

    pairs = [
        (row, one, other_row, other)
        for row, concept in enumerate(concepts)
        for one in concept.terms
        for other_row, other_concept in enumerate(concepts)
        for other in other_concept.terms
        if same(one, other)
    ]
    used = (TermStatus.PREFERRED, TermStatus.ADMITTED)
    table = TermTable(concepts, LANGUAGES)
    assert set(table.rows(Scope.DUPLICATES)) == {row for row, _, other, _ in pairs if row != other}
    clashes = {row for row, one, _, other in pairs if (one.status in used) != (other.status in used)}
    twice = {row for row, concept in enumerate(concepts) if twice_preferred(concept)}
    assert set(table.rows(Scope.CONFLICTS)) == clashes | twice
    for row in table.rows(Scope.DUPLICATES):
        assert {other for _, other, _ in table.sharing(row)} == {
            other for at, _, other, _ in pairs if at == row and other != row
        }


def test_gaps_are_concepts_without_a_term_to_use_in_a_language() -> None:
    whole = Concept("whole", tuple(Term(WORDS[tag][0], tag) for tag in LANGUAGES))
    refused = Concept("refused", (*whole.terms[:3], Term("գետ", "hy", TermStatus.FORBIDDEN)))
    table = TermTable([whole, refused], LANGUAGES)
    assert table.matching("", Scope.GAPS) == [1]
    assert table.missing(refused) == ["hy"]


def test_ten_thousand_concepts_are_filtered_within_a_tenth_of_a_second() -> None:
    concepts = [
        Concept(f"c-{number}", tuple(Term(f"{WORDS[tag][number % 4]} {number}", tag) for tag in LANGUAGES), "water")
        for number in range(10_000)
    ]
    table = TermTable(concepts, LANGUAGES).prepare()
    for wanted, scope in (("r", Scope.ALL), ("գետ 77", Scope.ALL), ("çay", Scope.DUPLICATES), ("water", Scope.ALL)):
        begun = perf_counter()
        table.matching(wanted, scope)
        assert perf_counter() - begun < 0.1, wanted

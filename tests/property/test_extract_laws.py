"""Laws of matching terms and of candidate terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.term import Grade, TermHit, TermStatus
from workbench.services.termuse import matched
from workbench.terminology.extract import Phrases

WORDS = st.sampled_from(
    ["gate", "Gates", "of", "the", "water", "12", ",", "met", "heyətinin", "ՄԱԿ-ի", "l’eau", "\u0301", "İ"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=6)


@st.composite
def hits(draw: st.DrawFn) -> list[TermHit]:
    """Hits in order of place, some with several readings."""
    found = []
    for at in range(draw(st.integers(0, 5))):
        for concept in draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)):
            found.append(TermHit(concept, concept, at * 2, at * 2 + 1, concept, Grade.EXACT, TermStatus.PREFERRED))
    return found


@given(hits(), hits())
def test_every_term_gets_one_rendering_of_its_concept_at_most(sources: list[TermHit], targets: list[TermHit]) -> None:
    pairs, left = matched(sources, targets)
    assert [hit.start for hit, _ in pairs] == sorted({hit.start for hit in sources})
    renderings = [other for _, other in pairs if other is not None]
    assert all(hit in sources and (other is None or other.concept == hit.concept) for hit, other in pairs)
    assert len({other.start for other in renderings}) == len(renderings)
    assert {hit.start for hit in left} == {hit.start for hit in targets} - {other.start for other in renderings}


@given(TEXTS, st.sampled_from(["en", "fr", "az", "hy"]))
def test_places_of_a_phrase_lie_in_its_text_and_are_counted(texts: list[str], language: str) -> None:
    phrases = Phrases(texts, language, {}, least=1)
    for phrase in phrases.found.values():
        assert phrase.term.strip() and phrase.frequency == len(phrase.places) == phrases.counts[phrase.key]
        for place in phrase.places:
            assert 0 <= place.start < place.end <= len(texts[place.text])
            assert phrases.key_of(texts[place.text][place.start : place.end]) == phrase.key

"""Laws of folding, tokens, entities and differences, for every text."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workbench.text.entities import entities, numbers, written_number
from workbench.text.names import name_candidates, skeleton
from workbench.text.normalize import comparable, fold, lower, repair, upper
from workbench.text.script import scripts
from workbench.text.similarity import changes, edit_similarity
from workbench.text.tokenizer import tokens

LANGUAGES = st.sampled_from(["en", "fr", "az", "hy", "ka"])
LETTERS = st.text(alphabet="aIıİiəәЕоԵևեվւ’'«»-– 1234,.\u00a0%e\u0301VXIմայմայիսtwo", max_size=60)
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=80) | LETTERS


@given(text=ANY, language=LANGUAGES)
def test_folding_twice_is_folding_once(text: str, language: str) -> None:
    assert fold(fold(text, language), language) == fold(text, language)


OWN_LETTERS = {"en": "aiIAz", "fr": "éÉœÇiI", "az": "ıIİiəƏğ", "hy": "ԵևեվՎւաԱ"}


@given(
    case=st.sampled_from(sorted(OWN_LETTERS)).flatmap(lambda tag: st.tuples(st.just(tag), st.text(OWN_LETTERS[tag])))
)
def test_folding_forgets_case(case: tuple[str, str]) -> None:
    language, text = case
    assert fold(upper(text, language), language) == fold(text, language)
    assert fold(lower(text, language), language) == fold(text, language)


@given(text=ANY, language=LANGUAGES)
def test_repair_keeps_the_length_and_needs_no_second_time(text: str, language: str) -> None:
    repaired = repair(text, language)
    assert len(repaired) == len(text)
    assert repair(repaired, language) == repaired
    assert comparable(repaired, language) == comparable(text, language)


@given(text=ANY, language=LANGUAGES)
def test_tokens_are_in_order_and_where_they_say(text: str, language: str) -> None:
    at = 0
    for token in tokens(text, language):
        assert at <= token.start < token.end
        assert text[token.start : token.end] == token.text
        at = token.end


@given(text=ANY, language=LANGUAGES)
def test_entities_do_not_overlap_and_are_where_they_say(text: str, language: str) -> None:
    at = 0
    for one in entities(text, language):
        assert at <= one.start < one.end
        assert text[one.start : one.end] == one.surface
        at = one.end


@given(whole=st.integers(0, 10**9), places=st.integers(0, 4), language=st.sampled_from(["en", "fr", "az", "hy"]))
def test_what_is_written_is_read_again(whole: int, places: int, language: str) -> None:
    value = str(Decimal(whole).scaleb(-places).normalize().__format__("f"))
    assert [one.value for one in numbers(written_number(value, language), language)] == [value]


@given(old=ANY, new=ANY)
def test_changes_rebuild_both_sides(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(old[one.old_start : one.old_end] for one in found) == old
    assert "".join(new[one.new_start : one.new_end] for one in found) == new
    kept = [one for one in found if one.kind == "equal"]
    assert all(old[one.old_start : one.old_end] == new[one.new_start : one.new_end] for one in kept)


@given(left=ANY, right=ANY)
def test_edit_similarity_is_symmetric_and_1_only_for_equals(left: str, right: str) -> None:
    assert edit_similarity(left, right) == edit_similarity(right, left)
    assert (edit_similarity(left, right) == 1.0) == (left == right)


@given(text=ANY, language=LANGUAGES)
def test_nothing_crashes_on_names_and_scripts(text: str, language: str) -> None:
    assert sum(scripts(text).values()) <= 1.0001
    assert skeleton(text, language).upper() == skeleton(text, language)
    assert all(text[name.start : name.end] == name.text for name in name_candidates(text, language))

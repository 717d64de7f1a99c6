"""Numbers, dates and links of one language as another writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.language import FOUR
from workbench.text.entities import entities
from workbench.text.localized import localized


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("3 May 2024", "en", {"fr": "3 mai 2024", "az": "3 may 2024"}),
        ("5 June", "en", {"fr": "5 juin", "az": "5 iyun", "hy": "5 հունիսի"}),
        ("May 2023", "en", {"fr": "mai 2023", "az": "may 2023"}),
        ("mayın 3-də", "az", {"en": "3 May", "fr": "3 mai"}),
        ("03/05/2024", "fr", {"az": "03.05.2024", "hy": "03.05.2024"}),
        ("1,234.5", "en", {"fr": "1\u202f234,5", "az": "1.234,5", "hy": "1\u00a0234,5"}),
        ("38 per cent", "en", {"fr": "38\u00a0%", "az": "38%", "hy": "38%"}),
        ("12.5 per cent", "en", {"az": "12,5%"}),
        ("two", "en", {"fr": "deux", "az": "iki", "hy": "երկու"}),
        ("twenty-five", "en", {"az": "25"}),
        ("third", "en", {"fr": "troisième", "az": "üçüncü", "hy": "երրորդ"}),
        ("12:30", "en", {"hy": "12:30"}),
        ("www.example.org", "en", {"hy": "www.example.org"}),
        ("2024", "en", {"fr": "2024"}),
    ],
)
def test_it_is_written_as_the_language_writes_it(text: str, language: str, written: dict[str, str]) -> None:
    (found,) = entities(f"x {text} y", language)
    assert {tag: localized(found, tag, language) for tag in written} == written


@given(st.integers(0, 10**9), st.sampled_from(FOUR), st.sampled_from(FOUR))
def test_a_figure_keeps_its_value(number: int, source: str, target: str) -> None:
    (found,) = entities(f"x {number:d} y", source)
    back = entities(f"x {localized(found, target, source)} y", target)
    assert [each.value for each in back] == [found.value]

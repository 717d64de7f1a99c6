"""Codes: what no translation changes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.codes import codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/a_(b), then", ["https://example.org/a_(b)"]),
        ("(www.example.org)", ["www.example.org"]),
        ("press.office@example.org!", ["press.office@example.org"]),
        ("(mailto:press@example.org?subject=Talks).", ["mailto:press@example.org?subject=Talks"]),
        ("MAILTO:a.b@example.org, mailto:x", ["MAILTO:a.b@example.org"]),
        ("tel:+1-201-555-0123;ext=7, (tel:112).", ["tel:+1-201-555-0123;ext=7", "tel:112"]),
        ("tel: +374 10 123, Tel:555-123, hotel:12, tel:no", []),
        ("@minister said #water", ["@minister", "#water"]),
        ("report.pdf, notes", ["report.pdf"]),
        ("{name} {{x}} ${y} %s %(a)d %%", ["{name}", "{{x}}", "${y}", "%s", "%(a)d", "%%"]),
        ("<a href='x'>link</a>&nbsp;", ["<a href='x'>", "</a>", "&nbsp;"]),
        ("snake_case and __init__", ["snake_case", "__init__"]),
        ("🇦🇲🇦🇿 👨‍👩‍👧 1️⃣", ["🇦🇲", "🇦🇿", "👨‍👩‍👧", "1️⃣"]),
        ("S/2020/1234 and km/h, 24/7, N/A", ["S/2020/1234"]),
        ("25%, 10 %, 3 % d’eau, 5 %-i, R&D, e.g. U.S. p.m. 3.5", []),
        ("No. 5 – “so” — ok… 10:30 €5", []),
    ],
)
def test_what_is_a_code(text: str, found: list[str]) -> None:
    assert [code.text for code in codes(text)] == found
    assert all(text[code.start : code.end] == code.text for code in codes(text))


@given(st.text(st.sampled_from("ab.@:/#{}<>&;_% \n1🙏)("), max_size=60))
def test_codes_stand_where_they_say_in_order(text: str) -> None:
    found = codes(text)
    assert all(text[code.start : code.end] == code.text and code.text for code in found)
    assert all(left.end <= right.start for left, right in pairwise(found))

"""Machine output written the way its language writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.text.codes import codes
from workbench.text.typography import as_written

F, N = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("source", "said", "language", "written"),
    [
        ("1,234.5 tons", "1,234.5 tonnes", "fr", f"1{N}234,5 tonnes"),
        ("1,234.5 tons", "1,234.5 ton", "az", "1.234,5 ton"),
        ("1,234.5 tons", "1,234.5 տոննա", "hy", f"1{F}234,5 տոննա"),
        ("1,234 tons", "1,234 tonnes", "fr", f"1{N}234 tonnes"),
        ("1.234 tons", "1.234 tonnes", "fr", "1,234 tonnes"),
        ("1.234 tons", "1,234 tonnes", "fr", "1,234 tonnes"),
        ("12,000 people", "12 000 personnes", "fr", f"12{N}000 personnes"),
        ("in 2024, 300 people", "en 2024 300 personnes", "fr", "en 2024 300 personnes"),
        ("3.50 dollars", "3.50 dollar", "az", "3,50 dollar"),
        ("0.0 per cent", "0.0 տոկոս", "hy", "0,0 տոկոս"),
        ("12,345,678", "12,345,678", "az", "12.345.678"),
        ("none", "12,345,678.9", "az", "12.345.678,9"),
        ("none", "1,234", "fr", "1,234"),
        ("call 116 123", "116 123 nömrəsi", "az", "116 123 nömrəsi"),
        ("25% of 40", "25% de 40", "fr", f"25{F}% de 40"),
        ("25% of 40", "40-ın 25 %-i", "az", "40-ın 25%-i"),
        ("on 03/05/2024", "03/05/2024 tarixində", "az", "03.05.2024 tarixində"),
        ("on 12/25/2024", "le 12/25/2024", "fr", "le 25/12/2024"),
    ],
)
def test_figures(source: str, said: str, language: str, written: str) -> None:
    assert as_written(said, source, language, "en") == written


@pytest.mark.parametrize(
    ("source", "said", "language"),
    [
        ("Article 2.1 applies", "L’article 2.1 s’applique", "fr"),
        ("under Article 2.1", "2.1-ci maddəyə əsasən", "az"),
        ("at 10.30 p.m.", "à 10.30", "fr"),
        ("at 10:30", "saat 10:30-da", "az"),
        ("in 2024", "2024-cü ildə", "az"),
        ("2.1 Scope", "2.1 Portée", "fr"),
        ("version 2.5", "version 2.5", "fr"),
        ("from 192.168.1.20", "192.168.1.20", "az"),
        ("see https://example.org/1,234.5?a=1.5", "https://example.org/1,234.5?a=1.5", "fr"),
        ("A/RES/62/243", "A/RES/62/243", "fr"),
        ("file_1.5", "file_1.5", "fr"),
        ("{0:1.5}", "{0:1.5}", "fr"),
        ("on 2024-05-03", "2024-05-03", "hy"),
        ("SU-1.5", "SU-1.5", "fr"),
        ('5" pipe', 'boru 5" uzunluqda', "az"),
    ],
)
def test_what_is_no_quantity_stays(source: str, said: str, language: str) -> None:
    assert as_written(said, source, language, "en") == said


@pytest.mark.parametrize(
    ("source", "said", "language", "written"),
    [
        ("“a”", 'Il a dit "oui".', "fr", f"Il a dit «{F}oui{F}»."),
        ("“a”", "Il a dit “oui”.", "fr", f"Il a dit «{F}oui{F}»."),
        ("“a”", "« Il a dit “oui” »", "fr", f"«{F}Il a dit “oui”{F}»"),
        ("“a”", 'O, "bəli" dedi.', "az", "O, “bəli” dedi."),
        ("“a”", "O, «bəli» dedi.", "az", "O, «bəli» dedi."),
        ("“a”", "Նա ասաց “այո” բառը։", "hy", "Նա ասաց «այո» բառը։"),
        ("« a »", "He said « yes ».", "en", "He said “yes”."),
        ("“a”", 'Il a dit "oui.', "fr", 'Il a dit "oui.'),
        ("Really?", "Vraiment?", "fr", f"Vraiment{N}?"),
        ("No; yes!", "Non ; oui !", "fr", f"Non{N}; oui{N}!"),
        ("Note: this", "Note: ceci", "fr", f"Note{F}: ceci"),
        ("Vraiment ?", f"Really{N}? Yes !", "en", "Really? Yes!"),
        ("the accord", "l'accord", "fr", "l’accord"),
    ],
)
def test_quotes_and_spaces(source: str, said: str, language: str, written: str) -> None:
    assert as_written(said, source, language, "en") == written


@pytest.mark.parametrize(
    ("source", "said", "written"),
    [
        ("They agreed.", "Նրանք համաձայնեցին:", "Նրանք համաձայնեցին։"),
        ("They agreed.", "Նրանք համաձայնեցին.", "Նրանք համաձայնեցին։"),
        ("They agreed.”", "Նրանք համաձայնեցին.»", "Նրանք համաձայնեցին։»"),
        ("They agreed. They left.", "Նրանք համաձայնեցին. Նրանք մեկնեցին.", "Նրանք համաձայնեցին։ Նրանք մեկնեցին։"),
        ("As follows:", "Հետևյալը:", "Հետևյալը:"),
        ("In 2024.", "2024 թ.", "2024 թ."),
        ("They went on…", "Նրանք շարունակեցին...", "Նրանք շարունակեցին..."),
    ],
)
def test_armenian_stops(source: str, said: str, written: str) -> None:
    assert as_written(said, source, "hy", "en") == written


def test_without_the_source_language_open_figures_stay() -> None:
    assert as_written("1,234 tonnes, 1.5 tonne", "1,234 1.5", "fr") == "1,234 tonnes, 1,5 tonne"


def test_other_languages_are_left_alone() -> None:
    assert as_written('1,234.5 "so"', '1,234.5 "so"', "de") == '1,234.5 "so"'


ALPHABET = "ab éəԱա 0123456789.,:;!?%\"'“”«»()-/ \u00a0\u202f\n_@{}#"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=30)


@given(TEXTS, TEXTS, st.sampled_from(["en", "fr", "az", "hy"]), st.sampled_from(["en", "fr", "az", "hy", ""]))
@example("12 300 000,5", "12300000.5", "fr", "en")
def test_writing_twice_is_writing_once(text: str, source: str, language: str, source_language: str) -> None:
    once = as_written(text, source, language, source_language)
    assert as_written(once, source, language, source_language) == once


@given(TEXTS, TEXTS, st.sampled_from(["en", "fr", "az", "hy"]))
def test_letters_and_digits_never_change(text: str, source: str, language: str) -> None:
    if re.search(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d", text):
        return  # day and month may change places
    written = as_written(text, source, language, "en")
    assert [sign for sign in written if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


@given(TEXTS, st.sampled_from(["en", "fr", "az", "hy"]))
def test_codes_stay(text: str, language: str) -> None:
    written = as_written(f"see https://example.org/a?b=1,5 {{0}} {text}", "", language)
    assert [code.text for code in codes(written)][:2] == ["https://example.org/a?b=1,5", "{0}"]

"""Checks by table: source, target, languages, and what is found."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.core.finding import Severity
from workbench.quality.checks import registry

CHECKS = registry()
LONG = "The two delegations agreed to continue the consultations on water and transport next month in the capital."
LONG_HY = (
    "Երկու պատվիրակությունները պայմանավորվեցին հաջորդ ամիս մայրաքաղաքում շարունակել խորհրդակցությունները ջրի մասին։"
)

CASES = [
    ("empty", "Text.", "", "en", "fr", True),
    ("empty", "Text.", " … ", "en", "fr", True),
    ("empty", "* * *", "", "en", "fr", False),
    ("empty", "Text.", "Texte.", "en", "fr", False),
    ("same-as-source", "PRESS STATEMENT", "PRESS STATEMENT", "en", "hy", True),
    ("same-as-source", "The talks went well.", "The talks went  well.", "en", "az", True),
    ("same-as-source", "Angela Merkel", "Angela Merkel", "en", "fr", False),
    ("same-as-source", "Conclusion", "Conclusion", "en", "fr", False),
    ("same-as-source", "The talks.", "The talks.", "en", "en-GB", False),
    ("script", "The talks went well.", "Danışıqlar yaxşı keçdi.", "en", "hy", True),
    ("script", "The talks went well.", "Բանակցությունները լավ անցան։", "en", "az", True),
    ("script", "UNESCO", "UNESCO", "en", "hy", False),
    ("script", "He uses Windows.", "Նա օգտվում է Windows-ից։", "en", "hy", False),
    ("script", "and the union", "və Вирлик", "en", "az", True),
    ("script", "The relations", "Mәktub və əlaqələr", "en", "az", True),
    (
        "numbers",
        "On 3 May 2024 they paid 1,234.5 dollars.",
        "Le 3 mai 2024, ils ont payé 1 234,5 dollars.",
        "en",
        "fr",
        False,
    ),
    ("numbers", "25 per cent of 40 cases", "40 işin 25 faizi", "en", "az", False),
    ("numbers", "25% of the cases", "Դեպքերի 25 տոկոսը", "en", "hy", False),
    ("numbers", "They met 14 times.", "Ils se sont rencontrés 15 fois.", "en", "fr", True),
    ("numbers", "There are 250 stations.", "Stansiyalar işləyir.", "en", "az", True),
    ("numbers", "Both sides agreed.", "Les deux parties sont convenues.", "en", "fr", False),
    ("numbers", "They met three times.", "Ils se sont rencontrés cinq fois.", "en", "fr", True),
    ("numbers", "In the 1930s", "Dans les années 30", "en", "fr", False),
    ("numbers", "They met at 5.30 p.m.", "Ils se sont réunis à 17 h 30.", "en", "fr", False),
    ("numbers", "Six more millions need help.", "6 milyon nəfərə kömək lazımdır.", "en", "az", False),
    ("numbers", "in eleven languages", "on bir dildə", "en", "az", False),
    ("numbers", "Millions of people came.", "Միլիոնավոր մարդիկ եկան։", "en", "hy", False),
    ("numbers", "It cost 3 million.", "Cela a coûté 3 milliards.", "en", "fr", True),
    ("numbers", "25 per cent of it", "25 d’entre eux", "en", "fr", True),
    ("numbers", "on 3 May", "le 3 juin", "en", "fr", True),
    ("numbers", "It may help.", "Cela peut aider.", "en", "fr", False),
    ("numbers", "at 07:00 on 3 May", "mayın 3-də saat 7:00-da", "en", "az", False),
    ("language", LONG, LONG, "fr", "fr", True),
    ("language", "Türkçe.", "Bu görüşmede iki ülke arasındaki ilişkiler ele alındı.", "en", "az", True),
    ("language", "En.", "Les deux parties ont décidé de poursuivre les entretiens.", "en", "az", True),
    ("language", "En.", "Tərəflər danışıqları davam etdirməyi qərara alıblar.", "en", "fr", True),
    ("language", "En.", "Tərəflər danışıqları davam etdirməyi qərara alıblar.", "en", "az", False),
    ("language", "En.", "Les deux parties ont décidé de poursuivre les entretiens.", "en", "fr", False),
    ("language", "En.", "Merkel, Macron, Aliyev, Pashinyan", "en", "fr", False),
    ("language", "En.", "The talks", "en", "fr", False),
    ("language", "En.", "The two parties have decided to go on with the talks.", "en", "hy", False),
    ("codes", "See https://example.org/a.", "Voir https://example.org/a.", "en", "fr", False),
    ("codes", "See https://example.org/a.", "Voir https://example.org/b.", "en", "fr", True),
    ("codes", "See https://example.org.", "Տե՛ս https://example.org-ը։", "en", "hy", False),
    ("codes", "Write to press@example.org.", "Écrivez-nous.", "en", "fr", True),
    ("codes", "Hello {0} and %(name)s", "Salam {0} və %(name)s", "en", "az", False),
    ("codes", "Hello {0}", "Salam {1}", "en", "az", True),
    ("codes", "<b>No</b>", "<b>Xeyr<b>", "en", "az", True),
    ("codes", "Tom &amp; Ann", "Tom & Ann", "en", "fr", True),
    ("codes", "Thanks 🙏🏽 #peace", "Merci 🙏🏽 #peace", "en", "fr", False),
    ("codes", "Thanks 🙏🏽", "Merci 🙏", "en", "fr", True),
    ("codes", "set user_name in conf.toml", "conf.toml-da user name yazın", "en", "az", True),
    ("codes", "25% of U.S. and/or M. Dupont", "ABŞ-ın 25%-i", "en", "az", False),
    ("codes", "Resolution A/RES/62/243", "62/243 qətnaməsi", "en", "az", True),
    ("codes", "Yes.", "Oui : https://example.org/x", "en", "fr", True),
    ("names", "They thanked Angela Merkel.", "Ils ont remercié Angela Merkel.", "en", "fr", False),
    ("names", "They thanked Angela Merkel.", "Ils ont remercié la chancelière.", "en", "fr", True),
    ("names", "They thanked Angela Merkel.", "Նրանք շնորհակալություն հայտնեցին Անգելա Մերկելին։", "en", "hy", False),
    ("names", "They thanked Angela Merkel.", "Onlar Angela Merkelə təşəkkür etdilər.", "en", "az", False),
    ("names", "They met in Washington today.", "Onlar bu gün Vaşinqtonda görüşdülər.", "en", "az", False),
    ("names", "They met in Washington today.", "Onlar bu gün görüşdülər.", "en", "az", True),
    ("names", "They thanked Angela Merkel.", "Ils ont remercié Merkel.", "en", "fr", False),
    ("names", "They thanked Angela Merkel.", "Ils ont remercié Angela.", "en", "fr", True),
    ("names", "They thanked President Macron warmly.", "Ils ont vivement remercié le président.", "en", "fr", True),
    ("names", "They flew from Baku to Palu, then home.", "Onlar Bakıdan uçdular, sonra evə.", "en", "az", True),
    ("names", "They saw “Lindqvist” there.", "Ils l’y ont vu.", "en", "fr", True),
    ("names", "They met in Livorno today.", "They saw each other in Leghorn today.", "fr", "en", False),
    ("names", "Onlar dünən Gerrard ilə görüşdülər.", "Նրանք երեկ հանդիպեցին Ջերարդի հետ։", "az", "hy", False),
    ("names", "They came to Stepanakert by car.", "Onlar maşınla Xankəndinə gəldilər.", "en", "az", False),
    ("names", "He came from Germany to Greece.", "Il est venu d’Allemagne en Grèce.", "en", "fr", False),
    ("names", "the United Nations Security Council", "BMT Təhlükəsizlik Şurası", "en", "az", False),
    ("names", "On Monday the Minister spoke.", "Lundi, le ministre a parlé.", "en", "fr", False),
    ("names", "Joint Statement On Water", "déclaration sur l’eau", "en", "fr", False),
    ("names", "PRESS STATEMENT OF WASHINGTON", "déclaration", "en", "fr", False),
    ("names", "Sie dankten Angela Merkel.", "They thanked her.", "de", "en", False),
    ("same-as-source", "PRESS STATEMENT IN IRAN", "PRESS STATEMENT IN IRAN", "en", "az", True),
    ("length", LONG, LONG_HY, "en", "hy", False),
    ("length", LONG, "Երկու պատվիրակությունները։", "en", "hy", True),
    ("length", "Talks", "Danışıqlar davam etdirilib, " * 8, "en", "az", True),
    ("length", "Yes.", "Oui, bien sûr.", "en", "fr", False),
    ("repetition", "We agree.", "Biz razıyıq razıyıq razıyıq.", "en", "az", True),
    ("repetition", "The talks went well.", "Les entretiens ont été les entretiens ont été bons.", "en", "fr", True),
    ("repetition", "Never, never, never again!", "Jamais, jamais, jamais plus !", "en", "fr", False),
    ("repetition", LONG, f"{LONG_HY} {LONG_HY}", "en", "hy", True),
    ("repetition", "We meet often.", "Biz tez-tez görüşürük.", "en", "az", False),
    ("repetition", "We are for it.", "Nous nous félicitons de cela.", "en", "fr", False),
    ("repetition", "Well.", "Լաաաաաավ։", "en", "hy", True),
]


@pytest.mark.parametrize(("check", "source", "target", "from_", "to", "flagged"), CASES)
def test_what_is_found(check: str, source: str, target: str, from_: str, to: str, flagged: bool) -> None:
    findings = CHECKS[check](source, target, from_, to)
    assert bool(findings) is flagged, findings
    assert all(finding.check == check and 0 <= finding.start <= finding.end <= len(target) for finding in findings)


def test_ids_are_stable() -> None:
    assert list(CHECKS) == [
        "empty",
        "same-as-source",
        "script",
        "language",
        "codes",
        "numbers",
        "names",
        "length",
        "repetition",
    ]


def test_figures_weigh_more_than_words() -> None:
    figures = CHECKS["numbers"]("14 times", "15 fois", "en", "fr")
    words = CHECKS["numbers"]("three times", "cinq fois", "en", "fr")
    assert [one.severity for one in figures + words] == [Severity.ERROR, Severity.WARNING]
    assert figures[0].message == "missing: 14; not in the source: 15"


def test_a_look_alike_is_shown_where_it_stands() -> None:
    (finding,) = CHECKS["script"]("The relations", "əlaqәlər", "en", "az")
    assert (finding.start, finding.end, finding.severity) == (4, 5, Severity.WARNING)


def test_a_lost_code_weighs_more_than_one_invented() -> None:
    lost = CHECKS["codes"]("Hello {0} {1}", "Salam {0}", "en", "az")
    added = CHECKS["codes"]("Hello", "Salam {0}", "en", "az")
    assert [(one.severity, one.message) for one in lost] == [(Severity.ERROR, "missing: {1}")]
    assert [(one.severity, one.message) for one in added] == [(Severity.WARNING, "not in the source: {0}")]
    assert (added[0].start, added[0].end) == (6, 9)


TEXT = st.text(st.sampled_from("ab AB éəıԱա 01.,-!?@#{}_%/:\n🙏"), max_size=40)
LANGUAGES = st.sampled_from(["en", "fr", "az", "hy", "tr", "x-none"])


@given(TEXT, TEXT, LANGUAGES, LANGUAGES)
@example("", "", "en", "fr")
def test_every_check_answers_to_anything_with_places_inside_the_target(
    source: str, target: str, from_: str, to: str
) -> None:
    for check in CHECKS.values():
        for finding in check(source, target, from_, to):
            assert finding.check == check.id
            assert 0 <= finding.start <= finding.end <= len(target)
            assert finding.message


@given(TEXT, LANGUAGES)
def test_a_text_has_the_codes_numbers_and_names_of_itself(text: str, language: str) -> None:
    assert not CHECKS["codes"](text, text, language, language)
    assert not CHECKS["names"](text, text, language, language)
    assert not CHECKS["numbers"](text, text, language, language)


@given(st.lists(st.sampled_from(["la", "paix", "et", "Bakı", "ana"]), max_size=14))
def test_a_quick_look_for_repetition_misses_nothing(words: list[str]) -> None:
    """Held against the plain definition: a run of words that comes back at once, or four words three times."""
    text = " ".join(words)
    found = bool(CHECKS["repetition"]("", text, "en", "az"))
    lowered = [word.lower() for word in words]
    at_once = any(
        lowered[at : at + size] == lowered[at + size : at + 2 * size]
        and (size > 1 or lowered[at : at + 1] == lowered[at + 2 : at + 3])
        for size in range(1, len(lowered) // 2 + 1)
        for at in range(len(lowered) - 2 * size + 1)
    )
    fours = [tuple(lowered[at : at + 4]) for at in range(len(lowered) - 3)]
    assert found is (at_once or any(fours.count(four) >= 3 for four in fours))

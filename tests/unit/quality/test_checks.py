"""Checks by table: source, target, languages, and what is found."""

from __future__ import annotations

import pytest

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
    ("length", LONG, LONG_HY, "en", "hy", False),
    ("length", LONG, "Երկու պատվիրակությունները։", "en", "hy", True),
    ("length", "Talks", "Danışıqlar davam etdirilib, " * 8, "en", "az", True),
    ("length", "Yes.", "Oui, bien sûr.", "en", "fr", False),
    ("repetition", "We agree.", "Biz razıyıq razıyıq razıyıq.", "en", "az", True),
    ("repetition", "The talks went well.", "Les entretiens ont été les entretiens ont été bons.", "en", "fr", True),
    ("repetition", "Never, never, never again!", "Jamais, jamais, jamais plus !", "en", "fr", False),
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
    assert list(CHECKS) == ["empty", "same-as-source", "script", "numbers", "length", "repetition"]


def test_figures_weigh_more_than_words() -> None:
    figures = CHECKS["numbers"]("14 times", "15 fois", "en", "fr")
    words = CHECKS["numbers"]("three times", "cinq fois", "en", "fr")
    assert [one.severity for one in figures + words] == [Severity.ERROR, Severity.WARNING]
    assert figures[0].message == "missing: 14; not in the source: 15"


def test_a_look_alike_is_shown_where_it_stands() -> None:
    (finding,) = CHECKS["script"]("The relations", "əlaqәlər", "en", "az")
    assert (finding.start, finding.end, finding.severity) == (4, 5, Severity.WARNING)

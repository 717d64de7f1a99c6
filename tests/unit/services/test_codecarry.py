"""Codes carried over in a whole translator: what is decoded, what comes out, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workbench.core.hypothesis import Hypothesis
from workbench.core.link import WordLink
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.quality.checks import registry
from workbench.services.codecarry import carrying
from workbench.services.retries import STRATEGIES
from workbench.services.translate import Translation, Translator
from workbench.text.codes import codes
from workbench.text.tokenizer import tokens

TAGGED = "The <b>ministers</b> met in <i>Geneva</i> today."
FRENCH = {
    "The ministers met in Geneva today.": "Les ministres se sont vus à Genève aujourd’hui.",
    "Open the file on 14 May.": "Ouvrez le fichier le 14 mai.",
    "Open the file on May.": "Ouvrez le fichier en mai.",
    "Read the text at today.": "Lisez le texte aujourd’hui.",
    "A new agreement was signed": "Un nouvel accord a été signé",
    "Send 14 of the 25 files.": "Envoyez 25 des fichiers.",
    "Send of the files.": "Envoyez des fichiers.",
}
WORDS = {
    "the": ("les",),
    "ministers": ("ministres",),
    "geneva": ("genève",),
    "file": ("fichier",),
    "agreement": ("accord",),
    "text": ("texte",),
}


def links(segment: str, hypothesis: Hypothesis) -> list[WordLink]:
    """Words that mean the same, and those written alike."""
    return [
        WordLink(one.start, one.end, other.start, other.end, 0.9)
        for one in tokens(segment, "en")
        for other in tokens(hypothesis.text, "fr")
        if other.text.lower() in (one.text.lower(), *WORDS.get(one.text.lower(), ()))
    ]


def translated(
    text: str, say: Callable[[str], str] | None = None, *, outside: bool = False
) -> tuple[Translation, FakeEngine]:
    def known(segment: str) -> str:
        return FRENCH.get(segment, "Une phrase sans aucun des codes que le texte avait.")

    engine = FakeEngine(("en", "fr"), say or known, outside=outside)
    strategies = (*carrying(links), *STRATEGIES)
    (translation,) = Translator(FakeRoutes([engine]), registry(), strategies=strategies).translate_texts(
        [text], "en", "fr"
    )
    return translation, engine


def test_tags_enclose_the_counterparts_of_their_words() -> None:
    translation, engine = translated(TAGGED)
    assert translation.target == "Les <b>ministres</b> se sont vus à <i>Genève</i> aujourd’hui."
    assert translation.flags == ()
    assert [call for call, _ in engine.calls] == [(TAGGED,), ("The ministers met in Geneva today.",)]
    assert [decoding.links for _, decoding in engine.calls] == [False, True]


@pytest.mark.parametrize(
    "draft",
    [
        "Les <b>ministres</b> se sont vus à <i>Genève</i> aujourd’hui.",
        "À <i>Genève</i> se sont vus aujourd’hui les <b>ministres</b>.",
    ],
)
def test_a_draft_that_has_its_codes_stays_as_it_is(draft: str) -> None:
    translation, engine = translated(TAGGED, lambda segment: draft)
    assert (translation.target, len(engine.calls)) == (draft, 1)


def test_crossed_tags_are_set_anew() -> None:
    crossed = "Les <b>ministres <i>se sont</b> vus à Genève</i> aujourd’hui."
    translation, _ = translated(TAGGED, lambda segment: FRENCH.get(segment, crossed))
    assert translation.target == "Les <b>ministres</b> se sont vus à <i>Genève</i> aujourd’hui."


def test_a_figure_keeps_the_place_of_a_placeholder() -> None:
    assert translated("Open the file on {0} May.")[0].target == "Ouvrez le fichier le {0} mai."
    assert translated("Open <b>the file</b> on %(day)s May.")[0].target == "Ouvrez le <b>fichier</b> le %(day)s mai."


def test_without_its_figure_a_placeholder_is_set_by_links() -> None:
    translation, engine = translated("Send %s of the {0} files.")
    assert sorted(code.text for code in codes(translation.target)) == ["%s", "{0}"]
    assert [call for call, _ in engine.calls][:3] == [
        ("Send %s of the {0} files.",),
        ("Send 14 of the 25 files.",),
        ("Send of the files.",),
    ]


def test_a_figure_that_the_text_has_stands_for_nothing() -> None:
    _, engine = translated("Open {0} of 14 files on 250 days.")
    assert engine.calls[1][0] == ("Open 12 of 14 files on 250 days.",)


def test_an_address_that_ends_in_a_figure_may_stand_before_one() -> None:
    translation, _ = translated("Open the file https://example.org/2024 on {0} May.")
    assert sorted(code.text for code in codes(translation.target)) == ["https://example.org/2024", "{0}"]


def test_an_address_in_brackets_takes_them_along() -> None:
    translation, _ = translated("Read the text at (https://example.org/a_b) today.")
    assert "(https://example.org/a_b)" in translation.target
    assert translation.target.replace("(https://example.org/a_b) ", "") == "Lisez le texte aujourd’hui."


def test_a_headline_is_translated_as_running_text() -> None:
    translation, _ = translated("A NEW <b>AGREEMENT</b> WAS SIGNED")
    assert translation.target == "UN NOUVEL <b>ACCORD</b> A ÉTÉ SIGNÉ"


def test_codes_come_through_outside_of_the_register_too() -> None:
    translation, _ = translated(TAGGED, outside=True)
    assert translation.target == "Les <b>ministres</b> se sont vus à <i>Genève</i> aujourd’hui."
    assert translation.flags == ("outside-register",)


def test_a_translation_with_its_codes_is_better_than_one_that_looks_better() -> None:
    source = "On <b>14 March</b> the talks went on."
    without = "Le 14 mars, les entretiens ont continué."
    translation, _ = translated(source, lambda segment: without if "<b>" in segment else "Oui oui oui oui oui oui.")
    assert sorted(code.text for code in codes(translation.target)) == ["</b>", "<b>"]
    assert translation.flags


def test_a_text_without_codes_is_decoded_as_ever() -> None:
    _, engine = translated("The ministers met in Geneva today.")
    assert len(engine.calls) == 1


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("<b>a</b> <i>c</i>", "<b>a <i>c</b></i>", "a tag has lost its partner"),
        ("<b>a</b>", "</b>a<b>", "a tag has lost its partner"),
        ("see https://example.org/a_b", "voir https://example.org/a_b3", "missing: https://example.org/a_b"),
        ("in %s", "en %sans", "missing: %s"),
        ("<b>a</b> <i>c</i>", "<i>c</i> <b>a</b>", ""),
        ("see example.org", "example.org-ից", ""),
    ],
)
def test_the_check_of_codes_sees_what_is_crossed_or_grown_together(source: str, target: str, said: str) -> None:
    findings = registry()["codes"](source, target, "en", "fr")
    assert [finding.message.startswith(said) for finding in findings][:1] == ([True] if said else [])

"""Words of the vocabulary in training text: their forms, and that sentences stay right when words are swapped."""

import random

import pytest

from tools.starter.compose import Composer
from tools.starter.lexicon import LANGUAGES
from tools.starter.swap import Swapper, renumbered
from tools.starter.vocabulary import (
    Concept,
    Nouns,
    armenian_noun,
    english_plural,
    french_adjective,
    french_gender,
    harmonise,
    noun_entry,
    read_concepts,
)


def concept(part: str, en: str, fr: str, az: str, hy: str) -> Concept:
    """A concept with one word a language."""
    return Concept(part, {"en": (en,), "fr": (fr,), "az": (az,), "hy": (hy,)})


PROPOSAL = concept("noun", "proposal", "proposition", "təklif", "առաջարկություն")
CONVERSATION = concept("noun", "conversation", "conversation", "söhbət", "խոսակցություն")
LOCAL = concept("adjective", "local", "local", "yerli", "տեղական")


@pytest.mark.parametrize(
    ("noun", "gender"),
    [("négociation", "f"), ("traité", "m"), ("liberté", "f"), ("gouvernement", "m"), ("paix", "f"), ("pays", "")],
)
def test_french_genders(noun: str, gender: str) -> None:
    assert french_gender(noun) == gender


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("national", ("national", "nationale", "nationaux", "nationales")),
        ("officiel", ("officiel", "officielle", "officiels", "officielles")),
        ("heureux", ("heureux", "heureuse", "heureux", "heureuses")),
        ("utile", ("utile", "utile", "utiles", "utiles")),
        ("positif", ("positif", "positive", "positifs", "positives")),
    ],
)
def test_french_adjectives(word: str, forms: tuple[str, ...]) -> None:
    assert french_adjective(word) == forms


def test_english_plurals() -> None:
    assert [english_plural(noun) for noun in ("treaty", "day", "process", "talk")] == [
        "treaties",
        "days",
        "processes",
        "talks",
    ]


def test_azerbaijani_suffixes_take_the_vowels_of_their_new_stem() -> None:
    assert harmonise("yol", "lərindən") == "larından"
    assert harmonise("körpü", "nın") == "nün"
    assert harmonise("səfir", "ların") == "lərin"


def test_armenian_nouns() -> None:
    assert armenian_noun("հոգի").split(";")[2:5] == ["հոգու", "հոգուն", "հոգուց"]
    assert armenian_noun("մարդ") == ""
    assert armenian_noun("հանդիպում") == "հանդիպում~հանդիպման"


def test_a_noun_with_an_adjective_in_the_plural() -> None:
    entry = noun_entry(CONVERSATION, LOCAL, plural=True)
    assert entry is not None
    assert entry.forms["fr"]["de"] == "des conversations locales"
    assert entry.forms["az"]["gen"] == "yerli söhbətlərin"
    assert entry.forms["hy"]["gen"] == "տեղական խոսակցությունների"


def test_a_swapped_noun_takes_over_number_and_case() -> None:
    texts = {
        "en": "The delegations welcomed the proposals.",
        "fr": "Les délégations ont salué les propositions.",
        "az": "Nümayəndə heyətləri təklifləri alqışladı.",
        "hy": "Պատվիրակությունները ողջունեցին առաջարկությունները։",
    }
    assert Swapper([PROPOSAL, CONVERSATION]).swapped(texts, random.Random(1), 1) in (
        texts,
        {
            "en": "The delegations welcomed the conversations.",
            "fr": "Les délégations ont salué les conversations.",
            "az": "Nümayəndə heyətləri söhbətləri alqışladı.",
            "hy": "Պատվիրակությունները ողջունեցին խոսակցությունները։",
        },
    )


def test_a_word_that_does_not_stand_in_all_four_is_left() -> None:
    texts = {"en": "A proposal", "fr": "Une proposition", "az": "Bir fikir", "hy": "Առաջարկություն"}
    assert not list(Swapper([PROPOSAL, CONVERSATION]).spots(texts))


def test_figures_change_in_all_four_with_their_suffixes() -> None:
    texts = {"en": "on 3 May 2024", "fr": "le 3 mai 2024", "az": "2024-cü il mayın 3-də", "hy": "2024 թ. մայիսի 3-ին"}
    new = renumbered(texts, random.Random(5))
    _, day, _, year = new["en"].split()
    assert new["fr"] == f"le {day} mai {year}"
    assert new["az"].startswith(f"{year}-c") and f"mayın {day}-d" in new["az"]
    assert new != texts
    written = {"en": "1,200 tonnes", "fr": "1\u202f200 tonnes", "az": "1.200 ton", "hy": "1\u00a0200 տոննա"}
    assert renumbered(written, random.Random(5)) == written


def test_every_drawn_noun_has_a_form_in_each_language() -> None:
    nouns, chance = Nouns(read_concepts()), random.Random(7)
    assert len(nouns.nouns) > 1500
    for _ in range(200):
        assert all(nouns.phrase(chance)[language] for language in LANGUAGES)


def test_a_sentence_in_a_frame_loses_capital_and_stop() -> None:
    sentence = {
        "en": "The talks continue.",
        "fr": "Elles se poursuivent.",
        "az": "Danışıqlar davam edir.",
        "hy": "Բանակցությունները շարունակվում են։",
    }
    seen = {"en": "and the talks", "fr": "et elles", "az": "və danışıqlar", "hy": "և բանակցությունները"}
    composer, chance = Composer([seen]), random.Random(1)
    made = [composer.framed(sentence, sentence, chance) for _ in range(60)]
    assert all(made)
    texts = [each["fr"] for each in made if each]
    assert any("qu’elles se poursuivent." in text for text in texts)
    assert not any(".." in text or "{" in text for text in texts)
    assert Composer([]).framed(sentence, sentence, random.Random(4)) is None

"""What the grammar of the starter packages writes: right script, right spacing, nothing left open, the same by seed."""

import random
import re
import unicodedata

import pytest

from tools.starter import corpus, guard
from tools.starter.grammar import Derivation, Grammar, Template, choose, finish
from tools.starter.lexicon import LANGUAGES

LETTERS = {
    "en": re.compile(r"[A-Za-zéèïüçğ]"),
    "fr": re.compile(r"[A-Za-zàâçéèêëîïôûùüÿœæÉÈÀÂÇÎÔÛŒ]"),
    "az": re.compile(r"[A-Za-zəƏğĞıIİöÖüÜşŞçÇ]"),
    "hy": re.compile(r"[Ա-Ֆա-և]"),
}
AZ_FOREIGN = re.compile(r"[wWéèàâê]")


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """The grammar as shipped."""
    return Grammar()


@pytest.fixture(scope="module")
def derivations(grammar: Grammar) -> list[Derivation]:
    """Every template of sentences twice, and a random thousand."""
    chance = random.Random(7)
    templates = [t for section in ("sentence", "named") for t in grammar.sections[section] * 2]
    return [grammar.fill(t, chance) for t in templates] + [grammar.derive("sentence", chance) for _ in range(1000)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_composed_and_in_their_script(derivations: list[Derivation], language: str) -> None:
    for derivation in derivations:
        text = derivation.text(language)
        assert text == unicodedata.normalize("NFC", text)
        assert not re.search(r"[{}<>|]|  | [.,։]|\.\.", text), text
        wrong = [c for c in text if c.isalpha() and not LETTERS[language].match(c)]
        assert not wrong, (wrong, text)
        assert text[0].isupper() or text[0] in "“«" or text[0].isdigit(), text


def test_azerbaijani_has_no_letters_of_its_neighbours(derivations: list[Derivation]) -> None:
    assert not [d.text("az") for d in derivations if AZ_FOREIGN.search(d.text("az"))]


def test_azerbaijani_titles_after_a_genitive_are_possessive(grammar: Grammar) -> None:
    lines = [template.lines["az"] for templates in grammar.sections.values() for template in templates]
    assert not [line for line in lines if re.search(r"\.gen\} \{(?:post|office|body)\d?(?:\}|\.(?!poss))", line)]


def test_sentences_end_as_their_language_ends_them(derivations: list[Derivation]) -> None:
    for derivation in derivations:
        if not derivation.template.heading:
            assert derivation.text("en")[-1] in ".?"
            assert derivation.text("hy").endswith("։")


def test_english_agrees_in_number_and_counts_aright(derivations: list[Derivation]) -> None:
    wrong = re.compile(r"\b[Tt]he talks (?:was|is|has)\b|(?<!1)[123]th\b")
    assert not [d.text("en") for d in derivations if wrong.search(d.text("en"))]


def test_numbers_are_in_every_language(derivations: list[Derivation]) -> None:
    def years(text: str) -> list[str]:
        return sorted(re.findall(r"\b(?:19|20)\d\d\b", text))

    for derivation in derivations:
        if "date" in derivation.template.slots or "year" in derivation.template.slots:
            texts = [derivation.text(language) for language in LANGUAGES]
            assert len({tuple(years(text)) for text in texts}) == 1, texts


def test_french_elides_and_spaces(derivations: list[Derivation]) -> None:
    for derivation in derivations:
        text = derivation.text("fr")
        assert not re.search(r"\b(?:de|que) [aeiouéèê]", text), text
        assert not re.search(r"\b(?:de|à) les? (?:minist|pourparlers|conf)", text), text
        assert not re.search(r"[ \w][%:;?!»]", text.replace("\u00a0", "~").replace("\u202f", "~")) or ":" in text, text


def test_persons_agree_with_their_titles(grammar: Grammar) -> None:
    men, women, persons = ({e.key for e in grammar.lexicon[name]} for name in ("man", "woman", "person"))
    assert men | women == persons
    assert not men & women
    gendered = {
        "person": r"\{post|minist|ambassad|\b(?:est|été) |\bhis\b|\bher\b",
        "man": r"\b[Ll]a (?:Première )?minist|ambassadrice|\b(?:arriv|nomm)ée|\bher\b",
        "woman": r"\{post|\ble (?:Premier )?minist|ambassadeur|\b(?:arriv|nomm)é |\bhis\b",
    }
    for template in grammar.sections["sentence"]:
        for name in gendered.keys() & set(template.slots.values()):
            lines = template.lines["en"] + " / " + template.lines["fr"]
            assert not re.search(gendered[name], lines), lines


def test_the_same_seed_writes_the_same(grammar: Grammar) -> None:
    first = list(corpus.training_pairs(grammar, "en", "hy", seed=3, size=150))
    assert first == list(corpus.training_pairs(Grammar(), "en", "hy", seed=3, size=150))
    assert first != list(corpus.training_pairs(grammar, "en", "hy", seed=4, size=150))


def test_nothing_held_out_is_trained_on(grammar: Grammar) -> None:
    kept = {d.text("fr") for d in corpus.held_out_sentences(grammar)}
    kept |= {d.text("fr") for d in corpus.held_out_derivations(grammar, seed=1, size=50)}
    trained = {target for _, target in corpus.training_pairs(grammar, "en", "fr", seed=1, size=1500)}
    assert len(kept) > 55
    assert not kept & trained


def test_agreement_in_number_and_gender() -> None:
    lines = {
        "en": "{people} <people:is/are> ready",
        "fr": "{people} <people:est prêt/est prête/sont prêts/sont prêtes>",
        "az": "{people} <people:hazırdır/hazırdırlar>",
        "hy": "{people.def} պատրաստ <people:է/են>",
    }
    parties = next(entry for entry in Grammar().lexicon["people"] if entry.key == "the parties")
    derivation = Derivation(Template("sentence", lines, heading=False), {"people": parties})
    assert derivation.text("fr") == "Les parties sont prêtes."
    assert derivation.text("az") == "Tərəflər hazırdırlar."
    assert derivation.text("hy") == "Կողմերը պատրաստ են։"


def test_choices_take_the_first_wording_unless_drawn() -> None:
    assert choose("a (b|c (d|e)) f", None) == "a b f"
    assert {choose("(b|c)", random.Random(seed)) for seed in range(9)} == {"b", "c"}


def test_the_armenian_article_before_a_vowel_and_the_capital_of_and() -> None:
    assert finish("նախարարը ընդունեց", "hy") == "Նախարարն ընդունեց"
    assert finish("նախարարը Իտալիա մեկնեց", "hy") == "Նախարարն Իտալիա մեկնեց"
    assert finish("նախարարը Ուկրաինա մեկնեց", "hy") == "Նախարարն Ուկրաինա մեկնեց"
    assert finish("նախարարը Ոսկեվան մեկնեց", "hy") == "Նախարարը Ոսկեվան մեկնեց"
    assert finish("նախարարը եկավ", "hy") == "Նախարարը եկավ"
    assert finish("և այլն", "hy") == "Եվ այլն"


def test_capitals_of_a_heading() -> None:
    assert corpus.upper("Երևան", "hy") == "ԵՐԵՎԱՆ"
    assert corpus.upper("İrəvan və Bakı", "az") == "İRƏVAN VƏ BAKI"


def test_words_of_the_register_guard() -> None:
    assert guard.words_of("Ե՞րբ տեղի կունենա 2-րդ նիստը։", "hy") == ["երբ", "տեղի", "կունենա", "րդ", "նիստը"]
    assert guard.words_of("İKİ QIZIL", "az") == ["iki", "qızıl"]
    assert guard.known_share("the talks zigzag", "en", {"the", "talks"}) == pytest.approx(2 / 3)
    assert guard.known_share("2024", "en", set()) == 1.0

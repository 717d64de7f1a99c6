"""No training sentence is too like a statement of `corpora/`: the law, its freeze, and a proof over the phrase book.

The proof is for every combination of every block, written out. Its parts are normalised once for all combinations of
their block; that this comes to the same is tested by itself.
"""

import random
import re
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tools.starter import corpus, law
from tools.starter.grammar import Grammar
from tools.starter.lexicon import LANGUAGES
from tools.starter.phrasebook import Block, Picks, read_phrasebook
from workbench.core.errors import InputError

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@cache
def law_of(language: str) -> law.Law:
    """The law of a language, read once."""
    return law.read_law(language)


@cache
def blocks() -> list[Block]:
    """The phrase book, read once."""
    return read_phrasebook()


def normalised(block: Block, language: str, every: Iterable[Picks]) -> Iterator[str]:
    """A line in each of these combinations as `law.normal` writes it."""
    parts = [(part.group, [law.normal_part(one, language) for one in part.options]) for part in block.lines[language]]
    for picks in every:
        text = "".join(options[picks[group]] if group else options[0] for group, options in parts)
        yield " ".join(text.split())


def test_the_corpora_are_the_frozen_ones() -> None:
    law.check_freeze()
    assert re.fullmatch("[0-9a-f]{40}", law.read_freeze().commit)


def test_corpora_that_changed_are_refused(tmp_path: Path) -> None:
    shutil.copytree(law.CORPORA, tmp_path / "corpora")
    statement = next((tmp_path / "corpora" / "statements").iterdir())
    statement.write_text(statement.read_text(encoding="utf-8") + "One more sentence.\n", encoding="utf-8")
    with pytest.raises(InputError, match="frozen at commit"):
        law.check_freeze(tmp_path / "corpora")


SENTENCE = "The envoys of both banks walked slowly over the old bridge at dawn."


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        (SENTENCE, True),
        (SENTENCE.upper().replace(" ", "  ") + "!", True),
        ("Nobody knows who walked slowly over the “old bridge” or why they went there, or what for, or when.", True),
        ("Nobody knows who walked slowly over the bridge, or why they went there, or what for, or when.", False),
        ("Envoys of the banks slowly walked.", True),
        ("The old bridge", False),
    ],
)
def test_what_breaks_the_law(text: str, breaks: bool) -> None:
    assert law.Law("en", [[SENTENCE, "A second sentence."]]).breaks(text) is breaks


def test_letters_are_compared_as_each_language_lowers_them() -> None:
    assert law.normal("İKİ QIZIL, 12,5 %", "az") == "iki qızıl 12 5"
    assert law.normal("ԵՎ Ե՞րբ է և՝", "hy") == "եվ երբ է եվ"


@LANGUAGE
def test_the_fast_likeness_is_the_obvious_one(language: str) -> None:
    held = law_of(language)
    chance = random.Random(4)
    for block in chance.sample(blocks(), 20):
        text = block.text(language, block.draw(chance))
        own = law.grams(law.normal(text, language))
        obvious = max(sum(gram in sentence for gram in own) for sentence in held.sentences) / len(own)
        assert held.likeness(text) == pytest.approx(obvious)


@LANGUAGE
def test_no_combination_of_the_phrase_book_is_trained_on_against_the_law(language: str) -> None:
    held, mixture_refuses = law_of(language), corpus.Lawyer((language,)).forbids
    unlawful = combinations = 0
    for block in blocks():
        every = list(block.combinations())
        combinations += len(every)
        for picks, text in zip(every, normalised(block, language, every), strict=True):
            if held.breaks_normal(text):
                unlawful += 1
                assert mixture_refuses(corpus.same(dict.fromkeys(LANGUAGES, block.text(language, picks))))
    assert unlawful < 0.03 * combinations


@LANGUAGE
def test_a_line_normalised_in_parts_is_the_line_normalised(language: str) -> None:
    chance = random.Random(6)
    for block in blocks():
        picks = block.draw(chance)
        assert list(normalised(block, language, [picks])) == [law.normal(block.text(language, picks), language)]


def test_what_training_draws_is_lawful() -> None:
    for sample in corpus.samples(Grammar(), LANGUAGES, seed=5, size=400):
        for language in LANGUAGES:
            assert not law_of(language).breaks(sample.read[language])
            assert not law_of(language).breaks(sample.written[language])

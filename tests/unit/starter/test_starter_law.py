"""No training sentence is too like a statement of `corpora/`: the law, its freeze, and a proof over the phrase book.

The proof is for every combination of every block. Runs of words are looked for in each combination written out. For
5-grams a bound is taken first: those that a sentence of the corpora holds are counted in fixed text and in the best
option of each choice, and all that reach across a boundary are taken to be held; where even that is at most half of the
shortest combination, no combination can break the law. Blocks that the bound does not clear are written out in full.
"""

import itertools
import random
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy
import pytest

from tools.starter import corpus, law
from tools.starter.grammar import Grammar
from tools.starter.lexicon import LANGUAGES
from tools.starter.phrasebook import Block, Part, read_phrasebook
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


def most_held(parts: tuple[Part, ...], language: str) -> tuple[numpy.ndarray, int]:
    """At most how many 5-grams of a combination each sentence holds, and at least how many a combination has."""
    written = [[law.normal(option, language) for option in part.options] for part in parts]
    written = [options for options in written if any(options)]
    found = [[*law.grams(text), ""] for options in written for text in options]  # "" is no 5-gram: none is empty
    starts = numpy.cumsum([0, *map(len, found)])[:-1]
    counted = numpy.add.reduceat(law_of(language).held(list(itertools.chain.from_iterable(found))), starts)
    most, row = numpy.zeros(counted.shape[1], dtype=numpy.int64), 0
    for options in written:
        most += counted[row : row + len(options)].max(axis=0).astype(numpy.int64)
        row += len(options)
    # Where two parts meet, at most one space comes between them, so at most five 5-grams reach across.
    across = law.GRAM * (len(written) - 1)
    return most + across, sum(min(map(len, options)) for options in written) - law.GRAM + 1


def texts(block: Block, language: str) -> Iterator[str]:
    """Every combination of a line."""
    return (block.text(language, picks) for picks in block.combinations())


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
    unlawful = 0
    for block in blocks():
        most, fewest = most_held(block.lines[language], language)
        cleared = fewest > 0 and most.max() <= law.MOST_ALIKE * fewest
        for text in texts(block, language):
            runs = any(run in held.runs for run in law.runs(law.normal(text, language)))
            if runs or (not cleared and held.breaks(text)):
                unlawful += 1
                assert mixture_refuses(corpus.same(dict.fromkeys(LANGUAGES, text)))

    combinations = sum(1 for block in blocks() for _ in block.combinations())
    assert unlawful < 0.03 * combinations


def test_what_training_draws_is_lawful() -> None:
    for sample in corpus.samples(Grammar(), LANGUAGES, seed=5, size=400):
        for language in LANGUAGES:
            assert not law_of(language).breaks(sample.read[language])
            assert not law_of(language).breaks(sample.written[language])

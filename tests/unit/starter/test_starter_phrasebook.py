"""The phrase book: its notation, what is wrong with a block and where, and what the shipped files say."""

import random
from pathlib import Path

import pytest

from tools.starter import corpus
from tools.starter.lexicon import LANGUAGES
from tools.starter.phrasebook import Block, read_file, read_phrasebook
from workbench.core.errors import FormatError

BLOCK = """## What the file is about

The [1:minister|ministers] met [2:in Geneva|].
[1:Le ministre|Les ministres] [1:s’est réuni|se sont réunis] [2:à Genève|].
[1:Nazir|Nazirlər] [2:Cenevrədə|] görüşdü.
[1:Նախարարը|Նախարարները] [1:հանդիպեց|հանդիպեցին] [2:Ժնևում|]։

# Visit
Visite
Səfər
Այց
"""


def blocks_of(text: str, folder: Path) -> list[Block]:
    """The blocks of a file with this text."""
    path = folder / "x_topic.txt"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def test_choices_run_in_parallel(tmp_path: Path) -> None:
    block, heading = blocks_of(BLOCK, tmp_path)
    assert block.groups == {1: 2, 2: 2}
    assert block.text("fr", {1: 1, 2: 0}) == "Les ministres se sont réunis à Genève."
    assert block.text("az", {1: 1, 2: 1}) == "Nazirlər görüşdü."
    assert len(list(block.combinations())) == 4
    assert (block.heading, heading.heading) == (False, True)
    assert heading.text("en", {}) == "Visit"


def test_what_stands_once_in_every_line_is_a_phrase(tmp_path: Path) -> None:
    block = blocks_of(BLOCK, tmp_path)[0]
    assert list(block.phrases()) == [{"en": "in Geneva", "fr": "à Genève", "az": "Cenevrədə", "hy": "Ժնևում"}]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("Səfər\n", "", 8, "four lines"),
        ("[2:Cenevrədə|]", "[2:Cenevrədə|Bakıda|]", 5, "differ from the English"),
        ("[2:à Genève|]", "", 4, "differ from the English"),
        ("[2:in Geneva|]", "[2:in [3:Geneva|Bern]|]", 3, "without nesting"),
        ("[2:in Geneva|]", "[2:in Geneva|", 3, "not part of a choice"),
    ],
)
def test_a_broken_block_is_named_by_file_and_line(old: str, new: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        blocks_of(BLOCK.replace(old, new), tmp_path)
    assert (caught.value.path, caught.value.line) == ("x_topic.txt", line)


def test_the_shipped_blocks_can_be_read_and_none_is_there_twice() -> None:
    names = [block.name for block in read_phrasebook()]
    assert len(names) > 1500
    assert len(names) == len(set(names))


def test_no_held_out_block_is_trained_on() -> None:
    kept = {texts["fr"] for texts in corpus.held_out_blocks()}
    mixture = corpus.Mixture(corpus.Grammar(), random.Random(2))
    drawn = {mixture.block().written["fr"] for _ in range(3000)}
    assert len(kept) > 100
    assert not kept & drawn


def test_final_marks_are_those_of_the_language() -> None:
    ends = {"en": ".?!:;,”…’", "fr": ".?!:;,»…", "az": ".?!:;,”…", "hy": "։»՜՞…՝.,:"}
    chance = random.Random(3)
    for block in read_phrasebook():
        picks = block.draw(chance)
        for language in LANGUAGES:
            if not block.heading:
                assert block.text(language, picks)[-1] in ends[language], (language, block.name)

"""Larger sentences from smaller ones: sentences in frames (`data/frames.txt`) and sentences one after the other.

Only plain statements go into a frame: no question, no quotation, no heading, and none that begins with a word that is
not seen in lower case elsewhere, since that may be a name.
"""

import random
import re
from collections.abc import Iterable

from tools.starter.grammar import finish
from tools.starter.inflect import az_lower
from tools.starter.lexicon import DATA, LANGUAGES
from tools.starter.phrasebook import Block, read_file

Texts = dict[str, str]

FRAMES = DATA / "frames.txt"
STOPS = {"en": ".", "fr": ".", "az": ".", "hy": "։"}
WORD = re.compile(r"[^\W\d_]+")


class Composer:
    """Puts sentences into frames.

    Args:
        texts: sentences that tell which words stand in lower case.
    """

    def __init__(self, texts: Iterable[Texts]) -> None:
        self.frames = read_file(FRAMES)
        self.lower: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        for each in texts:
            for language, text in each.items():
                self.lower[language].update(word for word in WORD.findall(text) if word[0].islower())

    def framed(self, first: Texts, second: Texts, chance: random.Random) -> Texts | None:
        """One or two sentences in a random frame; None if a sentence is none that can stand in it."""
        frame = chance.choice(self.frames)
        picks = frame.draw(chance)
        made = {language: self._fill(frame.text(language, picks), first, second, language) for language in LANGUAGES}
        return None if None in made.values() else {language: text for language, text in made.items() if text}

    def _fill(self, frame: str, first: Texts, second: Texts, language: str) -> str | None:
        for slot, sentence in (("{S}", first), ("{T}", second), ("{Q}", first)):
            if slot in frame:
                clause = self._clause(sentence[language], language)
                if clause is None:
                    return None
                opens = slot == "{Q}" or frame.startswith(slot)
                inner = sentence[language][:-1] if opens else clause
                frame = frame.replace(slot, inner)
        return finish(frame, language)

    def _clause(self, sentence: str, language: str) -> str | None:
        """The sentence without capital and stop; None if it is none that can stand inside another."""
        if not sentence.endswith(STOPS[language]) or re.search("[“”«»]", sentence):
            return None
        lowered = (az_lower(sentence[0]) if language == "az" else sentence[0].lower()) + sentence[1:-1]
        word = WORD.match(lowered)
        return lowered if word and word[0] in self.lower[language] else None


def joined(first: Texts, second: Texts) -> Texts:
    """Two sentences one after the other."""
    return {language: f"{first[language]} {second[language]}" for language in LANGUAGES}


def texts_of(block: Block, chance: random.Random) -> Texts:
    """A random combination of a block, in each language."""
    picks = block.draw(chance)
    return {language: block.text(language, picks) for language in LANGUAGES}

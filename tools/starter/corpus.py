"""Training text: what is drawn from where, in all four languages at once, and the ways people type it.

The target side is always canonical, so that a model learns one way to write; the source side varies in wording,
typography and capitals, so that it learns to read several. Nothing passes that the law (`law.py`) forbids.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tools.starter.compose import Composer, Texts, joined, texts_of
from tools.starter.grammar import Derivation, Grammar, Template, held_out
from tools.starter.inflect import az_upper
from tools.starter.law import Law, read_law
from tools.starter.lexicon import LANGUAGES
from tools.starter.phrasebook import Block, read_phrasebook
from tools.starter.swap import Swapper, renumbered
from tools.starter.vocabulary import bare_list, read_concepts

HOLD_OUT_SENTENCES, HOLD_OUT_DERIVATIONS = 16, 40
VARIED, RETYPED = 0.5, 0.25
CAPITALS, CAPITAL_SENTENCES = 0.2, 0.03
SECTIONS = {"sentence": 0.78, "title": 0.13, "figures": 0.05, "named": 0.04}
SHARES = {
    "block": 0.40,
    "swapped": 0.16,
    "framed": 0.05,
    "joined": 0.06,
    "option": 0.04,
    "grammar": 0.16,
    "fixed": 0.03,
    "word": 0.03,
    "noun": 0.03,
    "list": 0.04,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing in all four languages: how it may be read, and how it is written."""

    read: Texts
    written: Texts
    heading: bool = False


class Mixture:
    """Draws samples, each kind by its share; the same seed draws the same."""

    def __init__(self, grammar: Grammar, chance: random.Random) -> None:
        self.grammar, self.chance = grammar, chance
        self.blocks = [block for block in read_phrasebook() if not block.held_out]
        self.sentences = [block for block in self.blocks if not block.heading]
        self.options = [phrase for block in self.blocks for phrase in block.phrases()]
        self.fixed = [t for t in grammar.sections["sentence"] if is_fixed(t) and not is_held_out(Derivation(t, {}))]
        self.concepts = read_concepts()
        self.swapper = Swapper(self.concepts)
        self.composer = Composer(texts_of(block, random.Random(0)) for block in self.blocks)
        self._queue: list[Block] = []
        self._kinds: dict[str, Callable[[], Sample | None]] = {
            "block": lambda: self.block(),
            "swapped": self.swapped,
            "framed": self.framed,
            "joined": lambda: same(joined(self._sentence(), self._sentence())),
            "option": lambda: same(self.chance.choice(self.options)),
            "grammar": lambda: self._derived(draw(self.grammar, self.chance)),
            "fixed": lambda: self._derived(Derivation(self.chance.choice(self.fixed), {})),
            "word": lambda: self._derived(self.grammar.derive("word", self.chance)),
            "noun": lambda: same(self.grammar.nouns.phrase(self.chance)),
            "list": lambda: Sample(*bare_list(self.concepts, self.chance)),
        }

    def draw(self) -> Sample | None:
        """A random sample; None if it is one to be kept from training."""
        return self._kinds[self.chance.choices(list(SHARES), list(SHARES.values()))[0]]()

    def block(self) -> Sample:
        """A combination of the next block: each comes once before any comes again."""
        if not self._queue:
            self._queue = self.chance.sample(self.blocks, len(self.blocks))
        block = self._queue.pop()
        texts = texts_of(block, self.chance)
        return Sample(texts, texts, block.heading)

    def swapped(self) -> Sample:
        """A sentence with other words and figures."""
        texts = self._sentence()
        return same(renumbered(self.swapper.swapped(texts, self.chance, self.chance.randint(1, 3)), self.chance))

    def framed(self) -> Sample | None:
        """One or two sentences inside a frame."""
        made = self.composer.framed(self._sentence(), self._sentence(), self.chance)
        return made and same(made)

    def _sentence(self) -> Texts:
        """A sentence of the phrase book; some with other figures."""
        texts = texts_of(self.chance.choice(self.sentences), self.chance)
        return renumbered(texts, self.chance) if self.chance.random() < 0.5 else texts

    def _derived(self, derivation: Derivation) -> Sample | None:
        if is_held_out(derivation):
            return None
        wording = self.chance if self.chance.random() < VARIED else None
        written = {language: derivation.text(language) for language in LANGUAGES}
        read = {language: derivation.text(language, wording) for language in LANGUAGES}
        return Sample(read, written, derivation.template.heading)


def same(texts: Texts) -> Sample:
    """A sample that is read as it is written."""
    return Sample(texts, texts)


class Lawyer:
    """Holds samples against the law of some languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.laws: dict[str, Law] = {language: read_law(language) for language in languages}

    def forbids(self, sample: Sample) -> bool:
        """Whether a text of the sample may not be trained on."""
        return any(
            law.breaks(text)
            for language, law in self.laws.items()
            for text in {sample.read[language], sample.written[language]}
        )


def samples(grammar: Grammar, languages: tuple[str, ...], *, seed: int, size: int) -> Iterator[Sample]:
    """`size` samples that may be trained on in these languages."""
    mixture, lawyer = Mixture(grammar, random.Random(seed)), Lawyer(languages)
    made = 0
    while made < size:
        sample = mixture.draw()
        if sample is not None and not lawyer.forbids(sample):
            made += 1
            yield sample


def pair(sample: Sample, source: str, target: str, chance: random.Random) -> tuple[str, str]:
    """Source and target text of a sample, the source as somebody might type it."""
    texts = sample.read[source], sample.written[target]
    capitals = CAPITALS if sample.heading else CAPITAL_SENTENCES
    if chance.random() < capitals and len(texts[0]) < 120:
        texts = upper(texts[0], source), upper(texts[1], target)
    if chance.random() < RETYPED:
        texts = retyped(texts[0], source, chance), texts[1]
    return texts


def typed(texts: Iterable[Sample], source: str, target: str, *, seed: int) -> Iterator[tuple[str, str]]:
    """The pairs of a direction, each source as somebody might type it."""
    chance = random.Random(seed + 1)
    return (pair(sample, source, target, chance) for sample in texts)


def training_pairs(grammar: Grammar, source: str, target: str, *, seed: int, size: int) -> Iterator[tuple[str, str]]:
    """`size` pairs of a direction."""
    return typed(samples(grammar, (source, target), seed=seed, size=size), source, target, seed=seed)


def upper(text: str, language: str) -> str:
    """Capitals by the rules of the language: `İ`, and `ԵՎ` for `և`."""
    if language == "az":
        return az_upper(text)
    return text.replace("և", "ԵՎ").upper() if language == "hy" else text.upper()


def retyped(text: str, language: str, chance: random.Random) -> str:
    """The text as it is often typed: straight quotes, plain spaces, a colon for the Armenian full stop."""
    text = text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")
    if language == "hy" and chance.random() < 0.7:
        text = text.replace("։", ":")
    if language in ("en", "az"):
        text = text.replace("“", '"').replace("”", '"')
    elif chance.random() < 0.4:
        text = re.sub(r"« ?| ?»", '"', text)
    return text


def is_fixed(template: Template) -> bool:
    """A whole hand-written sentence, without slots."""
    return template.section == "sentence" and not template.slots


def is_held_out(derivation: Derivation) -> bool:
    """Whether this sentence is kept for evaluation and never trained on."""
    if is_fixed(derivation.template):
        return not derivation.template.heading and held_out(derivation.template.name, HOLD_OUT_SENTENCES)
    return derivation.entries > 0 and held_out(derivation.key, HOLD_OUT_DERIVATIONS)


def draw(grammar: Grammar, chance: random.Random) -> Derivation:
    """A random derivation of a section that training draws from, each by its share."""
    return grammar.derive(chance.choices(list(SECTIONS), list(SECTIONS.values()))[0], chance)


def held_out_derivations(grammar: Grammar, *, seed: int, size: int) -> list[Derivation]:
    """`size` random derivations that training never sees, sentences with slots only."""
    chance = random.Random(seed)
    found: list[Derivation] = []
    while len(found) < size:
        derivation = grammar.derive("sentence", chance)
        if not is_fixed(derivation.template) and is_held_out(derivation):
            found.append(derivation)
    return found


def held_out_sentences(grammar: Grammar) -> list[Derivation]:
    """The hand-written sentences that training never sees."""
    sentences = (Derivation(template, {}) for template in grammar.sections["sentence"] if is_fixed(template))
    return [sentence for sentence in sentences if is_held_out(sentence)]


def held_out_blocks(*, seed: int = 17, each: int = 3) -> list[Texts]:
    """Combinations of the blocks of the phrase book that training never sees, up to `each` of a block."""
    found: list[Texts] = []
    for block in read_phrasebook():
        if block.held_out:
            combinations = list(block.combinations())
            for picks in random.Random(seed).sample(combinations, min(each, len(combinations))):
                found.append({language: block.text(language, picks) for language in LANGUAGES})
    return found

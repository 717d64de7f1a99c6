"""The register guard: what tells that a text is none that a starter package was made for.

Two signs are used, both cheap: the share of source words that training has seen, and the mean log-probability per
token of the translation. Their limits are set on sentences kept from training and on texts outside the register
(`data/outside_*.txt`), so that at most `FALSE_ALARMS` of the well translated ones are flagged.
"""

import json
import math
import random
import re
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece
from sacrebleu.metrics import CHRF

from tools.starter import corpus
from tools.starter.grammar import Derivation, Grammar
from tools.starter.inflect import az_lower
from tools.starter.lexicon import DATA
from tools.starter.phrasebook import read_phrasebook
from workbench.engines.register import read_register

FALSE_ALARMS, GOOD_CHRF = 0.1, 60.0
MOST_KNOWN = 0.95  # one word in twenty may be new, a name say
LETTERS = 6
WORD = r"[^\W\d_]+"
INSIDE_WORD_MARKS = "՞՜՛"


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence translated: what the guard sees, and whether the translation deserves to pass."""

    known: float
    score: float
    outside: bool
    good: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares from 0 to 1: good translations flagged; texts outside the register flagged; bad translations flagged."""

    false_alarms: float
    outside_caught: float
    bad_caught: float


def words_of(text: str, language: str) -> list[str]:
    """The words of a text as `register.json` lists them: runs of letters, lower case, no Armenian inside marks."""
    text = re.sub(f"[{INSIDE_WORD_MARKS}]", "", text)
    text = az_lower(text) if language == "az" else text.lower()
    return re.findall(WORD, text)


def known_words(grammar: Grammar, language: str, *, seed: int = 5, size: int = 8_000) -> set[str]:
    """What the words begin with that training sees in a sentence: of the phrase book, and of a sample of the grammar.

    Words of the vocabulary that stand in none are not known: a list of words is no register.
    """
    chance = random.Random(seed)
    found: set[str] = set()
    for block in read_phrasebook():
        if not block.held_out:
            for part in block.lines[language]:
                for option in part.options:
                    found.update(words_of(option, language))
            for _ in range(3):
                found.update(words_of(block.text(language, block.draw(chance)), language))
    for _ in range(size):
        derivation = corpus.draw(grammar, chance)
        if not corpus.is_held_out(derivation) and not _has_vocabulary(derivation):
            found.update(words_of(derivation.text(language, chance), language))
    return {word[:LETTERS] for word in found}


def _has_vocabulary(derivation: Derivation) -> bool:
    """Whether a slot is filled from the vocabulary."""
    inner = (filler for filler in derivation.fillers.values() if isinstance(filler, Derivation))
    return any(name == "W" for name in derivation.template.slots.values()) or any(map(_has_vocabulary, inner))


def known_share(text: str, language: str, words: set[str]) -> float:
    """Share of a text's words that are known, 0 to 1; 1 for a text without words."""
    found = words_of(text, language)
    return sum(word[:LETTERS] in words for word in found) / len(found) if found else 1.0


class Package:
    """A package opened with nothing but CTranslate2 and SentencePiece, as any program may."""

    def __init__(self, folder: Path) -> None:
        self.beam = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["beam_size"]
        self.translator = ctranslate2.Translator(str(folder / "model"), compute_type="int8", intra_threads=1)
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))

    def translate(self, texts: list[str]) -> list[tuple[str, float]]:
        """Translations with their mean log-probability per token, with the beam that the package asks for."""
        tokens = self.pieces.encode(texts, out_type=str)
        results = self.translator.translate_batch(
            tokens, beam_size=self.beam, length_penalty=1, return_scores=True, max_decoding_length=200
        )
        return [(self.pieces.decode(result.hypotheses[0]), result.scores[0]) for result in results]


class Register:
    """`register.json` of a package, applied as the workbench applies it."""

    def __init__(self, folder: Path) -> None:
        self.language = json.loads((folder / "register.json").read_text(encoding="utf-8"))["language"]
        register = read_register(folder)
        assert register is not None
        self._register = register

    def flags(self, text: str, score: float) -> bool:
        """Whether a source text whose translation has this score is outside the register."""
        return self._register.outside(self._register.known_share(text, self.language), score)


def outside_texts(language: str) -> list[str]:
    """Sentences that are no statements: news of other kinds, recipes, software, prose."""
    return (DATA / f"outside_{language}.txt").read_text(encoding="utf-8").splitlines()


def held_out_pairs(grammar: Grammar, source: str, target: str) -> list[tuple[str, str]]:
    """Sentences of the register with their translations: mostly of the phrase book, some of the grammar."""
    kept = corpus.held_out_derivations(grammar, seed=11, size=60) + corpus.held_out_sentences(grammar)
    pairs = [(texts[source], texts[target]) for texts in corpus.held_out_blocks()]
    return pairs + [(derivation.text(source), derivation.text(target)) for derivation in kept]


def trials(grammar: Grammar, source: str, target: str, folder: Path, words: set[str]) -> list[Trial]:
    """Held-out sentences and outside texts through a package."""
    package, chrf = Package(folder), CHRF()
    inside = held_out_pairs(grammar, source, target)
    references = [reference for _, reference in inside]
    texts = [text for text, _ in inside] + outside_texts(source)
    made: list[Trial] = []
    for index, (text, (translation, score)) in enumerate(zip(texts, package.translate(texts), strict=True)):
        outside = index >= len(inside)
        good = not outside and chrf.sentence_score(translation, [references[index]]).score >= GOOD_CHRF
        made.append(Trial(known_share(text, source, words), score, outside, good))
    return made


def rates(made: list[Trial], min_known_share: float, min_score: float) -> Rates:
    """What a pair of limits catches."""

    def flagged(kept: list[Trial]) -> float:
        return sum(t.known < min_known_share or t.score < min_score for t in kept) / max(len(kept), 1)

    bad = [t for t in made if not t.good and not t.outside]
    return Rates(flagged([t for t in made if t.good]), flagged([t for t in made if t.outside]), flagged(bad))


def limits(made: list[Trial]) -> tuple[float, float]:
    """The known share and score below which a text is flagged.

    Each is as strict as the good translations allow: either sign may flag half of `FALSE_ALARMS` of them. Neither the
    outside texts nor the bad translations have a part in it; they only measure what the limits catch.
    """
    good = [trial for trial in made if trial.good]
    if not good:
        return MOST_KNOWN, 0.0  # nothing may pass
    spared = int(len(good) * FALSE_ALARMS / 2)
    share = sorted(trial.known for trial in good)[spared]
    score = sorted(trial.score for trial in good)[spared]
    return min(MOST_KNOWN, math.floor(share * 100) / 100), math.floor(score * 100) / 100


def calibrate(grammar: Grammar, source: str, target: str, folder: Path) -> tuple[dict[str, object], Rates]:
    """The content of `register.json` of a package, and what its limits catch."""
    words = known_words(grammar, source)
    made = trials(grammar, source, target, folder, words)
    min_known_share, min_score = limits(made)
    found = rates(made, min_known_share, min_score)
    register: dict[str, object] = {
        "language": source,
        "min_known_share": min_known_share,
        "min_score": min_score,
        "word": WORD,
        "drop": INSIDE_WORD_MARKS,
        "letters": LETTERS,
        "measured": {
            "false_alarms": round(found.false_alarms, 3),
            "outside_caught": round(found.outside_caught, 3),
            "bad_caught": round(found.bad_caught, 3),
        },
        "words": sorted(words),
    }
    return register, found

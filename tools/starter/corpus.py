"""Training pairs: what the grammar derives, with the ways people type it on the source side.

The target side is always canonical, so that a model learns one way to write; the source side varies in wording,
typography and capitals, so that it learns to read several.
"""

import random
import re
from collections.abc import Iterator

from tools.starter.grammar import Derivation, Grammar, Template, held_out
from tools.starter.inflect import az_upper

HOLD_OUT_SENTENCES, HOLD_OUT_DERIVATIONS = 16, 40
PHRASES, VARIED, RETYPED = 0.06, 0.5, 0.25
CAPITALS, CAPITAL_SENTENCES = 0.2, 0.04
SECTIONS = {"sentence": 0.78, "title": 0.13, "figures": 0.05, "named": 0.04}


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


def pair(derivation: Derivation, source: str, target: str, chance: random.Random) -> tuple[str, str]:
    """Source and target text of a derivation, the source varied."""
    wording = chance if chance.random() < VARIED else None
    texts = derivation.text(source, wording), derivation.text(target)
    capitals = CAPITALS if derivation.template.heading else CAPITAL_SENTENCES
    if chance.random() < capitals and len(texts[0]) < 120:
        texts = upper(texts[0], source), upper(texts[1], target)
    if chance.random() < RETYPED:
        texts = retyped(texts[0], source, chance), texts[1]
    return texts


def phrase(grammar: Grammar, source: str, target: str, chance: random.Random) -> tuple[str, str]:
    """A piece smaller than a sentence: a noun phrase or an adverbial."""
    part = grammar.derive(chance.choice(("NP", "ADV", "title")), chance)
    return part.phrase(source), part.phrase(target)


def training_pairs(grammar: Grammar, source: str, target: str, *, seed: int, size: int) -> Iterator[tuple[str, str]]:
    """`size` pairs of a direction: every trainable hand-written sentence first, then random derivations."""
    chance = random.Random(seed)
    made = 0
    for template in grammar.sections["sentence"]:
        derivation = Derivation(template, {})
        if is_fixed(template) and not is_held_out(derivation):
            made += 1
            yield derivation.text(source), derivation.text(target)
    while made < size:
        if chance.random() < PHRASES:
            made += 1
            yield phrase(grammar, source, target, chance)
            continue
        derivation = draw(grammar, chance)
        if not is_held_out(derivation):
            made += 1
            yield pair(derivation, source, target, chance)


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

"""Azerbaijani nouns: suffix chains under vowel harmony, in both directions.

The suffixes come from `languages/az.inflection.toml`. A word's shape is its harmony (of the last vowel: back or front,
unrounded or rounded) and whether it ends in a vowel; every chain is written out once for each of the eight shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from workbench.text.endings import ANY_SHAPE, NOUN, POSSESSED, EndingTable, Rule

VOWELS = "aıoueəiöü"
_HARMONY = {"a": 0, "ı": 0, "e": 1, "ə": 1, "i": 1, "o": 2, "u": 2, "ö": 3, "ü": 3}
_SYMBOLS = {"A": "aəaə", "I": "ıiuü", "Q": "qkqk"}
_SOFT = {"q": "ğ", "k": "y"}
_SHAPES = tuple((harmony, vowel_final) for harmony in range(4) for vowel_final in (False, True))

Chain = tuple[str, ...]


@lru_cache(maxsize=65536)
def shape(stem: str) -> int:
    """The bit of a stem's shape; all bits for a stem without vowels, which is read out letter by letter."""
    last = next((letter for letter in reversed(stem) if letter in _HARMONY), "")
    return 1 << (2 * _HARMONY[last] + (stem[-1] in VOWELS)) if last else ANY_SHAPE


@cache
def _parted(suffix: str) -> tuple[str, str]:
    """A suffix as its bracketed letter, if it has one, and the rest."""
    return (suffix[1], suffix[3:]) if suffix.startswith("(") else ("", suffix)


def written(chain: Iterable[str], harmony: int, vowel_final: bool) -> str:
    """A chain of suffixes as it is written after a stem of some shape."""
    out = ""
    for suffix in chain:
        piece = ""
        buffer, rest = _parted(suffix)
        if buffer and (buffer in "AI") != vowel_final:
            rest = buffer + rest
        for symbol in rest:
            letter = _SYMBOLS[symbol][harmony] if symbol in _SYMBOLS else symbol
            harmony = _HARMONY.get(letter, harmony)
            piece += letter
        if out and out[-1] in _SOFT and piece[:1] in VOWELS:
            out = out[:-1] + _SOFT[out[-1]]
        out += piece
        vowel_final = bool(out) and out[-1] in VOWELS
    return out


def case_chain(nouns: dict[str, Any], number: str, possessive: str, case: str) -> Chain:
    """The suffixes of one form; empty strings for singular, no possessor, nominative."""
    chain = [nouns["plural"]] if number == "plural" else []
    if possessive:
        chain.append(nouns["possessives"][possessive])
    if case:
        chain.append(nouns["cases_after_third" if possessive == "third" else "cases"][case])
    return tuple(chain)


def _chains(nouns: dict[str, Any]) -> Iterator[tuple[Chain, bool, str]]:
    """Every chain of a noun with whether it is doubtful and the form in words."""
    cases = ("", *nouns["cases"])
    other, doubtful = nouns["other"], nouns["doubtful"]
    for number in ("", "plural"):
        for possessive in ("", *nouns["possessives"]):
            for case in cases:
                chain = case_chain(nouns, number, possessive, case)
                form = " ".join(filter(None, (number, possessive, case)))
                if chain:
                    yield chain, False, form
                for copula in doubtful["copula"]:
                    yield (*chain, copula), True, f"{form} copula".strip()
                if case == "locative":
                    for tail in _relative_tails(nouns):
                        yield (*chain, other["relative"], *tail), False, f"{form} relative"
                elif case == "dative":
                    yield (*chain, other["until"]), False, f"{form} until"
        short = (*case_chain(nouns, number, "third", ""), other["instrumental_after_third"])
        yield short, False, f"{number} third instrumental".strip()
    yield (other["relative"],), False, "relative"
    for derived in doubtful["derived"]:
        for tail in _relative_tails(nouns):
            yield (derived, *tail), True, "derived"
            for possessive in ("third", "first_plural"):
                yield (derived, *case_chain(nouns, "", possessive, ""), *tail[1:]), True, "derived"
    for closed in doubtful["closed"]:
        yield (closed,), True, "derived"


def _relative_tails(nouns: dict[str, Any]) -> Iterator[Chain]:
    for number in ("", "plural"):
        for case in ("", *nouns["cases"]):
            yield case_chain(nouns, number, "", case)


def _rules(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    nouns, softening = table["nouns"], table["stems"]["softening"]
    for chain, doubtful, form in _chains(nouns):
        for harmony, vowel_final in _SHAPES:
            bit = 1 << (2 * harmony + vowel_final)
            ending = written(chain, harmony, vowel_final)
            opens = ending[0] in VOWELS
            yield ending, Rule(NOUN, "", bit, opens, doubtful, form)
            if opens and not vowel_final:
                for hard, soft in softening.items():
                    yield soft + ending, Rule(NOUN, hard, bit, False, doubtful, form)
    yield from _possessed_rules(nouns)
    yield from _doubled_rules(table)


def _doubled_rules(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Words that lose or double their last consonant: `haqq` → `haqlar`, `sərhəd` → `sərhəddi`."""
    chains = [(chain, form) for chain, doubtful, form in _chains(table["nouns"]) if not doubtful]
    for key, before_vowel in (("doubled", False), ("doubling", True)):
        for word in table["stems"][key].split():
            stem = word + word[-1] if before_vowel else word[:-1]
            for chain, form in chains:
                ending = written(chain, *shape_of(word))
                if (ending[0] in VOWELS) is before_vowel:
                    yield stem + ending, Rule(NOUN, word, ANY_SHAPE, False, False, form)


def _possessed_rules(nouns: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Forms of a phrase cited with its possessive: `heyəti` → `heyətinə`, `heyətləri`, `heyətimizin`."""
    third = nouns["possessives"]["third"]
    for harmony in range(4):
        bit = 1 << (2 * harmony + 1)
        for case, suffix in nouns["cases_after_third"].items():
            yield written([suffix], harmony, True), Rule(POSSESSED, "", bit, False, False, case)
            if case == "locative":
                relative = written([suffix, nouns["other"]["relative"]], harmony, True)
                yield relative, Rule(POSSESSED, "", bit, False, False, "locative relative")
        short = written([nouns["other"]["instrumental_after_third"]], harmony, True)
        yield short, Rule(POSSESSED, "", bit, False, False, "instrumental")
        for copula in nouns["doubtful"]["copula"]:
            yield written([copula], harmony, True), Rule(POSSESSED, "", bit, False, True, "copula")
    others = [("plural", "third"), ("", "first"), ("", "first_plural"), ("", "second_plural")]
    others += [("plural", "first_plural"), ("plural", "second_plural"), ("plural", "first")]
    for number, possessive in others:
        for case in ("", *nouns["cases"]):
            chain = case_chain(nouns, number, possessive, case)
            form = " ".join(filter(None, (number, possessive, case)))
            for harmony, vowel_final in _SHAPES:
                cited = 1 << (2 * harmony + 1)
                ending, restored = written(chain, harmony, vowel_final), written([third], harmony, vowel_final)
                yield ending, Rule(POSSESSED, restored, cited, False, False, form)
                if number and not vowel_final:
                    for hard, soft in _SOFT.items():
                        yield hard + ending, Rule(POSSESSED, soft + restored, cited, False, False, form)


def _dropped(stems: str) -> dict[str, str]:
    """`oğl` → `oğul`: stems without the vowel that drops, by what is left."""
    return {word[:-2] + word[-1]: word for word in stems.split()}


def ending_table(table: dict[str, Any]) -> EndingTable:
    """The endings of Azerbaijani nouns from its inflection table."""
    short = _dropped(table["stems"]["dropping"])
    short.update({stem: word for word, stem in table["stems"]["irregular"].items()})

    def changes(stem: str) -> Iterable[str]:
        whole = short.get(stem)
        return (whole,) if whole else ()

    return EndingTable(_rules(table), shape, changes)


def inflected(
    word: str,
    table: dict[str, Any],
    number: str,
    possessive: str,
    case: str,
    *,
    possessed: bool,
    softens: bool = True,
) -> str:
    """A folded word in a form; one that is `possessed` already has the third person's possessive in its citation.

    Args:
        softens: whether a final `k` or `q` may soften; in names it does not.
    Raises: KeyError for a case or possessor that the table does not have.
    """
    nouns = table["nouns"]
    if possessed:
        if number != "plural" and possessive in ("", "third"):
            suffix = nouns["cases_after_third"][case] if case else ""
            return word + written([suffix], *shape_of(word)) if suffix else word
        word, possessive = _without_possessive(word), possessive or "third"
    chain = case_chain(nouns, number, possessive, case)
    ending = written(chain, *shape_of(word)) if chain else ""
    return _joined(word, ending, table["stems"], softens)


def _joined(word: str, ending: str, stems: dict[str, Any], softens: bool) -> str:
    if not ending or ending[0] not in VOWELS or word[-1] in VOWELS:
        irregular: str = stems["irregular"].get(word)
        starts = ending[:1]
        # su-y-un, su-y-u, su-y-a: the buffer belongs to the stem.
        return irregular + ending[starts in "nsy" :] if irregular and starts and starts in "nsy" else word + ending
    if word in stems["dropping"].split():
        return word[:-2] + word[-1] + ending
    syllables = sum(letter in VOWELS for letter in word)
    soft: str | None = stems["softening"].get(word[-1])
    if softens and soft and syllables > 1 and word not in stems["hard"].split():
        return word[:-1] + soft + ending
    return word + ending


def shape_of(word: str) -> tuple[int, bool]:
    """The harmony of a word's last vowel (0 ı, 1 i, 2 u, 3 ü; 1 where it has none), and whether it ends in a vowel."""
    last = next((letter for letter in reversed(word) if letter in _HARMONY), "ə")
    return _HARMONY[last], word[-1] in VOWELS


def _without_possessive(word: str) -> str:
    """`heyəti` → `heyət`, `respublikası` → `respublika`, `təhlükəsizliyi` → `təhlükəsizlik`, `ştatları` → `ştat`."""
    plural = re.fullmatch(r"(.+)l[aə]r[ıi]", word)
    if plural:
        return plural[1]
    if len(word) > 3 and word[-2] == "s" and word[-3] in VOWELS:
        return word[:-2]
    if word[-1] not in VOWELS:
        return word
    bare = word[:-1]
    return bare[:-1] + {"ğ": "q", "y": "k"}.get(bare[-1], bare[-1])

"""A segment as tokens, each with what it can be recognised by in a translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.alignment.marks import TOKEN, Kind, Marker
from workbench.alignment.reading import Words
from workbench.core.term import TermHit
from workbench.text.entities import entities
from workbench.text.function_words import is_function_word
from workbench.text.names import transliterated
from workbench.text.tokenizer import LINK, NUMBER, PLACEHOLDER, PUNCTUATION, TAG, WORD, Token, tokens

_LONGEST_WORD = 60
_CODES = frozenset((TAG, PLACEHOLDER, LINK))
_SIGNS = {
    **dict.fromkeys(".։:;!?…․", "stop"),
    **dict.fromkeys(",՝", "comma"),
    **dict.fromkeys('"“”„«»‹›', "quote"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
    **dict.fromkeys("-–—―", "dash"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """What a token is, wherever it stands.

    Attributes:
        marks: what it may be recognised by, with the kind of each; of a punctuation mark what it is for, of a code its
            text and how many equal ones stand before it.
        concepts: how many concepts the vocabulary has for it.
        latin: its letters as plain Latin ones, in lower case; empty for what is no word.
        stems: numbers of its parts in the learnt lexicon.
        is_sign: whether it is a punctuation mark or a code.
        is_function: whether it only holds the sentence together.
        is_capital: whether it begins with a capital letter and goes on with small ones.
    """

    marks: dict[str, Kind]
    concepts: int = 0
    latin: str = ""
    stems: tuple[int, ...] = ()
    is_sign: bool = False
    is_function: bool = False
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens in a row that mean the same as a run of the other side with the same name: a term, a number, a date."""

    name: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: its tokens in order, what each of them is, and the runs among them."""

    tokens: Sequence[Token]
    words: Sequence[Word]
    runs: Sequence[Run]

    def part(self, first: int, end: int) -> Side:
        """Some of its tokens."""
        runs = [Run(run.name, run.first - first, run.end - first) for run in self.runs if first <= run.first]
        kept = [run for run in runs if run.end <= end - first]
        return Side(self.tokens[first:end], self.words[first:end], kept)


class SideReader:
    """Reads segments of one language; remembers the words that it has read.

    Args:
        language: BCP 47 tag.
        marker: knows the marks of a word.
        words: numbers the stems of the learnt lexicon; None without one.
    """

    def __init__(self, language: str, marker: Marker, words: Words | None) -> None:
        self._language, self._marker, self._numbers = language, marker, words
        self._read: dict[str, Word] = {}

    def read(self, text: str, terms: Sequence[TermHit]) -> Side:
        """A segment and the terms found in it."""
        found = tokens(text, self._language)
        seen: Counter[str] = Counter()
        words = []
        for token in found:
            if token.kind in _CODES:
                words.append(Word({f"code {token.text} {seen[token.text]}": Kind.TERM}, is_sign=True))
                seen[token.text] += 1
            else:
                words.append(self._word(token))
        return Side(found, words, list(self._runs(text, found, terms)))

    def _runs(self, text: str, found: Sequence[Token], terms: Sequence[TermHit]) -> Iterator[Run]:
        named = [(f"concept {hit.concept}", hit.start, hit.end) for hit in terms]
        named += [
            (f"value {entity.value}", entity.start, entity.end)
            for entity in entities(text, self._language)
            if not entity.vague
        ]
        first_at = {place: number for number, token in enumerate(found) for place in range(token.start, token.end)}
        for name, start, end in named:
            inside = sorted({first_at[place] for place in range(start, end) if place in first_at})
            if inside:
                yield Run(name, inside[0], inside[-1] + 1)

    def _word(self, token: Token) -> Word:
        known = self._read.get(token.text)
        if known is None:
            known = self._read[token.text] = self._new(token)
        return known

    def _new(self, token: Token) -> Word:
        text = token.text
        if token.kind == PUNCTUATION or len(text) > _LONGEST_WORD:
            return Word({f"sign {_SIGNS.get(text[0], text)}": Kind.SIGN}, is_sign=True)
        parts = [part for part in TOKEN.findall(text) if part[0].isalnum()]
        whole = [text] if token.kind == WORD else []
        marks = dict(mark for part in dict.fromkeys(whole + parts) for mark in self._marker.marks(part))
        stems: tuple[int, ...] = ()
        if self._numbers is not None:
            numbers = [self._numbers.number(part) for part in parts]
            stems = tuple(int(stem) for stem in self._numbers.table()[3][numbers] if stem >= 0)
        return Word(
            marks,
            sum(kind is Kind.VOCABULARY for kind in marks.values()),
            transliterated(text, self._language).lower() if token.kind == WORD else "",
            stems,
            False,
            token.kind != NUMBER and is_function_word(text, self._language),
            text[0].isupper() and not text.isupper(),
        )

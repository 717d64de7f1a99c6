"""A segment as tokens, each with what it can be recognised by in a translation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.alignment.marks import TOKEN, Kind, Marker
from workbench.alignment.reading import Words
from workbench.core.term import TermHit
from workbench.text.entities import entities
from workbench.text.function_words import is_function_word
from workbench.text.names import transliterated
from workbench.text.tokenizer import LINK, PLACEHOLDER, PUNCTUATION, TAG, WORD, Token, tokens

_LONGEST_WORD = 60
_LOOKED_AT = 20_000
_CODES = frozenset((TAG, PLACEHOLDER, LINK))
_USES = {
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
        marks: what it may be recognised by, with the kind of each.
        concepts: how many of them are concepts of the vocabulary.
        latin: its letters as plain Latin ones, in lower case; empty for what is no word.
        stems: numbers of its parts in the learnt lexicon.
        is_function: whether it only holds the sentence together.
        is_capital: whether it begins with a capital letter and goes on with small ones.
        is_sign: whether it is a punctuation mark or a code: its one mark is what it is for, or which code it is.
    """

    marks: dict[str, Kind]
    concepts: int = 0
    latin: str = ""
    stems: tuple[int, ...] = ()
    is_function: bool = False
    is_capital: bool = False
    is_sign: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens in a row that mean together what a run of the other side with the same name means: a term, a date."""

    name: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair of segments: its tokens in order, what each of them is, and the runs among them.

    Attributes:
        codes: for each code, by its text and how many like it stand before, its place among the tokens.
    """

    tokens: Sequence[Token]
    words: Sequence[Word]
    runs: Sequence[Run]
    codes: dict[tuple[str, int], int]

    def part(self, first: int, end: int) -> Side:
        """Some of its tokens; what runs across the border is no run of theirs."""
        runs = [
            Run(run.name, run.first - first, run.end - first)
            for run in self.runs
            if first <= run.first and run.end <= end
        ]
        codes = {code: place - first for code, place in self.codes.items() if first <= place < end}
        return Side(self.tokens[first:end], self.words[first:end], runs, codes)


class SideReader:
    """Reads segments of one language; remembers the words that it has read.

    Args:
        marker: knows the marks of a word of that language.
        numbers: numbers the stems of the learnt lexicon; None without one.
    """

    def __init__(self, marker: Marker, numbers: Words | None = None) -> None:
        self._language = marker.language
        self._marker, self._numbers = marker, numbers
        self._read: dict[str, Word] = {}

    def read(self, text: str, terms: Sequence[TermHit] = ()) -> Side:
        """A segment, and the terms found in it."""
        found = tokens(text, self._language)
        seen: Counter[str] = Counter()
        codes: dict[tuple[str, int], int] = {}
        words = []
        for place, token in enumerate(found):
            if token.kind in _CODES:
                code = token.text, seen[token.text]
                codes[code] = place
                seen[token.text] += 1
                words.append(Word({f"code {code[1]} {code[0]}": Kind.TERM}, is_sign=True))
            else:
                words.append(self._word(token))
        return Side(found, words, list(self._runs(text, found, terms)), codes)

    def _word(self, token: Token) -> Word:
        known = self._read.get(token.text)
        if known is None:
            known = self._read[token.text] = self._new(token)
        return known

    def _new(self, token: Token) -> Word:
        text = token.text
        if token.kind == PUNCTUATION:
            return Word({f"sign {_USES.get(text[0], text)}": Kind.SIGN}, is_sign=True)
        if len(text) > _LONGEST_WORD:
            return Word({})
        parts = [part for part in TOKEN.findall(text) if part[0].isalnum()]
        is_word = token.kind == WORD
        whole = [text] if is_word else []
        marks = dict(mark for part in dict.fromkeys(whole + parts) for mark in self._marker.marks(part))
        return Word(
            marks,
            concepts=sum(kind is Kind.VOCABULARY for kind in marks.values()),
            latin=transliterated(text, self._language).lower() if is_word else "",
            stems=self._stems(parts),
            is_function=is_word and is_function_word(text, self._language),
            is_capital=text[0].isupper() and not text.isupper(),
        )

    def _stems(self, parts: Sequence[str]) -> tuple[int, ...]:
        if self._numbers is None:
            return ()
        numbers = [self._numbers.number(part) for part in parts]
        return tuple(stem for stem in self._numbers.table()[3][numbers].tolist() if stem >= 0)

    def _runs(self, text: str, found: Sequence[Token], terms: Sequence[TermHit]) -> Iterator[Run]:
        named = [(f"concept {hit.concept}", hit.start, hit.end) for hit in terms]
        named += [
            (f"value {entity.value}", entity.start, entity.end)
            for entity in entities(text[:_LOOKED_AT], self._language)
            if not entity.vague
        ]
        starts, ends = [token.start for token in found], [token.end for token in found]
        for name, start, end in named:
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            if first < last:
                yield Run(name, first, last)

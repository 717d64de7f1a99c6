"""A text cut into sentences, headings and list items, such that the pieces join to the text again.

The rules, in the order in which they count:

1. A blank line ends a segment, always. A separator (white space, line ends) belongs to the segment before it; leading
   white space belongs to the first. A segment holds something visible, unless the whole text does not.
2. A run of stops with its closing quotes, brackets and footnote marks, then white space, ends a sentence unless
   what follows goes on (a small letter, a comma, the verb that names the speaker of a quotation) or what precedes is an
   abbreviation, an initial or a list number. The lists are in `languages/*.toml`.
3. Armenian: `։` ends a sentence, and so does `:`; but in a text that mostly writes `։`, only before a capital letter,
   since it then may introduce a quotation or a list. `.` and `․` are semicolons there, except in a text that uses
   neither of the two. `՞ ՜ ՛ ՝` end nothing.
4. A line end without a stop ends a segment (headings, lists, one sentence a line) unless the line looks wrapped:
   the next line goes on with a small letter after a line of some length, or the text is known to be wrapped and
   the next word would not have fitted into its width. A bullet, a number or a dialogue dash begins a segment.

Time is linear in the length of the text, also when it is one line of 100 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from workbench.core.language import base
from workbench.text.languages import words
from workbench.text.normalize import fold

_CLOSERS = r"(?:[^\S\r\n]?[»›](?!\w)|[\"'”’“»›)\]}*_⁾]|\[\d{1,3}\]|[¹²³⁰⁴-⁹])*+"
_OPENERS = frozenset("\"'“”„‟‘‚«»‹›([{*_-–—―¿¡")
_DASHES = frozenset("-–—―")
_QUOTES = frozenset("\"'”’»›“")
_WITHOUT_SPACE = frozenset("։。！？।")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_LIST_MARK = re.compile(
    r"[^\S\r\n]*+(?:[-–—―*•·◦▪‣●○■□➢►✓][^\S\r\n]|[–—―](?=\w)|[•◦▪‣●]|#{1,6}\s|>|\||"
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[^\W\d_]|[ivxIVX]{1,6})[.)](?=\s)|\d{1,3}(?:\.\d{1,3}){1,4}\s|[-*_=]{3,})"
)
_INITIAL_AT_START = re.compile(r"[^\S\r\n]*+[^\W\d_]\.")
_LAST_WORD = re.compile(r"[\w\u0300-\u036f](?:[\w\u0300-\u036f.․&/-]|['’](?=\w))*+$")
_WORD = re.compile(r"[\w\u0300-\u036f'’-]+")
_ROMAN_OR_NUMBER = re.compile(r"[\d№]|[IVXLC]+\b")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]++")
_LINE_STOPS = frozenset(".!?…։:;")
_ROMAN = re.compile(r"[IVXL]{1,6}")
_CLAUSE_END = re.compile(r"[!?;:…։]|(?<=\w{3})\.\s")
_LOOK_BACK = 48
_LOOK_AHEAD = 160
_LONGEST_WRAPPED_LINE = 160
_SHORTEST_WRAPPED_LINE = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, offsets in code points, half-open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


def segment(text: str, language: str) -> list[str]:
    """The segments of `text` in order; `"".join(segment(text, …)) == text` for every text, and none for the empty one.

    Args:
        language: a BCP 47 tag; a language without a table is cut by the default one.
    """
    return [span.of(text) for span in segment_spans(text, language)]


def segment_spans(text: str, language: str) -> list[Span]:
    """Where the segments of `text` lie: spans that touch, from 0 to its length; none for the empty text."""
    cuts = [0, *_visible_cuts(text, _Reading(text, _rules(base(language))).cuts()), len(text)]
    return [Span(start, end) for start, end in pairwise(cuts) if end > start]


def _visible_cuts(text: str, cuts: Iterator[int]) -> Iterator[int]:
    """Those cuts that leave something visible on both sides, so that no segment is blank."""
    start, pending = 0, None
    for cut in cuts:
        if _VISIBLE.search(text, start, cut):
            if pending is not None:
                yield pending
            start = pending = cut
    if pending is not None and _VISIBLE.search(text, pending):
        yield pending


@dataclass(frozen=True)
class _Abbreviations:
    """Abbreviations without their last stop; those listed with a capital are known only with one."""

    either_case: frozenset[str]
    with_capital: frozenset[str]

    @classmethod
    def of(cls, listed: tuple[str, ...], language: str) -> _Abbreviations:
        small = (word for word in listed if word == word.lower())
        return cls(
            frozenset(fold(word, language) for word in small), frozenset(fold(word, language) for word in listed)
        )

    def knows(self, word: str, folded: str) -> bool:
        return folded in (self.with_capital if word[:1].isupper() else self.either_case)


@dataclass(frozen=True)
class _Rules:
    language: str
    candidate: re.Pattern[str]
    weak_stops: str
    never_ends: _Abbreviations
    before_number: _Abbreviations
    rarely_ends: _Abbreviations
    starters: frozenset[str]
    attribution: frozenset[str]
    headings: frozenset[str]


@cache
def _rules(language: str) -> _Rules:
    def listed(key: str) -> tuple[str, ...]:
        return words(language, "segmentation", key)

    def abbreviations(key: str) -> _Abbreviations:
        return _Abbreviations.of(listed(key), language)

    weak = "".join(listed("weak_stops"))
    stops = re.escape("".join(listed("stops")) + weak)
    return _Rules(
        language=language,
        candidate=re.compile(
            rf"(?P<stop>[{stops}]++)(?P<closers>{_CLOSERS})(?P<gap>\s*+)"
            r"|(?<!\s)(?P<line>[^\S\n\r\v\f\x85\u2028\u2029]*+[\n\r\v\f\x85\u2028\u2029]\s*+)"
        ),
        weak_stops=weak,
        never_ends=abbreviations("never_ends"),
        before_number=abbreviations("before_number"),
        rarely_ends=abbreviations("rarely_ends"),
        starters=frozenset(fold(word, language) for word in listed("starters")),
        attribution=frozenset(fold(word, language) for word in listed("attribution")),
        headings=frozenset(fold(word, language) for word in listed("headings")),
    )


class _Reading:
    """One pass over one text: what the whole text shows about its habits, and where it is to be cut."""

    def __init__(self, text: str, rules: _Rules) -> None:
        self.text = text
        self.rules = rules
        self.start = 0
        self.colon_ends, self.weak_ends = _armenian_habits(text) if rules.weak_stops else (False, False)
        self.wrap_width = _wrap_width(text)

    def cuts(self) -> Iterator[int]:
        """Offsets at which a segment begins, ascending, without 0 and the end."""
        for found in self.rules.candidate.finditer(self.text):
            end = found.end()
            if end < len(self.text) and self._ends_here(found):
                self.start = end
                yield end

    def _ends_here(self, found: re.Match[str]) -> bool:
        gap = found["line"] or found["gap"]
        line_ends = len(_LINE_END.findall(gap))
        if line_ends > 1:
            return True
        if found["line"] is None and self._ends_sentence(found):
            return True
        return line_ends == 1 and not self._goes_on(found)

    # Stops

    def _ends_sentence(self, found: re.Match[str]) -> bool:
        stop, closers, gap = found["stop"], found["closers"], found["gap"]
        following = self._following(found.end())
        if not gap and not self._parts_without_space(found):
            return False
        first = following[:1]
        if not first or first in ",;:)]}%":
            return False
        if "։" in stop:
            return not (closers and first.islower())
        if ":" in stop and self.rules.weak_stops:
            introduces = not self.colon_ends and not self.text[found.end()].isupper()
            return not introduces and not first.islower()
        if first.islower():
            return False
        if set(stop) <= set(self.rules.weak_stops) and not self.weak_ends:
            return len(stop) > 1
        if stop != "." and stop != "․":
            return not (_QUOTES & set(closers) and self._names_the_speaker(following))
        return closers != "" or not self._abbreviates(found.start(), following, found.end())

    def _parts_without_space(self, found: re.Match[str]) -> bool:
        """Stops that no space need follow: `։`, full-width ones, `:` between a small and a capital Armenian letter."""
        stop, at = found["stop"], found.start()
        if stop[-1] in _WITHOUT_SPACE:
            return True
        after = self.text[found.end() : found.end() + 2]
        return stop == ":" and at > 0 and self.text[at - 1] in _ARMENIAN_SMALL and after[:1] in _ARMENIAN_CAPITALS

    def _following(self, at: int) -> str:
        """The text after `at` without opening quotes, brackets and dashes; at most `_LOOK_AHEAD` long."""
        window = self.text[at : at + _LOOK_AHEAD]
        skip = 0
        while skip < len(window) and (window[skip] in _OPENERS or (skip and window[skip].isspace())):
            skip += 1
        return window[skip:]

    def _names_the_speaker(self, following: str) -> bool:
        """`Mr. Smith asked.` after a quotation: a verb of saying within five words, before the clause goes on."""
        clause = _CLAUSE_END.split(following, maxsplit=1)[0]
        for position, word in enumerate(_WORD.finditer(clause)):
            if fold(word[0], self.rules.language) in self.rules.attribution:
                return position > 0
            if position > 4 or (position == 0 and self._starts_sentence(following)):
                return False
        return False

    def _starts_sentence(self, following: str) -> bool:
        word = _WORD.match(following)
        if not word:
            return False
        folded = fold(word[0], self.rules.language)
        head, apostrophe, _ = folded.replace("’", "'").partition("'")
        return folded in self.rules.starters or (
            apostrophe != "" and (head in self.rules.starters or head + "'" in self.rules.starters)
        )

    def _abbreviates(self, stop_at: int, following: str, after: int) -> bool:
        """Whether the single stop at `stop_at` belongs to an abbreviation, an initial or a list number."""
        found = _LAST_WORD.search(self.text[max(self.start, stop_at - _LOOK_BACK) : stop_at])
        if not found:
            return False
        word, begins = found[0], stop_at - len(found[0])
        if self._numbers_a_heading(begins, word):
            return True
        if word.isdigit() or _is_letter(word):
            marked = self._is_list_number(begins, word)
            if marked or word.isdigit():
                return marked
        word = re.split("['’]", word)[-1]
        folded = fold(word, self.rules.language)
        if self.rules.never_ends.knows(word, folded) and not self._measures(begins, word):
            return True
        if self.rules.before_number.knows(word, folded) and _ROMAN_OR_NUMBER.match(following):
            return True
        if self.rules.rarely_ends.knows(word, folded) or _is_dotted(word) or self._is_initial(word, begins, after):
            return not self._starts_sentence(following)
        return False

    def _measures(self, begins: int, word: str) -> bool:
        """`10 m.`, `5 c.`: a small letter after a figure is a unit, which may end a sentence."""
        return len(word) < 3 and word.islower() and self.text[max(0, begins - 2) : begins - 1].isdigit()

    def _is_initial(self, word: str, begins: int, after: int) -> bool:
        """A single capital, as in `J. Smith` or `Ա. Բ. Սարգսյան`; not the letter of `Plan B.` at the end of a line."""
        if not (_is_letter(word) and word.isupper()) or not _stands_free(self.text, begins):
            return False
        return "\n" not in self.text[begins:after]

    def _is_list_number(self, begins: int, word: str) -> bool:
        """A number or small letter that opens the segment or follows `:`, `;` or a comma: it numbers what follows."""
        if len(word) > 3 or (word.isupper() and not word.isdigit()):
            return False
        window = self.text[max(self.start, begins - _LOOK_BACK) : begins]
        before = window.rstrip(" \t\u00a0\u202f(*_-–—•\"'«“")
        if not before.strip() or before[-1] in "\n\r":
            return True
        if before == window:
            return False
        return before[-1] in ":;" or (before[-1] == "," and before[-2:-1].isalpha())

    def _numbers_a_heading(self, begins: int, word: str) -> bool:
        """`II.` or `Article 5.` at the start of a segment: its title follows."""
        if not (word.isdigit() or _ROMAN.fullmatch(word)):
            return False
        before = self.text[max(self.start, begins - _LOOK_BACK) : begins].strip()
        if not before:
            return not word.isdigit()
        return fold(before, self.rules.language) in self.rules.headings

    # Line ends

    def _goes_on(self, found: re.Match[str]) -> bool:
        """Whether the line that ends at this single line end is continued by the next."""
        text, end = self.text, found.end()
        if _is_list_item(text, _line_start(text, end)):
            return False
        line_end = _LINE_END.search(text, found.start(), end)
        line = _line_before(text, line_end.start() if line_end else found.start())
        first = self._following(end)[:1]
        stopped = found["line"] is None
        if stopped:
            return self._abbreviates(found.start(), self._following(end), end) or (
                first.islower() and self.wrap_width > 0
            )
        if first.islower():
            return _may_be_wrapped(line) and not line.rstrip().endswith((":", ";"))
        if line.rstrip().endswith(("\u00ad", "‐")):
            return True
        return 0 < self.wrap_width < len(line.rstrip()) + 1 + len(
            _first_word(text, end)
        ) and not line.rstrip().endswith(":")


_ARMENIAN_SMALL = frozenset("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև»")
_ARMENIAN_CAPITALS = frozenset("ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ«")
_SENTENCE_COLON = re.compile(r"[^\W\d]»?:(?:\s|$|[»\"”])|\d:\s+[Ա-Ֆ«]|»:")


def _armenian_habits(text: str) -> tuple[bool, bool]:
    """Whether `:` ends sentences in this Armenian text, and whether `.` has to, nothing else doing it."""
    verjaket = text.count("։")
    colons = sum(1 for _ in _SENTENCE_COLON.finditer(text))
    return colons > verjaket, verjaket + colons == 0


def _stands_free(text: str, at: int) -> bool:
    """Whether what begins at `at` follows a space, an opening mark, a hyphen or nothing: no part of an address."""
    return at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENERS


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _is_dotted(word: str) -> bool:
    """`U.N`, `J.-C`, `Ա.Բ`: letters parted by stops."""
    parts = re.split(r"[.․]-?", word)
    return len(parts) > 1 and all(len(part) < 3 and part.isalpha() for part in parts)


def _line_start(text: str, at: int) -> int:
    """Where the line of offset `at` begins, looking back over indentation alone."""
    while at > 0 and text[at - 1] in " \t\u00a0":
        at -= 1
    return at


def _line_before(text: str, end: int) -> str:
    """The line that ends at `end`, or its last `_LONGEST_WRAPPED_LINE` + 1 characters."""
    window = text[max(0, end - _LONGEST_WRAPPED_LINE - 1) : end]
    return _LINE_END.split(window)[-1]


def _first_word(text: str, at: int) -> str:
    return text[at : at + _LOOK_BACK].split(maxsplit=1)[0] if text[at : at + 1] else ""


def _may_be_wrapped(line: str) -> bool:
    return _SHORTEST_WRAPPED_LINE <= len(line.strip()) <= _LONGEST_WRAPPED_LINE


def _is_list_item(text: str, at: int) -> bool:
    """Whether the line at `at` begins with a bullet, a number or a dash; an initial (`J. Smith`) is none of them."""
    mark = _LIST_MARK.match(text, at)
    if mark is None:
        return False
    return not (_INITIAL_AT_START.match(text, at) and mark[0].strip()[0].isupper())


def _wrap_width(text: str) -> int:
    """The width to which the lines of `text` were wrapped, in code points; 0 if they show no sign of it.

    The sign is a line of 30 to 160 characters without a stop before a line that goes on with a small letter.
    """
    width, previous, end = 0, "", -1
    for found in _LINE.finditer(text):
        line = text[found.start() : min(found.end(), found.start() + _LONGEST_WRAPPED_LINE + 1)]
        goes_on = found.start() - end <= 2 and line.lstrip()[:1].islower() and not _is_list_item(line, 0)
        if goes_on and _may_be_wrapped(previous) and previous.rstrip()[-1:] not in _LINE_STOPS:
            width = max(width, len(previous.rstrip()))
        previous, end = line, found.end()
    return width

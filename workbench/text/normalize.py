"""One text, many spellings: case by language, Unicode form, quotes, spaces and letters that only look right.

`fold` and `comparable` make keys for comparing; they may change a text's length, so offsets into their results are
not offsets into the text. `repair` keeps the length. Nothing here changes what a user typed unless asked to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from workbench.core.language import base
from workbench.text.languages import table

_DOTTED_I_LANGUAGES = frozenset({"az", "tr"})
_ARMENIAN_LANGUAGES = frozenset({"hy", "hyw"})

_APOSTROPHES = "'’‘ʼʻ`´′＇՚"
_DOUBLE_QUOTES = '"“”„‟«»″＂'
_SINGLE_GUILLEMETS = "‹›"
_DASHES = "-‐‑‒–—―−֊﹣－"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_COMPARE: dict[int, str | None] = {
    **{ord(mark): "'" for mark in _APOSTROPHES + _SINGLE_GUILLEMETS},
    **{ord(mark): '"' for mark in _DOUBLE_QUOTES},
    **{ord(mark): "-" for mark in _DASHES},
    **{ord(mark): None for mark in _INVISIBLE},
    ord("…"): "...",
}
_ARMENIAN_COMPARE: dict[int, str | None] = {ord("։"): ":", ord("․"): "."}
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad])*")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f])*(?:['’ʼ](?:[^\W_]|[\u0300-\u036f])+)*")
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """`text` in Unicode normalisation form C (UAX 15)."""
    return unicodedata.normalize("NFC", text)


def as_same(text: str) -> str:
    """What is equal for the same segment: Unicode form and the kind and number of white space aside."""
    return " ".join(nfc(text).split())


def lower(text: str, language: str) -> str:
    """`text` in lower case as `language` pairs its letters: az `I` → `ı`, `İ` → `i`; hy `ԵՎ` → `և` but for `ԵՎՐՈՊԱ`."""
    code = base(language)
    if code in _DOTTED_I_LANGUAGES:
        text = text.replace("I\u0307", "i").replace("İ", "i").replace("I", "ı")
    if code in _ARMENIAN_LANGUAGES:
        text = _join_armenian_ew(text)
    return text.lower().replace("i\u0307", "i") if code in _DOTTED_I_LANGUAGES else text.lower()


def _join_armenian_ew(text: str) -> str:
    """Capitals `ԵՎ` back to the ligature: as a word of its own or after a letter; `ԵՎՐՈՊԱ` starts with two letters."""
    return re.sub(r"(?<=[Ա-Ֆա-և])ԵՎ|\bԵ[Վվ]\b", "և", text)


def upper(text: str, language: str) -> str:
    """`text` in capitals as `language` pairs its letters: az `i` → `İ`, `ı` → `I`; hy `և` → `ԵՎ`; accents are kept."""
    code = base(language)
    if code in _DOTTED_I_LANGUAGES:
        text = text.replace("i", "İ")
    if code in _ARMENIAN_LANGUAGES:
        text = text.replace("և", "ԵՎ")
    return text.upper()


def capitalized(text: str, language: str) -> str:
    """`text` with its first letter a capital and the rest untouched; hy `և` → `Եվ`."""
    found = _LETTERS.search(text)
    if not found:
        return text
    first, at = text[found.start()], found.start()
    if first == "և":
        return f"{text[:at]}Եվ{text[at + 1 :]}"
    return text[:at] + upper(first, language) + text[at + 1 :]


def titlecase(text: str, language: str) -> str:
    """Every word with a capital and the rest in lower case; apostrophes stay inside words."""
    return _WORD.sub(lambda word: capitalized(lower(word[0], language), language), text)


def sentence_case(text: str, language: str) -> str:
    """`text` in lower case with a capital at its start, as a headline reads in running text; names lose theirs."""
    return capitalized(lower(text, language), language)


def is_shouted(text: str) -> bool:
    """Whether `text` is written in capitals: at least two cased letters, all of them capitals (`և` aside)."""
    cased = [letter for letter in text if letter.isupper() or (letter.islower() and letter != "և")]
    return len(cased) > 1 and all(letter.isupper() for letter in cased)


def fold(text: str, language: str) -> str:
    """A key under which spellings that differ in case alone are equal, in either direction.

    `BAKI` and `Bakı` are equal in az and different in en; `ԵՐԵՎԱՆ`, `Երևան` and classical `Երեւան` are equal in hy.
    The result is in NFC, may differ in length, and folding it again changes nothing.
    """
    code = base(language)
    text = nfc(text)
    if code in _DOTTED_I_LANGUAGES:
        text = text.replace("İ", "i").replace("I", "ı")
    text = text.casefold()
    if code in _DOTTED_I_LANGUAGES:
        text = text.replace("i\u0307", "i")
    if code in _ARMENIAN_LANGUAGES:
        text = text.replace("եվ", "եւ")
    return nfc(text)


def comparable(text: str, language: str) -> str:
    """A key under which texts are equal that a reader would call the same.

    On top of `fold`: look-alike letters as meant, one kind of quote, apostrophe, dash and space, no soft hyphens or
    zero-width marks, `…` as three stops, `։` as `:` in Armenian; white space is trimmed.
    """
    text = repair(nfc(text), language).translate(_COMPARE)
    if base(language) in _ARMENIAN_LANGUAGES:
        text = text.translate(_ARMENIAN_COMPARE)
    return fold(_SPACES.sub(" ", text).strip(), language)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A letter of a foreign script in the place of one that looks the same; `start` in code points."""

    start: int
    found: str
    meant: str


def look_alikes(text: str, language: str) -> list[LookAlike]:
    """Letters that only look like letters of `language`, in the order of the text.

    A letter counts inside a word that is otherwise in the language's script and whose strangers can all be explained:
    Cyrillic `ә` in `vә`, Latin `o` in `Հայաստաoն`. Words wholly in another script are left alone; so are `iPhone`
    before an Armenian ending and hyphenated endings. Letters listed as `always` count anywhere.
    """
    always, mixed, native = _look_alike_table(base(language))
    found = []
    for word in _LETTERS.finditer(text):
        if word[0].isascii() and native("a"):
            continue
        strangers = [at for at, letter in enumerate(word[0]) if letter in always or letter in mixed]
        if strangers:
            found += _explained(word[0], word.start(), strangers, always, mixed, native)
    return found


def _explained(
    word: str,
    offset: int,
    strangers: list[int],
    always: dict[str, str],
    mixed: dict[str, str],
    native: Callable[[str], bool],
) -> list[LookAlike]:
    letters = [letter for letter in word if letter.isalpha()]
    own = sum(1 for letter in letters if native(letter) and letter not in always)
    explained = own >= len(strangers) and own + len(strangers) == len(letters)
    meant = {**mixed, **always} if explained else always
    return [LookAlike(offset + at, word[at], meant[word[at]]) for at in strangers if word[at] in meant]


def repair(text: str, language: str) -> str:
    """`text` with every look-alike letter as meant; the length stays the same."""
    found = look_alikes(text, language)
    if not found:
        return text
    letters = list(text)
    for one in found:
        letters[one.start] = one.meant
    return "".join(letters)


@cache
def _look_alike_table(code: str) -> tuple[dict[str, str], dict[str, str], Callable[[str], bool]]:
    section = table(code).get("look_alikes", {})
    script = section.get("script", "LATIN")

    def native(letter: str) -> bool:
        return unicodedata.name(letter, "").startswith(script)

    return dict(section.get("always", {})), dict(section.get("mixed", {})), cache(native)

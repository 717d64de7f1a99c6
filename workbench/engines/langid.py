"""Which language is a text in: script evidence first, then langdetect's profiles, then a second opinion on close calls.

langdetect ships n-gram profiles of 55 languages, neither Azerbaijani nor Armenian among them, and scores a random
sample of a text's n-grams. Here all of a text's n-grams are scored, so that the answer is the same every time:

1. The script decides alone where one language of ours writes in it (Armenian, Georgian, Greek …).
2. Else a naive Bayes over n-grams of 1 to 3 letters, on langdetect's profiles and ours for the languages we know well.
3. Where that is a close call for a language we know well, a naive Bayes over 1 to 4 letters among just those has the
   last word: it tells Azerbaijani from Turkish.

Words are scored once and remembered, which makes it ten times as fast as langdetect.
Source: Shuyo (2010), the langdetect profiles; Cavnar and Trenkle (1994) for n-grams within words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ConfigError
from workbench.core.language import UNDETERMINED, base
from workbench.engines.varieties import (
    ARABIC_AZERBAIJANI,
    WESTERN_ARMENIAN,
    is_arabic_azerbaijani,
    is_western_armenian,
)
from workbench.text.script import scripts

LONGEST = 4
"""Letters in the longest n-gram of our own profiles; langdetect's have three."""

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\b[a-z]+://\S+|\bwww\.\S+|[\w.+-]{1,64}@\w\S*|@\w+", re.IGNORECASE)
"""Web and mail addresses and account names, which are in no language."""
_WORDS_REMEMBERED = 200_000
_LETTERS_LOOKED_AT = 20_000
_FLOOR = 1e-5
"""Relative frequency of an n-gram that a profile lacks: langdetect drops what is rarer."""
_OWN_SHARE = 0.5
"""Weight of our counts beside langdetect's where a language has both."""
_HOME = 2.0
"""Nats by which the languages of the workbench are likelier than others before anything is read."""
_SHARPNESS = 0.25
"""N-grams overlap, so their evidence is counted several times over; this tempers it into a probability."""
_LEAST_SCORE = 0.25
_LEAST_LETTERS = 3
_SURE = 0.999
"""Score of the first opinion from which no second one is asked."""

_HOME_LANGUAGES = frozenset({"en", "fr", "az", "hy"})
_KNOWN_WELL = ("en", "fr", "az", "tr", "de", "ru")
_SCRIPTS = {
    "Latn": (
        *(
            "af",
            "az",
            "ca",
            "cs",
            "cy",
            "da",
            "de",
            "en",
            "es",
            "et",
            "fi",
            "fr",
            "hr",
            "hu",
            "id",
            "it",
            "lt",
            "lv",
            "nl",
        ),
        *("no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi"),
    ),
    "Cyrl": ("bg", "mk", "ru", "uk"),
    "Arab": ("ar", "fa", "ur"),
    "Deva": ("hi", "mr", "ne"),
    "Armn": ("hy",),
    "Geor": ("ka",),
    "Grek": ("el",),
    "Hebr": ("he",),
    "Beng": ("bn",),
    "Gujr": ("gu",),
    "Guru": ("pa",),
    "Knda": ("kn",),
    "Mlym": ("ml",),
    "Taml": ("ta",),
    "Telu": ("te",),
    "Thai": ("th",),
    "Hang": ("ko",),
    "Kana": ("ja",),
    "Hani": ("zh",),
}
"""Languages that can be the answer, by script."""

LANGUAGES = tuple(sorted(language for languages in _SCRIPTS.values() for language in languages))
"""Every language that the detector can name; beside them az-Cyrl, az-Arab and hyw."""

_CYRILLIC_AZERBAIJANI = re.compile("[ҝҹ]")
_AZERBAIJANI_PAIR = re.compile("^(?!.*[қңұіҗҳў]).*ә.*ј|^(?!.*[қңұіҗҳў]).*ј.*ә", re.DOTALL)
_OTHER_CYRILLIC = re.compile("[қңұҗәҳўүөғ]")


def words(text: str) -> list[str]:
    """The words of a text as the profiles count them: runs of letters, lower case, `İ` as `i`."""
    return _WORD.findall(text.replace("İ", "i").lower())


def ngrams(word: str, longest: int = LONGEST) -> list[str]:
    """The n-grams of 1 to `longest` letters of a word with a space on both sides; the spaces alone are none."""
    framed = f" {word} "
    size = len(framed)
    longer = [framed[start : start + n] for n in range(2, longest + 1) for start in range(size - n + 1)]
    return [*word, *longer]


class NgramModel:
    """Naive Bayes over the n-grams of words.

    Args:
        frequencies: for each language the relative frequency of each n-gram among those of its length.
        floor: relative frequency of an n-gram that a language lacks.
    """

    def __init__(self, frequencies: Mapping[str, Mapping[str, float]], *, floor: float) -> None:
        self.languages = tuple(frequencies)
        self._rows = {gram: row for row, gram in enumerate(dict.fromkeys(g for f in frequencies.values() for g in f))}
        table = np.zeros((len(self._rows), len(self.languages)))
        for column, counts in enumerate(frequencies.values()):
            table[[self._rows[gram] for gram in counts], column] = list(counts.values())
        self._table = np.log(table + floor).astype(np.float32)
        self._longest = max((len(gram) for gram in self._rows), default=1)
        self._remembered: dict[str, NDArray[np.float64]] = {}

    def scores(self, text_words: Sequence[str]) -> NDArray[np.float64]:
        """Log-likelihood of the words in each language, in nats; shape (languages,)."""
        total = np.zeros(len(self.languages))
        for word in text_words:
            total += self._word(word)
        return total

    def _word(self, word: str) -> NDArray[np.float64]:
        known = self._remembered.get(word)
        if known is None:
            get = self._rows.get
            rows = [row for gram in ngrams(word[:64], self._longest) if (row := get(gram)) is not None]
            known = np.add.reduce(self._table[rows], axis=0, dtype=np.float64)
            if len(self._remembered) < _WORDS_REMEMBERED:
                self._remembered[word] = known
        return known


class LanguageDetector:
    """Tells the language of a text; implements `core.ports.Detector`. The same text always gets the same answer."""

    @cached_property
    def _close(self) -> NgramModel:
        return NgramModel({language: _own_profile(language) for language in _KNOWN_WELL}, floor=2e-6)

    @cache  # noqa: B019 one detector lives as long as the process
    def _model(self, script: str) -> NgramModel:
        return NgramModel({language: _profile(language) for language in _SCRIPTS[script]}, floor=_FLOOR)

    def detect(self, text: str, languages: Sequence[str] | None = None) -> tuple[str, float]:
        """The language of a text and how sure that is, 0..1; `und` and 0 where the text cannot tell.

        Args:
            languages: the only answers allowed beside `und`; None allows all in `LANGUAGES`.
        Raises: ConfigError if `languages` names one that there is no profile of.
        """
        allowed = _allowed(languages)
        text = text[:_LETTERS_LOOKED_AT]
        if "://" in text or "@" in text or "www." in text:
            text = _ADDRESS.sub(" ", text)
        script = _main_script(text)
        if answer := _variety(script, text, allowed, named=languages):
            return answer
        text_words = words(text.replace("ә", "ə") if script == "Latn" else text)
        candidates = [language for language in _SCRIPTS.get(script, ()) if language in allowed]
        if len(_SCRIPTS.get(script, ())) == 1 and candidates:
            return candidates[0], 1.0
        if not candidates or sum(map(len, text_words)) < _LEAST_LETTERS:
            return UNDETERMINED, 0.0
        rivals = [each for each in candidates if each in _KNOWN_WELL]
        if len(rivals) == len(candidates):
            language, score = _best(self._close, text_words, rivals)
        else:
            language, score = _best(self._model(script), text_words, candidates)
            if language in _KNOWN_WELL and score < _SURE:
                language, second = _best(self._close, text_words, rivals)
                score = min(score, second)
        return (language, score) if score >= _LEAST_SCORE else (UNDETERMINED, 0.0)


def _best(model: NgramModel, text_words: Sequence[str], candidates: Sequence[str]) -> tuple[str, float]:
    """The likeliest candidate and its tempered probability among them."""
    scores = model.scores(text_words)
    columns = {language: column for column, language in enumerate(model.languages)}
    chosen = np.array([scores[columns[each]] + _HOME * (each in _HOME_LANGUAGES) for each in candidates])
    weights = np.exp((chosen - chosen.max()) * _SHARPNESS)
    winner = int(chosen.argmax())
    return candidates[winner], float(weights[winner] / weights.sum())


def _allowed(languages: Sequence[str] | None) -> frozenset[str]:
    if languages is None:
        return frozenset(LANGUAGES)
    unknown = sorted({each for each in languages if base(each) not in LANGUAGES})
    if unknown:
        raise ConfigError(f"no language profile for {', '.join(unknown)}; there are {', '.join(LANGUAGES)}")
    return frozenset(base(each) for each in languages)


def _main_script(text: str) -> str:
    """The script of most letters; any kana makes Chinese characters Japanese. Empty without letters."""
    shares = scripts(text)
    kana = shares.pop("Hira", 0.0) + shares.pop("Kana", 0.0)
    if kana:
        shares["Kana"] = kana + shares.pop("Hani", 0.0)
    return max(shares, key=lambda script: shares[script], default="")


def _variety(
    script: str, text: str, allowed: frozenset[str], *, named: Sequence[str] | None
) -> tuple[str, float] | None:
    """Another spelling of Azerbaijani or Armenian than the one of today, or that the text is in no language known."""
    if script == "Cyrl":
        return _cyrillic_azerbaijani(text, allowed)
    if script == "Arab" and "az" in allowed and is_arabic_azerbaijani(text):
        return ARABIC_AZERBAIJANI, 1.0
    if script == "Armn" and (named is None or WESTERN_ARMENIAN in named) and is_western_armenian(text):
        return WESTERN_ARMENIAN, 1.0
    return None


def _cyrillic_azerbaijani(text: str, allowed: frozenset[str]) -> tuple[str, float] | None:
    """Azerbaijani in Cyrillic by its own letters, `und` for other languages with letters that no profile knows."""
    folded = text.lower()
    if "az" in allowed and (_CYRILLIC_AZERBAIJANI.search(folded) or _AZERBAIJANI_PAIR.search(folded)):
        return "az-Cyrl", 1.0
    return (UNDETERMINED, 0.0) if len(_OTHER_CYRILLIC.findall(folded)) * 50 > len(folded) else None


def _profile(language: str) -> dict[str, float]:
    """Relative frequencies of n-grams of 1 to 3 letters: langdetect's, ours, or both where both know the language."""
    own = {gram: share for gram, share in _own_profile(language).items() if len(gram) <= 3}
    theirs = _langdetect_profile(language)
    if not own or not theirs:
        return own or theirs
    mixed = {gram: share * (1 - _OWN_SHARE) for gram, share in theirs.items()}
    for gram, share in own.items():
        mixed[gram] = mixed.get(gram, 0.0) + share * _OWN_SHARE
    return mixed


@cache
def _own_profile(language: str) -> dict[str, float]:
    """The shipped profile of a language, empty if there is none."""
    file = resources.files("workbench.engines") / "profiles" / f"{language}.json"
    return _shares(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _langdetect_profile(language: str) -> dict[str, float]:
    """langdetect's profile of a language, empty if it has none."""
    file = resources.files("langdetect") / "profiles" / language
    return _shares(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _shares(profile: Mapping[str, object]) -> dict[str, float]:
    """Counts of a profile in langdetect's format as shares of all n-grams of their length, lower case."""
    counts, totals = profile["freq"], profile["n_words"]
    assert isinstance(counts, dict) and isinstance(totals, list)
    shares: dict[str, float] = {}
    for gram, count in counts.items():
        folded = gram.replace("İ", "i").lower()
        shares[folded] = shares.get(folded, 0.0) + count / totals[len(gram) - 1]
    return shares

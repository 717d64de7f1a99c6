"""The words that glossaries use: for the status of a term, its part of speech, and names of languages.

A vendor's picklist, a spreadsheet's heading and TBX's own value come to the same thing here. Keys are compared by
`key`: letters only, without accents and case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from workbench.core.errors import ConfigError
from workbench.core.language import language_tag
from workbench.core.term import TermStatus


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_P, _A, _D, _F = TermStatus.PREFERRED, TermStatus.ADMITTED, TermStatus.DEPRECATED, TermStatus.FORBIDDEN

_STATUS_WORDS = {
    _P: "preferred standardized standardised standard recommended approved bevorzugt vorzugsbenennung prefere "
    "preferentiel recommande üstünlük նախընտրելի main",
    _A: "admitted accepted allowed acceptable legal regulated proposed suggested provisional alternative synonym "
    "synonyms erlaubt admis accepte variant variants valid permitted alternate",
    _D: "deprecated superseded notrecommended obsolete outdated nonstandard avoid discouraged veraltet deconseille "
    "obsolet desuet archived retired",
    _F: "forbidden prohibited donotuse banned rejected verboten unwort interdit notallowed negative invalid "
    "unapproved nottouse",
}
_EXACT_WORDS = ("preferred", "admitted", "deprecated", "forbidden")
"""Words that say what the termbase says; any other is told as `read as`."""

STATUS_CATEGORIES = _words(
    "administrativestatus normativeauthorization normativeauthorisation status termstatus usagestatus usage evaluation "
    "administrativestate languageplanningqualifier verwendung utilisation statut"
)
"""Data categories and headings whose value is a status, by `key`; a vendor's prefix (`across_…_Usage`) is cut off."""

_STAGES = _words(
    "approved valid validated accepted confirmed checked final finalized finalised new draft pending inreview reviewed "
    "proposed suggested provisional released working unprocessed provisionallyprocessed imported active"
)

_PARTS_OF_SPEECH = {
    "noun": "noun n nom substantiv substantive substantif isim գոյական commonnoun countnoun massnoun nounphrase nc",
    "verb": "verb v verbe feil բայ transitiveverb intransitiveverb verbphrase vt vi",
    "adjective": "adjective adj adjectif adjektiv sifet ածական adjectivalphrase",
    "adverb": "adverb adv adverbe zerf մակբայ",
    "properNoun": "propernoun propernom nompropre eigenname np name",
    "other": "other autre sonstige diger այլ",
}

_LANGUAGE_NAMES = {
    "en": "english anglais englisch ingilis ingiliscə անգլերեն",
    "fr": "french francais franzosisch fransız fransızca ֆրանսերեն",
    "az": "azerbaijani azeri azerbaidjanais aserbaidschanisch azərbaycan azərbaycanca ադրբեջաներեն",
    "hy": "armenian armenien armenisch erməni ermənicə հայերեն",
    "ru": "russian russe russisch rus rusca русский ռուսերեն",
    "tr": "turkish turc turkisch turk turkce türk թուրքերեն",
    "de": "german allemand deutsch alman գերմաներեն",
    "es": "spanish espagnol spanisch espanol castellano",
    "it": "italian italien italienisch italiano",
    "pt": "portuguese portugais portugiesisch portugues",
    "ka": "georgian georgien georgisch gürcü ქართული վրացերեն",
    "fa": "persian farsi persan persisch",
    "ar": "arabic arabe arabisch",
    "zh": "chinese chinois chinesisch mandarin",
    "ja": "japanese japonais japanisch",
    "ko": "korean coreen koreanisch",
    "nl": "dutch neerlandais niederlandisch nederlands",
    "pl": "polish polonais polnisch polski",
    "uk": "ukrainian ukrainien ukrainisch українська",
    "cs": "czech tcheque tschechisch cesky",
    "sk": "slovak slovaque slowakisch",
    "sl": "slovenian slovene slowenisch",
    "ro": "romanian roumain rumanisch",
    "hu": "hungarian hongrois ungarisch magyar",
    "bg": "bulgarian bulgare bulgarisch",
    "el": "greek grec griechisch",
    "fi": "finnish finnois finnisch suomi",
    "sv": "swedish suedois schwedisch svenska",
    "da": "danish danois danisch dansk",
    "no": "norwegian norvegien norwegisch norsk",
    "et": "estonian estonien estnisch eesti",
    "lv": "latvian letton lettisch latviesu",
    "lt": "lithuanian lituanien litauisch lietuviu",
    "hr": "croatian croate kroatisch hrvatski",
    "sr": "serbian serbe serbisch srpski",
    "he": "hebrew hebreu hebraisch",
    "hi": "hindi",
    "kk": "kazakh kasachisch",
    "uz": "uzbek ouzbek usbekisch",
    "la": "latin lateinisch",
    "ga": "irish irlandais irisch gaeilge",
    "mt": "maltese maltais maltesisch",
    "vi": "vietnamese vietnamien vietnamesisch",
    "id": "indonesian indonesien indonesisch",
}
_TWO_LETTERS = _words(
    "aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1."""

_THREE_LETTERS = {
    **{"deu": "de", "ger": "de", "spa": "es", "rus": "ru", "tur": "tr", "ita": "it", "por": "pt", "kat": "ka"},
    **{"geo": "ka", "fas": "fa", "per": "fa", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko"},
    **{"nld": "nl", "dut": "nl", "pol": "pl", "ukr": "uk", "ces": "cs", "cze": "cs", "ron": "ro", "rum": "ro"},
    **{"hun": "hu", "bul": "bg", "ell": "el", "gre": "el", "fin": "fi", "swe": "sv", "dan": "da", "nor": "no"},
    **{"est": "et", "lav": "lv", "lit": "lt", "hrv": "hr", "srp": "sr", "heb": "he", "hin": "hi", "lat": "la"},
}
"""ISO 639-2 codes of languages that have a two-letter one; those of the four are known to `language_tag`."""

_LETTER_MARKS = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ß": "ss"})
_LONGEST_LABEL = 80
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_IN_BRACKETS = re.compile(r"^(?P<before>.*?)\s*[(\[]\s*(?P<inside>[^()\[\]]+?)\s*[)\]]\s*$")


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """Letters and figures only, lower case, without accents: `Not recommended` → `notrecommended`."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LETTER_MARKS))
    return "".join(letter for letter in plain if letter.isalnum())


def _inverted(table: dict[TermStatus, str] | dict[str, str]) -> dict[str, str]:
    return {key(word): str(value) for value, words in table.items() for word in words.split()}


_STATUSES = {word: TermStatus(value) for word, value in _inverted(_STATUS_WORDS).items()}
_POS = _inverted(_PARTS_OF_SPEECH)
_NAMES = _inverted(_LANGUAGE_NAMES)


@lru_cache(maxsize=4096)
def status_of(word: str) -> tuple[TermStatus | None, str]:
    """The status that a picklist's word stands for (None if it is unknown), and what it was read as, if not itself.

    `preferredTerm-admn-sts` → preferred; `supersededTerm` → deprecated, `status supersededTerm read as deprecated`.
    """
    short = key(word.removesuffix("-admn-sts"))
    for ending in ("term", "usage", ""):
        stem = short.removesuffix(ending)
        if stem in _STATUSES:
            status = _STATUSES[stem]
            return status, "" if stem in _EXACT_WORDS else f"status {word.removesuffix('-admn-sts')} read as {status}"
    for part in re.split(r"[/|,;]", word) if re.search(r"[/|,;]", word) else ():
        if (found := status_of(part.strip()))[0] is not None:
            return found
    return None, ""


def is_stage(word: str) -> bool:
    """Whether a word says how far the work on an entry is rather than how to use its term.

    Termbase tools keep both under `status`, and what is approved there may be a forbidden term.
    """
    return key(word) in _STAGES


@lru_cache(maxsize=1024)
def part_of_speech(word: str) -> str:
    """The usual word for a part of speech; an unknown one stays as it is."""
    return _POS.get(key(word), word)


@lru_cache(maxsize=4096)
def language_of(label: str) -> tuple[str, str]:
    """The tag that a label means (empty if none), and what it was read as where the label says more than a tag can.

    Tags in any case and with `_`, three-letter codes, and names: `EN_us` → en-US, `anglais` → en,
    `French (France)` → fr. Private and variant parts are cut off: `de-1996` → de.
    """
    text = label.strip()
    if len(text) > _LONGEST_LABEL:
        return "", ""
    if _TAG.fullmatch(text):
        parts = text.replace("_", "-").split("-")
        parts[0] = _THREE_LETTERS.get(parts[0].lower(), parts[0])
        for length in range(len(parts), 0, -1):
            try:
                tag = language_tag("-".join(parts[:length]))
            except ConfigError:
                continue
            return tag, "" if length == len(parts) else f"language {text} read as {tag}"
    if name := _NAMES.get(key(text)):
        return name, ""
    bracketed = _IN_BRACKETS.match(text)
    if bracketed and (name := _NAMES.get(key(bracketed["before"]))):
        inside = language_of(bracketed["inside"])[0] if _TAG.fullmatch(bracketed["inside"]) else ""
        return (inside, "") if inside.partition("-")[0] == name else (name, f"language {text} read as {name}")
    return "", ""


def heading_language(label: str) -> str:
    """The tag that a column's heading means, empty if none; `pos` and `ref` are words, not languages."""
    tag = language_of(label)[0]
    return tag if tag.partition("-")[0] in _TWO_LETTERS or tag == "hyw" else ""


def is_true(word: str) -> bool:
    """Whether a cell or a category says yes."""
    return key(word) in {"true", "yes", "y", "1", "x", "oui", "ja", "beli", "այո", "sensitive", "casesensitive"}

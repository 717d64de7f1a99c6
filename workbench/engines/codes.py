"""What model families call languages, and the BCP 47 tags behind it.

The bulk comes from CLDR (through Babel): three-letter codes and those of single members of a macrolanguage
(`azj`, `khk`, `pes`) have an alias there, and a script that a language is written in by default is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.core.errors import ConfigError
from workbench.core.language import language_tag

TOKENS = {
    "nllb": re.compile(r"([a-z]{3}_[A-Z][a-z]{3})"),
    "m2m100": re.compile(r"__([a-z]{2,3})__"),
    "madlad": re.compile(r"<2([a-z]{2,3}(?:_[A-Z][A-Za-z]{1,3})*)>"),
    "opus-multi": re.compile(r">>([A-Za-z]{2,3}(?:_[A-Za-z]{2,4})*)<<"),
}
"""What the language tokens of a layout look like; the group is the language's code."""

_OWN = {
    # Members that CLDR does not fold into their macrolanguage, or folds into another language than users name.
    "pbt": "ps", "quy": "qu", "fuv": "ff", "dik": "din", "tgl": "tl",
    "twi_Latn": "tw", "ajp_Arab": "ajp", "prs_Arab": "fa-AF",
    # NLLB's names for what is written in one script only, or (Santali) is not in the script that the name says.
    "kor_Hang": "ko", "crh_Latn": "crh", "sat_Beng": "sat",
    # M2M100's Northern Sotho; two-letter codes that ISO has withdrawn and MADLAD uses.
    "ns": "nso", "iw": "he", "in": "id", "ji": "yi", "jw": "jv",
}  # fmt: skip


def tag_of(code: str) -> str:
    """The BCP 47 tag of a model's language code: `hye_Armn` → `hy`, `azj_Latn` → `az`, `zh_Latn` → `zh-Latn`.

    Raises: ConfigError if it is not the code of a language.
    """
    from babel.core import get_global

    if code in _OWN:
        return _OWN[code]
    language, _, rest = code.partition("_")
    known = _OWN.get(language, language)
    if known == language and len(language) == 3:
        known = get_global("language_aliases").get(language, language)
    usual = str(get_global("likely_subtags").get(known, "")).split("_")
    subtags = [part for part in rest.split("_") if part and part.title() not in usual]
    return language_tag("-".join([known, *subtags]))


def languages(layout: str, vocabulary: Iterable[str]) -> dict[str, str]:
    """The languages that a vocabulary has tokens for, each with its token, by tag; empty for layouts without such.

    Where two tokens mean one language, the one that says just that (`<2ff>` before `<2fuv>`) is taken, else the longer
    (`>>aze_Latn<<` before `>>aze<<`).
    """
    shape = TOKENS.get(layout)
    found: dict[str, tuple[bool, int, str]] = {}
    for token in vocabulary if shape else ():
        match = shape.fullmatch(token) if shape else None
        if not match:
            continue
        try:
            tag = tag_of(match[1])
        except ConfigError:
            continue
        found[tag] = max((match[1].replace("_", "-") == tag, len(token), token), found.get(tag, (False, 0, "")))
    return {tag: token for tag, (_, _, token) in sorted(found.items())}


def english_name(tag: str) -> str:
    """A language's name in English as Argos shows it; the tag itself where CLDR has no name."""
    from babel import Locale

    names = Locale("en").languages
    language, *subtags = tag.split("-")
    name = names.get(tag.replace("-", "_")) or names.get(language, language)
    return str(name) if not subtags else f"{name} ({', '.join(subtags)})"

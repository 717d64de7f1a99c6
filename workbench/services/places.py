"""Territories, languages and months as concepts, in any languages, from CLDR through Babel.

The same Babel gives the same concepts. Names are CLDR's own; only what a text would write otherwise is added, by the
rules in `variants`. CLDR does not tell French gender, so the terms carry none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from babel import Locale, UnknownLocaleError

from workbench.core.errors import ConfigError
from workbench.core.term import Concept, Term, TermStatus

NOT_TERRITORIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes in CLDR that ISO 3166-1 reserves or does not know; `XK` is user-assigned and kept."""

CONTESTED = frozenset({"EH", "FK", "GS", "PS", "TW", "XK"})
"""Territories whose name or status is disputed: their names are admitted, none is preferred."""

CONTESTED_NOTE = "Name or status is disputed; this is the name in CLDR."


def place_concepts(languages: Sequence[str]) -> Iterator[Concept]:
    """Every concept, sorted by id: languages, months, territories; those that CLDR names in all these languages.

    Raises: ConfigError if CLDR does not know a language.
    """
    locales = {tag: _locale(tag) for tag in languages}
    english = Locale("en")

    def named(kind: str, key: str | int) -> dict[str, str]:
        return {
            tag: str((locale.months["stand-alone"]["wide"] if kind == "months" else getattr(locale, kind))[key])
            for tag, locale in locales.items()
        }

    def known(kind: str, pattern: str) -> list[str]:
        tables = [getattr(locale, kind) for locale in (english, *locales.values())]
        return sorted(code for code in tables[0] if re.fullmatch(pattern, code) and all(code in t for t in tables))

    for code in known("languages", "[a-z]{2}"):
        yield _concept(f"language-{code}", "language", named("languages", code))
    for number in range(1, 13):
        yield _concept(f"month-{number:02}", "month", named("months", number))
    for code in known("territories", "[A-Z]{2}"):
        if code not in NOT_TERRITORIES:
            yield _concept(f"territory-{code}", "place", named("territories", code), contested=code in CONTESTED)


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ConfigError(f"CLDR has no names in {tag!r}; leave it out") from error


def _concept(name: str, domain: str, names: dict[str, str], *, contested: bool = False) -> Concept:
    """A concept; a name with a capital is found only with it."""
    terms = tuple(
        Term(
            text,
            tag,
            TermStatus.ADMITTED if rank or contested else TermStatus.PREFERRED,
            part_of_speech="noun",
            case_sensitive=text[0].isupper(),
        )
        for tag, cldr_name in names.items()
        for rank, text in enumerate(variants(cldr_name, tag, domain))
    )
    return Concept(name, terms, domain, note=CONTESTED_NOTE if contested else "")


def variants(name: str, language: str, domain: str) -> list[str]:
    """The ways a text writes a CLDR name, most usual first.

    Azerbaijani names a language in running text with `dili` (`erməni dili`), unless the name ends in `-ca`/`-cə`;
    English `&` is written `and`; what CLDR puts in brackets is left out (`Myanmar (Burma)`).
    """
    written = [name]
    if language == "az" and domain == "language" and not name.endswith(("dili", "ca", "cə", "cəsi")):
        written.insert(0, f"{name} dili")
    if language == "en" and " & " in name:
        written.insert(0, name.replace(" & ", " and "))
    written.insert(0, re.sub(r"\s*\([^()]*\)", "", written[0]))
    return list(dict.fromkeys(written))

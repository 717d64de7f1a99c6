"""Writes `glossaries/places.tbx`: territories, languages and months in four languages, from CLDR through Babel.

    python tools/places.py glossaries/places.tbx

The same Babel gives the same bytes. Names are CLDR's own; only what a text would write otherwise is added, by the
rules in `variants`. CLDR does not tell French gender, so the terms carry none.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import babel
from babel import Locale
from babel.core import get_cldr_version

LANGUAGES = ("en", "fr", "az", "hy")

NOT_TERRITORIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes in CLDR that ISO 3166-1 reserves or does not know; `XK` is user-assigned and kept."""

CONTESTED = frozenset({"EH", "FK", "GS", "PS", "TW", "XK"})
"""Territories whose name or status is disputed: their names are admitted, none is preferred."""

CONTESTED_NOTE = "Name or status is disputed; this is the name in CLDR."
CASE_NOTE = "case-sensitive"

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <titleStmt>
        <title>Territories, languages and months in English, French, Azerbaijani and Armenian</title>
      </titleStmt>
      <publicationStmt>
        <p>Made from Unicode CLDR data under the Unicode License V3; see README.md beside this file.</p>
      </publicationStmt>
      <sourceDesc>
        <p>CLDR {cldr} through Babel {babel}, written by tools/places.py. Change the script, not this file.</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"""
FOOTER = "    </body>\n  </text>\n</tbx>\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing: its CLDR name in each language."""

    id: str
    domain: str
    names: dict[str, str]
    contested: bool = False


def entries() -> Iterator[Entry]:
    """Every entry, sorted by id: languages, months, territories."""
    locales = {language: Locale(language) for language in LANGUAGES}

    def named(kind: str, key: str | int) -> dict[str, str]:
        return {
            language: str((locale.months["stand-alone"]["wide"] if kind == "months" else getattr(locale, kind))[key])
            for language, locale in locales.items()
        }

    for code in sorted(code for code in locales["en"].languages if re.fullmatch("[a-z]{2}", code)):
        if all(code in locale.languages for locale in locales.values()):
            yield Entry(f"language-{code}", "language", named("languages", code))
    for number in range(1, 13):
        yield Entry(f"month-{number:02}", "month", named("months", number))
    for code in sorted(code for code in locales["en"].territories if re.fullmatch("[A-Z]{2}", code)):
        if code not in NOT_TERRITORIES:
            yield Entry(f"territory-{code}", "place", named("territories", code), contested=code in CONTESTED)


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


def entry_xml(entry: Entry) -> str:
    """One `conceptEntry`, a term a line."""
    lines = [
        f'      <conceptEntry id="{entry.id}">',
        f'        <descrip type="subjectField">{entry.domain}</descrip>',
        *([f"        <note>{CONTESTED_NOTE}</note>"] if entry.contested else []),
    ]
    for language, name in entry.names.items():
        lines.append(f'        <langSec xml:lang="{language}">')
        for rank, text in enumerate(variants(name, language, entry.domain)):
            status = "admittedTerm-admn-sts" if rank or entry.contested else "preferredTerm-admn-sts"
            note = f"<note>{CASE_NOTE}</note>" if text[0].isupper() else ""
            lines.append(
                f'          <termSec><term>{escape(text)}</term><termNote type="partOfSpeech">noun</termNote>'
                f'<termNote type="administrativeStatus">{status}</termNote>{note}</termSec>'
            )
        lines.append("        </langSec>")
    return "\n".join([*lines, "      </conceptEntry>", ""])


def places_tbx() -> str:
    """The whole file."""
    header = HEADER.format(cldr=get_cldr_version(), babel=babel.__version__)
    return header + "".join(entry_xml(entry) for entry in entries()) + FOOTER


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description="Write the places glossary from CLDR.")
    parser.add_argument("path", type=Path, help="where to write, such as glossaries/places.tbx")
    path: Path = parser.parse_args().path
    path.write_bytes(places_tbx().encode("utf-8"))


if __name__ == "__main__":
    main()

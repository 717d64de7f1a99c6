"""The texts of the interface: collected from the code, merged into the catalogs, compiled.

Run: python -m tools.messages          collect, merge, compile; says what is untranslated
     python -m tools.messages --check  change nothing; fail if a catalog is behind the code

`locale/desk.pot` is what the code says; `locale/LANGUAGE/LC_MESSAGES/desk.po` is what translators edit; the `.mo`
beside it is what the desk reads. No line numbers stand in them, so that they change only when a text does.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from workbench.tui.i18n import DOMAIN, LANGUAGES

PACKAGE = Path(__file__).parent.parent / "workbench"
DESK = PACKAGE / "tui"
SPEAK = (DESK, PACKAGE / "quality" / "checks")
"""Where texts for the interface stand: the desk's own, and what the checks say of a cell (`core.said`)."""
LOCALE = DESK / "locale"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "Said": (1,)}
_MARK = "Translators:"
_CHANGING = tuple(
    f'"{name}'.encode() for name in ("POT-", "PO-", "Generated", "Report-", "Last-", "Language-Team", "Project-Id")
)
"""Lines of a header that say when and by whom; the history of the file knows that."""
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in a compiled catalog for when it was made: the same texts give the same bytes."""


def collected(folders: Iterable[Path] = SPEAK) -> Catalog:
    """Every text that the code marks, with the comments that stand above it for translators."""
    catalog = Catalog(project="statement-workbench", charset="utf-8", fuzzy=False)
    found = chain.from_iterable(
        extract_from_dir(str(folder), [("**.py", "python")], keywords=_KEYWORDS, comment_tags=(_MARK,))
        for folder in folders
    )
    for _file, _line, message, comments, context in sorted(found, key=lambda each: (str(each[2]), each[0])):
        catalog.add(message, auto_comments=[each.removeprefix(_MARK).strip() for each in comments], context=context)
    return catalog


def path(language: str, ending: str = "po") -> Path:
    """Where the catalog of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def read(language: str) -> Catalog:
    """The catalog of a language as it lies there; an empty one where there is none."""
    file = path(language)
    if not file.exists():
        return Catalog(locale=language, project="statement-workbench", charset="utf-8", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def merged(language: str, template: Catalog) -> Catalog:
    """The catalog of a language with the texts of today: new ones empty, those that are gone left out."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """A catalog as text, the same for the same texts."""
    stream = io.BytesIO()
    write_po(stream, catalog, omit_header=False, no_location=True, sort_output=True, width=120)
    lines = [line for line in stream.getvalue().split(b"\n") if not line.startswith(_CHANGING)]
    return b"\n".join(line for line in lines if line[:1] != b"#" or line.startswith((b"#.", b"#,"))).lstrip()


def as_mo(catalog: Catalog) -> bytes:
    """A catalog as the desk reads it."""
    stream = io.BytesIO()
    catalog.creation_date = catalog.revision_date = _ANY_TIME
    write_mo(stream, catalog)
    return stream.getvalue()


def untranslated(catalog: Catalog) -> Iterator[str]:
    """The texts that a catalog lacks."""
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(texts):
            yield message.id if isinstance(message.id, str) else message.id[0]


def files(template: Catalog) -> dict[Path, bytes]:
    """What the files of all catalogs should hold."""
    made = {LOCALE / f"{DOMAIN}.pot": as_po(template)}
    for language in TRANSLATED:
        made[path(language)] = as_po(merged(language, template))
        made[path(language, "mo")] = as_mo(read_po(io.BytesIO(made[path(language)]), locale=language))
    return made


def behind(wanted: dict[Path, bytes]) -> list[Path]:
    """The files that hold something else."""
    return [file for file, content in wanted.items() if not file.exists() or file.read_bytes() != content]


def main(arguments: Sequence[str]) -> int:
    """Bring the catalogs up to date, or say what is behind."""
    wanted = files(collected())
    stale = behind(wanted)
    if "--check" in arguments:
        for file in stale:
            print(f"{file} is behind the code; run: python -m tools.messages", file=sys.stderr)
        return int(bool(stale))
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(wanted[file])
    for language in TRANSLATED:
        missing = list(untranslated(read(language)))
        print(f"{language}: {len(missing)} untranslated", *missing[:20], sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""UTX 1.x (AAMT), a table of terms with its languages in the first line: `#UTX 1.20; en/fr; …`.

Its columns are `src`, `tgt`, `src:pos`, `tgt:pos`, `term status`, comments and `concept ID`, or `term:en` and the like;
they come to headings of a common table. A `-` says nothing. The status is that of the target term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.core.errors import FormatError
from workbench.core.term import Concept
from workbench.formats.encoding import decode
from workbench.formats.glossary import words
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.table import Row, concepts_of

_LANGUAGES = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*(?:\s*/\s*[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)+$")


def is_utx(head: bytes) -> bool:
    """Whether a file begins as UTX does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"#UTX")


def read_utx(content: bytes, name: str, report: GlossaryReport) -> Iterator[Concept]:
    """The concepts of a UTX glossary.

    Raises: FormatError if the first line names no languages, or there are no columns.
    """
    decoded = decode(content, name)
    lines = decoded.text.splitlines()
    fields = [field.strip() for field in lines[0].lstrip("#").split(";")]
    stated = next((field for field in fields if _LANGUAGES.match(field)), "")
    languages = [words.language_of(part)[0] for part in stated.split("/")] if stated else []
    at = next((n for n, line in enumerate(lines) if line.startswith("#") and "\t" in line), None)
    if at is None:
        raise FormatError("no line with the columns (#src TAB tgt …) is there", path=name, line=min(len(lines), 2))
    report.format = f"{fields[0]}, {decoded.encoding}"
    headings = [_heading(word, languages) for word in lines[at].lstrip("#").split("\t")]
    yield from concepts_of(_rows(lines, at, headings), name, report)


def _heading(word: str, languages: list[str]) -> str:
    """A column's name as a common heading: `src:pos` → `en pos`, `term status` → `fr status`."""
    side, _, rest = word.strip().partition(":")
    sides = {"src": 0, "source": 0, "tgt": 1, "target": 1}
    which = sides.get(side.strip().lower())
    if which is not None:
        return f"{languages[which]} {rest.strip()}".strip() if which < len(languages) else ""
    if words.key(word) in ("termstatus", "status") and len(languages) == 2:
        return f"{languages[1]} status"
    return word.strip()


def _rows(lines: list[str], at: int, headings: list[str]) -> Iterator[Row]:
    yield at + 1, headings
    for number, line in enumerate(lines[at + 1 :], at + 2):
        if not line.startswith("#"):
            yield number, ["" if cell.strip() == "-" else cell for cell in line.split("\t")]

"""CSV and TSV glossaries: encoding by evidence, the delimiter by the headings it makes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from workbench.core.errors import FormatError
from workbench.core.term import Concept
from workbench.formats.encoding import decode, refuse_lost_letters
from workbench.formats.glossary.headings import UNKNOWN, columns_of, has_terms, languages_of
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.table import Row, concepts_of

_DELIMITERS = ("\t", ",", ";", "|")
_NAMES = {"\t": "TSV", ",": "CSV", ";": "CSV with ;", "|": "CSV with |"}
_SAMPLE_CHARS = 16_000


def read_delimited(content: bytes, name: str, report: GlossaryReport) -> Iterator[Concept]:
    """The concepts of a CSV or TSV glossary.

    Raises:
        InputError: it is empty.
        FormatError: no encoding makes sense, no heading names a language, or a cell never ends.
    """
    decoded = decode(content, name)
    text, skipped, stated = _without_preamble(decoded.text)
    delimiter = stated or _delimiter(text)
    report.format = f"{_NAMES.get(delimiter, 'CSV')}, {decoded.encoding}"
    headings = next(csv.reader(io.StringIO(text[:_SAMPLE_CHARS], newline=""), delimiter=delimiter), [])
    for language in languages_of(columns_of(headings)):
        refuse_lost_letters(decoded.encoding, language, name)
    yield from concepts_of(_rows(text, delimiter, skipped, name), name, report)


def _without_preamble(text: str) -> tuple[str, int, str]:
    """The text from the headings on, how many lines stood before, and the delimiter that Excel's `sep=` names."""
    skipped, stated = 0, ""
    while text:
        line, _, rest = text.partition("\n")
        bare = line.strip()
        if bare.lower().startswith("sep=") and len(bare) <= 5:
            stated = bare[4:] or "\t"
        elif bare and not bare.startswith("##"):
            break
        text, skipped = rest, skipped + 1
    return text, skipped, stated


def _delimiter(text: str) -> str:
    """The delimiter under which the headings name most, and most lines have as many cells as the headings."""

    def score(delimiter: str) -> tuple[bool, int, int]:
        rows = list(csv.reader(io.StringIO(text[:_SAMPLE_CHARS], newline=""), delimiter=delimiter))[:50]
        if not rows:
            return False, 0, 0
        columns = columns_of(rows[0])
        known = sum(column.field != UNKNOWN for column in columns)
        return has_terms(columns), known, sum(len(row) == len(columns) for row in rows if len(columns) > 1)

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, skipped: int, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FormatError(
                f"is no table from here on ({error}); is a quote not closed?", path=name, line=skipped + before + 1
            ) from error
        yield skipped + before + 1, row
        before = reader.line_num

"""Glossaries in Excel workbooks: the first sheet whose headings name a language, values only, formulas never."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from workbench.core.errors import FormatError
from workbench.core.term import Concept
from workbench.formats import ooxml
from workbench.formats.glossary.headings import columns_of, has_terms
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.table import Row, concepts_of

_BODY = "xl/workbook.xml"
_ROWS_BEFORE_HEADINGS = 20
_MAX_COLUMNS = 500


def is_xlsx(content: bytes) -> bool:
    """Whether these bytes are an Excel workbook."""
    return content.startswith(b"PK") and ooxml.has_part(content, _BODY)


def read_xlsx(content: bytes, name: str, report: GlossaryReport) -> Iterator[Concept]:
    """The concepts of a workbook.

    Raises: FormatError if it is no workbook, is broken, unpacks to more than it should, or names no language.
    """
    ooxml.refuse_bombs(content, name, kind="Excel workbook", needed=_BODY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that a glossary does not need
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
            book.close()
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        raise FormatError(f"the workbook cannot be read ({error}); open and save it again", path=name) from error
    except InvalidFileException as error:
        raise FormatError(f"the workbook cannot be read ({error})", path=name) from error
    for title, rows in sheets.items():
        if (start := _headings_at(rows)) is not None:
            report.format = f"XLSX, sheet {title!r}"
            for other in sheets:
                if other != title and sheets[other]:
                    report.ignored[f"sheet {other!r}"] += 1
            yield from concepts_of(iter(rows[start:]), name, report)
            return
    raise FormatError(
        f"no sheet ({', '.join(sheets)}) has headings that name a language; "
        "write them in the first row, for example: concept, en, fr",
        path=name,
    )


def _rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[Row]:
    """Rows with something in them; the size that a sheet states of itself is not believed."""
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), 1):
        cells = [_cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def _cell(value: object) -> str:
    """A value as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return str(value)


def _headings_at(rows: list[Row]) -> int | None:
    """Where the headings are: the first row that names a language."""
    for at, (_, cells) in enumerate(rows[:_ROWS_BEFORE_HEADINGS]):
        if has_terms(columns_of(cells)):
            return at
    return None

"""Word documents, import only: the paragraphs of the body as plain text, in the order of the document.

What comes in: body text, tables cell by cell, text boxes, content controls, tracked insertions. What stays out:
headers and footers, notes, comments, tracked deletions, and all formatting. The file is a zip from anywhere, so sizes
are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document as open_docx
from docx.oxml.ns import qn
from lxml import etree

from workbench.core.errors import FormatError, InputError
from workbench.formats.document import Document

MAX_PARTS = 10_000
MAX_PART_BYTES = 64 << 20
MAX_RATIO = 200
_SMALL_BYTES = 1 << 20
_BODY = "word/document.xml"
_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
    qn("w:softHyphen"): "\u00ad",
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {qn("w:moveFrom"), qn("w:del"), qn("w:pPr"), qn("w:rPr"), _FALLBACK}


class Docx:
    """`.docx`."""

    id = "docx"
    suffixes: tuple[str, ...] = (".docx",)

    def recognises(self, head: bytes) -> bool:
        """Never by its first bytes: any zip begins so. `sniff` looks for the Word part of a zip."""
        return False

    def read(self, content: bytes, name: str) -> Document:
        """The paragraphs, a blank line between each two.

        Raises:
            FormatError: it is not a Word document, is broken, or unpacks to more than it should.
            InputError: there is no text in it.
        """
        _refuse_bombs(content, name)
        try:
            package = open_docx(io.BytesIO(content))
            paragraphs = [text for text in _paragraphs(package.element.body) if text.strip()]
            title = package.core_properties.title or ""
        except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
            raise FormatError(
                f"the Word document cannot be read ({error}); open and save it again in Word or LibreOffice", path=name
            ) from error
        if not paragraphs:
            raise InputError(f"{name}: there is no text in the Word document (pictures of text are not read)")
        return Document("\n\n".join(paragraphs) + "\n", self.id, title=title.strip())


def is_word(content: bytes) -> bool:
    """Whether a zip holds the body of a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _BODY in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _refuse_bombs(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            for part in parts:
                if part.flag_bits & 1:
                    raise FormatError("the Word document is protected by a password; save it without one", path=name)
                too_big = part.file_size > MAX_PART_BYTES
                if too_big or part.file_size > max(_SMALL_BYTES, MAX_RATIO * part.compress_size):
                    raise FormatError(
                        f"its part {part.filename!r} unpacks from {part.compress_size:,} to "
                        f"{part.file_size:,} bytes; refused as a decompression bomb",
                        path=name,
                    )
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > 4 * MAX_PART_BYTES:
                raise FormatError("it unpacks to more than a Word document should; refused", path=name)
            if _BODY not in archive.namelist():
                raise FormatError("it is a zip archive, but not a Word document", path=name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                    raise FormatError(
                        f"its part {part.filename!r} declares a document type, which Word never does; refused",
                        path=name,
                    )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise FormatError(f"the Word document is damaged or cut off ({error}); get it again", path=name) from error


def _paragraphs(body: etree._Element) -> Iterator[str]:
    """The text of each paragraph; a text box inside a paragraph follows it as paragraphs of its own."""
    for element in body.iter(_PARAGRAPH):
        if not any(above.tag in _LEFT_OUT for above in element.iterancestors()):
            yield "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag != _PARAGRAPH and child.tag not in _LEFT_OUT:
            yield from _pieces(child)

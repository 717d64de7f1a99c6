"""Word documents, import only: the paragraphs of the body as plain text, in the order of the document.

What comes in: body text, tables cell by cell, text boxes, content controls, tracked insertions. What stays out:
headers and footers, notes, comments, tracked deletions, and all formatting. The file is a zip from anywhere, so sizes
are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.core.errors import FormatError, InputError
from workbench.formats import ooxml
from workbench.formats.document import Document

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_PARAGRAPH, _TEXT = f"{_W}p", f"{_W}t"
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}moveFrom", f"{_W}del", f"{_W}pPr", f"{_W}rPr", _FALLBACK}


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
        # Imported with the first document: whoever reads plain text need not wait for it.
        from docx import Document as open_docx
        from lxml import etree

        ooxml.refuse_bombs(content, name, kind="Word document", needed=_BODY)
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
    return ooxml.has_part(content, _BODY)


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

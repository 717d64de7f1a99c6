"""Plain text: the text is the file."""

from __future__ import annotations

from workbench.formats.document import Document
from workbench.formats.encoding import decode


class PlainText:
    """`.txt`, and whatever else turns out to be text."""

    id = "text"
    suffixes: tuple[str, ...] = (".txt", ".text", "")

    def recognises(self, head: bytes) -> bool:
        """Never: every text could be plain text, so another format goes first."""
        return False

    def read(self, content: bytes, name: str) -> Document:
        """The text as it stands, with the encoding it was found in.

        Raises: InputError, FormatError: see `encoding.decode`.
        """
        found = decode(content, name)
        return Document(found.text, self.id, found.encoding, found.newline, found.has_bom)

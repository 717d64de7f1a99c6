"""The desk's stylesheet: rules that are read once stay read."""

from __future__ import annotations

from typing import Final

from textual.css.stylesheet import Stylesheet

_SOURCES: Final = 256
"""How many sources of rules are kept parsed: the desk's files and the defaults of every widget, with room."""


class KeptStylesheet(Stylesheet):
    """Parses only what is new when a screen brings rules of its own.

    Textual's parses all there is again then: a tenth of a start, and of opening the first statement.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache.grow(_SOURCES)

    def reparse(self) -> None:
        """Take in new sources, or all under new variables: `set_variables` forgets what was parsed under the old.

        Raises: StylesheetError or StylesheetParseError if a source is not well-formed; the rules stay as they were.
        """
        self.parse()

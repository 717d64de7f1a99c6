"""Web pages, import only: the text of block elements as paragraphs, without scripts, styles and markup.

Nothing is fetched and no entity of a document's own is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.core.errors import ConfigError, FormatError, InputError
from workbench.core.language import language_tag
from workbench.formats.document import Document
from workbench.formats.encoding import Decoded, decode

if TYPE_CHECKING:
    from lxml import html

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hgroup|hr|html|legend|li|main|menu|nav|ol|optgroup|option|p|pre|search|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul"
)
_DROPPED = re.compile("head|script|style|template|noscript|svg|math|object|iframe|canvas|audio|video|select")
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_DECLARED = {
    "windows-1252": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "windows-1254": "windows-1254",
    "iso-8859-9": "windows-1254",
    "windows-1251": "windows-1251",
}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DATES = ("date", "dcterms.date", "dc.date", "article:published_time")


class Html:
    """`.html`."""

    id = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def recognises(self, head: bytes) -> bool:
        """A document type or one of the outermost elements at the very beginning."""
        return _HEAD.match(head) is not None

    def read(self, content: bytes, name: str) -> Document:
        """The visible text, a blank line between paragraphs.

        Raises: InputError if there is none; FormatError: see `encoding.decode`.
        """
        # Imported with the first page: whoever reads plain text need not wait for it.
        from lxml import etree, html

        found = _decode(content, name)
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        try:
            page = html.document_fromstring(found.text.encode("utf-8"), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise FormatError(f"the page cannot be read ({error})", path=name) from error
        paragraphs = _paragraphs(page)
        if not paragraphs:
            raise InputError(f"{name}: there is no text in the page (what scripts would show is not read)")
        return Document(
            "\n\n".join(paragraphs) + "\n",
            self.id,
            title=_BLANKS.sub(" ", page.findtext(".//title") or "").strip(),
            date=_date(page),
            language=_language(page),
        )


def _decode(content: bytes, name: str) -> Decoded:
    """By evidence, unless a declared single-byte encoding fits; a byte order mark or UTF-8 wins over a declaration."""
    declared = _CHARSET.search(content[:4096])
    encoding = _DECLARED.get(declared[1].decode("ascii", "replace").lower(), "") if declared else ""
    try:
        return decode(content, name)
    except FormatError:
        if not encoding or b"\x00" in content:
            raise
    try:
        return Decoded(content.decode(encoding), encoding, False, "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"the page declares {encoding} and is not, at byte {error.start}", path=name) from error


def _paragraphs(page: html.HtmlElement) -> list[str]:
    texts = (_tidy(piece, preformatted) for piece, preformatted in _runs(page))
    return [text for text in texts if text]


def _tidy(text: str, preformatted: bool) -> str:
    if preformatted:
        return text.strip("\r\n")
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in text.split("\v"))
    return "\n".join(line for line in lines if line.strip("\u00a0 "))


def _runs(page: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Text between the borders of blocks, and whether it is preformatted; `\\v` stands for a forced line break."""
    from lxml import etree

    run: list[str] = []
    depth = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if _DROPPED.fullmatch(tag):
            if event == "start":
                depth += 1
            else:
                depth -= 1
                run += [element.tail or ""] if not depth else []
            continue
        if depth:
            continue
        if _BLOCKS.fullmatch(tag):
            yield "".join(run), event == "end" and tag == "pre"
            run = []
        if event == "start":
            run.append("\v" if tag == "br" else "")
            run.append(element.text or "")
        else:
            run.append(element.tail or "")
    yield "".join(run), False


def _language(page: html.HtmlElement) -> str:
    try:
        return language_tag(page.get("lang") or page.get("xml:lang") or "")
    except ConfigError:
        return ""


def _date(page: html.HtmlElement) -> str:
    for meta in page.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _DATES:
            found = re.match(r"\d{4}-\d{2}-\d{2}", meta.get("content") or "")
            if found:
                return found[0]
    return ""

"""TBX read as a stream: an open byte stream to concepts, versions 2 and 3, and what calls itself so.

The file may come from anywhere: no entity, DTD or network, one concept in memory at a time. What breaks a rule is
reported with its line and read as far as it is sound; what has no place in a concept is counted. Where the XML breaks
off, what came before is given and the report says where.

TBX-Basic has no category for two things the workbench needs, so a term's note may begin with one of two words:
`forbidden` (with status deprecated) and `case-sensitive`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, cast

from lxml import etree

from workbench.core.errors import FormatError
from workbench.core.term import Concept
from workbench.formats.glossary.report import MAX_CONCEPTS, GlossaryReport
from workbench.formats.tbx.entry import Entry
from workbench.formats.tbx.rules import ENTRY, KINDS, NAMESPACES, ROOTS
from workbench.formats.tbx.stream import XmlBytes

_ENTRY_TAGS = tuple(
    f"{{*}}{name}" for name in ("conceptEntry", "termEntry", "entry", "conceptGrp", "conceptentry", "termentry")
)
_ROOT_TAGS = tuple(f"{{*}}{name}" for name in ROOTS)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_tbx(head: bytes) -> bool:
    """Whether the first bytes of a file can only be a termbase: XML with one of the roots that are read."""
    wide = head.startswith(_WIDE_MARKS) or b"\x00" in head[:4]
    text = head.replace(b"\x00", b"").decode("latin-1") if wide else head.decode("utf-8", "ignore")
    begins = text.lstrip("\ufeff \t\r\nþÿ").startswith("<")
    return begins and any(f"<{root}{after}" in text for root in ROOTS for after in (" ", ">", "\n", "\r", "\t"))


def read_tbx(stream: BinaryIO, name: str = "", report: GlossaryReport | None = None) -> Iterator[Concept]:
    """The concepts of a termbase, in the order of the file, each as soon as it is complete.

    Args:
        stream: open for reading bytes; not closed here.
        name: the file's name as the user gave it, for messages.
        report: filled while reading, if given. Where the file breaks off after a concept, `broken` says so.
    Raises:
        FormatError: not XML, not TBX, with entity declarations, too large, or broken before the first concept.
    """
    report = report if report is not None else GlossaryReport()
    report.format = "TBX"
    seen: set[str] = set()
    try:
        for element, line in _entries(stream, name, report):
            concept = Entry(element, report, seen, line).concept()
            if concept is not None:
                report.concepts += 1
                report.terms += len(concept.terms)
                if report.concepts > MAX_CONCEPTS:
                    raise FormatError(f"more than {MAX_CONCEPTS:,} concepts; split the termbase", path=name)
                yield concept
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = (error.msg or "no element found").partition(", line ")[0]
        message = f"not well-formed XML ({what}); export it again"
        broken = FormatError(message, path=name, line=line, column=column)
        report.problem(line, "", "xml", f"{message}; the {report.concepts} concepts before it are kept")
        report.broken = str(broken)
        if not report.concepts:
            raise broken from error


def _entries(stream: BinaryIO, name: str, report: GlossaryReport) -> Iterator[tuple[etree._Element, int]]:
    """Each concept entry when its end is met, and the line of its start; forgotten when the next is asked for."""
    source = XmlBytes(stream, name, report)
    events = etree.iterparse(
        cast(BinaryIO, source),
        events=("start", "end"),
        tag=(*_ROOT_TAGS, *_ENTRY_TAGS),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    known = False
    for event, element in events:
        if not known:
            known = True
            _look_at_root(element.getroottree().getroot(), name, report)
        if event == "end" and KINDS.get(etree.QName(element).localname.lower()) == ENTRY:
            report.entries += 1
            lines = source.entry_lines
            yield element, lines[report.entries - 1] if report.entries <= len(lines) else 0
            parent = element.getparent()
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
    if not known:
        _look_at_root(events.root, name, report)
        if events.root is not None and etree.QName(events.root).localname not in ROOTS:
            raise FormatError(
                f"the root element is <{etree.QName(events.root).localname}>, not <tbx> or <martif>; "
                "this is no termbase",
                path=name,
                line=events.root.sourceline or 1,
            )


def _look_at_root(root: etree._Element, name: str, report: GlossaryReport) -> None:
    """Note dialect and style, and what the root breaks.

    Raises: FormatError if the file declares entities.
    """
    line = root.sourceline or 1
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and next(doctype.iterentities(), None) is not None:
        raise FormatError(
            "the file declares entities, which are never read from a termbase; remove them", path=name, line=line
        )
    tag = etree.QName(root)
    report.dialect, report.style = root.get("type") or root.get("dialect") or "", root.get("style", "")
    label = {"tbx": "TBX v3", "martif": "TBX v2", "TBX": "TBX-Min of 2013", "mtf": "MultiTerm XML"}
    style = f" ({report.style})" if report.style else ""
    report.format = f"{label.get(tag.localname, 'TBX')} {report.dialect}{style}".strip()
    for rule, message in _root_problems(root, tag):
        report.problem(line, "", rule, message)


def _root_problems(root: etree._Element, tag: etree.QName) -> Iterator[tuple[str, str]]:
    if tag.localname not in ROOTS:
        yield "root", f"the root element is <{tag.localname}>, not <tbx> or <martif>; its entries are read"
    elif tag.localname == "tbx":
        if tag.namespace not in NAMESPACES:
            yield "namespace", f"<tbx> is in namespace {tag.namespace or ''!r}, not urn:iso:std:iso:30042:ed-2"
        if not root.get("type"):
            yield "dialect", '<tbx> does not name its dialect; it should have type="TBX-Basic" or another'
        if root.get("style", "") not in ("dca", "dct"):
            yield "style", '<tbx> should say style="dca" or style="dct"'
    elif tag.localname == "martif" and not root.get("type"):
        yield "dialect", '<martif> does not name its dialect; it should have type="TBX" or another'
    children = [str(child.tag).lower() for child in root]
    if tag.localname in ("tbx", "martif") and not any(child.endswith("header") for child in children):
        yield "header", f"the header ({'tbxHeader' if tag.localname == 'tbx' else 'martifHeader'}) is missing"

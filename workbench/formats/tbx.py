"""Termbases in TBX version 3 (ISO 30042:2019), read as a stream: an open byte stream to concepts.

Both styles are read, data categories as attributes (DCA) and as elements (DCT). What `Concept` and `Term` have no
place for is counted and named in the report; nothing is dropped in silence. The file may come from anywhere: no
entity, DTD or network, one concept in memory at a time. Version 2 (`martif`) is recognised and refused.

TBX-Basic has no category for two things the workbench needs, so a term's note may begin with one of two words:
`forbidden` (with status deprecated) and `case-sensitive`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from lxml import etree

from workbench.core.errors import ConfigError, FormatError, NotInYetError
from workbench.core.language import language_tag
from workbench.core.term import Concept, Term, TermStatus

NAMESPACES = frozenset({"urn:iso:std:iso:30042:ed-2", "urn:iso:std:iso:30042:ed:3.0"})
"""The published namespace, and the one of the drafts, which older tools still write."""

MAX_TERM_CHARS = 1_000
MAX_CONCEPTS = 1_000_000

FORBIDDEN_WORD = "forbidden"
CASE_WORD = "case-sensitive"

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUSES = {
    "preferred": TermStatus.PREFERRED,
    "admitted": TermStatus.ADMITTED,
    "deprecated": TermStatus.DEPRECATED,
    "superseded": TermStatus.DEPRECATED,
    "notRecommended": TermStatus.DEPRECATED,
    "obsolete": TermStatus.DEPRECATED,
    "forbidden": TermStatus.FORBIDDEN,
    "prohibited": TermStatus.FORBIDDEN,
}
_STATUS_CATEGORIES = ("administrativeStatus", "normativeAuthorization")
_SHORT_TYPES = frozenset({"abbreviation", "acronym", "initialism"})
_TERM_CATEGORIES = frozenset({*_STATUS_CATEGORIES, "partOfSpeech", "grammaticalGender", "termType", "note"})
_CONCEPT_CATEGORIES = frozenset({"subjectField", "definition", "note"})
_GROUPS = frozenset({"descripGrp", "termNoteGrp"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that was left out or read as something else; `line` from 1."""

    line: int
    concept: str
    message: str


@dataclass(slots=True)
class TbxReport:
    """What reading has met so far.

    Attributes:
        dialect, style: as the file names them (`TBX-Basic`, `dca`).
        concepts, terms: how many were given.
        problems: in the order of the file.
        ignored: data categories without a place in the termbase, with their counts.
    """

    dialect: str = ""
    style: str = ""
    concepts: int = 0
    terms: int = 0
    problems: list[Problem] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


def is_tbx(head: bytes) -> bool:
    """Whether the first bytes of a file can only be a termbase, of version 3 or 2."""
    text = head.decode("utf-8", "ignore")
    return text.lstrip("\ufeff \t\r\n").startswith("<") and ("<tbx" in text or "<martif" in text)


def read_tbx(stream: BinaryIO, name: str = "", report: TbxReport | None = None) -> Iterator[Concept]:
    """The concepts of a termbase, in the order of the file, each as soon as it is complete.

    Args:
        stream: open for reading bytes; not closed here.
        name: the file's name as the user gave it, for messages.
        report: filled while reading, if given.
    Raises:
        FormatError: not XML, not TBX, with entity declarations, or broken off (concepts before that were given).
        NotInYetError: TBX version 2.
    """
    report = report if report is not None else TbxReport()
    seen: set[str] = set()
    try:
        for element in _concept_entries(stream, name, report):
            concept = _Entry(element, report, seen).concept()
            if concept is not None:
                report.concepts += 1
                report.terms += len(concept.terms)
                if report.concepts > MAX_CONCEPTS:
                    raise FormatError(f"more than {MAX_CONCEPTS:,} concepts; split the termbase", path=name)
                yield concept
    except etree.XMLSyntaxError as error:
        line, column = error.position
        what = error.msg or "no element found"
        raise FormatError(
            f"not well-formed XML ({what}); export it again", path=name, line=line, column=column
        ) from error


def _concept_entries(stream: BinaryIO, name: str, report: TbxReport) -> Iterator[etree._Element]:
    """Each `conceptEntry` when its end is met; forgotten when the next is asked for."""
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    namespace = ""
    for event, element in events:
        if not namespace:
            namespace = _root_namespace(element, name, report)
        elif event == "end" and element.tag == f"{{{namespace}}}conceptEntry":
            if (entity := next(element.iter(etree.Entity), None)) is not None:
                raise FormatError(
                    f"{entity.text} is an entity, which is never read", path=name, line=element.sourceline or 0
                )
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _root_namespace(root: etree._Element, name: str, report: TbxReport) -> str:
    """The namespace of a root that is TBX version 3; raises otherwise."""
    tag, line = etree.QName(root), root.sourceline or 1
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and next(doctype.iterentities(), None) is not None:
        raise FormatError(
            "the file declares entities, which are never read from a termbase; remove them", path=name, line=line
        )
    if tag.localname == "martif":
        raise NotInYetError(f"{name or 'this termbase'}: TBX version 2 (martif) is not in yet; export TBX version 3")
    if tag.localname != "tbx":
        raise FormatError(
            f"the root element is <{tag.localname}>, not <tbx>; this is no termbase", path=name, line=line
        )
    if tag.namespace not in NAMESPACES:
        raise FormatError(
            f"<tbx> is in namespace {tag.namespace or ''!r}, not urn:iso:std:iso:30042:ed-2; export TBX version 3",
            path=name,
            line=line,
        )
    report.dialect, report.style = root.get("type", ""), root.get("style", "")
    return str(tag.namespace)


class _Entry:
    """One `conceptEntry` on its way to a concept."""

    def __init__(self, element: etree._Element, report: TbxReport, seen: set[str]) -> None:
        self.element, self.report = element, report
        number = len(seen) + 1
        self.id = wanted = element.get("id") or f"concept-{number}"
        if wanted in seen:
            self.id = f"{wanted}-{number}"
            self.problem(element, f"the id {wanted} is taken; read as {self.id}")
        seen.add(self.id)

    def concept(self) -> Concept | None:
        """The concept; None (and a problem) where no term is left."""
        own = self.categories(self.element, _CONCEPT_CATEGORIES, into=("langSec",))
        terms: list[Term] = []
        for section in self.children(self.element, "langSec"):
            for category, values in self.categories(section, _CONCEPT_CATEGORIES, into=("termSec",)).items():
                own.setdefault(category, values)
            terms += self.language_terms(section)
        if not terms:
            self.problem(self.element, "no term that can be used; left out")
            return None
        return Concept(
            id=self.id,
            terms=tuple(terms),
            domain=", ".join(own.get("subjectField", ())),
            definition=" ".join(own.get("definition", ())[:1]),
            note=" ".join(own.get("note", ())),
        )

    def language_terms(self, section: etree._Element) -> list[Term]:
        """The terms of one `langSec`."""
        try:
            language = language_tag(section.get(_LANGUAGE, ""))
        except ConfigError as error:
            self.problem(section, f"language section left out: {error}")
            return []
        found: list[tuple[Term, bool]] = []
        for term_section in self.children(section, "termSec"):
            term = self.term(term_section, language)
            if term is not None:
                found.append(term)
        has_preferred = any(stated and term.status is TermStatus.PREFERRED for term, stated in found)
        return [
            term if stated or (at == 0 and not has_preferred) else replace(term, status=TermStatus.ADMITTED)
            for at, (term, stated) in enumerate(found)
        ]

    def term(self, section: etree._Element, language: str) -> tuple[Term, bool] | None:
        """The term of a `termSec`, and whether its status was stated."""
        text = next((_text(child) for child in self.children(section, "term")), "")
        if not text or len(text) > MAX_TERM_CHARS:
            self.problem(
                section, "empty term left out" if not text else f"term over {MAX_TERM_CHARS} characters left out"
            )
            return None
        values = self.categories(section, _TERM_CATEGORIES, into=("term",))
        first = {category: found[0] for category, found in values.items()}
        status, stated = self.status(section, first)
        notes = values.get("note", [])
        words = {word for note in notes for word in (FORBIDDEN_WORD, CASE_WORD) if _begins_with(note, word)}
        if FORBIDDEN_WORD in words:
            status, stated = TermStatus.FORBIDDEN, True
        term_type = first.get("termType", "")
        term = Term(
            text=text,
            language=language,
            status=status,
            part_of_speech=first.get("partOfSpeech", ""),
            gender=first.get("grammaticalGender", ""),
            term_type=term_type,
            note=" ".join(filter(None, (_without_word(note) for note in notes))),
            case_sensitive=CASE_WORD in words or term_type in _SHORT_TYPES,
        )
        return term, stated

    def status(self, section: etree._Element, first: dict[str, str]) -> tuple[TermStatus, bool]:
        """The status, and whether the file states one."""
        word = next((first[category] for category in _STATUS_CATEGORIES if category in first), "")
        if not word:
            return TermStatus.PREFERRED, False
        key = word.removesuffix("-admn-sts").removesuffix("Term")
        if key not in _STATUSES:
            self.problem(section, f"unknown status {word!r}; read as none")
            return TermStatus.PREFERRED, False
        if key in ("superseded", "obsolete"):
            self.problem(section, f"status {key} read as deprecated")
        return _STATUSES[key], True

    def categories(self, parent: etree._Element, known: frozenset[str], into: tuple[str, ...]) -> dict[str, list[str]]:
        """Texts of the data categories right under `parent` or in a group there; `into` are elements read elsewhere."""
        found: dict[str, list[str]] = {}
        for child in parent.iterchildren("*"):
            name = etree.QName(child).localname
            if name in into:
                continue
            if name in _GROUPS:
                for category, texts in self.categories(child, known, into).items():
                    found.setdefault(category, []).extend(texts)
                continue
            category = child.get("type", name) if _is_tbx(child) else name
            if category not in known:
                self.report.ignored[category] += 1
            elif text := _text(child):
                found.setdefault(category, []).append(text)
        return found

    def children(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        """Children of that name, of TBX's own namespace."""
        return (child for child in parent.iterchildren("*") if _is_tbx(child) and etree.QName(child).localname == name)

    def problem(self, element: etree._Element, message: str) -> None:
        """Note a problem at the line of `element`."""
        self.report.problems.append(Problem(element.sourceline or 0, self.id, message))


def _is_tbx(element: etree._Element) -> bool:
    return etree.QName(element).namespace in NAMESPACES


def _text(element: etree._Element) -> str:
    """All text inside, white space collapsed; inline markup is left out and its text kept."""
    return " ".join("".join(element.itertext()).split())


def _begins_with(note: str, word: str) -> bool:
    return note == word or note.startswith(f"{word}:")


def _without_word(note: str) -> str:
    """The note without the word it may begin with."""
    for word in (FORBIDDEN_WORD, CASE_WORD):
        if _begins_with(note, word):
            return note[len(word) :].lstrip(": ")
    return note

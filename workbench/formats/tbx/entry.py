"""One concept entry of a TBX file on its way to a concept.

Levels are concept, language and term; a data category is an element with a `type` (DCA and version 2) or an element of
its own (DCT). Whatever a concept or a term has no place for is counted under its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.glossary import words
from workbench.formats.glossary.report import MAX_TERM_CHARS, MAX_TEXT_CHARS, GlossaryReport
from workbench.formats.glossary.statuses import settled
from workbench.formats.tbx import rules
from workbench.formats.tbx.stream import DAMAGED

FORBIDDEN_WORD = "forbidden"
CASE_WORD = "case-sensitive"

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SHORT_TYPES = frozenset({"abbreviation", "acronym", "initialism"})
_DOMAINS = frozenset({"subjectfield", "domain", "subject", "fachgebiet", "domaine"})
_DEFINITIONS = frozenset({"definition", "explanation"})
_NOTES = frozenset({"note", "comment", "remark", "usagenote"})
_POS = frozenset({"partofspeech", "pos", "wordclass"})
_GENDERS = frozenset({"grammaticalgender", "gender"})
_TYPES = frozenset({"termtype"})
_CASE = frozenset({"casesensitive", "casesensitivity"})

LAST_LINE = 65_535
"""libxml2 keeps the line of an element in 16 bits."""

_ABOVE_TERMS = frozenset({"subjectField", "definition", "note"})
_OF_TERMS = frozenset({"partOfSpeech", "grammaticalGender", "termType", "caseSensitive", "status", "forbidden"})

Found = dict[str, list[tuple[str, etree._Element]]]
"""Texts by category, each with its element."""


@lru_cache(maxsize=4096)
def _named(tag: object) -> tuple[str, str]:
    """Of an element's tag: its name, and what it is (`rules.KINDS`, else `rules.OTHER`), in any namespace."""
    if not isinstance(tag, str):
        return "", rules.NOTHING
    local = tag.rpartition("}")[2]
    if local in rules.STRUCTURAL:
        return local, rules.NOTHING
    kind = rules.ADMINISTRATION if local in rules.ADMINISTRATIVE else rules.OTHER
    return local, rules.KINDS.get(local.lower(), kind)


@lru_cache(maxsize=4096)
def _category_of(tag: object, stated: str | None) -> tuple[str, str, str]:
    """Of an element and its `type`: what it is, the name of its data category, and what that is called here.

    The last is empty where a termbase has no place for it.
    """
    local, kind = _named(tag)
    name = "note" if kind == rules.NOTE else (stated or local) if kind == rules.CATEGORY else local
    category = _category_key(name)
    return kind, name, category if category in _ABOVE_TERMS or category in _OF_TERMS else ""


@lru_cache(maxsize=4096)
def _category_key(name: str) -> str:
    """What a category is called here, whatever the vendor calls it; itself where it has no place."""
    key = words.key(name)
    for canonical, keys in (
        ("subjectField", _DOMAINS),
        ("definition", _DEFINITIONS),
        ("note", _NOTES),
        ("partOfSpeech", _POS),
        ("grammaticalGender", _GENDERS),
        ("termType", _TYPES),
        ("caseSensitive", _CASE),
        ("status", words.STATUS_CATEGORIES),
    ):
        if key in keys:
            return canonical
    if key in ("forbidden", "isforbidden"):
        return "forbidden"
    vendor = (
        name.startswith(("across_", "x-", "user_")) and words.key(name.rpartition("_")[2]) in words.STATUS_CATEGORIES
    )
    return "status" if vendor else name


class Entry:
    """One entry.

    Args:
        element: complete, with everything below it.
        report: what is left out or broken is noted there.
        seen: ids that are taken; the entry's own is added.
        line: where the entry begins, for lines that the parser does not count so far.
    """

    def __init__(self, element: etree._Element, report: GlossaryReport, seen: set[str], line: int = 0) -> None:
        self.element, self.report, self._line = element, report, line
        number = len(seen) + 1
        self.id = wanted = self._own_id() or f"concept-{number}"
        if wanted in seen:
            while self.id in seen:
                self.id, number = f"{wanted}-{number}", number + 1
            self.problem(element, "id", f"the id {wanted} is taken; read as {self.id}")
        seen.add(self.id)
        self._strict_values = report.dialect in rules.DIALECTS_WITH_PICKLISTS
        self._foreign: frozenset[str] = frozenset()
        if report.format.startswith("TBX v3"):
            self._foreign = rules.NAMES_V2
        elif report.format.startswith("TBX v2"):
            self._foreign = rules.NAMES_V3

    def _own_id(self) -> str:
        """The `id`, or the text of MultiTerm's `<concept>`."""
        if wanted := " ".join((self.element.get("id") or "").split()):
            return wanted
        numbered = next((c for c in self.element.iterchildren("*") if _named(c.tag)[0] == "concept"), None)
        return _text(numbered) if numbered is not None else ""

    def concept(self) -> Concept | None:
        """The concept; None (counted, with a problem) where no term is left."""
        own: Found = {}
        found: list[tuple[Term, bool]] = []
        self._check_name(self.element)
        for child in self.element:
            if _named(child.tag)[1] == rules.SECTION:
                self._language_terms(child, own, found)
            else:
                self._category(child, own)
        if not found:
            self.problem(self.element, "no-term", "no term that can be used; left out")
            self.report.skip("concept", "no term that can be used")
            return None
        definitions = own.get("definition", [])
        if len(definitions) > 1:
            self.report.ignored["definition beyond the first"] += len(definitions) - 1
        return Concept(
            id=self.id,
            terms=_by_language(settled(found)),
            domain=", ".join(dict.fromkeys(text for text, _ in own.get("subjectField", ()))),
            definition=definitions[0][0] if definitions else "",
            note=" ".join(dict.fromkeys(text for text, _ in own.get("note", ()))),
        )

    def _language_terms(self, section: etree._Element, own: Found, found: list[tuple[Term, bool]]) -> None:
        """Add the terms of one language to `found`; the language's definition and notes become the concept's."""
        self._check_name(section)
        language = self._language(section)
        for child in section:
            kind = _named(child.tag)[1]
            if kind in (rules.TERM_SECTION, rules.TERM_GROUP, rules.TERM):
                self.report.terms_read += 1
                term = self._term(child, language, own) if language else None
                if not language:
                    self.report.skip("term", "no usable language")
                if term is not None and self._is_new(term[0], found, child):
                    found.append(term)
            else:
                self._category(child, own)

    def _language(self, section: etree._Element) -> str:
        """The language of a section, empty (and a problem) where it has none."""
        label = section.get(_LANGUAGE) or section.get("lang") or ""
        stated = _LANGUAGE in section.attrib
        if not label:
            named = next((c for c in section.iterchildren("*") if _named(c.tag)[0] == "language"), None)
            if named is not None:
                label, stated = named.get("lang") or named.get("type") or named.get("name") or "", True
        tag, read_as = words.language_of(label)
        if not tag:
            self.problem(section, "language", f"language section left out: {label!r} is not a language tag")
        elif not stated:
            self.problem(section, "language", f"the language {tag} should stand in xml:lang")
        if read_as:
            self.report.read_as[read_as] += 1
        return tag

    def _is_new(self, term: Term, found: list[tuple[Term, bool]], element: etree._Element) -> bool:
        if all(term.text != other.text or term.language != other.language for other, _ in found):
            return True
        self.problem(element, "twice", f"the term {term.text!r} is there twice in {term.language}; the first is kept")
        self.report.skip("term", "there twice in its concept")
        return False

    def _term(self, section: etree._Element, language: str, own: Found) -> tuple[Term, bool] | None:
        """The term of a term section, and whether its status was stated."""
        found: Found = {}
        self._check_name(section)
        texts = self._gather(section, found, own)
        text = texts[0] if texts else ""
        reason = _why_not(text)
        if len(texts) > 1:
            self.problem(section, "structure", "a term section holds one term; the first is read")
        if reason:
            self.problem(section, "term", f"{reason}; left out")
            self.report.skip("term", reason)
            return None
        status, stated = self._status(found)
        notes = [text for text, _ in found["note"]] if "note" in found else []
        marks = {word for note in notes for word in (FORBIDDEN_WORD, CASE_WORD) if _begins_with(note, word)}
        if FORBIDDEN_WORD in marks:
            status, stated = TermStatus.FORBIDDEN, True
        term_type = _first(found, "termType")
        told = _first(found, "caseSensitive")
        return Term(
            text=text,
            language=language,
            status=status,
            part_of_speech=words.part_of_speech(_first(found, "partOfSpeech")),
            gender=_first(found, "grammaticalGender"),
            term_type=term_type,
            note=" ".join(filter(None, (_without_word(note) for note in notes))),
            case_sensitive=words.is_true(told) if told else CASE_WORD in marks or term_type in SHORT_TYPES,
        ), stated

    def _gather(self, section: etree._Element, found: Found, own: Found) -> list[str]:
        """The terms of a section; its categories go to `found`, a definition to the concept's `own`."""
        if _named(section.tag)[1] == rules.TERM:
            return [_text(section)]
        texts = []
        for child in section:
            kind = _named(child.tag)[1]
            if kind == rules.TERM:
                texts.append(_text(child))
            elif kind == rules.TERM_GROUP:
                texts += self._gather(child, found, own)
            else:
                self._category(child, found, term_level=True)
        for category in rules.ABOVE_TERMS_ONLY:
            if category in found:
                own.setdefault(category, []).extend(found.pop(category))
        return texts

    def _status(self, found: Found) -> tuple[TermStatus, bool]:
        """The status, and whether the file states one that is known."""
        if "forbidden" in found and words.is_true(_first(found, "forbidden")):
            return TermStatus.FORBIDDEN, True
        for word, element in found.get("status", ()):
            if words.is_stage(word):
                self.report.read_as[f"status {word} says nothing of how to use a term"] += 1
                continue
            status, read_as = words.status_of(word)
            if status is not None:
                if read_as:
                    self.report.read_as[read_as] += 1
                return status, True
            self.problem(element, "status", f"unknown status {word!r}; read as none")
        return TermStatus.PREFERRED, False

    def _category(self, element: etree._Element, found: Found, *, term_level: bool = False) -> None:
        """Take a data category, or those of a group, into `found`."""
        kind, name, category = _category_of(element.tag, element.get("type"))
        if kind == rules.GROUP:
            for child in element:
                self._category(child, found, term_level=term_level)
        elif not category or (not term_level and category not in _ABOVE_TERMS):
            if kind != rules.NOTHING:
                self._ignore(element, name, is_typed=kind == rules.CATEGORY, term_level=term_level)
        elif text := _text(element):
            if len(text) > MAX_TEXT_CHARS:
                self.problem(element, "length", f"{name} of {len(text):,} characters left out")
                self.report.ignored[f"{name} over {MAX_TEXT_CHARS:,} characters"] += 1
                return
            if category in found:
                found[category].append((text, element))
            else:
                found[category] = [(text, element)]
            if term_level and name in rules.ABOVE_TERMS_ONLY:
                self.problem(element, "place", f"{name} does not belong to a term; read as the concept's")
            if self._strict_values and text not in rules.PICKLISTS.get(name, (text,)):
                allowed = ", ".join(sorted(rules.PICKLISTS[name]))
                self.problem(element, "picklist", f"{name} is {text!r}; {self.report.dialect} has {allowed}")

    def _ignore(self, element: etree._Element, name: str, *, is_typed: bool, term_level: bool) -> None:
        """Count a category without a place; where only its level is wrong, that is a problem.

        Categories as elements are not judged: published examples of that style have them on other levels too.
        """
        if not term_level and name in rules.TERM_ONLY:
            self.report.ignored[f"{name} above the term"] += 1
            if is_typed:
                self.problem(element, "place", f"{name} belongs to a term, not above it; left out")
        else:
            self.report.ignored[name] += 1

    def _check_name(self, element: etree._Element) -> None:
        local = _named(element.tag)[0]
        if local in self._foreign:
            self.problem(
                element, "structure", f"<{local}> is of another version of TBX than the root; read all the same"
            )

    def problem(self, element: etree._Element, rule: str, message: str) -> None:
        """Note a broken rule at the line of `element`; beyond the parser's last line at that of the entry."""
        line = element.sourceline or 0
        self.report.problem(self._line if line >= LAST_LINE else line, self.id, rule, message)


def _by_language(terms: list[Term]) -> tuple[Term, ...]:
    """Terms of a language together, languages in the order of the file; one may have several sections."""
    order = {language: at for at, language in enumerate(dict.fromkeys(term.language for term in terms))}
    return tuple(sorted(terms, key=lambda term: order[term.language]))


def _first(found: Found, category: str) -> str:
    values = found.get(category)
    return values[0][0] if values else ""


def _why_not(text: str) -> str:
    """Why a text can be no term; empty if it can."""
    if not text:
        return "empty term"
    if len(text) > MAX_TERM_CHARS:
        return f"term over {MAX_TERM_CHARS:,} characters"
    return "term with damaged characters" if DAMAGED in text else ""


def _text(element: etree._Element) -> str:
    """All text inside, white space collapsed; markup is left out and its text kept, native codes are not.

    An entity that was not declared in the file stands for nothing and spoils the text, as a damaged character does.
    """
    if not len(element):
        return " ".join((element.text or "").split())
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag is etree.Entity:
            yield DAMAGED
        elif isinstance(child.tag, str) and _named(child.tag)[0] not in rules.CODES:
            yield from _pieces(child)
        yield child.tail or ""


def _begins_with(note: str, word: str) -> bool:
    return note == word or note.startswith(f"{word}:")


def _without_word(note: str) -> str:
    """The note without the word it may begin with."""
    for word in (FORBIDDEN_WORD, CASE_WORD):
        if _begins_with(note, word):
            return note[len(word) :].lstrip(": ")
    return note

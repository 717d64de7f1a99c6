"""Glossaries as tables: what headings mean, rows that are one concept, encodings, Excel and UTX."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from workbench.core.errors import FormatError, InputError
from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.cells import guarded, unguarded
from workbench.formats.glossary import headings, words
from workbench.formats.glossary.headings import Column, column_of
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.sniff import read_glossary
from workbench.formats.glossary.writing import write_table


def read(content: bytes | str, report: GlossaryReport | None = None, name: str = "mine.csv") -> list[Concept]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_glossary(io.BytesIO(raw), name, report or GlossaryReport()))


def shown(concept: Concept) -> list[str]:
    return [f"{term.language} {term.text} {term.status}" for term in concept.terms]


def workbook(*sheets: list[list[object]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("en", Column(headings.TERM, "en")),
        ("EN_us", Column(headings.TERM, "en-US")),
        ("English", Column(headings.TERM, "en")),
        ("anglais", Column(headings.TERM, "en")),
        ("Azərbaycanca", Column(headings.TERM, "az")),
        ("Հայերեն", Column(headings.TERM, "hy")),
        ("Terme (français)", Column(headings.TERM, "fr")),
        ("term_az", Column(headings.TERM, "az")),
        ("English term", Column(headings.TERM, "en")),
        ("term:ast", Column(headings.TERM, "ast")),
        ("French (Canada)", Column(headings.TERM, "fr")),
        ("en status", Column(headings.STATUS, "en")),
        ("fr:pos", Column(headings.POS, "fr")),
        ("Note (hy)", Column(headings.NOTE, "hy")),
        ("pt-BR gender", Column(headings.GENDER, "pt-BR")),
        ("en forbidden", Column(headings.TERM, "en", TermStatus.FORBIDDEN)),
        ("synonyms fr", Column(headings.TERM, "fr", TermStatus.ADMITTED)),
        ("en definition", Column(headings.DEFINITION)),
        ("Concept ID", Column(headings.ID)),
        ("id", Column(headings.ID)),
        ("Part of speech", Column(headings.POS)),
        ("status", Column(headings.STATUS)),
        ("Domaine", Column(headings.DOMAIN)),
        ("pos", Column(headings.POS)),
        ("ref", Column(headings.UNKNOWN)),
        ("website", Column(headings.UNKNOWN)),
        ("", Column(headings.UNKNOWN)),
    ],
)
def test_what_a_heading_means(heading: str, column: Column) -> None:
    found = column_of(heading)
    assert (found.field, found.language, found.status) == (column.field, column.language, column.status)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Preferred", "preferred"),
        ("preferredTerm-admn-sts", "preferred"),
        ("Do not use", "forbidden"),
        ("verboten", "forbidden"),
        ("Verboten / Forbidden", "forbidden"),
        ("not recommended", "deprecated"),
        ("non-standard", "deprecated"),
        ("déconseillé", "deprecated"),
        ("provisional", "admitted"),
        ("legalTerm-admn-sts", "admitted"),
        ("finalized", None),
        ("", None),
    ],
)
def test_status_words_of_the_trade(word: str, status: str | None) -> None:
    assert words.status_of(word)[0] == status


@pytest.mark.parametrize(
    ("delimiter", "label"), [(",", "CSV"), (";", "CSV with ;"), ("\t", "TSV"), ("|", "CSV with |")]
)
def test_the_delimiter_is_found(delimiter: str, label: str) -> None:
    report = GlossaryReport()
    others = " ".join(sorted({",", ";"} - {delimiter}))
    text = f"en{delimiter}fr\nborder{others}x{delimiter}frontière\n"
    assert read(text, report)[0].terms[1].text == "frontière"
    assert report.format == f"{label}, utf-8"


def test_excel_names_its_delimiter_in_the_first_line() -> None:
    assert shown(read("sep=;\r\nen;fr\r\na,b;c\r\n")[0]) == ["en a,b preferred", "fr c preferred"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings_by_evidence(encoding: str) -> None:
    content = "en,fr\nborder,frontière d’État\nstate,l’État de siège\n".encode(encoding)
    assert read(content)[0].terms[1].text == "frontière d’État"


def test_azerbaijani_in_an_encoding_without_its_letters_is_refused() -> None:
    with pytest.raises(FormatError, match="ə"):
        read("en,az\ncity,şəhər ğ\nıssue,ığış\n".replace("ə", "e").encode("windows-1254"))


def test_rows_of_one_concept_are_one_and_bars_separate_terms() -> None:
    text = (
        "concept,domain,en,en status,fr\n"
        "c1,law,treaty,preferred,traité|convention\n"
        "c1,,pact,forbidden,\n"
        "c1,,treaty,,\n"
        "c2,,a\\|b,,\n"
    )
    first, second = read(text)
    assert first.domain == "law"
    assert shown(first) == ["en treaty preferred", "en pact forbidden", "fr traité preferred", "fr convention admitted"]
    assert shown(second) == ["en a|b preferred"]


def test_a_language_a_row() -> None:
    text = "term,language,concept,status\nborder,English,b,\nfrontière,fr,b,admitted\nx,klingon,b,\n"
    report = GlossaryReport()
    assert shown(read(text, report)[0]) == ["en border preferred", "fr frontière admitted"]
    assert [(problem.line, problem.rule) for problem in report.problems] == [(4, "language")]


def test_what_is_skipped_is_counted() -> None:
    report = GlossaryReport()
    text = "concept,en,fr,mood,fr status\n1,a,b,x,odd\n,,,,\n1,a,b,x,odd\n2,,,y,\n3,c,d,,,more\n"
    assert [concept.id for concept in read(text, report)] == ["1", "3"]
    assert report.skipped == {
        ("row", "empty"): 1,
        ("row", "there twice"): 1,
        ("concept", "no term that can be used"): 1,
    }
    assert (report.entries, report.concepts, report.terms_read, report.terms) == (3, 2, 4, 4)
    assert report.ignored == {"column 'mood'": 1}
    assert [(problem.line, problem.rule) for problem in report.problems] == [
        (2, "status"),
        (6, "cells"),
        (5, "no-term"),
    ]


def test_a_table_without_languages_says_what_to_write() -> None:
    with pytest.raises(FormatError, match="concept,en,fr"):
        read("source,target\na,b\n")
    with pytest.raises(InputError, match="empty"):
        read(" \n")


def test_a_quote_that_never_ends_tells_its_line() -> None:
    with pytest.raises(FormatError) as caught:
        read('en,fr\na,b\n"c,d\n' + "x,y\n" * 60_000)
    assert caught.value.line >= 3


@pytest.mark.parametrize("text", ["=1+1", "+x", "-dakı", "@a", "'=1", "''=1", "'tis", "x", ""])
def test_a_guarded_cell_gives_its_text_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def test_writing_tells_what_a_table_cannot_carry() -> None:
    concept = Concept("c", (Term("a  b", "en", part_of_speech="Noun"), Term("a b", "en")))
    assert set(write_table([concept], io.BytesIO())) == {
        "term left out (empty, too long or there twice)",
        "part of speech 'Noun' read as the usual word",
        "white space made one space",
    }


def test_a_workbook_gives_the_first_sheet_with_languages() -> None:
    report = GlossaryReport()
    content = workbook(
        [["Read me"]],
        [[], ["Concept ID", "English", "Armenian", "Note"], [1.0, "border", "սահման", "x"], [None, "'-b", 12, None]],
    )
    first, second = read(content, report, "x.xlsx")
    assert (first.id, first.note, shown(first)) == ("1", "x", ["en border preferred", "hy սահման preferred"])
    assert shown(second) == ["en -b preferred", "hy 12 preferred"]
    assert report.format == "XLSX, sheet 'S1'"
    assert report.ignored == {"sheet 'S0'": 1}


def test_formulas_in_a_workbook_are_never_text() -> None:
    assert shown(read(workbook([["en", "fr"], ["=1+1", "deux"]]), name="x.xlsx")[0]) == ["fr deux preferred"]


def test_a_workbook_without_languages_names_its_sheets() -> None:
    with pytest.raises(FormatError, match="S0, S1"):
        read(workbook([["a"]], [["b"]]), name="x.xlsx")


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (packed(xl__workbook=b" " * 50_000_000), "decompression bomb"),
        (packed(xl__workbook=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "document type"),
        (packed(xl__workbook="<!DOCTYPE x []><x/>".encode("utf-16")), "document type"),
        (packed(word__document=b"<x/>"), "no Excel workbook"),
        (packed(xl__workbook=b"<x/>"), "cannot be read"),
        (workbook([["en"]])[:-200], "no Excel workbook"),
    ],
)
def test_hostile_and_damaged_workbooks_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(content, name="x.xlsx")


UTX = (
    "#UTX 1.11; en/fr; 2020-01-01T10:00:00; copyright: nobody; license: none; bidirectional\n"
    "#description: for the tests\n"
    "#src\ttgt\tsrc:pos\ttgt:pos\tterm status\ttgt:comment\tconcept ID\n"
    "border\tfrontière\tnoun\tnoun\tapproved\t-\tC1\n"
    "border\tlimite\tnoun\tnoun\tforbidden\tonly of land\tC1\n"
    "state\tétat\tnoun\t-\tnon-standard\t\tC2\n"
)


def test_utx() -> None:
    report = GlossaryReport()
    first, second = read(UTX, report, "x.utx")
    assert shown(first) == ["en border preferred", "fr frontière preferred", "fr limite forbidden"]
    assert first.terms[2].note == "only of land"
    assert [term.part_of_speech for term in second.terms] == ["noun", ""]
    assert shown(second) == ["en state preferred", "fr état deprecated"]
    assert report.format == "UTX 1.11, utf-8"
    assert not report.problems


@pytest.mark.parametrize("text", ["#UTX 1.11\n", "#UTX 1.11; en/fr\nno columns\n", "#UTX 1.11; x\n#src\ttgt\na\tb\n"])
def test_utx_without_languages_or_columns_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read(text, name="x.utx")


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\x00" + b"x" * 50, b"\xd0\xcf\x11\xe0" + b"x" * 50, b"%PDF-1.7", b"\x1f\x8b\x08"]
)
def test_files_of_other_kinds_are_refused_with_advice(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"export|save|unpack"):
        read(content)

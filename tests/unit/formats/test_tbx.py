"""The TBX reader: both styles, statuses, what it reports and what it refuses."""

from __future__ import annotations

import io

import pytest

from workbench.core.errors import FormatError
from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.glossary.report import MAX_TERM_CHARS, GlossaryReport
from workbench.formats.tbx import is_tbx, read_tbx

NAMESPACE = "urn:iso:std:iso:30042:ed-2"


def tbx(body: str, *, style: str = "dca", namespace: str = NAMESPACE, prolog: str = "") -> bytes:
    return (
        f'{prolog}<tbx type="TBX-Basic" style="{style}" xml:lang="en" xmlns="{namespace}"'
        ' xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">'
        "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"
        f"<text><body>{body}</body></text></tbx>"
    ).encode()


def entry(terms: str, *, language: str = "en", extra: str = "", name: str = "c1") -> str:
    return f'<conceptEntry id="{name}">{extra}<langSec xml:lang="{language}">{terms}</langSec></conceptEntry>'


def term(text: str, status: str = "", *, more: str = "") -> str:
    stated = f'<termNote type="administrativeStatus">{status}</termNote>' if status else ""
    return f"<termSec><term>{text}</term>{stated}{more}</termSec>"


def read(content: bytes, report: GlossaryReport | None = None) -> list[Concept]:
    return list(read_tbx(io.BytesIO(content), "mine.tbx", report))


def test_a_concept_with_attributes_as_categories() -> None:
    extra = (
        '<descrip type="subjectField">law</descrip><note>seen</note>'
        '<descripGrp><descrip type="definition">A text.</descrip></descripGrp>'
    )
    more = (
        '<termNote type="partOfSpeech">noun</termNote>'
        '<termNote type="grammaticalGender">masculine</termNote><note>old</note>'
    )
    found = read(tbx(entry(term("traité", "preferredTerm-admn-sts", more=more), language="fr", extra=extra)))
    traite = Term("traité", "fr", TermStatus.PREFERRED, part_of_speech="noun", gender="masculine", note="old")
    assert found == [Concept("c1", (traite,), domain="law", definition="A text.", note="seen")]


def test_a_concept_with_elements_as_categories_reads_the_same() -> None:
    dct = (
        '<conceptEntry id="c1"><min:subjectField>law</min:subjectField>'
        '<langSec xml:lang="en"><termSec><term>treaty</term>'
        "<min:partOfSpeech>noun</min:partOfSpeech><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus>"
        "<basic:termType>fullForm</basic:termType></termSec></langSec></conceptEntry>"
    )
    dca = entry(
        term(
            "treaty",
            "admittedTerm-admn-sts",
            more='<termNote type="partOfSpeech">noun</termNote><termNote type="termType">fullForm</termNote>',
        ),
        extra='<descrip type="subjectField">law</descrip>',
    )
    assert read(tbx(dct, style="dct")) == read(tbx(dca))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("preferredTerm-admn-sts", TermStatus.PREFERRED),
        ("preferredTerm", TermStatus.PREFERRED),
        ("admittedTerm-admn-sts", TermStatus.ADMITTED),
        ("deprecatedTerm-admn-sts", TermStatus.DEPRECATED),
        ("supersededTerm-admn-sts", TermStatus.DEPRECATED),
        ("forbidden", TermStatus.FORBIDDEN),
    ],
)
def test_status_words(word: str, status: TermStatus) -> None:
    assert read(tbx(entry(term("x", word))))[0].terms[0].status is status


def test_terms_without_status_are_preferred_once() -> None:
    found = read(tbx(entry(term("first") + term("second"))))[0]
    assert [t.status for t in found.terms] == [TermStatus.PREFERRED, TermStatus.ADMITTED]
    found = read(tbx(entry(term("first") + term("second", "preferredTerm-admn-sts"))))[0]
    assert [t.status for t in found.terms] == [TermStatus.ADMITTED, TermStatus.PREFERRED]


def test_a_note_makes_a_deprecated_term_forbidden() -> None:
    found = read(tbx(entry(term("x", "deprecatedTerm-admn-sts", more="<note>forbidden: a slip</note>"))))[0].terms[0]
    assert (found.status, found.note) == (TermStatus.FORBIDDEN, "a slip")
    found = read(tbx(entry(term("x", "deprecatedTerm-admn-sts", more="<note>forbidden fruit</note>"))))[0].terms[0]
    assert (found.status, found.note) == (TermStatus.DEPRECATED, "forbidden fruit")


def test_a_note_or_an_abbreviation_makes_a_term_case_sensitive() -> None:
    short = '<termNote type="termType">abbreviation</termNote>'
    found = read(
        tbx(entry(term("March", more="<note>case-sensitive</note>") + term("WHO", more=short) + term("plain")))
    )[0]
    assert [t.case_sensitive for t in found.terms] == [True, True, False]
    assert found.terms[0].note == ""


def test_inline_markup_gives_its_text_and_white_space_is_one_space() -> None:
    assert read(tbx(entry(term("cease\n   <hi>fire</hi>"))))[0].terms[0].text == "cease fire"


def test_language_tags_are_normalised_and_bad_ones_reported() -> None:
    report = GlossaryReport()
    body = (
        '<conceptEntry id="c1"><langSec xml:lang="AZ_latn">'
        + term("söz")
        + '</langSec><langSec xml:lang="?">'
        + term("x")
        + "</langSec></conceptEntry>"
    )
    assert [t.language for t in read(tbx(body), report)[0].terms] == ["az"]
    assert len(report.problems) == 1
    assert "language section left out" in report.problems[0].message


def test_what_has_no_place_is_counted() -> None:
    report = GlossaryReport()
    read(tbx(entry(term("x", more='<descrip type="context">y</descrip>'), extra="<transacGrp/>")), report)
    assert report.ignored == {"context": 1, "transacGrp": 1}
    assert (report.concepts, report.terms, report.problems) == (1, 1, [])


def test_what_is_left_out_is_reported_with_its_line() -> None:
    report = GlossaryReport()
    body = "\n" + entry(term(" ")) + "\n" + entry(term("a" * (MAX_TERM_CHARS + 1)) + term("kept"), name="c2")
    found = read(tbx(body), report)
    assert [c.id for c in found] == ["c2"]
    assert [(p.line, p.concept) for p in report.problems] == [(2, "c1"), (2, "c1"), (3, "c2")]


def test_ids_that_are_taken_or_missing_are_made_up() -> None:
    report = GlossaryReport()
    nameless = entry(term("z")).replace(' id="c1"', "")
    assert [c.id for c in read(tbx(entry(term("x")) + entry(term("y")) + nameless), report)] == [
        "c1",
        "c1-2",
        "concept-3",
    ]
    assert len(report.problems) == 1


def test_concepts_come_one_by_one() -> None:
    whole = tbx(entry(term("x"), name="a") + "<!-- " + " " * 70_000 + "-->" + entry(term("y"), name="b"))
    concepts = read_tbx(io.BytesIO(whole[:-20]), "cut.tbx")
    assert next(concepts).id == "a"
    assert [concept.id for concept in concepts] == ["b"]


def test_where_the_xml_breaks_what_came_before_is_kept_and_the_line_is_told() -> None:
    report = GlossaryReport()
    broken = tbx("\n" + entry(term("x")) + "\n" + entry(term("a < b"), name="c2") + entry(term("y"), name="c3"))
    assert [c.id for c in read(broken, report)] == ["c1"]
    assert report.broken.startswith("mine.tbx:3:")
    assert report.problems[-1].rule == "xml"
    assert report.problems[-1].line == 3


def test_a_file_cut_short_says_where() -> None:
    with pytest.raises(FormatError) as caught:
        read(tbx("\n\n<conceptEntry>")[:-30])
    assert caught.value.line == 3
    assert caught.value.path == "mine.tbx"


@pytest.mark.parametrize("content", [b"", b"plain text", b"<", b"\x00\x01\x02", b"<tbx>", b"PK\x03\x04"])
def test_not_xml(content: bytes) -> None:
    with pytest.raises(FormatError):
        read(content)


def test_other_roots_are_refused() -> None:
    with pytest.raises(FormatError, match="<html>"):
        read(b"<html/>")
    with pytest.raises(FormatError, match="<tmx>"):
        read(b"<tmx><body><tu/></body></tmx>")


def test_another_namespace_is_a_problem_and_no_obstacle() -> None:
    report = GlossaryReport()
    assert read(tbx(entry(term("x")), namespace="urn:other"), report)[0].terms[0].text == "x"
    assert [(p.rule, p.line) for p in report.problems] == [("namespace", 1)]


def test_the_namespace_of_the_drafts_is_read_too() -> None:
    assert read(tbx(entry(term("x")), namespace="urn:iso:std:iso:30042:ed:3.0"))[0].terms[0].text == "x"


BOMB = "<!DOCTYPE tbx [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(8)
)


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB + "]>",
        "<!DOCTYPE tbx [<!ENTITY i SYSTEM 'file:///etc/hostname'>]>",
    ],
)
def test_files_that_declare_entities_are_refused(prolog: str) -> None:
    with pytest.raises(FormatError, match="entit"):
        read(tbx(entry(term("&i;")), prolog=prolog))


def test_an_entity_of_a_document_type_elsewhere_is_never_fetched_and_spoils_only_its_term() -> None:
    report = GlossaryReport()
    prolog = "<!DOCTYPE tbx SYSTEM 'http://example.invalid/tbx.dtd'>"
    found = read(tbx(entry(term("a&i;b") + term("kept")), prolog=prolog), report)
    assert [t.text for t in found[0].terms] == ["kept"]
    assert report.skipped == {("term", "term with damaged characters"): 1}


def test_a_document_type_alone_does_no_harm() -> None:
    assert read(tbx(entry(term("x")), prolog="<!DOCTYPE tbx SYSTEM 'missing.dtd'>"))[0].terms[0].text == "x"


def test_a_deep_file_is_refused() -> None:
    deep = "<hi>" * 400 + "</hi>" * 400
    with pytest.raises(FormatError):
        read(tbx(entry(term(deep))))


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (tbx(""), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<martif>", True),
        (b"<html>", False),
        (b"a <tbx> tag", False),
    ],
)
def test_is_tbx(head: bytes, answer: bool) -> None:
    assert is_tbx(head) is answer


def test_lines_beyond_what_the_parser_counts_are_those_of_the_entry() -> None:
    report = GlossaryReport()
    many = "".join("\n" + entry(term("x"), name=f"e{n}") for n in range(3))
    far = "\n" * 70_000 + "".join("\n" + entry(term(" "), name=f"f{n}") for n in range(2_000))
    assert len(read(tbx(many + far), report)) == 3
    terms = [problem for problem in report.problems if problem.rule == "term"]
    assert [(one.line, one.concept) for one in terms[:2]] == [(70_005, "f0"), (70_006, "f1")]
    assert [one.line for one in terms] == list(range(70_005, 70_005 + len(terms)))


def test_sections_of_one_language_are_one() -> None:
    one = '<langSec xml:lang="en">' + term("x") + "</langSec>"
    french = f'<langSec xml:lang="fr">{term("y")}</langSec>'
    found = read(tbx(f'<conceptEntry id="c">{one}{french}{one}{one.replace(">x<", ">z<")}</conceptEntry>'))[0]
    assert [(t.text, t.status) for t in found.terms] == [("x", "preferred"), ("z", "admitted"), ("y", "preferred")]


def test_a_stage_of_the_work_is_no_status_of_use() -> None:
    stage = '<termNote type="Status">Approved</termNote>'
    usage = '<termNote type="Usage">do not use</termNote>'
    found = read(tbx(entry(term("x", more=stage + usage) + term("y", more=stage))))[0]
    assert [t.status for t in found.terms] == ["forbidden", "preferred"]


def test_values_outside_the_picklists_and_places_are_told() -> None:
    report = GlossaryReport()
    more = '<termNote type="partOfSpeech">Nomen</termNote><descrip type="definition">Kept.</descrip>'
    extra = '<descrip type="context">not here</descrip>'
    found = read(tbx(entry("\n" + term("x", "odd", more=more), extra=extra)), report)[0]
    assert found.definition == "Kept."
    assert {problem.rule for problem in report.problems} == {"picklist", "place", "status"}
    assert all(problem.concept == "c1" and problem.line in (1, 2) for problem in report.problems)

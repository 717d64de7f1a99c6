"""Laws of termbase formats: what is written is read again, or the loss report says why; nothing is lost uncounted."""

from __future__ import annotations

import contextlib
import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import InputError
from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.sniff import read_glossary
from workbench.formats.glossary.writing import write_table
from workbench.formats.tbx import read_tbx, write_tbx

LETTERS = "abzÉéçğİıəöşüԱբևՄ'’-=+@|\\&<>\"#;,.()_ \u00a0\u0301"
words = st.text(LETTERS, max_size=12).map(lambda text: " ".join(text.split()))
some_words = words.filter(bool)
SHORT = ("abbreviation", "acronym")


@st.composite
def terms(draw: st.DrawFn, language: str) -> Term:
    kind = draw(st.sampled_from(["", "fullForm", *SHORT, "phrase"]))
    return Term(
        text=draw(some_words),
        language=language,
        status=draw(st.sampled_from(TermStatus)),
        part_of_speech=draw(st.sampled_from(["", "noun", "verb", "adjective", "adverb", "other"])),
        gender=draw(st.sampled_from(["", "masculine", "feminine"])),
        term_type=kind,
        note=draw(words),
        case_sensitive=draw(st.booleans()) or kind in SHORT,
    )


@st.composite
def termbases(draw: st.DrawFn) -> list[Concept]:
    ids = draw(st.lists(st.from_regex(r"[a-z][a-z0-9._-]{0,6}", fullmatch=True), max_size=4, unique=True))
    concepts = []
    for name in ids:
        tags = draw(st.lists(st.sampled_from(["en", "fr", "az", "hy", "pt-BR", "ast"]), min_size=1, unique=True))
        found = [
            term
            for tag in tags
            for term in draw(st.lists(terms(tag), min_size=1, max_size=3, unique_by=lambda term: term.text))
        ]
        concepts.append(Concept(name, tuple(found), draw(words), draw(words), draw(words)))
    return concepts


@given(termbases())
def test_tbx_is_read_as_it_was_written_and_breaks_no_rule(concepts: list[Concept]) -> None:
    stream, report = io.BytesIO(), GlossaryReport()
    losses = write_tbx(concepts, stream)
    stream.seek(0)
    assert not losses
    assert list(read_tbx(stream, "x.tbx", report)) == concepts
    assert not report.problems
    assert not report.ignored


@given(termbases().filter(bool), st.sampled_from([",", "\t"]))
def test_tables_are_read_as_they_were_written(concepts: list[Concept], delimiter: str) -> None:
    stream, report = io.BytesIO(), GlossaryReport()
    losses = write_table(concepts, stream, delimiter=delimiter)
    stream.seek(0)
    assert not losses
    assert [each.id for each in concepts] == [each.id for each in read_glossary(stream, "x.csv", report)]
    stream.seek(0)
    by_language = [sorted(each.terms, key=lambda term: term.language) for each in concepts]
    found = list(read_glossary(stream, "x.csv", GlossaryReport()))
    assert [sorted(each.terms, key=lambda term: term.language) for each in found] == by_language
    assert [(c.domain, c.definition, c.note) for c in found] == [(c.domain, c.definition, c.note) for c in concepts]
    assert not report.problems


@given(termbases().filter(bool), st.sampled_from([",", "\t"]))
def test_no_cell_of_a_table_can_be_computed(concepts: list[Concept], delimiter: str) -> None:
    stream = io.BytesIO()
    write_table(concepts, stream, delimiter=delimiter)
    text = stream.getvalue().decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


WHOLE = io.BytesIO()
write_tbx(
    [Concept(f"c{n}", (Term("söz", "az"), Term("mot", "fr", TermStatus.ADMITTED, note="é"))) for n in range(3)], WHOLE
)


@given(st.binary(max_size=6), st.integers(0, len(WHOLE.getvalue())), st.integers(0, 12))
def test_a_damaged_termbase_is_read_or_refused_and_every_entry_is_accounted_for(
    junk: bytes, place: int, gap: int
) -> None:
    content, report = WHOLE.getvalue(), GlossaryReport()
    damaged = content[:place] + junk + content[place + gap :]
    try:
        found = list(read_tbx(io.BytesIO(damaged), "x.tbx", report))
    except InputError:
        return
    assert report.concepts == len(found) == report.entries - report.skipped_of("concept")
    assert report.terms_read >= report.terms == sum(len(concept.terms) for concept in found)
    assert all(term.text and "\ufffd" not in term.text for concept in found for term in concept.terms)


@given(st.text(max_size=60), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_is_a_glossary_or_refused(text: str, encoding: str) -> None:
    content = text.encode(encoding, "surrogatepass")
    with contextlib.suppress(InputError):
        list(read_glossary(io.BytesIO(content), "x", GlossaryReport()))

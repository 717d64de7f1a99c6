"""What every document format promises, whichever it is."""

from __future__ import annotations

import io

import pytest
from docx import Document as new_docx

from workbench.core.errors import InputError
from workbench.formats.document import DocumentFormat
from workbench.formats.sniff import FORMATS, read_document

TEXT = "Görüşdə əlaqələr müzakirə olundu."


def sample(kind: str, text: str) -> bytes:
    if kind == "docx":
        document, stream = new_docx(), io.BytesIO()
        document.add_paragraph(text)
        document.save(stream)
        return stream.getvalue()
    return f"<html><body><p>{text}</p></body></html>".encode() if kind == "html" else f"{text}\n".encode()


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
class TestEveryFormat:
    def test_it_reads_its_text_and_names_itself(self, one: DocumentFormat) -> None:
        found = one.read(sample(one.id, TEXT), "talks")
        assert found.text.strip() == TEXT
        assert found.format == one.id

    def test_it_is_found_by_its_suffixes(self, one: DocumentFormat) -> None:
        for suffix in one.suffixes:
            assert read_document(io.BytesIO(sample(one.id, TEXT)), f"talks{suffix}").format == one.id

    def test_a_text_of_nothing_is_an_error_that_names_the_input(self, one: DocumentFormat) -> None:
        with pytest.raises(InputError, match="talks"):
            one.read(sample(one.id, "   "), "talks")

    def test_bytes_of_no_format_are_an_error_that_names_the_input(self, one: DocumentFormat) -> None:
        with pytest.raises(InputError, match="talks"):
            one.read(b"\x00\x01\x02\xff\xfe" * 50, "talks")

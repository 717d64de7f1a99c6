"""Bytes to text by evidence."""

from __future__ import annotations

import codecs

import pytest

from workbench.core.errors import FormatError, InputError
from workbench.formats.encoding import decode, encode, refuse_lost_letters

FRENCH = "Le président a déclaré\u00a0: «\u00a0l’été dernier\u00a0» fut décisif. École, œuvre.\r\n"
TURKISH = "Bakan, İstanbul'da yapılan görüşmelerin olumlu geçtiğini açıkladı. Şimdi iş başka.\n"
ARMENIAN = "Հանդիպումը կայացել է այսօր։ Կողմերը գոհ են։\n"
AZERBAIJANI = "Görüşdə iki ölkə arasında əlaqələrin inkişafı müzakirə olundu.\n"


@pytest.mark.parametrize(
    ("content", "encoding", "has_bom", "newline"),
    [
        (FRENCH.encode(), "utf-8", False, "\r\n"),
        (codecs.BOM_UTF8 + ARMENIAN.encode(), "utf-8", True, "\n"),
        (codecs.BOM_UTF16_LE + ARMENIAN.encode("utf-16-le"), "utf-16-le", True, "\n"),
        (codecs.BOM_UTF16_BE + AZERBAIJANI.encode("utf-16-be"), "utf-16-be", True, "\n"),
        (ARMENIAN.encode("utf-16-le"), "utf-16-le", False, "\n"),
        (AZERBAIJANI.encode("utf-16-be"), "utf-16-be", False, "\n"),
        (b"Plain words.\rOld lines.\r", "utf-8", False, "\r"),
        (FRENCH.encode("windows-1252"), "windows-1252", False, "\r\n"),
        (TURKISH.encode("windows-1254"), "windows-1254", False, "\n"),
        ("Un café".encode("windows-1252"), "windows-1252", False, "\n"),
        ("L’été… Où êtes-vous ? À Genève, déjà. Cœur – « oui ».".encode("windows-1252"), "windows-1252", False, "\n"),
    ],
)
def test_what_is_known_is_read_and_written_back(content: bytes, encoding: str, has_bom: bool, newline: str) -> None:
    found = decode(content, "talks.txt")
    assert (found.encoding, found.has_bom, found.newline) == (encoding, has_bom, newline)
    assert encode(found.text, found.encoding, found.has_bom) == content


def armscii(text: str) -> bytes:
    """Armenian letters in ArmSCII-8: from 0xB2 on, capital and small letter by turns."""
    letters = {chr(0x531 + n): 0xB2 + 2 * n for n in range(38)} | {chr(0x561 + n): 0xB3 + 2 * n for n in range(38)}
    return bytes(letters.get(letter, 0x20) for letter in text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (armscii(ARMENIAN), "ArmSCII-8"),
        (ARMENIAN.encode()[:-4], "breaks off inside a character at byte"),
        (ARMENIAN.encode()[:20] + b"\xff" + ARMENIAN.encode()[20:], "UTF-8 but for byte 0xFF at offset 20"),
        (codecs.BOM_UTF16_LE + ARMENIAN.encode("utf-16-le")[:-1], "breaks off"),
        (bytes(range(256)), "binary"),
        (b"one\x00two three", "NUL"),
        (b"\x01\x02\x03\x04 abc", "control characters"),
        ("Президент заявил об этом".encode("windows-1251"), "cannot be told"),
        ("Le président a déclaré".encode("mac-roman"), "cannot be told"),
        (AZERBAIJANI.replace("ə", "?").encode("windows-1254"), "no ə"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_name(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        decode(content, "talks.txt")
    assert str(caught.value).startswith("talks.txt: ")


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u00a0\n".encode()])
def test_no_text_is_said_so(content: bytes) -> None:
    with pytest.raises(InputError, match="no text"):
        decode(content, "talks.txt")


def test_azerbaijani_is_never_read_in_an_encoding_without_its_letters() -> None:
    with pytest.raises(FormatError, match="no ə"):
        refuse_lost_letters("windows-1254", "az", "talks.txt")
    refuse_lost_letters("windows-1254", "tr", "talks.txt")
    refuse_lost_letters("utf-8", "az", "talks.txt")


def test_a_letter_without_a_place_is_refused_on_writing() -> None:
    with pytest.raises(FormatError, match="U\\+0259"):
        encode("əlaqə", "windows-1254", False)

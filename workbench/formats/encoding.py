"""Bytes to text by evidence, never by hope: what cannot be told is refused with what to do about it.

The order of evidence: byte order marks, zero bytes (UTF-16), UTF-8, then the single-byte encodings that texts in
English and French (windows-1252) and Turkish (windows-1254) still come in. Nothing is replaced or dropped, and
`encode` gives the same bytes again.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from workbench.core.errors import FormatError, InputError
from workbench.core.language import base
from workbench.formats.document import newline_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_TURKISH = frozenset("ĞİŞğış")
_NOT_IN_1252_TEXTS = frozenset("ÐÝÞðýþ")
_INSIDE_WORDS = frozenset("’‘´·\u00ad–—«»“”\u00a0…")
_LOST_LETTERS = {"windows-1254": {"az": "ə"}, "windows-1252": {"az": "ə", "tr": "ğ"}}
CONVERT = "convert it to UTF-8 first, for example with: iconv -f {} -t UTF-8 FILE"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with what is needed to write the same bytes again."""

    text: str
    encoding: str
    has_bom: bool
    newline: str


def decode(content: bytes, name: str) -> Decoded:
    """The text of `content`.

    Args:
        name: the input's name, for messages.
    Raises:
        InputError: there is no text in it.
        FormatError: it is binary, truncated, damaged or in an encoding that cannot be read, with the place.
    """
    encoding, mark = next(((found, mark) for mark, found in _MARKS if content.startswith(mark)), ("", b""))
    body = content[len(mark) :]
    if not body.strip(b" \t\r\n\x00"):
        raise InputError(f"{name}: there is no text in it")
    if not encoding:
        encoding = _utf16_without_mark(body) if b"\x00" in body[:_SAMPLE_BYTES] else ""
    if encoding:
        text = _strict(body, encoding, name)
    else:
        _refuse_binary(body, name)
        text, encoding = _utf8_or_single_byte(body, name)
    if not text.strip():
        raise InputError(f"{name}: there is no text in it")
    if "\x00" in text:
        raise FormatError(f"a NUL character stands at {text.index(chr(0))}; this is not a text file", path=name)
    return Decoded(text, encoding, bool(mark), newline_of(text))


def encode(text: str, encoding: str, has_bom: bool) -> bytes:
    """The bytes of `text`: what `decode` took apart, put together again.

    Raises: FormatError if the encoding has no place for a letter of the text.
    """
    mark = next((mark for mark, found in _MARKS if found == encoding), b"") if has_bom else b""
    try:
        return mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise FormatError(f"{encoding} has no {letter!r} (U+{ord(letter):04X}); write UTF-8 instead") from error


def refuse_lost_letters(encoding: str, language: str, name: str) -> None:
    """Refuse a text in an encoding that cannot hold its language: Azerbaijani in windows-1254 has lost every `ə`.

    Raises: FormatError
    """
    letter = _LOST_LETTERS.get(encoding, {}).get(base(language))
    if letter:
        raise FormatError(
            f"this is {encoding}, which has no {letter}, so a text in {language} has lost letters; "
            "save the original again as UTF-8",
            path=name,
        )


def _strict(body: bytes, encoding: str, name: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        what = "breaks off inside a character" if error.end >= len(body) - 3 else "is damaged"
        raise FormatError(
            f"the {encoding} text {what} at byte {error.start}; get the whole file again", path=name
        ) from error


def _utf16_without_mark(body: bytes) -> str:
    """`utf-16-le` or `utf-16-be` if the zero bytes are those of blanks and Latin letters, else nothing."""
    sample = body[: min(len(body), _SAMPLE_BYTES) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        usual = sum(1 for letter in text if letter in "\t\n\r " or ("!" <= letter < "\u0600" and letter.isprintable()))
        if len(text) > 2 and usual >= 0.95 * len(text) and re.search(r"[\t\n\r -~]", text):
            return encoding
    return ""


def _refuse_binary(body: bytes, name: str) -> None:
    found = _CONTROL.search(body)
    if found is None:
        return
    zero = found[0] == b"\x00"
    if zero or len(_CONTROL.findall(body[:_SAMPLE_BYTES])) > 2:
        what = "a NUL" if zero else "control characters"
        raise FormatError(f"this is a binary file ({what} at byte {found.start()}), not a text", path=name)


def _utf8_or_single_byte(body: bytes, name: str) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(body, error, name)
    sample = body[:_SAMPLE_BYTES]
    _refuse_armscii(sample, name)
    return _single_byte(body, name)


def _refuse_broken_utf8(body: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Refuse what is UTF-8 but for a fault; one high byte in a text that has no others proves nothing."""
    near = body[max(0, error.start - _SAMPLE_BYTES) : error.start + _SAMPLE_BYTES]
    good = len(_MULTIBYTE.findall(near))
    bad = len(_HIGH.findall(_MULTIBYTE.sub(b"", near)))
    if good <= bad:
        return
    if error.reason == "unexpected end of data":
        raise FormatError(
            f"the UTF-8 text breaks off inside a character at byte {error.start}; get the whole file again", path=name
        )
    raise FormatError(
        f"this is UTF-8 but for byte 0x{body[error.start]:02X} at offset {error.start}; "
        "repair the file or get it again",
        path=name,
    )


def _refuse_armscii(sample: bytes, name: str) -> None:
    """ArmSCII-8 has its letters from 0xB2 to 0xFD, capitals even and small letters odd (AST 34.002)."""
    letters = [byte for byte in sample if 0xB2 <= byte <= 0xFD]
    visible = sum(1 for byte in sample if byte > 0x20)
    small = sum(1 for byte in letters if byte % 2)
    if len(letters) > 0.5 * visible and small > 0.8 * len(letters):
        raise FormatError(
            "this looks like Armenian in ArmSCII-8, which is not read; " + CONVERT.format("ARMSCII-8"), path=name
        )


def _single_byte(body: bytes, name: str) -> tuple[str, str]:
    """windows-1254 if a letter is there that only it has a use for, else windows-1252; each must make sense."""
    for encoding in ("windows-1252", "windows-1254"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE_BYTES]
        if _makes_sense(sample, encoding):
            if encoding == "windows-1254":
                _refuse_azerbaijani(sample, name)
            return text, encoding
    offset = next(_HIGH.finditer(body)).start()
    raise FormatError(
        f"the encoding cannot be told: not UTF-8 (byte 0x{body[offset]:02X} at offset {offset}), "
        "nor UTF-16, windows-1252 or windows-1254; " + CONVERT.format("ENCODING"),
        path=name,
    )


def _makes_sense(text: str, encoding: str) -> bool:
    """Whether the characters above ASCII stand where words and punctuation have them."""
    strange = seen = high = 0
    letters = sum(1 for letter in text if letter.isalpha())
    for at, letter in enumerate(text):
        if letter < "\x80":
            continue
        seen += 1
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if encoding == "windows-1252" and letter in _NOT_IN_1252_TEXTS:
            return False
        if letter.isalpha():
            high += 1
            strange += (letter.isupper() and before.islower()) or letter in "ƒªº"
        else:
            strange += before.isalpha() and after.isalpha() and letter not in _INSIDE_WORDS
            strange += unicodedata.category(letter) in ("Cc", "Cn")
    if encoding == "windows-1254" and not _TURKISH & set(text):
        return False
    return strange <= 0.1 * seen and (seen <= 2 or max(high, seen - high) <= 0.35 * (letters + 1))


def _refuse_azerbaijani(text: str, name: str) -> None:
    """Azerbaijani has `q` and `x` all over and Turkish has neither; what lost its `ə` often shows `?` for it."""
    letters = sum(1 for letter in text if letter.isalpha())
    own = sum(1 for letter in text.lower() if letter in "qx")
    lost = len(re.findall(r"[^\W\d_]\?[^\W\d_]|\b\w\?\s(?=[a-zçğıöşü])", text))
    if own > 0.006 * letters or lost > 0.002 * letters:
        refuse_lost_letters("windows-1254", "az", name)

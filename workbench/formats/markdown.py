"""Markdown: the body is the text, markup included; a front matter says what the document is.

The front matter is a small part of YAML, read strictly: `key: value` lines between two lines `---`, with the keys
`title`, `date` (ISO 8601), `language`, `statement` (the key its versions share) and `source` (`true`, `false`, or the
language of the version that the others were made from). Other keys are left to other programs.
"""

from __future__ import annotations

import re
from datetime import date

from workbench.core.errors import ConfigError, FormatError, InputError
from workbench.core.language import language_tag
from workbench.formats.document import Document, newline_of
from workbench.formats.encoding import decode, refuse_lost_letters

KEYS = ("title", "date", "language", "statement", "source")
_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_KEY_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\r\n]*\r?\n){0,12}?(?:title|date|language|statement|source)[ \t]*:"
)


class Markdown:
    """`.md`."""

    id = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def recognises(self, head: bytes) -> bool:
        """A front matter with one of our keys."""
        return _KEY_HEAD.match(head) is not None

    def read(self, content: bytes, name: str) -> Document:
        """The body, with what the front matter says.

        Raises:
            FormatError: see `encoding.decode`; or the front matter is not closed or wrong, with the line.
            InputError: there is no text in the body.
        """
        found = decode(content, name)
        fields, body = split_front_matter(found.text, name)
        if not body.strip():
            raise InputError(f"{name}: there is no text after the front matter")
        language, source = fields.get("language", ""), fields.get("source", "")
        refuse_lost_letters(found.encoding, language, name)
        heading = _HEADING.search(body[:2000])
        return Document(
            body,
            self.id,
            found.encoding,
            newline_of(body),
            found.has_bom,
            title=fields.get("title", "") or (heading[1] if heading else ""),
            date=fields.get("date", ""),
            language=language,
            statement=fields.get("statement", ""),
            is_source=source == "true" or (bool(language) and source == language),
        )


def split_front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """Our fields of the front matter, checked, and the text after it; no fields where there is none.

    A first line `---` that no field follows is a thematic break and belongs to the text.

    Raises: FormatError if it is not closed or a line in it is wrong.
    """
    opening = _OPENING.match(text)
    if not opening:
        return {}, text
    first = _FIELD.match(text, opening.end())
    closing = _CLOSING.search(text, opening.end())
    if not first:
        return {}, text
    if not closing:
        raise FormatError("the front matter is not closed by a line of three dashes", path=name, line=1)
    fields: dict[str, str] = {}
    for line, row in enumerate(text[opening.end() : closing.start()].splitlines(), 2):
        if not row.strip() or row.lstrip().startswith("#") or row[0] in " \t-":
            continue
        field = _FIELD.fullmatch(row.rstrip())
        if not field:
            raise FormatError(f"not a line 'key: value' of a front matter: {row[:60]!r}", path=name, line=line)
        key = field[1].lower()
        if key in KEYS:
            if key in fields:
                raise FormatError(f"{key} is given twice", path=name, line=line)
            fields[key] = _value(key, _unquoted(field[2] or ""), name, line)
    return fields, text[closing.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _value(key: str, value: str, name: str, line: int) -> str:
    if not value:
        return ""
    try:
        if key == "date":
            return date.fromisoformat(value).isoformat()
        if key == "language":
            return language_tag(value)
        if key == "source":
            flag = value.lower()
            return {"yes": "true", "no": "false"}.get(flag, flag) if flag in _FLAGS else language_tag(value)
    except (ValueError, ConfigError) as error:
        wanted = {"date": "a date such as 2024-05-03", "language": "a language tag such as az"}
        message = f"{key}: {value!r} is not {wanted.get(key, 'true, false or a language tag')}"
        raise FormatError(message, path=name, line=line) from error
    return value


_FLAGS = ("true", "false", "yes", "no")

"""An index as bytes, for keeping beside a termbase: plain arrays and texts, never code, checked when read back.

Layout: a line that names the format, a line of JSON that lists the sections with their lengths, the sections one after
the other. The bytes are for the machine that wrote them (byte order, sizes) and for one state of the termbase, which
the caller names with a key of its own, such as a digest or a revision.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator
from itertools import chain

from workbench.core.errors import TermbaseError
from workbench.terminology.index import LanguageIndex
from workbench.terminology.lookup import TermFinder

_FORMAT = b"workbench term index 2\n"
_BREAK = "\0"
_ARRAYS = {"node_terms": "i", "node_order": "i", "text_ends": "i", "concepts": "i", "flags": "B"}


def kept(finder: TermFinder, key: str) -> bytes:
    """The finder's termbase and indices of all its languages as bytes."""
    sections = [("ids", _BREAK.join(finder.ids).encode())]
    indices = finder.indices()
    for index in indices:
        sections += [(f"{index.language}.{name}", content) for name, content in _sections(index)]
    body = b"".join(content for _, content in sections)
    header = {
        "key": key,
        "machine": _machine(),
        "concepts": len(finder.ids),
        "languages": [index.language for index in indices],
        "sections": [[name, len(content)] for name, content in sections],
        "checksum": zlib.crc32(body),
    }
    return _FORMAT + json.dumps(header).encode() + b"\n" + body


def restored(content: bytes, key: str) -> TermFinder:
    """The finder that `kept` made bytes of.

    Raises: TermbaseError if the bytes are for another key, another machine or another format, or were damaged; the
        index is then to be built again from the termbase.
    """
    header, body = _header(content)
    if header.get("key") != key or header.get("machine") != _machine():
        raise TermbaseError("the kept index belongs to another state of the termbase; build it again")
    if header.get("checksum") != zlib.crc32(body):
        raise TermbaseError("the kept index of the termbase is damaged; build it again")
    try:
        return _finder(header, body)
    except (KeyError, TypeError, ValueError) as error:
        raise TermbaseError("the kept index of the termbase cannot be read; build it again") from error


def _header(content: bytes) -> tuple[dict[str, object], memoryview]:
    end = content.find(b"\n", len(_FORMAT))
    if not content.startswith(_FORMAT) or end < 0:
        raise TermbaseError("this is no index of a termbase, or one of another version; build it again")
    try:
        header = json.loads(content[len(_FORMAT) : end])
    except ValueError as error:
        raise TermbaseError("the kept index of the termbase cannot be read; build it again") from error
    if not isinstance(header, dict):
        raise TermbaseError("the kept index of the termbase cannot be read; build it again")
    return header, memoryview(content)[end + 1 :]


def _machine() -> str:
    return f"{sys.byteorder} {array('i').itemsize} {array('q').itemsize}"


def _sections(index: LanguageIndex) -> Iterator[tuple[str, bytes]]:
    yield "units", _BREAK.join(index.units).encode()
    yield "edges", array("q", chain(index.edges, index.edges.values())).tobytes()
    yield "texts", index.texts.encode()
    for name in _ARRAYS:
        yield name, getattr(index, name).tobytes()


def _finder(header: dict[str, object], body: memoryview) -> TermFinder:
    parts: dict[str, memoryview] = {}
    at = 0
    listed, languages = header["sections"], header["languages"]
    assert isinstance(listed, list) and isinstance(languages, list)
    for name, length in listed:
        parts[name] = body[at : at + length]
        at += length
    ids = _texts(parts["ids"]) if header["concepts"] else []
    return TermFinder.of_indices(ids, [_index(language, parts) for language in languages])


def _texts(part: memoryview) -> list[str]:
    return str(part, "utf-8").split(_BREAK)


def _index(language: str, parts: dict[str, memoryview]) -> LanguageIndex:
    units = _texts(parts[f"{language}.units"]) if parts[f"{language}.units"] else []
    edges = _array("q", parts[f"{language}.edges"])
    half = len(edges) // 2
    return LanguageIndex(
        language,
        dict(zip(units, range(len(units)), strict=True)),
        dict(zip(edges[:half], edges[half:], strict=True)),
        texts=str(parts[f"{language}.texts"], "utf-8"),
        **{name: _array(code, parts[f"{language}.{name}"]) for name, code in _ARRAYS.items()},
    )


def _array(code: str, part: memoryview) -> array[int]:
    values: array[int] = array(code)
    values.frombytes(part)
    return values

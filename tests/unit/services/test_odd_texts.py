"""Odd texts: what is no word stays where it was, whatever an engine makes of the words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, InputError
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services.known import KnownUnits
from workbench.services.records import read_records
from workbench.services.skeleton import Skeleton
from workbench.services.stream import Languages, translate_stream
from workbench.services.translate import Translator

FRENCH = Languages("en", ("fr",))


def translated(content: bytes, *, live: bool) -> str:
    """What comes of a pipe, or of the same bytes in a file, if every core is said to be `X`."""
    out: list[str] = []
    maker = Translator(FakeRoutes([FakeEngine(("en", "fr"), lambda core: "X")]))
    records = read_records(io.BytesIO(content), "a.txt", live=live)
    translate_stream(maker, records, FRENCH, out.append)
    return "".join(out)


KEPT = {
    "tabs": ("One\ttwo.\tThree\t\tfour.\n\tfive\t\n", "X\tX\tX\t\tX\n\tX\t\n"),
    "line ends": ("One.\rTwo\r\nThree\n\r\r\nfour", "X\rX\r\nX\n\r\r\nX"),
    "other line ends": ("One\u2028two\u2029three\x85four\x0bfive\x0csix\n", "X\u2028X\u2029X\x85X\x0bX\x0cX\n"),
    "spaces": ("\u00a0One.\u3000\u202f Two.  \n", "\u00a0X\u3000\u202f X  \n"),
    "controls": ("One\x01 two.\x07 \x7fThree\n", "X\x01 X\x07 \x7fX\n"),
    "colours of a terminal": ("One \x1b[1;31mtwo\x1b[0m.\n", "X \x1b[1;31mX\x1b[0m.\n"),
    "bidi marks": ("One \u202etwo\u202c. \u200eThree\u2069\n", "X \u202eX\u202c. \u200eX\u2069\n"),
    "markers": ("# One\n## two\n- three\n  * four\n+ five\n> > six\n– seven\n• eight\n",
                "# X\n## X\n- X\n  * X\n+ X\n> > X\n– X\n• X\n"),
    "signs that are no markers": ("-five *six* #seven 5 - 3\n", "X\n"),
    "blocks": ("▁ one ▁two▁\n", "▁ X ▁X▁\n"),
    "underscores": ("_\n____ __init__ a_b\n", "_\n____ __init__ a_b\n"),
    "emoji": ("😀 👩‍👩‍👧 🇦🇿\n👍🏽 one 😀\n", "😀 👩‍👩‍👧 🇦🇿\n👍🏽 X 😀\n"),
    "links": ("https://example.org/a_b?c=d#e\n", "https://example.org/a_b?c=d#e\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_word_stays_in_a_pipe_and_in_a_file(name: str) -> None:
    text, wanted = KEPT[name]
    assert translated(text.encode(), live=True) == wanted
    assert translated(text.encode(), live=False) == wanted


def test_a_tab_after_a_line_end_is_an_indent() -> None:
    (core,) = Skeleton("The parties, having met,\n\tagreed.", "en", keep_lines=False).cores[:1]
    assert "\t" not in core and "\n" not in core


@pytest.mark.parametrize("filling", [" ", "\t", " \u200b", "\n ", "> ", "- "])
def test_cutting_takes_no_longer_than_the_text(filling: str) -> None:
    """A quadratic pattern would need minutes here."""
    text = f"a{filling * 100_000}b"
    skeleton = Skeleton(text, "en", keep_lines=True)
    assert skeleton.filled(skeleton.cores) == text


def test_a_line_end_of_a_memory_makes_no_second_line() -> None:
    out: list[str] = []

    class Known:
        def exact(self, segment: str, source: str, target: str) -> str | None:
            return "Un\r\nou\tdeux."

    maker = Translator(FakeRoutes(), known=Known())
    translate_stream(maker, read_records(io.BytesIO(b"One.\n"), "a.txt", live=True), FRENCH, out.append)
    assert out[1:] == ["Un ou\tdeux.\n"]


def test_a_pipe_numbers_its_lines_as_a_file_does() -> None:
    content = b"One.\rTwo.\r\nThree.\n"
    live, whole = (list(read_records(io.BytesIO(content), "a", live=live)) for live in (True, False))
    assert live == whole
    assert [(each.id, each.end) for each in live] == [(1, "\r"), (2, "\r\n"), (3, "\n")]


def test_a_format_that_is_none_is_refused_before_anything_is_read() -> None:
    class Unread(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError

    with pytest.raises(ConfigError, match="no document format 'nope'"):
        next(read_records(Unread(), "standard input", input_format="nope", live=True))


def test_a_disk_that_fails_in_the_middle_names_the_file() -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().readline(size)

    records = read_records(Broken(b"One.\nTwo.\n"), "a.txt", live=True)
    assert next(records).source == "One."
    with pytest.raises(InputError, match=r"a\.txt: cannot be read: Input/output error"):
        next(records)


TMX = """<tmx version="1.4"><header srclang="en" datatype="plaintext" segtype="sentence" adminlang="en" o-tmf="x"
creationtool="x" creationtoolversion="1"/><body>
<tu><tuv xml:lang="en"><seg>- A list.</seg></tuv><tuv xml:lang="fr"><seg>- Une liste.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>- Alone.</seg></tuv><tuv xml:lang="fr"><seg>Seul.</seg></tuv></tu>
</body></tmx>"""


def test_a_memory_knows_what_stands_after_a_bullet(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, encoding="utf-8")
    known = KnownUnits([tmp_path / "m.tmx"])
    assert known.exact("A list.", "en", "fr") == "Une liste."
    assert known.exact("- A list.", "en", "fr") == "- Une liste."
    assert known.exact("- Alone.", "en", "fr") == "Seul."
    assert known.exact("Alone.", "en", "fr") is None

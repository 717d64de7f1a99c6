"""What no text should look like: a clear message with path and cause, the right exit code, nothing written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.cli.conftest import AZ, EN, FR, HY, Outcome, Run, inside


def damaged_docx() -> bytes:
    """A Word file that breaks off in the middle."""
    import docx

    document = docx.Document()
    document.add_paragraph(EN)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()[:9000]


@cache
def zip_bomb() -> bytes:
    """A Word file whose text unpacks to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as document:
            for _ in range(300):
                document.write(b" " * 1_000_000)
    return out.getvalue()


ARMSCII = bytes(0xB2 + 2 * (n % 36) + (n % 7 > 0) if n % 6 else 0x20 for n in range(600))
AZERBAIJANI_1254 = AZ.replace("ə", "?").encode("windows-1254") * 20

BAD: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "empty": ("a.en.txt", b"", "is empty"),
    "blank": ("a.en.txt", b" \n\n\t\n", "there is no text in it"),
    "a BOM alone": ("a.en.txt", b"\xef\xbb\xbf", "there is no text in it"),
    "binary": ("a.en.txt", bytes(range(256)) * 20, "binary file"),
    "NULs": ("a.en.txt", EN.encode().replace(b" ", b"\0"), "NUL"),
    "UTF-8 cut": ("a.hy.txt", HY.encode()[:-4], "breaks off inside a character at byte"),
    "UTF-8 damaged": ("a.hy.txt", HY.encode()[:20] + b"\xff" + HY.encode()[20:], "UTF-8 but for byte 0xFF"),
    "UTF-16 cut": ("a.en.txt", EN.encode("utf-16")[:-1], "breaks off inside a character"),
    "ArmSCII-8": ("a.hy.txt", ARMSCII, "iconv -f ARMSCII-8"),
    "Azerbaijani in windows-1254": ("a.az.txt", AZERBAIJANI_1254, "has no ə"),
    "PDF": ("a.en.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "this is a PDF"),
    "PDF named txt": ("a.en.txt", b"%PDF-1.7\n", "this is a PDF"),
    "old Word": ("a.en.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "save it as .docx"),
    "Word cut": ("a.en.docx", damaged_docx, "a.en.docx: "),
    "Word bomb": ("a.en.docx", zip_bomb, "a.en.docx: "),
    "zip": ("a.en.txt", b"PK\x03\x04" + b"\0" * 40, "zip archive"),
    "picture": ("a.en.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
}

BLANK = ("is empty", "there is no text in it")
"""What is said of a blank text where one is needed; to `translate` it is a text like others."""


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The name of a file that is no text, and what is to be said of it."""
    name, content, message = BAD[request.param]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content())
    return name, message


def told(err: str, name: str, message: str) -> bool:
    """Whether one line names the file once and the cause."""
    return message in err and err.count(name) == 1 and "Traceback" not in err and "unexpected" not in err


def test_no_command_takes_what_is_no_text(workbench: Run, packages: Path, tmp_path: Path, bad: tuple[str, str]) -> None:
    name, message = bad
    (tmp_path / "good.fr.txt").write_text(FR, encoding="utf-8")
    before = inside(tmp_path)
    for words in (
        ["segment", name],
        ["detect", "--whole", name],
        ["align", name, "good.fr.txt", "--from", "en", "--to", "fr", "--out", "out.tsv"],
        ["translate", name, "--from", "en", "--to", "fr"],
        ["translate", name, "--from", "en", "--to", "fr", "--out", "out/x.txt"],
    ):
        if words[0] == "translate" and message in BLANK:
            continue
        done = workbench(*words)
        assert (done.code, done.out) == (3, ""), words
        assert told(done.err, name, message), done.err
    assert inside(tmp_path) == before


BLANKS = {"empty": b"", "blank": b" \n\n\t\n", "no-break spaces": "\u00a0\n".encode(), "a BOM": b"\xef\xbb\xbf\n"}


@pytest.mark.parametrize("name", BLANKS)
def test_a_blank_text_is_translated_from_a_file_as_from_a_pipe(
    workbench: Run, packages: Path, tmp_path: Path, name: str
) -> None:
    content = BLANKS[name]
    text = content.decode("utf-8-sig")
    (tmp_path / "in").mkdir()
    for path in ("a.txt", "in/a.txt", "in/b.md"):
        (tmp_path / path).write_bytes(content)
    into_french = ("--from", "en", "--to", "fr")
    assert workbench("translate", "-", *into_french, stdin=content) == Outcome(0, text, "")
    assert workbench("translate", "a.txt", *into_french) == Outcome(0, text, "")
    assert workbench("translate", "a.txt", *into_french, "--out", "out.txt") == Outcome(0, "out.txt\n", "")
    assert workbench("translate", "in", *into_french, "--out", "out") == Outcome(0, "out/a.txt\nout/b.md\n", "")
    for path in ("out.txt", "out/a.txt", "out/b.md"):
        assert (tmp_path / path).read_bytes() == text.encode()
    assert workbench("translate", "a.txt", *into_french, "--dry-run", "--out", "new.txt").code == 0


def test_a_document_without_text_is_no_text(workbench: Run, tmp_path: Path) -> None:
    for name in ("a.docx", "a.html"):
        (tmp_path / name).write_bytes(b"")
        done = workbench("translate", name, "--from", "en", "--to", "fr")
        assert (done.code, done.out) == (3, "")


def test_import_leaves_it_and_says_why(workbench: Run, tmp_path: Path, bad: tuple[str, str]) -> None:
    name, message = bad
    workbench("init", "p")
    done = workbench("--project", "p", "import", name)
    assert (done.code, done.out) == (3, "")
    assert told(done.err, name, message), done.err


@pytest.mark.parametrize(
    ("content", "language"),
    [
        (EN.replace("\n", "\r").encode(), "en"),
        (b"\xef\xbb\xbf" + FR.encode(), "fr"),
        (AZ.encode("utf-16-le"), "az"),
        (HY.encode("utf-16"), "hy"),
        (FR.encode("windows-1252"), "fr"),
        ("Les délégations".replace("é", "e\u0301").encode() + b" se sont " + "réunies.".encode(), "fr"),
    ],
    ids=["lone CR", "BOM", "UTF-16 without a mark", "UTF-16", "windows-1252", "NFD"],
)
def test_odd_texts_are_read_as_they_are(workbench: Run, tmp_path: Path, content: bytes, language: str) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    assert workbench("detect", "--whole", "odd.txt").out.split("\t")[0] == language
    segments = workbench("segment", "odd.txt", "-l", language, "--format", "jsonl").json_lines()
    text = "".join(segment["text"] for segment in segments)
    assert segments[-1]["end"] == len(text)
    workbench("init", "p")
    workbench("--project", "p", "import", "odd.txt", "--language", language)
    assert workbench("--project", "p", "export", "--out", "out").code == 0
    assert (tmp_path / "out" / f"odd.{language}.txt").read_bytes() == content


def test_one_line_without_end_is_too_much(workbench: Run, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.write(b"word " * 10)
        huge.truncate(200 << 20)
    done = workbench("segment", "huge.txt")
    assert (done.code, done.out) == (3, "")
    assert done.err == "workbench: huge.txt: is larger than 64 MiB, the most that one document may have; split it\n"
    piped = workbench("detect", "-", stdin=b"word " * (4 << 20))
    assert piped.code == 3
    assert "standard input:1: is longer than 16 MiB" in piped.err


def test_a_hundred_megabytes_in_one_line(process: Run, tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_bytes(b"The parties agreed to meet again in May. " * (100_000_000 // 41))
    languages = ["--from", "en", "--to", "fr"]
    for words in (
        ["segment", "huge.txt"],
        ["detect", "huge.txt"],
        ["translate", "huge.txt", *languages, "--out", "out.txt"],
        ["align", "huge.txt", "huge.txt", *languages, "--presegmented"],
        ["score", "huge.txt", "huge.txt"],
    ):
        done = process(*words)
        assert (done.code, done.out) == (3, ""), words
        assert re.fullmatch(r"(workbench|failed): huge\.txt(:1)?: is l(arg|ong)er than .+\n", done.err), done.err
    assert inside(tmp_path) == ["huge.txt"]


def test_links_that_lead_nowhere_or_in_a_circle(workbench: Run, files: Path) -> None:
    (files / "circle.en.txt").symlink_to("circle.en.txt")
    (files / "nowhere.en.txt").symlink_to("missing")
    (files / "folder").symlink_to(files, target_is_directory=True)
    workbench("init", "p")
    done = workbench("--project", "p", "import", "in")
    assert done.code == 7
    assert len(done.out.splitlines()) == 4
    assert "failed: in/circle.en.txt: cannot be read: Too many levels of symbolic links\n" in done.err
    assert "failed: in/nowhere.en.txt: cannot be read: No such file or directory\n" in done.err
    assert workbench("--project", "p", "import", "in/circle.en.txt").code == 3
    assert workbench("pair", "in/circle.en.txt").code == 3
    assert workbench("pair", "in").code == 7
    assert workbench("translate", "in/circle.en.txt", "--from", "en", "--to", "fr", "--out", "o").code in (3, 5)


def test_a_folder_where_a_file_should_be(workbench: Run, files: Path) -> None:
    for command in (["segment"], ["detect"], ["score", "in/talks.en.txt"], ["check", "in/talks.en.txt"]):
        words = ["--from", "en", "--to", "fr"] if command[0] == "check" else []
        done = workbench(*command, "in", *words)
        assert (done.code, done.out) == (3, ""), command
        assert done.err == "workbench: in: cannot be read: Is a directory\n"


def test_control_characters_of_a_name_do_not_reach_the_terminal(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").touch()
    done = workbench("segment", "a\x1b[31m.txt")
    assert done.err == "workbench: a\\x1b[31m.txt: is empty\n"


def test_a_name_that_is_no_text(workbench: Run, tmp_path: Path) -> None:
    import os

    name = os.fsdecode(b"caf\xe9.fr.txt")
    (tmp_path / name).write_text(FR, encoding="utf-8")
    workbench("init", "p")
    for words in (["segment", name], ["--project", "p", "import", name], ["pair", name], ["detect", "--whole", name]):
        done = workbench(*words)
        assert done.code in (0, 7), done.err
    assert workbench("segment", os.fsdecode(b"\xff")).code == 3

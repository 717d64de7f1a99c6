"""Copying: which program fills the clipboard where, and what is said when none does."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from workbench.tui.clipboard import MAC, OSC52_BYTES, TMUX, WAYLAND, WINDOWS, XCLIP, XSEL, Way, fill, run, ways


def everything(_name: str) -> bool:
    """All programs are installed."""
    return True


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, (WAYLAND, XCLIP, XSEL, MAC, WINDOWS)),
        ({"DISPLAY": ":0"}, (XCLIP, XSEL, MAC, WINDOWS)),
        ({}, (MAC, WINDOWS)),
        ({"DISPLAY": ":0", "TMUX": "x"}, (XCLIP, XSEL, MAC, WINDOWS, TMUX)),
        ({"SSH_TTY": "x", "DISPLAY": "localhost:10.0"}, ()),
        ({"SSH_CONNECTION": "x", "TMUX": "x", "WAYLAND_DISPLAY": "wayland-0"}, (TMUX,)),
    ],
)
def test_the_programs_to_try_follow_the_environment(environment: dict[str, str], expected: tuple[Way, ...]) -> None:
    assert ways(environment, everything) == expected
    assert ways(environment, lambda _name: None) == ()


def test_the_first_program_that_works_is_named_and_the_terminal_left_alone() -> None:
    asked: list[tuple[str, bytes]] = []

    def run_with(command: Sequence[str], text: bytes) -> str:
        asked.append((command[0], text))
        return "no display" if command[0] == "wl-copy" else ""

    told, bad = fill("Əlvida, ցտեսություն", lambda: pytest.fail("sent"), (WAYLAND, XCLIP, XSEL), run_with)
    assert (told, bad) == ("copied by xclip", False)
    assert asked == [(name, "Əlvida, ցտեսություն".encode()) for name in ("wl-copy", "xclip")]


def test_windows_reads_utf_16() -> None:
    got: list[bytes] = []
    fill("ə", lambda: None, (WINDOWS,), lambda _command, text: got.append(text) or "")  # type: ignore[func-returns-value]
    assert got == ["ə".encode("utf-16-le")]


def test_what_tmux_takes_is_not_called_copied() -> None:
    told, bad = fill("x", lambda: None, (TMUX,), lambda _command, _text: "")
    assert "given to tmux" in told and not bad


def test_without_a_program_it_is_sent_to_the_terminal_and_said_so() -> None:
    sent: list[str] = []
    told, bad = fill("x", lambda: sent.append("x"), (), lambda _command, _text: "")
    assert sent == ["x"]
    assert "sent to the terminal, which does not say" in told and not bad


def test_failures_are_told_and_the_terminal_is_tried() -> None:
    sent: list[str] = []
    told, bad = fill("x", lambda: sent.append("x"), (XCLIP,), lambda _command, _text: "xclip failed (exit code 1)")
    assert sent and bad
    assert told.startswith("xclip failed (exit code 1); sent to the terminal")


def test_a_text_that_terminals_do_not_take_is_told() -> None:
    told, bad = fill("ə" * OSC52_BYTES, lambda: None, (), lambda _command, _text: "")
    assert bad and str(2 * OSC52_BYTES) in told and "write a file" in told


def test_programs_are_run_with_the_text_and_their_failure_is_a_line() -> None:
    good = [sys.executable, "-c", "import sys; sys.exit(sys.stdin.buffer.read() != 'ə'.encode())"]
    assert run(good, "ə".encode()) == ""
    assert "failed (exit code 1)" in run(good, b"e")
    assert "no-such-program" in run(["no-such-program"], b"")

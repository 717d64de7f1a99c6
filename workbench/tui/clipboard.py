"""The clipboard: the program of this machine that fills it, or the terminal (OSC 52) where the person sits elsewhere.

A program says whether it has done it; a terminal does not, so what is sent to one is told as sent and not as copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.tui.i18n import _

OSC52_BYTES = 74_994
"""Longest text that the terminals with the lowest limit take (xterm, hterm: 100,000 characters of base64)."""

PATIENCE_S = 2.0
"""How long a program may take, in seconds."""

Run = Callable[[Sequence[str], bytes], str]
"""Runs a program with its input; what went wrong, empty if nothing did."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a clipboard.

    Attributes:
        command: the program and its arguments; it reads the text.
        encoding: in which it reads it.
        through: the terminal that has to take the text from the program; empty where the program is the clipboard.
    """

    command: tuple[str, ...]
    encoding: str = "utf-8"
    through: str = ""

    @property
    def name(self) -> str:
        """The program."""
        return self.command[0]


TMUX = Way(("tmux", "load-buffer", "-w", "-"), through="tmux")
WAYLAND = Way(("wl-copy",))
XCLIP = Way(("xclip", "-selection", "clipboard", "-in"))
XSEL = Way(("xsel", "--clipboard", "--input"))
MAC = Way(("pbcopy",))
WINDOWS = Way(("clip.exe",), encoding="utf-16-le")


def ways(
    environment: Mapping[str, str] | None = None, there: Callable[[str], object] = shutil.which
) -> tuple[Way, ...]:
    """The programs to try here, in order; none over ssh, where they would fill the clipboard of the other machine.

    Args:
        environment: variables, `os.environ` if None.
        there: whether a program of that name is installed.
    """
    variables = os.environ if environment is None else environment
    found: list[Way] = []
    if not ("SSH_CONNECTION" in variables or "SSH_TTY" in variables):
        if variables.get("WAYLAND_DISPLAY"):
            found.append(WAYLAND)
        if variables.get("DISPLAY"):
            found += [XCLIP, XSEL]
        found += [MAC, WINDOWS]
    if variables.get("TMUX"):
        found.append(TMUX)
    return tuple(way for way in found if there(way.name))


def run(command: Sequence[str], text: bytes) -> str:
    """Run a program that takes the text; what went wrong, empty if nothing did.

    Its output goes nowhere: those that stay to serve the clipboard would hold a pipe open.
    """
    try:
        done = subprocess.run(
            command, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return _("{program} did not answer").format(program=command[0])
    except OSError as error:
        return str(error)
    code = done.returncode
    return _("{program} failed (exit code {code})").format(program=command[0], code=code) if code else ""


def fill(
    text: str, send: Callable[[], None], found: Sequence[Way] | None = None, run_with: Run = run
) -> tuple[str, bool]:
    """Put a text into the clipboard; may take seconds, so a thread does it.

    Args:
        text: what to copy.
        send: hands it to the terminal (OSC 52).
        found: the programs to try, those of this machine if None.
        run_with: runs one.
    Returns: a line for a person, and whether something is wrong.
    """
    failed: list[str] = []
    for way in ways() if found is None else found:
        wrong = run_with(way.command, text.encode(way.encoding, "replace"))
        if not wrong:
            done = _("copied by {program}").format(program=way.name)
            passed = _("given to {name}, which passes it to a terminal that takes it").format(name=way.through)
            return (passed if way.through else done), False
        failed.append(wrong)
    send()
    told = _("sent to the terminal, which does not say whether it takes it (OSC 52)")
    size = len(text.encode("utf-8", "replace"))
    if size > OSC52_BYTES:
        too_long = _("{size} bytes are more than many terminals take ({most}); write a file instead")
        failed.append(too_long.format(size=size, most=OSC52_BYTES))
    return "; ".join([*failed, told]), bool(failed)

"""A terminal that goes away while the desk writes to it."""

from __future__ import annotations

import errno
import io
import threading

import pytest

from workbench.tui.hangup import Writer

MANY = 100
"""More than may wait to be written."""


class Gone(io.StringIO):
    """A terminal that is gone; `writing` only tells so when it is flushed."""

    def __init__(self, *, writing: bool) -> None:
        super().__init__()
        self.writing = writing

    def write(self, text: str, /) -> int:
        if not self.writing:
            raise OSError(errno.EIO, "Input/output error")
        return len(text)

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("writing", [True, False])
def test_the_desk_does_not_wait_for_a_terminal_that_is_gone(writing: bool) -> None:
    writer = Writer(Gone(writing=writing))
    writer.start()

    def paint() -> None:
        for _ in range(MANY):
            writer.write("x")
        writer.stop()

    painting = threading.Thread(target=paint, daemon=True)
    painting.start()
    painting.join(10)
    assert not painting.is_alive() and not writer.is_alive()


def test_what_is_written_comes_out() -> None:
    terminal = io.StringIO()
    writer = Writer(terminal)
    writer.start()
    for number in range(MANY):
        writer.write(f"{number} ")
    writer.stop()
    assert terminal.getvalue().split() == [str(number) for number in range(MANY)]

"""The only writer of standard error, and the one place where an error becomes an exit code."""

from __future__ import annotations

import os
import signal
import sys
import time
import unicodedata
from collections.abc import Sequence
from threading import Timer
from types import FrameType

import click

from workbench.core import errors
from workbench.core.job import Progress

DONE, UNEXPECTED, USAGE, INPUT, WRITING, ENGINE, GATE, PARTLY = range(8)
INTERRUPTED, TERMINATED = 130, 143
_PUT_OFF_S = 0.01

_CODES: tuple[tuple[type[errors.WorkbenchError], int], ...] = (
    (errors.ConfigError, USAGE),
    (errors.InputError, INPUT),
    (errors.AlignmentError, INPUT),
    (errors.TermbaseError, INPUT),
    (errors.EvaluationError, INPUT),
    (errors.WriteError, WRITING),
    (errors.StorageError, WRITING),
    (errors.EngineError, ENGINE),
    (errors.JobCancelled, INTERRUPTED),
)


class Terminated(BaseException):
    """The process was asked to end (SIGTERM)."""


class PipeClosed(BaseException):
    """Whoever read standard output has gone; there is nothing left to do and nothing to say."""


def hear_signals() -> None:
    """Let SIGINT and SIGTERM end the command by way of an exception, so that files close and half-written ones vanish.

    A SIGINT that the parent has ignored, as a shell does for what it runs in the background, stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, frame: FrameType | None) -> None:
    """Signal handler. Out of some callbacks of an import no exception comes, so there the signal is put off."""
    if frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        Timer(_PUT_OFF_S, os.kill, (os.getpid(), number)).start()
    else:
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


def say(message: str) -> None:
    """Write one line to standard error; control characters do not reach the terminal."""
    click.echo(printable(message), err=True)


def printable(text: str) -> str:
    """`text` with control characters other than line breaks and tabs shown as `\\x1b` and the like."""
    return "".join(
        char
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
        else char.encode("unicode_escape").decode()
        for char in text
    )


def exit_code(error: BaseException) -> int:
    """Say what went wrong and give the exit code; an unexpected error shows its trace only with WORKBENCH_DEBUG."""
    error = _signal_behind(error) or _end_of_data_behind(error) or error
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    # Of itself click ends the process only where it finds the pipe closed that its help goes to.
    if isinstance(error, (PipeClosed, BrokenPipeError, SystemExit)):
        return DONE
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        say("interrupted; what was written is whole")
        return INTERRUPTED
    if isinstance(error, Terminated):
        say("ended on request; what was written is whole")
        return TERMINATED
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return USAGE
    if isinstance(error, click.ClickException):
        hint = f" (see `{error.ctx.command_path} --help`)" if isinstance(error, click.UsageError) and error.ctx else ""
        say(f"workbench: {error.format_message()}{hint}")
        return USAGE
    if isinstance(error, errors.WorkbenchError):
        say(f"workbench: {error}")
        return code_of(error)
    if os.environ.get("WORKBENCH_DEBUG"):
        raise error
    return _unforeseen(error)


def _signal_behind(error: BaseException) -> BaseException | None:
    """The signal that an import of a native library was struck by, which makes an ImportError of it."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, (KeyboardInterrupt, Terminated)):
        cause = cause.__cause__
    return cause


def _end_of_data_behind(error: BaseException) -> EOFError | None:
    """The end of some data, such as a module of Python's that was cut off, which click takes for a person's Ctrl-D."""
    return error.__cause__ if isinstance(error, click.Abort) and isinstance(error.__cause__, EOFError) else None


def code_of(error: errors.WorkbenchError) -> int:
    """The exit code of one of our errors."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), UNEXPECTED)


def code_of_some(failed: Sequence[errors.WorkbenchError], *, some_done: bool) -> int:
    """The exit code of several inputs: 7 if some failed, the first error's own if all did."""
    if not failed:
        return DONE
    return PARTLY if some_done else code_of(failed[0])


def _unforeseen(error: BaseException) -> int:
    """Say as much as can be said of an error that nobody foresaw."""
    if isinstance(error, MemoryError):
        say("workbench: not enough memory; give it smaller files or fewer workers")
        return UNEXPECTED
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        say(f"workbench: {place}{error.strerror or error}")
        return WRITING if error.errno in (28, 30, 122) else INPUT
    say(f"workbench: unexpected {type(error).__name__}: {error}\nset WORKBENCH_DEBUG=1 to see where, and report it")
    return UNEXPECTED


def leave_stdout() -> None:
    """Hand on what is still in the buffer of standard output; if nobody takes it, let Python's own flush at exit find
    nothing to complain about.
    """
    if sys.stdout is None:  # the process was begun with it closed
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Meter:
    """Progress on one line of a terminal, with rate and time left; nothing where stderr is not one.

    Args:
        unit: what is counted.
        quiet: never show anything.
    """

    def __init__(self, unit: str, *, quiet: bool = False) -> None:
        self._unit = unit
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._start = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Show where the job is, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or (now - self._last < 0.1 and progress.done != progress.total):
            return
        self._last = now
        rate = progress.done / max(now - self._start, 1e-9)
        left = f", {(progress.total - progress.done) / rate:.0f} s left" if progress.total and rate else ""
        of = f"/{progress.total}" if progress.total else ""
        line = f"{progress.done}{of} {self._unit}, {rate:.0f}/s{left}  {progress.what}"
        sys.stderr.write(f"\r\x1b[K{printable(line)[:100]}")
        sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

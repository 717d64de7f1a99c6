"""Work in a process of its own: it does not keep the interpreter from the one that asks; and where it dies (of a fault
in a model's own code, for want of memory), an error is all that comes of it.

What is wanted goes to the child's standard input as a pickle, a function by its name; closing that input, as the end of
the asking process does by itself, asks the child to stop. What it has to say comes as pickles from its standard output.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, TypeVar

from workbench.core.errors import EngineError, JobCancelled, WorkbenchError
from workbench.core.job import Job, Progress

T = TypeVar("T")

_START = "import sys; sys.path[:] = sys.argv[1:]; from workbench.services.apart import serve; serve()"
_GRACE_S = 5.0
"""A child that was asked to stop ends itself after so many seconds, wherever it is; what it has written is whole."""


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


@dataclass(frozen=True, slots=True)
class _Failed:
    """Attributes: error: of ours; trace: of a fault in the program, where it was none of ours."""

    error: WorkbenchError | None
    trace: str = ""


def run_apart(work: Callable[..., T], *arguments: Any, job: Job) -> T:
    """What `work(*arguments, job=…)` returns, from a process of its own.

    Args:
        work: a function of a module, so that the child finds it by its name.
        arguments: what can be pickled.
        job: is told the child's progress, and stops it.
    Raises: what `work` raises of the WorkbenchError tree; EngineError if the child cannot be started or ends without a
        word; RuntimeError with the trace of any other error; JobCancelled
    """
    job.check()
    with _child() as child:
        assert child.stdin is not None and child.stdout is not None
        with suppress(OSError):  # it is dead already; that is seen below
            child.stdin.write(pickle.dumps((work, arguments, _GRACE_S)))
            child.stdin.flush()
        job.when_cancelled(lambda: _close(child))
        said = _listen(child.stdout, job)
    if isinstance(said, _Done):
        result: T = said.result
        return result
    if isinstance(said, _Failed):
        raise said.error or RuntimeError(said.trace)
    job.check()
    raise EngineError(
        f"the process that was at work ended by itself ({_how(child.returncode)}), perhaps for want of memory; what it "
        "had done stays; start it again"
    )


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """The child; it has ended when this is left."""
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # signals of the terminal are for the one that asks
        )
    except OSError as error:
        raise EngineError(f"no process can be started for this: {error.strerror}; free some memory") from error
    try:
        yield child
    finally:
        _close(child)
        child.wait()
        if child.stdout:
            child.stdout.close()


def _listen(told: IO[bytes], job: Job) -> _Done | _Failed | None:
    """The child's last word, None if it ends without one."""
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while isinstance(said := pickle.load(told), Progress):
            with suppress(JobCancelled):  # it knows, and says so itself
                job.progress(said.done, said.total, said.what)
        if isinstance(said, (_Done, _Failed)):
            return said
    return None


def _close(child: subprocess.Popen[bytes]) -> None:
    """Ask it to stop."""
    with suppress(OSError, ValueError):
        if child.stdin:
            child.stdin.close()


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


# -- the child ---------------------------------------------------------------------------------------------------------


def serve() -> None:
    """Do what standard input asks for, and end.

    Its priority is that of the one that asks, though models may have a low one of their own: it writes to databases,
    and where it was kept from a processor in the middle of that, the other would wait for it.
    """
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no word of ours
    job = Job(lambda progress: _tell(told, progress))
    _tell(told, _outcome(os.fdopen(os.dup(0), "rb"), job))
    os._exit(0)  # threads of models are not waited for; everything is closed


def _heed(asked: BinaryIO, job: Job, grace: float) -> None:
    """Stop when the input ends."""
    with suppress(OSError):
        asked.read()
    job.cancel()
    time.sleep(grace)
    os._exit(1)


def _outcome(asked: BinaryIO, job: Job) -> _Done | _Failed:
    try:
        work, arguments, grace = pickle.load(asked)
        threading.Thread(target=_heed, args=(asked, job, grace), daemon=True).start()
        return _Done(work(*arguments, job=job))
    except WorkbenchError as error:
        return _Failed(error)
    except Exception:
        return _Failed(None, traceback.format_exc())


def _tell(told: BinaryIO, what: object) -> None:
    """Nobody may listen any more; then the end of the input stops the work."""
    with suppress(OSError):
        told.write(pickle.dumps(what))
        told.flush()

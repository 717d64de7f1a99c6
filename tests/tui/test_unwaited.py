"""Leaving while threads are at work."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

from workbench.tui.unwaited import Unwaited

PROGRAM = """
import threading
from workbench.tui.unwaited import end
threading.Thread(target=threading.Event().wait).start()
print("said", end="")
end(3)
"""


def test_the_end_of_the_loop_waits_for_no_thread() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait()
        ended.set()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(Unwaited())
        loop.run_in_executor(None, work)

    asyncio.run(main())
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(10)


def test_no_thread_waits_until_another_is_done() -> None:
    """A text that is to be kept, say, behind dozens that rest until it is known whether a key follows."""
    many = 80
    go_on, threads = threading.Event(), Unwaited()
    resting = [threads.submit(go_on.wait) for _ in range(many)]
    assert threads.submit(lambda: True).result(10)
    go_on.set()
    assert all(each.result(10) for each in resting)


def test_what_was_said_comes_out_and_the_code_is_given() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (3, "said")

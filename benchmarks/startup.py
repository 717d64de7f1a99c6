"""How long `workbench --help` takes over bare Python, in milliseconds: the median of twenty runs of each, in turn.

python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 20
COMMANDS = {
    "python": ["-c", "pass"],
    "help": ["-m", "workbench", "--help"],
    "detect": ["-m", "workbench", "detect", "-"],
}


def milliseconds(words: list[str]) -> float:
    """Wall time of one run of Python with these words."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], input=b"The parties agreed.\n", capture_output=True, check=True)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Run and print."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, words in COMMANDS.items():
            times[name].append(milliseconds(words))
    bare = statistics.median(times["python"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:8} {median:7.1f} ms  {median - bare:+7.1f} ms over bare Python")


if __name__ == "__main__":
    main()

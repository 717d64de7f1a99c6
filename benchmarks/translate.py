"""How fast files are translated, beside raw CTranslate2 and Argos Translate, and what a job costs in time and memory.

    python benchmarks/translate.py speed --package P.argosmodel --text T --lines 500 [--argos PYTHON] [--glossary G]
    python benchmarks/translate.py growth --package P.argosmodel --text T --lines 1000,10000
    python benchmarks/translate.py stream --package P.argosmodel --text T --lines 10000000
    python benchmarks/translate.py resume --package P.argosmodel --text T --lines 100000

`speed` runs every way in a process of its own, from file to file, in turn, and prints ratios of medians. `raw` is
CTranslate2 with the whole file in one call, sorted and cut into batches of 1,024 tokens by itself, two translators of
one thread each (or one a core). PYTHON is one that has all of argostranslate. `stream` decodes with the fake engine
while the package's model is loaded beside, since a real one would need days; `resume` kills the job again and again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

_ENDS = re.compile(r"(?<=\w)[^\w\s]*[.!?…][^\w\s]*(?=\s|$)")
WAYS = Path(__file__).with_name("translate_ways.py")


def usage_of(words: Sequence[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Wall and processor seconds of a process, and its last line of output."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, (done.stdout.strip().splitlines() or [""])[-1]


class Bench:
    """A folder with the package installed for both sides, and texts.

    Args:
        package: an .argosmodel file.
        text: a file of lines to take the sources from.
    """

    def __init__(self, package: Path, text: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-translate-"))
        packages = self.folder / "packages"
        self.environment = {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "ARGOS_PACKAGES_DIR": str(packages),
            "ARGOS_DEVICE_TYPE": "cpu",
        }
        self.workbench("models", "install", str(package), "--quiet")
        (self.package,) = [path for path in packages.iterdir() if (path / "metadata.json").exists()]
        self._lines = text.read_text(encoding="utf-8").splitlines()

    def workbench(self, *words: str) -> tuple[float, float, str]:
        """Run a command of the workbench."""
        return usage_of([sys.executable, "-m", "workbench", *words], self.environment)

    def source(self, count: int, *, different: bool = True) -> Path:
        """A file of so many lines; where lines come again a number in each of their sentences makes them differ."""
        path = self.folder / f"source{count}{'' if different else '-same'}.txt"
        if not path.exists():
            with path.open("w", encoding="utf-8") as out:
                for number in range(count):
                    turn, at = divmod(number, len(self._lines))
                    line = self._lines[at]
                    out.write((numbered(line, turn) if turn and different else line) + "\n")
        return path

    def close(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)


def numbered(line: str, number: int) -> str:
    """A line with a number before the end of each of its sentences."""
    return _ENDS.sub(rf" {number}\g<0>", line, count=0) if _ENDS.search(line) else f"{line} {number}"


def ways(bench: Bench, arguments: argparse.Namespace) -> dict[str, list[str]]:
    """The commands to compare, by name."""
    source, out = bench.source(arguments.lines[0]), bench.folder / "out.txt"
    files = [str(source), "--out", str(out), "--force", "--quiet", "--from", "en", "--to", "fr"]
    ours = [sys.executable, "-m", "workbench", "translate", *files, "--beam", str(arguments.beam), "--device", "cpu"]
    raw = [sys.executable, str(WAYS), "raw", str(bench.package), str(source), str(out), str(arguments.beam)]
    found = {"raw": raw, "guards off": [*ours, "--guards", "off"], "first decode": [*ours, "--guards", "flag"]}
    if arguments.glossary:
        found["first decode, glossary"] = [*ours, "--guards", "flag", "--glossary", str(arguments.glossary)]
        found["retries, glossary"] = [*ours, "--glossary", str(arguments.glossary)]
    if arguments.argos:
        argos = [str(arguments.argos), str(WAYS), "argos", str(bench.package), str(source), str(out)]
        found |= {"argos": argos, "argos, one thread": argos}
    return found


def speed(bench: Bench, arguments: argparse.Namespace) -> None:
    """Every way in turn; ratios of medians, by wall clock and by processor."""
    commands = ways(bench, arguments)
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(arguments.runs):
        for name, words in commands.items():
            if name.startswith("argos") and turn:
                continue
            own = {"ARGOS_INTRA_THREADS": "1"} if name == "argos, one thread" else {}
            wall, cpu, told = usage_of(words, bench.environment | own)
            report = json.loads(told) if told.startswith("{") else {}
            seen[name].append((wall - report.get("start_s", 0.0), cpu))
            print(f"  {name:24} {wall:7.2f} s, processor {cpu:7.2f} s {report or ''}", flush=True)
    start = statistics.median(bench_start(bench) for _ in range(3))
    print(f"start of the workbench with this model, subtracted from its rows: {start:.2f} s")
    net = {
        name: statistics.median(wall for wall, _ in rows) - (0 if name == "raw" or name.startswith("argos") else start)
        for name, rows in seen.items()
    }
    for name, rows in seen.items():
        cpu = statistics.median(cpu for _, cpu in rows) / statistics.median(cpu for _, cpu in seen["raw"])
        print(
            f"{name:24} {net[name]:8.2f} s  {arguments.lines[0] / net[name]:8.1f} lines/s  "
            f"{net['raw'] / net[name]:6.3f} of raw  processor x{cpu:.3f}"
        )


def bench_start(bench: Bench) -> float:
    """Wall seconds that the workbench needs to translate one short line: start, loading, end."""
    source, out = bench.folder / "one.txt", bench.folder / "one-out.txt"
    source.write_text("Yes.\n", encoding="utf-8")
    wall, _, _ = bench.workbench(
        "translate",
        str(source),
        "--out",
        str(out),
        "--force",
        "--quiet",
        "--from",
        "en",
        "--to",
        "fr",
        "--device",
        "cpu",
    )
    return wall


def growth(bench: Bench, arguments: argparse.Namespace) -> None:
    """Time and memory of larger and larger files."""
    for count in arguments.lines:
        source, out = bench.source(count), bench.folder / "out.txt"
        words = ["translate", str(source), "--out", str(out), "--force", "--quiet", "--from", "en", "--to", "fr"]
        words += ["--beam", str(arguments.beam), "--guards", arguments.guards]
        wall, cpu, told = usage_of([sys.executable, str(WAYS), "measured", *words], bench.environment)
        print(
            f"{count:>10,} lines  {wall:8.1f} s  {count / wall:7.1f} lines/s  processor {cpu:8.1f} s  {told}",
            flush=True,
        )


def stream(bench: Bench, arguments: argparse.Namespace) -> None:
    """The whole pipeline on an endless pipe, decoded by the fake engine, the real model loaded beside."""
    for count in arguments.lines:
        wall, cpu, told = usage_of(
            [sys.executable, str(WAYS), "stream", str(bench.package), str(bench.source(10_070)), str(count)],
            bench.environment,
        )
        print(
            f"{count:>12,} lines  {wall:8.1f} s  {count / wall:7.0f} lines/s  processor {cpu:8.1f} s  {told}",
            flush=True,
        )


def resume(bench: Bench, arguments: argparse.Namespace) -> None:
    """Kill a job at random moments until it is done; the bytes are those of an uninterrupted run."""
    count = arguments.lines[0]
    source, whole, out = bench.source(count), bench.folder / "whole.txt", bench.folder / "killed.txt"
    words = [sys.executable, "-m", "workbench", "translate", str(source), "--quiet", "--from", "en", "--to", "fr"]
    words += ["--beam", str(arguments.beam)]
    straight, _, _ = usage_of([*words, "--out", str(whole)], bench.environment)
    chance, kills, spent = random.Random(6), 0, 0.0
    while True:
        started = time.perf_counter()
        running = subprocess.Popen([*words, "--out", str(out), "--resume"], env=bench.environment)
        try:
            running.wait(chance.uniform(0.2, 0.6) * straight)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
            spent += time.perf_counter() - started
            continue
        spent += time.perf_counter() - started
        break
    same = whole.read_bytes() == out.read_bytes()
    lines = out.read_bytes().count(b"\n")
    print(
        f"{count:,} lines: straight {straight:.1f} s; killed {kills} times, {spent:.1f} s in all "
        f"({spent / straight:.2f} times); {lines:,} lines, the same bytes: {same}"
    )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "growth", "stream", "resume"])
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--text", type=Path, required=True, help="lines of English to take the sources from")
    parser.add_argument("--lines", type=lambda text: [int(part) for part in text.split(",")], default=[500])
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--guards", default="retry")
    parser.add_argument("--glossary", type=Path)
    parser.add_argument("--argos", type=Path, help="a Python that has argostranslate with its splitter")
    arguments = parser.parse_args()
    bench = Bench(arguments.package, arguments.text)
    try:
        {"speed": speed, "growth": growth, "stream": stream, "resume": resume}[arguments.what](bench, arguments)
    finally:
        bench.close()


if __name__ == "__main__":
    main()

"""How long somebody waits: for the first line of a fresh process, for a line in an open pipe, for a completion.

    python benchmarks/latency.py --package P.argosmodel --text T

`start` is the whole process for one line, beside bare CTranslate2 doing the same. `pipe` is a process that stays open,
line by line, each answer waited for, beside CTranslate2 in a loop with the same settings. `completion` gives a third of
a translation and asks for 20 more tokens. Medians and 95th percentiles; what is compared runs in turn.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.translate import Bench

BARE = """
import sys
import ctranslate2, sentencepiece
folder = sys.argv[1]
pieces = sentencepiece.SentencePieceProcessor(model_file=folder + "/sentencepiece.model")
model = ctranslate2.Translator(folder + "/model", device="cpu", inter_threads=2, intra_threads=1)
for line in sys.stdin:
    tokens = [pieces.encode(line.strip(), out_type=str)]
    print(pieces.decode(model.translate_batch(tokens, beam_size=4)[0].hypotheses[0]), flush=True)
"""


def told(name: str, seconds: list[float]) -> None:
    """One line of a table, in milliseconds."""
    ordered = sorted(1000 * second for second in seconds)
    print(f"{name:32} median {statistics.median(ordered):7.1f} ms  p95 {ordered[int(len(ordered) * 0.95)]:7.1f} ms")


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def start(bench: Bench, lines: list[str]) -> None:
    """A process for one line."""
    ours = [sys.executable, "-m", "workbench", "translate", "--from", "en", "--to", "fr", "--quiet", "--device", "cpu"]
    ours += ["--beam", "4", "--guards", "flag"]
    bare = [sys.executable, "-c", BARE, str(bench.package)]
    seen: dict[str, list[float]] = {"bare": [], "workbench": []}
    for line in lines[:8]:
        for name, words in (("bare", bare), ("workbench", ours)):
            seen[name].append(
                timed(
                    lambda words=words, line=line: subprocess.run(  # type: ignore[misc]
                        words, input=line + "\n", text=True, capture_output=True, check=True, env=bench.environment
                    )
                )
            )
    for name, values in seen.items():
        told(f"start, {name}", values)
    extra = statistics.median(seen["workbench"]) - statistics.median(seen["bare"])
    print(f"start over bare CTranslate2: {extra:.2f} s (bar 0.5)")


def pipe(bench: Bench, lines: list[str]) -> None:
    """Open pipes, the two asked in turn."""
    flags = ["--from", "en", "--to", "fr", "--quiet", "--device", "cpu", "--beam", "4"]
    commands = {
        "bare": [sys.executable, "-c", BARE, str(bench.package)],
        "workbench": [sys.executable, "-m", "workbench", "translate", "-", *flags, "--guards", "flag"],
    }
    running = {
        name: subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=bench.environment
        )
        for name, words in commands.items()
    }
    seen: dict[str, list[float]] = {name: [] for name in commands}

    def ask(name: str, line: str) -> None:
        process = running[name]
        assert process.stdin and process.stdout
        process.stdin.write(line + "\n")
        process.stdin.flush()
        process.stdout.readline()

    for name in running:
        ask(name, "Hello.")
    for line in lines:
        for name in running:
            seen[name].append(timed(lambda name=name, line=line: ask(name, line)))  # type: ignore[misc]
    for process in running.values():
        process.communicate()
    for name, values in seen.items():
        told(f"a line in an open pipe, {name}", values)
    differences = [ours - bare for ours, bare in zip(seen["workbench"], seen["bare"], strict=True)]
    print(f"over bare CTranslate2, median of pairs: {1000 * statistics.median(differences):+.1f} ms (bar 5)")


def completion(bench: Bench, lines: list[str]) -> None:
    """Completions as one types."""
    from workbench.engines.completion import Completer
    from workbench.engines.model import Options
    from workbench.engines.packages import read_package

    completer = Completer(read_package(bench.package), Options(device="cpu"))
    completer.load()
    seen = []
    for line in lines:
        whole = completer.complete(line, "", tokens=40)
        typed = whole.text[: len(whole.text) // 3] if whole else ""
        seen.append(timed(lambda line=line, typed=typed: completer.complete(line, typed)))  # type: ignore[misc]
    told("completion, 20 tokens", seen)


def main() -> None:
    """Run all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--text", type=Path, required=True)
    arguments = parser.parse_args()
    lines = [line for line in arguments.text.read_text(encoding="utf-8").splitlines() if 12 <= len(line.split()) <= 28]
    bench = Bench(arguments.package, arguments.text)
    try:
        start(bench, lines[:8])
        pipe(bench, lines[8:38])
        completion(bench, lines[38:68])
    finally:
        bench.close()


if __name__ == "__main__":
    main()

"""The checks that guard machine output: false alarms, recall on planted faults, and what they cost.

    python benchmarks/guards.py FOLDER

FOLDER holds `eng.txt fra.txt aze-Latn.txt hye.txt`: the same sentences, one a line, translated by professionals.
What a check flags among those is a false alarm, or a fault of the translation. Faults are planted in right
translations, seeded: an address dropped, a figure changed, a name dropped, another language, a phrase repeated, the
source copied, the second half cut off. Times are CPU times of one thread for sentences not seen before, with the words
of the other half of the file known, as in the middle of a job.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

from workbench.core.finding import Finding, Severity
from workbench.core.ports import Check
from workbench.quality.checks import registry
from workbench.text.names import name_similarity
from workbench.text.typography import as_written

FILES = {"en": "eng.txt", "fr": "fra.txt", "az": "aze-Latn.txt", "hy": "hye.txt"}
ADDRESS = "https://example.org/statements/2024_05?id=7"
_SEED = 20240503
_WORD = re.compile(r"[^\W\d_]+")
_SOUNDS_THE_SAME = 0.8

Fault = Callable[[random.Random, dict[str, str], str, str], tuple[str, str] | None]


def address_dropped(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str]:
    """An address at the end of the source that the target does not have."""
    return f"{line[source]} {ADDRESS}", line[target]


def figure_changed(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str] | None:
    """One digit of a figure changed."""
    places = [found.start() for found in re.finditer(r"\d", line[target])]
    if not places or not re.search(r"\d", line[source]):
        return None
    at = chance.choice(places)
    digit = chance.choice([one for one in "123456789" if one != line[target][at]])
    return line[source], line[target][:at] + digit + line[target][at + 1 :]


def name_dropped(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str] | None:
    """A name inside the sentence whose words sound the same in both, taken out of the target wherever they stand."""
    theirs = [word for word in _WORD.findall(line[target]) if word.istitle()]
    for name in names_inside(line[source]):
        alike = [
            [other for other in theirs if name_similarity(word, other, source, target) > _SOUNDS_THE_SAME]
            for word in name
        ]
        if all(alike):
            gone = tuple(other for others in alike for other in others)
            return line[source], " ".join(word for word in line[target].split() if not word.startswith(gone))
    return None


def names_inside(text: str) -> Iterator[list[str]]:
    """Runs of capitalised words of four letters or more, but for what begins the text."""
    run: list[str] = []
    for word in [*_WORD.findall(text)[1:], ""]:
        if word.istitle() and len(word) >= 4:
            run.append(word)
        elif run:
            yield run
            run = []


def other_language(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str]:
    """The translation into a third language."""
    return line[source], line[chance.choice([one for one in FILES if one not in (source, target)])]


def phrase_repeated(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str] | None:
    """Three words in a row said three times."""
    words = line[target].split()
    if len(words) < 6:
        return None
    at = chance.randrange(len(words) - 3)
    return line[source], " ".join([*words[: at + 3], *words[at : at + 3] * 2, *words[at + 3 :]])


def source_copied(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str]:
    """The source in place of the translation."""
    return line[source], line[source]


def cut_in_half(chance: random.Random, line: dict[str, str], source: str, target: str) -> tuple[str, str] | None:
    """The first half of the words."""
    words = line[target].split()
    return (line[source], " ".join(words[: len(words) // 2])) if len(words) >= 8 else None


FAULTS: dict[str, tuple[Fault, str]] = {
    "address dropped": (address_dropped, "codes"),
    "figure changed": (figure_changed, "numbers"),
    "name dropped": (name_dropped, "names"),
    "other language": (other_language, "language"),
    "phrase repeated": (phrase_repeated, "repetition"),
    "source copied": (source_copied, "same-as-source"),
    "cut in half": (cut_in_half, "length"),
}


def flagged(findings: list[Finding]) -> bool:
    return any(finding.severity is not Severity.INFO for finding in findings)


def pairs_of(lines: list[dict[str, str]]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    for source, target in permutations(FILES, 2):
        yield source, target, [(line[source], line[target]) for line in lines]


def false_alarms(checks: dict[str, Check], lines: list[dict[str, str]]) -> None:
    print("\nFalse alarms, % of right translations\n")
    print("| pair | " + " | ".join(checks) + " | any |\n|---" * 1 + "|---" * (len(checks) + 1) + "|")
    for source, target, pairs in pairs_of(lines):
        hits = {name: [flagged(check(*pair, source, target)) for pair in pairs] for name, check in checks.items()}
        shares = [100 * sum(found) / len(pairs) for found in hits.values()]
        shares.append(100 * sum(map(any, zip(*hits.values(), strict=True))) / len(pairs))
        print(f"| {source}–{target} | " + " | ".join(f"{share:.2f}" for share in shares) + " |")


def recall(checks: dict[str, Check], lines: list[dict[str, str]]) -> None:
    print("\nPlanted faults found, %: by the check meant for it (by any check)\n")
    print("| pair | " + " | ".join(FAULTS) + " |\n|---" + "|---" * len(FAULTS) + "|")
    for source, target in permutations(FILES, 2):
        cells = []
        for fault, meant in FAULTS.values():
            chance = random.Random(_SEED)
            planted = [pair for line in lines if (pair := fault(chance, line, source, target))]
            own = sum(flagged(checks[meant](*pair, source, target)) for pair in planted)
            some = sum(any(flagged(check(*pair, source, target)) for check in checks.values()) for pair in planted)
            cells.append(f"{100 * own / len(planted):.0f} ({100 * some / len(planted):.0f}) of {len(planted)}")
        print(f"| {source}–{target} | " + " | ".join(cells) + " |")


def cost(checks: dict[str, Check], lines: list[dict[str, str]]) -> None:
    half = len(lines) // 2
    print("\nMicroseconds a sentence pair\n")
    print("| pair | " + " | ".join(checks) + " | all | as_written |\n|---" + "|---" * (len(checks) + 2) + "|")
    for (source, target, known), (_, _, fresh) in zip(pairs_of(lines[half:]), pairs_of(lines[:half]), strict=True):
        run_all(checks, known, source, target)
        cells = {name: 0.0 for name in checks}
        for pair in fresh:
            for name, check in checks.items():
                start = time.thread_time_ns()
                check(*pair, source, target)
                cells[name] += time.thread_time_ns() - start
        started = time.thread_time_ns()
        for one, other in fresh:
            as_written(other, one, target, source)
        written = (time.thread_time_ns() - started) / 1000 / len(fresh)
        shown = [f"{spent / 1000 / len(fresh):.1f}" for spent in cells.values()]
        total = sum(cells.values()) / 1000 / len(fresh)
        print(f"| {source}–{target} | " + " | ".join(shown) + f" | {total:.0f} | {written:.0f} |")


def run_all(checks: dict[str, Check], pairs: list[tuple[str, str]], source: str, target: str) -> None:
    for pair in pairs:
        for check in checks.values():
            check(*pair, source, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    columns = {code: (folder / name).read_text(encoding="utf-8").splitlines() for code, name in FILES.items()}
    lines = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    checks = registry()
    print(
        f"{len(lines)} sentences, {sum(len(line['en'].split()) for line in lines) / len(lines):.1f} English words each"
    )
    cost(checks, lines)
    false_alarms(checks, lines)
    recall(checks, lines)


if __name__ == "__main__":
    main()

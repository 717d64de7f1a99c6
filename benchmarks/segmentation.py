"""Sentence boundaries found in documents whose lines were joined by spaces: ours, Unicode's and pySBD's, side by side.

    python benchmarks/segmentation.py [DATA] [--errors LANGUAGE]

DATA holds `documents.txt` (the document of each line) and one file a language with one sentence a line. A boundary is
the offset at which a line began; the start and the end of a document do not count. Headlines without a stop are
boundaries too, which no segmenter can see once the lines are joined; the column `recall after a stop` leaves them out.
Precision has its ceiling too: a line of the data may hold several sentences.

The rivals are installed for this script alone: `pip install pysbd uniseg` (uniseg implements UAX 29).
"""

from __future__ import annotations

import argparse
import itertools
import platform
import re
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.text.segmenter import segment_spans

FILES = {"en": "eng", "fr": "fra", "az": "aze-Latn", "hy": "hye"}
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ntrex-dev"
AFTER_STOP = re.compile(r"[.!?…։:]\s?[\"'”’“»)\]]*\s$")
Boundaries = Callable[[str], set[int]]


@dataclass
class Tally:
    """Boundaries found and missed, and the seconds it took."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    stopped: int = 0
    stopped_right: int = 0
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def recall_after_stop(self) -> float:
        return self.stopped_right / max(1, self.stopped)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def documents(data: Path, language: str) -> Iterator[tuple[str, set[int]]]:
    """Each document of a language as one text, with the offsets at which its lines began."""
    names = (data / "documents.txt").read_text(encoding="utf-8").splitlines()
    lines = (data / f"{FILES[language]}.txt").read_text(encoding="utf-8").split("\n")
    for _, group in itertools.groupby(zip(names, lines, strict=False), key=lambda pair: pair[0]):
        sentences = [" ".join(line.split()) for _, line in group]
        starts = itertools.accumulate(len(sentence) + 1 for sentence in sentences[:-1])
        yield " ".join(sentences), set(starts)


def ours(language: str) -> Boundaries:
    return lambda text: {span.start for span in segment_spans(text, language)} - {0}


def unicode_boundaries(_: str) -> Boundaries | None:
    try:
        from uniseg.sentencebreak import sentence_boundaries
    except ImportError:
        return None
    return lambda text: set(sentence_boundaries(text)) - {0, len(text)}


def pysbd_boundaries(language: str) -> Boundaries | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pysbd
            from pysbd.languages import LANGUAGE_CODES
    except ImportError:
        return None
    if language not in LANGUAGE_CODES:
        return None
    segmenter = pysbd.Segmenter(language=language, clean=False)

    def boundaries(text: str) -> set[int]:
        found, at = set(), 0
        for piece in segmenter.segment(text):
            start = text.find(piece.strip(), at)
            if start >= 0:
                found.add(start)
                at = start + len(piece.strip())
        return found - {0}

    return boundaries


RIVALS: dict[str, Callable[[str], Boundaries | None]] = {
    "workbench": ours,
    "UAX 29 (uniseg)": unicode_boundaries,
    "pySBD": pysbd_boundaries,
}


def measure(data: Path, language: str, boundaries: Boundaries) -> tuple[Tally, int]:
    """The tally over all documents of a language, and the number of sentences in them."""
    tally, sentences = Tally(), 0
    for text, gold in documents(data, language):
        began = time.perf_counter()
        found = boundaries(text)
        tally.seconds += time.perf_counter() - began
        tally.right += len(found & gold)
        tally.wrong += len(found - gold)
        tally.missed += len(gold - found)
        stopped = {at for at in gold if AFTER_STOP.search(text[max(0, at - 8) : at])}
        tally.stopped += len(stopped)
        tally.stopped_right += len(found & stopped)
        sentences += len(gold) + 1
    return tally, sentences


def print_errors(data: Path, language: str) -> None:
    """Where our boundaries and the gold ones differ: `+` ours alone, `-` gold alone."""
    find = ours(language)
    for text, gold in documents(data, language):
        found = find(text)
        for at in sorted(found ^ gold):
            print("+" if at in found else "-", f"{text[max(0, at - 50) : at]}|{text[at : at + 40]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--errors", metavar="LANGUAGE", choices=FILES)
    arguments = parser.parse_args()
    if arguments.errors:
        print_errors(arguments.data, arguments.errors)
        return
    print(f"Python {platform.python_version()} on {platform.machine()}")
    print("| language | segmenter | precision | recall | F1 | recall after a stop | sentences/s |")
    print("|---|---|---|---|---|---|---|")
    for language in FILES:
        for name, make in RIVALS.items():
            boundaries = make(language)
            if boundaries is None:
                print(f"| {language} | {name} | – | – | – | – | – |")
                continue
            tally, sentences = measure(arguments.data, language, boundaries)
            scores = f"{tally.precision:.4f} | {tally.recall:.4f} | {tally.f1:.4f} | {tally.recall_after_stop:.4f}"
            print(f"| {language} | {name} | {scores} | {sentences / tally.seconds:,.0f} |")


if __name__ == "__main__":
    main()

"""How long a termbase of 50,000 concepts in four languages takes to come in, and to be opened again.

    python benchmarks/terms_load.py [--concepts 50000]

Made of our own shipped concepts, repeated with numbered words; written to a temporary folder. Told in seconds, best of
three where a step can be repeated, beside lxml alone over the same file.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from lxml import etree

from workbench.core.term import Concept
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.writing import write_table
from workbench.formats.tbx import read_tbx, write_tbx
from workbench.services.bootstrap import term_finder
from workbench.services.project import Project
from workbench.services.termbases import open_termbase
from workbench.services.termwork import OWN, import_glossaries

SHIPPED = Path(__file__).parents[1] / "glossaries" / "diplomacy.tbx"


def concepts(number: int) -> list[Concept]:
    """The shipped concepts again and again; each term gets a number, so that all differ."""
    with SHIPPED.open("rb") as stream:
        shipped = list(read_tbx(stream))

    def numbered() -> Iterator[Concept]:
        for turn in count():
            for concept in shipped:
                terms = tuple(replace(term, text=f"{term.text} {turn}") for term in concept.terms)
                yield replace(concept, id=f"{concept.id}-{turn}", terms=terms)

    return list(islice(numbered(), number))


def timed(label: str, work: Callable[[], object], times: int = 1) -> None:
    """Print the best time of a piece of work: by the clock, and of the processor, which a busy machine changes less."""
    best = busy = float("inf")
    for _ in range(times):
        start, started = time.perf_counter(), time.process_time()
        work()
        best, busy = min(best, time.perf_counter() - start), min(busy, time.process_time() - started)
    print(f"{label:50} {best:7.2f} s {busy:7.2f} s of the processor")


def lxml_alone(path: Path) -> None:
    """What no reader can be faster than: the same parser with nothing done."""
    for _, element in etree.iterparse(str(path), tag="{*}conceptEntry"):
        element.clear()


def read(path: Path) -> None:
    """Read a TBX file through."""
    with path.open("rb") as stream:
        for _ in read_tbx(stream, path.name, GlossaryReport()):
            pass


def main() -> None:
    """Make, write, read, import and open."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, default=50_000)
    wanted = parser.parse_args().concepts
    made = concepts(wanted)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        path = Path(folder, "large.tbx")
        with path.open("wb") as stream:
            timed("written as TBX", lambda: write_tbx(made, stream))
        print(f"{len(made):,} concepts, {sum(len(c.terms) for c in made):,} terms, {path.stat().st_size >> 20} MiB")
        timed("lxml alone", lambda: lxml_alone(path))
        timed("read from TBX", lambda: read(path))
        timed("written as CSV", lambda: write_table(made, io.BytesIO()))
        project = Path(folder, "project")
        Project.create(project, source="en", targets=("fr", "az", "hy")).close()
        timed("imported into a project (read, merged, written)", lambda: import_glossaries(project, [path]))
        own = project / OWN
        timed("opened the first time (read, cache written)", lambda: open_termbase(own))
        timed("opened again (hashed, from the cache)", lambda: open_termbase(own), times=3)
        timed("made ready for finding, and kept", lambda: term_finder([own]))
        timed("made ready again (hashed, from the cache)", lambda: term_finder([own]), times=3)


if __name__ == "__main__":
    main()

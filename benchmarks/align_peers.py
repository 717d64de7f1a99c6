"""Other sentence aligners on files of lines, for `align.py peers`; needs nothing of the workbench.

    PYTHON benchmarks/align_peers.py versions        (what is installed beside this Python, as JSON)
    PYTHON benchmarks/align_peers.py PEER JOBS       (JOBS: a file of lines SOURCE TAB TARGET TAB OUTPUT)

PYTHON is that of an environment made for them: `pip install nltk galechurch pypi-bleualign`. All three run as they
come, without a word list, since they take none; Bleualign is given the source text in place of a machine translation.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Sides = tuple[list[int], list[int]]
Align = Callable[[list[str], list[str]], list[Sides]]

ABSENT = {
    "hunalign": "no package on PyPI or in Debian; its figures above are quoted, not measured here",
    "LF Aligner": "no package on PyPI or in Debian; a front end of hunalign",
    "yasa": "no package in Debian; on PyPI the name is another program's",
    "Gargantua": "no package in Debian; on PyPI the name is another program's",
    "Vecalign": "no package on PyPI or in Debian (sentweave there has its search); needs a neural sentence model",
    "Bertalign": "needs a neural sentence model, which would be downloaded",
    "lingtrain-aligner": "needs a neural sentence model, which would be downloaded",
}
"""Aligners that were looked for, and why they are not run."""


def beads_of(links: Sequence[tuple[int, int]]) -> list[Sides]:
    """Beads out of single links: sentences that are linked, directly or over others, go together."""
    beads: list[Sides] = []
    for source, target in sorted(links):
        if beads and (beads[-1][0][-1] >= source or beads[-1][1][-1] >= target):
            beads[-1][0].extend({source} - set(beads[-1][0]))
            beads[-1][1].extend({target} - set(beads[-1][1]))
        else:
            beads.append(([source], [target]))
    return beads


def nltk(source: list[str], target: list[str]) -> list[Sides]:
    """Gale and Church (1993) as NLTK has it."""
    from nltk.translate.gale_church import align_blocks

    return beads_of(align_blocks([len(line) for line in source], [len(line) for line in target]))


def galechurch(source: list[str], target: list[str]) -> list[Sides]:
    """Gale and Church (1993) with the costs and parameters of their own program."""
    from galechurch import align

    beads = align(source, target).beads
    return [
        (list(range(bead.source_start, bead.source_end)), list(range(bead.target_start, bead.target_end)))
        for bead in beads
    ]


def bleualign(source: list[str], target: list[str]) -> list[Sides]:
    """Sennrich and Volk (2010), with the source in place of a translation of it."""
    from bleualign import align

    align.multiprocessing_enabled = 0
    aligner = align.Aligner({"srcfile": source, "targetfile": target, "srctotarget": [source], "verbosity": 0})
    aligner.mainloop()
    return [(list(one), list(other)) for (one, other), _ in aligner.multialign]


PEERS: dict[str, tuple[str, str, Align]] = {
    "nltk": ("Gale-Church (NLTK {})", "nltk", nltk),
    "galechurch": ("Gale-Church (galechurch {})", "galechurch", galechurch),
    "bleualign": ("Bleualign {} without a translation", "pypi-bleualign", bleualign),
}
"""How a peer is shown with its version, the package it comes in, and what runs it."""


def versions() -> dict[str, str]:
    """The installed peers and the versions of their packages."""
    found: dict[str, str] = {}
    for peer, (_, package, _) in PEERS.items():
        try:
            found[peer] = version(package)
        except PackageNotFoundError:
            continue
    return found


def read_lines(path: str) -> list[str]:
    """The lines of a file, by line feeds alone."""
    return Path(path).read_text("utf-8").split("\n")[:-1]


def main() -> None:
    """Print the versions, or align every pair of the jobs file."""
    if sys.argv[1:] == ["versions"]:
        print(json.dumps(versions()))
        return
    peer, jobs = sys.argv[1:]
    align = PEERS[peer][2]
    for job in read_lines(jobs):
        source, target, output = job.split("\t")
        beads = align(read_lines(source), read_lines(target))
        Path(output).write_text("".join(f"{one}:{other}\n" for one, other in beads), "utf-8")


if __name__ == "__main__":
    main()

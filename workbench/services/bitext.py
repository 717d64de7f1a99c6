"""Two texts with their beads, and the forms in which they are put out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.core.bead import Bead, format_bead
from workbench.core.errors import ConfigError, NotInYetError
from workbench.core.ports import TermFinder
from workbench.services.records import column
from workbench.services.translate import term_uses

FORMATS = ("beads", "tsv", "jsonl")
"""Output formats of alignments; `tmx` and `html` are promised and not in yet."""

_NOT_YET = ("tmx", "html")


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two segmented texts and their alignment.

    Attributes:
        source, target: segments in order; of running text their concatenation is the text.
        beads: cover every segment of both sides once, in order.
        joint: what stands between segments of one bead: nothing for running text, whose segments bring their own
            white space, a space where each segment was a line.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    source_language: str
    target_language: str
    beads: tuple[Bead, ...]
    joint: str = ""

    def source_text(self, bead: Bead) -> str:
        """The source side of a bead, without white space at its ends."""
        return self.joint.join(self.source[bead.source_start : bead.source_end]).strip()

    def target_text(self, bead: Bead) -> str:
        """The target side of a bead, without white space at its ends."""
        return self.joint.join(self.target[bead.target_start : bead.target_end]).strip()


def check_format(output_format: str) -> None:
    """Raises: NotInYetError, ConfigError if alignments cannot be put out in that format."""
    if output_format in _NOT_YET:
        raise NotInYetError(f"--format {output_format} is not in yet for alignments; use {', '.join(FORMATS)}")
    if output_format not in FORMATS:
        raise ConfigError(f"no alignment format {output_format!r}; there are {', '.join(FORMATS)}")


def rendered(bitext: Bitext, output_format: str, finder: TermFinder | None = None) -> Iterator[str]:
    """The alignment as lines with their ends.

    `beads`: one bead a line, `[0, 1]:[0]:COST`. `tsv`: a header, then source, target and score. `jsonl`: one object a
    bead with indices, score, texts and what became of the terms of the source.

    Raises: NotInYetError, ConfigError
    """
    check_format(output_format)
    if output_format == "beads":
        return (f"{format_bead(bead)}\n" for bead in bitext.beads)
    return _tsv(bitext) if output_format == "tsv" else _jsonl(bitext, finder)


def _tsv(bitext: Bitext) -> Iterator[str]:
    yield f"{bitext.source_language}\t{bitext.target_language}\tscore\n"
    for bead in bitext.beads:
        sides = (column(bitext.source_text(bead)), column(bitext.target_text(bead)))
        yield "\t".join((*sides, f"{bead.confidence:.4f}")) + "\n"


def _jsonl(bitext: Bitext, finder: TermFinder | None) -> Iterator[str]:
    for bead in bitext.beads:
        source, target = bitext.source_text(bead), bitext.target_text(bead)
        values = {
            "source": list(bead.source),
            "target": list(bead.target),
            "score": round(bead.confidence, 4),
            "source_text": source,
            "target_text": target,
            "terms": _terms(finder, source, target, bitext) if finder and source and target else [],
        }
        yield json.dumps(values, ensure_ascii=False) + "\n"


def _terms(finder: TermFinder, source: str, target: str, bitext: Bitext) -> list[dict[str, str | None]]:
    route: Sequence[str] = (bitext.source_language, bitext.target_language)
    return [
        {"concept": use.concept, "source": use.source, "target": use.target, "grade": use.grade.value}
        for use in term_uses(finder, source, target, route)
    ]

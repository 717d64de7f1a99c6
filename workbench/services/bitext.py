"""Two texts with their beads, and the forms in which they are put out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench import __version__
from workbench.core.bead import Bead, format_bead
from workbench.core.errors import ConfigError
from workbench.core.ports import TermFinder
from workbench.core.term import Grade, TermHit
from workbench.formats.alignment_page import AlignmentPage, PageBead, Span, alignment_page
from workbench.formats.tmx import TmxUnit, write_tmx
from workbench.services.records import column
from workbench.services.termuse import term_pairs, term_use

FORMATS = ("beads", "tsv", "tmx", "jsonl", "html")
"""Output formats of alignments."""

SURE = 0.8
"""The confidence below which a bead enters no memory unless a person has accepted it."""


@dataclass(frozen=True, slots=True)
class Output:
    """How an alignment is put out.

    Attributes:
        format: one of `FORMATS`.
        least: the least confidence of a bead that becomes a unit of a memory (`tmx`), 0..1.
    """

    format: str = "tsv"
    least: float = SURE


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

    def unsure(self, least: float) -> int:
        """How many beads with two sides are less sure than that."""
        return sum(bead.confidence < least for bead in self.beads if bead.source and bead.target)


def check_format(output_format: str) -> None:
    """Raises: ConfigError if alignments cannot be put out in that format."""
    if output_format not in FORMATS:
        raise ConfigError(f"no alignment format {output_format!r}; there are {', '.join(FORMATS)}")


def rendered(bitext: Bitext, output: Output, finder: TermFinder | None = None) -> Iterator[str]:
    """The alignment as lines or pieces of a file.

    `beads`: one bead a line, `[0, 1]:[0]:COST`. `tsv`: a header, then source, target and score. `jsonl`: one object a
    bead with indices, score, texts and what became of the terms of the source. `tmx`: the beads that are sure enough as
    translation units. `html`: a page to look at.

    Raises: ConfigError
    """
    check_format(output.format)
    match output.format:
        case "beads":
            return (f"{format_bead(bead)}\n" for bead in bitext.beads)
        case "tsv":
            return _tsv(bitext)
        case "tmx":
            return _tmx(bitext, output.least)
        case "html":
            return alignment_page(_page(bitext, finder))
    return _jsonl(bitext, finder)


def _tsv(bitext: Bitext) -> Iterator[str]:
    yield f"{bitext.source_language}\t{bitext.target_language}\tscore\n"
    for bead in bitext.beads:
        sides = (column(bitext.source_text(bead)), column(bitext.target_text(bead)))
        yield "\t".join((*sides, f"{bead.confidence:.4f}")) + "\n"


def _tmx(bitext: Bitext, least: float) -> Iterator[str]:
    units = (
        TmxUnit(
            {bitext.source_language: bitext.source_text(bead), bitext.target_language: bitext.target_text(bead)},
            properties={"x-confidence": f"{bead.confidence:.4f}", "x-origin": "alignment"},
        )
        for bead in bitext.beads
        if bead.source and bead.target and bead.confidence >= least
    )
    stream = io.BytesIO()
    write_tmx(units, stream, source_language=bitext.source_language, tool_version=__version__)
    yield stream.getvalue().decode("utf-8")


def _jsonl(bitext: Bitext, finder: TermFinder | None) -> Iterator[str]:
    for bead in bitext.beads:
        source, target = bitext.source_text(bead), bitext.target_text(bead)
        values = {
            "source": list(bead.source),
            "target": list(bead.target),
            "score": round(bead.confidence, 4),
            "source_text": source,
            "target_text": target,
            "terms": [
                {"concept": use.concept, "source": use.source, "target": use.target, "grade": use.grade.value}
                for use in (term_use(*found) for found in _terms(bitext, bead, finder))
            ],
        }
        yield json.dumps(values, ensure_ascii=False) + "\n"


def _terms(bitext: Bitext, bead: Bead, finder: TermFinder | None) -> Sequence[tuple[TermHit, TermHit | None]]:
    """The terms of the source of a bead, each with its rendering."""
    if finder is None or not (bead.source and bead.target):
        return ()
    texts = bitext.source_text(bead), bitext.target_text(bead)
    return list(term_pairs(finder, *texts, (bitext.source_language, bitext.target_language)))


def _page(bitext: Bitext, finder: TermFinder | None) -> AlignmentPage:
    """What a page shows: the beads with their terms."""
    beads = []
    for bead in bitext.beads:
        found = _terms(bitext, bead, finder)
        sources = tuple(_span(hit, term_use(hit, rendering).grade) for hit, rendering in found)
        targets = tuple(
            _span(rendering, term_use(hit, rendering).grade, hit.concept) for hit, rendering in found if rendering
        )
        texts = bitext.source_text(bead), bitext.target_text(bead)
        beads.append(PageBead(tuple(bead.source), tuple(bead.target), *texts, bead.confidence, sources, targets))
    title = f"{bitext.source_language} – {bitext.target_language}"
    return AlignmentPage(title, bitext.source_language, bitext.target_language, beads)


def _span(hit: TermHit, grade: Grade, concept: str = "") -> Span:
    return Span(hit.start, hit.end, concept or hit.concept, grade.value, hit.term)

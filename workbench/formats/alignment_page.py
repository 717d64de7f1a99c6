"""The page of one alignment: both sides beside each other, how sure each bead is, and what became of the terms.

The page reads without a network and without scripts; a script only adds the filter. It is written in pieces, so that
an alignment of any length needs no more memory than its beads. Sentences are numbered from 1 on the page.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.formats.alignment_style import FILTER, PARTNERS, SCRIPT, STYLES, partner_styles
from workbench.formats.page import bar, document, escape, tally

GRADES = ("exact", "inflected", "uncertain", "missing", "forbidden")
DOUBTFUL = 0.5
"""Beads below this confidence are counted and marked."""

_STEPS = (
    (0.25, "below 0.25"),
    (0.5, "0.25 to 0.5"),
    (0.75, "0.5 to 0.75"),
    (0.9, "0.75 to 0.9"),
    (2.0, "0.9 and above"),
)
_NAMES = {"en": "English", "fr": "French", "az": "Azerbaijani", "hy": "Armenian"}
_LEAST = 20
_MARKS = 600
_EXCERPT = 110
_LEFT, _TOP, _WIDE, _HIGH = 52, 26, 480, 420
_SMALLEST, _SENTENCE = 120, 32
_THINNEST = 3.0
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A term in a text.

    Attributes:
        start, end: code point offsets, half-open.
        concept: what links the term to its partners on the other side of the bead.
        grade: one of `GRADES`.
        title: the citation form; the page adds the grade.
    Raises: ValueError for a grade of another name.
    """

    start: int
    end: int
    concept: str
    grade: str
    title: str

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise ValueError(f"{self.grade!r} is no grade; use one of {', '.join(GRADES)}")


@dataclass(frozen=True, slots=True)
class PageBead:
    """One row.

    Attributes:
        source, target: indices of the sentences from 0; empty where nothing corresponds.
        source_text, target_text: the sentences of each side, joined.
        confidence: 0..1; what lies outside is taken to the nearer end, and what is no number is 0.
        source_spans, target_spans: terms; one that is empty, leaves its text or overlaps the one before is left out.
        note: a remark for the reader.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    source_text: str
    target_text: str
    confidence: float
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    note: str = ""

    @property
    def shape(self) -> str:
        """How many to how many: `1-1`, `2-1`, `0-1` …"""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def sureness(self) -> float:
        """The confidence, within 0..1."""
        return 0.0 if math.isnan(self.confidence) else min(1.0, max(0.0, self.confidence))


@dataclass(frozen=True, slots=True)
class AlignmentPage:
    """What the page of an alignment shows; the languages are BCP 47 tags."""

    title: str
    source_language: str
    target_language: str
    beads: Sequence[PageBead]


def alignment_page(page: AlignmentPage) -> Iterator[str]:
    """The page as a complete HTML5 document, in pieces."""
    yield from document(page.title, _body(page), styles=STYLES + partner_styles(), script=SCRIPT)


def _body(page: AlignmentPage) -> Iterator[str]:
    source, target = (_name(tag) for tag in (page.source_language, page.target_language))
    yield '<a class="skip" href="#beads">Skip to the sentences</a>\n<header>\n'
    yield f"<h1><bdi>{escape(page.title)}</bdi></h1>\n"
    arrow = '<span aria-hidden="true">→</span><span class="unseen">to</span>'
    yield f'<p class="quiet">{escape(source)} {arrow} {escape(target)}</p>\n</header>\n<main>\n'
    if page.beads:
        yield from _summary(page.beads)
        yield '<div class="overview">\n'
        yield from _plot(page.beads, source, target)
        yield from _least_certain(page)
        yield f"</div>\n{FILTER}"
        yield from _table(page, source, target)
    else:
        yield '<p class="panel none" id="beads">There is nothing to show: the alignment has no sentences.</p>\n'
    yield "</main>\n"
    yield '<footer class="quiet small">Sentences are numbered from 1. '
    yield "This page is one file: it loads and sends nothing.</footer>\n"


# The summary


def _summary(beads: Sequence[PageBead]) -> Iterator[str]:
    """Figures, then beads by shape, beads by confidence and terms by grade; the last two are the key to the colours."""
    figures = (
        ("Beads", _count(len(beads))),
        ("Source sentences", _count(sum(len(bead.source) for bead in beads))),
        ("Target sentences", _count(sum(len(bead.target) for bead in beads))),
        ("Mean confidence", _decimal(math.fsum(bead.sureness for bead in beads) / len(beads))),
        (f"Below {DOUBTFUL}", _count(sum(bead.sureness < DOUBTFUL for bead in beads))),
    )
    yield '<dl class="figures">'
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    yield '</dl>\n<div class="tallies">\n'
    shapes = Counter(bead.shape for bead in beads)
    ordered = sorted(shapes, key=lambda shape: (-shapes[shape], shape))
    yield tally("Beads by shape", [(shape, "", shapes[shape]) for shape in ordered])
    steps = Counter(_step(bead.sureness) for bead in beads)
    yield tally("Beads by confidence", [(_STEPS[step][1], f"k{step}", steps[step]) for step in reversed(range(5))])
    grades = _terms_by_grade(beads)
    if any(grades.values()):
        marks = [(f'<span class="term {grade}">{grade}</span>', "", grades[grade]) for grade in GRADES]
        yield tally("Terms by grade", marks)
    else:
        yield '<section class="panel"><h2>Terms by grade</h2><p class="quiet small">No terms are marked.</p>'
        yield "</section>\n"
    yield "</div>\n"


def _terms_by_grade(beads: Sequence[PageBead]) -> Counter[str]:
    """Each term once: those of the source, and those of the target whose concept the source side does not hold."""
    grades: Counter[str] = Counter()
    for bead in beads:
        spans = _kept(bead.source_spans, bead.source_text)
        concepts = {span.concept for span in spans}
        spans += [span for span in _kept(bead.target_spans, bead.target_text) if span.concept not in concepts]
        grades.update(span.grade for span in spans)
    return grades


# The way through the alignment


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one mark of the plot covers: half-open runs of sentences, the mean confidence, the row it leads to."""

    left: int
    right: int
    top: int
    bottom: int
    sureness: float
    row: int


def _marks(beads: Sequence[PageBead]) -> list[_Mark]:
    """One mark a bead; where these would cover each other, one for several in a row, leading to the least certain."""
    group = -(-len(beads) // _MARKS)
    marks: list[_Mark] = []
    right = bottom = 0
    for start in range(0, len(beads), group):
        rows = range(start, min(start + group, len(beads)))
        left, right = _extent([index for row in rows for index in beads[row].source], right)
        top, bottom = _extent([index for row in rows for index in beads[row].target], bottom)
        mean = math.fsum(beads[row].sureness for row in rows) / len(rows)
        least = min(rows, key=lambda row: beads[row].sureness)
        marks.append(_Mark(left, right, top, bottom, mean, least))
    return marks


def _extent(indices: Sequence[int], here: int) -> tuple[int, int]:
    """The half-open run that covers the indices; without any, the empty run where the side has got to."""
    return (min(indices), max(indices) + 1) if indices else (here, here)


def _plot(beads: Sequence[PageBead], source: str, target: str) -> Iterator[str]:
    """The dot plot: source sentences to the right, target sentences downwards, as both are read."""
    marks = _marks(beads)
    group = -(-len(beads) // _MARKS)
    across, down = max(mark.right for mark in marks) or 1, max(mark.bottom for mark in marks) or 1
    wide, high = _length(across, _WIDE), _length(down, _HIGH)
    box = (wide + _LEFT + 14, high + _TOP + 48)
    yield '<figure class="panel plot">\n<figcaption><h2>The way through the texts</h2>'
    if group > 1:
        told = (
            f"Each mark stands for {group} beads in a row, has the colour of their mean and leads to the least certain."
        )
    else:
        told = "Each mark has the colour of its confidence and leads to its row."
    yield f'<p class="quiet small">{told}</p></figcaption>\n'
    yield f'<svg viewBox="0 0 {box[0]} {box[1]}" width="{box[0]}" role="group" aria-label="Dot plot">'
    yield _axes(across, down, wide, high, source, target)
    corners = [(mark.left, mark.top) for mark in marks] + [(marks[-1].right, marks[-1].bottom)]
    line = " ".join(f"{_LEFT + x * wide / across:.1f},{_TOP + y * high / down:.1f}" for x, y in corners)
    yield f'<polyline class="way" points="{line}"/>\n'
    for mark in sorted(marks, key=lambda mark: mark.sureness < DOUBTFUL):  # the doubtful lie on top
        yield _dot(mark, beads[mark.row], wide / across, high / down)
    yield "</svg>\n</figure>\n"


def _length(sentences: int, longest: int) -> int:
    """How long an axis is: the plot of a few sentences is small."""
    return min(longest, max(_SMALLEST, _SENTENCE * sentences))


def _dot(mark: _Mark, bead: PageBead, across: float, down: float) -> str:
    """One mark, never too thin to see; `across` and `down` are the size of a sentence on each axis."""
    width = max((mark.right - mark.left) * across, _THINNEST)
    height = max((mark.bottom - mark.top) * down, _THINNEST)
    x = _LEFT + (mark.left + mark.right) / 2 * across - width / 2
    y = _TOP + (mark.top + mark.bottom) / 2 * down - height / 2
    return (
        f'<a href="#b{mark.row + 1}"><rect class="k{_step(mark.sureness)}" x="{x:.1f}" y="{y:.1f}" '
        f'width="{width:.1f}" height="{height:.1f}"/><title>{_pair(bead)}, {_decimal(bead.sureness)}</title></a>\n'
    )


def _axes(across: int, down: int, wide: int, high: int, source: str, target: str) -> str:
    """Frame, grid and labels for so many sentences a side on axes of these lengths."""
    lines: list[str] = []
    labels: list[str] = []
    for number in _ticks(across):
        x = _LEFT + (number - 0.5) * wide / across
        lines.append(f"M{x:.1f} {_TOP}v{high}")
        labels.append(f'<text x="{x:.1f}" y="{_TOP + high + 18}" text-anchor="middle">{number}</text>')
    for number in _ticks(down):
        y = _TOP + (number - 0.5) * high / down
        lines.append(f"M{_LEFT} {y:.1f}h{wide}")
        labels.append(f'<text x="{_LEFT - 8}" y="{y + 4.5:.1f}" text-anchor="end">{number}</text>')
    return (
        f'\n<g aria-hidden="true"><path class="grid" d="{"".join(lines)}"/>{"".join(labels)}'
        f'<rect class="frame" x="{_LEFT}" y="{_TOP}" width="{wide}" height="{high}"/>'
        f'<text x="{_LEFT}" y="{_TOP - 10}">{escape(target)} ↓</text>'
        f'<text x="{_LEFT + wide}" y="{_TOP + high + 42}" text-anchor="end">{escape(source)} →</text></g>\n'
    )


def _ticks(sentences: int) -> range:
    """At most six round sentence numbers."""
    step = next(
        base * 10**power for power in range(19) for base in (1, 2, 5) if sentences // (base * 10**power) <= _TICKS
    )
    return range(step, sentences + 1, step)


# Least certain first


def _least_certain(page: AlignmentPage) -> Iterator[str]:
    """Links to the rows that deserve a look first, each with the beginning of its text."""
    rows = heapq.nsmallest(_LEAST, range(len(page.beads)), key=lambda row: (page.beads[row].sureness, row))
    yield '<section class="panel least"><h2>Least certain first</h2>\n<ol>\n'
    for row in rows:
        bead = page.beads[row]
        text, language = bead.source_text, page.source_language
        if not text.strip():
            text, language = bead.target_text, page.target_language
        start = " ".join(text[: 4 * _EXCERPT].split())
        excerpt = start if len(start) <= _EXCERPT and len(text) <= 4 * _EXCERPT else f"{start[:_EXCERPT]}…"
        yield (
            f'<li class="k{_step(bead.sureness)}"><a href="#b{row + 1}"><span class="number">'
            f'{_decimal(bead.sureness)}</span>{bar(bead.sureness)}<span class="number quiet">{_pair(bead)}</span>'
            f'<span class="excerpt" lang="{escape(language)}" dir="auto">{escape(excerpt)}</span></a></li>\n'
        )
    yield "</ol></section>\n"


# The rows


def _table(page: AlignmentPage, source: str, target: str) -> Iterator[str]:
    """One row a bead. The roles say again what the elements are, since the layout takes their meaning away."""
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in (escape(source), escape(target)))
    yield (
        '<table class="beads" id="beads" role="table"><caption class="unseen">Sentences side by side</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}<th role="columnheader" scope="col">Confidence</th></tr></thead>'
        '\n<tbody role="rowgroup">\n'
    )
    for row, bead in enumerate(page.beads):
        yield _row(row, bead, page.source_language, page.target_language)
    yield "</tbody>\n</table>\n"


def _row(row: int, bead: PageBead, source_language: str, target_language: str) -> str:
    """One bead: a concept keeps its colour across both sides, and the next concept gets the next colour."""
    source_spans = _kept(bead.source_spans, bead.source_text)
    target_spans = _kept(bead.target_spans, bead.target_text)
    hues: dict[str, int] = {}
    for span in (*source_spans, *target_spans):
        hues.setdefault(span.concept, len(hues) % PARTNERS)
    source = _cell(bead.source, bead.source_text, source_language, source_spans, hues)
    target = _cell(bead.target, bead.target_text, target_language, target_spans, hues)
    if bead.source and bead.target:
        source += _missing(target_spans, source_spans, bead.target_text, target_language, hues)
        target += _missing(source_spans, target_spans, bead.source_text, source_language, hues)
    shape = "" if bead.shape == "1-1" else f'<span class="shape">{bead.shape}</span>'
    note = f'<p class="note" dir="auto">{escape(bead.note)}</p>' if bead.note else ""
    return (
        f'<tr id="b{row + 1}" role="row" class="k{_step(bead.sureness)}" data-c="{_decimal(bead.sureness, 6)}">'
        f'<td role="cell" class="side">{source}</td>\n<td role="cell" class="side">{target}</td>\n'
        f'<td role="cell" class="sure"><div><span class="number">{_decimal(bead.sureness)}</span>{bar(bead.sureness)}'
        f"{shape}</div>{note}</td></tr>\n"
    )


def _cell(indices: tuple[int, ...], text: str, language: str, spans: Sequence[Span], hues: dict[str, int]) -> str:
    """The sentence numbers and the text of one side; a side with neither says so."""
    if not indices and not text.strip():
        return '<p class="void"><span>no counterpart</span></p>'
    number = f'<span class="number quiet">{_run(indices)}</span>'
    return f'{number}<p class="text" lang="{escape(language)}" dir="auto">{_marked(text, spans, hues)}</p>'


def _kept(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans in the order of the text, without those that are empty, leave it or overlap the one before."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if (kept[-1].end if kept else 0) <= span.start < span.end <= len(text):
            kept.append(span)
    return kept


def _marked(text: str, spans: Sequence[Span], hues: dict[str, int]) -> str:
    """The text with its terms marked; spans as `_kept` gives them."""
    pieces: list[str] = []
    here = 0
    for span in spans:
        pieces.append(escape(text[here : span.start]))
        pieces.append(
            f'<mark class="term t{hues[span.concept]} {span.grade}" tabindex="0" title="{_title(span)}">'
            f"{escape(text[span.start : span.end])}</mark>"
        )
        here = span.end
    return "".join((*pieces, escape(text[here:])))


def _missing(theirs: Sequence[Span], ours: Sequence[Span], text: str, language: str, hues: dict[str, int]) -> str:
    """Where a term of the other side should have been rendered on this one and nothing was found."""
    present = {span.concept for span in ours}
    wanted: dict[str, Span] = {}
    for span in theirs:
        if span.grade == "missing" and span.concept not in present:
            wanted.setdefault(span.concept, span)
    if not wanted:
        return ""
    terms = "".join(
        f'<li><mark class="term t{hues[span.concept]} missing" tabindex="0" title="{_title(span)}, not found here" '
        f'lang="{escape(language)}" dir="auto">{escape(text[span.start : span.end])}</mark></li>'
        for span in wanted.values()
    )
    return f'<ul class="gaps" aria-label="Terms not found here">{terms}</ul>'


def _title(span: Span) -> str:
    return f"{escape(span.title or span.concept)} · {span.grade}"


# Words and numbers


def _name(tag: str) -> str:
    """The English name of a language where there is one; a tag with a script or region is shown too."""
    name = _NAMES.get(tag.partition("-")[0])
    return tag if name is None else name if tag in _NAMES else f"{name} ({tag})"


def _step(sureness: float) -> int:
    return next(step for step, (end, _) in enumerate(_STEPS) if sureness < end)


def _decimal(value: float, places: int = 2) -> str:
    """A number from 0 to 1, cut and not rounded, so that what is below a limit never reads as that limit."""
    scale = 10**places
    return f"{math.floor(value * scale + 1e-9) / scale:.{places}f}"


def _count(number: int) -> str:
    return f"{number:,}"


def _pair(bead: PageBead) -> str:
    return f"{_run(bead.source)} ↔ {_run(bead.target)}"


def _run(indices: tuple[int, ...]) -> str:
    """Sentence numbers from 1: `7`, `7–9`, `7, 9`; `∅` for none."""
    if not indices:
        return "∅"
    first, last = indices[0] + 1, indices[-1] + 1
    if indices != tuple(range(indices[0], indices[-1] + 1)):
        return ", ".join(str(index + 1) for index in indices)
    return str(first) if first == last else f"{first}–{last}"

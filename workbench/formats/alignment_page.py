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
_HUES, _PARTNERS = 8, 24
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
    yield from document(page.title, _body(page), styles=_STYLES + _partner_styles(), script=_SCRIPT)


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
        yield f"</div>\n{_FILTER}"
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
        hues.setdefault(span.concept, len(hues) % _PARTNERS)
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


def _partner_styles() -> str:
    """The colour of each concept of a bead, and light for its partners while one is pointed at or has the focus."""
    colours = "".join(f".t{hue}{{--t:var(--t{hue % _HUES})}}" for hue in range(_PARTNERS))
    lights = ",".join(f"tr:has(.t{hue}:is(:hover,:focus)) .t{hue}" for hue in range(_PARTNERS))
    return f"{colours}\n{lights}{{background:var(--glow)}}\n"


_STYLES = """
header p{margin:.35rem 0 1.4rem}
.none{padding:3rem 1rem;text-align:center}
.tallies,.overview{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:1rem;margin-top:1rem}
.overview{grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr))}
.least ol,.gaps{list-style:none;margin:0;padding:0}
.plot{margin:0}
.plot svg{display:block;max-width:100%;height:auto;margin:.6rem auto 0}
.plot text{font-size:13px;fill:var(--quiet);font-variant-numeric:tabular-nums}
.plot .frame{fill:none;stroke:var(--line)}
.plot .grid{fill:none;stroke:var(--line);stroke-width:.75}
.plot .way{fill:none;stroke:var(--edge);stroke-width:1;opacity:.6}
.plot a rect{fill:var(--k);stroke:transparent;stroke-width:4;pointer-events:all}
.plot a:is(:hover,:focus) rect{stroke:var(--ink);stroke-width:1.5}
.plot a:focus{outline:none}
.least{display:flex;flex-direction:column}
.least li+li{border-top:1px solid var(--line)}
.least a{display:grid;grid-template-columns:2.3rem 2.6rem minmax(5.2rem,auto) minmax(0,1fr);gap:.6rem;
align-items:center;padding:.19rem .3rem;color:inherit;text-decoration:none;font-size:.875rem}
.least a:hover{background:var(--lit)}
.least a:hover .excerpt{text-decoration:underline}
.excerpt{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.1rem;align-items:center;margin:2rem 0 0;font-size:.875rem}
.filter label{display:flex;gap:.5rem;align-items:center}
.filter input{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:6px;
padding:.32rem .6rem;min-width:0}
.filter [type=search]{width:min(20rem,60vw)}
.filter [type=number]{width:5.6rem}
.filter output{color:var(--quiet);font-variant-numeric:tabular-nums}
.beads,.beads thead,.beads tbody{display:block}
.beads{margin-top:1rem}
.beads thead{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--edge)}
.beads tr{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) 8rem}
.beads th{padding:.5rem 1rem .5rem 4.1rem;text-align:start;font-size:.8125rem;font-weight:650}
.beads th:last-child{padding-left:1rem}
.beads tbody tr{background:var(--surface);border-bottom:1px solid var(--line);content-visibility:auto;
contain-intrinsic-block-size:auto 6rem;scroll-margin-top:3.2rem}
.beads tbody tr:focus-within{content-visibility:visible}
.beads td{padding:.7rem 1rem;min-width:0}
.beads tbody tr:target{background:var(--lit)}
.side+td.side,.sure>div{border-left:1px solid var(--line)}
.beads .side{display:grid;grid-template-columns:2.6rem minmax(0,1fr);column-gap:.5rem;align-content:start}
.side>.number{font-size:.75rem;line-height:2.07;text-align:right;overflow-wrap:anywhere}
.text{overflow-wrap:anywhere;max-width:68ch}
.beads .side:has(.void){background:repeating-linear-gradient(135deg,
var(--line) 0 1.5px,transparent 1.5px 8px)}
.beads .side:has(.void){align-content:center}
.void{grid-column:1/-1;justify-self:center;font-size:.8125rem}
.void span{padding:.12rem .6rem;border-radius:1rem;background:var(--surface);color:var(--quiet);white-space:nowrap}
.beads .sure{font-size:.8125rem;display:contents}
.sure>div{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:center;align-content:start;padding:.85rem 1rem .7rem;
border-right:3px solid transparent}
.k0 .sure>div,.k1 .sure>div{border-right-color:var(--k)}
.sure .bar{flex:1;min-width:2.4rem}
.shape{flex-basis:100%;color:var(--quiet);font-variant-numeric:tabular-nums}
.note{grid-column:1/-1;padding:.1rem 1rem .7rem 4.1rem;color:var(--quiet);font-size:.875rem;
overflow-wrap:anywhere}
.term{--glow:color-mix(in srgb,var(--t,var(--edge)) 22%,transparent);color:inherit;background:none;border-radius:3px;
text-decoration:underline 2px var(--t,var(--edge));text-underline-offset:.24em;text-decoration-skip-ink:none}
mark.term{cursor:help}
mark.term:focus{position:relative;z-index:3;outline:2px solid var(--t);outline-offset:1px}
mark.term:focus::before{content:attr(title);content:attr(title)/"";position:absolute;left:0;top:100%;margin-top:.35rem;
width:max-content;max-width:min(22rem,70vw);padding:.25rem .6rem;border-radius:6px;background:var(--ink);
color:var(--surface);font-size:.8125rem;line-height:1.4}
.inflected{text-decoration-thickness:1px}
.uncertain{text-decoration-style:dotted}
.missing{margin:0 2px;text-decoration:none;outline:1px dashed var(--t,var(--edge));outline-offset:1px}
.forbidden{text-decoration-style:wavy;text-decoration-thickness:1.5px}
.uncertain::after,.missing::after,.forbidden::after{font-size:.75em;vertical-align:.35em;color:var(--t,var(--quiet));
padding-left:.12em;font-weight:650}
.uncertain::after{content:"?"}
.missing::after{content:"∅"}
.forbidden::after{content:"✕"}
.gaps{grid-column:2;display:flex;flex-wrap:wrap;gap:.35rem .8rem;margin-top:.45rem;font-size:.875rem}
.gaps mark{padding:0 .25rem}
footer{margin-top:1.5rem}
@media screen and (max-width:46rem){
.plot text{font-size:18px}
.least a{grid-template-columns:2.3rem 4rem minmax(0,1fr);row-gap:0}
.excerpt{grid-column:1/-1}
.beads thead{display:none}
.beads tbody{display:grid;gap:.75rem}
.beads tr{grid-template-columns:minmax(0,1fr)}
.beads tbody tr{border:1px solid var(--line);border-radius:10px;overflow:clip;scroll-margin-top:.5rem;
contain-intrinsic-block-size:auto 12rem}
.beads tbody tr:focus-within{overflow:visible}
.side+td.side,.beads .side{border:0;border-top:1px solid var(--line)}
.text::before{content:attr(lang);content:attr(lang)/"";display:block;font-size:.75rem;line-height:1.6;color:var(--quiet)}
.side>.number{line-height:1.6}
.beads .side{grid-template-columns:minmax(1.2rem,auto) minmax(0,1fr)}
.note{padding-left:2.7rem}
.sure>div{order:-1;padding:.45rem 1rem;border-left:0}
.shape{flex-basis:auto}
.note{padding-top:0}
}
@media print{
.beads{display:table;table-layout:fixed;width:100%;border-collapse:collapse}
.beads thead{display:table-header-group;position:static;background:none}
.beads tbody{display:table-row-group}
.beads tr,.beads tbody tr{display:table-row;break-inside:avoid;content-visibility:visible}
.beads th:last-child{width:14%}
.beads th,.beads td{display:table-cell;padding:.4rem .6rem;vertical-align:top}
.beads .side,.beads .sure{display:table-cell}
.side>.number,.side>.text{display:inline}
.side>.number{margin-right:.6em}
.beads .side:has(.void){vertical-align:middle;text-align:center}
.sure>div{padding:0;border:0}
.note{padding:.2rem 0 0}
}
"""

_FILTER = """<div class="filter screen" id="filter" role="search" hidden>
<label>Find <input type="search" id="with" autocomplete="off" spellcheck="false"></label>
<label>Confidence below <input type="number" id="below" min="0" max="1" step="0.05" placeholder="any"></label>
<output id="shown" aria-live="polite"></output>
</div>
"""

_SCRIPT = r"""
(() => {
  const form = document.getElementById('filter');
  if (!form) return;
  const words = document.getElementById('with'), below = document.getElementById('below');
  const rows = [...document.querySelectorAll('#beads tbody tr')];
  // Accents, the two letter pairs of i, the marks inside Armenian words and soft hyphens do not hide a word.
  const fold = text => text.normalize('NFKD').replace(/[\p{M}\u055a-\u055f\u00ad]/gu, '').toLowerCase()
    .replace(/\u0131/g, 'i').replace(/\s+/g, ' ').trim();
  const text = row => [...row.querySelectorAll('.text')].map(side => fold(side.textContent)).join('\n');
  const written = number => number.toLocaleString('en');
  let texts = null, waiting = 0;
  const show = () => {
    const wanted = fold(words.value), limit = below.value === '' ? Infinity : Number(below.value);
    if (wanted) texts ??= rows.map(text);
    let count = 0;
    rows.forEach((row, at) => {
      const match = Number(row.dataset.c) < limit && (!wanted || texts[at].includes(wanted));
      row.hidden = !match;
      count += match;
    });
    document.getElementById('shown').textContent = `${written(count)} of ${written(rows.length)} rows`;
  };
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#b"]');
    const row = link && document.getElementById(link.getAttribute('href').slice(1));
    if (row && row.hidden) { words.value = below.value = ''; show(); }
  });
  form.hidden = false;
  show();
})();
"""

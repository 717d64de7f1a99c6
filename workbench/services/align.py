"""Aligning texts, files and the versions of a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workbench.alignment.aligner import LengthAligner
from workbench.core.bead import Bead, verify
from workbench.core.errors import FormatError, InputError, WorkbenchError
from workbench.core.job import Job
from workbench.core.language import UNDETERMINED
from workbench.core.ports import Aligner, Detector, TermFinder
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.formats.lines import read_lines
from workbench.formats.sniff import read_document
from workbench.services.bitext import Bitext, check_format, rendered
from workbench.services.files import write_whole
from workbench.services.reshape import carve
from workbench.text.segmenter import segment

if TYPE_CHECKING:  # files need no database
    from workbench.services.project import Project


def align_texts(
    source: str | Sequence[str],
    target: str | Sequence[str],
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    finder: TermFinder | None = None,
    aligner: Aligner | None = None,
) -> Bitext:
    """Align two texts.

    Args:
        source, target: running text; with `presegmented` lines of text, or texts with one segment a line.
        finder: finds terms, whose concepts are evidence.
        aligner: the aligner; by default ours.
    Raises: AlignmentError
    """
    sides = [
        _lines(text) if presegmented else segment(_whole(text), language)
        for text, language in ((source, source_language), (target, target_language))
    ]
    beads = _align(sides[0], sides[1], source_language, target_language, finder, aligner or LengthAligner())
    joint = " " if presegmented else ""
    return Bitext(tuple(sides[0]), tuple(sides[1]), source_language, target_language, tuple(beads), joint)


def align_files(
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    finder: TermFinder | None = None,
    input_format: str | None = None,
) -> Bitext:
    """Align two files; with `presegmented` one segment a line.

    Raises: InputError, FormatError with the path; AlignmentError
    """
    with _opened(source) as left, _opened(target) as right:
        return align_streams(
            *(left, str(source), right, str(target), source_language, target_language),
            presegmented=presegmented,
            finder=finder,
            input_format=input_format,
        )


def align_streams(
    source: BinaryIO,
    source_name: str,
    target: BinaryIO,
    target_name: str,
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    finder: TermFinder | None = None,
    input_format: str | None = None,
    detector: Detector | None = None,
) -> Bitext:
    """Align two open inputs (a file, standard input); see `align_files`.

    Args:
        detector: tells the language of a side whose language is given as `und`.
    Raises: InputError if it cannot.
    """
    texts: list[str | list[str]] = []
    languages: list[str] = []
    for stream, name, given in ((source, source_name, source_language), (target, target_name, target_language)):
        text: str | list[str] = (
            read_lines(stream, name) if presegmented else read_document(stream, name, input_format=input_format).text
        )
        texts.append(text)
        languages.append(_told(_whole(text), name, given, detector))
    return align_texts(*(texts[0], texts[1], languages[0], languages[1]), presegmented=presegmented, finder=finder)


def _told(text: str, name: str, given: str, detector: Detector | None) -> str:
    """The language given, or the one that the text is in."""
    language = detector.detect(text)[0] if given == UNDETERMINED and detector else given
    if language == UNDETERMINED:
        raise InputError(f"{name}: its language cannot be told from the text; give --from and --to")
    return language


@dataclass(frozen=True, slots=True)
class PairJob:
    """One line of a jobs file: two inputs and the output."""

    source: Path
    target: Path
    output: Path


@dataclass(frozen=True, slots=True)
class PairDone:
    """What became of one pair: how many beads, or why it failed."""

    job: PairJob
    beads: int = 0
    error: str = ""


def read_jobs(stream: BinaryIO, name: str) -> list[PairJob]:
    """The pairs of a jobs file: source path TAB target path TAB output path, one pair a line.

    Raises: FormatError with the line that is none; InputError
    """
    jobs = []
    for number, line in enumerate(read_lines(stream, name), 1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) != 3 or not all(field.strip() for field in fields):
            raise FormatError("is not: source path TAB target path TAB output path", path=name, line=number)
        jobs.append(PairJob(*(Path(field.strip()) for field in fields)))
    return jobs


def align_jobs(
    jobs: Sequence[PairJob],
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    output_format: str = "beads",
    finder: TermFinder | None = None,
    force: bool = True,
    job: Job | None = None,
) -> Iterator[PairDone]:
    """Align many pairs, in their order; a pair that fails is told and does not stop the others.

    Each output is written whole or not at all. What is learnt in one pair does not help the others yet.

    Raises: NotInYetError, ConfigError for the format; JobCancelled
    """
    check_format(output_format)
    job = job or Job()
    for number, pair in enumerate(jobs):
        job.progress(number, len(jobs), str(pair.source))
        try:
            found = align_files(
                *(pair.source, pair.target, source_language, target_language),
                presegmented=presegmented,
                finder=finder,
            )
            write_whole(pair.output, "".join(rendered(found, output_format, finder)).encode(), force=force)
        except WorkbenchError as error:
            yield PairDone(pair, error=str(error))
        else:
            yield PairDone(pair, len(found.beads))
    job.progress(len(jobs), len(jobs))


# -- projects ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AlignedVersion:
    """What aligning one version came to.

    Attributes:
        statement, language: which version.
        beads: how many.
        shapes: how many of each shape (`1-1`, `2-1` …).
        kept: cells that a person has made or accepted, which stayed as they were.
        confidence: mean over beads, 0..1; lowest: of the least certain.
        reason: why nothing was done, empty if it was.
    """

    statement: str
    language: str
    beads: int = 0
    shapes: tuple[tuple[str, int], ...] = ()
    kept: int = 0
    confidence: float = 0.0
    lowest: float = 0.0
    reason: str = ""


def align_project(
    project: Project,
    *,
    keys: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    finder: TermFinder | None = None,
    force: bool = False,
    job: Job | None = None,
) -> Iterator[AlignedVersion]:
    """Align every imported version of every statement (or of those named) with its source.

    Args:
        force: also versions that are aligned already and whose texts have not changed since.
    Raises: InputError if a statement is none; JobCancelled
    """
    job = job or Job()
    statements = [project.statement(key) for key in keys] if keys else project.statements()
    for number, statement in enumerate(statements):
        job.progress(number, len(statements), statement.key)
        for version in project.store.versions(statement.id):
            wanted = languages is None or version.language in languages
            if wanted and version.language != statement.source_language and version.kind == "imported":
                yield align_statement(project, statement.key, version.language, finder, force=force)
    job.progress(len(statements), len(statements))


def align_statement(
    project: Project, key: str, language: str, finder: TermFinder | None = None, *, force: bool = True
) -> AlignedVersion:
    """Align one imported version with its source and make its beads the version's cells.

    What a person wrote or accepted stays as it is, with its place: only the stretches between such cells are aligned.
    Other cells keep their identity as long as they cover the same rows. One transaction.

    Raises: InputError if there is no such statement or version.
    """
    statement = project.statement(key)
    with project.store.transaction():
        source = project.store.version(statement.id, statement.source_language)
        version = project.store.version(statement.id, language)
        if source is None or version is None:
            missing = statement.source_language if source is None else language
            raise InputError(f"{key}: has no text in {missing} to align")
        if version.kind != "imported":
            return AlignedVersion(key, language, reason="drafted here cell by cell, so aligned by its making")
        old = project.store.cells(version.id)
        if old and not force and _covers(old, source, version):
            return _summary(statement, language, old, kept=sum(map(_is_pin, old)))
        pins = _usable_pins(old, len(source.segments), len(version.segments))
        beads = _between_pins(source, version, pins, finder)
        cells = _cells(beads, pins, old, source, version)
        stored = project.store.put_cells(version.id, cells, project.settings.author)
    return _summary(statement, language, stored, kept=len(pins))


def _summary(statement: Statement, language: str, cells: Sequence[Cell], *, kept: int) -> AlignedVersion:
    sizes = Counter(f"{cell.source_end - cell.source_start}-{_target_count(cell)}" for cell in cells)
    sure = [cell.confidence for cell in cells] or [0.0]
    shapes = tuple(sizes.most_common())
    return AlignedVersion(statement.key, language, len(cells), shapes, kept, sum(sure) / len(sure), min(sure))


def _target_count(cell: Cell) -> int:
    return (cell.target_end or 0) - (cell.target_start or 0)


def _covers(cells: Sequence[Cell], source: Version, version: Version) -> bool:
    """Whether cells are a finished alignment of the two texts as they are now."""
    beads = [Bead(c.source_start, c.source_end, c.target_start or 0, c.target_end or 0) for c in cells]
    try:
        verify(beads, len(source.segments), len(version.segments))
    except WorkbenchError:
        return False
    return all(cell.confidence > 0 and cell.state is not State.NEW for cell in cells)


def _is_pin(cell: Cell) -> bool:
    """Whether aligning must leave a cell alone: a person's, or text that did not come with the import."""
    foreign = cell.origin.kind not in (OriginKind.NONE, OriginKind.IMPORTED) and bool(cell.text)
    return cell.pinned or cell.by_person or foreign


def _usable_pins(cells: Sequence[Cell], rows: int, segments: int) -> list[Cell]:
    """The pins in order that stand inside both texts and do not cross the one before."""
    pins: list[Cell] = []
    row = at = 0
    for cell in cells:
        start, end = cell.target_start or 0, cell.target_end or 0
        inside = row <= cell.source_start <= cell.source_end <= rows and at <= start <= end <= segments
        if _is_pin(cell) and inside:
            pins.append(cell)
            row, at = cell.source_end, end
    return pins


def _between_pins(
    source: Version, version: Version, pins: Sequence[Cell], finder: TermFinder | None
) -> list[tuple[Bead, Cell | None]]:
    """Beads in order; a pin's bead comes with its cell."""
    found: list[tuple[Bead, Cell | None]] = []
    row = at = 0
    ends = [(pin.source_start, pin.target_start or 0, pin) for pin in pins]
    for row_end, end, pin in [*ends, (len(source.segments), len(version.segments), None)]:
        stretch = _align(
            *(source.segments[row:row_end], version.segments[at:end], source.language, version.language),
            *(finder, LengthAligner()),
        )
        found += [(_moved(bead, row, at), None) for bead in stretch]
        if pin is not None:
            row, at = pin.source_end, pin.target_end or 0
            found.append((Bead(row_end, row, end, at, pin.confidence), pin))
    verify([bead for bead, _ in found], len(source.segments), len(version.segments))
    return found


def _moved(bead: Bead, rows: int, segments: int) -> Bead:
    return replace(
        bead,
        source_start=bead.source_start + rows,
        source_end=bead.source_end + rows,
        target_start=bead.target_start + segments,
        target_end=bead.target_end + segments,
    )


def _cells(
    beads: Sequence[tuple[Bead, Cell | None]],
    pins: Sequence[Cell],
    old: Sequence[Cell],
    source: Version,
    version: Version,
) -> list[Cell]:
    """A cell for each bead: a pin's own, else the old one over the same rows, else a new one.

    Text that was fuzzy, since its source has changed under it, stays fuzzy.
    """
    pinned = {pin.id for pin in pins}
    free = {(cell.source_start, cell.source_end): cell for cell in old if cell.id not in pinned}
    stale = {
        segment: cell.source_text
        for cell in old
        if cell.state is State.FUZZY
        for segment in range(cell.target_start or 0, cell.target_end or 0)
    }
    cells = []
    for bead, pin in beads:
        if pin is None:
            before = free.pop((bead.source_start, bead.source_end), None) if bead.source else None
            pin = _cell(bead, before, source, version)
            meant = next((stale[segment] for segment in bead.target if segment in stale), pin.source_text)
            if meant != pin.source_text:
                pin = replace(pin, state=State.FUZZY, source_text=meant)
        cells.append(pin)
    return cells


def _cell(bead: Bead, before: Cell | None, source: Version, version: Version) -> Cell:
    lead, text, trail = carve("".join(version.segments[bead.target_start : bead.target_end]))
    return replace(
        before or Cell(0, version.id, 0, bead.source_start, bead.source_end),
        source_start=bead.source_start,
        source_end=bead.source_end,
        target_start=bead.target_start,
        target_end=bead.target_end,
        lead=lead,
        text=text,
        trail=trail,
        state=State.CONFIRMED,
        origin=Origin(OriginKind.IMPORTED),
        source_text="".join(source.segments[bead.source_start : bead.source_end]).strip(),
        confidence=bead.confidence,
    )


# -- shared ------------------------------------------------------------------------------------------------------------


def _align(
    source: Sequence[str],
    target: Sequence[str],
    source_language: str,
    target_language: str,
    finder: TermFinder | None,
    aligner: Aligner,
) -> list[Bead]:
    beads = aligner.align(
        *(source, target, source_language, target_language),
        source_terms=_concepts(source, source_language, finder),
        target_terms=_concepts(target, target_language, finder),
    )
    verify(beads, len(source), len(target))
    return beads


def _concepts(segments: Sequence[str], language: str, finder: TermFinder | None) -> list[list[str]] | None:
    if finder is None:
        return None
    return [[hit.concept for hit in finder.find(one, language)] for one in segments]


def _whole(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _lines(text: str | Sequence[str]) -> list[str]:
    return text.splitlines() if isinstance(text, str) else list(text)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error

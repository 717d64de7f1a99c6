"""Shaping the alignment of a version by hand: what is open, what may be changed, every change durable at once.

A version whose cells are finished is open as a `Facing`: texts, cells and beads as they were read. Changes come as
`alignwork.Recut` and become cells in one step that `Project.undo` takes back. The text of a version never changes
here: sentences change their cell. What a person has written in place of the imported sentences moves only as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from workbench.core.bead import Bead
from workbench.core.change import ChangeKind
from workbench.core.errors import ConfigError, ConflictError
from workbench.core.project import Cell, State, Statement, Version
from workbench.services.alignwork import Alignment, Recut, Run, Side, run_of
from workbench.services.beadcells import bead_of, covers, extent, imported_cell, is_pin, stale_segments
from workbench.services.project import Project
from workbench.services.reshape import carve, merged


class Standing(StrEnum):
    """Whether a version can be shaped."""

    ALIGNED = "aligned"
    UNALIGNED = "unaligned"
    DRAFTED = "drafted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Facing:
    """A version beside its source, as it was read.

    Attributes:
        cells: of the version in order, one for each bead.
        alignment: the beads; those are pinned that aligning leaves alone, see `beadcells.is_pin`.
    """

    statement: Statement
    source: Version
    version: Version
    cells: tuple[Cell, ...]
    alignment: Alignment

    @property
    def languages(self) -> tuple[str, str]:
        """Of the source and of the version."""
        return self.source.language, self.version.language

    def segments(self, side: Side) -> tuple[str, ...]:
        """All sentences of one side, with the white space between them."""
        return self.source.segments if side is Side.SOURCE else self.version.segments

    def sentences(self, at: int, side: Side) -> list[tuple[int, str]]:
        """The sentences of one side of a bead with their numbers from 0.

        What a person has written in place of them stands as one.
        """
        first, end = run_of(self.alignment.beads[at], side)
        if side is Side.TARGET and self.is_rewritten(at):
            return [(first, self.cells[at].text)]
        return [(number, self.segments(side)[number].strip()) for number in range(first, end)]

    def is_rewritten(self, at: int) -> bool:
        """Whether the text of a bead's cell is not that of the imported sentences."""
        return _is_rewritten(self.cells[at], self.version)


def languages_of(project: Project, key: str) -> tuple[str, ...]:
    """The languages beside the source that a statement has or is needed in.

    Raises: InputError if there is no such statement.
    """
    statement = project.statement(key)
    return tuple(tag for tag in project.languages_of(statement) if tag != statement.source_language)


def opened(project: Project, key: str, language: str) -> tuple[Standing, Facing | None]:
    """Whether a version can be shaped, and if so the version and its source, read; longer than a frame for long texts.

    Raises: InputError if there is no such statement.
    """
    statement = project.statement(key)
    source = project.store.version(statement.id, statement.source_language)
    version = project.store.version(statement.id, language)
    if version is None or source is None or language == statement.source_language:
        return Standing.MISSING, None
    if version.kind != "imported":
        return Standing.DRAFTED, None
    cells = tuple(project.store.cells(version.id))
    if not covers(cells, source, version):
        return Standing.UNALIGNED, None
    alignment = Alignment(tuple(map(bead_of, cells)), tuple(map(is_pin, cells)))
    return Standing.ALIGNED, Facing(statement, source, version, cells, alignment)


def recut(project: Project, facing: Facing, change: Recut, kind: ChangeKind = ChangeKind.ALIGN) -> Facing:
    """Make a change: the cells of the beads that give place become those of the new ones, as one durable step.

    Args:
        kind: `REALIGN` for what follows from the change before; they are taken back together.
    Raises:
        ConfigError: a cell is locked, or its text was written by a person and cannot be divided.
        ConflictError: somebody else has changed these cells; nothing is written.
    """
    obstacle = why_not(facing, change)
    if obstacle:
        raise ConfigError(obstacle)
    cells, leaving = recut_cells(facing, change)
    store = project.store
    with store.transaction():
        _check_unchanged(store.cells_of(cell.id for cell in facing.cells[change.start : change.end]), facing, change)
        written = store.reshape(kind, cells, project.settings.author, leaving=leaving).cells
    return replace(
        facing,
        cells=(*facing.cells[: change.start], *written, *facing.cells[change.end :]),
        alignment=facing.alignment.after(replace(change, pinned=tuple(map(is_pin, written)))),
    )


def _check_unchanged(now: Mapping[int, Cell], facing: Facing, change: Recut) -> None:
    """Raises: ConflictError if one of the cells that give place says or covers something else by now."""
    for cell in facing.cells[change.start : change.end]:
        here = now.get(cell.id)
        if here is None or here.revision != cell.revision or extent(here) != extent(cell):
            raise ConflictError("somebody else has changed these sentences meanwhile; they are read again")


def why_not(facing: Facing, change: Recut) -> str:
    """Why a change cannot be made, empty if it can."""
    extents = {extent(bead): number for number, bead in enumerate(change.beads)}
    for cell in facing.cells[change.start : change.end]:
        if extent(cell) in extents:
            if not change.pinned[extents[extent(cell)]] and is_pin(replace(cell, pinned=False)):
                return "a person has written this text, so that aligning leaves it where it is"
            continue
        if cell.state is State.LOCKED:
            return "this would change a locked cell; unlock it first"
        if _is_rewritten(cell, facing.version) and not any(_holds(bead, cell) for bead in change.beads):
            return "this would divide a text that a person has rewritten; it can only be merged as a whole"
    return ""


def _is_rewritten(cell: Cell, version: Version) -> bool:
    imported = "".join(version.segments[cell.target_start or 0 : cell.target_end or 0])
    return (cell.lead, cell.text, cell.trail) != carve(imported)


def _holds(bead: Bead, cell: Cell) -> bool:
    """Whether a bead covers all that a cell covers."""
    return all(_within(run_of(bead_of(cell), side), run_of(bead, side)) for side in Side)


def _within(run: Run, other: Run) -> bool:
    return other[0] <= run[0] <= run[1] <= other[1]


def _meet(run: Run, other: Run) -> bool:
    return run[0] < other[1] and other[0] < run[1]


# -- beads as cells --------------------------------------------------------------------------------------------------


def recut_cells(facing: Facing, change: Recut) -> tuple[list[Cell], list[Cell]]:
    """The cells of the new beads in order, and those that leave.

    A bead keeps the cell of the same place, else that of the same source rows, else one that it has sentences of.
    """
    old = facing.cells[change.start : change.end]
    heirs, stale = _heirs(change.beads, old), stale_segments(old)
    rewritten = [cell for cell in old if _is_rewritten(cell, facing.version)]
    cells = []
    for number, (bead, pinned) in enumerate(zip(change.beads, change.pinned, strict=True)):
        heir = heirs.get(number)
        cell = heir if heir and extent(heir) == extent(bead) else None
        if cell is None:
            cell = imported_cell(bead, heir, facing.source, facing.version, stale)
            if any(_holds(bead, one) for one in rewritten):
                cell = _joined(facing, cell, [one for one in old if _holds(bead, one)])
        cells.append(replace(cell, confidence=bead.confidence, pinned=pinned))
    kept = {cell.id for cell in cells}
    return cells, [cell for cell in old if cell.id not in kept]


def _joined(facing: Facing, made: Cell, parts: Sequence[Cell]) -> Cell:
    """The cell of a bead over several, some of them rewritten by a person: their texts stay as they are."""
    whole = reduce(lambda one, other: merged(one, other, ""), parts)
    current = all(cell.source_text == _source_text(facing, cell) for cell in parts)
    return replace(
        made,
        lead=whole.lead,
        text=whole.text,
        trail=whole.trail,
        state=whole.state,
        origin=whole.origin,
        source_text=made.source_text if current else whole.source_text,
    )


def _source_text(facing: Facing, cell: Cell) -> str:
    return "".join(facing.source.segments[cell.source_start : cell.source_end]).strip()


def _heirs(beads: Sequence[Bead], old: Sequence[Cell]) -> dict[int, Cell]:
    """Which bead keeps which cell; cells stay in their order."""
    places = {extent(cell): at for at, cell in enumerate(old)}
    rows = {extent(cell)[:2]: at for at, cell in enumerate(old) if cell.source_start < cell.source_end}
    kept: dict[int, int] = {}
    for number, bead in enumerate(beads):
        at = places.get(extent(bead), rows.get(extent(bead)[:2]))
        if at is not None:
            kept[number] = at
    ends = [*kept.items(), (len(beads), len(old))]
    number = at = 0
    for next_number, next_at in ends:
        kept.update(_sharing(beads, range(number, next_number), old, range(at, next_at)))
        number, at = next_number + 1, next_at + 1
    return {number: old[at] for number, at in kept.items()}


def _sharing(beads: Sequence[Bead], numbers: range, old: Sequence[Cell], places: range) -> Iterator[tuple[int, int]]:
    """Beads and cells that have sentences in common, one after the other."""
    number, at = numbers.start, places.start
    while number < numbers.stop and at < places.stop:
        one, other = extent(beads[number]), extent(old[at])
        if _meet(one[:2], other[:2]) or _meet(one[2:], other[2:]):
            yield number, at
            number, at = number + 1, at + 1
        elif (one[1], one[3]) < (other[1], other[3]):
            number += 1
        else:
            at += 1

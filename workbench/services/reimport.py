"""A text that came in again: which segments stayed, and what becomes of the cells made on the old ones.

Pure functions: they compare, and move cells; they never drop or rewrite a text that a person has made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from workbench.core.project import Cell, Origin, OriginKind, State
from workbench.services.reshape import carve
from workbench.text.similarity import edit_similarity

ALIKE = 0.4
"""Similarity (0..1) from which a segment counts as changed, and not as one gone and another one come."""

_MOST_COMPARED = 40_000
"""Pairs of segments looked at within one gap; in a larger one segments are taken in their order."""


@dataclass(frozen=True, slots=True)
class SegmentMap:
    """How the segments of an old text correspond to those of a new one, both in order.

    Attributes:
        to: for each old segment the new one that it is or has become; None if it is gone.
        same: for each old segment whether it is there unchanged (white space at its ends does not count).
        new_count: segments of the new text.
    """

    to: tuple[int | None, ...]
    same: tuple[bool, ...]
    new_count: int

    @property
    def added(self) -> tuple[int, ...]:
        """New segments that no old one has become."""
        taken = set(self.to)
        return tuple(n for n in range(self.new_count) if n not in taken)

    def place(self, old: int) -> int:
        """Where in the new text the gap before an old segment is."""
        return max((new + 1 for new in self.to[:old] if new is not None), default=0)

    def run(self, start: int, end: int) -> tuple[int, int, bool] | None:
        """What a run of old segments has become: first, behind last, whether it is the same; None if it is gone."""
        found = [new for new in self.to[start:end] if new is not None]
        if not found:
            return None
        first, behind = found[0], found[-1] + 1
        return first, behind, all(self.same[start:end]) and behind - first == end - start


def map_segments(old: Sequence[str], new: Sequence[str]) -> SegmentMap:
    """Compare two texts segment by segment: what is common (longest common subsequence), then what is alike between."""
    old_keys, new_keys = [text.strip() for text in old], [text.strip() for text in new]
    to: list[int | None] = [None] * len(old)
    same = [False] * len(old)
    gap_old = gap_new = 0
    blocks = [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Indel.opcodes(old_keys, new_keys)
        if code.tag == "equal"
    ]
    for old_at, new_at, length in [*blocks, (len(old), len(new), 0)]:
        for left, right in _alike(old_keys[gap_old:old_at], new_keys[gap_new:new_at]):
            to[gap_old + left] = gap_new + right
        for offset in range(length):
            to[old_at + offset], same[old_at + offset] = new_at + offset, True
        gap_old, gap_new = old_at + length, new_at + length
    return SegmentMap(tuple(to), tuple(same), len(new))


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of segments that resemble each other, in order, with the largest sum of similarities."""
    if not old or not new:
        return []
    if len(old) * len(new) > _MOST_COMPARED:
        pairs = ((n, n) for n in range(min(len(old), len(new))))
        return [(n, n) for n, _ in pairs if edit_similarity(old[n], new[n]) >= ALIKE]
    worth = [[score if (score := edit_similarity(a, b)) >= ALIKE else -1.0 for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], worth[i][j] + best[i + 1][j + 1])
    pairs_found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if worth[i][j] > 0 and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            pairs_found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs_found


def follow_source(
    cells: Sequence[Cell], rows: SegmentMap, old_segments: Sequence[str], *, imported: bool
) -> list[Cell]:
    """The cells of a version after its source has changed.

    Cells of unchanged rows move with them and are otherwise as they were. Where a row changed, the text stays and
    becomes fuzzy, with the source that it was made for. A drafted cell whose rows are gone is left out (the store
    keeps its history); an imported one stays as text with nothing opposite, since its text is part of the version.
    Rows that nothing covers get new, empty cells.
    """
    moved = []
    for cell in cells:
        follower = _follow(cell, rows, old_segments, imported=imported)
        if follower is not None:
            moved.append(follower)
    return _with_new_rows(moved, rows.new_count, imported=imported)


def _follow(cell: Cell, rows: SegmentMap, old_segments: Sequence[str], *, imported: bool) -> Cell | None:
    run = rows.run(cell.source_start, cell.source_end)
    if run is None:
        place = rows.place(cell.source_start)
        placed = replace(cell, source_start=place, source_end=place)
        if cell.source_start == cell.source_end:
            return placed
        if not imported or not (cell.lead + cell.text + cell.trail):
            return None
        return _doubtful(placed, cell.source_text or _source(old_segments, cell))
    start, end, same = run
    placed = replace(cell, source_start=start, source_end=end)
    if same:
        return placed
    if imported:
        return _doubtful(placed, cell.source_text or _source(old_segments, cell))
    if not cell.text:
        return placed
    return replace(placed, state=State.FUZZY, source_text=cell.source_text or _source(old_segments, cell))


def _source(segments: Sequence[str], cell: Cell) -> str:
    return "".join(segments[cell.source_start : cell.source_end]).strip()


def _doubtful(cell: Cell, source_text: str) -> Cell:
    """An imported cell whose bead must be looked at again."""
    if not cell.text:
        return replace(cell, confidence=0.0, pinned=False)
    return replace(cell, state=State.FUZZY, source_text=source_text, confidence=0.0, pinned=False)


def _with_new_rows(cells: Sequence[Cell], row_count: int, *, imported: bool) -> list[Cell]:
    """The cells, and empty ones for the rows that they leave out."""
    covered = {row for cell in cells for row in range(cell.source_start, cell.source_end)}
    missing = [row for row in range(row_count) if row not in covered]
    result: list[Cell] = []
    for cell in [*cells, None]:
        while missing and (cell is None or missing[0] < cell.source_start):
            row = missing.pop(0)
            at = (result[-1].target_end if result else 0) if imported else None
            result.append(Cell(0, 0, 0, row, row + 1, target_start=at, target_end=at))
        if cell is not None:
            result.append(cell)
    return result


def revived(cells: Sequence[Cell], retired: Sequence[Cell], segments: Sequence[str]) -> list[Cell]:
    """The cells, with retired ones back in the place of new ones where the row that they were made for has come back.

    Args:
        retired: cells that have left the version, the first made first; of several the last made is taken.
        segments: of the source as it is now.
    """
    waiting: dict[str, list[Cell]] = {}
    for cell in retired:
        if cell.text and cell.source_text:
            waiting.setdefault(cell.source_text, []).append(cell)
    result = []
    for cell in cells:
        found = waiting.get(segments[cell.source_start].strip()) if not cell.id else None
        back = replace(found.pop(), source_start=cell.source_start, source_end=cell.source_end) if found else cell
        result.append(back)
    return result


def follow_target(cells: Sequence[Cell], segments: SegmentMap, new_segments: Sequence[str]) -> list[Cell]:
    """The cells of an imported version after its own text has come in anew; their rows do not change.

    A cell whose segments are the same keeps its text, also one that a person has edited; where they changed it gets
    the new text. What is new stands with nothing opposite until it is aligned; `"".join` over the imported cells is
    the new text.
    """
    result: list[Cell] = []
    at = 0
    for cell in cells:
        start, end = cell.target_start or 0, cell.target_end or 0
        run = segments.run(start, end)
        if run is None:
            if start == end or cell.source_start < cell.source_end:
                result.append(_emptied(cell, at, had_text=end > start))
            continue
        first, behind, same = run
        result += _unaligned(new_segments, at, first, cell.source_start)
        result.append(_refilled(cell, new_segments, first, behind, same=same))
        at = behind
    last = max((cell.source_end for cell in cells), default=0)
    return result + _unaligned(new_segments, at, len(new_segments), last)


def _refilled(cell: Cell, segments: Sequence[str], start: int, end: int, *, same: bool) -> Cell:
    lead, text, trail = carve("".join(segments[start:end]))
    placed = replace(cell, lead=lead, trail=trail, target_start=start, target_end=end)
    if same:
        return placed
    return replace(placed, text=text, state=State.CONFIRMED, origin=_IMPORTED, confidence=0.0, pinned=False)


def _emptied(cell: Cell, at: int, *, had_text: bool) -> Cell:
    placed = replace(cell, target_start=at, target_end=at)
    if not had_text:
        return placed
    return replace(
        placed, lead="", text="", trail="", state=State.CONFIRMED, origin=_IMPORTED, confidence=0.0, pinned=False
    )


def _unaligned(segments: Sequence[str], start: int, end: int, row: int) -> list[Cell]:
    """Segments with nothing opposite, before a source row."""
    found = []
    for number in range(start, end):
        lead, text, trail = carve(segments[number])
        found.append(
            Cell(
                *(0, 0, 0, row, row),
                text=text,
                state=State.CONFIRMED,
                origin=_IMPORTED,
                lead=lead,
                trail=trail,
                target_start=number,
                target_end=number + 1,
                confidence=0.0,
            )
        )
    return found


_IMPORTED = Origin(OriginKind.IMPORTED)

"""Looking for words in all texts of a project: the database finds, slice by slice, what may hold them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_

from workbench.core.page import TextPlace
from workbench.storage import schema
from workbench.storage.transactions import Transactions

_cell, _segment = schema.cell, schema.segment


class TextSearch:
    """The part of a store that finds texts."""

    _work: Transactions

    def cells_like(self, spellings: Sequence[str], after: int, most: int) -> list[TextPlace]:
        """Cells that hold one of the spellings, by number, from the one after `after`.

        Args:
            spellings: capitals from A to Z do not matter; of any other letter only the same one is found.
        """
        query = select(_cell.c.version_id, _cell.c.id, _cell.c.source_start, _cell.c.source_end, _cell.c.text)
        query = query.where(_cell.c.id > after, _cell.c.retired.is_(False), _holds(_cell.c.text, spellings))
        with self._work.read() as connection:
            return [TextPlace(*row) for row in connection.execute(query.order_by(_cell.c.id).limit(most))]

    def segments_like(self, spellings: Sequence[str], after: tuple[int, int], most: int) -> list[TextPlace]:
        """As `cells_like`, of the segments of versions; `after` names a version and a position in it."""
        place = _segment.c.version_id, _segment.c.position
        query = select(place[0], literal(0), place[1], place[1] + 1, _segment.c.text)
        query = query.where(tuple_(*place) > after, _holds(_segment.c.text, spellings))
        with self._work.read() as connection:
            return [TextPlace(*row) for row in connection.execute(query.order_by(*place).limit(most))]

    def counts_like(self, spellings: Sequence[str]) -> dict[int, tuple[int, int]]:
        """How many segments and how many cells of each version hold one of the spellings; none for the others."""
        found: dict[int, tuple[int, int]] = {}
        of_segments = select(_segment.c.version_id, func.count()).where(_holds(_segment.c.text, spellings))
        of_cells = select(_cell.c.version_id, func.count()).where(
            _cell.c.retired.is_(False), _holds(_cell.c.text, spellings)
        )
        with self._work.read() as connection:
            for version, count in connection.execute(of_segments.group_by(_segment.c.version_id)):
                found[version] = count, 0
            for version, count in connection.execute(of_cells.group_by(_cell.c.version_id)):
                found[version] = found.get(version, (0, 0))[0], count
        return found


def _holds(column: ColumnElement[str], spellings: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(column.ilike(f"%{_pattern(each)}%", escape="\\") for each in spellings))


def _pattern(spelling: str) -> str:
    """Words with anything between them; apostrophes stand for any sign."""
    for sign in "\\%_":
        spelling = spelling.replace(sign, f"\\{sign}")
    for apostrophe in "'’ʼ":
        spelling = spelling.replace(apostrophe, "_")
    return "%".join(spelling.split())

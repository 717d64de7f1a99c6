"""What a person does to the cells of a project: one change, told back; remarks that stand beside a cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.project import Cell


class ChangeKind(StrEnum):
    """What was done; undone and made again as one."""

    EDIT = "edit"
    STATE = "state"
    REVERT = "revert"
    LOCK = "lock"
    UNLOCK = "unlock"
    SEND_BACK = "send_back"
    PROPAGATE = "propagate"
    REPLACE = "replace"
    SPLIT = "split"
    MERGE = "merge"
    ALIGN = "align"
    REALIGN = "realign"

    @property
    def reshapes(self) -> bool:
        """Whether cells come and go, so that the rows of a statement are others afterwards."""
        return self in (ChangeKind.SPLIT, ChangeKind.MERGE, ChangeKind.ALIGN, ChangeKind.REALIGN)

    @property
    def follows(self) -> ChangeKind | None:
        """The kind that it follows from, right after it: the two are taken back and made again together."""
        return ChangeKind.ALIGN if self is ChangeKind.REALIGN else None


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made, taken back or made again.

    Attributes:
        kind: what it is; the same when it is taken back.
        cells: the cells it changed, as they are now; those that left their version are not among them. The first one
            is the place to go to. Empty only where there was nothing to change.
        statement_key, language: of the first cell; empty without cells.
        left: cells that were to change and did not, since somebody else has changed them meanwhile, as they are now.
        locked: cells that were to change and did not, since they are locked.
    """

    kind: ChangeKind
    cells: tuple[Cell, ...] = ()
    statement_key: str = ""
    language: str = ""
    left: tuple[Cell, ...] = ()
    locked: tuple[Cell, ...] = ()

    @property
    def count(self) -> int:
        """How many cells it changed."""
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a cell.

    Attributes:
        id: number in the store.
        cell_id: the cell that it stands at now; merging takes it along.
        at: ISO 8601 instant in UTC.
        resolved_by, resolved_at: who said that it is dealt with, and when; empty while it is open.
    """

    id: int
    cell_id: int
    text: str
    author: str
    at: str
    resolved_by: str = ""
    resolved_at: str = ""

    @property
    def resolved(self) -> bool:
        """Whether it is dealt with."""
        return bool(self.resolved_at)

"""The log of changes: each is one step, written with what it takes to take it back and to make it again.

A step holds its cells as they were before and after. It is taken back where the cells still say what it left in them,
whoever has written in between; then nothing of anybody's is lost. All of it happens inside the caller's transaction,
so the log and the cells never disagree.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select, update

from workbench.core.change import Change, ChangeKind
from workbench.core.errors import ConflictError, StorageError
from workbench.core.project import Cell
from workbench.storage import remarks, rows, schema
from workbench.storage.cells import (
    CONTENT,
    COVERED,
    content,
    copy_history,
    insert_cells,
    position_after,
    position_before,
    read_cells,
    retire,
    update_cells,
    write_history,
)
from workbench.storage.halftyped import drop_half_typed
from workbench.storage.layout import settle

LENGTH = 10_000
"""Steps kept, of all authors together."""

_NOT_THERE = Cell(0, 0, 0, 0, 0)
_NOTHING = rows.cell_values(_NOT_THERE)
_KEPT = tuple(name for name in COVERED if name not in ("revision", "updated_at"))
"""What a step brings back of a cell; where it stands and which revision it is are of today."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A cell before and after, None where it is not part of its version; `moved` are the comments it left behind."""

    before: Cell | None
    after: Cell | None
    moved: tuple[int, ...] = ()

    @property
    def either(self) -> Cell:
        return self.after or self.before or _NOT_THERE


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing cells: those changed, and those that had moved on with the texts that they refused."""

    turns: tuple[_Turn, ...]
    left: tuple[Cell, ...]
    refused: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class EditLog:
    """The hand of one author in one transaction.

    Args:
        connection: of a transaction for writing.
        where: the project's name for messages.
        now: ISO 8601 in UTC.
        typed: what was half typed here, by cell.
    """

    connection: Connection
    where: str
    author: str
    now: str
    typed: Mapping[int, str]

    # -- making changes ----------------------------------------------------------------------------------------------

    def write(self, wanted: Sequence[Cell]) -> Written:
        """Write what cells say, each based on its `revision`; nothing else of them changes, nothing is remembered.

        A single one is what a person has typed there: what was journaled for it is done with. What another process has
        journaled for it goes to its history.
        Raises: StorageError if there is no such cell.
        """
        current = read_cells(self.connection, (cell.id for cell in wanted))
        turns, left, refused = [], [], []
        for cell in wanted:
            if cell.id not in current:
                raise StorageError(f"{self.where}: there is no cell {cell.id}")
            here, retired = current[cell.id]
            after = _saying(here, cell)
            if after == here and not retired:
                continue
            after = replace(after, revision=cell.revision + 1, updated_at=self.now)
            if retired or here.revision != cell.revision:
                left.append(here)
                refused.append(replace(after, revision=cell.revision))
            else:
                turns.append(_Turn(here, after))
        changed = [turn.either for turn in turns]
        update_cells(self.connection, changed, CONTENT)
        write_history(self.connection, changed, self.author)
        if len(wanted) == 1 and not refused:
            (cell,) = wanted
            drop_half_typed(self.connection, cell.id, self.now, known=[self.typed.get(cell.id)])
        return Written(tuple(turns), tuple(left), tuple(refused))

    def remember(self, kind: ChangeKind, written: Written, comment: str = "") -> Change:
        """Make a step of what was written, if anything was."""
        if written.turns:
            said = comment and remarks.add_comment(
                self.connection, written.turns[0].either.id, comment, self.author, self.now
            )
            self._add_step(kind, written.turns, said or None)
        return self._told(kind, written.turns, written.left)

    def reshape(self, kind: ChangeKind, cells: Sequence[Cell], leaving: Sequence[Cell]) -> Change:
        """Let neighbours cover something else, as one step.

        Args:
            cells: as they are to be, in order, each based on its `revision`; one with id 0 comes in after the one
                before it, and has its history.
            leaving: cells that leave their version; the one before each gets its history and comments.
        Raises: ConflictError if one of them has moved on.
        """
        current = read_cells(self.connection, (cell.id for cell in (*cells, *leaving) if cell.id))
        done = self._place(self._in_order(cells, leaving, current), since="")
        self._add_step(kind, done)
        return self._told(kind, done)

    def _in_order(
        self, cells: Sequence[Cell], leaving: Sequence[Cell], current: dict[int, tuple[Cell, bool]]
    ) -> Iterator[_Turn]:
        """The turns of cells and of those that leave, in an order that is right before and after."""
        based = [self._based(cell, current).before or cell for cell in leaving]
        out = deque(sorted(based, key=lambda cell: cell.position))
        for cell in cells:
            turn = self._based(cell, current)
            while turn.before and out and out[0].position < turn.before.position:
                yield _Turn(out.popleft(), None)
            yield turn
        yield from (_Turn(cell, None) for cell in out)

    def _based(self, cell: Cell, current: dict[int, tuple[Cell, bool]]) -> _Turn:
        if not cell.id:
            return _Turn(None, cell)
        here, retired = current.get(cell.id, (_NOT_THERE, True))
        if retired or here.revision != cell.revision:
            raise ConflictError(f"{self.where}: cell {cell.id} has been changed meanwhile; read it again")
        return _Turn(here, cell)

    def _place(self, turns: Iterable[_Turn], since: str) -> list[_Turn]:
        """Carry out turns in the order of their cells; the cells as they are then.

        Args:
            since: what is older in the history of a cell that leaves is known to the one that stays.
        """
        done: list[_Turn] = []
        turns = list(turns)
        kept = next(turn.either for turn in turns if turn.before and turn.after)
        covering = {cell.id: cell for cell in self._cover(turns)}
        stays: Cell | None = None
        for turn in turns:
            if turn.after is None:
                done.append(self._take_out(turn, stays or kept, since))
                continue
            stayed = replace(turn, after=covering[turn.either.id]) if turn.before else None
            done.append(stayed or self._bring_in(turn, stays, kept))
            stays = done[-1].either
        covered = [cell for turn in done for cell in (turn.before, turn.after) if cell]
        start = min(cell.source_start for cell in covered)
        settle(self.connection, kept.version_id, start, max(cell.source_end for cell in covered) + 1)
        # Only now: a cell that came in has the history of the other one up to here.
        said = [turn.after for turn in done if turn.before and turn.after and _says_more(turn.before, turn.after)]
        write_history(self.connection, said, self.author)
        return done

    def _cover(self, turns: Iterable[_Turn]) -> list[Cell]:
        """Write what the cells that stay say and cover; these cells as they are then."""
        after = []
        for turn in turns:
            if turn.before and turn.after:
                revision = turn.before.revision + _says_more(turn.before, turn.after)
                after.append(replace(turn.after, revision=revision, updated_at=self.now))
        update_cells(self.connection, after, COVERED)
        return after

    def _bring_in(self, turn: _Turn, before: Cell | None, after_it: Cell) -> _Turn:
        """Let a cell in after another one, or, where it is the first, before one."""
        beside = before or after_it
        place = (position_after if before else position_before)(self.connection, beside.id)
        after = replace(turn.either, position=place, updated_at=self.now)
        if not after.id:
            (after,) = insert_cells(self.connection, [replace(after, revision=1)])
            copy_history(self.connection, beside.id, after.id)
            write_history(self.connection, [after], self.author)
        else:
            update_cells(self.connection, [after])
            remarks.move_comments(self.connection, turn.moved, after.id)
        return replace(turn, after=after, moved=())

    def _take_out(self, turn: _Turn, stays: Cell, since: str) -> _Turn:
        leaves = replace(turn.either, updated_at=self.now)
        retire(self.connection, [leaves], self.author, self.now)
        copy_history(self.connection, leaves.id, stays.id, since=since)
        moved = remarks.comments_at(self.connection, leaves.id)
        remarks.move_comments(self.connection, moved, stays.id)
        return replace(turn, moved=moved)

    # -- taking them back and making them again ----------------------------------------------------------------------

    def undo(self) -> Change | None:
        """Take back the author's last step that is not taken back, None if there is none.

        A step that follows from another one goes back with that. Where nothing of it can be taken back the step is
        dropped, and the change has no cells.
        """
        change = self._take(undone=False)
        first = change.kind.follows if change and change.cells else None
        return self._take(undone=False) if first and self._next_kind(undone=False) is first else change

    def redo(self) -> Change | None:
        """Make the step again that was taken back last; otherwise as `undo`."""
        change = self._take(undone=True)
        more = self._next_kind(undone=True) if change and change.cells else None
        if more and change and more.follows is change.kind:
            self._take(undone=True)
        return change

    def _take(self, *, undone: bool) -> Change | None:
        step = self._next_step(undone=undone)
        if step is None:
            return None
        kind = ChangeKind(step["kind"])
        turns = [turn if undone else _Turn(turn.after, turn.before, turn.moved) for turn in self._turns(step["id"])]
        current = read_cells(self.connection, (turn.either.id for turn in turns))
        done, left = (self._replace if kind.reshapes else self._rewrite)(turns, current, step["at"])
        if not done:
            self.connection.execute(delete(schema.step).where(schema.step.c.id == step["id"]))
        else:
            self._mark(step, done, undone=not undone)
        return self._told(kind, done, left)

    def _rewrite(
        self, turns: Sequence[_Turn], current: dict[int, tuple[Cell, bool]], at: str
    ) -> tuple[Sequence[_Turn], Sequence[Cell]]:
        """Bring back what cells said, wherever it is what the step has left there."""
        wanted, left = [], []
        for turn in turns:
            assert turn.before is not None
            here, retired = current[turn.either.id]
            if retired or content(here) != content(turn.before):
                left.append(here)
            else:
                wanted.append(replace(_saying(here, turn.either), revision=here.revision))
        return self.write(wanted).turns, left

    def _replace(
        self, turns: Sequence[_Turn], current: dict[int, tuple[Cell, bool]], at: str
    ) -> tuple[Sequence[_Turn], Sequence[Cell]]:
        """Bring back what cells covered: all of them or, where one is another than the step has left, none."""
        move = _move(turns, current)
        if move is None:
            return (), [current[turn.either.id][0] for turn in turns]
        wanted = []
        for turn in turns:
            here, retired = current[turn.either.id]
            after = turn.after and _shifted(_standing(turn.after, here), move)
            wanted.append(_Turn(None if retired else here, after, turn.moved))
        return self._place(wanted, since=at), ()

    # -- the steps themselves ----------------------------------------------------------------------------------------

    def _next_step(self, *, undone: bool) -> RowMapping | None:
        step = schema.step
        query = (
            select(step)
            .where(step.c.author == self.author, step.c.undone.is_(undone))
            .order_by(step.c.id if undone else step.c.id.desc())
            .limit(1)
        )
        return self.connection.execute(query).mappings().first()

    def _next_kind(self, *, undone: bool) -> ChangeKind | None:
        step = self._next_step(undone=undone)
        return ChangeKind(step["kind"]) if step else None

    def _turns(self, step_id: int) -> list[_Turn]:
        table = schema.step_cell
        query = select(table).where(table.c.step_id == step_id).order_by(table.c.place)
        return [_read_turn(row) for row in self.connection.execute(query).mappings()]

    def _add_step(self, kind: ChangeKind, turns: Sequence[_Turn], comment_id: int | None = None) -> None:
        step = schema.step
        self.connection.execute(delete(step).where(step.c.author == self.author, step.c.undone.is_(True)))
        made = self.connection.execute(
            insert(step).values(author=self.author, kind=str(kind), at=self.now, undone=False, comment_id=comment_id)
        )
        (step_id,) = made.inserted_primary_key or (0,)
        self.connection.execute(
            insert(schema.step_cell),
            [{"step_id": step_id, "place": place, **_turn_values(turn)} for place, turn in enumerate(turns)],
        )
        self.connection.execute(delete(step).where(step.c.id <= step_id - LENGTH))

    def _mark(self, step: RowMapping, done: Sequence[_Turn], *, undone: bool) -> None:
        """Turn a step over: what is taken back can be made again, and the other way round."""
        self.connection.execute(
            update(schema.step).where(schema.step.c.id == step["id"]).values(undone=undone, at=self.now)
        )
        cell = schema.step_cell
        for turn in done:
            if turn.moved:
                here = and_(cell.c.step_id == step["id"], cell.c.cell_id == turn.either.id)
                self.connection.execute(update(cell).where(here).values(moved=list(turn.moved)))
        if step["comment_id"] is not None:
            remarks.withdraw(self.connection, step["comment_id"], withdrawn=undone)

    def _told(self, kind: ChangeKind, turns: Sequence[_Turn], left: Sequence[Cell] = ()) -> Change:
        cells = tuple(turn.after for turn in turns if turn.after)
        key, language = _place_of(self.connection, cells[0]) if cells else ("", "")
        return Change(kind, cells, key, language, tuple(left))


def _saying(here: Cell, cell: Cell) -> Cell:
    """A cell with what another one says."""
    return replace(here, text=cell.text, state=cell.state, origin=cell.origin, source_text=cell.source_text)


def _says_more(before: Cell, after: Cell) -> bool:
    """Whether a cell says something else afterwards; only then it has a revision more."""
    return content(before) != content(after)


def _move(turns: Sequence[_Turn], current: dict[int, tuple[Cell, bool]]) -> tuple[int, int] | None:
    """How far the cells have moved in source and version since a step left them as they were before these turns.

    None if one of them is another by now, or they have moved apart.
    """
    moves = set()
    for turn in turns:
        here, retired = current[turn.either.id]
        if retired is not (turn.before is None):
            return None
        if turn.before is not None:
            moves.add(_moved(turn.before, here))
        elif turn.after and content(here) != content(turn.after):
            return None
    return moves.pop() if len(moves) == 1 else None


def _moved(left: Cell, here: Cell) -> tuple[int, int] | None:
    move = (here.source_start - left.source_start, (here.target_start or 0) - (left.target_start or 0))
    likewise = replace(here, confidence=left.confidence, pinned=left.pinned)
    return move if _shifted(_standing(left, here), move) == likewise else None


def _standing(cell: Cell, here: Cell) -> Cell:
    """A cell from a step where the one of its number stands now."""
    return replace(
        cell,
        id=here.id,
        version_id=here.version_id,
        position=here.position,
        revision=here.revision,
        updated_at=here.updated_at,
    )


def _shifted(cell: Cell, move: tuple[int, int]) -> Cell:
    rows_on, segments_on = move
    if cell.target_start is not None and cell.target_end is not None:
        cell = replace(cell, target_start=cell.target_start + segments_on, target_end=cell.target_end + segments_on)
    return replace(cell, source_start=cell.source_start + rows_on, source_end=cell.source_end + rows_on)


def _turn_values(turn: _Turn) -> rows.Values:
    """The columns of a turn but its step and place: what was, and what is other afterwards."""
    before = turn.before and rows.cell_values(turn.before)
    after = turn.after and rows.cell_values(turn.after)
    return {
        "cell_id": turn.either.id,
        "before": before and _other(before, _NOTHING),
        "after": after and _other(after, before or _NOTHING),
        "moved": list(turn.moved),
    }


def _other(values: rows.Values, than: rows.Values) -> rows.Values:
    return {name: values[name] for name in _KEPT if values[name] != than[name]}


def _read_turn(row: RowMapping) -> _Turn:
    base = {"id": row["cell_id"], "version_id": 0, **_NOTHING}
    before, after = row["before"], row["after"]
    return _Turn(
        None if before is None else rows.read_cell({**base, **before}),
        None if after is None else rows.read_cell({**base, **(before or {}), **after}),
        tuple(row["moved"]),
    )


def _place_of(connection: Connection, cell: Cell) -> tuple[str, str]:
    """Key of the statement and language of a cell."""
    query = (
        select(schema.statement.c.key, schema.version.c.language)
        .join(schema.version, schema.version.c.statement_id == schema.statement.c.id)
        .where(schema.version.c.id == cell.version_id)
    )
    key, language = connection.execute(query).one()
    return key, language

"""Search and replace over a project."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from workbench.core.change import Change, ChangeKind
from workbench.core.job import Job
from workbench.core.passage import Passage
from workbench.core.project import Cell, State
from workbench.services.edits import with_text
from workbench.services.patterns import Finder, Hit, Search, finder

if TYPE_CHECKING:
    from workbench.services.project import Project

__all__ = ["Found", "Search", "find_in", "replace"]

_FIRST_SLICE, _SLICE = 200, 2_000
_STATEMENTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A text with hits.

    Attributes:
        statement_key, language: where it is.
        row: source row, from 0, that it is on or begins at.
        cell: the cell; None for a row of the source.
        text: the whole text of the cell, or of the source row without white space at its ends.
        spans: the hits, half-open, code points into `text`, in order and without overlap.
        replaced: the text after replacing; None if nothing was asked to be put there, and for a source.
    """

    statement_key: str
    language: str
    row: int
    cell: Cell | None
    text: str
    spans: tuple[tuple[int, int], ...]
    replaced: str | None = None

    @property
    def locked(self) -> bool:
        """Whether `replace` will leave it, since its cell is locked."""
        return self.cell is not None and self.cell.state is State.LOCKED


def find_in(
    project: Project,
    search: Search,
    language: str,
    *,
    keys: Sequence[str] | None = None,
    replacement: str | None = None,
    job: Job | None = None,
) -> Iterator[Found]:
    """Texts of a language that have what is looked for, by statement and place, as soon as each is found.

    In a statement that was written in that language the rows of its source are searched, to find only; in every other
    one the cells of that version. Reads a slice at a time, so a caller may stop whenever it has enough.

    Args:
        keys: statements to look at; None for all.
        replacement: what to put in place of a hit; with a pattern it may name groups (`\\1`, `\\g<name>`).
        job: progress counts texts looked at, of an unknown total.
    Raises (with the first result that is asked for):
        ConfigError: nothing to look for; a pattern or replacement that is none, with the place; a pattern that takes
            too long on a text.
        InputError: a statement is none. JobCancelled
    """
    find = finder(search, language, replacement)
    job = job or Job()
    looked_at = 0
    for passages in _slices(project, language, keys):
        job.progress(looked_at, 0)
        looked_at += len(passages)
        yield from _found(project, find, language, passages)
    job.progress(looked_at, 0)


def _slices(project: Project, language: str, keys: Sequence[str] | None) -> Iterator[list[Passage]]:
    """All texts of a language, the first slice a small one."""
    statements = project.statements() if keys is None else [project.statement(key) for key in sorted(set(keys))]
    most = _FIRST_SLICE
    for source, group in groupby(statements, key=lambda statement: statement.source_language == language):
        wanted = [statement.key for statement in group]
        for at in range(0, len(wanted), _STATEMENTS_AT_ONCE):
            some, after = wanted[at : at + _STATEMENTS_AT_ONCE], ("", -1)
            while passages := project.store.passages(language, some, source=source, after=after, most=most):
                yield passages
                after = passages[-1].statement_key, passages[-1].place
                most = _SLICE


def _found(project: Project, find: Finder, language: str, passages: Sequence[Passage]) -> Iterator[Found]:
    """The texts with hits; a cell that was changed since it was read is looked at again."""
    texts = [each if each.cell_id else each._replace(text=each.text.strip()) for each in passages]
    with_hits = [(each, hits) for each in texts if (hits := find(each.text))]
    cells = project.store.cells_of(each.cell_id for each, _ in with_hits if each.cell_id)
    for each, hits in with_hits:
        cell = cells.get(each.cell_id)
        if cell is None and each.cell_id:
            continue
        text = cell.text if cell else each.text
        hits = hits if text == each.text else find(text)
        if hits:
            row = cell.source_start if cell else each.row
            spans = tuple(hit.span for hit in hits)
            yield Found(each.statement_key, language, row, cell, text, spans, _replaced(text, hits) if cell else None)


def _replaced(text: str, hits: Sequence[Hit]) -> str | None:
    parts, end = [], 0
    for hit in hits:
        if hit.replacement is None:
            return None
        parts += [text[end : hit.span[0]], hit.replacement]
        end = hit.span[1]
    return "".join([*parts, text[end:]])


def replace(project: Project, founds: Sequence[Found]) -> Change:
    """Put the replaced texts into their cells, as edits, as one step.

    Locked cells stay and are told in `Change.locked`; those that somebody has changed since, or is typing in, in
    `Change.left`. What has no `replaced` is passed over.
    Raises: ConflictError if somebody else has changed all of them meanwhile.
    """
    writing = project.store.journaled()
    there = [(found.cell, found.replaced) for found in founds if found.cell and found.replaced is not None]
    locked = tuple(cell for cell, _ in there if cell.state is State.LOCKED)
    typed_in = tuple(cell for cell, _ in there if cell.id in writing and cell.state is not State.LOCKED)
    stays = {cell.id for cell in (*locked, *typed_in)}
    wanted = [with_text(cell, text, None, None) for cell, text in there if cell.id not in stays]
    change = project.store.change(ChangeKind.REPLACE, wanted, project.settings.author)
    return dataclasses.replace(change, left=(*change.left, *typed_in), locked=locked)

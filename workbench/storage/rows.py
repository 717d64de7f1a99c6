"""Rows of the tables as values of the domain, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import RowMapping

from workbench.core.change import Comment
from workbench.core.project import Cell, Origin, OriginKind, Revision, State, Statement, Version

Values = dict[str, Any]
Row = RowMapping | Mapping[str, Any]

_ORIGIN_DEFAULTS = {each.name: each.default for each in fields(Origin) if each.default is not MISSING}
_CELL_COLUMNS = (
    *("position", "source_start", "source_end", "target_start", "target_end"),
    *("lead", "text", "trail", "source_text", "confidence", "pinned", "revision", "updated_at"),
)
_columns_of = attrgetter(*_CELL_COLUMNS)
_PLAIN = {str(kind): Origin(kind) for kind in OriginKind}
_VERSION_COLUMNS = ("statement_id", "language", "kind", "path", "encoding", "newline", "has_bom")
_STATEMENT_COLUMNS = ("key", "title", "date", "source_language")


@lru_cache(maxsize=4096)
def origin_values(origin: Origin) -> Mapping[str, Any]:
    """The two columns of an origin: its kind to search by, and what differs from the default; not to be changed."""
    rest = {name: getattr(origin, name) for name in _ORIGIN_DEFAULTS if name != "kind"}
    return {
        "origin_kind": str(origin.kind),
        "origin": {name: value for name, value in rest.items() if value != _ORIGIN_DEFAULTS[name]},
    }


def read_origin(row: Row) -> Origin:
    """The origin of a cell or a revision."""
    rest: Values = row["origin"]
    if not rest:
        return _PLAIN[row["origin_kind"]]
    values: Values = {name: tuple(value) if isinstance(value, list) else value for name, value in rest.items()}
    if "base" in values:
        values["base"] = OriginKind(values["base"])
    return Origin(kind=OriginKind(row["origin_kind"]), **values)


def cell_values(cell: Cell) -> Values:
    """The columns of a cell but its id and version."""
    return {
        **dict(zip(_CELL_COLUMNS, _columns_of(cell), strict=True)),
        "state": str(cell.state),
        **origin_values(cell.origin),
    }


def read_cell(row: Row) -> Cell:
    """A cell."""
    return Cell(
        id=row["id"],
        version_id=row["version_id"],
        state=State(row["state"]),
        origin=read_origin(row),
        **{name: row[name] for name in _CELL_COLUMNS},
    )


def revision_values(cell: Cell, author: str, *, accepted: bool = True) -> Values:
    """The entry in the history for a cell as it is now, or as it was offered and refused."""
    return {
        "cell_id": cell.id,
        "revision": cell.revision,
        "accepted": accepted,
        "text": cell.text,
        "state": str(cell.state),
        **origin_values(cell.origin),
        "source_text": cell.source_text,
        "author": author,
        "at": cell.updated_at,
    }


def read_revision(row: Row) -> Revision:
    """An entry in the history."""
    return Revision(
        cell_id=row["cell_id"],
        revision=row["revision"],
        text=row["text"],
        state=State(row["state"]),
        origin=read_origin(row),
        at=row["at"],
        author=row["author"],
        source_text=row["source_text"],
        accepted=row["accepted"],
    )


def statement_values(statement: Statement) -> Values:
    """The columns of a statement but its id."""
    return {name: getattr(statement, name) for name in _STATEMENT_COLUMNS}


def read_statement(row: Row) -> Statement:
    """A statement."""
    return Statement(id=row["id"], **{name: row[name] for name in _STATEMENT_COLUMNS})


def version_values(version: Version) -> Values:
    """The columns of a version but its id; its segments are rows of their own."""
    return {name: getattr(version, name) for name in _VERSION_COLUMNS}


def read_version(row: Row, segments: tuple[str, ...]) -> Version:
    """A version with its segments."""
    return Version(id=row["id"], segments=segments, **{name: row[name] for name in _VERSION_COLUMNS})


def read_comment(row: Row) -> Comment:
    """A comment."""
    return Comment(**{each.name: row[each.name] for each in fields(Comment)})

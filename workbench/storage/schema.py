"""The tables of a project and the numbered steps that bring an older one up to date.

Everything here is portable SQL; what only one database does stands in that database's own module. A new database is
created from `metadata` and recorded as being at the newest number; an older one takes the steps it lacks. Whoever
changes a table adds a step to `MIGRATIONS`: a test holds the two ways against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    insert,
    inspect,
    select,
    true,
)
from sqlalchemy import func as sql

from workbench.core.errors import SchemaVersionError, StorageError

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("applied_at", Text, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("source_language", Text, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statement_id", ForeignKey("statement.id", ondelete="CASCADE"), nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("newline", Text, nullable=False),
    Column("has_bom", Boolean, nullable=False),
    UniqueConstraint("statement_id", "language"),
)

segment = Table(
    "segment",
    metadata,
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

cell = Table(
    "cell",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("retired", Boolean, nullable=False, server_default=false()),
    Column("source_start", Integer, nullable=False),
    Column("source_end", Integer, nullable=False),
    Column("target_start", Integer),
    Column("target_end", Integer),
    Column("lead", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("trail", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin_kind", Text, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("source_text", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", Text, nullable=False),
    Index(None, "version_id", "retired", "position"),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("accepted", Boolean, nullable=False, server_default=true()),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin_kind", Text, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("source_text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "cell_id", "at"),
)

journal = Table(
    "journal",
    metadata,
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step to a newer schema: what it is called and what it does, inside the caller's transaction."""

    number: int
    name: str
    apply: Callable[[Connection], None]


FIRST = 1
"""Number of the schema that the first release wrote."""

MIGRATIONS: tuple[Migration, ...] = ()
"""The steps since, numbered from 2 without gaps."""


def create(connection: Connection, now: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Make today's tables in an empty database."""
    metadata.create_all(connection)
    names = [(FIRST, "the first schema"), *((step.number, step.name) for step in migrations)]
    connection.execute(
        insert(migration), [{"number": number, "name": name, "applied_at": now} for number, name in names]
    )


def migrate(connection: Connection, now: str, where: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring an existing project up to date.

    Args:
        where: the project's name for messages.
    Raises:
        SchemaVersionError: a newer workbench has written it.
        StorageError: it is a database, but not of a project.
    """
    if not inspect(connection).has_table(migration.name):
        raise StorageError(f"{where} is a database but not a project of the workbench; is it the right file?")
    at = connection.scalar(select(sql.max(migration.c.number))) or 0
    newest = max([FIRST, *(step.number for step in migrations)])
    if at > newest:
        raise SchemaVersionError(
            f"{where} was written by a newer workbench (schema {at}, this one knows {newest}); "
            "update the workbench, nothing was changed"
        )
    for step in migrations:
        if step.number > at:
            step.apply(connection)
            connection.execute(insert(migration).values(number=step.number, name=step.name, applied_at=now))

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
    BigInteger,
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
    and_,
    bindparam,
    false,
    insert,
    inspect,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy import func as sql

from workbench.core.errors import SchemaVersionError, StorageError
from workbench.storage.likeness import likeness
from workbench.text.normalize import fold

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
    Column("layout", Integer, nullable=False, server_default="0"),
    UniqueConstraint("statement_id", "language"),
)

segment = Table(
    "segment",
    metadata,
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("alike", BigInteger, nullable=False, server_default="0", index=True),
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
    Column("shared", Integer, nullable=False, server_default="0"),
    Index(None, "version_id", "retired", "position"),
    Index("ix_cell_places", "version_id", "retired", "source_start", "source_end", "state", "shared"),
    Index("ix_cell_states", "version_id", "retired", "state", "position", "confidence"),
)

ODD_CELLS = (
    cell.c.retired.is_(False),
    or_(cell.c.source_end != cell.c.source_start + literal_column("1"), cell.c.shared > literal_column("0")),
)
"""Cells that do not have exactly one source row to themselves; there are few, and an index of their own finds them.

The index serves only queries that repeat these words, numbers included.
"""

Index(
    "ix_cell_odd",
    *(cell.c.version_id, cell.c.retired, cell.c.source_start, cell.c.source_end, cell.c.shared),
    sqlite_where=and_(*ODD_CELLS),  # to say it for another database as well would load that one's dialect
)

folded_segment = Table(
    "folded_segment",
    metadata,
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

folded_cell = Table(
    "folded_cell",
    metadata,
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
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

step = Table(
    "step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("comment_id", ForeignKey("comment.id", ondelete="SET NULL")),
    Index(None, "author", "undone", "id"),
)

step_cell = Table(
    "step_cell",
    metadata,
    Column("step_id", ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("moved", JSON, nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("resolved_by", Text, nullable=False, server_default=""),
    Column("resolved_at", Text, nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
)

differs = Table(
    "differs",
    metadata,
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True),
)

noted = Table(
    "noted",
    metadata,
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True),
    Column("by", BigInteger, nullable=False),
    Column("worth", Boolean, nullable=False),
)

ignored = Table(
    "ignored",
    metadata,
    Column("cell_id", ForeignKey("cell.id", ondelete="CASCADE"), primary_key=True),
    Column("check", Text, primary_key=True),
    Column("mark", Text, nullable=False),
)


_PART = 10_000
"""Texts that a migration holds at once."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step to a newer schema: what it is called and what it does, inside the caller's transaction."""

    number: int
    name: str
    apply: Callable[[Connection], None]


def _add_work(connection: Connection) -> None:
    """The log of changes, what is said beside cells, and segments found by what they say."""
    metadata.create_all(connection, tables=[comment, step, step_cell, differs, ignored])
    connection.execute(text("ALTER TABLE segment ADD COLUMN alike BIGINT DEFAULT '0' NOT NULL"))
    at_key = and_(segment.c.version_id == bindparam("version"), segment.c.position == bindparam("at"))
    write = update(segment).where(at_key).values(alike=bindparam("now"))
    for (version_id,) in connection.execute(select(version.c.id)).all():
        said = connection.execute(select(segment.c.position, segment.c.text).where(segment.c.version_id == version_id))
        found = [{"version": version_id, "at": position, "now": likeness(content)} for position, content in said]
        if found:
            connection.execute(write, found)
    for index in segment.indexes:
        index.create(connection)


def _add_pages(connection: Connection) -> None:
    """What a large sheet is read by: see `storage.layout`."""
    for table, name in ((version, "layout"), (cell, "shared")):
        connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {name} INTEGER DEFAULT '0' NOT NULL"))
    earlier = text(
        "SELECT id AS cell_id, source_start, source_end, max(source_end) OVER (PARTITION BY version_id"
        " ORDER BY source_start, position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach"
        " FROM cell WHERE NOT retired"
    )
    found = [
        {"cell_id": cell_id, "now": min(end, reach) - start}
        for cell_id, start, end, reach in connection.execute(earlier)
        if start < min(end, reach or 0)
    ]
    if found:
        connection.execute(update(cell).where(cell.c.id == bindparam("cell_id")).values(shared=bindparam("now")), found)
    for index in cell.indexes:
        index.create(connection, checkfirst=True)


def _add_folded(connection: Connection) -> None:
    """What texts say with case and spelling forms aside: see `storage.folded`."""
    metadata.create_all(connection, tables=[folded_segment, folded_cell])
    for at, language in connection.execute(select(version.c.id, version.c.language)).all():
        segments = select(segment.c.position, segment.c.text).where(segment.c.version_id == at)
        for part in connection.execute(segments).partitions(_PART):
            values = [{"version_id": at, "position": n, "text": fold(said.strip(), language)} for n, said in part]
            connection.execute(insert(folded_segment), values)
        cells = select(cell.c.id, cell.c.text).where(cell.c.version_id == at)
        for part in connection.execute(cells).partitions(_PART):
            connection.execute(insert(folded_cell), [{"cell_id": n, "text": fold(said, language)} for n, said in part])
    connection.execute(text("DROP INDEX IF EXISTS ix_cell_places"))
    for index in cell.indexes:
        index.create(connection, checkfirst=True)


def _add_noted(connection: Connection) -> None:
    """Which cells have something that the checks notice: see `storage.noted`."""
    metadata.create_all(connection, tables=[noted])


FIRST = 1
"""Number of the schema that the first release wrote."""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, "changes, remarks and repetitions", _add_work),
    Migration(3, "pages of large statements", _add_pages),
    Migration(4, "texts to be searched", _add_folded),
    Migration(5, "what was noticed", _add_noted),
)
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

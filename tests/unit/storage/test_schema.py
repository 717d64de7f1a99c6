"""The schema: making it, bringing it up to date, refusing what is not ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, create_engine, inspect, select, text

from workbench.core.errors import SchemaVersionError, StorageError
from workbench.storage import schema
from workbench.storage.project import open_project_store
from workbench.text.normalize import fold

HERE = Path(__file__).parent
OLDER = sorted(HERE.glob("schema_*.sql"))
NEWEST = max([schema.FIRST, *(step.number for step in schema.MIGRATIONS)])


def shape(engine: Engine) -> dict[str, object]:
    """Tables with columns, keys and indices, in a form that can be compared."""
    look = inspect(engine)
    return {
        table: (
            {
                column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
                for column in look.get_columns(table)
            },
            look.get_pk_constraint(table)["constrained_columns"],
            sorted((str(key["constrained_columns"]), key["referred_table"]) for key in look.get_foreign_keys(table)),
            sorted((index["name"] or "", str(index["column_names"])) for index in look.get_indexes(table)),
            sorted(str(unique["column_names"]) for unique in look.get_unique_constraints(table)),
        )
        for table in look.get_table_names()
    }


def made_new(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        schema.create(connection, "now")
    return engine


def test_every_schema_ever_written_is_kept_here() -> None:
    assert [path.stem for path in OLDER] == [f"schema_{number}" for number in range(1, NEWEST + 1)]


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.number for step in schema.MIGRATIONS] == list(range(2, len(schema.MIGRATIONS) + 2))


@pytest.mark.parametrize("older", OLDER, ids=lambda path: path.stem)
def test_migrating_an_older_project_equals_making_a_new_one(older: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.executescript(older.read_text(encoding="utf-8"))
    open_project_store(tmp_path / "old.db").close()
    old, new = create_engine(f"sqlite:///{tmp_path / 'old.db'}"), made_new(tmp_path / "new.db")
    assert shape(old) == shape(new)
    with old.connect() as left, new.connect() as right:
        numbers = select(schema.migration.c.number, schema.migration.c.name).order_by(schema.migration.c.number)
        assert left.execute(numbers).all() == right.execute(numbers).all()
    old.dispose()
    new.dispose()


def test_steps_are_taken_once_in_order_and_recorded(tmp_path: Path) -> None:
    def add_note(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE statement ADD COLUMN note TEXT"))

    def add_table(connection: Connection) -> None:
        Table("scribble", MetaData(), Column("text", Text)).create(connection)

    steps = (
        *schema.MIGRATIONS,
        schema.Migration(NEWEST + 1, "notes", add_note),
        schema.Migration(NEWEST + 2, "scribbles", add_table),
    )
    engine = made_new(tmp_path / "p.db")
    for _ in range(2):
        with engine.begin() as connection:
            schema.migrate(connection, "later", "p.db", steps)
    with engine.connect() as connection:
        found = connection.execute(select(schema.migration).order_by(schema.migration.c.number)).all()
    assert [tuple(row) for row in found[-2:]] == [(NEWEST + 1, "notes", "later"), (NEWEST + 2, "scribbles", "later")]
    assert {row.applied_at for row in found[:-2]} == {"now"}
    assert "scribble" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_newer_project_is_refused_and_left_alone(tmp_path: Path) -> None:
    engine = made_new(tmp_path / "p.db")
    with engine.begin() as connection:
        connection.execute(schema.migration.insert().values(number=99, name="from the future", applied_at="later"))
    engine.dispose()
    with pytest.raises(SchemaVersionError, match=r"schema 99.*update the workbench"):
        open_project_store(tmp_path / "p.db").close()
    with closing(sqlite3.connect(tmp_path / "p.db")) as connection:
        assert connection.execute("SELECT count(*) FROM migration").fetchone() == (NEWEST + 1,)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "p.db")) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    for create in (False, True):
        with pytest.raises(StorageError, match="not a project"):
            open_project_store(tmp_path / "p.db", create=create).close()


@pytest.fixture
def first_schema(tmp_path: Path) -> Path:
    """A project of the first schema: three rows, each with an Armenian cell."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((HERE / "schema_1.sql").read_text(encoding="utf-8"))
        connection.execute("INSERT INTO statement VALUES (1, 'a', '', '', 'en')")
        version = "INSERT INTO version VALUES (?, 1, ?, ?, '', 'utf-8', '\n', 0)"
        connection.executemany(version, [(1, "en", "imported"), (2, "hy", "drafted")])
        segments = [(1, 0, "Water. "), (1, 1, "Rivers. "), (1, 2, " Water.\n")]
        connection.executemany("INSERT INTO segment VALUES (?, ?, ?)", segments)
        connection.executemany(
            "INSERT INTO cell VALUES (?, 2, ?, 0, ?, ?, NULL, NULL, '', ?, '', 'new', 'none', '{}', '', 1, 0, 1, '')",
            [(row + 1, row, row, row + 1, text) for row, text in enumerate(("", "ԵՐԵՎԱՆ", "Երեւան"))],
        )
        connection.commit()
    return path


def test_repetitions_are_found_in_a_project_of_the_first_schema(first_schema: Path) -> None:
    store = open_project_store(first_schema)
    first = store.cells(2)[0]
    assert [found.cell.source_start for found in store.repetitions(first)] == [2]
    store.close()


def test_texts_are_found_in_a_project_of_the_first_schema(first_schema: Path) -> None:
    store = open_project_store(first_schema)
    assert store.rows_saying(1, fold("WATER.", "en"), 0, 9) == [0, 2]
    assert store.cell_hits(2, 0, 9, folded=fold("Երևան", "hy")).rows == [1, 2]
    store.close()

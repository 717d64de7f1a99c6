-- The schema that the first release wrote.

CREATE TABLE migration (
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	applied_at TEXT NOT NULL,
	CONSTRAINT pk_migration PRIMARY KEY (number)
);

CREATE TABLE statement (
	id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	title TEXT NOT NULL,
	date TEXT NOT NULL,
	source_language TEXT NOT NULL,
	CONSTRAINT pk_statement PRIMARY KEY (id),
	CONSTRAINT uq_statement_key UNIQUE ("key")
);

CREATE TABLE version (
	id INTEGER NOT NULL,
	statement_id INTEGER NOT NULL,
	language TEXT NOT NULL,
	kind TEXT NOT NULL,
	path TEXT NOT NULL,
	encoding TEXT NOT NULL,
	newline TEXT NOT NULL,
	has_bom BOOLEAN NOT NULL,
	CONSTRAINT pk_version PRIMARY KEY (id),
	CONSTRAINT uq_version_statement_id_language UNIQUE (statement_id, language),
	CONSTRAINT fk_version_statement_id FOREIGN KEY(statement_id) REFERENCES statement (id) ON DELETE CASCADE
);

CREATE TABLE cell (
	id INTEGER NOT NULL,
	version_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	retired BOOLEAN DEFAULT 0 NOT NULL,
	source_start INTEGER NOT NULL,
	source_end INTEGER NOT NULL,
	target_start INTEGER,
	target_end INTEGER,
	lead TEXT NOT NULL,
	text TEXT NOT NULL,
	trail TEXT NOT NULL,
	state TEXT NOT NULL,
	origin_kind TEXT NOT NULL,
	origin JSON NOT NULL,
	source_text TEXT NOT NULL,
	confidence FLOAT NOT NULL,
	pinned BOOLEAN NOT NULL,
	revision INTEGER NOT NULL,
	updated_at TEXT NOT NULL,
	CONSTRAINT pk_cell PRIMARY KEY (id),
	CONSTRAINT fk_cell_version_id FOREIGN KEY(version_id) REFERENCES version (id) ON DELETE CASCADE
);

CREATE INDEX ix_cell_version_id_retired_position ON cell (version_id, retired, position);

CREATE TABLE segment (
	version_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_segment PRIMARY KEY (version_id, position),
	CONSTRAINT fk_segment_version_id FOREIGN KEY(version_id) REFERENCES version (id) ON DELETE CASCADE
);

CREATE TABLE journal (
	cell_id INTEGER NOT NULL,
	text TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_journal PRIMARY KEY (cell_id),
	CONSTRAINT fk_journal_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE TABLE revision (
	id INTEGER NOT NULL,
	cell_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	accepted BOOLEAN DEFAULT 1 NOT NULL,
	text TEXT NOT NULL,
	state TEXT NOT NULL,
	origin_kind TEXT NOT NULL,
	origin JSON NOT NULL,
	source_text TEXT NOT NULL,
	author TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_revision PRIMARY KEY (id),
	CONSTRAINT fk_revision_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE INDEX ix_revision_cell_id_at ON revision (cell_id, at);

INSERT INTO migration (number, name, applied_at) VALUES (1, 'the first schema', '2024-05-03T10:00:00+00:00');

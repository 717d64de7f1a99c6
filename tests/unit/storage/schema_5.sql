-- The schema after step 5: what was noticed.

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
	layout INTEGER DEFAULT '0' NOT NULL,
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
	shared INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT pk_cell PRIMARY KEY (id),
	CONSTRAINT fk_cell_version_id FOREIGN KEY(version_id) REFERENCES version (id) ON DELETE CASCADE
);

CREATE INDEX ix_cell_states ON cell (version_id, retired, state, position, confidence);

CREATE INDEX ix_cell_places ON cell (version_id, retired, source_start, source_end, state, shared);

CREATE INDEX ix_cell_version_id_retired_position ON cell (version_id, retired, position);

CREATE INDEX ix_cell_odd ON cell (version_id, retired, source_start, source_end, shared) WHERE retired IS 0 AND (source_end != source_start + 1 OR shared > 0);

CREATE TABLE folded_segment (
	version_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_folded_segment PRIMARY KEY (version_id, position),
	CONSTRAINT fk_folded_segment_version_id FOREIGN KEY(version_id) REFERENCES version (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE segment (
	version_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	text TEXT NOT NULL,
	alike BIGINT DEFAULT '0' NOT NULL,
	CONSTRAINT pk_segment PRIMARY KEY (version_id, position),
	CONSTRAINT fk_segment_version_id FOREIGN KEY(version_id) REFERENCES version (id) ON DELETE CASCADE
);

CREATE INDEX ix_segment_alike ON segment (alike);

CREATE TABLE comment (
	id INTEGER NOT NULL,
	cell_id INTEGER NOT NULL,
	text TEXT NOT NULL,
	author TEXT NOT NULL,
	at TEXT NOT NULL,
	resolved_by TEXT DEFAULT '' NOT NULL,
	resolved_at TEXT DEFAULT '' NOT NULL,
	withdrawn BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_comment PRIMARY KEY (id),
	CONSTRAINT fk_comment_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE INDEX ix_comment_cell_id ON comment (cell_id);

CREATE TABLE differs (
	cell_id INTEGER NOT NULL,
	CONSTRAINT pk_differs PRIMARY KEY (cell_id),
	CONSTRAINT fk_differs_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE TABLE folded_cell (
	cell_id INTEGER NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_folded_cell PRIMARY KEY (cell_id),
	CONSTRAINT fk_folded_cell_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE TABLE ignored (
	cell_id INTEGER NOT NULL,
	"check" TEXT NOT NULL,
	mark TEXT NOT NULL,
	CONSTRAINT pk_ignored PRIMARY KEY (cell_id, "check"),
	CONSTRAINT fk_ignored_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE TABLE journal (
	cell_id INTEGER NOT NULL,
	text TEXT NOT NULL,
	at TEXT NOT NULL,
	CONSTRAINT pk_journal PRIMARY KEY (cell_id),
	CONSTRAINT fk_journal_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

CREATE TABLE noted (
	cell_id INTEGER NOT NULL,
	"by" BIGINT NOT NULL,
	worth BOOLEAN NOT NULL,
	CONSTRAINT pk_noted PRIMARY KEY (cell_id),
	CONSTRAINT fk_noted_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
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

CREATE TABLE step (
	id INTEGER NOT NULL,
	author TEXT NOT NULL,
	kind TEXT NOT NULL,
	at TEXT NOT NULL,
	undone BOOLEAN NOT NULL,
	comment_id INTEGER,
	CONSTRAINT pk_step PRIMARY KEY (id),
	CONSTRAINT fk_step_comment_id FOREIGN KEY(comment_id) REFERENCES comment (id) ON DELETE SET NULL
);

CREATE INDEX ix_step_author_undone_id ON step (author, undone, id);

CREATE TABLE step_cell (
	step_id INTEGER NOT NULL,
	place INTEGER NOT NULL,
	cell_id INTEGER NOT NULL,
	"before" JSON,
	"after" JSON,
	moved JSON NOT NULL,
	CONSTRAINT pk_step_cell PRIMARY KEY (step_id, place),
	CONSTRAINT fk_step_cell_step_id FOREIGN KEY(step_id) REFERENCES step (id) ON DELETE CASCADE,
	CONSTRAINT fk_step_cell_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id) ON DELETE CASCADE
);

INSERT INTO migration (number, name, applied_at) VALUES (1, 'the first schema', '2024-05-03T10:00:00+00:00');
INSERT INTO migration (number, name, applied_at) VALUES (2, 'changes, remarks and repetitions', '2024-05-03T10:00:00+00:00');
INSERT INTO migration (number, name, applied_at) VALUES (3, 'pages of large statements', '2024-05-03T10:00:00+00:00');
INSERT INTO migration (number, name, applied_at) VALUES (4, 'texts to be searched', '2024-05-03T10:00:00+00:00');
INSERT INTO migration (number, name, applied_at) VALUES (5, 'what was noticed', '2024-05-03T10:00:00+00:00');

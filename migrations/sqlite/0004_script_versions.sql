-- database: configuration
--
-- Every saved source of a script, numbered from 1 without gaps.
CREATE TABLE script_versions (
	script_id  TEXT    NOT NULL REFERENCES scripts (id) ON DELETE CASCADE,
	number     INTEGER NOT NULL CHECK (number >= 1),
	source     TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (script_id, number)
) STRICT;

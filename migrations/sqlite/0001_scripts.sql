-- database: configuration
--
-- A script; its source is that of the version that is live.
CREATE TABLE scripts (
	id              TEXT    NOT NULL PRIMARY KEY,
	name            TEXT    NOT NULL UNIQUE,
	description     TEXT    NOT NULL,
	enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
	timeout_ms      INTEGER NOT NULL,
	max_operations  INTEGER NOT NULL,
	memory_limit_mb INTEGER NOT NULL,
	max_concurrency INTEGER NOT NULL,
	version         INTEGER NOT NULL CHECK (version >= 1),
	revision        INTEGER NOT NULL,
	created_at      INTEGER NOT NULL, -- microseconds since 1970, as all times
	updated_at      INTEGER NOT NULL
) STRICT;

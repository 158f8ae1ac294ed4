-- database: configuration
--
-- A script; its source is that of the version that is live. Texts that are
-- ordered or searched collate by their bytes, as they do in SQLite.
CREATE TABLE scripts (
	id              uuid    NOT NULL PRIMARY KEY,
	name            text    COLLATE "C" NOT NULL UNIQUE,
	description     text    COLLATE "C" NOT NULL,
	enabled         boolean NOT NULL,
	timeout_ms      bigint  NOT NULL,
	max_operations  bigint  NOT NULL,
	memory_limit_mb bigint  NOT NULL,
	max_concurrency bigint  NOT NULL,
	version         bigint  NOT NULL CHECK (version >= 1),
	revision        bigint  NOT NULL,
	created_at      bigint  NOT NULL, -- microseconds since 1970, as all times
	updated_at      bigint  NOT NULL
);

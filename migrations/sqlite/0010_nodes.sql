-- database: configuration
--
-- The processes that serve from this store. Nodes that share one write their
-- row again and again, and are gone when they have not for a while.
CREATE TABLE nodes (
	id         TEXT    NOT NULL PRIMARY KEY,
	name       TEXT    NOT NULL,
	version    TEXT    NOT NULL, -- of PiCloud
	role       TEXT    NOT NULL,
	walls      TEXT    NOT NULL, -- a JSON array of names
	revision   INTEGER NOT NULL, -- what it serves
	started_at INTEGER NOT NULL, -- microseconds since 1970, by the node's clock
	seen_at    INTEGER NOT NULL  -- the same by the database's
) STRICT;

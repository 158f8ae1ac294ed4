-- database: configuration
--
-- The processes that serve from this store. Nodes that share one write their
-- row again and again, and are gone when they have not for a while.
CREATE TABLE nodes (
	id         uuid   NOT NULL PRIMARY KEY,
	name       text   NOT NULL,
	version    text   NOT NULL, -- of PiCloud
	role       text   NOT NULL,
	walls      text   NOT NULL, -- a JSON array of names
	revision   bigint NOT NULL, -- what it serves
	started_at bigint NOT NULL, -- microseconds since 1970, by the node's clock
	seen_at    bigint NOT NULL  -- the same by the database's
) WITH (fillfactor = 50);

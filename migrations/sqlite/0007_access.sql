-- database: configuration
--
-- Who may use the admin API. Of secrets only the SHA-256 is kept.
CREATE TABLE tokens (
	id           TEXT    NOT NULL PRIMARY KEY,
	name         TEXT    NOT NULL,
	scope        TEXT    NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
	hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
	prefix       TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	created_by   TEXT    NOT NULL,
	expires_at   INTEGER NOT NULL, -- 0 for never
	last_used_at INTEGER NOT NULL  -- 0 for never
) STRICT;

CREATE TABLE sessions (
	id           TEXT    NOT NULL PRIMARY KEY,
	token_id     TEXT    NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
	hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
	previous     BLOB    NOT NULL CHECK (length(previous) = 32), -- zeros for none
	rotated_at   INTEGER NOT NULL,
	created_at   INTEGER NOT NULL,
	last_used_at INTEGER NOT NULL,
	expires_at   INTEGER NOT NULL,
	address      TEXT    NOT NULL,
	user_agent   TEXT    NOT NULL
) STRICT;

CREATE INDEX sessions_token ON sessions (token_id);

CREATE TABLE setup_codes (
	hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
	expires_at INTEGER NOT NULL
) STRICT;

-- What was changed, by whom and from where. Names are those of that time.
CREATE TABLE audit_log (
	id          TEXT    NOT NULL PRIMARY KEY,
	at          INTEGER NOT NULL,
	actor_kind  TEXT    NOT NULL,
	actor_id    TEXT, -- the token
	actor_name  TEXT    NOT NULL,
	address     TEXT    NOT NULL,
	action      TEXT    NOT NULL,
	object_kind TEXT    NOT NULL,
	object_id   TEXT,
	object_name TEXT    NOT NULL,
	detail      TEXT    NOT NULL -- a JSON object, '' for none
) STRICT;

CREATE INDEX audit_log_object ON audit_log (object_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_action ON audit_log (action, id);

CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
BEGIN
	SELECT raise(ABORT, 'the audit log is append-only');
END;

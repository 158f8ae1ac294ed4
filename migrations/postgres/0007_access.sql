-- database: configuration
--
-- Who may use the admin API. Of secrets only the SHA-256 is kept.
CREATE TABLE tokens (
	id           uuid   NOT NULL PRIMARY KEY,
	name         text   NOT NULL,
	scope        text   NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
	hash         bytea  NOT NULL UNIQUE CHECK (length(hash) = 32),
	prefix       text   NOT NULL,
	created_at   bigint NOT NULL,
	created_by   text   NOT NULL,
	expires_at   bigint NOT NULL, -- 0 for never
	last_used_at bigint NOT NULL  -- 0 for never
);

CREATE TABLE sessions (
	id           uuid   NOT NULL PRIMARY KEY,
	token_id     uuid   NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
	hash         bytea  NOT NULL UNIQUE CHECK (length(hash) = 32),
	previous     bytea  NOT NULL CHECK (length(previous) = 32), -- zeros for none
	rotated_at   bigint NOT NULL,
	created_at   bigint NOT NULL,
	last_used_at bigint NOT NULL,
	expires_at   bigint NOT NULL,
	address      text   NOT NULL,
	user_agent   text   NOT NULL
);

CREATE INDEX sessions_token ON sessions (token_id);

CREATE TABLE setup_codes (
	hash       bytea  NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
	expires_at bigint NOT NULL
);

-- What was changed, by whom and from where. Names are those of that time.
CREATE TABLE audit_log (
	id          uuid   NOT NULL PRIMARY KEY,
	at          bigint NOT NULL,
	actor_kind  text   NOT NULL,
	actor_id    uuid, -- the token
	actor_name  text   NOT NULL,
	address     text   NOT NULL,
	action      text   NOT NULL,
	object_kind text   NOT NULL,
	object_id   uuid,
	object_name text   NOT NULL,
	detail      text   NOT NULL -- a JSON object, '' for none
);

CREATE INDEX audit_log_object ON audit_log (object_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_action ON audit_log (action, id);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit log is append-only';
END
$$;

CREATE TRIGGER audit_log_keeps BEFORE UPDATE OR DELETE ON audit_log
	FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_log_stays BEFORE TRUNCATE ON audit_log
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

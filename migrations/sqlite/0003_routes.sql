-- database: configuration
--
-- A route as it was typed, and its binding: the normalised form that decides
-- what is the same route.
CREATE TABLE routes (
	id                TEXT    NOT NULL PRIMARY KEY,
	script_id         TEXT    NOT NULL REFERENCES scripts (id) ON DELETE CASCADE,
	host_kind         TEXT    NOT NULL,
	host              TEXT    NOT NULL,
	host_param_name   TEXT    NOT NULL,
	path_kind         TEXT    NOT NULL,
	path              TEXT    NOT NULL,
	method            TEXT    NOT NULL, -- '' for any: NULLs would not be unique
	binding_host_kind TEXT    NOT NULL,
	binding_host      TEXT    NOT NULL,
	binding_path_kind TEXT    NOT NULL,
	binding_path      TEXT    NOT NULL,
	binding_method    TEXT    NOT NULL,
	created_at        INTEGER NOT NULL
) STRICT;

-- In this order it also finds the routes to check a new one against.
CREATE UNIQUE INDEX routes_binding ON routes
	(binding_host_kind, binding_host, binding_path_kind, binding_path, binding_method);

CREATE INDEX routes_script ON routes (script_id, id);

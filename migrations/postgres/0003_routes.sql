-- database: configuration
--
-- A route as it was typed, and its binding: the normalised form that decides
-- what is the same route.
CREATE TABLE routes (
	id                uuid   NOT NULL PRIMARY KEY,
	script_id         uuid   NOT NULL REFERENCES scripts (id) ON DELETE CASCADE,
	host_kind         text   NOT NULL,
	host              text   NOT NULL,
	host_param_name   text   NOT NULL,
	path_kind         text   NOT NULL,
	path              text   NOT NULL,
	method            text   NOT NULL, -- '' for any: NULLs would not be unique
	binding_host_kind text   COLLATE "C" NOT NULL,
	binding_host      text   COLLATE "C" NOT NULL,
	binding_path_kind text   COLLATE "C" NOT NULL,
	binding_path      text   COLLATE "C" NOT NULL,
	binding_method    text   COLLATE "C" NOT NULL,
	created_at        bigint NOT NULL
);

-- In this order it also finds the routes to check a new one against.
CREATE UNIQUE INDEX routes_binding ON routes
	(binding_host_kind, binding_host, binding_path_kind, binding_path, binding_method);

CREATE INDEX routes_script ON routes (script_id, id);

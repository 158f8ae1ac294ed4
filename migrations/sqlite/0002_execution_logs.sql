-- database: logs
--
-- One row an execution. Ids are UUIDs of version 7, so ordering by id is
-- ordering by time. They are blobs: this is where most rows are.
CREATE TABLE execution_logs (
	id             BLOB    NOT NULL PRIMARY KEY,
	script_id      BLOB    NOT NULL,
	script_name    TEXT    NOT NULL,
	version        INTEGER NOT NULL,
	route_id       BLOB,
	method         TEXT    NOT NULL,
	host           TEXT    NOT NULL,
	path           TEXT    NOT NULL,
	remote_ip      TEXT    NOT NULL,
	request_bytes  INTEGER NOT NULL,
	response_bytes INTEGER NOT NULL,
	status         INTEGER NOT NULL,
	outcome        TEXT    NOT NULL,
	error          TEXT    NOT NULL,
	started_at     INTEGER NOT NULL, -- microseconds since 1970
	duration_us    INTEGER NOT NULL,
	queued_us      INTEGER NOT NULL,
	warm_us        INTEGER NOT NULL,
	operations     INTEGER NOT NULL,
	logs           TEXT    NOT NULL, -- a JSON array of lines, '' for none
	logs_dropped   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX execution_logs_script ON execution_logs (script_id, id);

-- Failures are rare and looked for most.
CREATE INDEX execution_logs_failed ON execution_logs (script_id, id) WHERE status >= 500;

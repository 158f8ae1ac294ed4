-- database: logs
--
-- One row an execution. Ids are UUIDs of version 7, so ordering by id is
-- ordering by time, and a day is a range of ids. The store makes a partition
-- for each day and drops those that have become too old.
CREATE TABLE execution_logs (
	id             uuid   NOT NULL PRIMARY KEY,
	script_id      uuid   NOT NULL,
	script_name    text   NOT NULL,
	version        bigint NOT NULL,
	route_id       uuid,
	method         text   NOT NULL,
	host           text   NOT NULL,
	path           text   COLLATE "C" NOT NULL,
	remote_ip      text   NOT NULL,
	request_bytes  bigint NOT NULL,
	response_bytes bigint NOT NULL,
	status         bigint NOT NULL,
	outcome        text   NOT NULL,
	error          text   COLLATE "C" NOT NULL,
	started_at     bigint NOT NULL, -- microseconds since 1970
	duration_us    bigint NOT NULL,
	queued_us      bigint NOT NULL,
	warm_us        bigint NOT NULL,
	operations     bigint NOT NULL,
	logs           text   COLLATE "C" NOT NULL, -- a JSON array of lines, '' for none
	logs_dropped   bigint NOT NULL
) PARTITION BY RANGE (id);

-- What belongs to no day's partition, as from a node whose clock is far off.
-- Without it such a row would fail the whole batch.
CREATE TABLE execution_logs_default PARTITION OF execution_logs DEFAULT;

CREATE INDEX execution_logs_script ON execution_logs (script_id, id);

-- Failures are rare and looked for most.
CREATE INDEX execution_logs_failed ON execution_logs (script_id, id) WHERE status >= 500;

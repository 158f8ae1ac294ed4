-- database: logs
--
-- What each run of a process counted, by the minute and by the hour. The
-- script is '' for all scripts together. Times are seconds since 1970.
CREATE TABLE execution_stats (
	step_s     bigint NOT NULL, -- 60 or 3600
	start_s    bigint NOT NULL,
	script_id  text COLLATE "C" NOT NULL,
	run_id     text COLLATE "C" NOT NULL,
	executions bigint NOT NULL,
	errors     bigint NOT NULL,
	durations  bytea   NOT NULL, -- an encoded distribution
	PRIMARY KEY (step_s, start_s, script_id, run_id)
);

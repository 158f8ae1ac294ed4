-- database: logs
--
-- What each run of a process counted, by the minute and by the hour. The
-- script is '' for all scripts together. Times are seconds since 1970.
CREATE TABLE execution_stats (
	step_s     INTEGER NOT NULL, -- 60 or 3600
	start_s    INTEGER NOT NULL,
	script_id  TEXT    NOT NULL,
	run_id     TEXT    NOT NULL,
	executions INTEGER NOT NULL,
	errors     INTEGER NOT NULL,
	durations  BLOB    NOT NULL, -- an encoded distribution
	PRIMARY KEY (step_s, start_s, script_id, run_id)
) STRICT, WITHOUT ROWID;

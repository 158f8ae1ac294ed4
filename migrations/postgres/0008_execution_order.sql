-- database: logs
--
-- How many executions a record stands for when they are sampled, and its place
-- in the order in which records were added, which is not that of their ids: an
-- execution gets its id when it starts and its record when it ends. Records
-- from before have none.
ALTER TABLE execution_logs ADD COLUMN weight bigint NOT NULL DEFAULT 1;
ALTER TABLE execution_logs ADD COLUMN added bigint NOT NULL DEFAULT 0;

CREATE INDEX execution_logs_added ON execution_logs (added);

-- database: logs
--
-- The name of the node that ran an execution. Records from before have none.
ALTER TABLE execution_logs ADD COLUMN node text NOT NULL DEFAULT '';

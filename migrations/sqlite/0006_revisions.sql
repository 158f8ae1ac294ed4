-- database: configuration
--
-- Every change of a script or route raises the revision in its first
-- statement. The lock on this row puts the changes in one order.
CREATE TABLE revisions (
	name     TEXT    NOT NULL PRIMARY KEY,
	revision INTEGER NOT NULL
) STRICT;

INSERT INTO revisions (name, revision) VALUES ('table', 0);

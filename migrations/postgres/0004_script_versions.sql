-- database: configuration
--
-- Every saved source of a script, numbered from 1 without gaps.
CREATE TABLE script_versions (
	script_id  uuid   NOT NULL REFERENCES scripts (id) ON DELETE CASCADE,
	number     bigint NOT NULL CHECK (number >= 1),
	source     text   NOT NULL,
	created_at bigint NOT NULL,
	PRIMARY KEY (script_id, number)
);

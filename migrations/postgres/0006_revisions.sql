-- database: configuration
--
-- Every change of a script or route raises the revision in its first
-- statement. The lock on this row puts the changes in one order.
CREATE TABLE revisions (
	name     text   NOT NULL PRIMARY KEY,
	revision bigint NOT NULL
);

INSERT INTO revisions (name, revision) VALUES ('table', 0);

-- The other nodes hear of a revision when it is committed. A node that dies
-- within a change would hold the lock until the connection is found dead, which
-- takes hours by default: the transaction ends after 10 idle seconds instead.
CREATE FUNCTION announce_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('picloud', TG_TABLE_SCHEMA || ' ' || NEW.name || ' ' || NEW.revision);
	PERFORM set_config('idle_in_transaction_session_timeout', '10s', true);
	RETURN NULL;
END
$$;

CREATE TRIGGER revisions_announce AFTER UPDATE ON revisions
	FOR EACH ROW EXECUTE FUNCTION announce_revision();

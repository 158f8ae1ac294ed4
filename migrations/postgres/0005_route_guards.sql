-- database: configuration
--
-- An expression that lets a route pass a request over; '' for none.
ALTER TABLE routes ADD COLUMN guard text NOT NULL DEFAULT '';

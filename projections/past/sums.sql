-- Sums beside those of the version: places and facets met for the first time have numbers that no version ever comes to.
CREATE UNLOGGED TABLE {schema}.place_came (LIKE {below}.place INCLUDING ALL);
CREATE SEQUENCE {schema}.place_place_seq START 1500000000;
CREATE VIEW {schema}.place WITH (security_invoker = TRUE) AS SELECT * FROM {below}.place UNION ALL SELECT * FROM {schema}.place_came;
CREATE UNLOGGED TABLE {schema}.facet_came (LIKE {below}.facet INCLUDING ALL);
ALTER TABLE {schema}.facet_came ALTER COLUMN facet RESTART WITH 1500000000;
CREATE VIEW {schema}.facet WITH (security_invoker = TRUE) AS SELECT * FROM {below}.facet UNION ALL SELECT * FROM {schema}.facet_came;
CREATE UNLOGGED TABLE {schema}.tally_came (LIKE {below}.tally INCLUDING ALL);
CREATE VIEW {schema}.tally WITH (security_invoker = TRUE) AS SELECT * FROM {below}.tally UNION ALL SELECT * FROM {schema}.tally_came;
CREATE UNLOGGED TABLE {schema}.rolled_came (LIKE {below}.rolled INCLUDING ALL);
CREATE VIEW {schema}.rolled WITH (security_invoker = TRUE) AS SELECT * FROM {below}.rolled UNION ALL SELECT * FROM {schema}.rolled_came;
CREATE VIEW {schema}.measure WITH (security_invoker = TRUE) AS SELECT * FROM {below}.measure;
CREATE TABLE {schema}.misfit (LIKE {below}.misfit INCLUDING ALL);
CREATE TABLE {schema}.unsound (LIKE {below}.unsound INCLUDING ALL)

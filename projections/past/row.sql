-- The rows of a view as known then: those of the version but for what went, of which nothing is known on any day, and what came. What stands
-- apart is seen by nobody but through views of the owner's.
CREATE UNLOGGED TABLE {schema}.{name}_gone (LIKE {below}.{name});
CREATE UNLOGGED TABLE {schema}.{name}_came (LIKE {below}.{name} INCLUDING ALL);
CREATE VIEW {schema}.{name} WITH (security_invoker = {invoker}) AS
SELECT {chosen} FROM {below}.{name} AS r
UNION ALL
SELECT {columns} FROM {schema}.{name}_came

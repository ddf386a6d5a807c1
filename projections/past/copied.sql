CREATE UNLOGGED TABLE {schema}.{name} (LIKE {below}.{name} INCLUDING ALL);
INSERT INTO {schema}.{name} SELECT * FROM {below}.{name};
ANALYZE {schema}.{name}

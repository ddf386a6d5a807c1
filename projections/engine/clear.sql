-- Rows that a new table has from the start and that are derived too.
DELETE FROM {view}.{name} AS s USING touched_{name} AS t WHERE {key_s} = {key_t}

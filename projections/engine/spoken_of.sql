-- Those of one type. Nobody reads them once the version stands.
CREATE UNLOGGED TABLE {view}.{table} PARTITION OF {view}.spoken FOR VALUES IN ('{type}');

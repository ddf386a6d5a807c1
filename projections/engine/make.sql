-- What the fold of one view works with, on this connection: keys, rows that went and that came.
CREATE TEMPORARY TABLE touched_{name} AS SELECT {key} FROM {view}.{name} LIMIT 0;
CREATE TEMPORARY TABLE gone_{name} (LIKE {view}.{name});
CREATE TEMPORARY TABLE came_{name} (LIKE {view}.{name});
CREATE TEMPORARY VIEW changed_{name} AS SELECT * FROM gone_{name} UNION ALL SELECT * FROM came_{name};

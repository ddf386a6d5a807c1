-- The same names over a version that is built whole: everything came, nothing went, and rows go to the table at once.
CREATE TEMPORARY TABLE touched_{name} AS SELECT {key} FROM {view}.{name} LIMIT 0;
CREATE TEMPORARY VIEW came_{name} AS SELECT * FROM {view}.{name};
CREATE TEMPORARY VIEW gone_{name} AS SELECT * FROM {view}.{name} WHERE FALSE;
CREATE TEMPORARY VIEW changed_{name} AS SELECT * FROM {view}.{name};

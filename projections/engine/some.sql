-- A twentieth of the rows of a version that is built whole.
CREATE OR REPLACE TEMPORARY VIEW came_{name} AS SELECT * FROM {view}.{name} TABLESAMPLE SYSTEM (5);

-- All of them.
CREATE OR REPLACE TEMPORARY VIEW came_{name} AS SELECT * FROM {view}.{name};

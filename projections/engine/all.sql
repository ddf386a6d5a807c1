-- Every statement has changed.
CREATE OR REPLACE TEMPORARY VIEW changed AS SELECT * FROM {view}.statement;

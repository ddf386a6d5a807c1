-- The rows of one view differ no more: what follows finds none of them among what changed.
CREATE OR REPLACE TEMPORARY VIEW came_{name} AS SELECT * FROM {view}.{name} WHERE FALSE;
CREATE OR REPLACE TEMPORARY VIEW changed_{name} AS SELECT * FROM {view}.{name} WHERE FALSE;

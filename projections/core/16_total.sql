-- The sum of bigints as a bigint, 0 of none; `sum` makes a numeric, which costs more than the rest of a fold's adding up.
CREATE OR REPLACE AGGREGATE core.total(bigint) (SFUNC = int8pl, STYPE = bigint, INITCOND = '0', COMBINEFUNC = int8pl, PARALLEL = SAFE);

-- The source that minted the id of an object: ids begin with it. Null for codes of their own (regions, units, persons).
CREATE OR REPLACE FUNCTION core.minter(object text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN object LIKE '//%/%/%' THEN '//' || split_part(object, '/', 3) || '/' || split_part(object, '/', 4) END;

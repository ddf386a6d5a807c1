-- What rows that came or went count, each region of each once.
CREATE FUNCTION {view}.attend() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign constant integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    MERGE INTO {view}.attended AS t
    USING (
        SELECT u.region, c.year, sign * count(*) AS n
        FROM moved AS c
        CROSS JOIN LATERAL unnest(c.regions) AS u (region)
        GROUP BY 1, 2
    ) AS f
    ON t.region = f.region AND t.year = f.year
    WHEN MATCHED AND t.n + f.n = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET n = t.n + f.n
    WHEN NOT MATCHED THEN INSERT (region, year, n) VALUES (f.region, f.year, f.n);
    RETURN NULL;
END
$$;
CREATE TRIGGER came AFTER INSERT ON {view}.attendance
REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION {view}.attend();
CREATE TRIGGER went AFTER DELETE ON {view}.attendance
REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION {view}.attend();
-- The year that two days are the first and the last of; null of any others.
CREATE FUNCTION {view}.whole_year(first date, last date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT CASE WHEN to_char(first, 'MM-DD') = '01-01' AND last = (first + interval '1 year - 1 day')::date THEN extract(year FROM first)::integer END
$$;

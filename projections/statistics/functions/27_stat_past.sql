-- Whether events of a type are facts that hold as they are known now on every recorded day, so that later ones are to be taken away.
CREATE FUNCTION {view}.stat_undated(type text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part(type, '.', 3) IN ('region', 'source', 'unit', 'department', 'class_scheme', 'object', 'calendar', 'rule');

-- On what the views as known at an instant rest: of each partition where its recorded day began (where nothing of the day is to be told apart: the
-- same), where the instant cuts it, and where the views stand; and the last of the later facts that are taken away. The owner's: these numbers tell
-- nothing of the records.
CREATE FUNCTION {view}.stat_past(begun timestamptz, until timestamptz, OUT moves jsonb, OUT key text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH move AS MATERIALIZED (
    SELECT p.family, p.part, b.off AS begun, c.off AS cut, p.off AS folded
    FROM core.view_position AS p
    INNER JOIN core.view_version AS v ON p.version = v.version
    CROSS JOIN LATERAL {view}.stat_cut(p.family, p.part, p.off, stat_past.begun) AS b
    CROSS JOIN LATERAL {view}.stat_cut(p.family, p.part, p.off, until) AS c
    WHERE v.live
)

SELECT
    jsonb_agg(to_jsonb(m)),
    concat_ws(
        ' ',
        string_agg(concat_ws('/', m.family, m.part, m.begun, m.cut), ' ' ORDER BY m.family, m.part) FILTER (WHERE m.cut > 0),
        (
            SELECT max(e.off)
            FROM move AS n
            INNER JOIN core.event AS e ON n.family = e.family AND n.part = e.part AND e.off >= n.cut AND e.off < n.folded
            WHERE n.family = 0 AND (NOT e.plain OR {view}.stat_undated(e.type))
        )
    )
FROM move AS m
$$;

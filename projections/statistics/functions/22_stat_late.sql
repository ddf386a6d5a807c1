-- Facts about regions, units, sources, schemes of replies, rules and calendars that came after a recorded day, by the object they are about: these hold as they
-- are known now on every recorded day (decision 0017). `fresh`: nothing of the kind was known of the object on that day. That a source was
-- revoked or its secret exchanged changes nothing that was known; names of deputies are no figures; departments and allocations
-- are of what is restated alone.
CREATE FUNCTION {view}.stat_late(known date)
RETURNS TABLE (kind text, object text, fresh boolean)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH late AS MATERIALIZED (
    SELECT e.ident, e.type, e.object, e.status
    FROM core.view_position AS p
    INNER JOIN core.view_version AS v ON p.version = v.version
    CROSS JOIN LATERAL {view}.stat_cut(
        p.family, p.part, p.off, ((known + 1)::timestamp - interval '08:00:00.000001') AT TIME ZONE 'UTC'
    ) AS c
    INNER JOIN core.event AS e ON p.family = e.family AND p.part = e.part AND e.off >= c.off AND e.off < p.off
    WHERE v.live AND p.family = 0 AND e.status <> 'duplicate'
),

-- What came, what a differing copy may have put aside, and what was corrected or retracted, or not so any more.
said AS (
    SELECT l.type, l.object FROM late AS l
    UNION
    SELECT c.type, c.object FROM late AS l INNER JOIN core.event AS c ON l.ident = c.ident WHERE l.status = 'equivocation'
    UNION
    SELECT f.type, f.object
    FROM core.event_other AS f
    INNER JOIN core.event_other AS a ON f.ident = a.target
    LEFT JOIN core.event_other AS r ON a.ident = r.target
    WHERE f.family = 0 AND f.status <> 'duplicate' AND greatest(a.rday, r.rday) > known
)

SELECT
    split_part(s.type, '.', 3),
    s.object,
    NOT EXISTS (
        SELECT FROM core.event AS o
        WHERE o.object = s.object AND o.family = 0 AND o.rday <= known AND split_part(o.type, '.', 3) = split_part(s.type, '.', 3)
    )
FROM said AS s
WHERE
    split_part(s.type, '.', 3) IN ('region', 'unit', 'source', 'class_scheme', 'rule', 'calendar', 'department', 'object') AND s.type <> 'cn.npc.source.rotated.v1'
    AND NOT (
        s.type = 'cn.npc.source.revoked.v1'
        AND NOT EXISTS (SELECT FROM core.event AS o WHERE o.object = s.object AND o.type = s.type AND o.rday <= known)
    )
GROUP BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION {view}.stat_late(date) FROM PUBLIC;

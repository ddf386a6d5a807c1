-- A group is there while any deputy of the delegation holds a mandate. All of it lies where the mandate does that began first, so that whoever comes
-- later moves nothing: as in the duties of groups.
SELECT g.key, g.chain, g.level, '' AS kind, lower(d.days) AS first, upper(d.days) - 1 AS last, NULL AS thing, NULL AS congress
FROM (
    SELECT DISTINCT ON (r.unit, r.delegation)
        r.unit || ' ' || r.delegation AS key, r.chain, r.level, range_agg(r.held) OVER (PARTITION BY r.unit, r.delegation) AS held
    FROM {view}.mandate AS r
    WHERE
        r.delegation IS NOT NULL AND NOT isempty(r.held) AND r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known)
        -- What is a group together is looked at whole, wherever each mandate lies.
        AND r.unit IN (
            SELECT m.unit
            FROM {view}.mandate AS m
            WHERE m.delegation IS NOT NULL AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND m.chain && asked
        )
    ORDER BY r.unit, r.delegation, r.day, r.mandate
) AS g
CROSS JOIN LATERAL unnest(g.held) AS d (days)
WHERE g.chain && asked

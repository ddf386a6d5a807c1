SELECT count(*)
FROM (
    SELECT DISTINCT ON (r.unit, r.delegation) r.chain, range_agg(r.held) OVER (PARTITION BY r.unit, r.delegation) AS held
    FROM {view}.mandate AS r
    WHERE r.known_to IS NULL AND r.delegation IS NOT NULL AND NOT isempty(r.held)
    ORDER BY r.unit, r.delegation, r.day, r.mandate
) AS g
WHERE g.chain @> ARRAY[:region] AND g.held @> :as_of

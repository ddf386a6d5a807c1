-- What changed itself, and what lies or lay in it: one of them that nothing was known of and nothing was said to lie in, which most are that
-- are new, is in no chain.
SELECT region FROM changed_region
UNION
SELECT a.region
FROM (
    SELECT DISTINCT c.region
    FROM changed_region AS c
    WHERE
        EXISTS (SELECT FROM {view}.ancestry AS k WHERE k.region = c.region)
        OR EXISTS (SELECT FROM {view}.region AS k WHERE k.parent = c.region)
) AS c
CROSS JOIN LATERAL (SELECT k.region FROM {view}.ancestry AS k WHERE k.chain @> ARRAY[c.region] OFFSET 0) AS a

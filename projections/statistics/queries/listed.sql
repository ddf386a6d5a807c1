-- One figure and the objects behind it, in one statement and so of one moment; without objects one row with nulls.
SELECT f.n, l.key, l.region, l.level, l.n
FROM (
    SELECT coalesce(sum(s.n), 0)::bigint AS n
    FROM {view}.stat(ARRAY[%(name)s], %(region)s, '{}', %(first)s, %(last)s, %(filters)s, %(cohort)s, %(regions)s, %(known)s) AS s
) AS f
LEFT JOIN (
    SELECT o.* FROM {view}.stat_list(%(name)s, %(region)s, %(first)s, %(last)s, %(filters)s, %(cohort)s, %(known)s) AS o
    WHERE %(regions)s::date IS NULL
    UNION ALL
    SELECT o.* FROM {view}.stat_list_restated(%(name)s, %(region)s, %(first)s, %(last)s, %(filters)s, %(cohort)s, %(regions)s, %(known)s) AS o
    WHERE %(regions)s::date IS NOT NULL
) AS l ON TRUE
ORDER BY l.key

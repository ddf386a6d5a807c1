-- Published figures, the newest first, as far as they are told by a source (null: by any); with the text of the manifest where one is asked for.
-- A figure whose event its own source took back stays, and says so.
SELECT
    e.object AS figure,
    e.data ->> 'title' AS title,
    e.data ->> 'region' AS region,
    e.data ->> 'measure' AS measure,
    (e.data ->> 'n')::bigint AS n,
    (e.data ->> 'of')::bigint AS of,
    e.source,
    e.id AS event,
    e.unit,
    e.time AS published,
    e.recorded,
    e.part,
    e.off,
    e.data ->> 'manifest' AS manifest,
    EXISTS (
        SELECT FROM core.event AS r
        WHERE r.target = e.ident AND r.source = e.source AND r.type = 'cn.npc.reference.retracted.v1'
    ) AS retracted
FROM core.event AS e
WHERE
    e.family = 0 AND e.type = 'cn.npc.figure.published.v1' AND e.status = 'accepted'
    AND (%(source)s::text IS NULL OR e.source = %(source)s) AND (%(figure)s::text IS NULL OR e.object = %(figure)s)
    AND (%(region)s::text IS NULL OR e.data ->> 'region' = %(region)s)
ORDER BY e.part, e.off DESC
LIMIT %(limit)s

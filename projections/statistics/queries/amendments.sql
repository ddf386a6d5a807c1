-- Places of the corrections and retractions that change nothing, or not all they say, as known now, and why: what they name has not come, or its
-- source is another than theirs and than those they succeed, or they do not fit it, or it is an amendment that nothing amends; and of the events
-- that contradict themselves as their corrections have them. One that was itself retracted is not among them. The worker's: whether an event is there may not hang on who asks;
-- whoever asks sees only those of these places that row-level security shows.
CREATE FUNCTION {view}.idle_amendments()
RETURNS TABLE (family smallint, part smallint, off bigint, code text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT
    e.family, e.part, e.off,
    CASE
        WHEN NOT t.there THEN 'AMENDS_UNKNOWN'
        WHEN n.foreign THEN 'AMENDS_NOT_ENTITLED'
        WHEN v.vain THEN 'AMENDMENT_AMENDED'
        ELSE 'CORRECTION_UNFIT'
    END
FROM core.event AS e
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM core.event AS c WHERE c.ident = e.target) AS there) AS t
CROSS JOIN LATERAL (
    SELECT
        e.data #>> '{corrects,source}' <> e.source
        AND NOT EXISTS (SELECT FROM {view}.source AS o WHERE o.source = e.source AND o.line @> ARRAY[e.data #>> '{corrects,source}']) AS foreign
) AS n
-- A correction is not corrected, and nothing amends a retraction. Who takes back such a word names a retraction of a retraction, and is in order.
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT
        FROM core.event AS c
        WHERE
            c.ident = e.target
            AND (
                c.type LIKE '%.corrected.v1' AND e.type LIKE '%.corrected.v1'
                OR c.type LIKE '%.retracted.v1'
                AND NOT EXISTS (SELECT FROM core.event AS b WHERE b.ident = c.target AND b.type LIKE '%.retracted.v1')
            )
    ) AS vain
) AS v
WHERE
    e.target IS NOT NULL AND e.status <> 'duplicate' AND (e.type LIKE '%.corrected.v1' OR e.type LIKE '%.retracted.v1')
    AND (
        NOT t.there
        OR n.foreign
        OR v.vain
        OR EXISTS (
            SELECT
            FROM {view}.misfit AS m
            INNER JOIN core.event AS c ON m.type = c.type
            WHERE m.ident = e.ident AND m.digest = coalesce(e.digest, '') AND c.ident = e.target
        )
        -- What names the object of an event is not changed by a correction.
        OR e.type LIKE '%.corrected.v1' AND EXISTS (
            SELECT
            FROM core.event AS c
            CROSS JOIN LATERAL jsonb_each(c.data) AS f
            WHERE c.ident = e.target AND f.value = to_jsonb(c.object) AND e.data -> 'fields' -> f.key <> f.value
        )
    )
    AND NOT EXISTS (SELECT FROM core.event AS r WHERE r.target = e.ident AND r.source = e.source AND r.type LIKE '%.retracted.v1')
UNION ALL
SELECT e.family, e.part, e.off, 'CORRECTED_INTO_CONTRADICTION'
FROM {view}.unsound AS u
INNER JOIN core.event AS e ON u.ident = e.ident AND e.status = 'accepted'
$$

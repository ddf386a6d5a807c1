-- For each row of an answer how many sources are expected to speak of it and how many were heard: registered for a region
-- in the row's subtree, and with an accepted event whose day lies in the row's period or after it; as known at the end of a recorded day,
-- on which the `fresh` were not registered yet.
CREATE FUNCTION {view}.stat_sources(asked text, dims text[], first date, last date, on_day date, known date, fresh text[])
RETURNS TABLE (place text, month date, expected bigint, heard bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH registered AS (
    SELECT s.source, s.revoked, a.chain
    FROM {view}.source AS s
    INNER JOIN {view}.ancestry AS a ON s.region = a.region
    WHERE asked <> '00' AND a.chain @> ARRAY[asked] AND a.valid_from <= coalesce(on_day, last) AND coalesce(on_day, last) < a.valid_to
    UNION ALL
    -- All regions lie in the nation: only those of sources are looked up.
    SELECT s.source, s.revoked, a.chain
    FROM {view}.source AS s
    CROSS JOIN LATERAL (
        SELECT n.chain
        FROM {view}.ancestry AS n
        WHERE s.region = n.region AND n.valid_from <= coalesce(on_day, last) AND coalesce(on_day, last) < n.valid_to
        OFFSET 0
    ) AS a
    WHERE asked = '00'
),

speaker AS (
    SELECT
        CASE
            WHEN NOT 'region' = ANY (dims) THEN NULL
            WHEN s.chain[1] = asked THEN 'own'
            ELSE s.chain[array_position(s.chain, asked) - 1]
        END AS place,
        -- Without a cut the index alone knows.
        CASE
            WHEN known = 'infinity' THEN (SELECT max(e.day) FROM {view}.uttered AS e WHERE e.source = s.source AND e.newest)
            ELSE greatest(
                coalesce(
                    -- Nearly all happens before it is recorded: if what happened by then is enough for every row, later days need not be looked at.
                    (
                        SELECT h.day
                        FROM (
                            SELECT e.day FROM {view}.uttered AS e
                            WHERE e.source = s.source AND e.newest AND e.day <= known AND e.rday <= known
                            ORDER BY e.day DESC
                            LIMIT 1
                        ) AS h
                        WHERE
                            h.day >= coalesce(stat_sources.first, '-infinity')
                            AND (NOT 'month' = ANY (dims) OR h.day >= date_trunc('month', stat_sources.last::timestamp)::date)
                    ),
                    (SELECT max(e.day) FROM {view}.uttered AS e WHERE e.source = s.source AND e.newest AND e.rday <= known)
                ),
                (SELECT max(k.day) FROM {view}.spoke AS k WHERE k.source = s.source)
            )
        END AS heard
    FROM registered AS s
    WHERE
        NOT s.source = ANY (fresh)
        AND (
            s.revoked IS NULL
            OR NOT EXISTS (
                SELECT FROM core.event AS r WHERE r.object = s.source AND r.type = 'cn.npc.source.revoked.v1' AND r.rday <= known
            )
        )
),

month AS (
    SELECT NULL::date AS month, stat_sources.first WHERE NOT 'month' = ANY (dims)
    UNION ALL
    SELECT m::date, greatest(m::date, stat_sources.first)
    FROM generate_series(date_trunc('month', stat_sources.first), stat_sources.last, interval '1 month') AS m
    WHERE 'month' = ANY (dims)
)

SELECT
    s.place,
    m.month,
    count(*),
    count(*) FILTER (WHERE s.heard >= coalesce(m.first, s.heard))
FROM speaker AS s
CROSS JOIN month AS m
GROUP BY s.place, m.month
$$;

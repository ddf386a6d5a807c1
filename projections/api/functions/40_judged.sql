-- The records at some places of the ledger index, in the order in which they happened, with what decides whether they count. `content`: null,
-- or the digest where an identity has several contents; `standing`: the smallest of them. `entitled`: null where nobody need be.
-- The worker's, for the HTTP surface alone: to judge a record one must see more than whoever asks, who has seen that it is there.
CREATE OR REPLACE FUNCTION {view}.judged(families smallint [], parts smallint [], offs bigint [])
RETURNS TABLE (
    source text, id text, type text, object text, "time" timestamptz, recorded timestamptz, unit text, level text, region text, origin text,
    data jsonb, status text, amends boolean, stands boolean, content bytea, standing bytea, corrected boolean, may_amend boolean, unfit boolean,
    entitled boolean, draft boolean
)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT
    e.source, e.id, e.type, e.object, e.time, e.recorded, e.unit, e.level, e.region, e.origin, e.data, e.status,
    e.target IS NOT NULL AS amends,
    EXISTS (SELECT FROM {view}.statement AS s WHERE s.ident = e.ident AND s.known_to IS NULL) AS stands,
    e.digest AS content,
    (SELECT min(c.digest) FROM core.event AS c WHERE c.ident = e.ident) AS standing,
    EXISTS (
        SELECT FROM core.event AS c
        WHERE
            c.target = e.ident AND c.type LIKE '%.corrected.v1'
            AND NOT EXISTS (SELECT FROM {view}.misfit AS m WHERE m.ident = c.ident AND m.digest = coalesce(c.digest, '') AND m.type = e.type)
            AND (c.source = e.source OR EXISTS (SELECT FROM {view}.source AS o WHERE o.source = c.source AND o.line @> ARRAY[e.source]))
    ) AS corrected,
    CASE
        WHEN e.target IS NULL THEN NULL
        ELSE EXISTS (
            SELECT FROM core.event AS c
            WHERE
                c.ident = e.target
                AND (c.source = e.source OR EXISTS (SELECT FROM {view}.source AS o WHERE o.source = e.source AND o.line @> ARRAY[c.source]))
        )
    END AS may_amend,
    EXISTS (
        SELECT
        FROM {view}.misfit AS m
        INNER JOIN core.event AS c ON m.type = c.type
        WHERE m.ident = e.ident AND m.digest = coalesce(e.digest, '') AND c.ident = e.target
    ) AS unfit,
    CASE
        WHEN k.type IS NULL OR starts_with(e.object, e.source || '/') OR k.others = 'link' THEN NULL
        WHEN k.others = 'assigned'
            THEN {view}.voice_of(e.source, e.object, e.day) = 'own' OR EXISTS (
                SELECT FROM {view}.suggestion AS s
                CROSS JOIN LATERAL unnest(s.departments, s.stays) AS d (dept, stay)
                WHERE s.suggestion = e.object AND s.known_to IS NULL AND d.dept = e.data ->> 'dept' AND d.stay @> e.day
            )
        WHEN k.others = 'same' THEN coalesce({view}.voice_of(e.source, e.object, e.day) IN ('own', 'same'), FALSE)
        WHEN k.others = 'above' THEN coalesce({view}.voice_of(e.source, e.object, e.day) IN ('own', 'same', 'above'), FALSE)
        ELSE coalesce({view}.voice_of(e.source, e.object, e.day) = 'own', FALSE)
    END AS entitled,
    coalesce(k.step IN ('drafted', 'read'), FALSE) AS draft
FROM unnest(families, parts, offs) AS p (family, part, off)
INNER JOIN core.event AS e ON p.family = e.family AND p.part = e.part AND p.off = e.off
LEFT JOIN {view}.suggestion_type AS k ON e.type = k.type
ORDER BY e.time, e.source, e.id, e.recorded, e.family, e.part, e.off
$$;
REVOKE ALL ON FUNCTION {view}.judged(smallint [], smallint [], bigint []) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {view}.judged(smallint [], smallint [], bigint []) TO hub_http;

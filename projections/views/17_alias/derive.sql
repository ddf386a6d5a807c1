-- An alias is derived for each span of recorded days on which the same was said of it and of all that the way may lead over, and the same was
-- known of where these sit.
WITH RECURSIVE reach (alias, record, steps) AS (
    SELECT t.alias, t.alias, 0 FROM touched_alias AS t
    UNION
    SELECT r.alias, m.heir, r.steps + 1
    FROM reach AS r
    CROSS JOIN LATERAL (SELECT o.heir FROM {view}.person_merger AS o WHERE r.record = o.person OFFSET 0) AS m
    WHERE r.steps < 100
),

reached AS MATERIALIZED (
    SELECT DISTINCT r.alias, r.record FROM reach AS r
),

turn AS (
    SELECT r.alias, u.day
    FROM reached AS r
    CROSS JOIN LATERAL (
        SELECT m.known_from, m.known_to FROM {view}.person_merger AS m WHERE r.record = m.person
        UNION ALL
        SELECT m.known_from, m.known_to FROM {view}.mandate AS m WHERE r.record = m.person
        OFFSET 0
    ) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    GROUP BY r.alias, u.day
),

span AS (
    SELECT t.alias, t.day AS since, lead(t.day) OVER (PARTITION BY t.alias ORDER BY t.day) AS until FROM turn AS t
),

said AS MATERIALIZED (
    SELECT
        p.alias,
        p.since,
        p.until,
        min(m.day) AS day,
        (array_agg(m.heir ORDER BY m.time, m.speaker, m.id))[1] AS named,
        count(DISTINCT m.heir) AS heirs,
        array_agg(DISTINCT m.ident) AS idents,
        bool_or(m.heir = m.person) AS itself,
        coalesce(array_agg(DISTINCT m.ident ORDER BY m.ident) FILTER (WHERE m.disputed), '{}') AS disputes,
        core.gathered(m.chain) AS chains
    FROM span AS p
    INNER JOIN {view}.person_merger AS m
        ON p.alias = m.person AND m.known_from <= p.since AND (m.known_to IS NULL OR p.since < m.known_to)
    GROUP BY p.alias, p.since, p.until
),

led AS MATERIALIZED (
    SELECT s.*, w.path, w.circled, o.mergers, o.several
    FROM said AS s
    CROSS JOIN LATERAL {view}.merged_on(s.alias, s.since) AS w
    CROSS JOIN LATERAL (
        SELECT count(*) AS mergers, count(DISTINCT m.heir) > 1 AS several FROM {view}.mergers_on(s.alias, s.since) AS m
    ) AS o
),

-- Where the record and the one it comes to, or is said to, sit.
sitting AS MATERIALIZED (
    SELECT l.alias, l.since, m.person, m.mandate, m.day, m.chain, m.seen
    FROM led AS l
    CROSS JOIN LATERAL (
        SELECT o.* FROM {view}.mandate AS o
        WHERE o.person IN (l.alias, l.named, l.path[cardinality(l.path)]) AND o.known_from <= l.since AND (o.known_to IS NULL OR l.since < o.known_to)
        OFFSET 0
    ) AS m
),

seen AS (
    SELECT s.alias, s.since, core.gathered(s.seen) AS regions FROM sitting AS s GROUP BY s.alias, s.since
),

-- Of the first mandate of the record, else of the other; where there is none of whoever said it.
placed AS (
    SELECT DISTINCT ON (k.alias, k.since) k.alias, k.since, k.chain
    FROM (
        SELECT s.alias, s.since, s.chain, s.person <> s.alias AS other, s.day, s.mandate FROM sitting AS s WHERE s.chain IS NOT NULL
        UNION ALL
        SELECT l.alias, l.since, m.chain, NULL, m.day, m.id
        FROM led AS l
        INNER JOIN {view}.person_merger AS m ON l.alias = m.person AND m.ident = ANY (l.idents)
    ) AS k
    ORDER BY k.alias, k.since, k.other NULLS LAST, k.day, k.mandate, k.chain
)

SELECT
    l.alias,
    CASE WHEN cardinality(l.path) > 1 THEN l.path[cardinality(l.path)] END AS person,
    l.path[2] AS heir,
    p.chain,
    l.day,
    l.disputes,
    core.united(l.chains || s.regions) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN l.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN l.mergers = 0 AND NOT l.itself THEN 'MERGER_WAITING' END,
            CASE WHEN l.several THEN 'MERGED_INTO_SEVERAL' END,
            CASE WHEN l.itself OR l.circled && l.idents THEN 'MERGED_IN_A_CIRCLE' END,
            CASE WHEN cardinality(l.path) = 100 THEN 'MERGED_TOO_OFTEN' END,
            CASE
                WHEN EXISTS (
                    SELECT FROM unnest(ARRAY[l.alias, coalesce(l.path[2], l.named)]) AS k (record)
                    WHERE
                        NOT EXISTS (SELECT FROM {view}.person AS p WHERE p.person = k.record)
                        AND NOT EXISTS (
                            SELECT FROM {view}.mandate AS m
                            WHERE m.person = k.record AND m.known_from <= l.since AND (m.known_to IS NULL OR l.since < m.known_to)
                        )
                ) THEN 'MERGED_UNKNOWN'
            END
        ],
        NULL
    ) AS anomalies,
    l.since AS known_from,
    l.until AS known_to
FROM led AS l
INNER JOIN placed AS p ON l.alias = p.alias AND l.since = p.since
LEFT JOIN seen AS s ON l.alias = s.alias AND l.since = s.since

-- Which of the common categories a code is that a source gave on a day, by recorded days: from the first of them on, so that every recorded day
-- has a row. Nearest first are the schemes at and above the source's region; of several of one region the source's own, or its
-- predecessors', then the one that came into force last, then the smallest (time, source, id). Of a code that is null nothing is asked, as
-- everywhere while there is no scheme: a condition beside the call is looked at after it.
CREATE FUNCTION {view}.filed(asked text, given_by text, day date)
RETURNS TABLE (category text, known_from date, known_to date)
LANGUAGE sql STRICT STABLE PARALLEL SAFE ROWS 1 SET plan_cache_mode TO force_generic_plan
AS $$
WITH named AS MATERIALIZED (
    SELECT
        c.category, c.known_from, c.known_to,
        row_number() OVER (
            ORDER BY array_position(p.chain, c.region), c.speaker = ANY (v.line) DESC, c.valid_from DESC, c.time, c.speaker, c.id
        ) AS place
    FROM {view}.source AS v
    CROSS JOIN LATERAL {view}.place_on(v.region, filed.day) AS p
    INNER JOIN {view}.category_scheme AS c ON c.code = asked AND c.region = ANY (p.chain)
    WHERE v.source = given_by AND c.valid_from <= filed.day AND filed.day < c.valid_to
),

turn AS (
    SELECT '-infinity'::date AS day
    UNION
    SELECT n.known_from FROM named AS n
    UNION
    SELECT n.known_to FROM named AS n WHERE n.known_to IS NOT NULL
)

SELECT
    coalesce(
        (
            SELECT n.category FROM named AS n
            WHERE n.known_from <= t.day AND (n.known_to IS NULL OR t.day < n.known_to)
            ORDER BY n.place
            LIMIT 1
        ),
        'uncategorised'
    ),
    t.day,
    lead(t.day) OVER (ORDER BY t.day)
FROM turn AS t
$$;

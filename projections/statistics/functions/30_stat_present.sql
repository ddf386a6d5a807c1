-- The things that distinct statistics count, as `presence`, that lie in a region on a day: where what they lay in lies then; where that is nowhere
-- exactly, where what they belong to was allocated. Who is there for another congress counts at the level of who goes on from that one, or at its own;
-- what a congress did (reach `own`) was done once by all from which one alone goes on: the key ends with the region of the congress.
CREATE FUNCTION {view}.stat_present(names text [], asked text, on_day date, known date DEFAULT 'infinity')
RETURNS TABLE (name text, key text, chain text [], level text, kind text, first date, last date, exact boolean)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    arrived text [] := ARRAY(
        SELECT r.region
        FROM {view}.stat_arrived(asked, on_day, ARRAY(
            SELECT s.object FROM {view}.catalogue AS s WHERE s.name = ANY (names) AND s.answered = 'distinct'
        ), known) AS r
    );
BEGIN
RETURN QUERY
WITH present AS MATERIALIZED (
    SELECT p.*
    FROM {view}.presence(names, asked || arrived, known) AS p
    WHERE p.chain @> ARRAY[asked] OR p.chain[1] = ANY (arrived)
),

home AS MATERIALIZED (
    SELECT r.region, h.chain, h.exact, h.level
    FROM (
        SELECT p.chain[1] AS region FROM present AS p
        UNION
        SELECT p.congress FROM present AS p WHERE p.congress IS NOT NULL
        UNION
        SELECT a.region FROM {view}.allocation AS a
    ) AS r
    CROSS JOIN LATERAL {view}.stat_home(r.region, on_day) AS h
)

SELECT l.*
FROM (
    SELECT
        p.name,
        CASE WHEN s.reach = 'own' AND h.exact THEN left(p.key, -length(p.congress)) || h.chain[1] ELSE p.key END,
        coalesce(o.chain, h.chain) AS chain,
        CASE WHEN p.congress IS NULL THEN coalesce(o.level, h.level) WHEN c.exact THEN c.level ELSE p.level END AS level, p.kind,
        p.first, p.last, coalesce(o.exact, h.exact)
    FROM present AS p
    INNER JOIN home AS h ON p.chain[1] = h.region
    INNER JOIN {view}.catalogue AS s ON p.name = s.name
    LEFT JOIN {view}.allocation AS a ON p.thing = a.object AND NOT h.exact
    LEFT JOIN home AS o ON a.region = o.region
    LEFT JOIN home AS c ON p.congress = c.region
) AS l
WHERE l.chain @> ARRAY[asked];
END
$$;

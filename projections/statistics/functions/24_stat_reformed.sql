-- Whether a region has to do with others about which facts came later: it is one of them or of those that these facts name, lies above or
-- below one, or did at any time.
CREATE FUNCTION {view}.stat_reformed(asked text, reformed text [])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH told AS (
    SELECT e.ident, e.data FROM core.event AS e WHERE e.object = ANY (reformed) AND e.family = 0
),

named AS MATERIALIZED (
    SELECT u.code FROM unnest(reformed) AS u (code)
    UNION
    SELECT v.one #>> '{}'
    FROM (SELECT t.data FROM told AS t UNION ALL SELECT a.data FROM told AS t INNER JOIN core.event_other AS a ON t.ident = a.target) AS d
    CROSS JOIN LATERAL jsonb_path_query(d.data, '$.**') AS v (one)
    WHERE jsonb_typeof(v.one) = 'string'
)

SELECT
    asked IN (SELECT n.code FROM named AS n)
    OR EXISTS (SELECT FROM named AS n INNER JOIN {view}.ancestry AS a ON n.code = a.region WHERE a.chain @> ARRAY[asked])
    OR EXISTS (SELECT FROM {view}.ancestry AS a WHERE a.region = asked AND a.chain && ARRAY(SELECT n.code FROM named AS n))
$$;
REVOKE ALL ON FUNCTION {view}.stat_reformed(text, text []) FROM PUBLIC;

-- Whether an event belongs to the feed of a region: its regions, its acting unit's, its origin or an addressed unit's lie in the subtree.
CREATE OR REPLACE FUNCTION api.fed(asked text, of_family smallint, of_part smallint, at_off bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT EXISTS (
    SELECT 1
    FROM core.feed AS f
    INNER JOIN core.feed_place AS p ON f.place = p.place
    WHERE f.family = of_family AND f.part = of_part AND f.off = at_off AND p.regions @> ARRAY[asked]
)
$$;

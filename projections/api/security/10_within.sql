-- Whether one of some regions lay in the subtree of another on a day. The policies of tables that outlive the versions ask it; it is
-- the owner's, because who asks need not see how the regions hang together to be held by it.
CREATE OR REPLACE FUNCTION api.within(asked text, codes text [], on_day date)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT asked = '00' OR EXISTS (
    SELECT 1
    FROM unnest(codes) AS c (code)
    CROSS JOIN LATERAL {view}.place_on(c.code, on_day) AS p
    WHERE p.chain @> ARRAY[asked]
)
$$;

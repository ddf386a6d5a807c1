-- The terms of a region's congress as known at the end of a recorded day, with their first and last days: those of the unit that is the congress,
-- or else the organ that acts for it, of which any term is known; of several the smallest. The owner's: a congress says publicly when it sat.
CREATE FUNCTION {view}.stat_terms(asked text, known date DEFAULT 'infinity')
RETURNS TABLE (unit text, term integer, first date, last date, followed_by integer)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH standing AS (
    SELECT
        t.*,
        rank() OVER (ORDER BY array_position(ARRAY['congress', 'standing_committee', 'presidium'], u.kind), u.unit COLLATE "C") AS place
    FROM (SELECT DISTINCT ON (n.unit) n.* FROM {view}.unit AS n WHERE n.region = asked ORDER BY n.unit, n.since DESC) AS u
    INNER JOIN {view}.term AS t ON u.unit = t.unit
    WHERE
        u.kind IN ('congress', 'standing_committee', 'presidium')
        AND t.day IS NOT NULL AND t.known_from <= known AND (t.known_to IS NULL OR t.known_to > known)
)

SELECT s.unit, s.term, s.day, s.ended - 1, s.followed_by FROM standing AS s WHERE s.place = 1 ORDER BY s.term
$$;

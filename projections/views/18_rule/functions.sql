-- The rule for a step on a day, at a congress of some level with that chain: of the nearest jurisdiction that has any; there one for the level
-- before one for every level, the one that came into force last, and of several of one day the smallest (time, source, id).
CREATE FUNCTION {view}.rule_on(asked text, chain text [], of_level text, on_day date) RETURNS SETOF {view}.rule
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 SET plan_cache_mode TO force_generic_plan
AS $$
SELECT r.*
FROM unnest(chain) WITH ORDINALITY AS u (jurisdiction, place)
INNER JOIN {view}.rule AS r ON u.jurisdiction = r.jurisdiction
WHERE r.step = asked AND r.level IN ('', of_level) AND r.valid_from <= on_day AND on_day < r.valid_to
ORDER BY u.place, r.level DESC, r.valid_from DESC, r.time, r.source, r.id
LIMIT 1
$$;

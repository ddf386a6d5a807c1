-- Identities with differing copies among the statements about the objects of some kinds that count in the subtree of a region. Rows with any are
-- few, which the planner cannot know, who is told nothing of sets: each table has an index of these alone, and reading it whole is never quicker.
CREATE FUNCTION {view}.dispute(objects text [], asked text, last date, known date)
RETURNS TABLE (ident uuid)
LANGUAGE sql STABLE PARALLEL SAFE
SET enable_seqscan TO off SET max_parallel_workers_per_gather TO 0 SET plan_cache_mode TO force_generic_plan
AS $$
{branches}
$$

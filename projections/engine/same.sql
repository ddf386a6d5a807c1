-- Rows that are derived as they are stored neither come nor go. Stored rows are read once and found again by their place: their table may
-- hold many pages of rows of earlier folds.
WITH stored AS MATERIALIZED (
    SELECT s.ctid AS place, s.* FROM gone_{name} AS s
),

same AS (
    DELETE FROM came_{name} AS f
    USING stored AS g
    WHERE {primary_f} = {primary_g} AND ROW({others_f}) IS NOT DISTINCT FROM ROW({others_g})
    RETURNING g.place
)

DELETE FROM gone_{name} AS g WHERE g.ctid = ANY (ARRAY(SELECT s.place FROM same AS s))

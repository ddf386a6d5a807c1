-- Rows that are derived as they are stored neither come nor go.
WITH same AS (
    DELETE FROM came_{name} AS f
    USING gone_{name} AS g
    WHERE {primary_f} = {primary_g} AND ROW({others_f}) IS NOT DISTINCT FROM ROW({others_g})
    RETURNING f.*
)

DELETE FROM gone_{name} AS g USING same AS r WHERE {primary_g} = {primary_r}

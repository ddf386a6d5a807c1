-- Rows that are derived as they are stored pass for new ones: what rests on them is derived again too.
DELETE FROM gone_{name} AS g
USING came_{name} AS f
WHERE {primary_f} = {primary_g} AND ROW({others_f}) IS NOT DISTINCT FROM ROW({others_g})

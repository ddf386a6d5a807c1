-- Derived rows that are not stored.
INSERT INTO came_{name}
SELECT f.*
FROM fresh_{name} AS f
WHERE NOT EXISTS (
    SELECT 1 FROM {view}.{name} AS s
    WHERE {primary_s} = {primary_f} AND ROW({others_s}) IS NOT DISTINCT FROM ROW({others_f})
)

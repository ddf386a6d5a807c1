-- Stored rows of the touched keys that are not derived any more.
INSERT INTO gone_{name}
SELECT s.*
FROM {view}.{name} AS s
INNER JOIN touched_{name} AS t ON {key_s} = {key_t}
WHERE NOT EXISTS (
    SELECT 1 FROM fresh_{name} AS f
    WHERE {primary_f} = {primary_s} AND ROW({others_f}) IS NOT DISTINCT FROM ROW({others_s})
)

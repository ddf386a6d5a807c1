-- What differs below a region between two days: codes that are gone, new, renamed, moved under another parent. `became`: what is known to go on
-- from a gone code; `proposed`: new codes of the same name in the same province, which nobody has said to be its successors.
WITH former AS MATERIALIZED (
    SELECT a.* FROM {view}.ancestry AS a WHERE a.valid_from <= %(first)s AND %(first)s < a.valid_to AND a.chain @> ARRAY[%(region)s::text]
),

latter AS MATERIALIZED (
    SELECT a.* FROM {view}.ancestry AS a WHERE a.valid_from <= %(last)s AND %(last)s < a.valid_to AND a.chain @> ARRAY[%(region)s::text]
),

fresh AS MATERIALIZED (
    SELECT n.* FROM latter AS n WHERE NOT EXISTS (SELECT FROM former AS f WHERE f.region = n.region)
)

SELECT
    'gone' AS what, f.region, f.name, NULL AS now,
    ARRAY(
        SELECT s.successor FROM {view}.succession AS s
        WHERE s.region = f.region AND s.day > %(first)s AND s.day <= %(last)s AND s.successor IS NOT NULL
        ORDER BY s.turn
    ) AS became,
    ARRAY(
        SELECT n.region FROM fresh AS n
        WHERE n.name = f.name AND n.chain[cardinality(n.chain) - 1] = f.chain[cardinality(f.chain) - 1] AND n.kind = f.kind
        ORDER BY n.region
    ) AS proposed
FROM former AS f
WHERE NOT EXISTS (SELECT FROM latter AS n WHERE n.region = f.region)
UNION ALL
SELECT 'new', n.region, n.name, NULL, '{}', '{}' FROM fresh AS n
UNION ALL
SELECT 'renamed', n.region, f.name, n.name, '{}', '{}' FROM former AS f INNER JOIN latter AS n ON f.region = n.region WHERE f.name <> n.name
UNION ALL
SELECT 'moved', n.region, f.parent, n.parent, '{}', '{}' FROM former AS f INNER JOIN latter AS n ON f.region = n.region WHERE f.parent <> n.parent
ORDER BY 1, 2

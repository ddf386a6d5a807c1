-- Places of the records about some objects, and of those that correct or retract them, as far as the role may see them.
WITH said AS (
    SELECT e.family, e.part, e.off, e.ident
    FROM core.event AS e
    WHERE e.object = ANY(%(objects)s)
)

SELECT s.family, s.part, s.off FROM said AS s
UNION
SELECT e.family, e.part, e.off
FROM core.event AS e
WHERE e.target IN (SELECT s.ident FROM said AS s)

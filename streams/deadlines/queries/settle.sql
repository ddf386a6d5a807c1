-- What was looked at is looked at again on its next day, or no more; not what was put on the list anew meanwhile.
WITH looked AS (
    SELECT l.object, l.turn, l.next
    FROM unnest(%(objects)s::text [], %(turns)s::uuid [], %(nexts)s::date []) AS l (object, turn, next)
),

ended AS (
    DELETE FROM core.heed AS h USING looked AS l WHERE h.object = l.object AND h.turn = l.turn AND l.next IS NULL
)

UPDATE core.heed AS h SET day = l.next
FROM looked AS l
WHERE h.object = l.object AND h.turn = l.turn AND l.next IS NOT NULL
